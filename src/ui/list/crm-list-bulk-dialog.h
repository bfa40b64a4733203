/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmListBulkDialog: a field and a new value for many records; or words for a list field. Modal,
 * main thread. */
#define CRM_TYPE_LIST_BULK_DIALOG (crm_list_bulk_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CrmListBulkDialog, crm_list_bulk_dialog, CRM, LIST_BULK_DIALOG, AdwWindow)

/* `ids`: CrmId. `field_id` (nullable): the field to start with ("tags"). */
GtkWindow *crm_list_bulk_dialog_new (CrmContext *context, const CrmEntity *entity, GArray *ids,
                                     const char *field_id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmListCreateDialog: a new record in two seconds: a name, Enter. Asks besides the name only for
 * what the entity requires. Says when the name exists already. Modal, main thread.
 *
 * Signal "created" (int64 id, boolean open). */
#define CRM_TYPE_LIST_CREATE_DIALOG (crm_list_create_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CrmListCreateDialog, crm_list_create_dialog, CRM, LIST_CREATE_DIALOG,
                      AdwWindow)

GtkWindow *crm_list_create_dialog_new (CrmContext *context, const CrmEntity *entity);

G_END_DECLS

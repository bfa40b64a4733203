/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"
#include "crm-page.h"

G_BEGIN_DECLS

/* CrmTrashPage: what was deleted, one list an entity, with a switch between them in the header.
 * Implements CrmPage. Main thread. */
#define CRM_TYPE_TRASH_PAGE (crm_trash_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmTrashPage, crm_trash_page, CRM, TRASH_PAGE, AdwBin)

GtkWidget *crm_trash_page_new (CrmContext *context);
/* The entity whose deleted records are shown. */
const CrmEntity *crm_trash_page_get_entity (CrmTrashPage *self);

G_END_DECLS

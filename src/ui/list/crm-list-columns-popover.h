/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-context.h"
#include "crm-list-layout.h"

G_BEGIN_DECLS

/* CrmListColumnsPopover: which fields are columns. Order and widths are changed at the heads. Main
 * thread. Signals "toggled" (const CrmField * as pointer, boolean shown), "reset". */
#define CRM_TYPE_LIST_COLUMNS_POPOVER (crm_list_columns_popover_get_type ())
G_DECLARE_FINAL_TYPE (CrmListColumnsPopover, crm_list_columns_popover, CRM, LIST_COLUMNS_POPOVER,
                      GtkPopover)

GtkWidget *crm_list_columns_popover_new (CrmContext *context, const CrmEntity *entity);
void crm_list_columns_popover_set_layout (CrmListColumnsPopover *self, const CrmListLayout *layout);

G_END_DECLS

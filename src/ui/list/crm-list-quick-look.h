/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmListQuickLook: a popover with the filled-in fields of a record; Space or Esc closes it, Enter
 * opens the record. Main thread. Signal "open" (int64 id), "step" (int direction: Up or Down). */
#define CRM_TYPE_LIST_QUICK_LOOK (crm_list_quick_look_get_type ())
G_DECLARE_FINAL_TYPE (CrmListQuickLook, crm_list_quick_look, CRM, LIST_QUICK_LOOK, GtkPopover)

GtkWidget *crm_list_quick_look_new (CrmContext *context);
/* The record is read fresh, so that what is not a column is there as well. */
void crm_list_quick_look_show (CrmListQuickLook *self, CrmId id, const GdkRectangle *area);

G_END_DECLS

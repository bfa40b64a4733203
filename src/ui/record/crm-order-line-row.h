/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmOrderLineRow: entry of one line of an order. Main thread. Signals "changed", "removed". */
#define CRM_TYPE_ORDER_LINE_ROW (crm_order_line_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmOrderLineRow, crm_order_line_row, CRM, ORDER_LINE_ROW, GtkBox)

/* `line` (nullable): the stored line. */
GtkWidget *crm_order_line_row_new (CrmContext *context, const char *currency, CrmRecord *line);
CrmRecord *crm_order_line_row_get_line (CrmOrderLineRow *self); /* (nullable) (transfer none) */
gboolean crm_order_line_row_is_empty (CrmOrderLineRow *self);
/* Minor units, without the sign of a return; 0 while something cannot be read. */
gint64 crm_order_line_row_get_amount (CrmOrderLineRow *self);
/* NULL with what is wrong. (transfer full) */
CrmRecord *crm_order_line_row_read (CrmOrderLineRow *self, gboolean is_return, GError **error);
void crm_order_line_row_fill (CrmOrderLineRow *self, const char *description, const char *quantity,
                              const char *price, const char *discount);

G_END_DECLS

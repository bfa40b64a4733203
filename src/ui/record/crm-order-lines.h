/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-record-data.h"

G_BEGIN_DECLS

/* CrmOrderLines: the lines of an order with their sum, and the button that edits them. Main thread. */
#define CRM_TYPE_ORDER_LINES (crm_order_lines_get_type ())
G_DECLARE_FINAL_TYPE (CrmOrderLines, crm_order_lines, CRM, ORDER_LINES, GtkBox)

GtkWidget *crm_order_lines_new (CrmContext *context);
void crm_order_lines_set_data (CrmOrderLines *self, const CrmRecordData *data);

G_END_DECLS

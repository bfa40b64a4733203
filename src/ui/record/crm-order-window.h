/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmOrderWindow: writes a new order or return, or changes one with its lines; saved as one group of
 * changes. Quantities are shown without sign; those of a return are stored as negative. Main thread. */
#define CRM_TYPE_ORDER_WINDOW (crm_order_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmOrderWindow, crm_order_window, CRM, ORDER_WINDOW, AdwWindow)

GtkWindow *crm_order_window_new (CrmContext *context, CrmId customer, gboolean is_return);
/* `lines`: CrmRecord of order lines. */
GtkWindow *crm_order_window_new_for (CrmContext *context, CrmRecord *order, GPtrArray *lines);

/* For tests: fills the line, adding lines up to it. */
void crm_order_window_fill (CrmOrderWindow *self, guint line, const char *description,
                            const char *quantity, const char *price, const char *discount);
const char *crm_order_window_get_total (CrmOrderWindow *self);
const char *crm_order_window_get_problem (CrmOrderWindow *self);
void crm_order_window_save (CrmOrderWindow *self);

G_END_DECLS

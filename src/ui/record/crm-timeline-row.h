/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-record-data.h"

G_BEGIN_DECLS

/* Rows of the timeline and of the table of orders. Main thread. `item` is copied from. */
GtkWidget *crm_timeline_row_new (CrmContext *context, const CrmFeedItem *item);
GtkWidget *crm_order_row_new (CrmContext *context, const CrmFeedItem *item);
/* The heads of the columns of the table of orders. */
GtkWidget *crm_order_heads_new (void);
/* The record a row stands for; 0: none. */
CrmId crm_timeline_row_get_id (GtkWidget *row);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmFilterChips: the conditions of a query as chips that can be removed one by one. Main thread.
 *
 * Signals "remove" (uint index of the condition), "edit" (a chip was pressed). */
#define CRM_TYPE_FILTER_CHIPS (crm_filter_chips_get_type ())
G_DECLARE_FINAL_TYPE (CrmFilterChips, crm_filter_chips, CRM, FILTER_CHIPS, GtkWidget)

GtkWidget *crm_filter_chips_new (CrmContext *context);
void crm_filter_chips_set_query (CrmFilterChips *self, const CrmQuery *query);
guint crm_filter_chips_get_n_chips (CrmFilterChips *self);

/* The conditions of a query that can be dropped one at a time: the children of the top ALL group, or
 * the filter itself; the segment. */
guint crm_query_n_conditions (const CrmQuery *query);
/* A copy without that condition. (transfer full) */
CrmQuery *crm_query_without_condition (const CrmQuery *query, guint index);
/* "Stage is not Lead". (transfer full) */
char *crm_query_describe_condition (const CrmQuery *query, guint index, CrmContext *context);

G_END_DECLS

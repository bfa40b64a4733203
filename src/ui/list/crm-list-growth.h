/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* CrmListGrowth: the rows of a list as a GtkListView or GtkColumnView is given them. Such a view makes the
 * widgets of some 200 rows at once, whatever it shows of them, which takes half a second. So a list that
 * becomes long gets its first rows alone; the others follow a few at a time, and those without widgets
 * all together.
 *
 * It is always the beginning of the list, so a position means the same in both. Main thread.
 *
 * Property "whole" (boolean): all rows are here. */
#define CRM_TYPE_LIST_GROWTH (crm_list_growth_get_type ())
G_DECLARE_FINAL_TYPE (CrmListGrowth, crm_list_growth, CRM, LIST_GROWTH, GObject)

CrmListGrowth *crm_list_growth_new (GListModel *list);
/* How many rows come at once when the list becomes long: as many as the view can show. */
void crm_list_growth_set_first (CrmListGrowth *self, guint n_rows);
/* To be called before the list puts other rows before those it had: these need not stay in their place. */
void crm_list_growth_begin_anew (CrmListGrowth *self);
gboolean crm_list_growth_is_whole (CrmListGrowth *self);
/* Some more, or all when the view then has all its widgets. */
void crm_list_growth_grow (CrmListGrowth *self, guint n_rows);
/* At once as many as make this row and those that may be shown below it be here. */
void crm_list_growth_reach (CrmListGrowth *self, guint position);

G_END_DECLS

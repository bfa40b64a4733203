/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-list-growth.h"
#include "crm-record-list.h"

G_BEGIN_DECLS

/* CrmListSelection: the GtkSelectionModel of a list page. What is selected is kept by id, so that it
 * survives every refresh, sort and search. Moving the cursor does not select: rows are selected by
 * their check box, Ctrl+click, Shift+click, Shift+arrows and Ctrl+A, and stay so until they are
 * unselected. Main thread.
 *
 * Property "n-selected" (uint64) notifies on every change. */
#define CRM_TYPE_LIST_SELECTION (crm_list_selection_get_type ())
G_DECLARE_FINAL_TYPE (CrmListSelection, crm_list_selection, CRM, LIST_SELECTION, GObject)

/* `rows` are those of the list that the views are given; what is selected is of the whole list. */
CrmListSelection *crm_list_selection_new (CrmRecordList *list, CrmListGrowth *rows);
guint64 crm_list_selection_get_n_selected (CrmListSelection *self);
/* TRUE when every row of the list is selected by "select all". */
gboolean crm_list_selection_is_everything (CrmListSelection *self);
gboolean crm_list_selection_contains (CrmListSelection *self, CrmId id);
/* The ids: those in the list first, in its order. (transfer full) (element-type CrmId) */
GArray *crm_list_selection_dup_ids (CrmListSelection *self);
/* How many of them the list does not show at the moment. Walks the list once. */
guint64 crm_list_selection_count_hidden (CrmListSelection *self);
void crm_list_selection_toggle (CrmListSelection *self, CrmId id);
/* From the row toggled last up to this one, both included. */
void crm_list_selection_extend_to (CrmListSelection *self, CrmId id);
void crm_list_selection_select_only (CrmListSelection *self, CrmId id);
void crm_list_selection_clear (CrmListSelection *self);
/* Forgets what is not in the list any more (after a deletion). */
void crm_list_selection_prune (CrmListSelection *self);
/* To be called before the list gets another query: "all" becomes the rows that were meant. */
void crm_list_selection_pin (CrmListSelection *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-list-layout.h"
#include "crm-list-selection.h"

G_BEGIN_DECLS

/* CrmListView: the rows of a CrmRecordList as a table, or in narrow windows as two-line rows, with a
 * selection kept by id, remembered columns, and a scroll position that outlives every refresh. Main
 * thread.
 *
 * Signals: "open" (int64 id), "sort-changed" (read the layout), "layout-changed" (columns moved,
 * resized, shown or hidden), "renamed" (int64 id, const char *text), "context-menu" (int64 id,
 * double x, double y in the view's coordinates). */
#define CRM_TYPE_LIST_VIEW (crm_list_view_get_type ())
G_DECLARE_FINAL_TYPE (CrmListView, crm_list_view, CRM, LIST_VIEW, GtkWidget)

GtkWidget *crm_list_view_new (CrmContext *context, const CrmEntity *entity, CrmRecordList *list);
CrmListSelection *crm_list_view_get_selection (CrmListView *self); /* (transfer none) */

/* The arrangement in use; (transfer none). Setting one copies it and shows its sort arrow. */
const CrmListLayout *crm_list_view_get_layout (CrmListView *self);
void crm_list_view_set_layout (CrmListView *self, const CrmListLayout *layout);
void crm_list_view_sort_by (CrmListView *self, const char *field_id, gboolean descending);

void crm_list_view_set_narrow (CrmListView *self, gboolean narrow);
gboolean crm_list_view_get_narrow (CrmListView *self);

/* The row with the keyboard focus, or 0. */
CrmId crm_list_view_get_cursor (CrmListView *self);
/* Scrolls to the record and focuses its row, as soon as the list holds it. */
void crm_list_view_go_to (CrmListView *self, CrmId id);
/* Other rows were asked for, and are there: their first one is shown. */
void crm_list_view_forget_place (CrmListView *self);
void crm_list_view_scroll_to_top (CrmListView *self);
void crm_list_view_focus (CrmListView *self);
/* Where a record's row is in the view; FALSE when it is not painted. */
gboolean crm_list_view_get_row_area (CrmListView *self, CrmId id, GdkRectangle *area);
void crm_list_view_rename (CrmListView *self, CrmId id);
/* Links got their titles. */
void crm_list_view_update_links (CrmListView *self);
/* While rows are selected: shows the check boxes, and leaves room under the last row for the floating
 * bar, only taken at the end of the list. */
void crm_list_view_set_selecting (CrmListView *self, gboolean selecting);

G_END_DECLS

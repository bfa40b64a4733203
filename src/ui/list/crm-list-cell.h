/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-list-fill.h"
#include "crm-list-text.h"

G_BEGIN_DECLS

/* CrmListCell: one cell of a table, or the name cell with its avatar. Recycled: it is given row after
 * row, and listens only to the row it shows. Main thread.
 *
 * Signal "renamed" (int64 id, const char *text): Enter in the entry opened by begin_rename. */
#define CRM_TYPE_LIST_CELL (crm_list_cell_get_type ())
G_DECLARE_FINAL_TYPE (CrmListCell, crm_list_cell, CRM, LIST_CELL, GtkWidget)

GtkWidget *crm_list_cell_new (CrmContext *context, CrmListFill *fill, const CrmListLook *look,
                              const CrmField *field);
/* Its text follows before the next frame, or later where nobody sees it. */
void crm_list_cell_set_row (CrmListCell *self, CrmRow *row); /* (nullable) */
CrmRow *crm_list_cell_get_row (CrmListCell *self);
const CrmField *crm_list_cell_get_field (CrmListCell *self);
/* Writes the text, now or like another row's: a link's title arrived. */
void crm_list_cell_update (CrmListCell *self);
void crm_list_cell_update_soon (CrmListCell *self);
/* The same as a CrmListFillFunc. */
void crm_list_cell_write_cb (GtkWidget *cell);
/* Whether the text is that of its row. */
gboolean crm_list_cell_is_written (CrmListCell *self);
/* Compact tables have no avatars. */
void crm_list_cell_show_avatar (CrmListCell *self, gboolean shown);
void crm_list_cell_begin_rename (CrmListCell *self);

G_END_DECLS

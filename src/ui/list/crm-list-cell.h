/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-list-text.h"

G_BEGIN_DECLS

/* CrmListCell: one cell of a table, or the name cell with its avatar. Recycled: it is given row after
 * row, and listens only to the row it shows. Main thread.
 *
 * Signal "renamed" (int64 id, const char *text): Enter in the entry opened by begin_rename. */
#define CRM_TYPE_LIST_CELL (crm_list_cell_get_type ())
G_DECLARE_FINAL_TYPE (CrmListCell, crm_list_cell, CRM, LIST_CELL, GtkWidget)

GtkWidget *crm_list_cell_new (CrmContext *context, const CrmListLook *look, const CrmField *field);
void crm_list_cell_set_row (CrmListCell *self, CrmRow *row); /* (nullable) */
CrmRow *crm_list_cell_get_row (CrmListCell *self);
const CrmField *crm_list_cell_get_field (CrmListCell *self);
/* Writes the text again: a link's title arrived, the day changed. */
void crm_list_cell_update (CrmListCell *self);
/* Compact tables have no avatars. */
void crm_list_cell_show_avatar (CrmListCell *self, gboolean shown);
void crm_list_cell_begin_rename (CrmListCell *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-list-text.h"

G_BEGIN_DECLS

/* CrmListNarrowRow: a record in two lines, for narrow windows: name; what helps to tell it apart;
 * pill; value. Recycled like a cell. Main thread. */
#define CRM_TYPE_LIST_NARROW_ROW (crm_list_narrow_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmListNarrowRow, crm_list_narrow_row, CRM, LIST_NARROW_ROW, GtkWidget)

GtkWidget *crm_list_narrow_row_new (CrmContext *context, const CrmEntity *entity);
void crm_list_narrow_row_set_row (CrmListNarrowRow *self, CrmRow *row); /* (nullable) */
CrmRow *crm_list_narrow_row_get_row (CrmListNarrowRow *self);
/* Below 480 px the name needs the pill's room. */
void crm_list_narrow_row_set_tiny (CrmListNarrowRow *self, gboolean tiny);
void crm_list_narrow_row_update (CrmListNarrowRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "crm-chart-model.h"

G_BEGIN_DECLS

/**
 * CrmChartTableRow: one row of a #CrmChartTable; made when asked for.
 */
#define CRM_TYPE_CHART_TABLE_ROW (crm_chart_table_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmChartTableRow, crm_chart_table_row, CRM, CHART_TABLE_ROW, GObject)

char *crm_chart_table_row_dup_cell (CrmChartTableRow *self, guint column);

/**
 * CrmChartTable: the figures of a chart as rows and columns, for people who would rather read than look.
 *
 * A #GListModel of #CrmChartTableRow. Follows the model as it was when the table was made. Main thread.
 */
#define CRM_TYPE_CHART_TABLE (crm_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (CrmChartTable, crm_chart_table, CRM, CHART_TABLE, GObject)

CrmChartTable *crm_chart_table_new (CrmChartModel *model);

guint crm_chart_table_get_n_columns (CrmChartTable *self);
const char *crm_chart_table_get_column_title (CrmChartTable *self, guint column);
gboolean crm_chart_table_is_number (CrmChartTable *self, guint column);

/* What stands in a cell, "" when nothing is known. @raw gives numbers with a point and no separators, as in a file. */
char *crm_chart_table_dup_cell (CrmChartTable *self, guint row, guint column, gboolean raw);

/* RFC 4180 with a header line, UTF-8; a byte order mark when there is more than ASCII, which spreadsheets need. */
GBytes *crm_chart_table_to_csv (CrmChartTable *self);

/* Cells between tabs, at most @max_rows lines, for the clipboard. */
char *crm_chart_table_to_text (CrmChartTable *self, guint max_rows);

G_END_DECLS

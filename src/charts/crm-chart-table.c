/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns a chart model into rows and columns; the same table is shown, copied and written as CSV. Rows of a
 * cloud are made on demand, so a million of them cost nothing until somebody scrolls there. Main thread. */

#include "config.h"

#include "crm-chart-table.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

typedef enum
{
  COLUMN_LABEL,
  COLUMN_SERIES,
  COLUMN_TO,
  COLUMN_X,
  COLUMN_X_END,
  COLUMN_Y,
  COLUMN_Y_END,
  COLUMN_LOW,
  COLUMN_HIGH,
  COLUMN_SHARE,
  COLUMN_STEP_SHARE,
  COLUMN_N,
  COLUMN_ID,
} ColumnKind;

typedef struct
{
  ColumnKind kind;
  const char *title;
} Column;

typedef struct
{
  guint series;
  guint point;
} Place;

struct _CrmChartTableRow
{
  GObject parent_instance;
  CrmChartTable *table;
  guint index;
};

struct _CrmChartTable
{
  GObject parent_instance;
  CrmChartModel *model;
  GArray *columns;
  GArray *places;
  guint n_rows;
};

G_DEFINE_FINAL_TYPE (CrmChartTableRow, crm_chart_table_row, G_TYPE_OBJECT)

static void
crm_chart_table_row_finalize (GObject *object)
{
  g_clear_object (&CRM_CHART_TABLE_ROW (object)->table);
  G_OBJECT_CLASS (crm_chart_table_row_parent_class)->finalize (object);
}

static void
crm_chart_table_row_class_init (CrmChartTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_chart_table_row_finalize;
}

static void
crm_chart_table_row_init (CrmChartTableRow *self)
{
}

char *
crm_chart_table_row_dup_cell (CrmChartTableRow *self, guint column)
{
  g_return_val_if_fail (CRM_IS_CHART_TABLE_ROW (self), NULL);
  return crm_chart_table_dup_cell (self->table, self->index, column, FALSE);
}

/* ---- list model ---- */

static GType
crm_chart_table_get_item_type (GListModel *list)
{
  return CRM_TYPE_CHART_TABLE_ROW;
}

static guint
crm_chart_table_get_n_items (GListModel *list)
{
  return CRM_CHART_TABLE (list)->n_rows;
}

static gpointer
crm_chart_table_get_item (GListModel *list, guint position)
{
  CrmChartTable *self = CRM_CHART_TABLE (list);
  CrmChartTableRow *row;

  if (position >= self->n_rows)
    return NULL;
  row = g_object_new (CRM_TYPE_CHART_TABLE_ROW, NULL);
  row->table = g_object_ref (self);
  row->index = position;
  return row;
}

static void
crm_chart_table_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_chart_table_get_item_type;
  iface->get_n_items = crm_chart_table_get_n_items;
  iface->get_item = crm_chart_table_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmChartTable, crm_chart_table, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      crm_chart_table_list_model_init))

static void
crm_chart_table_finalize (GObject *object)
{
  CrmChartTable *self = CRM_CHART_TABLE (object);

  g_clear_object (&self->model);
  g_array_unref (self->columns);
  g_array_unref (self->places);
  G_OBJECT_CLASS (crm_chart_table_parent_class)->finalize (object);
}

static void
crm_chart_table_class_init (CrmChartTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_chart_table_finalize;
}

static void
crm_chart_table_init (CrmChartTable *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
}

/* ---- columns ---- */

static void
add_column (CrmChartTable *self, ColumnKind kind, const char *title)
{
  Column column = { kind, title };

  g_array_append_val (self->columns, column);
}

static const char *
value_title (CrmChartTable *self)
{
  const char *title = crm_chart_model_get_value_column (self->model);

  title = title != NULL ? title : crm_chart_model_get_axis (self->model, CRM_CHART_Y)->title;
  return title != NULL ? title : C_ ("chart table", "Value");
}

static const char *
x_title (CrmChartTable *self)
{
  const char *title = crm_chart_model_get_axis (self->model, CRM_CHART_X)->title;

  return title != NULL ? title : C_ ("chart table", "X");
}

static void
add_cloud_columns (CrmChartTable *self)
{
  const CrmChartAxis *y = crm_chart_model_get_axis (self->model, CRM_CHART_Y);
  gboolean cells = crm_chart_model_get_density (self->model) != NULL;
  double px, py;
  gint64 id = -1;

  if (!cells && self->n_rows > 0)
    crm_chart_cloud_get_point (crm_chart_model_get_cloud (self->model), 0, &px, &py, NULL, &id);
  if (id >= 0)
    add_column (self, COLUMN_ID, C_ ("chart table", "Number"));
  if (crm_chart_model_get_n_series (self->model) > 0)
    add_column (self, COLUMN_SERIES, C_ ("chart table", "Group"));
  add_column (self, COLUMN_X, x_title (self));
  if (cells)
    add_column (self, COLUMN_X_END, C_ ("chart table", "to"));
  add_column (self, COLUMN_Y, y->title != NULL ? y->title : C_ ("chart table", "Y"));
  if (cells)
    {
      add_column (self, COLUMN_Y_END, C_ ("chart table", "to"));
      add_column (self, COLUMN_N, C_ ("chart table", "n"));
    }
}

static void
add_point_columns (CrmChartTable *self)
{
  CrmChartKind kind = crm_chart_model_get_kind (self->model);
  const char *label = crm_chart_model_get_label_column (self->model);
  gboolean interval = FALSE, n = FALSE, labels = FALSE, x = FALSE;

  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      const CrmChartPoint *point =
          crm_chart_model_get_point (self->model, place->series, place->point);

      interval = interval || (isfinite (point->low) && isfinite (point->high));
      n = n || point->n >= 0;
      labels = labels || point->label != NULL;
      x = x || isfinite (point->x);
    }
  if (kind == CRM_CHART_MOVEMENT)
    {
      add_column (self, COLUMN_SERIES, C_ ("chart table", "From"));
      add_column (self, COLUMN_TO, C_ ("chart table", "To"));
    }
  else
    {
      if (crm_chart_model_get_n_series (self->model) > 1)
        add_column (self, COLUMN_SERIES, C_ ("chart table", "Series"));
      if (labels)
        add_column (self, COLUMN_LABEL, label != NULL ? label : C_ ("chart table", "Name"));
      if (kind == CRM_CHART_HISTOGRAM)
        {
          add_column (self, COLUMN_X, C_ ("chart table", "From"));
          add_column (self, COLUMN_X_END, C_ ("chart table", "To"));
        }
      else if (!labels && x)
        add_column (self, COLUMN_X, label != NULL ? label : x_title (self));
    }
  add_column (self, COLUMN_Y, value_title (self));
  if (kind == CRM_CHART_DONUT || kind == CRM_CHART_MOVEMENT)
    add_column (self, COLUMN_SHARE, C_ ("chart table", "Share, %"));
  if (kind == CRM_CHART_FUNNEL)
    add_column (self, COLUMN_STEP_SHARE, C_ ("chart table", "Of the step before, %"));
  if (interval)
    {
      add_column (self, COLUMN_LOW, C_ ("chart table", "Low"));
      add_column (self, COLUMN_HIGH, C_ ("chart table", "High"));
    }
  if (n)
    add_column (self, COLUMN_N, C_ ("chart table", "n"));
}

CrmChartTable *
crm_chart_table_new (CrmChartModel *model)
{
  CrmChartTable *self = g_object_new (CRM_TYPE_CHART_TABLE, NULL);
  CrmChartCloud *cloud = crm_chart_model_get_cloud (model);
  CrmChartDensity *density = crm_chart_model_get_density (model);

  self->model = g_object_ref (model);
  if (density != NULL)
    {
      for (guint i = 0; i < density->columns * density->rows; i++)
        if (density->counts[i] > 0)
          g_array_append_val (self->places, ((Place){ density->leaders[i], i }));
      self->n_rows = self->places->len;
      add_cloud_columns (self);
      return self;
    }
  if (cloud != NULL)
    {
      self->n_rows = (guint) MIN (crm_chart_cloud_get_n_points (cloud), G_MAXUINT - 1);
      add_cloud_columns (self);
      return self;
    }
  for (guint s = 0; s < crm_chart_model_get_n_series (model); s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (model, s); p++)
      {
        Place place = { s, p };

        g_array_append_val (self->places, place);
      }
  self->n_rows = self->places->len;
  add_point_columns (self);
  return self;
}

guint
crm_chart_table_get_n_columns (CrmChartTable *self)
{
  return self->columns->len;
}

const char *
crm_chart_table_get_column_title (CrmChartTable *self, guint column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);
  return g_array_index (self->columns, Column, column).title;
}

gboolean
crm_chart_table_is_number (CrmChartTable *self, guint column)
{
  g_return_val_if_fail (column < self->columns->len, FALSE);
  switch (g_array_index (self->columns, Column, column).kind)
    {
    case COLUMN_LABEL:
    case COLUMN_SERIES:
    case COLUMN_TO:
      return FALSE;
    default:
      return TRUE;
    }
}

/* ---- cells ---- */

static char *
write_number (const CrmChartAxis *axis, double value, gboolean raw)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup ("");
  if (axis != NULL && axis->kind == CRM_CHART_SCALE_TIME)
    {
      g_autoptr (GDateTime) at = g_date_time_new_from_unix_local ((gint64) value);

      return at != NULL ? g_date_time_format (at, "%Y-%m-%d") : g_strdup ("");
    }
  /* Fifteen digits: what people typed comes back as they typed it. */
  if (raw)
    return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.15g", value));
  return crm_chart_format_value (axis != NULL ? &axis->format : NULL, value, FALSE);
}

static char *
write_text (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

static double
sum_series (CrmChartModel *model, guint series)
{
  double sum = 0;

  for (guint p = 0; p < crm_chart_model_get_n_points (model, series); p++)
    {
      double y = crm_chart_model_get_point (model, series, p)->y;

      sum += isfinite (y) ? y : 0;
    }
  return sum;
}

static char *
dup_point_cell (CrmChartTable *self, const Place *place, ColumnKind kind, gboolean raw)
{
  const CrmChartPoint *point = crm_chart_model_get_point (self->model, place->series, place->point);
  const CrmChartAxis *x = crm_chart_model_get_axis (self->model, CRM_CHART_X);
  const CrmChartAxis *y = crm_chart_model_get_axis (self->model, CRM_CHART_Y);
  guint n = crm_chart_model_get_n_points (self->model, place->series);
  double sum;

  switch (kind)
    {
    case COLUMN_LABEL:
      return write_text (point->label);
    case COLUMN_SERIES:
      return write_text (crm_chart_model_get_series_name (self->model, place->series));
    case COLUMN_TO:
      if (point->label != NULL)
        return write_text (point->label);
      return write_text (
          point->x >= 0 ? crm_chart_model_get_series_name (self->model, (guint) point->x) : NULL);
    case COLUMN_X:
      return write_number (x, point->x, raw);
    case COLUMN_X_END:
      if (place->point + 1 < n)
        return write_number (
            x, crm_chart_model_get_point (self->model, place->series, place->point + 1)->x, raw);
      return write_number (
          x,
          n > 1 ? 2 * point->x -
                      crm_chart_model_get_point (self->model, place->series, place->point - 1)->x
                : point->x + 1,
          raw);
    case COLUMN_LOW:
      return write_number (y, point->low, raw);
    case COLUMN_HIGH:
      return write_number (y, point->high, raw);
    case COLUMN_N:
      return write_number (NULL, point->n >= 0 ? (double) point->n : NAN, raw);
    case COLUMN_SHARE:
      sum = sum_series (self->model, place->series);
      return write_number (NULL, sum != 0 ? round (1000 * point->y / sum) / 10 : NAN, raw);
    case COLUMN_STEP_SHARE:
      sum = place->point > 0
                ? crm_chart_model_get_point (self->model, place->series, place->point - 1)->y
                : NAN;
      return write_number (NULL, sum > 0 ? round (1000 * point->y / sum) / 10 : NAN, raw);
    case COLUMN_Y:
    default:
      return write_number (y, point->y, raw);
    }
}

static char *
dup_cloud_cell (CrmChartTable *self, guint row, ColumnKind kind, gboolean raw)
{
  const CrmChartAxis *x_axis = crm_chart_model_get_axis (self->model, CRM_CHART_X);
  const CrmChartAxis *y_axis = crm_chart_model_get_axis (self->model, CRM_CHART_Y);
  CrmChartDensity *density = crm_chart_model_get_density (self->model);
  double x, y, x_end = NAN, y_end = NAN, count = NAN;
  guint8 category;
  gint64 id = -1;

  if (density != NULL)
    {
      const Place *place = &g_array_index (self->places, Place, row);

      crm_chart_density_get_cell (density, place->point, &x, &x_end, &y, &y_end);
      category = (guint8) place->series;
      count = density->counts[place->point];
    }
  else
    crm_chart_cloud_get_point (crm_chart_model_get_cloud (self->model), row, &x, &y, &category,
                               &id);
  switch (kind)
    {
    case COLUMN_SERIES:
      return write_text (crm_chart_model_get_series_name (self->model, category));
    case COLUMN_X:
      return write_number (x_axis, x, raw);
    case COLUMN_X_END:
      return write_number (x_axis, x_end, raw);
    case COLUMN_Y_END:
      return write_number (y_axis, y_end, raw);
    case COLUMN_N:
      return write_number (NULL, count, raw);
    case COLUMN_ID:
      return id >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : g_strdup ("");
    case COLUMN_Y:
    default:
      return write_number (y_axis, y, raw);
    }
}

char *
crm_chart_table_dup_cell (CrmChartTable *self, guint row, guint column, gboolean raw)
{
  ColumnKind kind;

  g_return_val_if_fail (row < self->n_rows && column < self->columns->len, NULL);
  kind = g_array_index (self->columns, Column, column).kind;
  if (crm_chart_model_get_density (self->model) != NULL ||
      crm_chart_model_get_cloud (self->model) != NULL)
    return dup_cloud_cell (self, row, kind, raw);
  return dup_point_cell (self, &g_array_index (self->places, Place, row), kind, raw);
}

/* ---- files ---- */

static void
append_csv (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

GBytes *
crm_chart_table_to_csv (CrmChartTable *self)
{
  GString *csv = g_string_new (NULL);

  g_return_val_if_fail (CRM_IS_CHART_TABLE (self), NULL);
  for (guint column = 0; column < self->columns->len; column++)
    {
      if (column > 0)
        g_string_append_c (csv, ',');
      append_csv (csv, crm_chart_table_get_column_title (self, column));
    }
  g_string_append (csv, "\r\n");
  for (guint row = 0; row < self->n_rows; row++)
    {
      for (guint column = 0; column < self->columns->len; column++)
        {
          g_autofree char *cell = crm_chart_table_dup_cell (self, row, column, TRUE);

          if (column > 0)
            g_string_append_c (csv, ',');
          append_csv (csv, cell);
        }
      g_string_append (csv, "\r\n");
    }
  if (!g_str_is_ascii (csv->str))
    g_string_prepend (csv, "\xef\xbb\xbf");
  return g_string_free_to_bytes (csv);
}

char *
crm_chart_table_to_text (CrmChartTable *self, guint max_rows)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (CRM_IS_CHART_TABLE (self), NULL);
  for (guint column = 0; column < self->columns->len; column++)
    g_string_append_printf (text, "%s%s", column > 0 ? "\t" : "",
                            crm_chart_table_get_column_title (self, column));
  g_string_append_c (text, '\n');
  for (guint row = 0; row < MIN (self->n_rows, max_rows); row++)
    {
      for (guint column = 0; column < self->columns->len; column++)
        {
          g_autofree char *cell = crm_chart_table_dup_cell (self, row, column, TRUE);

          g_strdelimit (cell, "\t\n", ' ');
          g_string_append_printf (text, "%s%s", column > 0 ? "\t" : "", cell);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

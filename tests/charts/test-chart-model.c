/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The description of a chart, and its table and files: all without a display. */

#include <math.h>
#include <string.h>

#include "crm-chart-export.h"
#include "crm-chart-table.h"
#include "gallery-data.h"

static void
count_cb (CrmChartModel *model, guint *count)
{
  (*count)++;
}

static void
test_series (void)
{
  g_autoptr (CrmChartModel) model = crm_chart_model_new (CRM_CHART_BAR);
  guint changes = 0;

  g_signal_connect (model, "changed", G_CALLBACK (count_cb), &changes);
  g_assert_true (crm_chart_model_is_empty (model));
  g_assert_cmpuint (crm_chart_model_add_series (model, "This year", CRM_CHART_COLOR_AUTO), ==, 0);
  g_assert_cmpuint (crm_chart_model_add_series (model, "Last year", CRM_CHART_COLOR_AUTO), ==, 1);
  g_assert_true (crm_chart_model_is_empty (model));
  g_assert_cmpuint (crm_chart_model_add_value (model, 1, "Nov", 3, "2026-11"), ==, 0);
  g_assert_false (crm_chart_model_is_empty (model));
  g_assert_cmpint (crm_chart_model_get_series_color (model, 1), ==, 1);
  g_assert_cmpstr (crm_chart_model_get_point (model, 1, 0)->key, ==, "2026-11");
  g_assert_true (isnan (crm_chart_model_get_point (model, 1, 0)->low));
  g_assert_cmpuint (changes, ==, 3);
  crm_chart_model_set_title (model, "A");
  crm_chart_model_set_title (model, "A");
  g_assert_cmpuint (changes, ==, 4);
}

static void
test_fold (void)
{
  g_autoptr (CrmChartModel) model = crm_chart_model_new (CRM_CHART_DONUT);
  const double values[] = { 3, 9, 1, 7, 2, 5, 4 };

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    crm_chart_model_add_value (model, 0, "x", values[i], "key");
  crm_chart_model_fold (model, 0, 5);
  g_assert_cmpuint (crm_chart_model_get_n_points (model, 0), ==, 5);
  g_assert_cmpfloat (crm_chart_model_get_point (model, 0, 0)->y, ==, 9);
  g_assert_cmpfloat (crm_chart_model_get_point (model, 0, 4)->y, ==, 6);
  g_assert_cmpstr (crm_chart_model_get_point (model, 0, 4)->label, ==, "Other");
  g_assert_null (crm_chart_model_get_point (model, 0, 4)->key);
  crm_chart_model_fold (model, 0, 5);
  g_assert_cmpuint (crm_chart_model_get_n_points (model, 0), ==, 5);
}

static void
test_summary (void)
{
  g_autoptr (CrmChartModel) bar = sample_chart (0, FALSE);
  g_autoptr (CrmChartModel) density = sample_chart (8, FALSE);
  g_autoptr (CrmChartModel) empty = sample_chart (18, FALSE);
  g_autofree char *of_bar = crm_chart_model_dup_summary (bar);
  g_autofree char *of_density = crm_chart_model_dup_summary (density);
  g_autofree char *of_empty = crm_chart_model_dup_summary (empty);
  g_autofree char *own = NULL;

  g_assert_cmpstr (of_bar, ==, "6 values, from 1.1 (Jun) to 1.9 (Nov).");
  g_assert_cmpstr (of_density, ==, "1,000,000 points.");
  g_assert_cmpstr (of_empty, ==, "Needs 30 answers; there are 12.");
  crm_chart_model_set_summary (bar, "November is the best month.");
  own = crm_chart_model_dup_summary (bar);
  g_assert_cmpstr (own, ==, "November is the best month.");
}

static void
assert_cell (CrmChartTable *table, guint row, guint column, gboolean raw, const char *expected)
{
  g_autofree char *cell = crm_chart_table_dup_cell (table, row, column, raw);

  g_assert_cmpstr (cell, ==, expected);
}

static void
test_table (void)
{
  g_autoptr (CrmChartModel) interval = sample_chart (15, FALSE);
  g_autoptr (CrmChartModel) movement = sample_chart (14, FALSE);
  g_autoptr (CrmChartTable) table = crm_chart_table_new (interval);
  g_autoptr (CrmChartTable) moved = crm_chart_table_new (movement);
  g_autoptr (CrmChartTableRow) row = g_list_model_get_item (G_LIST_MODEL (table), 4);
  g_autofree char *name = crm_chart_table_row_dup_cell (row, 0);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (table)), ==, 5);
  g_assert_cmpuint (crm_chart_table_get_n_columns (table), ==, 5);
  g_assert_cmpstr (crm_chart_table_get_column_title (table, 2), ==, "Low");
  g_assert_false (crm_chart_table_is_number (table, 0));
  g_assert_true (crm_chart_table_is_number (table, 1));
  g_assert_cmpstr (name, ==, "Overseas");
  assert_cell (table, 0, 3, TRUE, "75");
  assert_cell (table, 0, 4, TRUE, "246");
  assert_cell (moved, 0, 0, FALSE, "Champions");
  assert_cell (moved, 1, 1, FALSE, "Slipping away");
  assert_cell (moved, 1, 2, FALSE, "6");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (table), 5));
}

static void
test_large_table (void)
{
  g_autoptr (CrmChartModel) density = sample_chart (8, FALSE);
  g_autoptr (CrmChartTable) table = crm_chart_table_new (density);
  g_autofree char *text = crm_chart_table_to_text (table, 3);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (table)), ==, 1000000);
  assert_cell (table, 999999, 0, TRUE, "1000000");
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "Number\tGroup\tDays since last order\t"));
}

static void
test_csv (void)
{
  g_autoptr (CrmChartModel) model = crm_chart_model_new (CRM_CHART_BAR);
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GBytes) chinese = NULL;
  gsize size;
  const char *data;

  crm_chart_model_set_columns (model, "Name", "Revenue, ¥");
  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  crm_chart_model_add_value (model, 0, "Lee, \"Bo\"", 1234567.5, NULL);
  crm_chart_model_add_value (model, 0, "two\nlines", NAN, NULL);
  csv = crm_chart_export (model, CRM_CHART_FILE_CSV, 0, 0, NULL, NULL);
  data = g_bytes_get_data (csv, &size);
  g_assert_cmpmem (
      data, size,
      "\xef\xbb\xbfName,\"Revenue, ¥\"\r\n\"Lee, \"\"Bo\"\"\",1234567.5\r\n\"two\nlines\",\r\n",
      strlen ("\xef\xbb\xbfName,\"Revenue, ¥\"\r\n\"Lee, "
              "\"\"Bo\"\"\",1234567.5\r\n\"two\nlines\",\r\n"));
  crm_chart_model_set_columns (model, "Name", "Revenue");
  chinese = crm_chart_export (model, CRM_CHART_FILE_CSV, 0, 0, NULL, NULL);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (chinese, NULL), "Name,Revenue\r\n"));
}

/* ---- pictures ---- */

static guint32
read_big_endian (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

typedef struct
{
  const guint8 *data;
  gsize size, at;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (reader->at + length > reader->size)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data + reader->at, length);
  reader->at += length;
  return CAIRO_STATUS_SUCCESS;
}

/* The picture shows the chart: blue of the first category is in it, and the ground is white. */
static void
assert_picture (GBytes *png, guint width, guint height)
{
  Reader reader = { NULL, 0, 0 };
  cairo_surface_t *surface;
  guint blue = 0;

  reader.data = g_bytes_get_data (png, &reader.size);
  g_assert_cmpmem (reader.data, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (read_big_endian (reader.data + 16), ==, width);
  g_assert_cmpuint (read_big_endian (reader.data + 20), ==, height);
  surface = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  for (guint y = 0; y < height; y++)
    {
      const guint32 *row =
          (const guint32 *) (void *) (cairo_image_surface_get_data (surface) +
                                      y * (guint) cairo_image_surface_get_stride (surface));

      for (guint x = 0; x < width; x++)
        blue += (row[x] & 0xffffff) == 0x1c63b7;
      if (y == 0)
        g_assert_cmphex (row[0] & 0xffffff, ==, 0xffffff);
    }
  g_assert_cmpuint (blue, >, 200);
  cairo_surface_destroy (surface);
}

static void
assert_xml (GBytes *svg)
{
  static const GMarkupParser parser = { NULL, NULL, NULL, NULL, NULL };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, NULL, NULL);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (svg, &size);

  g_assert_true (g_markup_parse_context_parse (context, data, (gssize) size, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (data, (gssize) size, "<svg"));
  g_assert_nonnull (g_strstr_len (data, (gssize) size, "width=\"480px\""));
}

static void
test_pictures (void)
{
  for (guint i = 0; i <= N_SAMPLE_CHARTS; i++)
    {
      g_autoptr (CrmChartModel) model = sample_chart (i, i % 2);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) png = crm_chart_export (model, CRM_CHART_FILE_PNG, 480, 320, NULL, &error);
      g_autoptr (GBytes) svg = crm_chart_export (model, CRM_CHART_FILE_SVG, 480, 320, NULL, &error);
      g_autoptr (GBytes) pdf = crm_chart_export (model, CRM_CHART_FILE_PDF, 480, 320, NULL, &error);
      gsize size;
      const char *data;

      g_assert_no_error (error);
      if (i == 0 || i == 1 || i == 3 || i == 13)
        assert_picture (png, 960, 640);
      assert_xml (svg);
      data = g_bytes_get_data (pdf, &size);
      g_assert_cmpmem (data, 5, "%PDF-", 5);
      g_assert_cmpmem (data + size - 6, 6, "%%EOF\n", 6);
      g_assert_nonnull (memmem (data, size, "/MediaBox [ 0 0 360 240 ]", 25));
    }
}

static void
test_suffixes (void)
{
  for (guint i = CRM_CHART_FILE_PNG; i <= CRM_CHART_FILE_CSV; i++)
    {
      CrmChartFileFormat format;

      g_assert_true (crm_chart_file_format_from_suffix (
          crm_chart_file_format_get_suffix ((CrmChartFileFormat) i), &format));
      g_assert_cmpuint (format, ==, i);
      g_assert_false (crm_chart_file_format_from_suffix ("exe", &format));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/model/series", test_series);
  g_test_add_func ("/charts/model/fold", test_fold);
  g_test_add_func ("/charts/model/summary", test_summary);
  g_test_add_func ("/charts/table/cells", test_table);
  g_test_add_func ("/charts/table/large", test_large_table);
  g_test_add_func ("/charts/export/csv", test_csv);
  g_test_add_func ("/charts/export/pictures", test_pictures);
  g_test_add_func ("/charts/export/suffixes", test_suffixes);
  return g_test_run ();
}

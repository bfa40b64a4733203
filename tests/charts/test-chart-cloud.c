/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cells of a density picture hold what a plain double loop finds. */

#include <math.h>

#include "crm-chart-cloud.h"

typedef struct
{
  double *x, *y;
  guint8 *category;
  gint64 *ids;
  gsize n;
} Points;

static Points
make_points (gsize n, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Points points = { g_new (double, n), g_new (double, n), g_new (guint8, n), g_new (gint64, n), n };

  for (gsize i = 0; i < n; i++)
    {
      points.category[i] = (guint8) g_rand_int_range (rand, 0, 5);
      points.x[i] = floor (g_rand_double_range (rand, 0, 366));
      points.y[i] = pow (10, g_rand_double_range (rand, 2, 7) - points.category[i] * 0.3);
      points.ids[i] = (gint64) i + 1000;
    }
  return points;
}

static void
free_points (Points *points)
{
  g_free (points->x);
  g_free (points->y);
  g_free (points->category);
  g_free (points->ids);
}

static CrmChartDensity *
bin_points (const Points *points, CrmChartCloud **cloud, guint columns, guint rows)
{
  CrmChartScale x, y;

  *cloud = crm_chart_cloud_new (points->x, points->y, points->category, points->ids, points->n);
  crm_chart_scale_init (&x, CRM_CHART_SCALE_SQRT, 0, 365, 0, 1);
  crm_chart_scale_init (&y, CRM_CHART_SCALE_LOG, 1e3, 1e7, 0, 1);
  return crm_chart_density_new (*cloud, &x, &y, columns, rows, NULL);
}

static void
test_brute_force (void)
{
  Points points = make_points (20000, 11);
  g_autoptr (CrmChartCloud) cloud = NULL;
  g_autoptr (CrmChartDensity) density = bin_points (&points, &cloud, 23, 17);
  gsize total = density->outside;

  for (guint cell = 0; cell < 23 * 17; cell++)
    {
      guint counts[5] = { 0 };
      guint all = 0, lead = 0, leader = 0;

      for (gsize i = 0; i < points.n; i++)
        {
          int column = (int) floor (sqrt (points.x[i]) / sqrt (365) * 23);
          int row = (int) floor ((log10 (points.y[i]) - 3) / 4 * 17);

          if (points.x[i] > 365 || points.y[i] < 1e3 || points.y[i] > 1e7)
            continue;
          if (MIN (column, 22) == (int) cell % 23 && MIN (row, 16) == (int) cell / 23)
            counts[points.category[i]]++, all++;
        }
      for (guint c = 0; c < 5; c++)
        if (counts[c] > lead)
          lead = counts[c], leader = c;
      g_assert_cmpuint (density->counts[cell], ==, all);
      g_assert_cmpuint (density->leads[cell], ==, lead);
      g_assert_cmpuint (density->leaders[cell], ==, leader);
      g_assert_cmpuint (density->max, >=, all);
      total += all;
    }
  g_assert_cmpuint (total, ==, points.n);
  free_points (&points);
}

static void
test_ids (void)
{
  Points points = make_points (5000, 3);
  g_autoptr (CrmChartCloud) cloud = NULL;
  g_autoptr (CrmChartDensity) density = bin_points (&points, &cloud, 9, 7);
  gsize total = density->outside;

  for (guint cell = 0; cell < 63; cell++)
    {
      g_autoptr (GArray) ids = crm_chart_density_collect_ids (density, cloud, cell);
      double x0, x1, y0, y1;

      crm_chart_density_get_cell (density, cell, &x0, &x1, &y0, &y1);
      g_assert_cmpuint (ids->len, ==, density->counts[cell]);
      for (guint i = 0; i < ids->len; i++)
        {
          gsize at = (gsize) (g_array_index (ids, gint64, i) - 1000);

          g_assert_cmpfloat (points.x[at], >=, x0 * (1 - 1e-9));
          g_assert_cmpfloat (points.x[at], <=, x1 * (1 + 1e-9));
          g_assert_cmpfloat (points.y[at], >=, y0 * (1 - 1e-9));
          g_assert_cmpfloat (points.y[at], <=, y1 * (1 + 1e-9));
        }
      total += ids->len;
    }
  g_assert_cmpuint (total, ==, points.n);
  free_points (&points);
}

static void
test_unfit_points (void)
{
  const double x[] = { 1, NAN, 3, INFINITY, 5 };
  const double y[] = { 1, 2, NAN, 4, -5 };
  g_autoptr (CrmChartCloud) cloud = crm_chart_cloud_new (x, y, NULL, NULL, 5);
  g_autoptr (CrmChartCloud) none = crm_chart_cloud_new (NULL, NULL, NULL, NULL, 0);
  double x0, x1, y0, y1;

  g_assert_cmpuint (crm_chart_cloud_get_n_points (cloud), ==, 2);
  g_assert_true (crm_chart_cloud_get_range (cloud, &x0, &x1, &y0, &y1));
  g_assert_cmpfloat (x1, ==, 5);
  g_assert_cmpfloat (y0, ==, -5);
  g_assert_false (crm_chart_cloud_get_range (none, &x0, &x1, &y0, &y1));
}

static void
test_million (void)
{
  Points points = make_points (1000000, 5);
  g_autoptr (CrmChartCloud) cloud = NULL;
  g_autoptr (CrmChartDensity) density = bin_points (&points, &cloud, 46, 33);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  gsize total = density->outside;

  for (guint i = 0; i < 46 * 33; i++)
    total += density->counts[i];
  g_assert_cmpuint (total, ==, 1000000);
  g_cancellable_cancel (cancelled);
  g_assert_null (crm_chart_density_new (cloud, &density->x, &density->y, 4, 4, cancelled));
  free_points (&points);
}

static void
test_centroid (void)
{
  const double x[] = { 1, 4, 100 };
  const double y[] = { 10, 1000, 5 };
  const guint8 category[] = { 0, 0, 1 };
  g_autoptr (CrmChartCloud) cloud = crm_chart_cloud_new (x, y, category, NULL, 3);
  double cx, cy;

  g_assert_true (
      crm_chart_cloud_get_centroid (cloud, 0, CRM_CHART_SCALE_SQRT, CRM_CHART_SCALE_LOG, &cx, &cy));
  g_assert_cmpfloat_with_epsilon (cx, 2.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (cy, 100, 1e-9);
  g_assert_false (crm_chart_cloud_get_centroid (cloud, 2, CRM_CHART_SCALE_LINEAR,
                                                CRM_CHART_SCALE_LOG, &cx, &cy));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/cloud/brute-force", test_brute_force);
  g_test_add_func ("/charts/cloud/ids", test_ids);
  g_test_add_func ("/charts/cloud/unfit-points", test_unfit_points);
  g_test_add_func ("/charts/cloud/million", test_million);
  g_test_add_func ("/charts/cloud/centroid", test_centroid);
  return g_test_run ();
}

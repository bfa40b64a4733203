/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Known axes, and the promise that any two numbers give a drawable axis. */

#include <float.h>
#include <math.h>

#include "crm-chart-ticks.h"

static void
assert_ticks (CrmChartTicks *ticks, const double *expected, guint n)
{
  g_assert_cmpuint (ticks->n_values, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (ticks->values[i], expected[i],
                                    1e-9 * MAX (1, fabs (expected[i])));
  crm_chart_ticks_free (ticks);
}

#define ASSERT_TICKS(ticks, ...)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const double expected_[] = { __VA_ARGS__ };                                                    \
    assert_ticks ((ticks), expected_, G_N_ELEMENTS (expected_));                                   \
  }                                                                                                \
  G_STMT_END

/* Results of labeling::extended (R package "labeling" 0.4, the authors' reference code). */
static void
test_reference (void)
{
  ASSERT_TICKS (crm_chart_ticks_linear (8.1, 14.1, 4, FALSE), 8, 10, 12, 14);
  ASSERT_TICKS (crm_chart_ticks_linear (0, 1, 5, FALSE), 0, 0.25, 0.5, 0.75, 1);
  ASSERT_TICKS (crm_chart_ticks_linear (0, 100, 5, FALSE), 0, 25, 50, 75, 100);
  ASSERT_TICKS (crm_chart_ticks_linear (0, 10, 6, FALSE), 0, 2, 4, 6, 8, 10);
  ASSERT_TICKS (crm_chart_ticks_linear (-10, 10, 5, FALSE), -10, -5, 0, 5, 10);
}

static void
test_loose (void)
{
  const double ranges[][2] = {
    { 3.2, 97 }, { -0.013, 0.4 }, { 1e-9, 9e-9 }, { 12, 13 }, { -5e12, 7e11 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (CrmChartTicks) ticks =
          crm_chart_ticks_linear (ranges[i][0], ranges[i][1], 4, TRUE);

      g_assert_cmpfloat (ticks->values[0], <=, ranges[i][0]);
      g_assert_cmpfloat (ticks->values[ticks->n_values - 1], >=, ranges[i][1]);
    }
}

static void
assert_drawable (const CrmChartTicks *ticks, guint most)
{
  g_assert_cmpuint (ticks->n_values, >=, 1);
  g_assert_cmpuint (ticks->n_values, <=, most);
  for (guint i = 0; i < ticks->n_values; i++)
    {
      g_autofree char *label = crm_chart_ticks_label (ticks, i, NULL);

      g_assert_true (isfinite (ticks->values[i]));
      g_assert_cmpstr (label, !=, "");
      if (i > 0)
        g_assert_cmpfloat (ticks->values[i], >, ticks->values[i - 1]);
    }
}

static void
test_any_range (void)
{
  const double ends[] = { 0,       -0.0,     1,         -1,     5,       5.0000000001,
                          1e-300,  -1e-300,  1e300,     -1e300, DBL_MAX, -DBL_MAX,
                          DBL_MIN, INFINITY, -INFINITY, NAN,    1e15,    1e15 + 1,
                          0.1,     0.3,      123456789, 1.7e9,  1.8e9,   253402300799.0,
                          1e100,   -1e100 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint j = 0; j < G_N_ELEMENTS (ends); j++)
      for (guint target = 0; target < 9; target += 4)
        {
          g_autoptr (CrmChartTicks) linear =
              crm_chart_ticks_linear (ends[i], ends[j], target, FALSE);
          g_autoptr (CrmChartTicks) loose = crm_chart_ticks_linear (ends[i], ends[j], target, TRUE);
          g_autoptr (CrmChartTicks) log = crm_chart_ticks_log (ends[i], ends[j], target);
          g_autoptr (CrmChartTicks) root = crm_chart_ticks_sqrt (ends[i], ends[j], target);
          g_autoptr (CrmChartTicks) time = crm_chart_ticks_time (ends[i], ends[j], target, NULL);

          assert_drawable (linear, 40);
          assert_drawable (loose, 40);
          assert_drawable (log, 40);
          assert_drawable (root, 40);
          assert_drawable (time, 40);
        }
}

/* Wherever the axis lies, it has about as many lines as asked for. */
static void
test_count (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 2000; i++)
    {
      double low = g_rand_double_range (rand, -1, 1) * pow (10, g_rand_int_range (rand, -8, 12));
      double high = low + g_rand_double (rand) * pow (10, g_rand_int_range (rand, -8, 12));
      guint target = (guint) g_rand_int_range (rand, 3, 8);
      g_autoptr (CrmChartTicks) ticks = crm_chart_ticks_linear (low, high, target, FALSE);

      g_assert_cmpuint (ticks->n_values, >=, 2);
      g_assert_cmpuint (ticks->n_values, <=, target * 2);
    }
}

static void
test_log (void)
{
  ASSERT_TICKS (crm_chart_ticks_log (1e3, 1e6, 4), 1e3, 1e4, 1e5, 1e6);
  ASSERT_TICKS (crm_chart_ticks_log (1, 100, 4), 1, 2, 5, 10, 20, 50, 100);
  ASSERT_TICKS (crm_chart_ticks_log (1, 1e12, 4), 1, 1e3, 1e6, 1e9, 1e12);
  ASSERT_TICKS (crm_chart_ticks_log (30, 60, 4), 30, 40, 50, 60);
}

static void
test_time (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  /* 2026-06-01 .. 2026-11-23 */
  g_autoptr (CrmChartTicks) months = crm_chart_ticks_time (1780272000, 1795392000, 6, utc);
  /* 2026-11-23 06:00 .. 18:00 */
  g_autoptr (CrmChartTicks) hours = crm_chart_ticks_time (1795413600, 1795456800, 4, utc);
  g_autofree char *june = crm_chart_time_label (months->values[0], months->unit, utc);
  g_autofree char *noon = crm_chart_time_label (1795435200, hours->unit, utc);

  g_assert_cmpuint (months->n_values, ==, 6);
  g_assert_cmpint (months->unit, ==, CRM_CHART_TIME_MONTH);
  g_assert_cmpstr (june, ==, "Jun");
  g_assert_cmpfloat (months->values[1], ==, 1782864000);
  g_assert_cmpint (hours->unit, ==, CRM_CHART_TIME_HOUR);
  g_assert_cmpfloat (hours->values[1] - hours->values[0], ==, 3 * 3600);
  g_assert_cmpstr (noon, ==, "12:00");
}

/* A month with a change to summer time still has one tick each midnight. */
static void
test_summer_time (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (CrmChartTicks) ticks = NULL;

  if (zone == NULL)
    {
      g_test_skip ("no time zone data");
      return;
    }
  ticks = crm_chart_ticks_time (1774569600, 1775001600, 6, zone);
  for (guint i = 0; i < ticks->n_values; i++)
    {
      g_autofree char *clock = crm_chart_time_label (ticks->values[i], CRM_CHART_TIME_HOUR, zone);

      g_assert_cmpstr (clock, ==, "00:00");
    }
}

static void
test_labels (void)
{
  g_autoptr (CrmChartTicks) tenths = crm_chart_ticks_linear (0, 0.3, 4, FALSE);
  g_autoptr (CrmChartTicks) large = crm_chart_ticks_linear (0, 1500000, 4, FALSE);
  g_autofree char *first = crm_chart_ticks_label (tenths, 0, NULL);
  g_autofree char *second = crm_chart_ticks_label (tenths, 1, NULL);
  g_autofree char *half_million = crm_chart_ticks_label (large, 1, NULL);

  g_assert_cmpstr (first, ==, "0.0");
  g_assert_cmpstr (second, ==, "0.1");
  g_assert_cmpstr (half_million, ==, "500k");
}

static void
test_scale (void)
{
  const CrmChartScaleKind kinds[] = { CRM_CHART_SCALE_LINEAR, CRM_CHART_SCALE_LOG,
                                      CRM_CHART_SCALE_SQRT };
  CrmChartScale scale;

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      crm_chart_scale_init (&scale, kinds[k], 1, 1000, 300, 20);
      for (double value = 1; value <= 1000; value += 37)
        g_assert_cmpfloat_with_epsilon (
            crm_chart_scale_invert (&scale, crm_chart_scale_map (&scale, value)), value, 1e-6);
      g_assert_cmpfloat_with_epsilon (crm_chart_scale_map (&scale, 1), 300, 1e-9);
      g_assert_cmpfloat_with_epsilon (crm_chart_scale_map (&scale, 1000), 20, 1e-9);
    }
  crm_chart_scale_init (&scale, CRM_CHART_SCALE_LOG, 0, 100, 0, 100);
  g_assert_true (isfinite (crm_chart_scale_map (&scale, 0)));
  g_assert_true (isfinite (crm_chart_scale_map (&scale, -5)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/ticks/reference", test_reference);
  g_test_add_func ("/charts/ticks/loose", test_loose);
  g_test_add_func ("/charts/ticks/any-range", test_any_range);
  g_test_add_func ("/charts/ticks/count", test_count);
  g_test_add_func ("/charts/ticks/log", test_log);
  g_test_add_func ("/charts/ticks/time", test_time);
  g_test_add_func ("/charts/ticks/summer-time", test_summer_time);
  g_test_add_func ("/charts/ticks/labels", test_labels);
  g_test_add_func ("/charts/ticks/scale", test_scale);
  return g_test_run ();
}

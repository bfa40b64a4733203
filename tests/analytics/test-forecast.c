/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choice among models: a seasonal series, noise where nothing helps, short and odd series,
 * threads, and the published hold-out errors of the airline series. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-forecast.h"

static const CrmForecastOptions monthly = { 12, 12, 10, 0.95, FALSE };

static void
fill_seasonal (double *x, gsize n, double noise)
{
  CrmRandom random;

  crm_random_init (&random, 31, 0);
  for (gsize t = 0; t < n; t++)
    x[t] =
        (200 + 2.0 * t) * (1 + 0.3 * sin (2 * G_PI * t / 12)) + noise * crm_random_normal (&random);
}

static void
test_seasonal (void)
{
  double x[96];
  g_autoptr (CrmForecast) forecast = NULL;
  const CrmForecastCandidate *chosen;

  fill_seasonal (x, 96, 4);
  forecast = crm_forecast_new (x, 84, &monthly, NULL, NULL);
  chosen = &forecast->candidates[forecast->chosen];
  g_assert_true (forecast->tested && forecast->beats_naive);
  g_assert_nonnull (strstr (crm_forecast_method_name (forecast->chosen), "multiplicative"));
  g_assert_cmpuint (chosen->n_origins, ==, 10);
  g_assert_cmpfloat (chosen->mase, <, 0.5);
  for (guint h = 0; h < 12; h++)
    crm_assert_near (chosen->mean[h], x[84 + h], 0.08, 0);
}

/* A staircase: the last value is right seven times in eight, and no smoothing does better. */
static void
test_staircase (void)
{
  const CrmForecastOptions options = { 1, 1, 50, 0.9, FALSE };
  double x[80], sum = 0;
  g_autoptr (CrmForecast) forecast = NULL;

  for (guint t = 0; t < 80; t++)
    x[t] = floor (t / 8.0) * 10;
  forecast = crm_forecast_new (x, 80, &options, NULL, NULL);
  g_assert_true (forecast->tested);
  for (guint m = 0; m < CRM_FORECAST_N_METHODS; m++)
    if (forecast->candidates[m].available && forecast->candidates[m].n_origins > 0)
      g_assert_cmpfloat (forecast->candidates[forecast->chosen].mase, <=,
                         forecast->candidates[m].mase * (1 + 1e-9));

  /* By hand: one step in eight is wrong by 10; 50 origins see six of them. */
  for (guint t = 30; t < 80; t++)
    sum += fabs (x[t] - x[t - 1]) / crm_forecast_scale (x, t, 1) / 50;
  crm_assert_near (forecast->candidates[CRM_FORECAST_SEASONAL_NAIVE].mase, sum, 1e-12, 0);
}

static void
test_seasonal_naive (void)
{
  const double x[] = { 1, 2, 3, 4, 2, 4, 2, 6 };
  double mean[6], lower[6], upper[6];

  crm_forecast_seasonal_naive (x, 8, 4, 6, 0.95, mean, lower, upper);
  for (guint h = 0; h < 6; h++)
    g_assert_cmpfloat (mean[h], ==, x[4 + h % 4]);
  /* Squared seasonal differences 1, 4, 1, 4; doubled in the second season. */
  crm_assert_near (upper[0] - mean[0], 1.959963984540054 * sqrt (2.5), 1e-12, 0);
  crm_assert_near (mean[4] - lower[4], 1.959963984540054 * sqrt (5), 1e-12, 0);
  crm_assert_near (crm_forecast_scale (x, 8, 4), 1.5, 1e-14, 0);
  g_assert_true (isnan (crm_forecast_scale (x, 4, 4)));
}

static void
test_short_and_odd (void)
{
  CrmForecastOptions options = monthly;
  double x[60], few[] = { 3, 4 };
  g_autoptr (CrmForecast) brief = NULL, constant = NULL, zero = NULL, cut = NULL;

  fill_seasonal (x, 60, 1);
  brief = crm_forecast_new (x, 14, &options, NULL, NULL);
  g_assert_false (brief->tested);
  g_assert_cmpint (brief->chosen, ==, CRM_FORECAST_SEASONAL_NAIVE);
  g_assert_false (brief->candidates[CRM_FORECAST_ADDITIVE].available);
  g_assert_nonnull (brief->candidates[CRM_FORECAST_ADDITIVE].problem);

  x[40] = 0;
  zero = crm_forecast_new (x, 60, &options, NULL, NULL);
  g_assert_false (zero->candidates[CRM_FORECAST_MULTIPLICATIVE].available);
  g_assert_true (zero->candidates[CRM_FORECAST_ADDITIVE].available);

  for (guint t = 0; t < 60; t++)
    x[t] = 7;
  constant = crm_forecast_new (x, 60, &options, NULL, NULL);
  g_assert_cmpint (constant->chosen, ==, CRM_FORECAST_SEASONAL_NAIVE);
  g_assert_false (constant->beats_naive);
  g_assert_cmpfloat (constant->scale, ==, 0);
  g_assert_true (isnan (constant->candidates[0].mase));
  g_assert_cmpfloat (constant->candidates[0].mean[11], ==, 7);

  options = (CrmForecastOptions){ 1, 30, 3, 0.95, TRUE };
  for (guint t = 0; t < 60; t++)
    x[t] = 60.0 - t;
  cut = crm_forecast_new (x, 60, &options, NULL, NULL);
  g_assert_cmpfloat (cut->candidates[CRM_FORECAST_HOLT].mean[29], ==, 0);
  g_assert_cmpfloat (cut->candidates[CRM_FORECAST_HOLT].lower[29], ==, 0);

  options = (CrmForecastOptions){ 1, 2, 3, 0.95, FALSE };
  g_clear_pointer (&cut, crm_forecast_free);
  cut = crm_forecast_new (few, 2, &options, NULL, NULL);
  g_assert_cmpfloat (cut->candidates[0].mean[1], ==, 4);
}

static void
test_threads (void)
{
  double x[72];
  g_autoptr (CrmForecast) first = NULL;

  fill_seasonal (x, 72, 9);
  first = crm_forecast_new (x, 72, &monthly, NULL, NULL);
  for (guint threads = 1; threads <= 7; threads += 3)
    {
      CrmAnalyticsContext context = { .n_threads = threads };
      g_autoptr (CrmForecast) other = crm_forecast_new (x, 72, &monthly, &context, NULL);

      g_assert_cmpint (first->chosen, ==, other->chosen);
      for (guint m = 0; m < CRM_FORECAST_N_METHODS; m++)
        {
          g_assert_cmpmem (&first->candidates[m].mase, sizeof (double), &other->candidates[m].mase,
                           sizeof (double));
          g_assert_cmpmem (first->candidates[m].upper, 12 * sizeof (double),
                           other->candidates[m].upper, 12 * sizeof (double));
        }
    }
}

static void
test_errors (void)
{
  CrmForecastOptions options = monthly;
  double x[96];
  g_autoptr (GError) error = NULL;
  CrmFixtureCancel cancel;
  guint stopped = 0;

  fill_seasonal (x, 96, 5);
  g_assert_null (crm_forecast_new (x, 0, &options, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (crm_forecast_new (x, 11, &options, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
  g_clear_error (&error);
  options.horizon = 0;
  g_assert_null (crm_forecast_new (x, 96, &options, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);

  for (gint calls = 1; calls < 100000; calls = calls * 3 + 1)
    {
      g_autoptr (CrmForecast) forecast = NULL;

      crm_fixture_cancel_after (&cancel, calls);
      forecast = crm_forecast_new (x, 96, &monthly, &cancel.context, &error);
      if (forecast != NULL)
        break;
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
      g_clear_error (&error);
      stopped++;
    }
  g_assert_cmpuint (stopped, >=, 5);

  x[3] = INFINITY;
  g_assert_null (crm_forecast_new (x, 96, &monthly, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
}

/* The last 18 months held out, as in the reference panel. */
static void
test_airline (void)
{
  g_autofree char *path = crm_fixture_shared ("data/airpassengers/airpassengers.csv");
  g_autofree char *expected = crm_fixture_shared ("expected/forecast_R.json");
  const CrmForecastOptions options = { 12, 18, 10, 0.95, FALSE };
  static const struct
  {
    CrmForecastMethod method;
    const char *name;
    double tolerance;
  } cases[] = { { CRM_FORECAST_SEASONAL_NAIVE, "snaive", 1e-11 },
                { CRM_FORECAST_ADDITIVE, "hw_add", 2e-4 },
                { CRM_FORECAST_MULTIPLICATIVE, "hw_mult", 2e-4 } };
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autoptr (CrmForecast) forecast = NULL;
  g_autoptr (JsonParser) json = NULL;
  g_autofree double *x = NULL;

  if (path == NULL || expected == NULL)
    return;
  table = crm_fixture_table_new (path);
  json = crm_fixture_json (expected);
  x = crm_fixture_table_numbers (table, "n");
  forecast = crm_forecast_new (x, table->n - 18, &options, NULL, NULL);
  crm_assert_near (forecast->scale, crm_fixture_number (json, "holdout_panel.AirPassengers.scale"),
                   1e-12, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double *mean = forecast->candidates[cases[i].method].mean;
      g_autofree char *name =
          g_strconcat ("holdout_panel.AirPassengers.mase.", cases[i].name, NULL);
      double mase = 0;

      for (guint h = 0; h < 18; h++)
        mase += fabs (x[table->n - 18 + h] - mean[h]) / 18 / forecast->scale;
      crm_assert_near (mase, crm_fixture_number (json, name), cases[i].tolerance, 0);
    }
  g_assert_true (forecast->beats_naive);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/forecast/seasonal", test_seasonal);
  g_test_add_func ("/analytics/forecast/staircase", test_staircase);
  g_test_add_func ("/analytics/forecast/seasonal-naive", test_seasonal_naive);
  g_test_add_func ("/analytics/forecast/short-and-odd", test_short_and_odd);
  g_test_add_func ("/analytics/forecast/threads", test_threads);
  g_test_add_func ("/analytics/forecast/errors", test_errors);
  g_test_add_func ("/analytics/forecast/airline", test_airline);
  return g_test_run ();
}

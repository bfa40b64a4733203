/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exponential smoothing: derivatives, optimum, recovery of simulated parameters, coverage of the
 * intervals, the published fits of the airline series, and series without an answer. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-smoothing-filter.h"
#include "crm-smoothing.h"

enum
{
  M = 6,
  N = 60
};

/* A seasonal series with trend, grown by the model's own recursion. */
static void
simulate (double *x, gsize n, CrmSeason season, double noise, guint64 seed)
{
  static const double additive[M] = { -8, 3, 6, -4, 7, -4 },
                      multiplicative[M] = { 0.8, 1.1, 1.2, 0.9, 1.15, 0.85 };
  double level = 400, slope = 0.8, s[M];
  CrmRandom random;

  crm_random_init (&random, seed, 0);
  memcpy (s, season == CRM_SEASON_MULTIPLICATIVE ? multiplicative : additive, sizeof s);
  for (gsize t = 0; t < n; t++)
    {
      double base = level + slope, e = noise * crm_random_normal (&random), next;

      if (season == CRM_SEASON_MULTIPLICATIVE)
        {
          x[t] = base * s[t % M] + e;
          next = base + 0.4 * e / s[t % M];
          s[t % M] += 0.3 * 0.6 * e / base;
        }
      else
        {
          x[t] = base + (season == CRM_SEASON_ADDITIVE ? s[t % M] : 0) + e;
          next = base + 0.4 * e;
          s[t % M] += 0.3 * 0.6 * e;
        }
      slope += 0.1 * (next - base);
      level = next;
    }
}

/* gradient = J' e = -1/2 of the derivative of the sum of squares. */
static void
test_derivatives (void)
{
  double x[N];

  for (int trend = 0; trend < 3; trend++)
    for (int season = 0; season < 3; season++)
      for (int start = 0; start < 2; start++)
        {
          CrmSmoothingSpec spec = { trend, season, M, start };
          g_autoptr (CrmSmoothingFilter) filter = NULL;
          g_autofree double *theta = NULL, *gradient = NULL;

          simulate (x, N, season, 2, 3);
          filter = crm_smoothing_filter_new (x, N, &spec, NULL);
          theta = g_new0 (double, filter->layout.n);
          for (gsize k = 0; k < filter->layout.n; k++)
            theta[k] = 0.3;
          if (filter->layout.phi >= 0)
            theta[filter->layout.phi] = 0.9;
          if (filter->layout.level >= 0)
            theta[filter->layout.level] = 395;
          for (gsize i = 0; filter->layout.season >= 0 && i + 1 < M; i++)
            theta[filter->layout.season + i] = filter->start_seasons[i];
          crm_smoothing_filter_run (filter, theta, TRUE);
          gradient = g_memdup2 (filter->gradient, filter->layout.n * sizeof (double));

          for (gsize k = 0; k < filter->layout.n; k++)
            {
              double h = 1e-5 * MAX (1, fabs (theta[k])), kept = theta[k], above;

              theta[k] = kept + h;
              crm_smoothing_filter_run (filter, theta, FALSE);
              above = filter->sse;
              theta[k] = kept - h;
              crm_smoothing_filter_run (filter, theta, FALSE);
              theta[k] = kept;
              crm_assert_near (gradient[k], -0.25 * (above - filter->sse) / h, 1e-5, 1e-4);
            }
        }
}

/* No nearby point and no point of a fine grid is lower. */
static void
test_optimum (void)
{
  double x[N];
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, CRM_SEASON_ADDITIVE, M, CRM_START_CLASSIC };
  g_autoptr (CrmSmoothing) fit = NULL;
  g_autoptr (CrmSmoothingFilter) filter = NULL;

  simulate (x, N, CRM_SEASON_ADDITIVE, 2, 5);
  fit = crm_smoothing_new (x, N, &spec, NULL, NULL);
  filter = crm_smoothing_filter_new (x, N, &spec, NULL);
  for (double a = 0; a <= 1; a += 0.05)
    for (double b = 0; b <= 1; b += 0.05)
      for (double g = 0; g <= 1; g += 0.05)
        {
          const double theta[] = { a, b, g };

          crm_smoothing_filter_run (filter, theta, FALSE);
          g_assert_cmpfloat (filter->sse, >=, fit->sse * (1 - 1e-12));
        }
}

static void
test_recovery (void)
{
  g_autofree double *x = g_new (double, 3000);

  for (int season = 1; season <= 2; season++)
    {
      CrmSmoothingSpec spec = { CRM_TREND_LINEAR, season, M, CRM_START_FITTED };
      g_autoptr (CrmSmoothing) fit = NULL;

      simulate (x, 3000, season, 0.5, 17);
      fit = crm_smoothing_new (x, 3000, &spec, NULL, NULL);
      crm_assert_near (fit->alpha, 0.4, 0, 0.05);
      crm_assert_near (fit->beta, 0.25 * 0.4, 0, 0.03);
      crm_assert_near (fit->gamma, 0.3, 0, 0.06);
      crm_assert_near (fit->sse / 3000, 0.25, 0.07, 0);
    }
}

/* The 80 % intervals of 300 simulated futures, 1 to 12 steps ahead. */
static void
test_coverage (void)
{
  for (int season = 1; season <= 2; season++)
    {
      CrmSmoothingSpec spec = { CRM_TREND_LINEAR, season, M, CRM_START_CLASSIC };
      guint inside = 0;

      for (guint round = 0; round < 300; round++)
        {
          double x[132], mean[12], lower[12], upper[12];
          g_autoptr (CrmSmoothing) fit = NULL;

          simulate (x, 132, season, 2, 1000 + round);
          fit = crm_smoothing_new (x, 120, &spec, NULL, NULL);
          crm_smoothing_forecast (fit, 12, 0.8, CRM_INTERVAL_EXACT, mean, lower, upper);
          for (guint h = 0; h < 12; h++)
            inside += lower[h] <= x[120 + h] && x[120 + h] <= upper[h];
        }
      crm_assert_near (inside / 3600.0, 0.8, 0, 0.07);
    }
}

/* Constant, short, broken and unsuitable series. */
static void
test_edges (void)
{
  double x[N], mean[8], lower[8], upper[8];
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, CRM_SEASON_ADDITIVE, M, CRM_START_CLASSIC };
  g_autoptr (GError) error = NULL;
  CrmFixtureCancel cancel;

  for (guint i = 0; i < N; i++)
    x[i] = 42;
  for (int trend = 0; trend < 3; trend++)
    for (int season = 0; season < 3; season++)
      for (int start = 0; start < 2; start++)
        {
          CrmSmoothingSpec each = { trend, season, M, start };
          g_autoptr (CrmSmoothing) fit = crm_smoothing_new (x, N, &each, NULL, NULL);

          g_assert_nonnull (fit);
          crm_smoothing_forecast (fit, 8, 0.95, CRM_INTERVAL_EXACT, mean, lower, upper);
          for (guint h = 0; h < 8; h++)
            {
              crm_assert_near (mean[h], 42, 1e-9, 0);
              crm_assert_near (upper[h] - lower[h], 0, 0, 1e-6);
            }
        }

  g_assert_null (crm_smoothing_new (x, 0, &spec, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (crm_smoothing_new (x, 2 * M, &spec, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
  g_clear_error (&error);
  spec.period = 1;
  g_assert_null (crm_smoothing_new (x, N, &spec, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  spec.period = M;
  x[7] = NAN;
  g_assert_null (crm_smoothing_new (x, N, &spec, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  x[7] = 0;
  spec.season = CRM_SEASON_MULTIPLICATIVE;
  g_assert_null (crm_smoothing_new (x, N, &spec, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);

  simulate (x, N, CRM_SEASON_ADDITIVE, 1, 1);
  spec.season = CRM_SEASON_ADDITIVE;
  crm_fixture_cancel_after (&cancel, 50);
  g_assert_null (crm_smoothing_new (x, N, &spec, &cancel.context, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
}

/* Whatever the series, the parameters stay where they mean something. */
static void
test_bounds (void)
{
  for (guint round = 0; round < 20; round++)
    for (int trend = 0; trend < 3; trend++)
      for (int season = 0; season < 3; season++)
        for (int start = 0; start < 2; start++)
          {
            CrmSmoothingSpec spec = { trend, season, 4, start };
            g_autoptr (CrmSmoothing) fit = NULL;
            CrmRandom random;
            double x[40];
            gsize n = 12 + round;

            crm_random_init (&random, round, 0);
            for (gsize i = 0; i < n; i++)
              x[i] = 1 + (double) crm_random_below (&random, 10);
            fit = crm_smoothing_new (x, n, &spec, NULL, NULL);
            g_assert_nonnull (fit);
            g_assert_true (fit->alpha >= 0 && fit->alpha <= 1);
            if (trend != CRM_TREND_NONE)
              g_assert_true (fit->beta >= 0 && fit->beta <= 1);
            if (trend == CRM_TREND_DAMPED)
              g_assert_true (fit->phi >= 0.8 && fit->phi <= 0.98);
            if (season != CRM_SEASON_NONE)
              g_assert_true (fit->gamma >= 0 && fit->gamma <= 1);
          }
}

/* A long season makes a single pass over the values long: it asks on the way. */
static void
test_cancel_within (void)
{
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, CRM_SEASON_ADDITIVE, 200, CRM_START_FITTED };
  g_autofree double *x = g_new (double, 5000);
  guint stopped = 0;

  simulate (x, 5000, CRM_SEASON_ADDITIVE, 1, 1);
  for (gint calls = 1; calls <= 300; calls += 23)
    {
      g_autoptr (GError) error = NULL;
      CrmFixtureCancel cancel;

      crm_fixture_cancel_after (&cancel, calls);
      g_assert_null (crm_smoothing_new (x, 5000, &spec, &cancel.context, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
      stopped++;
    }
  g_assert_cmpuint (stopped, >, 10);
}

/* At R's own parameters the recursion is R's to all printed digits. */
static void
check_recursion (JsonParser *json, const double *x, gsize n, CrmSeason season, const char *name)
{
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, season, 12, CRM_START_CLASSIC };
  g_autoptr (CrmSmoothingFilter) filter = crm_smoothing_filter_new (x, n, &spec, NULL);
  static const char *const members[] = { "alpha", "beta", "gamma", "SSE", "coef.a", "coef.b" };
  double theta[6];

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *path = g_strconcat (name, ".", members[i], NULL);
      JsonNode *node = crm_fixture_node (json, path);

      theta[i] = json_node_get_double (node);
    }
  crm_smoothing_filter_run (filter, theta, FALSE);
  crm_assert_near (filter->sse, theta[3], 1e-10, 0);
  crm_assert_near (filter->level, theta[4], 1e-10, 0);
  crm_assert_near (filter->slope, theta[5], 1e-10, 0);
}

static void
check_airline (JsonParser *json, const double *x, gsize n, CrmSeason season, const char *name)
{
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, season, 12, CRM_START_CLASSIC };
  g_autoptr (CrmSmoothing) fit = crm_smoothing_new (x, n, &spec, NULL, NULL);
  static const char *const members[] = { "alpha", "beta", "gamma", "SSE", "coef.a", "coef.b" };
  const double values[] = { fit->alpha, fit->beta, fit->gamma, fit->sse, fit->level, fit->slope };
  double mean[24], lower[24], upper[24];

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = g_strconcat (name, ".", members[i], NULL);

      g_test_message ("%s %.10g %.10g", path, values[i], crm_fixture_number (json, path));
      crm_assert_near (values[i], crm_fixture_number (json, path), i < 3 ? 0 : 2e-4,
                       i < 3 ? 5e-5 : 0);
    }

  /* R's search stops early; the sum of squares here is the lower one. */
  {
    g_autofree char *path = g_strconcat (name, ".SSE", NULL);

    g_assert_cmpfloat (fit->sse, <=, crm_fixture_number (json, path) * (1 + 1e-12));
  }
  crm_smoothing_forecast (fit, 24, 0.95, CRM_INTERVAL_R, mean, lower, upper);
  for (guint h = 0; h < 24; h++)
    {
      g_autofree char *forecast = g_strdup_printf ("%s.forecast.%u", name, h);
      g_autofree char *low = g_strdup_printf ("%s.lower.%u", name, h);
      g_autofree char *high = g_strdup_printf ("%s.upper.%u", name, h);

      crm_assert_near (mean[h], crm_fixture_number (json, forecast), 1e-4, 0);
      crm_assert_near (lower[h], crm_fixture_number (json, low), 2e-4, 0);
      crm_assert_near (upper[h], crm_fixture_number (json, high), 2e-4, 0);
    }
}

static void
test_airline (void)
{
  g_autofree char *path = crm_fixture_shared ("data/airpassengers/airpassengers.csv");
  g_autofree char *expected = crm_fixture_shared ("expected/forecast_R.json");
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autoptr (JsonParser) json = NULL;
  g_autofree double *x = NULL;
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, CRM_SEASON_ADDITIVE, 12, CRM_START_FITTED };
  g_autoptr (CrmSmoothing) fit = NULL;

  if (path == NULL || expected == NULL)
    return;
  table = crm_fixture_table_new (path);
  json = crm_fixture_json (expected);
  x = crm_fixture_table_numbers (table, "n");
  check_airline (json, x, table->n, CRM_SEASON_ADDITIVE, "HoltWinters_AirPassengers_additive");
  check_recursion (json, x, table->n, CRM_SEASON_ADDITIVE, "HoltWinters_AirPassengers_additive");
  check_recursion (json, x, table->n, CRM_SEASON_MULTIPLICATIVE,
                   "HoltWinters_AirPassengers_multiplicative");
  check_airline (json, x, table->n, CRM_SEASON_MULTIPLICATIVE,
                 "HoltWinters_AirPassengers_multiplicative");

  /* The same model as R's ets (AAA), whose search stops early: at least as likely. */
  fit = crm_smoothing_new (x, table->n, &spec, NULL, NULL);
  g_test_message ("ets AAA %g %g", fit->log_likelihood,
                  crm_fixture_number (json, "ets_AAA_AirPassengers.loglik"));
  g_assert_cmpfloat (fit->log_likelihood, >=,
                     crm_fixture_number (json, "ets_AAA_AirPassengers.loglik") - 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/smoothing/derivatives", test_derivatives);
  g_test_add_func ("/analytics/smoothing/optimum", test_optimum);
  g_test_add_func ("/analytics/smoothing/recovery", test_recovery);
  g_test_add_func ("/analytics/smoothing/coverage", test_coverage);
  g_test_add_func ("/analytics/smoothing/edges", test_edges);
  g_test_add_func ("/analytics/smoothing/bounds", test_bounds);
  g_test_add_func ("/analytics/smoothing/cancel-within", test_cancel_within);
  g_test_add_func ("/analytics/smoothing/airline", test_airline);
  return g_test_run ();
}

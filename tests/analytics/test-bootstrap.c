/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bootstrap intervals: the standard error of the mean, coverage, threads, row order,
 * cancellation. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-bootstrap.h"
#include "crm-moments.h"

static void
test_mean (void)
{
  double values[60];
  CrmRandom random;
  CrmBootstrap result;
  CrmMoments moments;

  crm_random_init (&random, 2, 0);
  for (guint i = 0; i < 60; i++)
    values[i] = exp (crm_random_normal (&random));
  g_assert_true (crm_moments (values, 60, "x", NULL, &moments, NULL));
  g_assert_true (
      crm_bootstrap (values, 60, crm_bootstrap_mean, NULL, 20000, 0.95, 1, NULL, &result, NULL));
  crm_assert_near (result.estimate, moments.mean, 1e-13, 0);
  /* The plug-in error divides by n; 20,000 replicates know it to 1.5 percent (three sigma). */
  crm_assert_near (result.se, sqrt (moments.variance * 59 / 60 / 60), 0.02, 0);
  g_assert_true (result.bca);
  /* Skewed to the right: BCa moves both ends up. */
  g_assert_cmpfloat (result.acceleration, >, 0.01);
  g_assert_cmpfloat (result.lower, >, result.percentile_lower);
  g_assert_cmpfloat (result.upper, >, result.percentile_upper);
}

/* The acceleration of a mean is sum d^3 / (6 (sum d^2)^1.5) (Efron, 1987, equation 7.3). */
static void
test_acceleration (void)
{
  const double values[] = { 1, 2, 3, 4, 20 };
  double squares = 0, cubes = 0;
  CrmBootstrap result;

  for (guint i = 0; i < 5; i++)
    {
      squares += pow (values[i] - 6, 2);
      cubes += pow (values[i] - 6, 3);
    }
  g_assert_true (
      crm_bootstrap (values, 5, crm_bootstrap_mean, NULL, 1000, 0.9, 1, NULL, &result, NULL));
  crm_assert_near (result.acceleration, cubes / (6 * pow (squares, 1.5)), 1e-10, 0);
}

/* 200 samples of 25 exponentials: the 90 % interval of the median covers log 2 about 90 % of the
 * time; under 80 % or all of them would mean a wrong percentile. */
static void
test_coverage (void)
{
  guint covered = 0;

  for (guint round = 0; round < 200; round++)
    {
      double values[25];
      CrmRandom random;
      CrmBootstrap result;

      crm_random_init (&random, 77, round);
      for (guint i = 0; i < 25; i++)
        values[i] = -log1p (-crm_random_double (&random));
      g_assert_true (crm_bootstrap (values, 25, crm_bootstrap_median, NULL, 400, 0.9, round, NULL,
                                    &result, NULL));
      covered += result.lower <= G_LN2 && G_LN2 <= result.upper;
    }
  g_assert_cmpuint (covered, >=, 162);
  g_assert_cmpuint (covered, <=, 196);
}

static void
test_order_and_threads (void)
{
  double values[500], reversed[500], p = 0.9;
  CrmRandom random;
  CrmBootstrap first, other;

  crm_random_init (&random, 4, 0);
  for (guint i = 0; i < 500; i++)
    values[i] = reversed[499 - i] = crm_random_normal (&random);
  g_assert_true (
      crm_bootstrap (values, 500, crm_bootstrap_quantile, &p, 500, 0.95, 9, NULL, &first, NULL));
  for (guint threads = 1; threads <= 7; threads += 3)
    {
      CrmAnalyticsContext context = { .n_threads = threads };

      g_assert_true (crm_bootstrap (reversed, 500, crm_bootstrap_quantile, &p, 500, 0.95, 9,
                                    &context, &other, NULL));
      g_assert_cmpmem (&first, sizeof first, &other, sizeof other);
    }
}

static void
test_edges (void)
{
  const double same[] = { 3, 3, 3 }, bad[] = { 1, INFINITY };
  g_autofree double *many = g_new0 (double, 400000);
  g_autoptr (GError) error = NULL;
  CrmFixtureCancel cancel;
  CrmBootstrap result;

  g_assert_true (
      crm_bootstrap (same, 3, crm_bootstrap_mean, NULL, 100, 0.95, 1, NULL, &result, NULL));
  g_assert_true (result.constant);
  g_assert_cmpfloat (result.lower, ==, 3);
  g_assert_cmpfloat (result.upper, ==, 3);
  g_assert_false (
      crm_bootstrap (same, 1, crm_bootstrap_mean, NULL, 100, 0.95, 1, NULL, &result, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
  g_clear_error (&error);
  g_assert_false (
      crm_bootstrap (bad, 2, crm_bootstrap_mean, NULL, 100, 0.95, 1, NULL, &result, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (
      crm_bootstrap (same, 3, crm_bootstrap_mean, NULL, 10, 0.95, 1, NULL, &result, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  crm_fixture_cancel_after (&cancel, 60);
  g_assert_false (crm_bootstrap (many, 400000, crm_bootstrap_mean, NULL, 2000, 0.95, 1,
                                 &cancel.context, &result, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/bootstrap/mean", test_mean);
  g_test_add_func ("/analytics/bootstrap/acceleration", test_acceleration);
  g_test_add_func ("/analytics/bootstrap/coverage", test_coverage);
  g_test_add_func ("/analytics/bootstrap/order-and-threads", test_order_and_threads);
  g_test_add_func ("/analytics/bootstrap/edges", test_edges);
  return g_test_run ();
}

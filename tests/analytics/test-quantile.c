/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quantiles of 1..10 by each definition, of many values in any order, and stopping. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-quantile.h"

static void
test_types (void)
{
  const double values[] = { 3, 10, 1, 7, 5, 9, 2, 8, 6, 4 }, p[] = { 0.25, 0.9 };
  /* Positions p n, p n + 1/2, p (n + 1), p (n - 1) + 1, p (n + 1/3) + 1/3, p (n + 1/4) + 3/8. */
  const double expected[][2] = {
    { 2.5, 9 }, { 3, 9.5 }, { 2.75, 9.9 }, { 3.25, 9.1 }, { 35 / 12.0, 289 / 30.0 }, { 2.9375, 9.6 }
  };

  for (int type = 4; type <= 9; type++)
    {
      double quantiles[2];

      g_assert_true (crm_quantiles (values, 10, p, 2, type, NULL, quantiles, NULL));
      for (guint i = 0; i < 2; i++)
        crm_assert_near (quantiles[i], MIN (expected[type - 4][i], 10), 1e-13, 0);
    }
}

static void
test_edges (void)
{
  const double one[] = { 42 }, zeros[] = { 0.0, -0.0, 0.0 }, swapped[] = { -0.0, 0.0, 0.0 };
  const double p[] = { 0, 0.3, 1 }, bad[] = { 1, INFINITY }, beyond[] = { 1.1 };
  double a[3], b[3];
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_quantiles (one, 1, p, 3, CRM_QUANTILE_GUMBEL, NULL, a, NULL));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (a[i], ==, 42);
  g_assert_true (crm_quantiles (zeros, 3, p, 3, CRM_QUANTILE_GUMBEL, NULL, a, NULL));
  g_assert_true (crm_quantiles (swapped, 3, p, 3, CRM_QUANTILE_GUMBEL, NULL, b, NULL));
  g_assert_cmpmem (a, sizeof a, b, sizeof b);

  g_assert_false (crm_quantiles (NULL, 0, p, 1, CRM_QUANTILE_GUMBEL, NULL, a, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (crm_quantiles (bad, 2, p, 1, CRM_QUANTILE_GUMBEL, NULL, a, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_quantiles (one, 1, beyond, 1, CRM_QUANTILE_GUMBEL, NULL, a, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_false (crm_quantiles (one, 1, p, 1, 3, NULL, a, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
}

static void
test_order_and_cancel (void)
{
  enum
  {
    N = 600000
  };
  const double p[] = { 0.1, 0.5, 0.9 };
  g_autofree double *values = g_new (double, N), *reversed = g_new (double, N);
  double a[3], b[3];
  g_autoptr (GError) error = NULL;
  CrmFixtureCancel cancel;
  CrmRandom random;

  crm_random_init (&random, 3, 0);
  for (guint i = 0; i < N; i++)
    values[i] = reversed[N - 1 - i] = crm_random_normal (&random);
  g_assert_true (crm_quantiles (values, N, p, 3, CRM_QUANTILE_GUMBEL, NULL, a, NULL));
  g_assert_true (crm_quantiles (reversed, N, p, 3, CRM_QUANTILE_GUMBEL, NULL, b, NULL));
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
  crm_assert_near (a[0], -1.2816, 0, 0.01);
  crm_assert_near (a[1], 0, 0, 0.01);

  crm_fixture_cancel_after (&cancel, 4);
  g_assert_false (crm_quantiles (values, N, p, 3, CRM_QUANTILE_GUMBEL, &cancel.context, b, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/quantile/types", test_types);
  g_test_add_func ("/analytics/quantile/edges", test_edges);
  g_test_add_func ("/analytics/quantile/order-and-cancel", test_order_and_cancel);
  return g_test_run ();
}

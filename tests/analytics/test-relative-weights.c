/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Relative weights: uncorrelated drivers, two drivers in closed form, twins, row order, threads. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-eigen.h"
#include "crm-relative-weights.h"

enum
{
  N = 400
};

typedef struct
{
  double a[N], b[N], c[N], y[N];
} Sample;

static void
draw_sample (Sample *sample, double common)
{
  CrmRandom random;

  crm_random_init (&random, 11, 0);
  for (guint i = 0; i < N; i++)
    {
      double shared = crm_random_normal (&random);

      sample->a[i] = crm_random_normal (&random) + common * shared;
      sample->b[i] = crm_random_normal (&random) + common * shared;
      sample->c[i] = crm_random_normal (&random);
      sample->y[i] = 2 * sample->a[i] + sample->b[i] + crm_random_normal (&random);
    }
}

static double
correlate (const double *x, const double *y)
{
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;

  for (guint i = 0; i < N; i++)
    {
      mx += x[i] / N;
      my += y[i] / N;
    }
  for (guint i = 0; i < N; i++)
    {
      xx += (x[i] - mx) * (x[i] - mx);
      yy += (y[i] - my) * (y[i] - my);
      xy += (x[i] - mx) * (y[i] - my);
    }

  return xy / sqrt (xx * yy);
}

/* With two drivers the root of [1 r; r 1] is [p q; q p], p and q = (sqrt (1 + r) +- sqrt (1 -
 * r)) / 2. */
static void
test_two (void)
{
  Sample sample;
  const double *drivers[] = { sample.a, sample.b };
  g_autoptr (CrmRelativeWeights) weights = NULL;
  double r, ya, yb, p, q, u, v;

  draw_sample (&sample, 1.2);
  weights = crm_relative_weights_new (drivers, 2, NULL, sample.y, N, NULL, NULL);
  r = correlate (sample.a, sample.b);
  ya = correlate (sample.a, sample.y);
  yb = correlate (sample.b, sample.y);
  p = (sqrt (1 + r) + sqrt (1 - r)) / 2;
  q = (sqrt (1 + r) - sqrt (1 - r)) / 2;
  u = (p * ya - q * yb) / (p * p - q * q);
  v = (p * yb - q * ya) / (p * p - q * q);

  crm_assert_near (weights->weights[0], p * p * u * u + q * q * v * v, 1e-12, 0);
  crm_assert_near (weights->weights[1], q * q * u * u + p * p * v * v, 1e-12, 0);
  crm_assert_near (weights->r_squared, (ya * ya + yb * yb - 2 * r * ya * yb) / (1 - r * r), 1e-12,
                   0);
  crm_assert_near (weights->shares[0] + weights->shares[1], 1, 1e-14, 0);
}

static void
test_twins (void)
{
  Sample sample;
  const double *drivers[] = { sample.a, sample.c, sample.a };
  g_autoptr (CrmRelativeWeights) weights = NULL;

  draw_sample (&sample, 0);
  weights = crm_relative_weights_new (drivers, 3, NULL, sample.y, N, NULL, NULL);
  g_assert_cmpuint (weights->rank, ==, 2);
  crm_assert_near (weights->weights[0], weights->weights[2], 1e-12, 0);
  g_assert_cmpfloat (weights->weights[1], <, 0.02);
}

static void
test_order_and_threads (void)
{
  Sample sample, shuffled;
  const double *drivers[] = { sample.a, sample.b, sample.c };
  const double *moved[] = { shuffled.a, shuffled.b, shuffled.c };
  g_autoptr (CrmRelativeWeights) one = NULL;
  guint32 order[N];
  CrmRandom random;

  draw_sample (&sample, 0.7);
  crm_random_init (&random, 5, 0);
  for (guint i = 0; i < N; i++)
    order[i] = i;
  crm_random_shuffle (&random, order, N);
  for (guint i = 0; i < N; i++)
    {
      shuffled.a[i] = sample.a[order[i]];
      shuffled.b[i] = sample.b[order[i]];
      shuffled.c[i] = sample.c[order[i]];
      shuffled.y[i] = sample.y[order[i]];
    }

  one = crm_relative_weights_new (drivers, 3, NULL, sample.y, N, NULL, NULL);
  for (guint threads = 1; threads <= 7; threads += 3)
    {
      CrmAnalyticsContext context = { .n_threads = threads };
      g_autoptr (CrmRelativeWeights) other =
          crm_relative_weights_new (moved, 3, NULL, shuffled.y, N, &context, NULL);

      g_assert_cmpmem (one->weights, 3 * sizeof (double), other->weights, 3 * sizeof (double));
      g_assert_cmpmem (&one->r_squared, sizeof (double), &other->r_squared, sizeof (double));
    }
}

static void
test_eigen (void)
{
  double a[] = { 2, -1, 0, -1, 2, -1, 0, -1, 2 }, values[3], vectors[9];

  g_assert_true (crm_eigen_symmetric (a, 3, values, vectors));
  crm_assert_near (values[0], 2 + G_SQRT2, 1e-14, 0);
  crm_assert_near (values[1], 2, 1e-14, 0);
  crm_assert_near (values[2], 2 - G_SQRT2, 1e-14, 0);
  crm_assert_near (fabs (vectors[0 * 3 + 1]), 1 / G_SQRT2, 1e-13, 0);
}

static void
test_errors (void)
{
  Sample sample;
  const double *drivers[] = { sample.a, sample.b };
  g_autoptr (GError) error = NULL;
  CrmFixtureCancel cancel;

  draw_sample (&sample, 0);
  g_assert_null (crm_relative_weights_new (drivers, 0, NULL, sample.y, N, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (crm_relative_weights_new (drivers, 2, NULL, sample.y, 3, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
  g_clear_error (&error);
  crm_fixture_cancel_after (&cancel, 2);
  g_assert_null (crm_relative_weights_new (drivers, 2, NULL, sample.y, N, &cancel.context, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
  g_clear_error (&error);
  memset (sample.b, 0, sizeof sample.b);
  g_assert_null (crm_relative_weights_new (drivers, 2, NULL, sample.y, N, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
  g_clear_error (&error);
  sample.y[17] = NAN;
  g_assert_null (crm_relative_weights_new (drivers, 2, NULL, sample.y, N, NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/relative-weights/two", test_two);
  g_test_add_func ("/analytics/relative-weights/twins", test_twins);
  g_test_add_func ("/analytics/relative-weights/order-and-threads", test_order_and_threads);
  g_test_add_func ("/analytics/relative-weights/eigen", test_eigen);
  g_test_add_func ("/analytics/relative-weights/errors", test_errors);
  return g_test_run ();
}

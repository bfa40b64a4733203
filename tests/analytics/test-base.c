/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The common base: exact sums, random numbers, chunks on threads, Cholesky, cancellation. */

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "crm-analytics-base.h"

static void
test_exact_sum (void)
{
  const double hard[] = { 1e308, 1, -1e308, 0x1p-1074, 1e16, 1, -1e16, -2, 3 };
  const double tie_up[] = { 0x1p53, 1, 0x1p-1074 };
  const double tie_even[] = { 0x1p53, 1 };
  const double tiny[] = { 0x1p-1074, 0x1p-1074, 0x1.8p-1073 };
  const double infinite[] = { 1, INFINITY };

  g_assert_cmpfloat (crm_sum_exact (hard, G_N_ELEMENTS (hard)), ==, 3);
  g_assert_cmpfloat (crm_sum_exact (tie_up, 3), ==, 0x1p53 + 2);
  g_assert_cmpfloat (crm_sum_exact (tie_even, 2), ==, 0x1p53);
  g_assert_cmpfloat (crm_sum_exact (tiny, 2), ==, 0x1p-1073);
  g_assert_cmpfloat (crm_sum_exact (NULL, 0), ==, 0);
  g_assert_true (isnan (crm_sum_exact (infinite, 2)));
}

static void
test_exact_sum_order (void)
{
  enum
  {
    N = 5000
  };
  g_autofree double *values = g_new (double, N);
  CrmExactSum parts[3], whole;
  CrmRandom random;
  double first;
  long double reference = 0;

  crm_random_init (&random, 7, 0);
  for (guint i = 0; i < N; i++)
    {
      values[i] = ldexp (crm_random_normal (&random), (int) crm_random_below (&random, 40) - 20);
      reference += values[i];
    }
  first = crm_sum_exact (values, N);
  g_assert_cmpfloat (fabs (first - (double) reference), <=, 1e-15 * fabs (first) + 1e-15);

  for (guint round = 0; round < 20; round++)
    {
      for (guint i = N - 1; i > 0; i--)
        {
          guint j = crm_random_below (&random, i + 1);
          double kept = values[i];

          values[i] = values[j];
          values[j] = kept;
        }
      for (guint p = 0; p < 3; p++)
        crm_exact_sum_init (&parts[p]);
      for (guint i = 0; i < N; i++)
        crm_exact_sum_add (&parts[i * 3 / N], values[i]);
      crm_exact_sum_init (&whole);
      for (guint p = 0; p < 3; p++)
        crm_exact_sum_merge (&whole, &parts[2 - p]);
      g_assert_cmpfloat (crm_sum_exact (values, N), ==, first);
      g_assert_cmpfloat (crm_exact_sum_value (&whole), ==, first);
    }
}

static void
test_random (void)
{
  CrmRandom a, b;
  CrmRandom known = { { 1, 2, 3, 4 } };
  double sum = 0, squares = 0;
  guint counts[6] = { 0 };

  /* First outputs of the authors' reference code for the state 1, 2, 3, 4. */
  g_assert_cmpuint (crm_random_next (&known), ==, 11520);
  g_assert_cmpuint (crm_random_next (&known), ==, 0);
  g_assert_cmpuint (crm_random_next (&known), ==, 1509978240);
  g_assert_cmpuint (crm_random_next (&known), ==, G_GUINT64_CONSTANT (1215971899390074240));

  crm_random_init (&a, 42, 0);
  crm_random_init (&b, 42, 1);
  g_assert_cmpuint (crm_random_next (&a), !=, crm_random_next (&b));

  for (guint i = 0; i < 60000; i++)
    {
      double z = crm_random_normal (&a);

      sum += z;
      squares += z * z;
      counts[crm_random_below (&b, 6)]++;
    }
  g_assert_cmpfloat (fabs (sum / 60000), <, 0.02);
  g_assert_cmpfloat (fabs (squares / 60000 - 1), <, 0.03);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (ABS ((int) counts[i] - 10000), <, 450);
}

typedef struct
{
  gint seen[1000];
  atomic_uint chunks;
  atomic_uint cancel_after;
} Work;

static void
count_rows (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Work *work = data;

  g_assert_cmpuint (begin, ==, chunk * 7);
  atomic_fetch_add (&work->chunks, 1);
  for (gsize i = begin; i < end; i++)
    work->seen[i]++;
}

static gboolean
cancel_cb (gpointer data)
{
  Work *work = data;

  return atomic_load (&work->chunks) >= atomic_load (&work->cancel_after);
}

static void
test_parallel (void)
{
  for (guint threads = 1; threads <= 7; threads += 3)
    {
      CrmAnalyticsContext context = { .n_threads = threads };
      g_autoptr (CrmParallel) parallel = crm_parallel_new (&context);
      Work work = { 0 };

      for (guint round = 0; round < 50; round++)
        g_assert_true (crm_parallel_run (parallel, 1000, 7, count_rows, &work, NULL));
      for (guint i = 0; i < 1000; i++)
        g_assert_cmpint (work.seen[i], ==, 50);
      g_assert_true (crm_parallel_run (parallel, 0, 7, count_rows, &work, NULL));
    }
}

static void
test_cancel (void)
{
  Work work = { .cancel_after = 20 };
  CrmAnalyticsContext context = { .n_threads = 2, .cancelled = cancel_cb, .cancelled_data = &work };
  g_autoptr (GError) error = NULL;

  g_assert_false (crm_parallel_for (&context, 1000, 7, count_rows, &work, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
  g_assert_cmpuint (work.chunks, <=, 22);
}

static void
test_cholesky (void)
{
  double a[] = { 4, 12, -16, 12, 37, -43, -16, -43, 98 };
  double b[] = { 1, 2, 3 };
  double singular[] = { 1, 1, 1, 1 };
  double inverse[9];

  g_assert_true (crm_cholesky (a, 3));
  g_assert_cmpfloat_with_epsilon (a[0], 2, 1e-14);
  g_assert_cmpfloat_with_epsilon (a[6], -8, 1e-14);
  g_assert_cmpfloat_with_epsilon (a[8], 3, 1e-14);
  g_assert_cmpfloat_with_epsilon (crm_cholesky_log_det (a, 3), log (36), 1e-13);
  crm_cholesky_solve (a, 3, b);
  crm_cholesky_inverse (a, 3, inverse);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (
        b[i], inverse[i * 3] + 2 * inverse[i * 3 + 1] + 3 * inverse[i * 3 + 2], 1e-10);
  g_assert_false (crm_cholesky (singular, 2));
}

static void
note_progress_cb (double fraction, gpointer data)
{
  *(double *) data = fraction;
}

static void
test_context (void)
{
  double fraction = -1;
  CrmAnalyticsContext context = { .progress = note_progress_cb, .progress_data = &fraction };
  CrmAnalyticsContext half = crm_analytics_context_step (&context, 0.5, 1);
  CrmAnalyticsContext quarter = crm_analytics_context_step (&half, 0, 0.5);
  const double values[] = { 1, -1, NAN };
  g_autoptr (GError) error = NULL;

  crm_analytics_progress (&half, 0.5);
  g_assert_cmpfloat (fraction, ==, 0.75);
  crm_analytics_progress (&quarter, 1);
  g_assert_cmpfloat (fraction, ==, 0.75);
  g_assert_false (crm_analytics_cancelled (NULL));
  g_assert_true (crm_analytics_check_finite (values, 2, -INFINITY, "value", NULL));
  g_assert_false (crm_analytics_check_finite (values, 2, 0, "value", NULL));
  g_assert_false (crm_analytics_check_finite (values, 3, -INFINITY, "value", &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "row 3"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/base/exact-sum", test_exact_sum);
  g_test_add_func ("/analytics/base/exact-sum-order", test_exact_sum_order);
  g_test_add_func ("/analytics/base/random", test_random);
  g_test_add_func ("/analytics/base/parallel", test_parallel);
  g_test_add_func ("/analytics/base/cancel", test_cancel);
  g_test_add_func ("/analytics/base/cholesky", test_cholesky);
  g_test_add_func ("/analytics/base/context", test_context);
  return g_test_run ();
}

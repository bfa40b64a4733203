/* SPDX-License-Identifier: GPL-3.0-or-later */

/* k-means: the exact optimum in one dimension, all partitions of few points, threads and order,
 * degenerate tables, cancellation. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-kmeans-lloyd.h"
#include "crm-kmeans-screen.h"
#include "crm-kmeans.h"
#include "crm-order.h"
#include "crm-segment-twins.h"

static CrmKMeans *
run (const CrmTwin *twin, guint k, guint threads)
{
  CrmAnalyticsContext context = { .n_threads = threads };
  CrmKMeansOptions options = { .k = k, .seed = 5 };
  g_autoptr (GError) error = NULL;
  CrmKMeans *result =
      crm_kmeans (CRM_TWIN_COLUMNS (twin), twin->n, twin->d, NULL, &options, &context, &error);

  g_assert_no_error (error);
  return result;
}

/* The smallest sum of squares by dynamic programming over the sorted values (Wang and Song, 2011). */
static double
solve_line (const double *values, gsize n, guint k)
{
  g_autofree double *sorted = g_new (double, n);
  g_autofree guint32 *order = crm_order_values (values, n, sorted, NULL, NULL);
  g_autofree double *cost = g_new (double, (n + 1) * (k + 1));

  for (gsize i = 0; i < (n + 1) * (k + 1); i++)
    cost[i] = INFINITY;
  cost[0] = 0;
  for (guint c = 1; c <= k; c++)
    for (gsize end = 1; end <= n; end++)
      {
        double mean = 0, squares = 0, count = 0;

        for (gsize begin = end; begin-- > 0;)
          {
            double away = sorted[begin] - mean;

            count++;
            mean += away / count;
            squares += away * (sorted[begin] - mean);
            cost[c * (n + 1) + end] =
                MIN (cost[c * (n + 1) + end], cost[(c - 1) * (n + 1) + begin] + squares);
          }
      }
  return cost[k * (n + 1) + n];
}

static void
test_line (void)
{
  for (guint k = 1; k <= 9; k++)
    {
      g_autoptr (CrmTwin) twin = crm_twin_blobs (400, 1, 6, 4, k);
      g_autoptr (CrmKMeans) result = run (twin, k, 2);

      crm_assert_near (result->inertia, solve_line (twin->columns[0], 400, k), 1e-9, 0);
    }
}

static double
measure_partition (const CrmTwin *twin, const guint *labels, guint k)
{
  double sum = 0;

  for (guint c = 0; c < k; c++)
    for (guint j = 0; j < twin->d; j++)
      {
        double count = 0, mean = 0;

        for (gsize i = 0; i < twin->n; i++)
          if (labels[i] == c)
            {
              count++;
              mean += twin->columns[j][i];
            }
        mean /= count;
        for (gsize i = 0; i < twin->n; i++)
          if (labels[i] == c)
            sum += (twin->columns[j][i] - mean) * (twin->columns[j][i] - mean);
      }
  return sum;
}

/* Ten points have 9,330 partitions into three groups: try them all. */
static void
test_all_partitions (void)
{
  for (guint64 seed = 0; seed < 8; seed++)
    {
      g_autoptr (CrmTwin) twin = crm_twin_blobs (10, 2, 4, 1, seed);
      g_autoptr (CrmKMeans) result = run (twin, 3, 1);
      double least = INFINITY;

      for (guint code = 0; code < 59049; code++)
        {
          guint labels[10], used = 0, rest = code;

          for (guint i = 0; i < 10; i++, rest /= 3)
            {
              labels[i] = rest % 3;
              used |= 1u << labels[i];
            }
          if (used == 7)
            least = MIN (least, measure_partition (twin, labels, 3));
        }
      crm_assert_near (result->inertia, least, 1e-10, 0);
    }
}

/* Every figure of the answer follows from the labels. */
static void
test_figures (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (3000, 3, 4, 3, 1);
  g_autoptr (CrmKMeans) result = run (twin, 4, 2);
  double inertia = 0, total = 0;

  for (guint c = 0; c < 4; c++)
    {
      double mean[3] = { 0 }, within = 0, count = 0;

      if (c > 0)
        g_assert_cmpuint (result->sizes[c], <=, result->sizes[c - 1]);
      for (gsize i = 0; i < 3000; i++)
        if (result->labels[i] == c)
          {
            count++;
            for (guint j = 0; j < 3; j++)
              mean[j] += twin->columns[j][i];
          }
      g_assert_cmpfloat (count, ==, (double) result->sizes[c]);
      for (guint j = 0; j < 3; j++)
        {
          crm_assert_near (result->centers[c * 3 + j], mean[j] / count, 1e-12, 1e-12);
          for (gsize i = 0; i < 3000; i++)
            if (result->labels[i] == c)
              within += pow (twin->columns[j][i] - mean[j] / count, 2);
        }
      crm_assert_near (result->within[c], within, 1e-11, 0);
      inertia += within;
    }
  for (guint j = 0; j < 3; j++)
    {
      double mean = crm_sum_exact (twin->columns[j], 3000) / 3000;

      for (gsize i = 0; i < 3000; i++)
        total += pow (twin->columns[j][i] - mean, 2);
    }
  crm_assert_near (result->inertia, inertia, 1e-11, 0);
  crm_assert_near (result->total, total, 1e-11, 0);
  crm_assert_near (result->calinski_harabasz, (total - inertia) / 3 / (inertia / 2996), 1e-9, 0);
}

static void
assert_same (const CrmKMeans *a, const CrmKMeans *b, const guint32 *order)
{
  gsize size = a->k * a->d * sizeof (double);

  g_assert_cmpmem (a->centers, size, b->centers, size);
  g_assert_cmpmem (a->within, a->k * sizeof (double), b->within, b->k * sizeof (double));
  g_assert_cmpmem (a->sizes, a->k * sizeof (gsize), b->sizes, b->k * sizeof (gsize));
  g_assert_cmpmem (&a->inertia, sizeof (double), &b->inertia, sizeof (double));
  g_assert_cmpmem (&a->total, sizeof (double), &b->total, sizeof (double));
  g_assert_cmpuint (a->iterations, ==, b->iterations);
  g_assert_cmpuint (a->exchanges, ==, b->exchanges);
  for (gsize i = 0; i < a->n; i++)
    g_assert_cmpuint (b->labels[i], ==, a->labels[order != NULL ? order[i] : i]);
}

static void
check_same (const CrmTwin *twin, guint k)
{
  g_autoptr (CrmKMeans) first = run (twin, k, 1);

  for (guint threads = 1; threads <= 7; threads += threads < 2 ? 1 : 5)
    {
      g_autofree guint32 *order = NULL;
      g_autoptr (CrmTwin) shuffled = crm_twin_shuffle (twin, threads, &order);
      g_autoptr (CrmKMeans) same_rows = run (twin, k, threads);
      g_autoptr (CrmKMeans) other_rows = run (shuffled, k, threads);

      assert_same (first, same_rows, NULL);
      assert_same (first, other_rows, order);
    }
}

static void
test_same_bytes (void)
{
  g_autoptr (CrmTwin) blobs = crm_twin_blobs (30000, 3, 5, 2, 6);
  g_autoptr (CrmTwin) wide = crm_twin_blobs (3000, 11, 6, 1, 6);
  g_autoptr (CrmTwin) tied = crm_twin_purchases (25000, 6);

  check_same (blobs, 5);
  check_same (wide, 6);
  check_same (tied, 3);
}

/* Beyond 65,536 rows sums follow the single precision copies until that comes to rest. What comes out is
 * still at rest in double precision, and the same on any number of threads. */
static void
test_many_rows (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (70001, 3, 5, 1, 11);
  g_autoptr (CrmPoints) points =
      crm_points_new (CRM_TWIN_COLUMNS (twin), twin->n, 3, NULL, NULL, NULL);
  g_autoptr (CrmKMeansState) first = NULL;
  g_autofree guint8 *again = g_malloc (points->padded);
  CrmKMeansTiles tiles;

  crm_points_add_singles (points, NULL, NULL);
  for (guint threads = 1; threads <= 3; threads++)
    {
      CrmAnalyticsContext context = { .n_threads = threads };
      g_autoptr (CrmParallel) parallel = crm_parallel_new (&context);
      g_autoptr (CrmKMeansState) state = crm_kmeans_state_new (points, 5);

      for (guint c = 0; c < 5; c++)
        for (guint j = 0; j < 3; j++)
          state->centers[c * 3 + j] = points->columns[j][c * 12345];
      g_assert_true (crm_kmeans_lloyd (state, 0, 2000, parallel, NULL, NULL));
      g_assert_true (state->converged);
      if (first == NULL)
        first = g_steal_pointer (&state);
      else
        {
          g_assert_cmpmem (state->labels, points->n, first->labels, points->n);
          g_assert_cmpmem (state->centers, 15 * sizeof (double), first->centers,
                           15 * sizeof (double));
        }
    }

  crm_kmeans_tiles_init (&tiles, 5, 3);
  crm_kmeans_tiles_set (&tiles, first->centers);
  crm_kmeans_assign_exact (points, &tiles, 0, points->n, again);
  crm_kmeans_tiles_clear (&tiles);
  g_assert_cmpmem (first->labels, points->n, again, points->n);
  for (guint c = 0; c < 5; c++)
    for (guint j = 0; j < 3; j++)
      {
        double sum = 0;
        gint64 n = 0;

        for (gsize i = 0; i < points->n; i++)
          if (first->labels[i] == c)
            {
              sum += points->columns[j][i];
              n++;
            }
        g_assert_cmpint (first->counts[c], ==, n);
        crm_assert_near (first->centers[c * 3 + j], sum / (double) n, 0, 1e-12);
      }
}

/* Stopped by the number of iterations the centres are still the means of the rows themselves. */
static void
test_many_rows_stopped (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (66000, 2, 3, 1, 12);
  g_autoptr (CrmPoints) points =
      crm_points_new (CRM_TWIN_COLUMNS (twin), twin->n, 2, NULL, NULL, NULL);
  g_autoptr (CrmKMeansState) state = crm_kmeans_state_new (points, 3);
  double sums[6] = { 0 };

  crm_points_add_singles (points, NULL, NULL);
  for (guint c = 0; c < 3; c++)
    for (guint j = 0; j < 2; j++)
      state->centers[c * 2 + j] = points->columns[j][c * 12345];
  g_assert_true (crm_kmeans_lloyd (state, 0, 3, NULL, NULL, NULL));
  g_assert_false (state->converged);
  g_assert_cmpuint (state->iterations, ==, 3);
  for (gsize i = 0; i < points->n; i++)
    for (guint j = 0; j < 2; j++)
      sums[state->labels[i] * 2 + j] += points->columns[j][i];
  for (guint i = 0; i < 6; i++)
    crm_assert_near (state->centers[i], sums[i] / (double) state->counts[i / 2], 0, 1e-12);
}

static void
test_kernels (void)
{
  static const guint many[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 40, 254 };

  for (guint d = 1; d <= 10; d++)
    for (guint m = 0; m < G_N_ELEMENTS (many); m++)
      {
        guint k = many[m];
        g_autoptr (CrmTwin) twin = crm_twin_blobs (1003, d, 5, 1, d * 10 + k);
        g_autoptr (CrmPoints) points =
            crm_points_new (CRM_TWIN_COLUMNS (twin), 1003, d, NULL, NULL, NULL);
        CrmKMeansTiles tiles;
        g_autofree double *centers = g_new (double, k *d);
        guint8 fast[1008], plain[1008], screened[1024];

        for (guint c = 0; c < k; c++)
          for (guint j = 0; j < d; j++)
            centers[c * d + j] = points->columns[j][c * 100 % 1003];
        crm_kmeans_tiles_init (&tiles, k, d);
        crm_kmeans_tiles_set (&tiles, centers);
        crm_kmeans_assign (points, &tiles, 0, 1003, fast);
        crm_points_add_singles (points, NULL, NULL);
        crm_kmeans_assign (points, &tiles, 0, 1003, screened);
        crm_kmeans_assign_portable (points, &tiles, 0, 1003, plain);
        crm_kmeans_tiles_clear (&tiles);
        g_assert_cmpmem (fast, 1003, plain, 1003);
        g_assert_cmpmem (screened, 1003, plain, 1003);

        for (gsize i = 0; i < 1003; i++)
          {
            double own = 0, least = INFINITY;

            for (guint c = 0; c < k; c++)
              {
                double square = 0;

                for (guint j = 0; j < d; j++)
                  square += pow (points->columns[j][i] - centers[c * d + j], 2);
                least = MIN (least, square);
                own = c == fast[i] ? square : own;
              }
            g_assert_cmpfloat (own, <=, least * (1 + 1e-12) + 1e-12);
          }
      }
}

/* Where single precision cannot tell: points on borders and beside them, far offsets within one block, tiny
 * and huge numbers, far centres. The labels stay those of the exact kernel. */
static void
test_screen (void)
{
  static const double spreads[] = { 1, 1e-6, 1e-30, 1e12, 1e25, 1e70 };
  gsize n = 5000, d = 3, n_again = 0;
  guint k = 7;

  for (guint s = 0; s < G_N_ELEMENTS (spreads); s++)
    for (guint kind = 0; kind < 4; kind++)
      {
        g_autoptr (CrmTwin) twin = crm_twin_blobs (n, (guint) d, 5, 1, 10 * s + kind);
        g_autoptr (CrmPoints) points = NULL;
        g_autofree double *centers = g_new (double, k *d);
        g_autofree guint8 *screened = g_malloc (n + 16), *exact = g_malloc (n + 16);
        CrmKMeansTiles tiles;

        for (gsize i = 0; i < n; i++)
          for (guint j = 0; j < d; j++)
            {
              double x = CRM_TWIN_COLUMNS (twin)[j][i] * spreads[s];

              if (kind == 1) /* a grid: many at the same distance from two centres */
                x = round (x / spreads[s]) * spreads[s];
              if (kind == 2 && i % 700 == 0)
                x *= 1e5;
              twin->columns[j][i] = x;
            }
        points = crm_points_new (CRM_TWIN_COLUMNS (twin), n, (guint) d, NULL, NULL, NULL);
        for (guint c = 0; c < k; c++)
          for (guint j = 0; j < d; j++)
            centers[c * d + j] = points->columns[j][c * 600] * (kind == 3 && c == 3 ? 1e30 : 1);
        /* Two centres at one place, and one a rounding beside another. */
        for (guint j = 0; j < d; j++)
          {
            centers[1 * d + j] = centers[j];
            centers[5 * d + j] = centers[4 * d + j] * (1 + 1e-9);
          }
        g_assert_true (crm_points_add_singles (points, NULL, NULL));
        crm_kmeans_tiles_init (&tiles, k, (guint) d);
        crm_kmeans_tiles_set (&tiles, centers);
        crm_kmeans_assign_exact (points, &tiles, 0, n, exact);
        crm_kmeans_assign (points, &tiles, 0, n, screened);
        g_assert_cmpmem (screened, n, exact, n);
        /* The second of two equal centres has no points. */
        g_assert_null (memchr (screened, 1, n));
        if (crm_kmeans_can_screen (points, &tiles))
          n_again += crm_kmeans_screen (points, &tiles, 0, n, screened);
        crm_kmeans_tiles_clear (&tiles);
      }
  g_test_message ("%zu points were scored twice", n_again);
}

/* Well apart, hardly any point is scored twice: else this would cost time instead of saving it. */
static void
test_screen_pays (void)
{
  gsize n = 20000;
  guint d = 3, k = 5;
  g_autoptr (CrmTwin) twin = crm_twin_blobs (n, d, k, 1, 4);
  g_autoptr (CrmPoints) points = crm_points_new (CRM_TWIN_COLUMNS (twin), n, d, NULL, NULL, NULL);
  g_autofree double *centers = g_new (double, k *d);
  g_autofree guint8 *labels = g_malloc (n + 16);
  CrmKMeansTiles tiles;

  for (guint c = 0; c < k; c++)
    for (guint j = 0; j < d; j++)
      centers[c * d + j] = points->columns[j][c * 3500 + 100];
  crm_points_add_singles (points, NULL, NULL);
  crm_kmeans_tiles_init (&tiles, k, d);
  crm_kmeans_tiles_set (&tiles, centers);
  if (crm_kmeans_can_screen (points, &tiles))
    g_assert_cmpuint (crm_kmeans_screen (points, &tiles, 0, n, labels), <, n / 50);
  else
    g_test_skip ("this machine has no fused operations");
  crm_kmeans_tiles_clear (&tiles);
}

/* Offsets and units of any size change nothing but the unit of the answer. */
static void
test_units (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (2000, 2, 4, 6, 3);
  g_autoptr (CrmTwin) other = crm_twin_blobs (2000, 2, 4, 6, 3);
  g_autoptr (CrmKMeans) first = run (twin, 4, 1);
  const double factors[] = { 0x1p500, 0x1p-300, 1 }, offsets[] = { 0, 0, 0x1p24 };

  for (guint f = 0; f < G_N_ELEMENTS (factors); f++)
    {
      g_autoptr (CrmKMeans) result = NULL;

      for (guint j = 0; j < 2; j++)
        for (gsize i = 0; i < 2000; i++)
          other->columns[j][i] = twin->columns[j][i] * factors[f] + offsets[f];
      result = run (other, 4, 1);
      g_assert_cmpmem (result->labels, 2000, first->labels, 2000);
      if (f != 0)
        crm_assert_near (result->inertia, first->inertia * factors[f] * factors[f], 1e-6, 0);
    }
}

static void
expect_error (const CrmTwin *twin, gsize n, guint k, int code)
{
  CrmKMeansOptions options = { .k = k };
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_kmeans (CRM_TWIN_COLUMNS (twin), n, twin->d, NULL, &options, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, code);
}

static void
test_bad_input (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (100, 2, 2, 3, 1);
  g_autoptr (CrmKMeans) one = NULL;
  g_autoptr (CrmKMeans) singles = NULL;
  g_autoptr (CrmKMeans) pair = NULL;
  CrmKMeansOptions all = { .k = 1 };

  expect_error (twin, 0, 2, CRM_ANALYTICS_ERROR_EMPTY);
  expect_error (twin, 100, 0, CRM_ANALYTICS_ERROR_PARAMETER);
  expect_error (twin, 100, 101, CRM_ANALYTICS_ERROR_PARAMETER);
  expect_error (twin, 100, 255, CRM_ANALYTICS_ERROR_PARAMETER);
  twin->columns[1][50] = NAN;
  expect_error (twin, 100, 2, CRM_ANALYTICS_ERROR_VALUE);
  twin->columns[1][50] = -INFINITY;
  expect_error (twin, 100, 2, CRM_ANALYTICS_ERROR_VALUE);
  twin->columns[1][50] = 0;

  one = crm_kmeans (CRM_TWIN_COLUMNS (twin), 1, 2, NULL, &all, NULL, NULL);
  g_assert_cmpfloat (one->inertia, ==, 0);
  g_assert_true (isnan (one->calinski_harabasz));
  singles = run (twin, 100, 2);
  crm_assert_near (singles->inertia, 0, 0, 1e-20);

  for (gsize i = 0; i < 100; i++)
    twin->columns[0][i] = twin->columns[1][i] = i % 2 == 0 ? 0.1 : 0.3;
  pair = run (twin, 2, 1);
  crm_assert_near (pair->inertia, 0, 0, 1e-30);
  g_assert_true (isnan (pair->calinski_harabasz));
  g_assert_cmpuint (pair->sizes[0], ==, 50);
  expect_error (twin, 100, 3, CRM_ANALYTICS_ERROR_DEGENERATE);
}

/* Cancelled at any point it stops, says so, and leaks nothing. */
static void
test_cancel (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (40000, 3, 5, 1, 1);
  CrmKMeansOptions options = { .k = 6, .restarts = 3 };
  guint cancelled = 0;

  for (gint calls = 1; calls < 20000; calls = calls * 2 + 1)
    {
      CrmFixtureCancel cancel;
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmKMeans) result = NULL;

      crm_fixture_cancel_after (&cancel, calls);
      result =
          crm_kmeans (CRM_TWIN_COLUMNS (twin), 40000, 3, NULL, &options, &cancel.context, &error);
      if (result == NULL)
        {
          g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
          cancelled++;
        }
      else
        g_assert_no_error (error);
    }
  g_assert_cmpuint (cancelled, >=, 4);
}

static void
test_start (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (5000, 2, 3, 8, 2);
  g_autoptr (CrmKMeans) best = run (twin, 3, 1);
  CrmKMeansOptions options = { .k = 3, .start = best->centers };
  g_autoptr (CrmKMeans) again =
      crm_kmeans (CRM_TWIN_COLUMNS (twin), 5000, 2, NULL, &options, NULL, NULL);

  g_assert_cmpfloat (again->inertia, ==, best->inertia);
  g_assert_cmpuint (again->iterations, <=, 2);
}

static void
test_silhouette (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (300, 2, 3, 6, 4);
  g_autoptr (CrmKMeans) result = run (twin, 3, 1);
  double groups[3], sum = 0;
  double mean = crm_kmeans_silhouette (CRM_TWIN_COLUMNS (twin), 300, 2, result->labels, 3, 0, 1,
                                       NULL, groups, NULL);

  for (gsize i = 0; i < 300; i++)
    {
      double sums[3] = { 0 }, inside, outside = INFINITY;

      for (gsize o = 0; o < 300; o++)
        sums[result->labels[o]] += hypot (twin->columns[0][i] - twin->columns[0][o],
                                          twin->columns[1][i] - twin->columns[1][o]);
      inside = sums[result->labels[i]] / (double) (result->sizes[result->labels[i]] - 1);
      for (guint c = 0; c < 3; c++)
        if (c != result->labels[i])
          outside = MIN (outside, sums[c] / (double) result->sizes[c]);
      sum += (outside - inside) / MAX (inside, outside);
    }
  crm_assert_near (mean, sum / 300, 1e-12, 0);
  crm_assert_near ((groups[0] * (double) result->sizes[0] + groups[1] * (double) result->sizes[1] +
                    groups[2] * (double) result->sizes[2]) /
                       300,
                   mean, 1e-12, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/kmeans/line", test_line);
  g_test_add_func ("/analytics/kmeans/all-partitions", test_all_partitions);
  g_test_add_func ("/analytics/kmeans/figures", test_figures);
  g_test_add_func ("/analytics/kmeans/same-bytes", test_same_bytes);
  g_test_add_func ("/analytics/kmeans/many-rows", test_many_rows);
  g_test_add_func ("/analytics/kmeans/many-rows-stopped", test_many_rows_stopped);
  g_test_add_func ("/analytics/kmeans/kernels", test_kernels);
  g_test_add_func ("/analytics/kmeans/screen", test_screen);
  g_test_add_func ("/analytics/kmeans/screen-pays", test_screen_pays);
  g_test_add_func ("/analytics/kmeans/units", test_units);
  g_test_add_func ("/analytics/kmeans/bad-input", test_bad_input);
  g_test_add_func ("/analytics/kmeans/cancel", test_cancel);
  g_test_add_func ("/analytics/kmeans/start", test_start);
  g_test_add_func ("/analytics/kmeans/silhouette", test_silhouette);
  return g_test_run ();
}

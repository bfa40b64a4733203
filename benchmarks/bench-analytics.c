/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Measures segmentation and affinity; prints Markdown tables. References are measured in the same run:
 * scikit-learn's Lloyd (when python3-sklearn is there) from the same centres with the same stop rule,
 * and the bandwidth with which all threads together read memory. Times are the shortest of several
 * runs. Arguments: "quick" leaves out the million rows; kmeans, choose-k, silhouette, rfm, affinity: only
 * those. */

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-times.h"
#include "crm-affinity.h"
#include "crm-choose-k.h"
#include "crm-features.h"
#include "crm-kmeans-lloyd.h"
#include "crm-kmeans.h"
#include "crm-rfm.h"
#include "crm-segments.h"

#define RUNS      5
#define TOLERANCE 1e-4

/* --- bandwidth --- */

typedef struct
{
  const guint64 *words;
  guint64 sums[4096];
} Reading;

static void
read_words (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Reading *reading = data;
  guint64 sum[8] = { 0 };

  for (gsize i = begin; i + 8 <= end; i += 8)
    for (guint l = 0; l < 8; l++)
      sum[l] ^= reading->words[i + l];
  for (guint l = 1; l < 8; l++)
    sum[0] ^= sum[l];
  reading->sums[chunk % 4096] = sum[0];
}

#define WORDS ((gsize) 48 << 20) /* beyond any cache */

typedef struct
{
  CrmParallel *parallel;
  guint64 *words;
  double rate;     /* GB/s of all threads by the clock */
  double per_byte; /* ms of processor a byte, over all threads */
} Bandwidth;

/* Kept at the best seen: called again beside each measurement, as the machine may be shared. */
static void
measure_bandwidth (Bandwidth *self)
{
  static Reading reading;

  reading.words = self->words;
  for (guint run = 0; run < RUNS; run++)
    {
      double began = bench_now (), busy = bench_work ();

      crm_parallel_run (self->parallel, WORDS, 65536, read_words, &reading, NULL);
      self->per_byte = MIN (self->per_byte, (bench_work () - busy) / (WORDS * 8));
      self->rate = MAX (self->rate, WORDS * 8 / (bench_now () - began) / 1e6);
    }
}

/* --- tables --- */

typedef struct
{
  gsize n;
  guint d;
  double **columns;
} Table;

/* Customers as sales have them: columns depend on a common activity; skewed before the logarithm. */
static Table
make_table (gsize n, guint d)
{
  Table table = { n, d, g_new (double *, d) };
  CrmRandom random;

  crm_random_init (&random, 20240607, d);
  for (guint j = 0; j < d; j++)
    table.columns[j] = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    {
      double activity = crm_random_normal (&random);

      for (guint j = 0; j < d; j++)
        table.columns[j][i] =
            (j % 2 == 0 ? 0.7 : -0.6) * activity + 0.7 * crm_random_normal (&random);
    }
  return table;
}

static void
clear_table (Table *table)
{
  for (guint j = 0; j < table->d; j++)
    g_free (table->columns[j]);
  g_free (table->columns);
}

#define COLUMNS(table) ((const double *const *) (table).columns)

/* --- k-means --- */

typedef struct
{
  double ms;
  double busy; /* ms of processor */
  int iterations;
  double inertia;
} Reference;

/* ms is NaN when there is no scikit-learn. */
static Reference
run_sklearn (const Table *table, const double *start, guint k)
{
  Reference reference = { NAN, NAN, 0, NAN };
  g_autofree char *path = NULL;
  g_autofree char *script = g_build_filename (CRM_BENCH_DIR, "sklearn-kmeans.py", NULL);
  g_autofree char *command = NULL;
  g_autofree char *answer = NULL;
  g_autofree double *row = g_new (double, table->d);
  int fd = g_file_open_tmp ("crm-bench-XXXXXX", &path, NULL);
  FILE *file = fd >= 0 ? fdopen (fd, "wb") : NULL;

  if (file == NULL)
    return reference;
  for (gsize i = 0; i < table->n; i++)
    {
      for (guint j = 0; j < table->d; j++)
        row[j] = table->columns[j][i];
      fwrite (row, sizeof (double), table->d, file);
    }
  fwrite (start, sizeof (double), (gsize) k * table->d, file);
  fclose (file);

  command = g_strdup_printf ("/usr/bin/python3 %s %s %" G_GSIZE_FORMAT " %u %u %g %d", script, path,
                             table->n, table->d, k, TOLERANCE, RUNS);
  if (g_spawn_command_line_sync (command, &answer, NULL, NULL, NULL) && answer != NULL)
    sscanf (answer, "%lf %lf %d %lf", &reference.ms, &reference.busy, &reference.iterations,
            &reference.inertia);
  g_unlink (path);
  return reference;
}

/* Lloyd alone, on points that are ready, as the reference's inner loop. */
static Reference
run_lloyd (CrmPoints *points, const double *start, guint k, CrmParallel *parallel)
{
  Reference result = { INFINITY, INFINITY, 0, NAN };
  double variance = 0;

  for (guint j = 0; j < points->d; j++)
    for (gsize i = 0; i < points->n; i++)
      variance += points->columns[j][i] * points->columns[j][i];
  variance /= (double) points->n * points->d;

  for (guint run = 0; run < RUNS; run++)
    {
      g_autoptr (CrmKMeansState) state = crm_kmeans_state_new (points, k);
      double began, busy;

      for (guint c = 0; c < k; c++)
        for (guint j = 0; j < points->d; j++)
          state->centers[c * points->d + j] =
              (start[c * points->d + j] - points->offset[j]) / points->scale;
      g_clear_pointer (&points->largest, g_free);
      if (points->singles != NULL)
        free (points->singles[0]);
      g_clear_pointer (&points->singles, g_free);
      began = bench_now ();
      busy = bench_work ();
      crm_points_add_singles (points, parallel, NULL);
      crm_kmeans_lloyd (state, TOLERANCE * variance, 300, parallel, NULL, NULL);
      result.ms = MIN (result.ms, bench_now () - began);
      result.busy = MIN (result.busy, bench_work () - busy);
      result.iterations = (int) state->iterations;
      result.inertia = crm_kmeans_inertia (state, parallel);
    }
  return result;
}

static double
run_whole (const Table *table, guint k)
{
  double best = INFINITY;

  for (guint run = 0; run < 2; run++)
    {
      CrmKMeansOptions options = { .k = k };
      double began = bench_now ();
      g_autoptr (CrmKMeans) result =
          crm_kmeans (COLUMNS (*table), table->n, table->d, NULL, &options, NULL, NULL);

      best = MIN (best, bench_now () - began);
    }
  return best;
}

static void
bench_kmeans (gsize n, guint d, guint k, Bandwidth *bandwidth)
{
  Table table = make_table (n, d);
  g_autoptr (CrmPoints) points = crm_points_new (COLUMNS (table), n, d, NULL, NULL, NULL);
  g_autofree double *start = g_new (double, k *d);
  Reference own, sklearn;
  double bytes = (double) n * (8 * d + 1), limit, each;

  for (guint c = 0; c < k; c++)
    for (guint j = 0; j < d; j++)
      start[c * d + j] = table.columns[j][c * (n / k)];
  measure_bandwidth (bandwidth);
  own = run_lloyd (points, start, k, bandwidth->parallel);
  sklearn = run_sklearn (&table, start, k);
  measure_bandwidth (bandwidth);
  limit = bytes * bandwidth->per_byte;
  each = own.busy / own.iterations;

  printf ("| %" G_GSIZE_FORMAT
          " | %u | %u | %.1f, %.1f / %d | %.1f, %.1f / %d | %.1f, %.1f | %.3f | %.3f | %.0f %% | "
          "%.1e | %.0f |\n",
          n, d, k, sklearn.ms, sklearn.busy, sklearn.iterations, own.ms, own.busy, own.iterations,
          sklearn.ms / own.ms, sklearn.busy / own.busy, each, limit, 100 * limit / each,
          own.inertia / sklearn.inertia - 1, run_whole (&table, k));
  fflush (stdout);
  clear_table (&table);
}

/* --- the rest --- */

static void
bench_choose_k (gsize n)
{
  Table table = make_table (n, 3);
  double began = bench_now (), busy = bench_work ();
  g_autoptr (CrmChooseK) result = crm_choose_k (COLUMNS (table), n, 3, NULL, NULL, NULL, NULL);

  printf ("| prediction strength, k = 2..8, d = 3 | %" G_GSIZE_FORMAT " | %.0f | %.0f | 10,000 |\n",
          n, bench_now () - began, bench_work () - busy);
  g_assert (result != NULL);
  fflush (stdout);
  clear_table (&table);
}

static void
bench_silhouette (gsize n)
{
  Table table = make_table (n, 3);
  g_autofree guint8 *labels = g_malloc (n);
  double best = INFINITY, least = INFINITY;

  for (gsize i = 0; i < n; i++)
    labels[i] = (table.columns[0][i] > 0) + 2 * (table.columns[1][i] > 0);
  for (guint run = 0; run < RUNS; run++)
    {
      double began = bench_now (), busy = bench_work ();

      crm_kmeans_silhouette (COLUMNS (table), n, 3, labels, 4, n, 1, NULL, NULL, NULL);
      best = MIN (best, bench_now () - began);
      least = MIN (least, bench_work () - busy);
    }
  printf ("| silhouette of a sample, d = 3 | %" G_GSIZE_FORMAT " | %.1f | %.1f | 40 |\n", n, best,
          least);
  clear_table (&table);
}

static void
bench_rfm (gsize n)
{
  Table table = make_table (n, 3);
  g_autofree guint8 *scores = g_malloc (4 * n);
  double began, busy;

  for (guint j = 0; j < 3; j++)
    for (gsize i = 0; i < n; i++)
      table.columns[j][i] = floor (exp (3 + table.columns[j][i]));
  busy = bench_work ();
  began = bench_now ();
  crm_rfm_score (table.columns[0], table.columns[1], table.columns[2], n, NULL, NULL, scores,
                 scores + n, scores + 2 * n, scores + 3 * n, NULL);
  printf ("| RFM scores and cells | %" G_GSIZE_FORMAT " | %.0f | %.0f | |\n", n,
          bench_now () - began, bench_work () - busy);
  clear_table (&table);
}

/* A thousand items of falling popularity, five a basket on average. */
static void
bench_affinity (guint32 n_baskets)
{
  g_autofree guint32 *baskets = g_new (guint32, (gsize) n_baskets * 9);
  g_autofree guint32 *items = g_new (guint32, (gsize) n_baskets * 9);
  CrmAffinityOptions options = { .min_support = 0.0002, .min_confidence = 0.05, .max_p = 0.05 };
  g_autoptr (CrmAffinity) result = NULL;
  CrmRandom random;
  gsize n = 0;
  double began, busy;

  crm_random_init (&random, 1, 1);
  for (guint32 b = 0; b < n_baskets; b++)
    {
      guint size = 1 + (guint) crm_random_below (&random, 9);

      for (guint i = 0; i < size; i++, n++)
        {
          double u = crm_random_double (&random);

          baskets[n] = b;
          items[n] = (guint32) (1000 * u * u * u);
          if (i > 0 && crm_random_double (&random) < 0.1)
            items[n] = items[n - 1] ^ 1;
        }
    }
  busy = bench_work ();
  began = bench_now ();
  result = crm_affinity (baskets, items, n, n_baskets, 1024, &options, NULL, NULL);
  printf ("| affinity, 1,000 items, %" G_GSIZE_FORMAT " pairs, %" G_GUINT64_FORMAT
          " sets, %" G_GSIZE_FORMAT " rules | %u | %.0f | %.0f | |\n",
          n, result->n_sets, result->n_rules, n_baskets, bench_now () - began,
          bench_work () - busy);
  fflush (stdout);
}

static gboolean
wants (int argc, char **argv, const char *what)
{
  gboolean any = FALSE;

  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], what))
        return TRUE;
      any |= !g_str_equal (argv[i], "quick");
    }
  return !any;
}

static void
bench_all_kmeans (gsize most)
{
  static const guint shapes[][2] = { { 3, 4 }, { 3, 8 }, { 8, 4 }, { 8, 8 } };
  g_autoptr (CrmParallel) parallel = crm_parallel_new (NULL);
  g_autofree guint64 *words = g_new (guint64, WORDS);
  Bandwidth bandwidth = { parallel, words, 0, INFINITY };

  for (gsize i = 0; i < WORDS; i++)
    words[i] = i;
  printf (
      "k-means: same start, same stop rule (movement of the centres at most %g mean variances; "
      "scikit-learn then assigns once more). Times in ms by the clock, then of the processor "
      "over all threads. The limit is reading every value once as a double, and a label, at the "
      "bandwidth of this run; both by processor time. Making single precision copies is part of "
      "the time.\n\n",
      TOLERANCE);
  printf ("| n | d | k | scikit-learn / iterations | ours / iterations | ratios | an iteration | "
          "limit by bandwidth | share of it | inertia against it | whole search, ms |\n"
          "|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (gsize n = 100000; n <= most; n *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
      bench_kmeans (n, shapes[i][0], shapes[i][1], &bandwidth);
  printf ("\nRead bandwidth of all threads: %.1f GB/s by the clock, %.1f by processor time.\n",
          bandwidth.rate, crm_analytics_context_threads (NULL) / bandwidth.per_byte / 1e6);
}

int
main (int argc, char **argv)
{
  gboolean quick = argc > 1 && g_str_equal (argv[1], "quick");
  gsize n = quick ? 100000 : 1000000;

  if (wants (argc, argv, "kmeans"))
    bench_all_kmeans (n);
  printf ("\n| method | rows | ms | processor, ms | goal, ms |\n|---|---|---|---|---|\n");
  if (wants (argc, argv, "choose-k"))
    bench_choose_k (n);
  if (wants (argc, argv, "silhouette"))
    bench_silhouette (5000);
  if (wants (argc, argv, "rfm"))
    bench_rfm (n);
  if (wants (argc, argv, "affinity"))
    bench_affinity ((guint32) n);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks, the search, and exact figures in the caller's unit and row order. Stateless; any thread. */

#include "config.h"

#include "crm-kmeans.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm-kmeans-fit.h"

#define CHUNK 16384

void
crm_kmeans_free (CrmKMeans *self)
{
  if (self == NULL)
    return;

  g_free (self->labels);
  g_free (self->centers);
  g_free (self->sizes);
  g_free (self->within);
  g_free (self);
}

typedef struct
{
  const CrmKMeansState *state;
  const guint8 *rank;    /* of each group of the state */
  const double *centers; /* [rank][j], in the points' unit */
  CrmExactSum *sums;     /* [chunk][rank] of squares, or [chunk][rank][j] */
  CrmExactSum *totals;   /* [chunk] */
  guint8 *labels;        /* the caller's */
} Finish;

static void
sum_coordinates (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Finish *finish = data;
  const CrmPoints *points = finish->state->points;
  gsize size = finish->state->k * points->d;
  CrmExactSum *sums = finish->sums + chunk * size;

  for (gsize s = 0; s < size; s++)
    crm_exact_sum_init (&sums[s]);
  for (guint j = 0; j < points->d; j++)
    for (gsize i = begin; i < end; i++)
      crm_exact_sum_add (&sums[finish->rank[finish->state->labels[i]] * points->d + j],
                         points->columns[j][i]);
}

static void
sum_squares (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Finish *finish = data;
  const CrmPoints *points = finish->state->points;
  guint k = finish->state->k, d = points->d;
  CrmExactSum *sums = finish->sums + chunk * k;

  for (guint c = 0; c < k; c++)
    crm_exact_sum_init (&sums[c]);
  crm_exact_sum_init (&finish->totals[chunk]);

  for (gsize i = begin; i < end; i++)
    {
      guint8 label = finish->rank[finish->state->labels[i]];
      double square = 0, total = 0;

      for (guint j = 0; j < d; j++)
        {
          double x = points->columns[j][i], away = x - finish->centers[label * d + j];

          square += away * away;
          total += x * x;
        }
      crm_exact_sum_add (&sums[label], square);
      crm_exact_sum_add (&finish->totals[chunk], total);
      finish->labels[points->order[i]] = label;
    }
}

typedef struct
{
  const CrmKMeansState *state;
} Ranking;

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmKMeansState *state = ((Ranking *) data)->state;
  guint8 x = *(const guint8 *) a, y = *(const guint8 *) b;
  guint d = state->points->d;

  if (state->counts[x] != state->counts[y])
    return state->counts[x] > state->counts[y] ? -1 : 1;
  for (guint j = 0; j < d; j++)
    if (state->centers[x * d + j] != state->centers[y * d + j])
      return state->centers[x * d + j] < state->centers[y * d + j] ? -1 : 1;
  return x < y ? -1 : x > y;
}

static void
rank_groups (const CrmKMeansState *state, guint8 *rank)
{
  guint8 groups[CRM_KMEANS_MAX_K + 1];
  Ranking ranking = { state };

  for (guint c = 0; c < state->k; c++)
    groups[c] = (guint8) c;
  g_qsort_with_data (groups, (gint) state->k, 1, compare_groups, &ranking);
  for (guint c = 0; c < state->k; c++)
    rank[groups[c]] = (guint8) c;
}

/* Leaves the exact means in result->centers, still in the points' unit. */
static gboolean
find_means (Finish *finish, CrmKMeans *result, CrmParallel *parallel, GError **error)
{
  const CrmPoints *points = finish->state->points;
  gsize size = result->k * result->d, n_chunks = crm_parallel_n_chunks (points->n, CHUNK);
  g_autofree CrmExactSum *sums = g_new (CrmExactSum, n_chunks * size);

  finish->sums = sums;
  if (!crm_parallel_run (parallel, points->n, CHUNK, sum_coordinates, finish, error))
    return FALSE;

  for (gsize s = 0; s < size; s++)
    {
      for (gsize chunk = 1; chunk < n_chunks; chunk++)
        crm_exact_sum_merge (&sums[s], &sums[chunk * size + s]);
      result->centers[s] = crm_exact_sum_value (&sums[s]) / (double) result->sizes[s / result->d];
    }
  return TRUE;
}

static gboolean
find_squares (Finish *finish, CrmKMeans *result, CrmParallel *parallel, GError **error)
{
  const CrmPoints *points = finish->state->points;
  gsize n_chunks = crm_parallel_n_chunks (points->n, CHUNK);
  g_autofree CrmExactSum *sums = g_new (CrmExactSum, n_chunks * result->k);
  g_autofree CrmExactSum *totals = g_new (CrmExactSum, n_chunks);
  CrmExactSum all;

  finish->sums = sums;
  finish->totals = totals;
  if (!crm_parallel_run (parallel, points->n, CHUNK, sum_squares, finish, error))
    return FALSE;

  crm_exact_sum_init (&all);
  for (guint c = 0; c < result->k; c++)
    {
      for (gsize chunk = 1; chunk < n_chunks; chunk++)
        crm_exact_sum_merge (&sums[c], &sums[chunk * result->k + c]);
      result->within[c] = crm_exact_sum_value (&sums[c]) * points->scale * points->scale;
      crm_exact_sum_merge (&all, &sums[c]);
    }
  for (gsize chunk = 1; chunk < n_chunks; chunk++)
    crm_exact_sum_merge (&totals[0], &totals[chunk]);

  result->inertia = crm_exact_sum_value (&all) * points->scale * points->scale;
  result->total = crm_exact_sum_value (&totals[0]) * points->scale * points->scale;
  return TRUE;
}

CrmKMeans *
crm_kmeans_finish (const CrmKMeansState *state, CrmParallel *parallel, GError **error)
{
  const CrmPoints *points = state->points;
  g_autoptr (CrmKMeans) result = g_new0 (CrmKMeans, 1);
  guint8 rank[256] = { 0 };
  Finish finish = { .state = state, .rank = rank };
  double n = (double) points->n, k = state->k;

  result->n = points->n;
  result->d = points->d;
  result->k = state->k;
  result->labels = g_malloc (points->n);
  result->centers = g_new (double, state->k * points->d);
  result->sizes = g_new (gsize, state->k);
  result->within = g_new (double, state->k);
  result->iterations = state->iterations;
  result->exchanges = state->exchanges;
  result->converged = state->converged;

  rank_groups (state, rank);
  for (guint c = 0; c < state->k; c++)
    result->sizes[rank[c]] = (gsize) state->counts[c];
  finish.labels = result->labels;
  if (!find_means (&finish, result, parallel, error))
    return NULL;
  finish.centers = result->centers;
  if (!find_squares (&finish, result, parallel, error))
    return NULL;

  for (guint c = 0; c < state->k; c++)
    for (guint j = 0; j < points->d; j++)
      result->centers[c * points->d + j] =
          points->offset[j] + points->scale * result->centers[c * points->d + j];
  result->calinski_harabasz =
      k > 1 && n > k && result->inertia > 1e-25 * result->total
          ? (result->total - result->inertia) / (k - 1) / (result->inertia / (n - k))
          : NAN;
  return g_steal_pointer (&result);
}

static gboolean
check_k (guint k, gsize n, GError **error)
{
  if (k >= 1 && k <= CRM_KMEANS_MAX_K && (k <= n || n == 0))
    return TRUE;

  if (k > n && k <= CRM_KMEANS_MAX_K)
    g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                 _ ("%zu rows cannot form %u groups"), n, k);
  else
    g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                 _ ("The number of groups must be between 1 and %d"), CRM_KMEANS_MAX_K);
  return FALSE;
}

CrmKMeans *
crm_kmeans (const double *const *columns, gsize n, guint d, const char *const *names,
            const CrmKMeansOptions *options, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmPoints) points = NULL;
  g_autoptr (CrmParallel) parallel = NULL;
  g_autoptr (CrmKMeansState) state = NULL;
  CrmKMeans *result;
  gsize distinct;

  if (!check_k (options->k, n, error) ||
      (options->start != NULL &&
       !crm_analytics_check_finite (options->start, options->k * d, -INFINITY,
                                    _ ("A starting centre"), error)))
    return NULL;

  points = crm_points_new (columns, n, d, names, context, error);
  if (points == NULL)
    return NULL;

  distinct = crm_points_count_distinct (points, options->k);
  if (distinct < options->k)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                   _ ("The rows have only %zu different values, too few for %u groups"), distinct,
                   options->k);
      return NULL;
    }

  parallel = crm_parallel_new (context);
  if (!crm_points_add_singles (points, parallel, error))
    return NULL;
  state = crm_kmeans_fit (points, options, parallel, context, error);
  if (state == NULL)
    return NULL;

  result = crm_kmeans_finish (state, parallel, error);
  if (result != NULL)
    crm_analytics_progress (context, 1);
  return result;
}

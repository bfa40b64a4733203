/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lloyd's iterations over fixed chunks. Each chunk notes the changes of sums it causes; they are
 * folded in chunk order, so the number of threads does not show. */

#include "config.h"

#include "crm-kmeans-lloyd.h"

#include <math.h>
#include <string.h>

CrmKMeansState *
crm_kmeans_state_new (const CrmPoints *points, guint k)
{
  CrmKMeansState *self = g_new0 (CrmKMeansState, 1);

  self->points = points;
  self->k = k;
  self->labels = g_malloc (points->padded + 1);
  self->sums = g_new0 (double, k * points->d);
  self->counts = g_new0 (gint64, k);
  self->centers = g_new0 (double, k * points->d);
  memset (self->labels, CRM_KMEANS_NO_LABEL, points->padded);
  return self;
}

void
crm_kmeans_state_free (CrmKMeansState *self)
{
  if (self == NULL)
    return;

  g_free (self->labels);
  g_free (self->sums);
  g_free (self->counts);
  g_free (self->centers);
  g_free (self);
}

typedef struct
{
  CrmKMeansState *state;
  CrmKMeansTiles tiles;
  double *deltas;  /* [chunk][c][j] */
  gint64 *changes; /* [chunk][c], then the number of changed labels */
  double *squares; /* [chunk] */
} Iteration;

/* Runs on the team, or here when there is none or the work is one chunk. */
static gboolean
run_chunks (CrmParallel *parallel, gsize n, CrmParallelFunc func, gpointer data, GError **error)
{
  gsize n_chunks = crm_parallel_n_chunks (n, CRM_KMEANS_CHUNK);

  if (parallel != NULL && n_chunks > 1)
    return crm_parallel_run (parallel, n, CRM_KMEANS_CHUNK, func, data, error);

  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    func (chunk, chunk * CRM_KMEANS_CHUNK, MIN ((chunk + 1) * CRM_KMEANS_CHUNK, n), data);
  return TRUE;
}

static void
note_change (const CrmPoints *points, gsize i, guint8 from, guint8 to, double *delta,
             gint64 *change)
{
  guint d = points->d;

  for (guint j = 0; j < d; j++)
    {
      double x = points->columns[j][i];

      delta[to * d + j] += x;
      if (from != CRM_KMEANS_NO_LABEL)
        delta[from * d + j] -= x;
    }
  change[to]++;
  if (from != CRM_KMEANS_NO_LABEL)
    change[from]--;
}

#define BLOCK CRM_POINTS_BLOCK

/* Rows of a block whose label changed, in order. Most groups of eight are as they were. Their values
 * are asked for here, because assigning may have read single precision copies only. */
static guint
collect_changed (const CrmKMeansState *state, const guint8 *fresh, gsize begin, gsize end,
                 guint16 *changed)
{
  const CrmPoints *points = state->points;
  guint n = 0;

  for (gsize i = begin; i < end; i += 8)
    {
      const guint8 *old = state->labels + i, *label = fresh + (i - begin);
      guint64 before, after;
      guint from = n;

      memcpy (&before, old, 8);
      memcpy (&after, label, 8);
      if (before == after)
        continue;

      for (guint l = 0; l < 8; l++)
        {
          changed[n] = (guint16) (i - begin + l);
          n += old[l] != label[l] && i + l < end;
        }
      if (n > from)
        for (guint j = 0; j < points->d; j++)
          __builtin_prefetch (points->columns[j] + i);
    }
  return n;
}

static void
assign_chunk (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Iteration *iteration = data;
  CrmKMeansState *state = iteration->state;
  const CrmPoints *points = state->points;
  guint k = state->k;
  double *delta = iteration->deltas + chunk * k * points->d;
  gint64 *change = iteration->changes + chunk * (k + 1);
  guint8 fresh[BLOCK] __attribute__ ((aligned (8)));
  guint16 changed[BLOCK + 8];

  memset (delta, 0, k * points->d * sizeof (double));
  memset (change, 0, (k + 1) * sizeof (gint64));

  for (gsize block = begin; block < end; block += BLOCK)
    {
      gsize stop = MIN (block + BLOCK, end);
      guint n;

      crm_kmeans_assign (points, &iteration->tiles, block, stop, fresh);
      n = collect_changed (state, fresh, block, stop, changed);
      for (guint i = 0; i < n; i++)
        note_change (points, block + changed[i], state->labels[block + changed[i]],
                     fresh[changed[i]], delta, change);
      change[k] += n;
      memcpy (state->labels + block, fresh, stop - block);
    }
}

static gint64
fold_changes (Iteration *iteration)
{
  CrmKMeansState *state = iteration->state;
  guint k = state->k, d = state->points->d;
  gsize n_chunks = crm_parallel_n_chunks (state->points->n, CRM_KMEANS_CHUNK);
  gint64 changed = 0;

  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    {
      const double *delta = iteration->deltas + chunk * k * d;
      const gint64 *change = iteration->changes + chunk * (k + 1);

      if (change[k] == 0)
        continue;
      for (guint c = 0; c < k * d; c++)
        state->sums[c] += delta[c];
      for (guint c = 0; c < k; c++)
        state->counts[c] += change[c];
      changed += change[k];
    }
  return changed;
}

static double
square_distance (const CrmPoints *points, gsize i, const double *center)
{
  double sum = 0;

  for (guint j = 0; j < points->d; j++)
    {
      double away = points->columns[j][i] - center[j];

      sum += away * away;
    }
  return sum;
}

/* An empty group takes the point farthest from its centre, the first of several. */
static void
fill_empty (CrmKMeansState *state)
{
  const CrmPoints *points = state->points;
  guint d = points->d;

  for (guint c = 0; c < state->k; c++)
    {
      gsize farthest = 0;
      double most = -1;
      gint64 ignored[CRM_KMEANS_MAX_K + 2] = { 0 };

      if (state->counts[c] > 0)
        continue;

      for (gsize i = 0; i < points->n; i++)
        {
          guint8 own = state->labels[i];
          double away =
              state->counts[own] > 1 ? square_distance (points, i, state->centers + own * d) : -1;

          if (away > most)
            {
              most = away;
              farthest = i;
            }
        }
      note_change (points, farthest, state->labels[farthest], (guint8) c, state->sums, ignored);
      state->counts[state->labels[farthest]]--;
      state->counts[c]++;
      state->labels[farthest] = (guint8) c;
      for (guint j = 0; j < d; j++)
        state->centers[c * d + j] = points->columns[j][farthest];
    }
}

/* How far all centres moved, squared. */
static double
move_centers (CrmKMeansState *state)
{
  guint d = state->points->d;
  double shift = 0;

  fill_empty (state);
  for (guint c = 0; c < state->k; c++)
    for (guint j = 0; j < d; j++)
      {
        double mean = state->sums[c * d + j] / (double) state->counts[c];
        double away = mean - state->centers[c * d + j];

        shift += away * away;
        state->centers[c * d + j] = mean;
      }
  return shift;
}

gboolean
crm_kmeans_lloyd (CrmKMeansState *self, double tolerance, guint max_iterations,
                  CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error)
{
  const CrmPoints *points = self->points;
  gsize n_chunks = crm_parallel_n_chunks (points->n, CRM_KMEANS_CHUNK);
  g_autofree double *deltas = g_new (double, n_chunks * self->k * points->d);
  g_autofree gint64 *changes = g_new (gint64, n_chunks * (self->k + 1));
  Iteration iteration = { .state = self, .deltas = deltas, .changes = changes };
  gboolean done = TRUE;

  memset (self->labels, CRM_KMEANS_NO_LABEL, points->padded);
  memset (self->sums, 0, self->k * points->d * sizeof (double));
  memset (self->counts, 0, self->k * sizeof (gint64));
  self->converged = FALSE;
  crm_kmeans_tiles_init (&iteration.tiles, self->k, points->d);

  while (done && !self->converged && max_iterations-- > 0)
    {
      crm_kmeans_tiles_set (&iteration.tiles, self->centers);
      done = !crm_analytics_set_cancelled (context, error) &&
             run_chunks (parallel, points->n, assign_chunk, &iteration, error);
      if (!done)
        break;

      self->iterations++;
      self->converged = fold_changes (&iteration) == 0 || move_centers (self) <= tolerance;
    }

  crm_kmeans_tiles_clear (&iteration.tiles);
  return done;
}

static void
recount_chunk (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Iteration *iteration = data;
  CrmKMeansState *state = iteration->state;
  guint k = state->k, d = state->points->d;
  double *delta = iteration->deltas + chunk * k * d;
  gint64 *change = iteration->changes + chunk * (k + 1);

  memset (delta, 0, k * d * sizeof (double));
  memset (change, 0, (k + 1) * sizeof (gint64));
  change[k] = 1;
  for (gsize i = begin; i < end; i++)
    note_change (state->points, i, CRM_KMEANS_NO_LABEL, state->labels[i], delta, change);
}

void
crm_kmeans_recount (CrmKMeansState *self, CrmParallel *parallel)
{
  const CrmPoints *points = self->points;
  gsize n_chunks = crm_parallel_n_chunks (points->n, CRM_KMEANS_CHUNK);
  g_autofree double *deltas = g_new (double, n_chunks * self->k * points->d);
  g_autofree gint64 *changes = g_new (gint64, n_chunks * (self->k + 1));
  Iteration iteration = { .state = self, .deltas = deltas, .changes = changes };

  memset (self->sums, 0, self->k * points->d * sizeof (double));
  memset (self->counts, 0, self->k * sizeof (gint64));
  if (!run_chunks (parallel, points->n, recount_chunk, &iteration, NULL))
    return; /* cancelled: nobody will look */
  fold_changes (&iteration);
  move_centers (self);
}

static void
sum_chunk (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Iteration *iteration = data;
  CrmKMeansState *state = iteration->state;
  double sum = 0;

  for (gsize i = begin; i < end; i++)
    sum += square_distance (state->points, i, state->centers + state->labels[i] * state->points->d);
  iteration->squares[chunk] = sum;
}

double
crm_kmeans_inertia (const CrmKMeansState *self, CrmParallel *parallel)
{
  gsize n_chunks = crm_parallel_n_chunks (self->points->n, CRM_KMEANS_CHUNK);
  g_autofree double *squares = g_new0 (double, n_chunks);
  Iteration iteration = { .state = (CrmKMeansState *) self, .squares = squares };

  if (!run_chunks (parallel, self->points->n, sum_chunk, &iteration, NULL))
    return INFINITY;
  return crm_sum_pairwise (squares, n_chunks);
}

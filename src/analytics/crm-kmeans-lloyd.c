/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lloyd's iterations over fixed chunks. Each chunk notes the changes of sums it causes; they are
 * folded in chunk order, so the number of threads does not show. */

#include "config.h"

#include "crm-kmeans-lloyd.h"

#include <math.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* Beyond so many rows the sums follow the single precision copies, which assigning has just read, and are
 * taken again in double precision when that has come to rest: whole columns are then read twice in all, not
 * again for the few labels that change each time. */
#define MANY_ROWS 65536

/* Neighbours often share a group: each adds to sums of its own, so as not to wait for the one before. */
#define LANES      4
#define MOST_LANED 256

typedef struct
{
  CrmKMeansState *state;
  CrmKMeansTiles tiles;
  gboolean coarse; /* sums follow the single precision copies */
  guint lanes;     /* LANES, or 1: a power of two */
  guint width;     /* a group's part of a lane: the coordinates and the number of rows */
  double *deltas;  /* [chunk][lane][c][width] */
  gint64 *changes; /* [chunk]: changed labels */
  double *squares; /* [chunk] */
} Iteration;

static void
init_iteration (Iteration *self, CrmKMeansState *state)
{
  gsize n_chunks = crm_parallel_n_chunks (state->points->n, CRM_KMEANS_CHUNK);

  self->state = state;
  self->width = state->points->d + 1;
  self->lanes = state->k * self->width <= MOST_LANED ? LANES : 1;
  self->deltas = g_new (double, n_chunks * self->lanes * state->k * self->width);
  self->changes = g_new (gint64, n_chunks + 1);
}

static void
clear_iteration (Iteration *self)
{
  g_free (self->deltas);
  g_free (self->changes);
}

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

static inline __attribute__ ((always_inline)) double
get_value (const CrmPoints *points, gboolean coarse, guint j, gsize i)
{
  return coarse ? (double) points->singles[j][i] : points->columns[j][i];
}

/* Of row @i, to @delta [width]. */
static inline __attribute__ ((always_inline)) void
add_row (const CrmPoints *points, gboolean coarse, gsize i, double *restrict delta)
{
  for (guint j = 0; j < points->d; j++)
    delta[j] += get_value (points, coarse, j, i);
  delta[points->d] += 1;
}

static inline __attribute__ ((always_inline)) void
move_row (const CrmPoints *points, gboolean coarse, gsize i, double *restrict from,
          double *restrict to)
{
  for (guint j = 0; j < points->d; j++)
    {
      double x = get_value (points, coarse, j, i);

      to[j] += x;
      from[j] -= x;
    }
  to[points->d] += 1;
  from[points->d] -= 1;
}

#define BLOCK CRM_POINTS_BLOCK

/* Bits of the bytes in which @a and @b differ, of @n up to 64. */
static inline guint64
compare_bytes (const guint8 *a, const guint8 *b, gsize n)
{
  guint64 differ = 0;

#ifdef __SSE2__
  if (n == 64)
    {
      for (guint l = 0; l < 64; l += 16)
        {
          __m128i x = _mm_loadu_si128 ((const __m128i *) (const void *) (a + l));
          __m128i y = _mm_loadu_si128 ((const __m128i *) (const void *) (b + l));

          differ |= (guint64) (guint) _mm_movemask_epi8 (_mm_cmpeq_epi8 (x, y)) << l;
        }
      return ~differ;
    }
#endif
  for (gsize l = 0; l < n; l++)
    differ |= (guint64) (a[l] != b[l]) << l;
  return differ;
}

/* Rows of a block whose label changed, in order; 64 at a time, as a branch for each could not be foreseen.
 * Their values are asked for here, unless assigning has just read them. */
static guint
collect_changed (const Iteration *iteration, const guint8 *labels, const guint8 *fresh, gsize begin,
                 gsize end, guint16 *changed)
{
  const CrmPoints *points = iteration->state->points;
  guint n = 0;

  for (gsize i = begin; i < end; i += 64)
    {
      guint64 differ = compare_bytes (labels + (i - begin), fresh + (i - begin), MIN (64, end - i));

      for (; differ != 0; differ &= differ - 1)
        changed[n++] = (guint16) (i - begin + (guint) __builtin_ctzll (differ));
    }
  if (!iteration->coarse)
    for (guint i = 0; i < n; i++)
      for (guint j = 0; j < points->d; j++)
        __builtin_prefetch (points->columns[j] + begin + changed[i]);
  return n;
}

/* The deltas of @n of the rows from @begin on: @rows, or all of them when NULL; @old labels count unless
 * NULL. */
static inline __attribute__ ((always_inline)) void
add_changes (const Iteration *iteration, gboolean coarse, gsize begin, const guint16 *rows, guint n,
             const guint8 *old, const guint8 *fresh, double *deltas)
{
  const CrmPoints *points = iteration->state->points;
  guint width = iteration->width, lane_size = iteration->state->k * width;

  for (guint i = 0; i < n; i++)
    {
      guint row = rows != NULL ? rows[i] : i;
      double *delta = deltas + (i & (iteration->lanes - 1)) * lane_size;

      if (old == NULL)
        add_row (points, coarse, begin + row, delta + fresh[row] * width);
      else
        move_row (points, coarse, begin + row, delta + old[row] * width,
                  delta + fresh[row] * width);
    }
}

/* Brings the lanes of a chunk together in the first. */
static void
join_lanes (const Iteration *iteration, double *deltas)
{
  guint lane_size = iteration->state->k * iteration->width;

  for (guint lane = 1; lane < iteration->lanes; lane++)
    for (guint c = 0; c < lane_size; c++)
      deltas[c] += deltas[lane * lane_size + c];
}

static double *
start_deltas (const Iteration *iteration, gsize chunk)
{
  gsize size = (gsize) iteration->lanes * iteration->state->k * iteration->width;
  double *deltas = iteration->deltas + chunk * size;

  memset (deltas, 0, size * sizeof (double));
  return deltas;
}

static inline __attribute__ ((always_inline)) void
assign_blocks (Iteration *iteration, gboolean coarse, gsize chunk, gsize begin, gsize end)
{
  CrmKMeansState *state = iteration->state;
  double *deltas = start_deltas (iteration, chunk);
  guint8 fresh[BLOCK] __attribute__ ((aligned (8)));
  guint16 changed[BLOCK];
  gint64 n_changed = 0;

  for (gsize block = begin; block < end; block += BLOCK)
    {
      gsize stop = MIN (block + BLOCK, end);
      guint8 *labels = state->labels + block;
      guint n = (guint) (stop - block);

      crm_kmeans_assign (state->points, &iteration->tiles, block, stop, fresh);
      if (labels[0] == CRM_KMEANS_NO_LABEL)
        add_changes (iteration, coarse, block, NULL, n, NULL, fresh, deltas);
      else
        {
          n = collect_changed (iteration, labels, fresh, block, stop, changed);
          add_changes (iteration, coarse, block, changed, n, labels, fresh, deltas);
        }
      n_changed += n;
      memcpy (labels, fresh, stop - block);
    }
  join_lanes (iteration, deltas);
  iteration->changes[chunk] = n_changed;
}

static void
assign_chunk (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Iteration *iteration = data;

  if (iteration->coarse)
    assign_blocks (iteration, TRUE, chunk, begin, end);
  else
    assign_blocks (iteration, FALSE, chunk, begin, end);
}

static gint64
fold_changes (Iteration *iteration)
{
  CrmKMeansState *state = iteration->state;
  guint k = state->k, d = state->points->d, width = iteration->width;
  gsize n_chunks = crm_parallel_n_chunks (state->points->n, CRM_KMEANS_CHUNK);
  gint64 changed = 0;

  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    {
      const double *delta = iteration->deltas + chunk * iteration->lanes * k * width;

      if (iteration->changes[chunk] == 0)
        continue;
      for (guint c = 0; c < k; c++, delta += width)
        {
          for (guint j = 0; j < d; j++)
            state->sums[c * d + j] += delta[j];
          state->counts[c] += (gint64) delta[d];
        }
      changed += iteration->changes[chunk];
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
fill_empty (CrmKMeansState *state, gboolean coarse)
{
  const CrmPoints *points = state->points;
  guint d = points->d;

  for (guint c = 0; c < state->k; c++)
    {
      gsize farthest = 0;
      double most = -1;

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
      for (guint j = 0; j < d; j++)
        {
          double x = get_value (points, coarse, j, farthest);

          state->sums[c * d + j] += x;
          state->sums[state->labels[farthest] * d + j] -= x;
        }
      state->counts[state->labels[farthest]]--;
      state->counts[c]++;
      state->labels[farthest] = (guint8) c;
      for (guint j = 0; j < d; j++)
        state->centers[c * d + j] = points->columns[j][farthest];
    }
}

/* How far all centres moved, squared. */
static double
move_centers (CrmKMeansState *state, gboolean coarse)
{
  guint d = state->points->d;
  double shift = 0;

  fill_empty (state, coarse);
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

static void
recount_chunk (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Iteration *iteration = data;
  const guint8 *labels = iteration->state->labels;
  double *deltas = start_deltas (iteration, chunk);

  add_changes (iteration, FALSE, begin, NULL, (guint) (end - begin), NULL, labels + begin, deltas);
  join_lanes (iteration, deltas);
  iteration->changes[chunk] = 1;
}

/* Sums in double precision from the labels; how far the centres moved by it, squared, or NaN when cancelled. */
static double
recount (Iteration *iteration, CrmParallel *parallel, GError **error)
{
  CrmKMeansState *state = iteration->state;

  iteration->coarse = FALSE;
  memset (state->sums, 0, state->k * state->points->d * sizeof (double));
  memset (state->counts, 0, state->k * sizeof (gint64));
  if (!run_chunks (parallel, state->points->n, recount_chunk, iteration, error))
    return NAN;
  fold_changes (iteration);
  return move_centers (state, FALSE);
}

gboolean
crm_kmeans_lloyd (CrmKMeansState *self, double tolerance, guint max_iterations,
                  CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error)
{
  const CrmPoints *points = self->points;
  Iteration iteration = { .coarse = points->singles != NULL && points->n >= MANY_ROWS };
  gboolean done = TRUE;

  init_iteration (&iteration, self);
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
      self->converged =
          fold_changes (&iteration) == 0 || move_centers (self, iteration.coarse) <= tolerance;
      if (iteration.coarse && (self->converged || max_iterations == 0))
        {
          double shift = recount (&iteration, parallel, error);

          done = !isnan (shift);
          self->converged = self->converged && shift <= tolerance;
        }
    }

  crm_kmeans_tiles_clear (&iteration.tiles);
  clear_iteration (&iteration);
  return done;
}

void
crm_kmeans_recount (CrmKMeansState *self, CrmParallel *parallel)
{
  Iteration iteration = { 0 };

  /* Cancelled: nobody will look. */
  init_iteration (&iteration, self);
  recount (&iteration, parallel, NULL);
  clear_iteration (&iteration);
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

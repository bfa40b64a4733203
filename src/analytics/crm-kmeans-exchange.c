/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The exchange pass. Threads look for points that would gain with the centres as they stand; then one
 * thread moves them in order, looking again each time because the centres follow. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-kmeans-lloyd.h"

#define BLOCK      128
#define MAX_ROUNDS 100

/* With many rows single ones weigh little and a round costs as much as an iteration. */
#define MANY               20000
#define MAX_ROUNDS_OF_MANY 6

typedef struct
{
  CrmKMeansState *state;
  double *leave;   /* [c]: n / (n - 1), infinite for a group of one: it stays */
  double *join;    /* [c]: n / (n + 1) */
  double least;    /* gains below this are rounding */
  guint32 *movers; /* those of a chunk from its first row on */
  gsize *n_movers; /* [chunk] */
} Exchange;

static inline void
set_weights (Exchange *exchange, guint c)
{
  double count = (double) exchange->state->counts[c];

  exchange->leave[c] = count > 1 ? count / (count - 1) : 0;
  exchange->join[c] = count / (count + 1);
}

static inline __attribute__ ((always_inline)) void
find_movers_inline (Exchange *exchange, gsize chunk, gsize begin, gsize end)
{
  CrmKMeansState *state = exchange->state;
  const CrmPoints *points = state->points;
  guint d = points->d;
  double squares[BLOCK], leave[BLOCK], join[BLOCK];
  gsize found = 0;

  for (gsize block = begin; block < end; block += BLOCK)
    {
      gsize count = MIN (BLOCK, end - block);
      const guint8 *labels = state->labels + block;

      for (gsize i = 0; i < count; i++)
        {
          leave[i] = 0;
          join[i] = INFINITY;
        }
      for (guint c = 0; c < state->k; c++)
        {
          const double *center = state->centers + c * d;
          double out = exchange->leave[c], in = exchange->join[c];

          memset (squares, 0, sizeof squares);
          for (guint j = 0; j < d; j++)
            {
              const double *x = points->columns[j] + block;

              for (gsize i = 0; i < count; i++)
                squares[i] += (x[i] - center[j]) * (x[i] - center[j]);
            }
          for (gsize i = 0; i < count; i++)
            {
              gboolean own = labels[i] == c;
              double moved = squares[i] * in;

              leave[i] = own ? squares[i] * out : leave[i];
              join[i] = !own && moved < join[i] ? moved : join[i];
            }
        }
      for (gsize i = 0; i < count; i++)
        if (leave[i] - join[i] > exchange->least)
          exchange->movers[begin + found++] = (guint32) (block + i);
    }
  exchange->n_movers[chunk] = found;
}

#if defined(__x86_64__) && defined(__GNUC__)
static __attribute__ ((target ("avx2"))) void
find_movers_avx2 (Exchange *exchange, gsize chunk, gsize begin, gsize end)
{
  find_movers_inline (exchange, chunk, begin, end);
}
#endif

static void
find_movers (gsize chunk, gsize begin, gsize end, gpointer data)
{
#if defined(__x86_64__) && defined(__GNUC__)
  if (__builtin_cpu_supports ("avx2"))
    {
      find_movers_avx2 (data, chunk, begin, end);
      return;
    }
#endif
  find_movers_inline (data, chunk, begin, end);
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

static gboolean
try_move (Exchange *exchange, gsize row)
{
  CrmKMeansState *state = exchange->state;
  const CrmPoints *points = state->points;
  guint d = points->d, from = state->labels[row], to = from;
  double leave = exchange->leave[from] * square_distance (points, row, state->centers + from * d);
  double join = INFINITY;

  for (guint c = 0; c < state->k; c++)
    {
      double moved = exchange->join[c] * square_distance (points, row, state->centers + c * d);

      if (c != from && moved < join)
        {
          join = moved;
          to = c;
        }
    }
  if (!(leave - join > exchange->least))
    return FALSE;

  state->counts[from]--;
  state->counts[to]++;
  for (guint j = 0; j < d; j++)
    {
      double x = points->columns[j][row];

      state->sums[from * d + j] -= x;
      state->sums[to * d + j] += x;
      state->centers[from * d + j] = state->sums[from * d + j] / (double) state->counts[from];
      state->centers[to * d + j] = state->sums[to * d + j] / (double) state->counts[to];
    }
  set_weights (exchange, from);
  set_weights (exchange, to);
  state->labels[row] = (guint8) to;
  state->exchanges++;
  return TRUE;
}

static gboolean
run_round (Exchange *exchange, CrmParallel *parallel, const CrmAnalyticsContext *context,
           gboolean *moved, GError **error)
{
  gsize n = exchange->state->points->n;
  gsize n_chunks = crm_parallel_n_chunks (n, CRM_KMEANS_CHUNK);

  if (parallel != NULL)
    {
      if (!crm_parallel_run (parallel, n, CRM_KMEANS_CHUNK, find_movers, exchange, error))
        return FALSE;
    }
  else
    for (gsize chunk = 0; chunk < n_chunks; chunk++)
      find_movers (chunk, chunk * CRM_KMEANS_CHUNK, MIN ((chunk + 1) * CRM_KMEANS_CHUNK, n),
                   exchange);

  *moved = FALSE;
  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    {
      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
      for (gsize i = 0; i < exchange->n_movers[chunk]; i++)
        *moved |= try_move (exchange, exchange->movers[chunk * CRM_KMEANS_CHUNK + i]);
    }
  return TRUE;
}

gboolean
crm_kmeans_exchange (CrmKMeansState *self, CrmParallel *parallel,
                     const CrmAnalyticsContext *context, GError **error)
{
  gsize n_chunks = crm_parallel_n_chunks (self->points->n, CRM_KMEANS_CHUNK);
  g_autofree double *leave = g_new (double, self->k);
  g_autofree double *join = g_new (double, self->k);
  g_autofree guint32 *movers = g_new (guint32, self->points->n);
  g_autofree gsize *n_movers = g_new0 (gsize, n_chunks);
  Exchange exchange = {
    .state = self, .leave = leave, .join = join, .movers = movers, .n_movers = n_movers
  };
  guint max_rounds = self->points->n > MANY ? MAX_ROUNDS_OF_MANY : MAX_ROUNDS;
  gboolean done = TRUE, moved = TRUE;

  crm_kmeans_recount (self, parallel);
  exchange.least = 1e-12 * crm_kmeans_inertia (self, parallel) / (double) self->points->n;
  for (guint c = 0; c < self->k; c++)
    set_weights (&exchange, c);

  for (guint round = 0; done && moved && round < max_rounds; round++)
    done = !crm_analytics_set_cancelled (context, error) &&
           run_round (&exchange, parallel, context, &moved, error);

  if (done)
    crm_kmeans_recount (self, parallel);
  return done;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The exchange pass. Threads look for points that would gain with the centres as they stand; then one
 * thread moves them in order, looking again each time because the centres follow. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-kmeans-lloyd.h"

#define BLOCK      128
#define MAX_ROUNDS 100

typedef struct
{
  CrmKMeansState *state;
  double *leave;   /* [c]: n / (n - 1), infinite for a group of one: it stays */
  double *join;    /* [c]: n / (n + 1) */
  double least;    /* gains below this are rounding */
  GArray **movers; /* [chunk] of guint32 */
} Exchange;

static inline void
set_weights (Exchange *exchange, guint c)
{
  double count = (double) exchange->state->counts[c];

  exchange->leave[c] = count > 1 ? count / (count - 1) : 0;
  exchange->join[c] = count / (count + 1);
}

static void
find_movers (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Exchange *exchange = data;
  CrmKMeansState *state = exchange->state;
  const CrmPoints *points = state->points;
  guint d = points->d;
  double squares[BLOCK], leave[BLOCK], join[BLOCK];

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
          {
            guint32 row = (guint32) (block + i);

            g_array_append_val (exchange->movers[chunk], row);
          }
    }
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

  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    g_array_set_size (exchange->movers[chunk], 0);

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
      for (guint i = 0; i < exchange->movers[chunk]->len; i++)
        *moved |= try_move (exchange, g_array_index (exchange->movers[chunk], guint32, i));
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
  g_autofree GArray **movers = g_new (GArray *, n_chunks);
  Exchange exchange = { .state = self, .leave = leave, .join = join, .movers = movers };
  gboolean done = TRUE, moved = TRUE;

  crm_kmeans_recount (self, parallel);
  exchange.least = 1e-12 * crm_kmeans_inertia (self, parallel) / (double) self->points->n;
  for (guint c = 0; c < self->k; c++)
    set_weights (&exchange, c);
  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    movers[chunk] = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint round = 0; done && moved && round < MAX_ROUNDS; round++)
    done = !crm_analytics_set_cancelled (context, error) &&
           run_round (&exchange, parallel, context, &moved, error);

  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    g_array_unref (movers[chunk]);
  if (done)
    crm_kmeans_recount (self, parallel);
  return done;
}

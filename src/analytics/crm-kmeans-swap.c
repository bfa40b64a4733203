/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random swaps (Fränti, "Efficiency of random swap clustering", 2018): a centre is taken away and put
 * on a point far from the others; Lloyd and the exchange settle the rest. Trials of a round start from
 * the same centres, each with its own random numbers, so threads may share a round. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-kmeans-lloyd.h"

#define TRIALS       16
#define IDLE_ROUNDS  5
#define FIRST_STREAM (G_GUINT64_CONSTANT (1) << 32)

typedef struct
{
  const CrmPoints *points;
  guint k;
  const CrmKMeansSwap *limits;
  const CrmAnalyticsContext *context;
  const double *centers;
  const double *squares; /* of each point to its centre */
  double total;
  guint round;
  double *found;    /* [trial][c][j] */
  double *inertias; /* [trial] */
} Round;

static void
find_squares (Round *round, double *squares)
{
  const CrmPoints *points = round->points;
  guint d = points->d;

  round->total = 0;
  for (gsize i = 0; i < points->n; i++)
    {
      squares[i] = INFINITY;
      for (guint c = 0; c < round->k; c++)
        {
          double square = 0;

          for (guint j = 0; j < d; j++)
            {
              double away = points->columns[j][i] - round->centers[c * d + j];

              square += away * away;
            }
          squares[i] = MIN (squares[i], square);
        }
      round->total += squares[i];
    }
}

static gsize
draw_point (const Round *round, CrmRandom *random)
{
  double left = crm_random_double (random) * round->total;
  gsize i = 0;

  while (i + 1 < round->points->n && (left -= round->squares[i]) >= 0)
    i++;
  return i;
}

static void
try_swap (gsize trial, gsize begin, gsize end, gpointer data)
{
  Round *round = data;
  const CrmPoints *points = round->points;
  gsize size = round->k * points->d;
  g_autoptr (CrmKMeansState) state = crm_kmeans_state_new (points, round->k);
  CrmRandom random;
  gsize row;
  guint gone;

  crm_random_init (&random, round->limits->seed, FIRST_STREAM + round->round * TRIALS + trial);
  memcpy (state->centers, round->centers, size * sizeof (double));
  gone = (guint) crm_random_below (&random, round->k);
  row = draw_point (round, &random);
  for (guint j = 0; j < points->d; j++)
    state->centers[gone * points->d + j] = points->columns[j][row];

  if (!crm_kmeans_lloyd (state, round->limits->tolerance, round->limits->max_iterations, NULL,
                         round->context, NULL) ||
      !crm_kmeans_exchange (state, NULL, round->context, NULL))
    return;

  round->inertias[trial] = crm_kmeans_inertia (state, NULL);
  memcpy (round->found + trial * size, state->centers, size * sizeof (double));
}

gboolean
crm_kmeans_swap (const CrmPoints *points, guint k, const CrmKMeansSwap *limits, double *centers,
                 double inertia, CrmParallel *parallel, const CrmAnalyticsContext *context,
                 GError **error)
{
  gsize size = k * points->d;
  g_autofree double *squares = g_new (double, points->n);
  g_autofree double *found = g_new (double, TRIALS *size);
  double inertias[TRIALS];
  Round round = { .points = points,
                  .k = k,
                  .limits = limits,
                  .context = context,
                  .centers = centers,
                  .squares = squares,
                  .found = found,
                  .inertias = inertias };

  for (guint idle = 0; idle < IDLE_ROUNDS && round.round < limits->max_rounds; round.round++)
    {
      guint best = 0;

      if (idle == 0)
        find_squares (&round, squares);
      for (guint i = 0; i < TRIALS; i++)
        inertias[i] = INFINITY;
      if (!crm_parallel_run (parallel, TRIALS, 1, try_swap, &round, error))
        return FALSE;

      for (guint i = 0; i < TRIALS; i++)
        {
          if (!isfinite (inertias[i]))
            return crm_analytics_raise_cancelled (error);
          if (inertias[i] < inertias[best])
            best = i;
        }
      idle++;
      if (inertias[best] < inertia * (1 - 1e-9))
        {
          inertia = inertias[best];
          memcpy (centers, found + best * size, size * sizeof (double));
          idle = 0;
        }
    }
  return TRUE;
}

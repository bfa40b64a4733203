/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Restarts on a sample, the best continued on everything. Each restart is one chunk of work with its
 * own stream of random numbers. */

#include "config.h"

#include "crm-kmeans-fit.h"

#include <math.h>
#include <string.h>

#define SAMPLE       20000
#define MAX_RESTARTS 200

typedef struct
{
  const CrmPoints *points;
  const CrmKMeansOptions *options;
  const CrmAnalyticsContext *context;
  double tolerance;
  double start_tolerance;
  gboolean exchange;
  double *centers;  /* [restart][c][j] */
  double *inertias; /* [restart] */
} Restarts;

static guint
get_max_iterations (const CrmKMeansOptions *options)
{
  return options->max_iterations > 0 ? options->max_iterations : 300;
}

/* The mean variance of the columns; NaN when cancelled. */
static double
find_variance (const CrmPoints *points, const CrmAnalyticsContext *context)
{
  double sum = 0;

  for (guint j = 0; j < points->d; j++)
    for (gsize begin = 0; begin < points->n; begin += CRM_ANALYTICS_STRIDE)
      {
        gsize end = MIN (begin + CRM_ANALYTICS_STRIDE, points->n);

        if (crm_analytics_cancelled (context))
          return NAN;
        for (gsize i = begin; i < end; i++)
          sum += points->columns[j][i] * points->columns[j][i];
      }
  return sum / (double) points->n / points->d;
}

static gsize
get_sample (const CrmKMeansOptions *options)
{
  return MAX (options->sample > 0 ? options->sample : SAMPLE, options->k);
}

/* Many rows would go on for hundreds of iterations that move a centre in its seventh digit. */
static double
find_tolerance (const CrmPoints *points, const CrmKMeansOptions *options,
                const CrmAnalyticsContext *context)
{
  double tolerance = options->tolerance;

  if (!(tolerance > 0) && points->n > get_sample (options))
    tolerance = 1e-8;
  return tolerance > 0 ? tolerance * find_variance (points, context) : 0;
}

static void
run_restart (gsize restart, gsize begin, gsize end, gpointer data)
{
  Restarts *restarts = data;
  const CrmKMeansOptions *options = restarts->options;
  g_autoptr (CrmKMeansState) state = crm_kmeans_state_new (restarts->points, options->k);
  gsize size = options->k * restarts->points->d;
  CrmRandom random;

  crm_random_init (&random, options->seed, restart + 1);
  crm_kmeans_seed (state, &random);
  if (!crm_kmeans_lloyd (state, restarts->start_tolerance, get_max_iterations (options), NULL,
                         restarts->context, NULL) ||
      (restarts->exchange && !crm_kmeans_exchange (state, NULL, restarts->context, NULL)))
    return;

  restarts->inertias[restart] = crm_kmeans_inertia (state, NULL);
  memcpy (restarts->centers + restart * size, state->centers, size * sizeof (double));
}

/* Few points leave Lloyd more traps in proportion and cost little: how often @budget operations pay
 * for a start. */
static guint
divide_budget (const CrmPoints *points, const CrmKMeansOptions *options, double budget, guint least,
               guint most)
{
  double cost = (double) points->n * points->d * options->k * 30;

  return (guint) CLAMP (budget / MAX (cost, 1), least, most);
}

static guint
choose_restarts (const CrmPoints *points, const CrmKMeansOptions *options)
{
  return options->restarts > 0 ? options->restarts
                               : divide_budget (points, options, 1.5e8, 10, MAX_RESTARTS);
}

static guint
take_best (double *inertias, guint n, double *inertia)
{
  guint best = 0;

  for (guint i = 1; i < n; i++)
    if (inertias[i] < inertias[best])
      best = i;
  *inertia = inertias[best];
  inertias[best] = INFINITY;
  return best;
}

/* From given centres, on all points. */
static CrmKMeansState *
refine (const CrmPoints *points, const double *centers, const CrmKMeansOptions *options,
        double tolerance, CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmKMeansState) state = crm_kmeans_state_new (points, options->k);

  memcpy (state->centers, centers, options->k * points->d * sizeof (double));
  if (crm_analytics_set_cancelled (context, error) ||
      !crm_kmeans_lloyd (state, tolerance, get_max_iterations (options), parallel, context, error))
    return NULL;
  return g_steal_pointer (&state);
}

static CrmKMeansState *
refine_start (const CrmPoints *points, const CrmKMeansOptions *options, double tolerance,
              CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error)
{
  g_autofree double *centers = g_new (double, options->k * points->d);

  for (guint c = 0; c < options->k; c++)
    for (guint j = 0; j < points->d; j++)
      centers[c * points->d + j] =
          (options->start[c * points->d + j] - points->offset[j]) / points->scale;
  return refine (points, centers, options, tolerance, parallel, context, error);
}

static gboolean
run_restarts (Restarts *restarts, guint n_restarts, CrmParallel *parallel, GError **error)
{
  if (parallel != NULL)
    {
      if (!crm_parallel_run (parallel, n_restarts, 1, run_restart, restarts, error))
        return FALSE;
    }
  else
    for (guint i = 0; i < n_restarts; i++)
      run_restart (i, i, i + 1, restarts);

  /* A restart that stopped half-way left no figure. */
  for (guint i = 0; i < n_restarts; i++)
    if (!isfinite (restarts->inertias[i]))
      return crm_analytics_raise_cancelled (error);
  return TRUE;
}

static gboolean
search_swaps (const Restarts *restarts, double *centers, double inertia, CrmParallel *parallel,
              GError **error)
{
  const CrmKMeansOptions *options = restarts->options;
  CrmKMeansSwap limits = { .tolerance = restarts->tolerance,
                           .max_iterations = get_max_iterations (options),
                           .seed = options->seed };

  /* A caller that counts restarts wants no more than those. */
  if (options->restarts > 0 || options->k < 2 || parallel == NULL)
    return TRUE;

  limits.max_rounds = divide_budget (restarts->points, options, 4e7, 1, 60);
  return crm_kmeans_swap (restarts->points, options->k, &limits, centers, inertia, parallel,
                          restarts->context, error);
}

static CrmKMeansState *
refine_best (const CrmPoints *points, Restarts *restarts, guint n_restarts, CrmParallel *parallel,
             const CrmAnalyticsContext *context, GError **error)
{
  const CrmKMeansOptions *options = restarts->options;
  guint rounds = restarts->exchange ? 1 : options->refine > 0 ? options->refine : 2;
  g_autoptr (CrmKMeansState) best = NULL;
  double least = INFINITY;

  for (guint round = 0; round < MIN (rounds, n_restarts); round++)
    {
      double inertia;
      guint restart = take_best (restarts->inertias, n_restarts, &inertia);
      double *centers = restarts->centers + restart * options->k * points->d;
      g_autoptr (CrmKMeansState) state = NULL;

      if (restarts->exchange && !search_swaps (restarts, centers, inertia, parallel, error))
        return NULL;
      state = refine (points, centers, options, restarts->tolerance, parallel, context, error);
      if (state == NULL)
        return NULL;
      inertia = crm_kmeans_inertia (state, parallel);
      if (best == NULL || inertia < least)
        {
          CrmKMeansState *worse = g_steal_pointer (&best);

          best = g_steal_pointer (&state);
          state = worse;
          least = inertia;
        }
      crm_analytics_progress (context, 0.5 + 0.4 * (round + 1) / rounds);
    }
  return g_steal_pointer (&best);
}

static CrmKMeansState *
search (const CrmPoints *points, const CrmKMeansOptions *options, double tolerance,
        CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmPoints) sample = NULL;
  g_autofree double *centers = NULL;
  g_autofree double *inertias = NULL;
  gsize limit = get_sample (options);
  Restarts restarts = {
    .points = points, .options = options, .context = context, .tolerance = tolerance
  };
  guint n_restarts;

  if (points->n > limit)
    {
      CrmRandom random;
      gsize drawn;
      g_autofree guint32 *rows = NULL;

      crm_random_init (&random, options->seed, 0);
      rows = crm_points_draw (points->n, limit, &random, context, &drawn, error);
      if (rows == NULL)
        return NULL;
      restarts.points = sample = crm_points_pick (points, rows, drawn);
      crm_points_add_singles (sample, NULL, NULL);
    }

  /* Starts on a sample only have to be told apart. */
  if (sample != NULL)
    restarts.start_tolerance = MAX (tolerance, 1e-6 * find_variance (points, context));
  n_restarts = choose_restarts (restarts.points, options);
  restarts.exchange = sample == NULL && !options->no_exchange;
  restarts.centers = centers = g_new (double, n_restarts * options->k * points->d);
  restarts.inertias = inertias = g_new (double, n_restarts);
  for (guint i = 0; i < n_restarts; i++)
    inertias[i] = INFINITY;

  if (!run_restarts (&restarts, n_restarts, parallel, error))
    return NULL;
  crm_analytics_progress (context, 0.5);
  return refine_best (points, &restarts, n_restarts, parallel, context, error);
}

CrmKMeansState *
crm_kmeans_fit (const CrmPoints *points, const CrmKMeansOptions *options, CrmParallel *parallel,
                const CrmAnalyticsContext *context, GError **error)
{
  double tolerance = find_tolerance (points, options, context);
  g_autoptr (CrmKMeansState) state =
      options->start != NULL ? refine_start (points, options, tolerance, parallel, context, error)
                             : search (points, options, tolerance, parallel, context, error);

  if (state == NULL ||
      (!options->no_exchange && !crm_kmeans_exchange (state, parallel, context, error)))
    return NULL;
  return g_steal_pointer (&state);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Resampling. Replicates are chunks of the shared thread team, each writes its own slot. No
 * state, any thread. */

#include "config.h"

#include "crm-bootstrap.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-distributions.h"
#include "crm-moments.h"
#include "crm-order.h"
#include "crm-quantile.h"

#define BLOCK          65536
#define MAX_JACKKNIFE  1000
#define MIN_JACKKNIFE  50
#define JACKKNIFE_WORK 100000000 /* values to look at, in all */

typedef struct
{
  const double *sorted;
  gsize n;
  gsize n_groups; /* of the jackknife */
  CrmBootstrapFunc statistic;
  gpointer data;
  guint64 seed;
  double *replicates;
  double *jackknife;
  const CrmAnalyticsContext *context;
} Work;

double
crm_bootstrap_mean (double *values, gsize n, const CrmAnalyticsContext *context, gpointer data)
{
  return crm_sum_pairwise (values, n) / n;
}

double
crm_bootstrap_quantile (double *values, gsize n, const CrmAnalyticsContext *context, gpointer data)
{
  return crm_order_quantile (values, n, *(const double *) data, context);
}

double
crm_bootstrap_median (double *values, gsize n, const CrmAnalyticsContext *context, gpointer data)
{
  double half = 0.5;

  return crm_bootstrap_quantile (values, n, context, &half);
}

static void
replicate_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Work *work = data;
  g_autofree double *sample = g_new (double, work->n);

  for (gsize b = begin; b < end; b++)
    {
      CrmRandom random;

      crm_random_init (&random, work->seed, b);
      for (gsize i = 0; i < work->n; i++)
        {
          if (i % BLOCK == 0 && crm_analytics_cancelled (work->context))
            return;
          sample[i] = work->sorted[crm_random_below (&random, work->n)];
        }
      work->replicates[b] = work->statistic (sample, work->n, work->context, work->data);
    }
}

static void
leave_out_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Work *work = data;
  g_autofree double *sample = g_new (double, work->n);

  for (gsize g = begin; g < end; g++)
    {
      gsize kept = 0;

      for (gsize i = 0; i < work->n; i++)
        {
          if (i % BLOCK == 0 && crm_analytics_cancelled (work->context))
            return;
          if (i % work->n_groups != g)
            sample[kept++] = work->sorted[i];
        }
      work->jackknife[g] = work->statistic (sample, kept, work->context, work->data);
    }
}

static double
compute_acceleration (const double *jackknife, gsize n)
{
  double mean = crm_sum_exact (jackknife, n) / n, squares = 0, cubes = 0;

  for (gsize i = 0; i < n; i++)
    {
      double d = mean - jackknife[i];

      squares += d * d;
      cubes += d * d * d;
    }

  return squares > 0 ? cubes / (6 * pow (squares, 1.5)) : 0;
}

/* The percentiles Efron's (1987) correction reads instead of (1 -+ level) / 2. */
static gboolean
find_percentiles (const CrmBootstrap *result, double level, double *p)
{
  for (int side = 0; side < 2; side++)
    {
      double z = result->z0 + crm_normal_quantile (side == 0 ? 0.5 - level / 2 : 0.5 + level / 2);
      double scale = 1 - result->acceleration * z;

      if (!isfinite (z) || !(scale > 0))
        return FALSE;
      p[side] = crm_normal_cdf (result->z0 + z / scale);
    }

  return TRUE;
}

static void
read_intervals (Work *work, gsize n_replicates, double level, CrmBootstrap *result)
{
  const double *r = work->replicates;
  gsize below = 0, equal = 0;
  double p[2];

  for (gsize b = 0; b < n_replicates; b++)
    {
      below += r[b] < result->estimate;
      equal += r[b] == result->estimate;
    }
  result->constant = r[0] == r[n_replicates - 1];
  result->percentile_lower =
      crm_quantile_of_sorted (r, n_replicates, 0.5 - level / 2, CRM_QUANTILE_GUMBEL);
  result->percentile_upper =
      crm_quantile_of_sorted (r, n_replicates, 0.5 + level / 2, CRM_QUANTILE_GUMBEL);
  result->lower = result->percentile_lower;
  result->upper = result->percentile_upper;

  /* Half of the ties count as below: discrete statistics would otherwise look biased. */
  result->z0 = crm_normal_quantile ((below + 0.5 * equal) / n_replicates);
  result->acceleration = compute_acceleration (work->jackknife, work->n_groups);
  result->bca = find_percentiles (result, level, p);
  if (!result->bca)
    return;
  result->lower = crm_quantile_of_sorted (r, n_replicates, p[0], CRM_QUANTILE_GUMBEL);
  result->upper = crm_quantile_of_sorted (r, n_replicates, p[1], CRM_QUANTILE_GUMBEL);
}

static gboolean
sort_values (const double *values, gsize n, double *sorted, const CrmAnalyticsContext *context,
             GError **error)
{
  g_autofree guint32 *order = crm_order_values (values, n, sorted, context, error);

  return order != NULL;
}

static gboolean
check_request (const double *values, gsize n, gsize n_replicates, double level,
               const CrmAnalyticsContext *context, GError **error)
{
  if (n < 2)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR,
                           n == 0 ? CRM_ANALYTICS_ERROR_EMPTY : CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("Resampling needs two values or more"));
      return FALSE;
    }
  if (!(level > 0 && level < 1) || n_replicates < 100 || n_replicates > 1000000)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("The level must lie between 0 and 1, the replicates between 100 and "
                              "1000000"));
      return FALSE;
    }

  return crm_analytics_check_values (context, values, n, -INFINITY, _ ("value"), error);
}

/* One run over the chunks, a cancellation inside the last ones included. */
static gboolean
run (Work *work, gsize n, gsize chunk, CrmParallelFunc func, GError **error)
{
  return crm_parallel_for (work->context, n, chunk, func, work, error) &&
         !crm_analytics_set_cancelled (work->context, error);
}

gboolean
crm_bootstrap (const double *values, gsize n, CrmBootstrapFunc statistic, gpointer data,
               gsize n_replicates, double level, guint64 seed, const CrmAnalyticsContext *context,
               CrmBootstrap *result, GError **error)
{
  g_autofree double *sorted = NULL, *copy = NULL, *replicates = NULL, *jackknife = NULL;
  Work work = { .n = n, .statistic = statistic, .data = data, .seed = seed, .context = context };
  CrmBootstrap estimate = { 0 };
  CrmMoments moments;

  if (!check_request (values, n, n_replicates, level, context, error))
    return FALSE;

  sorted = g_new (double, n);
  if (!sort_values (values, n, sorted, context, error))
    return FALSE;
  work.sorted = sorted;
  work.n_groups = MIN (n, MIN (MAX_JACKKNIFE, MAX (MIN_JACKKNIFE, JACKKNIFE_WORK / n)));
  work.replicates = replicates = g_new0 (double, n_replicates);
  work.jackknife = jackknife = g_new0 (double, work.n_groups);
  if (!run (&work, n_replicates, CLAMP (BLOCK / n, 1, 64), replicate_cb, error) ||
      !run (&work, work.n_groups, CLAMP (BLOCK / n, 1, 64), leave_out_cb, error))
    return FALSE;

  copy = g_memdup2 (sorted, n * sizeof *sorted);
  estimate.estimate = statistic (copy, n, context, data);
  if (!crm_moments (replicates, n_replicates, _ ("statistic"), context, &moments, error) ||
      !sort_values (replicates, n_replicates, replicates, context, error))
    return FALSE;
  estimate.se = sqrt (moments.variance);
  estimate.bias = moments.mean - estimate.estimate;
  read_intervals (&work, n_replicates, level, &estimate);

  *result = estimate;
  return TRUE;
}

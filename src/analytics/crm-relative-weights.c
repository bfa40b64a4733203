/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Johnson's relative weights from the correlation matrix, whose entries are exact sums: neither row
 * order nor the number of threads shows. No state, any thread. */

#include "config.h"

#include "crm-relative-weights.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-eigen.h"
#include "crm-moments.h"

#define MAX_DRIVERS 1000
#define BLOCK       65536

typedef struct
{
  const double *const *drivers;
  const double *outcome;
  gsize n;
  gsize n_columns; /* the drivers, then the outcome */
  const CrmMoments *moments;
  double *correlations; /* n_columns x n_columns */
  const CrmAnalyticsContext *context;
  const char *const *names; /* (nullable): of the drivers */
} Work;

static const double *
get_column (const Work *work, gsize j)
{
  return j + 1 == work->n_columns ? work->outcome : work->drivers[j];
}

/* Correlations of column @begin with all before it; one column is one chunk. */
static void
correlate_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Work *work = data;
  const CrmMoments *a = &work->moments[begin];
  const double *x = get_column (work, begin);

  for (gsize j = 0; j <= begin; j++)
    {
      const CrmMoments *b = &work->moments[j];
      const double *y = get_column (work, j);
      double scale = sqrt (a->variance) * sqrt (b->variance), r = 1;
      CrmExactSum sum;

      crm_exact_sum_init (&sum);
      for (gsize i = 0; i < work->n && j < begin; i++)
        {
          if (i % BLOCK == 0 && crm_analytics_cancelled (work->context))
            return;
          crm_exact_sum_add (&sum, (x[i] - a->mean) * (y[i] - b->mean));
        }
      if (j < begin)
        r = CLAMP (crm_exact_sum_value (&sum) / (work->n - 1) / scale, -1, 1);
      work->correlations[begin * work->n_columns + j] = r;
      work->correlations[j * work->n_columns + begin] = r;
    }
}

static gboolean
describe_columns (Work *work, CrmMoments *moments, GError **error)
{
  for (gsize j = 0; j < work->n_columns; j++)
    {
      g_autofree char *name = j + 1 == work->n_columns ? g_strdup (_ ("outcome"))
                              : work->names != NULL ? g_strdup_printf (_ ("“%s”"), work->names[j])
                                                    : g_strdup_printf (_ ("driver %zu"), j + 1);

      if (!crm_moments (get_column (work, j), work->n, name, work->context, &moments[j], error))
        return FALSE;
      if (!(moments[j].variance > 0))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("%s: never varies"), name);
          return FALSE;
        }
    }

  return TRUE;
}

/* Johnson (2000): with R = V D V' and L = V sqrt (D) V', the outcome's coefficients on the best
 * orthogonal stand-ins are b = L^-1 r, and driver j owns sum over k of L_jk^2 b_k^2. */
static gboolean
weigh_drivers (const Work *work, CrmRelativeWeights *result)
{
  gsize p = work->n_columns - 1;
  g_autofree double *matrix = g_new (double, p *p), *vectors = g_new (double, p *p);
  g_autofree double *values = g_new (double, p), *beta = g_new0 (double, p);

  for (gsize i = 0; i < p; i++)
    for (gsize j = 0; j < p; j++)
      matrix[i * p + j] = work->correlations[i * work->n_columns + j];
  if (!crm_eigen_symmetric (matrix, p, values, vectors))
    return FALSE;
  while (result->rank < p && values[result->rank] > 1e-10 * values[0])
    result->rank++;

  for (gsize m = 0; m < result->rank; m++)
    {
      double projected = 0;

      for (gsize i = 0; i < p; i++)
        projected += vectors[i * p + m] * result->correlations[i];
      for (gsize i = 0; i < p; i++)
        beta[i] += vectors[i * p + m] * projected / sqrt (values[m]);
    }
  for (gsize j = 0; j < p; j++)
    for (gsize k = 0; k < p; k++)
      {
        double loading = 0;

        for (gsize m = 0; m < result->rank; m++)
          loading += vectors[j * p + m] * sqrt (values[m]) * vectors[k * p + m];
        result->weights[j] += loading * loading * beta[k] * beta[k];
      }
  for (gsize j = 0; j < p; j++)
    result->r_squared += result->weights[j];
  for (gsize j = 0; j < p; j++)
    result->shares[j] = result->r_squared > 0 ? result->weights[j] / result->r_squared : NAN;

  return TRUE;
}

CrmRelativeWeights *
crm_relative_weights_new (const double *const *drivers, gsize n_drivers, const char *const *names,
                          const double *outcome, gsize n, const CrmAnalyticsContext *context,
                          GError **error)
{
  g_autoptr (CrmRelativeWeights) result = NULL;
  g_autofree CrmMoments *moments = NULL;
  g_autofree double *correlations = NULL;
  Work work = { drivers, outcome, n, n_drivers + 1 };

  if (n_drivers == 0 || n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("No drivers or no rows"));
      return NULL;
    }
  if (n_drivers > MAX_DRIVERS || n <= n_drivers + 1)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR,
                   n_drivers > MAX_DRIVERS ? CRM_ANALYTICS_ERROR_TOO_LARGE
                                           : CRM_ANALYTICS_ERROR_TOO_FEW,
                   _ ("%zu drivers with %zu rows"), n_drivers, n);
      return NULL;
    }

  moments = g_new (CrmMoments, work.n_columns);
  correlations = g_new0 (double, work.n_columns *work.n_columns);
  work.moments = moments;
  work.correlations = correlations;
  work.context = context;
  work.names = names;
  if (!describe_columns (&work, moments, error) ||
      !crm_parallel_for (context, work.n_columns, 1, correlate_cb, &work, error) ||
      crm_analytics_set_cancelled (context, error))
    return NULL;

  result = g_new0 (CrmRelativeWeights, 1);
  result->n = n;
  result->n_drivers = n_drivers;
  result->weights = g_new0 (double, n_drivers);
  result->shares = g_new0 (double, n_drivers);
  result->correlations =
      g_memdup2 (&correlations[n_drivers * work.n_columns], n_drivers * sizeof *correlations);
  if (!weigh_drivers (&work, result))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_NOT_CONVERGED,
                           _ ("The correlations could not be decomposed"));
      return NULL;
    }

  return g_steal_pointer (&result);
}

void
crm_relative_weights_free (CrmRelativeWeights *self)
{
  if (self == NULL)
    return;
  g_free (self->weights);
  g_free (self->shares);
  g_free (self->correlations);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quantiles of a sorted copy. No state, any thread. */

#include "config.h"

#include "crm-quantile.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-order.h"

double
crm_quantile_of_sorted (const double *sorted, gsize n, double probability, CrmQuantileType type)
{
  /* clang-format off */
  /* Hyndman and Fan (1996), section 3: k = alpha + p (n + 1 - alpha - beta). */
  static const double plotting[][2] = {
    [CRM_QUANTILE_LINEAR_CDF] = { 0, 1 },
    [CRM_QUANTILE_HAZEN] = { 0.5, 0.5 },
    [CRM_QUANTILE_WEIBULL] = { 0, 0 },
    [CRM_QUANTILE_GUMBEL] = { 1, 1 },
    [CRM_QUANTILE_MEDIAN_UNBIASED] = { 1 / 3.0, 1 / 3.0 },
    [CRM_QUANTILE_NORMAL_UNBIASED] = { 3 / 8.0, 3 / 8.0 },
  };
  /* clang-format on */
  double alpha = plotting[type][0], beta = plotting[type][1];
  double position = alpha + probability * (n + 1 - alpha - beta), below, rest;
  gsize i;

  /* A position a rounding error short of an order statistic is that order statistic. */
  below = floor (position + 4 * DBL_EPSILON * MAX (1, position));
  rest = position - below;
  if (below < 1)
    return sorted[0];
  if (below >= n)
    return sorted[n - 1];

  i = (gsize) below;
  if (fabs (rest) <= 4 * DBL_EPSILON * MAX (1, position) || sorted[i] == sorted[i - 1])
    return sorted[i - 1];
  return (1 - rest) * sorted[i - 1] + rest * sorted[i];
}

gboolean
crm_quantiles (const double *values, gsize n, const double *probabilities, gsize n_probabilities,
               CrmQuantileType type, const CrmAnalyticsContext *context, double *quantiles,
               GError **error)
{
  g_autofree double *sorted = NULL;
  g_autofree guint32 *order = NULL;

  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("No values"));
      return FALSE;
    }
  if (type < CRM_QUANTILE_LINEAR_CDF || type > CRM_QUANTILE_NORMAL_UNBIASED)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("The quantile type is one of 4 to 9"));
      return FALSE;
    }
  for (gsize i = 0; i < n_probabilities; i++)
    if (!(probabilities[i] >= 0 && probabilities[i] <= 1))
      {
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                     _ ("%g is not a probability"), probabilities[i]);
        return FALSE;
      }
  if (!crm_analytics_check_values (context, values, n, -INFINITY, _ ("value"), error))
    return FALSE;

  sorted = g_new (double, n);
  order = crm_order_values (values, n, sorted, context, error);
  if (order == NULL)
    return FALSE;
  for (gsize i = 0; i < n_probabilities; i++)
    quantiles[i] = crm_quantile_of_sorted (sorted, n, probabilities[i], type);

  return TRUE;
}

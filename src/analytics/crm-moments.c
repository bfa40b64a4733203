/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two passes of exact sums, the second corrected for the rounding of the mean (Chan, Golub and
 * LeVeque, 1983, equation 1.7). No state, any thread. */

#include "config.h"

#include "crm-moments.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BLOCK 65536

static gboolean
sum_powers (const double *values, gsize n, double centre, double *first, double *second,
            const CrmAnalyticsContext *context, GError **error)
{
  CrmExactSum sum, squares;

  crm_exact_sum_init (&sum);
  crm_exact_sum_init (&squares);
  for (gsize i = 0; i < n; i++)
    {
      double d = values[i] - centre;

      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      crm_exact_sum_add (&sum, d);
      if (second != NULL)
        crm_exact_sum_add (&squares, d * d);
    }
  *first = crm_exact_sum_value (&sum);
  if (second != NULL)
    *second = crm_exact_sum_value (&squares);

  return TRUE;
}

gboolean
crm_moments (const double *values, gsize n, const char *what, const CrmAnalyticsContext *context,
             CrmMoments *result, GError **error)
{
  CrmMoments moments = { .n = n, .variance = NAN };
  double sum, rest, squares;

  if (n == 0)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("%s: no values"),
                   what);
      return FALSE;
    }
  if (!crm_analytics_check_values (context, values, n, -INFINITY, what, error) ||
      !sum_powers (values, n, 0, &sum, NULL, context, error))
    return FALSE;

  moments.mean = sum / n;
  if (!sum_powers (values, n, moments.mean, &rest, &squares, context, error))
    return FALSE;
  if (n > 1)
    moments.variance = MAX (0, (squares - rest * rest / n) / (n - 1));
  if (!isfinite (moments.mean) || (n > 1 && !isfinite (moments.variance)))
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("%s: values too large"), what);
      return FALSE;
    }

  *result = moments;
  return TRUE;
}

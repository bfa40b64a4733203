/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Welch's test. No state, any thread. */

#include "config.h"

#include "crm-mean-test.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-distributions.h"

gboolean
crm_welch_from_moments (const CrmMoments *a, const CrmMoments *b, double level, CrmWelch *result,
                        GError **error)
{
  CrmWelch test = { .a = *a, .b = *b };
  double part_a, part_b, half;

  if (!(level > 0 && level < 1))
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("The level must lie between 0 and 1, not %g"), level);
      return FALSE;
    }
  if (a->n < 2 || b->n < 2)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("Each group needs two values or more"));
      return FALSE;
    }
  if (!isfinite (a->mean) || !isfinite (b->mean) || !(a->variance >= 0) || !(b->variance >= 0) ||
      isinf (a->variance) || isinf (b->variance))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                           _ ("Means must be finite and variances 0 or more"));
      return FALSE;
    }

  part_a = a->variance / a->n;
  part_b = b->variance / b->n;
  test.difference = a->mean - b->mean;
  test.se = sqrt (part_a + part_b);
  if (!(test.se > 0))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                           _ ("Neither group varies: the test is not defined"));
      return FALSE;
    }

  part_a /= part_a + part_b;
  part_b = 1 - part_a;
  test.df = 1 / (part_a * part_a / (a->n - 1) + part_b * part_b / (b->n - 1));
  test.t = test.difference / test.se;
  test.p_value = crm_t_two_sided (test.t, test.df);
  half = test.se * crm_t_quantile (0.5 + level / 2, test.df);
  test.lower = test.difference - half;
  test.upper = test.difference + half;
  test.effect = test.difference / sqrt ((a->variance + b->variance) / 2);

  *result = test;
  return TRUE;
}

gboolean
crm_welch (const double *a, gsize n_a, const double *b, gsize n_b, double level,
           const CrmAnalyticsContext *context, CrmWelch *result, GError **error)
{
  CrmMoments moments_a, moments_b;

  if (!crm_moments (a, n_a, _ ("a"), context, &moments_a, error) ||
      !crm_moments (b, n_b, _ ("b"), context, &moments_b, error))
    return FALSE;

  return crm_welch_from_moments (&moments_a, &moments_b, level, result, error);
}

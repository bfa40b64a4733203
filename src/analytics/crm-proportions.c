/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests and intervals on counts. No state, any thread. */

#include "config.h"

#include "crm-proportions.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-distributions.h"

static gboolean
check_counts (gint64 successes, gint64 trials, double level, GError **error)
{
  if (successes < 0 || trials < 0 || successes > trials)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("%lld of %lld is not a share"), (long long) successes, (long long) trials);
      return FALSE;
    }
  if (trials == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("No trials"));
      return FALSE;
    }
  if (!(level > 0 && level < 1))
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("The level must lie between 0 and 1, not %g"), level);
      return FALSE;
    }

  return TRUE;
}

gboolean
crm_share_wilson (gint64 successes, gint64 trials, double level, CrmShare *result, GError **error)
{
  double n = trials, p, z, centre, half;

  if (!check_counts (successes, trials, level, error))
    return FALSE;

  p = successes / n;
  z = crm_normal_quantile (0.5 + level / 2);
  centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  half = z * sqrt (p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);

  /* At the ends the formula gives exactly 0 or 1 but for rounding. */
  result->share = p;
  result->lower = successes == 0 ? 0 : MAX (0, centre - half);
  result->upper = successes == trials ? 1 : MIN (1, centre + half);
  return TRUE;
}

gboolean
crm_two_proportions (gint64 successes_a, gint64 trials_a, gint64 successes_b, gint64 trials_b,
                     double level, CrmTwoProportions *result, GError **error)
{
  CrmTwoProportions test = { 0 };
  CrmShare a, b;
  double pooled, pooled_error, error_a, error_b, z;

  if (!crm_share_wilson (successes_a, trials_a, level, &a, error) ||
      !crm_share_wilson (successes_b, trials_b, level, &b, error))
    return FALSE;

  z = crm_normal_quantile (0.5 + level / 2);
  test.share_a = a.share;
  test.share_b = b.share;
  test.difference = a.share - b.share;
  test.lower = test.difference - hypot (a.share - a.lower, b.upper - b.share);
  test.upper = test.difference + hypot (a.upper - a.share, b.share - b.lower);

  error_a = a.share * (1 - a.share) / trials_a;
  error_b = b.share * (1 - b.share) / trials_b;
  test.wald_lower = test.difference - z * sqrt (error_a + error_b);
  test.wald_upper = test.difference + z * sqrt (error_a + error_b);
  test.lift = successes_b > 0 ? test.difference / b.share : NAN;

  pooled = ((double) successes_a + successes_b) / ((double) trials_a + trials_b);
  pooled_error = sqrt (pooled * (1 - pooled) * (1.0 / trials_a + 1.0 / trials_b));
  test.degenerate = !(pooled_error > 0);
  test.z = test.degenerate ? 0 : test.difference / pooled_error;
  test.p_value = crm_normal_two_sided (test.z);

  *result = test;
  return TRUE;
}

static gboolean
check_arms (const gint64 *counts, const double *shares, gsize n_arms, double *total, double *weight,
            GError **error)
{
  if (n_arms < 2)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("A ratio needs two groups or more"));
      return FALSE;
    }

  *total = *weight = 0;
  for (gsize i = 0; i < n_arms; i++)
    {
      double share = shares == NULL ? 1 : shares[i];

      if (counts[i] < 0 || !(share > 0) || !isfinite (share))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                       _ ("Group %zu: counts must be 0 or more and shares positive"), i + 1);
          return FALSE;
        }
      *total += counts[i];
      *weight += share;
    }
  if (*total > 0)
    return TRUE;

  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                       _ ("All groups are empty"));
  return FALSE;
}

gboolean
crm_sample_ratio (const gint64 *counts, const double *shares, gsize n_arms, double threshold,
                  CrmSampleRatio *result, GError **error)
{
  CrmSampleRatio check = { .least_expected = INFINITY };
  double total, weight;

  if (!(threshold > 0 && threshold < 1))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("The threshold must lie between 0 and 1"));
      return FALSE;
    }
  if (!check_arms (counts, shares, n_arms, &total, &weight, error))
    return FALSE;

  for (gsize i = 0; i < n_arms; i++)
    {
      double expected = total * (shares == NULL ? 1 : shares[i]) / weight;
      double d = counts[i] - expected;

      check.chi2 += d * d / expected;
      check.least_expected = MIN (check.least_expected, expected);
    }
  check.total = total;
  check.df = n_arms - 1;
  check.p_value = crm_chi2_sf (check.chi2, check.df);
  check.mismatch = check.p_value < threshold;

  *result = check;
  return TRUE;
}

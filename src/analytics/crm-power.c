/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Power by formula, sizes and effects by bisection on it: power rises with both. No state, any
 * thread. */

#include "config.h"

#include "crm-power.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-distributions.h"

#define MAX_SIZE 1e15

static gboolean
set_parameter_error (GError **error, const char *message)
{
  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER, message);
  return FALSE;
}

static gboolean
check_design (double ratio, double alpha, double power, GError **error)
{
  if (!(ratio > 0) || !isfinite (ratio))
    return set_parameter_error (error, _ ("The ratio of group sizes must be positive"));
  if (!(alpha > 0 && alpha < 1))
    return set_parameter_error (error, _ ("The significance level must lie between 0 and 1"));
  if (!(power > alpha && power < 1))
    return set_parameter_error (error,
                                _ ("The power must lie between the significance level and 1"));

  return TRUE;
}

static gboolean
check_shares (double share_a, double share_b, GError **error)
{
  if (!(share_a >= 0 && share_a <= 1) || !(share_b >= 0 && share_b <= 1))
    return set_parameter_error (error, _ ("Shares must lie between 0 and 1"));

  return TRUE;
}

static double
compute_share_power (double a, double b, double n, double ratio, double alpha)
{
  double z = crm_normal_quantile (1 - alpha / 2);
  double pooled = (a + ratio * b) / (1 + ratio);
  double null_error = sqrt (pooled * (1 - pooled) * (1 + 1 / ratio) / n);
  double error = sqrt ((a * (1 - a) + b * (1 - b) / ratio) / n);
  double d = fabs (a - b);

  if (!(error > 0))
    return d > z * null_error ? 1 : d > 0 ? 0 : alpha;
  return crm_normal_cdf ((d - z * null_error) / error) +
         crm_normal_cdf ((-d - z * null_error) / error);
}

static double
compute_mean_power (double effect, double n, double ratio, double alpha)
{
  double df = n * (1 + ratio) - 2;
  double ncp = fabs (effect) * sqrt (n * ratio / (1 + ratio));
  double limit = crm_t_quantile (1 - alpha / 2, df);

  return 1 - crm_noncentral_t_cdf (limit, df, ncp) + crm_noncentral_t_cdf (-limit, df, ncp);
}

gboolean
crm_power_proportions (double share_a, double share_b, double n_a, double ratio, double alpha,
                       double *power, GError **error)
{
  if (!check_shares (share_a, share_b, error) ||
      !check_design (ratio, alpha, (1 + alpha) / 2, error))
    return FALSE;
  if (!(n_a > 0) || n_a > MAX_SIZE)
    return set_parameter_error (error, _ ("The group size must be positive"));

  *power = compute_share_power (share_a, share_b, n_a, ratio, alpha);
  return TRUE;
}

static gboolean
check_mean_size (double n_a, double ratio, GError **error)
{
  if (!(n_a > 0) || n_a > MAX_SIZE || !(n_a * (1 + ratio) > 2))
    return set_parameter_error (error, _ ("Means need more than two people in all"));

  return TRUE;
}

gboolean
crm_power_means (double difference, double sd, double n_a, double ratio, double alpha,
                 double *power, GError **error)
{
  if (!check_design (ratio, alpha, (1 + alpha) / 2, error) || !check_mean_size (n_a, ratio, error))
    return FALSE;
  if (!(sd > 0) || !isfinite (sd) || !isfinite (difference))
    return set_parameter_error (error, _ ("The standard deviation must be positive"));

  *power = compute_mean_power (difference / sd, n_a, ratio, alpha);
  return TRUE;
}

gboolean
crm_power_size_proportions (double share_a, double share_b, double ratio, double alpha,
                            double power, double *n_a, GError **error)
{
  double low = 0, high = 1;

  if (!check_shares (share_a, share_b, error) || !check_design (ratio, alpha, power, error))
    return FALSE;
  if (share_a == share_b)
    return set_parameter_error (error, _ ("Equal shares cannot be told apart"));

  while (compute_share_power (share_a, share_b, high, ratio, alpha) < power && high < MAX_SIZE)
    high *= 2;
  if (high >= MAX_SIZE)
    return set_parameter_error (error, _ ("The difference is too small for any size"));
  for (int i = 0; i < 200 && high - low > 1e-13 * high; i++)
    {
      double middle = 0.5 * (low + high);

      if (compute_share_power (share_a, share_b, middle, ratio, alpha) < power)
        low = middle;
      else
        high = middle;
    }

  *n_a = high;
  return TRUE;
}

gboolean
crm_power_size_means (double difference, double sd, double ratio, double alpha, double power,
                      double *n_a, GError **error)
{
  double low = 2 / (1 + ratio), high = 2 * low + 2;

  if (!check_design (ratio, alpha, power, error))
    return FALSE;
  if (!(sd > 0) || !isfinite (sd) || !isfinite (difference) || difference == 0)
    return set_parameter_error (error,
                                _ ("The difference must not be 0 and the deviation positive"));

  while (compute_mean_power (difference / sd, high, ratio, alpha) < power && high < MAX_SIZE)
    high *= 2;
  if (high >= MAX_SIZE)
    return set_parameter_error (error, _ ("The difference is too small for any size"));
  for (int i = 0; i < 200 && high - low > 1e-12 * high; i++)
    {
      double middle = 0.5 * (low + high);

      if (compute_mean_power (difference / sd, middle, ratio, alpha) < power)
        low = middle;
      else
        high = middle;
    }

  *n_a = high;
  return TRUE;
}

/* The share nearest to @share on the side of @end that is seen, or NAN. */
static double
find_share (double share, double end, double n, double ratio, double alpha, double power)
{
  double low = share, high = end;

  if (share == end || compute_share_power (share, end, n, ratio, alpha) < power)
    return NAN;
  for (int i = 0; i < 200; i++)
    {
      double middle = 0.5 * (low + high);

      if (compute_share_power (share, middle, n, ratio, alpha) < power)
        low = middle;
      else
        high = middle;
    }

  return high;
}

gboolean
crm_power_effect_proportions (double share_a, double n_a, double ratio, double alpha, double power,
                              double *share_above, double *share_below, GError **error)
{
  double above, below;

  if (!check_shares (share_a, share_a, error) || !check_design (ratio, alpha, power, error))
    return FALSE;
  if (!(n_a > 0) || n_a > MAX_SIZE)
    return set_parameter_error (error, _ ("The group size must be positive"));

  above = find_share (share_a, 1, n_a, ratio, alpha, power);
  below = find_share (share_a, 0, n_a, ratio, alpha, power);
  if (isnan (above) && isnan (below))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("No difference can be seen with so few people"));
      return FALSE;
    }

  *share_above = above;
  *share_below = below;
  return TRUE;
}

gboolean
crm_power_effect_means (double sd, double n_a, double ratio, double alpha, double power,
                        double *difference, GError **error)
{
  double low = 0, high = 1;

  if (!check_design (ratio, alpha, power, error) || !check_mean_size (n_a, ratio, error))
    return FALSE;
  if (!(sd > 0) || !isfinite (sd))
    return set_parameter_error (error, _ ("The standard deviation must be positive"));

  while (compute_mean_power (high, n_a, ratio, alpha) < power && high < 1e6)
    high *= 2;
  if (high >= 1e6)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("No difference can be seen with so few people"));
      return FALSE;
    }
  for (int i = 0; i < 200; i++)
    {
      double middle = 0.5 * (low + high);

      if (compute_mean_power (middle, n_a, ratio, alpha) < power)
        low = middle;
      else
        high = middle;
    }

  *difference = high * sd;
  return TRUE;
}

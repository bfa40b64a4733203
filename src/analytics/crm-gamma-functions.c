/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Special functions of the lifetime models. No state: any thread may call them. */

#include "config.h"

#include "crm-gamma-functions.h"

#include <math.h>

/* The terms of log Gamma that Stirling's leading part leaves: sum B_2k / (2k (2k-1) x^(2k-1)). */
static double
stirling_rest (double x)
{
  double y = 1.0 / (x * x);

  return (1.0 / 12.0 - y * (1.0 / 360.0 -
                            y * (1.0 / 1260.0 -
                                 y * (1.0 / 1680.0 - y * (1.0 / 1188.0 - y * 691.0 / 360360.0))))) /
         x;
}

double
crm_log_gamma (double x)
{
  int sign;

  return lgamma_r (x, &sign);
}

double
crm_log_gamma_ratio (double b, double x)
{
  if (x == 0.0)
    return 0.0;
  if (b < 50.0 || b + x < 50.0)
    return crm_log_gamma (b + x) - crm_log_gamma (b);

  return x * log (b) + ((b + x - 0.5) * log1p (x / b) - x) +
         (stirling_rest (b + x) - stirling_rest (b));
}

double
crm_digamma (double x)
{
  double below = 0.0;
  double y;

  if (!(x > 0.0))
    return NAN;
  for (; x < 10.0; x += 1.0)
    below += 1.0 / x;
  y = 1.0 / (x * x);
  return log (x) - 0.5 / x -
         y * (1.0 / 12.0 -
              y * (1.0 / 120.0 -
                   y * (1.0 / 252.0 -
                        y * (1.0 / 240.0 - y * (1.0 / 132.0 - y * 691.0 / 32760.0))))) -
         below;
}

double
crm_digamma_difference (double b, double x)
{
  double c = b + x;
  double y, z;

  if (x == 0.0)
    return 0.0;
  if (b < 50.0 || c < 50.0)
    return crm_digamma (c) - crm_digamma (b);

  y = 1.0 / (b * b);
  z = 1.0 / (c * c);
  return log1p (x / b) + 0.5 * (1.0 / b - 1.0 / c) + (y - z) / 12.0 - (y * y - z * z) / 120.0 +
         (y * y * y - z * z * z) / 252.0;
}

/* Sum of (a)_n (b)_n / ((c)_n n!) z^n. Returns its logarithm, or NaN where the sum is not positive,
 * lost more than six digits to cancellation or needs more than max_terms terms. */
static double
sum_series (double a, double b, double c, double z, guint max_terms)
{
  double term = 1.0, sum = 1.0, size = 1.0, offset = 0.0, rest = 0.0;

  for (guint n = 0; n < max_terms; n++)
    {
      double ratio = (a + n) * (b + n) / ((c + n) * (1.0 + n)) * z;
      double add, next;

      term *= ratio;
      size += fabs (term);
      add = term - rest;
      next = sum + add;
      rest = (next - sum) - add;
      sum = next;
      if (size > 1e250)
        {
          term *= 1e-250;
          sum *= 1e-250;
          rest *= 1e-250;
          size *= 1e-250;
          offset += 250.0 * G_LN10;
        }
      /* The rest of the series is at most a geometric one once the ratio has settled below 1. */
      if (term == 0.0 || (fabs (ratio) < 1.0 && n > fmax (-a, -b) &&
                          fabs (term) * fmax (fabs (ratio), z) <
                              1e-17 * fabs (sum) * (1.0 - fmax (fabs (ratio), z))))
        return sum > 1e-6 * size ? offset + log (sum) : NAN;
    }
  return NAN;
}

double
crm_log_hyp2f1 (double a, double b, double c, double z)
{
  double p = c - a, q = c - b;
  double value = NAN;

  if (!(a > 0.0) || !(b > 0.0) || !(c > 0.0) || !(z >= 0.0) || !(z < 1.0) || isinf (a) ||
      isinf (b) || isinf (c))
    return NAN;
  if (z == 0.0)
    return 0.0;

  /* Gauss' series has only positive terms. Euler's dies off faster when a + b > c, but alternates
   * while p + n or q + n is negative, so it is kept to few such terms. */
  if (a + b > c && p > -8.0 && q > -8.0)
    {
      value = sum_series (p, q, c, z, 10000000);
      if (!isnan (value))
        return value - (a + b - c) * log1p (-z);
    }
  return sum_series (a, b, c, z, 10000000);
}

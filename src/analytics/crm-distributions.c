/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Distribution functions behind every test and interval of this folder. Pure functions, no state,
 * any thread. The leading factors of the incomplete gamma and beta functions use Loader's saddle
 * point form ("Fast and Accurate Computation of Binomial Probabilities", 2000): differences of
 * log-gammas would lose ten digits once the parameters reach millions. */

#include "crm-distributions.h"

#include <float.h>
#include <math.h>

#define MAX_TERMS 400000
#define TINY      1e-300

/* lgamma () writes a global sign; threads must not. */
static double
compute_log_gamma (double x)
{
  int sign;

  return lgamma_r (x, &sign);
}

/* Loader (2000): log (n!) minus Stirling's leading terms. */
static double
compute_stirling_error (double n)
{
  double nn = n * n;

  if (n <= 15)
    return compute_log_gamma (n + 1) - (n + 0.5) * log (n) + n - 0.5 * log (2 * G_PI);

  return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - 1 / 1188.0 / nn) / nn) / nn) / nn) /
         n;
}

/* Loader (2000): the deviance part x log (x / mean) + mean - x without cancellation. */
static double
compute_deviance (double x, double mean)
{
  double v, sum, term;

  if (fabs (x - mean) >= 0.1 * (x + mean))
    return x * log (x / mean) + mean - x;

  v = (x - mean) / (x + mean);
  sum = (x - mean) * v;
  term = 2 * x * v;
  v *= v;
  for (int j = 1; j < 1000; j++)
    {
      double next;

      term *= v;
      next = sum + term / (2 * j + 1);
      if (next == sum)
        break;
      sum = next;
    }

  return sum;
}

/* x^a e^-x / Gamma (a + 1) */
static double
compute_gamma_factor (double a, double x)
{
  if (a < 1e-3)
    return exp (a * log (x) - x - compute_log_gamma (a + 1));
  return exp (-compute_stirling_error (a) - compute_deviance (a, x)) / sqrt (2 * G_PI * a);
}

static double
sum_gamma_series (double a, double x)
{
  double term = 1, sum = 1;

  for (int n = 1; n < MAX_TERMS; n++)
    {
      term *= x / (a + n);
      sum += term;
      if (term < sum * DBL_EPSILON)
        break;
    }

  return sum * compute_gamma_factor (a, x);
}

static double
evaluate_gamma_fraction (double a, double x)
{
  double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d;

  for (int i = 1; i < MAX_TERMS; i++)
    {
      double an = -i * (i - a), delta;

      b += 2;
      d = an * d + b;
      d = fabs (d) < TINY ? 1 / TINY : 1 / d;
      c = b + an / c;
      c = fabs (c) < TINY ? TINY : c;
      delta = c * d;
      h *= delta;
      if (fabs (delta - 1) < DBL_EPSILON)
        break;
    }

  return h * compute_gamma_factor (a, x) * a;
}

double
crm_gamma_p (double a, double x)
{
  if (!(a > 0) || !isfinite (a) || isnan (x) || x < 0)
    return NAN;
  if (x == 0)
    return 0;
  if (isinf (x))
    return 1;

  return x < a + 1 ? sum_gamma_series (a, x) : 1 - evaluate_gamma_fraction (a, x);
}

double
crm_gamma_q (double a, double x)
{
  if (!(a > 0) || !isfinite (a) || isnan (x) || x < 0)
    return NAN;
  if (x == 0)
    return 1;
  if (isinf (x))
    return 0;

  return x < a + 1 ? 1 - sum_gamma_series (a, x) : evaluate_gamma_fraction (a, x);
}

/* x^a y^b / (a B (a, b)) */
static double
compute_beta_factor (double a, double b, double x, double y)
{
  double n = a + b;

  if (a < 1e-3 || b < 1e-3)
    return exp (a * log (x) + b * log (y) - compute_log_gamma (a) - compute_log_gamma (b) +
                compute_log_gamma (n)) /
           a;

  return exp (compute_stirling_error (n) - compute_stirling_error (a) - compute_stirling_error (b) -
              compute_deviance (a, n * x) - compute_deviance (b, n * y)) *
         sqrt (b / (2 * G_PI * a * n));
}

static double
evaluate_beta_fraction (double a, double b, double x)
{
  double c = 1, d = 1 - (a + b) * x / (a + 1), h;

  d = 1 / (fabs (d) < TINY ? TINY : d);
  h = d;
  for (int m = 1; m < MAX_TERMS; m++)
    {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      double delta;

      d = 1 + even * d;
      d = 1 / (fabs (d) < TINY ? TINY : d);
      c = 1 + even / c;
      c = fabs (c) < TINY ? TINY : c;
      h *= d * c;

      d = 1 + odd * d;
      d = 1 / (fabs (d) < TINY ? TINY : d);
      c = 1 + odd / c;
      c = fabs (c) < TINY ? TINY : c;
      delta = d * c;
      h *= delta;
      if (fabs (delta - 1) < 2 * DBL_EPSILON)
        break;
    }

  return h;
}

double
crm_beta_inc (double a, double b, double x, double y)
{
  if (!(a > 0) || !(b > 0) || !isfinite (a) || !isfinite (b) || !(x >= 0) || !(y >= 0))
    return NAN;
  if (x == 0)
    return 0;
  if (y == 0)
    return 1;

  if (x <= (a + 1) / (a + b + 2))
    return compute_beta_factor (a, b, x, y) * evaluate_beta_fraction (a, b, x);
  return 1 - compute_beta_factor (b, a, y, x) * evaluate_beta_fraction (b, a, y);
}

double
crm_normal_cdf (double z)
{
  return 0.5 * erfc (-z * M_SQRT1_2);
}

double
crm_normal_sf (double z)
{
  return 0.5 * erfc (z * M_SQRT1_2);
}

double
crm_normal_two_sided (double z)
{
  return erfc (fabs (z) * M_SQRT1_2);
}

static double
evaluate_ratio (const double *numerator, const double *denominator, double r)
{
  double top = numerator[7], bottom = denominator[7];

  for (int i = 6; i >= 0; i--)
    {
      top = top * r + numerator[i];
      bottom = bottom * r + denominator[i];
    }

  return top / bottom;
}

/* clang-format off */
/* Wichura (1988), AS 241, PPND16: centre, middle and tail, numerator and denominator. */
static const double ppnd16[6][8] = {
  { 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
    4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3 },
  { 1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
    2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3 },
  { 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
    1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4 },
  { 1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9 },
  { 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7 },
  { 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15 },
};
/* clang-format on */

double
crm_normal_quantile (double p)
{
  double q = p - 0.5, r, z;

  if (!(p >= 0 && p <= 1))
    return NAN;
  if (p == 0 || p == 1)
    return p == 0 ? -INFINITY : INFINITY;

  if (fabs (q) <= 0.425)
    return q * evaluate_ratio (ppnd16[0], ppnd16[1], 0.180625 - q * q);

  r = sqrt (-log (q < 0 ? p : 1 - p));
  z = r <= 5 ? evaluate_ratio (ppnd16[2], ppnd16[3], r - 1.6)
             : evaluate_ratio (ppnd16[4], ppnd16[5], r - 5);

  return q < 0 ? -z : z;
}

double
crm_chi2_cdf (double x, double df)
{
  return x <= 0 && df > 0 ? 0 : crm_gamma_p (df / 2, x / 2);
}

double
crm_chi2_sf (double x, double df)
{
  return x <= 0 && df > 0 ? 1 : crm_gamma_q (df / 2, x / 2);
}

/* Bisection on the tail that is smaller, which keeps relative accuracy at both ends. */
double
crm_chi2_quantile (double p, double df)
{
  double low = 0, high = MAX (1, df);

  if (!(p >= 0 && p <= 1) || !(df > 0) || !isfinite (df))
    return NAN;
  if (p == 0 || p == 1)
    return p == 0 ? 0 : INFINITY;

  while (crm_chi2_cdf (high, df) < p && high < 1e300)
    high *= 2;
  for (int i = 0; i < 1100 && high - low > 4 * DBL_EPSILON * high; i++)
    {
      double middle = 0.5 * (low + high);
      gboolean below = p < 0.5 ? crm_chi2_cdf (middle, df) < p : crm_chi2_sf (middle, df) > 1 - p;

      if (below)
        low = middle;
      else
        high = middle;
    }

  return 0.5 * (low + high);
}

double
crm_t_two_sided (double t, double df)
{
  double square = t * t;

  if (!(df > 0) || isnan (t))
    return NAN;
  if (isinf (df))
    return crm_normal_two_sided (t);
  if (isinf (square))
    return 0;

  return crm_beta_inc (df / 2, 0.5, df / (df + square), square / (df + square));
}

double
crm_t_sf (double t, double df)
{
  double half = 0.5 * crm_t_two_sided (t, df);

  return t > 0 ? half : 1 - half;
}

double
crm_t_cdf (double t, double df)
{
  return crm_t_sf (-t, df);
}

double
crm_t_quantile (double p, double df)
{
  double tail, low = 0, high = 1;

  if (!(p >= 0 && p <= 1) || !(df > 0))
    return NAN;
  if (p == 0 || p == 1)
    return p == 0 ? -INFINITY : INFINITY;
  if (p == 0.5)
    return 0;

  tail = p < 0.5 ? p : 1 - p;
  while (crm_t_sf (high, df) > tail && high < 1e150)
    high *= 2;
  for (int i = 0; i < 1100 && high - low > 4 * DBL_EPSILON * high; i++)
    {
      double middle = 0.5 * (low + high);

      if (crm_t_sf (middle, df) > tail)
        low = middle;
      else
        high = middle;
    }

  return p < 0.5 ? -0.5 * (low + high) : 0.5 * (low + high);
}

double
crm_f_cdf (double x, double df1, double df2)
{
  double scaled = df1 * x;

  if (!(df1 > 0) || !(df2 > 0) || isnan (x))
    return NAN;
  if (x <= 0 || isinf (x))
    return x <= 0 ? 0 : 1;

  return crm_beta_inc (df1 / 2, df2 / 2, scaled / (scaled + df2), df2 / (scaled + df2));
}

double
crm_f_sf (double x, double df1, double df2)
{
  double scaled = df1 * x;

  if (!(df1 > 0) || !(df2 > 0) || isnan (x))
    return NAN;
  if (x <= 0 || isinf (x))
    return x <= 0 ? 1 : 0;

  return crm_beta_inc (df2 / 2, df1 / 2, df2 / (scaled + df2), scaled / (scaled + df2));
}

/* Lenth's series for t > 0: the part of the probability between 0 and t. */
static double
sum_noncentral_series (double t, double df, double ncp)
{
  double x = t * t / (t * t + df), y = df / (t * t + df);
  double a = 0.5, b = 0.5 * df, lambda = ncp * ncp;
  double p = 0.5 * exp (-0.5 * lambda), q = sqrt (2 / G_PI) * p * ncp, s = 0.5 - p;
  double power = exp (b * log (y)), odd = crm_beta_inc (a, b, x, y);
  double odd_step = 2 * compute_beta_factor (a, b, x, y) * a;
  double even = -expm1 (b * log (y)), even_step = b * x * power, sum = p * odd + q * even;

  for (int n = 1; n < 10000; n++)
    {
      a += 1;
      odd -= odd_step;
      even -= even_step;
      odd_step *= x * (a + b - 1) / a;
      even_step *= x * (a + b - 0.5) / (a + 0.5);
      p *= lambda / (2 * n);
      q *= lambda / (2 * n + 1);
      s -= p;
      sum += p * odd + q * even;
      if (fabs (2 * s * (odd - odd_step)) < 1e-14 && n > lambda / 2)
        break;
    }

  return sum;
}

double
crm_noncentral_t_cdf (double t, double df, double ncp)
{
  double s, value;

  if (!(df > 0) || isnan (t) || !isfinite (ncp))
    return NAN;
  if (isinf (t))
    return t > 0 ? 1 : 0;
  if (t < 0)
    return 1 - crm_noncentral_t_cdf (-t, df, -ncp);

  if (fabs (ncp) > 37.6 || df > 4e5)
    {
      s = 1 / (4 * df);
      return crm_normal_cdf ((t * (1 - s) - ncp) / sqrt (1 + t * t * 2 * s));
    }

  value = crm_normal_cdf (-ncp);
  if (t > 0)
    value += sum_noncentral_series (t, df, ncp);

  return CLAMP (value, 0, 1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Jacobi's method: slower than others, and exact to the last digits for the dozen features met
 * here. No state, any thread. */

#include "crm-eigen.h"

#include <float.h>
#include <math.h>

static double
sum_off_diagonal (const double *a, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      sum += a[i * n + j] * a[i * n + j];

  return sum;
}

static void
rotate (double *a, double *v, gsize n, gsize p, gsize q)
{
  double theta, t, c, s;

  if (a[p * n + q] == 0)
    return;
  theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
  t = (theta >= 0 ? 1 : -1) / (fabs (theta) + hypot (theta, 1));
  c = 1 / hypot (t, 1);
  s = t * c;

  for (gsize k = 0; k < n; k++)
    {
      double x = a[k * n + p], y = a[k * n + q];

      a[k * n + p] = c * x - s * y;
      a[k * n + q] = s * x + c * y;
    }
  for (gsize k = 0; k < n; k++)
    {
      double x = a[p * n + k], y = a[q * n + k];

      a[p * n + k] = c * x - s * y;
      a[q * n + k] = s * x + c * y;
      x = v[k * n + p];
      y = v[k * n + q];
      v[k * n + p] = c * x - s * y;
      v[k * n + q] = s * x + c * y;
    }
}

static void
sort_values (double *values, double *vectors, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize best = i;

      for (gsize j = i + 1; j < n; j++)
        if (values[j] > values[best])
          best = j;
      if (best == i)
        continue;
      for (gsize k = 0; k < n; k++)
        {
          double x = vectors[k * n + i];

          vectors[k * n + i] = vectors[k * n + best];
          vectors[k * n + best] = x;
        }
      {
        double x = values[i];

        values[i] = values[best];
        values[best] = x;
      }
    }
}

gboolean
crm_eigen_symmetric (double *a, gsize n, double *values, double *vectors)
{
  double scale = 0, limit;
  int sweep;

  for (gsize i = 0; i < n * n; i++)
    {
      scale = MAX (scale, fabs (a[i]));
      vectors[i] = i % (n + 1) == 0;
      if (!isfinite (a[i]))
        return FALSE;
    }

  limit = scale * DBL_EPSILON * scale * DBL_EPSILON * n;
  for (sweep = 0; sweep < 60 && sum_off_diagonal (a, n) > limit; sweep++)
    for (gsize p = 0; p + 1 < n; p++)
      for (gsize q = p + 1; q < n; q++)
        rotate (a, vectors, n, p, q);

  for (gsize i = 0; i < n; i++)
    values[i] = a[i * n + i];
  sort_values (values, vectors, n);
  return sweep < 60;
}

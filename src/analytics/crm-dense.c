/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cholesky and what follows from it. Stateless. */

#include "config.h"

#include "crm-dense.h"

#include <float.h>
#include <math.h>
#include <string.h>

gboolean
crm_cholesky (double *a, gsize n)
{
  for (gsize j = 0; j < n; j++)
    {
      double diagonal = a[j * n + j];
      double pivot = diagonal;

      for (gsize k = 0; k < j; k++)
        pivot -= a[j * n + k] * a[j * n + k];
      if (!(pivot > (double) n * DBL_EPSILON * diagonal) || !isfinite (pivot))
        return FALSE;

      pivot = sqrt (pivot);
      a[j * n + j] = pivot;
      for (gsize i = j + 1; i < n; i++)
        {
          double sum = a[i * n + j];

          for (gsize k = 0; k < j; k++)
            sum -= a[i * n + k] * a[j * n + k];
          a[i * n + j] = sum / pivot;
        }
    }

  return TRUE;
}

void
crm_cholesky_solve (const double *l, gsize n, double *b)
{
  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < i; k++)
        b[i] -= l[i * n + k] * b[k];
      b[i] /= l[i * n + i];
    }

  for (gsize i = n; i-- > 0;)
    {
      for (gsize k = i + 1; k < n; k++)
        b[i] -= l[k * n + i] * b[k];
      b[i] /= l[i * n + i];
    }
}

void
crm_cholesky_inverse (const double *l, gsize n, double *inverse)
{
  g_autofree double *column = g_new (double, n);

  for (gsize j = 0; j < n; j++)
    {
      memset (column, 0, n * sizeof (double));
      column[j] = 1;
      crm_cholesky_solve (l, n, column);
      for (gsize i = 0; i < n; i++)
        inverse[i * n + j] = column[i];
    }
}

double
crm_cholesky_log_det (const double *l, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += 2 * log (l[i * n + i]);
  return sum;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starting centres: each next one is the best of a few drawn by squared distance from those there. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-kmeans-lloyd.h"

/* Squared distances to row @row, no more than those in @nearest; returns their sum. */
static double
measure (const CrmPoints *points, gsize row, const double *nearest, double *squares)
{
  gsize n = points->n;
  double sum = 0;

  memset (squares, 0, n * sizeof (double));
  for (guint j = 0; j < points->d; j++)
    {
      const double *x = points->columns[j];
      double center = x[row];

      for (gsize i = 0; i < n; i++)
        squares[i] += (x[i] - center) * (x[i] - center);
    }
  for (gsize i = 0; i < n; i++)
    {
      squares[i] = MIN (squares[i], nearest[i]);
      sum += squares[i];
    }
  return sum;
}

static gsize
draw (const double *weights, gsize n, double total, CrmRandom *random)
{
  double left = crm_random_double (random) * total;
  gsize last = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (weights[i] <= 0)
        continue;
      last = i;
      left -= weights[i];
      if (left < 0)
        return i;
    }
  return last;
}

void
crm_kmeans_seed (CrmKMeansState *self, CrmRandom *random)
{
  const CrmPoints *points = self->points;
  gsize n = points->n;
  guint candidates = 2 + (guint) log (self->k);
  g_autofree double *nearest = g_new (double, n);
  g_autofree double *squares = g_new (double, n);
  g_autofree double *best = g_new (double, n);
  gsize row = crm_random_below (random, n);
  double total;

  for (gsize i = 0; i < n; i++)
    nearest[i] = INFINITY;
  total = measure (points, row, nearest, best);

  for (guint c = 0;; c++)
    {
      double least = INFINITY;
      double *kept = nearest;

      nearest = best;
      best = kept;
      for (guint j = 0; j < points->d; j++)
        self->centers[c * points->d + j] = points->columns[j][row];
      if (c + 1 == self->k)
        return;

      for (guint candidate = 0; candidate < candidates; candidate++)
        {
          gsize drawn = draw (nearest, n, total, random);
          double sum = measure (points, drawn, nearest, squares);

          if (sum >= least)
            continue;
          least = sum;
          row = drawn;
          kept = best;
          best = squares;
          squares = kept;
        }
      total = least;
    }
}

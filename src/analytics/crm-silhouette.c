/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Silhouettes of a sample: every drawn row against all drawn rows. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-kmeans.h"
#include "crm-points.h"

#define CHUNK 64

typedef struct
{
  const CrmPoints *sample;
  const guint8 *labels; /* of the sample */
  const gsize *sizes;
  guint k;
  double *silhouettes;
} Silhouettes;

static void
measure_rows (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Silhouettes *s = data;
  const CrmPoints *points = s->sample;
  g_autofree double *squares = g_new (double, points->n);
  double sums[256];

  for (gsize row = begin; row < end; row++)
    {
      guint8 own = s->labels[row];
      double inside, outside = INFINITY;

      memset (squares, 0, points->n * sizeof (double));
      for (guint j = 0; j < points->d; j++)
        {
          const double *x = points->columns[j];
          double center = x[row];

          for (gsize i = 0; i < points->n; i++)
            squares[i] += (x[i] - center) * (x[i] - center);
        }
      memset (sums, 0, s->k * sizeof (double));
      for (gsize i = 0; i < points->n; i++)
        sums[s->labels[i]] += sqrt (squares[i]);

      for (guint c = 0; c < s->k; c++)
        if (c != own && s->sizes[c] > 0)
          outside = MIN (outside, sums[c] / (double) s->sizes[c]);
      inside = s->sizes[own] > 1 ? sums[own] / (double) (s->sizes[own] - 1) : 0;
      if (s->sizes[own] <= 1 || !isfinite (outside) || MAX (inside, outside) <= 0)
        s->silhouettes[row] = 0;
      else
        s->silhouettes[row] = (outside - inside) / MAX (inside, outside);
    }
}

double
crm_kmeans_silhouette (const double *const *columns, gsize n, guint d, const guint8 *labels,
                       guint k, gsize sample_size, guint64 seed, const CrmAnalyticsContext *context,
                       double *of_groups, GError **error)
{
  g_autoptr (CrmPoints) points = crm_points_new (columns, n, d, NULL, context, error);
  g_autoptr (CrmPoints) sample = NULL;
  g_autofree guint32 *rows = NULL;
  g_autofree guint8 *drawn_labels = NULL;
  g_autofree double *silhouettes = NULL;
  gsize drawn, sizes[256] = { 0 };
  CrmExactSum sums[2];
  CrmRandom random;
  Silhouettes s;

  if (points == NULL)
    return NAN;

  crm_random_init (&random, seed, 1u << 20);
  rows = crm_points_draw (n, sample_size > 0 ? sample_size : 5000, &random, &drawn);
  sample = crm_points_pick (points, rows, drawn);
  drawn_labels = g_malloc (drawn);
  for (gsize i = 0; i < drawn; i++)
    {
      drawn_labels[i] = labels[points->order[rows[i]]];
      sizes[drawn_labels[i]]++;
    }

  silhouettes = g_new (double, drawn);
  s = (Silhouettes){ sample, drawn_labels, sizes, k, silhouettes };
  if (!crm_parallel_for (context, drawn, CHUNK, measure_rows, &s, error))
    return NAN;

  for (guint c = 0; of_groups != NULL && c < k; c++)
    {
      crm_exact_sum_init (&sums[0]);
      for (gsize i = 0; i < drawn; i++)
        if (drawn_labels[i] == c)
          crm_exact_sum_add (&sums[0], silhouettes[i]);
      of_groups[c] = sizes[c] > 0 ? crm_exact_sum_value (&sums[0]) / (double) sizes[c] : NAN;
    }
  return k < 2 ? NAN : crm_sum_exact (silhouettes, drawn) / (double) drawn;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Silhouettes of a sample: every drawn row against all drawn rows. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-kmeans.h"
#include "crm-points.h"

#define CHUNK 64
#define BLOCK 256

typedef struct
{
  const CrmPoints *sample;
  const guint8 *labels; /* of the sample */
  const gsize *starts;  /* of each group in the sample */
  guint k;
  double *silhouettes;
} Silhouettes;

/* The sum of distances from row @row to rows @begin..@end - 1. */
static inline __attribute__ ((always_inline)) double
sum_distances_inline (const CrmPoints *points, gsize row, gsize begin, gsize end)
{
  double squares[BLOCK], parts[8] = { 0 }, sum = 0;

  for (gsize block = begin; block < end; block += BLOCK)
    {
      gsize count = MIN (BLOCK, end - block);

      memset (squares, 0, sizeof squares);
      for (guint j = 0; j < points->d; j++)
        {
          const double *x = points->columns[j] + block;
          double center = points->columns[j][row];

          for (gsize i = 0; i < count; i++)
            squares[i] += (x[i] - center) * (x[i] - center);
        }
      for (gsize i = 0; i < BLOCK; i += 8)
        for (guint l = 0; l < 8; l++)
          parts[l] += sqrt (squares[i + l]);
    }
  for (guint l = 0; l < 8; l++)
    sum += parts[l];
  return sum;
}

static double
sum_distances_portable (const CrmPoints *points, gsize row, gsize begin, gsize end)
{
  return sum_distances_inline (points, row, begin, end);
}

#if defined(__x86_64__) && defined(__GNUC__)
static __attribute__ ((target ("avx2"))) double
sum_distances_avx2 (const CrmPoints *points, gsize row, gsize begin, gsize end)
{
  return sum_distances_inline (points, row, begin, end);
}
#endif

static double
sum_distances (const CrmPoints *points, gsize row, gsize begin, gsize end)
{
#if defined(__x86_64__) && defined(__GNUC__)
  if (__builtin_cpu_supports ("avx2"))
    return sum_distances_avx2 (points, row, begin, end);
#endif
  return sum_distances_portable (points, row, begin, end);
}

static void
measure_rows (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Silhouettes *s = data;

  for (gsize row = begin; row < end; row++)
    {
      guint8 own = s->labels[row];
      double inside = 0, outside = INFINITY;

      for (guint c = 0; c < s->k; c++)
        {
          gsize size = s->starts[c + 1] - s->starts[c];
          double sum =
              size > 0 ? sum_distances (s->sample, row, s->starts[c], s->starts[c + 1]) : 0;

          if (c == own)
            inside = size > 1 ? sum / (double) (size - 1) : 0;
          else if (size > 0)
            outside = MIN (outside, sum / (double) size);
        }
      if (s->starts[own + 1] - s->starts[own] <= 1 || !isfinite (outside) ||
          MAX (inside, outside) <= 0)
        s->silhouettes[row] = 0;
      else
        s->silhouettes[row] = (outside - inside) / MAX (inside, outside);
    }
}

/* Puts @rows of @points in the order of their groups; stable. */
static void
sort_by_group (const CrmPoints *points, const guint8 *labels, guint k, guint32 *rows, gsize n,
               gsize *starts, guint8 *row_labels)
{
  g_autofree guint32 *sorted = g_new (guint32, n + 1);
  gsize next[257];

  memset (starts, 0, (k + 1) * sizeof (gsize));
  for (gsize i = 0; i < n; i++)
    starts[labels[points->order[rows[i]]] + 1]++;
  for (guint c = 0; c < k; c++)
    {
      starts[c + 1] += starts[c];
      next[c] = starts[c];
    }
  for (gsize i = 0; i < n; i++)
    {
      guint8 label = labels[points->order[rows[i]]];

      row_labels[next[label]] = label;
      sorted[next[label]++] = rows[i];
    }
  memcpy (rows, sorted, n * sizeof (guint32));
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
  gsize drawn, starts[257] = { 0 };
  CrmRandom random;
  Silhouettes s;

  if (points == NULL)
    return NAN;

  crm_random_init (&random, seed, 1u << 20);
  rows = crm_points_draw (n, sample_size > 0 ? sample_size : 5000, &random, context, &drawn, error);
  if (rows == NULL)
    return NAN;
  drawn_labels = g_malloc (drawn);
  sort_by_group (points, labels, k, rows, drawn, starts, drawn_labels);
  sample = crm_points_pick (points, rows, drawn);

  silhouettes = g_new (double, drawn);
  s = (Silhouettes){ sample, drawn_labels, starts, k, silhouettes };
  if (!crm_parallel_for (context, drawn, CHUNK, measure_rows, &s, error))
    return NAN;

  for (guint c = 0; of_groups != NULL && c < k; c++)
    {
      gsize size = starts[c + 1] - starts[c];

      of_groups[c] = size > 0 ? crm_sum_exact (silhouettes + starts[c], size) / (double) size : NAN;
    }
  return k < 2 ? NAN : crm_sum_exact (silhouettes, drawn) / (double) drawn;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies, orders and rescales a table. The object is read only after crm_points_new () returns. */

#include "config.h"

#include "crm-points.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm-order.h"

#define CHUNK 16384

typedef struct
{
  CrmPoints *points;
  const double *const *source;
  double *sums;    /* chunk by column */
  double *largest; /* chunk */
  double factor;
} Copy;

static CrmPoints *
allocate (gsize n, guint d)
{
  CrmPoints *self = g_new0 (CrmPoints, 1);
  void *memory = NULL;

  self->n = n;
  self->d = d;
  self->padded = (n + CRM_POINTS_LANES - 1) / CRM_POINTS_LANES * CRM_POINTS_LANES;
  self->columns = g_new (double *, d + 1);
  self->offset = g_new0 (double, d + 1);
  self->scale = 1;
  if (posix_memalign (&memory, 64, MAX (self->padded * d, 1) * sizeof (double)) != 0)
    g_error ("out of memory for %zu rows", n);
  self->memory = memory;
  for (guint j = 0; j < d; j++)
    {
      self->columns[j] = self->memory + j * self->padded;
      for (gsize i = n; i < self->padded; i++)
        self->columns[j][i] = 0;
    }
  return self;
}

void
crm_points_free (CrmPoints *self)
{
  if (self == NULL)
    return;

  free (self->memory);
  if (self->singles != NULL)
    free (self->singles[0]);
  g_free (self->singles);
  g_free (self->largest);
  g_free (self->columns);
  g_free (self->offset);
  g_free (self->order);
  g_free (self);
}

static void
gather (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Copy *copy = data;
  CrmPoints *points = copy->points;

  for (guint j = 0; j < points->d; j++)
    {
      const double *source = copy->source[j];
      double *target = points->columns[j];
      double sum = 0;

      for (gsize i = begin; i < end; i++)
        {
          target[i] = source[points->order[i]] + 0.0;
          sum += target[i] / (double) points->n;
        }
      copy->sums[chunk * points->d + j] = sum;
    }
}

static void
subtract (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Copy *copy = data;
  CrmPoints *points = copy->points;
  double largest = 0;

  for (guint j = 0; j < points->d; j++)
    for (gsize i = begin; i < end; i++)
      {
        double x = points->columns[j][i] - points->offset[j];

        points->columns[j][i] = x;
        largest = MAX (largest, fabs (x));
      }
  copy->largest[chunk] = largest;
}

static void
divide (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Copy *copy = data;
  CrmPoints *points = copy->points;

  for (guint j = 0; j < points->d; j++)
    for (gsize i = begin; i < end; i++)
      points->columns[j][i] *= copy->factor;
}

/* Only columns far from 1 need it; most are left as they are. */
static gboolean
rescale (Copy *copy, gsize n_chunks, CrmParallel *parallel, GError **error)
{
  CrmPoints *points = copy->points;
  double largest = 0;
  int exponent;

  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    largest = MAX (largest, copy->largest[chunk]);
  if (largest == 0 || (largest < 0x1p400 && largest > 0x1p-400))
    return TRUE;

  exponent = MAX (ilogb (largest), -1000);
  points->scale = ldexp (1, exponent);
  copy->factor = ldexp (1, -exponent);
  return crm_parallel_run (parallel, points->n, CHUNK, divide, copy, error);
}

static gboolean
check_table (const double *const *columns, gsize n, guint d, const char *const *names,
             const CrmAnalyticsContext *context, GError **error)
{
  if (n == 0 || d == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           n == 0 ? _ ("There are no rows") : _ ("There are no columns"));
      return FALSE;
    }

  for (guint j = 0; j < d; j++)
    {
      g_autofree char *number = g_strdup_printf (_ ("Column %u"), j + 1);

      /* Half the range: differences of two values must be finite too. */
      if (crm_analytics_set_cancelled (context, error) ||
          !crm_analytics_check_values (context, columns[j], n, -G_MAXDOUBLE / 2,
                                       names != NULL ? names[j] : number, error))
        return FALSE;
    }
  return TRUE;
}

CrmPoints *
crm_points_new (const double *const *columns, gsize n, guint d, const char *const *names,
                const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmPoints) self = NULL;
  g_autoptr (CrmParallel) parallel = NULL;
  g_autofree double *sums = NULL;
  g_autofree double *largest = NULL;
  gsize n_chunks = crm_parallel_n_chunks (n, CHUNK);
  Copy copy = { .source = columns };

  if (!check_table (columns, n, d, names, context, error))
    return NULL;

  copy.points = self = allocate (n, d);
  copy.sums = sums = g_new (double, n_chunks *d);
  copy.largest = largest = g_new0 (double, n_chunks);
  self->order = crm_order_rows (columns, n, d, context, error);
  if (self->order == NULL)
    return NULL;

  parallel = crm_parallel_new (context);
  if (!crm_parallel_run (parallel, n, CHUNK, gather, &copy, error))
    return NULL;
  for (gsize chunk = 0; chunk < n_chunks; chunk++)
    for (guint j = 0; j < d; j++)
      self->offset[j] += sums[chunk * d + j];

  if (!crm_parallel_run (parallel, n, CHUNK, subtract, &copy, error) ||
      !rescale (&copy, n_chunks, parallel, error))
    return NULL;
  return g_steal_pointer (&self);
}

CrmPoints *
crm_points_pick (const CrmPoints *points, const guint32 *rows, gsize n)
{
  CrmPoints *self = allocate (n, points->d);

  self->scale = points->scale;
  self->order = g_new (guint32, n + 1);
  memcpy (self->offset, points->offset, points->d * sizeof (double));
  memcpy (self->order, rows, n * sizeof (guint32));
  for (guint j = 0; j < points->d; j++)
    for (gsize i = 0; i < n; i++)
      self->columns[j][i] = points->columns[j][rows[i]];
  return self;
}

static void
copy_singles (gsize block, gsize begin, gsize end, gpointer data)
{
  CrmPoints *self = data;

  for (guint j = 0; j < self->d; j++)
    {
      const double *x = self->columns[j];
      float *single = self->singles[j];
      double parts[8] = { 0 }, largest = 0;

      /* The padding is 0. */
      for (gsize i = begin; i < end; i += 8)
        for (guint l = 0; l < 8; l++)
          {
            double away = fabs (x[i + l]);

            single[i + l] = (float) x[i + l];
            parts[l] = parts[l] > away ? parts[l] : away;
          }
      for (guint l = 0; l < 8; l++)
        largest = MAX (largest, parts[l]);
      self->largest[block * self->d + j] = largest;
    }
}

gboolean
crm_points_add_singles (CrmPoints *self, CrmParallel *parallel, GError **error)
{
  gsize n_blocks = crm_parallel_n_chunks (self->n, CRM_POINTS_BLOCK);
  double largest = 0;
  void *memory = NULL;

  if (self->singles != NULL)
    return TRUE;
  if (posix_memalign (&memory, 64, MAX (self->padded * self->d, 1) * sizeof (float)) != 0)
    g_error ("out of memory for %zu rows", self->n);
  self->singles = g_new (float *, self->d + 1);
  self->largest = g_new (double, n_blocks * self->d + 1);
  for (guint j = 0; j < self->d; j++)
    {
      self->singles[j] = (float *) memory + j * self->padded;
      for (gsize i = self->n; i < self->padded; i++)
        self->singles[j][i] = 0;
    }

  if (parallel != NULL)
    {
      if (!crm_parallel_run (parallel, self->n, CRM_POINTS_BLOCK, copy_singles, self, error))
        return FALSE;
    }
  else
    for (gsize block = 0; block < n_blocks; block++)
      copy_singles (block, block * CRM_POINTS_BLOCK, MIN ((block + 1) * CRM_POINTS_BLOCK, self->n),
                    self);

  for (gsize i = 0; i < n_blocks * self->d; i++)
    largest = MAX (largest, self->largest[i]);
  if (!(largest < 0x1p60))
    {
      free (self->singles[0]);
      g_clear_pointer (&self->singles, g_free);
    }
  return TRUE;
}

guint32 *
crm_points_draw (gsize n, gsize size, CrmRandom *random, const CrmAnalyticsContext *context,
                 gsize *drawn, GError **error)
{
  g_autofree guint32 *rows = NULL;
  gsize wanted = MIN (n, size), next = 0;

  *drawn = wanted;
  rows = g_new (guint32, wanted + 1);
  for (gsize i = 0; i < n && next < wanted; i++)
    {
      if (n - i == wanted - next || crm_random_below (random, n - i) < wanted - next)
        rows[next++] = (guint32) i;
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }
  return g_steal_pointer (&rows);
}

static gboolean
rows_equal (const CrmPoints *self, gsize a, gsize b)
{
  for (guint j = 0; j < self->d; j++)
    if (self->columns[j][a] != self->columns[j][b])
      return FALSE;
  return TRUE;
}

/* Equal rows are neighbours in canonical order. */
gsize
crm_points_count_distinct (const CrmPoints *self, gsize most)
{
  gsize count = 1;

  for (gsize i = 1; i < self->n && count < most; i++)
    count += !rows_equal (self, i, i - 1);
  return count;
}

gsize
crm_points_count_distinct_unsorted (const CrmPoints *self, gsize most)
{
  g_autofree gsize *seen = g_new (gsize, most);
  gsize count = 0;

  for (gsize i = 0; i < self->n && count < most; i++)
    {
      gsize known = 0;

      while (known < count && !rows_equal (self, i, seen[known]))
        known++;
      if (known == count)
        seen[count++] = i;
    }
  return count;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Merge sort in blocks with a look at the caller's cancellation between them. No state, any thread.
 * qsort () can neither be stopped nor be trusted to be stable. */

#include "config.h"

#include "crm-sort.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RUN   16
#define BLOCK 65536

static gboolean
check_size (gsize n, GError **error)
{
  if (n < G_MAXUINT32)
    return TRUE;

  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                       _ ("More rows than can be sorted"));
  return FALSE;
}

static void
insert_doubles (double *values, gsize begin, gsize end)
{
  for (gsize i = begin + 1; i < end; i++)
    {
      double value = values[i];
      gsize j = i;

      for (; j > begin && values[j - 1] > value; j--)
        values[j] = values[j - 1];
      values[j] = value;
    }
}

static void
merge_doubles (const double *from, double *to, gsize begin, gsize middle, gsize end, gsize *pair)
{
  gsize i = pair[0], j = pair[1], k = i + j - middle;
  gsize stop = MIN (end, k + BLOCK);

  for (; k < stop; k++)
    to[k] = i < middle && (j >= end || from[i] <= from[j]) ? from[i++] : from[j++];
  pair[0] = i;
  pair[1] = j;
}

gboolean
crm_sort_doubles (double *values, gsize n, const CrmAnalyticsContext *context, GError **error)
{
  g_autofree double *scratch = NULL;
  double *from = values, *to;
  gsize done = 0;

  if (!check_size (n, error))
    return FALSE;
  scratch = g_new (double, MAX (n, 1));
  to = scratch;

  for (gsize begin = 0; begin < n; begin += RUN)
    {
      insert_doubles (values, begin, MIN (n, begin + RUN));
      if (begin % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
    }

  for (gsize width = RUN; width < n; width *= 2)
    {
      double *swap;

      for (gsize begin = 0; begin < n; begin += 2 * width)
        {
          gsize middle = MIN (n, begin + width), end = MIN (n, begin + 2 * width);
          gsize pair[2] = { begin, middle };

          while (pair[0] < middle || pair[1] < end)
            {
              gsize before = pair[0] + pair[1];

              merge_doubles (from, to, begin, middle, end, pair);
              done += pair[0] + pair[1] - before;
              if (done < BLOCK)
                continue;
              done = 0;
              if (!crm_analytics_set_cancelled (context, error))
                continue;
              if (from != values)
                memcpy (values, from, n * sizeof *values);
              return FALSE;
            }
        }
      swap = from;
      from = to;
      to = swap;
    }

  if (from != values)
    memcpy (values, from, n * sizeof *values);
  return TRUE;
}

gboolean
crm_sort_order (guint32 *order, gsize n, CrmSortCompareFunc compare, gconstpointer data,
                const CrmAnalyticsContext *context, GError **error)
{
  g_autofree guint32 *scratch = NULL;
  guint32 *from = order, *to;
  gsize done = 0;

  if (!check_size (n, error))
    return FALSE;
  scratch = g_new (guint32, MAX (n, 1));
  to = scratch;

  for (gsize width = 1; width < n; width *= 2)
    {
      guint32 *swap;

      for (gsize begin = 0; begin < n; begin += 2 * width)
        {
          gsize middle = MIN (n, begin + width), end = MIN (n, begin + 2 * width);
          gsize i = begin, j = middle;

          for (gsize k = begin; k < end; k++)
            {
              gboolean left = i < middle && (j >= end || compare (from[i], from[j], data) <= 0);

              to[k] = left ? from[i++] : from[j++];
              if (++done % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
                return FALSE;
            }
        }
      swap = from;
      from = to;
      to = swap;
    }

  if (from != order)
    memcpy (order, from, n * sizeof *order);
  return TRUE;
}

typedef struct
{
  const double *const *columns;
  gsize n_columns;
} Rows;

static int
compare_rows_cb (guint32 a, guint32 b, gconstpointer data)
{
  const Rows *rows = data;

  for (gsize j = 0; j < rows->n_columns; j++)
    {
      double x = rows->columns[j][a], y = rows->columns[j][b];

      if (x != y)
        return x < y ? -1 : 1;
    }

  return 0;
}

guint32 *
crm_sort_rows (const double *const *columns, gsize n_columns, gsize n,
               const CrmAnalyticsContext *context, GError **error)
{
  Rows rows = { columns, n_columns };
  g_autofree guint32 *order = NULL;

  if (!check_size (n, error))
    return NULL;
  order = g_new (guint32, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    order[i] = i;
  if (!crm_sort_order (order, n, compare_rows_cb, &rows, context, error))
    return NULL;

  return g_steal_pointer (&order);
}

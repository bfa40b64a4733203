/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Radix sorting and selection. Stateless; any thread. */

#include "config.h"

#include "crm-order.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DIGITS 2048 /* 11 bits a pass, 6 passes */
#define PASSES 6
#define CHUNK  65536

double
crm_order_value (guint64 key)
{
  union
  {
    guint64 bits;
    double number;
  } u = { .bits = key ^ ((key >> 63) ? G_GUINT64_CONSTANT (1) << 63 : ~G_GUINT64_CONSTANT (0)) };

  return u.number;
}

static inline guint
take_digit (guint64 key, guint pass)
{
  return (guint) (key >> (pass * 11)) & (DIGITS - 1);
}

static gboolean
check_size (gsize n, GError **error)
{
  if (n <= G_MAXUINT32)
    return TRUE;

  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
               _ ("%zu rows are too many, the limit is %u"), n, G_MAXUINT32);
  return FALSE;
}

/* One stable pass; FALSE when cancelled. */
static gboolean
scatter (const guint64 *keys, const guint32 *order, guint64 *keys_out, guint32 *order_out, gsize n,
         guint pass, gsize *places, const CrmAnalyticsContext *context)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize place = places[take_digit (keys[i], pass)]++;

      keys_out[place] = keys[i];
      order_out[place] = order[i];
      if (crm_analytics_cancelled_at (context, i))
        return FALSE;
    }
  return TRUE;
}

gboolean
crm_order_sort (guint64 *keys, guint32 *order, gsize n, const CrmAnalyticsContext *context,
                GError **error)
{
  g_autofree gsize *counts = g_new0 (gsize, PASSES * DIGITS);
  g_autofree guint64 *other_keys = NULL;
  g_autofree guint32 *other_order = NULL;
  guint64 *from_keys = keys, *to_keys;
  guint32 *from_order = order, *to_order;

  for (gsize i = 0; i < n; i++)
    {
      for (guint pass = 0; pass < PASSES; pass++)
        counts[pass * DIGITS + take_digit (keys[i], pass)]++;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }

  to_keys = other_keys = g_new (guint64, n);
  to_order = other_order = g_new (guint32, n);
  for (guint pass = 0; pass < PASSES && n > 0; pass++)
    {
      gsize *places = counts + pass * DIGITS;
      gsize sum = 0;

      if (places[take_digit (keys[0], pass)] == n)
        continue; /* all alike */

      for (guint digit = 0; digit < DIGITS; digit++)
        {
          gsize count = places[digit];

          places[digit] = sum;
          sum += count;
        }
      if (!scatter (from_keys, from_order, to_keys, to_order, n, pass, places, context))
        return crm_analytics_raise_cancelled (error);

      to_keys = from_keys;
      from_keys = to_keys == keys ? other_keys : keys;
      to_order = from_order;
      from_order = to_order == order ? other_order : order;
    }

  for (gsize i = 0; from_keys != keys && i < n; i += CRM_ANALYTICS_STRIDE)
    {
      gsize count = MIN (CRM_ANALYTICS_STRIDE, n - i);

      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
      memcpy (keys + i, from_keys + i, count * sizeof (guint64));
      memcpy (order + i, from_order + i, count * sizeof (guint32));
    }
  return TRUE;
}

guint32 *
crm_order_values (const double *values, gsize n, double *sorted, const CrmAnalyticsContext *context,
                  GError **error)
{
  g_autofree guint64 *keys = NULL;
  g_autofree guint32 *order = NULL;

  if (!check_size (n, error))
    return NULL;

  keys = g_new (guint64, n);
  order = g_new (guint32, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      keys[i] = crm_order_key (values[i]);
      order[i] = (guint32) i;
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }

  if (!crm_order_sort (keys, order, n, context, error))
    return NULL;

  for (gsize i = 0; sorted != NULL && i < n; i++)
    {
      sorted[i] = crm_order_value (keys[i]);
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }
  return g_steal_pointer (&order);
}

typedef struct
{
  const double *const *columns;
  guint d;
  guint64 *keys;
  guint32 *order;
} Rows;

static void
hash_rows (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Rows *rows = data;

  for (gsize i = begin; i < end; i++)
    {
      guint64 hash = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

      for (guint j = 0; j < rows->d; j++)
        hash = crm_random_mix ((hash ^ crm_order_key (rows->columns[j][i])) +
                               G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
      rows->keys[i] = hash;
      rows->order[i] = (guint32) i;
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const Rows *rows = data;
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;

  for (guint c = 0; c < rows->d; c++)
    if (rows->columns[c][i] != rows->columns[c][j])
      return rows->columns[c][i] < rows->columns[c][j] ? -1 : 1;
  return 0;
}

/* Different rows with one hash are next to impossible, but must not make the result depend on luck. */
static gboolean
settle_collisions (const Rows *rows, gsize n, const CrmAnalyticsContext *context, GError **error)
{
  for (gsize begin = 0, end; begin < n; begin = end)
    {
      gboolean differ = FALSE;

      if ((begin & 0xfff) == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      for (end = begin + 1; end < n && rows->keys[end] == rows->keys[begin]; end++)
        if (!differ &&
            compare_rows (&rows->order[end - 1], &rows->order[end], (gpointer) rows) != 0)
          differ = TRUE;
      if (differ)
        g_qsort_with_data (rows->order + begin, (gint) (end - begin), sizeof (guint32),
                           compare_rows, (gpointer) rows);
    }
  return TRUE;
}

guint32 *
crm_order_rows (const double *const *columns, gsize n, guint d, const CrmAnalyticsContext *context,
                GError **error)
{
  g_autofree guint64 *keys = NULL;
  g_autofree guint32 *order = NULL;
  Rows rows;

  if (!check_size (n, error))
    return NULL;

  keys = g_new (guint64, n);
  order = g_new (guint32, n + 1);
  rows = (Rows){ columns, d, keys, order };
  if (!crm_parallel_for (context, n, CHUNK, hash_rows, &rows, error) ||
      !crm_order_sort (keys, order, n, context, error))
    return NULL;

  if (!settle_collisions (&rows, n, context, error))
    return NULL;
  return g_steal_pointer (&order);
}

/* Narrows the 11 top bits not yet known until one value, or one digit position, is left. */
double
crm_order_select (const double *values, gsize n, gsize rank, const CrmAnalyticsContext *context)
{
  g_autofree gsize *counts = g_new (gsize, DIGITS);
  g_autofree guint64 *keys = NULL;
  gsize kept = n;

  g_return_val_if_fail (rank < n, NAN);

  for (guint pass = PASSES; pass-- > 0;)
    {
      guint digit = 0;
      gsize next = 0, count;

      memset (counts, 0, DIGITS * sizeof (gsize));
      for (gsize i = 0; i < kept; i++)
        {
          counts[take_digit (keys != NULL ? keys[i] : crm_order_key (values[i]), pass)]++;
          if (crm_analytics_cancelled_at (context, i))
            return NAN;
        }
      while (rank >= counts[digit])
        rank -= counts[digit++];

      count = counts[digit];
      if (keys == NULL)
        {
          keys = g_new (guint64, count);
          for (gsize i = 0; i < n; i++)
            {
              if (take_digit (crm_order_key (values[i]), pass) == digit)
                keys[next++] = crm_order_key (values[i]);
              if (crm_analytics_cancelled_at (context, i))
                return NAN;
            }
        }
      else if (count < kept)
        for (gsize i = 0; i < kept; i++)
          {
            if (take_digit (keys[i], pass) == digit)
              keys[next++] = keys[i];
            if (crm_analytics_cancelled_at (context, i))
              return NAN;
          }
      kept = count;
      if (kept == 1)
        break;
    }

  return crm_order_value (keys[0]);
}

double
crm_order_quantile (const double *values, gsize n, double p, const CrmAnalyticsContext *context)
{
  double position = p * (double) (n - 1);
  gsize below = (gsize) floor (position);
  double low = crm_order_select (values, n, below, context);
  double part = position - (double) below;

  if (part <= 0 || below + 1 >= n)
    return low;
  return low + part * (crm_order_select (values, n, below + 1, context) - low);
}

double
crm_order_median (const double *values, gsize n, const CrmAnalyticsContext *context)
{
  double low = crm_order_select (values, n, (n - 1) / 2, context);

  return n % 2 == 1 ? low : low / 2 + crm_order_select (values, n, n / 2, context) / 2;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Collapses histories. Pure; runs in the caller's thread. Invariant: cases are distinct and sorted by
 * (T, t_x, x), tables of values are distinct and ascending until t_x is spread. */

#include "config.h"

#include "crm-lifetime-data.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-order.h"

#define CHECK_EVERY 65536 /* rows between two looks at the cancellation */

/* Share of the cases from which on different t_x are as good as all different. */
#define MOSTLY_DIFFERENT 0.5

/* Why the three numbers are no history, or NULL. */
static const char *
find_fault (double x, double tx, double t)
{
  if (!isfinite (x) || !isfinite (tx) || !isfinite (t))
    return N_ ("every number must be finite");
  if (x < 0.0 || x != floor (x))
    return N_ ("the number of repeat purchases must be a whole number and not negative");
  if (x > 1e7)
    return N_ ("the number of repeat purchases is beyond ten million");
  if (t < 0.0 || tx < 0.0)
    return N_ ("times must not be negative");
  if (tx > t)
    return N_ ("the last purchase (t_x) lies after the end of observation (T)");
  if (x == 0.0 && tx != 0.0)
    return N_ ("t_x must be 0 without a repeat purchase");
  if (x > 0.0 && tx == 0.0)
    return N_ ("t_x must be above 0 with a repeat purchase");
  if (t > 1e9)
    return N_ ("T is beyond a thousand million units");
  return NULL;
}

gboolean
crm_lifetime_check_histories (const double *x, const double *tx, const double *t, gsize n,
                              const CrmAnalyticsContext *context, GError **error)
{
  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("No customers"));
      return FALSE;
    }
  if (n > G_MAXUINT32)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                           _ ("More than four thousand million customers"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      const char *fault = find_fault (x[i], tx[i], t[i]);

      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
      if (fault == NULL)
        continue;
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("Row %zu: %s (x %g, t_x %g, T %g)"), i + 1, _ (fault), x[i], tx[i], t[i]);
      return FALSE;
    }
  return TRUE;
}

/* Sorts the rows in @order by @values, stably, and numbers the distinct values: each row's number goes
 * to @number. Returns the values, ascending, or NULL when cancelled. */
static double *
number_values (const double *values, gsize n, guint64 *keys, guint32 *order, guint32 *number,
               gsize *n_values, const CrmAnalyticsContext *context, GError **error)
{
  g_autofree double *distinct = NULL;
  gsize found = 0;

  for (gsize i = 0; i < n; i++)
    {
      keys[i] = crm_order_key (values[order[i]]);
      if (i % CHECK_EVERY == 0 && crm_analytics_set_cancelled (context, error))
        return NULL;
    }
  if (!crm_order_sort (keys, order, n, context, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      found += i == 0 || keys[i] != keys[i - 1];
      if (i % CHECK_EVERY == 0 && crm_analytics_set_cancelled (context, error))
        return NULL;
    }
  *n_values = found;
  distinct = g_new (double, found);
  found = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (i == 0 || keys[i] != keys[i - 1])
        distinct[found++] = crm_order_value (keys[i]);
      number[order[i]] = (guint32) (found - 1);
      if (i % CHECK_EVERY == 0 && crm_analytics_set_cancelled (context, error))
        return NULL;
    }
  return g_steal_pointer (&distinct);
}

static CrmLifetimeData *
allocate (gsize n_cases, double scale)
{
  CrmLifetimeData *self = g_new0 (CrmLifetimeData, 1);

  self->n_cases = n_cases;
  self->scale = scale;
  self->x_of = g_new (guint32, n_cases);
  self->tx_of = g_new (guint32, n_cases);
  self->t_of = g_new (guint32, n_cases);
  self->count = g_new (double, n_cases);
  return self;
}

/* Left unfinished when cancelled. */
static void
add_up (CrmLifetimeData *self, const CrmAnalyticsContext *context)
{
  for (gsize i = 0; i < self->n_cases; i++)
    {
      self->n += (gsize) self->count[i];
      self->sum_x += self->count[i] * self->xs[self->x_of[i]];
      self->sum_t += self->count[i] * self->ts[self->t_of[i]];
      if (self->xs[self->x_of[i]] > 0.0)
        self->n_repeat += (gsize) self->count[i];
      if (crm_analytics_cancelled_at (context, i))
        return;
    }
  self->longest = self->ts[self->n_ts - 1];
}

static double
choose_scale (double longest)
{
  double scale = 1.0;

  while (longest * scale > 50.0)
    scale *= 0.5;
  while (longest > 0.0 && longest * scale <= 25.0)
    scale *= 2.0;
  return scale;
}

/* Gives every case a t_x of its own where few share one: cases are in order of T, so that a shared table would
 * be read all over at each evaluation, which costs more than the few logarithms it saves. */
static gboolean
spread_last_purchases (CrmLifetimeData *self, const CrmAnalyticsContext *context, GError **error)
{
  g_autofree double *own = NULL;

  if ((double) self->n_txs < MOSTLY_DIFFERENT * (double) self->n_cases)
    return TRUE;
  own = g_new (double, self->n_cases);
  for (gsize i = 0; i < self->n_cases; i++)
    {
      own[i] = self->txs[self->tx_of[i]];
      self->tx_of[i] = (guint32) i;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  g_free (self->txs);
  self->txs = g_steal_pointer (&own);
  self->n_txs = self->n_cases;
  return TRUE;
}

/* The rows stand in @order by (T, t_x, x) and carry the numbers of their values: merges equal ones. NULL
 * when cancelled. */
static CrmLifetimeData *
merge_rows (const guint32 *order, gsize n, guint32 *const *numbers, double scale,
            const CrmAnalyticsContext *context)
{
  CrmLifetimeData *self = allocate (n, scale);
  gsize k = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint32 row = order[i];

      if (k == 0 || self->t_of[k - 1] != numbers[2][row] || self->tx_of[k - 1] != numbers[1][row] ||
          self->x_of[k - 1] != numbers[0][row])
        {
          self->x_of[k] = numbers[0][row];
          self->tx_of[k] = numbers[1][row];
          self->t_of[k] = numbers[2][row];
          self->count[k++] = 0.0;
        }
      self->count[k - 1] += 1.0;
      if (crm_analytics_cancelled_at (context, i))
        {
          crm_lifetime_data_free (self);
          return NULL;
        }
    }
  self->n_cases = k;
  return self;
}

CrmLifetimeData *
crm_lifetime_data_new (const double *x, const double *tx, const double *t, gsize n,
                       const CrmAnalyticsContext *context, GError **error)
{
  const double *columns[] = { x, tx, t };
  double *values[3] = { NULL };
  gsize n_values[3] = { 0 };
  g_autofree guint64 *keys = NULL;
  g_autofree guint32 *order = NULL;
  g_autofree guint32 *memory = NULL;
  guint32 *numbers[3];
  CrmLifetimeData *self;
  double scale;

  if (!crm_lifetime_check_histories (x, tx, t, n, context, error))
    return NULL;

  keys = g_new (guint64, n);
  order = g_new (guint32, n);
  memory = g_new (guint32, 3 * n);
  for (gsize i = 0; i < n; i++)
    {
      order[i] = (guint32) i;
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }
  for (guint k = 0; k < 3; k++)
    {
      numbers[k] = memory + k * n;
      values[k] =
          number_values (columns[k], n, keys, order, numbers[k], &n_values[k], context, error);
      if (values[k] != NULL)
        continue;
      g_free (values[0]);
      g_free (values[1]);
      return NULL;
    }
  scale = choose_scale (values[2][n_values[2] - 1]);
  self = merge_rows (order, n, numbers, scale, context);
  if (self == NULL)
    {
      for (guint k = 0; k < 3; k++)
        g_free (values[k]);
      crm_analytics_raise_cancelled (error);
      return NULL;
    }
  self->xs = values[0], self->n_xs = n_values[0];
  self->txs = values[1], self->n_txs = n_values[1];
  self->ts = values[2], self->n_ts = n_values[2];
  for (gsize i = 0; i < self->n_txs; i++)
    self->txs[i] *= scale;
  for (gsize i = 0; i < self->n_ts; i++)
    self->ts[i] *= scale;
  add_up (self, context);
  if (!crm_analytics_set_cancelled (context, error) && spread_last_purchases (self, context, error))
    return self;
  crm_lifetime_data_free (self);
  return NULL;
}

/* Keeps the values that @index still names and renumbers it. */
static double *
keep_values (const double *values, gsize n_values, guint32 *index, gsize n, gsize *n_kept)
{
  g_autofree guint32 *number = g_new0 (guint32, n_values);
  double *kept = g_new (double, MIN (n, n_values));
  gsize k = 0;

  for (gsize i = 0; i < n; i++)
    number[index[i]] = 1;
  for (gsize i = 0; i < n_values; i++)
    if (number[i] != 0)
      {
        number[i] = (guint32) k;
        kept[k++] = values[i];
      }
  for (gsize i = 0; i < n; i++)
    index[i] = number[index[i]];
  *n_kept = k;
  return kept;
}

CrmLifetimeData *
crm_lifetime_data_thin (const CrmLifetimeData *self, gsize n_cases)
{
  gsize n = CLAMP (n_cases, 1, self->n_cases);
  CrmLifetimeData *thin = allocate (n, self->scale);

  for (gsize i = 0; i < n; i++)
    {
      gsize from = (gsize) (((double) i + 0.5) * ((double) self->n_cases / (double) n));

      from = MIN (from, self->n_cases - 1);
      thin->x_of[i] = self->x_of[from];
      thin->tx_of[i] = self->tx_of[from];
      thin->t_of[i] = self->t_of[from];
      thin->count[i] = self->count[from];
    }
  thin->xs = keep_values (self->xs, self->n_xs, thin->x_of, n, &thin->n_xs);
  thin->txs = keep_values (self->txs, self->n_txs, thin->tx_of, n, &thin->n_txs);
  thin->ts = keep_values (self->ts, self->n_ts, thin->t_of, n, &thin->n_ts);
  add_up (thin, NULL);
  return thin;
}

void
crm_lifetime_data_free (CrmLifetimeData *self)
{
  if (self == NULL)
    return;
  g_free (self->xs);
  g_free (self->txs);
  g_free (self->ts);
  g_free (self->x_of);
  g_free (self->tx_of);
  g_free (self->t_of);
  g_free (self->count);
  g_free (self);
}

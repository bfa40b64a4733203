/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Collapses histories. Pure; runs in the caller's thread. Invariant: cases are distinct and sorted by
 * (T, t_x, x), tables of values are distinct and ascending. */

#include "config.h"

#include "crm-lifetime-data.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

typedef struct
{
  double t, tx, x, count;
} Case;

static int
compare_cases_cb (const void *a, const void *b)
{
  const Case *p = a, *q = b;

  if (p->t != q->t)
    return p->t < q->t ? -1 : 1;
  if (p->tx != q->tx)
    return p->tx < q->tx ? -1 : 1;
  return (p->x > q->x) - (p->x < q->x);
}

static int
compare_doubles_cb (const void *a, const void *b)
{
  double p = *(const double *) a, q = *(const double *) b;

  return (p > q) - (p < q);
}

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
                              GError **error)
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

      if (fault == NULL)
        continue;
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("Row %zu: %s (x %g, t_x %g, T %g)"), i + 1, _ (fault), x[i], tx[i], t[i]);
      return FALSE;
    }
  return TRUE;
}

static guint64
hash_case (const Case *c)
{
  union
  {
    double d;
    guint64 u;
  } x = { c->x }, tx = { c->tx }, t = { c->t };

  return crm_random_mix (crm_random_mix (crm_random_mix (x.u) + tx.u) + t.u);
}

/* Merges equal rows by hashing before anything is sorted: there are far fewer cases than customers. */
static Case *
collapse (const double *x, const double *tx, const double *t, gsize n, gsize *n_cases)
{
  g_autofree guint32 *slots = NULL;
  GArray *cases = g_array_sized_new (FALSE, FALSE, sizeof (Case), MIN (n, 65536));
  gsize size = 1024;

  while (size < 2 * n)
    size *= 2;
  slots = g_new0 (guint32, size);
  for (gsize i = 0; i < n; i++)
    {
      Case row = { t[i] + 0.0, tx[i] + 0.0, x[i] + 0.0, 1.0 }; /* + 0.0 turns -0 into 0 */
      gsize slot = hash_case (&row) & (size - 1);

      for (;; slot = (slot + 1) & (size - 1))
        {
          if (slots[slot] == 0)
            {
              g_array_append_val (cases, row);
              slots[slot] = cases->len;
              break;
            }
          if (compare_cases_cb (&row, &g_array_index (cases, Case, slots[slot] - 1)) == 0)
            {
              g_array_index (cases, Case, slots[slot] - 1).count += 1.0;
              break;
            }
        }
    }
  *n_cases = cases->len;
  qsort (cases->data, cases->len, sizeof (Case), compare_cases_cb);
  return (Case *) (void *) g_array_free (cases, FALSE);
}

/* The distinct values among the cases' numbers at offset, each case's index among them. */
static double *
index_values (const Case *cases, gsize n, gsize offset, double factor, gsize *n_values,
              guint32 **index)
{
  double *values = g_new (double, n);
  gsize distinct = 0;
  guint32 last = 0;

  for (gsize i = 0; i < n; i++)
    {
      double value = G_STRUCT_MEMBER (double, &cases[i], offset) * factor;

      if (i == 0 || value != values[distinct - 1])
        values[distinct++] = value;
    }
  qsort (values, distinct, sizeof (double), compare_doubles_cb);
  *n_values = 0;
  for (gsize i = 0; i < distinct; i++)
    if (i == 0 || values[i] != values[*n_values - 1])
      values[(*n_values)++] = values[i];

  *index = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      double value = G_STRUCT_MEMBER (double, &cases[i], offset) * factor;

      if (i == 0 || values[last] != value)
        {
          const double *found =
              bsearch (&value, values, *n_values, sizeof (double), compare_doubles_cb);

          last = (guint32) (found - values);
        }
      (*index)[i] = last;
    }
  return values;
}

static CrmLifetimeData *
build (const Case *cases, gsize n_cases, double scale)
{
  CrmLifetimeData *self = g_new0 (CrmLifetimeData, 1);

  self->n_cases = n_cases;
  self->scale = scale;
  self->xs =
      index_values (cases, n_cases, G_STRUCT_OFFSET (Case, x), 1.0, &self->n_xs, &self->x_of);
  self->txs =
      index_values (cases, n_cases, G_STRUCT_OFFSET (Case, tx), scale, &self->n_txs, &self->tx_of);
  self->ts =
      index_values (cases, n_cases, G_STRUCT_OFFSET (Case, t), scale, &self->n_ts, &self->t_of);
  self->count = g_new (double, n_cases);
  for (gsize i = 0; i < n_cases; i++)
    {
      self->count[i] = cases[i].count;
      self->n += (gsize) cases[i].count;
      self->sum_x += cases[i].count * cases[i].x;
      self->sum_t += cases[i].count * cases[i].t * scale;
      if (cases[i].x > 0.0)
        self->n_repeat += (gsize) cases[i].count;
    }
  self->longest = self->ts[self->n_ts - 1];
  return self;
}

CrmLifetimeData *
crm_lifetime_data_new (const double *x, const double *tx, const double *t, gsize n, GError **error)
{
  g_autofree Case *cases = NULL;
  gsize n_cases = 0;
  double longest, scale = 1.0;

  if (!crm_lifetime_check_histories (x, tx, t, n, error))
    return NULL;

  cases = collapse (x, tx, t, n, &n_cases);
  longest = cases[n_cases - 1].t;
  if (longest > 0.0)
    {
      while (longest * scale > 50.0)
        scale *= 0.5;
      while (longest * scale <= 25.0)
        scale *= 2.0;
    }
  return build (cases, n_cases, scale);
}

CrmLifetimeData *
crm_lifetime_data_thin (const CrmLifetimeData *self, gsize n_cases)
{
  gsize n = CLAMP (n_cases, 1, self->n_cases);
  g_autofree Case *cases = g_new (Case, n);

  for (gsize i = 0; i < n; i++)
    {
      gsize from = (gsize) (((double) i + 0.5) * ((double) self->n_cases / (double) n));

      from = MIN (from, self->n_cases - 1);
      cases[i].t = self->ts[self->t_of[from]] / self->scale;
      cases[i].tx = self->txs[self->tx_of[from]] / self->scale;
      cases[i].x = self->xs[self->x_of[from]];
      cases[i].count = self->count[from];
    }
  return build (cases, n, self->scale);
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

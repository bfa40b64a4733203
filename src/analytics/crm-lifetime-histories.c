/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deals purchases to their customers by counting, then looks at each customer's days in order. What is
 * written of a customer depends on that customer's purchases alone and not on their order. */

#include "config.h"

#include "crm-lifetime-histories.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

typedef struct
{
  gint32 day;
  double amount;
} Purchase;

static int
compare_purchases_cb (const void *a, const void *b)
{
  const Purchase *p = a, *q = b;

  if (p->day != q->day)
    return p->day < q->day ? -1 : 1;
  return (p->amount > q->amount) - (p->amount < q->amount);
}

static gboolean
check_purchases (const guint32 *customer, const gint32 *day, const double *amount, gsize n,
                 gsize n_customers, const CrmAnalyticsContext *context, GError **error)
{
  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("No purchases"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (customer[i] >= n_customers || ABS ((gint64) day[i]) > 100000000)
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("Row %zu: no such customer, or no such day"), i + 1);
      else if (amount != NULL && !isfinite (amount[i]))
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("Row %zu: the amount is not a finite number"), i + 1);
      else if (crm_analytics_cancelled_at (context, i))
        crm_analytics_raise_cancelled (error);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

static gboolean
settle_range (CrmLifetimeHistories *self, const gint32 *day, gsize n, gint32 cut, gint32 end,
              const CrmAnalyticsContext *context, GError **error)
{
  gint32 last = G_MININT32;

  self->first = G_MAXINT32;
  for (gsize i = 0; i < n; i++)
    {
      self->first = MIN (self->first, day[i]);
      last = MAX (last, day[i]);
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  self->end = end == G_MAXINT32 ? last : end;
  self->cut = cut == G_MAXINT32 ? self->end - (self->end - self->first) / 3 : cut;
  if (self->first <= self->cut && self->cut <= self->end)
    return TRUE;
  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                       _ ("The cut must lie between the first purchase and the end"));
  return FALSE;
}

/* Reads one customer's purchases, sorted; FALSE when there is none by the cut. */
static gboolean
read_customer (const CrmLifetimeHistories *self, const Purchase *purchases, gsize n,
               gboolean has_amounts, gsize at)
{
  gint64 window = (gint64) self->cut - (self->end - self->cut);
  gint32 first = purchases[0].day, last = first;
  double x = 0.0, later = 0.0, recent = 0.0, sum = 0.0;

  if (first > self->cut)
    return FALSE;
  for (gsize i = 0; i < n && purchases[i].day <= self->end; i++)
    {
      gint32 day = purchases[i].day;
      gboolean is_new = day != last;

      if (day > self->cut)
        later += is_new;
      else if (day != first)
        {
          x += is_new;
          recent += is_new && day > window;
          sum += purchases[i].amount;
          self->tx[at] = (double) day - first;
        }
      last = day;
    }
  self->x[at] = x;
  self->tx[at] = x > 0.0 ? self->tx[at] : 0.0;
  self->t[at] = (double) self->cut - first;
  self->mean[at] = has_amounts && x > 0.0 ? sum / x : NAN;
  self->later[at] = later;
  self->recent[at] = recent;
  return TRUE;
}

static void
allocate (CrmLifetimeHistories *self, gsize n)
{
  self->customer = g_new (guint32, n);
  self->x = g_new0 (double, n);
  self->tx = g_new0 (double, n);
  self->t = g_new0 (double, n);
  self->mean = g_new0 (double, n);
  self->later = g_new0 (double, n);
  self->recent = g_new0 (double, n);
}

CrmLifetimeHistories *
crm_lifetime_histories_new (const guint32 *customer, const gint32 *day, const double *amount,
                            gsize n, gsize n_customers, gint32 cut, gint32 end,
                            const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmLifetimeHistories) self = g_new0 (CrmLifetimeHistories, 1);
  g_autofree gsize *start = NULL;
  g_autofree Purchase *purchases = NULL;

  if (!check_purchases (customer, day, amount, n, n_customers, context, error) ||
      crm_analytics_set_cancelled (context, error) ||
      !settle_range (self, day, n, cut, end, context, error) ||
      crm_analytics_set_cancelled (context, error))
    return NULL;

  start = g_new0 (gsize, n_customers + 2);
  purchases = g_new (Purchase, n);
  for (gsize i = 0; i < n; i++)
    {
      start[customer[i] + 2]++;
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }
  for (gsize c = 2; c < n_customers + 2; c++)
    {
      start[c] += start[c - 1];
      if (crm_analytics_cancelled_at (context, c) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }
  for (gsize i = 0; i < n; i++)
    {
      Purchase *purchase = &purchases[start[customer[i] + 1]++];

      /* The first writes touch a new page of memory each, and cost a hundred times the later ones. */
      if (i % 8192 == 0 && crm_analytics_set_cancelled (context, error))
        return NULL;
      purchase->day = day[i];
      purchase->amount = amount != NULL ? amount[i] : 0.0;
    }
  allocate (self, n_customers);
  for (gsize c = 0; c < n_customers; c++)
    {
      gsize many = start[c + 1] - start[c];

      if (c % 16384 == 0 && crm_analytics_set_cancelled (context, error))
        return NULL;
      if (many > 1)
        qsort (purchases + start[c], many, sizeof *purchases, compare_purchases_cb);
      if (many > 0 && read_customer (self, purchases + start[c], many, amount != NULL, self->n))
        self->customer[self->n++] = (guint32) c;
    }
  return g_steal_pointer (&self);
}

void
crm_lifetime_histories_free (CrmLifetimeHistories *self)
{
  if (self == NULL)
    return;
  g_free (self->customer);
  g_free (self->x);
  g_free (self->tx);
  g_free (self->t);
  g_free (self->mean);
  g_free (self->later);
  g_free (self->recent);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recency, frequency and value of every buying customer by one pass over the covering index
 * sales_order (customer, deleted_at, kind, status, day, amount). */

#include "config.h"

#include "crm-segment-run.h"

#define SILENT_DAYS 60

static const char query[] =
    "SELECT customer, max (day), count (*), sum (amount), min (day) FROM sales_order WHERE "
    "deleted_at IS NULL "
    "AND kind = 'sale' AND status IN ('activated', 'fulfilled') AND amount > 0 GROUP BY customer";

void
crm_purchases_free (CrmPurchases *self)
{
  if (self == NULL)
    return;
  g_free (self->ids);
  g_free (self->recency);
  g_free (self->frequency);
  g_free (self->monetary);
  g_free (self->tenure);
  g_free (self);
}

static void
grow (CrmPurchases *self, gsize allocated)
{
  self->ids = g_renew (CrmId, self->ids, allocated);
  self->recency = g_renew (double, self->recency, allocated);
  self->frequency = g_renew (double, self->frequency, allocated);
  self->monetary = g_renew (double, self->monetary, allocated);
  self->tenure = g_renew (double, self->tenure, allocated);
}

CrmPurchases *
crm_purchases_read (CrmReader *reader, gint64 today, GError **error)
{
  g_autoptr (CrmPurchases) self = g_new0 (CrmPurchases, 1);
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt = crm_reader_prepare (reader, query, error);
  gsize allocated = 0;
  gint64 last = G_MININT64;

  if (stmt == NULL)
    return NULL;
  while (crm_reader_step (reader, stmt, &local))
    {
      if (self->n == allocated)
        grow (self, allocated = MAX (1024, allocated * 2));
      self->ids[self->n] = sqlite3_column_int64 (stmt, 0);
      self->recency[self->n] = sqlite3_column_double (stmt, 1);
      self->frequency[self->n] = sqlite3_column_double (stmt, 2);
      self->monetary[self->n] = sqlite3_column_double (stmt, 3);
      self->tenure[self->n] = sqlite3_column_double (stmt, 4);
      last = MAX (last, sqlite3_column_int64 (stmt, 1));
      self->n++;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  self->as_of = self->n > 0 && today - last > SILENT_DAYS ? last + 1 : today;
  for (gsize i = 0; i < self->n; i++)
    {
      self->recency[i] = MAX (0, (double) self->as_of - self->recency[i]);
      self->tenure[i] = MAX (0, (double) self->as_of - self->tenure[i]);
    }
  return g_steal_pointer (&self);
}

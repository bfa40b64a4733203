/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recency, frequency and value of every buying customer by one pass over the covering index
 * sales_order (customer, deleted_at, kind, status, day, base_amount). Orders without an exchange rate are worth
 * an unknown amount: they are left out and counted apart.
 *
 * The pass ends in an aggregate function of our own that sees each order and folds those of a
 * customer, who stand together in the index: that takes two thirds of the time of SQLite's own GROUP BY
 * with four aggregates and a step out of its machine for each customer. */

#include "config.h"

#include "crm-purchases-private.h"

#define SILENT_DAYS 60
#define POINTER     "crm-purchase-list"

#define COLLECT(SOURCE)                                                                            \
  "SELECT crm_collect_purchases (?1, customer, day, base_amount) FROM " SOURCE                     \
  "sales_order INDEXED BY sales_order_customer WHERE customer "
#define COUNTED                                                                                    \
  " AND deleted_at IS NULL AND kind = 'sale' AND status IN ('activated', 'fulfilled') AND "        \
  "base_amount > 0"

static const char query_all[] = COLLECT ("") "> 0" COUNTED;
/* One statement for all of them: begun a thousand times it costs as much again. */
static const char query_some[] = COLLECT ("json_each (?2) CROSS JOIN ") "= value" COUNTED;

CrmPurchases *
crm_purchases_ref (CrmPurchases *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
crm_purchases_unref (CrmPurchases *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->ids);
  g_free (self->recency);
  g_free (self->frequency);
  g_free (self->monetary);
  g_free (self->tenure);
  g_free (self->last);
  g_free (self->first);
  g_free (self);
}

static void
grow (CrmPurchaseList *list, gsize allocated)
{
  CrmPurchases *self = list->purchases;

  list->allocated = allocated;
  self->ids = g_renew (CrmId, self->ids, allocated);
  self->frequency = g_renew (double, self->frequency, allocated);
  self->monetary = g_renew (double, self->monetary, allocated);
  self->last = g_renew (gint32, self->last, allocated);
  self->first = g_renew (gint32, self->first, allocated);
}

void
crm_purchase_list_init (CrmPurchaseList *self, gsize allocated)
{
  self->purchases = g_new0 (CrmPurchases, 1);
  g_atomic_ref_count_init (&self->purchases->references);
  grow (self, MAX (allocated, 16));
}

void
crm_purchase_list_add (CrmPurchaseList *list, CrmId customer, gint64 last, gint64 first,
                       double frequency, double monetary)
{
  CrmPurchases *self = list->purchases;

  if (self->n == list->allocated)
    grow (list, list->allocated * 2);
  self->ids[self->n] = customer;
  self->last[self->n] = (gint32) CLAMP (last, G_MININT32, G_MAXINT32);
  self->first[self->n] = (gint32) CLAMP (first, G_MININT32, G_MAXINT32);
  self->frequency[self->n] = frequency;
  self->monetary[self->n] = monetary;
  self->n++;
}

void
crm_purchase_list_clear (CrmPurchaseList *self)
{
  g_clear_pointer (&self->purchases, crm_purchases_unref);
}

CrmPurchases *
crm_purchase_list_finish (CrmPurchaseList *list, gint64 position, gint64 today)
{
  CrmPurchases *self = g_steal_pointer (&list->purchases);
  gint32 last = G_MININT32;
  gint64 orders = 0;
  double as_of;

  for (gsize i = 0; i < self->n; i++)
    {
      last = MAX (last, self->last[i]);
      orders += (gint64) self->frequency[i];
    }
  self->position = position;
  self->n_orders = orders;
  self->as_of = self->n > 0 && today - last > SILENT_DAYS ? (gint64) last + 1 : today;
  self->recency = g_new (double, self->n + 1);
  self->tenure = g_new (double, self->n + 1);
  /* Each in a loop of its own, and as doubles, which are exact here: several rows a step. */
  as_of = (double) self->as_of;
  for (gsize i = 0; i < self->n; i++)
    self->recency[i] = MAX (0.0, as_of - (double) self->last[i]);
  for (gsize i = 0; i < self->n; i++)
    self->tenure[i] = MAX (0.0, as_of - (double) self->first[i]);
  return self;
}

/* The state of one pass, kept in the aggregate's context. */
typedef struct
{
  CrmPurchaseList *list; /* NULL before the first order */
  gint64 customer;
  gint64 last, first, frequency, monetary;
} Fold;

static void
close_customer (Fold *fold)
{
  crm_purchase_list_add (fold->list, fold->customer, fold->last, fold->first,
                         (double) fold->frequency, (double) fold->monetary);
}

static void
collect_order (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  Fold *fold = sqlite3_aggregate_context (context, sizeof *fold);
  gint64 customer, day, amount;

  if (fold == NULL)
    {
      sqlite3_result_error_nomem (context);
      return;
    }
  customer = sqlite3_value_int64 (values[1]);
  day = sqlite3_value_int64 (values[2]);
  amount = sqlite3_value_int64 (values[3]);
  if (fold->list != NULL && customer == fold->customer)
    {
      fold->last = MAX (fold->last, day);
      fold->first = MIN (fold->first, day);
      fold->frequency++;
      if (__builtin_add_overflow (fold->monetary, amount, &fold->monetary))
        sqlite3_result_error (context, "integer overflow", -1);
      return;
    }
  if (fold->list == NULL)
    fold->list = sqlite3_value_pointer (values[0], POINTER);
  else if (customer > fold->customer)
    close_customer (fold);
  else
    {
      sqlite3_result_error_code (context, SQLITE_CORRUPT);
      return;
    }
  fold->customer = customer;
  fold->last = fold->first = day;
  fold->frequency = 1;
  fold->monetary = amount;
}

static void
finish_orders (sqlite3_context *context)
{
  Fold *fold = sqlite3_aggregate_context (context, 0);

  if (fold != NULL && fold->list != NULL)
    close_customer (fold);
  sqlite3_result_null (context);
}

static char *
list_ids (const GArray *customers)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < customers->len; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (customers, CrmId, i));
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

gboolean
crm_purchase_list_read (CrmPurchaseList *self, CrmReader *reader, const GArray *customers,
                        GError **error)
{
  const char *query = customers != NULL ? query_some : query_all;
  sqlite3 *db = crm_reader_get_db (reader);
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt;
  int code;

  stmt = crm_reader_prepare (reader, query, NULL);
  if (stmt == NULL)
    {
      /* The first time on this connection. */
      code = sqlite3_create_function_v2 (db, "crm_collect_purchases", 4, SQLITE_UTF8, NULL, NULL,
                                         collect_order, finish_orders, NULL);
      if (code != SQLITE_OK)
        return crm_sql_error (db, NULL, error);
      stmt = crm_reader_prepare (reader, query, error);
    }
  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_pointer (stmt, 1, self, POINTER, NULL);
  if (customers != NULL)
    sqlite3_bind_text (stmt, 2, list_ids (customers), -1, g_free);
  crm_reader_step (reader, stmt, &local);
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

CrmPurchases *
crm_purchases_read (CrmReader *reader, gint64 today, GError **error)
{
  return crm_purchases_refresh (NULL, reader, today, NULL, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Purchases brought up to date. The journal says whose orders changed since: the customer an order or a
 * line's order has now, the one it had before an update, and the one in the body of a row removed for
 * good. Those customers are read whole again, never added to, so nothing can drift. */

#include "config.h"

#include "crm-purchases-private.h"

#include <string.h>

#include "crm-entities.h"
#include "crm-setting.h"

#define STORE_KEY "crm-purchases"

/* A journal row costs some fifty times as much here as an order in the full pass. */
#define ORDERS_A_ROW 50
#define FEW_ROWS     1000

/* ?1 position, ?2..?3 ids of orders, ?4..?5 ids of lines. Unary + keeps to the order of seq: the ids of
 * one kind may be the larger part of the index. */
static const char query_touched[] =
    "WITH fresh AS MATERIALIZED (SELECT record, op, delta FROM journal WHERE seq > ?1 AND "
    "(+record BETWEEN ?2 AND ?3 OR +record BETWEEN ?4 AND ?5)), "
    "orders (id) AS (SELECT record FROM fresh WHERE record BETWEEN ?2 AND ?3 "
    "UNION SELECT l.\"order\" FROM fresh CROSS JOIN order_line l ON l.id = record "
    "WHERE record BETWEEN ?4 AND ?5 "
    "UNION SELECT json_extract (delta, CASE op WHEN 4 THEN '$.order' ELSE '$.order[0]' END) "
    "FROM fresh WHERE record BETWEEN ?4 AND ?5 AND delta IS NOT NULL) "
    "SELECT o.customer FROM orders CROSS JOIN sales_order o ON o.id = orders.id "
    "UNION SELECT json_extract (delta, CASE op WHEN 4 THEN '$.customer' ELSE '$.customer[0]' END) "
    "FROM fresh WHERE record BETWEEN ?2 AND ?3 AND delta IS NOT NULL "
    "ORDER BY 1";

static gboolean
find_touched (CrmReader *reader, gint64 position, GArray *customers, GError **error)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, query_touched, error);
  g_autoptr (GError) local = NULL;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, position);
  sqlite3_bind_int64 (stmt, 2, crm_entity_first_id (&crm_entity_order));
  sqlite3_bind_int64 (stmt, 3, crm_entity_last_id (&crm_entity_order));
  sqlite3_bind_int64 (stmt, 4, crm_entity_first_id (&crm_entity_order_line));
  sqlite3_bind_int64 (stmt, 5, crm_entity_last_id (&crm_entity_order_line));
  while (crm_reader_step (reader, stmt, &local))
    {
      CrmId customer = sqlite3_column_int64 (stmt, 0);

      if (customer != 0)
        g_array_append_val (customers, customer);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Rows @begin..@end - 1 of what was known. */
static void
keep (CrmPurchaseList *list, const CrmPurchases *known, gsize begin, gsize end)
{
  CrmPurchases *self = list->purchases;
  gsize n = end - begin;

  memcpy (self->ids + self->n, known->ids + begin, n * sizeof (CrmId));
  memcpy (self->last + self->n, known->last + begin, n * sizeof (gint32));
  memcpy (self->first + self->n, known->first + begin, n * sizeof (gint32));
  memcpy (self->frequency + self->n, known->frequency + begin, n * sizeof (double));
  memcpy (self->monetary + self->n, known->monetary + begin, n * sizeof (double));
  self->n += n;
}

/* The first row from @begin on whose id is not below @id. */
static gsize
find (const CrmPurchases *self, gsize begin, CrmId id)
{
  gsize low = begin, high = self->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* @customers are replaced by what is @fresh of them. */
static void
merge (CrmPurchaseList *list, const CrmPurchases *known, const CrmPurchases *fresh,
       const GArray *customers)
{
  gsize row = 0, next = 0;

  for (guint i = 0; i < customers->len; i++)
    {
      CrmId id = g_array_index (customers, CrmId, i);
      gsize at = find (known, row, id);

      keep (list, known, row, at);
      row = at + (at < known->n && known->ids[at] == id);
      if (next < fresh->n && fresh->ids[next] == id)
        {
          keep (list, fresh, next, next + 1);
          next++;
        }
    }
  keep (list, known, row, known->n);
}

/* The customers whose orders changed are read again, the others kept. */
static gboolean
read_changed (CrmPurchaseList *list, const CrmPurchases *known, CrmReader *reader,
              const GArray *customers, GError **error)
{
  CrmPurchaseList fresh;
  gboolean read;

  crm_purchase_list_init (&fresh, customers->len);
  read = crm_purchase_list_read (&fresh, reader, customers, error);
  if (read)
    merge (list, known, fresh.purchases, customers);
  crm_purchase_list_clear (&fresh);
  return read;
}

static gboolean
knows_position (CrmReader *reader, gint64 position)
{
  sqlite3_stmt *stmt;
  gboolean found;

  if (position == 0)
    return TRUE;
  stmt = crm_reader_prepare (reader, "SELECT 1 FROM journal WHERE seq = ?1", NULL);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, position);
  found = crm_reader_step (reader, stmt, NULL);
  sqlite3_reset (stmt);
  return found;
}

/* A rate or another base currency changes what orders are worth without a journal row of theirs. */
static gboolean
is_revalued (CrmReader *reader, gint64 position)
{
  sqlite3_stmt *stmt =
      crm_reader_prepare (reader,
                          "SELECT 1 FROM journal WHERE seq > ?1 AND (+record BETWEEN ?2 AND ?3 OR "
                          "+record BETWEEN ?4 AND ?5) LIMIT 1",
                          NULL);
  gboolean found;

  if (stmt == NULL)
    return TRUE;
  sqlite3_bind_int64 (stmt, 1, position);
  sqlite3_bind_int64 (stmt, 2, crm_entity_first_id (&crm_entity_exchange_rate));
  sqlite3_bind_int64 (stmt, 3, crm_entity_last_id (&crm_entity_exchange_rate));
  sqlite3_bind_int64 (stmt, 4, crm_entity_first_id (&crm_entity_setting));
  sqlite3_bind_int64 (stmt, 5, crm_entity_last_id (&crm_entity_setting));
  found = crm_reader_step (reader, stmt, NULL);
  sqlite3_reset (stmt);
  return found;
}

/* Whether following the journal is possible and the shorter way. */
static gboolean
can_follow (const CrmPurchases *known, CrmReader *reader, gint64 position)
{
  return known != NULL && known->last != NULL && position >= known->position &&
         position - known->position <= FEW_ROWS + known->n_orders / ORDERS_A_ROW &&
         knows_position (reader, known->position) && !is_revalued (reader, known->position);
}

static CrmPurchases *
finish (CrmPurchaseList *list, CrmReader *reader, gint64 position, gint64 today)
{
  CrmPurchases *self = crm_purchase_list_finish (list, position, today);
  g_autofree char *currency = crm_reader_dup_currency (reader);

  g_strlcpy (self->currency, currency, sizeof self->currency);
  self->n_unrated =
      crm_reader_int (reader,
                      "SELECT count (*) FROM sales_order INDEXED BY sales_order_unrated WHERE "
                      "base_amount IS NULL AND deleted_at IS NULL AND kind = 'sale' AND "
                      "status IN ('activated', 'fulfilled')",
                      0);
  return self;
}

static CrmPurchases *
refresh (CrmPurchases *known, CrmReader *reader, gint64 today, gsize *n_changed, GError **error)
{
  gint64 position = crm_reader_position (reader);
  g_autoptr (GArray) customers = NULL;
  CrmPurchaseList list;
  gboolean read;

  if (!can_follow (known, reader, position))
    {
      *n_changed = G_MAXSIZE;
      crm_purchase_list_init (&list, known != NULL ? known->n + 16 : 1024);
      read = crm_purchase_list_read (&list, reader, NULL, error);
    }
  else
    {
      customers = g_array_new (FALSE, FALSE, sizeof (CrmId));
      if (!find_touched (reader, known->position, customers, error))
        return NULL;
      *n_changed = customers->len;
      if (position == known->position && today == known->as_of)
        return crm_purchases_ref (known);
      /* Every changed customer may be a new one: never to be enlarged while merging. */
      crm_purchase_list_init (&list, known->n + customers->len);
      read = read_changed (&list, known, reader, customers, error);
    }
  if (read)
    return finish (&list, reader, position, today);
  crm_purchase_list_clear (&list);
  return NULL;
}

CrmPurchases *
crm_purchases_refresh (CrmPurchases *known, CrmReader *reader, gint64 today, gsize *n_changed,
                       GError **error)
{
  /* Position, journal and orders have to be of one moment. */
  gboolean own = sqlite3_get_autocommit (crm_reader_get_db (reader)) != 0;
  CrmPurchases *fresh;
  gsize changed = 0;

  if (own && !crm_reader_begin (reader, error))
    return NULL;
  fresh = refresh (known, reader, today, &changed, error);
  if (own)
    crm_reader_end (reader);
  if (n_changed != NULL)
    *n_changed = changed;
  return fresh;
}

static gpointer
take_reference (gpointer data, gpointer user_data)
{
  return data != NULL ? crm_purchases_ref (data) : NULL;
}

CrmPurchases *
crm_purchases_current (CrmStore *store, CrmReader *reader, gint64 today, GError **error)
{
  g_autoptr (CrmPurchases) known =
      g_object_dup_data (G_OBJECT (store), STORE_KEY, take_reference, NULL);
  CrmPurchases *fresh = crm_purchases_refresh (known, reader, today, NULL, error);

  if (fresh != NULL && fresh != known)
    g_object_set_data_full (G_OBJECT (store), STORE_KEY, crm_purchases_ref (fresh),
                            (GDestroyNotify) crm_purchases_unref);
  return fresh;
}

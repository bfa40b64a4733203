/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Derived totals: the amount of an order is the sum of its lines, its base amount what that is worth in the
 * base currency; a customer's totals are those of its live, not cancelled orders with an amount; a
 * contact's customer is that of its first affiliation. Each is always recomputed whole from the rows,
 * so that it cannot drift; only what the transaction touched is looked at. */

#include "config.h"

#include "crm-writer-private.h"

/* The definitions; crm-cli check compares every row with them. */
#define ORDER_TOTALS                                                                               \
  "SELECT coalesce (sum (l.amount), 0), count (l.id), o.amount, o.line_count, o.base_amount, "     \
  "o.currency, o.day, o.customer FROM sales_order o LEFT JOIN order_line l "                       \
  "ON l.\"order\" = o.id AND l.deleted_at IS NULL WHERE o.id = ?1 GROUP BY o.id"

/* A sale counts when it has an amount. What it is worth may be unknown for want of an exchange rate:
 * then it is counted as such and left out of the sum. The last column of the index is base_amount;
 * the order itself is only looked at where that is NULL. */
#define COUNTS "(kind = 'sale' AND (base_amount > 0 OR (base_amount IS NULL AND amount > 0)))"

#define CUSTOMER_TOTALS                                                                            \
  "SELECT coalesce (sum (" COUNTS "), 0), coalesce (sum (base_amount) FILTER (WHERE " COUNTS       \
  "), 0), coalesce (sum (kind = 'return'), 0), "                                                   \
  "coalesce (-sum (base_amount) FILTER (WHERE kind = 'return'), 0), "                              \
  "min (day) FILTER (WHERE " COUNTS "), max (day) FILTER (WHERE " COUNTS "), "                     \
  "coalesce (sum (base_amount IS NULL AND (kind = 'return' OR amount > 0)), 0) "                   \
  "FROM sales_order WHERE customer = ?1 AND deleted_at IS NULL AND kind IN ('sale', 'return') "    \
  "AND status IN ('activated', 'fulfilled')"

static void
add_id (GHashTable *set, gint64 id)
{
  gint64 *key = g_new (gint64, 1);

  *key = id;
  g_hash_table_add (set, key);
}

static gboolean
settle_order (CrmWriter *self, CrmId id, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (self, ORDER_TOTALS, error);
  gint64 amount, n_lines, worth;
  gboolean known, same;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  /* Its lines may be all that was left of an order that was removed. */
  if (sqlite3_step (stmt) != SQLITE_ROW)
    {
      sqlite3_reset (stmt);
      return TRUE;
    }
  amount = sqlite3_column_int64 (stmt, 0);
  n_lines = sqlite3_column_int64 (stmt, 1);
  known = crm_writer_to_base (self, amount, (const char *) sqlite3_column_text (stmt, 5),
                              sqlite3_column_int64 (stmt, 6), &worth);
  same = amount == sqlite3_column_int64 (stmt, 2) && n_lines == sqlite3_column_int64 (stmt, 3) &&
         known == (sqlite3_column_type (stmt, 4) != SQLITE_NULL) &&
         (!known || worth == sqlite3_column_int64 (stmt, 4));
  add_id (self->touched_customers, sqlite3_column_int64 (stmt, 7));
  sqlite3_reset (stmt);
  if (same)
    return TRUE;

  stmt = crm_writer_prepare (
      self, "UPDATE sales_order SET amount = ?2, line_count = ?3, base_amount = ?4 WHERE id = ?1",
      error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_int64 (stmt, 2, amount);
  sqlite3_bind_int64 (stmt, 3, n_lines);
  if (known)
    sqlite3_bind_int64 (stmt, 4, worth);
  return crm_writer_step (self, stmt, error);
}

static gboolean
settle_customer (CrmWriter *self, CrmId id, GError **error)
{
  sqlite3_stmt *totals = crm_writer_prepare_fixed (self, CUSTOMER_TOTALS, error);
  sqlite3_stmt *update;
  gint64 n;

  if (totals == NULL)
    return FALSE;
  sqlite3_bind_int64 (totals, 1, id);
  if (sqlite3_step (totals) != SQLITE_ROW)
    return crm_sql_error (self->db, NULL, error);

  update =
      crm_writer_prepare (self,
                          "UPDATE customer SET order_count = ?2, order_sum = ?3, return_count "
                          "= ?4, return_sum = ?5, first_order = ?6, last_order = ?7, "
                          "unrated_count = ?8, mean_interval = ?9, last_activity = (SELECT max "
                          "(start) FROM activity WHERE customer = ?1 "
                          "AND deleted_at IS NULL AND kind <> 'task' AND coalesce (status, "
                          "'done') = 'done') WHERE id = ?1",
                          error);
  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (update, 1, id);
  for (int i = 0; i < 7; i++)
    sqlite3_bind_value (update, i + 2, sqlite3_column_value (totals, i));
  n = sqlite3_column_int64 (totals, 0);
  if (n >= 2 && sqlite3_column_int64 (totals, 5) > sqlite3_column_int64 (totals, 4))
    sqlite3_bind_double (
        update, 9,
        (double) (sqlite3_column_int64 (totals, 5) - sqlite3_column_int64 (totals, 4)) /
            (double) (n - 1));
  sqlite3_reset (totals);
  return crm_writer_step (self, update, error);
}

/* Of several affiliations the one that holds, then the one as main contact, then the first. */
static gboolean
settle_contact (CrmWriter *self, CrmId id, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self,
      "UPDATE contact SET customer = a.customer FROM (SELECT (SELECT customer FROM affiliation "
      "WHERE contact = ?1 AND deleted_at IS NULL ORDER BY to_day IS NOT NULL, is_primary IS TRUE "
      "DESC, created_at, id LIMIT 1) AS customer) a WHERE contact.id = ?1 AND contact.customer IS "
      "NOT "
      "a.customer",
      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  return crm_writer_step (self, stmt, error);
}

gboolean
crm_writer_settle_totals (CrmWriter *self, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  if (!crm_writer_revalue_orders (self, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->touched_currencies);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!crm_writer_rescale_lines (self, *(gint64 *) key, error))
        return FALSE;
      add_id (self->touched_orders, *(gint64 *) key);
    }
  g_hash_table_iter_init (&iter, self->touched_orders);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!settle_order (self, *(gint64 *) key, error))
      return FALSE;
  g_hash_table_iter_init (&iter, self->touched_customers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!settle_customer (self, *(gint64 *) key, error))
        return FALSE;
      crm_writer_touch (self, NULL, *(gint64 *) key, NULL);
    }
  g_hash_table_iter_init (&iter, self->touched_contacts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!settle_contact (self, *(gint64 *) key, error))
        return FALSE;
      crm_writer_touch (self, NULL, *(gint64 *) key, NULL);
    }
  g_hash_table_remove_all (self->touched_contacts);
  g_hash_table_remove_all (self->touched_currencies);
  g_hash_table_remove_all (self->touched_orders);
  g_hash_table_remove_all (self->touched_customers);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Derived totals: the amount of an order is the sum of its lines; a customer's totals are those of
 * its live, not cancelled orders with an amount. Each is always recomputed whole from the rows, so
 * that it cannot drift; only customers and orders touched by the transaction are looked at. */

#include "config.h"

#include "crm-writer-private.h"

/* The definitions; crm-cli check compares every row with them. */
#define ORDER_TOTALS                                                                               \
  "SELECT coalesce (sum (amount), 0), count (*) FROM order_line "                                  \
  "WHERE \"order\" = ?1 AND deleted_at IS NULL"

#define CUSTOMER_TOTALS                                                                            \
  "SELECT coalesce (sum (kind = 'sale' AND amount > 0), 0), "                                      \
  "coalesce (sum (amount) FILTER (WHERE kind = 'sale' AND amount > 0), 0), "                       \
  "coalesce (sum (kind = 'return'), 0), "                                                          \
  "coalesce (-sum (amount) FILTER (WHERE kind = 'return'), 0), "                                   \
  "min (day) FILTER (WHERE kind = 'sale' AND amount > 0), "                                        \
  "max (day) FILTER (WHERE kind = 'sale' AND amount > 0) "                                         \
  "FROM sales_order WHERE customer = ?1 AND deleted_at IS NULL AND kind IN ('sale', 'return') "    \
  "AND status IN ('activated', 'fulfilled')"

static gboolean
settle_order (CrmWriter *self, CrmId id, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare (self, ORDER_TOTALS, error);
  gint64 amount, n_lines;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  if (sqlite3_step (stmt) != SQLITE_ROW)
    return crm_sql_error (self->db, NULL, error);
  amount = sqlite3_column_int64 (stmt, 0);
  n_lines = sqlite3_column_int64 (stmt, 1);
  sqlite3_reset (stmt);

  stmt = crm_writer_prepare (self,
                             "UPDATE sales_order SET amount = ?2, line_count = ?3 WHERE id = ?1 "
                             "AND (amount <> ?2 OR line_count IS NOT ?3)",
                             error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_int64 (stmt, 2, amount);
  sqlite3_bind_int64 (stmt, 3, n_lines);
  return crm_writer_step (self, stmt, error);
}

static gboolean
settle_customer (CrmWriter *self, CrmId id, GError **error)
{
  sqlite3_stmt *totals = crm_writer_prepare (self, CUSTOMER_TOTALS, error);
  sqlite3_stmt *update;
  gint64 n;

  if (totals == NULL)
    return FALSE;
  sqlite3_bind_int64 (totals, 1, id);
  if (sqlite3_step (totals) != SQLITE_ROW)
    return crm_sql_error (self->db, NULL, error);

  update = crm_writer_prepare (self,
                               "UPDATE customer SET order_count = ?2, order_sum = ?3, return_count "
                               "= ?4, return_sum = ?5, first_order = ?6, "
                               "last_order = ?7, mean_interval = ?8, last_activity = (SELECT max "
                               "(start) FROM activity WHERE customer = ?1 "
                               "AND deleted_at IS NULL AND kind <> 'task' AND coalesce (status, "
                               "'done') = 'done') WHERE id = ?1",
                               error);
  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (update, 1, id);
  for (int i = 0; i < 6; i++)
    sqlite3_bind_value (update, i + 2, sqlite3_column_value (totals, i));
  n = sqlite3_column_int64 (totals, 0);
  if (n >= 2 && sqlite3_column_int64 (totals, 5) > sqlite3_column_int64 (totals, 4))
    sqlite3_bind_double (
        update, 8,
        (double) (sqlite3_column_int64 (totals, 5) - sqlite3_column_int64 (totals, 4)) /
            (double) (n - 1));
  sqlite3_reset (totals);
  return crm_writer_step (self, update, error);
}

static gboolean
find_customer_of_order (CrmWriter *self, CrmId order, GError **error)
{
  sqlite3_stmt *stmt =
      crm_writer_prepare (self, "SELECT customer FROM sales_order WHERE id = ?1", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, order);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    {
      gint64 *id = g_new (gint64, 1);

      *id = sqlite3_column_int64 (stmt, 0);
      g_hash_table_add (self->touched_customers, id);
    }
  sqlite3_reset (stmt);
  return TRUE;
}

gboolean
crm_writer_settle_totals (CrmWriter *self, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->touched_orders);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!settle_order (self, *(gint64 *) key, error) ||
        !find_customer_of_order (self, *(gint64 *) key, error))
      return FALSE;
  g_hash_table_iter_init (&iter, self->touched_customers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!settle_customer (self, *(gint64 *) key, error))
        return FALSE;
      crm_writer_touch (self, NULL, *(gint64 *) key, NULL);
    }
  g_hash_table_remove_all (self->touched_orders);
  g_hash_table_remove_all (self->touched_customers);
  return TRUE;
}

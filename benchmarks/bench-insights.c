/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recency, frequency and value of every customer out of SQLite, against the bare GROUP BY over the same
 * covering index, stepped through and thrown away, both in turn; and brought up to date after edits.
 *
 *   bench-insights [DATABASE]
 *
 * Without DATABASE (made by crm-cli sample) it makes one of CRM_BENCH_ORDERS orders, 10,000,000 unless
 * told, of a tenth as many customers: the real schema, orders only, and of their indexes the covering one.
 *
 * Times are of the processor, shortest of several runs: reading waits for nothing else once the file is in
 * the system's cache, which the first, uncounted run sees to. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench-times.h"
#include "crm-entities.h"
#include "crm-format.h"
#include "crm-purchases.h"
#include "crm-random.h"
#include "crm-rfm.h"
#include "crm-store.h"

#define RUNS 5

static const char bare[] =
    "SELECT customer, max (day), count (*), sum (base_amount) FROM sales_order "
    "WHERE deleted_at IS NULL AND kind = 'sale' AND "
    "status IN ('activated', 'fulfilled') AND base_amount > 0 GROUP BY customer";

static void
run_sql (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

/* Few customers buy most: number u squared of them. */
static void
fill_orders (const char *path, gint64 n_orders)
{
  gint64 customers = MAX (n_orders / 10, 10);
  CrmId first = crm_entity_first_id (&crm_entity_order) + 1234567890123;
  CrmId buyer = crm_entity_first_id (&crm_entity_customer) + 9876543210987;
  g_autofree char *index = NULL;
  CrmRandom random;
  sqlite3_stmt *stmt;
  sqlite3 *db;

  if (sqlite3_open (path, &db) != SQLITE_OK)
    g_error ("cannot open %s", path);
  run_sql (db, "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000; "
               "BEGIN");
  sqlite3_prepare_v2 (db, "SELECT sql FROM sqlite_master WHERE name = 'sales_order_customer'", -1,
                      &stmt, NULL);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    index = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  run_sql (db, "DROP INDEX sales_order_customer; DROP INDEX sales_order_number; DROP INDEX "
               "sales_order_contact; DROP INDEX sales_order_day; DROP INDEX sales_order_deleted");

  crm_random_init (&random, 1, 0);
  sqlite3_prepare_v2 (
      db,
      "INSERT INTO sales_order (id, customer, day, kind, status, amount, base_amount, "
      "line_count, deleted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 1, ?7)",
      -1, &stmt, NULL);
  for (gint64 i = 0; i < n_orders; i++)
    {
      double u = crm_random_double (&random);
      guint kind = (guint) crm_random_below (&random, 100);
      gint64 amount = (gint64) crm_random_below (&random, 500000);

      sqlite3_bind_int64 (stmt, 1, first + i);
      sqlite3_bind_int64 (stmt, 2, buyer + (gint64) ((double) customers * u * u));
      sqlite3_bind_int64 (stmt, 3, 18000 + (gint64) crm_random_below (&random, 2500));
      sqlite3_bind_text (stmt, 4, kind < 4 ? "return" : "sale", -1, SQLITE_STATIC);
      sqlite3_bind_text (stmt, 5,
                         kind > 97   ? "draft"
                         : kind > 94 ? "activated"
                                     : "fulfilled",
                         -1, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, 6, kind < 4 ? -amount : amount);
      if (kind == 50)
        sqlite3_bind_int64 (stmt, 7, 1700000000000);
      else
        sqlite3_bind_null (stmt, 7);
      if (sqlite3_step (stmt) != SQLITE_DONE)
        g_error ("insert: %s", sqlite3_errmsg (db));
      sqlite3_reset (stmt);
    }
  sqlite3_finalize (stmt);
  run_sql (db, index);
  run_sql (db, "COMMIT");
  sqlite3_close (db);
}

static CrmStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  CrmStore *store = crm_store_open (path, CRM_STORE_NO_BACKUP | CRM_STORE_NO_CHECK, &error);

  if (store == NULL)
    g_error ("%s", error->message);
  return store;
}

static double
time_bare (CrmReader *reader)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, bare, NULL);
  double start = bench_work ();

  while (crm_reader_step (reader, stmt, NULL))
    ;
  return bench_work () - start;
}

static CrmPurchases *
bench_read (CrmReader *reader)
{
  double best_bare = INFINITY, best_read = INFINITY, best_score = INFINITY, ratios[RUNS], middle;
  CrmPurchases *data = NULL;

  time_bare (reader);
  for (guint i = 0; i < RUNS; i++)
    {
      double plain = time_bare (reader), start, read;
      g_autofree guint8 *scores = NULL;

      crm_purchases_unref (data);
      start = bench_work ();
      data = crm_purchases_read (reader, crm_day_today (), NULL);
      read = bench_work ();
      scores = g_new (guint8, data->n * 4);
      crm_rfm_score (data->recency, data->frequency, data->monetary, data->n, NULL, NULL, scores,
                     scores + data->n, scores + 2 * data->n, scores + 3 * data->n, NULL);
      best_score = MIN (best_score, bench_work () - read);
      best_bare = MIN (best_bare, plain);
      best_read = MIN (best_read, read - start);
      ratios[i] = (read - start) / plain;
    }
  middle = bench_quantile (ratios, RUNS, 0.5);
  g_print ("%" G_GINT64_FORMAT " orders, %" G_GSIZE_FORMAT
           " customers: bare GROUP BY %.2f s, read %.2f s, ratio %.2f, median of %d runs' ratios "
           "%.2f (goal 1.05 %s); scores %.0f ms\n",
           crm_reader_int (reader, "SELECT count (*) FROM sales_order", 0), data->n,
           best_bare / 1e3, best_read / 1e3, best_read / best_bare, RUNS, middle,
           middle <= 1.05 ? "met" : "MISSED", best_score);
  return data;
}

/* Another day for @n orders, each of another customer as far as may be; as one group that can be undone. */
static gint64
edit_orders (CrmStore *store, CrmReader *reader, gint64 n, gint64 n_orders)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_BULK_EDIT, &crm_entity_order);
  g_autoptr (GError) error = NULL;
  CrmApplyResult result = { 0 };
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM sales_order WHERE deleted_at IS NULL AND id %% %" G_GINT64_FORMAT
      " = 1 LIMIT %" G_GINT64_FORMAT,
      MAX (n_orders / (2 * n), 2), n);
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, NULL);
  CrmValue day = crm_value_int (20400);

  while (crm_reader_step (reader, stmt, NULL))
    crm_changeset_set (changes, &crm_entity_order, sqlite3_column_int64 (stmt, 0), "day", NULL,
                       &day);
  if (!crm_store_apply (store, changes, &result, &error))
    g_error ("%s", error->message);
  return result.group;
}

static void
bench_refresh (CrmStore *store, CrmReader *reader, CrmPurchases *known)
{
  static const gint64 sizes[] = { 1, 100, 1000 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gint64 group = edit_orders (store, reader, sizes[s], known->n_orders);
      gint64 today = crm_day_today ();
      double best = INFINITY;
      gsize n_changed = 0;

      for (guint i = 0; i < RUNS; i++)
        {
          double start = bench_work ();
          g_autoptr (CrmPurchases) fresh =
              crm_purchases_refresh (known, reader, today, &n_changed, NULL);

          best = MIN (best, bench_work () - start);
        }
      g_print ("up to date after %" G_GINT64_FORMAT " edited orders (%" G_GSIZE_FORMAT
               " customers read again): %.1f ms (goal 50 ms %s)\n",
               sizes[s], n_changed, best, best <= 50 ? "met" : "MISSED");
      crm_store_undo (store, group, NULL, NULL, NULL, NULL);
    }
}

int
main (int argc, char **argv)
{
  const char *wanted = g_getenv ("CRM_BENCH_ORDERS");
  g_autofree char *folder = argc > 1 ? NULL : g_dir_make_tmp ("crm-bench-XXXXXX", NULL);
  g_autofree char *path =
      folder != NULL ? g_build_filename (folder, "crm.db", NULL) : g_strdup (argv[1]);
  g_autoptr (CrmStore) store = open_store (path);
  g_autoptr (CrmPurchases) data = NULL;
  CrmReader *reader;

  if (folder != NULL)
    {
      g_clear_object (&store);
      fill_orders (path,
                   MAX (1000, wanted != NULL ? g_ascii_strtoll (wanted, NULL, 10) : 10000000));
      store = open_store (path);
    }
  reader = crm_store_open_reader (store, NULL);
  data = bench_read (reader);
  bench_refresh (store, reader, data);
  crm_reader_free (reader);
  g_clear_object (&store);

  if (folder != NULL)
    {
      static const char *const ends[] = { "", "-wal", "-shm" };

      for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
        {
          g_autofree char *file = g_strconcat (path, ends[i], NULL);

          g_unlink (file);
        }
      g_rmdir (folder);
    }
  return 0;
}

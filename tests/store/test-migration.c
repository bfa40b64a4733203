/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file of each older schema, with content, is brought to this one: a copy first, everything still
 * there, everything derived right. What goes wrong on the way leaves the file as it was. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm-schema.h"
#include "crm-search.h"
#include "store-fixture.h"

#define N_CUSTOMERS 40
#define N_ORDERS    600

/* As version 1 wrote it: amounts in hundredths whatever the currency, sums over all currencies. Five
 * customers in six have orders in yuan; customer 6 in yen, customer 12 in dinar, spelled as people did. */
static const char content_1[] =
    "INSERT INTO user (id, name, active) VALUES ((1 << 57) + 1, 'Lin', 1);"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?customers) "
    "INSERT INTO customer (id, name, kind, code, city, phone, tags, custom, annual_revenue, "
    "currency, owner, "
    "name_sort, created_at, updated_at) SELECT (2 << 57) + i, '苏州恒瑞 ' || i, 'organization', "
    "'C' || i, "
    "'Suzhou', '+8613805712' || (100 + i), '[\"vip\"]', '{\"Height\":\"' || i || '\"}', 100 * i, "
    "CASE i % 6 WHEN 0 THEN 'jpy ' WHEN 1 THEN 'RMB' WHEN 2 THEN '' WHEN 3 THEN 'CNY' END, (1 << "
    "57) + 1, "
    "crm_sort_key ('苏州恒瑞 ' || i), 1000, 2000 FROM n;"
    "INSERT INTO list_value SELECT 2, 'tags', 'vip', id FROM customer;"
    "INSERT INTO contact (id, name, mobile, name_sort) SELECT (3 << 57) + 1, 'Li Na', "
    "'+8613900000001', "
    "crm_sort_key ('Li Na');"
    "INSERT INTO affiliation (id, customer, contact, is_primary) VALUES ((4 << 57) + 1, (2 << 57) "
    "+ 1, (3 << "
    "57) + 1, 1);"
    "INSERT INTO contact (id, name, name_sort) SELECT (3 << 57) + i, 'Wang', crm_sort_key ('Wang') "
    "FROM (SELECT 2 AS i UNION ALL SELECT 3);"
    "INSERT INTO affiliation (id, customer, contact, is_primary, to_day, deleted_at) VALUES "
    "((4 << 57) + 2, (2 << 57) + 1, (3 << 57) + 2, 1, 19000, NULL), "
    "((4 << 57) + 3, (2 << 57) + 2, (3 << 57) + 2, NULL, NULL, NULL), "
    "((4 << 57) + 4, (2 << 57) + 1, (3 << 57) + 3, 1, NULL, 5000);"
    "INSERT INTO product (id, name, code, list_price, currency) VALUES ((5 << 57) + 1, 'Bearing', "
    "'P1', 198000, "
    "'JPY');"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?orders) "
    "INSERT INTO sales_order (id, number, customer, day, kind, status, currency, created_at) "
    "SELECT (6 << 57) + "
    "i, 'O' || i, (2 << 57) + 1 + i % ?customers, 20000 + i, iif (i % 11, 'sale', 'return'), "
    "iif (i % 13, 'fulfilled', 'canceled'), CASE 1 + i % ?customers WHEN 6 THEN 'JPY' WHEN 12 THEN "
    "'kwd' "
    "WHEN 7 THEN 'rmb' WHEN 8 THEN NULL ELSE 'CNY' END, 3000 FROM n;"
    "INSERT INTO order_line (id, \"order\", product, quantity, unit_price, discount, amount) "
    "SELECT (7 << 57) + "
    "2 * (id - (6 << 57)) + k, id, (5 << 57) + 1, iif (kind = 'return', -1, 1) * 3, 12.345 + k, k "
    "* 10, "
    "CAST (round (iif (kind = 'return', -1, 1) * 3 * (12.345 + k) * (100 - k * 10)) AS INTEGER) "
    "FROM sales_order, (SELECT 0 AS k UNION ALL SELECT 1);"
    "UPDATE sales_order SET line_count = 2, amount = (SELECT sum (amount) FROM order_line WHERE "
    "\"order\" = "
    "sales_order.id);"
    "UPDATE sales_order SET deleted_at = 5000 WHERE id % 17 = 0;"
    "INSERT INTO activity (id, kind, subject, body, customer, start, status) VALUES ((8 << 57) + "
    "1, 'call', "
    "'Delivery', 'They want it sooner', (2 << 57) + 1, 1700000000000, 'done');"
    "UPDATE customer SET (order_count, order_sum, return_count, return_sum, first_order, "
    "last_order) = (SELECT "
    "coalesce (sum (kind = 'sale' AND amount > 0), 0), coalesce (sum (amount) FILTER (WHERE kind = "
    "'sale' AND "
    "amount > 0), 0), coalesce (sum (kind = 'return'), 0), coalesce (-sum (amount) FILTER (WHERE "
    "kind = "
    "'return'), 0), min (day) FILTER (WHERE kind = 'sale' AND amount > 0), max (day) FILTER (WHERE "
    "kind = 'sale' "
    "AND amount > 0) FROM sales_order o WHERE o.customer = customer.id AND deleted_at IS NULL AND "
    "status IN "
    "('activated', 'fulfilled'));"
    "UPDATE customer SET mean_interval = CASE WHEN order_count > 1 THEN (last_order - first_order) "
    "* 1.0 / "
    "(order_count - 1) END, last_activity = (SELECT max (start) FROM activity WHERE customer = "
    "customer.id);"
    "UPDATE customer SET city = 'Wuxi' WHERE id = (2 << 57) + 3;"
    "INSERT INTO journal_group (id, at, device, origin, verb, entity, count, rows, first_seq, "
    "last_seq, record, "
    "state) VALUES (1, 4000, 'd', 'user', 'edit', 'customer', 1, 1, 1, 1, (2 << 57) + 3, 'done');"
    "INSERT INTO journal (seq, grp, record, op, delta) VALUES (1, 1, (2 << 57) + 3, 1, "
    "'{\"city\":[\"Suzhou\",\"Wuxi\"]}');"
    "INSERT INTO meta VALUES ('state', 'closed');";

static void
exec (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s in %.200s", message, sql);
}

/* The documents as the writer of then made them: the title, then the other searched fields by line. */
static void
fill_search (sqlite3 *db)
{
  exec (db,
        "INSERT INTO search (rowid, title, body) SELECT id, name, '' FROM user ORDER BY id;"
        "INSERT INTO search (rowid, title, body) SELECT id, name, code || char (10) || phone || "
        "char (10) || city || char (10) || tags FROM customer ORDER BY id;"
        "INSERT INTO search (rowid, title, body) SELECT id, name, mobile FROM contact;"
        "INSERT INTO search (rowid, title, body) SELECT id, name, code FROM product;"
        "INSERT INTO search (rowid, title, body) SELECT id, number, '' FROM sales_order WHERE "
        "deleted_at IS NULL ORDER BY id;"
        "INSERT INTO search (rowid, title, body) SELECT id, subject, '' FROM activity;");
}

static sqlite3 *
open_db (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (crm_search_register (db), ==, SQLITE_OK);
  return db;
}

static void
make_version_1 (const char *path, guint customers, guint orders)
{
  g_autoptr (GString) sql = g_string_new (content_1);
  g_autofree char *n_customers = g_strdup_printf ("%u", customers);
  g_autofree char *n_orders = g_strdup_printf ("%u", orders);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = open_db (path);

  g_string_replace (sql, "?customers", n_customers, 0);
  g_string_replace (sql, "?orders", n_orders, 0);
  exec (db, "PRAGMA journal_mode = WAL");
  crm_schema_migrate (db, 1, &error);
  g_assert_no_error (error);
  exec (db, "BEGIN");
  exec (db, sql->str);
  fill_search (db);
  exec (db, "COMMIT");
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_chmod (path, 0600);
}

typedef struct
{
  char *folder;
  char *path;
} Place;

static Place *
place_new (guint customers, guint orders)
{
  Place *self = g_new0 (Place, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("crm-migration-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "crm.db", NULL);
  make_version_1 (self->path, customers, orders);
  return self;
}

/* Calls back for each file of the folder; or removes them. */
static char *
find_file (const Place *self, const char *suffix)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, suffix))
      return g_build_filename (self->folder, name, NULL);
  return NULL;
}

static void
place_free (Place *self)
{
  char *file;

  g_chmod (self->folder, 0700);
  while ((file = find_file (self, "")) != NULL)
    {
      g_unlink (file);
      g_free (file);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

/* What version 1 kept that version 2 counts anew. */
static const char *const counted[] = {
  "customer.currency",
  "customer.order_count",
  "customer.order_sum",
  "customer.return_sum",
  "customer.first_order",
  "customer.last_order",
  "customer.mean_interval",
  "product.currency",
  "sales_order.currency",
  "sales_order.amount",
  "order_line.amount",
  "customer.return_count",
  NULL,
};

/* The columns version 1 has, of all its tables, as text. */
static char *
dump_version_1 (const char *path, gboolean everything)
{
  static const char *const tables[] = { "user",          "customer",    "contact",    "affiliation",
                                        "product",       "sales_order", "order_line", "activity",
                                        "journal_group", "journal",     "list_value" };
  g_autofree char *empty_path = g_strconcat (path, ".columns", NULL);
  sqlite3 *db = open_db (path), *columns = open_db (empty_path);
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  crm_schema_migrate (columns, 1, &error);
  g_assert_no_error (error);
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      g_autoptr (GString) sql = g_string_new ("SELECT ''");
      g_autofree char *info = g_strdup_printf ("PRAGMA table_info (%s)", tables[t]);
      sqlite3_stmt *stmt;

      g_assert_cmpint (sqlite3_prepare_v2 (columns, info, -1, &stmt, NULL), ==, SQLITE_OK);
      while (sqlite3_step (stmt) == SQLITE_ROW)
        {
          const char *column = (const char *) sqlite3_column_text (stmt, 1);
          g_autofree char *both = g_strconcat (tables[t], ".", column, NULL);

          if (everything || !g_strv_contains (counted, both))
            g_string_append_printf (sql, " || '|' || quote (\"%s\")", column);
        }
      sqlite3_finalize (stmt);
      g_string_append_printf (sql, " FROM %s ORDER BY 1", tables[t]);
      g_assert_cmpint (sqlite3_prepare_v2 (db, sql->str, -1, &stmt, NULL), ==, SQLITE_OK);
      while (sqlite3_step (stmt) == SQLITE_ROW)
        g_string_append_printf (out, "%s%s\n", tables[t],
                                (const char *) sqlite3_column_text (stmt, 0));
      sqlite3_finalize (stmt);
    }
  sqlite3_close (columns);
  sqlite3_close (db);
  g_unlink (empty_path);
  return g_string_free (out, FALSE);
}

static gint64
get (const char *path, const char *sql)
{
  sqlite3 *db = open_db (path);
  sqlite3_stmt *stmt;
  gint64 number;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  number = sqlite3_column_type (stmt, 0) == SQLITE_NULL ? -1 : sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return number;
}

static void
assert_clean (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReader) reader = crm_reader_open (path, &error);

  g_assert_no_error (error);
  store_fixture_assert_reader_sound (reader);
}

static void
assert_same_text (const char *a, const char *b)
{
  g_auto (GStrv) x = NULL, y = NULL;

  if (g_str_equal (a, b))
    return;
  x = g_strsplit (a, "\n", -1);
  y = g_strsplit (b, "\n", -1);
  for (guint i = 0; x[i] != NULL && y[i] != NULL; i++)
    if (!g_str_equal (x[i], y[i]))
      g_error ("%s\nis not\n%s", x[i], y[i]);
  g_error ("rows are missing or too many");
}

static void
test_version_1 (void)
{
  g_autoptr (Place) place = place_new (N_CUSTOMERS, N_ORDERS);
  g_autofree char *all = dump_version_1 (place->path, TRUE), *kept = NULL;
  g_autofree char *before = dump_version_1 (place->path, FALSE), *after = NULL, *copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  GStatBuf status;
  mode_t mask = umask (0);

  store = crm_store_open (place->path, CRM_STORE_DEFAULT, &error);
  umask (mask);
  g_assert_no_error (error);

  /* The copy: only for its owner, whole, of the old version. */
  copy = find_file (place, ".bak");
  g_assert_nonnull (copy);
  g_assert_null (find_file (place, ".part"));
  g_assert_cmpint (g_stat (copy, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (get (copy, "PRAGMA user_version"), ==, 1);
  kept = dump_version_1 (copy, TRUE);
  assert_same_text (kept, all);

  /* The file: all that people wrote, and everything derived as it has to be. */
  g_assert_cmpint (get (place->path, "PRAGMA user_version"), ==, CRM_SCHEMA_VERSION);
  after = dump_version_1 (place->path, FALSE);
  assert_same_text (after, before);
  assert_clean (place->path);
  g_assert_cmpstr (crm_store_get_currency (store), ==, "CNY");
  /* 3 × 12.345 and 3 × 13.345 less 10 %: 37.035 and 36.0315. */
  g_assert_cmpint (get (place->path, "SELECT amount FROM sales_order WHERE number = 'O1'"), ==,
                   7307);
  g_assert_cmpint (get (place->path, "SELECT base_amount FROM sales_order WHERE number = 'O1'"), ==,
                   7307);
  g_assert_cmpint (get (place->path, "SELECT amount FROM sales_order WHERE number = 'O5'"), ==, 73);
  g_assert_cmpint (get (place->path, "SELECT base_amount FROM sales_order WHERE number = 'O5'"), ==,
                   -1);
  g_assert_cmpint (get (place->path, "SELECT count (DISTINCT currency) FROM sales_order"), ==, 3);
  g_assert_cmpint (
      get (place->path, "SELECT count (*) FROM customer WHERE currency NOT IN ('CNY', 'JPY')"), ==,
      0);
  g_assert_cmpint (get (place->path, "SELECT order_sum FROM customer WHERE code = 'C6'"), ==, 0);
  g_assert_cmpint (get (place->path, "SELECT unrated_count > 0 AND order_count > 0 FROM customer "
                                     "WHERE code = 'C6'"),
                   ==, 1);

  /* Of two customers the one that holds; none of an affiliation that was removed. */
  g_assert_cmpint (get (place->path, "SELECT sum ((id - (3 << 57)) * 10 + customer - (2 << 57)) "
                                     "FROM contact WHERE customer IS NOT NULL"),
                   ==, 11 + 22);

  /* What was done before can be taken back still. */
  crm_store_undo (store, 1, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get (place->path, "SELECT count (*) FROM customer WHERE city = 'Suzhou'"), ==,
                   N_CUSTOMERS);
  assert_clean (place->path);
}

/* A file that is up to date is not copied. */
static void
test_once (void)
{
  g_autoptr (Place) place = place_new (2, 2);
  g_autofree char *copy = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmStore) store = crm_store_open (place->path, CRM_STORE_DEFAULT, &error);

      g_assert_no_error (error);
      if (i == 0)
        {
          copy = find_file (place, ".bak");
          g_assert_nonnull (copy);
          g_unlink (copy);
        }
    }
  g_assert_null (find_file (place, ".bak"));
}

/* ---- what goes wrong ---- */

/* In a process of its own: files may not grow beyond `limit`. 0: opened, 1: not even copied, 2: not
 * brought to the new version, 3: refused without a sentence that says so. */
static int
open_within (const char *path, rlim_t limit, CrmStoreFlags flags)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      struct rlimit size = { limit, limit };
      g_autoptr (GError) error = NULL;
      CrmStore *store;

      signal (SIGXFSZ, SIG_IGN);
      setrlimit (RLIMIT_FSIZE, &size);
      store = crm_store_open (path, flags, &error);
      if (store != NULL)
        {
          crm_store_close (store);
          _exit (0);
        }
      _exit (strstr (error->message, "could not be copied before") != NULL ? 1
             : strstr (error->message, "is as it was") != NULL             ? 2
                                                                           : 3);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
fill_disk (CrmStoreFlags flags, int failure)
{
  g_autoptr (Place) place = place_new (N_CUSTOMERS, 3000);
  g_autoptr (GBytes) before = store_fixture_read_bytes (place->path);
  rlim_t size = g_bytes_get_size (before);
  guint seen[4] = { 0 };

  for (guint i = 1; i <= 100 && seen[0] == 0; i++)
    {
      int outcome = open_within (place->path, size * i / 25, flags);
      g_autoptr (GBytes) after = NULL;
      g_autofree char *copy = find_file (place, ".bak"), *part = find_file (place, ".part");

      g_assert_cmpint (outcome, <, 3);
      seen[outcome]++;
      if (outcome == 0)
        break;
      after = store_fixture_read_bytes (place->path);
      g_assert_true (g_bytes_equal (before, after));
      g_assert_cmpint (get (place->path, "PRAGMA user_version"), ==, 1);
      g_assert_null (copy);
      g_assert_null (part);
    }
  g_test_message ("%u not copied, %u not updated, %u opened", seen[1], seen[2], seen[0]);
  g_assert_cmpuint (seen[failure], >, 0);
  g_assert_cmpuint (seen[0], ==, 1);
  assert_clean (place->path);
}

static void
test_full (void)
{
  fill_disk (CRM_STORE_DEFAULT, 1);
  fill_disk (CRM_STORE_NO_BACKUP, 2);
}

/* A step that fails after the copy was made: neither a half nor a copy without use stays. */
static void
test_failed_step (void)
{
  g_autoptr (Place) place = place_new (2, 2);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = open_db (place->path);

  exec (db, "CREATE TABLE setting (mine TEXT)");
  sqlite3_close (db);
  before = dump_version_1 (place->path, TRUE);
  g_assert_null (crm_store_open (place->path, CRM_STORE_DEFAULT, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "is as it was"));
  after = dump_version_1 (place->path, TRUE);
  assert_same_text (after, before);
  g_assert_cmpint (get (place->path, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (
      get (place->path, "SELECT count (*) FROM sqlite_schema WHERE name = 'exchange_rate'"), ==, 0);
  g_assert_null (find_file (place, ".bak"));
}

/* The copy has nowhere to go. As nobody when started by root, for whom permissions do not count. */
static void
test_read_only_folder (void)
{
  g_autoptr (Place) place = place_new (2, 2);
  g_autoptr (GBytes) before = store_fixture_read_bytes (place->path), after = NULL;
  int status;
  pid_t child;

  if (geteuid () == 0 &&
      (chown (place->folder, 65534, 65534) != 0 || chown (place->path, 65534, 65534) != 0))
    {
      g_test_skip ("files cannot be given away here");
      return;
    }
  g_chmod (place->folder, 0500);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (GError) error = NULL;

      if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
        _exit (2);
      if (crm_store_open (place->path, CRM_STORE_DEFAULT, &error) != NULL)
        _exit (3);
      _exit (g_error_matches (error, CRM_ERROR, CRM_ERROR_READ_ONLY) ? 0 : 4);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_chmod (place->folder, 0700);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  after = store_fixture_read_bytes (place->path);
  g_assert_true (g_bytes_equal (before, after));
}

static const char *program;

/* Killed at any moment, the file is one of the old version or one of the new, whole. */
static void
test_killed (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint old = 0, new = 0;
  double most = 500000; /* microseconds; follows how long it takes on this machine */

  for (guint round = 0; round < 25; round++)
    {
      g_autoptr (Place) place = place_new (N_CUSTOMERS, 3000);
      g_autofree char *before = dump_version_1 (place->path, FALSE), *after = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) opener =
          g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--open", place->path, NULL);
      g_autoptr (CrmStore) store = NULL;

      g_assert_no_error (error);
      g_usleep ((gulong) g_rand_double_range (rand, 0, most));
      g_subprocess_send_signal (opener, SIGKILL);
      g_subprocess_wait (opener, NULL, NULL);
      if (get (place->path, "PRAGMA user_version") == 1)
        {
          old++;
          most *= 1.3;
        }
      else
        {
          new ++;
          most *= 0.6;
        }
      after = dump_version_1 (place->path, FALSE);
      assert_same_text (after, before);
      store = crm_store_open (place->path, CRM_STORE_NO_CHECK, &error);
      g_assert_no_error (error);
      assert_clean (place->path);
    }
  g_test_message ("%u still old, %u new", old, new);
  g_assert_cmpuint (old, >, 0);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "--open"))
    {
      g_autoptr (CrmStore) store = crm_store_open (argv[2], CRM_STORE_NO_CHECK, NULL);

      return store == NULL;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migration/version-1", test_version_1);
  g_test_add_func ("/migration/once", test_once);
  g_test_add_func ("/migration/full", test_full);
  g_test_add_func ("/migration/failed-step", test_failed_step);
  g_test_add_func ("/migration/read-only-folder", test_read_only_folder);
  g_test_add_func ("/migration/killed", test_killed);
  return g_test_run ();
}

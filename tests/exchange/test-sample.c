/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sample is the same for the same number, seed and day, sound in itself, and one undo. */

#include "crm-sample.h"
#include "store-fixture.h"

#define TODAY 20600

static void
make_sample (StoreFixture *self, guint customers, guint64 seed)
{
  g_autoptr (GError) error = NULL;

  crm_sample_generate (self->store, customers, seed, TODAY, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* What was made, without ids (drawn at random) and without the stamps of the clock. */
static char *
digest (StoreFixture *self)
{
  static const char *const queries[] = {
    "SELECT name || '|' || coalesce (city, '') || '|' || coalesce (phone, '') || '|' || coalesce "
    "(tags, '') || '|' || order_count || '|' || order_sum || '|' || return_sum || '|' || coalesce "
    "(first_order, '') || '|' || coalesce (last_order, '') FROM customer ORDER BY 1",
    "SELECT name || '|' || coalesce (email, '') || '|' || coalesce (mobile, '') FROM contact ORDER "
    "BY 1",
    "SELECT coalesce (number, '') || '|' || day || '|' || kind || '|' || status || '|' || amount "
    "FROM "
    "sales_order ORDER BY 1",
    "SELECT quantity || '|' || unit_price || '|' || coalesce (discount, '') || '|' || amount FROM "
    "order_line ORDER BY 1",
    "SELECT kind || '|' || subject || '|' || coalesce (start, '') || '|' || coalesce (due, '') "
    "FROM "
    "activity ORDER BY 1",
    "SELECT name || '|' || coalesce (filter, '') FROM saved_view ORDER BY 1",
  };
  g_autoptr (CrmReader) reader = store_fixture_reader (self);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *stmt = crm_reader_prepare (reader, queries[i], NULL);

      g_assert_nonnull (stmt);
      while (sqlite3_step (stmt) == SQLITE_ROW)
        g_checksum_update (sum, sqlite3_column_text (stmt, 0), -1);
      sqlite3_reset (stmt);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static void
test_same (void)
{
  g_autoptr (StoreFixture) one = store_fixture_new (), two = store_fixture_new ();
  g_autoptr (StoreFixture) other = store_fixture_new ();
  g_autofree char *a = NULL, *b = NULL, *c = NULL;

  make_sample (one, 300, 7);
  make_sample (two, 300, 7);
  make_sample (other, 300, 8);
  a = digest (one);
  b = digest (two);
  c = digest (other);
  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
}

static void
test_sound (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autofree char *before = store_fixture_dump (fixture), *after = NULL;
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM sales_order WHERE day > %d", TODAY);
  gint64 group;

  make_sample (fixture, 500, 1);
  g_assert_cmpint (crm_reader_int (reader, "SELECT count (*) FROM customer", -1), ==, 500);
  g_assert_cmpint (crm_reader_int (reader, "SELECT count (*) FROM sales_order", -1), >, 500);
  g_assert_cmpint (crm_reader_int (reader, "SELECT count (*) FROM contact", -1), >, 200);
  g_assert_cmpint (crm_reader_int (reader, sql, -1), ==, 0);
  store_fixture_assert_sound (fixture);
  group = crm_reader_int (
      reader, "SELECT max (id) FROM journal_group WHERE rows > 0 AND verb = 'sample'", -1);
  crm_store_undo (fixture->store, group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = store_fixture_dump (fixture);
  g_assert_true (g_str_equal (before, after));
}

static gboolean
stop_cb (guint64 done, guint64 total, gpointer data)
{
  (void) total;
  (void) data;
  return done < 100;
}

static void
test_cancel (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autofree char *before = store_fixture_dump (fixture), *after = NULL;
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (GError) error = NULL;
  gint64 group;

  g_assert_false (crm_sample_generate (fixture->store, 5000, 1, TODAY, stop_cb, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpint (crm_reader_int (reader, "SELECT count (*) FROM customer", -1), <, 5000);
  group = crm_reader_int (reader, "SELECT max (id) FROM journal_group WHERE rows > 0", 0);
  if (group != 0)
    crm_store_undo (fixture->store, group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = store_fixture_dump (fixture);
  g_assert_true (g_str_equal (before, after));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/same", test_same);
  g_test_add_func ("/sample/sound", test_sound);
  g_test_add_func ("/sample/cancel", test_cancel);
  return g_test_run ();
}

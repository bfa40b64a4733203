/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search index lags behind the rows while a long group is written, and is left alone while one is
 * taken back; so are the indexes of a table that is filled or emptied. Whatever happens in between -
 * another save, another process, the end of this one - it must come to agree with the rows, and all
 * indexes must be there again. */

#include <glib/gstdio.h>

#include "crm-group-writer.h"
#include "store-fixture.h"

#define MANY 37000 /* more than what is taken out one by one, and than what is queued */

static void
add_customers (CrmGroupWriter *writer, guint n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("苏州恒瑞 Pump %u", i);
      g_autoptr (CrmRecord) record = store_fixture_customer (name);

      crm_changeset_insert (crm_group_writer_get_changes (writer), record);
      g_assert_true (crm_group_writer_step (writer, &error));
      g_assert_no_error (error);
    }
}

static CrmGroupWriter *
begin_group (StoreFixture *fixture)
{
  return crm_group_writer_new (fixture->store, CRM_VERB_IMPORT, &crm_entity_customer, "import",
                               "list.csv");
}

static gint64
finish_group (CrmGroupWriter *writer)
{
  g_autoptr (GError) error = NULL;
  CrmApplyResult result;

  g_assert_true (crm_group_writer_finish (writer, &result, &error));
  g_assert_no_error (error);
  return result.group;
}

static gint64
ask (StoreFixture *fixture, const char *sql)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);

  return crm_reader_int (reader, sql, -1);
}

/* A group's second changeset is on its way when the call that sent it returns. */
static void
wait_for_customers (StoreFixture *fixture, gint64 n)
{
  while (ask (fixture, "SELECT count (*) FROM customer") < n)
    g_thread_yield ();
}

static gboolean
is_behind (StoreFixture *fixture)
{
  return ask (fixture, "SELECT count (*) FROM meta WHERE key = 'search-behind'") == 1;
}

static char *
dup_indexes (StoreFixture *fixture)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      "SELECT group_concat (name || ' ' || coalesce (sql, ''), char (10)) FROM (SELECT name, sql "
      "FROM sqlite_schema WHERE type = 'index' UNION ALL SELECT key, value FROM meta WHERE key "
      "GLOB 'index:*' ORDER BY 1)",
      &error);
  char *text;

  g_assert_no_error (error);
  g_assert_true (crm_reader_step (reader, stmt, &error));
  text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return text;
}

/* Those that a new file has, and none that waits. */
static void
assert_all_indexes (StoreFixture *fixture)
{
  g_autoptr (StoreFixture) fresh = store_fixture_new ();
  g_autofree char *expected = dup_indexes (fresh), *held = dup_indexes (fixture);

  g_assert_cmpstr (held, ==, expected);
}

/* The indexes that customers can do without for a while. */
static gboolean
is_suspended (StoreFixture *fixture)
{
  return ask (fixture, "SELECT count (*) FROM sqlite_schema WHERE name IN ('customer_name_sort', "
                       "'customer_code')") == 0;
}

static gint64
ask_first_name (StoreFixture *fixture)
{
  return ask (fixture,
              "SELECT id FROM customer WHERE deleted_at IS NULL ORDER BY name_sort LIMIT 1");
}

static void
assert_sound (StoreFixture *fixture)
{
  store_fixture_assert_sound (fixture);
  g_assert_false (is_behind (fixture));
  g_assert_cmpint (store_fixture_search (fixture, "hengrui"), ==,
                   ask (fixture, "SELECT count (*) FROM customer WHERE name LIKE '%恒瑞%'"));
}

/* The file as a crash would leave it at this moment. */
static StoreFixture *
copy_file (StoreFixture *fixture)
{
  StoreFixture *copy = store_fixture_new ();
  static const char *const ends[] = { "", "-wal" };

  g_clear_object (&copy->store);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *from = g_strconcat (fixture->path, ends[i], NULL),
                      *to = g_strconcat (copy->path, ends[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_get_contents (from, &bytes, &length, &error));
      g_assert_true (g_file_set_contents (to, bytes, (gssize) length, &error));
      g_assert_no_error (error);
    }
  return copy;
}

static void
open_copy (StoreFixture *copy)
{
  g_autoptr (GError) error = NULL;

  copy->store = crm_store_open (copy->path, CRM_STORE_DEFAULT, &error);
  g_assert_no_error (error);
}

static void
test_other_save (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmGroupWriter *writer = begin_group (fixture);

  add_customers (writer, 9000);
  wait_for_customers (fixture, 8000);
  g_assert_true (is_behind (fixture));
  store_fixture_add_customer (fixture, "Harbour & Pine");
  g_assert_cmpint (store_fixture_search (fixture, "harbour"), ==, 1);
  assert_sound (fixture);
  add_customers (writer, 9000);
  finish_group (writer);
  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM customer"), ==, 18001);
  assert_sound (fixture);
  assert_all_indexes (fixture);
}

/* A customer of the group is edited before the index knows it. */
static void
test_edit_of_unknown (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmGroupWriter *writer = begin_group (fixture);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  g_auto (CrmValue) name = crm_value_text ("Quill");
  CrmId id;

  add_customers (writer, 8001);
  wait_for_customers (fixture, 8000);
  id = ask (fixture, "SELECT min (id) FROM customer");
  crm_changeset_set (changes, &crm_entity_customer, id, "name", NULL, &name);
  g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  g_assert_cmpint (store_fixture_search (fixture, "quill"), ==, 1);
  assert_sound (fixture);
  finish_group (writer);
  assert_sound (fixture);
}

static void
test_end_of_process (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new (), copy = NULL;
  CrmGroupWriter *writer = begin_group (fixture);

  add_customers (writer, 8001);
  wait_for_customers (fixture, 8000);
  g_assert_true (is_behind (fixture));
  g_assert_true (is_suspended (fixture));
  copy = copy_file (fixture);
  open_copy (copy);
  g_assert_cmpint (ask (copy, "SELECT count (*) FROM customer"), >=, 4000);
  assert_sound (copy);
  assert_all_indexes (copy);
  finish_group (writer);
}

/* Two processes, one after the other in the middle of a group. */
static void
test_other_process (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmGroupWriter *writer = begin_group (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) other = NULL;
  StoreFixture beside = { fixture->folder, fixture->path, NULL };
  CrmGroupWriter *second;

  add_customers (writer, 8001);
  wait_for_customers (fixture, 8000);
  other = crm_store_open (fixture->path, CRM_STORE_NO_CHECK, &error);
  g_assert_no_error (error);
  beside.store = other;
  assert_all_indexes (&beside);
  store_fixture_add_customer (&beside, "Harbour & Pine");
  assert_sound (&beside);
  second = begin_group (&beside);
  add_customers (second, 8001);
  add_customers (writer, 4000);
  finish_group (second);
  finish_group (writer);
  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM customer"), ==, 20003);
  assert_sound (fixture);
  assert_all_indexes (fixture);
}

typedef struct
{
  StoreFixture *fixture;
  StoreFixture *copy;
  gboolean saved;
} Middle;

static gboolean
middle_cb (guint64 done, guint64 total, gpointer data)
{
  Middle *middle = data;

  if (done * 2 < total || middle->saved)
    return TRUE;
  middle->saved = TRUE;
  g_assert_true (is_behind (middle->fixture));
  g_assert_true (is_suspended (middle->fixture));
  middle->copy = copy_file (middle->fixture);
  store_fixture_add_customer (middle->fixture, "Saved meanwhile");
  return TRUE;
}

static void
test_undo (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  Middle middle = { .fixture = fixture };
  g_autoptr (GError) error = NULL;
  CrmGroupWriter *writer = begin_group (fixture);
  gint64 group;

  store_fixture_add_customer (fixture, "Harbour & Pine");
  add_customers (writer, MANY);
  group = finish_group (writer);
  assert_sound (fixture);

  g_assert_true (crm_store_undo (fixture->store, group, middle_cb, &middle, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (middle.saved);
  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM customer"), ==, 2);
  g_assert_cmpint (store_fixture_search (fixture, "meanwhile"), ==, 1);
  g_assert_cmpint (store_fixture_search (fixture, "hengrui"), ==, 0);
  assert_sound (fixture);
  assert_all_indexes (fixture);

  /* A crash in the middle: what was removed till then is out of the index as well. */
  open_copy (middle.copy);
  g_assert_cmpint (ask (middle.copy, "SELECT count (*) FROM customer"), <, MANY);
  g_assert_cmpint (ask (middle.copy, "SELECT count (*) FROM customer"), >, 1);
  assert_sound (middle.copy);
  assert_all_indexes (middle.copy);
  store_fixture_free (middle.copy);

  g_assert_true (crm_store_redo (fixture->store, group, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM customer"), ==, MANY + 2);
  assert_sound (fixture);
  assert_all_indexes (fixture);
}

/* While a table is filled without them: lists are in order, a person saves, and a second such group has them. */
static void
test_indexes_of_empty_table (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmGroupWriter *writer = begin_group (fixture);
  CrmId first;

  add_customers (writer, 8001);
  wait_for_customers (fixture, 8000);
  g_assert_true (is_suspended (fixture));
  g_assert_cmpint (
      ask (fixture, "SELECT count (*) FROM sqlite_schema WHERE name = 'customer_parent'"), ==, 1);
  first = store_fixture_add_customer (fixture, "Aachen");
  g_assert_true (is_suspended (fixture));
  g_assert_cmpint (ask_first_name (fixture), ==, first);
  finish_group (writer);
  assert_all_indexes (fixture);
  assert_sound (fixture);
  g_assert_cmpint (ask_first_name (fixture), ==, first);

  writer = begin_group (fixture);
  add_customers (writer, 8001);
  wait_for_customers (fixture, 16002);
  g_assert_false (is_suspended (fixture));
  finish_group (writer);
  assert_all_indexes (fixture);
}

/* The group's last rows are there and its indexes are not, when the process ends. */
static void
test_end_before_indexes (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new (), copy = NULL;
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  g_autoptr (CrmChangeset) last = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  g_autoptr (CrmRecord) one = store_fixture_customer ("苏州恒瑞"),
                        two = store_fixture_customer ("恒瑞 Pump");
  g_autoptr (GError) error = NULL;
  CrmApplyResult result;

  crm_changeset_set_group (changes, 0, FALSE);
  crm_changeset_insert (changes, one);
  g_assert_true (crm_store_apply (fixture->store, changes, &result, &error));
  crm_changeset_set_group (last, result.group, TRUE);
  crm_changeset_continue_ids (last, changes);
  crm_changeset_insert (last, two);
  g_assert_true (crm_store_apply (fixture->store, last, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (is_suspended (fixture));

  copy = copy_file (fixture);
  open_copy (copy);
  assert_all_indexes (copy);
  assert_sound (copy);
  g_assert_cmpint (ask (copy, "SELECT count (*) FROM customer INDEXED BY customer_name_sort WHERE "
                              "deleted_at IS NULL"),
                   ==, 2);

  crm_store_restore_indexes (fixture->store);
  assert_all_indexes (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/behind/other-save", test_other_save);
  g_test_add_func ("/behind/edit-of-unknown", test_edit_of_unknown);
  g_test_add_func ("/behind/end-of-process", test_end_of_process);
  g_test_add_func ("/behind/other-process", test_other_process);
  g_test_add_func ("/behind/undo", test_undo);
  g_test_add_func ("/behind/indexes-of-empty-table", test_indexes_of_empty_table);
  g_test_add_func ("/behind/end-before-indexes", test_end_before_indexes);
  return g_test_run ();
}

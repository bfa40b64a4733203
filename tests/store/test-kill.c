/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process that saves is killed at two hundred random moments. What it had been told is saved must be
 * there, what it wrote as one thing must be there whole or not at all, and the file must be sound. */

#include <gio/gunixinputstream.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store-fixture.h"

#define N_KILLS 200
#define BATCH   25

/* ---- the process that is killed ---- */

/* One write() a line: it is out when the call returns. */
static void
acknowledge (char kind, gint64 number)
{
  char line[32];
  int n = g_snprintf (line, sizeof line, "%c%" G_GINT64_FORMAT "\n", kind, number);

  if (write (STDOUT_FILENO, line, (size_t) n) != n)
    _exit (3);
}

static void
save_one (CrmStore *store)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = store_fixture_customer ("恒瑞 Saved");
  CrmId id = crm_changeset_insert (changes, record);

  if (!crm_store_apply (store, changes, NULL, NULL))
    _exit (4);
  acknowledge ('S', id);
}

/* A batch carries one code, by which it is counted afterwards. */
static void
save_batch (CrmStore *store, gint64 number)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  g_autofree char *code = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  for (guint i = 0; i < BATCH; i++)
    {
      g_autoptr (CrmRecord) record = store_fixture_customer ("Of a batch");

      crm_record_set_text (record, "code", code);
      crm_changeset_insert (changes, record);
    }
  if (!crm_store_apply (store, changes, NULL, NULL))
    _exit (4);
  acknowledge ('B', number);
}

static int
write_until_killed (const char *path, gint64 round)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = crm_store_open (path, CRM_STORE_DEFAULT, &error);

  if (store == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  for (gint64 i = 0; i < 100000; i++)
    if (i % 4 == 3)
      save_batch (store, round * 1000000 + i);
    else
      save_one (store);
  return 5;
}

/* ---- the test ---- */

static const char *program;

static void
take_line (const char *line, GHashTable *saved, GHashTable *batches)
{
  gint64 *number;

  /* The last line may be cut: that save was not acknowledged. */
  if (line == NULL || !g_str_has_suffix (line, "\n"))
    return;
  number = g_new (gint64, 1);
  *number = g_ascii_strtoll (line + 1, NULL, 10);
  g_hash_table_add (line[0] == 'S' ? saved : batches, number);
}

/* Runs the writer, kills it after some acknowledged saves and a moment, takes what it said. */
static void
run_and_kill (const char *path, guint round, GRand *rand, GHashTable *saved, GHashTable *batches)
{
  g_autofree char *number = g_strdup_printf ("%u", round);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) writer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                     program, "--write", path, number, NULL);
  int wait = g_rand_int_range (rand, 0, 6);
  char line[64];
  FILE *out;

  g_assert_no_error (error);
  out = fdopen (dup (g_unix_input_stream_get_fd (
                    G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (writer)))),
                "r");
  for (int i = 0; i < wait; i++)
    if (fgets (line, sizeof line, out) != NULL)
      take_line (line, saved, batches);
  /* Not a wait for something: the moment itself is random, within a save or so. */
  g_usleep ((gulong) g_rand_int_range (rand, 0, 12000));
  g_subprocess_send_signal (writer, SIGKILL);
  while (fgets (line, sizeof line, out) != NULL)
    take_line (line, saved, batches);
  fclose (out);
  g_subprocess_wait (writer, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (writer));
}

static void
assert_text (CrmReader *reader, const char *sql, const char *wanted)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, NULL);

  g_assert_nonnull (stmt);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (stmt, 0), ==, wanted);
  sqlite3_reset (stmt);
}

static void
assert_all_there (const char *path, GHashTable *saved, GHashTable *batches)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReader) reader = crm_reader_open (path, &error);
  GHashTableIter iter;
  gpointer key;

  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, saved);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autoptr (CrmRecord) record =
          crm_reader_load (reader, &crm_entity_customer, *(gint64 *) key, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (crm_record_get_text (record, "name"), ==, "恒瑞 Saved");
    }
  g_hash_table_iter_init (&iter, batches);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autofree char *sql = g_strdup_printf (
          "SELECT count (*) FROM customer WHERE code = '%" G_GINT64_FORMAT "'", *(gint64 *) key);

      g_assert_cmpint (crm_reader_int (reader, sql, -1), ==, BATCH);
    }
  /* Batches nobody was told of are whole as well, or not there. */
  g_assert_cmpint (
      crm_reader_int (reader,
                      "SELECT count (*) FROM (SELECT 1 FROM customer WHERE code IS NOT "
                      "NULL GROUP BY code HAVING count (*) <> " G_STRINGIFY (BATCH) ")",
                      -1),
      ==, 0);
  assert_text (reader, "PRAGMA integrity_check", "ok");
}

static void
test_kill (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GHashTable) saved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) batches =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (GError) error = NULL;
  g_autofree char *damage = NULL;

  g_clear_object (&fixture->store);
  for (guint round = 1; round <= N_KILLS; round++)
    {
      run_and_kill (fixture->path, round, rand, saved, batches);
      if (round % 10 == 0)
        assert_all_there (fixture->path, saved, batches);
    }
  g_test_message ("%u saves and %u batches acknowledged", g_hash_table_size (saved),
                  g_hash_table_size (batches));
  g_assert_cmpuint (g_hash_table_size (saved), >, N_KILLS);

  fixture->store = crm_store_open (fixture->path, CRM_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_object_get (fixture->store, "damage", &damage, NULL);
  g_assert_null (damage);
  store_fixture_assert_sound (fixture);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--write"))
    return write_until_killed (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  g_test_add_func ("/kill/two-hundred-times", test_kill);
  return g_test_run ();
}

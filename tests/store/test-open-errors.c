/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that cannot be opened or written: each has its code and a sentence, and loses nothing. Runs as
 * nobody when started by root, for whom permissions do not count. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm-store-private.h"
#include "crm-writer-private.h"
#include "store-fixture.h"

static void
close_store (StoreFixture *self)
{
  crm_store_close (self->store);
  g_clear_object (&self->store);
}

/* Opening fails with the code and a sentence about it, and the file stays byte for byte what it was. */
static void
assert_refused (const char *path, CrmErrorCode code)
{
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean readable = g_access (path, R_OK) == 0;

  if (readable)
    before = store_fixture_read_bytes (path);
  g_assert_null (crm_store_open (path, CRM_STORE_DEFAULT, &error));
  g_assert_error (error, CRM_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (strlen (error->message), >, 20);
  if (!readable)
    return;
  after = store_fixture_read_bytes (path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
assert_opens_with (StoreFixture *self, gint64 n_customers)
{
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  self->store = crm_store_open (self->path, CRM_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  reader = store_fixture_reader (self);
  g_assert_cmpint (crm_reader_int (reader, "SELECT count (*) FROM customer", -1), ==, n_customers);
}

static void
test_modes (void)
{
  g_autofree char *root = g_dir_make_tmp ("crm-modes-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (root, "a", "b", NULL);
  g_autofree char *path = g_build_filename (folder, "crm.db", NULL);
  g_autofree char *parent = g_path_get_dirname (folder);
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  mode_t mask = umask (0);

  store = crm_store_open (path, CRM_STORE_DEFAULT, &error);
  umask (mask);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_assert_cmpint (g_stat (file, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    }
  crm_store_close (store);
  g_unlink (path);
  g_rmdir (folder);
  g_rmdir (parent);
  g_rmdir (root);
}

static void
test_read_only_file (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();

  store_fixture_add_customer (fixture, "Kept");
  close_store (fixture);
  g_assert_cmpint (g_chmod (fixture->path, 0400), ==, 0);
  assert_refused (fixture->path, CRM_ERROR_READ_ONLY);
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  assert_opens_with (fixture, 1);
}

static void
test_read_only_folder (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autofree char *other = g_build_filename (fixture->folder, "new.db", NULL);
  g_autofree char *below = g_build_filename (fixture->folder, "new", "crm.db", NULL);

  store_fixture_add_customer (fixture, "Kept");
  close_store (fixture);
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  assert_refused (fixture->path, CRM_ERROR_READ_ONLY);
  assert_refused (other, CRM_ERROR_READ_ONLY);
  assert_refused (below, CRM_ERROR_READ_ONLY);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  assert_opens_with (fixture, 1);
}

static void
test_no_database (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  GString *text = g_string_new (NULL);

  close_store (fixture);
  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "This is line %u of a letter.\n", i);
  g_assert_true (g_file_set_contents (fixture->path, text->str, (gssize) text->len, NULL));
  assert_refused (fixture->path, CRM_ERROR_CORRUPT);
  g_string_free (text, TRUE);
}

/* Somebody else's SQLite file is no database of ours, and is not filled with our tables. */
static void
test_foreign_database (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  sqlite3 *db;

  close_store (fixture);
  g_unlink (fixture->path);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE bookmark (id INTEGER)", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  assert_refused (fixture->path, CRM_ERROR_CORRUPT);
}

static void
test_truncated (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GBytes) whole = NULL;

  for (guint i = 0; i < 50; i++)
    store_fixture_add_customer (fixture, "Of many");
  close_store (fixture);
  whole = store_fixture_read_bytes (fixture->path);
  for (gsize part = 1; part < 4; part++)
    {
      gsize n = g_bytes_get_size (whole) * part / 4;

      g_assert_true (
          g_file_set_contents (fixture->path, g_bytes_get_data (whole, NULL), (gssize) n, NULL));
      assert_refused (fixture->path, CRM_ERROR_CORRUPT);
    }
}

static void
mark_unclean (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "UPDATE meta SET value = 'open' WHERE key = 'state'", NULL, NULL, NULL), ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static gboolean
is_unclean (const char *path)
{
  sqlite3 *db;
  sqlite3_stmt *stmt;
  gboolean unclean;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT value = 'open' FROM meta WHERE key = 'state'",
                                       -1, &stmt, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  unclean = sqlite3_column_int (stmt, 0) != 0;
  sqlite3_finalize (stmt);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return unclean;
}

static void
checked_cb (GObject *store, GParamSpec *pspec, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static char *
wait_for_check (CrmStore *store)
{
  gboolean checked = FALSE;
  char *damage;

  g_signal_connect (store, "notify::damage", G_CALLBACK (checked_cb), &checked);
  while (!checked)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (store, &checked);
  g_object_get (store, "damage", &damage, NULL);
  return damage;
}

/* Damage in the middle shows after an unclean end, when the file is looked through. */
static void
test_damaged_page (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autofree char *damage = NULL, *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GBytes) whole = NULL;
  g_autofree guchar *bytes = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;
  sqlite3_stmt *stmt;
  gsize page;

  for (guint i = 0; i < 50; i++)
    store_fixture_add_customer (fixture, "Of many");
  close_store (fixture);
  mark_unclean (fixture->path);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT rootpage, (SELECT page_size FROM pragma_page_size) "
                                       "FROM sqlite_schema WHERE name = 'customer_name_sort'",
                                       -1, &stmt, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  page = (gsize) (sqlite3_column_int64 (stmt, 0) - 1) * (gsize) sqlite3_column_int64 (stmt, 1);
  sqlite3_finalize (stmt);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  whole = store_fixture_read_bytes (fixture->path);
  bytes = g_memdup2 (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
  memset (bytes + page, 0xa5, 600);
  g_assert_true (
      g_file_set_contents (fixture->path, (char *) bytes, (gssize) g_bytes_get_size (whole), NULL));
  /* It is told at each start, until it has been mended. */
  for (guint i = 0; i < 2; i++)
    {
      fixture->store = crm_store_open (fixture->path, CRM_STORE_DEFAULT, &error);
      g_assert_no_error (error);
      damage = wait_for_check (fixture->store);
      g_assert_nonnull (damage);
      g_test_message ("%s", damage);
      g_clear_pointer (&damage, g_free);
      close_store (fixture);
    }
}

/* Who does not look the file through leaves that to the next one. */
static void
test_check_is_owed (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GError) error = NULL;

  close_store (fixture);
  g_assert_false (is_unclean (fixture->path));
  mark_unclean (fixture->path);
  fixture->store = crm_store_open (fixture->path, CRM_STORE_NO_CHECK, &error);
  g_assert_no_error (error);
  close_store (fixture);
  g_assert_true (is_unclean (fixture->path));

  fixture->store = crm_store_open (fixture->path, CRM_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_null (wait_for_check (fixture->store));
  close_store (fixture);
  g_assert_false (is_unclean (fixture->path));
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean read, checked;
} Beside;

static Beside beside;

/* Ends when the other read has ended. */
static gpointer
check_until_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (&beside.lock);
  while (!beside.read)
    g_cond_wait (&beside.cond, &beside.lock);
  g_mutex_unlock (&beside.lock);
  return NULL;
}

static gpointer
read_beside (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (&beside.lock);
  beside.read = TRUE;
  g_cond_signal (&beside.cond);
  g_mutex_unlock (&beside.lock);
  return NULL;
}

static void
beside_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  beside.checked = TRUE;
}

/* Looking through a large file takes minutes, and the pages read meanwhile. */
static void
test_reads_beside_check (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();

  crm_store_check_async (fixture->store, check_until_read, NULL, beside_checked_cb);
  crm_store_read_slowly_async (fixture->store, read_beside, NULL, NULL, NULL, NULL, NULL, NULL);
  while (!beside.checked)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (beside.read);
}

/* A second process that holds the file until the pipe is closed. */
static pid_t
hold_lock (const char *path, int *release)
{
  int ready[2], end[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (end), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      sqlite3 *db;

      close (end[1]);
      if (sqlite3_open (path, &db) != SQLITE_OK ||
          sqlite3_exec (db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE", NULL, NULL, NULL) !=
              SQLITE_OK ||
          write (ready[1], "+", 1) != 1)
        _exit (1);
      _exit (read (end[0], &byte, 1) == 0 ? 0 : 1);
    }
  close (end[0]);
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  *release = end[1];
  return child;
}

static void
test_locked (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  pid_t child;
  int release, status;

  store_fixture_add_customer (fixture, "Kept");
  close_store (fixture);
  child = hold_lock (fixture->path, &release);
  assert_refused (fixture->path, CRM_ERROR_BUSY);
  close (release);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  assert_opens_with (fixture, 1);
}

static CrmChangeset *
large_changes (void)
{
  CrmChangeset *changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  g_autofree char *much = g_strnfill (2000, 'x');

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (CrmRecord) record = store_fixture_customer ("One too many");

      crm_record_set_text (record, "description", much);
      crm_changeset_insert (changes, record);
    }
  return changes;
}

/* SQLite's own limit of pages answers as a full disk does. */
static void
test_full (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmChangeset) changes = large_changes ();
  g_autoptr (CrmChangeset) small = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = store_fixture_customer ("Small");
  g_autoptr (GError) error = NULL;
  CrmChangeNotice *notice = NULL;
  CrmApplyResult result;
  CrmWriter *writer;

  store_fixture_add_customer (fixture, "Kept");
  close_store (fixture);
  writer = crm_writer_open (fixture->path, CRM_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  /* As small as it may be: some pages more than there are. */
  g_assert_true (crm_sql_exec (writer->db, "PRAGMA max_page_count = 120", &error));
  g_assert_false (crm_writer_apply (writer, changes, &result, &notice, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_FULL);
  g_test_message ("%s", error->message);
  g_clear_error (&error);
  /* There is space again: the same connection goes on. */
  g_assert_true (crm_sql_exec (writer->db, "PRAGMA max_page_count = 1000000", &error));
  crm_changeset_insert (small, record);
  crm_writer_apply (writer, small, &result, &notice, &error);
  g_assert_no_error (error);
  crm_change_notice_free (notice);
  crm_writer_free (writer);
  assert_opens_with (fixture, 2);
}

/* A file that may not grow fails in the write itself. In a process of its own: a limit cannot be taken back. */
static void
test_file_limit (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  pid_t child;
  int status;

  store_fixture_add_customer (fixture, "Kept");
  close_store (fixture);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      struct rlimit limit = { .rlim_cur = 1 << 20, .rlim_max = 1 << 20 };
      CrmWriter *writer = crm_writer_open (fixture->path, CRM_STORE_DEFAULT, NULL);
      CrmChangeset *changes = large_changes ();
      CrmChangeNotice *notice = NULL;
      CrmApplyResult result;
      GError *error = NULL;

      signal (SIGXFSZ, SIG_IGN);
      if (writer == NULL || setrlimit (RLIMIT_FSIZE, &limit) != 0)
        _exit (2);
      if (crm_writer_apply (writer, changes, &result, &notice, &error))
        _exit (3);
      _exit (error != NULL && error->domain == CRM_ERROR && strlen (error->message) > 10 ? 0 : 4);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  assert_opens_with (fixture, 1);
}

static void
test_copy_draws_device (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autofree char *device = g_strdup (crm_store_get_device (fixture->store));
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autoptr (CrmStore) other = NULL;
  g_autoptr (GBytes) bytes = NULL;

  close_store (fixture);
  bytes = store_fixture_read_bytes (fixture->path);
  g_assert_true (g_file_set_contents (copy, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  other = crm_store_open (copy, CRM_STORE_DEFAULT, NULL);
  g_assert_cmpstr (crm_store_get_device (other), !=, device);
  assert_opens_with (fixture, 0);
  g_assert_cmpstr (crm_store_get_device (fixture->store), ==, device);
}

int
main (int argc, char **argv)
{
  if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    return 77;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open-errors/modes", test_modes);
  g_test_add_func ("/open-errors/read-only-file", test_read_only_file);
  g_test_add_func ("/open-errors/read-only-folder", test_read_only_folder);
  g_test_add_func ("/open-errors/no-database", test_no_database);
  g_test_add_func ("/open-errors/foreign-database", test_foreign_database);
  g_test_add_func ("/open-errors/truncated", test_truncated);
  g_test_add_func ("/open-errors/damaged-page", test_damaged_page);
  g_test_add_func ("/open-errors/check-is-owed", test_check_is_owed);
  g_test_add_func ("/open-errors/reads-beside-check", test_reads_beside_check);
  g_test_add_func ("/open-errors/locked", test_locked);
  g_test_add_func ("/open-errors/full", test_full);
  g_test_add_func ("/open-errors/file-limit", test_file_limit);
  g_test_add_func ("/open-errors/copy-draws-device", test_copy_draws_device);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening the file: folder 0700, file 0600, a copy before a migration, the marks that tell a clean
 * end and a copied file. */

#include "config.h"

#include "crm-writer-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "crm-schema.h"
#include "crm-search.h"

#define HASH_SIZE 16777216

static gboolean
refuse_file (const char *path, int code, GError **error)
{
  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, CRM_ERROR, CRM_ERROR_FULL, _ ("%s cannot be created: the disk is full."),
                 path);
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_READ_ONLY, _ ("%s cannot be written: %s."), path,
                 g_strerror (code));
  return FALSE;
}

/* SQLite would create the file with the umask's permissions. */
static gboolean
prepare_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      if (g_mkdir_with_parents (folder, 0700) != 0)
        return refuse_file (folder, errno, error);
      g_chmod (folder, 0700);
    }
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return refuse_file (path, errno, error);
  if (fchmod (fd, 0600) != 0 && errno != EPERM)
    {
      int code = errno;

      close (fd);
      return refuse_file (path, code, error);
    }
  close (fd);
  return TRUE;
}

/* To the disk, under its name: a copy that is there is a whole one. */
static gboolean
keep_copy (int fd, const char *part, const char *copy, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (copy);
  int folder_fd;

  if (fsync (fd) != 0 || g_rename (part, copy) != 0)
    return refuse_file (copy, errno, error);
  folder_fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (folder_fd >= 0)
    {
      fsync (folder_fd);
      close (folder_fd);
    }
  return TRUE;
}

/* A copy beside the file, readable by its owner only from the first byte on. The path, NULL with `error`;
 * a failed one leaves nothing. */
static char *
back_up (sqlite3 *db, const char *path, int version, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *copy = g_strdup_printf ("%s.schema-%d-%s.bak", path, version, stamp);
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  sqlite3_stmt *stmt = NULL;
  gboolean done = FALSE;
  int fd = g_open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      refuse_file (part, errno, error);
      g_prefix_error (error, "%s: ", _ ("The database could not be copied before its update"));
      return NULL;
    }
  if (sqlite3_prepare_v2 (db, "VACUUM INTO ?1", -1, &stmt, NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (stmt, 1, part, -1, SQLITE_STATIC);
      done = sqlite3_step (stmt) == SQLITE_DONE;
    }
  if (!done)
    crm_sql_error (db, _ ("The database could not be copied before its update"), error);
  sqlite3_finalize (stmt);
  done = done && keep_copy (fd, part, copy, error);
  close (fd);
  if (done)
    return g_steal_pointer (&copy);
  g_unlink (part);
  return NULL;
}

static char *
read_meta (sqlite3 *db, const char *key)
{
  sqlite3_stmt *stmt = NULL;
  char *text = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT value FROM meta WHERE key = ?1", -1, &stmt, NULL) ==
      SQLITE_OK)
    {
      sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
      if (sqlite3_step (stmt) == SQLITE_ROW)
        text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
    }
  sqlite3_finalize (stmt);
  return text;
}

/* The device id belongs to this very file: a copy has another inode and draws a new one. */
static gboolean
settle_device (CrmWriter *self, const char *path, GError **error)
{
  g_autofree char *mark = NULL, *held = read_meta (self->db, "file");
  GStatBuf status;
  sqlite3_stmt *stmt = NULL;
  gboolean done;

  if (g_stat (path, &status) != 0)
    return refuse_file (path, errno, error);
  mark = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) status.st_dev,
                          (guint64) status.st_ino);
  self->device = read_meta (self->db, "device");
  if (self->device != NULL && g_strcmp0 (mark, held) == 0)
    return TRUE;
  g_free (self->device);
  self->device = g_uuid_string_random ();
  if (sqlite3_prepare_v2 (
          self->db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('device', ?1), ('file', ?2)",
          -1, &stmt, NULL) != SQLITE_OK)
    return crm_sql_error (self->db, NULL, error);
  sqlite3_bind_text (stmt, 1, self->device, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, mark, -1, SQLITE_STATIC);
  done = sqlite3_step (stmt) == SQLITE_DONE || crm_sql_error (self->db, NULL, error);
  sqlite3_finalize (stmt);
  return done;
}

/* Tables in a file without a version of ours are somebody else's. */
static gboolean
refuse_foreign (sqlite3 *db, const char *path, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  gboolean foreign;

  if (sqlite3_prepare_v2 (db, "SELECT 1 FROM sqlite_schema LIMIT 1", -1, &stmt, NULL) != SQLITE_OK)
    return crm_sql_error (db, path, error);
  foreign = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_finalize (stmt);
  if (foreign)
    g_set_error (error, CRM_ERROR, CRM_ERROR_CORRUPT,
                 _ ("%s is a database of another program. It has not been touched."), path);
  return !foreign;
}

static gboolean
restore_indexes (CrmWriter *self, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!crm_writer_restore_index (self, &more, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_open (CrmWriter *self, const char *path, CrmStoreFlags flags, GError **error)
{
  sqlite3 *db = self->db;
  int version = crm_schema_version (db);
  g_autofree char *copy = NULL;

  /* A file of a later version is left as it is, its journal mode too. */
  if (version > CRM_SCHEMA_VERSION)
    return crm_schema_migrate (db, CRM_SCHEMA_VERSION, error);
  if (version < 0)
    return crm_sql_error (db, path, error);
  if (version == 0 && !refuse_foreign (db, path, error))
    return FALSE;
  /* The copy first: until it is there, the file stays as it is. */
  if (version > 0 && version < CRM_SCHEMA_VERSION && !(flags & CRM_STORE_NO_BACKUP))
    {
      copy = back_up (db, path, version, error);
      if (copy == NULL)
        return FALSE;
    }
  /* A step of a migration may be about an index that waits to be made again. */
  if (crm_sql_exec (db, "PRAGMA journal_mode = WAL", error) &&
      (version == 0 || restore_indexes (self, error)) &&
      crm_schema_migrate (db, CRM_SCHEMA_VERSION, error))
    return TRUE;
  if (version > 0 && version < CRM_SCHEMA_VERSION)
    g_prefix_error (error, "%s ", _ ("The database could not be updated and is as it was."));
  if (copy != NULL)
    g_unlink (copy);
  return FALSE;
}

/* A group whose writer died in its middle is closed as it is: it can be undone like any other. */
static gboolean
close_cut_groups (CrmWriter *self, GError **error)
{
  return crm_sql_exec (self->db, "UPDATE journal_group SET state = 'cut' WHERE state = 'open'",
                       error);
}

/* The terms of a whole queue of documents go into one piece of the search index. The first schema asked for pieces
 * of half that size, which are merged twice in an import of a million rows. */
static gboolean
settle_hash_size (CrmWriter *self, GError **error)
{
  return crm_writer_int (self, "SELECT v FROM search_config WHERE k = 'hashsize'") == HASH_SIZE ||
         crm_sql_exec (
             self->db,
             "INSERT INTO search (search, rank) VALUES ('hashsize', " G_STRINGIFY (HASH_SIZE) ")",
             error);
}

/* The search index may be behind the rows after an unclean end. */
static gboolean
catch_up (CrmWriter *self, GError **error)
{
  return crm_writer_int (self, "SELECT 1 FROM meta WHERE key = 'search-behind'") == 0 ||
         (crm_writer_begin (self, TRUE, error) && crm_writer_commit (self, error));
}

CrmWriter *
crm_writer_open (const char *path, CrmStoreFlags flags, GError **error)
{
  CrmWriter *self;

  if (!prepare_file (path, error))
    return NULL;
  self = g_new0 (CrmWriter, 1);
  self->documents = crm_writer_documents_new ();
  self->rows = crm_writer_rows_new ();
  self->journal = crm_writer_journal_new ();
  self->touched_orders = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->touched_contacts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->touched_customers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->touched_currencies = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->rates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!crm_sql_open (path, SQLITE_OPEN_READWRITE, &self->db, error))
    {
      crm_writer_free (self);
      return NULL;
    }
  sqlite3_busy_timeout (self->db, 5000);
  self->statements = crm_statements_new (self->db);
  if (crm_search_register (self->db) != SQLITE_OK ||
      crm_writer_register_money (self->db) != SQLITE_OK || !check_open (self, path, flags, error) ||
      !crm_sql_exec (
          self->db,
          "PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY; "
          "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;",
          error) ||
      !settle_device (self, path, error) || !settle_hash_size (self, error) ||
      !close_cut_groups (self, error) || !catch_up (self, error))
    {
      if (error != NULL && *error == NULL)
        crm_sql_error (self->db, path, error);
      crm_writer_free (self);
      return NULL;
    }
  return self;
}

void
crm_writer_free (CrmWriter *self)
{
  if (self == NULL)
    return;
  /* A group that was not brought to its end. */
  if (self->documents->len > 0 && crm_writer_begin (self, FALSE, NULL) &&
      (!crm_writer_settle_documents (self, FALSE, NULL) || !crm_writer_commit (self, NULL)))
    crm_writer_rollback (self);
  crm_statements_free (self->statements);
  sqlite3_close_v2 (self->db);
  g_hash_table_unref (self->touched_orders);
  g_hash_table_unref (self->touched_contacts);
  g_hash_table_unref (self->touched_customers);
  g_hash_table_unref (self->touched_currencies);
  g_hash_table_unref (self->rates);
  g_array_unref (self->documents);
  g_array_unref (self->rows);
  g_array_unref (self->journal);
  crm_change_notice_free (self->notice);
  g_free (self->device);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Migrations never read the field tables: what a version was stays what it was. A test compares the
 * newest schema with the tables. */

#include "config.h"

#include "crm-schema.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "crm-schema-resource.h"
#include "crm-sql.h"

int
crm_schema_version (sqlite3 *db)
{
  sqlite3_stmt *stmt = NULL;
  int version = -1;

  if (sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &stmt, NULL) == SQLITE_OK &&
      sqlite3_step (stmt) == SQLITE_ROW)
    version = sqlite3_column_int (stmt, 0);
  sqlite3_finalize (stmt);
  return version;
}

static gboolean
run_step (sqlite3 *db, int version, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/org/example/Crm/schema/%d.sql", version);
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d", version);
  g_autoptr (GBytes) sql = NULL;

  sql = g_resource_lookup_data (crm_schema_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                error);
  return sql != NULL && crm_sql_exec (db, g_bytes_get_data (sql, NULL), error) &&
         crm_sql_exec (db, mark, error);
}

gboolean
crm_schema_migrate (sqlite3 *db, int target, GError **error)
{
  int version = crm_schema_version (db);

  if (version < 0)
    return crm_sql_error (db, NULL, error);
  if (version > CRM_SCHEMA_VERSION)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NEWER_SCHEMA,
                   _ ("This database was written by a newer version of the program (schema %d, "
                      "this one knows %d). "
                      "Update the program; the file has not been touched."),
                   version, CRM_SCHEMA_VERSION);
      return FALSE;
    }
  if (version >= target)
    return TRUE;
  /* All or nothing: a file between two versions of the program would fit neither. */
  if (!crm_sql_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  while (version < target && run_step (db, version + 1, error))
    version++;
  if (version == target && crm_sql_exec (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmReader: a connection that cannot write (opened read-only, so that SQLite itself refuses), its
 * kept statements and the progress handler through which it is cancelled. */

#include "config.h"

#include "crm-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-search.h"

#define PROGRESS_STEPS                                                                             \
  2000 /* virtual machine steps between looks at the cancellable: well under 1 ms */

struct _CrmReader
{
  sqlite3 *db;
  CrmStatements *statements;
  GCancellable *cancellable;
};

static int
check_cancelled_cb (void *data)
{
  CrmReader *self = data;

  return self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable);
}

CrmReader *
crm_reader_open (const char *path, GError **error)
{
  g_autoptr (CrmReader) self = g_new0 (CrmReader, 1);

  if (!crm_sql_open (path, SQLITE_OPEN_READONLY, &self->db, error))
    return NULL;
  sqlite3_busy_timeout (self->db, 5000);
  if (crm_search_register (self->db) != SQLITE_OK)
    {
      crm_sql_error (self->db, path, error);
      return NULL;
    }
  if (!crm_sql_exec (
          self->db,
          "PRAGMA query_only = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;", error))
    return NULL;
  self->statements = crm_statements_new (self->db);
  sqlite3_progress_handler (self->db, PROGRESS_STEPS, check_cancelled_cb, self);
  return g_steal_pointer (&self);
}

void
crm_reader_free (CrmReader *self)
{
  if (self == NULL)
    return;
  crm_statements_free (self->statements);
  sqlite3_close_v2 (self->db);
  g_clear_object (&self->cancellable);
  g_free (self);
}

sqlite3 *
crm_reader_get_db (CrmReader *self)
{
  return self->db;
}

void
crm_reader_set_cancellable (CrmReader *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

sqlite3_stmt *
crm_reader_prepare (CrmReader *self, const char *sql, GError **error)
{
  return crm_statements_get (self->statements, sql, error);
}

gboolean
crm_reader_step (CrmReader *self, sqlite3_stmt *stmt, GError **error)
{
  int code = sqlite3_step (stmt);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    crm_sql_error (self->db, NULL, error);
  sqlite3_reset (stmt);
  return FALSE;
}

gboolean
crm_reader_begin (CrmReader *self, GError **error)
{
  return crm_sql_exec (self->db, "BEGIN", error);
}

void
crm_reader_end (CrmReader *self)
{
  sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);
}

gint64
crm_reader_int (CrmReader *self, const char *sql, gint64 fallback)
{
  sqlite3_stmt *stmt = crm_reader_prepare (self, sql, NULL);
  gint64 number = fallback;

  if (stmt == NULL)
    return fallback;
  if (sqlite3_step (stmt) == SQLITE_ROW && sqlite3_column_type (stmt, 0) != SQLITE_NULL)
    number = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return number;
}

gint64
crm_reader_position (CrmReader *self)
{
  return crm_reader_int (self, "SELECT max(seq) FROM journal", 0);
}

void
crm_sql_read_row (sqlite3_stmt *stmt, int first_column, CrmRecord *record)
{
  const CrmEntity *entity = crm_record_get_entity (record);

  crm_record_set_id (record, sqlite3_column_int64 (stmt, first_column));
  for (guint i = 0; i < entity->n_fields; i++)
    {
      g_auto (CrmValue) value = crm_sql_column_value (stmt, first_column + 1 + (int) i);

      crm_record_set_value (record, i, &value);
    }
}

gboolean
crm_reader_load_into (CrmReader *self, CrmRecord *record, CrmId id, GError **error)
{
  sqlite3_stmt *stmt =
      crm_reader_prepare (self, crm_sql_select_by_id (crm_record_get_entity (record)), error);
  g_autoptr (GError) local = NULL;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  if (!crm_reader_step (self, stmt, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                             _ ("The record does not exist any more."));
      return FALSE;
    }
  crm_sql_read_row (stmt, 0, record);
  crm_record_set_loaded (record, TRUE);
  sqlite3_reset (stmt);
  return TRUE;
}

CrmRecord *
crm_reader_load (CrmReader *self, const CrmEntity *entity, CrmId id, GError **error)
{
  g_autoptr (CrmRecord) record = crm_record_new (entity);

  if (!crm_reader_load_into (self, record, id, error))
    return NULL;
  return g_steal_pointer (&record);
}

GPtrArray *
crm_reader_load_many (CrmReader *self, const CrmEntity *entity, const CrmId *ids, gsize n,
                      GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_full ((guint) n, g_object_unref);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) local = NULL;
      CrmRecord *record = crm_reader_load (self, entity, ids[i], &local);

      if (record != NULL)
        g_ptr_array_add (records, record);
      else if (!g_error_matches (local, CRM_ERROR, CRM_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return g_steal_pointer (&records);
}

GPtrArray *
crm_reader_load_linked (CrmReader *self, const CrmEntity *entity, const char *field_id,
                        CrmId target, const char *order, guint limit, GError **error)
{
  const CrmField *field = crm_entity_field (entity, field_id);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *column = NULL, *sql = NULL;
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt;

  g_return_val_if_fail (field != NULL && field->kind == CRM_FIELD_LINK, NULL);
  column = crm_field_dup_column (field);
  sql = g_strdup_printf (
      "SELECT %s FROM %s WHERE \"%s\" = ?1 AND deleted_at IS NULL ORDER BY %s LIMIT ?2",
      crm_sql_columns (entity), entity->table, column, order != NULL ? order : "id");
  stmt = crm_reader_prepare (self, sql, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, target);
  sqlite3_bind_int64 (stmt, 2, limit == 0 ? -1 : (gint64) limit);
  while (crm_reader_step (self, stmt, &local))
    {
      CrmRecord *record = crm_record_new (entity);

      crm_sql_read_row (stmt, 0, record);
      g_ptr_array_add (records, record);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&records);
}

char *
crm_reader_title (CrmReader *self, CrmId id)
{
  const CrmEntity *entity = crm_entity_of_id (id);
  g_autoptr (CrmRecord) record = NULL;

  if (entity == NULL)
    return NULL;
  record = crm_reader_load (self, entity, id, NULL);
  return record != NULL ? g_strdup (crm_record_get_title (record)) : NULL;
}

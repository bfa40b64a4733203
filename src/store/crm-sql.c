/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Generated SQL, kept statements, errors of SQLite as errors of the program. */

#include "config.h"

#include "crm-sql.h"

#include <glib/gi18n-lib.h>

int
crm_sql_error_code (int sqlite_code)
{
  switch (sqlite_code & 0xff)
    {
    case SQLITE_FULL:
      return CRM_ERROR_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return CRM_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return CRM_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CRM_ERROR_BUSY;
    case SQLITE_INTERRUPT:
      return CRM_ERROR_CANCELLED;
    case SQLITE_CONSTRAINT:
      return CRM_ERROR_CONFLICT;
    default:
      return CRM_ERROR_FAILED;
    }
}

static const char *
explain_code (int code)
{
  switch (code)
    {
    case CRM_ERROR_FULL:
      return _ ("The disk is full. Free some space and try again; nothing was lost.");
    case CRM_ERROR_READ_ONLY:
      return _ ("The database file or its folder cannot be written. Check its permissions.");
    case CRM_ERROR_CORRUPT:
      return _ ("The file is damaged or is not a customer database.");
    case CRM_ERROR_BUSY:
      return _ ("Another program is using the database. Close it and try again.");
    default:
      return NULL;
    }
}

gboolean
crm_sql_error (sqlite3 *db, const char *what, GError **error)
{
  int sqlite_code = db != NULL ? sqlite3_extended_errcode (db) : SQLITE_NOMEM;
  int code = crm_sql_error_code (sqlite_code);
  const char *explanation = explain_code (code);
  const char *message = db != NULL ? sqlite3_errmsg (db) : "out of memory";

  if ((sqlite_code & 0xff) == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else if (explanation != NULL)
    g_set_error (error, CRM_ERROR, code, "%s%s%s (%s)", what != NULL ? what : "",
                 what != NULL ? ": " : "", explanation, message);
  else
    g_set_error (error, CRM_ERROR, code, "%s%s%s", what != NULL ? what : "",
                 what != NULL ? ": " : "", message);
  return FALSE;
}

/* Nobody asks SQLite how much memory it uses, and counting it takes a lock at every allocation. Where
 * another library has started SQLite already it goes on counting. */
static gpointer
configure (gpointer data)
{
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

gboolean
crm_sql_open (const char *path, int flags, sqlite3 **db, GError **error)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, configure, NULL);
  if (sqlite3_open_v2 (path, db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return crm_sql_error (*db, path, error);
  sqlite3_extended_result_codes (*db, 1);
  return TRUE;
}

gboolean
crm_sql_exec (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return crm_sql_error (db, NULL, error);
}

struct _CrmStatements
{
  sqlite3 *db;
  GHashTable *by_text; /* const char * owned by the statement -> sqlite3_stmt */
  GHashTable *fixed;   /* const char * of the program -> sqlite3_stmt */
};

static void
finalize_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

CrmStatements *
crm_statements_new (sqlite3 *db)
{
  CrmStatements *self = g_new (CrmStatements, 1);

  self->db = db;
  self->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_statement);
  self->fixed = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  return self;
}

void
crm_statements_free (CrmStatements *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_text);
  g_hash_table_unref (self->fixed);
  g_free (self);
}

sqlite3_stmt *
crm_statements_get (CrmStatements *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = g_hash_table_lookup (self->by_text, sql);

  if (stmt == NULL)
    {
      /* Filters make texts without end: past some hundred, start over. */
      if (g_hash_table_size (self->by_text) > 400)
        {
          GHashTableIter iter;
          gpointer kept;

          g_hash_table_iter_init (&iter, self->by_text);
          while (g_hash_table_iter_next (&iter, NULL, &kept))
            if (!sqlite3_stmt_busy (kept))
              g_hash_table_iter_remove (&iter);
        }
      if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) !=
          SQLITE_OK)
        {
          crm_sql_error (self->db, NULL, error);
          return NULL;
        }
      g_hash_table_replace (self->by_text, (gpointer) sqlite3_sql (stmt), stmt);
    }
  else
    {
      sqlite3_reset (stmt);
      sqlite3_clear_bindings (stmt);
    }
  return stmt;
}

sqlite3_stmt *
crm_statements_get_fixed (CrmStatements *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = g_hash_table_lookup (self->fixed, sql);

  if (stmt != NULL)
    {
      sqlite3_reset (stmt);
      sqlite3_clear_bindings (stmt);
      return stmt;
    }
  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
    {
      crm_sql_error (self->db, NULL, error);
      return NULL;
    }
  g_hash_table_insert (self->fixed, (gpointer) sql, stmt);
  return stmt;
}

typedef struct
{
  const char *columns;
  const char *select_by_id;
  const char *insert;
  const char *insert_many;
  const char *remove;
  const char *exists;
  int sort_index;
} Generated;

static Generated generated[64];

/* "(?, ?)": numbered onwards by SQLite. */
static void
append_parameters (GString *sql, guint n)
{
  g_string_append_c (sql, '(');
  for (guint i = 0; i < n; i++)
    g_string_append (sql, i == 0 ? "?" : ", ?");
  g_string_append_c (sql, ')');
}

static const Generated *
generate (const CrmEntity *entity)
{
  Generated *self = &generated[entity->code];
  g_autoptr (GString) columns = NULL;
  g_autoptr (GString) insert = NULL, many = NULL;
  g_autofree char *select = NULL, *remove = NULL, *exists = NULL;

  if (g_atomic_pointer_get (&self->insert) != NULL)
    return self;
  columns = g_string_new ("id");
  insert = g_string_new (NULL);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      g_autofree char *column = crm_field_dup_column (&entity->fields[i]);

      g_string_append_printf (columns, ", \"%s\"", column);
    }
  select = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?1", columns->str, entity->table);
  g_string_append_printf (insert, "INSERT INTO %s (%s) VALUES ", entity->table, columns->str);
  many = g_string_new (insert->str);
  append_parameters (insert, entity->n_fields + 1);
  for (guint i = 0; i < CRM_SQL_MANY; i++)
    {
      if (i > 0)
        g_string_append (many, ", ");
      append_parameters (many, entity->n_fields + 1);
    }
  /* Interned, so that two threads that come here together store the same pointers. */
  self->columns = g_intern_string (columns->str);
  self->select_by_id = g_intern_string (select);
  remove = g_strdup_printf ("DELETE FROM %s WHERE id = ?1", entity->table);
  exists = g_strdup_printf ("SELECT 1 FROM %s WHERE id = ?1", entity->table);
  self->insert_many = g_intern_string (many->str);
  self->remove = g_intern_string (remove);
  self->exists = g_intern_string (exists);
  self->sort_index = crm_entity_field_index (entity, "name-sort");
  g_atomic_pointer_set (&self->insert, g_intern_string (insert->str));
  return self;
}

const char *
crm_sql_columns (const CrmEntity *entity)
{
  return generate (entity)->columns;
}

const char *
crm_sql_select_by_id (const CrmEntity *entity)
{
  return generate (entity)->select_by_id;
}

const char *
crm_sql_insert (const CrmEntity *entity)
{
  return generate (entity)->insert;
}

const char *
crm_sql_insert_many (const CrmEntity *entity)
{
  return generate (entity)->insert_many;
}

const char *
crm_sql_delete (const CrmEntity *entity)
{
  return generate (entity)->remove;
}

const char *
crm_sql_exists (const CrmEntity *entity)
{
  return generate (entity)->exists;
}

int
crm_sql_sort_index (const CrmEntity *entity)
{
  return generate (entity)->sort_index;
}

CrmValue
crm_sql_column_value (sqlite3_stmt *stmt, int column)
{
  switch (sqlite3_column_type (stmt, column))
    {
    case SQLITE_INTEGER:
      return crm_value_int (sqlite3_column_int64 (stmt, column));
    case SQLITE_FLOAT:
      return crm_value_real (sqlite3_column_double (stmt, column));
    case SQLITE_TEXT:
      return crm_value_text_len ((const char *) sqlite3_column_text (stmt, column),
                                 (gsize) sqlite3_column_bytes (stmt, column));
    case SQLITE_BLOB: /* sort keys: never wanted in memory */
    case SQLITE_NULL:
    default:
      return (CrmValue) CRM_VALUE_INIT;
    }
}

int
crm_sql_bind_value (sqlite3_stmt *stmt, int parameter, const CrmValue *value)
{
  switch (value->type)
    {
    case CRM_VALUE_INT:
      return sqlite3_bind_int64 (stmt, parameter, value->i);
    case CRM_VALUE_REAL:
      return sqlite3_bind_double (stmt, parameter, value->r);
    case CRM_VALUE_TEXT:
      return sqlite3_bind_text (stmt, parameter, value->s, -1, SQLITE_TRANSIENT);
    case CRM_VALUE_NULL:
    default:
      return sqlite3_bind_null (stmt, parameter);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The newest schema against the field tables: the migrations are frozen SQL and know nothing of the
 * tables, so this is what keeps the two together. */

#include <glib/gstdio.h>

#include "crm-schema.h"
#include "crm-search.h"
#include "store-fixture.h"

typedef struct
{
  char *type;
  gboolean required;
} Column;

static void
free_column (gpointer data)
{
  Column *self = data;

  g_free (self->type);
  g_free (self);
}

static sqlite3 *
open_at_version (int version)
{
  sqlite3 *db = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_cmpint (crm_search_register (db), ==, SQLITE_OK);
  crm_schema_migrate (db, version, &error);
  g_assert_no_error (error);
  return db;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  return stmt;
}

static const char *
get_text (sqlite3_stmt *stmt, int column)
{
  return (const char *) sqlite3_column_text (stmt, column);
}

static GHashTable *
read_columns (sqlite3 *db, const CrmEntity *entity)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA table_info (%s)", entity->table);
  sqlite3_stmt *stmt = prepare (db, sql);
  GHashTable *columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_column);

  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      Column *column = g_new0 (Column, 1);

      column->type = g_strdup (get_text (stmt, 2));
      column->required = sqlite3_column_int (stmt, 3) != 0;
      g_hash_table_insert (columns, g_strdup (get_text (stmt, 1)), column);
    }
  sqlite3_finalize (stmt);
  return columns;
}

static const char *
wanted_type (const CrmField *field)
{
  /* The sort key is bytes; nothing else is. */
  if (g_str_equal (field->id, "name-sort"))
    return "BLOB";
  switch (crm_field_storage (field))
    {
    case CRM_VALUE_INT:
      return "INTEGER";
    case CRM_VALUE_REAL:
      return "REAL";
    default:
      return "TEXT";
    }
}

static void
test_columns (void)
{
  sqlite3 *db = open_at_version (CRM_SCHEMA_VERSION);
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  for (guint e = 0; e < n; e++)
    {
      const CrmEntity *entity = entities[e];
      g_autoptr (GHashTable) columns = read_columns (db, entity);

      g_assert_true (g_hash_table_remove (columns, "id"));
      for (guint i = 0; i < entity->n_fields; i++)
        {
          const CrmField *field = &entity->fields[i];
          g_autofree char *name = crm_field_dup_column (field);
          const Column *column = g_hash_table_lookup (columns, name);

          if (column == NULL)
            g_error ("%s.%s has no column", entity->table, name);
          if (g_strcmp0 (column->type, wanted_type (field)) != 0)
            g_error ("%s.%s is %s, not %s", entity->table, name, column->type, wanted_type (field));
          if ((field->flags & CRM_FIELD_REQUIRED) && !column->required)
            g_error ("%s.%s may be NULL", entity->table, name);
          if (!(field->flags & (CRM_FIELD_REQUIRED | CRM_FIELD_DERIVED)) && column->required)
            g_error ("%s.%s may not be NULL", entity->table, name);
          g_hash_table_remove (columns, name);
        }
      if (g_hash_table_size (columns) > 0)
        {
          g_autofree const char **left =
              (const char **) g_hash_table_get_keys_as_array (columns, NULL);

          g_error ("%s.%s is no field", entity->table, left[0]);
        }
    }
  sqlite3_close (db);
}

/* Whether an index of the table starts with the column. */
static gboolean
has_index (sqlite3 *db, const char *table, const char *column, gboolean unique)
{
  sqlite3_stmt *stmt =
      prepare (db, "SELECT 1 FROM pragma_index_list (?1) l, pragma_index_info (l.name) i WHERE "
                   "i.seqno = 0 AND i.name = ?2 AND l.\"unique\" >= ?3");
  gboolean found;

  sqlite3_bind_text (stmt, 1, table, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, column, -1, SQLITE_STATIC);
  sqlite3_bind_int (stmt, 3, unique);
  found = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_finalize (stmt);
  return found;
}

static void
test_indexes (void)
{
  sqlite3 *db = open_at_version (CRM_SCHEMA_VERSION);
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  for (guint e = 0; e < n; e++)
    {
      const CrmEntity *entity = entities[e];

      if (!has_index (db, entity->table, "deleted_at", FALSE))
        g_error ("%s: the recycle bin has no index", entity->table);
      for (guint i = 0; i < entity->n_fields; i++)
        {
          const CrmField *field = &entity->fields[i];
          g_autofree char *name = crm_field_dup_column (field);

          if ((field->flags & (CRM_FIELD_INDEXED | CRM_FIELD_OWNED)) &&
              !has_index (db, entity->table, name, FALSE))
            g_error ("%s.%s has no index", entity->table, name);
          if ((field->flags & CRM_FIELD_UNIQUE) && !has_index (db, entity->table, name, TRUE))
            g_error ("%s.%s has no unique index", entity->table, name);
        }
    }
  sqlite3_close (db);
}

/* No table that nobody knows, none that is missing. */
static void
test_tables (void)
{
  sqlite3 *db = open_at_version (CRM_SCHEMA_VERSION);
  sqlite3_stmt *stmt =
      prepare (db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
                   "LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'search%'");
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  for (guint e = 0; e < n; e++)
    g_assert_true (g_hash_table_add (known, (gpointer) entities[e]->table));
  g_hash_table_add (known, (gpointer) "meta");
  g_hash_table_add (known, (gpointer) "journal");
  g_hash_table_add (known, (gpointer) "journal_group");
  g_hash_table_add (known, (gpointer) "list_value");
  while (sqlite3_step (stmt) == SQLITE_ROW)
    if (!g_hash_table_remove (known, get_text (stmt, 0)))
      g_error ("nobody knows the table %s", get_text (stmt, 0));
  g_assert_cmpuint (g_hash_table_size (known), ==, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
}

static char *
dump_schema (sqlite3 *db)
{
  sqlite3_stmt *stmt =
      prepare (db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
  GString *out = g_string_new (NULL);

  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_string_append_printf (out, "%s %s %s\n%s\n", get_text (stmt, 0), get_text (stmt, 1),
                            get_text (stmt, 2),
                            get_text (stmt, 3) != NULL ? get_text (stmt, 3) : "");
  sqlite3_finalize (stmt);
  return g_string_free (out, FALSE);
}

static void
test_migrations (void)
{
  sqlite3 *fresh = open_at_version (CRM_SCHEMA_VERSION);
  g_autofree char *wanted = dump_schema (fresh);

  g_assert_cmpint (crm_schema_version (fresh), ==, CRM_SCHEMA_VERSION);
  for (int version = 0; version <= CRM_SCHEMA_VERSION; version++)
    {
      sqlite3 *db = open_at_version (version);
      g_autofree char *schema = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (crm_schema_version (db), ==, version);
      crm_schema_migrate (db, CRM_SCHEMA_VERSION, &error);
      g_assert_no_error (error);
      schema = dump_schema (db);
      g_assert_cmpstr (schema, ==, wanted);
      g_assert_cmpint (crm_schema_version (db), ==, CRM_SCHEMA_VERSION);
      sqlite3_close (db);
    }
  sqlite3_close (fresh);
}

static void
test_newer_schema (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %d", CRM_SCHEMA_VERSION + 1);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  sqlite3 *db;

  store_fixture_add_customer (fixture, "Of tomorrow");
  crm_store_close (fixture->store);
  g_clear_object (&fixture->store);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  /* Another journal mode than ours shows whether opening writes before it looks. */
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, pragma, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  before = store_fixture_read_bytes (fixture->path);

  fixture->store = crm_store_open (fixture->path, CRM_STORE_DEFAULT, &error);
  g_assert_null (fixture->store);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NEWER_SCHEMA);
  after = store_fixture_read_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drift/columns", test_columns);
  g_test_add_func ("/drift/indexes", test_indexes);
  g_test_add_func ("/drift/tables", test_tables);
  g_test_add_func ("/drift/migrations", test_migrations);
  g_test_add_func ("/drift/newer-schema", test_newer_schema);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>

#include "crm-check.h"
#include "crm-search.h"

StoreFixture *
store_fixture_new (void)
{
  StoreFixture *self = g_new0 (StoreFixture, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("crm-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "crm.db", NULL);
  self->store = crm_store_open (self->path, CRM_STORE_NO_BACKUP, &error);
  g_assert_no_error (error);
  return self;
}

void
store_fixture_free (StoreFixture *self)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_clear_object (&self->store);
  folder = g_dir_open (self->folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

CrmReader *
store_fixture_reader (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;
  CrmReader *reader = crm_reader_open (self->path, &error);

  g_assert_no_error (error);
  return reader;
}

CrmRecord *
store_fixture_customer (const char *name)
{
  CrmRecord *record = crm_record_new (&crm_entity_customer);

  crm_record_set_text (record, "name", name);
  crm_record_set_text (record, "kind", "organization");
  return record;
}

CrmId
store_fixture_add_customer (StoreFixture *self, const char *name)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = store_fixture_customer (name);
  g_autoptr (GError) error = NULL;
  CrmId id = crm_changeset_insert (changes, record);

  crm_store_apply (self->store, changes, NULL, &error);
  g_assert_no_error (error);
  return id;
}

CrmId
store_fixture_add_contact (StoreFixture *self, const char *name)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_contact);
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_contact);
  g_autoptr (GError) error = NULL;
  CrmId id;

  crm_record_set_text (record, "name", name);
  id = crm_changeset_insert (changes, record);
  crm_store_apply (self->store, changes, NULL, &error);
  g_assert_no_error (error);
  return id;
}

CrmId
store_fixture_add_affiliation (StoreFixture *self, CrmId customer, CrmId contact,
                               gboolean is_primary)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_affiliation);
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_affiliation);
  g_autoptr (GError) error = NULL;
  CrmId id;

  crm_record_set_int (record, "customer", customer);
  crm_record_set_int (record, "contact", contact);
  crm_record_set_int (record, "is-primary", is_primary);
  id = crm_changeset_insert (changes, record);
  crm_store_apply (self->store, changes, NULL, &error);
  g_assert_no_error (error);
  return id;
}

CrmId
store_fixture_add_order (StoreFixture *self, CrmId customer, gint64 day, double quantity,
                         double price)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_order);
  g_autoptr (CrmRecord) order = crm_record_new (&crm_entity_order);
  g_autoptr (CrmRecord) line = crm_record_new (&crm_entity_order_line);
  g_autoptr (GError) error = NULL;
  CrmId id;

  crm_record_set_int (order, "customer", customer);
  crm_record_set_int (order, "day", day);
  crm_record_set_text (order, "kind", quantity < 0 ? "return" : "sale");
  crm_record_set_text (order, "status", "fulfilled");
  id = crm_changeset_insert (changes, order);
  crm_record_set_int (line, "order", id);
  crm_record_set_real (line, "quantity", quantity);
  crm_record_set_real (line, "unit-price", price);
  crm_changeset_insert (changes, line);
  crm_store_apply (self->store, changes, NULL, &error);
  g_assert_no_error (error);
  return id;
}

gint64
store_fixture_search (StoreFixture *self, const char *typed)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (self);
  g_autofree char *match = crm_search_match (typed);
  sqlite3_stmt *stmt =
      crm_reader_prepare (reader, "SELECT count (*) FROM search WHERE search MATCH ?1", NULL);
  gint64 n = -1;

  sqlite3_bind_text (stmt, 1, match, -1, SQLITE_STATIC);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    n = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return n;
}

void
store_fixture_assert_reader_sound (CrmReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = crm_check_database (reader, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const char *) problems->pdata[i]);
  g_assert_cmpuint (problems->len, ==, 0);
}

void
store_fixture_assert_sound (StoreFixture *self)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (self);

  store_fixture_assert_reader_sound (reader);
}

GBytes *
store_fixture_read_bytes (const char *path)
{
  char *data;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static void
dump_query (CrmReader *reader, const char *sql, GString *out)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, NULL);

  g_assert_nonnull (stmt);
  g_string_append_printf (out, "-- %s\n", sql);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (stmt); i++)
        {
          const char *text = (const char *) sqlite3_column_text (stmt, i);

          g_string_append_printf (out, "%s|", text != NULL ? text : "~");
        }
      g_string_append_c (out, '\n');
    }
  sqlite3_reset (stmt);
}

char *
store_fixture_dump (StoreFixture *self)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (self);
  GString *out = g_string_new (NULL);
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s ORDER BY id",
                                              crm_sql_columns (entities[i]), entities[i]->table);

      dump_query (reader, sql, out);
    }
  dump_query (reader, "SELECT entity, field, value, record FROM list_value ORDER BY 1, 2, 3, 4",
              out);
  dump_query (reader, "SELECT hex (name_sort), id FROM customer ORDER BY id", out);
  /* The terms of the index with the documents that hold them. */
  return g_string_free (out, FALSE);
}

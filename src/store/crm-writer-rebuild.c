/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything derived, made again from the rows: sort keys, totals, list values, the search index. */

#include "config.h"

#include "crm-writer-private.h"

#include "crm-entities.h"

static gboolean
index_entity (CrmWriter *self, const CrmEntity *entity, CrmProgressFunc progress, gpointer data,
              guint64 *done, guint64 total, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE deleted_at IS NULL",
                                          crm_sql_columns (entity), entity->table);
  sqlite3_stmt *stmt = NULL;
  gboolean fine = TRUE;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &stmt, NULL) != SQLITE_OK)
    return crm_sql_error (self->db, NULL, error);
  while (fine && sqlite3_step (stmt) == SQLITE_ROW)
    {
      CrmValue *values = g_new (CrmValue, entity->n_fields);

      for (guint i = 0; i < entity->n_fields; i++)
        values[i] = crm_sql_column_value (stmt, (int) i + 1);
      fine = crm_writer_index (self, entity, sqlite3_column_int64 (stmt, 0), values, NULL, TRUE,
                               error);
      crm_row_values_free (entity, values);
      if (self->documents->len >= 4000)
        fine = fine && crm_writer_settle_documents (self, FALSE, error);
      if (progress != NULL && ++*done % 1000 == 0)
        progress (*done, total, data);
    }
  sqlite3_finalize (stmt);
  return fine && crm_writer_settle_documents (self, FALSE, error);
}

static gboolean
settle_all (CrmWriter *self, GError **error)
{
  GHashTable *const sets[] = { self->touched_currencies, self->touched_customers,
                               self->touched_contacts };
  static const char *const sources[] = { "SELECT id FROM sales_order", "SELECT id FROM customer",
                                         "SELECT id FROM contact" };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      sqlite3_stmt *stmt = NULL;

      if (sqlite3_prepare_v2 (self->db, sources[i], -1, &stmt, NULL) != SQLITE_OK)
        return crm_sql_error (self->db, NULL, error);
      while (sqlite3_step (stmt) == SQLITE_ROW)
        {
          gint64 *id = g_new (gint64, 1);

          *id = sqlite3_column_int64 (stmt, 0);
          g_hash_table_add (sets[i], id);
        }
      sqlite3_finalize (stmt);
    }
  return crm_writer_settle_totals (self, error);
}

static gboolean
has_index (const CrmEntity *entity)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & CRM_FIELD_SEARCH) || entity->fields[i].kind == CRM_FIELD_LIST)
      return TRUE;
  return FALSE;
}

gboolean
crm_writer_renew_index (CrmWriter *self, CrmProgressFunc progress, gpointer data, GError **error)
{
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);
  guint64 done = 0, total = 0;

  self->leaving = 0;
  /* What is queued is among the rows. */
  if (!crm_writer_settle_documents (self, FALSE, error))
    return FALSE;
  for (guint i = 0; i < n_entities; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT count (*) FROM %s WHERE deleted_at IS NULL", entities[i]->table);

      total += has_index (entities[i]) ? (guint64) crm_writer_int (self, sql) : 0;
    }
  if (!crm_sql_exec (self->db,
                     "INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM list_value;",
                     error))
    return FALSE;
  for (guint i = 0; i < n_entities; i++)
    if (has_index (entities[i]) &&
        !index_entity (self, entities[i], progress, data, &done, total, error))
      return FALSE;
  return TRUE;
}

gboolean
crm_writer_rebuild (CrmWriter *self, CrmProgressFunc progress, gpointer data, GError **error)
{
  if (!crm_writer_begin (self, TRUE, error))
    return FALSE;
  if (crm_sql_exec (self->db,
                    "UPDATE customer SET name_sort = crm_sort_key (name);"
                    "UPDATE contact SET name_sort = crm_sort_key (name);",
                    error) &&
      crm_writer_renew_index (self, progress, data, error) && settle_all (self, error) &&
      crm_writer_commit (self, error))
    return TRUE;
  crm_writer_rollback (self);
  return FALSE;
}

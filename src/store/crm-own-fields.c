/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing declares own fields, so which there are is asked of the records. */

#include "config.h"

#include "crm-own-fields.h"

#define MAX_FIELDS 200

static char *
make_sql (const CrmEntity *entity)
{
  return g_strdup_printf (
      "SELECT key, count (*), sum (type IN ('integer', 'real')), sum (type IN ('true', 'false')), "
      "sum (type = 'text' AND value GLOB "
      "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]') "
      "FROM (SELECT e.key, e.type, e.value FROM \"%s\" AS r, json_each (r.custom) AS e "
      "WHERE r.custom IS NOT NULL AND json_valid (r.custom) AND r.deleted_at IS NULL AND "
      "e.type <> 'null') GROUP BY key ORDER BY count (*) DESC, key LIMIT %d",
      entity->table, MAX_FIELDS);
}

GPtrArray *
crm_own_fields_read (CrmReader *reader, const CrmEntity *entity, GError **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GError) failed = NULL;
  sqlite3_stmt *stmt;

  if (crm_entity_field (entity, "custom") == NULL)
    return g_steal_pointer (&fields);
  sql = make_sql (entity);
  stmt = crm_reader_prepare (reader, sql, error);
  if (stmt == NULL)
    return NULL;
  while (crm_reader_step (reader, stmt, &failed))
    {
      const char *name = (const char *) sqlite3_column_text (stmt, 0);
      gint64 n = sqlite3_column_int64 (stmt, 1);
      const char *reading = sqlite3_column_int64 (stmt, 2) == n   ? ":number"
                            : sqlite3_column_int64 (stmt, 3) == n ? ":flag"
                            : sqlite3_column_int64 (stmt, 4) == n ? ":day"
                                                                  : "";
      g_autofree char *id = g_strconcat ("custom.", name, reading, NULL);
      const CrmField *field = crm_entity_any_field (entity, id);

      if (field != NULL)
        g_ptr_array_add (fields, (gpointer) field);
    }
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }
  return g_steal_pointer (&fields);
}

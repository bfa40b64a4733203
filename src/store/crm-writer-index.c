/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is derived from one row for finding it: its document in the search index and the strings of
 * its lists. Only live records are in either. The index is contentless, so a document is removed by
 * giving the very text it was added with: it must depend on the row's own fields alone. */

#include "config.h"

#include "crm-writer-private.h"

#include <string.h>

void
crm_search_document (const CrmEntity *entity, const CrmValue *values, char **title, char **body)
{
  GString *rest = NULL;
  int title_field = crm_entity_field_index (entity, entity->title);

  *title = NULL;
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const char *text = crm_value_get_text (&values[i]);

      if (!(entity->fields[i].flags & CRM_FIELD_SEARCH) || text == NULL)
        continue;
      if ((int) i == title_field)
        {
          *title = g_strdup (text);
          continue;
        }
      if (rest == NULL)
        rest = g_string_new (text);
      else
        g_string_append_printf (rest, "\n%s", text);
    }
  *body = rest != NULL ? g_string_free (rest, FALSE) : NULL;
}

gboolean
crm_writer_index_differs (const CrmEntity *entity, const CrmValue *a, const CrmValue *b)
{
  guint deleted = crm_entity_system_index (entity, CRM_SYSTEM_DELETED_AT);

  if (crm_value_is_null (&a[deleted]) != crm_value_is_null (&b[deleted]))
    return TRUE;
  for (guint i = 0; i < entity->n_fields; i++)
    if (((entity->fields[i].flags & CRM_FIELD_SEARCH) ||
         entity->fields[i].kind == CRM_FIELD_LIST) &&
        !crm_value_equal (&a[i], &b[i]))
      return TRUE;
  return FALSE;
}

static gboolean
index_list (CrmWriter *self, const CrmEntity *entity, guint field, CrmId id, const CrmValue *value,
            gboolean add, GError **error)
{
  g_auto (GStrv) strings = crm_value_get_list (value);

  for (guint i = 0; strings[i] != NULL; i++)
    {
      sqlite3_stmt *stmt = crm_writer_prepare (self,
                                               add ? "INSERT OR IGNORE INTO list_value (entity, "
                                                     "field, value, record) VALUES (?1, ?2, ?3, ?4)"
                                                   : "DELETE FROM list_value WHERE entity = ?1 AND "
                                                     "field = ?2 AND value = ?3 AND record = ?4",
                                               error);

      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int (stmt, 1, entity->code);
      sqlite3_bind_text (stmt, 2, entity->fields[field].id, -1, SQLITE_STATIC);
      sqlite3_bind_text (stmt, 3, strings[i], -1, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, 4, id);
      if (!crm_writer_step (self, stmt, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crm_writer_index (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values,
                  CrmDocument *document, gboolean add, GError **error)
{
  if (!crm_value_is_null (&values[crm_entity_system_index (entity, CRM_SYSTEM_DELETED_AT)]))
    return TRUE;
  crm_writer_queue_document (self, entity, id, values, document, add);
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].kind == CRM_FIELD_LIST && !crm_value_is_null (&values[i]) &&
        !index_list (self, entity, i, id, &values[i], add, error))
      return FALSE;
  return TRUE;
}

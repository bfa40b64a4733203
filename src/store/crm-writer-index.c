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

static gboolean
is_searched (const CrmEntity *entity)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].flags & CRM_FIELD_SEARCH)
      return TRUE;
  return FALSE;
}

gboolean
crm_writer_index_differs (const CrmEntity *entity, const CrmValue *a, const CrmValue *b)
{
  int deleted = crm_entity_field_index (entity, "deleted-at");

  if (crm_value_is_null (&a[deleted]) != crm_value_is_null (&b[deleted]))
    return TRUE;
  for (guint i = 0; i < entity->n_fields; i++)
    if (((entity->fields[i].flags & CRM_FIELD_SEARCH) ||
         entity->fields[i].kind == CRM_FIELD_LIST) &&
        !crm_value_equal (&a[i], &b[i]))
      return TRUE;
  return FALSE;
}

/* A document on its way into the index, or out of it. */
typedef struct
{
  CrmId id;
  guint number; /* keeps the order of what happens to one record */
  gboolean add;
  char *title;
  char *body;
} Document;

static void
clear_document (gpointer data)
{
  Document *document = data;

  g_free (document->title);
  g_free (document->body);
}

GArray *
crm_writer_documents_new (void)
{
  GArray *documents = g_array_new (FALSE, FALSE, sizeof (Document));

  g_array_set_clear_func (documents, clear_document);
  return documents;
}

static int
compare_documents (gconstpointer a, gconstpointer b)
{
  const Document *x = a, *y = b;

  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

static void
queue_document (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values,
                gboolean add)
{
  Document document = { .id = id, .number = self->documents->len, .add = add };

  crm_search_document (entity, values, &document.title, &document.body);
  if (document.title != NULL || document.body != NULL)
    g_array_append_val (self->documents, document);
}

static gboolean
write_document (CrmWriter *self, const Document *document, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare (
      self,
      document->add
          ? "INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)"
          : "INSERT INTO search (search, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)",
      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, document->id);
  sqlite3_bind_text (stmt, 2, document->title != NULL ? document->title : "", -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, document->body != NULL ? document->body : "", -1, SQLITE_STATIC);
  return crm_writer_step (self, stmt, error);
}

/* FTS5 writes its pending terms out whenever a rowid is smaller than the one before, which with
 * customers and contacts by turns would be at every record. So they go in once, by id. */
gboolean
crm_writer_settle_documents (CrmWriter *self, GError **error)
{
  g_array_sort (self->documents, compare_documents);
  for (guint i = 0; i < self->documents->len; i++)
    if (!write_document (self, &g_array_index (self->documents, Document, i), error))
      return FALSE;
  g_array_set_size (self->documents, 0);
  return TRUE;
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
                  gboolean add, GError **error)
{
  if (!crm_value_is_null (&values[crm_entity_field_index (entity, "deleted-at")]))
    return TRUE;
  if (is_searched (entity))
    queue_document (self, entity, id, values, add);
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].kind == CRM_FIELD_LIST && !crm_value_is_null (&values[i]) &&
        !index_list (self, entity, i, id, &values[i], add, error))
      return FALSE;
  return TRUE;
}

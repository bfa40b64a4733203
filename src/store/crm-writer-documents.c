/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents on their way into the search index. FTS5 writes its pending terms out whenever a rowid is
 * smaller than the one before, which with customers and contacts by turns would be at every record, and
 * at every commit. So documents are queued and written by id; those of a long group stay queued over
 * several transactions. A mark in the file says from which row of the journal on the index may lack
 * documents. Who finds a mark that is not his own (the process that set it died, or still runs) brings the
 * index up to date from the journal first and takes the mark away; who finds his own mark gone knows
 * that somebody did, and drops what he had queued. */

#include "config.h"

#include "crm-writer-private.h"

#include <string.h>

#define QUEUE_MOST  32000 /* documents; about 16 MB */
#define LEAVE_LEAST 20000 /* a group that removes fewer documents takes them out one by one */
#define REMAIN_MOST 20000 /* more than these are not written anew to save the others' removal */
#define MARK        "search-behind"

typedef struct
{
  CrmId id;
  guint number; /* keeps the order of what happens to one record */
  gboolean add;
  CrmDocument tokens;
} Document;

static void
clear_document (gpointer data)
{
  crm_document_clear (&((Document *) data)->tokens);
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
  const Document *x = *(const Document *const *) a, *y = *(const Document *const *) b;

  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

void
crm_writer_queue_document (CrmWriter *self, const CrmEntity *entity, CrmId id,
                           const CrmValue *values, CrmDocument *made, gboolean add)
{
  Document document = { .id = id, .number = self->documents->len, .add = add };

  if (self->leaving != 0 && self->leaving == self->group)
    return;
  if (made != NULL)
    {
      document.tokens = *made;
      *made = (CrmDocument){ 0 };
    }
  else
    crm_document_read (&document.tokens, entity, values);
  if (document.tokens.title == NULL && document.tokens.body == NULL)
    return;
  g_array_append_val (self->documents, document);
  self->only_added &= add;
}

static gboolean
write_document (CrmWriter *self, const Document *document, GError **error)
{
  const CrmDocument *tokens = &document->tokens;
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self,
      document->add
          ? "INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)"
          : "INSERT INTO search (search, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)",
      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, document->id);
  sqlite3_bind_text (stmt, 2, tokens->title != NULL ? tokens->title : "",
                     (int) tokens->title_length, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, tokens->body != NULL ? tokens->body : "", (int) tokens->body_length,
                     SQLITE_STATIC);
  return crm_writer_step (self, stmt, error);
}

/* ---- the mark ---- */

static gint64
read_mark (CrmWriter *self)
{
  return crm_writer_int (self, "SELECT value FROM meta WHERE key = '" MARK "'");
}

static gboolean
set_mark (CrmWriter *self, gint64 seq, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self, "INSERT OR REPLACE INTO meta (key, value) VALUES ('" MARK "', ?1)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, seq);
  self->behind_next = seq;
  return crm_writer_step (self, stmt, error);
}

static gboolean
drop_mark (CrmWriter *self, GError **error)
{
  self->behind_next = 0;
  return crm_sql_exec (self->db, "DELETE FROM meta WHERE key = '" MARK "'", error);
}

/* ---- one transaction ---- */

static gboolean
write_all (CrmWriter *self, GError **error)
{
  guint from = self->documents_taken ? self->documents_before : 0;
  g_autoptr (GPtrArray) order = g_ptr_array_sized_new (self->documents->len - from);

  for (guint i = from; i < self->documents->len; i++)
    g_ptr_array_add (order, &g_array_index (self->documents, Document, i));
  g_ptr_array_sort (order, compare_documents);
  for (guint i = 0; i < order->len; i++)
    if (!write_document (self, g_ptr_array_index (order, i), error))
      return FALSE;
  /* Those of earlier transactions are kept until this one is committed. */
  g_array_set_size (self->documents, self->documents_before);
  self->documents_taken = TRUE;
  return TRUE;
}

gboolean
crm_writer_settle_documents (CrmWriter *self, gboolean more, GError **error)
{
  if (more && self->only_added && !self->documents_taken && self->n_journaled > 0 &&
      self->documents->len < QUEUE_MOST)
    return self->behind_next != 0 || self->documents->len == 0 ||
           set_mark (self, self->first_seq, error);
  if (!write_all (self, error))
    return FALSE;
  return self->behind_next == 0 || self->leaving != 0 || drop_mark (self, error);
}

void
crm_writer_commit_documents (CrmWriter *self)
{
  if (self->documents_taken)
    g_array_remove_range (self->documents, 0, self->documents_before);
  self->behind = self->behind_next;
  self->documents_before = self->documents->len;
  self->documents_taken = FALSE;
}

void
crm_writer_rollback_documents (CrmWriter *self)
{
  g_array_set_size (self->documents, self->documents_before);
  self->behind_next = self->behind;
  self->documents_taken = FALSE;
}

/* ---- bringing the index up to date ---- */

static gboolean
is_indexed (CrmWriter *self, CrmId id)
{
  sqlite3_stmt *stmt =
      crm_writer_prepare_fixed (self, "SELECT 1 FROM search_docsize WHERE id = ?1", NULL);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  found = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_reset (stmt);
  return found;
}

/* A row that is there and is not indexed gets in; one that is indexed and is gone for good gets out. */
static gboolean
catch_up_record (CrmWriter *self, const CrmEntity *entity, CrmId id, const char *body,
                 GError **error)
{
  g_autoptr (GError) local = NULL;
  CrmValue *values = crm_writer_load (self, entity, id, &local);
  gboolean indexed = is_indexed (self, id), done = TRUE;

  if (values == NULL && !g_error_matches (local, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (values != NULL && !indexed &&
      crm_value_is_null (&values[crm_entity_system_index (entity, CRM_SYSTEM_DELETED_AT)]))
    crm_writer_queue_document (self, entity, id, values, NULL, TRUE);
  if (values == NULL && indexed && body != NULL)
    {
      values = g_new0 (CrmValue, entity->n_fields);
      done = crm_body_read (entity, body, values, error);
      if (done)
        crm_writer_queue_document (self, entity, id, values, NULL, FALSE);
    }
  crm_row_values_free (entity, values);
  return done;
}

static gboolean
catch_up (CrmWriter *self, gint64 from, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare (
      self,
      "SELECT record, delta FROM journal WHERE seq >= ?1 AND op IN (?2, ?3) ORDER BY seq DESC",
      error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gboolean done = TRUE;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, from);
  sqlite3_bind_int (stmt, 2, CRM_OP_INSERT);
  sqlite3_bind_int (stmt, 3, CRM_OP_PURGE);
  while (done && sqlite3_step (stmt) == SQLITE_ROW)
    {
      CrmId id = sqlite3_column_int64 (stmt, 0);
      const CrmEntity *entity = crm_entity_of_id (id);

      /* The last word about a record is the one that counts. */
      if (entity != NULL && g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
        done =
            catch_up_record (self, entity, id, (const char *) sqlite3_column_text (stmt, 1), error);
      if (done && self->documents->len >= QUEUE_MOST)
        done = write_all (self, error);
    }
  sqlite3_reset (stmt);
  return done && write_all (self, error) && drop_mark (self, error);
}

gboolean
crm_writer_begin_documents (CrmWriter *self, GError **error)
{
  gint64 mark = read_mark (self);

  if (self->behind != 0 && mark != self->behind)
    {
      g_array_set_size (self->documents, 0);
      self->behind = self->leaving = 0;
    }
  self->documents_before = self->documents->len;
  self->documents_taken = FALSE;
  self->only_added = TRUE;
  self->behind_next = self->behind;
  return mark == 0 || self->behind != 0 || catch_up (self, mark, error);
}

/* ---- groups that remove about everything ---- */

static gint64
count_added (CrmWriter *self, gint64 group)
{
  sqlite3_stmt *stmt = crm_writer_prepare (
      self,
      "SELECT count (*) FROM journal j, journal_group g WHERE g.id = ?1 AND j.grp = g.id AND j.seq "
      "BETWEEN g.first_seq AND g.last_seq AND j.op = ?2 AND j.record IN (SELECT id FROM "
      "search_docsize)",
      NULL);
  gint64 n = 0;

  if (stmt == NULL)
    return 0;
  sqlite3_bind_int64 (stmt, 1, group);
  sqlite3_bind_int (stmt, 2, CRM_OP_INSERT);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    n = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return n;
}

gboolean
crm_writer_leave_index (CrmWriter *self, gint64 source, GError **error)
{
  gint64 n;

  if (self->leaving != 0 || !crm_writer_settle_documents (self, FALSE, error))
    return self->leaving != 0;
  n = count_added (self, source);
  if (n < LEAVE_LEAST ||
      crm_writer_int (self, "SELECT count (*) FROM search_docsize") - n > REMAIN_MOST)
    return TRUE;
  self->leaving = self->group;
  return set_mark (self, self->last_seq + 1, error);
}

void
crm_writer_abandon_index (CrmWriter *self)
{
  if (self->behind == 0)
    return;
  self->leaving = self->behind = self->behind_next = 0;
  g_array_set_size (self->documents, 0);
  self->documents_before = 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal for people: groups, and what happened to one record field by field. */

#include "config.h"

#include "crm-history.h"

#include <glib/gi18n-lib.h>

#include "crm-writer-private.h"

#define GROUP_COLUMNS                                                                              \
  "id, at, coalesce (actor, 0), device, origin, verb, entity, count, detail, record, "             \
  "coalesce (inverse_of, 0), undone_by IS NOT NULL, state <> 'cut'"

void
crm_group_free (CrmGroup *self)
{
  if (self == NULL)
    return;
  g_free (self->device);
  g_free (self->origin);
  g_free (self->detail);
  g_free (self->title);
  g_free (self);
}

static CrmGroup *
read_group (sqlite3_stmt *stmt, CrmId *record)
{
  CrmGroup *self = g_new0 (CrmGroup, 1);
  const char *entity = (const char *) sqlite3_column_text (stmt, 6);

  self->id = sqlite3_column_int64 (stmt, 0);
  self->at = sqlite3_column_int64 (stmt, 1);
  self->actor = sqlite3_column_int64 (stmt, 2);
  self->device = g_strdup ((const char *) sqlite3_column_text (stmt, 3));
  self->origin = g_strdup ((const char *) sqlite3_column_text (stmt, 4));
  self->verb = crm_verb_from_code ((const char *) sqlite3_column_text (stmt, 5));
  self->entity = entity != NULL ? crm_entity_lookup (entity) : NULL;
  self->count = sqlite3_column_int64 (stmt, 7);
  self->detail = g_strdup ((const char *) sqlite3_column_text (stmt, 8));
  *record = sqlite3_column_int64 (stmt, 9);
  self->inverse_of = sqlite3_column_int64 (stmt, 10);
  self->undone = sqlite3_column_int (stmt, 11) != 0;
  self->finished = sqlite3_column_int (stmt, 12) != 0;
  return self;
}

CrmGroup *
crm_group_load (CrmReader *reader, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader, "SELECT " GROUP_COLUMNS " FROM journal_group WHERE id = ?1", error);
  CrmGroup *self;
  CrmId record;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, id);
  if (!crm_reader_step (reader, stmt, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                             _ ("There is no such group of changes."));
      return NULL;
    }
  self = read_group (stmt, &record);
  sqlite3_reset (stmt);
  if (record != 0)
    self->title = crm_reader_title (reader, record);
  return self;
}

GPtrArray *
crm_group_list (CrmReader *reader, guint limit, gint64 before, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_group_free);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      "SELECT " GROUP_COLUMNS
      " FROM journal_group WHERE id < ?1 AND rows > 0 ORDER BY id DESC LIMIT ?2",
      error);

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, before > 0 ? before : G_MAXINT64);
  sqlite3_bind_int64 (stmt, 2, limit > 0 ? (gint64) limit : -1);
  while (crm_reader_step (reader, stmt, &local))
    {
      CrmId record;

      g_ptr_array_add (groups, read_group (stmt, &record));
      g_array_append_val (records, record);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  for (guint i = 0; i < groups->len; i++)
    if (g_array_index (records, CrmId, i) != 0)
      ((CrmGroup *) groups->pdata[i])->title =
          crm_reader_title (reader, g_array_index (records, CrmId, i));
  return g_steal_pointer (&groups);
}

char *
crm_group_describe (const CrmGroup *self)
{
  return crm_verb_describe (self->verb, self->entity, (guint64) self->count, self->title);
}

void
crm_history_entry_free (CrmHistoryEntry *self)
{
  crm_value_clear (&self->before);
  crm_value_clear (&self->after);
  g_free (self);
}

typedef struct
{
  GPtrArray *entries;
  CrmHistoryEntry base;
  const CrmEntity *entity;
} Collect;

static void
collect_cb (guint field, CrmValue *before, CrmValue *after, gpointer data)
{
  Collect *collect = data;
  CrmHistoryEntry *entry;

  /* "Deleted" is what happened; the other stamps only repeat when it did. */
  if ((collect->entity->fields[field].flags & CRM_FIELD_SYSTEM) &&
      !g_str_equal (collect->entity->fields[field].id, "deleted-at"))
    return;
  entry = g_new (CrmHistoryEntry, 1);
  *entry = collect->base;
  entry->field = (int) field;
  entry->before = crm_value_copy (before);
  entry->after = crm_value_copy (after);
  g_ptr_array_add (collect->entries, entry);
}

GPtrArray *
crm_history_of (CrmReader *reader, CrmId record, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) crm_history_entry_free);
  const CrmEntity *entity = crm_entity_of_id (record);
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      "SELECT j.seq, j.grp, g.at, coalesce (g.actor, 0), g.verb, j.op, j.delta FROM journal j "
      "JOIN journal_group g ON g.id = j.grp WHERE j.record = ?1 ORDER BY j.seq DESC LIMIT ?2",
      error);

  if (stmt == NULL || entity == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, record);
  sqlite3_bind_int64 (stmt, 2, limit > 0 ? (gint64) limit : -1);
  while (crm_reader_step (reader, stmt, &local))
    {
      Collect collect = { .entries = entries, .entity = entity };
      const char *delta = (const char *) sqlite3_column_text (stmt, 6);

      collect.base.seq = sqlite3_column_int64 (stmt, 0);
      collect.base.group = sqlite3_column_int64 (stmt, 1);
      collect.base.at = sqlite3_column_int64 (stmt, 2);
      collect.base.actor = sqlite3_column_int64 (stmt, 3);
      collect.base.verb = crm_verb_from_code ((const char *) sqlite3_column_text (stmt, 4));
      collect.base.op = (CrmOp) sqlite3_column_int (stmt, 5);
      collect.base.field = -1;
      if (collect.base.op == CRM_OP_UPDATE)
        {
          if (!crm_delta_read (entity, delta, collect_cb, &collect, &local))
            break;
        }
      else
        {
          CrmHistoryEntry *entry = g_new (CrmHistoryEntry, 1);

          *entry = collect.base;
          g_ptr_array_add (entries, entry);
        }
    }
  if (local != NULL)
    {
      sqlite3_reset (stmt);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&entries);
}

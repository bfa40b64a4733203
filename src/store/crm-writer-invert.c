/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Undo and redo: the rows of a group are inverted from the last to the first as a new group. Redo is
 * the inversion of the undoing group. Each cell is merged three-way: where the record holds what the
 * group wrote, the old value comes back; where it was edited since, the later value stays. */

#include "config.h"

#include "crm-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STEP_ROWS 4000

typedef struct
{
  const CrmEntity *entity;
  const CrmValue *held;
  CrmValue *next;
  gboolean kept;
} Merge;

static void
merge_cell_cb (guint field, CrmValue *before, CrmValue *after, gpointer data)
{
  Merge *merge = data;

  if (crm_value_equal (&merge->held[field], after))
    {
      crm_value_clear (&merge->next[field]);
      merge->next[field] = crm_value_copy (before);
    }
  else if (!crm_value_equal (&merge->held[field], before) &&
           !(merge->entity->fields[field].flags & CRM_FIELD_SYSTEM))
    merge->kept = TRUE;
}

static gboolean
exists (CrmWriter *self, const CrmEntity *entity, CrmId id)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (self, crm_sql_exists (entity), NULL);
  gboolean found;

  sqlite3_bind_int64 (stmt, 1, id);
  found = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_reset (stmt);
  return found;
}

static gboolean
invert_update (CrmWriter *self, CrmInversion *inversion, const CrmEntity *entity, CrmId id,
               const char *delta, GError **error)
{
  CrmValue *values, *next;
  Merge merge;
  gboolean done;

  if (!exists (self, entity, id))
    {
      inversion->kept++;
      return TRUE;
    }
  values = crm_writer_load (self, entity, id, error);
  if (values == NULL)
    return FALSE;
  next = crm_row_values_copy (entity, values);
  merge = (Merge){ entity, values, next, FALSE };
  done = crm_delta_read (entity, delta, merge_cell_cb, &merge, error) &&
         crm_writer_update_row (self, entity, id, values, next, error);
  inversion->kept += merge.kept;
  crm_row_values_free (entity, values);
  crm_row_values_free (entity, next);
  return done;
}

/* Was the record changed after `seq` by something that still stands? */
static gboolean
edited_since (CrmWriter *self, const CrmInversion *inversion, CrmId id, gint64 seq)
{
  sqlite3_stmt *stmt;
  gboolean found;

  if (inversion->alone)
    return FALSE;
  stmt = crm_writer_prepare (self,
                             "SELECT 1 FROM journal j JOIN journal_group g ON g.id = j.grp WHERE "
                             "j.record = ?1 AND j.seq > ?2 "
                             "AND j.grp NOT IN (?3, ?4, ?5) AND g.undone_by IS NULL AND g.verb NOT "
                             "IN ('undo', 'redo') LIMIT 1",
                             NULL);
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_int64 (stmt, 2, seq);
  sqlite3_bind_int64 (stmt, 3, inversion->group);
  sqlite3_bind_int64 (stmt, 4, inversion->source);
  sqlite3_bind_int64 (stmt, 5, inversion->new_group);
  found = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_reset (stmt);
  return found;
}

static gboolean
invert_insert (CrmWriter *self, CrmInversion *inversion, const CrmEntity *entity, CrmId id,
               gint64 seq, GError **error)
{
  CrmValue *values;
  gboolean kept = FALSE, done;

  if (!exists (self, entity, id))
    return TRUE;
  if (edited_since (self, inversion, id, seq))
    {
      inversion->kept++;
      return TRUE;
    }
  values = crm_writer_load (self, entity, id, error);
  if (values == NULL)
    return FALSE;
  done = crm_writer_remove_row (self, entity, id, values, &kept, error);
  inversion->kept += kept;
  crm_row_values_free (entity, values);
  return done;
}

static gboolean
invert_purge (CrmWriter *self, CrmInversion *inversion, const CrmEntity *entity, CrmId id,
              const char *body, GError **error)
{
  CrmValue *values;

  if (exists (self, entity, id))
    {
      inversion->kept++;
      return TRUE;
    }
  values = g_new0 (CrmValue, entity->n_fields);
  if (!crm_body_read (entity, body, values, error))
    {
      crm_row_values_free (entity, values);
      return FALSE;
    }
  return crm_writer_insert_row (self, id, crm_prepared_row_new (entity, values), TRUE, error);
}

typedef struct
{
  gint64 seq;
  CrmId record;
  int op;
  char *delta;
} Row;

static void
clear_row (gpointer data)
{
  g_free (((Row *) data)->delta);
}

/* Reads first, writes then: the journal grows while it is inverted. */
static GArray *
read_rows (CrmWriter *self, const CrmInversion *inversion, GError **error)
{
  sqlite3_stmt *stmt =
      crm_writer_prepare (self,
                          "SELECT seq, record, op, delta FROM journal WHERE seq < ?1 AND seq >= ?3 "
                          "AND grp = ?2 ORDER BY seq DESC LIMIT ?4",
                          error);
  sqlite3_stmt *first;
  GArray *rows;

  if (stmt == NULL)
    return NULL;
  first = crm_writer_prepare (self, "SELECT first_seq FROM journal_group WHERE id = ?1", error);
  sqlite3_bind_int64 (first, 1, inversion->source);
  sqlite3_bind_int64 (stmt, 3,
                      sqlite3_step (first) == SQLITE_ROW ? sqlite3_column_int64 (first, 0) : 0);
  sqlite3_reset (first);
  rows = g_array_sized_new (FALSE, TRUE, sizeof (Row), STEP_ROWS);
  g_array_set_clear_func (rows, clear_row);
  sqlite3_bind_int64 (stmt, 1, inversion->cursor);
  sqlite3_bind_int64 (stmt, 2, inversion->source);
  sqlite3_bind_int (stmt, 4, STEP_ROWS);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      Row row = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1),
                  sqlite3_column_int (stmt, 2),
                  g_strdup ((const char *) sqlite3_column_text (stmt, 3)) };

      g_array_append_val (rows, row);
    }
  sqlite3_reset (stmt);
  return rows;
}

static gboolean
invert_rows (CrmWriter *self, CrmInversion *inversion, GArray *rows, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      const CrmEntity *entity = crm_entity_of_id (row->record);
      gboolean done = TRUE;

      inversion->cursor = row->seq;
      if (entity == NULL)
        continue;
      if (row->op != CRM_OP_PURGE && !crm_writer_settle_rows (self, error))
        return FALSE;
      switch (row->op)
        {
        case CRM_OP_INSERT:
          done = invert_insert (self, inversion, entity, row->record, row->seq, error);
          break;
        case CRM_OP_PURGE:
          done = invert_purge (self, inversion, entity, row->record, row->delta, error);
          break;
        default:
          done = invert_update (self, inversion, entity, row->record, row->delta, error);
        }
      if (!done)
        return FALSE;
    }
  inversion->n_done += rows->len;
  return crm_writer_settle_rows (self, error);
}

static gboolean
start (CrmWriter *self, CrmInversion *inversion, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare (
      self,
      "SELECT undone_by, coalesce (effective, id), rows, last_seq FROM journal_group WHERE id = ?1",
      error);
  gint64 undone_by, last_seq;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, inversion->group);
  if (sqlite3_step (stmt) != SQLITE_ROW)
    {
      sqlite3_reset (stmt);
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                           _ ("There is no such change to take back."));
      return FALSE;
    }
  undone_by = sqlite3_column_int64 (stmt, 0);
  inversion->source = inversion->redo ? undone_by : sqlite3_column_int64 (stmt, 1);
  sqlite3_reset (stmt);
  if ((undone_by != 0) != inversion->redo)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_CONFLICT,
                           inversion->redo ? _ ("This change has not been undone.")
                                           : _ ("This change is undone already."));
      return FALSE;
    }

  stmt = crm_writer_prepare (self, "SELECT rows, last_seq FROM journal_group WHERE id = ?1", error);
  sqlite3_bind_int64 (stmt, 1, inversion->source);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    inversion->n_total = sqlite3_column_int64 (stmt, 0);
  last_seq = sqlite3_column_int64 (stmt, 1);
  sqlite3_reset (stmt);
  inversion->cursor = G_MAXINT64;
  inversion->alone = crm_writer_position (self) == last_seq;

  stmt = crm_writer_prepare (
      self,
      "INSERT INTO journal_group (at, actor, device, origin, verb, entity, count, detail, record, "
      "inverse_of, state) SELECT ?2, nullif (?3, 0), ?4, 'user', ?5, entity, count, detail, "
      "record, ?6, "
      "'open' FROM journal_group WHERE id = ?1",
      error);
  sqlite3_bind_int64 (stmt, 1, inversion->group);
  sqlite3_bind_int64 (stmt, 2, self->now);
  sqlite3_bind_int64 (stmt, 3, self->actor);
  sqlite3_bind_text (stmt, 4, self->device, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 5, crm_verb_code (inversion->redo ? CRM_VERB_REDO : CRM_VERB_UNDO), -1,
                     SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 6, inversion->group);
  if (!crm_writer_step (self, stmt, error))
    return FALSE;
  self->group = inversion->new_group = sqlite3_last_insert_rowid (self->db);

  stmt = crm_writer_prepare (
      self,
      inversion->redo ? "UPDATE journal_group SET undone_by = NULL, effective = ?2 WHERE id = ?1"
                      : "UPDATE journal_group SET undone_by = ?2 WHERE id = ?1",
      error);
  sqlite3_bind_int64 (stmt, 1, inversion->group);
  sqlite3_bind_int64 (stmt, 2, inversion->new_group);
  return crm_writer_step (self, stmt, error);
}

static gboolean
close_step (CrmWriter *self, CrmInversion *inversion, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare (
      self,
      "UPDATE journal_group SET state = ?2, rows = rows + ?3, first_seq = coalesce "
      "(first_seq, ?4), last_seq = coalesce (?5, last_seq) WHERE id = ?1",
      error);

  sqlite3_bind_int64 (stmt, 1, inversion->new_group);
  sqlite3_bind_text (stmt, 2, inversion->done ? "done" : "open", -1, SQLITE_STATIC);
  crm_writer_bind_range (self, stmt, 3);
  return crm_writer_step (self, stmt, error);
}

static gboolean
run_step (CrmWriter *self, CrmInversion *inversion, GError **error)
{
  g_autoptr (GArray) rows = NULL;

  if (inversion->new_group != 0)
    self->group = inversion->new_group;
  else if (!start (self, inversion, error) ||
           (inversion->n_total > STEP_ROWS &&
            (!crm_writer_leave_index (self, inversion->source, error) ||
             !crm_writer_suspend_for_inversion (self, inversion->source, error))))
    return FALSE;
  rows = read_rows (self, inversion, error);
  if (rows == NULL || !invert_rows (self, inversion, rows, error) ||
      !crm_writer_settle_totals (self, error) || !crm_writer_settle_journal (self, error))
    return FALSE;
  inversion->done = rows->len < STEP_ROWS;
  if (inversion->done && self->leaving == self->group &&
      !crm_writer_renew_index (self, NULL, NULL, error))
    return FALSE;
  return crm_writer_settle_documents (self, !inversion->done, error) &&
         close_step (self, inversion, error);
}

gboolean
crm_writer_invert_step (CrmWriter *self, CrmInversion *inversion, CrmChangeNotice **notice,
                        GError **error)
{
  CrmInversion before = *inversion;

  *notice = NULL;
  if (!crm_writer_begin (self, inversion->n_total <= STEP_ROWS, error))
    return FALSE;
  if (!run_step (self, inversion, error) || !crm_writer_commit (self, error))
    {
      crm_writer_rollback (self);
      crm_writer_abandon_index (self);
      *inversion = before;
      return FALSE;
    }
  crm_writer_finish_notice (self, inversion->done, notice);
  return TRUE;
}

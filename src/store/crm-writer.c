/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmWriter: applies changesets. Owner: the writer thread. Between two calls no transaction is open. */

#include "config.h"

#include "crm-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-search.h"

sqlite3_stmt *
crm_writer_prepare (CrmWriter *self, const char *sql, GError **error)
{
  return crm_statements_get (self->statements, sql, error);
}

sqlite3_stmt *
crm_writer_prepare_fixed (CrmWriter *self, const char *sql, GError **error)
{
  return crm_statements_get_fixed (self->statements, sql, error);
}

gboolean
crm_writer_step (CrmWriter *self, sqlite3_stmt *stmt, GError **error)
{
  int code = sqlite3_step (stmt);

  if (code == SQLITE_ROW || code == SQLITE_DONE)
    {
      sqlite3_reset (stmt);
      return TRUE;
    }
  crm_sql_error (self->db, NULL, error);
  sqlite3_reset (stmt);
  return FALSE;
}

gint64
crm_writer_int (CrmWriter *self, const char *sql)
{
  sqlite3_stmt *stmt = crm_writer_prepare (self, sql, NULL);
  gint64 number = 0;

  if (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW)
    number = sqlite3_column_int64 (stmt, 0);
  if (stmt != NULL)
    sqlite3_reset (stmt);
  return number;
}

gboolean
crm_writer_begin (CrmWriter *self, gboolean durable, GError **error)
{
  self->now = self->clock != NULL ? self->clock (self->clock_data) : g_get_real_time () / 1000;
  self->group = 0;
  self->n_journaled = 0;
  g_hash_table_remove_all (self->touched_orders);
  g_hash_table_remove_all (self->touched_contacts);
  g_hash_table_remove_all (self->touched_customers);
  g_hash_table_remove_all (self->touched_currencies);
  crm_writer_forget_money (self);
  crm_change_notice_free (self->notice);
  self->notice = crm_change_notice_new ();
  /* In WAL mode FULL syncs the log at each commit; NORMAL leaves it to the next checkpoint. What a bulk
   * step deletes are mostly parts of the search index that were merged: overwriting these pages would
   * write them all once more. */
  if (!crm_sql_exec (self->db,
                     durable ? "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON"
                             : "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = OFF",
                     error) ||
      !crm_sql_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  self->last_seq = crm_writer_position (self);
  if (crm_writer_begin_documents (self, error))
    return TRUE;
  crm_writer_rollback (self);
  return FALSE;
}

gboolean
crm_writer_commit (CrmWriter *self, GError **error)
{
  if (!crm_sql_exec (self->db, "COMMIT", error))
    return FALSE;
  crm_writer_commit_documents (self);
  return TRUE;
}

void
crm_writer_rollback (CrmWriter *self)
{
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->journal, 0);
  crm_writer_rollback_documents (self);
}

/* ---- groups ---- */

static gboolean
open_group (CrmWriter *self, CrmChangeset *changes, GError **error)
{
  const CrmEntity *entity = crm_changeset_get_entity (changes);
  sqlite3_stmt *stmt;

  self->group = crm_changeset_get_group (changes);
  if (self->group != 0)
    return TRUE;
  stmt = crm_writer_prepare (
      self,
      "INSERT INTO journal_group (at, actor, device, origin, verb, entity, detail, state) "
      "VALUES (?1, nullif (?2, 0), ?3, ?4, ?5, ?6, ?7, 'open')",
      error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->now);
  sqlite3_bind_int64 (stmt, 2, self->actor);
  sqlite3_bind_text (stmt, 3, self->device, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 4, crm_changeset_get_origin (changes), -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 5, crm_verb_code (crm_changeset_get_verb (changes)), -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 6, entity != NULL ? entity->name : NULL, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 7, crm_changeset_get_detail (changes), -1, SQLITE_TRANSIENT);
  if (!crm_writer_step (self, stmt, error))
    return FALSE;
  self->group = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

static gint64
count_main_records (CrmChangeset *changes, CrmId *only)
{
  const CrmEntity *entity = crm_changeset_get_entity (changes);
  gint64 n = 0;
  CrmId last = 0;

  for (guint i = 0; i < crm_changeset_get_n_changes (changes); i++)
    {
      const CrmChange *change = crm_changeset_get_change (changes, i);

      if ((entity != NULL && change->entity != entity) || change->id == last)
        continue;
      last = change->id;
      n++;
    }
  *only = n == 1 ? last : 0;
  return n;
}

/* How many rows were journaled, the first and the last of them. */
void
crm_writer_bind_range (CrmWriter *self, sqlite3_stmt *stmt, int parameter)
{
  sqlite3_bind_int64 (stmt, parameter, self->n_journaled);
  if (self->n_journaled == 0)
    return;
  sqlite3_bind_int64 (stmt, parameter + 1, self->first_seq);
  sqlite3_bind_int64 (stmt, parameter + 2, self->last_seq);
}

static gboolean
close_group (CrmWriter *self, CrmChangeset *changes, GError **error)
{
  CrmId only;
  gint64 n = count_main_records (changes, &only);
  sqlite3_stmt *stmt = crm_writer_prepare (
      self,
      "UPDATE journal_group SET record = CASE WHEN count = 0 THEN nullif (?4, 0) "
      "END, count = count + ?2, state = ?3, rows = rows + ?5, "
      "first_seq = coalesce (first_seq, ?6), last_seq = coalesce (?7, last_seq) WHERE id = ?1",
      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->group);
  sqlite3_bind_int64 (stmt, 2, n);
  sqlite3_bind_text (stmt, 3, crm_changeset_is_final (changes) ? "done" : "open", -1,
                     SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 4, only);
  crm_writer_bind_range (self, stmt, 5);
  return crm_writer_step (self, stmt, error);
}

/* ---- changes ---- */

static void
stamp (CrmWriter *self, const CrmEntity *entity, CrmValue *values, CrmSystemField at,
       CrmSystemField by, gboolean keep)
{
  CrmValue *instant = &values[crm_entity_system_index (entity, at)];
  CrmValue *user = &values[crm_entity_system_index (entity, by)];

  if (keep && !crm_value_is_null (instant))
    return;
  crm_value_clear (instant);
  *instant = crm_value_int (self->now);
  crm_value_clear (user);
  if (self->actor != 0)
    *user = crm_value_int (self->actor);
}

static gboolean
insert_record (CrmWriter *self, const CrmChange *change, GError **error)
{
  const CrmEntity *entity = change->entity;
  CrmPreparedRow *row = change->prepared;

  if (row == NULL && (row = crm_change_prepare (change, error)) == NULL)
    return FALSE;
  stamp (self, entity, row->values, CRM_SYSTEM_CREATED_AT, CRM_SYSTEM_CREATED_BY, TRUE);
  stamp (self, entity, row->values, CRM_SYSTEM_UPDATED_AT, CRM_SYSTEM_UPDATED_BY, TRUE);
  if (crm_entity_of_id (change->id) != entity)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, "id %" G_GINT64_FORMAT " is none of %s",
                 change->id, entity->name);
  else if (crm_writer_check_money (self, entity, row->values, error))
    return crm_writer_insert_row (self, change->id, row, row != change->prepared, error);
  if (row != change->prepared)
    crm_prepared_row_free (row);
  return FALSE;
}

static gboolean
check_expected (const CrmChange *change, const CrmCell *cell, const CrmValue *held, GError **error)
{
  if (!cell->has_expected || crm_value_equal (held, &cell->expected) ||
      crm_value_equal (held, &cell->value))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT,
               _ ("%s was changed meanwhile; look at the new value first."),
               crm_field_get_label (&change->entity->fields[cell->field]));
  return FALSE;
}

CrmValue *
crm_row_values_copy (const CrmEntity *entity, const CrmValue *values)
{
  CrmValue *copy = g_new (CrmValue, entity->n_fields);

  for (guint i = 0; i < entity->n_fields; i++)
    copy[i] = crm_value_copy (&values[i]);
  return copy;
}

static gboolean
update_record (CrmWriter *self, const CrmChange *change, GError **error)
{
  const CrmEntity *entity = change->entity;
  CrmValue *values = crm_writer_load (self, entity, change->id, error);
  CrmValue *next;
  gboolean differs = FALSE, done = TRUE;

  if (values == NULL)
    return FALSE;
  next = crm_row_values_copy (entity, values);
  for (guint i = 0; i < change->n_cells && done; i++)
    {
      const CrmCell *cell = &change->cells[i];

      done = check_expected (change, cell, &values[cell->field], error);
      differs |= !crm_value_equal (&values[cell->field], &cell->value);
      crm_value_clear (&next[cell->field]);
      next[cell->field] = crm_value_copy (&cell->value);
    }
  if (done && differs)
    crm_writer_follow_currency (self, change, values, next);
  if (done && differs)
    {
      stamp (self, entity, next, CRM_SYSTEM_UPDATED_AT, CRM_SYSTEM_UPDATED_BY, FALSE);
      done = crm_writer_check_money (self, entity, next, error) &&
             crm_writer_update_row (self, entity, change->id, values, next, error) &&
             crm_writer_follow_base (self, entity, values, next, error);
    }
  crm_row_values_free (entity, values);
  crm_row_values_free (entity, next);
  return done;
}

static gboolean set_deleted (CrmWriter *self, const CrmEntity *entity, CrmId id,
                             const CrmValue *from, const CrmValue *to, GError **error);

/* What the record owns follows it: the rows whose OWNED link points at it and that are in the same state. */
static gboolean
set_owned_deleted (CrmWriter *self, const CrmEntity *owner, CrmId id, const CrmValue *from,
                   const CrmValue *to, GError **error)
{
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);

  for (guint i = 0; i < n_entities; i++)
    for (guint k = 0; k < entities[i]->n_fields; k++)
      {
        const CrmField *field = &entities[i]->fields[k];
        g_autofree char *column = NULL, *sql = NULL;
        g_autoptr (GArray) ids = NULL;
        sqlite3_stmt *stmt;

        if (!(field->flags & CRM_FIELD_OWNED) || strcmp (field->target, owner->name) != 0)
          continue;
        column = crm_field_dup_column (field);
        sql = g_strdup_printf ("SELECT id FROM %s WHERE \"%s\" = ?1 AND deleted_at IS ?2",
                               entities[i]->table, column);
        stmt = crm_writer_prepare (self, sql, error);
        if (stmt == NULL)
          return FALSE;
        ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
        sqlite3_bind_int64 (stmt, 1, id);
        crm_sql_bind_value (stmt, 2, from);
        while (sqlite3_step (stmt) == SQLITE_ROW)
          {
            CrmId found = sqlite3_column_int64 (stmt, 0);

            g_array_append_val (ids, found);
          }
        sqlite3_reset (stmt);
        for (guint n = 0; n < ids->len; n++)
          if (!set_deleted (self, entities[i], g_array_index (ids, CrmId, n), from, to, error))
            return FALSE;
      }
  return TRUE;
}

/* Moves a record between live and deleted, if it is in the state `from`. */
static gboolean
set_deleted (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *from,
             const CrmValue *to, GError **error)
{
  guint field = crm_entity_system_index (entity, CRM_SYSTEM_DELETED_AT);
  CrmValue *values = crm_writer_load (self, entity, id, error);
  CrmValue *next;
  gboolean done = TRUE;

  if (values == NULL)
    return FALSE;
  if (crm_value_equal (&values[field], from))
    {
      next = crm_row_values_copy (entity, values);
      next[field] = crm_value_copy (to);
      done = crm_writer_update_row (self, entity, id, values, next, error) &&
             set_owned_deleted (self, entity, id, from, to, error);
      crm_row_values_free (entity, next);
    }
  crm_row_values_free (entity, values);
  return done;
}

static gboolean
restore_record (CrmWriter *self, const CrmChange *change, GError **error)
{
  guint field = crm_entity_system_index (change->entity, CRM_SYSTEM_DELETED_AT);
  CrmValue *values = crm_writer_load (self, change->entity, change->id, error);
  const CrmValue live = CRM_VALUE_INIT;
  g_auto (CrmValue) deleted = CRM_VALUE_INIT;

  if (values == NULL)
    return FALSE;
  deleted = crm_value_copy (&values[field]);
  crm_row_values_free (change->entity, values);
  if (crm_value_is_null (&deleted))
    return TRUE;
  return set_deleted (self, change->entity, change->id, &deleted, &live, error);
}

static gboolean
purge_record (CrmWriter *self, const CrmEntity *entity, CrmId id, GError **error)
{
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);
  CrmValue *values;
  gboolean done;

  /* Children first; those of computed entities go by the foreign key. */
  for (guint i = 0; i < n_entities; i++)
    for (guint k = 0; k < entities[i]->n_fields; k++)
      {
        const CrmField *field = &entities[i]->fields[k];
        g_autofree char *column = NULL, *sql = NULL;
        g_autoptr (GArray) ids = NULL;
        sqlite3_stmt *stmt;

        if (!(field->flags & CRM_FIELD_OWNED) || strcmp (field->target, entity->name) != 0 ||
            (entities[i]->flags & CRM_ENTITY_COMPUTED))
          continue;
        column = crm_field_dup_column (field);
        sql = g_strdup_printf ("SELECT id FROM %s WHERE \"%s\" = ?1", entities[i]->table, column);
        stmt = crm_writer_prepare (self, sql, error);
        if (stmt == NULL)
          return FALSE;
        ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
        sqlite3_bind_int64 (stmt, 1, id);
        while (sqlite3_step (stmt) == SQLITE_ROW)
          {
            CrmId found = sqlite3_column_int64 (stmt, 0);

            g_array_append_val (ids, found);
          }
        sqlite3_reset (stmt);
        for (guint n = 0; n < ids->len; n++)
          if (!purge_record (self, entities[i], g_array_index (ids, CrmId, n), error))
            return FALSE;
      }
  values = crm_writer_load (self, entity, id, error);
  if (values == NULL)
    return FALSE;
  done = crm_writer_remove_row (self, entity, id, values, NULL, error);
  crm_row_values_free (entity, values);
  return done;
}

static gboolean
apply_change (CrmWriter *self, const CrmChange *change, GError **error)
{
  const CrmValue live = CRM_VALUE_INIT;
  CrmValue now = crm_value_int (self->now);

  if (change->op == CRM_OP_INSERT)
    return insert_record (self, change, error);
  if (!crm_change_check (change, error) || !crm_writer_settle_rows (self, error))
    return FALSE;
  switch (change->op)
    {
    case CRM_OP_UPDATE:
      return update_record (self, change, error);
    case CRM_OP_DELETE:
      return set_deleted (self, change->entity, change->id, &live, &now, error);
    case CRM_OP_RESTORE:
      return restore_record (self, change, error);
    case CRM_OP_PURGE:
      return purge_record (self, change->entity, change->id, error);
    case CRM_OP_INSERT:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  CrmId x = *(const CrmId *) a, y = *(const CrmId *) b;

  return (x > y) - (x < y);
}

static gboolean
apply_all (CrmWriter *self, CrmChangeset *changes, GError **error)
{
  guint n = crm_changeset_get_n_changes (changes);

  if (!open_group (self, changes, error) ||
      (!crm_changeset_is_final (changes) && !crm_writer_suspend_for_inserts (self, changes, error)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!apply_change (self, crm_changeset_get_change (changes, i), error))
      return FALSE;
  return crm_writer_settle_rows (self, error) && crm_writer_settle_totals (self, error) &&
         crm_writer_settle_journal (self, error) &&
         crm_writer_settle_documents (self, !crm_changeset_is_final (changes), error) &&
         close_group (self, changes, error);
}

void
crm_writer_finish_notice (CrmWriter *self, gboolean is_final, CrmChangeNotice **notice)
{
  g_array_sort (self->notice->ids, compare_ids);
  self->notice->group = self->group;
  self->notice->position = crm_writer_position (self);
  self->notice->is_final = is_final;
  *notice = g_steal_pointer (&self->notice);
}

gboolean
crm_writer_apply (CrmWriter *self, CrmChangeset *changes, CrmApplyResult *result,
                  CrmChangeNotice **notice, GError **error)
{
  g_autoptr (GError) local = NULL;

  *notice = NULL;
  memset (result, 0, sizeof *result);
  if (!crm_writer_begin (self, crm_changeset_is_durable (changes), error))
    return FALSE;
  if (!apply_all (self, changes, &local))
    {
      crm_writer_rollback (self);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* A group in which nothing changed leaves no trace. */
  if (self->n_journaled == 0 && self->notice->entities == 0 &&
      crm_changeset_get_group (changes) == 0 && crm_changeset_is_final (changes))
    {
      crm_writer_rollback (self);
      return TRUE;
    }
  if (!crm_writer_commit (self, error))
    {
      crm_writer_rollback (self);
      return FALSE;
    }
  result->group = self->group;
  result->position = crm_writer_position (self);
  result->changed = self->n_journaled;
  crm_writer_finish_notice (self, crm_changeset_is_final (changes), notice);
  return TRUE;
}

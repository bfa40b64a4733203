/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A long group that fills an empty table, or empties a full one, does it without the table's indexes:
 * a sorted index is made in a fraction of the time that it takes to keep one in random order up row by
 * row, and each transaction would write about every page of it. Dropping is part of the group's first
 * transaction and leaves a row in `meta` an index, with its statement; making them again is a
 * transaction each, so that other saves get in between, and takes the row away. A file that was left
 * in between gets them at the next opening. Nothing but speed depends on these indexes: unique ones
 * and those of links, which foreign keys and totals are looked up with, stay. */

#include "config.h"

#include "crm-writer-private.h"

#define MARK        "index:"
#define MOVED_LEAST 20000 /* rows; below that the indexes are kept up */
#define REMAIN_MOST 20000 /* rows an emptied table may keep */

static gboolean
drop_index (CrmWriter *self, const char *name, const char *sql, GError **error)
{
  g_autofree char *drop = g_strdup_printf ("DROP INDEX \"%s\"", name);
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self, "INSERT OR REPLACE INTO meta (key, value) VALUES ('" MARK "' || ?1, ?2)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, sql, -1, SQLITE_STATIC);
  return crm_writer_step (self, stmt, error) && crm_sql_exec (self->db, drop, error);
}

static gboolean
suspend (CrmWriter *self, const CrmEntity *entity, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self,
      "SELECT i.name, s.sql FROM pragma_index_list (?1) i JOIN sqlite_schema s ON s.type = 'index' "
      "AND s.name = i.name WHERE i.\"unique\" = 0 AND i.origin = 'c' AND NOT EXISTS (SELECT 1 FROM "
      "pragma_index_info (i.name) c JOIN pragma_foreign_key_list (?1) f ON f.\"from\" = c.name "
      "WHERE c.seqno = 0)",
      error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, entity->table, -1, SQLITE_STATIC);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (int i = 0; i < 2; i++)
      g_ptr_array_add (found, g_strdup ((const char *) sqlite3_column_text (stmt, i)));
  sqlite3_reset (stmt);
  for (guint i = 0; i < found->len; i += 2)
    if (!drop_index (self, found->pdata[i], found->pdata[i + 1], error))
      return FALSE;
  return TRUE;
}

static gint64
count_rows (CrmWriter *self, const CrmEntity *entity)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", entity->table);

  return crm_writer_int (self, sql);
}

static gboolean
is_empty (CrmWriter *self, const CrmEntity *entity)
{
  g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM %s)", entity->table);

  return crm_writer_int (self, sql) == 0;
}

gboolean
crm_writer_suspend_for_inserts (CrmWriter *self, CrmChangeset *changes, GError **error)
{
  guint64 seen = 0;

  for (guint i = 0; i < crm_changeset_get_n_changes (changes); i++)
    {
      const CrmChange *change = crm_changeset_get_change (changes, i);
      guint64 bit = G_GUINT64_CONSTANT (1) << change->entity->code;

      if (change->op != CRM_OP_INSERT || (seen & bit) != 0)
        continue;
      seen |= bit;
      if (is_empty (self, change->entity) && !suspend (self, change->entity, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const CrmEntity *entity;
  gint64 inserted, purged;
} Moved;

/* What a group did, an entity an element. */
static GArray *
count_moved (CrmWriter *self, gint64 group, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self,
      "SELECT max (j.record), sum (j.op = ?2), sum (j.op = ?3) FROM journal_group g JOIN journal j "
      "ON j.grp = g.id AND j.seq BETWEEN g.first_seq AND g.last_seq WHERE g.id = ?1 "
      "GROUP BY j.record >> ?4",
      error);
  GArray *moved;

  if (stmt == NULL)
    return NULL;
  moved = g_array_new (FALSE, FALSE, sizeof (Moved));
  sqlite3_bind_int64 (stmt, 1, group);
  sqlite3_bind_int (stmt, 2, CRM_OP_INSERT);
  sqlite3_bind_int (stmt, 3, CRM_OP_PURGE);
  sqlite3_bind_int (stmt, 4, CRM_ENTITY_ID_BITS);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      Moved one = { crm_entity_of_id (sqlite3_column_int64 (stmt, 0)),
                    sqlite3_column_int64 (stmt, 1), sqlite3_column_int64 (stmt, 2) };

      if (one.entity != NULL)
        g_array_append_val (moved, one);
    }
  sqlite3_reset (stmt);
  return moved;
}

gboolean
crm_writer_suspend_for_inversion (CrmWriter *self, gint64 source, GError **error)
{
  g_autoptr (GArray) moved = count_moved (self, source, error);

  for (guint i = 0; moved != NULL && i < moved->len; i++)
    {
      const Moved *one = &g_array_index (moved, Moved, i);
      gboolean fills = one->purged >= MOVED_LEAST && is_empty (self, one->entity),
               empties = one->inserted >= MOVED_LEAST &&
                         count_rows (self, one->entity) - one->inserted <= REMAIN_MOST;

      if ((fills || empties) && !suspend (self, one->entity, error))
        return FALSE;
    }
  return moved != NULL;
}

/* ---- making them again ---- */

static gboolean
create_index (CrmWriter *self, const char *key, const char *sql, GError **error)
{
  sqlite3_stmt *stmt;

  if (!crm_sql_exec (self->db, sql, error))
    return FALSE;
  stmt = crm_writer_prepare_fixed (self, "DELETE FROM meta WHERE key = ?1", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
  return crm_writer_step (self, stmt, error);
}

/* Any one of those that wait; its key in `meta`. */
static char *
find_waiting (CrmWriter *self, char **sql)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self, "SELECT key, value FROM meta WHERE key GLOB '" MARK "*' LIMIT 1", NULL);
  char *key = NULL;

  if (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW)
    {
      key = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      *sql = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
    }
  if (stmt != NULL)
    sqlite3_reset (stmt);
  return key;
}

gboolean
crm_writer_restore_index (CrmWriter *self, gboolean *more, GError **error)
{
  g_autofree char *sql = NULL, *key = find_waiting (self, &sql);
  gboolean done;

  *more = key != NULL;
  if (key == NULL)
    return TRUE;
  /* What is sorted may be larger than memory should be. */
  if (!crm_sql_exec (self->db,
                     "PRAGMA temp_store = FILE; PRAGMA synchronous = NORMAL; "
                     "BEGIN IMMEDIATE",
                     error))
    return FALSE;
  g_clear_pointer (&key, g_free);
  g_clear_pointer (&sql, g_free);
  /* Another process may have made it meanwhile. */
  key = find_waiting (self, &sql);
  done = (key == NULL || create_index (self, key, sql, error)) &&
         crm_sql_exec (self->db, "COMMIT", error);
  if (!done)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_exec (self->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
  return done;
}

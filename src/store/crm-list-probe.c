/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first rows of a search that finds much. The full-text index gives hits by id, so that the first
 * rows in the list's order are known only when all hits are. Where there are many, they are soon found
 * from the other side: the rows at the beginning of the list are put into a full-text index of their
 * own, in memory, and the same expression is put to it. */

#include "config.h"

#include "crm-list-reader.h"

#include "crm-search.h"
#include "crm-writer-private.h"

#include <time.h>

#define CHUNK 48

gint64
crm_list_work_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static sqlite3 *
open_memory (void)
{
  sqlite3 *db = NULL;

  if (sqlite3_open (":memory:", &db) == SQLITE_OK && crm_search_register (db) == SQLITE_OK &&
      sqlite3_exec (db,
                    "CREATE VIRTUAL TABLE search USING fts5(title, body, content='', "
                    "tokenize='crm'); BEGIN",
                    NULL, NULL, NULL) == SQLITE_OK)
    return db;
  sqlite3_close (db);
  return NULL;
}

static void
add_record (sqlite3_stmt *insert, CrmRecord *record, guint place)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  g_autofree CrmValue *values = g_new (CrmValue, entity->n_fields);
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  for (guint i = 0; i < entity->n_fields; i++)
    values[i] = *crm_record_get_value (record, i); /* borrowed */
  crm_search_document (entity, values, &title, &body);
  sqlite3_bind_int64 (insert, 1, (gint64) place + 1);
  sqlite3_bind_text (insert, 2, title != NULL ? title : "", -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 3, body != NULL ? body : "", -1, SQLITE_STATIC);
  sqlite3_step (insert);
  sqlite3_reset (insert);
}

static gboolean
add_chunk (CrmReader *reader, const CrmEntity *entity, const CrmRanking *base, guint from,
           guint end, sqlite3_stmt *insert)
{
  for (guint place = from; place < end; place++)
    {
      CrmId id = g_array_index (base->ids, CrmId, place);
      g_autoptr (CrmRecord) record = crm_reader_load (reader, entity, id, NULL);

      if (record != NULL && !crm_record_is_deleted (record))
        add_record (insert, record, place);
    }
  return end < base->ids->len;
}

static void
find_chunk (sqlite3_stmt *find, const CrmRanking *base, guint from, GArray *found)
{
  sqlite3_bind_int64 (find, 2, (gint64) from + 1);
  while (sqlite3_step (find) == SQLITE_ROW)
    {
      guint place = (guint) sqlite3_column_int64 (find, 0) - 1;

      g_array_append_val (found, g_array_index (base->ids, CrmId, place));
    }
  sqlite3_reset (find);
}

GArray *
crm_list_probe (CrmReader *reader, const CrmEntity *entity, const CrmRanking *base,
                const char *match, guint wanted, gint64 budget)
{
  gint64 deadline = crm_list_work_time () + budget;
  GArray *found = g_array_new (FALSE, FALSE, sizeof (CrmId));
  sqlite3 *db = open_memory ();
  sqlite3_stmt *insert = NULL, *find = NULL;
  gboolean more = db != NULL;

  if (more)
    {
      sqlite3_prepare_v2 (db, "INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)", -1,
                          &insert, NULL);
      sqlite3_prepare_v2 (
          db, "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid >= ?2 ORDER BY rowid", -1,
          &find, NULL);
      sqlite3_bind_text (find, 1, match, -1, SQLITE_STATIC);
    }
  for (guint from = 0; more && found->len < wanted && crm_list_work_time () < deadline;
       from += CHUNK)
    {
      more = add_chunk (reader, entity, base, from, MIN (from + CHUNK, base->ids->len), insert);
      find_chunk (find, base, from, found);
    }
  sqlite3_finalize (insert);
  sqlite3_finalize (find);
  sqlite3_close (db);
  return found;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What CrmRecordList has read for it. The order of all rows without the search (the base) is kept by
 * the list, so that a further keystroke costs one pass over the full-text index and a bitmap. Where
 * even that pass takes longer than a frame, the first rows come from probing the base in order: words
 * that match much are found soon. Runs on reader threads; touches nothing of the list. */

#include "config.h"

#include "crm-list-reader.h"

#include "crm-search.h"
#include "crm-sql.h"

#define FIRST_ROWS     100  /* more than a screen */
#define MIN_FIRST_ROWS 40   /* fewer are not worth showing before the rest */
#define SOON_US        7000 /* half a frame, for the whole answer */
#define PROBE_US       8000 /* and the other half for probing */
#define MAX_DIFF_ROWS  200  /* more single steps than this are slower than a new list */
#define MAX_LOOK_UPS   2000 /* so few hits are sorted without the base */
#define HITS_A_LOOK    512  /* hits between two looks at the clock */

void
crm_list_request_free (CrmListRequest *self)
{
  crm_query_free (self->query);
  g_clear_pointer (&self->base, crm_ranking_unref);
  g_clear_pointer (&self->before, crm_ranking_unref);
  g_clear_pointer (&self->reload, g_array_unref);
  g_free (self);
}

void
crm_list_answer_free (CrmListAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->base, crm_ranking_unref);
  g_clear_pointer (&self->shown, crm_ranking_unref);
  g_clear_pointer (&self->splices, g_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_free (self);
}

void
crm_page_request_free (CrmPageRequest *self)
{
  g_array_unref (self->ids);
  g_free (self);
}

gpointer
crm_list_read_page (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  CrmPageRequest *request = data;

  return crm_reader_load_many (reader, request->entity, (CrmId *) request->ids->data,
                               request->ids->len, error);
}

/* ---- searching with a base ---- */

/* All hits, or as many as there is time for: then *complete is FALSE. */
static GArray *
collect_hits (CrmListRequest *request, CrmReader *reader, sqlite3_stmt *stmt, gboolean *complete,
              GError **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (CrmId));
  gint64 deadline = g_get_monotonic_time () + SOON_US;
  int code;

  *complete = TRUE;
  while ((code = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      CrmId id = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (hits, id);
      if (request->soon && hits->len % HITS_A_LOOK == 0 && g_get_monotonic_time () > deadline)
        {
          *complete = FALSE;
          break;
        }
    }
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    crm_sql_error (crm_reader_get_db (reader), NULL, error);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE ? g_steal_pointer (&hits) : NULL;
}

static gboolean
probe (sqlite3_stmt *stmt, CrmId id)
{
  gboolean hit;

  sqlite3_bind_int64 (stmt, 2, id);
  hit = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_reset (stmt);
  return hit;
}

/* The first rows of the base that the search finds, if enough of them come soon. */
static GArray *
probe_base (CrmListRequest *request, CrmReader *reader, const char *match, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CrmId));
  gint64 deadline = g_get_monotonic_time () + PROBE_US;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader, "SELECT 1 FROM search WHERE search MATCH ?1 AND rowid = ?2", error);

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_text (stmt, 1, match, -1, SQLITE_STATIC);
  for (guint i = 0; i < request->base->ids->len && found->len < FIRST_ROWS; i++)
    {
      CrmId id = g_array_index (request->base->ids, CrmId, i);

      if (probe (stmt, id))
        g_array_append_val (found, id);
      if (i % 16 == 15 && g_get_monotonic_time () > deadline)
        break;
    }
  sqlite3_clear_bindings (stmt);
  return found->len >= MIN_FIRST_ROWS ? g_steal_pointer (&found) : NULL;
}

static CrmRanking *
search_in_base (CrmListRequest *request, CrmReader *reader, gboolean *exact, GError **error)
{
  g_autofree char *match = crm_search_match (request->query->search);
  g_autoptr (GArray) hits = NULL;
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader, "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3", error);

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_text (stmt, 1, match, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, crm_entity_first_id (request->query->entity));
  sqlite3_bind_int64 (stmt, 3, crm_entity_last_id (request->query->entity));
  hits = collect_hits (request, reader, stmt, exact, &local);
  if (hits != NULL && !*exact)
    {
      g_autoptr (GArray) first = probe_base (request, reader, match, &local);

      if (first != NULL)
        return crm_ranking_new (g_steal_pointer (&first));
      /* Hits are rare among the first rows: there is nothing to show before the whole answer. */
      request->soon = FALSE;
      g_clear_pointer (&hits, g_array_unref);
      sqlite3_bind_text (stmt, 1, match, -1, SQLITE_STATIC);
      if (local == NULL)
        hits = collect_hits (request, reader, stmt, exact, &local);
    }
  sqlite3_clear_bindings (stmt);
  if (hits == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return crm_ranking_new (crm_ranking_select (request->base, (CrmId *) hits->data, hits->len));
}

/* ---- the answer ---- */

static gboolean
read_base (CrmListRequest *request, CrmReader *reader, GError **error)
{
  g_autoptr (CrmQuery) query = crm_query_copy (request->query);
  GArray *ids;

  if (request->base != NULL)
    return TRUE;
  if (!query->deleted)
    g_clear_pointer (&query->search, g_free);
  ids = crm_query_ids (query, reader, error);
  if (ids == NULL)
    return FALSE;
  request->base = crm_ranking_new (ids);
  return TRUE;
}

/* The beginning of the answer while the base is not there yet; NULL without an error if it takes
 * less to read the base first. */
static CrmRanking *
read_without_base (CrmListRequest *request, CrmReader *reader, gboolean *exact, GError **error)
{
  g_autoptr (GArray) hits = NULL;
  GArray *ids;

  if (!crm_query_uses_index (request->query))
    {
      ids = crm_query_first_ids (request->query, reader, FIRST_ROWS, error);
      *exact = ids != NULL && ids->len < FIRST_ROWS;
      return ids != NULL ? crm_ranking_new (ids) : NULL;
    }
  hits = crm_query_search_hits (request->query, reader, MAX_LOOK_UPS + 1, error);
  if (hits == NULL || hits->len > MAX_LOOK_UPS)
    return NULL;
  ids = crm_query_ids (request->query, reader, error);
  return ids != NULL ? crm_ranking_new (ids) : NULL;
}

static CrmRanking *
read_shown (CrmListRequest *request, CrmReader *reader, gboolean *exact, GError **error)
{
  g_autoptr (GError) local = NULL;
  CrmRanking *shown = NULL;

  *exact = TRUE;
  if (request->soon && request->base == NULL)
    shown = read_without_base (request, reader, exact, &local);
  if (shown != NULL || local != NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return shown;
    }
  if (!read_base (request, reader, error))
    return NULL;
  return crm_query_uses_index (request->query) ? search_in_base (request, reader, exact, error)
                                               : crm_ranking_ref (request->base);
}

static gint64
count_total (CrmListRequest *request, CrmReader *reader)
{
  g_autoptr (CrmQuery) all = crm_query_new (request->query->entity);

  all->deleted = request->query->deleted;
  if (request->base != NULL && crm_filter_is_empty (request->query->filter) &&
      request->query->segment == 0 && !request->query->deleted)
    return request->base->ids->len;
  return crm_query_count (all, reader, NULL);
}

static gboolean
read_records (CrmListRequest *request, CrmReader *reader, CrmListAnswer *answer, GError **error)
{
  const CrmEntity *entity = request->query->entity;
  g_autoptr (GPtrArray) more = NULL;
  GArray *ids = answer->shown->ids;

  /* Rows that are new on the screen, so that they are never painted empty. */
  if (request->before == NULL)
    answer->records = crm_reader_load_many (reader, entity, (CrmId *) ids->data,
                                            MIN (ids->len, MIN_FIRST_ROWS), error);
  else
    answer->records = g_ptr_array_new_with_free_func (g_object_unref);
  if (answer->records == NULL)
    return FALSE;
  if (request->reload == NULL)
    return TRUE;
  more = crm_reader_load_many (reader, entity, (CrmId *) request->reload->data,
                               request->reload->len, error);
  if (more == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (answer->records, g_steal_pointer (&more));
  return TRUE;
}

static CrmListAnswer *
read_answer (CrmListRequest *request, CrmReader *reader, GError **error)
{
  CrmListAnswer *answer = g_new0 (CrmListAnswer, 1);
  gboolean ok;

  answer->total = -1;
  if (request->base_only)
    ok = read_base (request, reader, error);
  else
    {
      answer->shown = read_shown (request, reader, &answer->exact, error);
      ok = answer->shown != NULL && read_records (request, reader, answer, error);
    }
  if (!ok)
    {
      crm_list_answer_free (answer);
      return NULL;
    }
  if (request->base == NULL && answer->exact && !crm_query_uses_index (request->query))
    request->base = crm_ranking_ref (answer->shown);
  if (request->base != NULL)
    answer->base = crm_ranking_ref (request->base);
  if (request->before != NULL && answer->shown != NULL)
    answer->splices = crm_ranking_diff (request->before, answer->shown, MAX_DIFF_ROWS);
  if (answer->exact)
    answer->total = count_total (request, reader);
  return answer;
}

gpointer
crm_list_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  CrmListAnswer *answer;

  if (!crm_reader_begin (reader, error))
    return NULL;
  answer = read_answer (data, reader, error);
  crm_reader_end (reader);
  return answer;
}

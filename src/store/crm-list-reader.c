/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What CrmRecordList has read for it. The order of all rows without the search (the base) is kept by
 * the list, so that a further keystroke costs one pass over the full-text index and a bitmap. Where
 * even that pass takes longer than a frame, the first rows come from probing the base in order: words
 * that match much are found soon. Runs on reader threads; touches nothing of the list. */

#include "config.h"

#include "crm-list-reader.h"

#include "crm-search.h"
#include "crm-sql.h"

#define FIRST_ROWS     100     /* more than a screen */
#define MIN_FIRST_ROWS 40      /* a screen; fewer are not worth showing before the rest */
#define SOON_US        4000    /* whole answers that come within this are waited for */
#define LONG_US        11000.0 /* and those that are seen to come within this */
#define PROBE_US       9000    /* for looking at the first rows alone */
#define MAX_DIFF_ROWS  200     /* more single steps than this are slower than a new list */
#define MAX_LOOK_UPS   2000    /* so few hits are sorted without the base */
#define HITS_A_LOOK    512     /* hits between two looks at the clock */

void
crm_list_request_free (CrmListRequest *self)
{
  crm_query_free (self->query);
  g_clear_pointer (&self->base, crm_ranking_unref);
  g_clear_pointer (&self->before, crm_ranking_unref);
  g_clear_pointer (&self->within, crm_ranking_unref);
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

/* Hits of one search, being collected. */
typedef struct
{
  CrmListRequest *request;
  CrmReader *reader;
  sqlite3_stmt *stmt;
  GArray *hits; /* CrmId, ascending */
  gint64 start;
} Collection;

/* Ids come in order, so that how far they are says how long the rest takes. */
static gboolean
takes_long (Collection *collection)
{
  gint64 passed = crm_list_work_time () - collection->start;
  CrmId last = g_array_index (collection->hits, CrmId, collection->hits->len - 1);
  double progress = crm_ranking_progress (collection->request->base, last);

  return passed > SOON_US && (double) passed > progress * LONG_US;
}

/* Goes on until all hits are there, or, if there may be a shorter way, until it is seen to take long.
 * Returns SQLITE_DONE, SQLITE_ROW or an error. */
static int
collect_hits (Collection *collection, gboolean may_stop)
{
  const CrmEntity *entity = collection->request->query->entity;
  CrmId first = crm_entity_first_id (entity), last = crm_entity_last_id (entity);
  int code;

  while ((code = sqlite3_step (collection->stmt)) == SQLITE_ROW)
    {
      CrmId id = sqlite3_column_int64 (collection->stmt, 0);

      if (id > last)
        return SQLITE_DONE;
      if (id < first)
        continue;
      g_array_append_val (collection->hits, id);
      if (may_stop && collection->hits->len % HITS_A_LOOK == 0 && takes_long (collection))
        return SQLITE_ROW;
    }
  return code;
}

/* Enough rows for a screen from the beginning of what is searched, or NULL. */
static CrmRanking *
probe_base (CrmListRequest *request, CrmReader *reader, const char *match)
{
  g_autoptr (GArray) found = crm_list_probe (reader, request->query->entity, request->base, match,
                                             MIN_FIRST_ROWS, PROBE_US);

  return found->len >= MIN_FIRST_ROWS ? crm_ranking_new (g_steal_pointer (&found)) : NULL;
}

/* The beginning of a long answer, or all of it. */
static CrmRanking *
collect_answer (Collection *collection, const char *match, gboolean *exact, GError **error)
{
  CrmListRequest *request = collection->request;
  CrmRanking *first = NULL;
  int code;

  *exact = FALSE;
  if (request->soon && request->within != NULL)
    first = probe_base (request, collection->reader, match);
  if (first != NULL)
    return first;
  code = collect_hits (collection, request->soon && request->within == NULL);
  if (code == SQLITE_ROW)
    {
      first = probe_base (request, collection->reader, match);
      if (first != NULL)
        return first;
      code = collect_hits (collection, FALSE);
    }
  if (code != SQLITE_DONE)
    {
      crm_sql_error (crm_reader_get_db (collection->reader), NULL, error);
      return NULL;
    }
  *exact = TRUE;
  return crm_ranking_new (
      crm_ranking_select (request->base, (CrmId *) collection->hits->data, collection->hits->len));
}

static CrmRanking *
search_in_base (CrmListRequest *request, CrmReader *reader, gboolean *exact, GError **error)
{
  g_autofree char *match = crm_search_match (request->query->search);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (CrmId));
  sqlite3_stmt *stmt = crm_query_prepare_hits (request->query->entity, reader, match, error);
  Collection collection = { request, reader, stmt, hits, crm_list_work_time () };
  CrmRanking *answer;

  if (stmt == NULL)
    return NULL;
  answer = collect_answer (&collection, match, exact, error);
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  return answer;
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

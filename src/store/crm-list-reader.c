/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What CrmRecordList has read for it. The order of all rows without the search (the base) is kept by
 * the list, so that a further keystroke costs one pass over some lists of the full-text index and a
 * bitmap. Runs on reader threads; touches nothing of the list. */

#include "config.h"

#include "crm-list-reader.h"

#include "crm-list-hits.h"
#include "crm-search.h"

#define FIRST_ROWS     48   /* a screen: each row costs a millisecond of the first frame */
#define MIN_FIRST_ROWS 40   /* a screen */
#define MAX_DIFF_ROWS  200  /* more single steps than this are slower than a new list */
#define MAX_LOOK_UPS   2000 /* so few hits are sorted without the base */

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

/* The long way, through FTS5: NULL with an error. */
static guint64 *
find_hits_slowly (CrmListRequest *request, CrmReader *reader, GError **error)
{
  g_autoptr (GArray) hits = crm_query_search_hits (request->query, reader, 0, error);
  guint64 *set = hits != NULL ? g_new0 (guint64, crm_ranking_n_words (request->base)) : NULL;
  guint hint = 0;

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      int bit = crm_ranking_get_bit (request->base, g_array_index (hits, CrmId, i), &hint);

      if (bit >= 0)
        set[bit / 64] |= (guint64) 1 << (bit % 64);
    }
  return set;
}

static CrmRanking *
search_in_base (CrmListRequest *request, CrmReader *reader, GCancellable *cancellable,
                GError **error)
{
  g_autofree char *match = crm_search_match (request->query->search);
  g_autofree guint64 *set =
      crm_list_find_hits (reader, request->query->entity, request->base, match, cancellable);

  if (set == NULL && !g_cancellable_set_error_if_cancelled (cancellable, error))
    set = find_hits_slowly (request, reader, error);
  return set != NULL ? crm_ranking_new_selected (request->base, set) : NULL;
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
read_shown (CrmListRequest *request, CrmReader *reader, GCancellable *cancellable, gboolean *exact,
            GError **error)
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
  return crm_query_uses_index (request->query)
             ? search_in_base (request, reader, cancellable, error)
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
read_answer (CrmListRequest *request, CrmReader *reader, GCancellable *cancellable, GError **error)
{
  CrmListAnswer *answer = g_new0 (CrmListAnswer, 1);
  gboolean ok;

  answer->total = -1;
  if (request->base_only)
    ok = read_base (request, reader, error);
  else
    {
      answer->shown = read_shown (request, reader, cancellable, &answer->exact, error);
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
  answer = read_answer (data, reader, cancellable, error);
  crm_reader_end (reader);
  return answer;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The global search: a few best hits of every entity. Candidates come from three bounded looks
 * (titles; everything; the most important records by themselves, for words that half the
 * database has) and are ranked by how the title fits, then by importance, so that no step grows with the
 * number of hits. Runs on the thread that owns the reader. */

#include "config.h"

#include "crm-format.h"
#include "crm-list-reader.h"
#include "crm-search.h"
#include "crm-sql.h"

#include <string.h>

#define MAX_CANDIDATES 200
#define MAX_PROBES     200 /* of the most important records */
#define MAX_IMPORTANT  20  /* of them that are hits */
#define PROBE_US       6000

void
crm_search_hit_free (CrmSearchHit *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

typedef struct
{
  CrmId id;
  int fit;           /* 3 the title itself, 2 begins with it, 1 found in the title, 0 elsewhere */
  double importance; /* larger is better */
} Candidate;

typedef struct
{
  CrmReader *reader;
  const CrmEntity *entity;
  const char *match;
  const char *folded;
  GHashTable *seen; /* of `ids` */
  GArray *ids;      /* CrmId */
  GArray *in_title; /* gboolean, by index of `ids` */
} Search;

/* What makes a record important: money, else the time of the last change. */
static const char *
importance_column (const CrmEntity *entity)
{
  if (crm_entity_field (entity, "order-sum") != NULL)
    return "order_sum";
  if (crm_entity_field (entity, "day") != NULL)
    return "day";
  return "updated_at";
}

static void
add_candidate (Search *search, CrmId id, gboolean in_title)
{
  gint64 *key;

  if (g_hash_table_contains (search->seen, &id))
    return;
  key = g_memdup2 (&id, sizeof id);
  g_hash_table_add (search->seen, key);
  g_array_append_val (search->ids, id);
  g_array_append_val (search->in_title, in_title);
}

/* The first hits by id; `expression` is the match, limited to titles or not. */
static gboolean
look_up (Search *search, const char *expression, gboolean in_title, guint *n_found, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CrmId));
  sqlite3_stmt *stmt = crm_reader_prepare (
      search->reader,
      "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3 LIMIT ?4", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, expression, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 2, crm_entity_first_id (search->entity));
  sqlite3_bind_int64 (stmt, 3, crm_entity_last_id (search->entity));
  sqlite3_bind_int64 (stmt, 4, MAX_CANDIDATES);
  if (!crm_query_collect (search->reader, stmt, found, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    add_candidate (search, g_array_index (found, CrmId, i), in_title);
  *n_found = found->len;
  return TRUE;
}

/* More hits than were looked at: those of the most important records are among them. */
static gboolean
probe_important (Search *search, const char *expression, GError **error)
{
  g_autoptr (GArray) best = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autoptr (GArray) found = NULL;
  g_autoptr (CrmRanking) ranking = NULL;
  const char *column = importance_column (search->entity);
  g_autofree char *name = g_strdelimit (g_strdup (column), "_", '-');
  const CrmField *field = crm_entity_field (search->entity, name);
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;

  if (field == NULL || (field->flags & CRM_FIELD_INDEXED) == 0)
    return TRUE; /* without an index this would read the whole table */
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE deleted_at IS NULL ORDER BY \"%s\" DESC "
                         "LIMIT %d",
                         search->entity->table, column, MAX_PROBES);
  stmt = crm_reader_prepare (search->reader, sql, error);
  if (stmt == NULL || !crm_query_collect (search->reader, stmt, best, error))
    return FALSE;
  ranking = crm_ranking_new (g_steal_pointer (&best));
  found =
      crm_list_probe (search->reader, search->entity, ranking, expression, MAX_IMPORTANT, PROBE_US);
  for (guint i = 0; i < found->len; i++)
    add_candidate (search, g_array_index (found, CrmId, i), TRUE);
  return TRUE;
}

static gboolean
find_candidates (Search *search, GError **error)
{
  g_autofree char *title_match = g_strdup_printf ("{title} : (%s)", search->match);
  guint n_titles = 0, n_all = 0;

  if (!look_up (search, title_match, TRUE, &n_titles, error))
    return FALSE;
  if (n_titles == MAX_CANDIDATES)
    return probe_important (search, title_match, error);
  return look_up (search, search->match, FALSE, &n_all, error);
}

/* ---- ranking ---- */

static gboolean
read_candidate (Search *search, sqlite3_stmt *stmt, guint index, Candidate *candidate)
{
  g_autofree char *title = NULL;

  candidate->id = g_array_index (search->ids, CrmId, index);
  sqlite3_bind_int64 (stmt, 1, candidate->id);
  if (sqlite3_step (stmt) != SQLITE_ROW)
    {
      sqlite3_reset (stmt);
      return FALSE;
    }
  title = crm_search_fold ((const char *) sqlite3_column_text (stmt, 0));
  candidate->importance = sqlite3_column_double (stmt, 1);
  sqlite3_reset (stmt);
  if (strcmp (title, search->folded) == 0)
    candidate->fit = 3;
  else if (g_str_has_prefix (title, search->folded))
    candidate->fit = 2;
  else
    candidate->fit = g_array_index (search->in_title, gboolean, index) ? 1 : 0;
  return TRUE;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->fit != y->fit)
    return y->fit - x->fit;
  if (x->importance != y->importance)
    return x->importance > y->importance ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

static GArray *
rank_candidates (Search *search, GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree char *title =
      crm_field_dup_column (crm_entity_field (search->entity, search->entity->title));
  g_autofree char *sql =
      g_strdup_printf ("SELECT \"%s\", \"%s\" FROM \"%s\" WHERE id = ?1", title,
                       importance_column (search->entity), search->entity->table);
  sqlite3_stmt *stmt = crm_reader_prepare (search->reader, sql, error);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < search->ids->len; i++)
    {
      Candidate candidate;

      if (read_candidate (search, stmt, i, &candidate))
        g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  return g_steal_pointer (&candidates);
}

/* ---- what is shown ---- */

static char *
join_parts (const char *a, const char *b)
{
  gboolean has_a = a != NULL && a[0] != '\0', has_b = b != NULL && b[0] != '\0';

  if (has_a && has_b)
    return g_strdup_printf ("%s · %s", a, b);
  return has_a || has_b ? g_strdup (has_a ? a : b) : NULL;
}

/* The customer a contact belongs to, the main one first. */
static char *
customer_of_contact (CrmReader *reader, CrmId contact)
{
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      "SELECT c.name FROM affiliation AS a JOIN customer AS c ON c.id = a.customer WHERE a.contact "
      "= ?1 AND a.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY a.is_primary DESC LIMIT 1",
      NULL);
  char *name = NULL;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, contact);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    name = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return name;
}

static const char *
text_of (CrmRecord *record, const char *field_id)
{
  return crm_entity_field (crm_record_get_entity (record), field_id) != NULL
             ? crm_record_get_text (record, field_id)
             : NULL;
}

static char *
title_of_link (CrmReader *reader, CrmRecord *record, const char *field_id)
{
  CrmId id = 0;

  if (crm_entity_field (crm_record_get_entity (record), field_id) != NULL)
    id = crm_record_get_link (record, field_id);
  return id != 0 ? crm_reader_title (reader, id) : NULL;
}

static char *
describe_day (CrmRecord *record)
{
  const CrmEntity *entity = crm_record_get_entity (record);

  if (crm_entity_field (entity, "day") != NULL &&
      crm_record_get_int (record, "day") != CRM_NULL_INT)
    return crm_format_day (crm_record_get_int (record, "day"));
  if (crm_entity_field (entity, "start") != NULL &&
      crm_record_get_int (record, "start") != CRM_NULL_INT)
    return crm_format_day (crm_day_from_instant (crm_record_get_int (record, "start")));
  return NULL;
}

static char *
describe_record (CrmReader *reader, CrmRecord *record)
{
  const char *name = crm_record_get_entity (record)->name;
  g_autofree char *linked = NULL;
  g_autofree char *day = NULL;

  if (strcmp (name, "customer") == 0)
    return join_parts (text_of (record, "city"), text_of (record, "code"));
  if (strcmp (name, "contact") == 0)
    {
      linked = customer_of_contact (reader, crm_record_get_id (record));
      return join_parts (text_of (record, "job-title"), linked);
    }
  linked = title_of_link (reader, record, "customer");
  day = describe_day (record);
  if (linked != NULL || day != NULL)
    return join_parts (linked, day);
  return join_parts (text_of (record, "code"), text_of (record, "category"));
}

static gboolean
add_hits (Search *search, GArray *candidates, guint limit, GPtrArray *hits, GError **error)
{
  guint n = 0;

  for (guint i = 0; i < candidates->len && n < limit; i++)
    {
      CrmId id = g_array_index (candidates, Candidate, i).id;
      g_autoptr (GError) missing = NULL;
      g_autoptr (CrmRecord) record = crm_reader_load (search->reader, search->entity, id, &missing);
      CrmSearchHit *hit;

      if (record == NULL && g_error_matches (missing, CRM_ERROR, CRM_ERROR_NOT_FOUND))
        continue;
      if (record == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&missing));
          return FALSE;
        }
      hit = g_new0 (CrmSearchHit, 1);
      hit->id = id;
      hit->entity = search->entity;
      hit->title = g_strdup (crm_record_get_title (record));
      hit->subtitle = describe_record (search->reader, record);
      g_ptr_array_add (hits, hit);
      n++;
    }
  return TRUE;
}

static gboolean
search_entity (CrmReader *reader, const CrmEntity *entity, const char *match, const char *folded,
               guint limit, GPtrArray *hits, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autoptr (GArray) in_title = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (GArray) candidates = NULL;
  Search search = { reader, entity, match, folded, seen, ids, in_title };

  if (!find_candidates (&search, error))
    return FALSE;
  candidates = rank_candidates (&search, error);
  return candidates != NULL && add_hits (&search, candidates, limit, hits, error);
}

GPtrArray *
crm_search_everywhere (CrmReader *reader, const char *typed, guint limit, GError **error)
{
  g_autoptr (GPtrArray) hits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) crm_search_hit_free);
  g_autofree char *match = crm_search_match (typed);
  g_autofree char *folded = crm_search_fold (typed);
  const CrmEntity *const *entities;
  guint n_entities;

  if (match == NULL)
    return g_steal_pointer (&hits);
  g_strstrip (folded);
  entities = crm_entity_all (&n_entities);
  for (guint i = 0; i < n_entities; i++)
    if ((entities[i]->flags & CRM_ENTITY_INTERNAL) == 0 &&
        !search_entity (reader, entities[i], match, folded, limit, hits, error))
      return NULL;
  return g_steal_pointer (&hits);
}

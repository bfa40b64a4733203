/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The figures of the sidebar. Reads on a store's reader thread; the result is then the main thread's. */

#include "crm-census.h"

#include "crm-pages.h"

static void
free_view (gpointer data)
{
  CrmCensusView *view = data;

  g_clear_object (&view->record);
  g_free (view);
}

void
crm_census_free (CrmCensus *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->counts);
  g_ptr_array_unref (self->views);
  g_free (self);
}

gint64
crm_census_get_count (const CrmCensus *self, const char *entity)
{
  gint64 *count = g_hash_table_lookup (self->counts, entity);

  return count != NULL ? *count : -1;
}

CrmQuery *
crm_census_view_query (CrmRecord *view)
{
  const CrmEntity *entity = crm_entity_lookup (crm_record_get_text (view, "entity"));
  const char *filter = crm_record_get_text (view, "filter");
  const char *sort = crm_record_get_text (view, "sort");
  g_autoptr (CrmQuery) query = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (entity == NULL)
    return NULL;
  query = crm_query_new (entity);
  if (filter != NULL)
    {
      node = json_from_string (filter, NULL);
      if (node == NULL)
        return NULL;
      query->filter = crm_filter_from_json (node, NULL);
      if (query->filter == NULL)
        return NULL;
    }
  if (sort != NULL && crm_entity_field (entity, sort) != NULL)
    query->sort = g_intern_string (sort);
  query->descending = crm_record_get_boolean (view, "descending");
  return g_steal_pointer (&query);
}

const char *
crm_census_view_tone (CrmRecord *view)
{
  static const char *const tones[] = { "blue", "vermilion", "amber", "teal", "plum", "sky" };
  gint64 color = crm_record_get_int (view, "color");

  if (color == CRM_NULL_INT || color < 0)
    color = crm_record_get_id (view);
  return tones[(guint64) color % G_N_ELEMENTS (tones)];
}

static gboolean
count_entities (CrmCensus *self, CrmReader *reader, GError **error)
{
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmQuery) query = NULL;
      gint64 count;

      /* What has no page has no figure, and is not in the trash either: it goes and comes with what it
       * belongs to. Counting millions of order lines would be for nothing. */
      if ((entities[i]->flags & (CRM_ENTITY_INTERNAL | CRM_ENTITY_COMPUTED)) != 0 ||
          crm_pages_find_entity (entities[i]->name) == NULL)
        continue;
      query = crm_query_new (entities[i]);
      count = crm_query_count (query, reader, error);
      if (count < 0)
        return FALSE;
      g_hash_table_insert (self->counts, (char *) entities[i]->name,
                           g_memdup2 (&count, sizeof count));
      query->deleted = TRUE;
      self->deleted += MAX (crm_query_count (query, reader, NULL), 0);
    }
  return TRUE;
}

static gint64
count_due (CrmReader *reader, gint64 before)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM activity WHERE deleted_at IS NULL AND kind = 'task' AND "
      "status IN ('planned', 'in_progress') AND due < %" G_GINT64_FORMAT,
      before);

  return crm_reader_int (reader, sql, 0);
}

static gboolean
read_views (CrmCensus *self, CrmReader *reader, gboolean counted, GError **error)
{
  const CrmEntity *entity = crm_entity_lookup ("view");
  g_autoptr (CrmQuery) all = crm_query_new (entity);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) records = NULL;

  all->sort = g_intern_static_string ("position");
  ids = crm_query_ids (all, reader, error);
  if (ids == NULL)
    return FALSE;
  records = crm_reader_load_many (reader, entity, (const CrmId *) ids->data, ids->len, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      CrmCensusView *view = g_new0 (CrmCensusView, 1);
      g_autoptr (CrmQuery) query = NULL;

      view->record = g_object_ref (g_ptr_array_index (records, i));
      query = crm_census_view_query (view->record);
      view->count = counted && query != NULL ? crm_query_count (query, reader, NULL) : -1;
      g_ptr_array_add (self->views, view);
    }
  return TRUE;
}

static CrmCensus *
make_census (void)
{
  CrmCensus *self = g_new0 (CrmCensus, 1);

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->views = g_ptr_array_new_with_free_func (free_view);
  return self;
}

gpointer
crm_census_read_views (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrmCensus) self = make_census ();

  return read_views (self, reader, FALSE, error) ? g_steal_pointer (&self) : NULL;
}

gpointer
crm_census_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 today = *(gint64 *) data;
  g_autoptr (CrmCensus) self = make_census ();

  if (!crm_reader_begin (reader, error))
    return NULL;
  if (!count_entities (self, reader, error) || !read_views (self, reader, TRUE, error))
    {
      crm_reader_end (reader);
      return NULL;
    }
  self->due = count_due (reader, today + 1);
  self->overdue = count_due (reader, today);
  crm_reader_end (reader);
  return g_steal_pointer (&self);
}

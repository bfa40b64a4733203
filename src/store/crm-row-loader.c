/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmRowLoader: rows that are asked for without a record wait until the main loop is idle; then the
 * pages around them are read, those asked for last first, as they are on the screen. At most two
 * pages are read at once, so that a long scroll does not fill the queue of the readers. */

#include "config.h"

#include "crm-row-loader.h"

#include "crm-list-reader.h"

#define CACHED_ROWS 3072
#define MAX_READS   2

struct _CrmRowLoader
{
  grefcount references; /* the list's and one a page that is being read */
  CrmStore *store;
  const CrmEntity *entity;
  CrmRowPageFunc page;
  CrmRowErrorFunc failed;
  gpointer data;
  CrmRowCache cache;
  GArray *wanted;             /* CrmId, the newest last */
  GArray *reading[MAX_READS]; /* CrmId */
  guint source;
  GCancellable *cancellable;
};

CrmRowLoader *
crm_row_loader_new (CrmStore *store, const CrmEntity *entity, CrmRowPageFunc page,
                    CrmRowErrorFunc failed, gpointer data)
{
  CrmRowLoader *self = g_new0 (CrmRowLoader, 1);

  g_ref_count_init (&self->references);
  self->store = g_object_ref (store);
  self->entity = entity;
  self->page = page;
  self->failed = failed;
  self->data = data;
  self->wanted = g_array_new (FALSE, FALSE, sizeof (CrmId));
  self->cancellable = g_cancellable_new ();
  crm_row_cache_init (&self->cache, entity, CACHED_ROWS);
  return self;
}

void
crm_row_loader_close (CrmRowLoader *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
}

void
crm_row_loader_unref (CrmRowLoader *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  crm_row_cache_clear (&self->cache);
  g_array_unref (self->wanted);
  g_object_unref (self->cancellable);
  g_object_unref (self->store);
  g_free (self);
}

CrmRowCache *
crm_row_loader_get_cache (CrmRowLoader *self)
{
  return &self->cache;
}

typedef struct
{
  CrmRowLoader *loader;
  guint slot;
} PageRead;

static void plan_reading (CrmRowLoader *self);

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree PageRead *page = data;
  CrmRowLoader *self = page->loader;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = crm_store_read_finish (CRM_STORE (source), result, &error);

  g_clear_pointer (&self->reading[page->slot], g_array_unref);
  if (records != NULL)
    {
      crm_row_cache_store (&self->cache, records);
      crm_row_cache_trim (&self->cache);
      plan_reading (self);
    }
  else if (!g_cancellable_is_cancelled (self->cancellable))
    self->failed (g_steal_pointer (&error), self->data);
  crm_row_loader_unref (self);
}

static gboolean
is_being_read (CrmRowLoader *self, CrmId id)
{
  for (guint slot = 0; slot < MAX_READS; slot++)
    for (guint i = 0; self->reading[slot] != NULL && i < self->reading[slot]->len; i++)
      if (g_array_index (self->reading[slot], CrmId, i) == id)
        return TRUE;
  return FALSE;
}

static gboolean
needs_record (CrmRowLoader *self, CrmId id)
{
  CrmRow *row = crm_row_cache_peek (&self->cache, id);

  return (row == NULL || !crm_record_get_loaded (crm_row_get_record (row))) &&
         !is_being_read (self, id);
}

static void
read_page (CrmRowLoader *self, guint slot, CrmId id)
{
  g_autoptr (GArray) around = self->page (id, self->data);
  CrmPageRequest *request = g_new (CrmPageRequest, 1);
  PageRead *page = g_new (PageRead, 1);

  request->entity = self->entity;
  request->ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  for (guint i = 0; i < around->len; i++)
    {
      CrmId other = g_array_index (around, CrmId, i);

      if (needs_record (self, other))
        g_array_append_val (request->ids, other);
    }
  self->reading[slot] = g_array_ref (request->ids);
  g_ref_count_inc (&self->references);
  *page = (PageRead){ self, slot };
  crm_store_read_async (self->store, crm_list_read_page, request,
                        (GDestroyNotify) crm_page_request_free, (GDestroyNotify) g_ptr_array_unref,
                        self->cancellable, page_read_cb, page);
}

static gboolean
read_pages_cb (gpointer data)
{
  CrmRowLoader *self = data;

  self->source = 0;
  for (guint slot = 0; slot < MAX_READS; slot++)
    while (self->reading[slot] == NULL && self->wanted->len > 0)
      {
        CrmId id = g_array_index (self->wanted, CrmId, self->wanted->len - 1);

        g_array_set_size (self->wanted, self->wanted->len - 1);
        if (crm_row_cache_peek (&self->cache, id) != NULL && needs_record (self, id))
          read_page (self, slot, id);
      }
  return G_SOURCE_REMOVE;
}

static void
plan_reading (CrmRowLoader *self)
{
  if (self->source == 0 && self->wanted->len > 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, read_pages_cb, self, NULL);
}

CrmRow *
crm_row_loader_obtain (CrmRowLoader *self, CrmId id)
{
  CrmRow *row = crm_row_cache_obtain (&self->cache, id);

  if (!crm_record_get_loaded (crm_row_get_record (row)))
    {
      g_array_append_val (self->wanted, id);
      plan_reading (self);
    }
  return row;
}

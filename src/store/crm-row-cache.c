/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of a list that were asked for lately. A row that a widget holds is never dropped, because
 * an id must not have two rows while it is shown. Main thread. */

#include "config.h"

#include "crm-row-private.h"

void
crm_row_cache_init (CrmRowCache *self, const CrmEntity *entity, guint limit)
{
  self->entity = entity;
  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_queue_init (&self->recent);
  self->limit = limit;
}

void
crm_row_cache_clear (CrmRowCache *self)
{
  GList *link;

  g_hash_table_remove_all (self->rows);
  while ((link = g_queue_pop_head_link (&self->recent)) != NULL)
    g_object_unref (link->data);
  g_hash_table_unref (self->rows);
}

CrmRow *
crm_row_cache_peek (CrmRowCache *self, CrmId id)
{
  GList *link = g_hash_table_lookup (self->rows, &id);

  return link != NULL ? link->data : NULL;
}

static void
insert_row (CrmRowCache *self, CrmRow *row)
{
  g_hash_table_insert (self->rows, (gpointer) crm_row_get_key (row), crm_row_get_link (row));
  g_queue_push_head_link (&self->recent, crm_row_get_link (row));
}

CrmRow *
crm_row_cache_obtain (CrmRowCache *self, CrmId id)
{
  CrmRow *row = crm_row_cache_peek (self, id);

  if (row == NULL)
    {
      row = crm_row_new (self->entity, id);
      insert_row (self, row);
      return row;
    }
  g_queue_unlink (&self->recent, crm_row_get_link (row));
  g_queue_push_head_link (&self->recent, crm_row_get_link (row));
  return row;
}

void
crm_row_cache_store (CrmRowCache *self, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = records->pdata[i];

      crm_row_set_record (crm_row_cache_obtain (self, crm_record_get_id (record)), record);
    }
}

void
crm_row_cache_trim (CrmRowCache *self)
{
  crm_row_cache_drop (self, self->limit);
}

void
crm_row_cache_drop (CrmRowCache *self, guint limit)
{
  guint n_looks = self->recent.length;

  while (self->recent.length > limit && n_looks-- > 0)
    {
      GList *link = g_queue_pop_tail_link (&self->recent);
      CrmRow *row = link->data;
      CrmId id = crm_row_get_id (row);

      if (G_OBJECT (row)->ref_count > 1)
        {
          g_queue_push_head_link (&self->recent, link);
          continue;
        }
      g_hash_table_remove (self->rows, &id);
      g_object_unref (row);
    }
}

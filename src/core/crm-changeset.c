/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmChangeset: a flat array of changes. Its memory is what limits one transaction: long work sends
 * many changesets of one group. */

#include "config.h"

#include "crm-changeset.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format.h"

struct _CrmChangeset
{
  gatomicrefcount references;
  CrmVerb verb;
  const CrmEntity *entity;
  char *detail;
  gint64 group;
  gboolean is_final;
  gboolean durable;
  const char *origin;
  gint64 id_start; /* below CRM_ENTITY_ID_BITS */
  gint64 n_drawn;
  GArray *changes;
};

G_DEFINE_BOXED_TYPE (CrmChangeset, crm_changeset, crm_changeset_ref, crm_changeset_unref)

static void
clear_change (CrmChange *change)
{
  for (guint i = 0; i < change->n_cells; i++)
    {
      crm_value_clear (&change->cells[i].value);
      crm_value_clear (&change->cells[i].expected);
    }
  g_free (change->cells);
  if (change->free_prepared != NULL)
    change->free_prepared (change->prepared);
}

CrmChangeset *
crm_changeset_new (CrmVerb verb, const CrmEntity *entity)
{
  CrmChangeset *self = g_new0 (CrmChangeset, 1);

  g_atomic_ref_count_init (&self->references);
  self->verb = verb;
  self->entity = entity;
  self->is_final = TRUE;
  self->durable = TRUE;
  self->origin = "user";
  self->changes = g_array_new (FALSE, FALSE, sizeof (CrmChange));
  g_array_set_clear_func (self->changes, (GDestroyNotify) clear_change);
  crm_changeset_redraw (self);
  return self;
}

CrmChangeset *
crm_changeset_ref (CrmChangeset *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
crm_changeset_unref (CrmChangeset *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->changes);
  g_free (self->detail);
  g_free (self);
}

CrmVerb
crm_changeset_get_verb (CrmChangeset *self)
{
  return self->verb;
}

const CrmEntity *
crm_changeset_get_entity (CrmChangeset *self)
{
  return self->entity;
}

guint
crm_changeset_get_n_changes (CrmChangeset *self)
{
  return self->changes->len;
}

const CrmChange *
crm_changeset_get_change (CrmChangeset *self, guint index)
{
  g_return_val_if_fail (index < self->changes->len, NULL);
  return &g_array_index (self->changes, CrmChange, index);
}

void
crm_changeset_set_detail (CrmChangeset *self, const char *detail)
{
  g_free (self->detail);
  self->detail = g_strdup (detail);
}

const char *
crm_changeset_get_detail (CrmChangeset *self)
{
  return self->detail;
}

void
crm_changeset_set_group (CrmChangeset *self, gint64 group, gboolean is_final)
{
  self->group = group;
  self->is_final = is_final;
}

gint64
crm_changeset_get_group (CrmChangeset *self)
{
  return self->group;
}

gboolean
crm_changeset_is_final (CrmChangeset *self)
{
  return self->is_final;
}

void
crm_changeset_set_durable (CrmChangeset *self, gboolean durable)
{
  self->durable = durable;
}

gboolean
crm_changeset_is_durable (CrmChangeset *self)
{
  return self->durable;
}

void
crm_changeset_set_origin (CrmChangeset *self, const char *origin)
{
  self->origin = g_intern_string (origin);
}

const char *
crm_changeset_get_origin (CrmChangeset *self)
{
  return self->origin;
}

CrmId
crm_changeset_next_id (CrmChangeset *self, const CrmEntity *entity)
{
  return crm_entity_first_id (entity) | (self->id_start + self->n_drawn++);
}

void
crm_changeset_continue_ids (CrmChangeset *self, CrmChangeset *previous)
{
  self->id_start = previous->id_start;
  self->n_drawn = previous->n_drawn;
}

void
crm_changeset_redraw (CrmChangeset *self)
{
  guint64 high = g_random_int (), low = g_random_int ();

  /* Leaves room for 2^32 records after the start. */
  self->id_start =
      (gint64) (((high << 32) | low) & ((G_GINT64_CONSTANT (1) << CRM_ENTITY_ID_BITS) - 1));
  self->id_start = MIN (self->id_start, (G_GINT64_CONSTANT (1) << CRM_ENTITY_ID_BITS) -
                                            (G_GINT64_CONSTANT (1) << 32));
  self->n_drawn = 1;
}

CrmChange *
crm_changeset_add (CrmChangeset *self, CrmOp op, const CrmEntity *entity, CrmId id)
{
  CrmChange change = { .op = op, .entity = entity, .id = id };

  g_array_append_val (self->changes, change);
  return &g_array_index (self->changes, CrmChange, self->changes->len - 1);
}

void
crm_changeset_set_prepared (CrmChangeset *self, guint index, gpointer prepared,
                            GDestroyNotify free_prepared)
{
  CrmChange *change;

  g_return_if_fail (index < self->changes->len);
  change = &g_array_index (self->changes, CrmChange, index);
  if (change->free_prepared != NULL)
    change->free_prepared (change->prepared);
  change->prepared = prepared;
  change->free_prepared = free_prepared;
}

static CrmCell *
find_or_add_cell (CrmChange *change, guint field)
{
  CrmCell *cell;

  for (guint i = 0; i < change->n_cells; i++)
    if (change->cells[i].field == field)
      return &change->cells[i];
  if (change->n_cells == change->cells_allocated)
    {
      change->cells_allocated = MAX (4, change->cells_allocated * 2);
      change->cells = g_renew (CrmCell, change->cells, change->cells_allocated);
    }
  cell = &change->cells[change->n_cells++];
  memset (cell, 0, sizeof *cell);
  cell->field = (guint16) field;
  return cell;
}

void
crm_change_set (CrmChange *change, guint field, CrmValue value)
{
  CrmCell *cell;

  g_return_if_fail (field < change->entity->n_fields);
  cell = find_or_add_cell (change, field);
  crm_value_clear (&cell->value);
  cell->value = value;
}

void
crm_change_set_expected (CrmChange *change, guint field, const CrmValue *expected)
{
  CrmCell *cell = find_or_add_cell (change, field);

  crm_value_clear (&cell->expected);
  cell->has_expected = TRUE;
  cell->expected = crm_value_copy (expected);
}

const CrmCell *
crm_change_get (const CrmChange *change, guint field)
{
  for (guint i = 0; i < change->n_cells; i++)
    if (change->cells[i].field == field)
      return &change->cells[i];
  return NULL;
}

CrmId
crm_changeset_insert (CrmChangeset *self, CrmRecord *record)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  CrmChange *change;

  if (crm_record_get_id (record) == 0)
    crm_record_set_id (record, crm_changeset_next_id (self, entity));
  change = crm_changeset_add (self, CRM_OP_INSERT, entity, crm_record_get_id (record));
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmValue *value = crm_record_get_value (record, i);

      if (!crm_value_is_null (value) && !(entity->fields[i].flags & CRM_FIELD_DERIVED))
        crm_change_set (change, i, crm_value_copy (value));
    }
  return crm_record_get_id (record);
}

void
crm_changeset_set (CrmChangeset *self, const CrmEntity *entity, CrmId id, const char *field_id,
                   const CrmValue *expected, const CrmValue *value)
{
  int field = crm_entity_field_index (entity, field_id);
  CrmChange *change = NULL;

  g_return_if_fail (field >= 0);
  if (self->changes->len > 0)
    {
      change = &g_array_index (self->changes, CrmChange, self->changes->len - 1);
      if (change->op != CRM_OP_UPDATE || change->id != id)
        change = NULL;
    }
  if (change == NULL)
    change = crm_changeset_add (self, CRM_OP_UPDATE, entity, id);
  crm_change_set (change, (guint) field, crm_value_copy (value));
  if (expected != NULL)
    crm_change_set_expected (change, (guint) field, expected);
}

guint
crm_changeset_diff (CrmChangeset *self, CrmRecord *before, CrmRecord *now)
{
  const CrmEntity *entity = crm_record_get_entity (now);
  guint n = 0;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmValue *old = crm_record_get_value (before, i),
                     *value = crm_record_get_value (now, i);

      if (!crm_field_is_editable (&entity->fields[i]) || crm_value_equal (old, value))
        continue;
      crm_changeset_set (self, entity, crm_record_get_id (now), entity->fields[i].id, old, value);
      n++;
    }
  return n;
}

void
crm_changeset_delete (CrmChangeset *self, const CrmEntity *entity, CrmId id)
{
  crm_changeset_add (self, CRM_OP_DELETE, entity, id);
}

void
crm_changeset_restore (CrmChangeset *self, const CrmEntity *entity, CrmId id)
{
  crm_changeset_add (self, CRM_OP_RESTORE, entity, id);
}

void
crm_changeset_purge (CrmChangeset *self, const CrmEntity *entity, CrmId id)
{
  crm_changeset_add (self, CRM_OP_PURGE, entity, id);
}

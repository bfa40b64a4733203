/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of an insert that is arithmetic: checks, the collation key, the tokens for the search
 * index. An import does it on its own thread while the writer writes the changeset before. */

#include "config.h"

#include "crm-prepared.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-search.h"
#include "crm-tokenizer.h"
#include "crm-writer-private.h"

void
crm_document_read (CrmDocument *self, const CrmEntity *entity, const CrmValue *values)
{
  g_autofree char *title = NULL, *body = NULL;

  crm_search_document (entity, values, &title, &body);
  self->title = crm_token_list (title, &self->title_length);
  self->body = crm_token_list (body, &self->body_length);
}

void
crm_document_clear (CrmDocument *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->body, g_free);
}

CrmPreparedRow *
crm_prepared_row_new (const CrmEntity *entity, CrmValue *values)
{
  CrmPreparedRow *self = g_new0 (CrmPreparedRow, 1);
  int title = crm_entity_field_index (entity, entity->title);

  self->entity = entity;
  self->values = values;
  if (crm_sql_sort_index (entity) >= 0)
    self->sort_key = crm_search_sort_key (crm_value_get_text (&values[title]));
  if (crm_value_is_null (&values[crm_entity_system_index (entity, CRM_SYSTEM_DELETED_AT)]))
    crm_document_read (&self->document, entity, values);
  return self;
}

void
crm_prepared_row_free (CrmPreparedRow *self)
{
  crm_row_values_free (self->entity, self->values);
  g_clear_pointer (&self->sort_key, g_bytes_unref);
  crm_document_clear (&self->document);
  g_free (self);
}

gboolean
crm_change_check (const CrmChange *self, GError **error)
{
  for (guint i = 0; i < self->n_cells; i++)
    {
      const CrmField *field = &self->entity->fields[self->cells[i].field];

      if (field->flags & CRM_FIELD_DERIVED)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _ ("%s is computed and cannot be set."),
                       crm_field_get_label (field));
          return FALSE;
        }
      if (!crm_field_validate (field, &self->cells[i].value, error))
        return FALSE;
    }
  return TRUE;
}

CrmPreparedRow *
crm_change_prepare (const CrmChange *self, GError **error)
{
  const CrmEntity *entity = self->entity;
  CrmValue *values;

  if (!crm_change_check (self, error))
    return NULL;
  values = g_new0 (CrmValue, entity->n_fields);
  for (guint i = 0; i < self->n_cells; i++)
    values[self->cells[i].field] = crm_value_copy (&self->cells[i].value);
  for (guint i = 0; i < entity->n_fields; i++)
    if (crm_value_is_null (&values[i]) && (entity->fields[i].flags & CRM_FIELD_REQUIRED) &&
        !crm_field_validate (&entity->fields[i], &values[i], error))
      {
        crm_row_values_free (entity, values);
        return NULL;
      }
  return crm_prepared_row_new (entity, values);
}

void
crm_changeset_prepare (CrmChangeset *changes)
{
  for (guint i = 0; i < crm_changeset_get_n_changes (changes); i++)
    {
      const CrmChange *change = crm_changeset_get_change (changes, i);
      CrmPreparedRow *row;

      if (change->op != CRM_OP_INSERT || change->prepared != NULL)
        continue;
      row = crm_change_prepare (change, NULL);
      if (row != NULL)
        crm_changeset_set_prepared (changes, i, row, (GDestroyNotify) crm_prepared_row_free);
    }
}

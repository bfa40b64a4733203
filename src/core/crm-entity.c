/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry of entities. Parents stand before what links to them, which is the order in which a
 * whole database is written. */

#include "config.h"

#include "crm-entities.h"
#include "crm-entity.h"
#include "crm-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrmEntity *const entities[] = {
  &crm_entity_setting,  &crm_entity_exchange_rate, &crm_entity_user,
  &crm_entity_customer, &crm_entity_contact,       &crm_entity_affiliation,
  &crm_entity_product,  &crm_entity_order,         &crm_entity_order_line,
  &crm_entity_activity, &crm_entity_tag,           &crm_entity_view,
  &crm_entity_job,      &crm_entity_segment,       &crm_entity_segment_membership,
};

const CrmEntity *const *
crm_entity_all (guint *n_entities)
{
  if (n_entities != NULL)
    *n_entities = G_N_ELEMENTS (entities);
  return entities;
}

const CrmEntity *
crm_entity_lookup (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strcmp (entities[i]->name, name) == 0)
      return entities[i];
  return NULL;
}

const CrmEntity *
crm_entity_of_id (CrmId id)
{
  guint8 code = (guint8) (id >> CRM_ENTITY_ID_BITS);

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (entities[i]->code == code)
      return entities[i];
  return NULL;
}

int
crm_entity_field_index (const CrmEntity *self, const char *field_id)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (self->fields[i].id == field_id || strcmp (self->fields[i].id, field_id) == 0)
      return (int) i;
  return -1;
}

const CrmField *
crm_entity_field (const CrmEntity *self, const char *field_id)
{
  int index = crm_entity_field_index (self, field_id);

  return index >= 0 ? &self->fields[index] : NULL;
}

char *
crm_entity_count_text (const CrmEntity *self, guint64 n)
{
  g_autofree char *number = crm_format_integer ((gint64) n);

  return g_strdup_printf (ngettext (self->count[0], self->count[1], n), number);
}

const char *
crm_entity_get_label (const CrmEntity *self)
{
  return _ (self->label);
}

const char *
crm_entity_get_label_plural (const CrmEntity *self)
{
  return _ (self->label_plural);
}

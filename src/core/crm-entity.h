/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-field.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_ENTITY_NONE = 0,
  CRM_ENTITY_COMPUTED =
      1 << 0, /* made by jobs: written by changesets, but neither journaled nor synced */
  CRM_ENTITY_INTERNAL = 1 << 1, /* no list or search page of its own */
} CrmEntityFlags;

/* Marks a pair of messages for ngettext() in a static table. */
#define NP_(one, many) one, many

/* CrmEntity: a table of fields, its SQL table and its GType. Static, immutable, any thread.
 *
 * An id is `code` in bits 57..62 and a number drawn by the changeset below, so that an id tells its
 * entity and the ids of an entity are one range of the search index. */
typedef struct _CrmEntity CrmEntity;
struct _CrmEntity
{
  const char *name;  /* "customer" */
  const char *table; /* "customer"; SQL name */
  guint8 code;       /* 1..63, frozen */
  CrmEntityFlags flags;
  const char *label;        /* N_("Customer") */
  const char *label_plural; /* N_("Customers") */
  const char *title;        /* id of the field that names a record */
  const CrmField *fields;
  guint n_fields;
  GType (*get_type) (void);
  const char *count[2]; /* NP_ ("%s customer", "%s customers"): %s is the grouped number */
};

#define CRM_ENTITY_ID_BITS 57

static inline CrmId
crm_entity_first_id (const CrmEntity *self)
{
  return (CrmId) self->code << CRM_ENTITY_ID_BITS;
}

static inline CrmId
crm_entity_last_id (const CrmEntity *self)
{
  return (((CrmId) self->code + 1) << CRM_ENTITY_ID_BITS) - 1;
}

/* The registry. All entities, in an order in which links point backwards (parents first). */
const CrmEntity *const *crm_entity_all (guint *n_entities);
const CrmEntity *crm_entity_lookup (const char *name); /* NULL if there is none */
const CrmEntity *crm_entity_of_id (CrmId id);          /* NULL if the id has no entity's code */

/* Index of a field in `fields`, or -1. */
int crm_entity_field_index (const CrmEntity *self, const char *field_id);
const CrmField *crm_entity_field (const CrmEntity *self, const char *field_id);

/* "4,338 customers". (transfer full) */
char *crm_entity_count_text (const CrmEntity *self, guint64 n);
const char *crm_entity_get_label (const CrmEntity *self);
const char *crm_entity_get_label_plural (const CrmEntity *self);

/* Every entity's table ends with these; written by the store. */
typedef enum
{
  CRM_SYSTEM_CREATED_AT,
  CRM_SYSTEM_CREATED_BY,
  CRM_SYSTEM_UPDATED_AT,
  CRM_SYSTEM_UPDATED_BY,
  CRM_SYSTEM_DELETED_AT,
  CRM_N_SYSTEM_FIELDS
} CrmSystemField;

#define CRM_SYSTEM_FIELDS                                                                          \
  { "created-at", CRM_FIELD_INSTANT, CRM_FIELD_SYSTEM, N_ ("Created"), NULL },                     \
      { "created-by", CRM_FIELD_LINK, CRM_FIELD_SYSTEM, N_ ("Created by"), "user" },               \
      { "updated-at", CRM_FIELD_INSTANT, CRM_FIELD_SYSTEM, N_ ("Changed"), NULL },                 \
      { "updated-by", CRM_FIELD_LINK, CRM_FIELD_SYSTEM, N_ ("Changed by"), "user" },               \
  {                                                                                                \
    "deleted-at", CRM_FIELD_INSTANT, CRM_FIELD_SYSTEM | CRM_FIELD_HIDDEN, N_ ("Deleted"), NULL     \
  }

static inline guint
crm_entity_system_index (const CrmEntity *self, CrmSystemField field)
{
  return self->n_fields - CRM_N_SYSTEM_FIELDS + (guint) field;
}

G_END_DECLS

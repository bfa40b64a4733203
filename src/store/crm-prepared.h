/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-changeset.h"

G_BEGIN_DECLS

/* A document of the search index: the tokens of its two columns, see crm_token_list(). */
typedef struct
{
  char *title, *body; /* NULL: nothing to search */
  gsize title_length, body_length;
} CrmDocument;

void crm_document_read (CrmDocument *self, const CrmEntity *entity, const CrmValue *values);
void crm_document_clear (CrmDocument *self);

/* CrmPreparedRow: what an insert needs and what depends on nothing but its own fields. */
typedef struct
{
  const CrmEntity *entity;
  CrmValue *values; /* as many as the entity has fields */
  GBytes *sort_key; /* NULL: the entity has none */
  CrmDocument document;
} CrmPreparedRow;

/* Takes the values. */
CrmPreparedRow *crm_prepared_row_new (const CrmEntity *entity, CrmValue *values);
void crm_prepared_row_free (CrmPreparedRow *self);

/* Checks the cells of a change: CRM_ERROR_INVALID with the field's name. */
gboolean crm_change_check (const CrmChange *self, GError **error);
/* Checks an insert and makes its row; NULL with CRM_ERROR_INVALID. */
CrmPreparedRow *crm_change_prepare (const CrmChange *self, GError **error);

/* Prepares the inserts of a changeset on the calling thread, which the writer would otherwise do. A
 * change that is not valid is left to the writer to refuse. */
void crm_changeset_prepare (CrmChangeset *changes);

G_END_DECLS

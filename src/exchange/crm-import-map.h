/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-entity.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_IMPORT_CUSTOMERS,    /* one customer a row, perhaps with a contact */
  CRM_IMPORT_TRANSACTIONS, /* one order line a row */
} CrmImportKind;

/* What a column can become. `id` is stable: "name", "contact.email", "quantity"; of an own field as in crm-custom-field.h. */
typedef struct
{
  const char *id;
  const CrmEntity *entity;
  int field; /* index into the entity's table; -1: a key to find a record by, or an own field */
  const CrmField *own; /* (nullable) */
  const char *label;   /* untranslated; NULL: the field's */
} CrmImportTarget;

/* All targets of a kind, most used first. */
const CrmImportTarget *crm_import_targets (CrmImportKind kind, guint *n);
/* Also own fields, where rows are customers. */
const CrmImportTarget *crm_import_target_find (CrmImportKind kind, const char *id);
/* NULL: a key. */
const CrmField *crm_import_target_field (const CrmImportTarget *self);
char *crm_import_target_label (const CrmImportTarget *self); /* translated; (transfer full) */

/* One guess a column from the header words (English and Chinese); NULL: do not import. No target twice. (transfer container)
 * (element-type CrmImportTarget) */
GPtrArray *crm_import_guess (CrmImportKind kind, const char *const *header, guint n_columns);
/* Which kind the header looks like. */
CrmImportKind crm_import_guess_kind (const char *const *header, guint n_columns);

G_END_DECLS

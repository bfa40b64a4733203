/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-entity.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_IMPORT_CUSTOMERS,    /* one customer a row, perhaps with a contact */
  CRM_IMPORT_TRANSACTIONS, /* one order line a row */
} CrmImportKind;

/* What a column can become. `id` is stable: "name", "contact.email", "quantity". */
typedef struct
{
  const char *id;
  const CrmEntity *entity;
  int field;         /* index into the entity's table; -1: a key to find a record by */
  const char *label; /* untranslated; NULL: the field's */
} CrmImportTarget;

/* All targets of a kind, most used first. */
const CrmImportTarget *crm_import_targets (CrmImportKind kind, guint *n);
const CrmImportTarget *crm_import_target_find (CrmImportKind kind, const char *id);
char *crm_import_target_label (const CrmImportTarget *self); /* translated; (transfer full) */

/* One guess a column from the header words (English and Chinese); NULL: do not import. No target twice. (transfer container)
 * (element-type CrmImportTarget) */
GPtrArray *crm_import_guess (CrmImportKind kind, const char *const *header, guint n_columns);
/* Which kind the header looks like. */
CrmImportKind crm_import_guess_kind (const char *const *header, guint n_columns);

G_END_DECLS

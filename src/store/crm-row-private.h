/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-record-list.h"

G_BEGIN_DECLS

CrmRow *crm_row_new (const CrmEntity *entity, CrmId id); /* with a placeholder */
void crm_row_set_record (CrmRow *self, CrmRecord *record);
const CrmId *crm_row_get_key (CrmRow *self);
GList *crm_row_get_link (CrmRow *self); /* embedded; its data is the row */

/* CrmRowCache: the rows by id, the most recently asked for first. Main thread. */
typedef struct
{
  const CrmEntity *entity;
  GHashTable *rows; /* CrmId -> CrmRow */
  GQueue recent;
  guint limit;
} CrmRowCache;

void crm_row_cache_init (CrmRowCache *self, const CrmEntity *entity, guint limit);
void crm_row_cache_clear (CrmRowCache *self);
CrmRow *crm_row_cache_peek (CrmRowCache *self, CrmId id);   /* (transfer none) (nullable) */
CrmRow *crm_row_cache_obtain (CrmRowCache *self, CrmId id); /* (transfer none), made if needed */
/* Puts read records into rows; rows that nobody asked for yet are made. */
void crm_row_cache_store (CrmRowCache *self, GPtrArray *records);
/* Rows that nobody outside holds go, oldest first, until `limit` are left. */
void crm_row_cache_trim (CrmRowCache *self);
void crm_row_cache_drop (CrmRowCache *self, guint limit);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-entity.h"

G_BEGIN_DECLS

/* CrmIdMap: 64-bit hashes of keys to ids. An import of a million rows keeps three million of them, so each takes
 * one slot of 16 bytes in an open table (linear probing; Knuth, The Art of Computer Programming 3, 6.4, algorithm L).
 * One thread. */
typedef struct _CrmIdMap CrmIdMap;

CrmIdMap *crm_id_map_new (void);
void crm_id_map_free (CrmIdMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmIdMap, crm_id_map_free)

/* 0: not there. */
CrmId crm_id_map_get (const CrmIdMap *self, guint64 hash);
/* Replaces what was there; `id` is not 0. */
void crm_id_map_set (CrmIdMap *self, guint64 hash, CrmId id);
gsize crm_id_map_get_size (const CrmIdMap *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "crm-value.h"

G_BEGIN_DECLS

/* CrmSorter: collects ids with a key each and gives them in order. Keys are numbers or bytes, of one
 * kind in a run; ids must be added in ascending order. Descending is the exact opposite, but ids
 * without a key (NULL) come last in both. One thread. */
typedef struct _CrmSorter CrmSorter;

CrmSorter *crm_sorter_new (gboolean descending);
void crm_sorter_free (CrmSorter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSorter, crm_sorter_free)

void crm_sorter_add (CrmSorter *self, CrmId id, sqlite3_stmt *stmt, int column);
GArray *crm_sorter_finish (CrmSorter *self); /* (element-type CrmId) */

G_END_DECLS

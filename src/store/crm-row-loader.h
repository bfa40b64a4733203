/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-row-private.h"

G_BEGIN_DECLS

/* CrmRowLoader: the rows of a list with the reading of their records, a page at a time. Main thread. */
typedef struct _CrmRowLoader CrmRowLoader;

/* The ids of the page that a row is on, the row itself among them. (transfer full) */
typedef GArray *(*CrmRowPageFunc) (CrmId id, gpointer data);
typedef void (*CrmRowErrorFunc) (GError *error, gpointer data); /* (transfer full) */

CrmRowLoader *crm_row_loader_new (CrmStore *store, const CrmEntity *entity, CrmRowPageFunc page,
                                  CrmRowErrorFunc failed, gpointer data);
/* Stops reading and calls nobody any more; rows stay. */
void crm_row_loader_close (CrmRowLoader *self);
void crm_row_loader_unref (CrmRowLoader *self);

CrmRowCache *crm_row_loader_get_cache (CrmRowLoader *self);
/* The row of an id; if its record is not there it is read soon. (transfer none) */
CrmRow *crm_row_loader_obtain (CrmRowLoader *self, CrmId id);

G_END_DECLS

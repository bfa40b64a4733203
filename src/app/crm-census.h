/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-query.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* What the sidebar knows about the whole store, read in one go. Freed with crm_census_free(). */
typedef struct
{
  CrmRecord *record; /* entity "view" */
  gint64 count;      /* exact; -1 when it is not known */
} CrmCensusView;

typedef struct
{
  GHashTable *counts; /* entity name (static) -> gint64, exact, live records */
  gint64 deleted;     /* records in the recycle bin */
  gint64 due;         /* open tasks due today or before */
  gint64 overdue;     /* those due before today */
  GPtrArray *views;   /* (element-type CrmCensusView), in their order */
} CrmCensus;

void crm_census_free (CrmCensus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCensus, crm_census_free)

/* CrmReadFuncs; `data` is the day number of today as a gint64 *. The second reads the views alone, whose counts are not
 * known then: counting takes a while on a large database. */
gpointer
crm_census_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error);
gpointer
crm_census_read_views (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error);
gint64 crm_census_get_count (const CrmCensus *self, const char *entity); /* -1 unknown */

/* The query that a view record stands for; NULL if its entity or filter cannot be read. */
CrmQuery *crm_census_view_query (CrmRecord *view);
/* Style class of a view's dot, from its color. */
const char *crm_census_view_tone (CrmRecord *view);

G_END_DECLS

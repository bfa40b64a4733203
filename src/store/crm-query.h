/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-filter.h"
#include "crm-reader.h"

G_BEGIN_DECLS

/* CrmQuery: what a list shows. A plain value: copy it, compare it, hand it to a worker. */
typedef struct
{
  const CrmEntity *entity;
  CrmFilter *filter; /* (nullable) */
  char *search;      /* (nullable) as typed */
  const char *sort;  /* field id (interned); NULL: the entity's title */
  gboolean descending;
  gboolean deleted; /* the recycle bin instead of the live records */
  CrmId segment;    /* customers of this segment only; 0 = all */
} CrmQuery;

CrmQuery *crm_query_new (const CrmEntity *entity);
CrmQuery *crm_query_copy (const CrmQuery *self);
void crm_query_free (CrmQuery *self);
gboolean crm_query_equal (const CrmQuery *a, const CrmQuery *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmQuery, crm_query_free)

/* Ids in sort order (ties by id). (element-type CrmId) */
GArray *crm_query_ids (const CrmQuery *self, CrmReader *reader, GError **error);
/* At most `limit` ids soon, for the first paint. */
GArray *crm_query_first_ids (const CrmQuery *self, CrmReader *reader, guint limit, GError **error);
gint64
crm_query_count (const CrmQuery *self, CrmReader *reader, GError **error); /* exact; -1 on error */

typedef struct
{
  gint64 count;  /* records with a value */
  double sum;    /* minor units for MONEY */
  double median; /* NaN if there is none */
} CrmQuerySummary;
gboolean crm_query_summarize (const CrmQuery *self, CrmReader *reader, const char *field_id,
                              CrmQuerySummary *summary, GError **error);
/* Sum over given ids (a selection). */
gboolean
crm_query_summarize_ids (const CrmEntity *entity, CrmReader *reader, const CrmId *ids, gsize n,
                         const char *field_id, CrmQuerySummary *summary, GError **error);

/* Global search: best first over all entities that have a page, at most `limit` an entity.
 * Words match in any order; the last word as a prefix. */
typedef struct
{
  CrmId id;
  const CrmEntity *entity;
  char *title;
  char *subtitle; /* (nullable) what helps to tell it apart: city, number, customer */
} CrmSearchHit;
void crm_search_hit_free (CrmSearchHit *self);
GPtrArray *
crm_search_everywhere (CrmReader *reader, const char *typed, guint limit, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-query-private.h"

G_BEGIN_DECLS

/* The reading half of CrmRecordList: plain functions for a reader thread. */

typedef struct
{
  CrmQuery *query;
  CrmRanking *base;   /* (nullable) answer to the query without its search, still true */
  CrmRanking *before; /* (nullable) what is shown now, to find the steps from it */
  GArray *reload;     /* (nullable) (element-type CrmId) records to read again */
  gboolean soon;      /* the first rows are enough if all would take longer than a frame */
  gboolean base_only; /* nothing but the base */
} CrmListRequest;

void crm_list_request_free (CrmListRequest *self);

typedef struct
{
  CrmRanking *base;   /* (nullable) as it was read or given */
  CrmRanking *shown;  /* the answer, or its beginning */
  gboolean exact;     /* it is the whole answer */
  GArray *splices;    /* (nullable) (element-type CrmSplice) from `before`; NULL: too different */
  GPtrArray *records; /* of the first rows and those to reload (element-type CrmRecord) */
  gint64 total;       /* records without search and filter; -1 not counted */
} CrmListAnswer;

void crm_list_answer_free (CrmListAnswer *self);

/* A CrmReadFunc: CrmListRequest -> CrmListAnswer. */
gpointer
crm_list_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error);

/* Time that this thread has worked, µs: a busy machine does not make another way shorter. */
gint64 crm_list_work_time (void);

/* The first rows of `base`, at least `wanted` if so many are found in `budget` µs of work, that match
 * an expression. (transfer full) (element-type CrmId) */
GArray *crm_list_probe (CrmReader *reader, const CrmEntity *entity, const CrmRanking *base,
                        const char *match, guint wanted, gint64 budget);

/* A CrmReadFunc that reads records. */
typedef struct
{
  const CrmEntity *entity;
  GArray *ids;
} CrmPageRequest;
void crm_page_request_free (CrmPageRequest *self);
gpointer crm_list_read_page (CrmReader *reader, gpointer data, GCancellable *cancellable,
                             GError **error); /* (element-type CrmRecord) */

G_END_DECLS

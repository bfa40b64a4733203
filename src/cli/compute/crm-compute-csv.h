/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the columns a method asks for out of a CSV file with a header row. */

#pragma once

#include "crm-compute.h"

G_BEGIN_DECLS

/* The columns of one role. */
typedef struct
{
  const CrmComputeColumn *spec;
  GPtrArray *wanted; /* (element-type utf8): names given with --col */
  GPtrArray *names;  /* (element-type utf8): headers found; NULL-terminated after reading */
  GPtrArray *values; /* (element-type GArray): of double, or of char * for text */
  gpointer *data;    /* their plain arrays, after reading */
} CrmComputeRole;

typedef struct
{
  GPtrArray *roles; /* (element-type CrmComputeRole), one a row of the method's table */
  GStringChunk *text;
  gsize n_rows;
} CrmComputeTable;

CrmComputeTable *crm_compute_table_new (const CrmComputeColumn *columns);
void crm_compute_table_free (CrmComputeTable *self);
CrmComputeRole *crm_compute_table_role (const CrmComputeTable *self, const char *role);

/* @path "-" is standard input. Errors are of CRM_ANALYTICS_ERROR (EMPTY, VALUE, PARAMETER, CANCELLED) or of the
 * file system, and name the data row (the header not counted) and the column. */
gboolean crm_compute_table_read (CrmComputeTable *self, const char *path,
                                 const CrmAnalyticsContext *context, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmComputeTable, crm_compute_table_free)

G_END_DECLS

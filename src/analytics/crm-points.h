/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table of numbers made ready for clustering: rows in canonical order (crm_order_rows ()), so that
 * no result depends on the order they came in; columns moved to mean 0 and all divided by one power
 * of two, so that no square overflows and no digit is lost to a large offset; aligned and padded for
 * vectors of sixteen. Read only once made, so any number of threads may share it. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

#define CRM_POINTS_LANES 16
#define CRM_POINTS_BLOCK 1024

typedef struct
{
  gsize n;
  gsize padded; /* @n up to a multiple of CRM_POINTS_LANES; the rest is 0 */
  guint d;
  double **columns; /* 64-byte aligned */
  guint32 *order;   /* (nullable): the caller's row of each row here */
  double *offset;   /* original = offset[j] + scale * here */
  double scale;     /* a power of two */
  double *memory;

  /* Of crm_points_add_singles (). */
  float **singles; /* (nullable): the columns in single precision, as aligned and padded */
  double *largest; /* of each block of CRM_POINTS_BLOCK rows by column: the largest |x| */
} CrmPoints;

/* (transfer full): a copy of @columns. Errors: EMPTY, VALUE, TOO_LARGE, CANCELLED. */
CrmPoints *crm_points_new (const double *const *columns, gsize n, guint d, const char *const *names,
                           const CrmAnalyticsContext *context, GError **error);

/* (transfer full): some rows of @points, in the order given; order is their row in @points. */
CrmPoints *crm_points_pick (const CrmPoints *points, const guint32 *rows, gsize n);

/* Copies in single precision, which k-means reads most of the time; none when a value would not fit.
 * @parallel NULL: this thread alone. FALSE when cancelled. */
gboolean crm_points_add_singles (CrmPoints *self, CrmParallel *parallel, GError **error);

/* (transfer full): @size rows drawn without replacement, in ascending order (Vitter, 1987, method A in
 * its simple form); all of them when there are no more.
 * NULL when cancelled. */
guint32 *crm_points_draw (gsize n, gsize size, CrmRandom *random,
                          const CrmAnalyticsContext *context, gsize *drawn, GError **error);

void crm_points_free (CrmPoints *self);

/* The number of different rows, at most @most. */
gsize crm_points_count_distinct (const CrmPoints *self, gsize most);

/* The same for points picked in any order; @most at most some dozens. */
gsize crm_points_count_distinct_unsorted (const CrmPoints *self, gsize most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPoints, crm_points_free)

G_END_DECLS

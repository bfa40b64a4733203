/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From purchases to what lifetime models are fitted to. Days are whole numbers from any origin; all
 * purchases of a customer on a day are one. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* One entry a customer who bought by the cut, in the order of customer numbers. */
typedef struct
{
  gsize n;
  guint32 *customer;
  double *x, *tx, *t; /* repeat purchases, days from first to last, days from first to the cut */
  double *mean;       /* average amount of a repeat day; NaN without one or without amounts */
  double *later;      /* purchase days after the cut, up to the end */
  double *recent; /* purchase days in the last cut..end-long stretch up to the cut, the first one
                         of the customer not counted */
  gint32 first, cut, end;
} CrmLifetimeHistories;

/* (transfer full) (nullable): @customer numbers 0..@n_customers - 1, @day and @amount (nullable) have @n
 * entries; purchases after @end are left out. Pass G_MAXINT32 as @end for the last day there is, and as
 * @cut for the day that leaves the last third of the time after it. Fails with _EMPTY, _VALUE naming the
 * row, _PARAMETER when the cut does not lie within the time of purchases, _CANCELLED. */
CrmLifetimeHistories *
crm_lifetime_histories_new (const guint32 *customer, const gint32 *day, const double *amount,
                            gsize n, gsize n_customers, gint32 cut, gint32 end,
                            const CrmAnalyticsContext *context, GError **error);
void crm_lifetime_histories_free (CrmLifetimeHistories *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmLifetimeHistories, crm_lifetime_histories_free)

G_END_DECLS

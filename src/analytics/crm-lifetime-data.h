/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The purchase histories that lifetime models are fitted to, checked and collapsed.
 *
 * A customer is three numbers: x repeat purchases (a whole number, the first purchase not counted),
 * t_x the time from the first to the last purchase (0 where x is 0), T the time from the first
 * purchase to the end of observation; 0 <= t_x <= T, all in one unit of the caller's choice. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* Equal customers are one case. Cases are sorted, so nothing computed from them depends on the order
 * of the rows. Read only after it was made; any thread may read it. */
typedef struct
{
  gsize n;       /* customers */
  gsize n_cases; /* different (x, t_x, T) */
  double scale; /* scaled time = time * scale, a power of two that brings the longest T to 25..50 */
  double sum_x; /* repeat purchases of all customers */
  double sum_t; /* scaled T of all customers */
  double longest; /* largest scaled T */
  gsize n_repeat; /* customers with x > 0 */

  /* Values and each case's index into them: what depends on one of the three numbers alone is computed
   * once a value and not once a case. Distinct and ascending, but for t_x where few cases share one:
   * then each has its own. */
  double *xs, *txs, *ts;
  gsize n_xs, n_txs, n_ts;
  guint32 *x_of, *tx_of, *t_of;
  double *count; /* customers of the case */
} CrmLifetimeData;

/* (transfer full) (nullable): @x, @tx and @t hold @n numbers each. Fails with
 * CRM_ANALYTICS_ERROR_EMPTY on no rows, _VALUE naming the row on anything that is not a history,
 * _CANCELLED. */
CrmLifetimeData *crm_lifetime_data_new (const double *x, const double *tx, const double *t, gsize n,
                                        const CrmAnalyticsContext *context, GError **error);

/* (transfer full): about @n_cases of the cases, evenly along the sorted cases. */
CrmLifetimeData *crm_lifetime_data_thin (const CrmLifetimeData *self, gsize n_cases);

void crm_lifetime_data_free (CrmLifetimeData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmLifetimeData, crm_lifetime_data_free)

/* The checks of crm_lifetime_data_new () alone. */
gboolean crm_lifetime_check_histories (const double *x, const double *tx, const double *t, gsize n,
                                       const CrmAnalyticsContext *context, GError **error);

G_END_DECLS

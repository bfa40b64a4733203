/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sorting that can be cancelled: bottom-up merge sort, stable, O (n log n) in every case. At most
 * 2^32 - 1 items. Values must not be NaN. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* Negative, zero or positive as item @a stands before, with or after item @b. */
typedef int (*CrmSortCompareFunc) (guint32 a, guint32 b, gconstpointer data);

/* Sorts @values in place, ascending. FALSE with CANCELLED (then @values holds some permutation) or
 * TOO_LARGE. */
gboolean
crm_sort_doubles (double *values, gsize n, const CrmAnalyticsContext *context, GError **error);

/* Sorts the item numbers in @order in place. */
gboolean crm_sort_order (guint32 *order, gsize n, CrmSortCompareFunc compare, gconstpointer data,
                         const CrmAnalyticsContext *context, GError **error);

/* (transfer full) (nullable): the row numbers 0..@n - 1 in the lexicographic order of the
 * columns. Rows that compare equal are equal, so work done in this order does not depend on the
 * row order. */
guint32 *crm_sort_rows (const double *const *columns, gsize n_columns, gsize n,
                        const CrmAnalyticsContext *context, GError **error);

G_END_DECLS

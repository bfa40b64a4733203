/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders that do not depend on the order rows came in: sorting by number, a canonical order of whole
 * rows, and single order statistics. All in linear time on any input (radix methods), so there is no
 * input that makes them hang. At most 2^32 - 1 rows. -0 counts as 0; NaN is not allowed. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* A whole number that sorts as @value does. */
static inline guint64
crm_order_key (double value)
{
  union
  {
    double number;
    guint64 bits;
  } u = { .number = value + 0.0 };

  return u.bits ^ ((guint64) ((gint64) u.bits >> 63) | G_GUINT64_CONSTANT (1) << 63);
}

/* The number that has @key. */
double crm_order_value (guint64 key);

/* Sorts @keys ascending, and @order along with them; stable. */
gboolean crm_order_sort (guint64 *keys, guint32 *order, gsize n, const CrmAnalyticsContext *context,
                         GError **error);

/* (transfer full): positions of @values from smallest to largest, equal ones by position; @sorted
 * (nullable) takes the values in that order. NULL when cancelled or too large. */
guint32 *crm_order_values (const double *values, gsize n, double *sorted,
                           const CrmAnalyticsContext *context, GError **error);

/* (transfer full): the rows of a table in an order given by their contents alone; rows that change
 * places are equal. Not lexicographic: by hash, so that neighbours have nothing in common. */
guint32 *crm_order_rows (const double *const *columns, gsize n, guint d,
                         const CrmAnalyticsContext *context, GError **error);

/* The value at @rank (from 0) of the sorted values. This and the following are NaN when cancelled. */
double
crm_order_select (const double *values, gsize n, gsize rank, const CrmAnalyticsContext *context);

/* Quantile of type 7 (Hyndman and Fan, 1996; the usual one of R and numpy); @n > 0. */
double
crm_order_quantile (const double *values, gsize n, double p, const CrmAnalyticsContext *context);
double crm_order_median (const double *values, gsize n, const CrmAnalyticsContext *context);

G_END_DECLS

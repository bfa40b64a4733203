/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mean and variance from exact sums: the same bytes in any order of the values. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;
  double mean;
  double variance; /* divided by n - 1; NAN when n is 1 */
} CrmMoments;

/* Errors: EMPTY, VALUE (NaN, infinite, or so large that the squares overflow), CANCELLED. @what
 * names the column in messages. */
gboolean crm_moments (const double *values, gsize n, const char *what,
                      const CrmAnalyticsContext *context, CrmMoments *result, GError **error);

G_END_DECLS

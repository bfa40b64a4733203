/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Comparing two means without assuming equal variances: Welch, "The generalization of 'Student's'
 * problem" (1947), degrees of freedom after Satterthwaite (1946). Row order does not matter. */

#pragma once

#include "crm-analytics-base.h"
#include "crm-moments.h"

G_BEGIN_DECLS

typedef struct
{
  CrmMoments a;
  CrmMoments b;
  double difference; /* mean a - mean b, in the unit of the values */
  double se;
  double lower, upper; /* at the level asked for */
  double t;
  double df;
  double p_value; /* two-sided */
  double effect;  /* Cohen's d with the root mean of both variances */
} CrmWelch;

/* Errors: EMPTY, VALUE, TOO_FEW (fewer than two values in a group), DEGENERATE (neither group
 * varies: there is no t), PARAMETER (level outside 0..1), CANCELLED. */
gboolean crm_welch (const double *a, gsize n_a, const double *b, gsize n_b, double level,
                    const CrmAnalyticsContext *context, CrmWelch *result, GError **error);

/* The same from counts, means and variances. */
gboolean crm_welch_from_moments (const CrmMoments *a, const CrmMoments *b, double level,
                                 CrmWelch *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shares (k of n) with intervals, their comparison, and the check that an experiment split its
 * people as planned. Shares are fractions 0..1. `level` is the coverage, such as 0.95. Pure
 * functions of counts; any thread. Errors: VALUE for a negative count or more successes than
 * trials, EMPTY for no trials, PARAMETER for a level outside 0..1. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  double share;
  double lower;
  double upper;
} CrmShare;

/* Wilson's score interval (Wilson, 1927; no continuity correction). */
gboolean
crm_share_wilson (gint64 successes, gint64 trials, double level, CrmShare *result, GError **error);

typedef struct
{
  double share_a;
  double share_b;
  double difference;   /* a - b */
  double lower, upper; /* Newcombe (1998), method 10: hybrid of the two Wilson intervals */
  double wald_lower, wald_upper; /* unpooled normal interval, for comparison with older reports */
  double lift;                   /* difference / share_b; NAN when share_b is 0 */
  double z;                      /* pooled standard error, no continuity correction */
  double p_value;                /* two-sided */
  gboolean degenerate;           /* all or none succeeded in both: z is 0 and p 1 by definition */
} CrmTwoProportions;

gboolean
crm_two_proportions (gint64 successes_a, gint64 trials_a, gint64 successes_b, gint64 trials_b,
                     double level, CrmTwoProportions *result, GError **error);

typedef struct
{
  gint64 total;
  double chi2;
  double df;
  double p_value;
  gboolean mismatch;     /* p below the threshold: the assignment itself is broken */
  double least_expected; /* smallest expected count; below 5 the p-value is only rough */
} CrmSampleRatio;

/* Pearson's goodness of fit of @counts against @shares (positive weights, need not sum to 1;
 * NULL for equal parts). Fabijan et al., "Diagnosing Sample Ratio Mismatch" (2019) use
 * @threshold 0.0005; 0.001 is common. */
gboolean crm_sample_ratio (const gint64 *counts, const double *shares, gsize n_arms,
                           double threshold, CrmSampleRatio *result, GError **error);

G_END_DECLS

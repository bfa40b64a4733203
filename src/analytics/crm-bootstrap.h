/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seeded bootstrap intervals for one sample: Efron's percentile interval and the bias-corrected,
 * accelerated one (BCa; Efron, "Better Bootstrap Confidence Intervals", 1987, equations 1.9 and
 * 6.6). Replicate b draws from its own stream of the seed and values are sorted first: the same
 * bytes on any number of threads and in any row order. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* The statistic of @n > 0 values (scratch space: may be reordered). Called from several threads.
 * A slow one looks at @context and returns NAN once cancelled. */
typedef double (*CrmBootstrapFunc) (double *values, gsize n, const CrmAnalyticsContext *context,
                                    gpointer data);

/* Ready-made statistics; @data is NULL, for the quantile a `const double *` probability. */
double
crm_bootstrap_mean (double *values, gsize n, const CrmAnalyticsContext *context, gpointer data);
double
crm_bootstrap_median (double *values, gsize n, const CrmAnalyticsContext *context, gpointer data);
double
crm_bootstrap_quantile (double *values, gsize n, const CrmAnalyticsContext *context, gpointer data);

typedef struct
{
  double estimate; /* of the sample itself, in its unit */
  double se;       /* standard deviation of the replicates */
  double bias;     /* mean of the replicates minus estimate */
  double percentile_lower, percentile_upper;
  double lower, upper; /* BCa; equal to the percentile interval where BCa is not defined */
  double z0;           /* median bias */
  double acceleration;
  gboolean bca;      /* FALSE: not defined (all replicates on one side), see above */
  gboolean constant; /* every replicate was the same: the interval has no width */
} CrmBootstrap;

/* @n_replicates: 100 to 1,000,000; 2,000 is usual for intervals. The jackknife behind the
 * acceleration leaves out one value at a time up to 1,000 values, beyond that one of 50 to 1,000
 * interleaved blocks. Errors: EMPTY, TOO_FEW (one value), VALUE, PARAMETER, CANCELLED. */
gboolean crm_bootstrap (const double *values, gsize n, CrmBootstrapFunc statistic, gpointer data,
                        gsize n_replicates, double level, guint64 seed,
                        const CrmAnalyticsContext *context, CrmBootstrap *result, GError **error);

G_END_DECLS

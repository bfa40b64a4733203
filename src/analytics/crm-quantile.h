/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sample quantiles, numbered as in Hyndman and Fan, "Sample Quantiles in Statistical Packages"
 * (1996). Type 7 is the default of R, numpy and spreadsheets. Row order does not matter. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_QUANTILE_LINEAR_CDF = 4,
  CRM_QUANTILE_HAZEN = 5,
  CRM_QUANTILE_WEIBULL = 6,
  CRM_QUANTILE_GUMBEL = 7, /* the usual one */
  CRM_QUANTILE_MEDIAN_UNBIASED = 8,
  CRM_QUANTILE_NORMAL_UNBIASED = 9,
} CrmQuantileType;

/* Writes the quantiles of @values at @probabilities (each 0..1) to @quantiles. One value is its own
 * quantile. Errors: EMPTY, VALUE (NaN or infinite), PARAMETER, TOO_LARGE, CANCELLED. */
gboolean crm_quantiles (const double *values, gsize n, const double *probabilities,
                        gsize n_probabilities, CrmQuantileType type,
                        const CrmAnalyticsContext *context, double *quantiles, GError **error);

/* The quantile of @n > 0 values already in ascending order. */
double
crm_quantile_of_sorted (const double *sorted, gsize n, double probability, CrmQuantileType type);

G_END_DECLS

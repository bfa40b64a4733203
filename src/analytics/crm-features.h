/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes measures comparable before distances are taken between customers: logarithm for skewed ones,
 * a scale free of outliers, and limits for what still stands out.
 *
 * Robust: (x - median) / (1.4826 MAD). When more than half the values are equal, so that the median
 * absolute deviation is 0, the interquartile range / 1.349 serves, then the standard deviation. A
 * column without any variation becomes 0 everywhere and is reported as constant. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_FEATURE_PLAIN = 0,
  CRM_FEATURE_LOG1P = 1 << 0,    /* log (1 + x); the column must not be negative */
  CRM_FEATURE_STANDARD = 1 << 1, /* mean and standard deviation (of the population), no limits */
} CrmFeatureFlags;

/* How one column was changed: z = clamp ((t (x) - center) / scale, -limit, limit). */
typedef struct
{
  CrmFeatureFlags flags;
  double center;
  double scale; /* 1 when constant */
  double limit; /* infinite for CRM_FEATURE_STANDARD */
  gboolean constant;
} CrmFeature;

#define CRM_FEATURE_LIMIT 3.5

/* Learns a column's transformation. Errors: EMPTY, VALUE (naming @what and the row). */
gboolean crm_feature_learn (const double *values, gsize n, CrmFeatureFlags flags, const char *what,
                            CrmFeature *feature, GError **error);

/* Applies it; @values and @z may be the same array. */
void crm_feature_apply (const CrmFeature *feature, const double *values, gsize n, double *z);

/* Back to the original unit; exact only within the limits. */
double crm_feature_invert (const CrmFeature *feature, double z);

/* TRUE for columns that are better taken by logarithm: none negative and skewed to the right
 * (Bowley's quartile skewness, or the tail beyond, well above a symmetric column's). */
gboolean crm_feature_is_skewed (const double *values, gsize n);

/* Learns and applies @d columns on threads; @z are @d arrays of @n; @flags NULL means LOG1P where
 * crm_feature_is_skewed (). @names (nullable) are for messages. */
gboolean
crm_features_prepare (const double *const *columns, gsize n, guint d, const CrmFeatureFlags *flags,
                      const char *const *names, const CrmAnalyticsContext *context,
                      double *const *z, CrmFeature *features, GError **error);

G_END_DECLS

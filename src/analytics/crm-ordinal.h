/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ordinal regression, proportional odds (McCullagh, "Regression models for ordinal data", 1980):
 * logit P (Y <= c) = threshold_c - sum b_j x_j, so that a positive coefficient raises the
 * answer. Maximum likelihood by Newton's method; standard errors from the observed information.
 * Neither row order nor the number of threads shows. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;
  gsize n_features;
  gsize n_categories;
  /* First the n_categories - 1 thresholds, then the n_features coefficients. */
  double *estimates;
  double *se;
  double *z;
  double *p_values; /* two-sided (Wald) */
  double log_likelihood;
  double deviance;
  double aic;
  guint iterations;
} CrmOrdinal;

/* @features: @n_features columns of @n (may be none); @names (nullable): theirs, for messages;
 * @outcome: whole numbers 0..@n_categories - 1, all of which must occur. Errors: EMPTY; VALUE; PARAMETER (fewer than 2 or more than 100
 * categories); TOO_FEW; DEGENERATE (a category never occurs, a feature never varies, is a
 * combination of others, or separates the answers); NOT_CONVERGED; TOO_LARGE; CANCELLED. */
CrmOrdinal *
crm_ordinal_new (const double *const *features, gsize n_features, const char *const *names,
                 const double *outcome, gsize n, gsize n_categories,
                 const CrmAnalyticsContext *context, GError **error);
void crm_ordinal_free (CrmOrdinal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmOrdinal, crm_ordinal_free)

G_END_DECLS

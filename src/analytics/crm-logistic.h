/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logistic regression by iteratively reweighted least squares (McCullagh and Nelder,
 * "Generalized Linear Models", 2nd ed., 1989, section 2.5), with step halving. Rows that agree
 * in all features are collapsed and taken in sorted order: neither row order nor the number of
 * threads shows in a byte. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;
  gsize n_features;
  double ridge;
  /* n_features + 1 each, the intercept first, for the features in their own units. */
  double *coefficients;
  double *se;       /* with ridge those of the shrunken estimate, which is biased */
  double *z;        /* NAN with ridge: a biased estimate has no test */
  double *p_values; /* two-sided (Wald); NAN with ridge */
  double deviance;
  double null_deviance;
  double log_likelihood;
  double aic; /* NAN with ridge */
  guint iterations;
} CrmLogistic;

/* @features: @n_features columns of @n; @names (nullable): theirs, for messages; @outcome: 0 or 1.
 * @ridge >= 0: the penalty ridge / 2 times the sum of squared coefficients of the standardised features (Le Cessie and van
 * Houwelingen, 1992); 0 is maximum likelihood.
 *
 * Errors: EMPTY; VALUE (not finite, outcome not 0 or 1); TOO_FEW (n <= n_features + 1 without
 * ridge); DEGENERATE, with the column in the message: one outcome only, a feature
 * that never varies or is a combination of others (both allowed with ridge: the former then has
 * coefficient 0), or features that separate the outcomes, so that no finite estimate exists
 * (Albert and Anderson, 1984); use ridge; NOT_CONVERGED; TOO_LARGE (more than 500 features);
 * CANCELLED. */
CrmLogistic *crm_logistic_new (const double *const *features, gsize n_features,
                               const char *const *names, const double *outcome, gsize n,
                               double ridge, const CrmAnalyticsContext *context, GError **error);
void crm_logistic_free (CrmLogistic *self);

/* Writes the probability of 1 for @n rows. */
void crm_logistic_predict (const CrmLogistic *self, const double *const *features, gsize n,
                           double *probabilities);

/* k-fold cross-validation: each row's probability by the model fitted on the other folds.
 * @folds: 0..@n_folds - 1 for every row. Errors as above; the message names the fold. */
gboolean crm_logistic_cross_validate (const double *const *features, gsize n_features,
                                      const char *const *names, const double *outcome, gsize n,
                                      double ridge, const guint32 *folds, guint n_folds,
                                      const CrmAnalyticsContext *context, double *probabilities,
                                      GError **error);

/* Fold numbers: row number modulo @n_folds; or drawn, with equal parts of ones in each. */
void crm_folds_by_row (gsize n, guint n_folds, guint32 *folds);
void
crm_folds_stratified (const double *outcome, gsize n, guint n_folds, guint64 seed, guint32 *folds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmLogistic, crm_logistic_free)

G_END_DECLS

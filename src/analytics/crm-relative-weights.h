/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much of the explained variation belongs to each of several correlated drivers: Johnson, "A
 * heuristic method for estimating the relative weight of predictor variables in multiple
 * regression" (2000). Unlike squared coefficients the weights are never negative and sum to R^2;
 * unlike Shapley values they cost one eigenvalue problem. Row order does not matter. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;
  gsize n_drivers;
  double r_squared;     /* of the linear regression on all drivers; the weights sum to it */
  double *weights;      /* one a driver: its share of the outcome's variance */
  double *shares;       /* weights / r_squared; NAN when r_squared is 0 */
  double *correlations; /* with the outcome; its sign tells the direction */
  gsize rank; /* fewer than n_drivers: some are combinations of others, and share evenly */
} CrmRelativeWeights;

/* @drivers: @n_drivers columns of @n; @names (nullable): theirs, for messages. Errors: EMPTY, VALUE,
 * TOO_FEW (n <= drivers + 1), DEGENERATE (a driver or the outcome never varies),
 * TOO_LARGE (over 1000 drivers), CANCELLED. */
CrmRelativeWeights *
crm_relative_weights_new (const double *const *drivers, gsize n_drivers, const char *const *names,
                          const double *outcome, gsize n, const CrmAnalyticsContext *context,
                          GError **error);
void crm_relative_weights_free (CrmRelativeWeights *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRelativeWeights, crm_relative_weights_free)

G_END_DECLS

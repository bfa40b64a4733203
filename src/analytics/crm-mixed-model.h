/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The unit-level nested error regression model (Battese, Harter and Fuller 1988):
 *
 *   y_ij = z_ij' b + u_i + e_ij,  u_i ~ N (0, tau^2),  e_ij ~ N (0, sigma^2 / w_ij)
 *
 * fitted by restricted maximum likelihood (Patterson and Thompson 1971), profiled to the one
 * parameter theta = tau^2 / sigma^2. With a ridge, the penalised coefficients are N (0, sigma^2 / ridge)
 * and the likelihood is restricted to the others. Works on sums a group, never on rows again. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

#define CRM_MIXED_MODEL_MAX 64 /* most coefficients */

/* Read only once filled. Groups must stand in an order that does not depend on the input's rows. */
typedef struct
{
  gsize n_groups;
  gsize n_rows;
  guint n; /* coefficients */
  guint n_folds;
  double *weight;                          /* a group: sum of w */
  double *sums;                            /* a group: n + 1 sums of w z and w y */
  double *answers;                         /* a group: rows */
  guint8 *fold;                            /* a group: 0..n_folds - 1 */
  double *cross;                           /* a fold: (n + 1) x (n + 1), sums of w (z, y) (z, y)' */
  double *log_w;                           /* a fold: sum of log w */
  gboolean penalised[CRM_MIXED_MODEL_MAX]; /* by the ridge */
} CrmMixedData;

typedef struct
{
  double b[CRM_MIXED_MODEL_MAX];
  /* FALSE: constant or explained by those before it, its coefficient is 0. */
  gboolean used[CRM_MIXED_MODEL_MAX];
  double *covariance; /* n x n, of b; zero for unused coefficients */
  double theta, tau, sigma;
  double
      tau_for_errors; /* tau, or where the estimate is 0 the largest one that costs a deviance of 1 */
  double deviance;    /* -2 restricted log-likelihood */
  double ridge;
  guint n_used;
} CrmMixedFit;

CrmMixedData *crm_mixed_data_new (guint n, gsize n_groups, guint n_folds);
void crm_mixed_data_free (CrmMixedData *self);

/* Fits all groups, or those outside fold @without (-1: all). @start: a theta near the optimum, or NaN.
 * Fails with CRM_ANALYTICS_ERROR_TOO_FEW when there are no more rows than coefficients, _CANCELLED. */
gboolean crm_mixed_model_fit (const CrmMixedData *data, int without, double ridge, double start,
                              CrmParallel *parallel, CrmMixedFit *fit, GError **error);
void crm_mixed_fit_clear (CrmMixedFit *fit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMixedData, crm_mixed_data_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmMixedFit, crm_mixed_fit_clear)

G_END_DECLS

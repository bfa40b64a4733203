/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gamma-gamma model of what a customer spends at a purchase (Fader and Hardie, "The gamma-gamma
 * model of monetary value", 2013), and customer value from it and a lifetime model.
 *
 * It assumes that how much somebody spends does not depend on how often; the correlation of the two is
 * reported so that this can be judged. Amounts are in one currency of the caller's choice. */

#pragma once

#include "crm-lifetime.h"

G_BEGIN_DECLS

typedef struct
{
  double p, q, v;   /* v in the caller's currency */
  double errors[3]; /* standard errors of p, q, v (observed information, delta method); NaN: none */
  double log_likelihood; /* of the mean amounts in the caller's currency (equation 1a) */
  double
      correlation; /* Pearson's, of purchases and mean amount; NaN where one of them is constant */
  double population_mean; /* p v / (q - 1); NaN where q <= 1: the population has no mean */
  gboolean converged;
  guint at_bound; /* bit i: parameter i ran to the edge of its range */
  guint evaluations;
  gsize n_customers;
} CrmGammaGamma;

/* @x: purchases that were averaged, whole and above 0; @mean: their average amount, above 0. Fails with
 * CRM_ANALYTICS_ERROR_VALUE naming a bad row, _TOO_FEW below three customers, _DEGENERATE when all
 * averages are equal, _NOT_CONVERGED, _CANCELLED. */
gboolean
crm_gamma_gamma_fit (const double *x, const double *mean, gsize n,
                     const CrmAnalyticsContext *context, CrmGammaGamma *fit, GError **error);

/* The average amount to expect of a customer with x purchases of this average (equation 5); x 0: the
 * population's mean. NaN where p x + q <= 1. */
double crm_gamma_gamma_expect (const CrmGammaGamma *fit, double x, double mean);

/* Present value of the purchases to expect within @horizon after T: in @n_steps equal steps, each
 * discounted from its end at the rate @discount for a unit of time, times the amount to expect and
 * @margin (0..1). @mean[i] is ignored where x[i] is 0. @value holds @n numbers. */
gboolean crm_lifetime_value (const CrmLifetimeEstimate *estimate, const CrmGammaGamma *amounts,
                             const double *x, const double *tx, const double *t, const double *mean,
                             gsize n, double horizon, guint n_steps, double discount, double margin,
                             const CrmAnalyticsContext *context, double *value, GError **error);

G_END_DECLS

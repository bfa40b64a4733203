/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often customers will buy again, and whether they still do: fitting and using NBD, BG/NBD,
 * MBG/NBD and Pareto/NBD. For buying without a contract; a subscription's end is seen, not guessed,
 * and needs other methods.
 *
 * Times are in one unit of the caller's choice (days, weeks); rates and horizons are in the same. */

#pragma once

#include "crm-lifetime-likelihood.h"

G_BEGIN_DECLS

/* A gain of log-likelihood over NBD below this means the data show no drop-out: 1.92 is half the 95 %
 * point of chi-square with one degree of freedom. */
#define CRM_LIFETIME_LEAST_GAIN 1.92

typedef struct
{
  CrmLifetimeModel model;
  double parameters[CRM_LIFETIME_MAX_PARAMETERS]; /* alpha, beta in the caller's time unit */
  /* Standard errors by the delta method from the observed information in log parameters; all NaN
   * where that is not positive definite or a parameter lies on the edge of its range. */
  double errors[CRM_LIFETIME_MAX_PARAMETERS];
  /* Covariance of the log parameters, row after row of n_parameters; NaN likewise. */
  double covariance[CRM_LIFETIME_MAX_PARAMETERS * CRM_LIFETIME_MAX_PARAMETERS];
  double log_likelihood; /* of the purchase times in the caller's unit */
  gboolean converged;
  guint
      at_bound; /* bit i: parameter i ran to the edge of its range, the data do not determine it */
  guint evaluations; /* of the likelihood and its gradient over all cases */
} CrmLifetimeEstimate;

typedef struct
{
  CrmLifetimeEstimate estimate; /* of the model asked for */
  CrmLifetimeEstimate nbd;      /* of NBD on the same customers */
  double gain;                  /* log-likelihood over NBD; 0 for NBD itself */
  gboolean degenerate; /* gain < CRM_LIFETIME_LEAST_GAIN: no drop-out to be seen, use NBD */
  gsize n_customers, n_cases, n_repeat;
  double n_purchases; /* repeat purchases */
} CrmLifetimeFit;

/* What to predict with: NBD where the fit is degenerate, else the model asked for. */
static inline const CrmLifetimeEstimate *
crm_lifetime_fit_used (const CrmLifetimeFit *fit)
{
  return fit->degenerate ? &fit->nbd : &fit->estimate;
}

/* Maximum likelihood from several starts, BFGS in log parameters with analytic gradients. Fails with
 * CRM_ANALYTICS_ERROR_TOO_FEW below two customers, _DEGENERATE when nobody bought again or nobody was
 * observed for any time, _VALUE naming a bad row, _CANCELLED, _NOT_CONVERGED. The same bytes for any
 * order of the rows and any number of threads. */
gboolean
crm_lifetime_fit (CrmLifetimeModel model, const double *x, const double *tx, const double *t,
                  gsize n, const CrmAnalyticsContext *context, CrmLifetimeFit *fit, GError **error);

/* For each customer the repeat purchases to expect in the @horizon after T, given the history, and the
 * probability of still buying at T. The latter is NaN where the model cannot speak: everywhere with
 * NBD, which knows no leaving, and with BG/NBD for customers without a repeat purchase, whom it counts
 * as alive by construction. @expected, @expected_error, @alive (each nullable) hold @n numbers;
 * @expected_error is the standard error that comes from the parameters alone (delta method), NaN where
 * there is none.
 * (Fader, Hardie and Lee 2005, equation 10; their note "Computing P(alive)", 2008; Batislam and others
 * 2007; Fader and Hardie 2005 for Pareto/NBD.) */
gboolean
crm_lifetime_predict (const CrmLifetimeEstimate *estimate, const double *x, const double *tx,
                      const double *t, gsize n, double horizon, const CrmAnalyticsContext *context,
                      double *expected, double *expected_error, double *alive, GError **error);

/* The sum of all customers' expectations and its standard error from the parameters (NaN: none). */
gboolean crm_lifetime_predict_total (const CrmLifetimeEstimate *estimate, const double *x,
                                     const double *tx, const double *t, gsize n, double horizon,
                                     const CrmAnalyticsContext *context, double *total,
                                     double *total_error, GError **error);

/* One customer, unchecked input. crm_lifetime_alive () returns the formula's value also where it means
 * nothing (see above). */
double crm_lifetime_expect (const CrmLifetimeEstimate *estimate, double x, double tx, double t,
                            double horizon);
double crm_lifetime_alive (const CrmLifetimeEstimate *estimate, double x, double tx, double t);
gboolean crm_lifetime_alive_is_meaningful (CrmLifetimeModel model, double x);

/* Repeat purchases of a new customer in the @horizon after the first purchase. */
double crm_lifetime_expect_new (const CrmLifetimeEstimate *estimate, double horizon);

G_END_DECLS

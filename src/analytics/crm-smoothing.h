/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exponential smoothing of one series, oldest value first, evenly spaced: simple (Brown, 1956),
 * Holt (1957), Winters (1960) with additive or multiplicative season, and damped trend (Gardner
 * and McKenzie, 1985). Row order is time and matters. Parameters minimise the sum of squared
 * one-step errors: exact derivatives, Levenberg-Marquardt within 0..1, several starts. The
 * number of threads never shows.
 *
 *   base   = level + phi slope
 *   level' = alpha (x - season | x / season) + (1 - alpha) base
 *   slope' = beta (level' - level) + (1 - beta) phi slope
 *   season' = gamma (x - level' | x / level') + (1 - gamma) season */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_TREND_NONE,
  CRM_TREND_LINEAR,
  CRM_TREND_DAMPED, /* phi within 0.8..0.98 */
} CrmTrend;

typedef enum
{
  CRM_SEASON_NONE,
  CRM_SEASON_ADDITIVE,
  CRM_SEASON_MULTIPLICATIVE, /* all values must be positive */
} CrmSeason;

typedef enum
{
  /* As R's HoltWinters: the first value; the second and its step; or, with a season, a line and
   * seasonal figures from the classical decomposition of the first two periods. The values used
   * for it have no fitted value. */
  CRM_START_CLASSIC,
  /* Level, slope and season before the first value are parameters too. */
  CRM_START_FITTED,
} CrmSmoothingStart;

typedef struct
{
  CrmTrend trend;
  CrmSeason season;
  gsize period; /* values a season, 2 or more; ignored without a season */
  CrmSmoothingStart start;
} CrmSmoothingSpec;

typedef struct
{
  CrmSmoothingSpec spec;
  gsize n;
  /* NAN where the model has no such parameter. */
  double alpha;
  double beta;
  double gamma;
  double phi;
  double level;    /* after the last value */
  double slope;    /* 0 without a trend */
  double *seasons; /* period values, that of the next value first; NULL without a season */
  double *fitted;  /* n one-step forecasts; NAN before the first */
  gsize n_fitted;
  gsize n_parameters; /* smoothing parameters, and start values where they were fitted */
  double sse;
  double residual_variance; /* around the mean residual, divided by n_fitted - 1 */
  double log_likelihood; /* Gaussian up to a constant: -n_fitted / 2 log (sse); NAN if sse is 0 */
  double aicc;           /* with the error variance counted as a parameter; NAN where undefined */
} CrmSmoothing;

/* Errors: EMPTY; VALUE (NaN, infinite, or not positive with a multiplicative season); PARAMETER
 * (period below 2); TOO_FEW (fewer than 3 values, 4 with a trend, two periods and 3 values with
 * a season); TOO_LARGE (over 1,000,000 values or a period over 1,000); NOT_CONVERGED; CANCELLED.
 * A constant series is no error: it is fitted with sse 0. */
CrmSmoothing *crm_smoothing_new (const double *values, gsize n, const CrmSmoothingSpec *spec,
                                 const CrmAnalyticsContext *context, GError **error);
void crm_smoothing_free (CrmSmoothing *self);

typedef enum
{
  /* Additive: exact (Hyndman et al., "Forecasting with Exponential Smoothing", 2008, table 6.1).
   * Multiplicative: Yar and Chatfield (1990) linearised, each past error scaled by the ratio of
   * seasons. Variance: sse / (n_fitted - n_parameters). */
  CRM_INTERVAL_EXACT,
  /* As R 4.2's predict.HoltWinters prints them: `residual_variance`, and for a multiplicative
   * season the first error's weight is alpha + gamma (1 - alpha) instead of 1 and the divisor of
   * a full season is the slope. For comparison with it only. */
  CRM_INTERVAL_R,
} CrmIntervalRule;

/* Writes @horizon forecasts and the ends of their @level interval (nullable). Normal errors are
 * assumed and parameters taken as known, so intervals are somewhat too narrow for short series. */
void crm_smoothing_forecast (const CrmSmoothing *self, gsize horizon, double level,
                             CrmIntervalRule rule, double *mean, double *lower, double *upper);

/* A name such as "damped trend, additive season" for reports; static, to be passed through
 * gettext. */
const char *crm_smoothing_spec_name (const CrmSmoothingSpec *spec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSmoothing, crm_smoothing_free)

G_END_DECLS

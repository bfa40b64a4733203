/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The forecast of one series by the model that would have done best on it: every candidate is
 * fitted again and again on the past only and judged on what followed (rolling origin; Tashman,
 * 2000), by the mean absolute scaled error (Hyndman and Koehler, 2006). Seasonal naive always
 * runs along, and wins when nothing beats it. Time order matters; the number of threads never
 * shows. */

#pragma once

#include "crm-analytics-base.h"
#include "crm-smoothing.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_FORECAST_SEASONAL_NAIVE, /* the value one period ago; the last value without a season */
  CRM_FORECAST_SIMPLE,
  CRM_FORECAST_HOLT,
  CRM_FORECAST_DAMPED,
  CRM_FORECAST_ADDITIVE,
  CRM_FORECAST_MULTIPLICATIVE,
  CRM_FORECAST_DAMPED_ADDITIVE,
  CRM_FORECAST_DAMPED_MULTIPLICATIVE,
  CRM_FORECAST_N_METHODS,
} CrmForecastMethod;

typedef struct
{
  gsize period;      /* values a season: 12 for months, 1 for none */
  gsize horizon;     /* how many values ahead, 1 to 1,000 */
  gsize n_origins;   /* at most so many rolling origins, 1 to 100; 10 is usual */
  double level;      /* of the intervals */
  gboolean positive; /* cut forecasts and intervals at 0 */
} CrmForecastOptions;

typedef struct
{
  gboolean available; /* FALSE: the series does not suit it; the reason is in `problem` */
  char *problem;
  gsize n_origins; /* where it was judged */
  double mase;     /* mean over origins; NAN when never judged or the series never changes */
  double mae;      /* mean absolute error, in the unit of the series */
  double smape;    /* percent; both-zero values count as no error */
  double coverage; /* share of what came that lay in the interval */
  double *mean, *lower, *upper; /* horizon values each, from the whole series */
  CrmSmoothing *fit;            /* on the whole series; NULL for seasonal naive */
} CrmForecastCandidate;

typedef struct
{
  gsize n;
  CrmForecastOptions options;
  CrmForecastMethod chosen;
  gboolean tested;      /* FALSE: too short to judge anything; seasonal naive is then chosen */
  gboolean beats_naive; /* the chosen one had a smaller MASE than seasonal naive */
  double scale;         /* mean absolute seasonal difference of the series; 0: it never changes */
  CrmForecastCandidate candidates[CRM_FORECAST_N_METHODS];
} CrmForecast;

/* Errors: EMPTY, VALUE (NaN or infinite), PARAMETER, TOO_FEW (fewer than two values, or not one
 * whole period), TOO_LARGE (over 100,000 values), CANCELLED. */
CrmForecast *crm_forecast_new (const double *values, gsize n, const CrmForecastOptions *options,
                               const CrmAnalyticsContext *context, GError **error);
void crm_forecast_free (CrmForecast *self);

/* Seasonal naive: writes @horizon forecasts and interval ends (nullable). The error variance is
 * the mean squared seasonal difference and grows by itself with every period ahead. @n >=
 * @period. */
void crm_forecast_seasonal_naive (const double *values, gsize n, gsize period, gsize horizon,
                                  double level, double *mean, double *lower, double *upper);

/* Mean absolute difference of values one period apart, the denominator of MASE; NAN when @n <=
 * @period. */
double crm_forecast_scale (const double *values, gsize n, gsize period);

/* Static names: "seasonal-naive", "simple", "holt", … */
const char *crm_forecast_method_name (CrmForecastMethod method);
gboolean crm_forecast_method_spec (CrmForecastMethod method, gsize period, CrmSmoothingSpec *spec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmForecast, crm_forecast_free)

G_END_DECLS

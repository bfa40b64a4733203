/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recursion of exponential smoothing with its derivatives by every parameter. Private to the
 * forecasts of this folder. */

#pragma once

#include "crm-smoothing.h"

G_BEGIN_DECLS

/* Where a parameter stands in `theta`; -1 when the model has none. */
typedef struct
{
  int alpha, beta, phi, gamma;
  int level, slope, season; /* `season`: the first of period - 1 start values */
  gsize n;
} CrmSmoothingLayout;

typedef struct
{
  CrmSmoothingSpec spec;
  CrmSmoothingLayout layout;
  const double *values;
  const CrmAnalyticsContext *context; /* (nullable) */
  gsize n;
  gsize first; /* of the values that get a fitted value */

  /* Where the recursion starts, unless these are parameters. */
  double start_level;
  double start_slope;
  double *start_seasons; /* period values, by position in the season of the series' first value */

  /* After a run. */
  double level;
  double slope;
  double *seasons; /* by position */
  double sse;
  double *gradient;  /* J' e: points downhill */
  double *curvature; /* J' J, full */
  double *fitted;    /* (nullable): filled when not NULL */

  /* Derivatives of level, slope and seasons (period x n), and of the forecast. */
  double *d_level, *d_slope, *d_seasons, *d_forecast;
} CrmSmoothingFilter;

/* Start values and layout for @values, which must be long enough. @context is kept. */
CrmSmoothingFilter *
crm_smoothing_filter_new (const double *values, gsize n, const CrmSmoothingSpec *spec,
                          const CrmAnalyticsContext *context);
void crm_smoothing_filter_free (CrmSmoothingFilter *self);

/* Runs with @theta; sse is infinite when the recursion left the numbers, or was cancelled. */
void crm_smoothing_filter_run (CrmSmoothingFilter *self, const double *theta, gboolean derivatives);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSmoothingFilter, crm_smoothing_filter_free)

G_END_DECLS

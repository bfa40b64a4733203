/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fits the parameters: Levenberg (1944) and Marquardt (1963) with parameters held at a bound
 * while the gradient pushes them outwards. The surface has several valleys, so the fit begins
 * where R's does and at the three best points of a coarse grid, and keeps the lowest. One fit,
 * one thread. */

#include "config.h"

#include "crm-smoothing.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-smoothing-filter.h"

#define MAX_VALUES     1000000
#define MAX_PERIOD     1000
#define MAX_ITERATIONS 300
#define N_GRID_STARTS  3
#define PHI_LOWER      0.8
#define PHI_UPPER      0.98

const char *
crm_smoothing_spec_name (const CrmSmoothingSpec *spec)
{
  static const char *const names[3][3] = {
    { N_ ("simple"), N_ ("additive season"), N_ ("multiplicative season") },
    { N_ ("linear trend"), N_ ("linear trend, additive season"),
      N_ ("linear trend, multiplicative season") },
    { N_ ("damped trend"), N_ ("damped trend, additive season"),
      N_ ("damped trend, multiplicative season") },
  };

  return names[spec->trend][spec->season];
}

static gboolean
check_series (const double *values, gsize n, const CrmSmoothingSpec *spec,
              const CrmAnalyticsContext *context, GError **error)
{
  gboolean seasonal = spec->season != CRM_SEASON_NONE;
  gsize least = seasonal ? 2 * spec->period + 3 : spec->trend != CRM_TREND_NONE ? 4 : 3;

  if (seasonal && (spec->period < 2 || spec->period > MAX_PERIOD))
    {
      g_set_error (error, CRM_ANALYTICS_ERROR,
                   spec->period < 2 ? CRM_ANALYTICS_ERROR_PARAMETER : CRM_ANALYTICS_ERROR_TOO_LARGE,
                   _ ("A season has 2 to %d values"), MAX_PERIOD);
      return FALSE;
    }
  if (n < least || n > MAX_VALUES)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR,
                   n == 0      ? CRM_ANALYTICS_ERROR_EMPTY
                   : n < least ? CRM_ANALYTICS_ERROR_TOO_FEW
                               : CRM_ANALYTICS_ERROR_TOO_LARGE,
                   _ ("%zu values; this model takes %zu to %d"), n, least, MAX_VALUES);
      return FALSE;
    }
  if (!crm_analytics_check_values (context, values, n, -INFINITY, _ ("value"), error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (fabs (values[i]) > 1e100 || (spec->season == CRM_SEASON_MULTIPLICATIVE && values[i] <= 0))
      {
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     fabs (values[i]) > 1e100
                         ? _ ("Value %zu: %g is too large")
                         : _ ("Value %zu: %g is not positive, as a multiplicative season needs"),
                     i + 1, values[i]);
        return FALSE;
      }

  return TRUE;
}

static void
find_bounds (const CrmSmoothingFilter *filter, double *lower, double *upper)
{
  const CrmSmoothingLayout *l = &filter->layout;

  for (gsize k = 0; k < l->n; k++)
    {
      lower[k] = -INFINITY;
      upper[k] = INFINITY;
    }
  for (guint i = 0; i < 3; i++)
    {
      int k = i == 0 ? l->alpha : i == 1 ? l->beta : l->gamma;

      if (k < 0)
        continue;
      lower[k] = 0;
      upper[k] = 1;
    }
  if (l->phi >= 0)
    {
      lower[l->phi] = PHI_LOWER;
      upper[l->phi] = PHI_UPPER;
    }
}

static void
fill_start (const CrmSmoothingFilter *filter, double alpha, double beta, double gamma,
            double *theta)
{
  const CrmSmoothingLayout *l = &filter->layout;

  theta[l->alpha] = alpha;
  if (l->beta >= 0)
    theta[l->beta] = beta;
  if (l->phi >= 0)
    theta[l->phi] = 0.95;
  if (l->gamma >= 0)
    theta[l->gamma] = gamma;
  if (l->level >= 0)
    theta[l->level] = filter->start_level;
  if (l->slope >= 0)
    theta[l->slope] = filter->start_slope;
  for (gsize i = 0; l->season >= 0 && i + 1 < filter->spec.period; i++)
    theta[l->season + i] = filter->start_seasons[i];
}

/* The damped step of the parameters that are free to move; FALSE when the system has no
 * solution. */
static gboolean
solve_step (const CrmSmoothingFilter *filter, const gboolean *held, double damping, double *factor,
            double *step)
{
  gsize p = filter->layout.n, free_count = 0;

  for (gsize k = 0; k < p; k++)
    {
      gsize column = 0;

      if (held[k])
        continue;
      for (gsize j = 0; j <= k; j++)
        if (!held[j])
          factor[free_count * p + column++] = filter->curvature[k * p + j];
      step[free_count++] = filter->gradient[k];
    }
  /* Pack the rows, then damp. */
  for (gsize i = 0; i < free_count; i++)
    memmove (&factor[i * free_count], &factor[i * p], (i + 1) * sizeof *factor);
  for (gsize i = 0; i < free_count; i++)
    factor[i * free_count + i] = factor[i * free_count + i] * (1 + damping) + DBL_MIN;
  if (free_count == 0 || !crm_cholesky (factor, free_count))
    return FALSE;

  crm_cholesky_solve (factor, free_count, step);
  for (gsize k = p; k-- > 0;)
    step[k] = held[k] ? 0 : step[--free_count];
  return TRUE;
}

typedef struct
{
  CrmSmoothingFilter *filter;
  double *lower, *upper;
  double *theta, *trial, *step, *factor;
  gboolean *held;
} Search;

/* One accepted step; FALSE when none lowers the sum of squares. */
static gboolean
improve (Search *search, double *damping, double *sse, const CrmAnalyticsContext *context)
{
  CrmSmoothingFilter *filter = search->filter;
  gsize p = filter->layout.n;

  for (gsize k = 0; k < p; k++)
    search->held[k] = (search->theta[k] <= search->lower[k] && filter->gradient[k] <= 0) ||
                      (search->theta[k] >= search->upper[k] && filter->gradient[k] >= 0) ||
                      !(filter->curvature[k * p + k] > 0);

  /* A trial run overwrites gradient and curvature only when it asks for derivatives. */
  for (guint attempt = 0; attempt < 40; attempt++, *damping *= 4)
    {
      if (crm_analytics_cancelled (context))
        return FALSE; /* descend() says why */
      if (!solve_step (filter, search->held, *damping, search->factor, search->step))
        continue;
      for (gsize k = 0; k < p; k++)
        search->trial[k] =
            CLAMP (search->theta[k] + search->step[k], search->lower[k], search->upper[k]);
      memcpy (search->factor, filter->gradient, p * sizeof *search->factor);
      memcpy (search->factor + p, filter->curvature, p * p * sizeof *search->factor);
      crm_smoothing_filter_run (filter, search->trial, FALSE);
      memcpy (filter->gradient, search->factor, p * sizeof *search->factor);
      memcpy (filter->curvature, search->factor + p, p * p * sizeof *search->factor);
      if (filter->sse < *sse)
        {
          memcpy (search->theta, search->trial, p * sizeof *search->theta);
          *sse = filter->sse;
          *damping = MAX (*damping * 0.2, 1e-12);
          return TRUE;
        }
    }

  return FALSE;
}

/* Descends from search->theta. */
static gboolean
descend (Search *search, double *sse, const CrmAnalyticsContext *context, GError **error)
{
  double damping = 1e-3;
  guint still = 0;

  crm_smoothing_filter_run (search->filter, search->theta, TRUE);
  *sse = search->filter->sse;
  for (guint iteration = 0; iteration < MAX_ITERATIONS && isfinite (*sse) && still < 3; iteration++)
    {
      double before = *sse;

      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (!improve (search, &damping, sse, context))
        return !crm_analytics_set_cancelled (context, error);
      still = before - *sse < 1e-13 * before ? still + 1 : 0;
      crm_smoothing_filter_run (search->filter, search->theta, TRUE);
    }

  return TRUE;
}

typedef struct
{
  double alpha, beta, gamma;
  double sse;
} GridPoint;

/* The best points of a coarse grid, best first. */
static gboolean
scan_grid (Search *search, GridPoint *best, const CrmAnalyticsContext *context, GError **error)
{
  static const double alphas[] = { 0.05, 0.2, 0.5, 0.9 }, betas[] = { 0.02, 0.2, 0.7 };
  static const double gammas[] = { 0.05, 0.3, 0.8 };
  const CrmSmoothingLayout *l = &search->filter->layout;

  for (guint i = 0; i < N_GRID_STARTS; i++)
    best[i].sse = INFINITY;
  for (guint a = 0; a < G_N_ELEMENTS (alphas); a++)
    for (guint b = 0; b < (l->beta >= 0 ? G_N_ELEMENTS (betas) : 1); b++)
      for (guint g = 0; g < (l->gamma >= 0 ? G_N_ELEMENTS (gammas) : 1); g++)
        {
          GridPoint point = { alphas[a], betas[b], gammas[g] };

          if (crm_analytics_set_cancelled (context, error))
            return FALSE;
          fill_start (search->filter, point.alpha, point.beta, point.gamma, search->theta);
          crm_smoothing_filter_run (search->filter, search->theta, FALSE);
          point.sse = search->filter->sse;
          for (guint i = 0; i < N_GRID_STARTS; i++)
            if (point.sse < best[i].sse)
              {
                GridPoint pushed = best[i];

                best[i] = point;
                point = pushed;
              }
        }

  return TRUE;
}

static gboolean
search_parameters (Search *search, double *theta, const CrmAnalyticsContext *context,
                   GError **error)
{
  /* R's HoltWinters starts here. */
  GridPoint starts[1 + N_GRID_STARTS] = { { 0.3, 0.1, 0.1, 0 } };
  gsize p = search->filter->layout.n;
  double best = INFINITY, sse;

  find_bounds (search->filter, search->lower, search->upper);
  if (!scan_grid (search, starts + 1, context, error))
    return FALSE;
  for (guint s = 0; s < G_N_ELEMENTS (starts); s++)
    {
      if (isinf (starts[s].sse))
        continue;
      fill_start (search->filter, starts[s].alpha, starts[s].beta, starts[s].gamma, search->theta);
      if (!descend (search, &sse, context, error))
        return FALSE;
      /* A later start must win clearly, so that rounding never decides between equal valleys. */
      if (sse < best * (1 - 1e-9))
        {
          best = sse;
          memcpy (theta, search->theta, p * sizeof *theta);
        }
    }
  if (crm_analytics_set_cancelled (context, error))
    return FALSE; /* a run that stopped half-way looks like one without a sum */
  if (isfinite (best))
    return TRUE;

  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_NOT_CONVERGED,
                       _ ("The series cannot be smoothed with this model"));
  return FALSE;
}

static double
pick (const double *theta, int index)
{
  return index >= 0 ? theta[index] : NAN;
}

static void
measure_residuals (CrmSmoothing *self, const double *values)
{
  gsize first = self->n - self->n_fitted, k = self->n_parameters + 1;
  double n = self->n_fitted, mean = 0, sum = 0;

  for (gsize t = first; t < self->n; t++)
    mean += (values[t] - self->fitted[t]) / n;
  for (gsize t = first; t < self->n; t++)
    sum += pow (values[t] - self->fitted[t] - mean, 2);

  self->residual_variance = self->n_fitted > 1 ? sum / (n - 1) : NAN;
  self->log_likelihood = self->sse > 0 ? -0.5 * n * log (self->sse) : NAN;
  self->aicc = n > k + 1 ? -2 * self->log_likelihood + 2 * k + 2 * k * (k + 1) / (n - k - 1) : NAN;
}

static CrmSmoothing *
new_result (CrmSmoothingFilter *filter, const double *theta)
{
  const CrmSmoothingLayout *l = &filter->layout;
  CrmSmoothing *self = g_new0 (CrmSmoothing, 1);
  gsize m = filter->spec.period;

  filter->fitted = g_new (double, filter->n);
  crm_smoothing_filter_run (filter, theta, FALSE);
  self->spec = filter->spec;
  self->n = filter->n;
  self->alpha = pick (theta, l->alpha);
  self->beta = pick (theta, l->beta);
  self->gamma = pick (theta, l->gamma);
  self->phi = pick (theta, l->phi);
  self->level = filter->level;
  self->slope = filter->slope;
  self->sse = filter->sse;
  self->n_fitted = filter->n - filter->first;
  self->n_parameters = l->n;
  self->fitted = g_steal_pointer (&filter->fitted);
  if (l->gamma >= 0)
    {
      self->seasons = g_new (double, m);
      for (gsize i = 0; i < m; i++)
        self->seasons[i] = filter->seasons[(filter->n + i) % m];
    }
  measure_residuals (self, filter->values);

  return self;
}

CrmSmoothing *
crm_smoothing_new (const double *values, gsize n, const CrmSmoothingSpec *spec,
                   const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmSmoothingFilter) filter = NULL;
  g_autofree double *buffer = NULL;
  g_autofree gboolean *held = NULL;
  g_autoptr (CrmSmoothing) result = NULL;
  Search search;
  gsize p;

  if (!check_series (values, n, spec, context, error))
    return NULL;

  filter = crm_smoothing_filter_new (values, n, spec, context);
  p = filter->layout.n;
  buffer = g_new0 (double, 6 * p + p * (p + 1));
  held = g_new0 (gboolean, p);
  search = (Search){ .filter = filter,
                     .lower = buffer,
                     .upper = buffer + p,
                     .theta = buffer + 2 * p,
                     .trial = buffer + 3 * p,
                     .step = buffer + 4 * p,
                     .factor = buffer + 6 * p,
                     .held = held };
  if (!search_parameters (&search, buffer + 5 * p, context, error))
    return NULL;

  result = new_result (filter, buffer + 5 * p);
  if (crm_analytics_set_cancelled (context, error))
    return NULL;
  return g_steal_pointer (&result);
}

void
crm_smoothing_free (CrmSmoothing *self)
{
  if (self == NULL)
    return;
  g_free (self->seasons);
  g_free (self->fitted);
  g_free (self);
}

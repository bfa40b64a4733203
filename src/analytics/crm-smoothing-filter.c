/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One pass over the series. Owned by one fit, one thread; no state beyond it. */

#include "crm-smoothing-filter.h"

#include <math.h>
#include <string.h>

/* Centred moving average of the first two periods, as in the classical decomposition. */
static gsize
average_trend (const double *x, gsize m, double *trend)
{
  gsize half = m / 2, count = 0;

  for (gsize i = half; i + half < 2 * m; i++)
    {
      double sum = 0;

      for (gsize j = i - half; j <= i + half; j++)
        sum += (m % 2 == 0 && (j == i - half || j == i + half) ? 0.5 : 1) * x[j];
      trend[count++] = sum / m;
    }

  return count;
}

static void
fit_line (const double *y, gsize n, double *intercept, double *slope)
{
  double centre = (n + 1) / 2.0, mean = 0, xy = 0, xx = 0;

  for (gsize i = 0; i < n; i++)
    mean += y[i] / n;
  for (gsize i = 0; i < n; i++)
    {
      xy += (i + 1 - centre) * (y[i] - mean);
      xx += (i + 1 - centre) * (i + 1 - centre);
    }
  *slope = xx > 0 ? xy / xx : 0;
  *intercept = mean - *slope * centre;
}

static void
start_with_season (CrmSmoothingFilter *self)
{
  gsize m = self->spec.period, half = m / 2, count;
  gboolean multiply = self->spec.season == CRM_SEASON_MULTIPLICATIVE;
  g_autofree double *trend = g_new0 (double, 2 * m + 1);
  double mean = 0;

  count = average_trend (self->values, m, trend);
  fit_line (trend, count, &self->start_level, &self->start_slope);
  for (gsize i = 0; i < m; i++)
    {
      double sum = 0;
      gsize found = 0;

      for (gsize j = i; j < 2 * m; j += m)
        if (j >= half && j - half < count)
          {
            sum += multiply ? self->values[j] / trend[j - half] : self->values[j] - trend[j - half];
            found++;
          }
      self->start_seasons[i] = sum / found;
      mean += self->start_seasons[i] / m;
    }
  for (gsize i = 0; i < m; i++)
    self->start_seasons[i] =
        multiply ? self->start_seasons[i] / mean : self->start_seasons[i] - mean;
  self->first = m;
}

static void
find_start (CrmSmoothingFilter *self)
{
  const double *x = self->values;

  if (self->spec.season != CRM_SEASON_NONE)
    start_with_season (self);
  else if (self->spec.trend != CRM_TREND_NONE)
    {
      self->start_level = x[1];
      self->start_slope = x[1] - x[0];
      self->first = 2;
    }
  else
    {
      self->start_level = x[0];
      self->first = 1;
    }
  if (self->spec.trend == CRM_TREND_NONE)
    self->start_slope = 0;
  if (self->spec.start == CRM_START_FITTED)
    {
      self->start_level -= self->spec.season == CRM_SEASON_NONE ? self->start_slope : 0;
      self->first = 0;
    }
}

static void
lay_out (CrmSmoothingFilter *self)
{
  const CrmSmoothingSpec *spec = &self->spec;
  gboolean fitted = spec->start == CRM_START_FITTED;
  CrmSmoothingLayout *l = &self->layout;
  int n = 0;

  l->alpha = n++;
  l->beta = spec->trend != CRM_TREND_NONE ? n++ : -1;
  l->phi = spec->trend == CRM_TREND_DAMPED ? n++ : -1;
  l->gamma = spec->season != CRM_SEASON_NONE ? n++ : -1;
  l->level = fitted ? n++ : -1;
  l->slope = fitted && spec->trend != CRM_TREND_NONE ? n++ : -1;
  l->season = fitted && spec->season != CRM_SEASON_NONE ? n : -1;
  if (l->season >= 0)
    n += (int) spec->period - 1;
  l->n = n;
}

CrmSmoothingFilter *
crm_smoothing_filter_new (const double *values, gsize n, const CrmSmoothingSpec *spec,
                          const CrmAnalyticsContext *context)
{
  CrmSmoothingFilter *self = g_new0 (CrmSmoothingFilter, 1);
  gsize m, p;

  self->spec = *spec;
  if (spec->season == CRM_SEASON_NONE)
    self->spec.period = 1;
  self->values = values;
  self->context = context;
  self->n = n;
  m = self->spec.period;
  self->start_seasons = g_new0 (double, m);
  self->seasons = g_new0 (double, m);
  find_start (self);
  lay_out (self);

  p = self->layout.n;
  self->gradient = g_new0 (double, p);
  self->curvature = g_new0 (double, p *p);
  self->d_level = g_new0 (double, p);
  self->d_slope = g_new0 (double, p);
  self->d_seasons = g_new0 (double, m *p);
  self->d_forecast = g_new0 (double, p);
  return self;
}

void
crm_smoothing_filter_free (CrmSmoothingFilter *self)
{
  if (self == NULL)
    return;
  g_free (self->start_seasons);
  g_free (self->seasons);
  g_free (self->gradient);
  g_free (self->curvature);
  g_free (self->fitted);
  g_free (self->d_level);
  g_free (self->d_slope);
  g_free (self->d_seasons);
  g_free (self->d_forecast);
  g_free (self);
}

static void
reset (CrmSmoothingFilter *self, const double *theta)
{
  const CrmSmoothingLayout *l = &self->layout;
  gsize m = self->spec.period, p = l->n;

  self->level = l->level >= 0 ? theta[l->level] : self->start_level;
  self->slope = l->slope >= 0 ? theta[l->slope] : self->start_slope;
  self->sse = 0;
  memcpy (self->seasons, self->start_seasons, m * sizeof *self->seasons);
  memset (self->d_level, 0, p * sizeof *self->d_level);
  memset (self->d_slope, 0, p * sizeof *self->d_slope);
  memset (self->d_seasons, 0, m * p * sizeof *self->d_seasons);
  memset (self->gradient, 0, p * sizeof *self->gradient);
  memset (self->curvature, 0, p * p * sizeof *self->curvature);
  if (l->level >= 0)
    self->d_level[l->level] = 1;
  if (l->slope >= 0)
    self->d_slope[l->slope] = 1;
  if (l->season < 0)
    return;

  /* The last season makes them sum to 0, or to the period. */
  self->seasons[m - 1] = self->spec.season == CRM_SEASON_MULTIPLICATIVE ? m : 0;
  for (gsize i = 0; i + 1 < m; i++)
    {
      gsize k = l->season + i;

      self->seasons[i] = theta[k];
      self->seasons[m - 1] -= theta[k];
      self->d_seasons[i * p + k] = 1;
      self->d_seasons[(m - 1) * p + k] = -1;
    }
}

/* One value of the series: the constants of the step, the same for all derivatives. */
typedef struct
{
  double x, alpha, beta, gamma, phi;
  double base, season, forecast, error, deseasoned;
  double level, slope, next_season;
} Step;

static void
differentiate (CrmSmoothingFilter *self, const Step *step, gsize position)
{
  const CrmSmoothingLayout *l = &self->layout;
  gboolean multiply = self->spec.season == CRM_SEASON_MULTIPLICATIVE;
  gboolean seasonal = self->spec.season != CRM_SEASON_NONE;
  double *d_season = &self->d_seasons[position * l->n];

  for (int k = 0; k < (int) l->n; k++)
    {
      double d_base =
          self->d_level[k] + step->phi * self->d_slope[k] + (k == l->phi ? self->slope : 0);
      double d_old = self->d_level[k], d_level, d_deseasoned = 0;

      self->d_forecast[k] = d_base;
      if (multiply)
        {
          self->d_forecast[k] = d_base * step->season + step->base * d_season[k];
          d_deseasoned = -step->deseasoned / step->season * d_season[k];
        }
      else if (seasonal)
        {
          self->d_forecast[k] = d_base + d_season[k];
          d_deseasoned = -d_season[k];
        }

      d_level = step->alpha * d_deseasoned + (1 - step->alpha) * d_base +
                (k == l->alpha ? step->deseasoned - step->base : 0);
      if (self->spec.trend != CRM_TREND_NONE)
        self->d_slope[k] =
            step->beta * (d_level - d_old) +
            (1 - step->beta) * (step->phi * self->d_slope[k] + (k == l->phi ? self->slope : 0)) +
            (k == l->beta ? step->level - self->level - step->phi * self->slope : 0);
      if (seasonal)
        {
          double ratio = multiply ? step->x / step->level : step->x - step->level;
          double d_ratio = multiply ? -ratio / step->level * d_level : -d_level;

          d_season[k] = step->gamma * d_ratio + (1 - step->gamma) * d_season[k] +
                        (k == l->gamma ? ratio - step->season : 0);
        }
      self->d_level[k] = d_level;
    }
}

static void
accumulate (CrmSmoothingFilter *self, double error)
{
  gsize p = self->layout.n;

  for (gsize k = 0; k < p; k++)
    {
      self->gradient[k] += self->d_forecast[k] * error;
      for (gsize j = 0; j <= k; j++)
        self->curvature[k * p + j] += self->d_forecast[k] * self->d_forecast[j];
    }
}

static void
take_step (CrmSmoothingFilter *self, Step *step, gsize position)
{
  gboolean multiply = self->spec.season == CRM_SEASON_MULTIPLICATIVE;
  gboolean seasonal = self->spec.season != CRM_SEASON_NONE;

  step->season = seasonal ? self->seasons[position] : 0;
  step->base = self->level + step->phi * self->slope;
  step->forecast = multiply ? step->base * step->season : step->base + step->season;
  step->error = step->x - step->forecast;
  step->deseasoned = multiply ? step->x / step->season : step->x - step->season;
  step->level = step->alpha * step->deseasoned + (1 - step->alpha) * step->base;
  step->slope =
      step->beta * (step->level - self->level) + (1 - step->beta) * step->phi * self->slope;
  if (seasonal)
    step->next_season = step->gamma * (multiply ? step->x / step->level : step->x - step->level) +
                        (1 - step->gamma) * step->season;
}

/* Values between two questions whether to stop: some milliseconds of work. */
static gsize
find_stride (const CrmSmoothingFilter *self, gboolean derivatives)
{
  gsize p = self->layout.n;

  return derivatives ? MAX (CRM_ANALYTICS_STRIDE / (p * p + 4 * p + 4), 1) : CRM_ANALYTICS_STRIDE;
}

void
crm_smoothing_filter_run (CrmSmoothingFilter *self, const double *theta, gboolean derivatives)
{
  const CrmSmoothingLayout *l = &self->layout;
  Step step = { .alpha = theta[l->alpha],
                .beta = l->beta >= 0 ? theta[l->beta] : 0,
                .gamma = l->gamma >= 0 ? theta[l->gamma] : 0,
                .phi = l->phi >= 0    ? theta[l->phi]
                       : l->beta >= 0 ? 1
                                      : 0 };

  gsize stride = find_stride (self, derivatives);

  reset (self, theta);
  for (gsize t = 0; t < self->first && self->fitted != NULL; t++)
    self->fitted[t] = NAN;

  for (gsize t = self->first; t < self->n; t++)
    {
      gsize position = t % self->spec.period;

      if (t % stride == stride - 1 && crm_analytics_cancelled (self->context))
        {
          self->sse = INFINITY;
          return;
        }
      step.x = self->values[t];
      take_step (self, &step, position);
      if (derivatives)
        {
          differentiate (self, &step, position);
          accumulate (self, step.error);
        }
      self->sse += step.error * step.error;
      self->level = step.level;
      self->slope = step.slope;
      if (l->gamma >= 0)
        self->seasons[position] = step.next_season;
      if (self->fitted != NULL)
        self->fitted[t] = step.forecast;
    }

  if (!isfinite (self->sse) || !isfinite (self->level) || !isfinite (self->slope))
    self->sse = INFINITY;
}

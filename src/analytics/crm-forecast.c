/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Back-test and choice. Each pair of candidate and origin is one chunk of the thread team and
 * writes its own slot; slots are folded in order. One forecast belongs to the calling thread. */

#include "config.h"

#include "crm-forecast.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-distributions.h"

#define MAX_VALUES  100000
#define MAX_HORIZON 1000
#define MAX_ORIGINS 100

/* clang-format off */
static const struct { const char *name; CrmTrend trend; CrmSeason season; } methods[] = {
  [CRM_FORECAST_SEASONAL_NAIVE] = { "seasonal-naive", CRM_TREND_NONE, CRM_SEASON_NONE },
  [CRM_FORECAST_SIMPLE] = { "simple", CRM_TREND_NONE, CRM_SEASON_NONE },
  [CRM_FORECAST_HOLT] = { "holt", CRM_TREND_LINEAR, CRM_SEASON_NONE },
  [CRM_FORECAST_DAMPED] = { "damped", CRM_TREND_DAMPED, CRM_SEASON_NONE },
  [CRM_FORECAST_ADDITIVE] = { "additive", CRM_TREND_LINEAR, CRM_SEASON_ADDITIVE },
  [CRM_FORECAST_MULTIPLICATIVE] = { "multiplicative", CRM_TREND_LINEAR, CRM_SEASON_MULTIPLICATIVE },
  [CRM_FORECAST_DAMPED_ADDITIVE] = { "damped-additive", CRM_TREND_DAMPED, CRM_SEASON_ADDITIVE },
  [CRM_FORECAST_DAMPED_MULTIPLICATIVE] = { "damped-multiplicative", CRM_TREND_DAMPED, CRM_SEASON_MULTIPLICATIVE },
};
/* clang-format on */

const char *
crm_forecast_method_name (CrmForecastMethod method)
{
  return methods[method].name;
}

gboolean
crm_forecast_method_spec (CrmForecastMethod method, gsize period, CrmSmoothingSpec *spec)
{
  if (method == CRM_FORECAST_SEASONAL_NAIVE)
    return FALSE;

  *spec = (CrmSmoothingSpec){ methods[method].trend, methods[method].season, period,
                              CRM_START_CLASSIC };
  return TRUE;
}

double
crm_forecast_scale (const double *values, gsize n, gsize period)
{
  double sum = 0;

  if (n <= period)
    return NAN;
  for (gsize t = period; t < n; t++)
    sum += fabs (values[t] - values[t - period]);

  return sum / (n - period);
}

void
crm_forecast_seasonal_naive (const double *values, gsize n, gsize period, gsize horizon,
                             double level, double *mean, double *lower, double *upper)
{
  double z = crm_normal_quantile (0.5 + level / 2), variance = 0;

  for (gsize t = period; t < n; t++)
    variance += pow (values[t] - values[t - period], 2) / (n - period);
  for (gsize h = 0; h < horizon; h++)
    {
      double half = n > period ? z * sqrt (variance * (h / period + 1)) : NAN;

      mean[h] = values[n - period + h % period];
      if (lower != NULL)
        lower[h] = mean[h] - half;
      if (upper != NULL)
        upper[h] = mean[h] + half;
    }
}

/* What one candidate did at one origin. */
typedef struct
{
  gboolean done;
  double mase, mae, smape, coverage;
} Trial;

typedef struct
{
  const double *values;
  gsize n;
  const CrmForecastOptions *options;
  const CrmForecastCandidate *candidates;
  gsize n_origins;
  gsize first_origin; /* values before the first test */
  Trial *trials;      /* n_origins of each method */
  CrmAnalyticsContext context;
} Work;

/* Fits @method on the first @n values and forecasts; FALSE when the series does not suit it. */
static gboolean
forecast_once (const double *values, gsize n, CrmForecastMethod method,
               const CrmForecastOptions *options, const CrmAnalyticsContext *context,
               CrmSmoothing **fit, double *mean, double *lower, double *upper, GError **error)
{
  g_autoptr (CrmSmoothing) model = NULL;
  CrmSmoothingSpec spec;

  if (!crm_forecast_method_spec (method, options->period, &spec))
    crm_forecast_seasonal_naive (values, n, options->period, options->horizon, options->level, mean,
                                 lower, upper);
  else
    {
      model = crm_smoothing_new (values, n, &spec, context, error);
      if (model == NULL)
        return FALSE;
      crm_smoothing_forecast (model, options->horizon, options->level, CRM_INTERVAL_EXACT, mean,
                              lower, upper);
    }

  for (gsize h = 0; h < options->horizon && options->positive; h++)
    {
      mean[h] = MAX (mean[h], 0);
      lower[h] = isnan (lower[h]) ? NAN : MAX (lower[h], 0);
      upper[h] = isnan (upper[h]) ? NAN : MAX (upper[h], 0);
    }
  if (fit != NULL)
    *fit = g_steal_pointer (&model);
  return TRUE;
}

static void
judge (const double *actual, const double *mean, const double *lower, const double *upper,
       gsize horizon, double scale, Trial *trial)
{
  for (gsize h = 0; h < horizon; h++)
    {
      double error = fabs (actual[h] - mean[h]), size = fabs (actual[h]) + fabs (mean[h]);

      trial->mae += error / horizon;
      trial->smape += size > 0 ? 200 * error / size / horizon : 0;
      trial->coverage += (lower[h] <= actual[h] && actual[h] <= upper[h]) / (double) horizon;
    }
  trial->mase = scale > 0 ? trial->mae / scale : NAN;
  trial->done = TRUE;
}

static void
try_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Work *work = data;
  gsize horizon = work->options->horizon;
  g_autofree double *buffer = g_new (double, 3 * horizon);

  for (gsize i = begin; i < end; i++)
    {
      CrmForecastMethod method = i / work->n_origins;
      gsize origin = work->first_origin + i % work->n_origins;
      double scale = crm_forecast_scale (work->values, origin, work->options->period);

      if (!work->candidates[method].available ||
          !forecast_once (work->values, origin, method, work->options, &work->context, NULL, buffer,
                          buffer + horizon, buffer + 2 * horizon, NULL))
        continue;
      judge (work->values + origin, buffer, buffer + horizon, buffer + 2 * horizon, horizon, scale,
             &work->trials[i]);
    }
}

static gboolean
check_request (const double *values, gsize n, const CrmForecastOptions *options, GError **error)
{
  if (options->period < 1 || options->period > MAX_HORIZON || options->horizon < 1 ||
      options->horizon > MAX_HORIZON || options->n_origins < 1 ||
      options->n_origins > MAX_ORIGINS || !(options->level > 0 && options->level < 1))
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("Period and horizon are 1 to %d, origins 1 to %d, the level between 0 and 1"),
                   MAX_HORIZON, MAX_ORIGINS);
      return FALSE;
    }
  if (n > MAX_VALUES || n < MAX (2, options->period))
    {
      g_set_error (error, CRM_ANALYTICS_ERROR,
                   n > MAX_VALUES ? CRM_ANALYTICS_ERROR_TOO_LARGE
                   : n == 0       ? CRM_ANALYTICS_ERROR_EMPTY
                                  : CRM_ANALYTICS_ERROR_TOO_FEW,
                   _ ("%zu values; a forecast takes a whole period and at least two, at "
                      "most %d"),
                   n, MAX_VALUES);
      return FALSE;
    }

  return crm_analytics_check_finite (values, n, -INFINITY, _ ("value"), error);
}

static gboolean
forecast_all (CrmForecast *self, const double *values, const CrmAnalyticsContext *context,
              GError **error)
{
  gsize horizon = self->options.horizon;

  for (guint m = 0; m < CRM_FORECAST_N_METHODS; m++)
    {
      CrmForecastCandidate *candidate = &self->candidates[m];
      g_autoptr (GError) problem = NULL;

      candidate->mase = candidate->mae = candidate->smape = candidate->coverage = NAN;
      if (self->options.period == 1 && methods[m].season != CRM_SEASON_NONE)
        {
          candidate->problem = g_strdup (_ ("No season"));
          continue;
        }
      candidate->mean = g_new (double, horizon);
      candidate->lower = g_new (double, horizon);
      candidate->upper = g_new (double, horizon);
      candidate->available =
          forecast_once (values, self->n, m, &self->options, context, &candidate->fit,
                         candidate->mean, candidate->lower, candidate->upper, &problem);
      if (candidate->available)
        continue;
      if (g_error_matches (problem, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      candidate->problem = g_strdup (problem->message);
      g_clear_pointer (&candidate->mean, g_free);
      g_clear_pointer (&candidate->lower, g_free);
      g_clear_pointer (&candidate->upper, g_free);
    }

  return TRUE;
}

/* How many values a first training set needs: room for every model and, where the series allows,
 * three periods. */
static gsize
find_first_origin (const CrmForecast *self)
{
  gsize m = self->options.period;
  gsize least = m > 1 ? 2 * m + 3 : 6;

  return MAX (least,
              MIN (3 * m, self->n > self->options.horizon ? self->n - self->options.horizon : 0));
}

static gboolean
back_test (CrmForecast *self, const double *values, const CrmAnalyticsContext *context,
           GError **error)
{
  gsize first = find_first_origin (self), horizon = self->options.horizon;
  g_autofree Trial *trials = NULL;
  Work work = { values, self->n, &self->options, self->candidates };

  if (first + horizon > self->n)
    return TRUE;
  work.n_origins = MIN (self->options.n_origins, self->n - horizon - first + 1);
  work.first_origin = self->n - horizon - work.n_origins + 1;
  work.trials = trials = g_new0 (Trial, CRM_FORECAST_N_METHODS * work.n_origins);
  work.context = context != NULL ? *context : (CrmAnalyticsContext){ 0 };
  work.context.progress = NULL;
  work.context.n_threads = 1;
  if (!crm_parallel_for (context, CRM_FORECAST_N_METHODS * work.n_origins, 1, try_cb, &work,
                         error) ||
      crm_analytics_set_cancelled (context, error))
    return FALSE;

  self->tested = TRUE;
  for (guint m = 0; m < CRM_FORECAST_N_METHODS; m++)
    {
      CrmForecastCandidate *candidate = &self->candidates[m];
      Trial sum = { 0 };

      for (gsize o = 0; o < work.n_origins; o++)
        {
          const Trial *trial = &trials[m * work.n_origins + o];

          candidate->n_origins += trial->done;
          sum.mase += trial->mase;
          sum.mae += trial->mae;
          sum.smape += trial->smape;
          sum.coverage += trial->coverage;
        }
      /* Judged at every origin or not at all: means over different origins do not compare. */
      if (candidate->n_origins < work.n_origins)
        continue;
      candidate->mase = sum.mase / work.n_origins;
      candidate->mae = sum.mae / work.n_origins;
      candidate->smape = sum.smape / work.n_origins;
      candidate->coverage = sum.coverage / work.n_origins;
    }

  return TRUE;
}

/* The smallest MASE; by MAE where the scale is 0. Simpler methods come first and keep ties. */
static void
choose (CrmForecast *self)
{
  const CrmForecastCandidate *naive = &self->candidates[CRM_FORECAST_SEASONAL_NAIVE];
  gboolean scaled = !isnan (naive->mase);
  double best = scaled ? naive->mase : naive->mae;

  self->chosen = CRM_FORECAST_SEASONAL_NAIVE;
  for (guint m = 1; m < CRM_FORECAST_N_METHODS && self->tested; m++)
    {
      double score = scaled ? self->candidates[m].mase : self->candidates[m].mae;

      if (!(score < best * (1 - 1e-9)))
        continue;
      best = score;
      self->chosen = m;
      self->beats_naive = TRUE;
    }
}

CrmForecast *
crm_forecast_new (const double *values, gsize n, const CrmForecastOptions *options,
                  const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmForecast) self = NULL;

  if (!check_request (values, n, options, error))
    return NULL;

  self = g_new0 (CrmForecast, 1);
  self->n = n;
  self->options = *options;
  self->scale = crm_forecast_scale (values, n, options->period);
  if (!forecast_all (self, values, context, error))
    return NULL;
  crm_analytics_progress (context, 0.1);
  if (!back_test (self, values, context, error))
    return NULL;
  choose (self);
  crm_analytics_progress (context, 1);

  return g_steal_pointer (&self);
}

void
crm_forecast_free (CrmForecast *self)
{
  if (self == NULL)
    return;
  for (guint m = 0; m < CRM_FORECAST_N_METHODS; m++)
    {
      g_free (self->candidates[m].problem);
      g_free (self->candidates[m].mean);
      g_free (self->candidates[m].lower);
      g_free (self->candidates[m].upper);
      crm_smoothing_free (self->candidates[m].fit);
    }
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the forecast group: single models, and the choice among them by back-test. Rows
 * are in time order, evenly spaced. */

#include "config.h"

#include "crm-compute.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-forecast.h"
#include "crm-smoothing.h"

static void
write_number (CrmComputeOutput *output, const char *name, double value)
{
  if (!isnan (value))
    crm_compute_output_number (output, name, value);
}

/* Where nothing is left over, other values would have done as well: none is shown. */
static void
write_parameter (CrmComputeOutput *output, const char *name, const CrmSmoothing *fit, double value)
{
  if (fit->sse > 0)
    write_number (output, name, value);
  else if (!isnan (value))
    crm_compute_output_null (output, name);
}

static void
write_fit (CrmComputeOutput *output, const CrmSmoothing *fit)
{
  write_parameter (output, "alpha", fit, fit->alpha);
  write_parameter (output, "beta", fit, fit->beta);
  write_parameter (output, "gamma", fit, fit->gamma);
  write_parameter (output, "phi", fit, fit->phi);
  crm_compute_output_number (output, "sse", fit->sse);
  crm_compute_output_number (output, "level", fit->level);
  if (fit->spec.trend != CRM_TREND_NONE)
    crm_compute_output_number (output, "slope", fit->slope);
  if (fit->seasons != NULL)
    crm_compute_output_numbers (output, "seasons", fit->seasons, fit->spec.period);
  crm_compute_output_number (output, "log_likelihood", fit->log_likelihood);
  crm_compute_output_number (output, "aicc", fit->aicc);
}

static gboolean
set_option_error (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static gboolean
run_model (const CrmComputeInput *input, CrmSmoothingSpec *spec, CrmComputeOutput *output,
           GError **error)
{
  gsize horizon = (gsize) crm_compute_input_integer (input, "horizon");
  const char *start = crm_compute_input_string (input, "start");
  g_autofree double *buffer = g_new (double, 3 * horizon + 1);
  g_autoptr (CrmSmoothing) fit = NULL;

  if (!g_str_equal (start, "classic") && !g_str_equal (start, "fitted"))
    return set_option_error (error, _ ("--start is classic or fitted"));
  spec->start = g_str_equal (start, "fitted") ? CRM_START_FITTED : CRM_START_CLASSIC;
  fit = crm_smoothing_new (crm_compute_input_numbers (input, "value"),
                           crm_compute_input_n_rows (input), spec,
                           crm_compute_input_context (input), error);
  if (fit == NULL)
    return FALSE;

  crm_smoothing_forecast (fit, horizon, crm_compute_input_number (input, "level"),
                          crm_compute_input_flag (input, "r-intervals") ? CRM_INTERVAL_R
                                                                        : CRM_INTERVAL_EXACT,
                          buffer, buffer + horizon, buffer + 2 * horizon);
  crm_compute_output_string (output, "model", crm_smoothing_spec_name (spec));
  write_fit (output, fit);
  crm_compute_output_numbers (output, "forecast", buffer, horizon);
  crm_compute_output_numbers (output, "lower", buffer + horizon, horizon);
  crm_compute_output_numbers (output, "upper", buffer + 2 * horizon, horizon);
  if (crm_compute_input_flag (input, "fitted"))
    crm_compute_output_numbers (output, "fitted", fit->fitted, fit->n);
  return TRUE;
}

static gboolean
run_simple (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  CrmSmoothingSpec spec = { CRM_TREND_NONE, CRM_SEASON_NONE };

  return run_model (input, &spec, output, error);
}

static gboolean
run_holt (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, CRM_SEASON_NONE };

  if (crm_compute_input_flag (input, "damped"))
    spec.trend = CRM_TREND_DAMPED;
  return run_model (input, &spec, output, error);
}

static gboolean
run_holtwinters (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  CrmSmoothingSpec spec = { CRM_TREND_LINEAR, CRM_SEASON_ADDITIVE };
  const char *seasonal = crm_compute_input_string (input, "seasonal");

  if (crm_compute_input_flag (input, "damped"))
    spec.trend = CRM_TREND_DAMPED;
  if (g_str_equal (seasonal, "multiplicative"))
    spec.season = CRM_SEASON_MULTIPLICATIVE;
  else if (!g_str_equal (seasonal, "additive"))
    return set_option_error (error, _ ("--seasonal is additive or multiplicative"));
  spec.period = (gsize) crm_compute_input_integer (input, "period");
  return run_model (input, &spec, output, error);
}

static void
write_candidate (CrmComputeOutput *output, CrmForecastMethod method,
                 const CrmForecastCandidate *candidate, gsize horizon)
{
  crm_compute_output_begin_object (output, crm_forecast_method_name (method));
  crm_compute_output_boolean (output, "available", candidate->available);
  if (candidate->problem != NULL)
    crm_compute_output_string (output, "problem", candidate->problem);
  if (candidate->available)
    {
      crm_compute_output_integer (output, "origins", (gint64) candidate->n_origins);
      crm_compute_output_number (output, "mase", candidate->mase);
      crm_compute_output_number (output, "mae", candidate->mae);
      crm_compute_output_number (output, "smape", candidate->smape);
      crm_compute_output_number (output, "coverage", candidate->coverage);
      if (candidate->fit != NULL)
        write_fit (output, candidate->fit);
      crm_compute_output_numbers (output, "forecast", candidate->mean, horizon);
      crm_compute_output_numbers (output, "lower", candidate->lower, horizon);
      crm_compute_output_numbers (output, "upper", candidate->upper, horizon);
    }
  crm_compute_output_end_object (output);
}

static gboolean
run_forecast (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  CrmForecastOptions options = { .period = (gsize) crm_compute_input_integer (input, "period"),
                                 .horizon = (gsize) crm_compute_input_integer (input, "horizon"),
                                 .n_origins = (gsize) crm_compute_input_integer (input, "origins"),
                                 .level = crm_compute_input_number (input, "level"),
                                 .positive = crm_compute_input_flag (input, "positive") };
  g_autoptr (CrmForecast) forecast = crm_forecast_new (crm_compute_input_numbers (input, "value"),
                                                       crm_compute_input_n_rows (input), &options,
                                                       crm_compute_input_context (input), error);
  const CrmForecastCandidate *chosen;

  if (forecast == NULL)
    return FALSE;

  chosen = &forecast->candidates[forecast->chosen];
  crm_compute_output_string (output, "chosen", crm_forecast_method_name (forecast->chosen));
  crm_compute_output_boolean (output, "tested", forecast->tested);
  crm_compute_output_boolean (output, "beats_naive", forecast->beats_naive);
  crm_compute_output_number (output, "scale", forecast->scale);
  crm_compute_output_number (output, "mase", chosen->mase);
  crm_compute_output_numbers (output, "forecast", chosen->mean, options.horizon);
  crm_compute_output_numbers (output, "lower", chosen->lower, options.horizon);
  crm_compute_output_numbers (output, "upper", chosen->upper, options.horizon);
  crm_compute_output_begin_object (output, "candidates");
  for (guint m = 0; m < CRM_FORECAST_N_METHODS; m++)
    write_candidate (output, m, &forecast->candidates[m], options.horizon);
  crm_compute_output_end_object (output);
  return TRUE;
}

/* clang-format off */
#define HORIZON                                                                                                        \
  { "horizon", CRM_COMPUTE_OPTION_INTEGER, "12", 1, 1000, N_("how many values ahead") },                               \
  { "level", CRM_COMPUTE_OPTION_NUMBER, "0.95", 0.5, 0.9999, N_("coverage of the intervals") }
#define PERIOD                                                                                                         \
  { "period", CRM_COMPUTE_OPTION_INTEGER, "12", 1, 1000, N_("values a season: 12 for months, 4 for quarters, 1 for none") }
#define MODEL                                                                                                          \
  { "start", CRM_COMPUTE_OPTION_TEXT, "classic", 0, 0, N_("starting values: classic (as R) or fitted") },              \
  { "r-intervals", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("intervals as R prints them") },                            \
  { "fitted", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("write the fitted values too") }
#define DAMPED { "damped", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("let the trend fade") }

static const CrmComputeColumn series_columns[] = {
  { "value", CRM_COMPUTE_COLUMN_REQUIRED, "n,y,x,amount,sales", N_("the series, oldest first") },
  { NULL },
};

static const CrmComputeOption simple_options[] = { HORIZON, MODEL, { NULL } };
static const CrmComputeOption holt_options[] = { HORIZON, MODEL, DAMPED, { NULL } };

static const CrmComputeOption holtwinters_options[] = {
  { "seasonal", CRM_COMPUTE_OPTION_TEXT, "additive", 0, 0, N_("additive or multiplicative") },
  PERIOD, HORIZON, MODEL, DAMPED,
  { NULL },
};

static const CrmComputeOption forecast_options[] = {
  PERIOD, HORIZON,
  { "origins", CRM_COMPUTE_OPTION_INTEGER, "10", 1, 100, N_("how many times to test on the past") },
  { "positive", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("never below 0") },
  { NULL },
};

const CrmComputeMethod crm_compute_forecast_methods[] = {
  { "forecast", N_("Forecast by the model that did best on the past"), series_columns, forecast_options, run_forecast },
  { "holtwinters", N_("Holt-Winters: level, trend and season"), series_columns, holtwinters_options, run_holtwinters },
  { "holt", N_("Holt: level and trend"), series_columns, holt_options, run_holt },
  { "ses", N_("Simple exponential smoothing"), series_columns, simple_options, run_simple },
  { NULL },
};
/* clang-format on */

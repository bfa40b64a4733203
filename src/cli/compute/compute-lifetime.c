/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the lifetime group: models of repeat buying, of spending, and their back-test. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-compute-ids.h"
#include "crm-compute.h"
#include "crm-gamma-gamma.h"
#include "crm-lifetime-backtest.h"

/* Customers of the input, either as three columns or gathered from purchases. */
typedef struct
{
  gsize n;
  const double *x, *tx, *t, *mean;
  const char **names;             /* (nullable) */
  CrmLifetimeHistories *gathered; /* (nullable): owner of the arrays */
  CrmComputeIds *ids;
} Customers;

static void
clear_customers (Customers *self)
{
  g_free (self->names);
  g_clear_pointer (&self->gathered, crm_lifetime_histories_free);
  g_clear_pointer (&self->ids, crm_compute_ids_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Customers, clear_customers)

static gboolean
read_day_option (const CrmComputeInput *input, const char *option, gint32 *day, GError **error)
{
  const char *text = crm_compute_input_string (input, option);

  *day = G_MAXINT32;
  if (text == NULL || crm_compute_parse_day (text, day))
    return TRUE;
  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
               _ ("--%s: “%s” is no date"), option, text);
  return FALSE;
}

/* Gathers purchases into histories up to @cut. */
static gboolean
gather_customers (const CrmComputeInput *input, gint32 cut, gint32 end, const double *amounts,
                  Customers *self, GError **error)
{
  const char *const *names = crm_compute_input_text (input, "id");
  const char *const *dates = crm_compute_input_text (input, "date");
  gsize n = crm_compute_input_n_rows (input);
  g_autofree guint32 *customer = g_new (guint32, n);
  g_autofree gint32 *day = g_new (gint32, n);

  if (names == NULL || dates == NULL)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("Needs the columns “id” and “date”, one row a purchase"));
      return FALSE;
    }
  self->ids = crm_compute_ids_new ();
  for (gsize i = 0; i < n; i++)
    {
      customer[i] = crm_compute_ids_add (self->ids, names[i]);
      if (crm_compute_parse_day (dates[i], &day[i]))
        continue;
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("Data row %zu: “%.60s” is no date"), i + 1, dates[i]);
      return FALSE;
    }
  self->gathered = crm_lifetime_histories_new (customer, day, amounts, n, self->ids->names->len,
                                               cut, end, crm_compute_input_context (input), error);
  return self->gathered != NULL;
}

static void
use_gathered (Customers *self, double unit)
{
  CrmLifetimeHistories *h = self->gathered;

  self->n = h->n;
  self->names = g_new (const char *, h->n + 1);
  for (gsize i = 0; i < h->n; i++)
    {
      self->names[i] = self->ids->names->pdata[h->customer[i]];
      h->tx[i] /= unit;
      h->t[i] /= unit;
    }
  self->x = h->x;
  self->tx = h->tx;
  self->t = h->t;
  self->mean = self->mean != NULL ? h->mean : NULL; /* only where there were amounts */
}

static gboolean
load_customers (const CrmComputeInput *input, Customers *self, GError **error)
{
  const char *const *names = crm_compute_input_text (input, "id");
  gint32 end;

  self->x = crm_compute_input_numbers (input, "frequency");
  self->tx = crm_compute_input_numbers (input, "recency");
  self->t = crm_compute_input_numbers (input, "T");
  self->mean = crm_compute_input_numbers (input, "monetary");
  self->n = crm_compute_input_n_rows (input);
  if (self->x != NULL && self->tx != NULL && self->t != NULL)
    {
      self->names = names != NULL ? g_memdup2 (names, self->n * sizeof *names) : NULL;
      return TRUE;
    }
  if (crm_compute_input_text (input, "date") == NULL)
    {
      g_set_error_literal (
          error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
          _ ("Needs the columns “frequency”, “recency” and “T”, one row a customer, or "
             "“id” and “date”, one row a purchase"));
      return FALSE;
    }
  if (!read_day_option (input, "end", &end, error))
    return FALSE;
  /* Everything up to the end is history: the cut is the end. */
  if (end == G_MAXINT32)
    {
      const char *const *dates = crm_compute_input_text (input, "date");
      gint32 day;

      end = G_MININT32;
      for (gsize i = 0; i < self->n; i++)
        if (crm_compute_parse_day (dates[i], &day))
          end = MAX (end, day);
    }
  if (!gather_customers (input, end, end, self->mean, self, error))
    return FALSE;
  use_gathered (self, crm_compute_input_number (input, "unit"));
  return TRUE;
}

static void
write_estimate (const CrmLifetimeEstimate *e, CrmComputeOutput *output)
{
  guint n = crm_lifetime_model_n_parameters (e->model);

  crm_compute_output_string (output, "model", crm_lifetime_model_id (e->model));
  crm_compute_output_begin_object (output, "parameters");
  for (guint i = 0; i < n; i++)
    crm_compute_output_number (output, crm_lifetime_model_parameter (e->model, i),
                               e->parameters[i]);
  crm_compute_output_end_object (output);
  crm_compute_output_begin_object (output, "standard_errors");
  for (guint i = 0; i < n; i++)
    crm_compute_output_number (output, crm_lifetime_model_parameter (e->model, i), e->errors[i]);
  crm_compute_output_end_object (output);
  crm_compute_output_number (output, "log_likelihood", e->log_likelihood);
  crm_compute_output_boolean (output, "converged", e->converged);
  crm_compute_output_begin_array (output, "undetermined");
  for (guint i = 0; i < n; i++)
    if (e->at_bound & (1u << i))
      crm_compute_output_string (output, NULL, crm_lifetime_model_parameter (e->model, i));
  crm_compute_output_end_array (output);
  crm_compute_output_integer (output, "evaluations", e->evaluations);
}

/* Amounts and values, for customers whose average amount is known. */
static gboolean
compute_values (const CrmComputeInput *input, const Customers *c, const CrmLifetimeEstimate *used,
                double horizon, CrmComputeOutput *output, double *value, GError **error)
{
  g_autofree double *x = g_new (double, c->n), *mean = g_new (double, c->n);
  g_autofree double *all = g_memdup2 (c->mean, c->n * sizeof (double));
  CrmGammaGamma amounts;
  gsize n = 0;

  for (gsize i = 0; i < c->n; i++)
    if (c->x[i] > 0.0 && c->mean[i] > 0.0)
      {
        x[n] = c->x[i];
        mean[n++] = c->mean[i];
      }
    else if (c->x[i] > 0.0)
      all[i] = G_MINDOUBLE; /* refunded in full: worth nothing so far, not unknown */
  if (!crm_gamma_gamma_fit (x, mean, n, crm_compute_input_context (input), &amounts, error) ||
      !crm_lifetime_value (used, &amounts, c->x, c->tx, c->t, all, c->n, horizon,
                           (guint) crm_compute_input_integer (input, "steps"),
                           crm_compute_input_number (input, "discount"),
                           crm_compute_input_number (input, "margin"),
                           crm_compute_input_context (input), value, error))
    return FALSE;
  crm_compute_output_number (output, "total_value", crm_sum_exact (value, c->n));
  crm_compute_output_number (output, "amount_correlation", amounts.correlation);
  return TRUE;
}

static gboolean
write_customers (const CrmComputeInput *input, const Customers *c, const CrmLifetimeEstimate *used,
                 double horizon, CrmComputeOutput *output, GError **error)
{
  g_autofree double *expected = g_new (double, c->n), *errors = g_new (double, c->n);
  g_autofree double *alive = g_new (double, c->n);
  g_autofree double *value = crm_compute_input_flag (input, "value") ? g_new (double, c->n) : NULL;

  if (value != NULL && c->mean == NULL)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("--value needs the column “monetary”"));
      return FALSE;
    }
  if ((value != NULL && !compute_values (input, c, used, horizon, output, value, error)) ||
      !crm_lifetime_predict (used, c->x, c->tx, c->t, c->n, horizon,
                             crm_compute_input_context (input), expected, errors, alive, error))
    return FALSE;
  if (crm_compute_input_flag (input, "summary"))
    return TRUE;

  crm_compute_output_begin_array (output, "customers");
  for (gsize i = 0; i < c->n; i++)
    {
      crm_compute_output_begin_object (output, NULL);
      if (c->names != NULL)
        crm_compute_output_string (output, "id", c->names[i]);
      crm_compute_output_number (output, "expected", expected[i]);
      crm_compute_output_number (output, "standard_error", errors[i]);
      crm_compute_output_number (output, "p_alive", alive[i]);
      if (value != NULL)
        crm_compute_output_number (output, "value", value[i]);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  return TRUE;
}

static double
choose_horizon (const CrmComputeInput *input, const Customers *c)
{
  double horizon = crm_compute_input_number (input, "horizon"), longest = 0.0;

  if (horizon > 0.0)
    return horizon;
  for (gsize i = 0; i < c->n; i++)
    longest = fmax (longest, c->t[i]);
  return longest / 3.0;
}

static gboolean
run_model (CrmLifetimeModel model, const CrmComputeInput *input, CrmComputeOutput *output,
           GError **error)
{
  const CrmAnalyticsContext *context = crm_compute_input_context (input);
  g_auto (Customers) c = { 0 };
  const CrmLifetimeEstimate *used;
  CrmLifetimeFit fit;
  double horizon, total, total_error;

  if (!load_customers (input, &c, error) ||
      !crm_lifetime_fit (model, c.x, c.tx, c.t, c.n, context, &fit, error))
    return FALSE;
  used = crm_compute_input_flag (input, "force") ? &fit.estimate : crm_lifetime_fit_used (&fit);
  horizon = choose_horizon (input, &c);
  if (!crm_lifetime_predict_total (used, c.x, c.tx, c.t, c.n, horizon, context, &total,
                                   &total_error, error))
    return FALSE;

  crm_compute_output_integer (output, "n_customers", (gint64) fit.n_customers);
  crm_compute_output_integer (output, "n_different", (gint64) fit.n_cases);
  crm_compute_output_integer (output, "n_with_repeat", (gint64) fit.n_repeat);
  crm_compute_output_number (output, "n_repeat_purchases", fit.n_purchases);
  write_estimate (&fit.estimate, output);
  if (model != CRM_LIFETIME_NBD)
    {
      crm_compute_output_begin_object (output, "nbd");
      write_estimate (&fit.nbd, output);
      crm_compute_output_end_object (output);
      crm_compute_output_number (output, "gain_over_nbd", fit.gain);
      crm_compute_output_boolean (output, "degenerate", fit.degenerate);
    }
  crm_compute_output_string (output, "used", crm_lifetime_model_id (used->model));
  crm_compute_output_number (output, "horizon", horizon);
  crm_compute_output_number (output, "expected_total", total);
  crm_compute_output_number (output, "expected_total_standard_error", total_error);
  crm_compute_output_number (output, "expected_of_new_customer",
                             crm_lifetime_expect_new (used, horizon));
  return write_customers (input, &c, used, horizon, output, error);
}

static gboolean
run_nbd (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  return run_model (CRM_LIFETIME_NBD, input, output, error);
}

static gboolean
run_bgnbd (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  return run_model (CRM_LIFETIME_BG_NBD, input, output, error);
}

static gboolean
run_mbgnbd (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  return run_model (CRM_LIFETIME_MBG_NBD, input, output, error);
}

static gboolean
run_paretonbd (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  return run_model (CRM_LIFETIME_PARETO_NBD, input, output, error);
}

static void
write_amounts (const CrmGammaGamma *fit, gsize n_skipped, CrmComputeOutput *output)
{
  static const char *const names[] = { "p", "q", "v" };
  const double values[] = { fit->p, fit->q, fit->v };

  crm_compute_output_integer (output, "n_customers", (gint64) fit->n_customers);
  crm_compute_output_integer (output, "n_without_purchase", (gint64) n_skipped);
  crm_compute_output_begin_object (output, "parameters");
  for (guint i = 0; i < 3; i++)
    crm_compute_output_number (output, names[i], values[i]);
  crm_compute_output_end_object (output);
  crm_compute_output_begin_object (output, "standard_errors");
  for (guint i = 0; i < 3; i++)
    crm_compute_output_number (output, names[i], fit->errors[i]);
  crm_compute_output_end_object (output);
  crm_compute_output_number (output, "log_likelihood", fit->log_likelihood);
  crm_compute_output_number (output, "population_mean", fit->population_mean);
  crm_compute_output_number (output, "correlation", fit->correlation);
  crm_compute_output_boolean (output, "converged", fit->converged);
  crm_compute_output_begin_array (output, "undetermined");
  for (guint i = 0; i < 3; i++)
    if (fit->at_bound & (1u << i))
      crm_compute_output_string (output, NULL, names[i]);
  crm_compute_output_end_array (output);
}

static gboolean
run_gammagamma (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  const double *x = crm_compute_input_numbers (input, "frequency");
  const double *mean = crm_compute_input_numbers (input, "monetary");
  const char *const *names = crm_compute_input_text (input, "id");
  gsize n_rows = crm_compute_input_n_rows (input), n = 0;
  g_autofree double *kept_x = g_new (double, n_rows), *kept_mean = g_new (double, n_rows);
  CrmGammaGamma fit;

  /* Customers without a purchase have no average; everything else is checked by the method, on rows
   * that still carry the file's numbers. */
  for (gsize i = 0; i < n_rows; i++)
    {
      if (x[i] == 0.0 && mean[i] == 0.0)
        continue;
      if (x[i] < 1.0 || x[i] != floor (x[i]) || !(mean[i] > 0.0))
        {
          g_set_error (
              error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
              _ ("Data row %zu: needs a whole number of purchases and an average amount above 0 "
                 "(%g, %g)"),
              i + 1, x[i], mean[i]);
          return FALSE;
        }
      kept_x[n] = x[i];
      kept_mean[n++] = mean[i];
    }
  if (!crm_gamma_gamma_fit (kept_x, kept_mean, n, crm_compute_input_context (input), &fit, error))
    return FALSE;
  write_amounts (&fit, n_rows - n, output);
  if (crm_compute_input_flag (input, "summary"))
    return TRUE;
  crm_compute_output_begin_array (output, "customers");
  for (gsize i = 0; i < n_rows; i++)
    {
      crm_compute_output_begin_object (output, NULL);
      if (names != NULL)
        crm_compute_output_string (output, "id", names[i]);
      crm_compute_output_number (output, "expected_amount",
                                 crm_gamma_gamma_expect (&fit, x[i], mean[i]));
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  return TRUE;
}

static gboolean
run_backtest (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_auto (Customers) c = { 0 };
  CrmLifetimeBacktest result;
  gint32 cut, end;

  if (!read_day_option (input, "cut", &cut, error) ||
      !read_day_option (input, "end", &end, error) ||
      !gather_customers (input, cut, end, NULL, &c, error) ||
      !crm_lifetime_backtest (c.gathered, crm_compute_input_context (input), &result, error))
    return FALSE;
  crm_compute_output_integer (output, "n_customers", (gint64) result.n_customers);
  crm_compute_output_integer (output, "days_before", c.gathered->cut - c.gathered->first);
  crm_compute_output_number (output, "days_after", result.horizon);
  crm_compute_output_number (output, "actual", result.actual);
  crm_compute_output_begin_array (output, "rules");
  for (guint i = 0; i < CRM_LIFETIME_N_RULES; i++)
    {
      const CrmLifetimeBacktestRow *row = &result.rows[i];

      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_string (output, "rule", crm_lifetime_rule_id (i));
      crm_compute_output_boolean (output, "naive", i >= CRM_LIFETIME_N_MODELS);
      crm_compute_output_boolean (output, "available", row->available);
      crm_compute_output_boolean (output, "degenerate", row->degenerate);
      crm_compute_output_number (output, "predicted", row->available ? row->total : NAN);
      crm_compute_output_number (output, "rmse", row->available ? row->rmse : NAN);
      crm_compute_output_number (output, "mae", row->available ? row->mae : NAN);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  crm_compute_output_string (output, "best", crm_lifetime_rule_id (result.best));
  crm_compute_output_string (
      output, "best_model",
      result.best_model < CRM_LIFETIME_N_MODELS ? crm_lifetime_model_id (result.best_model) : NULL);
  crm_compute_output_boolean (output, "naive_wins", result.naive_wins);
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn model_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    N_("the customer, repeated in the answer") },
  { "frequency", CRM_COMPUTE_COLUMN_COUNT, "x,repeats,repeat_purchases",
    N_("repeat purchases, the first one not counted; whole numbers") },
  { "recency", CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "t_x,tx", N_("time from the first to the last purchase, 0 without a repeat") },
  { "T", CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "age,t_cal,tcal", N_("time from the first purchase to the end of observation") },
  { "date", CRM_COMPUTE_COLUMN_TEXT, "day,order_date,invoicedate",
    N_("instead of the three: the day of a purchase, one row each") },
  { "monetary", CRM_COMPUTE_COLUMN_MISSING, "monetary_value,amount,amt,mean_amount,revenue",
    N_("average amount of a repeat purchase, or with dates a purchase's amount; for --value") },
  { NULL },
};

static const CrmComputeOption model_options[] = {
  { "horizon", CRM_COMPUTE_OPTION_NUMBER, "0", 0, 1e9,
    N_("how far ahead to look, in the unit of T; 0: a third of the longest T") },
  { "end", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0, N_("with dates: the last day, later rows are left out") },
  { "unit", CRM_COMPUTE_OPTION_NUMBER, "1", 1e-3, 1e6, N_("with dates: days in a unit of time, 7 for weeks") },
  { "force", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0,
    N_("predict with the model even where NBD explains the data as well") },
  { "value", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("add the customers' value by gamma-gamma") },
  { "discount", CRM_COMPUTE_OPTION_NUMBER, "0", 0, 10, N_("discount rate for a unit of time") },
  { "margin", CRM_COMPUTE_OPTION_NUMBER, "1", 0, 1, N_("share of an amount that is earned") },
  { "steps", CRM_COMPUTE_OPTION_INTEGER, "12", 1, 1000, N_("steps of discounting in the horizon") },
  { "summary", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("leave out the single customers") },
  { NULL },
};

static const CrmComputeColumn gammagamma_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    N_("the customer, repeated in the answer") },
  { "frequency", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_COUNT, "x,repeats,repeat_purchases",
    N_("purchases that were averaged; whole numbers, 0 with amount 0 is left out of the fit") },
  { "monetary", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "monetary_value,amount,mean_amount,mean,m",
    N_("their average amount, above 0") },
  { NULL },
};

static const CrmComputeOption gammagamma_options[] = {
  { "summary", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("leave out the single customers") },
  { NULL },
};

static const CrmComputeColumn backtest_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    N_("the customer") },
  { "date", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT, "day,order_date,invoicedate",
    N_("the day of a purchase: 2011-06-30, 20110630 or a number") },
  { NULL },
};

static const CrmComputeOption backtest_options[] = {
  { "cut", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0,
    N_("last day that is known to the models; unless given, a third of the time comes after it") },
  { "end", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0, N_("last day of the comparison; unless given, of the file") },
  { NULL },
};

const CrmComputeMethod crm_compute_lifetime_methods[] = {
  { "nbd", N_("Repeat buying without drop-out"), model_columns, model_options, run_nbd },
  { "bgnbd", N_("Repeat buying, drop-out after repeat purchases (BG/NBD)"),
    model_columns, model_options, run_bgnbd },
  { "mbgnbd", N_("Repeat buying, drop-out after any purchase (MBG/NBD)"),
    model_columns, model_options, run_mbgnbd },
  { "paretonbd", N_("Repeat buying, drop-out at any time (Pareto/NBD)"),
    model_columns, model_options, run_paretonbd },
  { "gammagamma", N_("Amount of a purchase"), gammagamma_columns, gammagamma_options, run_gammagamma },
  { "backtest", N_("Compares these models with simple rules on what came later"),
    backtest_columns, backtest_options, run_backtest },
  { NULL },
};
/* clang-format on */

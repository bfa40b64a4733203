/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The satisfaction method: answers and behaviour from one file, or from two. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-compute-csv.h"
#include "crm-compute-ids.h"
#include "crm-compute.h"
#include "crm-satisfaction.h"

typedef struct
{
  CrmSatisfactionInput input;
  CrmComputeTable *behaviour; /* (nullable): the file of --customers */
  CrmComputeIds *customers, *instruments;
  guint64 *ids;
  double **features;
  const char *const *names; /* of features */
  guint32 *customer;
  guint8 *instrument;
  double *score, *age;
} Survey;

static void
clear_survey (Survey *self)
{
  for (guint k = 0; self->features != NULL && k < self->input.n_features; k++)
    g_free (self->features[k]);
  g_free (self->features);
  g_free (self->ids);
  g_free (self->customer);
  g_free (self->instrument);
  g_free (self->score);
  g_free (self->age);
  g_clear_pointer (&self->customers, crm_compute_ids_free);
  g_clear_pointer (&self->instruments, crm_compute_ids_free);
  g_clear_pointer (&self->behaviour, crm_compute_table_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survey, clear_survey)

/* Columns of the second file. */
static const CrmComputeColumn behaviour_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    NULL },
  { "feature", CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL, NULL },
  { NULL },
};

static gboolean
fail_value (GError **error, const char *format, gsize row, const char *text)
{
  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE, format, row + 1, text);
  return FALSE;
}

/* Customers and their features from rows that name them; a customer on several rows must be the same on
 * all. */
static gboolean
load_behaviour (Survey *self, const char *const *names, const double *const *columns,
                guint n_columns, gsize n_rows, gboolean unique, GError **error)
{
  g_autofree guint32 *first = g_new (guint32, n_rows);

  self->customers = crm_compute_ids_new ();
  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 known = self->customers->names->len;
      guint32 number = crm_compute_ids_add (self->customers, names[i]);

      if (number == known)
        first[number] = (guint32) i;
      else if (unique)
        return fail_value (error, _ ("Data row %zu of the customers: “%.60s” is there already"), i,
                           names[i]);
      for (guint k = 0; k < n_columns; k++)
        if (columns[k][i] != columns[k][first[number]])
          return fail_value (error,
                             _ ("Data row %zu: “%.60s” has other features than on an earlier row"),
                             i, names[i]);
    }
  self->input.n_customers = self->customers->names->len;
  self->input.n_features = n_columns;
  self->features = g_new0 (double *, n_columns + 1);
  for (guint k = 0; k < n_columns; k++)
    {
      self->features[k] = g_new (double, self->input.n_customers);
      for (gsize c = 0; c < self->input.n_customers; c++)
        self->features[k][c] = columns[k][first[c]];
    }
  self->ids = crm_compute_ids_rank (self->customers);
  return TRUE;
}

static gboolean
load_customers (const CrmComputeInput *input, Survey *self, GError **error)
{
  const char *path = crm_compute_input_string (input, "customers");
  const double *const *columns;
  guint n_columns;
  CrmComputeRole *features;

  if (path == NULL)
    {
      columns = crm_compute_input_many (input, "feature", &n_columns);
      self->names = crm_compute_input_names (input, "feature");
      return load_behaviour (self, crm_compute_input_text (input, "id"), columns, n_columns,
                             crm_compute_input_n_rows (input), FALSE, error);
    }
  self->behaviour = crm_compute_table_new (behaviour_columns);
  if (!crm_compute_table_read (self->behaviour, path, crm_compute_input_context (input), error))
    return FALSE;
  features = crm_compute_table_role (self->behaviour, "feature");
  self->names = (const char *const *) features->names->pdata;
  return load_behaviour (self, crm_compute_table_role (self->behaviour, "id")->data[0],
                         (const double *const *) features->data, features->values->len,
                         self->behaviour->n_rows, TRUE, error);
}

static gboolean
load_answers (const CrmComputeInput *input, Survey *self, GError **error)
{
  const char *const *names = crm_compute_input_text (input, "id");
  const char *const *instruments = crm_compute_input_text (input, "instrument");
  const double *score = crm_compute_input_numbers (input, "score");
  const double *age = crm_compute_input_numbers (input, "age");
  gsize n_rows = crm_compute_input_n_rows (input), n = 0;

  self->instruments = crm_compute_ids_new ();
  self->customer = g_new (guint32, n_rows);
  self->instrument = g_new0 (guint8, n_rows);
  self->score = g_new (double, n_rows);
  self->age = age != NULL ? g_new (double, n_rows) : NULL;
  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 instrument;

      if (isnan (score[i]))
        continue; /* a customer who did not answer */
      instrument =
          crm_compute_ids_add (self->instruments, instruments != NULL ? instruments[i] : "answer");
      if (instrument >= CRM_SATISFACTION_MAX_INSTRUMENTS)
        return fail_value (error, _ ("Data row %zu: “%.60s” is one instrument too many"), i,
                           instruments[i]);
      if (!(score[i] >= 0.0 && score[i] <= 100.0))
        return fail_value (error, _ ("Data row %zu: the score of “%.60s” is not between 0 and 100"),
                           i, names[i]);
      if (age != NULL && !(age[i] >= 0.0))
        return fail_value (error, _ ("Data row %zu: the answer of “%.60s” has no age"), i,
                           names[i]);
      if (!crm_compute_ids_find (self->customers, names[i], &self->customer[n]))
        return fail_value (error, _ ("Data row %zu: “%.60s” is not among the customers"), i,
                           names[i]);
      self->instrument[n] = (guint8) instrument;
      self->score[n] = score[i];
      if (age != NULL)
        self->age[n] = age[i];
      n++;
    }
  self->input.n_answers = n;
  return TRUE;
}

/* The instrument asked for, else the one answered most often, the first by name among equals. Numbers
 * are given by name, so that they do not depend on the order of rows. */
static gboolean
order_instruments (const CrmComputeInput *input, Survey *self, GError **error)
{
  const char *wanted = crm_compute_input_string (input, "reference");
  g_autofree guint64 *rank = crm_compute_ids_rank (self->instruments);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  gsize counts[CRM_SATISFACTION_MAX_INSTRUMENTS] = { 0 };
  guint32 reference = 0;
  guint n = self->instruments->names->len;

  g_ptr_array_set_size (sorted, (gint) n);
  for (guint i = 0; i < n; i++)
    sorted->pdata[rank[i]] = self->instruments->names->pdata[i];
  for (gsize i = 0; i < self->input.n_answers; i++)
    {
      self->instrument[i] = (guint8) rank[self->instrument[i]];
      counts[self->instrument[i]]++;
    }
  for (guint i = 1; i < n; i++)
    if (counts[i] > counts[reference])
      reference = i;
  if (wanted != NULL)
    {
      if (!crm_compute_ids_find (self->instruments, wanted, &reference))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                       _ ("--reference: there is no answer by “%s”"), wanted);
          return FALSE;
        }
      reference = (guint32) rank[reference];
    }
  for (guint i = 0; i < n; i++)
    self->instruments->names->pdata[i] = sorted->pdata[i];
  self->input.n_instruments = MAX (n, 1);
  self->input.reference = reference;
  return TRUE;
}

static const char *
name_status (CrmSatisfactionStatus status)
{
  switch (status)
    {
    case CRM_SATISFACTION_FULL:
      return "scores-for-all";
    case CRM_SATISFACTION_FEW_RESPONDERS:
      return "few-responders";
    case CRM_SATISFACTION_BEHAVIOUR_IS_SILENT:
      return "behaviour-is-silent";
    case CRM_SATISFACTION_FEW_ANSWERS:
      return "few-answers";
    case CRM_SATISFACTION_NO_REPEATED:
      return "no-repeated-answers";
    default:
      g_return_val_if_reached (NULL);
    }
}

static const char *
explain_status (CrmSatisfactionStatus status)
{
  switch (status)
    {
    case CRM_SATISFACTION_FULL:
      return _ ("Behaviour predicts answers: every customer has a score");
    case CRM_SATISFACTION_FEW_RESPONDERS:
      return _ ("Not enough answers to predict: only customers who answered have a score");
    case CRM_SATISFACTION_BEHAVIOUR_IS_SILENT:
      return _ (
          "Behaviour predicts no better than the mean: only customers who answered have a score");
    case CRM_SATISFACTION_FEW_ANSWERS:
      return _ ("Not enough answers for any score");
    case CRM_SATISFACTION_NO_REPEATED:
      return _ (
          "Too few customers answered twice: lasting opinion and chance cannot be told apart");
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
write_coefficient (CrmComputeOutput *output, const char *name, double value, double error)
{
  crm_compute_output_begin_object (output, NULL);
  crm_compute_output_string (output, "name", name);
  crm_compute_output_number (output, "value", value);
  crm_compute_output_number (output, "standard_error", error);
  crm_compute_output_end_object (output);
}

static void
write_model (const Survey *survey, const CrmSatisfaction *s, CrmComputeOutput *output)
{
  const CrmSatisfactionValidation *v = &s->validation;

  crm_compute_output_number (output, "baseline", s->baseline);
  crm_compute_output_begin_array (output, "coefficients");
  write_coefficient (output, "(intercept)", s->intercept, s->intercept_error);
  for (guint i = 0; i < s->n_instruments; i++)
    if (i != s->reference)
      write_coefficient (output, survey->instruments->names->pdata[i], s->offsets[i],
                         s->offset_errors[i]);
  for (guint k = 0; k < s->n_features; k++)
    write_coefficient (output, survey->names[k], s->coefficients[k], s->coefficient_errors[k]);
  crm_compute_output_end_array (output);
  crm_compute_output_number (output, "tau", s->tau);
  crm_compute_output_number (output, "sigma", s->sigma);
  crm_compute_output_number (output, "reml_deviance", s->deviance);
  crm_compute_output_number (output, "ridge", s->ridge);
  crm_compute_output_begin_object (output, "cross_validation");
  crm_compute_output_number (output, "rmse", v->rmse);
  crm_compute_output_number (output, "rmse_of_mean", v->rmse_mean);
  crm_compute_output_number (output, "r2", v->r2);
  crm_compute_output_number (output, "slope", v->slope);
  crm_compute_output_number (output, "implied_score_error", v->score_error);
  crm_compute_output_end_object (output);
  crm_compute_output_begin_object (output, "sensitivity");
  crm_compute_output_number (output, "shift", s->sensitivity.shift);
  crm_compute_output_number (output, "average", s->sensitivity.average);
  crm_compute_output_number (output, "low", s->sensitivity.low);
  crm_compute_output_number (output, "high", s->sensitivity.high);
  crm_compute_output_end_object (output);
}

static void
write_customers (const Survey *survey, const CrmSatisfaction *s, CrmComputeOutput *output)
{
  double features[CRM_SATISFACTION_MAX_FEATURES];
  CrmSatisfactionParts parts;

  crm_compute_output_strings (output, "features", survey->names, s->n_features);
  crm_compute_output_begin_array (output, "customers");
  for (gsize i = 0; i < s->n_customers; i++)
    {
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_string (output, "id", survey->customers->names->pdata[i]);
      crm_compute_output_number (output, "score", s->score[i]);
      crm_compute_output_number (output, "standard_error", s->error[i]);
      crm_compute_output_number (output, "low", s->low[i]);
      crm_compute_output_number (output, "high", s->high[i]);
      if (crm_satisfaction_explain (s, &survey->input, i, features, &parts))
        {
          crm_compute_output_number (output, "baseline", parts.baseline);
          crm_compute_output_numbers (output, "contributions", features, s->n_features);
          crm_compute_output_number (output, "survey", parts.survey);
          crm_compute_output_number (output, "limit", parts.limit);
        }
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
}

static gboolean
run_satisfaction (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_auto (Survey) survey = { 0 };
  g_autoptr (CrmSatisfaction) s = NULL;
  CrmSatisfactionOptions options = {
    .half_life = crm_compute_input_number (input, "half-life"),
    .level = crm_compute_input_number (input, "level"),
    .n_folds = (guint) crm_compute_input_integer (input, "folds"),
    .seed = (guint64) crm_compute_input_integer (input, "seed"),
  };

  if (!load_customers (input, &survey, error) || !load_answers (input, &survey, error) ||
      !order_instruments (input, &survey, error))
    return FALSE;
  survey.input.ids = survey.ids;
  survey.input.features = (const double *const *) survey.features;
  survey.input.customer = survey.customer;
  survey.input.instrument = survey.instrument;
  survey.input.score = survey.score;
  survey.input.age = survey.age;
  s = crm_satisfaction_new (&survey.input, &options, crm_compute_input_context (input), error);
  if (s == NULL)
    return FALSE;

  crm_compute_output_string (output, "status", name_status (s->status));
  crm_compute_output_string (output, "meaning", explain_status (s->status));
  crm_compute_output_integer (output, "n_customers", (gint64) s->n_customers);
  crm_compute_output_integer (output, "n_answers", (gint64) s->n_answers);
  crm_compute_output_integer (output, "n_responders", (gint64) s->n_responders);
  crm_compute_output_integer (output, "n_answered_twice", (gint64) s->n_repeated);
  crm_compute_output_number (output, "mean_answer", s->mean_answer);
  crm_compute_output_string (output, "reference", survey.instruments->names->pdata[s->reference]);
  if (!crm_satisfaction_status_has_scores (s->status))
    return TRUE;
  write_model (&survey, s, output);
  if (!crm_compute_input_flag (input, "summary"))
    write_customers (&survey, s, output);
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn columns[] = {
  { "id", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    N_("the customer; several rows for several answers") },
  { "score", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_MISSING, "score100",
    N_("an answer on 0 to 100; empty for a customer who did not answer") },
  { "instrument", CRM_COMPUTE_COLUMN_TEXT, "survey,kind", N_("which kind of survey it was, as CSAT or NPS") },
  { "age", CRM_COMPUTE_COLUMN_MISSING | CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "age_days", N_("age of the answer") },
  { "feature", CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL,
    N_("behaviour of the customer; unless named, every other number column. Not read with --customers") },
  { NULL },
};

static const CrmComputeOption satisfaction_options[] = {
  { "customers", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0,
    N_("a second CSV file with one row a customer: “id” and the features") },
  { "reference", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0,
    N_("the instrument on whose scale scores are; unless given, the one with the most answers") },
  { "half-life", CRM_COMPUTE_OPTION_NUMBER, "0", 0, 1e9,
    N_("an answer this old weighs one half, in the unit of “age”; 0: age does not matter") },
  { "level", CRM_COMPUTE_OPTION_NUMBER, "0.8", 0.01, 0.999, N_("coverage of the intervals") },
  { "folds", CRM_COMPUTE_OPTION_INTEGER, "10", 2, 100, N_("folds of the cross-validation") },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, "0", 0, 1e15, N_("seed of the folds") },
  { "summary", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("leave out the single customers") },
  { NULL },
};

const CrmComputeMethod crm_compute_satisfaction_methods[] = {
  { "satisfaction", N_("How satisfied each customer is, from answers and behaviour"),
    columns, satisfaction_options, run_satisfaction },
  { NULL },
};
/* clang-format on */

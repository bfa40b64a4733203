/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores. Runs in the caller's thread with a team for the sums and for scoring; a customer's score
 * depends on the fit and the customer alone. */

#include "config.h"

#include <math.h>

#include "crm-satisfaction-private.h"

#define CHUNK 4096

typedef struct
{
  CrmSatisfaction *result;
  const CrmSatisfactionSample *sample;
  const CrmMixedData *data;
  const CrmMixedFit *fit;
  double z; /* half width of an interval in standard errors */
  gboolean everybody;
} Scoring;

/* z with P (|Z| <= z) = level, by Newton's method on erfc. */
static double
find_half_width (double level)
{
  double z = 1.0;

  for (guint i = 0; i < 60; i++)
    z += (erfc (z / G_SQRT2) - (1.0 - level)) / (2.0 * exp (-0.5 * z * z) / sqrt (2.0 * G_PI));
  return z;
}

static double
limit_score (double score)
{
  return CLAMP (score, 0.0, 100.0);
}

/* The score of a customer's behaviour; @parts (nullable) gets each feature's contribution. */
static double
predict_row (const CrmSatisfaction *self, const double *const *features, gsize row, double *parts)
{
  double sum = self->baseline;

  for (guint k = 0; k < self->n_features; k++)
    {
      double part = self->coefficients[k] == 0.0
                        ? 0.0
                        : self->coefficients[k] * (features[k][row] - self->feature_means[k]);

      if (parts != NULL)
        parts[k] = part;
      sum += part;
    }
  return sum;
}

/* x'Vx of the customer's prediction on the reference instrument. */
static double
predict_variance (const Scoring *self, gsize row)
{
  guint n = self->data->n, n_fixed = crm_satisfaction_n_fixed (self->sample->input);
  const double *v = self->fit->covariance;
  double x[CRM_SATISFACTION_MAX_FEATURES], sum = v[0];

  for (guint k = n_fixed; k < n; k++)
    {
      const double *line = v + (gsize) k * n;
      double inner = 0.0;

      x[k - n_fixed] = crm_satisfaction_standardise (self->sample, k - n_fixed, row);
      for (guint j = n_fixed; j < k; j++)
        inner += line[j] * x[j - n_fixed];
      sum += x[k - n_fixed] * (2.0 * (line[0] + inner) + line[k] * x[k - n_fixed]);
    }
  return sum > 0.0 ? sum : 0.0;
}

static void
score_cb (gsize chunk, gsize begin, gsize end, gpointer user_data)
{
  Scoring *self = user_data;
  CrmSatisfaction *out = self->result;
  const CrmMixedData *data = self->data;
  double ratio = self->fit->tau_for_errors / self->fit->sigma;

  for (gsize i = begin; i < end; i++)
    {
      guint32 g = self->sample->group_of[i];
      double total, weight = 0.0, error;

      out->score[i] = out->error[i] = out->low[i] = out->high[i] = out->predicted[i] =
          out->survey[i] = NAN;
      if (g == CRM_SATISFACTION_NOBODY && !self->everybody)
        continue;
      out->predicted[i] = predict_row (out, self->sample->input->features, i, NULL);
      out->survey[i] = 0.0;
      if (g != CRM_SATISFACTION_NOBODY)
        {
          const double *m = data->sums + (gsize) g * (data->n + 1);
          double residual = m[data->n];

          for (guint k = 0; k < data->n; k++)
            residual -= self->fit->b[k] * m[k];
          weight = data->weight[g];
          out->survey[i] = self->fit->theta * residual / (1.0 + self->fit->theta * weight);
        }
      total = out->predicted[i] + out->survey[i];
      error =
          self->fit->tau_for_errors * self->fit->tau_for_errors / (1.0 + ratio * ratio * weight);
      error = sqrt (error + predict_variance (self, i));
      out->score[i] = limit_score (total);
      out->error[i] = error;
      out->low[i] = limit_score (total - self->z * error);
      out->high[i] = limit_score (total + self->z * error);
    }
}

/* The fit's coefficients in the units of the features and with the mean answer added back. */
static void
publish_coefficients (CrmSatisfaction *self, const CrmSatisfactionSample *sample,
                      const CrmMixedFit *fit, gboolean with_features)
{
  const CrmSatisfactionInput *in = sample->input;
  guint n_fixed = crm_satisfaction_n_fixed (in), n = n_fixed + (with_features ? in->n_features : 0);
  double direction[CRM_MIXED_MODEL_MAX] = { 1.0 }, variance = 0.0;

  self->baseline = sample->mean_answer + fit->b[0];
  self->intercept = self->baseline;
  for (guint i = 0; i < in->n_instruments; i++)
    {
      guint at = crm_satisfaction_offset_index (in, i);

      if (i == in->reference || !fit->used[at])
        continue;
      self->offsets[i] = fit->b[at];
      self->offset_errors[i] = sqrt (fit->covariance[at * n + at]);
    }
  for (guint k = n_fixed; k < n; k++)
    {
      double deviation = sample->deviations[k - n_fixed];

      if (!fit->used[k])
        continue;
      self->coefficients[k - n_fixed] = fit->b[k] / deviation;
      self->coefficient_errors[k - n_fixed] = sqrt (fit->covariance[k * n + k]) / deviation;
      direction[k] = -sample->means[k - n_fixed] / deviation;
      self->intercept += fit->b[k] * direction[k];
    }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      variance += direction[i] * fit->covariance[i * n + j] * direction[j];
  self->intercept_error = sqrt (variance);
  self->tau = fit->tau;
  self->sigma = fit->sigma;
  /* A restricted likelihood is one of the columns' units: without a ridge, give it in the features' own. */
  self->deviance = fit->deviance;
  for (guint k = n_fixed; k < n && fit->ridge == 0.0; k++)
    self->deviance += fit->used[k] ? 2.0 * log (sample->deviations[k - n_fixed]) : 0.0;
  self->ridge = fit->ridge;
}

static gboolean
compute_sensitivity (CrmSatisfaction *self, const CrmSatisfactionSample *sample,
                     const CrmAnalyticsContext *context, GError **error)
{
  gsize n = self->n_customers;
  double *averages[3] = { &self->sensitivity.low, &self->sensitivity.average,
                          &self->sensitivity.high };

  self->sensitivity.shift = 0.5 * self->tau;
  for (int side = -1; side <= 1; side++)
    {
      CrmExactSum sum;

      crm_exact_sum_init (&sum);
      for (gsize i = 0; i < n; i++)
        {
          crm_exact_sum_add (
              &sum, sample->group_of[i] != CRM_SATISFACTION_NOBODY
                        ? self->score[i]
                        : limit_score (self->predicted[i] + side * self->sensitivity.shift));
          if (crm_analytics_cancelled_at (context, i))
            return crm_analytics_raise_cancelled (error);
        }
      *averages[side + 1] = crm_exact_sum_value (&sum) / (double) n;
    }
  return TRUE;
}

static CrmSatisfaction *
allocate (const CrmSatisfactionSample *sample)
{
  const CrmSatisfactionInput *in = sample->input;
  CrmSatisfaction *self = g_new0 (CrmSatisfaction, 1);

  self->n_customers = in->n_customers;
  self->n_answers = in->n_answers;
  self->n_responders = sample->n_responders;
  self->n_repeated = sample->n_repeated;
  self->n_instruments = in->n_instruments;
  self->n_features = in->n_features;
  self->reference = in->reference;
  self->mean_answer = sample->mean_answer;
  self->baseline = self->intercept = self->intercept_error = NAN;
  self->tau = self->sigma = self->deviance = NAN;
  self->offsets = g_new0 (double, in->n_instruments);
  self->offset_errors = g_new (double, in->n_instruments);
  self->coefficients = g_new0 (double, in->n_features + 1);
  self->coefficient_errors = g_new (double, in->n_features + 1);
  self->feature_means = g_memdup2 (sample->means, sizeof (double) * (in->n_features + 1));
  for (guint i = 0; i < in->n_instruments; i++)
    self->offset_errors[i] = NAN;
  for (guint k = 0; k <= in->n_features; k++)
    self->coefficient_errors[k] = NAN;
  self->validation = (CrmSatisfactionValidation){ NAN, NAN, NAN, NAN, NAN, NAN };
  self->sensitivity.shift = self->sensitivity.average = NAN;
  self->sensitivity.low = self->sensitivity.high = NAN;
  self->score = g_new (double, in->n_customers);
  self->error = g_new (double, in->n_customers);
  self->low = g_new (double, in->n_customers);
  self->high = g_new (double, in->n_customers);
  self->predicted = g_new (double, in->n_customers);
  self->survey = g_new (double, in->n_customers);
  return self;
}

static gboolean
leave_scores_out (CrmSatisfaction *self, const CrmAnalyticsContext *context, GError **error)
{
  for (gsize i = 0; i < self->n_customers; i++)
    {
      self->score[i] = self->error[i] = self->low[i] = self->high[i] = self->predicted[i] =
          self->survey[i] = NAN;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  return TRUE;
}

/* Fits with behaviour, at the ridge that predicts left-out answers best: none where there are twenty
 * responders a feature, since its estimates are then good and unbiased. */
static gboolean
fit_behaviour (CrmSatisfaction *self, const CrmSatisfactionSample *sample, const CrmMixedData *with,
               const CrmMixedData *without, double start_without, CrmParallel *parallel,
               const CrmAnalyticsContext *context, CrmMixedFit *fit, GError **error)
{
  static const double ridges[] = { 0.0, 4.0, 16.0, 64.0, 256.0, 1024.0 };
  guint n = sample->n_responders < 20 * sample->input->n_features ? G_N_ELEMENTS (ridges) : 1;

  for (guint i = 0; i < n; i++)
    {
      g_auto (CrmMixedFit) candidate = { { 0 } };
      CrmSatisfactionValidation validation;

      if (!crm_mixed_model_fit (with, -1, ridges[i], NAN, parallel, &candidate, error) ||
          !crm_satisfaction_validate (sample, with, without, ridges[i], candidate.theta,
                                      start_without, parallel, context, &validation, error))
        return FALSE;
      if (i == 0 || validation.rmse < self->validation.rmse)
        {
          double left = validation.rmse * validation.rmse - candidate.sigma * candidate.sigma;

          crm_mixed_fit_clear (fit);
          *fit = candidate;
          candidate.covariance = NULL;
          self->validation = validation;
          self->validation.score_error = left >= 0.0 ? sqrt (left) : NAN;
        }
      crm_analytics_progress (context, 0.2 + 0.6 * (i + 1) / n);
    }
  return TRUE;
}

/* Whether behaviour may be used, and with which status it may not. */
static gboolean
may_predict (const CrmSatisfaction *self)
{
  double gain = self->validation.rmse_mean * self->validation.rmse_mean -
                self->validation.rmse * self->validation.rmse;

  return gain > self->validation.gain_error;
}

static gboolean
fit_and_score (CrmSatisfaction *self, CrmSatisfactionSample *sample, double level,
               const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmParallel) parallel = crm_parallel_new (context);
  g_autoptr (CrmMixedData) without = crm_satisfaction_sample_sum (sample, FALSE, context, error);
  g_autoptr (CrmMixedData) with = NULL;
  g_auto (CrmMixedFit) mean = { { 0 } };
  g_auto (CrmMixedFit) full = { { 0 } };
  gboolean everybody = FALSE;
  Scoring scoring;

  if (without == NULL || !crm_mixed_model_fit (without, -1, 0.0, NAN, parallel, &mean, error))
    return FALSE;
  if (sample->n_responders < CRM_SATISFACTION_LEAST_RESPONDERS)
    self->status = CRM_SATISFACTION_FEW_RESPONDERS;
  else if (self->n_features == 0)
    self->status = CRM_SATISFACTION_BEHAVIOUR_IS_SILENT;
  else
    {
      with = crm_satisfaction_sample_sum (sample, TRUE, context, error);
      if (with == NULL ||
          !fit_behaviour (self, sample, with, without, mean.theta, parallel, context, &full, error))
        return FALSE;
      everybody = may_predict (self);
      self->status = everybody ? CRM_SATISFACTION_FULL : CRM_SATISFACTION_BEHAVIOUR_IS_SILENT;
    }
  /* What is not needed any more goes before the scores come: a cancel has to free what there is. */
  g_clear_pointer (&sample->answers, g_free);
  if (everybody)
    g_clear_pointer (&without, crm_mixed_data_free);
  crm_analytics_progress (context, 0.8);
  publish_coefficients (self, sample, everybody ? &full : &mean, everybody);
  scoring = (Scoring){ self,
                       sample,
                       everybody ? with : without,
                       everybody ? &full : &mean,
                       find_half_width (level),
                       everybody };
  if (!crm_parallel_run (parallel, self->n_customers, CHUNK, score_cb, &scoring, error))
    return FALSE;
  g_clear_pointer (&with, crm_mixed_data_free);
  g_clear_pointer (&without, crm_mixed_data_free);
  if (crm_analytics_set_cancelled (context, error))
    return FALSE;
  return !everybody || compute_sensitivity (self, sample, context, error);
}

CrmSatisfaction *
crm_satisfaction_new (const CrmSatisfactionInput *input, const CrmSatisfactionOptions *options,
                      const CrmAnalyticsContext *context, GError **error)
{
  static const CrmSatisfactionOptions initial = { 0 };
  g_autoptr (CrmSatisfactionSample) sample = NULL;
  g_autoptr (CrmSatisfaction) self = NULL;

  options = options != NULL ? options : &initial;
  crm_analytics_progress (context, 0.0);
  sample = crm_satisfaction_sample_new (input, options, context, error);
  if (sample == NULL || crm_analytics_set_cancelled (context, error))
    return NULL;
  crm_analytics_progress (context, 0.2);

  self = allocate (sample);
  if (self->n_answers < CRM_SATISFACTION_LEAST_ANSWERS)
    self->status = CRM_SATISFACTION_FEW_ANSWERS;
  else if (self->n_repeated < CRM_SATISFACTION_LEAST_REPEATED)
    self->status = CRM_SATISFACTION_NO_REPEATED;
  if (self->status != CRM_SATISFACTION_FULL
          ? !leave_scores_out (self, context, error)
          : !fit_and_score (self, sample, options->level > 0.0 ? options->level : 0.8, context,
                            error))
    return NULL;
  g_clear_pointer (&sample, crm_satisfaction_sample_free);
  if (crm_analytics_set_cancelled (context, error))
    return NULL;
  crm_analytics_progress (context, 1.0);
  return g_steal_pointer (&self);
}

void
crm_satisfaction_free (CrmSatisfaction *self)
{
  if (self == NULL)
    return;
  g_free (self->offsets);
  g_free (self->offset_errors);
  g_free (self->coefficients);
  g_free (self->coefficient_errors);
  g_free (self->feature_means);
  g_free (self->score);
  g_free (self->error);
  g_free (self->low);
  g_free (self->high);
  g_free (self->predicted);
  g_free (self->survey);
  g_free (self);
}

gboolean
crm_satisfaction_explain (const CrmSatisfaction *self, const CrmSatisfactionInput *input,
                          gsize customer, double *features, CrmSatisfactionParts *parts)
{
  double total;

  g_return_val_if_fail (customer < self->n_customers, FALSE);
  if (isnan (self->score[customer]))
    return FALSE;
  total = predict_row (self, input->features, customer, features) + self->survey[customer];
  parts->baseline = self->baseline;
  parts->survey = self->survey[customer];
  parts->score = limit_score (total);
  parts->limit = parts->score - total;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cross-validation. A customer's answers are predicted without that customer, by behaviour and by the
 * instruments' means; errors weigh as their answers do. Answers stand in the sample's order, so sums do
 * not depend on rows or threads. */

#include "config.h"

#include <math.h>

#include "crm-satisfaction-private.h"

typedef struct
{
  const CrmSatisfactionSample *sample;
  double *with, *without; /* a prediction an answer, from the mean answer */
} Predictions;

/* Predicts what fold holds, with a model fitted to the others. */
static gboolean
predict_fold (const Predictions *self, const CrmMixedData *data, guint fold, double ridge,
              double start, CrmParallel *parallel, const CrmAnalyticsContext *context, double *out,
              GError **error)
{
  const CrmSatisfactionInput *in = self->sample->input;
  guint n_fixed = crm_satisfaction_n_fixed (in);
  g_auto (CrmMixedFit) fit = { { 0 } };

  if (!crm_mixed_model_fit (data, (int) fold, ridge, start, parallel, &fit, error))
    return FALSE;
  for (gsize i = 0; i < in->n_answers; i++)
    {
      const CrmSatisfactionAnswer *answer = &self->sample->answers[i];

      if (i % 65536 == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (self->sample->fold[answer->group] != fold)
        continue;
      out[i] = fit.b[0];
      if (answer->instrument != in->reference)
        out[i] += fit.b[crm_satisfaction_offset_index (in, answer->instrument)];
      for (guint k = n_fixed; k < data->n; k++)
        out[i] += fit.b[k] * crm_satisfaction_standardise (self->sample, k - n_fixed,
                                                           self->sample->row[answer->group]);
    }
  return TRUE;
}

static gboolean
summarise (const Predictions *self, const CrmAnalyticsContext *context,
           CrmSatisfactionValidation *out, GError **error)
{
  const CrmSatisfactionSample *sample = self->sample;
  gsize n = sample->input->n_answers;
  double weights = 0.0, mse = 0.0, mse_mean = 0.0, mean_p = 0.0, mean_y = 0.0, pp = 0.0, py = 0.0;
  double gain, spread = 0.0, group_gain = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      double y = sample->answers[i].score - sample->mean_answer, w = sample->answers[i].weight;

      weights += w;
      mse += w * (y - self->with[i]) * (y - self->with[i]);
      mse_mean += w * (y - self->without[i]) * (y - self->without[i]);
      mean_p += w * self->with[i];
      mean_y += w * y;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  mse /= weights;
  mse_mean /= weights;
  gain = mse_mean - mse;
  for (gsize i = 0; i < n; i++)
    {
      double y = sample->answers[i].score - sample->mean_answer, w = sample->answers[i].weight;
      double p = self->with[i] - mean_p / weights, m = self->without[i];

      pp += w * p * p;
      py += w * p * (y - mean_y / weights);
      /* Answers of one customer err together: the difference's variance is taken over customers. */
      group_gain += w * ((y - m) * (y - m) - (y - self->with[i]) * (y - self->with[i]) - gain);
      if (i + 1 == n || sample->answers[i + 1].group != sample->answers[i].group)
        {
          spread += group_gain * group_gain;
          group_gain = 0.0;
        }
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  out->rmse = sqrt (mse);
  out->rmse_mean = sqrt (mse_mean);
  out->r2 = 1.0 - mse / mse_mean;
  out->gain_error = sqrt (spread) / weights;
  out->slope = pp > 0.0 ? py / pp : NAN;
  out->score_error = NAN; /* needs the noise of the whole fit */
  return TRUE;
}

gboolean
crm_satisfaction_validate (const CrmSatisfactionSample *sample, const CrmMixedData *with,
                           const CrmMixedData *without, double ridge, double start_with,
                           double start_without, CrmParallel *parallel,
                           const CrmAnalyticsContext *context,
                           CrmSatisfactionValidation *validation, GError **error)
{
  gsize n = sample->input->n_answers;
  g_autofree double *predicted = g_new0 (double, n);
  g_autofree double *means = g_new0 (double, n);
  Predictions predictions = { sample, predicted, means };

  for (guint f = 0; f < sample->n_folds; f++)
    if (!predict_fold (&predictions, with, f, ridge, start_with, parallel, context, predicted,
                       error) ||
        !predict_fold (&predictions, without, f, 0.0, start_without, parallel, context, means,
                       error))
      return FALSE;
  return summarise (&predictions, context, validation, error);
}

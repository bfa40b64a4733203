/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks the input and brings answers into an order that rows do not decide: responders by id, within
 * one by instrument, weight and score. Runs in the caller's thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-order.h"
#include "crm-satisfaction-private.h"

#define STRETCH 65536 /* rows summed at a time */

static gboolean
fail_row (GError **error, const char *format, gsize row, double value)
{
  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE, format, row + 1, value);
  return FALSE;
}

static gboolean
check_answers (const CrmSatisfactionInput *in, const CrmAnalyticsContext *context, GError **error)
{
  gboolean vary = FALSE;

  for (gsize i = 0; i < in->n_answers; i++)
    {
      if (in->customer[i] >= in->n_customers)
        return fail_row (error, _ ("Answer %zu is of customer number %g, who does not exist"), i,
                         in->customer[i]);
      if (in->instrument[i] >= in->n_instruments)
        return fail_row (error, _ ("Answer %zu is of instrument number %g, which does not exist"),
                         i, in->instrument[i]);
      if (!(in->score[i] >= 0.0 && in->score[i] <= 100.0))
        return fail_row (error, _ ("Answer %zu is %g and not between 0 and 100"), i, in->score[i]);
      if (in->age != NULL && !(in->age[i] >= 0.0 && isfinite (in->age[i])))
        return fail_row (error, _ ("Answer %zu has the age %g, which is no time"), i, in->age[i]);
      vary |= in->score[i] != in->score[0];
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  if (vary || in->n_answers < CRM_SATISFACTION_LEAST_ANSWERS)
    return TRUE;
  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("All answers are equal: there is nothing to tell customers apart by"));
  return FALSE;
}

static gboolean
check_input (const CrmSatisfactionInput *in, const CrmSatisfactionOptions *options,
             const CrmAnalyticsContext *context, GError **error)
{
  if (in->n_customers == 0 || in->n_answers == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           in->n_customers == 0 ? _ ("No customers") : _ ("No answers"));
      return FALSE;
    }
  if (in->n_customers >= CRM_SATISFACTION_NOBODY)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                           _ ("More than four thousand million customers"));
      return FALSE;
    }
  if (in->n_instruments < 1 || in->n_instruments > CRM_SATISFACTION_MAX_INSTRUMENTS ||
      in->reference >= in->n_instruments || in->n_features > CRM_SATISFACTION_MAX_FEATURES)
    {
      g_set_error (
          error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
          _ ("Takes 1 to %d instruments, one of them the reference, and at most %d features"),
          CRM_SATISFACTION_MAX_INSTRUMENTS, CRM_SATISFACTION_MAX_FEATURES);
      return FALSE;
    }
  if (!(options->half_life >= 0.0) || !(options->level >= 0.0 && options->level < 1.0) ||
      options->n_folds == 1 || options->n_folds > 100)
    {
      g_set_error_literal (
          error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
          _ ("Needs a half-life of at least 0, a level below 1 and 2 to 100 folds"));
      return FALSE;
    }
  for (guint k = 0; k < in->n_features; k++)
    {
      g_autofree char *what = g_strdup_printf (_ ("Feature %u"), k + 1);

      if (crm_analytics_set_cancelled (context, error) ||
          !crm_analytics_check_values (context, in->features[k], in->n_customers, -INFINITY, what,
                                       error))
        return FALSE;
    }
  return check_answers (in, context, error);
}

static guint64
get_id (const CrmSatisfactionInput *in, gsize row)
{
  return in->ids != NULL ? in->ids[row] : row;
}

/* Finds who answered, in order of id. */
static gboolean
order_responders (CrmSatisfactionSample *self, const CrmAnalyticsContext *context, GError **error)
{
  const CrmSatisfactionInput *in = self->input;
  g_autofree guint64 *ids = NULL;
  gsize n = 0;

  self->group_of = g_new (guint32, in->n_customers);
  for (gsize i = 0; i < in->n_customers; i++)
    {
      self->group_of[i] = CRM_SATISFACTION_NOBODY;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  for (gsize i = 0; i < in->n_answers; i++)
    {
      n += self->group_of[in->customer[i]] == CRM_SATISFACTION_NOBODY;
      self->group_of[in->customer[i]] = 0;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  self->row = g_new (guint32, n);
  ids = g_new (guint64, n);
  for (gsize i = 0; i < in->n_customers; i++)
    {
      if (self->group_of[i] != CRM_SATISFACTION_NOBODY)
        {
          ids[self->n_responders] = get_id (in, i);
          self->row[self->n_responders++] = (guint32) i;
        }
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  if (!crm_order_sort (ids, self->row, n, context, error))
    return FALSE;
  for (gsize g = 0; g < n; g++)
    {
      if (g > 0 && ids[g] == ids[g - 1])
        return fail_row (error, _ ("Customer %zu has the same id as another (%g)"), self->row[g],
                         (double) ids[g]);
      self->group_of[self->row[g]] = (guint32) g;
      if (crm_analytics_cancelled_at (context, g))
        return crm_analytics_raise_cancelled (error);
    }
  return TRUE;
}

/* Sorts by the last key first: score, weight, instrument, responder. */
static gboolean
sort_answers (CrmSatisfactionAnswer **answers, gsize n, const CrmAnalyticsContext *context,
              GError **error)
{
  g_autofree guint64 *keys = g_new (guint64, n);
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree CrmSatisfactionAnswer *sorted = NULL;

  for (gsize i = 0; i < n; i++)
    {
      order[i] = (guint32) i;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  for (guint key = 0; key < 4; key++)
    {
      for (gsize i = 0; i < n; i++)
        {
          const CrmSatisfactionAnswer *answer = &(*answers)[order[i]];

          keys[i] = key == 0   ? crm_order_key (answer->score)
                    : key == 1 ? crm_order_key (answer->weight)
                    : key == 2 ? answer->instrument
                               : answer->group;
          if (crm_analytics_cancelled_at (context, i))
            return crm_analytics_raise_cancelled (error);
        }
      if (!crm_order_sort (keys, order, n, context, error))
        return FALSE;
    }
  sorted = g_new (CrmSatisfactionAnswer, n);
  for (gsize i = 0; i < n; i++)
    {
      sorted[i] = (*answers)[order[i]];
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  g_free (*answers);
  *answers = g_steal_pointer (&sorted);
  return TRUE;
}

static gboolean
order_answers (CrmSatisfactionSample *self, double half_life, const CrmAnalyticsContext *context,
               GError **error)
{
  const CrmSatisfactionInput *in = self->input;
  double sum = 0.0, weights = 0.0;

  self->answers = g_new (CrmSatisfactionAnswer, in->n_answers);
  for (gsize i = 0; i < in->n_answers; i++)
    {
      CrmSatisfactionAnswer *answer = &self->answers[i];
      double age = in->age != NULL && half_life > 0.0 ? in->age[i] / half_life : 0.0;

      answer->group = self->group_of[in->customer[i]];
      answer->instrument = in->instrument[i];
      answer->score = in->score[i];
      answer->weight = exp2 (-fmin (age, 100.0));
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  if (!sort_answers (&self->answers, in->n_answers, context, error))
    return FALSE;
  for (gsize i = 0; i < in->n_answers; i++)
    {
      sum += self->answers[i].weight * self->answers[i].score;
      weights += self->answers[i].weight;
      if (i > 0 && self->answers[i].group == self->answers[i - 1].group &&
          (i < 2 || self->answers[i].group != self->answers[i - 2].group))
        self->n_repeated++;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  self->mean_answer = sum / weights;
  return TRUE;
}

/* Folds of equal size in an order that only ids and the seed decide. */
static gboolean
deal_folds (CrmSatisfactionSample *self, guint n_folds, guint64 seed,
            const CrmAnalyticsContext *context, GError **error)
{
  gsize n = self->n_responders;
  g_autofree guint64 *hashes = g_new (guint64, n);
  g_autofree guint32 *cards = g_new (guint32, n);

  self->n_folds = (guint) MIN (n_folds != 0 ? n_folds : 10, n);
  self->fold = g_new (guint8, n);
  for (gsize g = 0; g < n; g++)
    {
      hashes[g] =
          crm_random_mix (get_id (self->input, self->row[g]) + crm_random_mix (seed + 1) * 2 + 1);
      cards[g] = (guint32) g;
      if (crm_analytics_cancelled_at (context, g))
        return crm_analytics_raise_cancelled (error);
    }
  if (!crm_order_sort (hashes, cards, n, context, error))
    return FALSE;
  for (gsize g = 0; g < n; g++)
    {
      self->fold[cards[g]] = (guint8) (g % self->n_folds);
      if (crm_analytics_cancelled_at (context, g))
        return crm_analytics_raise_cancelled (error);
    }
  return TRUE;
}

/* Exact sums of a stretch of a feature each, so that neither threads nor rows matter. */
typedef struct
{
  const CrmSatisfactionSample *sample;
  gsize n_stretches; /* a feature */
  gboolean squares;  /* of the distances from the means, else the values themselves */
  CrmExactSum *sums;
} Measurement;

static void
sum_stretch_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Measurement *self = data;
  guint k = (guint) (chunk / self->n_stretches);
  const double *values = self->sample->input->features[k];
  double mean = self->squares ? self->sample->means[k] : 0.0;
  gsize from = chunk % self->n_stretches * STRETCH;
  gsize to = MIN (from + STRETCH, self->sample->input->n_customers);

  crm_exact_sum_init (&self->sums[chunk]);
  for (gsize i = from; i < to; i++)
    crm_exact_sum_add (&self->sums[chunk],
                       self->squares ? (values[i] - mean) * (values[i] - mean) : values[i]);
}

static gboolean
average_features (CrmSatisfactionSample *self, gboolean squares, CrmParallel *parallel, double *out,
                  GError **error)
{
  gsize n = self->input->n_customers, n_stretches = crm_parallel_n_chunks (n, STRETCH);
  g_autofree CrmExactSum *sums = g_new (CrmExactSum, n_stretches * self->input->n_features + 1);
  Measurement job = { self, n_stretches, squares, sums };

  if (!crm_parallel_run (parallel, n_stretches * self->input->n_features, 1, sum_stretch_cb, &job,
                         error))
    return FALSE;
  for (guint k = 0; k < self->input->n_features; k++)
    {
      CrmExactSum *first = &sums[k * n_stretches];

      for (gsize i = 1; i < n_stretches; i++)
        crm_exact_sum_merge (first, first + i);
      out[k] = crm_exact_sum_value (first) / (double) n;
      if (isfinite (out[k]))
        continue;
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("The values of feature %u are too large"), k + 1);
      return FALSE;
    }
  return TRUE;
}

static gboolean
measure_features (CrmSatisfactionSample *self, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmParallel) parallel = crm_parallel_new (context);
  guint n = self->input->n_features;

  self->means = g_new0 (double, n + 1);
  self->deviations = g_new0 (double, n + 1);
  if (!average_features (self, FALSE, parallel, self->means, error) ||
      !average_features (self, TRUE, parallel, self->deviations, error))
    return FALSE;
  for (guint k = 0; k < n; k++)
    {
      double deviation = sqrt (self->deviations[k]);

      self->deviations[k] = deviation > 1e-12 * fabs (self->means[k]) ? deviation : INFINITY;
    }
  return TRUE;
}

CrmSatisfactionSample *
crm_satisfaction_sample_new (const CrmSatisfactionInput *input,
                             const CrmSatisfactionOptions *options,
                             const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmSatisfactionSample) self = g_new0 (CrmSatisfactionSample, 1);

  self->input = input;
  if (!check_input (input, options, context, error) || !order_responders (self, context, error) ||
      !order_answers (self, options->half_life, context, error) ||
      !deal_folds (self, options->n_folds, options->seed, context, error) ||
      !measure_features (self, context, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
crm_satisfaction_sample_free (CrmSatisfactionSample *self)
{
  if (self == NULL)
    return;
  g_free (self->row);
  g_free (self->group_of);
  g_free (self->fold);
  g_free (self->answers);
  g_free (self->means);
  g_free (self->deviations);
  g_free (self);
}

CrmMixedData *
crm_satisfaction_sample_sum (const CrmSatisfactionSample *self, gboolean with_features,
                             const CrmAnalyticsContext *context, GError **error)
{
  const CrmSatisfactionInput *in = self->input;
  guint n_fixed = crm_satisfaction_n_fixed (in);
  guint n = n_fixed + (with_features ? in->n_features : 0), width = n + 1;
  g_autoptr (CrmMixedData) data = crm_mixed_data_new (n, self->n_responders, self->n_folds);

  data->n_rows = in->n_answers;
  for (guint k = n_fixed; k < n; k++)
    data->penalised[k] = TRUE;
  for (gsize i = 0; i < in->n_answers; i++)
    {
      const CrmSatisfactionAnswer *answer = &self->answers[i];
      guint32 g = answer->group;
      double z[CRM_MIXED_MODEL_MAX + 1] = { 0 };
      double *cross = data->cross + (gsize) self->fold[g] * width * width;

      if (i % 8192 == 0 && crm_analytics_set_cancelled (context, error))
        return NULL;
      z[0] = 1.0;
      if (answer->instrument != in->reference)
        z[crm_satisfaction_offset_index (in, answer->instrument)] = 1.0;
      for (guint k = n_fixed; k < n; k++)
        z[k] = crm_satisfaction_standardise (self, k - n_fixed, self->row[g]);
      z[n] = answer->score - self->mean_answer;
      for (guint a = 0; a < width; a++)
        {
          data->sums[(gsize) g * width + a] += answer->weight * z[a];
          for (guint b = 0; b <= a; b++)
            cross[a * width + b] += answer->weight * z[a] * z[b];
        }
      data->weight[g] += answer->weight;
      data->answers[g] += 1.0;
      data->fold[g] = self->fold[g];
      data->log_w[self->fold[g]] += log (answer->weight);
    }
  return g_steal_pointer (&data);
}

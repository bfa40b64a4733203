/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks the input and brings answers into an order that rows do not decide: responders by id, within
 * one by instrument, weight and score. Runs in the caller's thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "crm-satisfaction-private.h"

static gboolean
fail_row (GError **error, const char *format, gsize row, double value)
{
  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE, format, row + 1, value);
  return FALSE;
}

static gboolean
check_answers (const CrmSatisfactionInput *in, GError **error)
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
          !crm_analytics_check_finite (in->features[k], in->n_customers, -INFINITY, what, error))
        return FALSE;
    }
  return check_answers (in, error);
}

typedef struct
{
  guint64 id;
  guint32 row;
} Responder;

static int
compare_responders_cb (const void *a, const void *b)
{
  const Responder *p = a, *q = b;

  return (p->id > q->id) - (p->id < q->id);
}

static int
compare_answers_cb (const void *a, const void *b)
{
  const CrmSatisfactionAnswer *p = a, *q = b;

  if (p->group != q->group)
    return p->group < q->group ? -1 : 1;
  if (p->instrument != q->instrument)
    return p->instrument < q->instrument ? -1 : 1;
  if (p->weight != q->weight)
    return p->weight < q->weight ? -1 : 1;
  return (p->score > q->score) - (p->score < q->score);
}

static gboolean
order_responders (CrmSatisfactionSample *self, GError **error)
{
  const CrmSatisfactionInput *in = self->input;
  g_autofree Responder *responders = NULL;

  self->group_of = g_new (guint32, in->n_customers);
  for (gsize i = 0; i < in->n_customers; i++)
    self->group_of[i] = CRM_SATISFACTION_NOBODY;
  for (gsize i = 0; i < in->n_answers; i++)
    if (self->group_of[in->customer[i]] == CRM_SATISFACTION_NOBODY)
      {
        self->group_of[in->customer[i]] = 0;
        self->n_responders++;
      }
  responders = g_new (Responder, self->n_responders);
  self->n_responders = 0;
  for (gsize i = 0; i < in->n_customers; i++)
    if (self->group_of[i] != CRM_SATISFACTION_NOBODY)
      {
        responders[self->n_responders].id = in->ids != NULL ? in->ids[i] : i;
        responders[self->n_responders++].row = (guint32) i;
      }
  qsort (responders, self->n_responders, sizeof *responders, compare_responders_cb);

  self->row = g_new (guint32, self->n_responders);
  for (gsize g = 0; g < self->n_responders; g++)
    {
      if (g > 0 && responders[g].id == responders[g - 1].id)
        return fail_row (error, _ ("Customer %zu has the same id as another (%g)"),
                         responders[g].row, (double) responders[g].id);
      self->row[g] = responders[g].row;
      self->group_of[responders[g].row] = (guint32) g;
    }
  return TRUE;
}

static void
order_answers (CrmSatisfactionSample *self, double half_life)
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
    }
  qsort (self->answers, in->n_answers, sizeof *self->answers, compare_answers_cb);
  for (gsize i = 0; i < in->n_answers; i++)
    {
      sum += self->answers[i].weight * self->answers[i].score;
      weights += self->answers[i].weight;
      if (i > 0 && self->answers[i].group == self->answers[i - 1].group &&
          (i < 2 || self->answers[i].group != self->answers[i - 2].group))
        self->n_repeated++;
    }
  self->mean_answer = sum / weights;
}

/* Folds of equal size in an order that only ids and the seed decide. */
static void
deal_folds (CrmSatisfactionSample *self, guint n_folds, guint64 seed)
{
  g_autofree Responder *cards = g_new (Responder, self->n_responders);

  self->n_folds = MIN (n_folds != 0 ? n_folds : 10, self->n_responders);
  self->fold = g_new (guint8, self->n_responders);
  for (gsize g = 0; g < self->n_responders; g++)
    {
      guint64 id = self->input->ids != NULL ? self->input->ids[self->row[g]] : self->row[g];

      cards[g].id = crm_random_mix (id + crm_random_mix (seed + 1) * 2 + 1);
      cards[g].row = (guint32) g;
    }
  qsort (cards, self->n_responders, sizeof *cards, compare_responders_cb);
  for (gsize g = 0; g < self->n_responders; g++)
    self->fold[cards[g].row] = (guint8) (g % self->n_folds);
}

static gboolean
measure_features (CrmSatisfactionSample *self, const CrmAnalyticsContext *context, GError **error)
{
  const CrmSatisfactionInput *in = self->input;
  g_autofree double *squares = g_new (double, in->n_customers);

  self->means = g_new0 (double, in->n_features + 1);
  self->deviations = g_new0 (double, in->n_features + 1);
  for (guint k = 0; k < in->n_features; k++)
    {
      double mean, deviation;

      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
      mean = crm_sum_exact (in->features[k], in->n_customers) / (double) in->n_customers;
      for (gsize i = 0; i < in->n_customers; i++)
        squares[i] = (in->features[k][i] - mean) * (in->features[k][i] - mean);
      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
      deviation = sqrt (crm_sum_exact (squares, in->n_customers) / (double) in->n_customers);
      if (!isfinite (mean) || !isfinite (deviation))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                       _ ("The values of feature %u are too large"), k + 1);
          return FALSE;
        }
      self->means[k] = mean;
      self->deviations[k] =
          deviation > 1e-12 * fabs (mean) && deviation > 0.0 ? deviation : INFINITY;
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
  if (!check_input (input, options, context, error) || !order_responders (self, error) ||
      crm_analytics_set_cancelled (context, error))
    return NULL;
  order_answers (self, options->half_life);
  deal_folds (self, options->n_folds, options->seed);
  if (!measure_features (self, context, error))
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
crm_satisfaction_sample_sum (const CrmSatisfactionSample *self, gboolean with_features)
{
  const CrmSatisfactionInput *in = self->input;
  guint n_fixed = crm_satisfaction_n_fixed (in);
  guint n = n_fixed + (with_features ? in->n_features : 0), width = n + 1;
  CrmMixedData *data = crm_mixed_data_new (n, self->n_responders, self->n_folds);

  data->n_rows = in->n_answers;
  for (guint k = n_fixed; k < n; k++)
    data->penalised[k] = TRUE;
  for (gsize i = 0; i < in->n_answers; i++)
    {
      const CrmSatisfactionAnswer *answer = &self->answers[i];
      guint32 g = answer->group;
      double z[CRM_MIXED_MODEL_MAX + 1] = { 0 };
      double *cross = data->cross + (gsize) self->fold[g] * width * width;

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
  return data;
}

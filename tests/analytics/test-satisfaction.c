/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Satisfaction: recovery of a known truth, reference figures of lme4, exact sums, what is refused,
 * threads, order, cancellation. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "simulate-satisfaction.h"

typedef struct
{
  double responders, others; /* root mean squared errors against the truth */
  double mean_others;        /* of the average score for everybody who did not answer */
  double covered_responders, covered_others;
} Accuracy;

static gboolean *
find_responders (const CrmSatisfactionInput *input)
{
  gboolean *answered = g_new0 (gboolean, input->n_customers);

  for (gsize i = 0; i < input->n_answers; i++)
    answered[input->customer[i]] = TRUE;
  return answered;
}

static Accuracy
measure (const CrmSatisfaction *s, const CrmSatisfactionInput *input, const double *truth)
{
  g_autofree gboolean *answered = find_responders (input);
  Accuracy a = { 0 };
  gsize n[2] = { 0 };
  double mean = 0;

  for (gsize i = 0; i < input->n_customers; i++)
    mean += s->score[i] / input->n_customers;
  for (gsize i = 0; i < input->n_customers; i++)
    {
      double error = s->score[i] - truth[i];
      gboolean covered = s->low[i] <= truth[i] && truth[i] <= s->high[i];

      n[answered[i]]++;
      *(answered[i] ? &a.responders : &a.others) += error * error;
      *(answered[i] ? &a.covered_responders : &a.covered_others) += covered;
      a.mean_others += answered[i] ? 0 : (mean - truth[i]) * (mean - truth[i]);
    }
  a.responders = sqrt (a.responders / n[1]);
  a.others = sqrt (a.others / n[0]);
  a.mean_others = sqrt (a.mean_others / n[0]);
  a.covered_responders /= n[1];
  a.covered_others /= n[0];
  g_test_message ("RMSE responders %.4f others %.4f (mean %.4f), covered %.4f %.4f", a.responders,
                  a.others, a.mean_others, a.covered_responders, a.covered_others);
  return a;
}

static void
check_sums (const CrmSatisfaction *s, const CrmSatisfactionInput *input)
{
  double features[CRM_SATISFACTION_MAX_FEATURES];
  CrmSatisfactionParts parts;
  gsize limited = 0;

  for (gsize i = 0; i < input->n_customers; i++)
    {
      double sum;

      g_assert_true (crm_satisfaction_explain (s, input, i, features, &parts));
      sum = parts.baseline + parts.survey + parts.limit;
      for (guint k = 0; k < input->n_features; k++)
        sum += features[k];
      g_assert_cmpfloat (fabs (sum - s->score[i]), <=, 1e-9);
      g_assert_cmpfloat (parts.score, ==, s->score[i]);
      g_assert_cmpfloat (s->low[i], <=, s->score[i]);
      g_assert_cmpfloat (s->high[i], >=, s->score[i]);
      limited += parts.limit != 0;
    }
  g_assert_cmpuint (limited, <, input->n_customers / 4);
}

static void
test_recovery (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };
  g_autoptr (CrmSatisfaction) s = NULL;
  g_autoptr (GError) error = NULL;
  Accuracy a;

  simulate_satisfaction (&sim, 1, 6000, 3600);
  s = crm_satisfaction_new (&sim.input, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (s->status, ==, CRM_SATISFACTION_FULL);
  a = measure (s, &sim.input, sim.truth);
  g_assert_cmpfloat (a.responders, <, 7.6);
  g_assert_cmpfloat (a.others, <, 8.4); /* 8 is the customer effect nobody can see */
  g_assert_cmpfloat (a.covered_responders, >, 0.75);
  g_assert_cmpfloat (a.covered_responders, <, 0.87);
  g_assert_cmpfloat (a.covered_others, >, 0.75);
  g_assert_cmpfloat (a.covered_others, <, 0.87);
  g_assert_cmpfloat (s->ridge, ==, 0);
  g_assert_cmpfloat (fabs (s->tau - 8), <, 1.6);
  g_assert_cmpfloat (fabs (s->validation.score_error - 8), <, 1.6);
  for (guint k = 0; k < SIMULATED_FEATURES; k++)
    g_assert_cmpfloat (fabs (s->coefficients[k] - simulated_slopes[k]), <=,
                       4 * s->coefficient_errors[k] + 0.12 * fabs (simulated_slopes[k]));
  check_sums (s, &sim.input);
  g_assert_cmpfloat_with_epsilon (s->sensitivity.shift, 0.5 * s->tau, 1e-12);
  g_assert_cmpfloat (s->sensitivity.low, <, s->sensitivity.average);
  g_assert_cmpfloat (s->sensitivity.average, <, s->sensitivity.high);
}

/* Old answers say less: with a half-life, an old answer moves its customer less than a fresh one. */
static void
test_age (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };
  g_autoptr (CrmSatisfaction) s = NULL;
  CrmSatisfactionOptions options = { .half_life = 180 };
  gsize first = 0, second = 0;

  simulate_satisfaction (&sim, 2, 3000, 2400);
  /* Two customers with the same behaviour and answer, fresh and two half-lives old. */
  first = sim.customer[1];
  for (second = 0; second == first; second++)
    ;
  for (gsize i = 0; i < sim.input.n_answers; i++)
    if (sim.customer[i] == first || sim.customer[i] == second)
      sim.customer[i] = 2999;
  for (guint k = 0; k < SIMULATED_FEATURES; k++)
    sim.features[k * 3000 + second] = sim.features[k * 3000 + first];
  sim.customer[1] = (guint32) first, sim.customer[2] = (guint32) second;
  sim.score[1] = sim.score[2] = 0;
  sim.instrument[1] = sim.instrument[2] = 0;
  sim.age[1] = 0, sim.age[2] = 360;
  s = crm_satisfaction_new (&sim.input, &options, NULL, NULL);
  g_assert_cmpint (s->status, ==, CRM_SATISFACTION_FULL);
  g_assert_cmpfloat (s->survey[first], <, 1.5 * s->survey[second]);
  g_assert_cmpfloat (s->survey[second], <, 0);
  g_assert_cmpfloat (s->error[first], <, s->error[second]);
}

/* Behaviour dealt to the wrong customers predicts nothing, and is not used. */
static void
test_permuted (void)
{
  for (guint64 seed = 1; seed <= 4; seed++)
    {
      g_auto (SimulatedSatisfaction) sim = { 0 };
      g_autoptr (CrmSatisfaction) s = NULL;
      g_autofree guint32 *order = g_new (guint32, 3000);
      g_autofree double *column = g_new (double, 3000);
      CrmRandom random;

      simulate_satisfaction (&sim, seed, 3000, 2000);
      crm_random_init (&random, seed, 9);
      for (guint i = 0; i < 3000; i++)
        order[i] = i;
      crm_random_shuffle (&random, order, 3000);
      for (guint k = 0; k < SIMULATED_FEATURES; k++)
        {
          memcpy (column, sim.features + k * 3000, 3000 * sizeof (double));
          for (guint i = 0; i < 3000; i++)
            sim.features[k * 3000 + i] = column[order[i]];
        }
      s = crm_satisfaction_new (&sim.input, NULL, NULL, NULL);
      g_test_message ("permuted R2 %g", s->validation.r2);
      g_assert_cmpfloat (s->validation.r2, <=, 0.01);
      g_assert_cmpint (s->status, ==, CRM_SATISFACTION_BEHAVIOUR_IS_SILENT);
      g_assert_true (isnan (s->sensitivity.average));
      for (gsize i = 0; i < 3000; i++)
        g_assert_true (isnan (s->score[i]) == isnan (s->survey[i]));
      g_assert_false (isnan (s->score[sim.customer[0]]));
    }
}

static void
test_few (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };

  simulate_satisfaction (&sim, 3, 2000, 1600);
  for (guint n = 1; n <= 400; n += n < 60 ? 7 : 37)
    {
      g_autoptr (CrmSatisfaction) s = NULL;
      g_autoptr (GError) error = NULL;
      gsize scored = 0;

      sim.input.n_answers = n;
      s = crm_satisfaction_new (&sim.input, NULL, NULL, &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < 2000; i++)
        scored += !isnan (s->score[i]);
      if (n < 30)
        {
          g_assert_cmpint (s->status, ==, CRM_SATISFACTION_FEW_ANSWERS);
          g_assert_cmpuint (scored, ==, 0);
        }
      else if (s->n_repeated < CRM_SATISFACTION_LEAST_REPEATED)
        {
          g_assert_cmpint (s->status, ==, CRM_SATISFACTION_NO_REPEATED);
          g_assert_cmpuint (scored, ==, 0);
        }
      else if (s->n_responders < 100)
        {
          g_assert_cmpint (s->status, ==, CRM_SATISFACTION_FEW_RESPONDERS);
          g_assert_cmpuint (scored, ==, s->n_responders);
        }
      else if (s->status == CRM_SATISFACTION_FULL)
        {
          g_assert_cmpuint (scored, ==, 2000);
          if (s->n_responders < 200)
            {
              Accuracy a = measure (s, &sim.input, sim.truth);

              g_test_message ("%zu responders, ridge %g", s->n_responders, s->ridge);
              g_assert_cmpfloat (a.others, <, a.mean_others);
            }
        }
      else
        {
          g_assert_cmpint (s->status, ==, CRM_SATISFACTION_BEHAVIOUR_IS_SILENT);
          g_assert_cmpuint (scored, ==, s->n_responders);
        }
    }
}

/* Everybody answered once: no way to tell opinion from chance. */
static void
test_single_answers (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };
  g_autoptr (CrmSatisfaction) s = NULL;

  simulate_satisfaction (&sim, 4, 2000, 500);
  for (guint i = 0; i < 500; i++)
    sim.customer[i] = i;
  s = crm_satisfaction_new (&sim.input, NULL, NULL, NULL);
  g_assert_cmpint (s->status, ==, CRM_SATISFACTION_NO_REPEATED);
  g_assert_true (isnan (s->score[0]));
  g_assert_true (isfinite (s->mean_answer));
}

/* No customer effect: the estimate is 0, intervals still allow for one. */
static void
test_no_effect (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };
  g_autoptr (CrmSatisfaction) s = NULL;
  guint answered[3000] = { 0 };
  CrmRandom random;

  simulate_satisfaction (&sim, 5, 3000, 1500);
  crm_random_init (&random, 5, 1);
  for (guint i = 0; i < 1500; i++)
    {
      double mean = 70;

      for (guint k = 0; k < SIMULATED_FEATURES; k++)
        mean += simulated_slopes[k] * sim.features[k * 3000 + sim.customer[i]];
      /* A customer's answers swing about the mean: less alike than strangers', so no effect at all. */
      mean += answered[sim.customer[i]]++ % 2 == 0 ? 8 : -8;
      sim.score[i] = CLAMP (mean + 5 * crm_random_normal (&random), 0, 100);
    }
  s = crm_satisfaction_new (&sim.input, NULL, NULL, NULL);
  g_assert_cmpint (s->status, ==, CRM_SATISFACTION_FULL);
  g_assert_cmpfloat (s->tau, ==, 0);
  for (gsize i = 0; i < 3000; i++)
    g_assert_cmpfloat (s->error[i], >, 0.3);
}

/* A constant feature, a copy and an instrument nobody used change nothing and carry nothing. */
static void
test_aliased (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };
  g_autoptr (CrmSatisfaction) plain = NULL;
  g_autoptr (CrmSatisfaction) more = NULL;
  g_autofree double *constant = g_new (double, 3000);
  const double *columns[SIMULATED_FEATURES + 2];

  simulate_satisfaction (&sim, 6, 3000, 2000);
  plain = crm_satisfaction_new (&sim.input, NULL, NULL, NULL);
  for (gsize i = 0; i < 3000; i++)
    constant[i] = 3.3;
  memcpy (columns, sim.columns, sizeof sim.columns);
  columns[SIMULATED_FEATURES] = constant;
  columns[SIMULATED_FEATURES + 1] = sim.columns[0];
  sim.input.features = columns;
  sim.input.n_features += 2;
  sim.input.n_instruments = 4;
  more = crm_satisfaction_new (&sim.input, NULL, NULL, NULL);
  g_assert_true (isnan (more->coefficient_errors[SIMULATED_FEATURES]));
  g_assert_true (isnan (more->coefficient_errors[SIMULATED_FEATURES + 1]));
  g_assert_true (isnan (more->offset_errors[3]));
  for (gsize i = 0; i < 3000; i++)
    g_assert_cmpfloat (fabs (plain->score[i] - more->score[i]), <, 1e-6);
  check_sums (more, &sim.input);
}

static void
swap_rows (double *column, gsize n)
{
  for (gsize i = 0; i < n / 2; i++)
    {
      double kept = column[i];

      column[i] = column[n - 1 - i];
      column[n - 1 - i] = kept;
    }
}

static void
test_same_bytes (void)
{
  enum
  {
    N = 3000,
    A = 2000
  };
  g_auto (SimulatedSatisfaction) sim = { 0 };
  g_autoptr (CrmSatisfaction) first = NULL;
  CrmSatisfactionOptions options = { .half_life = 200 };

  simulate_satisfaction (&sim, 7, N, A);
  for (guint round = 0; round < 4; round++)
    {
      static const guint threads[] = { 1, 2, 7, 2 };
      CrmAnalyticsContext context = { .n_threads = threads[round] };
      g_autoptr (CrmSatisfaction) s = NULL;

      if (round == 3) /* customers backwards, answers shuffled */
        {
          CrmRandom random;

          crm_random_init (&random, 1, 0);
          for (guint k = 0; k < SIMULATED_FEATURES; k++)
            swap_rows (sim.features + k * N, N);
          for (gsize i = 0; i < N; i++)
            sim.ids[i] = 7 * (N - 1 - i) + 3;
          for (gsize i = 0; i < A; i++)
            sim.customer[i] = N - 1 - sim.customer[i];
          for (gsize i = A - 1; i > 0; i--)
            {
              gsize j = crm_random_below (&random, i + 1);
              guint32 c = sim.customer[i];
              guint8 k = sim.instrument[i];
              double score = sim.score[i], age = sim.age[i];

              sim.customer[i] = sim.customer[j], sim.instrument[i] = sim.instrument[j];
              sim.score[i] = sim.score[j], sim.age[i] = sim.age[j];
              sim.customer[j] = c, sim.instrument[j] = k, sim.score[j] = score, sim.age[j] = age;
            }
        }
      s = crm_satisfaction_new (&sim.input, &options, &context, NULL);
      if (round == 0)
        {
          first = g_steal_pointer (&s);
          continue;
        }
      g_assert_cmpmem (s->coefficients, sizeof (double) * SIMULATED_FEATURES, first->coefficients,
                       sizeof (double) * SIMULATED_FEATURES);
      g_assert_cmpmem (&s->validation, sizeof s->validation, &first->validation,
                       sizeof first->validation);
      g_assert_cmpmem (&s->sensitivity, sizeof s->sensitivity, &first->sensitivity,
                       sizeof first->sensitivity);
      if (round == 3)
        {
          swap_rows (s->score, N);
          swap_rows (s->low, N);
        }
      g_assert_cmpmem (s->score, sizeof (double) * N, first->score, sizeof (double) * N);
      g_assert_cmpmem (s->low, sizeof (double) * N, first->low, sizeof (double) * N);
    }
}

static void
expect_error (const CrmSatisfactionInput *input, const CrmSatisfactionOptions *options, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmSatisfaction) s = crm_satisfaction_new (input, options, NULL, &error);

  g_assert_null (s);
  g_assert_error (error, CRM_ANALYTICS_ERROR, code);
}

static void
test_bad_input (void)
{
  static const double scores[] = { NAN, INFINITY, -0.1, 100.1 };
  static const CrmSatisfactionOptions bad_options[] = {
    { .half_life = -1 }, { .half_life = NAN }, { .level = 1 }, { .level = NAN }, { .n_folds = 1 }
  };
  g_auto (SimulatedSatisfaction) sim = { 0 };
  CrmSatisfactionInput in;

  simulate_satisfaction (&sim, 8, 500, 400);
  in = sim.input;
  in.n_customers = 0;
  expect_error (&in, NULL, CRM_ANALYTICS_ERROR_EMPTY);
  in = sim.input;
  in.n_answers = 0;
  expect_error (&in, NULL, CRM_ANALYTICS_ERROR_EMPTY);
  in = sim.input;
  in.reference = 3;
  expect_error (&in, NULL, CRM_ANALYTICS_ERROR_PARAMETER);
  in = sim.input;
  in.n_features = 1000;
  expect_error (&in, NULL, CRM_ANALYTICS_ERROR_PARAMETER);
  for (guint i = 0; i < G_N_ELEMENTS (bad_options); i++)
    expect_error (&sim.input, &bad_options[i], CRM_ANALYTICS_ERROR_PARAMETER);
  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    {
      double kept = sim.score[7];

      sim.score[7] = scores[i];
      expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_VALUE);
      sim.score[7] = kept;
    }
  sim.age[3] = -1;
  expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_VALUE);
  sim.age[3] = 1;
  sim.customer[5] = 500;
  expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_VALUE);
  sim.customer[5] = 5;
  sim.instrument[5] = 3;
  expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_VALUE);
  sim.instrument[5] = 0;
  sim.features[17] = NAN;
  expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_VALUE);
  sim.features[17] = 1e308;
  expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_VALUE);
  sim.features[17] = 0;
  sim.ids[sim.customer[0]] = sim.ids[sim.customer[1]];
  expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_VALUE);
  sim.input.ids = NULL;
  for (guint i = 0; i < 400; i++)
    sim.score[i] = 50;
  expect_error (&sim.input, NULL, CRM_ANALYTICS_ERROR_DEGENERATE);
}

static gboolean
lose_patience_cb (gpointer data)
{
  return g_atomic_int_add ((gint *) data, -1) <= 0;
}

static void
test_cancel (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };

  simulate_satisfaction (&sim, 9, 3000, 2000);
  for (gint patience = 0; patience < 600; patience += 47)
    {
      gint left = patience;
      CrmAnalyticsContext context = { .cancelled = lose_patience_cb, .cancelled_data = &left };
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_satisfaction_new (&sim.input, NULL, &context, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/satisfaction/recovery", test_recovery);
  g_test_add_func ("/satisfaction/age", test_age);
  g_test_add_func ("/satisfaction/permuted", test_permuted);
  g_test_add_func ("/satisfaction/few", test_few);
  g_test_add_func ("/satisfaction/single-answers", test_single_answers);
  g_test_add_func ("/satisfaction/no-effect", test_no_effect);
  g_test_add_func ("/satisfaction/aliased", test_aliased);
  g_test_add_func ("/satisfaction/same-bytes", test_same_bytes);
  g_test_add_func ("/satisfaction/bad-input", test_bad_input);
  g_test_add_func ("/satisfaction/cancel", test_cancel);
  return g_test_run ();
}

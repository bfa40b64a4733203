/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The simulated satisfaction data with a known truth against R's lme4 (REML). Skips without the shared
 * data. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-satisfaction.h"

#define N_FEATURES 10

/* lme4's names: the intercept, CES and NPS against CSAT, then the design's columns. */
static const char *const fixed_names[] = {
  "(Intercept)",     "instrumentCES",   "instrumentNPS",       "log1p_complaints",
  "log1p_questions", "log1p_technical", "late_first_response", "late_resolution",
  "log1p_reopened",  "return_rate",     "overdue_pos",         "trend",
  "sentiment",
};

/* A figure of one of the reference files. */
static double
get_figure (const char *file, const char *path)
{
  g_autofree char *name = g_build_filename (g_getenv ("CRM_SHARED_DIR"), "expected", file, NULL);
  g_autoptr (JsonParser) parser = crm_fixture_json (name);

  return crm_fixture_number (parser, path);
}

#define LME4(path) get_figure ("sim_satisfaction_lme4.json", path)
#define CV(path)   get_figure ("sim_satisfaction_cv.json", path)

static void
check_fixed (guint i, double value, double error)
{
  g_autofree char *fixed = g_strconcat ("fixef.", fixed_names[i], NULL);
  g_autofree char *se = g_strconcat ("se.", fixed_names[i], NULL);
  double slack = LME4 ("tolerance.fixef_abs_in_se");

  g_assert_cmpfloat (fabs (value - LME4 (fixed)), <, slack * LME4 (se));
  g_assert_cmpfloat (fabs (error / LME4 (se) - 1), <, 0.01);
}

/* Rows of a CSV file as cells; the header is row 0. */
static GPtrArray *
read_csv (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("CRM_SHARED_DIR"), folder, name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_ptr_array_add (rows, g_strsplit (lines[i], ",", -1));
  return rows;
}

static double
get (const GPtrArray *rows, guint row, guint column)
{
  return g_ascii_strtod (((char **) rows->pdata[row + 1])[column], NULL);
}

typedef struct
{
  CrmSatisfactionInput input;
  double *columns[N_FEATURES];
  guint32 *customer;
  guint8 *instrument;
  double *score;
} Survey;

static void
clear_survey (Survey *self)
{
  for (guint k = 0; k < N_FEATURES; k++)
    g_free (self->columns[k]);
  g_free (self->customer);
  g_free (self->instrument);
  g_free (self->score);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survey, clear_survey)

static gboolean
load_survey (Survey *self)
{
  g_autoptr (GPtrArray) design = read_csv ("data/sim_satisfaction", "design.csv");
  g_autoptr (GPtrArray) answers = read_csv ("data/sim_satisfaction", "surveys.csv");
  static const char *const names[] = { "CSAT", "CES", "NPS" };
  guint n, n_answers;

  if (design == NULL || answers == NULL)
    return FALSE;
  n = design->len - 1;
  n_answers = answers->len - 1;
  for (guint k = 0; k < N_FEATURES; k++)
    {
      self->columns[k] = g_new (double, n);
      for (guint i = 0; i < n; i++)
        self->columns[k][i] = get (design, i, k + 1);
    }
  self->customer = g_new (guint32, n_answers);
  self->instrument = g_new0 (guint8, n_answers);
  self->score = g_new (double, n_answers);
  for (guint i = 0; i < n_answers; i++)
    {
      self->customer[i] = (guint32) get (answers, i, 0);
      while (!g_str_equal (((char **) answers->pdata[i + 1])[1], names[self->instrument[i]]))
        self->instrument[i]++;
      self->score[i] = get (answers, i, 4);
    }
  self->input = (CrmSatisfactionInput){ n,
                                        NULL,
                                        N_FEATURES,
                                        (const double *const *) self->columns,
                                        n_answers,
                                        self->customer,
                                        self->instrument,
                                        self->score,
                                        NULL,
                                        3,
                                        0 };
  return TRUE;
}

static void
check_estimates (const CrmSatisfaction *s)
{
  check_fixed (0, s->intercept, s->intercept_error);
  for (guint i = 1; i < 3; i++)
    check_fixed (i, s->offsets[i], s->offset_errors[i]);
  for (guint k = 0; k < N_FEATURES; k++)
    check_fixed (k + 3, s->coefficients[k], s->coefficient_errors[k]);
  g_test_message ("tau %.9f sigma %.9f deviance %.6f", s->tau, s->sigma, s->deviance);
  crm_assert_near (s->tau, LME4 ("tau"), LME4 ("tolerance.tau_rel"), 0);
  crm_assert_near (s->sigma, LME4 ("sigma"), LME4 ("tolerance.sigma_rel"), 0);
  crm_assert_near (s->deviance, LME4 ("REML_deviance"), 0, 1e-4);
}

static void
check_scores (const CrmSatisfaction *s)
{
  g_autoptr (GPtrArray) reference = read_csv ("expected", "sim_satisfaction_eblup.csv");
  double worst = 0, worst_error = 0;

  g_assert_nonnull (reference);
  for (gsize i = 0; i < s->n_customers; i++)
    {
      double eblup = CLAMP (get (reference, i, 2), 0, 100);

      worst = fmax (worst, fabs (s->score[i] - eblup));
      worst = fmax (worst, fabs (s->survey[i] - get (reference, i, 4)));
      worst_error = fmax (worst_error, fabs (s->error[i] - get (reference, i, 5)));
    }
  g_test_message ("largest difference: score %g, standard error %g", worst, worst_error);
  g_assert_cmpfloat (worst, <, LME4 ("tolerance.eblup_abs"));
  g_assert_cmpfloat (worst_error, <, LME4 ("tolerance.eblup_abs"));
}

static void
check_contributions (const CrmSatisfaction *s, const CrmSatisfactionInput *input)
{
  g_autoptr (GPtrArray) reference = read_csv ("expected", "sim_satisfaction_contributions.csv");
  double features[N_FEATURES], worst = 0, worst_sum = 0;
  CrmSatisfactionParts parts;

  g_assert_nonnull (reference);
  for (gsize i = 0; i < s->n_customers; i++)
    {
      double sum;

      g_assert_true (crm_satisfaction_explain (s, input, i, features, &parts));
      sum = parts.baseline + parts.survey + parts.limit;
      worst = fmax (worst, fabs (parts.baseline - get (reference, i, 1)));
      for (guint k = 0; k < N_FEATURES; k++)
        {
          sum += features[k];
          worst = fmax (worst, fabs (features[k] - get (reference, i, k + 2)));
        }
      worst = fmax (worst, fabs (parts.survey - get (reference, i, 12)));
      worst = fmax (worst, fabs (parts.limit - get (reference, i, 13)));
      worst_sum = fmax (worst_sum, fabs (sum - s->score[i]));
    }
  g_test_message ("largest difference of a contribution %g, of a sum %g", worst, worst_sum);
  g_assert_cmpfloat (worst, <, 0.05);
  g_assert_cmpfloat (worst_sum, <, 1e-9);
}

static void
check_truth (const CrmSatisfaction *s, const CrmSatisfactionInput *input)
{
  g_autoptr (GPtrArray) truth = read_csv ("data/sim_satisfaction", "truth.csv");
  g_autofree gboolean *answered = g_new0 (gboolean, s->n_customers);
  double squares[2] = { 0 }, covered[2] = { 0 }, n[2] = { 0 };

  for (gsize i = 0; i < input->n_answers; i++)
    answered[input->customer[i]] = TRUE;
  for (gsize i = 0; i < s->n_customers; i++)
    {
      double t = get (truth, i, 1), limited = get (truth, i, 3);

      n[answered[i]]++;
      squares[answered[i]] += (s->score[i] - limited) * (s->score[i] - limited);
      covered[answered[i]] += s->low[i] <= CLAMP (t, 0, 100) && CLAMP (t, 0, 100) <= s->high[i];
    }
  for (guint k = 0; k < 2; k++)
    {
      g_test_message ("%s: RMSE %.5f, covered %.4f", k == 1 ? "responders" : "others",
                      sqrt (squares[k] / n[k]), covered[k] / n[k]);
      g_assert_cmpfloat (sqrt (squares[k] / n[k]), <=,
                         LME4 ("tolerance.rmse_slack") *
                             LME4 (k == 1 ? "rmse.responders.eblup" : "rmse.non_responders.eblup"));
      g_assert_cmpfloat (covered[k] / n[k], >=, LME4 ("tolerance.coverage80.0"));
      g_assert_cmpfloat (covered[k] / n[k], <=, LME4 ("tolerance.coverage80.1"));
      crm_assert_near (covered[k] / n[k],
                       LME4 (k == 1 ? "coverage80.responders" : "coverage80.non_responders"), 0,
                       0.02);
    }
}

static void
test_reference (void)
{
  g_auto (Survey) survey = { 0 };
  g_autoptr (CrmSatisfaction) s = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("CRM_SHARED_DIR") == NULL || !load_survey (&survey))
    {
      g_test_skip ("no shared data");
      return;
    }
  s = crm_satisfaction_new (&survey.input, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (s->status, ==, CRM_SATISFACTION_FULL);
  g_assert_cmpuint (s->n_responders, ==, (gsize) LME4 ("n_responders"));
  g_assert_cmpuint (s->n_answers, ==, (gsize) LME4 ("n_answers"));
  check_estimates (s);
  check_scores (s);
  check_contributions (s, &survey.input);
  check_truth (s, &survey.input);
  /* Other folds than the reference's: near, not equal. */
  g_test_message ("CV R2 %.5f rmse %.5f (mean %.5f) score error %.4f slope %.4f", s->validation.r2,
                  s->validation.rmse, s->validation.rmse_mean, s->validation.score_error,
                  s->validation.slope);
  crm_assert_near (s->validation.r2, CV ("cv_r2"), 0, 0.006);
  crm_assert_near (s->validation.rmse, CV ("cv_rmse_vs_answers"), 0, 0.05);
  crm_assert_near (s->validation.rmse_mean, CV ("cv_rmse_baseline"), 0, 0.02);
  crm_assert_near (s->validation.score_error, CV ("implied_score_error_nonresponder"), 0, 0.12);
  crm_assert_near (s->validation.slope, CV ("calibration_slope"), 0, 0.05);
}

static void
test_permuted (void)
{
  g_auto (Survey) survey = { 0 };
  g_autoptr (CrmSatisfaction) s = NULL;

  if (g_getenv ("CRM_SHARED_DIR") == NULL || !load_survey (&survey))
    {
      g_test_skip ("no shared data");
      return;
    }
  /* Behaviour of customer i + 1777 (mod 6000) given to customer i. */
  for (guint k = 0; k < N_FEATURES; k++)
    {
      double *turned = g_new (double, survey.input.n_customers);

      for (gsize i = 0; i < survey.input.n_customers; i++)
        turned[i] = survey.columns[k][(i + 1777) % survey.input.n_customers];
      g_free (survey.columns[k]);
      survey.columns[k] = turned;
    }
  s = crm_satisfaction_new (&survey.input, NULL, NULL, NULL);
  g_test_message ("permuted R2 %g", s->validation.r2);
  g_assert_cmpfloat (s->validation.r2, <=, 0.01);
  crm_assert_near (s->validation.r2, CV ("permuted_features_cv_r2"), 0, 0.01);
  g_assert_cmpint (s->status, ==, CRM_SATISFACTION_BEHAVIOUR_IS_SILENT);
}

/* Predictions from few answers: better than the average for everybody, at worst as good. */
static void
test_learning_curve (void)
{
  static const gsize answers[] = { 130, 260, 520, 1000, 2000 };
  g_auto (Survey) survey = { 0 };
  g_autoptr (GPtrArray) truth = NULL;

  if (g_getenv ("CRM_SHARED_DIR") == NULL || !load_survey (&survey))
    {
      g_test_skip ("no shared data");
      return;
    }
  truth = read_csv ("data/sim_satisfaction", "truth.csv");
  for (guint k = 0; k < G_N_ELEMENTS (answers); k++)
    {
      g_autoptr (CrmSatisfaction) s = NULL;
      double squares = 0, n = 0;

      survey.input.n_answers = answers[k]; /* file order is customer order: a fair sample */
      s = crm_satisfaction_new (&survey.input, NULL, NULL, NULL);
      if (s->status != CRM_SATISFACTION_FULL)
        {
          g_test_message ("%zu answers: status %d", answers[k], s->status);
          continue;
        }
      for (gsize i = survey.customer[answers[k] - 1] + 1; i < s->n_customers; i++)
        {
          double error = s->score[i] - get (truth, (guint) i, 3);

          squares += error * error;
          n++;
        }
      g_test_message ("%zu answers, %zu responders: ridge %g RMSE %.3f", answers[k],
                      s->n_responders, s->ridge, sqrt (squares / n));
      g_assert_cmpfloat (sqrt (squares / n), <, 10.6);
      if (s->n_responders > 400)
        g_assert_cmpfloat (sqrt (squares / n), <, 8.8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/satisfaction-reference/lme4", test_reference);
  g_test_add_func ("/satisfaction-reference/permuted", test_permuted);
  g_test_add_func ("/satisfaction-reference/learning-curve", test_learning_curve);
  return g_test_run ();
}

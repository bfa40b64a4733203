/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The regression methods: logit and ordinal. */

#include "config.h"

#include "crm-compute.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-classifier-score.h"
#include "crm-logistic.h"
#include "crm-ordinal.h"

/* "(Intercept)" and the features' names. */
static const char **
list_names (const CrmComputeInput *input, guint n_features)
{
  const char *const *names = crm_compute_input_names (input, "feature");
  const char **list = g_new (const char *, n_features + 1);

  list[0] = "(Intercept)";
  for (guint j = 0; j < n_features; j++)
    list[j + 1] = names[j];
  return list;
}

static void
write_score (CrmComputeOutput *output, const char *name, const CrmClassifierScore *score)
{
  crm_compute_output_begin_object (output, name);
  crm_compute_output_number (output, "auc", score->auc);
  crm_compute_output_number (output, "brier", score->brier);
  crm_compute_output_number (output, "log_loss", score->log_loss);
  crm_compute_output_number (output, "skill", score->skill);
  crm_compute_output_number (output, "calibration_intercept", score->calibration_intercept);
  crm_compute_output_number (output, "calibration_slope", score->calibration_slope);
  crm_compute_output_number (output, "ece", score->ece);
  crm_compute_output_begin_array (output, "tenths");
  for (guint b = 0; b < CRM_CLASSIFIER_BINS; b++)
    {
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_integer (output, "n", (gint64) score->bins[b].n);
      crm_compute_output_number (output, "predicted", score->bins[b].predicted);
      crm_compute_output_number (output, "observed", score->bins[b].observed);
      crm_compute_output_number (output, "lift", score->bins[b].lift);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  crm_compute_output_end_object (output);
}

static gboolean
write_folds (const CrmComputeInput *input, const double *const *features, guint n_features,
             const double *outcome, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  guint n_folds = (guint) crm_compute_input_integer (input, "folds");
  g_autofree guint32 *folds = g_new (guint32, n);
  g_autofree double *p = g_new (double, n);
  CrmClassifierScore score;

  if (crm_compute_input_has_option (input, "seed"))
    crm_folds_stratified (outcome, n, n_folds, (guint64) crm_compute_input_integer (input, "seed"),
                          folds);
  else
    crm_folds_by_row (n, n_folds, folds);
  if (!crm_logistic_cross_validate (features, n_features,
                                    crm_compute_input_names (input, "feature"), outcome, n,
                                    crm_compute_input_number (input, "ridge"), folds, n_folds,
                                    crm_compute_input_context (input), p, error) ||
      !crm_classifier_score (p, outcome, n, crm_compute_input_context (input), &score, error))
    return FALSE;

  crm_compute_output_integer (output, "folds", n_folds);
  write_score (output, "cross_validated", &score);
  return TRUE;
}

static void
write_fit (CrmComputeOutput *output, const CrmLogistic *fit, const char *const *names)
{
  gsize n = fit->n_features + 1;

  crm_compute_output_strings (output, "names", names, n);
  crm_compute_output_numbers (output, "coef", fit->coefficients, n);
  crm_compute_output_numbers (output, "se", fit->se, n);
  crm_compute_output_numbers (output, "z", fit->z, n);
  crm_compute_output_numbers (output, "p", fit->p_values, n);
  crm_compute_output_number (output, "deviance", fit->deviance);
  crm_compute_output_number (output, "null_deviance", fit->null_deviance);
  crm_compute_output_number (output, "loglik", fit->log_likelihood);
  crm_compute_output_number (output, "aic", fit->aic);
  crm_compute_output_integer (output, "iterations", fit->iterations);
}

static gboolean
run_logit (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  const CrmAnalyticsContext *context = crm_compute_input_context (input);
  const double *outcome = crm_compute_input_numbers (input, "outcome");
  guint n_features;
  const double *const *features = crm_compute_input_many (input, "feature", &n_features);
  g_autofree const char **names = list_names (input, n_features);
  g_autofree double *p = g_new (double, n);
  g_autoptr (CrmLogistic) fit = NULL;
  CrmClassifierScore score;

  if (!crm_compute_input_check_range (input, "outcome", 0, 1, error))
    return FALSE;
  fit = crm_logistic_new (features, n_features, crm_compute_input_names (input, "feature"), outcome,
                          n, crm_compute_input_number (input, "ridge"), context, error);
  if (fit == NULL)
    return FALSE;
  crm_logistic_predict (fit, features, n, p);
  if (!crm_classifier_score (p, outcome, n, context, &score, error))
    return FALSE;

  write_fit (output, fit, names);
  write_score (output, "in_sample", &score);
  if (crm_compute_input_flag (input, "predictions"))
    crm_compute_output_numbers (output, "predictions", p, n);
  return crm_compute_input_integer (input, "folds") == 0 ||
         write_folds (input, features, n_features, outcome, output, error);
}

/* The distinct answers in ascending order; at most @most of them. */
static GArray *
list_categories (const double *outcome, gsize n, guint most, GError **error)
{
  g_autoptr (GArray) categories = g_array_new (FALSE, FALSE, sizeof (double));

  for (gsize i = 0; i < n; i++)
    {
      guint k = 0;

      while (k < categories->len && g_array_index (categories, double, k) < outcome[i])
        k++;
      if (k < categories->len && g_array_index (categories, double, k) == outcome[i])
        continue;
      g_array_insert_val (categories, k, outcome[i]);
      if (categories->len > most)
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                       _ ("An ordinal answer has 2 to %d categories"), (int) most);
          return NULL;
        }
    }

  return g_steal_pointer (&categories);
}

static double *
rank_answers (const double *outcome, gsize n, const GArray *categories)
{
  double *ranks = g_new0 (double, n + 1);

  for (gsize i = 0; i < n; i++)
    while (g_array_index (categories, double, (guint) ranks[i]) < outcome[i])
      ranks[i]++;
  return ranks;
}

static void
write_ordinal (CrmComputeOutput *output, const CrmOrdinal *fit, const char *const *names)
{
  gsize t = fit->n_categories - 1;

  crm_compute_output_numbers (output, "thresholds", fit->estimates, t);
  crm_compute_output_numbers (output, "thresholds_se", fit->se, t);
  crm_compute_output_strings (output, "names", names, fit->n_features);
  crm_compute_output_numbers (output, "coef", fit->estimates + t, fit->n_features);
  crm_compute_output_numbers (output, "se", fit->se + t, fit->n_features);
  crm_compute_output_numbers (output, "z", fit->z + t, fit->n_features);
  crm_compute_output_numbers (output, "p", fit->p_values + t, fit->n_features);
  crm_compute_output_number (output, "deviance", fit->deviance);
  crm_compute_output_number (output, "loglik", fit->log_likelihood);
  crm_compute_output_number (output, "aic", fit->aic);
  crm_compute_output_integer (output, "iterations", fit->iterations);
}

static gboolean
run_ordinal (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  const double *outcome = crm_compute_input_numbers (input, "outcome");
  guint n_features;
  const double *const *features = crm_compute_input_many (input, "feature", &n_features);
  g_autoptr (GArray) categories = list_categories (outcome, n, 100, error);
  g_autofree double *ranks = NULL;
  g_autoptr (CrmOrdinal) fit = NULL;

  if (categories == NULL)
    return FALSE;
  ranks = rank_answers (outcome, n, categories);
  fit = crm_ordinal_new (features, n_features, crm_compute_input_names (input, "feature"), ranks, n,
                         categories->len, crm_compute_input_context (input), error);
  if (fit == NULL)
    return FALSE;

  crm_compute_output_numbers (output, "categories", (const double *) categories->data,
                              categories->len);
  write_ordinal (output, fit, crm_compute_input_names (input, "feature"));
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn answer_columns[] = {
  { "outcome", CRM_COMPUTE_COLUMN_REQUIRED, "y,answer,score,rating", N_("ordered answers, such as 1 to 5") },
  { "feature", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL,
    N_("features, one a column") },
  { NULL },
};

static const CrmComputeColumn feature_columns[] = {
  { "outcome", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_COUNT, "y,target,churn", N_("0 or 1") },
  { "feature", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL,
    N_("features, one a column") },
  { NULL },
};

static const CrmComputeOption logit_options[] = {
  { "ridge", CRM_COMPUTE_OPTION_NUMBER, "0", 0, 1e12, N_("penalty on the standardised coefficients") },
  { "folds", CRM_COMPUTE_OPTION_INTEGER, "0", 0, 1000, N_("cross-validate with so many folds, by row number") },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, NULL, 0, 0, N_("draw the folds instead, balanced by outcome") },
  { "predictions", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("write each row's probability") },
  { NULL },
};

const CrmComputeMethod crm_compute_regression_methods[] = {
  { "logit", N_("Logistic regression, its errors and how well it predicts"), feature_columns, logit_options,
    run_logit },
  { "ordinal", N_("Regression of ordered answers, proportional odds"), answer_columns, NULL, run_ordinal },
  { NULL },
};
/* clang-format on */

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the segmentation group: RFM scores, k-means and how many groups. */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-choose-k.h"
#include "crm-compute-features.h"
#include "crm-compute.h"
#include "crm-kmeans.h"
#include "crm-rfm.h"

static gboolean
set_usage_error (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

/* --- rfm --- */

static const char *const measures[] = { "recency", "frequency", "monetary" };

static gboolean
parse_thresholds (const char *text, double thresholds[3][4])
{
  g_auto (GStrv) numbers = g_strsplit (text, ",", -1);

  if (g_strv_length (numbers) != 12)
    return FALSE;
  for (guint i = 0; i < 12; i++)
    {
      char *end = NULL;

      thresholds[i / 4][i % 4] = g_ascii_strtod (numbers[i], &end);
      if (end == numbers[i] || *g_strchug (end) != '\0')
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_rfm_options (const CrmComputeInput *input, const double *const values[3],
                  CrmRfmOptions *options, GError **error)
{
  const char *rule = crm_compute_input_string (input, "rule");
  const char *thresholds = crm_compute_input_string (input, "thresholds");

  if (thresholds != NULL)
    {
      options->rule = CRM_RFM_THRESHOLDS;
      return parse_thresholds (thresholds, options->thresholds) ||
             set_usage_error (error, _ ("--thresholds takes twelve numbers with commas between"));
    }

  if (g_str_equal (rule, "midrank"))
    options->rule = CRM_RFM_MIDRANK;
  else if (g_str_equal (rule, "ntile"))
    options->rule = CRM_RFM_NTILE;
  else if (g_str_equal (rule, "quintiles"))
    {
      options->rule = CRM_RFM_THRESHOLDS;
      for (guint i = 0; i < 3; i++)
        {
          if (!crm_analytics_check_finite (values[i], crm_compute_input_n_rows (input), -INFINITY,
                                           measures[i], error))
            return FALSE;
          crm_rfm_thresholds (values[i], crm_compute_input_n_rows (input), options->thresholds[i]);
        }
    }
  else
    return set_usage_error (error, _ ("--rule is midrank, ntile or quintiles"));
  return TRUE;
}

static void
write_rfm_rows (const CrmComputeInput *input, CrmComputeOutput *output, guint8 *const scores[3],
                const guint8 *cells)
{
  const char *const *ids = crm_compute_input_text (input, "id");

  crm_compute_output_begin_array (output, "customers");
  for (gsize i = 0; i < crm_compute_input_n_rows (input); i++)
    {
      crm_compute_output_begin_object (output, NULL);
      if (ids != NULL)
        crm_compute_output_string (output, "id", ids[i]);
      crm_compute_output_integer (output, "r", scores[0][i]);
      crm_compute_output_integer (output, "f", scores[1][i]);
      crm_compute_output_integer (output, "m", scores[2][i]);
      crm_compute_output_string (output, "cell", crm_rfm_cell_code (cells[i]));
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
}

static gboolean
run_rfm (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  g_autofree guint8 *memory = g_malloc (4 * n);
  guint8 *scores[3] = { memory, memory + n, memory + 2 * n };
  guint8 *cells = memory + 3 * n;
  const double *values[3];
  gint64 sizes[3][5] = { { 0 } }, cell_sizes[CRM_RFM_N_CELLS] = { 0 };
  CrmRfmOptions options = { 0 };

  for (guint i = 0; i < 3; i++)
    values[i] = crm_compute_input_numbers (input, measures[i]);
  if (!read_rfm_options (input, values, &options, error) ||
      !crm_rfm_score (values[0], values[1], values[2], n, &options,
                      crm_compute_input_context (input), scores[0], scores[1], scores[2], cells,
                      error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      for (guint measure = 0; measure < 3; measure++)
        sizes[measure][scores[measure][i] - 1]++;
      cell_sizes[cells[i]]++;
    }

  crm_compute_output_begin_object (output, "sizes");
  for (guint measure = 0; measure < 3; measure++)
    {
      crm_compute_output_begin_array (output, measures[measure]);
      for (guint score = 0; score < 5; score++)
        crm_compute_output_integer (output, NULL, sizes[measure][score]);
      crm_compute_output_end_array (output);
    }
  crm_compute_output_end_object (output);
  if (options.rule == CRM_RFM_THRESHOLDS)
    for (guint measure = 0; measure < 3; measure++)
      {
        g_autofree char *name = g_strconcat (measures[measure], "_thresholds", NULL);

        crm_compute_output_numbers (output, name, options.thresholds[measure], 4);
      }
  crm_compute_output_begin_object (output, "cells");
  for (guint cell = 0; cell < CRM_RFM_N_CELLS; cell++)
    crm_compute_output_integer (output, crm_rfm_cell_code (cell), cell_sizes[cell]);
  crm_compute_output_end_object (output);
  if (!crm_compute_input_flag (input, "summary"))
    write_rfm_rows (input, output, scores, cells);
  return TRUE;
}

/* --- kmeans --- */

static gboolean
write_silhouette (const CrmComputeInput *input, const CrmComputeFeatures *features,
                  const CrmKMeans *result, CrmComputeOutput *output, GError **error)
{
  g_autofree double *groups = g_new (double, result->k);
  GError *failed = NULL;
  double silhouette = crm_kmeans_silhouette (
      (const double *const *) features->z, features->n, features->d, result->labels, result->k,
      (gsize) crm_compute_input_integer (input, "silhouette-sample"),
      (guint64) crm_compute_input_integer (input, "seed"), crm_compute_input_context (input),
      groups, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  crm_compute_output_number (output, "silhouette", silhouette);
  crm_compute_output_numbers (output, "silhouette_of_groups", groups, result->k);
  return TRUE;
}

static void
write_labels (const CrmComputeInput *input, const guint8 *labels, CrmComputeOutput *output)
{
  const char *const *ids = crm_compute_input_text (input, "id");
  gsize n = crm_compute_input_n_rows (input);

  if (ids != NULL)
    crm_compute_output_strings (output, "ids", ids, n);
  crm_compute_output_begin_array (output, "labels");
  for (gsize i = 0; i < n; i++)
    crm_compute_output_integer (output, NULL, labels[i]);
  crm_compute_output_end_array (output);
}

static void
write_groups (const CrmKMeans *result, const CrmComputeFeatures *features, CrmComputeOutput *output)
{
  crm_compute_output_begin_array (output, "groups");
  for (guint c = 0; c < result->k; c++)
    {
      const double *center = result->centers + c * result->d;
      g_autofree double *original = g_new (double, result->d);

      for (guint j = 0; j < result->d; j++)
        original[j] = crm_compute_features_invert (features, j, center[j]);
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_integer (output, "label", c);
      crm_compute_output_integer (output, "size", (gint64) result->sizes[c]);
      crm_compute_output_number (output, "within", result->within[c]);
      crm_compute_output_numbers (output, "center", center, result->d);
      crm_compute_output_numbers (output, "center_in_original_unit", original, result->d);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
}

static gboolean
run_kmeans (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (CrmComputeFeatures) features = crm_compute_features_new (input, error);
  g_autoptr (CrmKMeans) result = NULL;
  CrmKMeansOptions options = {
    .k = (guint) crm_compute_input_integer (input, "k"),
    .restarts = (guint) crm_compute_input_integer (input, "restarts"),
    .sample = (gsize) crm_compute_input_integer (input, "sample"),
    .max_iterations = (guint) crm_compute_input_integer (input, "max-iterations"),
    .tolerance = crm_compute_input_number (input, "tolerance"),
    .seed = (guint64) crm_compute_input_integer (input, "seed"),
    .no_exchange = crm_compute_input_flag (input, "no-exchange"),
  };

  if (features == NULL)
    return FALSE;
  result = crm_kmeans ((const double *const *) features->z, features->n, features->d,
                       features->names, &options, crm_compute_input_context (input), error);
  if (result == NULL)
    return FALSE;

  crm_compute_features_write (features, output);
  crm_compute_output_integer (output, "k", result->k);
  crm_compute_output_number (output, "inertia", result->inertia);
  crm_compute_output_number (output, "total", result->total);
  crm_compute_output_number (output, "calinski_harabasz", result->calinski_harabasz);
  crm_compute_output_integer (output, "iterations", result->iterations);
  crm_compute_output_integer (output, "exchanges", result->exchanges);
  crm_compute_output_boolean (output, "converged", result->converged);
  if (crm_compute_input_flag (input, "silhouette") &&
      !write_silhouette (input, features, result, output, error))
    return FALSE;
  write_groups (result, features, output);
  if (!crm_compute_input_flag (input, "summary"))
    write_labels (input, result->labels, output);
  return TRUE;
}

/* --- choose-k --- */

static void
write_trials (const CrmChooseK *result, CrmComputeOutput *output)
{
  crm_compute_output_begin_array (output, "trials");
  for (guint i = 0; i < result->n_trials; i++)
    {
      const CrmChooseKTrial *trial = &result->trials[i];

      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_integer (output, "k", trial->k);
      crm_compute_output_number (output, "prediction_strength", trial->strength);
      crm_compute_output_number (output, "standard_error", trial->standard_error);
      crm_compute_output_number (output, "smallest_share", trial->smallest_share);
      crm_compute_output_number (output, "inertia", trial->inertia);
      crm_compute_output_number (output, "calinski_harabasz", trial->calinski_harabasz);
      crm_compute_output_boolean (output, "admitted", trial->admitted);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
}

static gboolean
run_choose_k (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (CrmComputeFeatures) features = crm_compute_features_new (input, error);
  g_autoptr (CrmChooseK) result = NULL;
  CrmChooseKOptions options = {
    .k_min = (guint) crm_compute_input_integer (input, "min"),
    .k_max = (guint) crm_compute_input_integer (input, "max"),
    .splits = (guint) crm_compute_input_integer (input, "splits"),
    .limit = crm_compute_input_number (input, "limit"),
    .smallest_share = crm_compute_input_number (input, "smallest-share"),
    .seed = (guint64) crm_compute_input_integer (input, "seed"),
  };

  if (features == NULL)
    return FALSE;
  result = crm_choose_k ((const double *const *) features->z, features->n, features->d,
                         features->names, &options, crm_compute_input_context (input), error);
  if (result == NULL)
    return FALSE;

  crm_compute_features_write (features, output);
  crm_compute_output_string (output, "verdict", result->k > 0 ? "groups" : "no stable segments");
  if (result->k > 0)
    crm_compute_output_integer (output, "k", result->k);
  else
    crm_compute_output_null (output, "k");
  write_trials (result, output);
  if (result->groups != NULL)
    write_groups (result->groups, features, output);
  if (result->groups != NULL && !crm_compute_input_flag (input, "summary"))
    write_labels (input, result->groups->labels, output);
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn rfm_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    N_("the customer, repeated in the answer") },
  { "recency", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "recency_days",
    N_("days since the last purchase, not negative; less is better") },
  { "frequency", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "transactions,orders",
    N_("number of purchases, not negative") },
  { "monetary", CRM_COMPUTE_COLUMN_REQUIRED, "amount,revenue", N_("amount spent") },
  { NULL },
};

static const CrmComputeOption rfm_options[] = {
  { "rule", CRM_COMPUTE_OPTION_TEXT, "midrank", 0, 0,
    N_("midrank, ntile (splits equal customers) or quintiles (limits at quantiles of type 7)") },
  { "thresholds", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0,
    N_("twelve limits with commas between: four each of recency, frequency, monetary") },
  { "summary", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("leave out the single customers") },
  { NULL },
};

static const CrmComputeColumn kmeans_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    N_("the row, repeated in the answer") },
  { "feature", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL,
    N_("the measures; unless named, every other number column") },
  { NULL },
};

static const CrmComputeOption kmeans_options[] = {
  { "k", CRM_COMPUTE_OPTION_INTEGER, "4", 1, 254, N_("number of groups") },
  { "prepare", CRM_COMPUTE_OPTION_TEXT, "none", 0, 0, CRM_COMPUTE_FEATURES_HELP },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, "1", 0, 1e15, N_("seed of the random numbers") },
  { "restarts", CRM_COMPUTE_OPTION_INTEGER, "0", 0, 10000, N_("starts; 0 chooses by size") },
  { "sample", CRM_COMPUTE_OPTION_INTEGER, "20000", 1, 4e9, N_("rows the starts are tried on") },
  { "max-iterations", CRM_COMPUTE_OPTION_INTEGER, "300", 1, 1e6, N_("iterations of Lloyd") },
  { "tolerance", CRM_COMPUTE_OPTION_NUMBER, "0", 0, 1,
    N_("stop below this movement of the centres, in mean variances") },
  { "no-exchange", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("without the exchange pass") },
  { "silhouette", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("add the mean silhouette of a sample") },
  { "silhouette-sample", CRM_COMPUTE_OPTION_INTEGER, "5000", 2, 100000, N_("rows of that sample") },
  { "summary", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("leave out the single rows") },
  { NULL },
};

static const CrmComputeOption choose_k_options[] = {
  { "min", CRM_COMPUTE_OPTION_INTEGER, "2", 2, 32, N_("smallest number of groups to try") },
  { "max", CRM_COMPUTE_OPTION_INTEGER, "8", 2, 32, N_("largest number of groups to try") },
  { "splits", CRM_COMPUTE_OPTION_INTEGER, "5", 1, 1000, N_("halvings") },
  { "limit", CRM_COMPUTE_OPTION_NUMBER, "0.8", 0.01, 1, N_("prediction strength needed") },
  { "smallest-share", CRM_COMPUTE_OPTION_NUMBER, "0.02", 1e-9, 0.5,
    N_("share of rows the smallest group must hold") },
  { "prepare", CRM_COMPUTE_OPTION_TEXT, "none", 0, 0, CRM_COMPUTE_FEATURES_HELP },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, "1", 0, 1e15, N_("seed of the random numbers") },
  { "summary", CRM_COMPUTE_OPTION_FLAG, NULL, 0, 0, N_("leave out the single rows") },
  { NULL },
};

const CrmComputeMethod crm_compute_segmentation_methods[] = {
  { "rfm", N_("Scores recency, frequency and amount of customers, and names their cell"),
    rfm_columns, rfm_options, run_rfm },
  { "kmeans", N_("Forms groups with the smallest sum of squared distances"),
    kmeans_columns, kmeans_options, run_kmeans },
  { "choose-k", N_("Finds how many groups are stable, by prediction strength"),
    kmeans_columns, choose_k_options, run_choose_k },
  { NULL },
};
/* clang-format on */

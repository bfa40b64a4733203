/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the statistics group: survey indices, quantiles, help desk figures, drivers. */

#include "config.h"

#include "crm-compute.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-quantile.h"
#include "crm-relative-weights.h"
#include "crm-service-level.h"
#include "crm-survey-index.h"

#define LEVEL                                                                                      \
  {                                                                                                \
    "level", CRM_COMPUTE_OPTION_NUMBER, "0.95", 0.5, 0.9999, N_ ("coverage of the intervals")      \
  }

static void
write_interval (CrmComputeOutput *output, const char *name, double lower, double upper)
{
  const double ends[] = { lower, upper };

  crm_compute_output_numbers (output, name, ends, 2);
}

/* An approximation of an interval does not know where the scale ends. */
static void
write_cut_interval (CrmComputeOutput *output, const char *name, double lower, double upper,
                    double minimum, double maximum)
{
  write_interval (output, name, lower < minimum ? minimum : lower,
                  upper > maximum ? maximum : upper);
}

static void
write_nps (CrmComputeOutput *output, const CrmNps *nps)
{
  crm_compute_output_integer (output, "n", nps->n);
  crm_compute_output_integer (output, "promoters", nps->promoters);
  crm_compute_output_integer (output, "passives", nps->passives);
  crm_compute_output_integer (output, "detractors", nps->detractors);
  crm_compute_output_number (output, "nps", nps->nps);
  crm_compute_output_number (output, "se", nps->se);
  write_cut_interval (output, "wald", nps->wald_lower, nps->wald_upper, -100, 100);
  write_cut_interval (output, "adjusted_wald", nps->lower, nps->upper, -100, 100);
}

/* The answers of each group under its name, in the order the groups first appear. */
static gboolean
write_nps_groups (const CrmComputeInput *input, const double *answers, const char *const *groups,
                  double level, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  g_autoptr (GHashTable) parts =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++)
    {
      GArray *part = g_hash_table_lookup (parts, groups[i]);

      if (part == NULL)
        {
          part = g_array_new (FALSE, FALSE, sizeof (double));
          g_hash_table_insert (parts, (gpointer) groups[i], part);
          g_ptr_array_add (names, (gpointer) groups[i]);
        }
      g_array_append_val (part, answers[i]);
    }

  crm_compute_output_begin_object (output, "groups");
  for (guint g = 0; g < names->len; g++)
    {
      GArray *part = g_hash_table_lookup (parts, names->pdata[g]);
      CrmNps nps;

      if (!crm_nps ((const double *) part->data, part->len, level,
                    crm_compute_input_context (input), &nps, error))
        return FALSE;
      crm_compute_output_begin_object (output, names->pdata[g]);
      write_nps (output, &nps);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_object (output);
  return TRUE;
}

static gboolean
run_nps (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  const double *answers = crm_compute_input_numbers (input, "score");
  const char *const *groups = crm_compute_input_text (input, "group");
  double level = crm_compute_input_number (input, "level");
  CrmNps nps;

  if (answers != NULL && !crm_compute_input_check_range (input, "score", 0, 10, error))
    return FALSE;
  if (answers == NULL ? !crm_nps_from_counts (crm_compute_input_integer (input, "promoters"),
                                              crm_compute_input_integer (input, "passives"),
                                              crm_compute_input_integer (input, "detractors"),
                                              level, &nps, error)
                      : !crm_nps (answers, crm_compute_input_n_rows (input), level,
                                  crm_compute_input_context (input), &nps, error))
    return FALSE;

  write_nps (output, &nps);
  return answers == NULL || groups == NULL ||
         write_nps_groups (input, answers, groups, level, output, error);
}

static gboolean
run_top_box (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  double minimum = (double) crm_compute_input_integer (input, "minimum");
  double maximum = (double) crm_compute_input_integer (input, "maximum");
  CrmTopBox box;

  if (minimum < maximum && !crm_compute_input_check_range (input, "score", minimum, maximum, error))
    return FALSE;
  if (!crm_top_box (crm_compute_input_numbers (input, "score"), crm_compute_input_n_rows (input),
                    (int) crm_compute_input_integer (input, "minimum"),
                    (int) crm_compute_input_integer (input, "maximum"),
                    (int) crm_compute_input_integer (input, "top"),
                    crm_compute_input_number (input, "level"), crm_compute_input_context (input),
                    &box, error))
    return FALSE;

  crm_compute_output_integer (output, "n", box.n);
  crm_compute_output_integer (output, "top", box.top);
  crm_compute_output_number (output, "percent", box.percent);
  write_interval (output, "wilson", box.lower, box.upper);
  crm_compute_output_number (output, "mean", box.mean);
  crm_compute_output_number (output, "se", box.se);
  write_cut_interval (output, "mean_interval", box.mean_lower, box.mean_upper, minimum, maximum);
  return TRUE;
}

/* "0.4,0.3,0.3" into numbers; NULL without the option. */
static gboolean
parse_list (const CrmComputeInput *input, const char *option, GArray *list, GError **error)
{
  const char *text = crm_compute_input_string (input, option);
  g_auto (GStrv) parts = g_strsplit (text == NULL ? "" : text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *end;
      double value = g_ascii_strtod (g_strstrip (parts[i]), &end);

      if (end == parts[i] || *end != '\0')
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("--%s: “%s” is not a number"), option, parts[i]);
          return FALSE;
        }
      g_array_append_val (list, value);
    }

  return TRUE;
}

static gboolean
run_acsi (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_items;
  const double *const *items = crm_compute_input_many (input, "item", &n_items);
  CrmAcsi acsi;

  if (!parse_list (input, "weights", weights, error))
    return FALSE;
  if (weights->len > 0 && weights->len != n_items)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("%u weights for %u items"), weights->len, n_items);
      return FALSE;
    }
  if (crm_compute_input_number (input, "minimum") < crm_compute_input_number (input, "maximum") &&
      !crm_compute_input_check_range (input, "item", crm_compute_input_number (input, "minimum"),
                                      crm_compute_input_number (input, "maximum"), error))
    return FALSE;
  if (!crm_acsi (items, n_items, crm_compute_input_n_rows (input),
                 weights->len > 0 ? (const double *) weights->data : NULL,
                 crm_compute_input_number (input, "minimum"),
                 crm_compute_input_number (input, "maximum"),
                 crm_compute_input_number (input, "level"), crm_compute_input_context (input), NULL,
                 &acsi, error))
    return FALSE;

  crm_compute_output_strings (output, "items", crm_compute_input_names (input, "item"), n_items);
  crm_compute_output_number (output, "index", acsi.index);
  crm_compute_output_number (output, "sd", acsi.sd);
  write_cut_interval (output, "interval", acsi.lower, acsi.upper, 0, 100);
  crm_compute_output_number (output, "cronbach_alpha", acsi.alpha);
  return TRUE;
}

static gboolean
run_quantile (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (GArray) p = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree double *quantiles = NULL;

  if (!parse_list (input, "probabilities", p, error))
    return FALSE;
  if (p->len == 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--probabilities takes numbers with commas between"));
      return FALSE;
    }
  quantiles = g_new0 (double, MAX (p->len, 1));
  if (!crm_quantiles (crm_compute_input_numbers (input, "value"), crm_compute_input_n_rows (input),
                      (const double *) p->data, p->len,
                      (CrmQuantileType) crm_compute_input_integer (input, "type"),
                      crm_compute_input_context (input), quantiles, error))
    return FALSE;

  crm_compute_output_numbers (output, "probabilities", (const double *) p->data, p->len);
  crm_compute_output_numbers (output, "quantiles", quantiles, p->len);
  return TRUE;
}

static gboolean
run_relative_weights (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  guint n_drivers;
  const double *const *drivers = crm_compute_input_many (input, "driver", &n_drivers);
  g_autoptr (CrmRelativeWeights) result = crm_relative_weights_new (
      drivers, n_drivers, crm_compute_input_names (input, "driver"),
      crm_compute_input_numbers (input, "outcome"), crm_compute_input_n_rows (input),
      crm_compute_input_context (input), error);

  if (result == NULL)
    return FALSE;

  crm_compute_output_strings (output, "drivers", crm_compute_input_names (input, "driver"),
                              n_drivers);
  crm_compute_output_numbers (output, "weights", result->weights, n_drivers);
  crm_compute_output_numbers (output, "shares", result->shares, n_drivers);
  crm_compute_output_numbers (output, "correlations", result->correlations, n_drivers);
  crm_compute_output_number (output, "r_squared", result->r_squared);
  crm_compute_output_integer (output, "rank", (gint64) result->rank);
  return TRUE;
}

static void
write_share (CrmComputeOutput *output, const char *name, const CrmShare *share)
{
  crm_compute_output_begin_object (output, name);
  crm_compute_output_number (output, "share", share->share);
  write_interval (output, "wilson", share->lower, share->upper);
  crm_compute_output_end_object (output);
}

static gboolean
run_service_level (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  CrmServiceLevel service;

  if (!crm_service_level (
          crm_compute_input_numbers (input, "kept"), crm_compute_input_numbers (input, "reopened"),
          crm_compute_input_numbers (input, "reassigned"),
          crm_compute_input_numbers (input, "duration"), crm_compute_input_n_rows (input),
          crm_compute_input_number (input, "level"), crm_compute_input_context (input), &service,
          error))
    return FALSE;

  write_share (output, "kept", &service.kept);
  write_share (output, "reopened", &service.reopened);
  crm_compute_output_number (output, "reassignments", service.reassignments);
  crm_compute_output_integer (output, "durations", (gint64) service.n_durations);
  crm_compute_output_integer (output, "negative", (gint64) service.n_negative);
  crm_compute_output_numbers (output, "probabilities", crm_service_probabilities,
                              CRM_SERVICE_N_QUANTILES);
  crm_compute_output_numbers (output, "quantiles", service.quantiles, CRM_SERVICE_N_QUANTILES);
  crm_compute_output_number (output, "mean", service.mean);
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn nps_columns[] = {
  { "score", CRM_COMPUTE_COLUMN_WHOLE, "nps,answer,rating,rec", N_("answers, whole numbers 0 to 10") },
  { "group", CRM_COMPUTE_COLUMN_TEXT, "segment,bu", N_("group; each gets its own index") },
  { NULL },
};

static const CrmComputeOption nps_options[] = {
  { "promoters", CRM_COMPUTE_OPTION_INTEGER, "0", 0, 1e15, N_("without a file: answers 9 and 10") },
  { "passives", CRM_COMPUTE_OPTION_INTEGER, "0", 0, 1e15, N_("without a file: answers 7 and 8") },
  { "detractors", CRM_COMPUTE_OPTION_INTEGER, "0", 0, 1e15, N_("without a file: answers 0 to 6") },
  LEVEL,
  { NULL },
};

static const CrmComputeColumn score_columns[] = {
  { "score", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_WHOLE, "csat,ces,answer,rating,value", N_("answers, whole numbers") },
  { NULL },
};

static const CrmComputeOption csat_options[] = {
  { "minimum", CRM_COMPUTE_OPTION_INTEGER, "1", -100, 100, N_("lowest answer") },
  { "maximum", CRM_COMPUTE_OPTION_INTEGER, "5", -100, 100, N_("highest answer") },
  { "top", CRM_COMPUTE_OPTION_INTEGER, "4", -100, 100, N_("answers from here on count as satisfied") },
  LEVEL,
  { NULL },
};

static const CrmComputeOption ces_options[] = {
  { "minimum", CRM_COMPUTE_OPTION_INTEGER, "1", -100, 100, N_("lowest answer") },
  { "maximum", CRM_COMPUTE_OPTION_INTEGER, "7", -100, 100, N_("highest answer") },
  { "top", CRM_COMPUTE_OPTION_INTEGER, "5", -100, 100, N_("answers from here on count as easy") },
  LEVEL,
  { NULL },
};

static const CrmComputeColumn acsi_columns[] = {
  { "item", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL,
    N_("items of the index, one a column") },
  { NULL },
};

static const CrmComputeOption acsi_options[] = {
  { "weights", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0, N_("one an item, separated by commas; equal unless given") },
  { "minimum", CRM_COMPUTE_OPTION_NUMBER, "1", -1e6, 1e6, N_("lowest answer") },
  { "maximum", CRM_COMPUTE_OPTION_NUMBER, "10", -1e6, 1e6, N_("highest answer") },
  LEVEL,
  { NULL },
};

static const CrmComputeColumn value_columns[] = {
  { "value", CRM_COMPUTE_COLUMN_REQUIRED, "x,amount,duration", N_("numbers") },
  { NULL },
};

static const CrmComputeOption quantile_options[] = {
  { "probabilities", CRM_COMPUTE_OPTION_TEXT, "0.1,0.25,0.5,0.75,0.9", 0, 0, N_("which ones, separated by commas") },
  { "type", CRM_COMPUTE_OPTION_INTEGER, "7", 4, 9, N_("definition, numbered as by Hyndman and Fan") },
  { NULL },
};

static const CrmComputeColumn driver_columns[] = {
  { "outcome", CRM_COMPUTE_COLUMN_REQUIRED, "y,target,score", N_("what is to be explained") },
  { "driver", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL,
    N_("drivers, one a column") },
  { NULL },
};

static const CrmComputeColumn service_columns[] = {
  { "duration", CRM_COMPUTE_COLUMN_MISSING, "hours,days", N_("time to resolution, any unit") },
  { "kept", CRM_COMPUTE_COLUMN_MISSING | CRM_COMPUTE_COLUMN_COUNT, "made_sla,sla", N_("1 when the promise was kept, 0 when not") },
  { "reopened", CRM_COMPUTE_COLUMN_MISSING | CRM_COMPUTE_COLUMN_COUNT, "reopen_count", N_("how many times a case came back") },
  { "reassigned", CRM_COMPUTE_COLUMN_MISSING | CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "reassignment_count", N_("how many times it changed hands") },
  { NULL },
};

static const CrmComputeOption level_options[] = {
  LEVEL,
  { NULL },
};

const CrmComputeMethod crm_compute_statistics_methods[] = {
  { "nps", N_("Net Promoter Score with intervals"), nps_columns, nps_options, run_nps },
  { "csat", N_("Share of satisfied answers with Wilson's interval"), score_columns, csat_options, run_top_box },
  { "ces", N_("Customer effort: mean and share of easy answers"), score_columns, ces_options, run_top_box },
  { "acsi", N_("American Customer Satisfaction Index and reliability"), acsi_columns, acsi_options, run_acsi },
  { "quantile", N_("Quantiles of a column"), value_columns, quantile_options, run_quantile },
  { "relative-weights", N_("Shares of correlated drivers in an outcome"), driver_columns, NULL, run_relative_weights },
  { "service-level", N_("Kept promises, reopened cases, durations"), service_columns, level_options, run_service_level },
  { NULL },
};
/* clang-format on */

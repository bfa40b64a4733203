/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods around experiments: comparing shares and means, planning, checking, assigning. */

#include "config.h"

#include "crm-compute.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-assignment.h"
#include "crm-bootstrap.h"
#include "crm-mean-test.h"
#include "crm-multiple-tests.h"
#include "crm-power.h"
#include "crm-proportions.h"

#define LEVEL                                                                                      \
  {                                                                                                \
    "level", CRM_COMPUTE_OPTION_NUMBER, "0.95", 0.5, 0.9999, N_ ("coverage of the intervals")      \
  }

static gboolean
set_input_error (GError **error, const char *message)
{
  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER, message);
  return FALSE;
}

static void
write_interval (CrmComputeOutput *output, const char *name, double lower, double upper)
{
  const double ends[] = { lower, upper };

  crm_compute_output_numbers (output, name, ends, 2);
}

/* A whole number of a column, which counts something. */
static gboolean
read_count (double value, gsize row, gint64 *count, GError **error)
{
  if (value >= 0 && value <= 9e15 && value == floor (value))
    {
      *count = (gint64) value;
      return TRUE;
    }

  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
               _ ("Row %zu: %g is not a count"), row + 1, value);
  return FALSE;
}

static gboolean
write_wilson (gint64 successes, gint64 trials, double level, CrmComputeOutput *output,
              GError **error)
{
  CrmShare share;

  if (!crm_share_wilson (successes, trials, level, &share, error))
    return FALSE;
  crm_compute_output_integer (output, "successes", successes);
  crm_compute_output_integer (output, "trials", trials);
  crm_compute_output_number (output, "share", share.share);
  crm_compute_output_number (output, "lower", share.lower);
  crm_compute_output_number (output, "upper", share.upper);
  return TRUE;
}

static gboolean
run_wilson (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  const double *successes = crm_compute_input_numbers (input, "successes");
  const double *trials = crm_compute_input_numbers (input, "trials");
  double level = crm_compute_input_number (input, "level");

  if (successes == NULL || trials == NULL)
    return write_wilson (crm_compute_input_integer (input, "successes"),
                         crm_compute_input_integer (input, "trials"), level, output, error);

  crm_compute_output_begin_array (output, "shares");
  for (gsize i = 0; i < crm_compute_input_n_rows (input); i++)
    {
      gint64 k, n;

      crm_compute_output_begin_object (output, NULL);
      if (!read_count (successes[i], i, &k, error) || !read_count (trials[i], i, &n, error) ||
          !write_wilson (k, n, level, output, error))
        return FALSE;
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  return TRUE;
}

/* Groups with what was counted or measured in them, in the order they first appear. */
typedef struct
{
  const char *name;
  gint64 successes;
  gint64 trials;
  GArray *values;
} Group;

static void
clear_group_cb (gpointer data)
{
  g_clear_pointer (&((Group *) data)->values, g_array_unref);
}

static Group *
find_group (GArray *groups, GHashTable *index, const char *name)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (index, name, NULL, &place))
    {
      Group group = { .name = name, .values = g_array_new (FALSE, FALSE, sizeof (double)) };

      place = GUINT_TO_POINTER (groups->len);
      g_hash_table_insert (index, (gpointer) name, place);
      g_array_append_val (groups, group);
    }

  return &g_array_index (groups, Group, GPOINTER_TO_UINT (place));
}

/* The control group: the one named with --control, else the last to appear. */
static gboolean
find_control (const CrmComputeInput *input, GArray *groups, guint *control, GError **error)
{
  const char *name = crm_compute_input_string (input, "control");

  if (groups->len < 2)
    return set_input_error (error, _ ("A comparison needs two groups or more"));

  *control = groups->len - 1;
  for (guint g = 0; g < groups->len; g++)
    if (name != NULL && g_str_equal (g_array_index (groups, Group, g).name, name))
      {
        *control = g;
        return TRUE;
      }
  return name == NULL || set_input_error (error, _ ("No group has the name given with --control"));
}

static gboolean
count_groups (const CrmComputeInput *input, GArray *groups, GError **error)
{
  const char *const *names = crm_compute_input_text (input, "group");
  const double *outcome = crm_compute_input_numbers (input, "outcome");
  const double *successes = crm_compute_input_numbers (input, "successes");
  const double *trials = crm_compute_input_numbers (input, "trials");
  g_autoptr (GHashTable) index = g_hash_table_new (g_str_hash, g_str_equal);

  if (names == NULL || (outcome == NULL && (successes == NULL || trials == NULL)))
    return set_input_error (error,
                            _ ("The file needs a group, and an outcome or successes and trials"));

  for (gsize i = 0; i < crm_compute_input_n_rows (input); i++)
    {
      Group *group = find_group (groups, index, names[i]);
      gint64 k, n = 1;

      if (!read_count (outcome != NULL ? outcome[i] : successes[i], i, &k, error) ||
          (outcome == NULL && !read_count (trials[i], i, &n, error)))
        return FALSE;
      group->successes += k;
      group->trials += n;
      if (k > n)
        return set_input_error (error, _ ("An outcome is 0 or 1, successes are at most trials"));
    }

  return TRUE;
}

static void
count_options (const CrmComputeInput *input, GArray *groups)
{
  for (guint i = 0; i < 2; i++)
    {
      Group group = { .name = i == 0 ? "a" : "b" };

      group.successes = crm_compute_input_integer (input, i == 0 ? "successes-a" : "successes-b");
      group.trials = crm_compute_input_integer (input, i == 0 ? "trials-a" : "trials-b");
      g_array_append_val (groups, group);
    }
}

static void
write_two_proportions (CrmComputeOutput *output, const CrmTwoProportions *test)
{
  crm_compute_output_number (output, "share", test->share_a);
  crm_compute_output_number (output, "control_share", test->share_b);
  crm_compute_output_number (output, "difference", test->difference);
  write_interval (output, "newcombe", test->lower, test->upper);
  write_interval (output, "wald", test->wald_lower, test->wald_upper);
  crm_compute_output_number (output, "lift", test->lift);
  crm_compute_output_number (output, "z", test->z);
  crm_compute_output_number (output, "p", test->p_value);
  crm_compute_output_boolean (output, "degenerate", test->degenerate);
}

/* Corrected p-values; of a single test it is the test's own. */
static gboolean
write_corrected (CrmComputeOutput *output, const GArray *p, GError **error)
{
  g_autofree double *adjusted = g_new0 (double, MAX (p->len, 1));

  if (!crm_adjust_holm ((const double *) p->data, p->len, adjusted, error))
    return FALSE;
  crm_compute_output_numbers (output, "p_holm", adjusted, p->len);
  if (!crm_adjust_benjamini_hochberg ((const double *) p->data, p->len, adjusted, error))
    return FALSE;
  crm_compute_output_numbers (output, "p_benjamini_hochberg", adjusted, p->len);
  return TRUE;
}

static gboolean
run_two_proportion (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, TRUE, sizeof (Group));
  g_autoptr (GArray) p = g_array_new (FALSE, FALSE, sizeof (double));
  double level = crm_compute_input_number (input, "level");
  const Group *base;
  guint control;

  g_array_set_clear_func (groups, clear_group_cb);
  if (crm_compute_input_n_rows (input) == 0)
    count_options (input, groups);
  else if (!count_groups (input, groups, error))
    return FALSE;
  if (!find_control (input, groups, &control, error))
    return FALSE;

  base = &g_array_index (groups, Group, control);
  crm_compute_output_string (output, "control", base->name);
  crm_compute_output_begin_array (output, "comparisons");
  for (guint g = 0; g < groups->len; g++)
    {
      const Group *group = &g_array_index (groups, Group, g);
      CrmTwoProportions test;

      if (g == control)
        continue;
      if (!crm_two_proportions (group->successes, group->trials, base->successes, base->trials,
                                level, &test, error))
        return FALSE;
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_string (output, "group", group->name);
      write_two_proportions (output, &test);
      crm_compute_output_end_object (output);
      g_array_append_val (p, test.p_value);
    }
  crm_compute_output_end_array (output);
  return write_corrected (output, p, error);
}

static gboolean
measure_groups (const CrmComputeInput *input, GArray *groups, GError **error)
{
  const char *const *names = crm_compute_input_text (input, "group");
  const double *value = crm_compute_input_numbers (input, "value");
  const double *pair[] = { crm_compute_input_numbers (input, "a"),
                           crm_compute_input_numbers (input, "b") };
  g_autoptr (GHashTable) index = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean long_form = names != NULL && value != NULL;

  if (!long_form && (pair[0] == NULL || pair[1] == NULL))
    return set_input_error (error, _ ("The file needs a group and a value, or columns a and b"));

  for (gsize i = 0; i < crm_compute_input_n_rows (input); i++)
    for (guint k = 0; k < (long_form ? 1 : 2); k++)
      {
        double v = long_form ? value[i] : pair[k][i];

        if (!isnan (v))
          g_array_append_val (find_group (groups, index,
                                          long_form ? names[i]
                                          : k       ? "b"
                                                    : "a")
                                  ->values,
                              v);
      }

  return TRUE;
}

static void
write_welch (CrmComputeOutput *output, const CrmWelch *test)
{
  crm_compute_output_integer (output, "n", (gint64) test->a.n);
  crm_compute_output_integer (output, "control_n", (gint64) test->b.n);
  crm_compute_output_number (output, "mean", test->a.mean);
  crm_compute_output_number (output, "control_mean", test->b.mean);
  crm_compute_output_number (output, "difference", test->difference);
  crm_compute_output_number (output, "se", test->se);
  write_interval (output, "interval", test->lower, test->upper);
  crm_compute_output_number (output, "t", test->t);
  crm_compute_output_number (output, "df", test->df);
  crm_compute_output_number (output, "p", test->p_value);
  crm_compute_output_number (output, "effect", test->effect);
}

static gboolean
run_welch (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, TRUE, sizeof (Group));
  g_autoptr (GArray) p = g_array_new (FALSE, FALSE, sizeof (double));
  const Group *base;
  guint control;

  g_array_set_clear_func (groups, clear_group_cb);
  if (!measure_groups (input, groups, error) || !find_control (input, groups, &control, error))
    return FALSE;

  base = &g_array_index (groups, Group, control);
  crm_compute_output_string (output, "control", base->name);
  crm_compute_output_begin_array (output, "comparisons");
  for (guint g = 0; g < groups->len; g++)
    {
      const Group *group = &g_array_index (groups, Group, g);
      CrmWelch test;

      if (g == control)
        continue;
      if (!crm_welch ((const double *) group->values->data, group->values->len,
                      (const double *) base->values->data, base->values->len,
                      crm_compute_input_number (input, "level"), crm_compute_input_context (input),
                      &test, error))
        return FALSE;
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_string (output, "group", group->name);
      write_welch (output, &test);
      crm_compute_output_end_object (output);
      g_array_append_val (p, test.p_value);
    }
  crm_compute_output_end_array (output);
  return write_corrected (output, p, error);
}

static gboolean
run_power_means (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  double sd = crm_compute_input_number (input, "sd"), n = crm_compute_input_number (input, "n");
  double difference = crm_compute_input_number (input, "difference"), result;
  double ratio = crm_compute_input_number (input, "ratio");
  double alpha = crm_compute_input_number (input, "alpha");
  double power = crm_compute_input_number (input, "power");

  if (isnan (n))
    {
      if (!crm_power_size_means (difference, sd, ratio, alpha, power, &result, error))
        return FALSE;
      crm_compute_output_number (output, "n", result);
    }
  else if (isnan (difference))
    {
      if (!crm_power_effect_means (sd, n, ratio, alpha, power, &result, error))
        return FALSE;
      crm_compute_output_number (output, "difference", result);
    }
  else
    {
      if (!crm_power_means (difference, sd, n, ratio, alpha, &result, error))
        return FALSE;
      crm_compute_output_number (output, "power", result);
    }

  return TRUE;
}

static gboolean
run_power_proportions (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  double a = crm_compute_input_number (input, "p1"), b = crm_compute_input_number (input, "p2");
  double n = crm_compute_input_number (input, "n"), result, below;
  double ratio = crm_compute_input_number (input, "ratio");
  double alpha = crm_compute_input_number (input, "alpha");
  double power = crm_compute_input_number (input, "power");

  if (isnan (n))
    {
      if (!crm_power_size_proportions (a, b, ratio, alpha, power, &result, error))
        return FALSE;
      crm_compute_output_number (output, "n", result);
    }
  else if (isnan (b))
    {
      if (!crm_power_effect_proportions (a, n, ratio, alpha, power, &result, &below, error))
        return FALSE;
      crm_compute_output_number (output, "p2_above", result);
      crm_compute_output_number (output, "p2_below", below);
    }
  else
    {
      if (!crm_power_proportions (a, b, n, ratio, alpha, &result, error))
        return FALSE;
      crm_compute_output_number (output, "power", result);
    }

  return TRUE;
}

static gboolean
run_power (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  if (crm_compute_input_has_option (input, "p1"))
    return run_power_proportions (input, output, error);
  if (crm_compute_input_has_option (input, "sd") ||
      crm_compute_input_has_option (input, "difference"))
    return run_power_means (input, output, error);

  return set_input_error (error, _ ("Give --p1 for shares, or --sd and --difference for means"));
}

static gboolean
run_srm (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  const double *counts = crm_compute_input_numbers (input, "count");
  gsize n = crm_compute_input_n_rows (input);
  g_autofree gint64 *whole = g_new0 (gint64, MAX (n, 1));
  CrmSampleRatio check;

  for (gsize i = 0; i < n; i++)
    if (!read_count (counts[i], i, &whole[i], error))
      return FALSE;
  if (!crm_sample_ratio (whole, crm_compute_input_numbers (input, "share"), n,
                         crm_compute_input_number (input, "threshold"), &check, error))
    return FALSE;

  crm_compute_output_integer (output, "total", check.total);
  crm_compute_output_number (output, "chi2", check.chi2);
  crm_compute_output_number (output, "df", check.df);
  crm_compute_output_number (output, "p", check.p_value);
  crm_compute_output_boolean (output, "mismatch", check.mismatch);
  crm_compute_output_number (output, "least_expected", check.least_expected);
  return TRUE;
}

static gboolean
run_adjust (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (GArray) p = g_array_new (FALSE, FALSE, sizeof (double));

  g_array_append_vals (p, crm_compute_input_numbers (input, "p"),
                       (guint) crm_compute_input_n_rows (input));
  return write_corrected (output, p, error);
}

static gboolean
run_bootstrap (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  const char *statistic = crm_compute_input_string (input, "statistic");
  double p = crm_compute_input_number (input, "probability");
  CrmBootstrapFunc func = crm_bootstrap_mean;
  CrmBootstrap result;

  if (g_str_equal (statistic, "median"))
    func = crm_bootstrap_median;
  else if (g_str_equal (statistic, "quantile"))
    func = crm_bootstrap_quantile;
  else if (!g_str_equal (statistic, "mean"))
    return set_input_error (error, _ ("The statistic is mean, median or quantile"));

  if (!crm_bootstrap (crm_compute_input_numbers (input, "value"), crm_compute_input_n_rows (input),
                      func, &p, (gsize) crm_compute_input_integer (input, "replicates"),
                      crm_compute_input_number (input, "level"),
                      (guint64) crm_compute_input_integer (input, "seed"),
                      crm_compute_input_context (input), &result, error))
    return FALSE;

  crm_compute_output_number (output, "estimate", result.estimate);
  crm_compute_output_number (output, "se", result.se);
  crm_compute_output_number (output, "bias", result.bias);
  write_interval (output, "percentile", result.percentile_lower, result.percentile_upper);
  write_interval (output, "bca", result.bca ? result.lower : NAN, result.bca ? result.upper : NAN);
  crm_compute_output_number (output, "acceleration", result.acceleration);
  crm_compute_output_boolean (output, "constant", result.constant);
  return TRUE;
}

static gint64 *
read_ids (const double *values, gsize n, GError **error)
{
  g_autofree gint64 *ids = g_new0 (gint64, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    if (values[i] == floor (values[i]) && fabs (values[i]) < 9e15)
      ids[i] = (gint64) values[i];
    else
      {
        set_input_error (error, _ ("Ids and strata are whole numbers"));
        return NULL;
      }

  return g_steal_pointer (&ids);
}

static gboolean
run_assign (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  const double *strata = crm_compute_input_numbers (input, "stratum");
  g_autofree gint64 *ids = read_ids (crm_compute_input_numbers (input, "id"), n, error);
  g_autofree gint64 *layers = NULL;
  g_auto (GStrv) parts = g_strsplit (crm_compute_input_string (input, "shares"), ",", -1);
  g_autofree double *shares = g_new0 (double, g_strv_length (parts) + 1);
  g_autoptr (CrmAssignment) result = NULL;

  if (ids == NULL || (strata != NULL && (layers = read_ids (strata, n, error)) == NULL))
    return FALSE;
  for (guint a = 0; parts[a] != NULL; a++)
    shares[a] = g_ascii_strtod (parts[a], NULL);
  result = crm_assignment_new (ids, layers, n, shares, g_strv_length (parts),
                               (guint64) crm_compute_input_integer (input, "seed"),
                               crm_compute_input_context (input), error);
  if (result == NULL)
    return FALSE;

  crm_compute_output_begin_array (output, "arms");
  for (gsize i = 0; i < n; i++)
    crm_compute_output_integer (output, NULL, result->arms[i]);
  crm_compute_output_end_array (output);
  crm_compute_output_begin_array (output, "strata");
  for (gsize s = 0; s < result->n_strata; s++)
    {
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_integer (output, "stratum", result->strata[s]);
      crm_compute_output_begin_array (output, "counts");
      for (gsize a = 0; a < result->n_arms; a++)
        crm_compute_output_integer (output, NULL, result->counts[s * result->n_arms + a]);
      crm_compute_output_end_array (output);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn wilson_columns[] = {
  { "successes", CRM_COMPUTE_COLUMN_COUNT, "k", N_("how many succeeded; one interval a row") },
  { "trials", CRM_COMPUTE_COLUMN_COUNT, "n", N_("out of how many") },
  { NULL },
};

static const CrmComputeOption wilson_options[] = {
  { "successes", CRM_COMPUTE_OPTION_INTEGER, "0", -1e15, 1e15, N_("without a file: how many succeeded") },
  { "trials", CRM_COMPUTE_OPTION_INTEGER, "0", -1e15, 1e15, N_("without a file: out of how many") },
  LEVEL,
  { NULL },
};

static const CrmComputeColumn two_proportion_columns[] = {
  { "group", CRM_COMPUTE_COLUMN_TEXT, "arm,variant,segment", N_("name of the group") },
  { "outcome", CRM_COMPUTE_COLUMN_COUNT, "y,converted,success", N_("0 or 1, one row a person") },
  { "successes", CRM_COMPUTE_COLUMN_COUNT, "k,conversions", N_("counted successes, one row a group") },
  { "trials", CRM_COMPUTE_COLUMN_COUNT, "n,people", N_("people in the group") },
  { NULL },
};

static const CrmComputeOption two_proportion_options[] = {
  { "successes-a", CRM_COMPUTE_OPTION_INTEGER, "0", -1e15, 1e15, N_("without a file: successes of the group tried") },
  { "trials-a", CRM_COMPUTE_OPTION_INTEGER, "0", -1e15, 1e15, N_("without a file: its size") },
  { "successes-b", CRM_COMPUTE_OPTION_INTEGER, "0", -1e15, 1e15, N_("without a file: successes of the control") },
  { "trials-b", CRM_COMPUTE_OPTION_INTEGER, "0", -1e15, 1e15, N_("without a file: its size") },
  { "control", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0, N_("name of the control group; the last one unless given") },
  LEVEL,
  { NULL },
};

static const CrmComputeColumn welch_columns[] = {
  { "group", CRM_COMPUTE_COLUMN_TEXT, "arm,variant,segment", N_("name of the group") },
  { "value", CRM_COMPUTE_COLUMN_MISSING, "y,amount,spend", N_("measured value, one row a person") },
  { "a", CRM_COMPUTE_COLUMN_MISSING, NULL, N_("or: values of the group tried") },
  { "b", CRM_COMPUTE_COLUMN_MISSING, NULL, N_("and values of the control beside them") },
  { NULL },
};

static const CrmComputeOption welch_options[] = {
  { "control", CRM_COMPUTE_OPTION_TEXT, NULL, 0, 0, N_("name of the control group; the last one unless given") },
  LEVEL,
  { NULL },
};

static const CrmComputeOption power_options[] = {
  { "p1", CRM_COMPUTE_OPTION_NUMBER, NULL, 0, 1, N_("share in the first group") },
  { "p2", CRM_COMPUTE_OPTION_NUMBER, NULL, 0, 1, N_("share in the second; left out: the smallest effect seen") },
  { "difference", CRM_COMPUTE_OPTION_NUMBER, NULL, 0, 0, N_("difference of means; left out: the smallest one seen") },
  { "sd", CRM_COMPUTE_OPTION_NUMBER, NULL, 0, 0, N_("standard deviation of the values") },
  { "n", CRM_COMPUTE_OPTION_NUMBER, NULL, 0, 1e15, N_("size of the first group; left out: the size needed") },
  { "ratio", CRM_COMPUTE_OPTION_NUMBER, "1", 1e-6, 1e6, N_("size of the second group over the first") },
  { "alpha", CRM_COMPUTE_OPTION_NUMBER, "0.05", 1e-12, 0.5, N_("significance level, two-sided; both tails count, as in R with strict = TRUE") },
  { "power", CRM_COMPUTE_OPTION_NUMBER, "0.8", 0.01, 0.999999, N_("power to reach") },
  { NULL },
};

static const CrmComputeColumn srm_columns[] = {
  { "count", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_COUNT, "n,people,users", N_("people found in each group") },
  { "share", CRM_COMPUTE_COLUMN_NOT_NEGATIVE, "expected,weight", N_("planned share of each; equal unless given") },
  { NULL },
};

static const CrmComputeOption srm_options[] = {
  { "threshold", CRM_COMPUTE_OPTION_NUMBER, "0.001", 1e-12, 0.5, N_("p-value below which the split is called broken") },
  { NULL },
};

static const CrmComputeColumn adjust_columns[] = {
  { "p", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_SHARE, "p_value,pvalue", N_("p-values, one a test") },
  { NULL },
};

static const CrmComputeColumn bootstrap_columns[] = {
  { "value", CRM_COMPUTE_COLUMN_REQUIRED, "x,amount", N_("numbers") },
  { NULL },
};

static const CrmComputeOption bootstrap_options[] = {
  { "statistic", CRM_COMPUTE_OPTION_TEXT, "mean", 0, 0, N_("mean, median or quantile") },
  { "probability", CRM_COMPUTE_OPTION_NUMBER, "0.5", 0, 1, N_("which quantile") },
  { "replicates", CRM_COMPUTE_OPTION_INTEGER, "2000", 100, 1000000, N_("how often to draw again") },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, "1", 0, 0, N_("start of the random numbers") },
  LEVEL,
  { NULL },
};

static const CrmComputeColumn assign_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_REQUIRED, "unit,customer", N_("whole number, different in each row") },
  { "stratum", CRM_COMPUTE_COLUMN_OPTIONAL, "segment,block", N_("whole number; arms are balanced within each") },
  { NULL },
};

static const CrmComputeOption assign_options[] = {
  { "shares", CRM_COMPUTE_OPTION_TEXT, "1,1", 0, 0, N_("parts of the arms, separated by commas") },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, "1", 0, 0, N_("start of the random numbers") },
  { NULL },
};

const CrmComputeMethod crm_compute_experiments_methods[] = {
  { "two-proportion", N_("Difference of shares: z test and Newcombe's interval"), two_proportion_columns,
    two_proportion_options, run_two_proportion },
  { "welch", N_("Difference of means: Welch's test and interval"), welch_columns, welch_options, run_welch },
  { "wilson", N_("A share with Wilson's interval"), wilson_columns, wilson_options, run_wilson },
  { "power", N_("Sample size, power or smallest effect of an experiment"), NULL, power_options, run_power },
  { "srm", N_("Did the experiment split people as planned?"), srm_columns, srm_options, run_srm },
  { "adjust", N_("Holm's and Benjamini and Hochberg's corrections"), adjust_columns, NULL, run_adjust },
  { "bootstrap", N_("Resampled interval of a mean, median or quantile"), bootstrap_columns, bootstrap_options,
    run_bootstrap },
  { "assign", N_("Random arms, balanced within strata"), assign_columns, assign_options, run_assign },
  { NULL },
};
/* clang-format on */

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The method "affinity": rules from a list of (basket, item). */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-affinity.h"
#include "crm-compute.h"

/* Numbers texts in the order of first sight. */
static guint32 *
number_texts (const char *const *texts, gsize n, GPtrArray *names)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint32 *numbers = g_new (guint32, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      gpointer number;

      if (!g_hash_table_lookup_extended (known, texts[i], NULL, &number))
        {
          number = GUINT_TO_POINTER (names->len);
          g_hash_table_insert (known, (gpointer) texts[i], number);
          g_ptr_array_add (names, (gpointer) texts[i]);
        }
      numbers[i] = GPOINTER_TO_UINT (number);
    }
  return numbers;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Numbers follow the alphabet, so that the order of rows does not show. */
static guint32 *
number_sorted (const char *const *texts, gsize n, GPtrArray *names)
{
  g_autofree guint32 *first = number_texts (texts, n, names);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) seen = g_ptr_array_copy (names, NULL, NULL);
  guint32 *numbers = g_new (guint32, n + 1);

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (places, names->pdata[i], GUINT_TO_POINTER (i));
  for (gsize i = 0; i < n; i++)
    numbers[i] = GPOINTER_TO_UINT (g_hash_table_lookup (places, seen->pdata[first[i]]));
  return numbers;
}

static gboolean
read_options (const CrmComputeInput *input, CrmAffinityOptions *options, GError **error)
{
  const char *test = crm_compute_input_string (input, "test");
  const char *correction = crm_compute_input_string (input, "correction");

  options->min_support = crm_compute_input_number (input, "support");
  options->min_count = (guint) crm_compute_input_integer (input, "count");
  options->min_confidence = crm_compute_input_number (input, "confidence");
  options->min_lift = crm_compute_input_number (input, "lift");
  options->max_p = crm_compute_input_number (input, "max-p");
  options->max_length = (guint) crm_compute_input_integer (input, "length");

  if (g_str_equal (test, "chi-square"))
    options->test = CRM_AFFINITY_CHI_SQUARE;
  else if (!g_str_equal (test, "fisher"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--test is fisher or chi-square"));
      return FALSE;
    }

  if (g_str_equal (correction, "bh"))
    options->correction = CRM_AFFINITY_BENJAMINI_HOCHBERG;
  else if (g_str_equal (correction, "none"))
    options->correction = CRM_AFFINITY_UNCORRECTED;
  else if (!g_str_equal (correction, "holm"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--correction is holm, bh or none"));
      return FALSE;
    }
  return TRUE;
}

static void
write_rule (const CrmAffinityRule *rule, const GPtrArray *names, CrmComputeOutput *output)
{
  crm_compute_output_begin_object (output, NULL);
  crm_compute_output_begin_array (output, "left");
  for (guint i = 0; i < rule->n_left; i++)
    crm_compute_output_string (output, NULL, names->pdata[rule->left[i]]);
  crm_compute_output_end_array (output);
  crm_compute_output_string (output, "right", names->pdata[rule->right]);
  crm_compute_output_integer (output, "count", (gint64) rule->count);
  crm_compute_output_integer (output, "count_left", (gint64) rule->count_left);
  crm_compute_output_integer (output, "count_right", (gint64) rule->count_right);
  crm_compute_output_number (output, "support", rule->support);
  crm_compute_output_number (output, "confidence", rule->confidence);
  crm_compute_output_number (output, "lift", rule->lift);
  crm_compute_output_number (output, "p", rule->p);
  crm_compute_output_number (output, "p_corrected", rule->p_corrected);
  crm_compute_output_end_object (output);
}

static gboolean
run_affinity (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  g_autoptr (GPtrArray) basket_names = g_ptr_array_new ();
  g_autoptr (GPtrArray) item_names = g_ptr_array_new ();
  g_autofree guint32 *baskets = NULL;
  g_autofree guint32 *items = NULL;
  g_autoptr (CrmAffinity) result = NULL;
  CrmAffinityOptions options = { 0 };

  if (!read_options (input, &options, error))
    return FALSE;

  baskets = number_texts (crm_compute_input_text (input, "basket"), n, basket_names);
  items = number_sorted (crm_compute_input_text (input, "item"), n, item_names);
  result = crm_affinity (baskets, items, n, basket_names->len, item_names->len, &options,
                         crm_compute_input_context (input), error);
  if (result == NULL)
    return FALSE;

  crm_compute_output_integer (output, "baskets", (gint64) result->n_baskets);
  crm_compute_output_integer (output, "items", item_names->len);
  crm_compute_output_integer (output, "frequent_sets", (gint64) result->n_sets);
  crm_compute_output_integer (output, "rules_tested", (gint64) result->n_candidates);
  crm_compute_output_integer (output, "rules_found", (gint64) result->n_rules);
  crm_compute_output_begin_array (output, "rules");
  for (gsize i = 0; i < result->n_rules; i++)
    write_rule (&result->rules[i], item_names, output);
  crm_compute_output_end_array (output);
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn columns[] = {
  { "basket", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT, "order,invoice,invoiceno,transaction",
    N_("what was bought together has the same value here") },
  { "item", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT, "product,stockcode,category",
    N_("one item; counts once a basket") },
  { NULL },
};

static const CrmComputeOption options_table[] = {
  { "support", CRM_COMPUTE_OPTION_NUMBER, "0.001", 0, 1, N_("least share of baskets with all items") },
  { "count", CRM_COMPUTE_OPTION_INTEGER, "10", 1, 4e9, N_("least number of baskets with all items") },
  { "confidence", CRM_COMPUTE_OPTION_NUMBER, "0.1", 0, 1, N_("least confidence") },
  { "lift", CRM_COMPUTE_OPTION_NUMBER, "0", 0, 1e9, N_("least lift") },
  { "max-p", CRM_COMPUTE_OPTION_NUMBER, "0.05", 0, 1, N_("largest corrected p-value; 0 is no limit") },
  { "length", CRM_COMPUTE_OPTION_INTEGER, "4", 2, 60, N_("most items of a rule, both sides") },
  { "test", CRM_COMPUTE_OPTION_TEXT, "fisher", 0, 0, N_("fisher (exact, one-sided) or chi-square") },
  { "correction", CRM_COMPUTE_OPTION_TEXT, "holm", 0, 0, N_("for the number of rules: holm, bh or none") },
  { NULL },
};

const CrmComputeMethod crm_compute_affinity_methods[] = {
  { "affinity", N_("Finds what is bought together more often than by chance"), columns, options_table,
    run_affinity },
  { NULL },
};
/* clang-format on */

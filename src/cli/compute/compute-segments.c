/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the segments group: what groups are, who moved, and whether they would form again. */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-compute-features.h"
#include "crm-compute.h"
#include "crm-kmeans.h"
#include "crm-segments.h"
#include "crm-stability.h"

/* --- segments --- */

static int
find_feature (const CrmComputeFeatures *features, const char *const *names)
{
  for (guint j = 0; j < features->d; j++)
    for (guint i = 0; names[i] != NULL; i++)
      if (g_ascii_strcasecmp (features->names[j], names[i]) == 0)
        return (int) j;
  return -1;
}

static void
write_by_feature (const CrmComputeFeatures *features, const char *name, const double *values,
                  CrmComputeOutput *output)
{
  crm_compute_output_begin_object (output, name);
  for (guint j = 0; j < features->d; j++)
    crm_compute_output_number (output, features->names[j], values[j]);
  crm_compute_output_end_object (output);
}

static void
write_segment (const CrmComputeInput *input, const CrmComputeFeatures *features,
               const CrmSegment *segment, CrmComputeOutput *output)
{
  const char *const *ids = crm_compute_input_text (input, "id");

  crm_compute_output_begin_object (output, NULL);
  crm_compute_output_integer (output, "label", segment->label);
  crm_compute_output_string (output, "name",
                             segment->cell >= 0 ? crm_rfm_cell_code (segment->cell) : NULL);
  crm_compute_output_integer (output, "n", (gint64) segment->n);
  crm_compute_output_number (output, "share", segment->share);
  crm_compute_output_number (output, "revenue", segment->revenue);
  crm_compute_output_number (output, "revenue_share", segment->revenue_share);
  crm_compute_output_number (output, "within_ss", segment->within);
  write_by_feature (features, "z_center", segment->z_center, output);
  write_by_feature (features, "mean", segment->mean, output);
  write_by_feature (features, "geometric_center", segment->geometric, output);
  write_by_feature (features, "median", segment->median, output);
  write_by_feature (features, "cohen_d", segment->cohen_d, output);
  crm_compute_output_begin_array (output, "drivers");
  for (guint j = 0; j < features->d; j++)
    crm_compute_output_string (output, NULL, features->names[segment->drivers[j]]);
  crm_compute_output_end_array (output);
  crm_compute_output_begin_array (output, "nearest");
  for (guint i = 0; i < segment->n_nearest; i++)
    if (ids != NULL)
      crm_compute_output_string (output, NULL, ids[segment->nearest[i]]);
    else
      crm_compute_output_integer (output, NULL, (gint64) segment->nearest[i] + 1);
  crm_compute_output_end_array (output);
  crm_compute_output_end_object (output);
}

static CrmKMeans *
form_groups (const CrmComputeInput *input, const CrmComputeFeatures *features, GError **error)
{
  CrmKMeansOptions options = { .k = (guint) crm_compute_input_integer (input, "k"),
                               .seed = (guint64) crm_compute_input_integer (input, "seed") };

  return crm_kmeans ((const double *const *) features->z, features->n, features->d, features->names,
                     &options, crm_compute_input_context (input), error);
}

static gboolean
run_segments (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  static const char *const recency[] = { "recency", "recency_days", NULL };
  static const char *const frequency[] = { "frequency", "orders", "transactions", NULL };
  static const char *const monetary[] = { "monetary", "amount", "revenue", NULL };
  g_autoptr (CrmComputeFeatures) features = crm_compute_features_new (input, error);
  g_autoptr (CrmKMeans) groups = NULL;
  g_autoptr (CrmSegments) segments = NULL;
  CrmSegmentsInput description = { 0 };
  guint d;

  if (features == NULL)
    return FALSE;
  groups = form_groups (input, features, error);
  if (groups == NULL)
    return FALSE;

  description.n = features->n;
  description.d = features->d;
  description.columns = crm_compute_input_many (input, "feature", &d);
  description.z = (const double *const *) features->z;
  description.labels = groups->labels;
  description.k = groups->k;
  description.recency = find_feature (features, recency);
  description.frequency = find_feature (features, frequency);
  description.monetary = find_feature (features, monetary);
  description.revenue = crm_compute_input_numbers (input, "value");
  if (description.revenue == NULL && description.monetary >= 0)
    description.revenue = description.columns[description.monetary];

  segments = crm_segments_explain (&description, crm_compute_input_context (input), error);
  if (segments == NULL)
    return FALSE;

  crm_compute_features_write (features, output);
  crm_compute_output_integer (output, "k", groups->k);
  crm_compute_output_number (output, "inertia", groups->inertia);
  crm_compute_output_begin_array (output, "segments");
  for (guint i = 0; i < segments->k; i++)
    write_segment (input, features, &segments->segments[i], output);
  crm_compute_output_end_array (output);
  return TRUE;
}

/* --- stability --- */

static gboolean
run_stability (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  g_autoptr (CrmComputeFeatures) features = crm_compute_features_new (input, error);
  g_autoptr (CrmKMeans) groups = NULL;
  g_autoptr (CrmStability) stability = NULL;

  if (features == NULL)
    return FALSE;
  groups = form_groups (input, features, error);
  if (groups == NULL)
    return FALSE;
  stability =
      crm_stability ((const double *const *) features->z, features->n, features->d, groups->labels,
                     groups->k, (guint) crm_compute_input_integer (input, "resamples"),
                     (guint64) crm_compute_input_integer (input, "seed"),
                     crm_compute_input_context (input), error);
  if (stability == NULL)
    return FALSE;

  crm_compute_output_integer (output, "k", groups->k);
  crm_compute_output_number (output, "kept", stability->kept);
  crm_compute_output_begin_array (output, "groups");
  for (guint c = 0; c < groups->k; c++)
    {
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_integer (output, "label", c);
      crm_compute_output_integer (output, "size", (gint64) groups->sizes[c]);
      crm_compute_output_number (output, "jaccard", stability->jaccard[c]);
      crm_compute_output_integer (output, "dissolved", stability->dissolved[c]);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  return TRUE;
}

/* --- movement --- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Empty is absent; names become numbers in alphabetical order. */
static guint8 *
number_groups (const char *const *texts, gsize n, GPtrArray *names, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint8 *labels;

  for (gsize i = 0; i < n; i++)
    if (*texts[i] != '\0' && g_hash_table_add (known, (gpointer) texts[i]))
      g_ptr_array_add (names, (gpointer) texts[i]);
  if (names->len >= CRM_SEGMENT_ABSENT)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                   _ ("%u different groups are too many"), names->len);
      return NULL;
    }

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (known, names->pdata[i], GUINT_TO_POINTER (i));
  labels = g_malloc (n + 1);
  for (gsize i = 0; i < n; i++)
    labels[i] = *texts[i] == '\0'
                    ? CRM_SEGMENT_ABSENT
                    : (guint8) GPOINTER_TO_UINT (g_hash_table_lookup (known, texts[i]));
  return labels;
}

static void
write_movement (const CrmSegmentMovement *movement, const GPtrArray *before, const GPtrArray *after,
                CrmComputeOutput *output)
{
  crm_compute_output_integer (output, "present_in_both", (gint64) movement->n_both);
  crm_compute_output_number (output, "kept", movement->kept);
  crm_compute_output_number (output, "adjusted_rand", movement->adjusted_rand);
  crm_compute_output_begin_array (output, "groups");
  for (guint b = 0; b < movement->k_before; b++)
    {
      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_string (output, "before", before->pdata[b]);
      crm_compute_output_string (output, "matched",
                                 movement->match[b] >= 0 ? after->pdata[movement->match[b]] : NULL);
      crm_compute_output_begin_object (output, "moved_to");
      for (guint a = 0; a < movement->k_after; a++)
        crm_compute_output_integer (output, after->pdata[a],
                                    (gint64) movement->counts[b * movement->k_after + a]);
      crm_compute_output_end_object (output);
      crm_compute_output_integer (output, "left", (gint64) movement->left[b]);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
  crm_compute_output_begin_object (output, "entered");
  for (guint a = 0; a < movement->k_after; a++)
    crm_compute_output_integer (output, after->pdata[a], (gint64) movement->entered[a]);
  crm_compute_output_end_object (output);
}

static gboolean
run_movement (const CrmComputeInput *input, CrmComputeOutput *output, GError **error)
{
  gsize n = crm_compute_input_n_rows (input);
  g_autoptr (GPtrArray) before_names = g_ptr_array_new ();
  g_autoptr (GPtrArray) after_names = g_ptr_array_new ();
  g_autofree guint8 *before =
      number_groups (crm_compute_input_text (input, "before"), n, before_names, error);
  g_autofree guint8 *after =
      before != NULL
          ? number_groups (crm_compute_input_text (input, "after"), n, after_names, error)
          : NULL;
  g_autoptr (CrmSegmentMovement) movement = NULL;

  if (after == NULL)
    return FALSE;
  movement = crm_segment_movement (before, after, n, before_names->len, after_names->len, error);
  if (movement == NULL)
    return FALSE;

  write_movement (movement, before_names, after_names, output);
  return TRUE;
}

/* clang-format off */
static const CrmComputeColumn segments_columns[] = {
  { "id", CRM_COMPUTE_COLUMN_TEXT, "customer,customer_id,customerid",
    N_("the row, to name the typical ones") },
  { "value", CRM_COMPUTE_COLUMN_OPTIONAL, NULL,
    N_("what shares of revenue are taken of; unless named, a monetary feature") },
  { "feature", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_MANY | CRM_COMPUTE_COLUMN_REST, NULL,
    N_("the measures; those called recency, frequency and monetary give names") },
  { NULL },
};

static const CrmComputeOption segments_options[] = {
  { "k", CRM_COMPUTE_OPTION_INTEGER, "4", 1, 254, N_("number of groups") },
  { "prepare", CRM_COMPUTE_OPTION_TEXT, "none", 0, 0, CRM_COMPUTE_FEATURES_HELP },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, "1", 0, 1e15, N_("seed of the random numbers") },
  { NULL },
};

static const CrmComputeOption stability_options[] = {
  { "k", CRM_COMPUTE_OPTION_INTEGER, "4", 1, 254, N_("number of groups") },
  { "prepare", CRM_COMPUTE_OPTION_TEXT, "none", 0, 0, CRM_COMPUTE_FEATURES_HELP },
  { "resamples", CRM_COMPUTE_OPTION_INTEGER, "50", 1, 100000, N_("bootstrap samples") },
  { "seed", CRM_COMPUTE_OPTION_INTEGER, "1", 0, 1e15, N_("seed of the random numbers") },
  { NULL },
};

static const CrmComputeColumn movement_columns[] = {
  { "before", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT | CRM_COMPUTE_COLUMN_MISSING, NULL,
    N_("the group in the first run; empty when absent") },
  { "after", CRM_COMPUTE_COLUMN_REQUIRED | CRM_COMPUTE_COLUMN_TEXT | CRM_COMPUTE_COLUMN_MISSING, NULL,
    N_("the group in the second run; empty when absent") },
  { NULL },
};

const CrmComputeMethod crm_compute_segments_methods[] = {
  { "segments", N_("Forms groups and says what sets each apart, who is typical, and a name"),
    segments_columns, segments_options, run_segments },
  { "stability", N_("Forms groups again from resamples: which would be found again"),
    segments_columns, stability_options, run_stability },
  { "movement", N_("Compares two partitions: who kept the group, who moved where"),
    movement_columns, NULL, run_movement },
  { NULL },
};
/* clang-format on */

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The best sums of squares known for five tables, found by two other programs with 300 to 2,000 starts;
 * and what scikit-learn and a description script say of the groups. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-choose-k.h"
#include "crm-features.h"
#include "crm-kmeans.h"
#include "crm-segments.h"

typedef struct
{
  const char *name;
  const char *source; /* a CSV file with a header */
  CrmFeatureFlags flags;
  gboolean prepare;
  const char *columns[7];
} Set;

/* clang-format off */
static const Set sets[] = {
  { "iris_raw", "data/iris/iris.csv", 0, FALSE,
    { "Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width" } },
  { "wholesale_raw", "data/wholesale/wholesale.csv", 0, FALSE,
    { "Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen" } },
  { "wholesale_log1p_z", "data/wholesale/wholesale.csv", CRM_FEATURE_STANDARD | CRM_FEATURE_LOG1P, TRUE,
    { "Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen" } },
  { "wholesale_z", "data/wholesale/wholesale.csv", CRM_FEATURE_STANDARD, TRUE,
    { "Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen" } },
  { "retail_rfm_log1p_z", "data/online_retail/rfm.csv", CRM_FEATURE_STANDARD | CRM_FEATURE_LOG1P, TRUE,
    { "recency_days", "frequency", "monetary" } },
};
/* clang-format on */

typedef struct
{
  gsize n;
  guint d;
  double *original[7];
  double *z[7];
} Loaded;

static gboolean
load (const Set *set, Loaded *loaded)
{
  g_autofree char *path = crm_fixture_shared (set->source);
  g_autoptr (CrmFixtureTable) table = path != NULL ? crm_fixture_table_new (path) : NULL;

  memset (loaded, 0, sizeof *loaded);
  if (table == NULL)
    return FALSE;

  loaded->n = table->n;
  for (; set->columns[loaded->d] != NULL; loaded->d++)
    {
      guint j = loaded->d;
      CrmFeature feature;

      loaded->original[j] = crm_fixture_table_numbers (table, set->columns[j]);
      loaded->z[j] = g_new (double, loaded->n);
      memcpy (loaded->z[j], loaded->original[j], loaded->n * sizeof (double));
      if (!set->prepare)
        continue;
      g_assert_true (
          crm_feature_learn (loaded->original[j], loaded->n, set->flags, "x", &feature, NULL));
      crm_feature_apply (&feature, loaded->original[j], loaded->n, loaded->z[j]);
    }
  return TRUE;
}

static void
unload (Loaded *loaded)
{
  for (guint j = 0; j < loaded->d; j++)
    {
      g_free (loaded->original[j]);
      g_free (loaded->z[j]);
    }
}

static void
check_set (gconstpointer data)
{
  const Set *set = data;
  g_autofree char *path = crm_fixture_shared ("expected/kmeans_best_known.json");
  g_autoptr (JsonParser) best = path != NULL ? crm_fixture_json (path) : NULL;
  JsonArray *entries;
  Loaded loaded;

  if (best == NULL || !load (set, &loaded))
    return;

  entries = json_node_get_array (crm_fixture_node (best, set->name));
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      CrmKMeansOptions options = { .k = (guint) json_object_get_int_member (entry, "k"),
                                   .seed = 1 };
      g_autoptr (CrmKMeans) result = crm_kmeans ((const double *const *) loaded.z, loaded.n,
                                                 loaded.d, NULL, &options, NULL, NULL);
      double known = json_object_get_double_member (entry, "best_known");

      g_test_message ("%s k=%u: %.10g, best known %.10g, ratio - 1 = %.2g", set->name, options.k,
                      result->inertia, known, result->inertia / known - 1);
      g_assert_cmpfloat (result->inertia, <=, known * (1 + 1e-6));
    }
  unload (&loaded);
}

/* What the choice of a number shows for each is as good as forming that many groups. */
static void
check_trials (gconstpointer data)
{
  const Set *set = data;
  g_autofree char *path = crm_fixture_shared ("expected/kmeans_best_known.json");
  g_autoptr (JsonParser) best = path != NULL ? crm_fixture_json (path) : NULL;
  g_autoptr (CrmChooseK) result = NULL;
  Loaded loaded;

  if (best == NULL || !load (set, &loaded))
    return;

  result =
      crm_choose_k ((const double *const *) loaded.z, loaded.n, loaded.d, NULL, NULL, NULL, NULL);
  for (guint t = 0; t < result->n_trials; t++)
    {
      g_autofree char *k = g_strdup_printf ("%s.%u.k", set->name, t);
      g_autofree char *known = g_strdup_printf ("%s.%u.best_known", set->name, t);

      g_assert_cmpuint (result->trials[t].k, ==, (guint) crm_fixture_number (best, k));
      g_assert_cmpfloat (result->trials[t].inertia, <=,
                         crm_fixture_number (best, known) * (1 + 1e-6));
    }
  unload (&loaded);
}

/* The reference has them by their first coordinate, rounded to eight decimals. */
static void
check_centers (const CrmKMeans *result, JsonArray *expected)
{
  gboolean taken[256] = { FALSE };

  for (guint rank = 0; rank < result->k; rank++)
    {
      JsonArray *center = json_array_get_array_element (expected, rank);
      guint next = G_MAXUINT;

      for (guint c = 0; c < result->k; c++)
        if (!taken[c] && (next == G_MAXUINT ||
                          result->centers[c * result->d] < result->centers[next * result->d]))
          next = c;
      taken[next] = TRUE;
      for (guint j = 0; j < result->d; j++)
        crm_assert_near (result->centers[next * result->d + j],
                         json_array_get_double_element (center, j), 1e-9, 1e-8);
    }
}

/* Prepared columns against the reference's, row by row. */
static void
check_prepared (gconstpointer data)
{
  const Set *set = data;
  g_autofree char *name = g_strdup_printf ("expected/%s.csv", set->name);
  g_autofree char *path = crm_fixture_shared (name);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Loaded loaded;

  if (path == NULL || !load (set, &loaded))
    return;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, loaded.n);
  for (gsize i = 0; i < loaded.n; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, loaded.d);
      for (guint j = 0; j < loaded.d; j++)
        crm_assert_near (loaded.z[j][i], g_ascii_strtod (cells[j], NULL), 1e-12, 1e-12);
    }
  unload (&loaded);
}

/* Sizes, middles and indices where both found the same optimum. */
static void
check_indices (gconstpointer data)
{
  const Set *set = data;
  g_autofree char *path = crm_fixture_shared ("expected/kmeans_gmm.json");
  g_autoptr (JsonParser) parser = path != NULL ? crm_fixture_json (path) : NULL;
  g_autofree char *at = g_strdup_printf ("sets.%s.kmeans", set->name);
  JsonArray *entries;
  Loaded loaded;
  guint compared = 0;

  if (parser == NULL || !load (set, &loaded))
    return;

  entries = json_node_get_array (crm_fixture_node (parser, at));
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      CrmKMeansOptions options = { .k = (guint) json_object_get_int_member (entry, "k"),
                                   .seed = 1 };
      g_autoptr (CrmKMeans) result = crm_kmeans ((const double *const *) loaded.z, loaded.n,
                                                 loaded.d, NULL, &options, NULL, NULL);
      double expected = json_object_get_double_member (entry, "inertia");
      double silhouette;

      if (options.k == 1 || fabs (result->inertia - expected) > 1e-9 * expected)
        continue;

      compared++;
      crm_assert_near (result->calinski_harabasz,
                       json_object_get_double_member (entry, "calinski_harabasz"), 1e-6, 0);
      silhouette = crm_kmeans_silhouette ((const double *const *) loaded.z, loaded.n, loaded.d,
                                          result->labels, result->k, 5000, 1, NULL, NULL, NULL);
      crm_assert_near (silhouette, json_object_get_double_member (entry, "silhouette"), 0, 0.002);
      for (guint c = 0; c < result->k; c++)
        g_assert_cmpuint (
            result->sizes[c], ==,
            json_array_get_int_element (json_object_get_array_member (entry, "sizes"), c));
      check_centers (result, json_object_get_array_member (entry, "centers_sorted_by_first_coord"));
    }
  /* In that one the reference has a worse optimum at every k. */
  if (!g_str_equal (set->name, "wholesale_z"))
    g_assert_cmpuint (compared, >=, 2);
  unload (&loaded);
}

static void
compare_array (JsonObject *segment, const char *name, const double *values, double tolerance)
{
  JsonArray *expected = json_object_get_array_member (segment, name);

  for (guint j = 0; j < json_array_get_length (expected); j++)
    crm_assert_near (values[j], json_array_get_double_element (expected, j), tolerance, tolerance);
}

static void
test_segments (void)
{
  g_autofree char *path = crm_fixture_shared ("expected/segments_online_retail.json");
  g_autofree char *rfm = path != NULL ? crm_fixture_shared ("data/online_retail/rfm.csv") : NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autofree double *ids = NULL;
  Loaded loaded;

  if (rfm == NULL || !load (&sets[4], &loaded))
    return;
  parser = crm_fixture_json (path);
  table = crm_fixture_table_new (rfm);
  ids = crm_fixture_table_numbers (table, "CustomerID");

  for (guint k = 3; k <= 4; k++)
    {
      CrmKMeansOptions options = { .k = k };
      g_autoptr (CrmKMeans) groups =
          crm_kmeans ((const double *const *) loaded.z, loaded.n, 3, NULL, &options, NULL, NULL);
      CrmSegmentsInput input = { .n = loaded.n,
                                 .d = 3,
                                 .columns = (const double *const *) loaded.original,
                                 .z = (const double *const *) loaded.z,
                                 .labels = groups->labels,
                                 .k = k,
                                 .revenue = loaded.original[2],
                                 .recency = 0,
                                 .frequency = 1,
                                 .monetary = 2 };
      g_autoptr (CrmSegments) segments = crm_segments_explain (&input, NULL, NULL);
      g_autofree char *at = g_strdup_printf ("by_k.%u.segments", k);
      JsonArray *expected = json_node_get_array (crm_fixture_node (parser, at));

      for (guint s = 0; s < k; s++)
        {
          JsonObject *segment = json_array_get_object_element (expected, s);
          const CrmSegment *own = &segments->segments[s];
          JsonArray *nearest = json_object_get_array_member (segment, "nearest_customers");

          g_assert_cmpuint (own->n, ==, json_object_get_int_member (segment, "n"));
          crm_assert_near (own->share, json_object_get_double_member (segment, "share"), 1e-12, 0);
          crm_assert_near (own->revenue_share,
                           json_object_get_double_member (segment, "revenue_share"), 1e-9, 0);
          crm_assert_near (own->within, json_object_get_double_member (segment, "within_ss"), 1e-9,
                           0);
          compare_array (segment, "z_center", own->z_center, 1e-9);
          compare_array (segment, "geometric_center", own->geometric, 1e-9);
          compare_array (segment, "median", own->median, 1e-12);
          compare_array (segment, "cohen_d_vs_rest", own->cohen_d, 1e-9);
          for (guint i = 0; i < 3; i++)
            g_assert_cmpfloat (ids[own->nearest[i]], ==,
                               (double) json_array_get_int_element (nearest, i));
        }
    }
  unload (&loaded);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autofree char *best = g_strconcat ("/analytics/kmeans-reference/best/", sets[i].name, NULL);
      g_autofree char *indices =
          g_strconcat ("/analytics/kmeans-reference/indices/", sets[i].name, NULL);

      g_test_add_data_func (best, &sets[i], check_set);
      g_test_add_data_func (indices, &sets[i], check_indices);
    }
  g_test_add_data_func ("/analytics/kmeans-reference/trials/wholesale", &sets[2], check_trials);
  g_test_add_data_func ("/analytics/kmeans-reference/trials/retail", &sets[4], check_trials);
  g_test_add_data_func ("/analytics/kmeans-reference/prepared/wholesale", &sets[2], check_prepared);
  g_test_add_data_func ("/analytics/kmeans-reference/prepared/retail", &sets[4], check_prepared);
  g_test_add_func ("/analytics/kmeans-reference/segments", test_segments);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scaling of columns. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-features.h"
#include "crm-segment-twins.h"

static void
test_robust (void)
{
  const double values[] = { 1, 2, 3, 4, 1000 };
  double z[5];
  CrmFeature feature;

  g_assert_true (crm_feature_learn (values, 5, CRM_FEATURE_PLAIN, "x", &feature, NULL));
  g_assert_cmpfloat (feature.center, ==, 3);
  g_assert_cmpfloat (feature.scale, ==, 1.4826);
  crm_feature_apply (&feature, values, 5, z);
  g_assert_cmpfloat (z[2], ==, 0);
  g_assert_cmpfloat (z[4], ==, 3.5);
  crm_assert_near (z[0], -2 / 1.4826, 1e-15, 0);
  crm_assert_near (crm_feature_invert (&feature, z[0]), 1, 1e-14, 0);
}

static void
test_fallbacks (void)
{
  /* More than half equal: no MAD; then no quartiles either. */
  const double quartiles[] = { 0, 0, 0, 0, 1, 2, 3 };
  const double deviation[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 8 };
  const double constant[] = { 0.1, 0.1, 0.1 };
  double z[3];
  CrmFeature feature;

  g_assert_true (crm_feature_learn (quartiles, 7, CRM_FEATURE_PLAIN, "x", &feature, NULL));
  crm_assert_near (feature.scale, 1.5 / 1.349, 1e-15, 0);
  g_assert_true (crm_feature_learn (deviation, 10, CRM_FEATURE_PLAIN, "x", &feature, NULL));
  crm_assert_near (feature.scale, 2.4, 1e-15, 0);
  g_assert_true (crm_feature_learn (constant, 3, CRM_FEATURE_STANDARD, "x", &feature, NULL));
  g_assert_true (feature.constant);
  crm_feature_apply (&feature, constant, 3, z);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (z[i], ==, 0);
}

static void
test_skewed (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_purchases (3000, 1);
  g_autoptr (CrmTwin) blobs = crm_twin_blobs (3000, 1, 1, 0, 1);

  g_assert_true (crm_feature_is_skewed (twin->columns[2], 3000));
  g_assert_true (crm_feature_is_skewed (twin->columns[0], 3000));
  g_assert_false (crm_feature_is_skewed (blobs->columns[0], 3000));
  for (gsize i = 0; i < 3000; i++)
    blobs->columns[0][i] = 100 + 10 * blobs->columns[0][i];
  g_assert_false (crm_feature_is_skewed (blobs->columns[0], 3000));
}

static void
test_table (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_purchases (5000, 2);
  g_autofree guint32 *order = NULL;
  g_autoptr (CrmTwin) shuffled = crm_twin_shuffle (twin, 8, &order);
  g_autoptr (CrmTwin) a = crm_twin_alloc (5000, 3);
  g_autoptr (CrmTwin) b = crm_twin_alloc (5000, 3);
  CrmFeature features[3], again[3];
  CrmAnalyticsContext seven = { .n_threads = 7 }, one = { .n_threads = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_features_prepare (CRM_TWIN_COLUMNS (twin), 5000, 3, NULL, NULL, &seven,
                                       a->columns, features, NULL));
  g_assert_true (crm_features_prepare (CRM_TWIN_COLUMNS (shuffled), 5000, 3, NULL, NULL, &one,
                                       b->columns, again, NULL));
  for (guint j = 0; j < 3; j++)
    {
      g_assert_cmpint (features[j].flags, ==, CRM_FEATURE_LOG1P);
      g_assert_cmpfloat (features[j].scale, ==, again[j].scale);
      for (gsize i = 0; i < 5000; i++)
        {
          g_assert_cmpfloat (b->columns[j][i], ==, a->columns[j][order[i]]);
          g_assert_cmpfloat (fabs (a->columns[j][i]), <=, 3.5);
        }
    }

  twin->columns[1][77] = NAN;
  g_assert_false (crm_features_prepare (CRM_TWIN_COLUMNS (twin), 5000, 3, NULL, NULL, &seven,
                                        a->columns, features, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "row 78"));
}

static void
test_bad_input (void)
{
  const double negative[] = { 1, -0.5 };
  CrmFeature feature;
  GError *error = NULL;

  g_assert_false (crm_feature_learn (negative, 2, CRM_FEATURE_LOG1P, "Spend", &feature, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "Spend"));
  g_clear_error (&error);
  g_assert_false (crm_feature_learn (negative, 0, CRM_FEATURE_PLAIN, "Spend", &feature, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
}

/* log1p then mean and deviation, column by column. */
static void
check_reference (const char *source, const char *const names[], guint d, const char *expected_name)
{
  g_autofree char *source_path = crm_fixture_shared (source);
  g_autofree char *expected_path = source_path != NULL ? crm_fixture_shared (expected_name) : NULL;
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autofree char *text = NULL;
  char *cell;

  if (expected_path == NULL)
    return;
  table = crm_fixture_table_new (source_path);
  g_assert_true (g_file_get_contents (expected_path, &text, NULL, NULL));

  for (guint j = 0; j < d; j++)
    {
      g_autofree double *values = crm_fixture_table_numbers (table, names[j]);
      CrmFeature feature;

      g_assert_true (crm_feature_learn (values, table->n, CRM_FEATURE_LOG1P | CRM_FEATURE_STANDARD,
                                        names[j], &feature, NULL));
      crm_feature_apply (&feature, values, table->n, values);
      cell = text;
      for (gsize i = 0; i < table->n; i++)
        for (guint c = 0; c < d; c++)
          {
            double expected = g_ascii_strtod (cell, &cell);

            cell++;
            if (c == j)
              crm_assert_near (values[i], expected, 1e-12, 1e-12);
          }
    }
}

static void
test_reference (void)
{
  const char *const retail[] = { "recency_days", "frequency", "monetary" };
  const char *const wholesale[] = { "Fresh",     "Milk", "Grocery", "Frozen", "Detergents_Paper",
                                    "Delicassen" };

  check_reference ("data/online_retail/rfm.csv", retail, 3, "expected/retail_rfm_log1p_z.csv");
  check_reference ("data/wholesale/wholesale.csv", wholesale, 6, "expected/wholesale_log1p_z.csv");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/features/robust", test_robust);
  g_test_add_func ("/analytics/features/fallbacks", test_fallbacks);
  g_test_add_func ("/analytics/features/skewed", test_skewed);
  g_test_add_func ("/analytics/features/table", test_table);
  g_test_add_func ("/analytics/features/bad-input", test_bad_input);
  g_test_add_func ("/analytics/features/reference", test_reference);
  return g_test_run ();
}

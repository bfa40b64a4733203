/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shares and their comparison, with the published figures of Hillstrom's e-mail experiment and the
 * worked examples of Newcombe (1998). */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-proportions.h"

static void
test_wilson (void)
{
  /* clang-format off */
  static const struct { gint64 k, n; double lower, upper; } cases[] = {
    { 0, 5, 0, 43.44824647831748 }, { 5, 5, 56.551753521682514, 100 },
    { 8, 10, 49.01624715366418, 94.33178485456247 }, { 42, 60, 57.491292053085516, 80.10183386123089 },
    { 820, 1000, 79.49777670979879, 84.25731074712569 },
  };
  /* clang-format on */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrmShare share;

      g_assert_true (crm_share_wilson (cases[i].k, cases[i].n, 0.95, &share, NULL));
      crm_assert_near (100 * share.lower, cases[i].lower, 1e-12, 0);
      crm_assert_near (100 * share.upper, cases[i].upper, 1e-12, 0);
    }
}

static void
test_wilson_shared (void)
{
  g_autofree char *path = crm_fixture_shared ("expected/survey_indices.json");
  g_autoptr (JsonParser) json = NULL;

  if (path == NULL)
    return;
  json = crm_fixture_json (path);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *base = g_strdup_printf ("csat.cases.%u.", i);
      g_autofree char *k = g_strconcat (base, "k", NULL), *n = g_strconcat (base, "n", NULL);
      g_autofree char *low = g_strconcat (base, "wilson95.0", NULL);
      g_autofree char *high = g_strconcat (base, "wilson95.1", NULL);
      CrmShare share;

      g_assert_true (crm_share_wilson ((gint64) crm_fixture_number (json, k),
                                       (gint64) crm_fixture_number (json, n), 0.95, &share, NULL));
      crm_assert_near (100 * share.lower, crm_fixture_number (json, low), 1e-12, 1e-12);
      crm_assert_near (100 * share.upper, crm_fixture_number (json, high), 1e-12, 0);
    }
}

/* Hillstrom (2008): men's, women's, no e-mail; visits and conversions among 64,000 customers. */
static void
test_hillstrom (void)
{
  CrmTwoProportions test;

  g_assert_true (crm_two_proportions (3894, 21307, 2262, 21306, 0.95, &test, NULL));
  crm_assert_near (100 * test.share_a, 18.2757, 0, 5e-5);
  crm_assert_near (100 * test.share_b, 10.6167, 0, 5e-5);
  crm_assert_near (100 * test.difference, 7.6590, 0, 5e-5);
  crm_assert_near (test.z, 22.486, 0, 5e-4);
  crm_assert_near (100 * test.wald_lower, 6.9954, 0, 5e-5);
  crm_assert_near (100 * test.wald_upper, 8.3226, 0, 5e-5);
  crm_assert_near (100 * test.lower, 6.9954, 0, 2e-3);

  g_assert_true (crm_two_proportions (3238, 21387, 2262, 21306, 0.95, &test, NULL));
  crm_assert_near (100 * test.share_a, 15.1400, 0, 5e-5);
  crm_assert_near (100 * test.difference, 4.5233, 0, 5e-5);
  crm_assert_near (test.z, 13.949, 0, 5e-4);

  g_assert_true (crm_two_proportions (267, 21307, 122, 21306, 0.95, &test, NULL));
  crm_assert_near (100 * test.difference, 0.6805, 0, 5e-5);
  crm_assert_near (test.z, 7.385, 0, 5e-4);
  g_assert_true (crm_two_proportions (189, 21387, 122, 21306, 0.95, &test, NULL));
  crm_assert_near (100 * test.difference, 0.3111, 0, 5e-5);
  crm_assert_near (test.z, 3.780, 0, 5e-4);
}

/* Newcombe (1998), table II, method 10. */
static void
test_newcombe (void)
{
  CrmTwoProportions test;

  g_assert_true (crm_two_proportions (56, 70, 48, 80, 0.95, &test, NULL));
  crm_assert_near (test.lower, 0.0524, 0, 5e-5);
  crm_assert_near (test.upper, 0.3339, 0, 5e-5);
  g_assert_true (crm_two_proportions (9, 10, 3, 10, 0.95, &test, NULL));
  crm_assert_near (test.lower, 0.1705, 0, 5e-5);
  crm_assert_near (test.upper, 0.8090, 0, 5e-5);
  g_assert_true (crm_two_proportions (10, 10, 0, 20, 0.95, &test, NULL));
  crm_assert_near (test.lower, 0.6791, 0, 5e-5);
  g_assert_cmpfloat (test.upper, ==, 1);
  g_assert_true (isnan (test.lift));
}

static void
test_sample_ratio (void)
{
  const gint64 even[] = { 21307, 21387, 21306 }, broken[] = { 821588, 815482 };
  const double shares[] = { 1, 1 };
  CrmSampleRatio check;

  g_assert_true (crm_sample_ratio (even, NULL, 3, 0.001, &check, NULL));
  g_assert_false (check.mismatch);
  crm_assert_near (check.p_value, exp (-check.chi2 / 2), 1e-12, 0);
  /* Fabijan et al. (2019), section 1: 821,588 against 815,482 people. */
  g_assert_true (crm_sample_ratio (broken, shares, 2, 0.0005, &check, NULL));
  g_assert_true (check.mismatch);
  crm_assert_near (check.chi2, 6106.0 * 6106.0 / (821588 + 815482), 1e-12, 0);
  g_assert_cmpfloat (check.p_value, <, 2e-6);
}

static void
test_errors (void)
{
  const gint64 negative[] = { 5, -1 }, empty[] = { 0, 0 };
  g_autoptr (GError) error = NULL;
  CrmTwoProportions test = { .z = 7 };
  CrmSampleRatio check;
  CrmShare share;

  g_assert_false (crm_share_wilson (-1, 10, 0.95, &share, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_share_wilson (11, 10, 0.95, &share, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_share_wilson (0, 0, 0.95, &share, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (crm_two_proportions (1, 2, 1, 2, 1, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_cmpfloat (test.z, ==, 7);
  g_assert_false (crm_sample_ratio (negative, NULL, 2, 0.01, &check, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_sample_ratio (empty, NULL, 2, 0.01, &check, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);

  g_assert_true (crm_two_proportions (0, 10, 0, 20, 0.95, &test, NULL));
  g_assert_true (test.degenerate);
  g_assert_cmpfloat (test.p_value, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/proportions/wilson", test_wilson);
  g_test_add_func ("/analytics/proportions/wilson-shared", test_wilson_shared);
  g_test_add_func ("/analytics/proportions/hillstrom", test_hillstrom);
  g_test_add_func ("/analytics/proportions/newcombe", test_newcombe);
  g_test_add_func ("/analytics/proportions/sample-ratio", test_sample_ratio);
  g_test_add_func ("/analytics/proportions/errors", test_errors);
  return g_test_run ();
}

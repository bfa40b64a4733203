/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Survey indices against reference figures; the same from answers in any order. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-survey-index.h"

/* clang-format off */
static const struct { gint64 p, pa, d; double nps, se, lower, upper; } nps_cases[] = {
  { 5, 3, 2, 30, 24.69817807045694, -19.05061537636367, 65.20446153020983 },
  { 10, 0, 0, 100, 0, 47.5035515447902, 106.34260230136363 },
  { 0, 0, 4, -100, 0, -107.34153630544228, -6.944177980272038 },
  { 50, 30, 20, 30, 7.810249675906654, 14.051130178761607, 44.20129700570441 },
  { 700, 200, 100, 60, 2.0976176963403033, 55.70959528865495, 63.93148148103596 },
  { 462, 176, 362, 10, 2.8530685235374214, 4.3896669250320794, 15.550512536583069 },
};
/* clang-format on */

static void
test_nps (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (nps_cases); i++)
    {
      CrmNps nps;

      g_assert_true (
          crm_nps_from_counts (nps_cases[i].p, nps_cases[i].pa, nps_cases[i].d, 0.95, &nps, NULL));
      crm_assert_near (nps.nps, nps_cases[i].nps, 1e-13, 0);
      crm_assert_near (nps.se, nps_cases[i].se, 1e-13, 0);
      crm_assert_near (nps.lower, nps_cases[i].lower, 1e-12, 0);
      crm_assert_near (nps.upper, nps_cases[i].upper, 1e-12, 0);
    }
}

static void
test_nps_answers (void)
{
  const double answers[] = { 10, 9, 9, 10, 9, 7, 8, 7, 0, 6 },
               shuffled[] = { 6, 7, 9, 10, 0, 8, 9, 9, 7, 10 };
  CrmNps a, b;

  g_assert_true (crm_nps (answers, 10, 0.95, NULL, &a, NULL));
  g_assert_true (crm_nps (shuffled, 10, 0.95, NULL, &b, NULL));
  g_assert_cmpint (a.promoters, ==, 5);
  g_assert_cmpint (a.passives, ==, 3);
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
test_nps_compare (void)
{
  CrmNps a, b, all, none;
  CrmNpsChange change;
  g_autoptr (GError) error = NULL;

  /* n and NPS of both determine neither P nor D; these do with the reference errors. */
  g_assert_true (crm_nps_from_counts (122, 43, 85, 0.95, &a, NULL));
  g_assert_true (crm_nps_from_counts (114, 46, 90, 0.95, &b, NULL));
  crm_assert_near (a.nps, 14.8, 1e-12, 0);
  crm_assert_near (b.nps, 9.6, 1e-12, 0);
  g_assert_true (crm_nps_compare (&a, &b, 0.95, &change, NULL));
  crm_assert_near (change.difference, 5.2, 1e-12, 0);
  crm_assert_near (change.z, change.difference / hypot (a.se, b.se), 1e-12, 0);

  g_assert_true (crm_nps_from_counts (4, 0, 0, 0.95, &all, NULL));
  g_assert_true (crm_nps_from_counts (0, 0, 4, 0.95, &none, NULL));
  g_assert_false (crm_nps_compare (&all, &none, 0.95, &change, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
  g_assert_true (crm_nps_compare (&all, &all, 0.95, &change, NULL));
  g_assert_cmpfloat (change.p_value, ==, 1);
}

static void
check_nps_all (JsonParser *json)
{
  CrmNps nps;

  g_assert_true (crm_nps_from_counts ((gint64) crm_fixture_number (json, "nps.promoters"),
                                      (gint64) crm_fixture_number (json, "nps.passives"),
                                      (gint64) crm_fixture_number (json, "nps.detractors"), 0.95,
                                      &nps, NULL));
  g_assert_cmpint (nps.n, ==, (gint64) crm_fixture_number (json, "nps.n"));
  crm_assert_near (nps.nps, crm_fixture_number (json, "nps.nps"), 1e-12, 0);
  crm_assert_near (nps.se, crm_fixture_number (json, "nps.se"), 1e-12, 0);
  crm_assert_near (nps.wald_lower, crm_fixture_number (json, "nps.ci95_wald.0"), 1e-12, 0);
  crm_assert_near (nps.wald_upper, crm_fixture_number (json, "nps.ci95_wald.1"), 1e-12, 0);
  crm_assert_near (nps.lower, crm_fixture_number (json, "nps.ci95_adjusted_wald.0"), 1e-12, 0);
  crm_assert_near (nps.upper, crm_fixture_number (json, "nps.ci95_adjusted_wald.1"), 1e-12, 0);
}

/* The counts follow from the index and its error: P - D and P + D. */
static void
check_nps_groups (JsonParser *json)
{
  static const char *const names[] = { "Apples", "Bananas", "Berries", "Oranges" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *at_n = g_strdup_printf ("nps.by_BU.%s.n", names[i]);
      g_autofree char *at_nps = g_strdup_printf ("nps.by_BU.%s.nps", names[i]);
      g_autofree char *at_se = g_strdup_printf ("nps.by_BU.%s.se", names[i]);
      double n = crm_fixture_number (json, at_n), index = crm_fixture_number (json, at_nps) / 100;
      double error = crm_fixture_number (json, at_se) / 100,
             both = error * error * n + index * index;
      gint64 promoters = llround (n * (both + index) / 2);
      gint64 detractors = llround (n * (both - index) / 2);
      CrmNps nps;

      g_assert_true (crm_nps_from_counts (promoters, (gint64) n - promoters - detractors,
                                          detractors, 0.95, &nps, NULL));
      crm_assert_near (nps.nps, 100 * index, 1e-12, 0);
      crm_assert_near (nps.se, 100 * error, 1e-12, 0);
    }
}

static void
check_nps_few (JsonParser *json)
{
  JsonArray *cases = json_node_get_array (crm_fixture_node (json, "nps.small_cases"));

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *few = json_array_get_object_element (cases, i);
      JsonArray *ends = json_object_get_array_member (few, "adj");
      CrmNps nps;

      g_assert_true (crm_nps_from_counts (json_object_get_int_member (few, "p"),
                                          json_object_get_int_member (few, "pa"),
                                          json_object_get_int_member (few, "d"), 0.95, &nps, NULL));
      crm_assert_near (nps.nps, json_object_get_double_member (few, "nps"), 1e-12, 0);
      crm_assert_near (nps.se, json_object_get_double_member (few, "se_wald"), 1e-12, 0);
      crm_assert_near (nps.lower, json_array_get_double_element (ends, 0), 1e-12, 0);
      crm_assert_near (nps.upper, json_array_get_double_element (ends, 1), 1e-12, 0);
    }
}

static void
test_nps_shared (void)
{
  g_autofree char *path = crm_fixture_shared ("expected/survey_indices.json");
  g_autoptr (JsonParser) json = NULL;
  CrmNps a = { .n = 250 }, b = { .n = 250 };
  CrmNpsChange change;

  if (path == NULL)
    return;
  json = crm_fixture_json (path);
  a.nps = crm_fixture_number (json, "nps.by_BU.Apples.nps");
  a.se = crm_fixture_number (json, "nps.by_BU.Apples.se");
  b.nps = crm_fixture_number (json, "nps.by_BU.Bananas.nps");
  b.se = crm_fixture_number (json, "nps.by_BU.Bananas.se");
  g_assert_true (crm_nps_compare (&a, &b, 0.95, &change, NULL));
  crm_assert_near (change.difference, crm_fixture_number (json, "nps.two_sample.diff"), 1e-12, 0);
  crm_assert_near (change.se, crm_fixture_number (json, "nps.two_sample.se"), 1e-12, 0);
  crm_assert_near (change.z, crm_fixture_number (json, "nps.two_sample.z"), 1e-12, 0);
  crm_assert_near (change.p_value, crm_fixture_number (json, "nps.two_sample.p"), 1e-12, 0);
  check_nps_all (json);
  check_nps_groups (json);
  check_nps_few (json);
}

static void
test_top_box (void)
{
  const double answers[] = { 5, 4, 4, 3, 5, 1, 4, 5, 4, 5 };
  CrmTopBox box;

  g_assert_true (crm_top_box (answers, 10, 1, 5, 4, 0.95, NULL, &box, NULL));
  g_assert_cmpint (box.top, ==, 8);
  crm_assert_near (box.percent, 80, 1e-14, 0);
  crm_assert_near (box.lower, 49.01624715366418, 1e-12, 0);
  crm_assert_near (box.upper, 94.33178485456247, 1e-12, 0);
  crm_assert_near (box.mean, 4, 1e-14, 0);
  /* Sum of squares 14, so se = sqrt (14 / 90); t (9, .975) = 2.2621571628. */
  crm_assert_near (box.se, sqrt (14 / 90.0), 1e-13, 0);
  crm_assert_near (box.mean_upper, 4 + 2.2621571627409915 * sqrt (14 / 90.0), 1e-10, 0);

  g_assert_true (crm_top_box (answers, 1, 1, 7, 5, 0.95, NULL, &box, NULL));
  g_assert_true (isnan (box.se));
}

static void
test_acsi (void)
{
  /* clang-format off */
  static const struct { double sat, exp, ideal, w[3], index; } cases[] = {
    { 10, 10, 10, { 1, 1, 1 }, 100 }, { 1, 1, 1, { 1, 1, 1 }, 0 },
    { 8, 7, 6, { 1, 1, 1 }, 66.66666666666666 }, { 5, 5, 5, { 2, 2, 2 }, 44.44444444444444 },
    { 8, 7, 6, { 0.3885, 0.319, 0.2925 }, 67.73333333333333 },
  };
  /* clang-format on */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double *items[] = { &cases[i].sat, &cases[i].exp, &cases[i].ideal };
      CrmAcsi acsi;
      double each;

      g_assert_true (crm_acsi (items, 3, 1, cases[i].w, 1, 10, 0.95, NULL, &each, &acsi, NULL));
      crm_assert_near (acsi.index, cases[i].index, 1e-13, 0);
      crm_assert_near (each, cases[i].index, 1e-13, 0);
    }
}

/* Two perfectly parallel items have alpha 1; the hand-computed four rows have covariance 1.25 /
 * ... */
static void
test_alpha (void)
{
  const double x[] = { 1, 2, 3, 4 }, y[] = { 2, 3, 4, 5 }, z[] = { 2, 1, 4, 3 },
               c[] = { 3, 3, 3, 3 };
  const double *parallel[] = { x, y }, *crossed[] = { x, z }, *constant[] = { c, c };
  g_autoptr (GError) error = NULL;
  double alpha;

  g_assert_true (crm_cronbach_alpha (parallel, 2, 4, NULL, &alpha, NULL));
  crm_assert_near (alpha, 1, 1e-13, 0);
  /* Variances 5/3 each, of the sum 16/3: alpha = 2 (1 - 10/16) = 3/4. */
  g_assert_true (crm_cronbach_alpha (crossed, 2, 4, NULL, &alpha, NULL));
  crm_assert_near (alpha, 0.75, 1e-13, 0);
  g_assert_false (crm_cronbach_alpha (constant, 2, 4, NULL, &alpha, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
}

static void
test_errors (void)
{
  const double off[] = { 9, 11 }, half[] = { 8.5 }, nan[] = { 3, NAN };
  const double *items[] = { nan };
  g_autoptr (GError) error = NULL;
  CrmTopBox box;
  CrmAcsi acsi;
  CrmNps nps;

  g_assert_false (crm_nps (off, 2, 0.95, NULL, &nps, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_nps (half, 1, 0.95, NULL, &nps, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_nps (NULL, 0, 0.95, NULL, &nps, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (crm_nps_from_counts (-1, 5, 5, 0.95, &nps, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_top_box (nan, 2, 1, 5, 4, 0.95, NULL, &box, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_acsi (items, 1, 2, NULL, 1, 10, 0.95, NULL, NULL, &acsi, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/survey-index/nps", test_nps);
  g_test_add_func ("/analytics/survey-index/nps-answers", test_nps_answers);
  g_test_add_func ("/analytics/survey-index/nps-compare", test_nps_compare);
  g_test_add_func ("/analytics/survey-index/nps-shared", test_nps_shared);
  g_test_add_func ("/analytics/survey-index/top-box", test_top_box);
  g_test_add_func ("/analytics/survey-index/acsi", test_acsi);
  g_test_add_func ("/analytics/survey-index/alpha", test_alpha);
  g_test_add_func ("/analytics/survey-index/errors", test_errors);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Corrections worked by hand, and the example of Benjamini and Hochberg (1995), section 4. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-multiple-tests.h"

static void
test_holm (void)
{
  const double p[] = { 0.01, 0.04, 0.03, 0.005 }, expected[] = { 0.03, 0.06, 0.06, 0.02 };
  double adjusted[4];

  g_assert_true (crm_adjust_holm (p, 4, adjusted, NULL));
  for (guint i = 0; i < 4; i++)
    crm_assert_near (adjusted[i], expected[i], 1e-14, 0);
}

static void
test_benjamini_hochberg (void)
{
  /* Fifteen tests on thrombolysis; at a false discovery rate of 0.05 the four smallest pass, where
   * Bonferroni passes three. */
  const double p[] = { 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                       0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000 };
  double adjusted[15];
  guint passed = 0;

  g_assert_true (crm_adjust_benjamini_hochberg (p, 15, adjusted, NULL));
  for (guint i = 0; i < 15; i++)
    passed += adjusted[i] <= 0.05;
  g_assert_cmpuint (passed, ==, 4);
  crm_assert_near (adjusted[0], 0.0015, 1e-13, 0);
  crm_assert_near (adjusted[3], 0.0095 * 15 / 4, 1e-13, 0);
  /* The sixth and seventh: 0.0298 * 15 / 7 is below 0.0278 * 15 / 6. */
  crm_assert_near (adjusted[5], 0.0298 * 15 / 7, 1e-13, 0);
  g_assert_cmpfloat (adjusted[14], ==, 1);
}

static void
test_edges (void)
{
  const double ties[] = { 0.02, 0.02 }, bad[] = { 0.5, NAN }, beyond[] = { 1.5 };
  double adjusted[2] = { 7, 7 };
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_adjust_holm (ties, 2, adjusted, NULL));
  g_assert_cmpfloat (adjusted[0], ==, adjusted[1]);
  g_assert_true (crm_adjust_holm (NULL, 0, adjusted, NULL));
  g_assert_false (crm_adjust_holm (bad, 2, adjusted, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_adjust_benjamini_hochberg (beyond, 1, adjusted, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/multiple-tests/holm", test_holm);
  g_test_add_func ("/analytics/multiple-tests/benjamini-hochberg", test_benjamini_hochberg);
  g_test_add_func ("/analytics/multiple-tests/edges", test_edges);
  return g_test_run ();
}

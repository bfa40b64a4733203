/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Welch's test on Student's sleep data, where R's t.test prints t = -1.8608, df = 17.776, p =
 * 0.07939 and the interval -3.3654832 to 0.2054832. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-mean-test.h"

static const double first[] = { 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0 };
static const double second[] = { 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4 };

static void
test_sleep (void)
{
  double reversed[10];
  CrmWelch test, again;

  g_assert_true (crm_welch (first, 10, second, 10, 0.95, NULL, &test, NULL));
  crm_assert_near (test.t, -1.8608, 0, 5e-5);
  crm_assert_near (test.df, 17.776, 0, 5e-4);
  crm_assert_near (test.p_value, 0.07939, 0, 5e-6);
  crm_assert_near (test.lower, -3.3654832, 0, 5e-8);
  crm_assert_near (test.upper, 0.2054832, 0, 5e-8);

  for (guint i = 0; i < 10; i++)
    reversed[i] = first[9 - i];
  g_assert_true (crm_welch (reversed, 10, second, 10, 0.95, NULL, &again, NULL));
  g_assert_cmpmem (&test, sizeof test, &again, sizeof again);
}

static void
test_moments (void)
{
  const double shifted[] = { 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16 };
  CrmMoments moments;

  g_assert_true (crm_moments (shifted, 4, "x", NULL, &moments, NULL));
  g_assert_cmpfloat (moments.mean, ==, 1e9 + 10);
  g_assert_cmpfloat (moments.variance, ==, 30);
  g_assert_true (crm_moments (shifted, 1, "x", NULL, &moments, NULL));
  g_assert_true (isnan (moments.variance));
}

static void
test_errors (void)
{
  const double bad[] = { 1, NAN, 3 }, huge[] = { 1e300, -1e300 }, same[] = { 2, 2, 2 };
  g_autoptr (GError) error = NULL;
  g_autofree double *many = g_new0 (double, 1000000);
  CrmFixtureCancel cancel;
  CrmWelch test;

  g_assert_false (crm_welch (bad, 3, first, 10, 0.95, NULL, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_welch (huge, 2, first, 10, 0.95, NULL, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_welch (first, 1, second, 10, 0.95, NULL, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
  g_clear_error (&error);
  g_assert_false (crm_welch (first, 0, second, 10, 0.95, NULL, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (crm_welch (same, 3, same, 3, 0.95, NULL, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
  g_clear_error (&error);
  g_assert_false (crm_welch (first, 10, second, 10, NAN, NULL, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);

  crm_fixture_cancel_after (&cancel, 5);
  g_assert_false (crm_welch (many, 1000000, first, 10, 0.95, &cancel.context, &test, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/mean-test/sleep", test_sleep);
  g_test_add_func ("/analytics/mean-test/moments", test_moments);
  g_test_add_func ("/analytics/mean-test/errors", test_errors);
  return g_test_run ();
}

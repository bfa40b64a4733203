/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Power against the worked examples of R's power.prop.test and power.t.test, and round trips
 * between power, size and effect. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-power.h"

static void
test_proportions (void)
{
  double power, n, above, below;

  g_assert_true (crm_power_proportions (0.5, 0.75, 50, 1, 0.05, &power, NULL));
  /* With strict = TRUE; R's worked example counts the near tail only, 0.7401659. */
  crm_assert_near (power, 0.740167193453611, 1e-13, 0);
  g_assert_true (crm_power_proportions (0.1, 0.12, 100, 1, 0.05, &power, NULL));
  crm_assert_near (power, 0.073588299245432, 1e-13, 0);
  g_assert_true (crm_power_size_proportions (0.5, 0.75, 1, 0.05, 0.9, &n, NULL));
  crm_assert_near (n, 76.7069161158174, 1e-12, 0);
  g_assert_true (crm_power_proportions (0.5, 0.75, n, 1, 0.05, &power, NULL));
  crm_assert_near (power, 0.9, 1e-9, 0);

  g_assert_true (crm_power_effect_proportions (0.1, 2000, 2, 0.05, 0.8, &above, &below, NULL));
  g_assert_true (below < 0.1 && above > 0.1);
  g_assert_true (crm_power_proportions (0.1, above, 2000, 2, 0.05, &power, NULL));
  crm_assert_near (power, 0.8, 1e-9, 0);
  g_assert_true (crm_power_proportions (0.1, below, 2000, 2, 0.05, &power, NULL));
  crm_assert_near (power, 0.8, 1e-9, 0);

  /* Equal shares are found different at the rate of the level. */
  g_assert_true (crm_power_proportions (0.3, 0.3, 500, 1, 0.05, &power, NULL));
  crm_assert_near (power, 0.05, 1e-9, 0);
}

static void
test_means (void)
{
  double power, n, difference;

  g_assert_true (crm_power_means (1, 1, 20, 1, 0.05, &power, NULL));
  crm_assert_near (power, 0.8689530, 0, 1e-6);
  g_assert_true (crm_power_size_means (1, 1, 1, 0.05, 0.9, &n, NULL));
  crm_assert_near (n, 22.02110, 0, 1e-4);
  g_assert_true (crm_power_effect_means (2.5, 40, 1.5, 0.01, 0.8, &difference, NULL));
  g_assert_true (crm_power_means (difference, 2.5, 40, 1.5, 0.01, &power, NULL));
  crm_assert_near (power, 0.8, 1e-9, 0);
  g_assert_true (crm_power_means (1e-3, 1, 1e6, 1, 0.05, &power, NULL));
  crm_assert_near (power, 0.1089, 0, 1e-3);
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  double power, n, above, below;

  g_assert_false (crm_power_proportions (0.5, 1.5, 50, 1, 0.05, &power, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_false (crm_power_size_proportions (0.5, 0.5, 1, 0.05, 0.9, &n, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_false (crm_power_size_means (1, 0, 1, 0.05, 0.9, &n, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_false (crm_power_means (NAN, 1, 20, 1, 0.05, &power, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_false (crm_power_effect_proportions (0.5, 1, 1, 0.001, 0.99, &above, &below, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/power/proportions", test_proportions);
  g_test_add_func ("/analytics/power/means", test_means);
  g_test_add_func ("/analytics/power/errors", test_errors);
  return g_test_run ();
}

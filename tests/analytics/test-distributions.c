/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Distributions: tabulated values to twelve digits, closed forms, symmetries, tails. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-distributions.h"

static void
test_normal (void)
{
  crm_assert_near (crm_normal_quantile (0.975), 1.959963984540054, 1e-15, 0);
  crm_assert_near (crm_normal_quantile (0.995), 2.5758293035489004, 1e-15, 0);
  crm_assert_near (crm_normal_sf (10), 7.619853024160527e-24, 1e-12, 0);
  crm_assert_near (crm_normal_cdf (-1), 0.15865525393145705, 1e-14, 0);
  g_assert_true (isinf (crm_normal_quantile (0)) && isinf (crm_normal_quantile (1)));
  g_assert_true (isnan (crm_normal_quantile (1.5)) && isnan (crm_normal_quantile (NAN)));

  for (double p = 1e-300; p < 0.5; p *= 3)
    crm_assert_near (crm_normal_cdf (crm_normal_quantile (p)), p, 2e-12, 0);
}

static void
test_gamma (void)
{
  /* P (1, x) = 1 - e^-x; P (1/2, x) = erf (sqrt x); Q (3, x) = e^-x (1 + x + x^2 / 2). */
  for (double x = 0.01; x < 60; x *= 1.7)
    {
      crm_assert_near (crm_gamma_p (1, x), -expm1 (-x), 1e-13, 0);
      crm_assert_near (crm_gamma_q (0.5, x), erfc (sqrt (x)), 1e-12, 0);
      crm_assert_near (crm_gamma_q (3, x), exp (-x) * (1 + x + x * x / 2), 1e-12, 0);
      crm_assert_near (crm_gamma_p (7.5, x) + crm_gamma_q (7.5, x), 1, 1e-13, 0);
    }
  crm_assert_near (crm_chi2_quantile (0.95, 1), 3.841458820694124, 1e-12, 0);
  crm_assert_near (crm_chi2_quantile (0.95, 10), 18.307038053275146, 1e-12, 0);
  crm_assert_near (crm_chi2_sf (100, 2), exp (-50), 1e-12, 0);
  g_assert_true (isnan (crm_gamma_p (-1, 1)) && isnan (crm_gamma_q (1, -1)));
}

static void
test_beta (void)
{
  /* I_x (2, 3) = 6 x^2 - 8 x^3 + 3 x^4; I_x (1, b) = 1 - (1 - x)^b. */
  for (double x = 0.05; x < 1; x += 0.05)
    {
      crm_assert_near (crm_beta_inc (2, 3, x, 1 - x), x * x * (6 - 8 * x + 3 * x * x), 1e-13, 0);
      crm_assert_near (crm_beta_inc (1, 7, x, 1 - x), 1 - pow (1 - x, 7), 1e-13, 0);
      crm_assert_near (crm_beta_inc (0.5, 0.5, x, 1 - x), 2 / G_PI * asin (sqrt (x)), 1e-13, 0);
    }
  crm_assert_near (crm_beta_inc (1e6, 1e6, 0.5, 0.5), 0.5, 1e-11, 0);
  g_assert_cmpfloat (crm_beta_inc (3, 4, 0, 1), ==, 0);
  g_assert_cmpfloat (crm_beta_inc (3, 4, 1, 0), ==, 1);
}

static void
test_t (void)
{
  crm_assert_near (crm_t_quantile (0.975, 10), 2.2281388519649385, 1e-10, 0);
  crm_assert_near (crm_t_quantile (0.975, 1), tan (0.475 * G_PI), 1e-12, 0);
  crm_assert_near (crm_t_sf (1, 1), 0.25, 1e-14, 0);
  crm_assert_near (crm_t_two_sided (2, 2), 1 - 2 / sqrt (6), 1e-13, 0);
  crm_assert_near (crm_t_two_sided (5.3, 1e9), crm_normal_two_sided (5.3), 1e-6, 0);
  crm_assert_near (crm_t_quantile (0.025, 7.3), -crm_t_quantile (0.975, 7.3), 1e-12, 0);
  crm_assert_near (crm_f_sf (4.256494729093748, 2, 9), 0.05, 1e-10, 0);
  crm_assert_near (crm_f_sf (9, 1, 8), crm_t_two_sided (3, 8), 1e-13, 0);
  crm_assert_near (crm_f_cdf (2, 3, 4) + crm_f_sf (2, 3, 4), 1, 1e-14, 0);
  g_assert_true (isnan (crm_t_two_sided (1, 0)) && isnan (crm_t_quantile (2, 5)));
}

static void
test_noncentral_t (void)
{
  for (double t = -4; t <= 4; t += 0.5)
    {
      crm_assert_near (crm_noncentral_t_cdf (t, 9, 0), crm_t_cdf (t, 9), 1e-12, 1e-14);
      crm_assert_near (crm_noncentral_t_cdf (t, 9, 1.5), 1 - crm_noncentral_t_cdf (-t, 9, -1.5),
                       1e-11, 1e-13);
    }
  /* P (T <= 0) = Phi (-ncp). */
  crm_assert_near (crm_noncentral_t_cdf (0, 5, 2), crm_normal_cdf (-2), 1e-13, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/distributions/normal", test_normal);
  g_test_add_func ("/analytics/distributions/gamma", test_gamma);
  g_test_add_func ("/analytics/distributions/beta", test_beta);
  g_test_add_func ("/analytics/distributions/t", test_t);
  g_test_add_func ("/analytics/distributions/noncentral-t", test_noncentral_t);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gamma functions and 2F1 against tables computed with more digits. */

#include <math.h>
#include <stdio.h>

#include "crm-gamma-functions.h"

static gboolean
check_table (const char *path, gsize least)
{
  FILE *file = fopen (path, "re");
  char line[512];
  gsize rows = 0;

  if (file == NULL)
    return FALSE;
  g_assert_nonnull (fgets (line, sizeof line, file));
  while (fgets (line, sizeof line, file) != NULL)
    {
      double a, b, c, z, expected, got;

      g_assert_cmpint (sscanf (line, "%lf,%lf,%lf,%lf,%lf", &a, &b, &c, &z, &expected), ==, 5);
      got = crm_log_hyp2f1 (a, b, c, z);
      if (!(fabs (got - expected) < 1e-10))
        g_error ("2F1 (%g, %g; %g; %g): log %.17g, not %.17g", a, b, c, z, got, expected);
      rows++;
    }
  fclose (file);
  g_assert_cmpuint (rows, >=, least);
  return TRUE;
}

static void
test_hyp2f1_table (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("CRM_TEST_DATA"), "hyp2f1.csv", NULL);

  g_assert_true (check_table (path, 130));
}

static void
test_hyp2f1_shared (void)
{
  const char *shared = g_getenv ("CRM_SHARED_DIR");
  g_autofree char *path =
      g_build_filename (shared != NULL ? shared : ".", "expected", "hyp2f1_bgnbd_table.csv", NULL);

  if (!check_table (path, 371))
    g_test_skip ("no shared reference table");
}

static void
test_hyp2f1_known (void)
{
  /* 2F1 (1, 1; 2; z) = -log (1 - z) / z; 2F1 (a, b; b; z) = (1 - z)^-a. */
  for (double z = 0.05; z < 1.0; z += 0.05)
    {
      g_assert_cmpfloat_with_epsilon (crm_log_hyp2f1 (1, 1, 2, z), log (-log1p (-z) / z), 1e-13);
      g_assert_cmpfloat_with_epsilon (crm_log_hyp2f1 (3.7, 2.2, 2.2, z), -3.7 * log1p (-z), 1e-12);
    }
  g_assert_cmpfloat (crm_log_hyp2f1 (3, 4, 5, 0), ==, 0);
}

static void
test_hyp2f1_domain (void)
{
  g_assert_true (isnan (crm_log_hyp2f1 (0, 1, 1, 0.5)));
  g_assert_true (isnan (crm_log_hyp2f1 (1, -1, 1, 0.5)));
  g_assert_true (isnan (crm_log_hyp2f1 (1, 1, 1, 1)));
  g_assert_true (isnan (crm_log_hyp2f1 (1, 1, 1, -0.1)));
  g_assert_true (isnan (crm_log_hyp2f1 (NAN, 1, 1, 0.5)));
  g_assert_true (isnan (crm_log_hyp2f1 (INFINITY, 1, 1, 0.5)));
}

static void
test_digamma (void)
{
  /* digamma (1) = -Euler's constant; digamma (1/2) = -gamma - 2 log 2; recurrence. */
  const double euler = 0.57721566490153286061;

  g_assert_cmpfloat_with_epsilon (crm_digamma (1), -euler, 1e-14);
  g_assert_cmpfloat_with_epsilon (crm_digamma (0.5), -euler - 2 * G_LN2, 1e-14);
  for (double x = 1e-3; x < 1e6; x *= 3)
    g_assert_cmpfloat (fabs (crm_digamma (x + 1) - crm_digamma (x) - 1 / x), <=,
                       2e-14 * fmax (fmax (1, fabs (crm_digamma (x))), 1 / x));
  g_assert_true (isnan (crm_digamma (0)));
  g_assert_true (isnan (crm_digamma (-1)));
}

/* log Gamma (b + x) - log Gamma (b) for whole x is the sum of log (b + i). */
static void
test_ratio (void)
{
  for (double b = 1e-4; b < 1e9; b *= 7)
    for (guint x = 0; x <= 300; x = 2 * x + 1)
      {
        long double sum = 0, harmonic = 0;

        for (guint i = 0; i < x; i++)
          {
            sum += logl ((long double) b + i);
            harmonic += 1 / ((long double) b + i);
          }
        g_assert_cmpfloat (fabs (crm_log_gamma_ratio (b, x) - (double) sum), <=,
                           2e-13 + 1e-14 * fabs ((double) sum));
        g_assert_cmpfloat (fabs (crm_digamma_difference (b, x) - (double) harmonic), <=,
                           1e-13 * fmax (1, (double) harmonic));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gamma-functions/hyp2f1/table", test_hyp2f1_table);
  g_test_add_func ("/gamma-functions/hyp2f1/shared", test_hyp2f1_shared);
  g_test_add_func ("/gamma-functions/hyp2f1/known", test_hyp2f1_known);
  g_test_add_func ("/gamma-functions/hyp2f1/domain", test_hyp2f1_domain);
  g_test_add_func ("/gamma-functions/digamma", test_digamma);
  g_test_add_func ("/gamma-functions/ratio", test_ratio);
  return g_test_run ();
}

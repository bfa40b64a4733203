/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The minimiser on functions with known minima, in and out of boxes. */

#include <math.h>

#include "crm-bfgs.h"

static double
rosenbrock_cb (const double *x, double *g, gboolean *go_on, gpointer data)
{
  double a = 1 - x[0], b = x[1] - x[0] * x[0];

  g[0] = -2 * a - 400 * x[0] * b;
  g[1] = 200 * b;
  return a * a + 100 * b * b;
}

static void
test_rosenbrock (void)
{
  double x[] = { -1.2, 1 }, low[] = { -10, -10 }, high[] = { 10, 10 };
  CrmBfgsResult r = crm_bfgs_minimize (rosenbrock_cb, NULL, 2, x, low, high, NULL, 1e-9, 200);

  g_assert_cmpint (r.status, ==, CRM_BFGS_CONVERGED);
  g_assert_cmpfloat_with_epsilon (x[0], 1, 1e-7);
  g_assert_cmpfloat_with_epsilon (x[1], 1, 1e-7);
  g_assert_cmpuint (r.evaluations, <, 100);
}

/* The minimum of Rosenbrock's function with x <= 0.5 lies on the bound, at y = 0.25. */
static void
test_bound (void)
{
  double x[] = { -1.2, 1 }, low[] = { -10, -10 }, high[] = { 0.5, 10 };
  CrmBfgsResult r = crm_bfgs_minimize (rosenbrock_cb, NULL, 2, x, low, high, NULL, 1e-6, 300);

  g_assert_cmpint (r.status, ==, CRM_BFGS_CONVERGED);
  g_assert_cmpfloat (x[0], ==, 0.5);
  g_assert_cmpfloat_with_epsilon (x[1], 0.25, 1e-8);
  g_assert_cmpuint (r.at_bound, ==, 1);
}

/* Not defined for x <= 0: steps there are cut back. */
static double
log_barrier_cb (const double *x, double *g, gboolean *go_on, gpointer data)
{
  g[0] = 1 - 1 / x[0];
  return x[0] > 0 ? x[0] - log (x[0]) : NAN;
}

static void
test_domain (void)
{
  double x[] = { 30 }, low[] = { -100 }, high[] = { 100 }, bad[] = { -1 };
  CrmBfgsResult r = crm_bfgs_minimize (log_barrier_cb, NULL, 1, x, low, high, NULL, 1e-10, 200);

  g_assert_cmpfloat_with_epsilon (x[0], 1, 1e-9);
  r = crm_bfgs_minimize (log_barrier_cb, NULL, 1, bad, low, high, NULL, 1e-10, 200);
  g_assert_cmpint (r.status, ==, CRM_BFGS_STOPPED);
}

static double
stop_cb (const double *x, double *g, gboolean *go_on, gpointer data)
{
  guint *calls = data;

  *go_on = ++*calls < 5;
  return rosenbrock_cb (x, g, go_on, NULL);
}

static void
test_limits (void)
{
  double x[] = { -1.2, 1 }, low[] = { -10, -10 }, high[] = { 10, 10 };
  guint calls = 0;
  CrmBfgsResult r = crm_bfgs_minimize (stop_cb, &calls, 2, x, low, high, NULL, 1e-9, 200);

  g_assert_cmpint (r.status, ==, CRM_BFGS_STOPPED);
  g_assert_cmpuint (calls, ==, 5);
  x[0] = -1.2;
  x[1] = 1;
  r = crm_bfgs_minimize (rosenbrock_cb, NULL, 2, x, low, high, NULL, 1e-9, 10);
  g_assert_cmpint (r.status, ==, CRM_BFGS_EXHAUSTED);
  g_assert_cmpuint (r.evaluations, <=, 11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bfgs/rosenbrock", test_rosenbrock);
  g_test_add_func ("/bfgs/bound", test_bound);
  g_test_add_func ("/bfgs/domain", test_domain);
  g_test_add_func ("/bfgs/limits", test_limits);
  return g_test_run ();
}

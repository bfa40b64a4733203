/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Spend per purchase and customer value. */

#include <string.h>

#include "crm-gamma-gamma.h"
#include "simulate.h"

/* CDNOW, Fader and Hardie (2013): p 6.25, q 3.74, v 15.44. */
static const CrmGammaGamma cdnow = { .p = 6.25, .q = 3.74, .v = 15.44 };

static void
simulate_spending (gsize n, const CrmGammaGamma *truth, double *x, double *mean)
{
  CrmRandom random;

  crm_random_init (&random, 3, 0);
  for (gsize i = 0; i < n; i++)
    {
      double nu = simulate_gamma (&random, truth->q) / truth->v;

      x[i] = 1 + crm_random_below (&random, 9);
      mean[i] = simulate_gamma (&random, truth->p * x[i]) / (nu * x[i]);
    }
}

/* Equation 5 as the weighted mean of the population's and the customer's own average. */
static void
test_expect (void)
{
  double population = 6.25 * 15.44 / 2.74;

  g_assert_cmpfloat_with_epsilon (crm_gamma_gamma_expect (&cdnow, 0, 0), population, 1e-12);
  for (guint x = 1; x < 50; x++)
    {
      double own = 6.25 * x / (6.25 * x + 2.74);

      g_assert_cmpfloat_with_epsilon (crm_gamma_gamma_expect (&cdnow, x, 80),
                                      (1 - own) * population + own * 80, 1e-10);
    }
}

static void
test_recovery (void)
{
  enum
  {
    N = 20000
  };
  g_autofree double *x = g_new (double, N), *mean = g_new (double, N);
  CrmGammaGamma fit;
  g_autoptr (GError) error = NULL;

  simulate_spending (N, &cdnow, x, mean);
  crm_gamma_gamma_fit (x, mean, N, NULL, &fit, &error);
  g_assert_no_error (error);
  g_assert_true (fit.converged);
  g_test_message ("p %g (%g) q %g (%g) v %g (%g), %u evaluations", fit.p, fit.errors[0], fit.q,
                  fit.errors[1], fit.v, fit.errors[2], fit.evaluations);
  g_assert_cmpfloat (fabs (fit.p - cdnow.p), <, 4 * fit.errors[0]);
  g_assert_cmpfloat (fabs (fit.q - cdnow.q), <, 4 * fit.errors[1]);
  g_assert_cmpfloat (fabs (fit.v - cdnow.v), <, 4 * fit.errors[2]);
  g_assert_cmpfloat (fit.errors[0], <, 0.1 * cdnow.p);
  g_assert_cmpfloat (fabs (fit.correlation), <, 0.03);
}

/* The likelihood is of the amounts: another currency shifts it by n log (rate) and v by the rate. */
static void
test_currency (void)
{
  double x[500], mean[500];
  CrmGammaGamma euro, cent;

  simulate_spending (500, &cdnow, x, mean);
  g_assert_true (crm_gamma_gamma_fit (x, mean, 500, NULL, &euro, NULL));
  for (guint i = 0; i < 500; i++)
    mean[i] *= 100;
  g_assert_true (crm_gamma_gamma_fit (x, mean, 500, NULL, &cent, NULL));
  g_assert_cmpfloat (fabs (cent.v / euro.v / 100 - 1), <, 1e-4);
  g_assert_cmpfloat (fabs (cent.p / euro.p - 1), <, 1e-4);
  g_assert_cmpfloat_with_epsilon (cent.log_likelihood, euro.log_likelihood - 500 * log (100), 1e-5);
}

static void
test_same_bytes (void)
{
  enum
  {
    N = 9000
  };
  g_autofree double *x = g_new (double, N), *mean = g_new (double, N);
  CrmGammaGamma first, fit;

  simulate_spending (N, &cdnow, x, mean);
  for (guint round = 0; round < 4; round++)
    {
      static const guint threads[] = { 1, 2, 7, 2 };
      CrmAnalyticsContext context = { .n_threads = threads[round] };

      for (guint i = 0; round == 3 && i < N / 2; i++)
        {
          double kept_x = x[i], kept_mean = mean[i];

          x[i] = x[N - 1 - i], mean[i] = mean[N - 1 - i];
          x[N - 1 - i] = kept_x, mean[N - 1 - i] = kept_mean;
        }
      memset (&fit, 0, sizeof fit);
      g_assert_true (crm_gamma_gamma_fit (x, mean, N, &context, &fit, NULL));
      if (round == 0)
        first = fit;
      g_assert_cmpmem (&first, G_STRUCT_OFFSET (CrmGammaGamma, converged), &fit,
                       G_STRUCT_OFFSET (CrmGammaGamma, converged));
    }
}

static void
test_bad_input (void)
{
  static const double bad[][2] = { { 0, 10 }, { -1, 10 }, { 1.5, 10 },     { NAN, 10 }, { 2, 0 },
                                   { 2, -5 }, { 2, NAN }, { 2, INFINITY }, { 1e9, 10 } };
  double x[] = { 1, 2, 3 }, equal[] = { 5, 5, 5 }, mean[] = { 5, 6, 9 };
  CrmGammaGamma fit;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      double bx[] = { 1, 1, bad[i][0] }, bm[] = { 1, 2, bad[i][1] };

      g_assert_false (crm_gamma_gamma_fit (bx, bm, 3, NULL, &fit, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "Row 3"));
    }
  {
    g_autoptr (GError) empty = NULL, few = NULL, same = NULL;

    g_assert_false (crm_gamma_gamma_fit (x, mean, 0, NULL, &fit, &empty));
    g_assert_error (empty, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
    g_assert_false (crm_gamma_gamma_fit (x, mean, 2, NULL, &fit, &few));
    g_assert_error (few, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
    g_assert_false (crm_gamma_gamma_fit (x, equal, 3, NULL, &fit, &same));
    g_assert_error (same, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
    if (crm_gamma_gamma_fit (x, mean, 3, NULL, &fit, NULL))
      g_assert_true (isfinite (fit.log_likelihood));
  }
}

/* Without discount and with one step, value is purchases times amount; a discount only lowers it. */
static void
test_value (void)
{
  CrmLifetimeEstimate bg = { .model = CRM_LIFETIME_BG_NBD,
                             .parameters = { 0.243, 4.414, 0.793, 2.426 } };
  double x[] = { 2, 0 }, tx[] = { 30.43, 0 }, t[] = { 38.86, 38.86 }, mean[] = { 22.35, NAN };
  double plain[2], stepped[2], discounted[2];
  g_autoptr (GError) error = NULL;

  g_assert_true (
      crm_lifetime_value (&bg, &cdnow, x, tx, t, mean, 2, 39, 1, 0, 1, NULL, plain, NULL));
  g_assert_cmpfloat_with_epsilon (plain[0],
                                  crm_lifetime_expect (&bg, 2, 30.43, 38.86, 39) *
                                      crm_gamma_gamma_expect (&cdnow, 2, 22.35),
                                  1e-10);
  g_assert_true (
      crm_lifetime_value (&bg, &cdnow, x, tx, t, mean, 2, 39, 12, 0, 0.5, NULL, stepped, NULL));
  g_assert_cmpfloat_with_epsilon (stepped[0], plain[0] / 2, 1e-10);
  g_assert_true (
      crm_lifetime_value (&bg, &cdnow, x, tx, t, mean, 2, 39, 12, 0.01, 1, NULL, discounted, NULL));
  g_assert_cmpfloat (discounted[0], <, plain[0]);
  g_assert_cmpfloat (discounted[0], >, plain[0] * pow (1.01, -39));
  g_assert_cmpfloat (discounted[1], >, 0);
  g_assert_false (
      crm_lifetime_value (&bg, &cdnow, x, tx, t, mean, 2, 39, 12, -1, 1, NULL, plain, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gamma-gamma/expect", test_expect);
  g_test_add_func ("/gamma-gamma/recovery", test_recovery);
  g_test_add_func ("/gamma-gamma/currency", test_currency);
  g_test_add_func ("/gamma-gamma/same-bytes", test_same_bytes);
  g_test_add_func ("/gamma-gamma/bad-input", test_bad_input);
  g_test_add_func ("/gamma-gamma/value", test_value);
  return g_test_run ();
}

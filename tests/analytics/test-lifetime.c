/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lifetime models: published figures, gradients, recovery of known parameters, a case without
 * drop-out, input nobody should send, threads, order, cancellation. */

#include <string.h>

#include "crm-gamma-functions.h"
#include "simulate.h"

typedef struct
{
  gsize n;
  double *x, *tx, *t;
  double later; /* purchases in the horizon after T */
} Customers;

static void
clear_customers (Customers *self)
{
  g_free (self->x);
  g_free (self->tx);
  g_free (self->t);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Customers, clear_customers)

static Customers
make_customers (CrmLifetimeModel model, const double *p, gsize n, double longest, double horizon,
                gboolean whole)
{
  Customers c = { n, g_new (double, n), g_new (double, n), g_new (double, n), 0 };

  c.later = simulate_customers (11, model, p, n, longest, horizon, whole, c.x, c.tx, c.t);
  return c;
}

/* CDNOW, weeks. */
static const CrmLifetimeEstimate cdnow_bg = { .model = CRM_LIFETIME_BG_NBD,
                                              .parameters = { 0.243, 4.414, 0.793, 2.426 } };
static const CrmLifetimeEstimate walkthrough_bg = { .model = CRM_LIFETIME_BG_NBD,
                                                    .parameters = { 0.2426, 4.4136, 0.7929,
                                                                    2.4259 } };
static const CrmLifetimeEstimate cdnow_pareto = { .model = CRM_LIFETIME_PARETO_NBD,
                                                  .parameters = { 0.553, 10.578, 0.606, 11.669 } };
static const double truth[CRM_LIFETIME_N_MODELS][4] = { { 0.7, 9 },
                                                        { 0.5, 4, 0.8, 2.5 },
                                                        { 0.6, 5, 0.9, 2.0 },
                                                        { 0.6, 9, 0.7, 12 } };

static void
test_published (void)
{
  /* Fader, Hardie and Lee (2005). */
  g_assert_cmpfloat_with_epsilon (crm_lifetime_expect (&cdnow_bg, 2, 30.43, 38.86, 39), 1.226,
                                  5e-4);
  /* The BTYD package's walkthrough (Dziurzynski, Wadsworth and McCarthy 2014), customer 1516. */
  g_assert_cmpfloat_with_epsilon (crm_lifetime_expect_new (&cdnow_pareto, 52), 1.473, 5e-4);
  g_assert_cmpfloat_with_epsilon (crm_lifetime_expect (&cdnow_pareto, 26, 30.86, 31, 52), 25.46,
                                  5e-3);
  g_assert_cmpfloat_with_epsilon (crm_lifetime_alive (&cdnow_pareto, 26, 30.86, 31), 0.9979, 5e-5);
  g_assert_cmpfloat_with_epsilon (crm_lifetime_expect_new (&walkthrough_bg, 52), 1.444, 5e-4);
}

/* The closed form (a away from 1) and the integral (a within 1e-3 of it) must meet. */
static void
test_smooth_at_one (void)
{
  for (guint model = CRM_LIFETIME_BG_NBD; model <= CRM_LIFETIME_MBG_NBD; model++)
    for (guint x = 0; x < 40; x += 3)
      {
        CrmLifetimeEstimate e = { .model = model, .parameters = { 0.4, 5, 1, 2 } };
        double tx = x > 0 ? 25 : 0, at[3], fresh[3];

        for (guint i = 0; i < 3; i++)
          {
            e.parameters[2] = 1 + 2e-3 * ((double) i - 1);
            at[i] = crm_lifetime_expect (&e, x, tx, 30, 20);
            fresh[i] = crm_lifetime_expect_new (&e, 20);
          }
        g_assert_cmpfloat (fabs (at[0] - 2 * at[1] + at[2]), <=, 2e-5 * at[1]);
        g_assert_cmpfloat (fabs (fresh[0] - 2 * fresh[1] + fresh[2]), <=, 2e-5 * fresh[1]);
        g_assert_cmpfloat (at[0], >, at[2]);
      }
}

/* The integral against Fader and Hardie's form of it, two 2F1, where that does not cancel. */
static void
test_pareto_odds (void)
{
  static const double parameters[][4] = {
    { 0.553, 10.578, 0.606, 11.669 }, { 0.9, 30, 2.5, 4 }, { 3, 0.2, 0.1, 50 }, { 0.05, 5, 40, 700 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    for (guint x = 0; x <= 120; x = 3 * x + 1)
      {
        const double *p = parameters[i];
        double tx = x > 0 ? 12 : 0, t = 39, large = fmax (p[1], p[3]), small = fmin (p[1], p[3]);
        double a = p[0] + p[2] + x, b = p[1] >= p[3] ? p[2] + 1 : p[0] + x;
        double first =
            crm_log_hyp2f1 (a, b, a + 1, (large - small) / (large + tx)) - a * log (large + tx);
        double last =
            crm_log_hyp2f1 (a, b, a + 1, (large - small) / (large + t)) - a * log (large + t);
        double expected = log (p[2] / a) + first + log (-expm1 (last - first)) +
                          (p[0] + x) * log (p[1] + t) + p[2] * log (p[3] + t);

        g_assert_cmpfloat_with_epsilon (crm_lifetime_pareto_odds (p, x, tx, t, NULL), expected,
                                        1e-10);
      }
}

static void
test_limits (void)
{
  CrmLifetimeEstimate e = cdnow_bg;

  /* Nothing in no time; more in more time; never more than the rate allows. */
  g_assert_cmpfloat (crm_lifetime_expect (&e, 3, 10, 20, 0), ==, 0);
  for (double h = 1; h < 1e6; h *= 4)
    {
      double now = crm_lifetime_expect (&e, 3, 10, 20, h),
             next = crm_lifetime_expect (&e, 3, 10, 20, 4 * h);

      g_assert_cmpfloat (now, >, 0);
      g_assert_cmpfloat (next, >, now);
      g_assert_cmpfloat (now, <, 3.243 / 24.414 * h);
    }
  /* a + b < 1, where the closed form's c is not positive. */
  e.parameters[2] = 0.3;
  e.parameters[3] = 0.4;
  g_assert_cmpfloat (crm_lifetime_expect_new (&e, 10), >, 0);
  g_assert_cmpfloat (crm_lifetime_expect_new (&e, 10), <, 0.243 / 4.414 * 10);
  g_assert_false (crm_lifetime_alive_is_meaningful (CRM_LIFETIME_BG_NBD, 0));
  g_assert_true (crm_lifetime_alive_is_meaningful (CRM_LIFETIME_BG_NBD, 1));
  g_assert_true (crm_lifetime_alive_is_meaningful (CRM_LIFETIME_MBG_NBD, 0));
  g_assert_false (crm_lifetime_alive_is_meaningful (CRM_LIFETIME_NBD, 5));
}

static void
test_gradient (void)
{
  for (guint model = 0; model < CRM_LIFETIME_N_MODELS; model++)
    {
      g_auto (Customers) c = make_customers (model, truth[model], 700, 40, 0, FALSE);
      g_autoptr (CrmLifetimeData) data = crm_lifetime_data_new (c.x, c.tx, c.t, c.n, NULL, NULL);
      g_autoptr (CrmParallel) parallel = crm_parallel_new (NULL);
      g_autoptr (CrmLifetimeLikelihood) likelihood =
          crm_lifetime_likelihood_new (data, model, parallel);
      guint n = crm_lifetime_model_n_parameters (model);

      for (guint round = 0; round < 3; round++)
        {
          double at[4], moved[4], gradient[4], ignored[4], value, up, down;

          for (guint i = 0; i < n; i++)
            at[i] = log (truth[model][i]) + 0.7 * round * (i % 2 == 0 ? 1 : -1);
          g_assert_true (crm_lifetime_likelihood_evaluate (likelihood, at, &value, gradient, NULL));
          for (guint i = 0; i < n; i++)
            {
              memcpy (moved, at, sizeof moved);
              moved[i] = at[i] + 1e-4;
              crm_lifetime_likelihood_evaluate (likelihood, moved, &up, ignored, NULL);
              moved[i] = at[i] - 1e-4;
              crm_lifetime_likelihood_evaluate (likelihood, moved, &down, ignored, NULL);
              g_assert_cmpfloat (fabs ((up - down) / 2e-4 - gradient[i]), <=,
                                 1e-6 * fmax (100, fabs (gradient[i])));
            }
        }
    }
}

/* Covariance times information, by central differences of the likelihood's gradient, is 1; few customers
 * and so many that the fit takes fewer differences. */
static void
test_standard_errors (void)
{
  static const gsize sizes[] = { 3000, 45000 };

  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      g_auto (Customers) c =
          make_customers (CRM_LIFETIME_BG_NBD, truth[CRM_LIFETIME_BG_NBD], sizes[k], 50, 0, FALSE);
      g_autoptr (CrmLifetimeData) data = crm_lifetime_data_new (c.x, c.tx, c.t, c.n, NULL, NULL);
      g_autoptr (CrmParallel) parallel = crm_parallel_new (NULL);
      g_autoptr (CrmLifetimeLikelihood) likelihood =
          crm_lifetime_likelihood_new (data, CRM_LIFETIME_BG_NBD, parallel);
      double information[4][4];
      CrmLifetimeFit fit;

      g_assert_true (crm_lifetime_fit (CRM_LIFETIME_BG_NBD, c.x, c.tx, c.t, c.n, NULL, &fit, NULL));
      for (guint i = 0; i < 4; i++)
        {
          double at[4], value, up[4], down[4];

          for (guint j = 0; j < 4; j++)
            at[j] = log (fit.estimate.parameters[j] * (j == 1 ? data->scale : 1));
          at[i] += 1e-4;
          crm_lifetime_likelihood_evaluate (likelihood, at, &value, up, NULL);
          at[i] -= 2e-4;
          crm_lifetime_likelihood_evaluate (likelihood, at, &value, down, NULL);
          for (guint j = 0; j < 4; j++)
            information[i][j] = (down[j] - up[j]) / 2e-4;
        }
      for (guint i = 0; i < 4; i++)
        for (guint j = 0; j < 4; j++)
          {
            double product = 0;

            for (guint l = 0; l < 4; l++)
              product += information[i][l] * fit.estimate.covariance[l * 4 + j];
            g_assert_cmpfloat_with_epsilon (product, i == j, 2e-3);
          }
    }
}

/* Estimates within four standard errors of the truth, the total within four of its own. */
static void
test_recovery (void)
{
  for (guint model = 0; model < CRM_LIFETIME_N_MODELS; model++)
    {
      g_auto (Customers) c = make_customers (model, truth[model], 12000, 50, 26, FALSE);
      g_autoptr (GError) error = NULL;
      CrmLifetimeFit fit;
      double total, total_error;

      crm_lifetime_fit (model, c.x, c.tx, c.t, c.n, NULL, &fit, &error);
      g_assert_no_error (error);
      g_assert_true (fit.estimate.converged);
      g_assert_false (fit.degenerate);
      g_assert_cmpuint (fit.estimate.at_bound, ==, 0);
      for (guint i = 0; i < crm_lifetime_model_n_parameters (model); i++)
        {
          g_test_message ("%s %s: %g (%g), truth %g", crm_lifetime_model_id (model),
                          crm_lifetime_model_parameter (model, i), fit.estimate.parameters[i],
                          fit.estimate.errors[i], truth[model][i]);
          g_assert_cmpfloat (fabs (fit.estimate.parameters[i] - truth[model][i]), <=,
                             4 * fit.estimate.errors[i]);
          g_assert_cmpfloat (fit.estimate.errors[i], <, 0.5 * truth[model][i]);
        }
      crm_lifetime_predict_total (&fit.estimate, c.x, c.tx, c.t, c.n, 26, NULL, &total,
                                  &total_error, &error);
      g_assert_no_error (error);
      g_test_message ("%s: %g (%g) expected, %g came", crm_lifetime_model_id (model), total,
                      total_error, c.later);
      g_assert_cmpfloat (fabs (total - c.later), <=, 4 * hypot (total_error, 2 * sqrt (c.later)));
    }
}

/* Customers who never leave: every model must fall back to NBD. */
static void
test_no_drop_out (void)
{
  g_auto (Customers) c = make_customers (CRM_LIFETIME_NBD, truth[0], 3000, 40, 20, FALSE);

  for (guint model = CRM_LIFETIME_BG_NBD; model < CRM_LIFETIME_N_MODELS; model++)
    {
      CrmLifetimeFit fit;
      double total;

      g_assert_true (crm_lifetime_fit (model, c.x, c.tx, c.t, c.n, NULL, &fit, NULL));
      g_assert_true (fit.degenerate);
      g_assert_cmpint (crm_lifetime_fit_used (&fit)->model, ==, CRM_LIFETIME_NBD);
      crm_lifetime_predict_total (crm_lifetime_fit_used (&fit), c.x, c.tx, c.t, c.n, 20, NULL,
                                  &total, NULL, NULL);
      g_assert_cmpfloat (fabs (total / c.later - 1), <, 0.05);
    }
}

static void
shuffle_customers (Customers *c)
{
  CrmRandom random;

  crm_random_init (&random, 5, 0);
  for (gsize i = c->n - 1; i > 0; i--)
    {
      gsize j = crm_random_below (&random, i + 1);
      double x = c->x[i], tx = c->tx[i], t = c->t[i];

      c->x[i] = c->x[j], c->tx[i] = c->tx[j], c->t[i] = c->t[j];
      c->x[j] = x, c->tx[j] = tx, c->t[j] = t;
    }
}

/* 45,000 different cases take the road over the thinned data too. */
static void
test_same_bytes (void)
{
  for (guint model = 0; model < CRM_LIFETIME_N_MODELS; model++)
    {
      gsize n = model == CRM_LIFETIME_BG_NBD ? 60000 : 9000;
      g_auto (Customers) c = make_customers (model, truth[model], n, 50, 0, FALSE);
      CrmLifetimeFit first = { 0 };
      double first_total = 0;

      for (guint round = 0; round < 4; round++)
        {
          static const guint threads[] = { 1, 2, 7, 2 };
          CrmAnalyticsContext context = { .n_threads = threads[round] };
          CrmLifetimeFit fit;
          double total;

          if (round == 3)
            shuffle_customers (&c);
          memset (&fit, 0, sizeof fit);
          g_assert_true (crm_lifetime_fit (model, c.x, c.tx, c.t, c.n, &context, &fit, NULL));
          g_assert_true (crm_lifetime_predict_total (&fit.estimate, c.x, c.tx, c.t, c.n, 10,
                                                     &context, &total, NULL, NULL));
          if (round == 0)
            {
              first = fit;
              first_total = total;
            }
          g_assert_cmpmem (&first.estimate.parameters, sizeof first.estimate.parameters,
                           &fit.estimate.parameters, sizeof fit.estimate.parameters);
          g_assert_cmpmem (&first.estimate.covariance, sizeof first.estimate.covariance,
                           &fit.estimate.covariance, sizeof fit.estimate.covariance);
          g_assert_cmpfloat (first.estimate.log_likelihood, ==, fit.estimate.log_likelihood);
          g_assert_cmpfloat (first_total, ==, total);
        }
    }
}

/* Weeks or days, the answer is the same. */
static void
test_units (void)
{
  g_auto (Customers) c = make_customers (CRM_LIFETIME_BG_NBD, truth[1], 3000, 40, 0, FALSE);
  CrmLifetimeFit weeks, days;

  g_assert_true (crm_lifetime_fit (CRM_LIFETIME_BG_NBD, c.x, c.tx, c.t, c.n, NULL, &weeks, NULL));
  for (gsize i = 0; i < c.n; i++)
    {
      c.tx[i] *= 7;
      c.t[i] *= 7;
    }
  g_assert_true (crm_lifetime_fit (CRM_LIFETIME_BG_NBD, c.x, c.tx, c.t, c.n, NULL, &days, NULL));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (
        fabs (days.estimate.parameters[i] / weeks.estimate.parameters[i] / (i == 1 ? 7 : 1) - 1), <,
        1e-5);
  g_assert_cmpfloat_with_epsilon (days.estimate.log_likelihood,
                                  weeks.estimate.log_likelihood - weeks.n_purchases * log (7),
                                  1e-3);
}

static void
test_bad_input (void)
{
  static const struct
  {
    double x, tx, t;
  } bad[] = {
    { NAN, 0, 10 }, { 1, NAN, 10 }, { 1, 5, NAN },  { INFINITY, 5, 10 }, { 1, 5, INFINITY },
    { -1, 0, 10 },  { 1.5, 5, 10 }, { 1, -1, 10 },  { 1, 11, 10 },       { 0, 3, 10 },
    { 2, 0, 10 },   { 0, 0, -1 },   { 1e9, 5, 10 },
  };
  double x[] = { 1, 2, 0 }, tx[] = { 5, 6, 0 }, t[] = { 10, 10, 10 }, zero[3] = { 0 }, out[3];
  CrmLifetimeFit fit;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      double bx[] = { 1, bad[i].x }, btx[] = { 5, bad[i].tx }, bt[] = { 10, bad[i].t };

      g_assert_false (crm_lifetime_fit (CRM_LIFETIME_BG_NBD, bx, btx, bt, 2, NULL, &fit, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "Row 2"));
    }
  for (guint model = 0; model < CRM_LIFETIME_N_MODELS; model++)
    {
      g_autoptr (GError) empty = NULL, one = NULL, none = NULL, horizon = NULL;

      g_assert_false (crm_lifetime_fit (model, x, tx, t, 0, NULL, &fit, &empty));
      g_assert_error (empty, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
      g_assert_false (crm_lifetime_fit (model, x, tx, t, 1, NULL, &fit, &one));
      g_assert_error (one, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
      g_assert_false (crm_lifetime_fit (model, zero, zero, t, 3, NULL, &fit, &none));
      g_assert_error (none, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
      /* Three customers are few, but no reason to crash or to hang. */
      if (crm_lifetime_fit (model, x, tx, t, 3, NULL, &fit, NULL))
        g_assert_true (isfinite (fit.estimate.log_likelihood));
      g_assert_false (
          crm_lifetime_predict (&cdnow_bg, x, tx, t, 3, NAN, NULL, out, NULL, NULL, &horizon));
      g_assert_error (horizon, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
    }
}

/* All customers alike: NBD's r runs to the edge, the rate stays right and errors are withheld. */
static void
test_all_equal (void)
{
  double x[50], tx[50], t[50], expected[50], alive[50];
  CrmLifetimeFit fit;

  for (guint i = 0; i < 50; i++)
    {
      x[i] = 4;
      tx[i] = 16;
      t[i] = 20;
    }
  for (guint model = 0; model < CRM_LIFETIME_N_MODELS; model++)
    {
      g_assert_true (crm_lifetime_fit (model, x, tx, t, 50, NULL, &fit, NULL));
      g_assert_cmpuint (fit.nbd.at_bound, !=, 0);
      g_assert_true (isnan (fit.nbd.errors[0]));
      g_assert_true (crm_lifetime_predict (crm_lifetime_fit_used (&fit), x, tx, t, 50, 10, NULL,
                                           expected, NULL, alive, NULL));
      g_assert_cmpfloat_with_epsilon (expected[0], 2.0, 0.6);
    }
}

static void
test_predict (void)
{
  double x[] = { 0, 2, 8 }, tx[] = { 0, 30.43, 20 }, t[] = { 38.86, 38.86, 30 };
  double expected[3], errors[3], alive[3];
  CrmLifetimeEstimate e = cdnow_bg;

  for (guint i = 0; i < 16; i++)
    e.covariance[i] = i % 5 == 0 ? 0.01 : 0;
  g_assert_true (crm_lifetime_predict (&e, x, tx, t, 3, 39, NULL, expected, errors, alive, NULL));
  g_assert_cmpfloat_with_epsilon (expected[1], 1.226, 5e-4);
  g_assert_true (isnan (alive[0])); /* no repeat purchase: BG/NBD cannot speak */
  g_assert_cmpfloat (alive[1], >, alive[2]);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (errors[i], >, 0);
      g_assert_cmpfloat (errors[i], <, expected[i]);
    }
}

typedef struct
{
  guint calls;
  guint after;
} Patience;

static gboolean
lose_patience_cb (gpointer data)
{
  Patience *self = data;

  return (guint) g_atomic_int_add ((gint *) &self->calls, 1) >= self->after;
}

static void
test_cancel (void)
{
  g_auto (Customers) c = make_customers (CRM_LIFETIME_BG_NBD, truth[1], 5000, 40, 0, FALSE);

  for (guint model = 0; model < CRM_LIFETIME_N_MODELS; model++)
    for (guint after = 0; after < 100; after += 13)
      {
        Patience patience = { 0, after };
        CrmAnalyticsContext context = { .cancelled = lose_patience_cb,
                                        .cancelled_data = &patience };
        g_autoptr (GError) error = NULL;
        CrmLifetimeFit fit;

        g_assert_false (crm_lifetime_fit (model, c.x, c.tx, c.t, c.n, &context, &fit, &error));
        g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lifetime/published", test_published);
  g_test_add_func ("/lifetime/smooth-at-one", test_smooth_at_one);
  g_test_add_func ("/lifetime/pareto-odds", test_pareto_odds);
  g_test_add_func ("/lifetime/limits", test_limits);
  g_test_add_func ("/lifetime/gradient", test_gradient);
  g_test_add_func ("/lifetime/standard-errors", test_standard_errors);
  g_test_add_func ("/lifetime/recovery", test_recovery);
  g_test_add_func ("/lifetime/no-drop-out", test_no_drop_out);
  g_test_add_func ("/lifetime/same-bytes", test_same_bytes);
  g_test_add_func ("/lifetime/units", test_units);
  g_test_add_func ("/lifetime/bad-input", test_bad_input);
  g_test_add_func ("/lifetime/all-equal", test_all_equal);
  g_test_add_func ("/lifetime/predict", test_predict);
  g_test_add_func ("/lifetime/cancel", test_cancel);
  return g_test_run ();
}

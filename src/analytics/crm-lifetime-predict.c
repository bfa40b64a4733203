/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Expectations and P(alive). Pure functions of one customer each, so the order of rows and the number
 * of threads cannot matter. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-gamma-functions.h"
#include "crm-lifetime.h"

#define CHUNK 1024
#define STEP  1e-4 /* of a log parameter, for the delta method */

/* Gauss-Legendre, 8 nodes on [-1, 1] (Abramowitz and Stegun 1964, table 25.4). */
/* clang-format off */
static const double nodes[4] = {
  0.1834346424956498049, 0.5255324099163289858, 0.7966664774136267396, 0.9602898564975362317,
};
static const double weights[4] = {
  0.3626837833783619830, 0.3137066458778872873, 0.2223810344533744705, 0.1012285362903762591,
};
/* clang-format on */

/* Integral of the purchase rate of one who may leave after each purchase:
 * r e^(-r u) 2F1 (r + 1, b; a + b; 1 - e^-u) over u = log (1 + time / alpha). Positive throughout and
 * free of the singularities at a = 1 and a + b = 1. */
static double
integrate_rate (double r, double alpha, double a, double b, double horizon)
{
  double end = log1p (horizon / alpha), sum = 0.0;
  double steep = 1.0 + (r + 1.0) * a / (a + b);
  gsize n_panels = 1 + (gsize) (end * fmax (1.0, steep / 4.0));
  double width = end / (double) n_panels;

  for (gsize k = 0; k < n_panels; k++)
    for (guint i = 0; i < 8; i++)
      {
        double node = i < 4 ? -nodes[3 - i] : nodes[i - 4];
        double u = width * ((double) k + 0.5 + 0.5 * node);

        sum += (i < 4 ? weights[3 - i] : weights[i - 4]) *
               exp (crm_log_hyp2f1 (r + 1.0, b, a + b, -expm1 (-u)) - r * u);
      }
  return 0.5 * width * r * sum;
}

/* Purchases in the horizon of one who is alive, buys at a Gamma (r, alpha) rate and leaves after each
 * purchase with a Beta (a, b) probability (Fader, Hardie and Lee 2005, equation 9). */
static double
expect_beta (double r, double alpha, double a, double b, double horizon)
{
  double c = a + b - 1.0;
  double value = NAN;

  if (fabs (a - 1.0) > 1e-3 && c > 0.02 && c < 1e4 * fabs (a - 1.0))
    value =
        -c / (a - 1.0) *
        expm1 (crm_log_hyp2f1 (r, b, c, horizon / (alpha + horizon)) - r * log1p (horizon / alpha));
  return isnan (value) ? integrate_rate (r, alpha, a, b, horizon) : value;
}

/* The same for an exponential lifetime with a Gamma (s, beta) rate, beta already advanced by T. */
static double
expect_pareto (double r, double alpha, double s, double beta, double horizon)
{
  double log_ratio = log1p (horizon / beta);
  double mean_time = s == 1.0 ? log_ratio : -expm1 (-(s - 1.0) * log_ratio) / (s - 1.0);

  return r / alpha * beta * mean_time;
}

static double
evaluate_alive (CrmLifetimeModel model, const double *p, double x, double tx, double t)
{
  double odds = -INFINITY;
  double flips = x + (model == CRM_LIFETIME_MBG_NBD ? 1.0 : 0.0);

  switch (model)
    {
    case CRM_LIFETIME_NBD:
      return 1.0;
    case CRM_LIFETIME_BG_NBD:
    case CRM_LIFETIME_MBG_NBD:
      if (flips > 0.0)
        odds = log (p[2]) - log (p[3] + flips - 1.0) + (p[0] + x) * log1p ((t - tx) / (p[1] + tx));
      break;
    case CRM_LIFETIME_PARETO_NBD:
      odds = crm_lifetime_pareto_odds (p, x, tx, t, NULL);
      break;
    default:
      g_return_val_if_reached (NAN);
    }
  return 1.0 / (1.0 + exp (odds));
}

static double
evaluate_expected (CrmLifetimeModel model, const double *p, double x, double tx, double t,
                   double horizon)
{
  double r = p[0] + x, alpha = p[1] + t;

  if (horizon == 0.0)
    return 0.0;
  switch (model)
    {
    case CRM_LIFETIME_NBD:
      return r / alpha * horizon;
    case CRM_LIFETIME_BG_NBD:
      return evaluate_alive (model, p, x, tx, t) * expect_beta (r, alpha, p[2], p[3] + x, horizon);
    case CRM_LIFETIME_MBG_NBD:
      return evaluate_alive (model, p, x, tx, t) *
             expect_beta (r, alpha, p[2], p[3] + x + 1.0, horizon);
    case CRM_LIFETIME_PARETO_NBD:
      return evaluate_alive (model, p, x, tx, t) *
             expect_pareto (r, alpha, p[2], p[3] + t, horizon);
    default:
      g_return_val_if_reached (NAN);
    }
}

double
crm_lifetime_expect (const CrmLifetimeEstimate *estimate, double x, double tx, double t,
                     double horizon)
{
  return evaluate_expected (estimate->model, estimate->parameters, x, tx, t, horizon);
}

double
crm_lifetime_alive (const CrmLifetimeEstimate *estimate, double x, double tx, double t)
{
  return evaluate_alive (estimate->model, estimate->parameters, x, tx, t);
}

gboolean
crm_lifetime_alive_is_meaningful (CrmLifetimeModel model, double x)
{
  return model != CRM_LIFETIME_NBD && (model != CRM_LIFETIME_BG_NBD || x > 0.0);
}

double
crm_lifetime_expect_new (const CrmLifetimeEstimate *estimate, double horizon)
{
  const double *p = estimate->parameters;

  if (horizon == 0.0)
    return 0.0;
  switch (estimate->model)
    {
    case CRM_LIFETIME_MBG_NBD: /* the first flip comes before any repeat purchase */
      return p[3] / (p[2] + p[3]) * expect_beta (p[0], p[1], p[2], p[3] + 1.0, horizon);
    case CRM_LIFETIME_NBD:
    case CRM_LIFETIME_BG_NBD:
    case CRM_LIFETIME_PARETO_NBD:
    default:
      return evaluate_expected (estimate->model, p, 0.0, 0.0, 0.0, horizon);
    }
}

typedef struct
{
  const CrmLifetimeEstimate *estimate;
  const double *x, *tx, *t;
  double horizon;
  double *expected, *error, *alive;
} Job;

/* The estimate's parameters with one log parameter moved. */
static void
move_parameter (const CrmLifetimeEstimate *estimate, guint i, double step, double *p)
{
  memcpy (p, estimate->parameters, sizeof estimate->parameters);
  p[i] *= exp (step);
}

/* sqrt (g' C g) for a gradient by the log parameters. */
static double
propagate_error (const CrmLifetimeEstimate *estimate, const double *gradient)
{
  guint n = crm_lifetime_model_n_parameters (estimate->model);
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      sum += gradient[i] * estimate->covariance[i * n + j] * gradient[j];
  return sqrt (sum > 0.0 || isnan (sum) ? sum : 0.0);
}

static double
compute_error (const Job *job, gsize row)
{
  const CrmLifetimeEstimate *e = job->estimate;
  double gradient[CRM_LIFETIME_MAX_PARAMETERS], p[CRM_LIFETIME_MAX_PARAMETERS];

  if (isnan (e->covariance[0]))
    return NAN;
  for (guint i = 0; i < crm_lifetime_model_n_parameters (e->model); i++)
    {
      double up, down;

      move_parameter (e, i, STEP, p);
      up = evaluate_expected (e->model, p, job->x[row], job->tx[row], job->t[row], job->horizon);
      move_parameter (e, i, -STEP, p);
      down = evaluate_expected (e->model, p, job->x[row], job->tx[row], job->t[row], job->horizon);
      gradient[i] = (up - down) / (2.0 * STEP);
    }
  return propagate_error (e, gradient);
}

static void
predict_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Job *job = data;
  const CrmLifetimeEstimate *e = job->estimate;

  for (gsize i = begin; i < end; i++)
    {
      if (job->expected != NULL)
        job->expected[i] = crm_lifetime_expect (e, job->x[i], job->tx[i], job->t[i], job->horizon);
      if (job->alive != NULL)
        job->alive[i] = crm_lifetime_alive_is_meaningful (e->model, job->x[i])
                            ? crm_lifetime_alive (e, job->x[i], job->tx[i], job->t[i])
                            : NAN;
      if (job->error != NULL)
        job->error[i] = compute_error (job, i);
    }
}

static gboolean
check_horizon (double horizon, GError **error)
{
  if (isfinite (horizon) && horizon >= 0.0)
    return TRUE;
  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
               _ ("The horizon must be a finite time and not negative, not %g"), horizon);
  return FALSE;
}

gboolean
crm_lifetime_predict (const CrmLifetimeEstimate *estimate, const double *x, const double *tx,
                      const double *t, gsize n, double horizon, const CrmAnalyticsContext *context,
                      double *expected, double *expected_error, double *alive, GError **error)
{
  Job job = { estimate, x, tx, t, horizon, expected, expected_error, alive };

  if (!check_horizon (horizon, error) ||
      !crm_lifetime_check_histories (x, tx, t, n, context, error))
    return FALSE;
  return crm_parallel_for (context, n, CHUNK, predict_cb, &job, error);
}

gboolean
crm_lifetime_predict_total (const CrmLifetimeEstimate *estimate, const double *x, const double *tx,
                            const double *t, gsize n, double horizon,
                            const CrmAnalyticsContext *context, double *total, double *total_error,
                            GError **error)
{
  guint n_parameters = crm_lifetime_model_n_parameters (estimate->model);
  g_autofree double *expected = NULL;
  double gradient[CRM_LIFETIME_MAX_PARAMETERS] = { 0 }, sum;
  CrmLifetimeEstimate moved = *estimate;
  Job job = { estimate, x, tx, t, horizon, NULL, NULL, NULL };

  if (!check_horizon (horizon, error) ||
      !crm_lifetime_check_histories (x, tx, t, n, context, error))
    return FALSE;
  job.expected = expected = g_new (double, n);
  if (!crm_parallel_for (context, n, CHUNK, predict_cb, &job, error))
    return FALSE;
  sum = crm_analytics_sum_exact (context, expected, n);
  job.estimate = &moved;
  for (guint i = 0; total_error != NULL && i < n_parameters && !isnan (estimate->covariance[0]);
       i++)
    {
      double side[2];

      for (guint k = 0; k < 2; k++)
        {
          move_parameter (estimate, i, k == 0 ? STEP : -STEP, moved.parameters);
          if (!crm_parallel_for (context, n, CHUNK, predict_cb, &job, error))
            return FALSE;
          side[k] = crm_analytics_sum_exact (context, expected, n);
        }
      gradient[i] = (side[0] - side[1]) / (2.0 * STEP);
    }
  if (crm_analytics_set_cancelled (context, error))
    return FALSE;
  *total = sum;
  if (total_error != NULL)
    *total_error = isnan (estimate->covariance[0]) ? NAN : propagate_error (estimate, gradient);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fitting. Runs in the caller's thread with a team of workers for the sums. Large data are first
 * fitted on every k-th case: that costs little and leaves only a few steps over all cases, started
 * with the small fit's curvature. */

#include "config.h"

#include "crm-lifetime.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-bfgs.h"

#define THIN_CASES      20000
#define MAX_EVALUATIONS 400
/* Mean gradients that end a search. The second is of data so large that standard errors are a
 * thousand times what it leaves open. */
#define TOLERANCE       1e-9
#define TOLERANCE_LARGE 1e-7

typedef struct
{
  CrmLifetimeLikelihood *likelihood;
  double n; /* customers, so that value and gradient are a customer's mean */
  guint n_parameters;
  GError *error;
  guint evaluations;
} Objective;

/* Range of each log parameter, in scaled time. */
/* clang-format off */
static const double lowest[CRM_LIFETIME_N_MODELS][4] = {
  { -10, -12 }, { -10, -12, -10, -10 }, { -10, -12, -10, -10 }, { -10, -12, -10, -12 },
};
static const double highest[CRM_LIFETIME_N_MODELS][4] = {
  { 9, 16 }, { 9, 16, 9, 12 }, { 9, 16, 9, 12 }, { 9, 16, 9, 14 },
};
/* clang-format on */

static double
negative_mean_cb (const double *x, double *gradient, gboolean *go_on, gpointer user_data)
{
  Objective *self = user_data;
  double value = NAN;

  if (!crm_lifetime_likelihood_evaluate (self->likelihood, x, &value, gradient, &self->error))
    {
      *go_on = FALSE;
      return NAN;
    }
  self->evaluations++;
  for (guint i = 0; i < self->n_parameters; i++)
    gradient[i] /= -self->n;
  return value / -self->n;
}

/* Second derivatives by differences of the gradient: central ones, or, where @gradient at x is given, half as
 * many evaluations forward, good to some 1e-5 of a standard error. */
static gboolean
compute_hessian (Objective *objective, const double *x, const double *gradient, double *hessian)
{
  guint n = objective->n_parameters;
  double h = gradient != NULL ? 1e-5 : 1e-4, width = gradient != NULL ? h : 2.0 * h;
  gboolean go_on = TRUE;

  for (guint i = 0; i < n; i++)
    {
      double moved[4], up[4], down[4];

      memcpy (moved, x, n * sizeof *x);
      moved[i] = x[i] + h;
      negative_mean_cb (moved, up, &go_on, objective);
      moved[i] = x[i] - h;
      if (gradient != NULL)
        memcpy (down, gradient, n * sizeof *gradient);
      else if (go_on)
        negative_mean_cb (moved, down, &go_on, objective);
      if (!go_on)
        return FALSE;
      for (guint j = 0; j < n; j++)
        hessian[i * n + j] = (up[j] - down[j]) / width;
    }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      hessian[i * n + j] = hessian[j * n + i] = 0.5 * (hessian[i * n + j] + hessian[j * n + i]);
  return TRUE;
}

/* Starting points in log scaled parameters; NBD's estimate serves the others. */
static guint
choose_starts (CrmLifetimeModel model, const CrmLifetimeData *data, const double *nbd,
               double starts[3][4])
{
  double rate = data->sum_x / data->sum_t;

  if (model == CRM_LIFETIME_NBD)
    {
      starts[0][0] = 0.0;
      starts[0][1] = -log (rate);
      return 1;
    }
  for (guint i = 0; i < 3; i++)
    memcpy (starts[i], nbd, 2 * sizeof *nbd);
  if (model == CRM_LIFETIME_PARETO_NBD)
    {
      starts[0][2] = log (0.5);
      starts[0][3] = log (0.3 * data->longest);
      starts[1][2] = log (0.2);
      starts[1][3] = log (0.02 * data->longest);
      starts[2][2] = log (1.5);
      starts[2][3] = log (2.0 * data->longest);
    }
  else
    {
      starts[0][2] = log (0.7);
      starts[0][3] = log (2.5);
      starts[1][2] = log (0.1);
      starts[1][3] = log (0.5);
      starts[2][2] = log (2.0);
      starts[2][3] = log (20.0);
    }
  starts[1][1] = nbd[1] - 0.5;
  return 3;
}

static gboolean
minimize_from (Objective *objective, CrmLifetimeModel model, const double *inverse,
               double tolerance, double *x, CrmBfgsResult *result)
{
  *result = crm_bfgs_minimize (negative_mean_cb, objective, objective->n_parameters, x,
                               lowest[model], highest[model], inverse, tolerance, MAX_EVALUATIONS);
  return objective->error == NULL;
}

static gboolean
try_starts (Objective *objective, CrmLifetimeModel model, const CrmLifetimeData *data,
            const double *nbd, double *x, CrmBfgsResult *result)
{
  double starts[3][4] = { { 0 } };
  guint n_starts = choose_starts (model, data, nbd, starts);
  double best = INFINITY;

  for (guint i = 0; i < n_starts; i++)
    {
      CrmBfgsResult r;

      if (!minimize_from (objective, model, NULL, TOLERANCE, starts[i], &r))
        return FALSE;
      /* A later start must win by more than rounding. */
      if (isfinite (r.value) && r.value < best - 1e-10 * fabs (best == INFINITY ? 0.0 : best))
        {
          best = r.value;
          *result = r;
          memcpy (x, starts[i], objective->n_parameters * sizeof *x);
        }
    }
  if (best == INFINITY)
    result->status = CRM_BFGS_STOPPED;
  return TRUE;
}

/* The small fit's optimum in x and, where its curvature is good, the inverse of that. */
static gboolean
fit_thinned (CrmLifetimeModel model, const CrmLifetimeData *data, CrmParallel *parallel,
             const double *nbd, double *x, double *inverse, gboolean *has_inverse, GError **error)
{
  g_autoptr (CrmLifetimeData) thin = crm_lifetime_data_thin (data, THIN_CASES);
  g_autoptr (CrmLifetimeLikelihood) likelihood =
      crm_lifetime_likelihood_new (thin, model, parallel);
  Objective objective = { likelihood, (double) thin->n, crm_lifetime_model_n_parameters (model),
                          NULL, 0 };
  CrmBfgsResult result = { 0 };
  double hessian[16];

  if (!try_starts (&objective, model, thin, nbd, x, &result) ||
      !compute_hessian (&objective, x, NULL, hessian))
    {
      g_propagate_error (error, objective.error);
      return FALSE;
    }
  *has_inverse = result.at_bound == 0 && crm_cholesky (hessian, objective.n_parameters);
  if (*has_inverse)
    crm_cholesky_inverse (hessian, objective.n_parameters, inverse);
  return TRUE;
}

/* Standard errors where the information matrix allows. */
static gboolean
finish (Objective *objective, CrmLifetimeModel model, const CrmLifetimeData *data, const double *x,
        const CrmBfgsResult *result, CrmLifetimeEstimate *estimate)
{
  guint n = objective->n_parameters;
  double hessian[16], inverse[16];
  gboolean sound;

  memset (estimate, 0, sizeof *estimate);
  if (!compute_hessian (objective, x, data->n_cases > 2 * THIN_CASES ? result->gradient : NULL,
                        hessian))
    return FALSE;
  sound = result->at_bound == 0 && crm_cholesky (hessian, n);
  if (sound)
    crm_cholesky_inverse (hessian, n, inverse);

  estimate->model = model;
  estimate->log_likelihood = -result->value * objective->n + data->sum_x * log (data->scale);
  estimate->at_bound = result->at_bound;
  estimate->converged = result->status == CRM_BFGS_CONVERGED ||
                        (result->status == CRM_BFGS_STALLED && result->gradient_max < 1e-5);
  estimate->evaluations = objective->evaluations;
  for (guint i = 0; i < n; i++)
    {
      gboolean is_time = i == 1 || (i == 3 && model == CRM_LIFETIME_PARETO_NBD);

      estimate->parameters[i] = exp (x[i]) / (is_time ? data->scale : 1.0);
      for (guint j = 0; j < n; j++)
        estimate->covariance[i * n + j] = sound ? inverse[i * n + j] / objective->n : NAN;
      estimate->errors[i] = estimate->parameters[i] * sqrt (estimate->covariance[i * n + i]);
    }
  return TRUE;
}

static gboolean
fit_model (CrmLifetimeModel model, const CrmLifetimeData *data, CrmParallel *parallel,
           const double *nbd, double *x, CrmLifetimeEstimate *estimate, GError **error)
{
  g_autoptr (CrmLifetimeLikelihood) likelihood =
      crm_lifetime_likelihood_new (data, model, parallel);
  Objective objective = { likelihood, (double) data->n, crm_lifetime_model_n_parameters (model),
                          NULL, 0 };
  CrmBfgsResult result = { 0 };
  double inverse[16];
  gboolean has_inverse = FALSE, done;

  if (data->n_cases > 2 * THIN_CASES)
    {
      if (!fit_thinned (model, data, parallel, nbd, x, inverse, &has_inverse, error))
        return FALSE;
      done = minimize_from (&objective, model, has_inverse ? inverse : NULL, TOLERANCE_LARGE, x,
                            &result);
    }
  else
    done = try_starts (&objective, model, data, nbd, x, &result);
  if (done && result.status == CRM_BFGS_STOPPED)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_NOT_CONVERGED,
                   _ ("No finite likelihood for %s on these customers"),
                   crm_lifetime_model_id (model));
      return FALSE;
    }
  if (!done || !finish (&objective, model, data, x, &result, estimate))
    {
      g_propagate_error (error, objective.error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_enough (const CrmLifetimeData *data, GError **error)
{
  if (data->n < 2)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("A model of differing customers needs at least two of them"));
      return FALSE;
    }
  if (!(data->sum_t > 0.0) || data->n_repeat == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                           data->n_repeat == 0
                               ? _ ("No customer bought again: no rate can be estimated")
                               : _ ("No customer was observed for any time"));
      return FALSE;
    }
  return TRUE;
}

gboolean
crm_lifetime_fit (CrmLifetimeModel model, const double *x, const double *tx, const double *t,
                  gsize n, const CrmAnalyticsContext *context, CrmLifetimeFit *fit, GError **error)
{
  g_autoptr (CrmLifetimeData) data = NULL;
  g_autoptr (CrmParallel) parallel = NULL;
  double nbd[4], best[4];
  CrmLifetimeFit result = { 0 };

  g_return_val_if_fail (model < CRM_LIFETIME_N_MODELS && fit != NULL, FALSE);

  crm_analytics_progress (context, 0.0);
  data = crm_lifetime_data_new (x, tx, t, n, context, error);
  if (data == NULL || crm_analytics_set_cancelled (context, error) || !check_enough (data, error))
    return FALSE;
  crm_analytics_progress (context, 0.2);

  parallel = crm_parallel_new (context);
  if (!fit_model (CRM_LIFETIME_NBD, data, parallel, NULL, nbd, &result.nbd, error))
    return FALSE;
  crm_analytics_progress (context, 0.4);
  result.estimate = result.nbd;
  if (model != CRM_LIFETIME_NBD)
    {
      if (!fit_model (model, data, parallel, nbd, best, &result.estimate, error))
        return FALSE;
      result.gain = result.estimate.log_likelihood - result.nbd.log_likelihood;
      result.degenerate = !(result.gain >= CRM_LIFETIME_LEAST_GAIN);
    }
  result.n_customers = data->n;
  result.n_cases = data->n_cases;
  result.n_repeat = data->n_repeat;
  result.n_purchases = data->sum_x;
  *fit = result;
  crm_analytics_progress (context, 1.0);
  return TRUE;
}

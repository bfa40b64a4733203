/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Newton's method on the standardised features. Each chunk of rows sums gradient, information and
 * likelihood into its own slot; slots are added in order. One fit belongs to the calling thread. */

#include "config.h"

#include "crm-logistic.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-distributions.h"
#include "crm-logistic-design.h"

#define CHUNK          1024
#define WAVE           64 /* chunks whose sums are held at a time */
#define MAX_ITERATIONS 60
#define MAX_HALVINGS   40

/* What is left of the information on a parameter, given those before it, relative to the start. On
 * separated data it falls by e with each step until probabilities round to 0 or 1. */
#define SEPARATED 1e-7

/* Sums of one chunk, or of all: log-likelihood, gradient, lower triangle of the information. */
typedef struct
{
  double log_likelihood;
  double *gradient;
  double *information;
} Sums;

typedef struct
{
  const CrmDesign *design;
  double ridge;
  gsize n_parameters; /* intercept and columns */
  gsize stride;       /* doubles of a slot */
  double *slots;      /* of one wave */
  gsize first;        /* row of the wave */
  double *beta;       /* the point to evaluate */
  double *start;      /* pivots of the information at the beginning */
  CrmParallel *team;
} Fit;

/* log (1 + e^x) */
static double
compute_softplus (double x)
{
  return x > 0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

static void
sum_chunk_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Fit *fit = data;
  gsize q = fit->n_parameters, p = q - 1;
  double *slot = &fit->slots[chunk * fit->stride], *gradient = slot + 1;
  double *information = gradient + q;

  for (gsize i = 0; i < fit->stride; i++)
    slot[i] = 0;
  for (gsize i = fit->first + begin; i < fit->first + end; i++)
    {
      const double *z = &fit->design->z[i * p], *count = &fit->design->counts[i * 2];
      double eta = fit->beta[0], trials = count[0] + count[1], mu, residual, weight;

      for (gsize j = 0; j < p; j++)
        eta += fit->beta[j + 1] * z[j];
      mu = eta > 0 ? 1 / (1 + exp (-eta)) : exp (eta) / (1 + exp (eta));
      residual = count[1] - trials * mu;
      weight = trials * mu * (eta > 0 ? exp (-eta) / (1 + exp (-eta)) : 1 / (1 + exp (eta)));

      slot[0] += count[1] * eta - trials * compute_softplus (eta);
      gradient[0] += residual;
      information[0] += weight;
      for (gsize j = 0; j < p; j++)
        {
          double *row = &information[(j + 1) * q], wz = weight * z[j];

          gradient[j + 1] += residual * z[j];
          row[0] += wz;
          for (gsize k = 0; k <= j; k++)
            row[k + 1] += wz * z[k];
        }
    }
}

static void
add_slots (const Fit *fit, gsize chunks, Sums *sums)
{
  gsize q = fit->n_parameters;

  for (gsize c = 0; c < chunks; c++)
    {
      const double *slot = &fit->slots[c * fit->stride];

      sums->log_likelihood += slot[0];
      for (gsize i = 0; i < q; i++)
        sums->gradient[i] += slot[1 + i];
      for (gsize i = 0; i < q * q; i++)
        sums->information[i] += slot[1 + q + i];
    }
}

/* Fills @sums at fit->beta, penalty included. */
static gboolean
evaluate (Fit *fit, Sums *sums, GError **error)
{
  gsize q = fit->n_parameters, n = fit->design->n_rows;
  double penalty = 0;

  sums->log_likelihood = 0;
  memset (sums->gradient, 0, q * sizeof *sums->gradient);
  memset (sums->information, 0, q * q * sizeof *sums->information);
  for (fit->first = 0; fit->first < n; fit->first += WAVE * CHUNK)
    {
      gsize rows = MIN (n - fit->first, WAVE * CHUNK);

      if (!crm_parallel_run (fit->team, rows, CHUNK, sum_chunk_cb, fit, error))
        return FALSE;
      add_slots (fit, crm_parallel_n_chunks (rows, CHUNK), sums);
    }

  for (gsize j = 1; j < q; j++)
    {
      penalty += fit->beta[j] * fit->beta[j];
      sums->gradient[j] -= fit->ridge * fit->beta[j];
      sums->information[j * q + j] += fit->ridge;
    }
  sums->log_likelihood -= 0.5 * fit->ridge * penalty;

  return TRUE;
}

static gboolean
set_separation_error (const Fit *fit, const double *step, GError **error)
{
  gsize worst = 1;

  for (gsize j = 2; j < fit->n_parameters; j++)
    if (fabs (step[j]) > fabs (step[worst]))
      worst = j;
  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
               _ ("The features separate the outcomes (feature %zu most): no finite estimate "
                  "exists; use a ridge penalty"),
               fit->n_parameters > 1 ? fit->design->columns[worst - 1] + 1 : 0);
  return FALSE;
}

/* Moves fit->beta by @step, halved until the likelihood does not fall; then @sums holds that point. */
static gboolean
take_step (Fit *fit, Sums *sums, double *step, GError **error)
{
  gsize q = fit->n_parameters;
  double before = sums->log_likelihood, slack = 1e-13 * (1 + fabs (before));

  for (gsize i = 0; i < q; i++)
    fit->beta[i] += step[i];
  for (guint halving = 0; halving < MAX_HALVINGS; halving++)
    {
      if (!evaluate (fit, sums, error))
        return FALSE;
      if (sums->log_likelihood >= before - slack)
        return TRUE;
      for (gsize i = 0; i < q; i++)
        {
          step[i] *= 0.5;
          fit->beta[i] -= step[i];
        }
    }

  return TRUE;
}

static gboolean
iterate (Fit *fit, Sums *sums, guint *iterations, GError **error)
{
  gsize q = fit->n_parameters;
  g_autofree double *step = g_new0 (double, q), *factor = g_new (double, q *q);

  if (!evaluate (fit, sums, error))
    return FALSE;
  for (*iterations = 1; *iterations <= MAX_ITERATIONS; (*iterations)++)
    {
      double largest = 0;

      memcpy (factor, sums->information, q * q * sizeof *factor);
      if (!crm_cholesky (factor, q))
        return set_separation_error (fit, step, error);
      for (gsize i = 0; i < q && *iterations == 1; i++)
        fit->start[i] = factor[i * q + i] * factor[i * q + i];
      memcpy (step, sums->gradient, q * sizeof *step);
      crm_cholesky_solve (factor, q, step);
      if (!take_step (fit, sums, step, error))
        return FALSE;
      for (gsize i = 0; i < q; i++)
        largest = MAX (largest, fabs (step[i]) / (1 + fabs (fit->beta[i])));
      if (!isfinite (largest))
        break;
      if (largest < 1e-9)
        return TRUE;
    }

  /* Newton's steps on separated data never shrink: each moves the odds by a factor of about e. */
  for (gsize i = 0; i < q; i++)
    if (fabs (step[i]) > 0.01)
      return set_separation_error (fit, step, error);
  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_NOT_CONVERGED,
                       _ ("The regression did not converge"));
  return FALSE;
}

/* FALSE on separated data. The covariance of the standardised estimate; with a penalty the sandwich H^-1 (H - ridge) H^-1. */
static gboolean
compute_covariance (const Fit *fit, const Sums *sums, double *covariance)
{
  gsize q = fit->n_parameters;
  g_autofree double *factor = g_memdup2 (sums->information, q * q * sizeof *factor);
  g_autofree double *inverse = g_new (double, q *q);

  if (!crm_cholesky (factor, q))
    return FALSE;
  for (gsize i = 0; i < q && fit->ridge == 0; i++)
    if (factor[i * q + i] * factor[i * q + i] < SEPARATED * fit->start[i])
      return FALSE;
  crm_cholesky_inverse (factor, q, inverse);
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      {
        double lost = 0;

        for (gsize k = 1; k < q && fit->ridge > 0; k++)
          lost += inverse[i * q + k] * inverse[k * q + j];
        covariance[i * q + j] = inverse[i * q + j] - fit->ridge * lost;
      }

  return TRUE;
}

/* Back to the features' own units: slope b_j / s_j, intercept b_0 - sum b_j m_j / s_j. */
static void
unscale (const Fit *fit, const double *covariance, CrmLogistic *result)
{
  const CrmDesign *design = fit->design;
  gsize q = fit->n_parameters;
  double intercept = fit->beta[0], variance = covariance[0];

  for (gsize j = 1; j < q; j++)
    {
      gsize feature = design->columns[j - 1] + 1;
      double a = design->means[j - 1] / design->scales[j - 1];

      result->coefficients[feature] = fit->beta[j] / design->scales[j - 1];
      result->se[feature] = sqrt (covariance[j * q + j]) / design->scales[j - 1];
      intercept -= fit->beta[j] * a;
      variance -= 2 * a * covariance[j * q];
      for (gsize k = 1; k < q; k++)
        variance += a * covariance[j * q + k] * design->means[k - 1] / design->scales[k - 1];
    }
  result->coefficients[0] = intercept;
  result->se[0] = sqrt (MAX (0, variance));

  for (gsize i = 0; i <= result->n_features; i++)
    {
      result->z[i] = fit->ridge > 0 ? NAN : result->coefficients[i] / result->se[i];
      result->p_values[i] = crm_normal_two_sided (result->z[i]);
    }
}

static CrmLogistic *
new_result (const CrmDesign *design, double ridge)
{
  CrmLogistic *self = g_new0 (CrmLogistic, 1);

  self->n = design->n;
  self->n_features = design->n_features;
  self->ridge = ridge;
  self->coefficients = g_new0 (double, design->n_features + 1);
  self->se = g_new0 (double, design->n_features + 1);
  self->z = g_new0 (double, design->n_features + 1);
  self->p_values = g_new0 (double, design->n_features + 1);
  return self;
}

static gboolean
count_ones (const CrmDesign *design, double *ones, GError **error)
{
  *ones = 0;
  for (gsize i = 0; i < design->n_rows; i++)
    *ones += design->counts[2 * i + 1];
  if (*ones > 0 && *ones < design->n)
    return TRUE;

  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("All outcomes are the same"));
  return FALSE;
}

static CrmLogistic *
fit_design (const CrmDesign *design, double ridge, const CrmAnalyticsContext *context,
            GError **error)
{
  gsize q = design->n_columns + 1;
  gsize chunks = crm_parallel_n_chunks (MIN (design->n_rows, WAVE * CHUNK), CHUNK);
  g_autoptr (CrmParallel) team = crm_parallel_new (context);
  g_autofree double *slots = NULL, *beta = g_new0 (double, q), *start = g_new0 (double, q);
  g_autofree double *gradient = g_new0 (double, q), *information = g_new0 (double, q *q);
  g_autofree double *covariance = g_new0 (double, q *q);
  g_autoptr (CrmLogistic) result = NULL;
  Sums sums = { 0, gradient, information };
  Fit fit = { design, ridge, q, 1 + q + q * q, .beta = beta, .start = start, .team = team };
  double ones, share, penalty = 0;

  if (!count_ones (design, &ones, error))
    return NULL;
  share = ones / design->n;
  beta[0] = log (share / (1 - share));
  fit.slots = slots = g_new (double, chunks *fit.stride);
  result = new_result (design, ridge);
  if (!iterate (&fit, &sums, &result->iterations, error))
    return NULL;
  if (!compute_covariance (&fit, &sums, covariance))
    {
      set_separation_error (&fit, beta, error);
      return NULL;
    }

  for (gsize j = 1; j < q; j++)
    penalty += 0.5 * ridge * beta[j] * beta[j];
  unscale (&fit, covariance, result);
  result->log_likelihood = sums.log_likelihood + penalty;
  result->deviance = -2 * result->log_likelihood;
  result->null_deviance = -2 * (ones * log (share) + (design->n - ones) * log1p (-share));
  result->aic = ridge > 0 ? NAN : result->deviance + 2 * q;

  return g_steal_pointer (&result);
}

CrmLogistic *
crm_logistic_new (const double *const *features, gsize n_features, const double *outcome, gsize n,
                  double ridge, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmDesign) design = NULL;

  if (!(ridge >= 0) || isinf (ridge))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("The ridge penalty must be 0 or more"));
      return NULL;
    }
  if (n > 0 && ridge == 0 && n <= n_features + 1)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                   _ ("%zu rows are too few for %zu features"), n, n_features);
      return NULL;
    }

  design = crm_design_new (features, n_features, outcome, n, 2, ridge > 0, context, error);
  if (design == NULL || (ridge == 0 && !crm_design_check_rank (design, context, error)))
    return NULL;

  return fit_design (design, ridge, context, error);
}

void
crm_logistic_free (CrmLogistic *self)
{
  if (self == NULL)
    return;
  g_free (self->coefficients);
  g_free (self->se);
  g_free (self->z);
  g_free (self->p_values);
  g_free (self);
}

void
crm_logistic_predict (const CrmLogistic *self, const double *const *features, gsize n,
                      double *probabilities)
{
  for (gsize i = 0; i < n; i++)
    {
      double eta = self->coefficients[0];

      for (gsize j = 0; j < self->n_features; j++)
        eta += self->coefficients[j + 1] * features[j][i];
      probabilities[i] = eta > 0 ? 1 / (1 + exp (-eta)) : exp (eta) / (1 + exp (eta));
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logistic regression on the standardised features. One fit belongs to the calling thread. */

#include "config.h"

#include "crm-logistic.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-distributions.h"
#include "crm-logistic-design.h"
#include "crm-newton.h"

/* log (1 + e^x) */
static double
compute_softplus (double x)
{
  return x > 0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

static void
sum_rows_cb (const double *beta, gsize begin, gsize end, double *value, double *gradient,
             double *information, gpointer data)
{
  const CrmDesign *design = data;
  gsize p = design->n_columns, q = p + 1;

  for (gsize i = begin; i < end; i++)
    {
      const double *z = &design->z[i * p], *count = &design->counts[i * 2];
      double eta = beta[0], trials = count[0] + count[1], mu, residual, weight;

      for (gsize j = 0; j < p; j++)
        eta += beta[j + 1] * z[j];
      mu = eta > 0 ? 1 / (1 + exp (-eta)) : exp (eta) / (1 + exp (eta));
      residual = count[1] - trials * mu;
      weight = trials * mu * (eta > 0 ? exp (-eta) / (1 + exp (-eta)) : 1 / (1 + exp (eta)));

      *value += count[1] * eta - trials * compute_softplus (eta);
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
set_separation_error (const CrmDesign *design, gsize parameter, GError **error)
{
  g_autofree char *name = parameter > 0
                              ? crm_design_dup_name (design, design->columns[parameter - 1])
                              : g_strdup (_ ("the intercept"));

  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
               _ ("The features separate the outcomes (%s most): no finite estimate exists; use a "
                  "ridge penalty"),
               name);
}

/* Back to the features' own units: slope b_j / s_j, intercept b_0 - sum b_j m_j / s_j. */
static void
unscale (const CrmDesign *design, const double *beta, const double *covariance, CrmLogistic *result)
{
  gsize q = design->n_columns + 1;
  double intercept = beta[0], variance = covariance[0];

  for (gsize j = 1; j < q; j++)
    {
      gsize feature = design->columns[j - 1] + 1;
      double a = design->means[j - 1] / design->scales[j - 1];

      result->coefficients[feature] = beta[j] / design->scales[j - 1];
      result->se[feature] = sqrt (covariance[j * q + j]) / design->scales[j - 1];
      intercept -= beta[j] * a;
      variance -= 2 * a * covariance[j * q];
      for (gsize k = 1; k < q; k++)
        variance += a * covariance[j * q + k] * design->means[k - 1] / design->scales[k - 1];
    }
  result->coefficients[0] = intercept;
  result->se[0] = sqrt (MAX (0, variance));

  for (gsize i = 0; i <= result->n_features; i++)
    {
      result->z[i] = result->ridge > 0 ? NAN : result->coefficients[i] / result->se[i];
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
  *ones = design->totals[1];
  if (*ones > 0 && *ones < design->n)
    return TRUE;

  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("All outcomes are the same"));
  return FALSE;
}

static gboolean
maximise (CrmNewton *newton, const CrmDesign *design, double *covariance, GError **error)
{
  gsize runaway;

  switch (crm_newton_run (newton, &runaway, error))
    {
    case CRM_NEWTON_FOUND:
      if (crm_newton_covariance (newton, covariance))
        return TRUE;
      set_separation_error (design, runaway, error);
      return FALSE;
    case CRM_NEWTON_DIVERGED:
      set_separation_error (design, runaway, error);
      return FALSE;
    case CRM_NEWTON_STUCK:
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_NOT_CONVERGED,
                           _ ("The regression did not converge"));
      return FALSE;
    case CRM_NEWTON_STOPPED:
    default:
      return FALSE;
    }
}

static CrmLogistic *
fit_design (CrmDesign *design, double ridge, const CrmAnalyticsContext *context, GError **error)
{
  gsize q = design->n_columns + 1;
  g_autoptr (CrmNewton) newton = crm_newton_new (q, design->n_rows, context);
  g_autofree double *covariance = g_new0 (double, q *q);
  g_autoptr (CrmLogistic) result = NULL;
  double ones, share, penalty = 0;

  if (!count_ones (design, &ones, error))
    return NULL;
  share = ones / design->n;
  newton->func = sum_rows_cb;
  newton->data = design;
  newton->theta[0] = log (share / (1 - share));
  for (gsize j = 1; j < q; j++)
    newton->penalty[j] = ridge;
  if (!maximise (newton, design, covariance, error))
    return NULL;

  for (gsize j = 1; j < q; j++)
    penalty += 0.5 * ridge * newton->theta[j] * newton->theta[j];
  result = new_result (design, ridge);
  unscale (design, newton->theta, covariance, result);
  result->iterations = newton->iterations;
  result->log_likelihood = newton->value + penalty;
  result->deviance = -2 * result->log_likelihood;
  result->null_deviance = -2 * (ones * log (share) + (design->n - ones) * log1p (-share));
  result->aic = ridge > 0 ? NAN : result->deviance + 2 * q;

  return g_steal_pointer (&result);
}

CrmLogistic *
crm_logistic_new (const double *const *features, gsize n_features, const char *const *names,
                  const double *outcome, gsize n, double ridge, const CrmAnalyticsContext *context,
                  GError **error)
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

  design = crm_design_new (features, n_features, names, outcome, n, 2, ridge > 0, context, error);
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

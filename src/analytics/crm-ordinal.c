/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Proportional odds on standardised features. The likelihood is concave (Pratt, 1981), so Newton's
 * method finds its maximum. One fit belongs to the calling thread. */

#include "config.h"

#include "crm-ordinal.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-distributions.h"
#include "crm-logistic-design.h"
#include "crm-newton.h"

#define MAX_CATEGORIES 100

/* One answer category seen from one row: its log probability and what the two thresholds around it
 * contribute. a is the upper one, b the lower. */
typedef struct
{
  double log_p;
  double da, db;
  double haa, hbb, hab; /* minus the second derivatives */
} Cell;

static double
expit (double x)
{
  return x > 0 ? 1 / (1 + exp (-x)) : exp (x) / (1 + exp (x));
}

/* @a or @b may be infinite. */
static Cell
measure_cell (double a, double b)
{
  double fa = isinf (a) ? 0 : expit (a) * expit (-a), fb = isinf (b) ? 0 : expit (b) * expit (-b);
  /* From the nearer tail, or the difference loses its digits. */
  double p = b > 0 ? expit (-b) - expit (-a) : expit (a) - expit (b);
  Cell cell = { .log_p = p > 0 ? log (p) : -INFINITY };

  cell.da = fa / p;
  cell.db = -fb / p;
  cell.haa = cell.da * cell.da - (isinf (a) ? 0 : cell.da * (1 - 2 * expit (a)));
  cell.hbb = cell.db * cell.db - (isinf (b) ? 0 : cell.db * (1 - 2 * expit (b)));
  cell.hab = cell.da * cell.db;
  return cell;
}

static void
add_cell (const Cell *cell, double count, gsize category, const CrmDesign *design, const double *z,
          double *gradient, double *information)
{
  gsize t = design->n_categories - 1, p = design->n_columns, q = t + p;
  double dx = cell->da + cell->db, hxx = cell->haa + 2 * cell->hab + cell->hbb;

  if (category < t)
    {
      gradient[category] += count * cell->da;
      information[category * q + category] += count * cell->haa;
    }
  if (category > 0)
    {
      gradient[category - 1] += count * cell->db;
      information[(category - 1) * q + category - 1] += count * cell->hbb;
    }
  if (category > 0 && category < t)
    information[category * q + category - 1] += count * cell->hab;

  for (gsize j = 0; j < p; j++)
    {
      double *row = &information[(t + j) * q], zj = count * z[j];

      gradient[t + j] -= zj * dx;
      if (category < t)
        row[category] -= zj * (cell->haa + cell->hab);
      if (category > 0)
        row[category - 1] -= zj * (cell->hbb + cell->hab);
      for (gsize k = 0; k <= j; k++)
        row[t + k] += zj * z[k] * hxx;
    }
}

static void
sum_rows_cb (const double *theta, gsize begin, gsize end, double *value, double *gradient,
             double *information, gpointer data)
{
  const CrmDesign *design = data;
  gsize k = design->n_categories, p = design->n_columns;

  for (gsize i = begin; i < end; i++)
    {
      const double *z = &design->z[i * p], *counts = &design->counts[i * k];
      double eta = 0;

      for (gsize j = 0; j < p; j++)
        eta += theta[k - 1 + j] * z[j];
      for (gsize c = 0; c < k; c++)
        {
          Cell cell;

          if (counts[c] == 0)
            continue;
          cell = measure_cell (c + 1 < k ? theta[c] - eta : INFINITY,
                               c > 0 ? theta[c - 1] - eta : -INFINITY);
          *value += counts[c] * cell.log_p;
          if (isinf (cell.log_p))
            return;
          add_cell (&cell, counts[c], c, design, z, gradient, information);
        }
    }
}

/* The thresholds of the model without features. */
static gboolean
find_start (const CrmDesign *design, double *theta, GError **error)
{
  gsize k = design->n_categories;
  double below = 0;

  for (gsize c = 0; c < k; c++)
    {
      if (design->totals[c] == 0)
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("Category %zu never occurs"), c);
          return FALSE;
        }
      below += design->totals[c];
      if (c + 1 < k)
        theta[c] = log (below / (design->n - below));
    }

  return TRUE;
}

static gboolean
maximise (CrmNewton *newton, const CrmDesign *design, double *covariance, GError **error)
{
  gsize runaway;
  CrmNewtonResult found = crm_newton_run (newton, &runaway, error);

  if (found == CRM_NEWTON_STOPPED)
    return FALSE;
  if (found == CRM_NEWTON_FOUND && crm_newton_covariance (newton, covariance))
    return TRUE;

  if (found == CRM_NEWTON_STUCK)
    g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_NOT_CONVERGED,
                         _ ("The regression did not converge"));
  else
    g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                         _ ("The features separate the answers: no finite estimate exists"));
  return FALSE;
}

/* Back to own units: b_j / s_j, and every threshold rises by sum b_j m_j / s_j. */
static void
unscale (const CrmDesign *design, const double *theta, const double *covariance, CrmOrdinal *result)
{
  gsize t = design->n_categories - 1, p = design->n_columns, q = t + p;

  for (gsize i = 0; i < q; i++)
    {
      double estimate = theta[i], variance = covariance[i * q + i];

      for (gsize j = 0; i < t && j < p; j++)
        {
          double a = design->means[j] / design->scales[j];

          estimate += theta[t + j] * a;
          variance += 2 * a * covariance[i * q + t + j];
          for (gsize k = 0; k < p; k++)
            variance += a * design->means[k] / design->scales[k] * covariance[(t + j) * q + t + k];
        }
      result->estimates[i] = i < t ? estimate : estimate / design->scales[i - t];
      result->se[i] = sqrt (MAX (0, variance)) / (i < t ? 1 : design->scales[i - t]);
      result->z[i] = result->estimates[i] / result->se[i];
      result->p_values[i] = crm_normal_two_sided (result->z[i]);
    }
}

static CrmOrdinal *
fit_design (CrmDesign *design, const CrmAnalyticsContext *context, GError **error)
{
  gsize q = design->n_categories - 1 + design->n_columns;
  g_autoptr (CrmNewton) newton = crm_newton_new (q, design->n_rows, context);
  g_autofree double *covariance = g_new0 (double, q *q);
  CrmOrdinal *result;

  newton->func = sum_rows_cb;
  newton->data = design;
  if (!find_start (design, newton->theta, error) || !maximise (newton, design, covariance, error))
    return NULL;

  result = g_new0 (CrmOrdinal, 1);
  result->n = design->n;
  result->n_features = design->n_features;
  result->n_categories = design->n_categories;
  result->estimates = g_new0 (double, q);
  result->se = g_new0 (double, q);
  result->z = g_new0 (double, q);
  result->p_values = g_new0 (double, q);
  result->log_likelihood = newton->value;
  result->deviance = -2 * newton->value;
  result->aic = result->deviance + 2 * q;
  result->iterations = newton->iterations;
  unscale (design, newton->theta, covariance, result);
  return result;
}

CrmOrdinal *
crm_ordinal_new (const double *const *features, gsize n_features, const char *const *names,
                 const double *outcome, gsize n, gsize n_categories,
                 const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmDesign) design = NULL;

  if (n_categories < 2 || n_categories > MAX_CATEGORIES)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("An ordinal answer has 2 to %d categories"), MAX_CATEGORIES);
      return NULL;
    }
  if (n > 0 && n <= n_features + n_categories - 1)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                   _ ("%zu rows are too few for %zu features"), n, n_features);
      return NULL;
    }

  design =
      crm_design_new (features, n_features, names, outcome, n, n_categories, FALSE, context, error);
  if (design == NULL || !crm_design_check_rank (design, context, error))
    return NULL;

  return fit_design (design, context, error);
}

void
crm_ordinal_free (CrmOrdinal *self)
{
  if (self == NULL)
    return;
  g_free (self->estimates);
  g_free (self->se);
  g_free (self->z);
  g_free (self->p_values);
  g_free (self);
}

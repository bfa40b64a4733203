/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fitting the gamma-gamma model. Rows are sorted first and chunk sums added in order: the result does
 * not depend on the order of rows or the number of threads. Amounts are scaled to a mean of about 1. */

#include "config.h"

#include "crm-gamma-gamma.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-bfgs.h"
#include "crm-gamma-functions.h"
#include "crm-order.h"

#define CHUNK     2048
#define THIN_ROWS 20000

typedef struct
{
  double x, mean, log_mean;
} Row;

typedef struct
{
  double value, digamma_px, digamma_pxq; /* terms of one distinct x */
} XTerm;

typedef struct
{
  Row *rows;
  gsize n;
  double *xs; /* distinct, ascending */
  gsize n_xs;
  guint32 *x_of;
  XTerm *x_terms;
  double p, q, v;
  double (*chunk_sums)[4];
  CrmParallel *parallel;
  GError *error;
  guint evaluations;
} Fit;

static void
clear_fit (Fit *self)
{
  g_free (self->rows);
  g_free (self->xs);
  g_free (self->x_of);
  g_free (self->x_terms);
  g_free (self->chunk_sums);
  g_clear_pointer (&self->parallel, crm_parallel_free);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fit, clear_fit)

static gboolean
check_rows (const double *x, const double *mean, gsize n, const CrmAnalyticsContext *context,
            GError **error)
{
  gboolean all_equal = TRUE;

  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("No customers"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (x[i]) || !isfinite (mean[i]) || x[i] < 1.0 || x[i] != floor (x[i]) ||
          x[i] > 1e7 || !(mean[i] > 0.0) || mean[i] > 1e15)
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                       _ ("Row %zu: needs a whole number of purchases above 0 and an average "
                          "amount above 0 (x %g, amount %g)"),
                       i + 1, x[i], mean[i]);
          return FALSE;
        }
      all_equal &= mean[i] == mean[0];
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  if (n < 3)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("Three parameters need at least three customers"));
      return FALSE;
    }
  if (all_equal)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                           _ ("All average amounts are equal: there is no variation to model"));
      return FALSE;
    }
  return TRUE;
}

/* Numbers the distinct x of rows that are sorted by it. */
static gboolean
index_rows (Fit *self, const CrmAnalyticsContext *context, GError **error)
{
  self->xs = g_new (double, self->n);
  self->x_of = g_new (guint32, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      if (i == 0 || self->rows[i].x != self->xs[self->n_xs - 1])
        self->xs[self->n_xs++] = self->rows[i].x;
      self->x_of[i] = (guint32) (self->n_xs - 1);
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  self->x_terms = g_new0 (XTerm, self->n_xs);
  self->chunk_sums = g_malloc0_n (crm_parallel_n_chunks (self->n, CHUNK), sizeof *self->chunk_sums);
  return TRUE;
}

/* Rows by x and amount: sorted by the second key first. */
static gboolean
load_rows (Fit *self, const double *x, const double *mean, gsize n, double scale,
           const CrmAnalyticsContext *context, GError **error)
{
  g_autofree guint64 *keys = g_new (guint64, n);
  g_autofree guint32 *order = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    {
      keys[i] = crm_order_key (mean[i]);
      order[i] = (guint32) i;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  if (!crm_order_sort (keys, order, n, context, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      keys[i] = crm_order_key (x[order[i]]);
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  if (!crm_order_sort (keys, order, n, context, error))
    return FALSE;

  self->n = n;
  self->rows = g_new (Row, n);
  for (gsize i = 0; i < n; i++)
    {
      self->rows[i].x = x[order[i]];
      self->rows[i].mean = mean[order[i]] * scale;
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
      self->rows[i].log_mean = log (self->rows[i].mean);
      if (i % 262144 == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
    }
  return index_rows (self, context, error);
}

/* Every k-th row. */
static void
load_thinned (Fit *self, const Fit *whole)
{
  self->n = THIN_ROWS;
  self->rows = g_new (Row, self->n);
  for (gsize i = 0; i < self->n; i++)
    self->rows[i] =
        whole->rows[(gsize) (((double) i + 0.5) * ((double) whole->n / (double) self->n))];
  index_rows (self, NULL, NULL);
}

static void
sum_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Fit *self = data;
  double p = self->p, q = self->q, v = self->v, log_v = log (v);
  double sums[4] = { 0 };

  for (gsize i = begin; i < end; i++)
    {
      const XTerm *term = &self->x_terms[self->x_of[i]];
      double x = self->rows[i].x, xm = x * self->rows[i].mean;
      double log_sum = log (xm + v), share = self->rows[i].log_mean + log (x) - log_sum;

      sums[0] += term->value + p * x * share - self->rows[i].log_mean + q * (log_v - log_sum);
      sums[1] += x * (term->digamma_pxq - term->digamma_px + share);
      sums[2] += term->digamma_pxq + log_v - log_sum;
      sums[3] += q / v - (p * x + q) / (xm + v);
    }
  memcpy (self->chunk_sums[chunk], sums, sizeof sums);
}

static double
negative_mean_cb (const double *at, double *gradient, gboolean *go_on, gpointer user_data)
{
  Fit *self = user_data;
  double sums[4] = { 0 }, digamma_q;

  self->p = exp (at[0]);
  self->q = exp (at[1]);
  self->v = exp (at[2]);
  self->evaluations++;
  for (gsize i = 0; i < self->n_xs; i++)
    {
      double px = self->p * self->xs[i];

      self->x_terms[i].value = crm_log_gamma_ratio (self->q, px) - crm_log_gamma (px);
      self->x_terms[i].digamma_px = crm_digamma (px);
      self->x_terms[i].digamma_pxq = crm_digamma (px + self->q);
    }
  if (!crm_parallel_run (self->parallel, self->n, CHUNK, sum_cb, self, &self->error))
    {
      *go_on = FALSE;
      return NAN;
    }
  for (gsize i = 0; i < crm_parallel_n_chunks (self->n, CHUNK); i++)
    for (guint j = 0; j < 4; j++)
      sums[j] += self->chunk_sums[i][j];
  digamma_q = crm_digamma (self->q);
  gradient[0] = -sums[1] / (double) self->n * self->p;
  gradient[1] = -(sums[2] / (double) self->n - digamma_q) * self->q;
  gradient[2] = -sums[3] / (double) self->n * self->v;
  return -sums[0] / (double) self->n;
}

/* Covariance of the log parameters from central differences of the gradient; FALSE: none. */
static gboolean
compute_covariance (Fit *self, const double *at, double *covariance)
{
  double hessian[9];
  gboolean go_on = TRUE;

  for (guint i = 0; i < 3; i++)
    {
      double moved[3] = { at[0], at[1], at[2] }, up[3], down[3];

      moved[i] = at[i] + 1e-4;
      negative_mean_cb (moved, up, &go_on, self);
      moved[i] = at[i] - 1e-4;
      if (!go_on)
        return FALSE;
      negative_mean_cb (moved, down, &go_on, self);
      if (!go_on)
        return FALSE;
      for (guint j = 0; j < 3; j++)
        hessian[i * 3 + j] = (up[j] - down[j]) / 2e-4 * (double) self->n;
    }
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < i; j++)
      hessian[i * 3 + j] = hessian[j * 3 + i] = 0.5 * (hessian[i * 3 + j] + hessian[j * 3 + i]);
  if (!crm_cholesky (hessian, 3))
    return FALSE;
  crm_cholesky_inverse (hessian, 3, covariance);
  return TRUE;
}

static double
correlate (const Row *rows, gsize n)
{
  double mean_x = 0.0, mean_m = 0.0, xx = 0.0, mm = 0.0, xm = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      mean_x += rows[i].x / (double) n;
      mean_m += rows[i].mean / (double) n;
    }
  for (gsize i = 0; i < n; i++)
    {
      double dx = rows[i].x - mean_x, dm = rows[i].mean - mean_m;

      xx += dx * dx;
      mm += dm * dm;
      xm += dx * dm;
    }
  return xx > 0.0 && mm > 0.0 ? xm / sqrt (xx * mm) : NAN;
}

static CrmBfgsResult
minimize_from (Fit *self, const double *inverse, double tolerance, double *at)
{
  static const double lower[3] = { -8, -8, -14 }, upper[3] = { 12, 12, 14 };

  return crm_bfgs_minimize (negative_mean_cb, self, 3, at, lower, upper, inverse, tolerance, 300);
}

static CrmBfgsResult
try_starts (Fit *self, double *at)
{
  static const double starts[3][3] = { { 0.7, 1.2, 1.0 }, { 1.6, 1.4, 0.0 }, { 0.0, 2.0, 2.0 } };
  CrmBfgsResult best = { .status = CRM_BFGS_STOPPED, .value = INFINITY, .gradient_max = NAN };

  for (guint i = 0; i < G_N_ELEMENTS (starts) && self->error == NULL; i++)
    {
      double x[3] = { starts[i][0], starts[i][1], starts[i][2] };
      CrmBfgsResult r = minimize_from (self, NULL, 1e-9, x);

      if (isfinite (r.value) &&
          (best.status == CRM_BFGS_STOPPED || r.value < best.value - 1e-10 * fabs (best.value)))
        {
          best = r;
          memcpy (at, x, sizeof x);
        }
    }
  return best;
}

/* Large data: the starts are tried on every k-th row, which leaves a few steps on all. */
static CrmBfgsResult
search (Fit *self, double *at)
{
  g_auto (Fit) thin = { 0 };
  CrmBfgsResult found;
  double inverse[9];
  gboolean sound;

  if (self->n <= 2 * THIN_ROWS)
    return try_starts (self, at);
  load_thinned (&thin, self);
  thin.parallel = self->parallel;
  found = try_starts (&thin, at);
  sound = thin.error == NULL && found.at_bound == 0 && compute_covariance (&thin, at, inverse);
  thin.parallel = NULL; /* borrowed */
  for (guint i = 0; i < 9; i++)
    inverse[i] *= sound ? THIN_ROWS : 0.0;
  if (thin.error != NULL)
    {
      self->error = g_steal_pointer (&thin.error);
      return found;
    }
  return minimize_from (self, sound ? inverse : NULL, 1e-7, at);
}

gboolean
crm_gamma_gamma_fit (const double *x, const double *mean, gsize n,
                     const CrmAnalyticsContext *context, CrmGammaGamma *fit, GError **error)
{
  g_auto (Fit) self = { 0 };
  CrmGammaGamma result = { 0 };
  CrmBfgsResult found;
  double at[3] = { 0 }, covariance[9], average, scale;
  gboolean sound;

  if (!check_rows (x, mean, n, context, error))
    return FALSE;
  average = crm_analytics_sum_exact (context, mean, n) / (double) n;
  if (crm_analytics_set_cancelled (context, error))
    return FALSE;
  scale = exp2 (-round (log2 (average)));
  if (!load_rows (&self, x, mean, n, scale, context, error))
    return FALSE;
  self.parallel = crm_parallel_new (context);

  found = search (&self, at);
  sound = self.error == NULL && found.status != CRM_BFGS_STOPPED && found.at_bound == 0 &&
          compute_covariance (&self, at, covariance);
  if (self.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self.error));
      return FALSE;
    }
  if (found.status == CRM_BFGS_STOPPED)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_NOT_CONVERGED,
                           _ ("No finite likelihood for the gamma-gamma model on these customers"));
      return FALSE;
    }
  result.p = exp (at[0]);
  result.q = exp (at[1]);
  result.v = exp (at[2]) / scale;
  result.errors[0] = sound ? result.p * sqrt (covariance[0]) : NAN;
  result.errors[1] = sound ? result.q * sqrt (covariance[4]) : NAN;
  result.errors[2] = sound ? result.v * sqrt (covariance[8]) : NAN;
  result.log_likelihood = -found.value * (double) n + (double) n * log (scale);
  result.correlation = correlate (self.rows, n);
  result.population_mean = result.q > 1.0 ? result.p * result.v / (result.q - 1.0) : NAN;
  result.converged = found.status == CRM_BFGS_CONVERGED ||
                     (found.status == CRM_BFGS_STALLED && found.gradient_max < 1e-5);
  result.at_bound = found.at_bound;
  result.evaluations = self.evaluations;
  result.n_customers = n;
  *fit = result;
  return TRUE;
}

double
crm_gamma_gamma_expect (const CrmGammaGamma *fit, double x, double mean)
{
  double below = fit->p * x + fit->q - 1.0;

  if (!(below > 0.0))
    return NAN;
  return fit->p * (fit->v + (x > 0.0 ? x * mean : 0.0)) / below;
}

typedef struct
{
  const CrmLifetimeEstimate *estimate;
  const CrmGammaGamma *amounts;
  const double *x, *tx, *t, *mean;
  double horizon, discount, margin;
  guint n_steps;
  double *value;
} ValueJob;

static void
value_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  ValueJob *job = data;

  for (gsize i = begin; i < end; i++)
    {
      double before = 0.0, sum = 0.0;

      for (guint k = 1; k <= job->n_steps; k++)
        {
          double until = job->horizon * k / job->n_steps;
          double expected =
              crm_lifetime_expect (job->estimate, job->x[i], job->tx[i], job->t[i], until);

          sum += (expected - before) * exp (-until * log1p (job->discount));
          before = expected;
        }
      job->value[i] =
          sum * job->margin * crm_gamma_gamma_expect (job->amounts, job->x[i], job->mean[i]);
    }
}

gboolean
crm_lifetime_value (const CrmLifetimeEstimate *estimate, const CrmGammaGamma *amounts,
                    const double *x, const double *tx, const double *t, const double *mean, gsize n,
                    double horizon, guint n_steps, double discount, double margin,
                    const CrmAnalyticsContext *context, double *value, GError **error)
{
  ValueJob job = { estimate, amounts, x, tx, t, mean, horizon, discount, margin, n_steps, value };

  if (!isfinite (horizon) || horizon < 0.0 || n_steps == 0 || n_steps > 1000 ||
      !(discount >= 0.0) || !isfinite (discount) || !(margin >= 0.0) || !(margin <= 1.0))
    {
      g_set_error_literal (
          error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
          _ ("Needs a finite horizon, 1 to 1000 steps, a discount rate of at least 0 and a "
             "margin from 0 to 1"));
      return FALSE;
    }
  if (!crm_lifetime_check_histories (x, tx, t, n, context, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (x[i] > 0.0 && !(isfinite (mean[i]) && mean[i] > 0.0))
      {
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("Row %zu: a customer who bought needs an average amount above 0"), i + 1);
        return FALSE;
      }
  return crm_parallel_for (context, n, 64, value_cb, &job, error);
}

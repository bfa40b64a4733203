/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Restricted likelihood of one random effect. With a weight w_i and sums m_i a group, X'V^-1 X is
 * A - sum c_i m_i m_i', c_i = theta / (1 + theta w_i), up to sigma^2: one pass over the groups a theta.
 * Chunk sums are added in order, so the result does not depend on the number of threads. */

#include "config.h"

#include "crm-mixed-model.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define CHUNK           512
#define LOG_THETA_LEAST -16.0
/* Of log theta. Folds need less: their predictions hardly change with it. */
#define PRECISION       1e-7
#define PRECISION_FOLD  1e-3
#define LOG_THETA_MOST  12.0

CrmMixedData *
crm_mixed_data_new (guint n, gsize n_groups, guint n_folds)
{
  CrmMixedData *self = g_new0 (CrmMixedData, 1);

  g_return_val_if_fail (n >= 1 && n <= CRM_MIXED_MODEL_MAX && n_folds >= 1, NULL);
  self->n = n;
  self->n_groups = n_groups;
  self->n_folds = n_folds;
  self->weight = g_new0 (double, n_groups);
  self->answers = g_new0 (double, n_groups);
  self->sums = g_new0 (double, n_groups *(n + 1));
  self->fold = g_new0 (guint8, n_groups);
  self->cross = g_new0 (double, n_folds *(n + 1) * (n + 1));
  self->log_w = g_new0 (double, n_folds);
  return self;
}

void
crm_mixed_data_free (CrmMixedData *self)
{
  if (self == NULL)
    return;
  g_free (self->weight);
  g_free (self->answers);
  g_free (self->sums);
  g_free (self->fold);
  g_free (self->cross);
  g_free (self->log_w);
  g_free (self);
}

/* Sum of the folds' cross products without one fold. */
static void
add_cross (const CrmMixedData *data, int without, double *cross)
{
  gsize size = (gsize) (data->n + 1) * (data->n + 1);

  memset (cross, 0, size * sizeof *cross);
  for (guint f = 0; f < data->n_folds; f++)
    for (gsize i = 0; (int) f != without && i < size; i++)
      cross[i] += data->cross[f * size + i];
}

/* Unsets used[k] where coefficient k is explained by those before it: a Cholesky factorisation that
 * leaves out rows whose pivot vanishes. */
static void
find_used (const double *cross, guint n, gboolean *used)
{
  guint width = n + 1;
  g_autofree double *a = g_memdup2 (cross, sizeof (double) * width * width);

  for (guint k = 0; k < n; k++)
    {
      double diagonal = a[k * width + k], pivot = diagonal;

      for (guint j = 0; j < k; j++)
        if (used[j])
          pivot -= a[k * width + j] * a[k * width + j];
      used[k] = pivot > 1e-9 * diagonal && diagonal > 0.0;
      if (!used[k])
        continue;
      a[k * width + k] = sqrt (pivot);
      for (guint i = k + 1; i < n; i++)
        {
          double sum = a[i * width + k];

          for (guint j = 0; j < k; j++)
            if (used[j])
              sum -= a[i * width + j] * a[k * width + j];
          a[i * width + k] = sum / a[k * width + k];
        }
    }
}

typedef struct
{
  const CrmMixedData *data;
  CrmParallel *parallel;
  int without;
  double ridge;
  gsize n_rows;
  double log_w;
  guint n_used, n_free; /* estimated coefficients, and those of them without penalty */
  guint index[CRM_MIXED_MODEL_MAX];
  gboolean used[CRM_MIXED_MODEL_MAX];
  double *cross;      /* A of the groups that take part */
  double *chunk_sums; /* a chunk: sum of c m m' (lower triangle), then sum of log (1 + theta w) */
  double *matrix;     /* (n_used + 1)^2 */
  double theta;
  double b[CRM_MIXED_MODEL_MAX];
  double sigma2;
  GError *error;
} Reml;

static void
sum_groups_cb (gsize chunk, gsize begin, gsize end, gpointer user_data)
{
  Reml *self = user_data;
  const CrmMixedData *data = self->data;
  guint width = data->n + 1;
  gsize size = (gsize) width * width + 1;
  double *out = self->chunk_sums + chunk * size;

  memset (out, 0, size * sizeof *out);
  for (gsize g = begin; g < end; g++)
    {
      const double *m = data->sums + g * width;
      double c;

      if ((int) data->fold[g] == self->without)
        continue;
      c = self->theta / (1.0 + self->theta * data->weight[g]);
      out[size - 1] += log1p (self->theta * data->weight[g]);
      for (guint i = 0; i < width; i++)
        {
          double cm = c * m[i];
          double *row = out + i * width;

          for (guint j = 0; j <= i; j++)
            row[j] += cm * m[j];
        }
    }
}

/* -2 restricted log-likelihood at theta, leaving b, sigma2 and the factor in matrix. */
static double
evaluate (Reml *self, double theta)
{
  const CrmMixedData *data = self->data;
  guint width = data->n + 1, n = self->n_used;
  gsize size = (gsize) width * width + 1;
  double xy[CRM_MIXED_MODEL_MAX];
  double log_det = 0.0, fit = 0.0, rss, df = (double) self->n_rows - self->n_free;
  g_autofree double *total = g_new0 (double, size);

  self->theta = theta;
  if (theta > 0.0)
    {
      if (!crm_parallel_run (self->parallel, data->n_groups, CHUNK, sum_groups_cb, self,
                             self->error == NULL ? &self->error : NULL))
        return NAN;
      for (gsize k = 0; k < crm_parallel_n_chunks (data->n_groups, CHUNK); k++)
        for (gsize i = 0; i < size; i++)
          total[i] += self->chunk_sums[k * size + i];
    }
  for (guint i = 0; i < n; i++)
    {
      guint from = self->index[i];

      for (guint j = 0; j <= i; j++)
        self->matrix[i * n + j] =
            self->cross[from * width + self->index[j]] - total[from * width + self->index[j]];
      if (data->penalised[from])
        {
          self->matrix[i * n + i] += self->ridge;
          log_det -= self->ridge > 0.0 ? log (self->ridge) : 0.0;
        }
      self->b[i] = self->cross[data->n * width + from] - total[data->n * width + from];
    }
  rss = self->cross[width * width - 1] - total[(gsize) width * width - 1];
  if (!crm_cholesky (self->matrix, n))
    return INFINITY;
  log_det += crm_cholesky_log_det (self->matrix, n);
  memcpy (xy, self->b, n * sizeof *xy);
  crm_cholesky_solve (self->matrix, n, self->b);
  for (guint i = 0; i < n; i++)
    fit += xy[i] * self->b[i];
  self->sigma2 = fmax (rss - fit, 0.0) / df;
  if (!(self->sigma2 > 0.0))
    return -INFINITY;
  return total[size - 1] - self->log_w + log_det + df * (1.0 + log (2.0 * G_PI * self->sigma2));
}

/* Brent's minimisation over log theta (Brent 1973, chapter 5) between a and b. */
static double
minimize (Reml *self, double a, double b, double tolerance, double *lowest)
{
  const double golden = 0.3819660112501051;
  double x = a + golden * (b - a), w = x, v = x;
  double fx = evaluate (self, exp (x)), fw = fx, fv = fx, d = 0.0, e = 0.0;

  for (guint i = 0; i < 80 && self->error == NULL; i++)
    {
      double middle = 0.5 * (a + b), u, fu;
      gboolean parabola = FALSE;

      if (fabs (x - middle) <= 2.0 * tolerance - 0.5 * (b - a))
        break;
      if (fabs (e) > tolerance)
        {
          double r = (x - w) * (fx - fv), q = (x - v) * (fx - fw), p = (x - v) * q - (x - w) * r;

          q = 2.0 * (q - r);
          p = q > 0.0 ? -p : p;
          q = fabs (q);
          if (fabs (p) < fabs (0.5 * q * e) && p > q * (a - x) && p < q * (b - x))
            {
              e = d;
              d = p / q;
              parabola = TRUE;
            }
        }
      if (!parabola)
        {
          e = x < middle ? b - x : a - x;
          d = golden * e;
        }
      u = x + (fabs (d) >= tolerance ? d : copysign (tolerance, d));
      fu = evaluate (self, exp (u));
      if (fu <= fx)
        {
          *(u < x ? &b : &a) = x;
          v = w, fv = fw;
          w = x, fw = fx;
          x = u, fx = fu;
          continue;
        }
      *(u < x ? &a : &b) = u;
      if (fu <= fw || w == x)
        {
          v = w, fv = fw;
          w = u, fw = fu;
        }
      else if (fu <= fv || v == x || v == w)
        v = u, fv = fu;
    }
  *lowest = fx;
  return x;
}

/* The best theta: around the start where one is known, else by a coarse look at the whole range. */
static double
search (Reml *self, double start, double *deviance)
{
  double at_zero = evaluate (self, 0.0), best = INFINITY, at = 0.0, from, to;

  if (isfinite (start) && start > 0.0)
    {
      from = log (start) - 1.0;
      to = log (start) + 1.0;
      at = minimize (self, from, to, self->without < 0 ? PRECISION : PRECISION_FOLD, &best);
      if (at > from + 1e-3 && at < to - 1e-3 && best < at_zero)
        {
          *deviance = best;
          return exp (at);
        }
    }
  best = INFINITY;
  for (double x = LOG_THETA_LEAST; x <= LOG_THETA_MOST && self->error == NULL; x += 2.0)
    {
      double value = evaluate (self, exp (x));

      if (value < best)
        {
          best = value;
          at = x;
        }
    }
  at = minimize (self, fmax (at - 2.0, LOG_THETA_LEAST), fmin (at + 2.0, LOG_THETA_MOST),
                 self->without < 0 ? PRECISION : PRECISION_FOLD, &best);
  *deviance = fmin (best, at_zero);
  /* A gain of no more than rounding is no sign of a customer effect. */
  return best < at_zero - 1e-7 ? exp (at) : 0.0;
}

/* Where theta is 0, intervals that believed it would be too narrow: takes the theta whose deviance is
 * higher by 1, one standard error away. */
static double
find_upper_theta (Reml *self, double deviance)
{
  double low = LOG_THETA_LEAST, high = LOG_THETA_MOST;

  for (guint i = 0; i < 40 && self->error == NULL; i++)
    {
      double middle = 0.5 * (low + high);

      *(evaluate (self, exp (middle)) < deviance + 1.0 ? &low : &high) = middle;
    }
  return exp (low);
}

static void
fill_fit (Reml *self, double deviance, CrmMixedFit *fit)
{
  guint n = self->data->n, used = self->n_used;
  double theta = self->theta, upper = theta;
  g_autofree double *inverse = g_new (double, used *used);

  if (theta == 0.0)
    {
      upper = find_upper_theta (self, deviance);
      evaluate (self, 0.0);
    }
  fit->theta = theta;
  fit->sigma = sqrt (self->sigma2);
  fit->tau = fit->sigma * sqrt (theta);
  fit->tau_for_errors = fit->sigma * sqrt (upper);
  fit->deviance = deviance;
  fit->ridge = self->ridge;
  fit->n_used = used;
  fit->covariance = g_new0 (double, (gsize) n *n);
  memset (fit->b, 0, sizeof fit->b);
  memcpy (fit->used, self->used, sizeof fit->used);
  crm_cholesky_inverse (self->matrix, used, inverse);
  for (guint i = 0; i < used; i++)
    {
      fit->b[self->index[i]] = self->b[i];
      for (guint j = 0; j < used; j++)
        fit->covariance[self->index[i] * n + self->index[j]] = self->sigma2 * inverse[i * used + j];
    }
}

static void
clear_reml (Reml *self)
{
  g_free (self->cross);
  g_free (self->chunk_sums);
  g_free (self->matrix);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reml, clear_reml)

static void
prepare (Reml *self)
{
  const CrmMixedData *data = self->data;
  gsize width = data->n + 1;

  self->cross = g_new (double, width *width);
  add_cross (data, self->without, self->cross);
  find_used (self->cross, data->n, self->used);
  for (guint i = 0; i < data->n; i++)
    if (self->used[i])
      {
        self->index[self->n_used++] = i;
        self->n_free += !(data->penalised[i] && self->ridge > 0.0);
      }
  for (gsize g = 0; g < data->n_groups; g++)
    if ((int) data->fold[g] != self->without)
      self->n_rows += (gsize) data->answers[g];
  for (guint f = 0; f < data->n_folds; f++)
    if ((int) f != self->without)
      self->log_w += data->log_w[f];
  self->chunk_sums =
      g_new (double, crm_parallel_n_chunks (data->n_groups, CHUNK) * (width * width + 1) + 1);
  self->matrix = g_new (double, width *width);
}

gboolean
crm_mixed_model_fit (const CrmMixedData *data, int without, double ridge, double start,
                     CrmParallel *parallel, CrmMixedFit *fit, GError **error)
{
  g_auto (Reml) self = { .data = data, .parallel = parallel, .without = without, .ridge = ridge };
  double theta, deviance = NAN;

  prepare (&self);
  if (self.n_rows <= self.n_free + 1)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                   _ ("%zu answers are too few for %u coefficients"), self.n_rows, self.n_free);
      return FALSE;
    }
  theta = search (&self, start, &deviance);
  if (self.error == NULL)
    deviance = evaluate (&self, theta);
  if (self.error == NULL && !isfinite (deviance))
    g_set_error_literal (&self.error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                         _ ("The answers do not vary: there is no noise to measure"));
  if (self.error == NULL)
    fill_fit (&self, deviance, fit);
  if (self.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self.error));
      return FALSE;
    }
  return TRUE;
}

void
crm_mixed_fit_clear (CrmMixedFit *fit)
{
  g_clear_pointer (&fit->covariance, g_free);
}

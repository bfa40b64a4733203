/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Likelihoods and their gradients. One evaluation first tabulates what depends on x, t_x or T alone,
 * then runs over the cases in fixed chunks; chunk sums are added in chunk order, so the result does
 * not depend on the number of threads. */

#include "config.h"

#include "crm-lifetime-likelihood.h"

#include <math.h>
#include <string.h>

#include "crm-gamma-functions.h"

#define CHUNK 2048
#define SUMS  (1 + CRM_LIFETIME_MAX_PARAMETERS)

typedef struct
{
  double value;   /* what of the log-likelihood depends on x and not on time */
  double d[4];    /* its derivatives by the parameters */
  double leave;   /* log odds of leaving at the last purchase, without the time factor */
  double leave_b; /* derivative of leave by b, negated */
} XTerm;

struct _CrmLifetimeLikelihood
{
  const CrmLifetimeData *data;
  CrmLifetimeModel model;
  CrmParallel *parallel;
  double p[CRM_LIFETIME_MAX_PARAMETERS];
  XTerm *x_terms;
  double *log_tx, *log_t; /* log (alpha + t_x), log (alpha + T) */
  double (*chunk_sums)[SUMS];
};

static const struct
{
  const char *id;
  guint n;
  const char *names[CRM_LIFETIME_MAX_PARAMETERS];
} models[CRM_LIFETIME_N_MODELS] = {
  [CRM_LIFETIME_NBD] = { "nbd", 2, { "r", "alpha" } },
  [CRM_LIFETIME_BG_NBD] = { "bgnbd", 4, { "r", "alpha", "a", "b" } },
  [CRM_LIFETIME_MBG_NBD] = { "mbgnbd", 4, { "r", "alpha", "a", "b" } },
  [CRM_LIFETIME_PARETO_NBD] = { "paretonbd", 4, { "r", "alpha", "s", "beta" } },
};

const char *
crm_lifetime_model_id (CrmLifetimeModel model)
{
  return models[model].id;
}

guint
crm_lifetime_model_n_parameters (CrmLifetimeModel model)
{
  return models[model].n;
}

const char *
crm_lifetime_model_parameter (CrmLifetimeModel model, guint i)
{
  return models[model].names[i];
}

CrmLifetimeLikelihood *
crm_lifetime_likelihood_new (const CrmLifetimeData *data, CrmLifetimeModel model,
                             CrmParallel *parallel)
{
  CrmLifetimeLikelihood *self = g_new0 (CrmLifetimeLikelihood, 1);

  self->data = data;
  self->model = model;
  self->parallel = parallel;
  self->x_terms = g_new0 (XTerm, data->n_xs);
  self->log_tx = g_new (double, data->n_txs);
  self->log_t = g_new (double, data->n_ts);
  self->chunk_sums =
      g_malloc0_n (crm_parallel_n_chunks (data->n_cases, CHUNK), sizeof *self->chunk_sums);
  return self;
}

void
crm_lifetime_likelihood_free (CrmLifetimeLikelihood *self)
{
  if (self == NULL)
    return;
  g_free (self->x_terms);
  g_free (self->log_tx);
  g_free (self->log_t);
  g_free (self->chunk_sums);
  g_free (self);
}

/* The gamma part, common to all models; the beta part of the two that flip a coin at purchases. */
static void
tabulate_x_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  CrmLifetimeLikelihood *self = data;
  double r = self->p[0], alpha = self->p[1], a = self->p[2], b = self->p[3];
  double log_alpha = log (alpha);

  for (gsize i = begin; i < end; i++)
    {
      XTerm *term = &self->x_terms[i];
      double x = self->data->xs[i];
      double flips = x + (self->model == CRM_LIFETIME_MBG_NBD ? 1.0 : 0.0);

      memset (term, 0, sizeof *term);
      term->value = crm_log_gamma_ratio (r, x) + r * log_alpha;
      term->d[0] = crm_digamma_difference (r, x) + log_alpha;
      term->d[1] = r / alpha;
      if (self->model == CRM_LIFETIME_PARETO_NBD)
        {
          term->value += self->p[2] * log (self->p[3]);
          term->d[2] = log (self->p[3]);
          term->d[3] = self->p[2] / self->p[3];
        }
      if (self->model != CRM_LIFETIME_BG_NBD && self->model != CRM_LIFETIME_MBG_NBD)
        continue;
      term->value += crm_log_gamma_ratio (b, flips) - crm_log_gamma_ratio (a + b, flips);
      term->d[2] = -crm_digamma_difference (a + b, flips);
      term->d[3] = crm_digamma_difference (b, flips) + term->d[2];
      term->leave = flips > 0.0 ? log (a) - log (b + flips - 1.0) : -INFINITY;
      term->leave_b = flips > 0.0 ? 1.0 / (b + flips - 1.0) : 0.0;
    }
}

static void
tabulate_tx_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  CrmLifetimeLikelihood *self = data;

  for (gsize i = begin; i < end; i++)
    self->log_tx[i] = log (self->p[1] + self->data->txs[i]);
}

static void
tabulate_t_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  CrmLifetimeLikelihood *self = data;

  for (gsize i = begin; i < end; i++)
    self->log_t[i] = log (self->p[1] + self->data->ts[i]);
}

static void
sum_nbd_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  CrmLifetimeLikelihood *self = data;
  const CrmLifetimeData *d = self->data;
  double sums[SUMS] = { 0 };

  for (gsize i = begin; i < end; i++)
    {
      const XTerm *term = &self->x_terms[d->x_of[i]];
      double rx = self->p[0] + d->xs[d->x_of[i]];
      double log_t = self->log_t[d->t_of[i]];

      sums[0] += d->count[i] * (term->value - rx * log_t);
      sums[1] += d->count[i] * (term->d[0] - log_t);
      sums[2] += d->count[i] * (term->d[1] - rx / (self->p[1] + d->ts[d->t_of[i]]));
    }
  memcpy (self->chunk_sums[chunk], sums, sizeof sums);
}

static void
sum_beta_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  CrmLifetimeLikelihood *self = data;
  const CrmLifetimeData *d = self->data;
  double r = self->p[0], alpha = self->p[1], one_over_a = 1.0 / self->p[2];
  double sums[SUMS] = { 0 };

  for (gsize i = begin; i < end; i++)
    {
      const XTerm *term = &self->x_terms[d->x_of[i]];
      double rx = r + d->xs[d->x_of[i]];
      double log_t = self->log_t[d->t_of[i]], log_tx = self->log_tx[d->tx_of[i]];
      double odds = term->leave + rx * (log_t - log_tx);
      double e = exp (-fabs (odds));
      double left = (odds > 0.0 ? 1.0 : e) / (1.0 + e); /* probability of having left */
      double count = d->count[i];

      sums[0] += count * (term->value - rx * log_t + (odds > 0.0 ? odds : 0.0) + log (1.0 + e));
      sums[1] += count * (term->d[0] - (1.0 - left) * log_t - left * log_tx);
      sums[2] += count * (term->d[1] - rx * ((1.0 - left) / (alpha + d->ts[d->t_of[i]]) +
                                             left / (alpha + d->txs[d->tx_of[i]])));
      sums[3] += count * (term->d[2] + left * one_over_a);
      sums[4] += count * (term->d[3] - left * term->leave_b);
    }
  memcpy (self->chunk_sums[chunk], sums, sizeof sums);
}

/* Gauss-Legendre, 16 nodes on [-1, 1] (Abramowitz and Stegun 1964, table 25.4). */
/* clang-format off */
static const double nodes[8] = {
  0.0950125098376374402, 0.2816035507792589132, 0.4580167776572273863, 0.6178762444026437484,
  0.7554044083550030339, 0.8656312023878317439, 0.9445750230732325761, 0.9894009349916499326,
};
static const double weights[8] = {
  0.1894506104550684963, 0.1826034150449235889, 0.1691565193950025382, 0.1495959888165767321,
  0.1246289712555338720, 0.0951585116824927848, 0.0622535239386478929, 0.0271524594117540949,
};
/* clang-format on */

/* Fader and Hardie write the integral as a difference of two 2F1, which cancels where t_x is near T.
 * Here it is taken as it stands, in v = log (m + y), m the smaller of alpha and beta: the integrand is
 * positive and smooth there, and panels over which it falls by at most e^14 give full precision. */
double
crm_lifetime_pareto_odds (const double *parameters, double x, double tx, double t, double *moments)
{
  double r = parameters[0], alpha = parameters[1], s = parameters[2], beta = parameters[3];
  double m = fmin (alpha, beta);
  double from = log (m + tx), to = log (m + t);
  /* The fastest fall of the integrand's logarithm with v, which it reaches at T. */
  double steep = (r + x) * (m + t) / (alpha + t) + (s + 1.0) * (m + t) / (beta + t) + 1.0;
  double panel = fmin (4.0, 14.0 / steep);
  double top = -(r + x) * log (alpha + tx) - (s + 1.0) * log (beta + tx);
  double sums[5] = { 0 };
  gsize n_panels = (gsize) ceil ((to - from) / panel);
  double width = n_panels > 0 ? (to - from) / (double) n_panels : 0.0;

  for (gsize k = 0; k < n_panels; k++)
    {
      double part = 0.0;

      for (guint i = 0; i < 16; i++)
        {
          double node = i < 8 ? -nodes[7 - i] : nodes[i - 8];
          double v = from + width * ((double) k + 0.5 + 0.5 * node);
          double z = exp (v); /* m + y */
          double log_a = alpha == m ? v : log (z + (alpha - m));
          double log_b = beta == m ? v : log (z + (beta - m));
          double f = (i < 8 ? weights[7 - i] : weights[i - 8]) *
                     exp (-(r + x) * log_a - (s + 1.0) * log_b - top + v);

          part += f;
          sums[1] += f * log_a;
          sums[2] += f / (z + (alpha - m));
          sums[3] += f * log_b;
          sums[4] += f / (z + (beta - m));
        }
      sums[0] += part;
      if (part < 1e-18 * sums[0]) /* the integrand only falls from here on */
        break;
    }
  if (moments != NULL)
    for (guint i = 0; i < 4; i++)
      moments[i] = sums[0] > 0.0 ? sums[i + 1] / sums[0] : 0.0;
  return log (sums[0] * 0.5 * width * s) + top + (r + x) * log (alpha + t) + s * log (beta + t);
}

static void
sum_pareto_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  CrmLifetimeLikelihood *self = data;
  const CrmLifetimeData *d = self->data;
  double r = self->p[0], alpha = self->p[1], s = self->p[2], beta = self->p[3];
  double sums[SUMS] = { 0 };

  for (gsize i = begin; i < end; i++)
    {
      const XTerm *term = &self->x_terms[d->x_of[i]];
      double x = d->xs[d->x_of[i]], t = d->ts[d->t_of[i]], count = d->count[i];
      double log_t = self->log_t[d->t_of[i]], log_bt = log (beta + t);
      double mean[4];
      double odds = crm_lifetime_pareto_odds (self->p, x, d->txs[d->tx_of[i]], t, mean);
      double e = exp (-fabs (odds));
      double left = (odds > 0.0 ? 1.0 : e) / (1.0 + e), stays = 1.0 - left;

      sums[0] += count * (term->value - (r + x) * log_t - s * log_bt + (odds > 0.0 ? odds : 0.0) +
                          log (1.0 + e));
      sums[1] += count * (term->d[0] - stays * log_t - left * mean[0]);
      sums[2] += count * (term->d[1] - (r + x) * (stays / (alpha + t) + left * mean[1]));
      sums[3] += count * (term->d[2] - stays * log_bt + left * (1.0 / s - mean[2]));
      sums[4] += count * (term->d[3] - stays * s / (beta + t) - left * (s + 1.0) * mean[3]);
    }
  memcpy (self->chunk_sums[chunk], sums, sizeof sums);
}

gboolean
crm_lifetime_likelihood_evaluate (CrmLifetimeLikelihood *self, const double *log_parameters,
                                  double *value, double *gradient, GError **error)
{
  const CrmLifetimeData *d = self->data;
  CrmParallelFunc sum = self->model == CRM_LIFETIME_NBD          ? sum_nbd_cb
                        : self->model == CRM_LIFETIME_PARETO_NBD ? sum_pareto_cb
                                                                 : sum_beta_cb;
  double sums[SUMS] = { 0 };
  guint n = models[self->model].n;

  for (guint i = 0; i < n; i++)
    self->p[i] = exp (log_parameters[i]);
  if (!crm_parallel_run (self->parallel, d->n_xs, CHUNK, tabulate_x_cb, self, error) ||
      !crm_parallel_run (self->parallel, d->n_txs, CHUNK, tabulate_tx_cb, self, error) ||
      !crm_parallel_run (self->parallel, d->n_ts, CHUNK, tabulate_t_cb, self, error) ||
      !crm_parallel_run (self->parallel, d->n_cases, CHUNK, sum, self, error))
    return FALSE;

  for (gsize i = 0; i < crm_parallel_n_chunks (d->n_cases, CHUNK); i++)
    for (guint j = 0; j < SUMS; j++)
      sums[j] += self->chunk_sums[i][j];
  *value = sums[0];
  for (guint i = 0; i < n; i++)
    gradient[i] = sums[i + 1] * self->p[i];
  return TRUE;
}

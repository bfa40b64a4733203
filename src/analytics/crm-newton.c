/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Newton's method; see the header. Owned by one computation. Sums of at most one wave of chunks
 * are held at a time, so memory does not grow with the rows. */

#include "crm-newton.h"

#include <math.h>
#include <string.h>

#define CHUNK          1024
#define WAVE           64 /* chunks */
#define MAX_ITERATIONS 60
#define MAX_HALVINGS   40

/* What is left of the information on a parameter, given those before it, relative to the
 * beginning. On separated data it falls by e with each step until probabilities round to 0 or 1. */
#define VANISHED 1e-7

CrmNewton *
crm_newton_new (gsize n_parameters, gsize n_rows, const CrmAnalyticsContext *context)
{
  CrmNewton *self = g_new0 (CrmNewton, 1);
  gsize q = n_parameters, chunks = crm_parallel_n_chunks (MIN (n_rows, WAVE * CHUNK), CHUNK);

  self->n_parameters = q;
  self->n_rows = n_rows;
  self->theta = g_new0 (double, q);
  self->penalty = g_new0 (double, q);
  self->gradient = g_new0 (double, q);
  self->information = g_new0 (double, q *q);
  self->start = g_new0 (double, q);
  self->slots = g_new0 (double, chunks *(1 + q + q * q));
  self->team = crm_parallel_new (context);
  return self;
}

void
crm_newton_free (CrmNewton *self)
{
  if (self == NULL)
    return;
  g_free (self->theta);
  g_free (self->penalty);
  g_free (self->gradient);
  g_free (self->information);
  g_free (self->start);
  g_free (self->slots);
  crm_parallel_free (self->team);
  g_free (self);
}

static void
sum_chunk_cb (gsize chunk, gsize begin, gsize end, gpointer data)
{
  CrmNewton *self = data;
  gsize q = self->n_parameters, stride = 1 + q + q * q;
  double *slot = &self->slots[chunk * stride];

  memset (slot, 0, stride * sizeof *slot);
  self->func (self->theta, self->first + begin, self->first + end, slot, slot + 1, slot + 1 + q,
              self->data);
}

static void
add_slots (CrmNewton *self, gsize chunks)
{
  gsize q = self->n_parameters;

  for (gsize c = 0; c < chunks; c++)
    {
      const double *slot = &self->slots[c * (1 + q + q * q)];

      self->value += slot[0];
      for (gsize i = 0; i < q; i++)
        self->gradient[i] += slot[1 + i];
      for (gsize i = 0; i < q * q; i++)
        self->information[i] += slot[1 + q + i];
    }
}

static gboolean
evaluate (CrmNewton *self, GError **error)
{
  gsize q = self->n_parameters;

  self->value = 0;
  memset (self->gradient, 0, q * sizeof *self->gradient);
  memset (self->information, 0, q * q * sizeof *self->information);
  for (self->first = 0; self->first < self->n_rows; self->first += WAVE * CHUNK)
    {
      gsize rows = MIN (self->n_rows - self->first, WAVE * CHUNK);

      if (!crm_parallel_run (self->team, rows, CHUNK, sum_chunk_cb, self, error))
        return FALSE;
      add_slots (self, crm_parallel_n_chunks (rows, CHUNK));
    }

  for (gsize i = 0; i < q; i++)
    {
      self->value -= 0.5 * self->penalty[i] * self->theta[i] * self->theta[i];
      self->gradient[i] -= self->penalty[i] * self->theta[i];
      self->information[i * q + i] += self->penalty[i];
    }

  return TRUE;
}

/* Moves theta by @step, halved until the value does not fall. */
static gboolean
take_step (CrmNewton *self, double *step, GError **error)
{
  double before = self->value, slack = 1e-13 * (1 + fabs (before));

  for (gsize i = 0; i < self->n_parameters; i++)
    self->theta[i] += step[i];
  for (guint halving = 0; halving < MAX_HALVINGS; halving++)
    {
      if (!evaluate (self, error))
        return FALSE;
      if (self->value >= before - slack)
        return TRUE;
      for (gsize i = 0; i < self->n_parameters; i++)
        {
          step[i] *= 0.5;
          self->theta[i] -= step[i];
        }
    }

  return evaluate (self, error);
}

static gsize
find_runaway (const CrmNewton *self, const double *step)
{
  gsize worst = 0;

  for (gsize i = 1; i < self->n_parameters; i++)
    if (fabs (step[i]) >= fabs (step[worst]))
      worst = i;
  return worst;
}

CrmNewtonResult
crm_newton_run (CrmNewton *self, gsize *runaway, GError **error)
{
  gsize q = self->n_parameters;
  g_autofree double *step = g_new0 (double, q);
  g_autofree double *factor = g_new0 (double, q *q);

  *runaway = 0;
  if (!evaluate (self, error))
    return CRM_NEWTON_STOPPED;
  for (self->iterations = 1; self->iterations <= MAX_ITERATIONS; self->iterations++)
    {
      double largest = 0;

      memcpy (factor, self->information, q * q * sizeof *factor);
      *runaway = find_runaway (self, step);
      if (!crm_cholesky (factor, q))
        return CRM_NEWTON_DIVERGED;
      for (gsize i = 0; i < q && self->iterations == 1; i++)
        self->start[i] = factor[i * q + i] * factor[i * q + i];
      memcpy (step, self->gradient, q * sizeof *step);
      crm_cholesky_solve (factor, q, step);
      *runaway = find_runaway (self, step);
      if (!take_step (self, step, error))
        return CRM_NEWTON_STOPPED;
      for (gsize i = 0; i < q; i++)
        largest = MAX (largest, fabs (step[i]) / (1 + fabs (self->theta[i])));
      if (!isfinite (largest))
        return CRM_NEWTON_DIVERGED;
      if (largest < 1e-9)
        return CRM_NEWTON_FOUND;
    }

  /* Newton's steps on separated data never shrink: each moves the odds by a factor of about e. */
  return fabs (step[*runaway]) > 0.01 ? CRM_NEWTON_DIVERGED : CRM_NEWTON_STUCK;
}

gboolean
crm_newton_covariance (const CrmNewton *self, double *covariance)
{
  gsize q = self->n_parameters;
  g_autofree double *factor = g_memdup2 (self->information, q * q * sizeof *factor);
  g_autofree double *inverse = g_new0 (double, q *q);

  if (!crm_cholesky (factor, q))
    return FALSE;
  for (gsize i = 0; i < q; i++)
    if (factor[i * q + i] * factor[i * q + i] < VANISHED * self->start[i])
      return FALSE;

  crm_cholesky_inverse (factor, q, inverse);
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      {
        double lost = 0;

        for (gsize k = 0; k < q; k++)
          lost += inverse[i * q + k] * self->penalty[k] * inverse[k * q + j];
        covariance[i * q + j] = inverse[i * q + j] - lost;
      }

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* BFGS in a box. All state is on the stack of the caller's thread. Invariant: every point that is
 * evaluated lies inside the box, so functions may rely on it. */

#include "config.h"

#include "crm-bfgs.h"

#include <math.h>
#include <string.h>

typedef struct
{
  CrmBfgsFunc f;
  gpointer user_data;
  guint n;
  const double *lower, *upper;
  double inverse[CRM_BFGS_MAX][CRM_BFGS_MAX];
  double x[CRM_BFGS_MAX], g[CRM_BFGS_MAX], d[CRM_BFGS_MAX];
  double value;
  guint evaluations, max_evaluations;
  gboolean identity; /* inverse is the identity, nothing learnt yet */
  gboolean go_on;
} Search;

static double
evaluate (Search *s, const double *x, double *g)
{
  double value = s->f (x, g, &s->go_on, s->user_data);

  s->evaluations++;
  if (!isfinite (value))
    return INFINITY;
  for (guint i = 0; i < s->n; i++)
    if (!isfinite (g[i]))
      return INFINITY;
  return value;
}

static gboolean
is_held (const Search *s, const double *x, const double *g, guint i)
{
  return (x[i] <= s->lower[i] && g[i] > 0.0) || (x[i] >= s->upper[i] && g[i] < 0.0);
}

static double
largest_free_gradient (const Search *s)
{
  double largest = 0.0;

  for (guint i = 0; i < s->n; i++)
    if (!is_held (s, s->x, s->g, i))
      largest = fmax (largest, fabs (s->g[i]));
  return largest;
}

static void
reset_inverse (Search *s)
{
  memset (s->inverse, 0, sizeof s->inverse);
  for (guint i = 0; i < s->n; i++)
    s->inverse[i][i] = 1.0;
  s->identity = TRUE;
}

/* d = -H g over the free variables; returns the slope d'g. */
static double
choose_direction (Search *s)
{
  double slope = 0.0, longest = 0.0;

  for (guint i = 0; i < s->n; i++)
    {
      s->d[i] = 0.0;
      if (is_held (s, s->x, s->g, i))
        continue;
      for (guint j = 0; j < s->n; j++)
        if (!is_held (s, s->x, s->g, j))
          s->d[i] -= s->inverse[i][j] * s->g[j];
      longest = fmax (longest, fabs (s->d[i]));
    }
  for (guint i = 0; i < s->n; i++)
    {
      if (longest > 4.0) /* variables are logarithms: more than a factor 50 a step is blind */
        s->d[i] *= 4.0 / longest;
      slope += s->d[i] * s->g[i];
    }
  return slope;
}

static void
step_to (const Search *s, double t, double *x)
{
  for (guint i = 0; i < s->n; i++)
    x[i] = CLAMP (s->x[i] + t * s->d[i], s->lower[i], s->upper[i]);
}

/* Bisection between the longest step known to be too short and the shortest known to be too long.
 * Leaves the accepted point in x, g and returns its value, or INFINITY. */
static double
search_line (Search *s, double slope, double *x, double *g)
{
  double low = 0.0, high = INFINITY, t = 1.0;
  double best = INFINITY, best_x[CRM_BFGS_MAX], best_g[CRM_BFGS_MAX];

  for (guint i = 0; i < 40 && s->go_on && s->evaluations < s->max_evaluations; i++)
    {
      double value, along = 0.0, moved = 0.0;
      gboolean clamped = FALSE;

      step_to (s, t, x);
      value = evaluate (s, x, g);
      for (guint j = 0; j < s->n; j++)
        {
          along += g[j] * s->d[j];
          moved += s->g[j] * (x[j] - s->x[j]);
          clamped |= x[j] != s->x[j] + t * s->d[j];
        }
      if (!isfinite (value) || value > s->value + 1e-4 * moved)
        high = t;
      else
        {
          if (value < best)
            {
              best = value;
              memcpy (best_x, x, sizeof best_x);
              memcpy (best_g, g, sizeof best_g);
            }
          if (along >= 0.9 * slope || clamped || t >= 64.0)
            break;
          low = t;
        }
      t = isinf (high) ? 2.0 * t : 0.5 * (low + high);
    }
  if (isfinite (best))
    {
      memcpy (x, best_x, sizeof best_x);
      memcpy (g, best_g, sizeof best_g);
    }
  return best;
}

static void
update_inverse (Search *s, const double *x, const double *g)
{
  double step[CRM_BFGS_MAX], y[CRM_BFGS_MAX], hy[CRM_BFGS_MAX];
  double sy = 0.0, yy = 0.0, yhy = 0.0;

  for (guint i = 0; i < s->n; i++)
    {
      step[i] = x[i] - s->x[i];
      y[i] = g[i] - s->g[i];
      sy += step[i] * y[i];
      yy += y[i] * y[i];
    }
  if (!(sy > 1e-14 * yy))
    return;
  if (s->identity) /* first update: give the identity the problem's scale */
    for (guint i = 0; i < s->n; i++)
      s->inverse[i][i] = sy / yy;
  s->identity = FALSE;
  for (guint i = 0; i < s->n; i++)
    {
      hy[i] = 0.0;
      for (guint j = 0; j < s->n; j++)
        hy[i] += s->inverse[i][j] * y[j];
      yhy += y[i] * hy[i];
    }
  for (guint i = 0; i < s->n; i++)
    for (guint j = 0; j < s->n; j++)
      s->inverse[i][j] +=
          (1.0 + yhy / sy) * step[i] * step[j] / sy - (hy[i] * step[j] + step[i] * hy[j]) / sy;
}

static CrmBfgsStatus
run (Search *s, double tolerance)
{
  gboolean fresh = TRUE;
  guint idle = 0; /* steps in a row that gained no more than rounding */

  while (s->evaluations < s->max_evaluations)
    {
      double x[CRM_BFGS_MAX] = { 0 }, g[CRM_BFGS_MAX] = { 0 };
      double slope, value;
      gboolean bound_changed = FALSE;

      if (largest_free_gradient (s) <= tolerance)
        return CRM_BFGS_CONVERGED;
      slope = choose_direction (s);
      if (!(slope < 0.0))
        {
          if (fresh)
            return CRM_BFGS_STALLED;
          reset_inverse (s);
          fresh = TRUE;
          continue;
        }
      value = search_line (s, slope, x, g);
      if (!s->go_on)
        return CRM_BFGS_STOPPED;
      if (!isfinite (value))
        {
          if (fresh)
            return CRM_BFGS_STALLED;
          reset_inverse (s);
          fresh = TRUE;
          continue;
        }
      for (guint i = 0; i < s->n; i++)
        bound_changed |= is_held (s, s->x, s->g, i) != is_held (s, x, g, i);
      if (bound_changed)
        reset_inverse (s);
      else
        update_inverse (s, x, g);
      fresh = bound_changed;
      idle = s->value - value <= 1e-13 * fmax (1.0, fabs (value)) ? idle + 1 : 0;
      memcpy (s->x, x, sizeof s->x);
      memcpy (s->g, g, sizeof s->g);
      s->value = value;
      if (idle >= 4)
        return largest_free_gradient (s) <= tolerance ? CRM_BFGS_CONVERGED : CRM_BFGS_STALLED;
    }
  return CRM_BFGS_EXHAUSTED;
}

CrmBfgsResult
crm_bfgs_minimize (CrmBfgsFunc f, gpointer user_data, guint n, double *x, const double *lower,
                   const double *upper, const double *inverse, double tolerance,
                   guint max_evaluations)
{
  CrmBfgsResult result = { .status = CRM_BFGS_STOPPED, .value = NAN, .gradient_max = NAN };
  Search s = {
    .f = f, .user_data = user_data, .n = n, .lower = lower, .upper = upper, .go_on = TRUE
  };

  g_return_val_if_fail (f != NULL && n >= 1 && n <= CRM_BFGS_MAX, result);

  s.max_evaluations = max_evaluations;
  for (guint i = 0; i < n; i++)
    s.x[i] = CLAMP (x[i], lower[i], upper[i]);
  reset_inverse (&s);
  for (guint i = 0; inverse != NULL && i < n; i++)
    memcpy (s.inverse[i], inverse + i * n, n * sizeof *inverse);
  s.identity = inverse == NULL;
  s.value = evaluate (&s, s.x, s.g);
  if (s.go_on && isfinite (s.value))
    result.status = run (&s, tolerance);

  memcpy (x, s.x, n * sizeof *x);
  result.value = s.value;
  memcpy (result.gradient, s.g, n * sizeof *s.g);
  result.evaluations = s.evaluations;
  result.gradient_max = largest_free_gradient (&s);
  for (guint i = 0; i < n; i++)
    if (is_held (&s, s.x, s.g, i))
      result.at_bound |= 1u << i;
  return result;
}

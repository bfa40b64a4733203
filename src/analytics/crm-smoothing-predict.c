/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Point forecasts and prediction intervals of a fitted model. Pure, any thread. */

#include "crm-smoothing.h"

#include <math.h>

#include "crm-distributions.h"

/* phi + phi^2 + ... + phi^j; j without damping. */
static double
sum_damping (const CrmSmoothing *self, gsize j)
{
  double sum = 0, power = 1;

  if (self->spec.trend != CRM_TREND_DAMPED)
    return j;
  for (gsize i = 0; i < j && power > 1e-17; i++)
    {
      power *= self->phi;
      sum += power;
    }

  return sum;
}

/* What an error of 1 adds to the forecast @j steps later (Hyndman et al., 2008, table 6.1). */
static double
weigh_error (const CrmSmoothing *self, gsize j)
{
  double weight = self->alpha;

  if (self->spec.trend != CRM_TREND_NONE)
    weight += self->alpha * self->beta * sum_damping (self, j);
  if (self->seasons != NULL && j % self->spec.period == 0)
    weight += self->gamma * (1 - self->alpha);

  return weight;
}

static double
get_season (const CrmSmoothing *self, gsize step)
{
  return self->seasons[(step + self->spec.period - 1) % self->spec.period];
}

/* The variance of the forecast @h >= 1 steps ahead in units of the error variance. */
static double
sum_weights (const CrmSmoothing *self, gsize h, CrmIntervalRule rule)
{
  gboolean multiply = self->spec.season == CRM_SEASON_MULTIPLICATIVE;
  double sum = rule == CRM_INTERVAL_R && multiply ? 0 : 1;

  for (gsize j = sum > 0 ? 1 : 0; j < h; j++)
    {
      double weight = weigh_error (self, j);

      if (multiply)
        {
          gsize m = self->spec.period, back = (1 + (h - 1) % m + m * (j / m + 1) - j) % m;
          double divisor = get_season (self, h + m * (j / m + 1) - j);

          if (rule == CRM_INTERVAL_R && back == 0)
            divisor = self->slope;
          weight *= get_season (self, h) / divisor;
        }
      sum += weight * weight;
    }

  return sum;
}

void
crm_smoothing_forecast (const CrmSmoothing *self, gsize horizon, double level, CrmIntervalRule rule,
                        double *mean, double *lower, double *upper)
{
  double z = crm_normal_quantile (0.5 + level / 2);
  double df = (double) self->n_fitted - self->n_parameters;
  double variance = rule == CRM_INTERVAL_R ? self->residual_variance
                    : self->sse > 0        ? self->sse / MAX (1, df)
                                           : 0;

  for (gsize h = 1; h <= horizon; h++)
    {
      double value = self->level, half;

      if (self->spec.trend != CRM_TREND_NONE)
        value += sum_damping (self, h) * self->slope;
      if (self->spec.season == CRM_SEASON_ADDITIVE)
        value += get_season (self, h);
      else if (self->spec.season == CRM_SEASON_MULTIPLICATIVE)
        value *= get_season (self, h);
      mean[h - 1] = value;
      if (lower == NULL && upper == NULL)
        continue;

      half = z * sqrt (variance * sum_weights (self, h, rule));
      if (lower != NULL)
        lower[h - 1] = value - half;
      if (upper != NULL)
        upper[h - 1] = value + half;
    }
}

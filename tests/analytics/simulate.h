/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers drawn from the lifetime models with known parameters: the generator-made data of the
 * lifetime tests and benchmarks. The same seed gives the same customers everywhere. */

#pragma once

#include <math.h>

#include "crm-lifetime.h"

/* Gamma (shape, rate 1): Marsaglia and Tsang (2000). */
static inline double
simulate_gamma (CrmRandom *random, double shape)
{
  double d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0, c = 1.0 / sqrt (9.0 * d);

  for (;;)
    {
      double z = crm_random_normal (random), v = 1.0 + c * z, u;

      if (v <= 0.0)
        continue;
      v = v * v * v;
      u = 1.0 - crm_random_double (random);
      if (log (u) < 0.5 * z * z + d - d * v + d * log (v))
        return d * v * (shape < 1.0 ? pow (1.0 - crm_random_double (random), 1.0 / shape) : 1.0);
    }
}

static inline double
simulate_beta (CrmRandom *random, double a, double b)
{
  double x = simulate_gamma (random, a), y = simulate_gamma (random, b);

  return x / (x + y);
}

/* One customer up to T, then the purchases of the @horizon after it. Times are whole units where
 * @whole (two purchases on a day count once, as a shop's records do), else continuous. */
static inline double
simulate_customer (CrmRandom *random, CrmLifetimeModel model, const double *p, double end,
                   double horizon, gboolean whole, double *x, double *tx)
{
  double rate = simulate_gamma (random, p[0]) / p[1];
  double leave = model == CRM_LIFETIME_BG_NBD || model == CRM_LIFETIME_MBG_NBD
                     ? simulate_beta (random, p[2], p[3])
                     : 0.0;
  double death = INFINITY, now = 0.0, last = 0.0, later = 0.0;

  if (model == CRM_LIFETIME_PARETO_NBD)
    death = -log (1.0 - crm_random_double (random)) / (simulate_gamma (random, p[2]) / p[3]);
  if (model == CRM_LIFETIME_MBG_NBD && crm_random_double (random) < leave)
    death = 0.0;
  *x = *tx = 0.0;
  for (;;)
    {
      double at;

      now += -log (1.0 - crm_random_double (random)) / rate;
      if (now > death || now > end + horizon)
        return later;
      at = whole ? ceil (now) : now;
      if (at > last && at <= end)
        {
          *x += 1.0;
          *tx = at;
        }
      else if (at > last && at <= end + horizon)
        later += 1.0;
      last = at;
      if (leave > 0.0 && crm_random_double (random) < leave)
        return later;
    }
}

/* @n customers with T between half and all of @longest; returns the purchases after T. */
static inline double
simulate_customers (guint64 seed, CrmLifetimeModel model, const double *p, gsize n, double longest,
                    double horizon, gboolean whole, double *x, double *tx, double *t)
{
  CrmRandom random;
  double later = 0.0;

  crm_random_init (&random, seed, 0);
  for (gsize i = 0; i < n; i++)
    {
      t[i] = longest * (0.5 + 0.5 * crm_random_double (&random));
      if (whole)
        t[i] = ceil (t[i]);
      later += simulate_customer (&random, model, p, t[i], horizon, whole, &x[i], &tx[i]);
    }
  return later;
}

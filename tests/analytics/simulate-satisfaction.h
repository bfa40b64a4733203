/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers with a known satisfaction, behaviour that partly shows it, and answers from some of them:
 * the generator-made data of the satisfaction tests and benchmarks. */

#pragma once

#include <math.h>

#include "crm-satisfaction.h"

#define SIMULATED_FEATURES 10

typedef struct
{
  CrmSatisfactionInput input;
  const double *columns[SIMULATED_FEATURES];
  double *features; /* columns one after the other */
  guint64 *ids;
  guint32 *customer;
  guint8 *instrument;
  double *score, *age;
  double *truth; /* a customer, unlimited */
} SimulatedSatisfaction;

static inline void
simulated_satisfaction_clear (SimulatedSatisfaction *self)
{
  g_free (self->features);
  g_free (self->ids);
  g_free (self->customer);
  g_free (self->instrument);
  g_free (self->score);
  g_free (self->age);
  g_free (self->truth);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SimulatedSatisfaction, simulated_satisfaction_clear)

static const double simulated_slopes[SIMULATED_FEATURES] = { -6,   -0.8, -3,   -3.5, -5,
                                                             -4.5, -25,  -2.5, 2,    6 };

/* Counts are mostly zero, delays half zero, the last two symmetric. */
static inline double
simulate_feature (CrmRandom *random, guint k)
{
  double z = crm_random_normal (random), u = crm_random_double (random);

  if (k == 8)
    return z;
  if (k == 9)
    return u < 0.4 ? 0.0 : 0.4 * z;
  if (k == 6)
    return u < 0.6 ? 0.0 : 0.3 * crm_random_double (random);
  return u < 0.5 ? 0.0 : fabs (z);
}

/* @n customers; answers come until about @n_answers are there, several from some customers. */
static inline void
simulate_satisfaction (SimulatedSatisfaction *self, guint64 seed, gsize n, gsize n_answers)
{
  static const double steps[] = { 4, 10, 6 }, offsets[] = { 0, -3, 2 }, noise[] = { 15, 16, 18 };
  CrmRandom random;

  crm_random_init (&random, seed, 0);
  self->features = g_new (double, n *SIMULATED_FEATURES);
  self->ids = g_new (guint64, n);
  self->truth = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    {
      self->ids[i] = 7 * i + 3;
      self->truth[i] = 74 + 8 * crm_random_normal (&random);
      for (guint k = 0; k < SIMULATED_FEATURES; k++)
        {
          self->features[k * n + i] = simulate_feature (&random, k);
          self->truth[i] += simulated_slopes[k] * self->features[k * n + i];
        }
    }
  self->customer = g_new (guint32, n_answers);
  self->instrument = g_new (guint8, n_answers);
  self->score = g_new (double, n_answers);
  self->age = g_new (double, n_answers);
  for (gsize i = 0; i < n_answers; i++)
    {
      guint32 c = (guint32) crm_random_below (&random, i % 4 == 0 && i > 0 ? i : n);
      guint8 k = (guint8) crm_random_below (&random, 3);
      double answer;

      if (i % 4 == 0 && i > 0)
        c = self->customer[c];
      answer = self->truth[c] + offsets[k] + noise[k] * crm_random_normal (&random);
      self->customer[i] = c;
      self->instrument[i] = k;
      self->score[i] = CLAMP (round (answer / 100 * steps[k]), 0, steps[k]) * 100 / steps[k];
      self->age[i] = floor (700 * crm_random_double (&random));
    }
  for (guint k = 0; k < SIMULATED_FEATURES; k++)
    self->columns[k] = self->features + k * n;
  self->input = (CrmSatisfactionInput){ n,
                                        self->ids,
                                        SIMULATED_FEATURES,
                                        self->columns,
                                        n_answers,
                                        self->customer,
                                        self->instrument,
                                        self->score,
                                        self->age,
                                        3,
                                        0 };
}

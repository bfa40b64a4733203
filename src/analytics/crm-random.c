/* SPDX-License-Identifier: GPL-3.0-or-later */

/* xoshiro256**; the state is the caller's. */

#include "config.h"

#include "crm-random.h"

#include <math.h>

#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

static inline guint64
rotate (guint64 x, int by)
{
  return (x << by) | (x >> (64 - by));
}

void
crm_random_init (CrmRandom *self, guint64 seed, guint64 stream)
{
  guint64 x = seed ^ crm_random_mix (stream * GOLDEN);

  for (guint i = 0; i < 4; i++)
    {
      x += GOLDEN;
      self->state[i] = crm_random_mix (x);
    }
}

guint64
crm_random_next (CrmRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}

double
crm_random_double (CrmRandom *self)
{
  return (double) (crm_random_next (self) >> 11) * 0x1p-53;
}

guint64
crm_random_below (CrmRandom *self, guint64 bound)
{
  guint64 reject, x;

  g_return_val_if_fail (bound > 0, 0);

  /* 2^64 mod bound values at the bottom would make some remainders likelier. */
  reject = (-bound) % bound;
  do
    x = crm_random_next (self);
  while (x < reject);

  return x % bound;
}

double
crm_random_normal (CrmRandom *self)
{
  double u, v, s;

  do
    {
      u = 2 * crm_random_double (self) - 1;
      v = 2 * crm_random_double (self) - 1;
      s = u * u + v * v;
    }
  while (s >= 1 || s == 0);

  return u * sqrt (-2 * log (s) / s);
}

void
crm_random_shuffle (CrmRandom *self, guint32 *values, gsize n)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize j = crm_random_below (self, i);
      guint32 kept = values[i - 1];

      values[i - 1] = values[j];
      values[j] = kept;
    }
}

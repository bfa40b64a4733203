/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seeded random numbers, the same on every machine: xoshiro256** (Blackman and Vigna, "Scrambled
 * linear pseudorandom number generators", 2021), its state filled by SplitMix64 (Steele, Lea and
 * Flood, 2014). Not for secrets. One generator belongs to one thread; give parallel work a stream
 * each. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 state[4];
} CrmRandom;

/* @stream tells apart generators of one seed, such as restarts. */
void crm_random_init (CrmRandom *self, guint64 seed, guint64 stream);

guint64 crm_random_next (CrmRandom *self);

/* Uniform in [0, 1) with 53 bits. */
double crm_random_double (CrmRandom *self);

/* Uniform in 0..@bound - 1, unbiased; @bound > 0. */
guint64 crm_random_below (CrmRandom *self, guint64 bound);

/* Standard normal (Marsaglia's polar method, 1964). */
double crm_random_normal (CrmRandom *self);

/* Fisher-Yates shuffle. */
void crm_random_shuffle (CrmRandom *self, guint32 *values, gsize n);

/* The mixing step of SplitMix64, a good hash of 64 bits. */
static inline guint64
crm_random_mix (guint64 x)
{
  x ^= x >> 30;
  x *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x ^= x >> 27;
  x *= G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

G_END_DECLS

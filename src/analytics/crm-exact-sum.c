/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A fixed-point number wide enough for any sum of doubles. The accumulator is the caller's. */

#include "config.h"

#include "crm-exact-sum.h"

#include <math.h>
#include <string.h>

/* An addition puts less than 2^53 into a limb: 512 of them leave room in 63 bits. */
#define MAX_PENDING 512
#define LOW_BITS    G_GINT64_CONSTANT (0xffffffff)

void
crm_exact_sum_init (CrmExactSum *self)
{
  memset (self, 0, sizeof *self);
}

/* Leaves 0..2^32 - 1 in each limb but the last, which carries the sign. */
static void
move_carries (CrmExactSum *self)
{
  for (guint i = 0; i + 1 < CRM_EXACT_SUM_LIMBS; i++)
    {
      gint64 carry = self->limbs[i] >> 32;

      self->limbs[i] &= LOW_BITS;
      self->limbs[i + 1] += carry;
    }
  self->pending = 0;
}

void
crm_exact_sum_add (CrmExactSum *self, double value)
{
  guint64 bits, mantissa;
  guint exponent, limb, shift;
  gint64 low, high;

  memcpy (&bits, &value, sizeof bits);
  exponent = (bits >> 52) & 0x7ff;
  mantissa = bits & G_GUINT64_CONSTANT (0xfffffffffffff);

  if (G_UNLIKELY (exponent == 0x7ff))
    {
      self->invalid = TRUE;
      return;
    }

  if (exponent == 0)
    exponent = 1;
  else
    mantissa |= G_GUINT64_CONSTANT (1) << 52;

  limb = (exponent - 1) >> 5;
  shift = (exponent - 1) & 31;
  low = (gint64) ((mantissa << shift) & (guint64) LOW_BITS);
  high = (gint64) (mantissa >> (32 - shift));

  if (bits >> 63)
    {
      self->limbs[limb] -= low;
      self->limbs[limb + 1] -= high;
    }
  else
    {
      self->limbs[limb] += low;
      self->limbs[limb + 1] += high;
    }

  if (++self->pending == MAX_PENDING)
    move_carries (self);
}

void
crm_exact_sum_merge (CrmExactSum *self, const CrmExactSum *other)
{
  CrmExactSum copy = *other;

  move_carries (&copy);
  move_carries (self);
  for (guint i = 0; i < CRM_EXACT_SUM_LIMBS; i++)
    self->limbs[i] += copy.limbs[i];
  self->invalid |= copy.invalid;
  move_carries (self);
}

/* The 64 bits that end at bit @top (counted from the lowest limb), and whether any bit below is
 * set. */
static guint64
take_bits (const CrmExactSum *self, gint top, gboolean *below)
{
  guint64 result = 0;

  for (gint bit = top; bit > top - 64; bit--)
    {
      guint64 set = bit < 0 ? 0 : (guint64) (self->limbs[bit >> 5] >> (bit & 31)) & 1;

      result = result << 1 | set;
    }

  *below = FALSE;
  for (gint bit = top - 64; bit >= 0 && !*below; bit--)
    *below = (self->limbs[bit >> 5] >> (bit & 31)) & 1;

  return result;
}

double
crm_exact_sum_value (const CrmExactSum *self)
{
  CrmExactSum sum = *self;
  gboolean negative, below;
  gint top = CRM_EXACT_SUM_LIMBS * 32 - 1;
  gint drop;
  guint64 bits, kept, rest, half;

  if (sum.invalid)
    return NAN;

  move_carries (&sum);
  negative = sum.limbs[CRM_EXACT_SUM_LIMBS - 1] < 0;
  if (negative)
    {
      for (guint i = 0; i < CRM_EXACT_SUM_LIMBS; i++)
        sum.limbs[i] = -sum.limbs[i];
      move_carries (&sum);
    }

  while (top >= 0 && !((sum.limbs[top >> 5] >> (top & 31)) & 1))
    top--;
  if (top < 0)
    return 0;

  /* Below 2^-1022 a double keeps fewer bits; bit 0 is worth its smallest step. */
  bits = take_bits (&sum, top, &below);
  drop = top >= 52 ? 11 : 63 - top;
  kept = drop < 64 ? bits >> drop : 0;
  rest = bits & ((G_GUINT64_CONSTANT (1) << drop) - 1);
  half = G_GUINT64_CONSTANT (1) << (drop - 1);
  if (rest > half || (rest == half && (below || (kept & 1))))
    kept++;

  return (negative ? -1.0 : 1.0) * ldexp ((double) kept, top - 63 + drop - 1074);
}

double
crm_sum_exact (const double *values, gsize n)
{
  CrmExactSum sum;

  crm_exact_sum_init (&sum);
  for (gsize i = 0; i < n; i++)
    crm_exact_sum_add (&sum, values[i]);
  return crm_exact_sum_value (&sum);
}

double
crm_sum_pairwise (const double *values, gsize n)
{
  if (n <= 64)
    {
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += values[i];
      return sum;
    }

  return crm_sum_pairwise (values, n / 2) + crm_sum_pairwise (values + n / 2, n - n / 2);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sums of doubles without any rounding error but the last one: the small superaccumulator of Neal,
 * "Fast exact summation using small and large superaccumulators" (2015). The result is the correctly
 * rounded (to nearest, ties to even) sum and so does not depend on the order of the terms, nor on how
 * they were shared among threads. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRM_EXACT_SUM_LIMBS 68

typedef struct
{
  gint64 limbs[CRM_EXACT_SUM_LIMBS]; /* 32 bits each, lowest first, worth 2^-1074 */
  guint pending;                     /* additions since carries were moved */
  gboolean invalid;                  /* a term was NaN or infinite */
} CrmExactSum;

void crm_exact_sum_init (CrmExactSum *self);
void crm_exact_sum_add (CrmExactSum *self, double value);
void crm_exact_sum_merge (CrmExactSum *self, const CrmExactSum *other);

/* NaN when a term was NaN or infinite; infinite when the sum is beyond a double. */
double crm_exact_sum_value (const CrmExactSum *self);

/* The exact sum of an array. */
double crm_sum_exact (const double *values, gsize n);

/* Pairwise sum: nearly as accurate as needed for most work, at full speed; depends on the order. */
double crm_sum_pairwise (const double *values, gsize n);

G_END_DECLS

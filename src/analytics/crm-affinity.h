/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is bought together: rules "who has A (and B, …) has C more often than others".
 *
 * Frequent sets by Eclat (Zaki, 2000) on bit sets of the baskets that hold the first item; rules with
 * one item on the right (Agrawal, Imieliński and Swami, 1993). Every candidate rule is tested against
 * independence and the p-values are corrected for the number of candidates, because among thousands of
 * rules some look strong by chance. An item counts once a basket. The result does not depend on the
 * order of the pairs nor on threads. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_AFFINITY_FISHER,     /* exact, one-sided: more often than by chance (Fisher, 1935) */
  CRM_AFFINITY_CHI_SQUARE, /* Pearson's, one degree of freedom, two-sided */
} CrmAffinityTest;

typedef enum
{
  CRM_AFFINITY_HOLM,
  CRM_AFFINITY_BENJAMINI_HOCHBERG,
  CRM_AFFINITY_UNCORRECTED,
} CrmAffinityCorrection;

typedef struct
{
  double min_support;    /* share of baskets that hold the whole rule */
  guint min_count;       /* and their number; 0: 10 */
  double min_confidence; /* 0..1 */
  double min_lift;       /* 0: 0 */
  double max_p;          /* corrected; 0: no limit */
  guint max_length;      /* items of a rule, both sides; 0: 4 */
  gsize max_sets;        /* stop with TOO_LARGE beyond so many frequent sets; 0: 2,000,000 */
  CrmAffinityTest test;
  CrmAffinityCorrection correction;
} CrmAffinityOptions;

typedef struct
{
  const guint32 *left; /* item numbers, ascending */
  guint n_left;
  guint32 right;
  guint64 count;       /* baskets with all of it */
  guint64 count_left;  /* with the left side */
  guint64 count_right; /* with the right item */
  double support;      /* count / baskets */
  double confidence;   /* count / count_left */
  double lift;         /* confidence / (count_right / baskets) */
  double p;
  double p_corrected;
} CrmAffinityRule;

typedef struct
{
  guint64 n_baskets;
  guint64 n_sets;       /* frequent sets of two and more items */
  guint64 n_candidates; /* rules tested */
  gsize n_rules;
  CrmAffinityRule *rules; /* by lift, then count, descending; then by items */
  guint32 *memory;
} CrmAffinity;

/* (transfer full): @baskets and @items are @n pairs, numbers below @n_baskets and @n_items. Baskets
 * without pairs count. NULL on error: EMPTY; PARAMETER for shares outside 0..1, a number out of range;
 * TOO_LARGE; CANCELLED. No rule at all is an answer, not an error. */
CrmAffinity *crm_affinity (const guint32 *baskets, const guint32 *items, gsize n, guint32 n_baskets,
                           guint32 n_items, const CrmAffinityOptions *options,
                           const CrmAnalyticsContext *context, GError **error);
void crm_affinity_free (CrmAffinity *self);

/* P (X >= @count) when @count_left of @n are drawn and @count_right of @n are marked. */
double crm_affinity_fisher (guint64 count, guint64 count_left, guint64 count_right, guint64 n);
double crm_affinity_chi_square (guint64 count, guint64 count_left, guint64 count_right, guint64 n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmAffinity, crm_affinity_free)

G_END_DECLS

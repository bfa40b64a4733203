/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who gets which arm of an experiment: seeded, stratified, the same for a unit wherever it
 * stands in the list. Within a stratum units are ordered by a hash of seed and unit id and dealt
 * out so that every arm's size is within one of its exact share there, and within one over all
 * strata. (Blocked randomisation, as in Imbens and Rubin, "Causal Inference", 2015, chapter 9.) */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;
  gsize n_arms;
  gsize n_strata;
  guint32 *arms;  /* one a unit: 0..n_arms - 1 */
  gint64 *strata; /* n_strata ids, ascending */
  gint64 *counts; /* n_strata x n_arms */
} CrmAssignment;

/* @ids: distinct unit ids. @strata: one a unit, NULL for a single stratum. @shares: positive
 * weights of the arms, need not sum to 1. @seed: any; keep it with the experiment. Errors:
 * EMPTY, VALUE (an id twice, a share that is not positive), PARAMETER (fewer than two arms),
 * TOO_LARGE, CANCELLED. */
CrmAssignment *
crm_assignment_new (const gint64 *ids, const gint64 *strata, gsize n, const double *shares,
                    gsize n_arms, guint64 seed, const CrmAnalyticsContext *context, GError **error);
void crm_assignment_free (CrmAssignment *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmAssignment, crm_assignment_free)

G_END_DECLS

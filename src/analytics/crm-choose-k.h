/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many groups: the largest k whose groups are found again in fresh rows of the same kind.
 *
 * Prediction strength (Tibshirani and Walther, "Cluster validation by prediction strength", 2005): rows
 * are halved at random; both halves are clustered; of the pairs of rows that share a group in one half,
 * those count that the other half's centres also put together; the worst group decides. Averaged over
 * several halvings, taken both ways. A k is admitted when its strength is at least the limit and its
 * smallest group, on all rows, holds at least the smallest share; the largest admitted k is taken;
 * among those as strong as it (within CRM_CHOOSE_K_TIE) the one with the highest index of Calinski and
 * Harabasz. When none is admitted there are no stable groups, and that is
 * the answer. */

#pragma once

#include "crm-kmeans.h"

G_BEGIN_DECLS

#define CRM_CHOOSE_K_MAX 32
#define CRM_CHOOSE_K_TIE 0.001

typedef struct
{
  guint k_min;           /* 0: 2 */
  guint k_max;           /* 0: 8; at most CRM_CHOOSE_K_MAX */
  guint splits;          /* 0: 5 */
  double limit;          /* 0: 0.8 */
  double smallest_share; /* 0: 0.02 */
  gsize half;            /* rows of a half at most; 0: 50,000 */
  guint64 seed;
} CrmChooseKOptions;

typedef struct
{
  guint k;
  double strength;       /* mean over halvings; 0..1 */
  double standard_error; /* of that mean */
  double smallest_share; /* of all rows */
  double inertia;
  double calinski_harabasz;
  gboolean possible; /* FALSE: fewer different rows than k, all figures NaN */
  gboolean admitted;
} CrmChooseKTrial;

typedef struct
{
  guint k; /* 0: no stable groups */
  guint n_trials;
  CrmChooseKTrial trials[CRM_CHOOSE_K_MAX];
  CrmKMeans *groups; /* (nullable): those of @k on all rows */
} CrmChooseK;

/* (transfer full): NULL on error, as crm_kmeans (); TOO_FEW below 4 * k_max rows. All rows alike is no
 * error: no stable groups. */
CrmChooseK *
crm_choose_k (const double *const *columns, gsize n, guint d, const char *const *names,
              const CrmChooseKOptions *options, const CrmAnalyticsContext *context, GError **error);
void crm_choose_k_free (CrmChooseK *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChooseK, crm_choose_k_free)

G_END_DECLS

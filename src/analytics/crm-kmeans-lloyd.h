/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps k-means is made of. Private to the folder; arguments are checked by crm-kmeans.c. */

#pragma once

#include "crm-kmeans-kernel.h"

G_BEGIN_DECLS

/* A partition in the making. Belongs to one thread. */
typedef struct
{
  const CrmPoints *points;
  guint k;
  guint8 *labels;  /* points->padded */
  double *sums;    /* [c][j] */
  gint64 *counts;  /* [c] */
  double *centers; /* [c][j] */
  guint iterations;
  guint exchanges;
  gboolean converged;
} CrmKMeansState;

#define CRM_KMEANS_CHUNK 8192

CrmKMeansState *crm_kmeans_state_new (const CrmPoints *points, guint k);
void crm_kmeans_state_free (CrmKMeansState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmKMeansState, crm_kmeans_state_free)

/* Greedy k-means++ (Arthur and Vassilvitskii, 2007, with 2 + log k candidates a step): fills the
 * centres. */
void crm_kmeans_seed (CrmKMeansState *self, CrmRandom *random);

/* Lloyd (1982) from the centres until no label changes, the squared movement of all centres together is
 * at most @tolerance, or @max_iterations. @parallel NULL is this thread alone, same result. */
gboolean
crm_kmeans_lloyd (CrmKMeansState *self, double tolerance, guint max_iterations,
                  CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error);

/* Hartigan's exchange (Hartigan, "Clustering algorithms", 1975; Telgarsky and Vattani, 2010): moves
 * single points as long as the sum of squares falls. */
gboolean crm_kmeans_exchange (CrmKMeansState *self, CrmParallel *parallel,
                              const CrmAnalyticsContext *context, GError **error);

typedef struct
{
  guint max_rounds; /* of 16 trials */
  double tolerance; /* for Lloyd */
  guint max_iterations;
  guint64 seed;
} CrmKMeansSwap;

/* Improves @centers, whose sum of squares is @inertia, by random swaps until several rounds bring
 * nothing. For few points. */
gboolean crm_kmeans_swap (const CrmPoints *points, guint k, const CrmKMeansSwap *limits,
                          double *centers, double inertia, CrmParallel *parallel,
                          const CrmAnalyticsContext *context, GError **error);

/* Sums, counts and centres anew from the labels. */
void crm_kmeans_recount (CrmKMeansState *self, CrmParallel *parallel);

/* The sum of squared distances to the own centre, in the points' unit. */
double crm_kmeans_inertia (const CrmKMeansState *self, CrmParallel *parallel);

G_END_DECLS

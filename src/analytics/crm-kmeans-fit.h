/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search itself, on points that are ready; shared by k-means, the choice of k and stability.
 * Private to the folder. */

#pragma once

#include "crm-kmeans-lloyd.h"
#include "crm-kmeans.h"

G_BEGIN_DECLS

/* (transfer full): @points has at least options->k rows. @parallel NULL: this thread alone. */
CrmKMeansState *
crm_kmeans_fit (const CrmPoints *points, const CrmKMeansOptions *options, CrmParallel *parallel,
                const CrmAnalyticsContext *context, GError **error);

/* (transfer full): exact figures, in the caller's unit and order of rows; NULL when cancelled. */
CrmKMeans *crm_kmeans_finish (const CrmKMeansState *state, CrmParallel *parallel, GError **error);

G_END_DECLS

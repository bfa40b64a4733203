/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Would the same groups form from other customers of the same kind? Bootstrap by Hennig, "Cluster-wise
 * assessment of cluster stability" (2007): rows are drawn again with replacement and clustered; each
 * group is compared with the group of the new clustering that is most like it (Jaccard: rows in both
 * over rows in either, of those drawn). A mean of 0.75 and more is a stable group, below 0.5 one that
 * dissolves. */

#pragma once

#include "crm-kmeans.h"

G_BEGIN_DECLS

typedef struct
{
  guint k;
  guint resamples;
  double *jaccard;  /* [k]: mean */
  guint *dissolved; /* [k]: resamples with 0.5 or less */
  double kept;      /* mean share of rows in the group matched with their own, all groups at once */
} CrmStability;

/* (transfer full): @labels are those of the clustering, 0..k - 1. @resamples 0: 50. With more than
 * 10,000 rows, a sample of that many stands for them. Errors as crm_kmeans (). */
CrmStability *
crm_stability (const double *const *columns, gsize n, guint d, const guint8 *labels, guint k,
               guint resamples, guint64 seed, const CrmAnalyticsContext *context, GError **error);
void crm_stability_free (CrmStability *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmStability, crm_stability_free)

G_END_DECLS

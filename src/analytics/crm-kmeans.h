/* SPDX-License-Identifier: GPL-3.0-or-later */

/* k-means: @k groups with the smallest sum of squared distances to their means that a bounded search
 * finds.
 *
 * Greedy k-means++ and Lloyd from several starts, on a sample when there are many rows; the best two
 * continue on all rows; Hartigan's exchange then moves single points, which gets out of optima where
 * Lloyd's iterations stop. Sums at the end are exact. The result is the same for any number of threads
 * and any order of rows; equal rows are always in one group. Distances mean something only between
 * columns on one scale: see crm-features.h.
 *
 * Few rows are searched harder: starts until some 10^8 distances are spent. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  guint k;              /* 1..254 */
  guint restarts;       /* 0: chosen by size, at least 10 */
  gsize sample;         /* rows used for the starts; 0: 20,000 */
  guint refine;         /* starts continued on all rows; 0: 2 */
  guint max_iterations; /* of Lloyd; 0: 300 */
  double tolerance;     /* stop when the centres' squared movement is at most this times the mean
                           variance of the columns; 0: 1e-8 beyond @sample rows, else only
                           when no label changes */
  guint64 seed;
  gboolean no_exchange;
  const double *start; /* (nullable) k x d centres to start from: one run, no seeding */
} CrmKMeansOptions;

typedef struct
{
  gsize n;
  guint d;
  guint k;
  guint8 *labels;           /* [n]: 0 is the largest group; ties by the centres' coordinates */
  double *centers;          /* [k][d], row after row, in the caller's unit */
  gsize *sizes;             /* [k] */
  double *within;           /* [k]: sum of squared distances to the centre, in the unit squared */
  double inertia;           /* sum of within */
  double total;             /* sum of squared distances to the mean of all */
  double calinski_harabasz; /* (Calinski and Harabasz, 1974); NaN for k = 1, k = n, inertia 0 */
  guint iterations;         /* Lloyd iterations on all rows */
  guint exchanges;          /* points moved by the exchange */
  gboolean converged;       /* Lloyd ended before max_iterations */
} CrmKMeans;

/* (transfer full): NULL on error: EMPTY; VALUE; PARAMETER for k = 0, k > 254 or k > n; DEGENERATE when
 * there are fewer different rows than k; CANCELLED. @names (nullable) are for messages. */
CrmKMeans *
crm_kmeans (const double *const *columns, gsize n, guint d, const char *const *names,
            const CrmKMeansOptions *options, const CrmAnalyticsContext *context, GError **error);

void crm_kmeans_free (CrmKMeans *self);

/* Mean silhouette (Rousseeuw, 1987) of at most @sample rows (0: 5,000) against each other, and, when
 * @of_groups is given, of each group (NaN where none was drawn). NaN when @k < 2. */
double
crm_kmeans_silhouette (const double *const *columns, gsize n, guint d, const guint8 *labels,
                       guint k, gsize sample, guint64 seed, const CrmAnalyticsContext *context,
                       double *of_groups, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmKMeans, crm_kmeans_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inner loops of k-means, eight points a step. Private to the folder.
 *
 * The nearest centre is the one with the largest x'c - c'c / 2, the first of several. One version for any
 * machine, one for x86 with AVX2, chosen when running; they round alike, so both give the same bytes; and
 * where the points have single precision copies, crm-kmeans-screen.h settles most of them at less. */

#pragma once

#include "crm-points.h"

G_BEGIN_DECLS

#define CRM_KMEANS_MAX_K    254
#define CRM_KMEANS_NO_LABEL 255

/* Centres laid out for the inner loop: four at a time, a coordinate after the other. */
typedef struct
{
  guint k;
  guint d;
  guint tiles;
  double *values; /* [tile][j][4] */
  double *halves; /* [tile][4]: c'c / 2, infinite where there is no centre */

  /* In single precision, of all centres but the first: how far each is from the first one, four at a
   * time; so too the halves; and their numbers. */
  guint single_tiles;
  float *single_values; /* [tile][j][4] */
  float *single_halves; /* [tile][4] */
  guint32 *single_labels;
  gboolean fit_singles; /* none is too large for a float */
} CrmKMeansTiles;

void crm_kmeans_tiles_init (CrmKMeansTiles *self, guint k, guint d);
void crm_kmeans_tiles_clear (CrmKMeansTiles *self);
void crm_kmeans_tiles_set (CrmKMeansTiles *self, const double *centers);

/* Labels of rows @begin..@end - 1 into @labels[0] and following; @begin is a multiple of
 * CRM_POINTS_BLOCK, and what is written is one of CRM_POINTS_LANES. */
void crm_kmeans_assign (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,
                        gsize end, guint8 *labels);

/* The same in double precision; @begin is a multiple of 8, and what is written is too. */
void crm_kmeans_assign_exact (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,
                              gsize end, guint8 *labels);

/* And without AVX2, for comparison. */
void crm_kmeans_assign_portable (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,
                                 gsize end, guint8 *labels);

G_END_DECLS

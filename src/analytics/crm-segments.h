/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a group of customers is: its size, middle, what sets it apart, who is typical, a name; and how
 * customers moved between the groups of two runs. */

#pragma once

#include "crm-analytics-base.h"
#include "crm-rfm.h"

G_BEGIN_DECLS

#define CRM_SEGMENT_NEAREST 3

/* A row that is not part of a run. */
#define CRM_SEGMENT_ABSENT 255

typedef struct
{
  guint label; /* as in the labels given */
  gsize n;
  double share;      /* of all rows */
  double *z_center;  /* [d]: mean of the prepared columns */
  double *mean;      /* [d]: in the original unit */
  double *geometric; /* [d]: expm1 (mean log1p); NaN where a value is negative */
  double *median;    /* [d]: in the original unit */
  double *cohen_d;   /* [d]: (mean - mean of the rest) / pooled deviation, of the prepared columns
                        (Cohen, 1988); NaN where nothing varies within either */
  guint *drivers;    /* [d]: the columns, those that set it apart most first */
  double revenue;    /* NaN without revenue */
  double revenue_share;
  double within;                      /* sum of squared distances to z_center */
  gsize nearest[CRM_SEGMENT_NEAREST]; /* rows nearest to z_center; equally near ones by row */
  guint n_nearest;
  int cell; /* CrmRfmCell, -1 when unnamed */
} CrmSegment;

typedef struct
{
  guint k;
  guint d;
  CrmSegment *segments; /* by revenue, else by size, descending */
  double *memory;
  guint *driver_memory;
} CrmSegments;

typedef struct
{
  gsize n;
  guint d;
  const double *const *columns; /* in the original unit */
  const double *const *z;       /* (nullable): as prepared for clustering; else the same */
  const guint8 *labels;         /* 0..k - 1 */
  guint k;
  const double *revenue; /* (nullable) */
  int recency;           /* which columns these are, -1 for none; all three give names */
  int frequency;
  int monetary;
} CrmSegmentsInput;

/* (transfer full): NULL on error: EMPTY, VALUE, PARAMETER (a label beyond k), CANCELLED.
 *
 * Names come from the fixed table of RFM cells: each group's mean scores are matched with the middles of
 * the cells, all groups at once and each name at most once; groups beyond the eleven names get none. */
CrmSegments *crm_segments_explain (const CrmSegmentsInput *input,
                                   const CrmAnalyticsContext *context, GError **error);
void crm_segments_free (CrmSegments *self);

/* Who moved. Groups of both runs are matched one to one so that most rows keep theirs. */
typedef struct
{
  guint k_before;
  guint k_after;
  gsize *counts;  /* [before][after], of rows present in both */
  gsize *entered; /* [after]: absent before */
  gsize *left;    /* [before]: absent after */
  int *match;     /* [before]: the same group after, -1 for none */
  gsize n_both;
  double kept;          /* share of those that kept their group; NaN when there are none */
  double adjusted_rand; /* agreement beyond chance (Hubert and Arabie, 1985); 1 is equal */
} CrmSegmentMovement;

CrmSegmentMovement *crm_segment_movement (const guint8 *before, const guint8 *after, gsize n,
                                          guint k_before, guint k_after, GError **error);
void crm_segment_movement_free (CrmSegmentMovement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSegments, crm_segments_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSegmentMovement, crm_segment_movement_free)

G_END_DECLS

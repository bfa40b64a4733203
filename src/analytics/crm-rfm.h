/* SPDX-License-Identifier: GPL-3.0-or-later */

/* RFM: how recently, how often and for how much a customer bought, each as a score of 1 to 5.
 *
 * Recency is in days (or any unit) since the last purchase: less is better, and its scores run the
 * other way. Frequency counts purchases. Monetary is an amount, which may be negative after returns.
 *
 * The default rule scores by midrank: min (5, 1 + floor (5 (midrank - 0.5) / n)), midrank being the
 * mean rank of all equal values. Equal values score equally and the order of rows does not matter; a
 * score may stay empty when a third of all customers are tied. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_RFM_MIDRANK,
  CRM_RFM_NTILE, /* as SQL's NTILE (5): equal groups, splits equal customers; ties by row order */
  CRM_RFM_THRESHOLDS, /* the four limits of each measure, see crm_rfm_thresholds () */
} CrmRfmRule;

typedef enum
{
  CRM_RFM_CHAMPIONS,
  CRM_RFM_LOYAL,
  CRM_RFM_POTENTIAL,
  CRM_RFM_NEW,
  CRM_RFM_PROMISING,
  CRM_RFM_NEED_ATTENTION,
  CRM_RFM_ABOUT_TO_SLEEP,
  CRM_RFM_AT_RISK,
  CRM_RFM_CANT_LOSE,
  CRM_RFM_HIBERNATING,
  CRM_RFM_LOST,
} CrmRfmCell;

#define CRM_RFM_N_CELLS (CRM_RFM_LOST + 1)

typedef enum
{
  CRM_RFM_RECENCY,
  CRM_RFM_FREQUENCY,
  CRM_RFM_MONETARY,
} CrmRfmMeasure;

typedef struct
{
  CrmRfmRule rule;
  double thresholds[3][4]; /* [CrmRfmMeasure]: ascending upper limits, included, of the four lower
                              bands of the value; only for CRM_RFM_THRESHOLDS */
} CrmRfmOptions;

/* Scores @n customers into @r, @f, @m (each @n bytes of 1..5) and @cells (nullable, @n bytes of
 * CrmRfmCell). @options NULL is the midrank rule. Errors: EMPTY; VALUE for a number that is not
 * finite, a negative recency or frequency; PARAMETER for thresholds that descend; CANCELLED. */
gboolean crm_rfm_score (const double *recency, const double *frequency, const double *monetary,
                        gsize n, const CrmRfmOptions *options, const CrmAnalyticsContext *context,
                        guint8 *r, guint8 *f, guint8 *m, guint8 *cells, GError **error);

/* A start for thresholds to edit: the quintiles (type 7) of @values, @n > 0. */
void crm_rfm_thresholds (const double *values, gsize n, double thresholds[4]);

/* The fixed table of names, by recency and the mean of frequency and monetary rounded up. */
CrmRfmCell crm_rfm_cell (guint r, guint f, guint m);

/* The middle of @cell in that table: recency, and mean of the other two. */
void crm_rfm_cell_middle (CrmRfmCell cell, double *recency, double *value);

/* A stable code such as "cant_lose"; the interface translates it. */
const char *crm_rfm_cell_code (CrmRfmCell cell);

G_END_DECLS

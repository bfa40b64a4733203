/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what a customer lived through to the features of CrmSatisfaction. Effects of counts and delays
 * level off, so counts enter as log (1 + n) and times as doublings of what was promised; being early
 * earns nothing. A customer without cases has zeros, not gaps. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRM_SATISFACTION_COMPLAINTS,
  CRM_SATISFACTION_QUESTIONS,
  CRM_SATISFACTION_TECHNICAL,
  CRM_SATISFACTION_LATE_FIRST_RESPONSE,
  CRM_SATISFACTION_LATE_RESOLUTION,
  CRM_SATISFACTION_REOPENED,
  CRM_SATISFACTION_RETURN_RATE,
  CRM_SATISFACTION_OVERDUE,
  CRM_SATISFACTION_TREND,
  CRM_SATISFACTION_SENTIMENT,
  CRM_SATISFACTION_N_FEATURES,
} CrmSatisfactionFeature;

typedef struct
{
  double complaints, questions, technical, reopened; /* cases */
  /* Mean of log2 (time / promised time) over the customer's cases; 0 without cases. See
   * crm_satisfaction_lateness (). */
  double log2_first_response, log2_resolution;
  double return_rate;    /* returned orders / orders, 0..1; 0 without orders */
  double since_purchase; /* time since the last purchase */
  double own_interval;   /* the customer's mean time between purchases; 0: not known */
  double recent,
      before;       /* purchases in the last period and in the one of the same length before it */
  double sentiment; /* -1..1, of what the customer wrote; 0: nothing */
} CrmSatisfactionFacts;

/* "log1p_complaints" and so on: stable names of the columns. */
const char *crm_satisfaction_feature_id (CrmSatisfactionFeature feature);

/* log2 (time / promised), within -6..6 so that one forgotten case does not decide alone; 0 where there
 * was no promise or no time. */
double crm_satisfaction_lateness (double time, double promised);

/* Writes a customer's CRM_SATISFACTION_N_FEATURES features. FALSE when a fact is not finite, a count or
 * a time is negative, or the return rate or the sentiment is out of range. */
gboolean crm_satisfaction_features (const CrmSatisfactionFacts *facts, double *features);

G_END_DECLS

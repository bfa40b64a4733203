/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Features of one customer. Stateless; any thread. */

#include "config.h"

#include "crm-satisfaction-features.h"

#include <math.h>

#define LONGEST_LOG2 6.0

static const char *const ids[CRM_SATISFACTION_N_FEATURES] = {
  [CRM_SATISFACTION_COMPLAINTS] = "log1p_complaints",
  [CRM_SATISFACTION_QUESTIONS] = "log1p_questions",
  [CRM_SATISFACTION_TECHNICAL] = "log1p_technical",
  [CRM_SATISFACTION_LATE_FIRST_RESPONSE] = "late_first_response",
  [CRM_SATISFACTION_LATE_RESOLUTION] = "late_resolution",
  [CRM_SATISFACTION_REOPENED] = "log1p_reopened",
  [CRM_SATISFACTION_RETURN_RATE] = "return_rate",
  [CRM_SATISFACTION_OVERDUE] = "overdue_pos",
  [CRM_SATISFACTION_TREND] = "trend",
  [CRM_SATISFACTION_SENTIMENT] = "sentiment",
};

const char *
crm_satisfaction_feature_id (CrmSatisfactionFeature feature)
{
  g_return_val_if_fail (feature < CRM_SATISFACTION_N_FEATURES, NULL);
  return ids[feature];
}

double
crm_satisfaction_lateness (double time, double promised)
{
  if (!(time > 0.0) || !(promised > 0.0))
    return 0.0;
  return CLAMP (log2 (time / promised), -LONGEST_LOG2, LONGEST_LOG2);
}

static gboolean
is_amount (double value)
{
  return isfinite (value) && value >= 0.0;
}

gboolean
crm_satisfaction_features (const CrmSatisfactionFacts *f, double *features)
{
  if (!is_amount (f->complaints) || !is_amount (f->questions) || !is_amount (f->technical) ||
      !is_amount (f->reopened) || !is_amount (f->since_purchase) || !is_amount (f->own_interval) ||
      !is_amount (f->recent) || !is_amount (f->before) || !isfinite (f->log2_first_response) ||
      !isfinite (f->log2_resolution) || !(f->return_rate >= 0.0 && f->return_rate <= 1.0) ||
      !(f->sentiment >= -1.0 && f->sentiment <= 1.0))
    return FALSE;

  features[CRM_SATISFACTION_COMPLAINTS] = log1p (f->complaints);
  features[CRM_SATISFACTION_QUESTIONS] = log1p (f->questions);
  features[CRM_SATISFACTION_TECHNICAL] = log1p (f->technical);
  features[CRM_SATISFACTION_LATE_FIRST_RESPONSE] = fmax (0.0, f->log2_first_response);
  features[CRM_SATISFACTION_LATE_RESOLUTION] = fmax (0.0, f->log2_resolution);
  features[CRM_SATISFACTION_REOPENED] = log1p (f->reopened);
  features[CRM_SATISFACTION_RETURN_RATE] = f->return_rate;
  features[CRM_SATISFACTION_OVERDUE] =
      fmax (0.0, crm_satisfaction_lateness (f->since_purchase, f->own_interval));
  /* One is added to both, so that a customer without purchases has no trend, not an infinite one. */
  features[CRM_SATISFACTION_TREND] = log2 ((f->recent + 1.0) / (f->before + 1.0));
  features[CRM_SATISFACTION_SENTIMENT] = f->sentiment;
  return TRUE;
}

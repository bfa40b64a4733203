/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How good predicted probabilities are: ranking, error, calibration. Row order does not matter:
 * equal probabilities share what is counted for them. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

#define CRM_CLASSIFIER_BINS 10

typedef struct
{
  gsize n;
  double predicted; /* mean probability in the bin */
  double observed;  /* share of ones; fractional where ties cross a border */
  double lift;      /* observed over the share of all */
} CrmClassifierBin;

typedef struct
{
  gsize n;
  gsize positives;
  double auc;      /* Mann and Whitney (1947), ties count half */
  double brier;    /* mean squared error (Brier, 1950) */
  double log_loss; /* mean, in nats; infinite when a certainty was wrong */
  double skill;    /* 1 - brier / that of always saying the share of ones */
  /* Cox (1958): the regression of the outcome on the logit of the probability; 0 and 1 when
   * perfectly calibrated. NAN when it has no finite estimate. */
  double calibration_intercept;
  double calibration_slope;
  /* Expected calibration error (Naeini, Cooper and Hauskrecht, 2015) over ten probability ranges of
   * equal width. */
  double ece;
  CrmClassifierBin
      bins[CRM_CLASSIFIER_BINS]; /* tenths by rank, lowest first; empty ones have NAN */
} CrmClassifierScore;

/* @probabilities within 0..1, @outcome 0 or 1. Errors: EMPTY, VALUE, DEGENERATE (one outcome only),
 * TOO_LARGE, CANCELLED. */
gboolean crm_classifier_score (const double *probabilities, const double *outcome, gsize n,
                               const CrmAnalyticsContext *context, CrmClassifierScore *result,
                               GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How satisfied each customer is, from the answers of some and the behaviour of all, with intervals and
 * with drivers that add up to the score.
 *
 * answer = instrument offset + behaviour + customer effect + noise, answers weighted by age: a
 * unit-level small-area model (Battese, Harter and Fuller 1988; Rao and Molina, "Small area
 * estimation", 2015, section 7.1). The score is the empirical best linear unbiased predictor: what
 * behaviour predicts, moved towards the customer's own answers as far as their number deserves.
 *
 * It assumes that who answers depends on behaviour but not on satisfaction beyond it. Data cannot show
 * whether that holds; `sensitivity` says what follows if it does not. */

#pragma once

#include "crm-mixed-model.h"

G_BEGIN_DECLS

#define CRM_SATISFACTION_MAX_INSTRUMENTS  16
#define CRM_SATISFACTION_MAX_FEATURES     40
#define CRM_SATISFACTION_LEAST_ANSWERS    30
#define CRM_SATISFACTION_LEAST_RESPONDERS 100
#define CRM_SATISFACTION_LEAST_REPEATED   5

typedef struct
{
  gsize n_customers;
  /* (nullable): names the customers, all different; makes the result independent of the order of rows.
   * Without, the order of rows is the name. */
  const guint64 *ids;
  guint n_features;
  const double *const
      *features; /* columns of n_customers finite numbers; no case is 0, not missing */

  gsize n_answers;
  const guint32 *customer;  /* row of the customer who answered */
  const guint8 *instrument; /* 0..n_instruments - 1 */
  const double *score;      /* the answer on 0..100, higher is more satisfied */
  const double *age; /* (nullable): age of the answer, at least 0, in the unit of half_life */
  guint n_instruments;
  guint reference; /* scores are on this instrument's scale */
} CrmSatisfactionInput;

typedef struct
{
  double half_life; /* an answer this old weighs one half; 0: age does not matter */
  double level;     /* coverage of the intervals; 0: 0.8 */
  guint n_folds;    /* of the cross-validation, by customer; 0: 10 */
  guint64 seed;     /* of the folds */
} CrmSatisfactionOptions;

/* What the answers allow to say, and why not more. */
typedef enum
{
  CRM_SATISFACTION_FULL, /* scores for everybody */
  /* Scores for those who answered, from their answers and the average alone: */
  CRM_SATISFACTION_FEW_RESPONDERS, /* fewer than LEAST_RESPONDERS, none but guesses for others */
  CRM_SATISFACTION_BEHAVIOUR_IS_SILENT, /* behaviour does not predict left-out answers better than the
                                            mean, by a standard error at least */
  /* No scores at all: */
  CRM_SATISFACTION_FEW_ANSWERS, /* fewer than LEAST_ANSWERS */
  CRM_SATISFACTION_NO_REPEATED, /* fewer than LEAST_REPEATED customers answered twice: lasting opinion
                                   and chance cannot be told apart */
} CrmSatisfactionStatus;

static inline gboolean
crm_satisfaction_status_has_scores (CrmSatisfactionStatus status)
{
  return status <= CRM_SATISFACTION_BEHAVIOUR_IS_SILENT;
}

/* Cross-validation by customer: every answer predicted by a model that saw nothing of the customer. */
typedef struct
{
  double rmse;        /* against the answers, weighted by age */
  double rmse_mean;   /* of the instruments' means, in the same folds */
  double r2;          /* 1 - rmse^2 / rmse_mean^2 */
  double gain_error;  /* standard error of the mean squared errors' difference */
  double score_error; /* implied error of a predicted score: sqrt (rmse^2 - sigma^2); NaN: none */
  double slope;       /* of answers on predictions: 1 is calibrated */
} CrmSatisfactionValidation;

typedef struct
{
  CrmSatisfactionStatus status;
  gsize n_customers, n_answers, n_responders, n_repeated;
  guint n_instruments, n_features, reference;

  double mean_answer; /* weighted, as they stand */
  double baseline;    /* score of the average customer: all features at their means */

  /* In the features' own units; 0 and NaN where a coefficient is not used (see status; a feature that
   * is constant or repeats others; the reference instrument). Owned. */
  double intercept, intercept_error;
  double *offsets, *offset_errors;           /* an instrument */
  double *coefficients, *coefficient_errors; /* a feature */
  double *feature_means;                     /* over all customers */
  double tau, sigma; /* standard deviations: customer effect; noise of a fresh answer */
  double deviance;   /* -2 restricted log-likelihood */
  double ridge; /* penalty on coefficients of standardised features, in units of sigma^2; 0: none */

  CrmSatisfactionValidation validation; /* NaN throughout where there was none */

  /* A customer; NaN where there is no score. Owned. */
  double *score; /* 0..100 */
  double *error; /* standard error of the unlimited score */
  double *low, *high;
  double *predicted; /* the unlimited score without the customer's own answers */
  double *survey;    /* the customer effect: what the own answers add */

  /* If of two customers one standard deviation (tau) apart in what behaviour does not explain, the odds
   * of answering differ by e^0.5 or e^-0.5, scores of those who did not answer move down or up by
   * shift, and the average over all customers moves to low and high (exponential tilting: Rotnitzky,
   * Robins and Scharfstein 1998). NaN without predicted scores. */
  struct
  {
    double shift, average, low, high;
  } sensitivity;
} CrmSatisfaction;

/* (transfer full) (nullable): fails with CRM_ANALYTICS_ERROR_EMPTY without customers or answers, _VALUE
 * naming the row and what is wrong, _PARAMETER, _DEGENERATE when all answers are equal, _CANCELLED. Too
 * few answers are not an error but a status. */
CrmSatisfaction *
crm_satisfaction_new (const CrmSatisfactionInput *input, const CrmSatisfactionOptions *options,
                      const CrmAnalyticsContext *context, GError **error);
void crm_satisfaction_free (CrmSatisfaction *self);

/* What makes up a customer's score: baseline + the sum of features + survey + limit = score, where
 * limit is what the ends of 0..100 cut off. @features holds n_features numbers. @input as it was given
 * to crm_satisfaction_new (). FALSE when the customer has no score. */
typedef struct
{
  double baseline, survey, limit, score;
} CrmSatisfactionParts;

gboolean crm_satisfaction_explain (const CrmSatisfaction *self, const CrmSatisfactionInput *input,
                                   gsize customer, double *features, CrmSatisfactionParts *parts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSatisfaction, crm_satisfaction_free)

G_END_DECLS

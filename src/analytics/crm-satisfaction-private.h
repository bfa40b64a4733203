/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The answers in an order of their own, shared by the files of CrmSatisfaction. */

#pragma once

#include "crm-satisfaction.h"

G_BEGIN_DECLS

#define CRM_SATISFACTION_NOBODY G_MAXUINT32

typedef struct
{
  guint32 group; /* responder, in order of id */
  guint8 instrument;
  double score, weight;
} CrmSatisfactionAnswer;

/* Read only once made, but for the answers, which go once the model is fitted. Everything is ordered by
 * id, not by row. */
typedef struct
{
  const CrmSatisfactionInput *input;
  gsize n_responders, n_repeated;
  guint n_folds;
  guint32 *row;      /* a responder: the customer's row */
  guint32 *group_of; /* a customer's row: the responder, or NOBODY */
  guint8 *fold;      /* a responder */
  CrmSatisfactionAnswer *answers;
  double mean_answer;
  double *means,
      *deviations; /* a feature, over all customers; an infinite deviation where it is constant */
} CrmSatisfactionSample;

CrmSatisfactionSample *
crm_satisfaction_sample_new (const CrmSatisfactionInput *input,
                             const CrmSatisfactionOptions *options,
                             const CrmAnalyticsContext *context, GError **error);
void crm_satisfaction_sample_free (CrmSatisfactionSample *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSatisfactionSample, crm_satisfaction_sample_free)

/* Coefficients: intercept, the instruments but the reference, then the features if any. */
static inline guint
crm_satisfaction_n_fixed (const CrmSatisfactionInput *input)
{
  return input->n_instruments;
}

/* Position of an instrument's offset, 0 for the reference, which has none. */
static inline guint
crm_satisfaction_offset_index (const CrmSatisfactionInput *input, guint instrument)
{
  return instrument == input->reference ? 0 : instrument + (instrument < input->reference ? 1 : 0);
}

static inline double
crm_satisfaction_standardise (const CrmSatisfactionSample *self, guint feature, gsize row)
{
  return (self->input->features[feature][row] - self->means[feature]) / self->deviations[feature];
}

/* (transfer full): the sums that the model is fitted to; NULL when cancelled. */
CrmMixedData *
crm_satisfaction_sample_sum (const CrmSatisfactionSample *self, gboolean with_features,
                             const CrmAnalyticsContext *context, GError **error);

/* Cross-validates behaviour against the mean at one ridge. */
gboolean crm_satisfaction_validate (const CrmSatisfactionSample *sample, const CrmMixedData *with,
                                    const CrmMixedData *without, double ridge, double start_with,
                                    double start_without, CrmParallel *parallel,
                                    const CrmAnalyticsContext *context,
                                    CrmSatisfactionValidation *validation, GError **error);

G_END_DECLS

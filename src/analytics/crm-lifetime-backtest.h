/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which way of predicting purchases would have been right: models are fitted to what was known at the
 * cut and compared on what came after it, with each other and with rules that need no model. */

#pragma once

#include "crm-lifetime-histories.h"
#include "crm-lifetime.h"

G_BEGIN_DECLS

/* The models of CrmLifetimeModel come first, under their own numbers. */
typedef enum
{
  CRM_LIFETIME_RULE_OWN_RATE = CRM_LIFETIME_N_MODELS, /* x / T goes on */
  CRM_LIFETIME_RULE_LAST_PERIOD, /* as many as in the stretch of the same length before the cut */
  CRM_LIFETIME_RULE_AVERAGE,     /* for everybody the mean of the previous rule */
  CRM_LIFETIME_N_RULES,
} CrmLifetimeRule;

typedef struct
{
  gboolean available;  /* FALSE: the model could not be fitted, or gave no finite prediction */
  gboolean degenerate; /* a model that fell back to NBD: its figures are NBD's */
  double total;        /* predicted purchases after the cut */
  double rmse, mae;    /* of a customer's purchases */
} CrmLifetimeBacktestRow;

typedef struct
{
  gsize n_customers;
  double horizon; /* days from the cut to the end */
  double actual;  /* purchases that came */
  CrmLifetimeBacktestRow rows[CRM_LIFETIME_N_RULES];
  guint best;          /* CrmLifetimeRule with the smallest rmse; a simpler one where equal */
  guint best_model;    /* the best CrmLifetimeModel; CRM_LIFETIME_N_MODELS: none could be fitted */
  gboolean naive_wins; /* a rule without a model predicted best: say so, and use it */
} CrmLifetimeBacktest;

/* "own-rate", "last-period", "average", or the model's id. */
const char *crm_lifetime_rule_id (guint rule);

/* Fails with CRM_ANALYTICS_ERROR_TOO_FEW below two customers or without time after the cut, _CANCELLED.
 * Does not depend on the order of customers. */
gboolean
crm_lifetime_backtest (const CrmLifetimeHistories *histories, const CrmAnalyticsContext *context,
                       CrmLifetimeBacktest *result, GError **error);

G_END_DECLS

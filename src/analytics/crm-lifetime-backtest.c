/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hold-out comparison. Runs in the caller's thread; sums are exact and so free of any order. */

#include "config.h"

#include "crm-lifetime-backtest.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const rule_ids[] = { "own-rate", "last-period", "average" };

const char *
crm_lifetime_rule_id (guint rule)
{
  g_return_val_if_fail (rule < CRM_LIFETIME_N_RULES, NULL);
  return rule < CRM_LIFETIME_N_MODELS ? crm_lifetime_model_id (rule)
                                      : rule_ids[rule - CRM_LIFETIME_N_MODELS];
}

static void
score_predictions (const CrmLifetimeHistories *h, const double *predicted, double *scratch,
                   CrmLifetimeBacktestRow *row)
{
  double n = (double) h->n;

  row->total = crm_sum_exact (predicted, h->n);
  for (gsize i = 0; i < h->n; i++)
    scratch[i] = (predicted[i] - h->later[i]) * (predicted[i] - h->later[i]);
  row->rmse = sqrt (crm_sum_exact (scratch, h->n) / n);
  for (gsize i = 0; i < h->n; i++)
    scratch[i] = fabs (predicted[i] - h->later[i]);
  row->mae = crm_sum_exact (scratch, h->n) / n;
  row->available = isfinite (row->total) && isfinite (row->rmse);
}

/* FALSE only when cancelled; a model that cannot be fitted leaves its row unavailable. */
static gboolean
try_model (CrmLifetimeModel model, const CrmLifetimeHistories *h,
           const CrmAnalyticsContext *context, double *predicted, double *scratch,
           CrmLifetimeBacktestRow *row, GError **error)
{
  g_autoptr (GError) failed = NULL;
  CrmLifetimeFit fit;

  if (crm_lifetime_fit (model, h->x, h->tx, h->t, h->n, context, &fit, &failed) &&
      crm_lifetime_predict (crm_lifetime_fit_used (&fit), h->x, h->tx, h->t, h->n, h->end - h->cut,
                            context, predicted, NULL, NULL, &failed))
    {
      row->degenerate = fit.degenerate;
      score_predictions (h, predicted, scratch, row);
      return TRUE;
    }
  if (!g_error_matches (failed, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static void
apply_rule (guint rule, const CrmLifetimeHistories *h, double *predicted)
{
  double horizon = h->end - h->cut;
  double mean = crm_sum_exact (h->recent, h->n) / (double) h->n;

  for (gsize i = 0; i < h->n; i++)
    switch (rule)
      {
      case CRM_LIFETIME_RULE_OWN_RATE:
        predicted[i] = h->t[i] > 0.0 ? h->x[i] / h->t[i] * horizon : 0.0;
        break;
      case CRM_LIFETIME_RULE_LAST_PERIOD:
        predicted[i] = h->recent[i];
        break;
      default:
        predicted[i] = mean;
        break;
      }
}

/* Simple before elaborate, so that a tie goes to the simpler one. */
static void
choose (CrmLifetimeBacktest *result)
{
  static const guint order[] = {
    CRM_LIFETIME_RULE_AVERAGE, CRM_LIFETIME_RULE_LAST_PERIOD, CRM_LIFETIME_RULE_OWN_RATE,
    CRM_LIFETIME_NBD,          CRM_LIFETIME_BG_NBD,           CRM_LIFETIME_MBG_NBD,
    CRM_LIFETIME_PARETO_NBD,
  };

  result->best = CRM_LIFETIME_RULE_AVERAGE;
  result->best_model = CRM_LIFETIME_N_MODELS;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const CrmLifetimeBacktestRow *row = &result->rows[order[i]];

      if (!row->available)
        continue;
      if (row->rmse < result->rows[result->best].rmse)
        result->best = order[i];
      if (order[i] < CRM_LIFETIME_N_MODELS && (result->best_model == CRM_LIFETIME_N_MODELS ||
                                               row->rmse < result->rows[result->best_model].rmse))
        result->best_model = order[i];
    }
  result->naive_wins = result->best >= CRM_LIFETIME_N_MODELS;
}

gboolean
crm_lifetime_backtest (const CrmLifetimeHistories *histories, const CrmAnalyticsContext *context,
                       CrmLifetimeBacktest *result, GError **error)
{
  g_autofree double *predicted = g_new (double, histories->n + 1);
  g_autofree double *scratch = g_new (double, histories->n + 1);
  CrmLifetimeBacktest r = { 0 };

  if (histories->n < 2 || histories->end <= histories->cut)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("A back-test needs two customers and some time after the cut"));
      return FALSE;
    }
  r.n_customers = histories->n;
  r.horizon = histories->end - histories->cut;
  r.actual = crm_sum_exact (histories->later, histories->n);
  for (guint rule = 0; rule < CRM_LIFETIME_N_RULES; rule++)
    {
      CrmAnalyticsContext step =
          crm_analytics_context_step (context, rule / (double) CRM_LIFETIME_N_RULES,
                                      (rule + 1) / (double) CRM_LIFETIME_N_RULES);

      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (rule < CRM_LIFETIME_N_MODELS)
        {
          if (!try_model (rule, histories, &step, predicted, scratch, &r.rows[rule], error))
            return FALSE;
          continue;
        }
      apply_rule (rule, histories, predicted);
      score_predictions (histories, predicted, scratch, &r.rows[rule]);
    }
  choose (&r);
  *result = r;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One pass over the rows sorted by probability, group of equals after group of equals. Counts are
 * integers and sums exact. No state, any thread. */

#include "config.h"

#include "crm-classifier-score.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-logistic.h"
#include "crm-order.h"

#define BLOCK 65536

typedef struct
{
  CrmExactSum brier;
  CrmExactSum log_loss;
  CrmExactSum predicted[CRM_CLASSIFIER_BINS];
  double observed[CRM_CLASSIFIER_BINS];
  CrmExactSum residual[CRM_CLASSIFIER_BINS]; /* by tenths of the probability, not of the rank */
  gboolean certain_and_wrong;
} Totals;

static gboolean
check_rows (const double *probabilities, const double *outcome, gsize n, gsize *positives,
            const CrmAnalyticsContext *context, GError **error)
{
  *positives = 0;
  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("No rows"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1) || (outcome[i] != 0 && outcome[i] != 1))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                       _ ("Row %zu: not a probability with an outcome of 0 or 1"), i + 1);
          return FALSE;
        }
      *positives += outcome[i] == 1;
    }
  if (*positives > 0 && *positives < n)
    return TRUE;

  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("All outcomes are the same"));
  return FALSE;
}

static void
add_group (Totals *totals, CrmClassifierScore *score, double p, gsize begin, gsize end,
           gsize positives)
{
  gsize negatives = end - begin - positives;
  double share = (double) positives / (end - begin);

  for (gsize i = 0; i < positives; i++)
    crm_exact_sum_add (&totals->brier, (1 - p) * (1 - p));
  for (gsize i = 0; i < negatives; i++)
    crm_exact_sum_add (&totals->brier, p * p);
  if ((p == 0 && positives > 0) || (p == 1 && negatives > 0))
    totals->certain_and_wrong = TRUE;
  else
    {
      if (positives > 0)
        crm_exact_sum_add (&totals->log_loss, -(double) positives * log (p));
      if (negatives > 0)
        crm_exact_sum_add (&totals->log_loss, -(double) negatives * log1p (-p));
    }

  crm_exact_sum_add (
      &totals->residual[MIN (CRM_CLASSIFIER_BINS - 1, (guint) (CRM_CLASSIFIER_BINS * p))],
      (end - begin) * p - positives);
  for (gsize i = begin; i < end; i++)
    {
      /* ceil (bins rank / n), ranks from 1. */
      gsize bin = (CRM_CLASSIFIER_BINS * (i + 1) + score->n - 1) / score->n - 1;

      score->bins[bin].n++;
      totals->observed[bin] += share;
      crm_exact_sum_add (&totals->predicted[bin], p);
    }
}

static void
finish_bins (const Totals *totals, CrmClassifierScore *score)
{
  double base = (double) score->positives / score->n;

  for (guint b = 0; b < CRM_CLASSIFIER_BINS; b++)
    {
      CrmClassifierBin *bin = &score->bins[b];

      bin->predicted = bin->n > 0 ? crm_exact_sum_value (&totals->predicted[b]) / bin->n : NAN;
      bin->observed = bin->n > 0 ? totals->observed[b] / bin->n : NAN;
      bin->lift = bin->observed / base;
      score->ece += fabs (crm_exact_sum_value (&totals->residual[b])) / score->n;
    }
}

static gboolean
walk (const double *probabilities, const double *outcome, const guint32 *order, Totals *totals,
      CrmClassifierScore *score, const CrmAnalyticsContext *context, GError **error)
{
  double pairs = 0;
  gsize negatives_before = 0, checked = 0;

  for (gsize begin = 0, end; begin < score->n; begin = end)
    {
      gsize positives = 0;

      for (end = begin; end < score->n; end++)
        {
          if (probabilities[order[end]] != probabilities[order[begin]])
            break;
          positives += outcome[order[end]] == 1;
        }
      if (end - checked >= BLOCK)
        {
          checked = end;
          if (crm_analytics_set_cancelled (context, error))
            return FALSE;
        }
      /* Halves and whole numbers up to 2^53 are exact in a double. */
      pairs += positives * (negatives_before + 0.5 * (end - begin - positives));
      negatives_before += end - begin - positives;
      add_group (totals, score, probabilities[order[begin]], begin, end, positives);
    }

  score->auc = pairs / score->positives / (score->n - score->positives);
  return TRUE;
}

/* Probabilities of exactly 0 or 1 have no logit; they are moved in by half a case. */
static gboolean
calibrate (const double *probabilities, const double *outcome, CrmClassifierScore *score,
           const CrmAnalyticsContext *context, GError **error)
{
  g_autofree double *logit = g_new (double, score->n);
  const double *columns[] = { logit };
  g_autoptr (CrmLogistic) model = NULL;
  g_autoptr (GError) ignored = NULL;
  double least = 0.5 / score->n;

  for (gsize i = 0; i < score->n; i++)
    {
      double p = CLAMP (probabilities[i], least, 1 - least);

      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      logit[i] = log (p) - log1p (-p);
    }
  model = crm_logistic_new (columns, 1, NULL, outcome, score->n, 0, context, &ignored);
  score->calibration_intercept = model != NULL ? model->coefficients[0] : NAN;
  score->calibration_slope = model != NULL ? model->coefficients[1] : NAN;
  if (!g_error_matches (ignored, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&ignored));
  return FALSE;
}

gboolean
crm_classifier_score (const double *probabilities, const double *outcome, gsize n,
                      const CrmAnalyticsContext *context, CrmClassifierScore *result,
                      GError **error)
{
  CrmClassifierScore score = { .n = n };
  g_autofree Totals *totals = g_new0 (Totals, 1);
  g_autofree guint32 *order = NULL;
  double base;

  if (!check_rows (probabilities, outcome, n, &score.positives, context, error))
    return FALSE;
  crm_exact_sum_init (&totals->brier);
  crm_exact_sum_init (&totals->log_loss);
  for (guint b = 0; b < CRM_CLASSIFIER_BINS; b++)
    {
      crm_exact_sum_init (&totals->predicted[b]);
      crm_exact_sum_init (&totals->residual[b]);
    }

  order = crm_order_values (probabilities, n, NULL, context, error);
  if (order == NULL || !walk (probabilities, outcome, order, totals, &score, context, error) ||
      !calibrate (probabilities, outcome, &score, context, error))
    return FALSE;

  base = (double) score.positives / n;
  score.brier = crm_exact_sum_value (&totals->brier) / n;
  score.log_loss =
      totals->certain_and_wrong ? INFINITY : crm_exact_sum_value (&totals->log_loss) / n;
  score.skill = 1 - score.brier / (base * (1 - base));
  finish_bins (totals, &score);

  *result = score;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cross-validation of logistic regression: one fit a fold, each on all threads. The folds decide
 * the result, so rows are exchangeable only together with their fold. */

#include "config.h"

#include "crm-logistic.h"

#include <glib/gi18n-lib.h>

#define BLOCK 65536

void
crm_folds_by_row (gsize n, guint n_folds, guint32 *folds)
{
  for (gsize i = 0; i < n; i++)
    folds[i] = i % n_folds;
}

void
crm_folds_stratified (const double *outcome, gsize n, guint n_folds, guint64 seed, guint32 *folds)
{
  g_autofree guint32 *rows = g_new (guint32, MAX (n, 1));
  CrmRandom random;
  gsize dealt = 0;

  crm_random_init (&random, seed, 0);
  for (int ones = 0; ones < 2; ones++)
    {
      gsize k = 0;

      for (gsize i = 0; i < n; i++)
        if ((outcome[i] != 0) == ones)
          rows[k++] = i;
      crm_random_shuffle (&random, rows, k);
      for (gsize i = 0; i < k; i++)
        folds[rows[i]] = dealt++ % n_folds;
    }
}

/* (nullable): the rows of @column in (or not in) @fold, one after another; NULL when cancelled. */
static double *
pick_rows (const double *column, gsize n, const guint32 *folds, guint fold, gboolean inside,
           gsize *n_picked, const CrmAnalyticsContext *context, GError **error)
{
  g_autofree double *picked = g_new (double, MAX (n, 1));

  *n_picked = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return NULL;
      if ((folds[i] == fold) == inside)
        picked[(*n_picked)++] = column[i];
    }

  return g_steal_pointer (&picked);
}

/* Every feature's rows outside the fold into @train, inside it into @test. */
static gboolean
split_features (const double *const *features, gsize n_features, gsize n, const guint32 *folds,
                guint fold, GPtrArray *train, GPtrArray *test, const CrmAnalyticsContext *context,
                GError **error)
{
  for (gsize j = 0; j < n_features; j++)
    for (int inside = 0; inside < 2; inside++)
      {
        gsize ignored;
        double *picked = pick_rows (features[j], n, folds, fold, inside, &ignored, context, error);

        if (picked == NULL)
          return FALSE;
        g_ptr_array_add (inside ? test : train, picked);
      }

  return TRUE;
}

static gboolean
predict_blocks (const CrmLogistic *model, const GPtrArray *columns, gsize n,
                const CrmAnalyticsContext *context, double *predicted, GError **error)
{
  g_autofree const double **block = g_new0 (const double *, columns->len + 1);

  for (gsize begin = 0; begin < n; begin += BLOCK)
    {
      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
      for (guint j = 0; j < columns->len; j++)
        block[j] = (const double *) columns->pdata[j] + begin;
      crm_logistic_predict (model, block, MIN (BLOCK, n - begin), predicted + begin);
    }

  return TRUE;
}

static gboolean
predict_fold (const double *const *features, gsize n_features, const char *const *names,
              const double *outcome, gsize n, double ridge, const guint32 *folds, guint fold,
              const CrmAnalyticsContext *context, double *probabilities, GError **error)
{
  g_autoptr (GPtrArray) train = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) test = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *train_outcome = NULL, *predicted = NULL;
  g_autoptr (CrmLogistic) model = NULL;
  gsize n_train, n_test, k = 0;

  train_outcome = pick_rows (outcome, n, folds, fold, FALSE, &n_train, context, error);
  if (train_outcome == NULL ||
      !split_features (features, n_features, n, folds, fold, train, test, context, error))
    return FALSE;

  model = crm_logistic_new ((const double *const *) train->pdata, n_features, names, train_outcome,
                            n_train, ridge, context, error);
  if (model == NULL)
    {
      if (!g_error_matches (error != NULL ? *error : NULL, CRM_ANALYTICS_ERROR,
                            CRM_ANALYTICS_ERROR_CANCELLED))
        g_prefix_error (error, _ ("Without fold %u: "), fold + 1);
      return FALSE;
    }

  n_test = n - n_train;
  predicted = g_new (double, MAX (n_test, 1));
  if (!predict_blocks (model, test, n_test, context, predicted, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (folds[i] == fold)
        probabilities[i] = predicted[k++];
    }

  return TRUE;
}

gboolean
crm_logistic_cross_validate (const double *const *features, gsize n_features,
                             const char *const *names, const double *outcome, gsize n, double ridge,
                             const guint32 *folds, guint n_folds,
                             const CrmAnalyticsContext *context, double *probabilities,
                             GError **error)
{
  if (n_folds < 2 || n < n_folds)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR,
                   n == 0 ? CRM_ANALYTICS_ERROR_EMPTY : CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("%u folds for %zu rows"), n_folds, n);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (folds[i] >= n_folds)
      {
        g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                             _ ("A fold number is too large"));
        return FALSE;
      }

  for (guint fold = 0; fold < n_folds; fold++)
    {
      CrmAnalyticsContext step =
          crm_analytics_context_step (context, (double) fold / n_folds, (fold + 1.0) / n_folds);

      if (!predict_fold (features, n_features, names, outcome, n, ridge, folds, fold, &step,
                         probabilities, error))
        return FALSE;
      crm_analytics_progress (context, (fold + 1.0) / n_folds);
    }

  return TRUE;
}

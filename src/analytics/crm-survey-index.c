/* SPDX-License-Identifier: GPL-3.0-or-later */

/* NPS, CSAT, CES and ACSI. Counts are integers and sums exact, so row order never shows. No state,
 * any thread. */

#include "config.h"

#include "crm-survey-index.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-distributions.h"
#include "crm-moments.h"
#include "crm-proportions.h"

#define BLOCK 65536

static gboolean
check_level (double level, GError **error)
{
  if (level > 0 && level < 1)
    return TRUE;

  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
               _ ("The level must lie between 0 and 1, not %g"), level);
  return FALSE;
}

gboolean
crm_nps_from_counts (gint64 promoters, gint64 passives, gint64 detractors, double level,
                     CrmNps *result, GError **error)
{
  CrmNps nps = { .promoters = promoters, .passives = passives, .detractors = detractors };
  double p, d, n, z, centre, half;

  if (!check_level (level, error))
    return FALSE;
  if (promoters < 0 || passives < 0 || detractors < 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                           _ ("Counts must be 0 or more"));
      return FALSE;
    }
  n = (double) promoters + passives + detractors;
  if (!(n > 0))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("No answers"));
      return FALSE;
    }

  z = crm_normal_quantile (0.5 + level / 2);
  p = promoters / n;
  d = detractors / n;
  nps.n = promoters + passives + detractors;
  nps.nps = 100 * (p - d);
  nps.se = 100 * sqrt (MAX (0, p + d - (p - d) * (p - d)) / n);
  nps.wald_lower = nps.nps - z * nps.se;
  nps.wald_upper = nps.nps + z * nps.se;

  p = (promoters + 0.75) / (n + 3);
  d = (detractors + 0.75) / (n + 3);
  centre = 100 * (p - d);
  half = 100 * z * sqrt ((p + d - (p - d) * (p - d)) / (n + 3));
  nps.lower = centre - half;
  nps.upper = centre + half;

  *result = nps;
  return TRUE;
}

static gboolean
check_answer (double answer, gsize row, int minimum, int maximum, GError **error)
{
  if (answer >= minimum && answer <= maximum && answer == floor (answer))
    return TRUE;

  g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
               _ ("Answer %zu is not a whole number from %d to %d"), row + 1, minimum, maximum);
  return FALSE;
}

gboolean
crm_nps (const double *answers, gsize n, double level, const CrmAnalyticsContext *context,
         CrmNps *result, GError **error)
{
  gint64 promoters = 0, detractors = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (!check_answer (answers[i], i, 0, 10, error) ||
          (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error)))
        return FALSE;
      promoters += answers[i] >= 9;
      detractors += answers[i] <= 6;
    }

  return crm_nps_from_counts (promoters, (gint64) n - promoters - detractors, detractors, level,
                              result, error);
}

gboolean
crm_nps_compare (const CrmNps *a, const CrmNps *b, double level, CrmNpsChange *result,
                 GError **error)
{
  CrmNpsChange change = { .difference = a->nps - b->nps, .se = hypot (a->se, b->se) };
  double half;

  if (!check_level (level, error))
    return FALSE;
  if (!(change.se > 0) && change.difference != 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                           _ ("Neither side varies: the test is not defined"));
      return FALSE;
    }

  half = change.se * crm_normal_quantile (0.5 + level / 2);
  change.lower = change.difference - half;
  change.upper = change.difference + half;
  change.z = change.se > 0 ? change.difference / change.se : 0;
  change.p_value = crm_normal_two_sided (change.z);

  *result = change;
  return TRUE;
}

gboolean
crm_top_box (const double *answers, gsize n, int minimum, int maximum, int top_from, double level,
             const CrmAnalyticsContext *context, CrmTopBox *result, GError **error)
{
  CrmTopBox box = { .n = n, .se = NAN, .mean_lower = NAN, .mean_upper = NAN };
  CrmMoments moments;
  CrmShare share;
  double half;

  if (minimum >= maximum || top_from <= minimum || top_from > maximum)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("The scale must rise and the top begin within it"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (!check_answer (answers[i], i, minimum, maximum, error) ||
          (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error)))
        return FALSE;
      box.top += answers[i] >= top_from;
    }
  if (!crm_share_wilson (box.top, n, level, &share, error) ||
      !crm_moments (answers, n, _ ("answer"), context, &moments, error))
    return FALSE;

  box.percent = 100 * share.share;
  box.lower = 100 * share.lower;
  box.upper = 100 * share.upper;
  box.mean = moments.mean;
  if (n > 1)
    {
      box.se = sqrt (moments.variance / n);
      half = box.se * crm_t_quantile (0.5 + level / 2, n - 1);
      box.mean_lower = box.mean - half;
      box.mean_upper = box.mean + half;
    }

  *result = box;
  return TRUE;
}

static gboolean
check_items (const double *const *items, gsize n_items, gsize n, double minimum, double maximum,
             const CrmAnalyticsContext *context, GError **error)
{
  for (gsize k = 0; k < n_items; k++)
    for (gsize i = 0; i < n; i++)
      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      else if (!(items[k][i] >= minimum && items[k][i] <= maximum))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                       _ ("Item %zu, row %zu: not an answer from %g to %g"), k + 1, i + 1, minimum,
                       maximum);
          return FALSE;
        }

  return TRUE;
}

/* Weights scaled to sum to 1. */
static double *
normalise_weights (const double *weights, gsize n_items, GError **error)
{
  g_autofree double *w = g_new (double, n_items);
  double sum = 0;

  for (gsize k = 0; k < n_items; k++)
    {
      w[k] = weights == NULL ? 1 : weights[k];
      sum += w[k];
      if (!(w[k] >= 0) || !isfinite (sum))
        {
          g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                               _ ("Weights must be 0 or more"));
          return NULL;
        }
    }
  if (!(sum > 0))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("All weights are 0"));
      return NULL;
    }
  for (gsize k = 0; k < n_items; k++)
    w[k] /= sum;

  return g_steal_pointer (&w);
}

gboolean
crm_cronbach_alpha (const double *const *items, gsize n_items, gsize n,
                    const CrmAnalyticsContext *context, double *alpha, GError **error)
{
  g_autofree double *total = NULL;
  CrmMoments moments;
  double parts = 0;

  if (n_items < 2 || n < 2)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                           _ ("Reliability needs two items and two answers or more"));
      return FALSE;
    }

  total = g_new0 (double, n);
  for (gsize k = 0; k < n_items; k++)
    {
      if (!crm_moments (items[k], n, _ ("item"), context, &moments, error))
        return FALSE;
      parts += moments.variance;
      for (gsize i = 0; i < n; i++)
        {
          total[i] += items[k][i];
          if (crm_analytics_cancelled_at (context, i))
            return crm_analytics_raise_cancelled (error);
        }
      if (crm_analytics_set_cancelled (context, error))
        return FALSE;
    }
  if (!crm_moments (total, n, _ ("sum"), context, &moments, error))
    return FALSE;
  if (!(moments.variance > 0))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                           _ ("The sum of the items never varies"));
      return FALSE;
    }

  *alpha = n_items / (n_items - 1.0) * (1 - parts / moments.variance);
  return TRUE;
}

gboolean
crm_acsi (const double *const *items, gsize n_items, gsize n, const double *weights, double minimum,
          double maximum, double level, const CrmAnalyticsContext *context, double *each,
          CrmAcsi *result, GError **error)
{
  g_autofree double *w = NULL, *index = NULL;
  CrmAcsi acsi = { .n = n, .alpha = NAN, .lower = NAN, .upper = NAN };
  CrmMoments moments;
  double half;

  if (n_items == 0 || n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("No answers"));
      return FALSE;
    }
  if (!isfinite (minimum) || !isfinite (maximum) || !(minimum < maximum))
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("The scale must rise"));
      return FALSE;
    }
  if (!check_level (level, error) ||
      !check_items (items, n_items, n, minimum, maximum, context, error))
    return FALSE;
  w = normalise_weights (weights, n_items, error);
  if (w == NULL)
    return FALSE;

  index = g_new0 (double, n);
  for (gsize i = 0; i < n; i++)
    {
      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      for (gsize k = 0; k < n_items; k++)
        index[i] += w[k] * (items[k][i] - minimum);
      index[i] *= 100 / (maximum - minimum);
    }
  if (!crm_moments (index, n, _ ("index"), context, &moments, error))
    return FALSE;

  acsi.index = moments.mean;
  acsi.sd = sqrt (moments.variance);
  if (n > 1)
    {
      half = crm_normal_quantile (0.5 + level / 2) * acsi.sd / sqrt (n);
      acsi.lower = acsi.index - half;
      acsi.upper = acsi.index + half;
    }
  if (n_items > 1 && n > 1 && !crm_cronbach_alpha (items, n_items, n, context, &acsi.alpha, NULL))
    acsi.alpha = NAN;
  if (crm_analytics_set_cancelled (context, error))
    return FALSE;

  if (each != NULL)
    memcpy (each, index, n * sizeof *index);
  *result = acsi;
  return TRUE;
}

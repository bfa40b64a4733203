/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores by rank or by limits, and the table that names them. Stateless; any thread. */

#include "config.h"

#include "crm-rfm.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-order.h"

/* clang-format off */
static const CrmRfmCell table[5][5] = {
  /* recency 1..5 (5 is recent); frequency and amount 1..5 */
  { CRM_RFM_LOST,           CRM_RFM_LOST,           CRM_RFM_AT_RISK,        CRM_RFM_AT_RISK,   CRM_RFM_CANT_LOSE },
  { CRM_RFM_HIBERNATING,    CRM_RFM_HIBERNATING,    CRM_RFM_AT_RISK,        CRM_RFM_AT_RISK,   CRM_RFM_CANT_LOSE },
  { CRM_RFM_ABOUT_TO_SLEEP, CRM_RFM_ABOUT_TO_SLEEP, CRM_RFM_NEED_ATTENTION, CRM_RFM_LOYAL,     CRM_RFM_LOYAL },
  { CRM_RFM_PROMISING,      CRM_RFM_POTENTIAL,      CRM_RFM_POTENTIAL,      CRM_RFM_LOYAL,     CRM_RFM_CHAMPIONS },
  { CRM_RFM_NEW,            CRM_RFM_POTENTIAL,      CRM_RFM_POTENTIAL,      CRM_RFM_CHAMPIONS, CRM_RFM_CHAMPIONS },
};
/* clang-format on */

static const char *const codes[] = {
  "champions",      "loyal",   "potential", "new",         "promising", "need_attention",
  "about_to_sleep", "at_risk", "cant_lose", "hibernating", "lost",
};

G_STATIC_ASSERT (G_N_ELEMENTS (codes) == CRM_RFM_N_CELLS);

CrmRfmCell
crm_rfm_cell (guint r, guint f, guint m)
{
  g_return_val_if_fail (r >= 1 && r <= 5 && f >= 1 && f <= 5 && m >= 1 && m <= 5, CRM_RFM_LOST);

  return table[r - 1][(f + m + 1) / 2 - 1];
}

void
crm_rfm_cell_middle (CrmRfmCell cell, double *recency, double *value)
{
  double r = 0, v = 0, n = 0;

  for (guint i = 0; i < 5; i++)
    for (guint j = 0; j < 5; j++)
      if (table[i][j] == cell)
        {
          r += i + 1;
          v += j + 1;
          n++;
        }
  *recency = r / n;
  *value = v / n;
}

const char *
crm_rfm_cell_code (CrmRfmCell cell)
{
  g_return_val_if_fail (cell < G_N_ELEMENTS (codes), NULL);

  return codes[cell];
}

void
crm_rfm_thresholds (const double *values, gsize n, double thresholds[4])
{
  for (guint i = 0; i < 4; i++)
    thresholds[i] = crm_order_quantile (values, n, (i + 1) / 5.0, NULL);
}

/* 2 (midrank - 0.5) = first + last - 1 is a whole number: no rounding decides a score. */
static gboolean
score_by_midrank (const guint32 *order, const double *sorted, gsize n, gboolean reversed,
                  const CrmAnalyticsContext *context, guint8 *scores)
{
  for (gsize first = 0, end; first < n; first = end)
    {
      guint64 twice;
      guint score;

      for (end = first + 1; end < n && sorted[end] == sorted[first];)
        end++;
      /* Ranks first + 1 .. end, or counted from the other side. */
      twice = reversed ? (guint64) (n - end) + (n - first) : (guint64) first + end;
      score = (guint) MIN (5, 1 + 5 * twice / (2 * (guint64) n));
      for (gsize i = first; i < end; i++)
        {
          scores[order[i]] = (guint8) score;
          if (crm_analytics_cancelled_at (context, i))
            return FALSE;
        }
    }
  return TRUE;
}

/* The first n mod 5 groups hold one more. */
static gboolean
score_by_ntile (const guint32 *order, const double *sorted, gsize n, gboolean reversed,
                const CrmAnalyticsContext *context, guint8 *scores)
{
  gsize size = n / 5, larger = n % 5, rank = 0;

  if (!reversed)
    {
      for (; rank < n; rank++)
        {
          scores[order[rank]] = (guint8) (rank < larger * (size + 1)
                                              ? 1 + rank / (size + 1)
                                              : 1 + larger + (rank - larger * (size + 1)) / size);
          if (crm_analytics_cancelled_at (context, rank))
            return FALSE;
        }
      return TRUE;
    }

  /* Descending, but ties still in row order. */
  for (gsize end = n, first; end > 0; end = first)
    {
      for (first = end - 1; first > 0 && sorted[first - 1] == sorted[end - 1];)
        first--;
      for (gsize i = first; i < end; i++, rank++)
        {
          scores[order[i]] = (guint8) (rank < larger * (size + 1)
                                           ? 1 + rank / (size + 1)
                                           : 1 + larger + (rank - larger * (size + 1)) / size);
          if (crm_analytics_cancelled_at (context, i))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
score_by_thresholds (const double *values, gsize n, const double thresholds[4], gboolean reversed,
                     const CrmAnalyticsContext *context, guint8 *scores)
{
  for (gsize i = 0; i < n; i++)
    {
      guint above = 0;

      for (guint t = 0; t < 4; t++)
        above += values[i] > thresholds[t];
      scores[i] = (guint8) (reversed ? 5 - above : 1 + above);
      if (crm_analytics_cancelled_at (context, i))
        return FALSE;
    }
  return TRUE;
}

static gboolean
score_measure (const double *values, gsize n, CrmRfmMeasure measure, const CrmRfmOptions *options,
               const CrmAnalyticsContext *context, guint8 *scores, GError **error)
{
  gboolean reversed = measure == CRM_RFM_RECENCY;
  g_autofree double *sorted = NULL;
  g_autofree guint32 *order = NULL;
  gboolean scored;

  if (options != NULL && options->rule == CRM_RFM_THRESHOLDS)
    scored =
        score_by_thresholds (values, n, options->thresholds[measure], reversed, context, scores);
  else
    {
      sorted = g_new (double, n);
      order = crm_order_values (values, n, sorted, context, error);
      if (order == NULL)
        return FALSE;
      scored = options != NULL && options->rule == CRM_RFM_NTILE
                   ? score_by_ntile (order, sorted, n, reversed, context, scores)
                   : score_by_midrank (order, sorted, n, reversed, context, scores);
    }
  return scored || crm_analytics_raise_cancelled (error);
}

static gboolean
check_thresholds (const CrmRfmOptions *options, GError **error)
{
  if (options == NULL || options->rule != CRM_RFM_THRESHOLDS)
    return TRUE;

  for (guint measure = 0; measure < 3; measure++)
    for (guint t = 0; t < 4; t++)
      {
        const double *limits = options->thresholds[measure];

        if (isfinite (limits[t]) && (t == 0 || limits[t] >= limits[t - 1]))
          continue;
        g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                             _ ("The limits between RFM scores must be finite and ascend"));
        return FALSE;
      }
  return TRUE;
}

gboolean
crm_rfm_score (const double *recency, const double *frequency, const double *monetary, gsize n,
               const CrmRfmOptions *options, const CrmAnalyticsContext *context, guint8 *r,
               guint8 *f, guint8 *m, guint8 *cells, GError **error)
{
  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("There are no customers to score"));
      return FALSE;
    }
  if (!check_thresholds (options, error) ||
      !crm_analytics_check_values (context, recency, n, 0, _ ("Recency"), error) ||
      !crm_analytics_check_values (context, frequency, n, 0, _ ("Frequency"), error) ||
      !crm_analytics_check_values (context, monetary, n, -INFINITY, _ ("Amount"), error))
    return FALSE;

  if (!score_measure (recency, n, CRM_RFM_RECENCY, options, context, r, error))
    return FALSE;
  crm_analytics_progress (context, 1 / 3.0);
  if (!score_measure (frequency, n, CRM_RFM_FREQUENCY, options, context, f, error))
    return FALSE;
  crm_analytics_progress (context, 2 / 3.0);
  if (!score_measure (monetary, n, CRM_RFM_MONETARY, options, context, m, error))
    return FALSE;

  for (gsize i = 0; cells != NULL && i < n; i++)
    {
      cells[i] = (guint8) crm_rfm_cell (r[i], f[i], m[i]);
      if (crm_analytics_cancelled_at (context, i))
        return crm_analytics_raise_cancelled (error);
    }
  crm_analytics_progress (context, 1);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Help desk figures over plain arrays. No state, any thread. */

#include "config.h"

#include "crm-service-level.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-moments.h"
#include "crm-quantile.h"

#define BLOCK 65536

const double crm_service_probabilities[CRM_SERVICE_N_QUANTILES] = { 0.1, 0.25, 0.5, 0.75, 0.9 };

static const CrmShare unknown_share = { NAN, NAN, NAN };

/* The share of positive values among the known ones. */
static gboolean
count_share (const double *values, gsize n, double maximum, const char *what, double level,
             const CrmAnalyticsContext *context, CrmShare *share, GError **error)
{
  gint64 known = 0, positive = 0;

  *share = unknown_share;
  for (gsize i = 0; values != NULL && i < n; i++)
    {
      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (isnan (values[i]))
        continue;
      if (values[i] < 0 || values[i] > maximum || values[i] != floor (values[i]))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                       _ ("%s: row %zu is not a count"), what, i + 1);
          return FALSE;
        }
      known++;
      positive += values[i] > 0;
    }

  return known == 0 || crm_share_wilson (positive, known, level, share, error);
}

/* The known values of @values; negative ones only where @negative is NULL. NULL when
 * cancelled. */
static double *
keep_known (const double *values, gsize n, const CrmAnalyticsContext *context, gsize *n_kept,
            gsize *negative, GError **error)
{
  g_autofree double *kept = g_new (double, MAX (n, 1));

  *n_kept = 0;
  for (gsize i = 0; values != NULL && i < n; i++)
    {
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
      if (isnan (values[i]))
        continue;
      if (negative != NULL && values[i] < 0)
        (*negative)++;
      else
        kept[(*n_kept)++] = values[i];
    }

  return g_steal_pointer (&kept);
}

gboolean
crm_service_level (const double *kept_promise, const double *reopened, const double *reassigned,
                   const double *durations, gsize n, double level,
                   const CrmAnalyticsContext *context, CrmServiceLevel *result, GError **error)
{
  CrmServiceLevel service = { .n = n, .mean = NAN, .reassignments = NAN };
  g_autofree double *times = NULL, *moves = NULL;
  CrmMoments moments;
  gsize n_moves;

  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("No cases"));
      return FALSE;
    }
  if (!count_share (kept_promise, n, 1, _ ("kept promise"), level, context, &service.kept, error) ||
      !count_share (reopened, n, INFINITY, _ ("reopened"), level, context, &service.reopened,
                    error) ||
      crm_analytics_set_cancelled (context, error))
    return FALSE;

  for (guint q = 0; q < CRM_SERVICE_N_QUANTILES; q++)
    service.quantiles[q] = NAN;
  moves = keep_known (reassigned, n, context, &n_moves, NULL, error);
  if (moves == NULL)
    return FALSE;
  if (n_moves > 0)
    {
      if (!crm_analytics_check_values (context, moves, n_moves, 0, _ ("reassigned"), error) ||
          !crm_moments (moves, n_moves, _ ("reassigned"), context, &moments, error))
        return FALSE;
      service.reassignments = moments.mean;
    }

  times = keep_known (durations, n, context, &service.n_durations, &service.n_negative, error);
  if (times == NULL)
    return FALSE;
  if (service.n_durations > 0)
    {
      if (!crm_moments (times, service.n_durations, _ ("duration"), context, &moments, error) ||
          !crm_quantiles (times, service.n_durations, crm_service_probabilities,
                          CRM_SERVICE_N_QUANTILES, CRM_QUANTILE_GUMBEL, context, service.quantiles,
                          error))
        return FALSE;
      service.mean = moments.mean;
    }

  *result = service;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain and the caller's callbacks. Stateless; any thread. */

#include "config.h"

#include "crm-analytics-base.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* clang-format off */
G_DEFINE_QUARK (crm-analytics-error-quark, crm_analytics_error)
/* clang-format on */

CrmAnalyticsContext
crm_analytics_context_step (const CrmAnalyticsContext *context, double from, double to)
{
  CrmAnalyticsContext step = { 0 };
  double start = 0, end = 1;

  if (context != NULL)
    {
      step = *context;
      start = context->progress_from;
      end = context->progress_to > 0 ? context->progress_to : 1;
    }

  step.progress_from = start + (end - start) * from;
  step.progress_to = start + (end - start) * to;
  return step;
}

guint
crm_analytics_context_threads (const CrmAnalyticsContext *context)
{
  guint n = context != NULL ? context->n_threads : 0;

  return CLAMP (n > 0 ? n : g_get_num_processors (), 1, 64);
}

gboolean
crm_analytics_cancelled (const CrmAnalyticsContext *context)
{
  return context != NULL && context->cancelled != NULL &&
         context->cancelled (context->cancelled_data);
}

gboolean
crm_analytics_set_cancelled (const CrmAnalyticsContext *context, GError **error)
{
  return crm_analytics_cancelled (context) && !crm_analytics_raise_cancelled (error);
}

gboolean
crm_analytics_raise_cancelled (GError **error)
{
  g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED,
                       _ ("The computation was cancelled"));
  return FALSE;
}

void
crm_analytics_progress (const CrmAnalyticsContext *context, double fraction)
{
  double end;

  if (context == NULL || context->progress == NULL)
    return;

  end = context->progress_to > 0 ? context->progress_to : 1;
  context->progress (context->progress_from +
                         (end - context->progress_from) * CLAMP (fraction, 0, 1),
                     context->progress_data);
}

gboolean
crm_analytics_check_finite (const double *values, gsize n, double minimum, const char *what,
                            GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      if (isfinite (values[i]) && values[i] >= minimum)
        continue;

      if (isfinite (values[i]))
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("%s in row %zu is %g, below %g"), what, i + 1, values[i], minimum);
      else
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("%s in row %zu is not a finite number"), what, i + 1);
      return FALSE;
    }

  return TRUE;
}

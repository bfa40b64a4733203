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

/* Row numbers of messages start at @first. */
static gboolean
check_rows (const double *values, gsize n, gsize first, double minimum, const char *what,
            GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      if (isfinite (values[i]) && values[i] >= minimum)
        continue;

      if (isfinite (values[i]))
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("%s in row %zu is %g, below %g"), what, first + i, values[i], minimum);
      else
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("%s in row %zu is not a finite number"), what, first + i);
      return FALSE;
    }

  return TRUE;
}

gboolean
crm_analytics_check_finite (const double *values, gsize n, double minimum, const char *what,
                            GError **error)
{
  return check_rows (values, n, 1, minimum, what, error);
}

gboolean
crm_analytics_check_values (const CrmAnalyticsContext *context, const double *values, gsize n,
                            double minimum, const char *what, GError **error)
{
  for (gsize i = 0; i < n; i += CRM_ANALYTICS_STRIDE)
    if (crm_analytics_set_cancelled (context, error) ||
        !check_rows (values + i, MIN (CRM_ANALYTICS_STRIDE, n - i), i + 1, minimum, what, error))
      return FALSE;
  return TRUE;
}

double
crm_analytics_sum_exact (const CrmAnalyticsContext *context, const double *values, gsize n)
{
  CrmExactSum sum;

  crm_exact_sum_init (&sum);
  for (gsize i = 0; i < n; i++)
    {
      crm_exact_sum_add (&sum, values[i]);
      if (crm_analytics_cancelled_at (context, i))
        return NAN;
    }
  return crm_exact_sum_value (&sum);
}

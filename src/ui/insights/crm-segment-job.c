/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The job behind "Form Segments": reads and computes on its own connection, writes through the store. */

#include "config.h"

#include "crm-segment-job.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

#define N_THRESHOLDS 12

static gboolean
is_cancelled (gpointer data)
{
  return g_cancellable_is_cancelled (data);
}

static void
report_computing (double fraction, gpointer data)
{
  crm_job_control_report (data, 0.05 + 0.55 * fraction, _ ("Comparing customers…"));
}

static gboolean
report_writing (guint64 done, guint64 total, gpointer data)
{
  crm_job_control_report (data, 0.6 + 0.4 * (double) done / (double) MAX (total, 1),
                          _ ("Keeping the result…"));
  return !crm_job_control_is_cancelled (data);
}

static gpointer
form_segments (CrmJobControl *control, gpointer data, GError **error)
{
  const CrmAnalyticsContext context = { .cancelled = is_cancelled,
                                        .cancelled_data = crm_job_control_get_cancellable (control),
                                        .progress = report_computing,
                                        .progress_data = control };
  CrmSegmentOptions *options = data;
  g_autoptr (CrmSegmentRun) run = NULL;
  g_autoptr (GError) local = NULL;

  options->store = crm_job_control_get_store (control);
  crm_job_control_report (control, 0.02, _ ("Reading orders…"));
  run = crm_segment_run_compute (crm_job_control_get_reader (control), options, crm_day_today (),
                                 &context, &local);
  if (g_error_matches (local, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, local->message);
      return NULL;
    }
  if (run == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!crm_segment_run_write (run, crm_job_control_get_store (control), report_writing, control,
                              error))
    return NULL;
  return g_steal_pointer (&run);
}

void
crm_segment_options_load (GSettings *settings, CrmSegmentMethod method, CrmSegmentOptions *options)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, "rfm-thresholds");
  gsize n = 0;
  const double *thresholds = g_variant_get_fixed_array (value, &n, sizeof (double));

  *options = (CrmSegmentOptions){ .method = method };
  if (n != N_THRESHOLDS)
    return;
  options->rfm.rule = CRM_RFM_THRESHOLDS;
  for (guint i = 0; i < N_THRESHOLDS; i++)
    options->rfm.thresholds[i / 4][i % 4] = thresholds[i];
}

CrmJob *
crm_segment_job_start (CrmContext *context, CrmSegmentMethod method)
{
  CrmSegmentOptions *options = g_new (CrmSegmentOptions, 1);

  crm_segment_options_load (crm_context_get_settings (context), method, options);
  return crm_jobs_start (crm_context_get_jobs (context), "form-segments",
                         _ ("Forming customer segments"), form_segments, options, g_free,
                         (GDestroyNotify) crm_segment_run_free);
}

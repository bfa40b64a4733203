/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The import as a job. The worker has its own copy of the plan, so that the window may change its
 * own meanwhile. */

#include "config.h"

#include "crm-import-job.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

typedef struct
{
  CrmImportPlan *plan;
  gboolean trial;
  char *refused_path;
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  crm_import_plan_free (call->plan);
  g_free (call->refused_path);
  g_free (call);
}

static gboolean
report_progress (double share, const CrmImportReport *report, gpointer data)
{
  g_autofree char *rows = crm_format_integer ((gint64) report->rows);
  g_autofree char *text = g_strdup_printf (_ ("%s rows read"), rows);

  crm_job_control_report (data, share, text);
  return !crm_job_control_is_cancelled (data);
}

static gpointer
run_import (CrmJobControl *control, gpointer data, GError **error)
{
  Call *call = data;

  return crm_import_run (call->plan, crm_job_control_get_store (control), call->trial,
                         call->refused_path, report_progress, control, error);
}

CrmJob *
crm_import_job_start (CrmJobs *jobs, const CrmImportPlan *plan, gboolean trial,
                      const char *refused_path)
{
  g_autofree char *name = g_path_get_basename (plan->path);
  g_autofree char *title =
      g_strdup_printf (trial ? _ ("Trial import of %s") : _ ("Import of %s"), name);
  Call *call = g_new0 (Call, 1);

  call->plan = crm_import_plan_copy (plan);
  call->trial = trial;
  call->refused_path = g_strdup (refused_path);
  return crm_jobs_start (jobs, trial ? "import-trial" : "import", title, run_import, call,
                         free_call, (GDestroyNotify) crm_import_report_free);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stops what runs in the background, after asking. A job holds a connection of its own: a store that is
 * closed before its jobs have ended leaves its log behind. Main thread. */

#include "crm-stop-jobs.h"

#include <glib/gi18n.h>

#include "crm-compat.h"

typedef struct
{
  CrmJobs *jobs;
  CrmStoppedFunc done;
  gpointer data;
  GDestroyNotify data_free;
} Stop;

static void
free_stop (Stop *stop)
{
  if (stop->data_free != NULL)
    stop->data_free (stop->data);
  g_signal_handlers_disconnect_by_data (stop->jobs, stop);
  g_object_unref (stop->jobs);
  g_free (stop);
}

static void
running_changed_cb (CrmJobs *jobs, GParamSpec *pspec, Stop *stop)
{
  if (crm_jobs_get_n_running (jobs) > 0)
    return;
  stop->done (stop->data);
  free_stop (stop);
}

static void
answer_cb (gboolean yes, gpointer data)
{
  Stop *stop = data;
  GListModel *list = G_LIST_MODEL (stop->jobs);

  if (!yes)
    {
      free_stop (stop);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (CrmJob) job = g_list_model_get_item (list, i);

      if (crm_job_get_state (job) == CRM_JOB_RUNNING)
        crm_job_cancel (job);
    }
  g_signal_connect (stop->jobs, "notify::n-running", G_CALLBACK (running_changed_cb), stop);
  running_changed_cb (stop->jobs, NULL, stop);
}

/* The titles of what runs, a line each. */
static char *
describe (CrmJobs *jobs)
{
  GListModel *list = G_LIST_MODEL (jobs);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (CrmJob) job = g_list_model_get_item (list, i);
      g_autofree char *title = NULL;

      if (crm_job_get_state (job) != CRM_JOB_RUNNING)
        continue;
      g_object_get (job, "title", &title, NULL);
      g_string_append_printf (text, "%s\n", title);
    }
  g_string_append (text, "\n");
  g_string_append (text, _ ("What has been written so far stays, and can be undone."));
  return g_string_free (text, FALSE);
}

void
crm_stop_jobs (GtkWidget *parent, CrmContext *context, CrmStoppedFunc done, gpointer data,
               GDestroyNotify data_free)
{
  CrmJobs *jobs = context != NULL ? crm_context_get_jobs (context) : NULL;
  guint n = jobs != NULL ? crm_jobs_get_n_running (jobs) : 0;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  Stop *stop;

  if (n == 0)
    {
      done (data);
      if (data_free != NULL)
        data_free (data);
      return;
    }
  title = g_strdup_printf (
      ngettext ("Stop %u job that is still running?", "Stop %u jobs that are still running?", n),
      n);
  body = describe (jobs);
  stop = g_new (Stop, 1);
  stop->jobs = g_object_ref (jobs);
  stop->done = done;
  stop->data = data;
  stop->data_free = data_free;
  crm_compat_confirm (parent, title, body, _ ("Stop"), answer_cb, stop);
}

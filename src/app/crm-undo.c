/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Undo and redo of any group, from the menu, the keys or a toast. Main thread, except run_undo(),
 * which is a job's work function. */

#include "crm-undo.h"

#include <glib/gi18n.h>

#include "crm-format.h"

#define JOB_FROM_ROWS 2000

typedef struct
{
  CrmContext *context; /* weak: the context owns the jobs, which own this */
  gint64 group;
  gboolean redo;
  char *label;
} Undo;

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_clear_weak_pointer (&undo->context);
  g_free (undo->label);
  g_free (undo);
}

/* ---- telling ---- */

static void
tell (Undo *undo, const char *text)
{
  if (undo->context != NULL)
    crm_context_toast (undo->context, text, 0);
}

/* With the way back: what was undone can be done again, what was redone undone. */
static void
tell_with_button (Undo *undo, const char *text)
{
  if (undo->context == NULL)
    return;
  if (undo->redo)
    crm_context_toast (undo->context, text, undo->group);
  else
    crm_context_toast_undone (undo->context, text, undo->group);
}

static void
tell_done (Undo *undo, const CrmApplyResult *result)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (undo->redo ? _ ("Redone: %s") : _ ("Undone: %s"), undo->label);
  if (result->kept > 0)
    {
      g_autofree char *number = crm_format_integer (result->kept);
      g_autofree char *kept = g_strdup_printf (
          ngettext ("%s record was changed since and stays as it is",
                    "%s records were changed since and stay as they are", result->kept),
          number);
      g_autofree char *whole = g_strdup_printf ("%s · %s", text, kept);

      tell_with_button (undo, whole);
      return;
    }
  tell_with_button (undo, text);
}

/* ---- large groups ---- */

static gboolean
report_progress (guint64 done, guint64 total, gpointer data)
{
  CrmJobControl *control = data;
  g_autofree char *done_text = crm_format_integer (done);
  g_autofree char *total_text = crm_format_integer (total);
  g_autofree char *text = g_strdup_printf (_ ("%s of %s"), done_text, total_text);

  crm_job_control_report (control, total > 0 ? (double) done / total : -1.0, text);
  return !crm_job_control_is_cancelled (control);
}

static gpointer
run_undo (CrmJobControl *control, gpointer data, GError **error)
{
  Undo *undo = data;
  CrmStore *store = crm_job_control_get_store (control);
  CrmApplyResult *result = g_new0 (CrmApplyResult, 1);
  gboolean ok = undo->redo
                    ? crm_store_redo (store, undo->group, report_progress, control, result, error)
                    : crm_store_undo (store, undo->group, report_progress, control, result, error);

  if (!ok)
    g_clear_pointer (&result, g_free);
  return result;
}

static void
job_finished_cb (CrmJob *job, Undo *undo)
{
  const CrmApplyResult *result = crm_job_get_result (job);

  if (result != NULL)
    tell_done (undo, result);
  else if (crm_job_get_error (job) != NULL && crm_job_get_state (job) == CRM_JOB_FAILED)
    tell (undo, crm_job_get_error (job)->message);
}

static void
start_job (Undo *undo)
{
  g_autofree char *title =
      g_strdup_printf (undo->redo ? _ ("Redo: %s") : _ ("Undo: %s"), undo->label);
  CrmJob *job = crm_jobs_start (crm_context_get_jobs (undo->context), "undo", title, run_undo, undo,
                                free_undo, g_free);

  g_signal_connect (job, "finished", G_CALLBACK (job_finished_cb), undo);
}

/* ---- small groups ---- */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Undo *undo = data;
  g_autoptr (GError) error = NULL;
  CrmApplyResult applied = { 0 };

  if (crm_store_undo_finish (CRM_STORE (source), result, &applied, &error))
    tell_done (undo, &applied);
  else
    tell (undo, error->message);
  free_undo (undo);
}

static gpointer
read_group (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_group_load (reader, *(gint64 *) data, error);
}

static void
group_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Undo *undo = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmGroup) group = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (group == NULL)
    {
      tell (undo, error->message);
      free_undo (undo);
      return;
    }
  undo->label = crm_group_describe (group);
  if (group->count > JOB_FROM_ROWS)
    start_job (undo);
  else
    crm_store_undo_async (CRM_STORE (source), undo->group, undo->redo, NULL, NULL, NULL, undone_cb,
                          undo);
}

void
crm_undo_start (CrmContext *context, gint64 group, gboolean redo)
{
  Undo *undo;

  g_return_if_fail (CRM_IS_CONTEXT (context));

  if (group == 0)
    return;
  undo = g_new0 (Undo, 1);
  g_set_weak_pointer (&undo->context, context);
  undo->group = group;
  undo->redo = redo;
  crm_store_read_async (crm_context_get_store (context), read_group,
                        g_memdup2 (&group, sizeof group), g_free, (GDestroyNotify) crm_group_free,
                        NULL, group_read_cb, undo);
}

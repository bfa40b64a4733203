/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Backup copies by SQLite's online backup. Asked for on the main thread, copied on a job's worker into
 * a file beside the wanted one, which takes its place when it is whole. */

#include "crm-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "crm-compat.h"

#define PAGES_A_STEP 512
#define BUSY_WAIT_MS 20

static gboolean
copy_pages (CrmJobControl *control, sqlite3 *from, sqlite3 *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int result = SQLITE_OK;

  if (backup == NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_FAILED, sqlite3_errmsg (to));
      return FALSE;
    }
  while (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_LOCKED)
    {
      int total;

      if (crm_job_control_is_cancelled (control))
        break;
      result = sqlite3_backup_step (backup, PAGES_A_STEP);
      if (result == SQLITE_BUSY || result == SQLITE_LOCKED)
        g_usleep (BUSY_WAIT_MS * 1000);
      total = MAX (sqlite3_backup_pagecount (backup), 1);
      crm_job_control_report (control, 1.0 - (double) sqlite3_backup_remaining (backup) / total,
                              NULL);
    }
  sqlite3_backup_finish (backup);
  if (result == SQLITE_DONE)
    return TRUE;
  if (crm_job_control_is_cancelled (control))
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_CANCELLED, _ ("Cancelled"));
  else
    g_set_error (error, CRM_ERROR, result == SQLITE_FULL ? CRM_ERROR_FULL : CRM_ERROR_FAILED,
                 _ ("The backup could not be written: %s. Choose another place, then try again."),
                 sqlite3_errstr (result));
  return FALSE;
}

/* The copy holds what the original holds: nobody else may read it. */
static gboolean
create_private_file (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_READ_ONLY,
                   _ ("%s cannot be written: %s. Choose another place."), path, g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gpointer
run_backup (CrmJobControl *control, gpointer data, GError **error)
{
  const char *path = data;
  g_autofree char *partial = g_strconcat (path, ".part", NULL);
  sqlite3 *from = crm_reader_get_db (crm_job_control_get_reader (control));
  sqlite3 *to = NULL;
  gboolean ok;

  if (!create_private_file (partial, error))
    return NULL;
  ok = sqlite3_open (partial, &to) == SQLITE_OK;
  if (!ok)
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_FAILED, sqlite3_errmsg (to));
  ok = ok && copy_pages (control, from, to, error);
  sqlite3_close (to);
  if (ok && g_rename (partial, path) != 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_FAILED, _ ("%s could not be replaced: %s"), path,
                   g_strerror (errno));
      ok = FALSE;
    }
  if (!ok)
    {
      g_unlink (partial);
      return NULL;
    }
  crm_job_control_report (control, 1.0, path);
  return g_strdup (path);
}

static void
backup_finished_cb (CrmJob *job, CrmContext *context)
{
  if (crm_job_get_state (job) == CRM_JOB_DONE)
    crm_context_toast (context, _ ("Backup written"), 0);
  else if (crm_job_get_state (job) == CRM_JOB_FAILED)
    crm_context_toast (context, crm_job_get_error (job)->message, 0);
}

CrmJob *
crm_backup_start (CrmContext *context, const char *path)
{
  CrmJob *job;

  g_return_val_if_fail (CRM_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  job = crm_jobs_start (crm_context_get_jobs (context), "backup", _ ("Backup of the database"),
                        run_backup, g_strdup (path), g_free, g_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (backup_finished_cb), context, 0);
  return job;
}

static void
file_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (CrmContext) context = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    return;
  if (g_strcmp0 (path, crm_store_get_path (crm_context_get_store (context))) == 0)
    {
      crm_context_toast (context, _ ("That is the database itself. Choose another name."), 0);
      return;
    }
  crm_backup_start (context, path);
}

void
crm_backup_ask (GtkWidget *parent, CrmContext *context)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name = g_strdup_printf ("crm-%s.db", day);

  crm_compat_save_file (parent, _ ("Back Up the Database"), name, file_chosen_cb,
                        g_object_ref (context));
}

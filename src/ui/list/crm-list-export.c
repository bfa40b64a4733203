/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Export of a list: the file is chosen first, then a job writes it; the name appears only when the
 * file is whole. Main thread, but for the job's function. */

#include "config.h"

#include "crm-list-export.h"

#include <glib/gi18n-lib.h>

#include "crm-compat.h"
#include "crm-csv-export.h"
#include "crm-format.h"

typedef struct
{
  CrmContext *context;
  CrmQuery *query;
  GArray *ids; /* (nullable) */
  char *path;
} Export;

static void
free_export (gpointer data)
{
  Export *self = data;

  g_object_unref (self->context);
  crm_query_free (self->query);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->path);
  g_free (self);
}

static gboolean
report_progress (guint64 done, guint64 total, gpointer data)
{
  g_autofree char *rows = crm_format_integer ((gint64) done);
  g_autofree char *text = g_strdup_printf (_ ("%s rows written"), rows);

  crm_job_control_report (data, (double) done / (double) MAX (total, 1), text);
  return !crm_job_control_is_cancelled (data);
}

static gpointer
write_file (CrmJobControl *control, gpointer data, GError **error)
{
  Export *self = data;
  g_autoptr (CrmCsvWriter) writer = crm_csv_writer_new (self->path, error);
  gint64 n;

  if (writer == NULL)
    return NULL;
  n = crm_csv_export (self->query, crm_job_control_get_reader (control),
                      self->ids != NULL ? (const CrmId *) self->ids->data : NULL,
                      self->ids != NULL ? self->ids->len : 0, NULL, writer, report_progress,
                      control, error);
  if (n < 0 || !crm_csv_writer_close (writer, error))
    return NULL;
  return g_memdup2 (&n, sizeof n);
}

static void
finished_cb (CrmJob *job, CrmContext *context)
{
  const gint64 *n = crm_job_get_result (job);
  g_autofree char *rows = n != NULL ? crm_format_integer (*n) : NULL;
  g_autofree char *text = NULL;

  if (n != NULL)
    text = g_strdup_printf (ngettext ("%s row exported", "%s rows exported", (gulong) *n), rows);
  else if (crm_job_get_state (job) == CRM_JOB_FAILED)
    text = g_strdup (crm_job_get_error (job)->message);
  if (text != NULL)
    crm_context_toast (context, text, 0);
}

static void
chosen_cb (GFile *file, gpointer data)
{
  Export *self = data;
  CrmJob *job;

  self->path = file != NULL ? g_file_get_path (file) : NULL;
  if (self->path == NULL)
    {
      free_export (self);
      return;
    }
  job = crm_jobs_start (crm_context_get_jobs (self->context), "export", _ ("Export as CSV"),
                        write_file, self, free_export, g_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (finished_cb), self->context, 0);
}

void
crm_list_export (GtkWidget *parent, CrmContext *context, const CrmQuery *query, const GArray *ids)
{
  Export *self = g_new0 (Export, 1);
  g_autofree char *name = g_strconcat (crm_entity_get_label_plural (query->entity), ".csv", NULL);

  self->context = g_object_ref (context);
  self->query = crm_query_copy (query);
  if (ids != NULL)
    {
      self->ids = g_array_sized_new (FALSE, FALSE, sizeof (CrmId), ids->len);
      g_array_append_vals (self->ids, ids->data, ids->len);
    }
  crm_compat_save_file (parent, _ ("Export"), name, chosen_cb, self);
}

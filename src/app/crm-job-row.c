/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One job: title, words, bar, and the button that fits its state. Main thread. */

#include "crm-job-row.h"

#include <glib/gi18n.h>

struct _CrmJobRow
{
  GtkListBoxRow parent;

  CrmJob *job;
  GtkLabel *title;
  GtkLabel *text;
  GtkProgressBar *bar;
  GtkImage *icon;
  GtkButton *cancel_button;
  GtkButton *retry_button;
};

G_DEFINE_FINAL_TYPE (CrmJobRow, crm_job_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
icon_of (CrmJobState state)
{
  switch (state)
    {
    case CRM_JOB_RUNNING:
      return "crm-jobs-symbolic";
    case CRM_JOB_DONE:
      return "crm-check-symbolic";
    case CRM_JOB_FAILED:
      return "crm-warning-symbolic";
    case CRM_JOB_CANCELLED:
    default:
      return "crm-close-symbolic";
    }
}

static void
show_job (CrmJobRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *message = NULL;
  double progress;
  CrmJobState state = crm_job_get_state (self->job);
  const char *words;

  g_object_get (self->job, "title", &title, "text", &text, "error-message", &message, "progress",
                &progress, NULL);
  words = text;
  if (state == CRM_JOB_FAILED)
    words = message;
  else if (state == CRM_JOB_CANCELLED)
    words = _ ("Cancelled");
  else if (state == CRM_JOB_DONE)
    words = text != NULL && *text != '\0' ? text : _ ("Done");

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->text, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), words != NULL && *words != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->bar), state == CRM_JOB_RUNNING);
  if (progress < 0.0)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, CLAMP (progress, 0.0, 1.0));
  gtk_image_set_from_icon_name (self->icon, icon_of (state));
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), state == CRM_JOB_RUNNING);
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button),
                          state == CRM_JOB_FAILED || state == CRM_JOB_CANCELLED);
  if (state == CRM_JOB_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->text), "crm-bad");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->text), "crm-bad");
}

static void
job_notify_cb (CrmJobRow *self)
{
  show_job (self);
}

static void
cancel_clicked_cb (GtkButton *button, CrmJobRow *self)
{
  crm_job_cancel (self->job);
}

static void
retry_clicked_cb (GtkButton *button, CrmJobRow *self)
{
  crm_job_retry (self->job);
}

static void
crm_job_row_dispose (GObject *object)
{
  g_clear_object (&CRM_JOB_ROW (object)->job);
  G_OBJECT_CLASS (crm_job_row_parent_class)->dispose (object);
}

static void
crm_job_row_class_init (CrmJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_job_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Crm/ui/crm-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, CrmJobRow, text);
  gtk_widget_class_bind_template_child (widget_class, CrmJobRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CrmJobRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CrmJobRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CrmJobRow, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
}

static void
crm_job_row_init (CrmJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crm_job_row_new (CrmJob *job)
{
  CrmJobRow *self = g_object_new (CRM_TYPE_JOB_ROW, NULL);

  self->job = g_object_ref (job);
  g_signal_connect_object (job, "notify", G_CALLBACK (job_notify_cb), self, G_CONNECT_SWAPPED);
  show_job (self);
  return GTK_WIDGET (self);
}

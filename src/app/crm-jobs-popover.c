/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of jobs. Main thread. */

#include "crm-jobs-popover.h"

#include "crm-job-row.h"

struct _CrmJobsPopover
{
  GtkPopover parent;

  CrmJobs *jobs;
  GtkStack *stack;
  GtkListBox *list;
  GtkButton *clear_button;
};

G_DEFINE_FINAL_TYPE (CrmJobsPopover, crm_jobs_popover, GTK_TYPE_POPOVER)

static GtkWidget *
create_row_cb (gpointer item, gpointer data)
{
  return crm_job_row_new (item);
}

static void
show_jobs (CrmJobsPopover *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "jobs" : "none");
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), n > crm_jobs_get_n_running (self->jobs));
}

static void
jobs_changed_cb (CrmJobsPopover *self)
{
  show_jobs (self);
}

static void
clear_clicked_cb (GtkButton *button, CrmJobsPopover *self)
{
  crm_jobs_clear_finished (self->jobs);
}

static void
crm_jobs_popover_dispose (GObject *object)
{
  g_clear_object (&CRM_JOBS_POPOVER (object)->jobs);
  G_OBJECT_CLASS (crm_jobs_popover_parent_class)->dispose (object);
}

static void
crm_jobs_popover_class_init (CrmJobsPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_jobs_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-jobs-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmJobsPopover, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmJobsPopover, list);
  gtk_widget_class_bind_template_child (widget_class, CrmJobsPopover, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
}

static void
crm_jobs_popover_init (CrmJobsPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crm_jobs_popover_new (CrmJobs *jobs)
{
  CrmJobsPopover *self = g_object_new (CRM_TYPE_JOBS_POPOVER, NULL);

  self->jobs = g_object_ref (jobs);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (jobs), create_row_cb, NULL, NULL);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "notify::n-running", G_CALLBACK (jobs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_jobs (self);
  return GTK_WIDGET (self);
}

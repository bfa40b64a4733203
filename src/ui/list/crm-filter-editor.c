/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The filter being edited and its live count. Main thread; counts are read in the background, a newer
 * question cancels the older one. */

#include "config.h"

#include "crm-filter-editor.h"

#include <glib/gi18n-lib.h>

#include "crm-filter-group.h"
#include "crm-format.h"

#define COUNT_DELAY_MS 60

struct _CrmFilterEditor
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  CrmQuery *query;
  GtkWidget *box;
  GtkWidget *scroll;
  GtkWidget *group;
  GtkWidget *apply;
  GtkWidget *clear;
  guint count_source;
  GCancellable *counting;
};

enum
{
  APPLY,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmFilterEditor, crm_filter_editor, GTK_TYPE_WIDGET)

static gpointer
read_count (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *count = g_new (gint64, 1);

  *count = crm_query_count (data, reader, error);
  if (*count < 0)
    g_clear_pointer (&count, g_free);
  return count;
}

static void
count_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmFilterEditor) self = CRM_FILTER_EDITOR (data);
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *count = crm_store_read_finish (CRM_STORE (source), result, &error);
  g_autofree char *number = NULL;
  g_autofree char *label = NULL;

  if (self->box == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (count == NULL)
    {
      gtk_button_set_label (GTK_BUTTON (self->apply), _ ("Show"));
      return;
    }
  number = crm_format_integer (*count);
  /* Translators: button of the filter popover, with the number of records: "Show 214" */
  label = g_strdup_printf (_ ("Show %s"), number);
  gtk_button_set_label (GTK_BUTTON (self->apply), label);
}

static gboolean
count_cb (gpointer data)
{
  CrmFilterEditor *self = CRM_FILTER_EDITOR (data);
  CrmQuery *query = crm_query_copy (self->query);

  self->count_source = 0;
  g_clear_pointer (&query->filter, crm_filter_unref);
  query->filter = crm_filter_group_build (CRM_FILTER_GROUP (self->group));
  gtk_widget_set_sensitive (self->clear, query->filter != NULL);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  crm_store_read_slowly_async (crm_context_get_store (self->context), read_count, query,
                               (GDestroyNotify) crm_query_free, g_free, self->counting,
                               count_read_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
count_soon (CrmFilterEditor *self)
{
  if (self->count_source == 0)
    self->count_source = g_timeout_add (COUNT_DELAY_MS, count_cb, self);
}

void
crm_filter_editor_apply (CrmFilterEditor *self)
{
  g_autoptr (CrmFilter) filter = crm_filter_group_build (CRM_FILTER_GROUP (self->group));

  g_signal_emit (self, signals[APPLY], 0, filter);
}

static void
clear_cb (GtkButton *button, CrmFilterEditor *self)
{
  crm_filter_group_set_filter (CRM_FILTER_GROUP (self->group), NULL);
  crm_filter_group_add_rule (CRM_FILTER_GROUP (self->group));
  count_soon (self);
}

void
crm_filter_editor_set_query (CrmFilterEditor *self, const CrmQuery *query)
{
  g_clear_pointer (&self->query, crm_query_free);
  self->query = crm_query_copy (query);
  crm_filter_group_set_filter (CRM_FILTER_GROUP (self->group), query->filter);
  if (crm_filter_is_empty (query->filter))
    crm_filter_group_add_rule (CRM_FILTER_GROUP (self->group));
  count_soon (self);
}

static void
crm_filter_editor_dispose (GObject *object)
{
  CrmFilterEditor *self = CRM_FILTER_EDITOR (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_handle_id (&self->count_source, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->query, crm_query_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_filter_editor_parent_class)->dispose (object);
}

static void
crm_filter_editor_class_init (CrmFilterEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_filter_editor_dispose;
  signals[APPLY] = g_signal_new ("apply", CRM_TYPE_FILTER_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, CRM_TYPE_FILTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
crm_filter_editor_init (CrmFilterEditor *self)
{
}

static void
build (CrmFilterEditor *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (_ ("Filter"));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_add_css_class (self->box, "crm-filter-editor");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  gtk_widget_add_css_class (title, "crm-card-title");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  self->clear = gtk_button_new_with_label (_ ("Clear"));
  gtk_widget_add_css_class (self->clear, "flat");
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_cb), self, 0);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), self->clear);

  self->group = crm_filter_group_new (self->context, self->entity, TRUE);
  g_signal_connect_object (self->group, "changed", G_CALLBACK (count_soon), self,
                           G_CONNECT_SWAPPED);
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), self->group);
  g_object_set (self->scroll, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height",
                TRUE, "propagate-natural-width", TRUE, "max-content-height", 420, NULL);

  self->apply = gtk_button_new_with_label (_ ("Show"));
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_hexpand (self->apply, TRUE);
  gtk_widget_set_halign (self->apply, GTK_ALIGN_END);
  g_signal_connect_object (self->apply, "clicked", G_CALLBACK (crm_filter_editor_apply), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (foot), self->apply);

  gtk_box_append (GTK_BOX (self->box), head);
  gtk_box_append (GTK_BOX (self->box), self->scroll);
  gtk_box_append (GTK_BOX (self->box), foot);
}

GtkWidget *
crm_filter_editor_new (CrmContext *context, const CrmEntity *entity)
{
  CrmFilterEditor *self = g_object_new (CRM_TYPE_FILTER_EDITOR, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->query = crm_query_new (entity);
  build (self);
  return GTK_WIDGET (self);
}

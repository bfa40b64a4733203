/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the sidebar. Main thread. */

#include "crm-sidebar-row.h"

#include "crm-format.h"

struct _CrmSidebarRow
{
  GtkListBoxRow parent;

  char *name;
  CrmId view;
  char *tone;
  GtkWidget *mark;
  GtkWidget *label;
  GtkWidget *count;
};

G_DEFINE_FINAL_TYPE (CrmSidebarRow, crm_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

const char *
crm_sidebar_row_get_name (CrmSidebarRow *self)
{
  g_return_val_if_fail (CRM_IS_SIDEBAR_ROW (self), NULL);

  return self->name;
}

CrmId
crm_sidebar_row_get_view (CrmSidebarRow *self)
{
  g_return_val_if_fail (CRM_IS_SIDEBAR_ROW (self), 0);

  return self->view;
}

const char *
crm_sidebar_row_get_label (CrmSidebarRow *self)
{
  g_return_val_if_fail (CRM_IS_SIDEBAR_ROW (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->label));
}

const char *
crm_sidebar_row_get_count_text (CrmSidebarRow *self)
{
  g_return_val_if_fail (CRM_IS_SIDEBAR_ROW (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->count));
}

void
crm_sidebar_row_set_count (CrmSidebarRow *self, gint64 count, gboolean due)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CRM_IS_SIDEBAR_ROW (self));

  text = count < 0 ? g_strdup ("") : crm_format_integer (count);
  gtk_label_set_text (GTK_LABEL (self->count), text);
  if (due)
    gtk_widget_add_css_class (self->count, "due");
  else
    gtk_widget_remove_css_class (self->count, "due");
}

void
crm_sidebar_row_set_label (CrmSidebarRow *self, const char *label, const char *tone)
{
  g_return_if_fail (CRM_IS_SIDEBAR_ROW (self));

  gtk_label_set_text (GTK_LABEL (self->label), label);
  gtk_widget_set_tooltip_text (self->label, label);
  if (self->tone != NULL)
    gtk_widget_remove_css_class (self->mark, self->tone);
  if (tone != NULL)
    gtk_widget_add_css_class (self->mark, tone);
  g_free (self->tone);
  self->tone = g_strdup (tone);
}

static void
crm_sidebar_row_finalize (GObject *object)
{
  CrmSidebarRow *self = CRM_SIDEBAR_ROW (object);

  g_free (self->name);
  g_free (self->tone);
  G_OBJECT_CLASS (crm_sidebar_row_parent_class)->finalize (object);
}

static void
crm_sidebar_row_class_init (CrmSidebarRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_sidebar_row_finalize;
}

static void
crm_sidebar_row_init (CrmSidebarRow *self)
{
}

static GtkWidget *
create_row (const char *label, GtkWidget *mark)
{
  CrmSidebarRow *self = g_object_new (CRM_TYPE_SIDEBAR_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->mark = mark;
  self->label = gtk_label_new (label);
  gtk_widget_add_css_class (self->label, "crm-sidebar-label");
  self->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->count, "count");
  gtk_widget_set_margin_start (self->count, 6);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), self->count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

GtkWidget *
crm_sidebar_row_new_page (const char *name, const char *label, const char *icon)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *row = create_row (label, image);

  gtk_widget_set_margin_end (image, 10);
  CRM_SIDEBAR_ROW (row)->name = g_strdup (name);
  return row;
}

GtkWidget *
crm_sidebar_row_new_view (CrmId view, const char *label, const char *tone)
{
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *row = create_row (label, dot);

  gtk_widget_add_css_class (dot, "crm-dot");
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (dot, 4);
  gtk_widget_set_margin_end (dot, 14);
  CRM_SIDEBAR_ROW (row)->view = view;
  crm_sidebar_row_set_label (CRM_SIDEBAR_ROW (row), label, tone);
  return row;
}

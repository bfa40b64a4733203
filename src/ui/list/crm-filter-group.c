/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A group of the filter editor, nested as deep as one likes. Main thread. */

#include "config.h"

#include "crm-filter-group.h"

#include <glib/gi18n-lib.h>

#include "crm-filter-row.h"

struct _CrmFilterGroup
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  gboolean is_top;
  gboolean filling;
  GtkWidget *box;
  GtkWidget *head;
  GtkWidget *mode; /* all, any, none */
  GtkWidget *rows;
};

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmFilterGroup, crm_filter_group, GTK_TYPE_WIDGET)

enum
{
  MODE_ALL,
  MODE_ANY,
  MODE_NONE
};

static void
changed (CrmFilterGroup *self)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  /* With one rule there is nothing to choose between. */
  gtk_widget_set_visible (self->head,
                          !self->is_top || n > 1 ||
                              gtk_drop_down_get_selected (GTK_DROP_DOWN (self->mode)) == MODE_NONE);
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
row_removed_cb (GtkWidget *row, CrmFilterGroup *self)
{
  gtk_box_remove (GTK_BOX (self->rows), row);
  changed (self);
}

static GtkWidget *
add_row (CrmFilterGroup *self, GtkWidget *row)
{
  gtk_box_append (GTK_BOX (self->rows), row);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (row_removed_cb), self, 0);
  return row;
}

void
crm_filter_group_add_rule (CrmFilterGroup *self)
{
  GtkWidget *row = add_row (self, crm_filter_row_new (self->context, self->entity, NULL));

  changed (self);
  gtk_widget_grab_focus (row);
}

static void
add_group_cb (GtkButton *button, CrmFilterGroup *self)
{
  GtkWidget *group = crm_filter_group_new (self->context, self->entity, FALSE);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (CRM_FILTER_GROUP (group)->mode), MODE_ANY);
  add_row (self, group);
  crm_filter_group_add_rule (CRM_FILTER_GROUP (group));
}

static void
add_filter (CrmFilterGroup *self, CrmFilter *filter)
{
  GtkWidget *group = NULL;

  if (crm_filter_get_node_type (filter) == CRM_FILTER_RULE)
    {
      add_row (self, crm_filter_row_new (self->context, self->entity, filter));
      return;
    }
  group = crm_filter_group_new (self->context, self->entity, FALSE);
  crm_filter_group_set_filter (CRM_FILTER_GROUP (group), filter);
  add_row (self, group);
}

static void
clear_rows (CrmFilterGroup *self)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
}

void
crm_filter_group_set_filter (CrmFilterGroup *self, CrmFilter *filter)
{
  CrmFilter *list = filter;
  guint mode = MODE_ALL;

  self->filling = TRUE;
  clear_rows (self);
  if (filter != NULL && crm_filter_get_node_type (filter) == CRM_FILTER_NOT)
    {
      mode = MODE_NONE;
      list = crm_filter_get_n_children (filter) > 0 ? crm_filter_get_child (filter, 0) : NULL;
    }
  if (list != NULL && mode == MODE_ALL && crm_filter_get_node_type (list) == CRM_FILTER_ANY)
    mode = MODE_ANY;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->mode), mode);

  /* not (a and b) has no row of its own: it is none of the group (a and b). */
  if (list != NULL && (crm_filter_get_node_type (list) == CRM_FILTER_RULE ||
                       crm_filter_get_node_type (list) == CRM_FILTER_NOT ||
                       (mode == MODE_NONE && crm_filter_get_node_type (list) == CRM_FILTER_ALL)))
    add_filter (self, list);
  else
    for (guint i = 0; list != NULL && i < crm_filter_get_n_children (list); i++)
      add_filter (self, crm_filter_get_child (list, i));
  changed (self);
  self->filling = FALSE;
}

CrmFilter *
crm_filter_group_build (CrmFilterGroup *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_filter_unref);
  guint mode = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->mode));
  g_autoptr (CrmFilter) any = NULL;

  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      CrmFilter *part = CRM_IS_FILTER_ROW (row) ? crm_filter_row_build (CRM_FILTER_ROW (row))
                                                : crm_filter_group_build (CRM_FILTER_GROUP (row));
      if (part != NULL)
        g_ptr_array_add (parts, part);
    }
  if (parts->len == 0)
    return NULL;
  if (mode == MODE_ALL)
    return crm_filter_new_group (CRM_FILTER_ALL, (CrmFilter *const *) parts->pdata, parts->len);
  any = crm_filter_new_group (CRM_FILTER_ANY, (CrmFilter *const *) parts->pdata, parts->len);
  if (mode == MODE_ANY)
    return g_steal_pointer (&any);
  return crm_filter_new_group (CRM_FILTER_NOT, &any, 1);
}

static void
remove_cb (GtkButton *button, CrmFilterGroup *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
crm_filter_group_dispose (GObject *object)
{
  CrmFilterGroup *self = CRM_FILTER_GROUP (object);

  self->filling = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_filter_group_parent_class)->dispose (object);
}

static void
crm_filter_group_class_init (CrmFilterGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_filter_group_dispose;
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_FILTER_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", CRM_TYPE_FILTER_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
crm_filter_group_init (CrmFilterGroup *self)
{
}

static void
build_head (CrmFilterGroup *self)
{
  const char *const modes[] = { _ ("All of these hold"), _ ("Any of these holds"),
                                _ ("None of these holds"), NULL };

  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->mode = gtk_drop_down_new_from_strings (modes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mode), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How the rules go together"), -1);
  gtk_widget_set_halign (self->mode, GTK_ALIGN_START);
  gtk_widget_set_hexpand (self->mode, TRUE);
  g_signal_connect_object (self->mode, "notify::selected", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->head), self->mode);
  if (!self->is_top)
    {
      GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
      gtk_widget_add_css_class (remove, "flat");
      gtk_widget_set_tooltip_text (remove, _ ("Remove this group"));
      g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, 0);
      gtk_box_append (GTK_BOX (self->head), remove);
    }
  gtk_box_append (GTK_BOX (self->box), self->head);
}

static GtkWidget *
make_add_button (const char *label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return button;
}

static void
build_foot (CrmFilterGroup *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *rule = make_add_button (_ ("Add Rule"));
  GtkWidget *group = make_add_button (_ ("Add Group"));

  g_signal_connect_object (rule, "clicked", G_CALLBACK (crm_filter_group_add_rule), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "clicked", G_CALLBACK (add_group_cb), self, 0);
  gtk_box_append (GTK_BOX (foot), rule);
  gtk_box_append (GTK_BOX (foot), group);
  gtk_box_append (GTK_BOX (self->box), foot);
}

GtkWidget *
crm_filter_group_new (CrmContext *context, const CrmEntity *entity, gboolean is_top)
{
  CrmFilterGroup *self = g_object_new (CRM_TYPE_FILTER_GROUP, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->is_top = is_top;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  if (!is_top)
    gtk_widget_add_css_class (GTK_WIDGET (self), "crm-filter-group");
  self->filling = TRUE;
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  build_head (self);
  gtk_box_append (GTK_BOX (self->box), self->rows);
  build_foot (self);
  changed (self);
  self->filling = FALSE;
  return GTK_WIDGET (self);
}

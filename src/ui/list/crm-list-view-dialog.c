/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saves a view as a record of the entity "view", and reads one. Main thread. */

#include "config.h"

#include "crm-list-view-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-custom-field.h"
#include "crm-filter-chips.h"
#include "crm-json.h"
#include "crm-ui.h"

struct _CrmListViewDialog
{
  AdwWindow parent_instance;
  CrmContext *context;
  CrmQuery *query;
  CrmListLayout *layout;
  guint color;

  AdwWindowTitle *title;
  GtkWidget *save_button;
  GtkWidget *name_row;
  GtkBox *colors;
  GtkLabel *summary;
};

enum
{
  SAVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* The order is that of the numbers kept in the field "color". */
static const struct
{
  const char *tone;
  const char *label;
} tones[] = { { "blue", N_ ("Blue") }, { "vermilion", N_ ("Vermilion") }, { "amber", N_ ("Amber") },
              { "teal", N_ ("Teal") }, { "plum", N_ ("Plum") },           { "sky", N_ ("Sky") } };

G_DEFINE_FINAL_TYPE (CrmListViewDialog, crm_list_view_dialog, ADW_TYPE_WINDOW)

CrmQuery *
crm_list_view_read (CrmRecord *view, CrmListLayout **layout)
{
  const CrmEntity *entity = crm_entity_lookup (crm_record_get_text (view, "entity"));
  const char *json = crm_record_get_text (view, "filter");
  const char *sort = crm_record_get_text (view, "sort");
  g_autoptr (CrmQuery) query = entity != NULL ? crm_query_new (entity) : NULL;
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;

  if (entity == NULL)
    return NULL;
  if (node != NULL)
    {
      query->filter = crm_filter_from_json (node, NULL);
      if (query->filter == NULL)
        return NULL;
    }
  if (sort != NULL && crm_entity_any_field (entity, sort) != NULL)
    query->sort = crm_entity_any_field (entity, sort)->id;
  query->descending = crm_record_get_boolean (view, "descending");
  if (layout != NULL)
    *layout = crm_list_layout_from_json (entity, crm_record_get_text (view, "columns"));
  return g_steal_pointer (&query);
}

static void
saved_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  g_autoptr (GObject) record = data;
  CrmListViewDialog *self = g_object_get_data (record, "dialog");

  if (self->context == NULL)
    return;
  if (error != NULL)
    {
      gtk_label_set_text (self->summary, error->message);
      gtk_widget_set_sensitive (self->save_button, TRUE);
      return;
    }
  g_signal_emit (self, signals[SAVED], 0, record);
  gtk_window_destroy (GTK_WINDOW (self));
}

void
crm_list_view_write (CrmRecord *view, const CrmQuery *query, const CrmListLayout *layout)
{
  g_autofree char *columns = crm_list_layout_to_json (layout);
  g_autoptr (JsonNode) node = query->filter != NULL ? crm_filter_to_json (query->filter) : NULL;
  g_autofree char *filter = node != NULL ? crm_json_to_text (node, FALSE) : NULL;

  crm_record_set_text (view, "entity", query->entity->name);
  crm_record_set_text (view, "filter", filter);
  crm_record_set_text (view, "columns", columns);
  crm_record_set_text (view, "sort", query->sort);
  crm_record_set_int (view, "descending", query->descending);
}

static CrmRecord *
make_record (CrmListViewDialog *self, const char *name)
{
  CrmRecord *record = crm_record_new (crm_entity_lookup ("view"));

  crm_record_set_text (record, "name", name);
  crm_list_view_write (record, self->query, self->layout);
  crm_record_set_int (record, "color", self->color);
  return record;
}

static void
save_clicked_cb (GtkWidget *widget, CrmListViewDialog *self)
{
  g_autofree char *name =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmChangeset) changes = NULL;
  g_autofree char *done = NULL;

  if (*name == '\0' || !gtk_widget_get_sensitive (self->save_button))
    return;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  record = make_record (self, name);
  changes = crm_changeset_new (CRM_VERB_CREATE, crm_entity_lookup ("view"));
  crm_changeset_insert (changes, record);
  g_object_set_data_full (G_OBJECT (record), "dialog", g_object_ref (self), g_object_unref);
  done = g_strdup_printf (_ ("View “%s” saved"), name);
  crm_context_save (self->context, changes, done, saved_cb, g_object_ref (record));
}

static void
name_changed_cb (GtkEditable *row, CrmListViewDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  gtk_widget_set_sensitive (self->save_button, *name != '\0');
}

static void
color_toggled_cb (GtkCheckButton *button, CrmListViewDialog *self)
{
  if (gtk_check_button_get_active (button))
    self->color = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "color"));
}

static void
add_colors (CrmListViewDialog *self)
{
  GtkCheckButton *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    {
      GtkWidget *button = gtk_check_button_new ();
      gtk_widget_add_css_class (button, "crm-color-choice");
      gtk_widget_add_css_class (button, tones[i].tone);
      gtk_widget_set_tooltip_text (button, _ (tones[i].label));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (tones[i].label), -1);
      g_object_set_data (G_OBJECT (button), "color", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "toggled", G_CALLBACK (color_toggled_cb), self, 0);
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), first);
      if (first == NULL)
        first = GTK_CHECK_BUTTON (button);
      gtk_box_append (self->colors, button);
    }
  gtk_check_button_set_active (first, TRUE);
}

static void
crm_list_view_dialog_dispose (GObject *object)
{
  CrmListViewDialog *self = CRM_LIST_VIEW_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_LIST_VIEW_DIALOG);
  g_clear_object (&self->context);
  g_clear_pointer (&self->query, crm_query_free);
  g_clear_pointer (&self->layout, crm_list_layout_free);
  G_OBJECT_CLASS (crm_list_view_dialog_parent_class)->dispose (object);
}

static void
crm_list_view_dialog_class_init (CrmListViewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_list_view_dialog_dispose;
  signals[SAVED] = g_signal_new ("saved", CRM_TYPE_LIST_VIEW_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_RECORD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-list-view-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmListViewDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CrmListViewDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListViewDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CrmListViewDialog, colors);
  gtk_widget_class_bind_template_child (widget_class, CrmListViewDialog, summary);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
crm_list_view_dialog_init (CrmListViewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_ui_scale_window (GTK_WINDOW (self));
  adw_window_title_set_title (self->title, _ ("Save View"));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Save View"));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  add_colors (self);
}

static char *
describe_query (CrmListViewDialog *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < crm_query_n_conditions (self->query); i++)
    {
      g_autofree char *part = crm_query_describe_condition (self->query, i, self->context);
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, part);
    }
  if (text->len == 0)
    return g_strdup_printf (_ ("All %s, with these columns and this sorting."),
                            crm_entity_get_label_plural (self->query->entity));
  return g_strdup_printf (_ ("%s, with these columns and this sorting."), text->str);
}

GtkWindow *
crm_list_view_dialog_new (CrmContext *context, const CrmQuery *query, const CrmListLayout *layout)
{
  CrmListViewDialog *self = g_object_new (CRM_TYPE_LIST_VIEW_DIALOG, NULL);
  g_autofree char *summary = NULL;

  self->context = g_object_ref (context);
  self->query = crm_query_copy (query);
  self->layout = crm_list_layout_copy (layout);
  summary = describe_query (self);
  gtk_label_set_text (self->summary, summary);
  gtk_widget_grab_focus (self->name_row);
  return GTK_WINDOW (self);
}

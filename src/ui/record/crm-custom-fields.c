/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields that people add to a record themselves. Main thread. */

#include "config.h"

#include "crm-custom-fields.h"

#include <glib/gi18n-lib.h>

#include "crm-custom-field.h"
#include "crm-record-parts.h"

struct _CrmCustomFields
{
  GtkBox parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  CrmRecord *record;
  char *shown; /* the text that the rows stand for */
  GtkWidget *list;
  GtkWidget *popover;
  GtkWidget *new_name;
  GtkWidget *new_kind;
  GtkWidget *new_value;
  GtkWidget *new_problem;
};

G_DEFINE_FINAL_TYPE (CrmCustomFields, crm_custom_fields, GTK_TYPE_BOX)

/* `node` NULL: the field goes. */
static void
save (CrmCustomFields *self, const char *name, JsonNode *node)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (CrmChangeset) changes = NULL;
  g_autofree char *done = NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  int field;

  if (self->record == NULL)
    return;
  object = crm_record_dup_custom (self->record);
  if (node != NULL)
    json_object_set_member (object, name, json_node_copy (node));
  else
    json_object_remove_member (object, name);
  value = crm_value_custom (object);
  changes = crm_changeset_new (CRM_VERB_EDIT, self->entity);
  field = crm_entity_field_index (self->entity, "custom");
  crm_changeset_set (changes, self->entity, crm_record_get_id (self->record), "custom",
                     crm_record_get_value (self->record, (guint) field), &value);
  done = g_strdup_printf (node != NULL ? _ ("%s changed") : _ ("%s removed"), name);
  crm_context_save (self->context, changes, done, NULL, NULL);
}

gboolean
crm_custom_fields_put (CrmCustomFields *self, const char *name, CrmCustomKind kind,
                       const char *text, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (CRM_IS_CUSTOM_FIELDS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (text != NULL)
    {
      node = crm_custom_value_parse (kind, text, error);
      if (node == NULL)
        return FALSE;
    }
  save (self, name, node);
  return TRUE;
}

gboolean
crm_custom_fields_add (CrmCustomFields *self, const char *name, CrmCustomKind kind,
                       const char *text, GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *bare = NULL;

  g_return_val_if_fail (CRM_IS_CUSTOM_FIELDS (self), FALSE);
  g_return_val_if_fail (name != NULL && text != NULL, FALSE);

  object = crm_record_dup_custom (self->record);
  bare = g_strstrip (g_strdup (name));
  return crm_custom_name_check (object, bare, error) &&
         crm_custom_fields_put (self, bare, kind, text, error);
}

/* ---- rows ---- */

typedef struct
{
  char *name;
  char *before;
  CrmCustomKind kind;
  GtkWidget *row;
  GtkWidget *problem;
} Row;

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->name);
  g_free (row->before);
  g_free (row);
}

static void
show_problem (Row *row, const char *text)
{
  gtk_label_set_text (GTK_LABEL (row->problem), text != NULL ? text : "");
  gtk_widget_set_visible (row->problem, text != NULL);
  if (text != NULL)
    gtk_widget_add_css_class (row->row, "error");
  else
    gtk_widget_remove_css_class (row->row, "error");
}

static void
keep (CrmCustomFields *self, GtkWidget *entry)
{
  Row *row = g_object_get_data (G_OBJECT (entry), "row");
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (row->before, text) == 0)
    show_problem (row, NULL);
  else if (crm_custom_fields_put (self, row->name, row->kind, text, &error))
    show_problem (row, NULL);
  else
    show_problem (row, error->message);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
      error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
entry_kept_cb (GtkWidget *entry, CrmCustomFields *self)
{
  keep (self, entry);
}

static gboolean
entry_key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
              GtkWidget *entry)
{
  Row *row = g_object_get_data (G_OBJECT (entry), "row");

  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_editable_set_text (GTK_EDITABLE (entry), row->before);
  show_problem (row, NULL);
  return GDK_EVENT_STOP;
}

static void
switched_cb (GtkSwitch *widget, GParamSpec *pspec, CrmCustomFields *self)
{
  Row *row = g_object_get_data (G_OBJECT (widget), "row");

  crm_custom_fields_put (self, row->name, CRM_CUSTOM_BOOLEAN,
                         gtk_switch_get_active (widget) ? "true" : "false", NULL);
}

static void
remove_cb (GtkWidget *button, CrmCustomFields *self)
{
  save (self, g_object_get_data (G_OBJECT (button), "name"), NULL);
}

static GtkWidget *
create_editor (CrmCustomFields *self, Row *row)
{
  GtkEventController *keys;
  GtkWidget *widget;

  if (row->kind == CRM_CUSTOM_BOOLEAN)
    {
      widget = gtk_switch_new ();
      gtk_switch_set_active (GTK_SWITCH (widget), g_str_equal (row->before, "true"));
      gtk_widget_set_halign (widget, GTK_ALIGN_START);
      gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
      g_object_set_data (G_OBJECT (widget), "row", row);
      g_signal_connect_object (widget, "notify::active", G_CALLBACK (switched_cb), self, 0);
      return widget;
    }
  widget = gtk_entry_new ();
  keys = gtk_event_controller_key_new ();
  gtk_editable_set_text (GTK_EDITABLE (widget), row->before);
  gtk_editable_set_width_chars (GTK_EDITABLE (widget), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (widget), 12);
  gtk_widget_add_css_class (widget, "crm-quiet-entry");
  g_object_set_data (G_OBJECT (widget), "row", row);
  g_signal_connect_object (widget, "activate", G_CALLBACK (entry_kept_cb), self, 0);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (entry_key_cb), widget);
  gtk_widget_add_controller (widget, keys);
  return widget;
}

static void
add_row (CrmCustomFields *self, const char *name, JsonNode *node)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = crm_record_label (name, "crm-property-label");
  g_autofree char *remove = g_strdup_printf (_ ("Remove the Field “%s”"), name);
  GtkWidget *button = crm_record_icon_button ("crm-close-symbolic", remove);
  GtkWidget *editor;

  row->name = g_strdup (name);
  row->before = crm_custom_value_to_text (node);
  row->kind = crm_custom_kind_of (node);
  row->row = gtk_list_box_row_new ();
  row->problem = crm_record_label (NULL, "crm-problem");
  g_object_set_data_full (G_OBJECT (row->row), "row", row, free_row);
  editor = create_editor (self, row);
  gtk_widget_set_hexpand (editor, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_label_set_wrap (GTK_LABEL (row->problem), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (row->problem), PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (row->problem, "crm-problem-box");
  gtk_widget_set_visible (row->problem, FALSE);
  gtk_widget_set_tooltip_text (label, crm_custom_kind_label (row->kind));
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  gtk_widget_add_css_class (line, "crm-property-line");
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), editor);
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), row->problem);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), FALSE);
  gtk_widget_set_focusable (row->row, FALSE);
  gtk_widget_add_css_class (row->row, "crm-property");
  gtk_list_box_append (GTK_LIST_BOX (self->list), row->row);
}

void
crm_custom_fields_set_record (CrmCustomFields *self, CrmRecord *record)
{
  const char *text = record != NULL ? crm_record_get_text (record, "custom") : NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GList) names = NULL;
  gboolean same;

  g_return_if_fail (CRM_IS_CUSTOM_FIELDS (self));

  same = self->record != NULL && record != NULL &&
         crm_record_get_id (self->record) == crm_record_get_id (record) &&
         g_strcmp0 (self->shown, text) == 0;
  g_set_object (&self->record, record);
  if (same)
    return;
  g_free (self->shown);
  self->shown = g_strdup (text);
  object = crm_record_dup_custom (record);
  crm_record_clear (self->list);
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    add_row (self, l->data, json_object_get_member (object, l->data));
  gtk_widget_set_visible (self->list, names != NULL);
}

/* ---- a new one ---- */

static void
form_changed_cb (CrmCustomFields *self)
{
  gboolean boolean =
      gtk_drop_down_get_selected (GTK_DROP_DOWN (self->new_kind)) == CRM_CUSTOM_BOOLEAN;

  gtk_widget_set_visible (self->new_value, !boolean);
  gtk_widget_set_visible (self->new_problem, FALSE);
}

static void
add_cb (CrmCustomFields *self)
{
  CrmCustomKind kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->new_kind));
  const char *value =
      kind == CRM_CUSTOM_BOOLEAN ? "true" : gtk_editable_get_text (GTK_EDITABLE (self->new_value));
  g_autoptr (GError) error = NULL;

  if (!crm_custom_fields_add (self, gtk_editable_get_text (GTK_EDITABLE (self->new_name)), kind,
                              value, &error))
    {
      gtk_label_set_text (GTK_LABEL (self->new_problem), error->message);
      gtk_widget_set_visible (self->new_problem, TRUE);
      return;
    }
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
form_shown_cb (CrmCustomFields *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->new_name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->new_value), "");
  form_changed_cb (self);
  gtk_widget_grab_focus (self->new_name);
}

static void
build_form (CrmCustomFields *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Add"));

  for (guint i = 0; i < CRM_N_CUSTOM_KINDS; i++)
    gtk_string_list_append (kinds, crm_custom_kind_label (i));
  self->new_name = gtk_entry_new ();
  self->new_value = gtk_entry_new ();
  self->new_kind = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&kinds)), NULL);
  self->new_problem = crm_record_label (NULL, "crm-problem");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->new_name), _ ("Name"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->new_value), _ ("Value"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->new_name), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->new_value), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Value"), -1);
  gtk_widget_set_tooltip_text (self->new_kind, _ ("Kind of field"));
  gtk_label_set_wrap (GTK_LABEL (self->new_problem), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (self->new_problem), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->new_problem), 30);
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_object (self->new_name, "activate", G_CALLBACK (add_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->new_value, "activate", G_CALLBACK (add_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->new_kind, "notify::selected", G_CALLBACK (form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->new_name);
  gtk_box_append (GTK_BOX (box), self->new_kind);
  gtk_box_append (GTK_BOX (box), self->new_value);
  gtk_box_append (GTK_BOX (box), self->new_problem);
  gtk_box_append (GTK_BOX (box), button);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (form_shown_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
crm_custom_fields_dispose (GObject *object)
{
  CrmCustomFields *self = CRM_CUSTOM_FIELDS (object);

  g_clear_object (&self->record);
  g_clear_object (&self->context);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (crm_custom_fields_parent_class)->dispose (object);
}

static void
crm_custom_fields_class_init (CrmCustomFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_custom_fields_dispose;
}

static void
crm_custom_fields_init (CrmCustomFields *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  build_form (self);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "crm-add-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->popover);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Add a Field"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a Field"), -1);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_append (GTK_BOX (self), crm_record_heading (_ ("Own fields"), button));
  self->list = crm_record_list (_ ("Own fields"));
  gtk_widget_set_visible (self->list, FALSE);
  gtk_box_append (GTK_BOX (self), self->list);
}

GtkWidget *
crm_custom_fields_new (CrmContext *context, const CrmEntity *entity)
{
  CrmCustomFields *self = g_object_new (CRM_TYPE_CUSTOM_FIELDS, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields that people add to a record themselves. Main thread. */

#include "config.h"

#include "crm-custom-fields.h"

#include <glib/gi18n-lib.h>

#include "crm-compat.h"
#include "crm-record-parts.h"

struct _CrmCustomFields
{
  GtkBox parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  CrmRecord *record;
  char *shown; /* the text that the rows stand for */
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CrmCustomFields, crm_custom_fields, GTK_TYPE_BOX)

static JsonObject *
dup_object (CrmRecord *record)
{
  const char *text = record != NULL ? crm_record_get_text (record, "custom") : NULL;
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return json_object_new ();
  return json_object_ref (json_node_get_object (node));
}

void
crm_custom_fields_put (CrmCustomFields *self, const char *name, const char *text)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (CrmChangeset) changes = NULL;
  g_autofree char *done = NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  int field;

  g_return_if_fail (CRM_IS_CUSTOM_FIELDS (self));
  g_return_if_fail (name != NULL);

  if (self->record == NULL)
    return;
  object = dup_object (self->record);
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, name, text);
  else
    json_object_remove_member (object, name);
  if (json_object_get_size (object) > 0)
    {
      g_autofree char *json = NULL;

      json_node_set_object (node, object);
      json = json_to_string (node, FALSE);
      value = crm_value_text (json);
    }
  changes = crm_changeset_new (CRM_VERB_EDIT, self->entity);
  field = crm_entity_field_index (self->entity, "custom");
  crm_changeset_set (changes, self->entity, crm_record_get_id (self->record), "custom",
                     crm_record_get_value (self->record, (guint) field), &value);
  done =
      g_strdup_printf (text != NULL && *text != '\0' ? _ ("%s changed") : _ ("%s removed"), name);
  crm_context_save (self->context, changes, done, NULL, NULL);
}

static void
entry_kept_cb (GtkWidget *entry, CrmCustomFields *self)
{
  const char *name = g_object_get_data (G_OBJECT (entry), "name");
  const char *before = g_object_get_data (G_OBJECT (entry), "before");
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (g_strcmp0 (before, text) != 0)
    crm_custom_fields_put (self, name, text);
}

static gboolean
entry_key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
              GtkWidget *entry)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_editable_set_text (GTK_EDITABLE (entry), g_object_get_data (G_OBJECT (entry), "before"));
  return GDK_EVENT_STOP;
}

static void
remove_cb (GtkWidget *button, CrmCustomFields *self)
{
  crm_custom_fields_put (self, g_object_get_data (G_OBJECT (button), "name"), NULL);
}

static void
add_row (CrmCustomFields *self, const char *name, JsonNode *node)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = crm_record_icon_button ("crm-close-symbolic", _ ("Remove Field"));
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *text = json_node_get_value_type (node) == G_TYPE_STRING
                              ? json_node_dup_string (node)
                              : json_to_string (node, FALSE);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 12);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_add_css_class (entry, "crm-quiet-entry");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (entry), "name", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (entry), "before", g_strdup (text), g_free);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  g_signal_connect_object (entry, "activate", G_CALLBACK (entry_kept_cb), self, 0);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (entry_key_cb), entry);
  gtk_widget_add_controller (entry, keys);
  gtk_widget_add_css_class (line, "crm-property-line");
  gtk_box_append (GTK_BOX (line), crm_record_label (name, "crm-property-label"));
  gtk_box_append (GTK_BOX (line), entry);
  gtk_box_append (GTK_BOX (line), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "crm-property");
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
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
  object = dup_object (record);
  crm_record_clear (self->list);
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    add_row (self, l->data, json_object_get_member (object, l->data));
  gtk_widget_set_visible (self->list, names != NULL);
}

static void
named_cb (const char *text, gpointer data)
{
  g_autoptr (CrmCustomFields) self = data;

  if (text != NULL && self->record != NULL)
    crm_custom_fields_put (self, text, "…");
}

static void
add_cb (CrmCustomFields *self)
{
  crm_compat_ask_text (GTK_WIDGET (self), _ ("New Field"), _ ("Name"), "", _ ("_Add"), named_cb,
                       g_object_ref (self));
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
  GtkWidget *button = crm_record_icon_button ("crm-add-symbolic", _ ("Add a Field"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
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

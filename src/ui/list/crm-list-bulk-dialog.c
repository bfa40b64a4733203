/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks for a field and a value and starts the change. Main thread. */

#include "config.h"

#include "crm-list-bulk-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-bulk.h"
#include "crm-ui.h"
#include "crm-value-editor.h"

struct _CrmListBulkDialog
{
  AdwWindow parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  GArray *ids;
  GPtrArray *fields; /* const CrmField * */
  const CrmField *field;
  GtkWidget *editor;
  gboolean filling;

  AdwWindowTitle *title;
  GtkWidget *save_button;
  GtkWidget *field_box;
  GtkDropDown *field_choice;
  GtkWidget *mode_box;
  GtkDropDown *mode_choice;
  GtkWidget *value_box;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (CrmListBulkDialog, crm_list_bulk_dialog, ADW_TYPE_WINDOW)

/* What the second drop-down offers: for lists add, remove, replace, empty; else set, empty. */
typedef enum
{
  MODE_SET,
  MODE_EMPTY,
  MODE_ADD,
  MODE_REMOVE
} Mode;

static Mode
get_mode (CrmListBulkDialog *self)
{
  static const Mode list_modes[] = { MODE_ADD, MODE_REMOVE, MODE_SET, MODE_EMPTY };
  static const Mode modes[] = { MODE_SET, MODE_EMPTY };
  guint index = gtk_drop_down_get_selected (self->mode_choice);

  if (index == GTK_INVALID_LIST_POSITION)
    return MODE_SET;
  return self->field->kind == CRM_FIELD_LIST ? list_modes[index % 4] : modes[index % 2];
}

static void
update (CrmListBulkDialog *self)
{
  g_auto (GStrv) values = NULL;
  const char *problem = NULL;
  Mode mode = get_mode (self);

  gtk_widget_set_visible (self->value_box, mode != MODE_EMPTY);
  values = crm_value_editor_dup_values (CRM_VALUE_EDITOR (self->editor));
  problem = crm_value_editor_get_problem (CRM_VALUE_EDITOR (self->editor));
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL && mode != MODE_EMPTY);
  gtk_widget_set_sensitive (self->save_button, mode == MODE_EMPTY || values != NULL);
}

static void
fill_modes (CrmListBulkDialog *self)
{
  const char *const list_modes[] = { _ ("Add"), _ ("Remove"), _ ("Replace all"),
                                     _ ("Empty the field"), NULL };
  const char *const modes[] = { _ ("Set to"), _ ("Empty the field"), NULL };
  gboolean is_list = self->field->kind == CRM_FIELD_LIST;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (is_list ? list_modes : modes);

  gtk_drop_down_set_model (self->mode_choice, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->mode_choice, 0);
  gtk_widget_set_visible (self->mode_box, is_list || !(self->field->flags & CRM_FIELD_REQUIRED));
}

static void
set_field (CrmListBulkDialog *self, const CrmField *field)
{
  self->field = field;
  self->filling = TRUE;
  fill_modes (self);
  if (self->editor != NULL)
    gtk_box_remove (GTK_BOX (self->value_box), self->editor);
  self->editor = crm_value_editor_new (self->context, self->entity, field, CRM_OP_IS,
                                       field->kind == CRM_FIELD_LIST);
  gtk_box_append (GTK_BOX (self->value_box), self->editor);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->filling = FALSE;
  update (self);
}

static void
field_selected_cb (GtkDropDown *choice, GParamSpec *pspec, CrmListBulkDialog *self)
{
  guint index = gtk_drop_down_get_selected (choice);

  if (!self->filling && index < self->fields->len)
    set_field (self, g_ptr_array_index (self->fields, index));
}

static void
mode_selected_cb (GtkDropDown *choice, GParamSpec *pspec, CrmListBulkDialog *self)
{
  if (!self->filling && self->editor != NULL)
    update (self);
}

static gboolean
read_value (CrmListBulkDialog *self, CrmValue *value, GError **error)
{
  CrmParseContext context = { .currency = crm_context_get_currency (self->context) };
  g_auto (GStrv) values = NULL;

  if (get_mode (self) == MODE_EMPTY)
    return TRUE;
  values = crm_value_editor_dup_values (CRM_VALUE_EDITOR (self->editor));
  if (values == NULL || values[0] == NULL)
    return FALSE;
  if (self->field->kind == CRM_FIELD_LIST)
    {
      *value = crm_value_list ((const char *const *) values);
      return TRUE;
    }
  if (self->field->kind == CRM_FIELD_LINK)
    {
      *value = crm_value_int (g_ascii_strtoll (values[0], NULL, 10));
      return TRUE;
    }
  return crm_field_parse (self->field, &context, values[0], value, error) &&
         crm_field_validate (self->field, value, error);
}

static void
save_clicked_cb (GtkButton *button, CrmListBulkDialog *self)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  Mode mode = get_mode (self);
  CrmBulkOp op = mode == MODE_ADD      ? CRM_BULK_LIST_ADD
                 : mode == MODE_REMOVE ? CRM_BULK_LIST_REMOVE
                                       : CRM_BULK_SET;

  if (!read_value (self, &value, &error))
    {
      gtk_label_set_text (self->problem, error != NULL ? error->message : "");
      gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
      return;
    }
  crm_list_bulk_run (self->context, self->entity, op, self->ids, self->field, &value, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
crm_list_bulk_dialog_dispose (GObject *object)
{
  CrmListBulkDialog *self = CRM_LIST_BULK_DIALOG (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_LIST_BULK_DIALOG);
  g_clear_object (&self->context);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  G_OBJECT_CLASS (crm_list_bulk_dialog_parent_class)->dispose (object);
}

static void
crm_list_bulk_dialog_class_init (CrmListBulkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_list_bulk_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-list-bulk-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, field_box);
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, field_choice);
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, mode_box);
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, mode_choice);
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, value_box);
  gtk_widget_class_bind_template_child (widget_class, CrmListBulkDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, field_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
crm_list_bulk_dialog_init (CrmListBulkDialog *self)
{
  self->fields = g_ptr_array_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_ui_scale_window (GTK_WINDOW (self));
}

static void
fill_fields (CrmListBulkDialog *self, const char *field_id)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < self->entity->n_fields; i++)
    {
      const CrmField *field = &self->entity->fields[i];
      if (!crm_field_is_editable (field) || field->kind == CRM_FIELD_JSON ||
          (field->flags & CRM_FIELD_UNIQUE))
        continue;
      /* One name for many records is never meant. */
      if (g_str_equal (field->id, self->entity->title) && self->ids->len > 1)
        continue;
      if (field_id != NULL ? g_str_equal (field->id, field_id)
                           : (selected == 0 && field->kind == CRM_FIELD_ENUM))
        selected = self->fields->len;
      g_ptr_array_add (self->fields, (gpointer) field);
      gtk_string_list_append (labels, crm_field_get_label (field));
    }
  gtk_drop_down_set_model (self->field_choice, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->field_choice, selected);
  self->filling = FALSE;
  set_field (self, g_ptr_array_index (self->fields, selected));
}

GtkWindow *
crm_list_bulk_dialog_new (CrmContext *context, const CrmEntity *entity, GArray *ids,
                          const char *field_id)
{
  CrmListBulkDialog *self = g_object_new (CRM_TYPE_LIST_BULK_DIALOG, NULL);
  g_autofree char *count = crm_entity_count_text (entity, ids->len);
  g_autofree char *label = NULL;
  gboolean tags = g_strcmp0 (field_id, "tags") == 0;

  self->context = g_object_ref (context);
  self->entity = entity;
  self->ids = g_array_ref (ids);
  /* Translators: "Change 3 customers" */
  label = g_strdup_printf (tags ? _ ("Tag %s") : _ ("Change %s"), count);
  gtk_window_set_title (GTK_WINDOW (self), label);
  adw_window_title_set_title (self->title, label);
  gtk_button_set_label (GTK_BUTTON (self->save_button), tags ? _ ("Tag") : _ ("Change"));
  gtk_widget_set_visible (self->field_box, field_id == NULL);
  fill_fields (self, field_id);
  return GTK_WINDOW (self);
}

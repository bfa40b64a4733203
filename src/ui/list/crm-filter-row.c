/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One rule being edited. Main thread. Changing the field keeps the operator where it fits, changing
 * the operator keeps the value where it fits. */

#include "config.h"

#include "crm-filter-row.h"

#include <glib/gi18n-lib.h>

#include "crm-custom-field.h"
#include "crm-list-look.h"
#include "crm-value-editor.h"
#include "crm-wrap-layout.h"

struct _CrmFilterRow
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  GPtrArray *fields;     /* const CrmField *, as in the drop-down */
  GtkStringList *labels; /* of the fields */
  const CrmField *field;
  const CrmFilterOp *ops;
  CrmFilterOp op;
  GtkWidget *box;
  GtkWidget *field_choice;
  GtkWidget *op_choice;
  GtkWidget *editor;
  GtkWidget *remove;
  gboolean filling;
};

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmFilterRow, crm_filter_row, GTK_TYPE_WIDGET)

static void
emit_changed (CrmFilterRow *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
op_takes_many (const CrmField *field, CrmFilterOp op)
{
  return op == CRM_OP_IS || op == CRM_OP_IS_NOT || field->kind == CRM_FIELD_LIST;
}

static void
replace_editor (CrmFilterRow *self, const char *const *values)
{
  if (self->editor != NULL)
    gtk_widget_unparent (self->editor);
  self->editor = crm_value_editor_new (self->context, self->entity, self->field, self->op,
                                       op_takes_many (self->field, self->op));
  gtk_widget_set_hexpand (self->editor, TRUE);
  gtk_widget_set_visible (self->editor, crm_value_editor_arity (self->op) > 0);
  crm_value_editor_set_values (CRM_VALUE_EDITOR (self->editor), values);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_insert_before (self->editor, self->box, self->remove);
}

static void
op_selected_cb (GtkDropDown *choice, GParamSpec *pspec, CrmFilterRow *self)
{
  guint index = gtk_drop_down_get_selected (choice);
  g_auto (GStrv) values = NULL;

  if (self->filling || index == GTK_INVALID_LIST_POSITION || self->ops[index] == self->op)
    return;
  values = crm_value_editor_dup_values (CRM_VALUE_EDITOR (self->editor));
  self->op = self->ops[index];
  replace_editor (self, (const char *const *) values);
  emit_changed (self);
}

static void
fill_ops (CrmFilterRow *self, CrmFilterOp wanted)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint selected = 0;

  self->filling = TRUE;
  self->ops = crm_filter_ops_for (self->field->kind);
  for (guint i = 0; self->ops[i] != CRM_N_FILTER_OPS; i++)
    {
      gtk_string_list_append (labels, crm_filter_op_label (self->ops[i], self->field));
      if (self->ops[i] == wanted)
        selected = i;
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->op_choice), G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->op_choice), selected);
  self->op = self->ops[selected];
  self->filling = FALSE;
}

static void
field_selected_cb (GtkDropDown *choice, GParamSpec *pspec, CrmFilterRow *self)
{
  guint index = gtk_drop_down_get_selected (choice);

  if (self->filling || index == GTK_INVALID_LIST_POSITION ||
      g_ptr_array_index (self->fields, index) == self->field)
    return;
  self->field = g_ptr_array_index (self->fields, index);
  fill_ops (self, self->op);
  replace_editor (self, NULL);
  emit_changed (self);
}

CrmFilter *
crm_filter_row_build (CrmFilterRow *self)
{
  g_auto (GStrv) values = crm_value_editor_dup_values (CRM_VALUE_EDITOR (self->editor));

  if (values == NULL)
    return NULL;
  return crm_filter_new_rule (self->field->id, self->op, (const char *const *) values);
}

static void
add_field (CrmFilterRow *self, const CrmField *field)
{
  if (g_ptr_array_find (self->fields, field, NULL))
    return;
  g_ptr_array_add (self->fields, (gpointer) field);
  gtk_string_list_append (self->labels, crm_field_get_label (field));
}

static void
add_own_fields (CrmFilterRow *self)
{
  const GPtrArray *own = crm_context_get_own_fields (self->context, self->entity);

  for (guint i = 0; own != NULL && i < own->len; i++)
    add_field (self, own->pdata[i]);
}

static void
own_fields_changed_cb (CrmContext *context, const char *entity, CrmFilterRow *self)
{
  if (g_strcmp0 (entity, self->entity->name) == 0)
    add_own_fields (self);
}

/* The list's own columns first, then the rest in the table's order, then what people added. */
static void
collect_fields (CrmFilterRow *self)
{
  const CrmListLook *look = crm_list_look_for (self->entity);

  for (guint i = 0; i < look->n_columns; i++)
    {
      const CrmField *field = crm_entity_field (self->entity, look->columns[i].field);
      if (field != NULL)
        add_field (self, field);
    }
  for (guint i = 0; i < self->entity->n_fields; i++)
    if (crm_list_look_offers (&self->entity->fields[i]))
      add_field (self, &self->entity->fields[i]);
  add_own_fields (self);
}

static void
remove_cb (GtkButton *button, CrmFilterRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
crm_filter_row_dispose (GObject *object)
{
  CrmFilterRow *self = CRM_FILTER_ROW (object);

  self->filling = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  g_clear_object (&self->labels);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  G_OBJECT_CLASS (crm_filter_row_parent_class)->dispose (object);
}

static gboolean
crm_filter_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CRM_FILTER_ROW (widget)->field_choice);
}

static void
crm_filter_row_class_init (CrmFilterRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_filter_row_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_filter_row_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_FILTER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", CRM_TYPE_FILTER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
crm_filter_row_init (CrmFilterRow *self)
{
  self->fields = g_ptr_array_new ();
  self->labels = gtk_string_list_new (NULL);
}

static void
build (CrmFilterRow *self)
{
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  collect_fields (self);
  self->box = crm_wrap_box_new (6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->field_choice = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->labels)), expression);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->field_choice), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->field_choice),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Field"), -1);
  self->op_choice = gtk_drop_down_new (NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->op_choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Comparison"), -1);
  self->remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_widget_set_tooltip_text (self->remove, _ ("Remove this rule"));
  crm_wrap_box_append (CRM_WRAP_BOX (self->box), self->field_choice);
  crm_wrap_box_append (CRM_WRAP_BOX (self->box), self->op_choice);
  crm_wrap_box_append (CRM_WRAP_BOX (self->box), self->remove);
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (remove_cb), self, 0);
}

static const CrmField *
first_field (CrmFilterRow *self)
{
  const CrmListLook *look = crm_list_look_for (self->entity);
  const char *id = look->pill != NULL ? look->pill : self->entity->title;

  return crm_entity_field (self->entity, id);
}

GtkWidget *
crm_filter_row_new (CrmContext *context, const CrmEntity *entity, CrmFilter *rule)
{
  CrmFilterRow *self = g_object_new (CRM_TYPE_FILTER_ROW, NULL);
  const CrmField *field =
      rule != NULL ? crm_entity_any_field (entity, crm_filter_get_field (rule)) : NULL;
  guint index = 0;

  self->context = g_object_ref (context);
  self->entity = entity;
  build (self);
  if (field != NULL)
    add_field (self, field);
  g_signal_connect_object (context, "own-fields-changed", G_CALLBACK (own_fields_changed_cb), self,
                           0);
  self->field = field != NULL ? field : first_field (self);
  if (g_ptr_array_find (self->fields, self->field, &index))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->field_choice), index);
  fill_ops (self, field != NULL ? crm_filter_get_op (rule) : CRM_N_FILTER_OPS);
  replace_editor (self, field != NULL ? crm_filter_get_values (rule) : NULL);
  g_signal_connect_object (self->field_choice, "notify::selected", G_CALLBACK (field_selected_cb),
                           self, 0);
  g_signal_connect_object (self->op_choice, "notify::selected", G_CALLBACK (op_selected_cb), self,
                           0);
  return GTK_WIDGET (self);
}

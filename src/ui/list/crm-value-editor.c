/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entry of one value, or two for "between". Main thread. */

#include "config.h"

#include "crm-value-editor.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "crm-value-picker.h"

typedef enum
{
  FORM_NOTHING,
  FORM_PICKER,
  FORM_BOOLEAN,
  FORM_LENGTH, /* a number and a unit of time */
  FORM_PERIOD,
  FORM_ENTRY,
} Form;

struct _CrmValueEditor
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  const CrmField *field;
  CrmFilterOp op;
  Form form;
  guint arity;
  GtkWidget *box;
  GtkWidget *picker;
  GtkWidget *choice; /* boolean, unit or period */
  GtkWidget *number;
  GtkWidget *entries[2];
  char *problem;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmValueEditor, crm_value_editor, GTK_TYPE_WIDGET)

static const char *const unit_codes[] = { "d", "w", "m", "y" };
static const char *const period_codes[] = { "today",        "yesterday",    "this-week",
                                            "last-week",    "this-month",   "last-month",
                                            "this-quarter", "last-quarter", "this-year",
                                            "last-year" };

guint
crm_value_editor_arity (CrmFilterOp op)
{
  if (op == CRM_OP_EMPTY || op == CRM_OP_NOT_EMPTY)
    return 0;
  return op == CRM_OP_BETWEEN ? 2 : 1;
}

static Form
form_for (const CrmField *field, CrmFilterOp op)
{
  switch (op)
    {
    case CRM_OP_EMPTY:
    case CRM_OP_NOT_EMPTY:
      return FORM_NOTHING;
    case CRM_OP_WITHIN_LAST:
    case CRM_OP_WITHIN_NEXT:
    case CRM_OP_NOT_WITHIN_LAST:
      return FORM_LENGTH;
    case CRM_OP_IN_PERIOD:
      return FORM_PERIOD;
    case CRM_OP_CONTAINS:
    case CRM_OP_STARTS_WITH:
      return FORM_ENTRY;
    default:
      break;
    }
  if (field->kind == CRM_FIELD_ENUM || field->kind == CRM_FIELD_LINK ||
      field->kind == CRM_FIELD_LIST)
    return FORM_PICKER;
  return field->kind == CRM_FIELD_BOOLEAN ? FORM_BOOLEAN : FORM_ENTRY;
}

static void
changed (CrmValueEditor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- reading ---- */

/* Reads by the field's own rules; texts for "contains" stay as they are. */
static char *
read_entry (CrmValueEditor *self, GtkWidget *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  CrmParseContext context = { .currency = crm_context_get_currency (self->context) };
  CrmField field = *self->field;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;
  char *read = NULL;

  gtk_widget_remove_css_class (entry, "error");
  if (*text == '\0')
    return NULL;
  if (self->op == CRM_OP_CONTAINS || self->op == CRM_OP_STARTS_WITH ||
      self->field->kind == CRM_FIELD_TEXT || self->field->kind == CRM_FIELD_LONG_TEXT)
    return g_strdup (text);
  /* A filter on an instant takes a day as well. */
  ok = crm_field_parse (&field, &context, text, &value, NULL);
  if (!ok && field.kind == CRM_FIELD_INSTANT)
    field.kind = CRM_FIELD_DAY;
  if (!ok)
    ok = crm_field_parse (&field, &context, text, &value, &error);
  if (!ok)
    {
      gtk_widget_add_css_class (entry, "error");
      g_free (self->problem);
      self->problem = g_strdup (error != NULL ? error->message : _ ("This cannot be read."));
      return NULL;
    }
  read = crm_field_to_text (&field, context.currency, &value);
  return read;
}

char **
crm_value_editor_dup_values (CrmValueEditor *self)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  g_clear_pointer (&self->problem, g_free);
  switch (self->form)
    {
    case FORM_NOTHING:
      break;
    case FORM_PICKER:
      if (*crm_value_picker_get_values (CRM_VALUE_PICKER (self->picker)) == NULL)
        return NULL;
      return g_strdupv ((char **) crm_value_picker_get_values (CRM_VALUE_PICKER (self->picker)));
    case FORM_BOOLEAN:
      g_strv_builder_add (values, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice)) == 0
                                      ? "true"
                                      : "false");
      break;
    case FORM_LENGTH:
      {
        g_autofree char *length = g_strdup_printf (
            "%d%s", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->number)),
            unit_codes[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice)) % 4]);
        g_strv_builder_add (values, length);
        break;
      }
    case FORM_PERIOD:
      g_strv_builder_add (values,
                          period_codes[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice)) %
                                       G_N_ELEMENTS (period_codes)]);
      break;
    case FORM_ENTRY:
    default:
      for (guint i = 0; i < self->arity; i++)
        {
          g_autofree char *text = read_entry (self, self->entries[i]);
          if (text == NULL)
            return NULL;
          g_strv_builder_add (values, text);
        }
    }
  return g_strv_builder_end (values);
}

const char *
crm_value_editor_get_problem (CrmValueEditor *self)
{
  return self->problem;
}

/* ---- showing ---- */

static void
show_length (CrmValueEditor *self, const char *text)
{
  char *unit = NULL;
  long n = strtol (text, &unit, 10);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->number), (double) labs (n));
  for (guint i = 0; i < G_N_ELEMENTS (unit_codes); i++)
    if (g_str_equal (unit, unit_codes[i]))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), i);
}

void
crm_value_editor_set_values (CrmValueEditor *self, const char *const *values)
{
  const char *first = values != NULL ? values[0] : NULL;

  if (self->form == FORM_PICKER)
    crm_value_picker_set_values (CRM_VALUE_PICKER (self->picker), values);
  if (first == NULL)
    return;
  if (self->form == FORM_BOOLEAN)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), g_str_equal (first, "true") ? 0 : 1);
  else if (self->form == FORM_LENGTH)
    show_length (self, first);
  else if (self->form == FORM_PERIOD)
    {
      for (guint i = 0; i < G_N_ELEMENTS (period_codes); i++)
        if (g_str_equal (first, period_codes[i]))
          gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), i);
    }
  else if (self->form == FORM_ENTRY)
    for (guint i = 0; i < self->arity && values[i] != NULL; i++)
      gtk_editable_set_text (GTK_EDITABLE (self->entries[i]), values[i]);
}

/* ---- building ---- */

static GtkWidget *
make_choice (CrmValueEditor *self, const char *const *labels, const char *name)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (labels);

  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), choice);
  return choice;
}

static void
day_selected_cb (GtkCalendar *calendar, GtkEntry *entry)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
add_calendar (CrmValueEditor *self, GtkWidget *entry)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calendar = gtk_calendar_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Choose a day"));
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_selected_cb), entry, 0);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
add_entry (CrmValueEditor *self, guint index)
{
  GtkWidget *entry = gtk_entry_new ();
  gboolean day = self->field->kind == CRM_FIELD_DAY || self->field->kind == CRM_FIELD_INSTANT;

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), day || self->arity == 2 ? 11 : 16);
  gtk_widget_set_hexpand (entry, TRUE);
  if (day)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("YYYY-MM-DD"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  crm_field_get_label (self->field), -1);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  if (index == 1)
    gtk_box_append (GTK_BOX (self->box), gtk_label_new (C_ ("between two values", "and")));
  gtk_box_append (GTK_BOX (self->box), entry);
  if (day)
    add_calendar (self, entry);
  self->entries[index] = entry;
}

static void
build_length (CrmValueEditor *self)
{
  const char *const units[] = { _ ("days"), _ ("weeks"), _ ("months"), _ ("years"), NULL };

  self->number = gtk_spin_button_new_with_range (1, 9999, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->number), 30);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->number), 3);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->number), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How many"), -1);
  g_signal_connect_object (self->number, "value-changed", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->number);
  self->choice = make_choice (self, units, _ ("Unit of time"));
}

static void
build (CrmValueEditor *self, gboolean multiple)
{
  const char *const yes_no[] = { _ ("Yes"), _ ("No"), NULL };
  const char *const periods[] = { _ ("today"),
                                  _ ("yesterday"),
                                  _ ("this week"),
                                  _ ("last week"),
                                  _ ("this month"),
                                  _ ("last month"),
                                  _ ("this quarter"),
                                  _ ("last quarter"),
                                  _ ("this year"),
                                  _ ("last year"),
                                  NULL };

  switch (self->form)
    {
    case FORM_PICKER:
      self->picker = crm_value_picker_new (self->context, self->entity, self->field, multiple);
      gtk_widget_set_hexpand (self->picker, TRUE);
      g_signal_connect_object (self->picker, "changed", G_CALLBACK (changed), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->box), self->picker);
      break;
    case FORM_BOOLEAN:
      self->choice = make_choice (self, yes_no, crm_field_get_label (self->field));
      break;
    case FORM_LENGTH:
      build_length (self);
      break;
    case FORM_PERIOD:
      self->choice = make_choice (self, periods, _ ("Period"));
      break;
    case FORM_ENTRY:
      for (guint i = 0; i < self->arity; i++)
        add_entry (self, i);
      break;
    case FORM_NOTHING:
    default:
      break;
    }
}

static void
crm_value_editor_dispose (GObject *object)
{
  CrmValueEditor *self = CRM_VALUE_EDITOR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  g_clear_pointer (&self->problem, g_free);
  G_OBJECT_CLASS (crm_value_editor_parent_class)->dispose (object);
}

static gboolean
crm_value_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
crm_value_editor_class_init (CrmValueEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_value_editor_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_value_editor_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_VALUE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
crm_value_editor_init (CrmValueEditor *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
crm_value_editor_new (CrmContext *context, const CrmEntity *entity, const CrmField *field,
                      CrmFilterOp op, gboolean multiple)
{
  CrmValueEditor *self = g_object_new (CRM_TYPE_VALUE_EDITOR, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->field = field;
  self->op = op;
  self->arity = crm_value_editor_arity (op);
  self->form = form_for (field, op);
  build (self, multiple);
  return GTK_WIDGET (self);
}

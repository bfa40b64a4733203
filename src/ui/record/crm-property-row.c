/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A field that is edited where it stands. Main thread.
 *
 * `seen` is the stored value the person sees: saving expects it, so that nobody's change is written
 * over unseen. The editor is built when it is first needed. */

#include "config.h"

#include "crm-property-row.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"
#include "crm-format.h"
#include "crm-record-parts.h"
#include "crm-value-picker.h"

#define LONG_TEXT_HEIGHT 60

typedef enum
{
  FORM_ENTRY,
  FORM_TEXT,
  FORM_PICKER,
  FORM_SWITCH,
} Form;

struct _CrmPropertyRow
{
  GtkListBoxRow parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  const CrmField *field;
  guint index;
  Form form;
  CrmRecord *record;
  CrmValue seen;
  gboolean editing;
  gboolean saving;
  gboolean showing;

  GtkWidget *stack;
  GtkWidget *shown;
  GtkWidget *editor; /* NULL until it is needed */
  GtkWidget *entry;  /* GtkEntry, GtkTextView or CrmValuePicker in it */
  GtkWidget *toggle;
  GtkWidget *trailing;
  GtkWidget *problem_box;
  GtkWidget *problem;
  GtkWidget *choices;
};

enum
{
  MOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmPropertyRow, crm_property_row, GTK_TYPE_LIST_BOX_ROW)

static Form
form_for (const CrmField *field)
{
  switch (field->kind)
    {
    case CRM_FIELD_ENUM:
    case CRM_FIELD_LINK:
    case CRM_FIELD_LIST:
      return FORM_PICKER;
    case CRM_FIELD_BOOLEAN:
      return FORM_SWITCH;
    case CRM_FIELD_LONG_TEXT:
      return FORM_TEXT;
    default:
      return FORM_ENTRY;
    }
}

static const char *
currency_of (CrmPropertyRow *self)
{
  const char *own = self->record != NULL && self->field->kind == CRM_FIELD_MONEY
                        ? crm_record_get_currency (self->record, self->field)
                        : NULL;

  return own != NULL ? own : crm_context_get_currency (self->context);
}

/* ---- showing ---- */

static void
show_problem (CrmPropertyRow *self, const char *text, gboolean conflict)
{
  gtk_label_set_text (GTK_LABEL (self->problem), text != NULL ? text : "");
  gtk_widget_set_visible (self->problem_box, text != NULL);
  gtk_widget_set_visible (self->choices, conflict);
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), conflict ? "conflict" : "error");
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self), "conflict");
    }
  if (self->entry != NULL)
    gtk_accessible_update_state (
        GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
        text != NULL && !conflict ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
show_value (CrmPropertyRow *self)
{
  g_autofree char *text =
      self->record != NULL ? crm_record_text (self->context, self->record, self->field) : NULL;
  g_autofree char *name = NULL;
  gboolean empty = text == NULL || *text == '\0';

  gtk_label_set_text (GTK_LABEL (self->shown), !empty                      ? text
                                               : self->form == FORM_SWITCH ? _ ("No")
                                                                           : _ ("Not set"));
  if (empty)
    gtk_widget_add_css_class (self->shown, "crm-empty");
  else
    gtk_widget_remove_css_class (self->shown, "crm-empty");
  gtk_widget_set_tooltip_text (self->shown, empty ? NULL : text);
  if (self->toggle != NULL && self->record != NULL)
    {
      self->showing = TRUE;
      gtk_switch_set_active (GTK_SWITCH (self->toggle),
                             crm_record_get_boolean (self->record, self->field->id));
      self->showing = FALSE;
    }
  if (GTK_IS_BUTTON (self->trailing))
    gtk_widget_set_visible (self->trailing, !empty);
  name = g_strdup_printf ("%s: %s", crm_field_get_label (self->field),
                          gtk_label_get_text (GTK_LABEL (self->shown)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
offer_both (CrmPropertyRow *self)
{
  g_autofree char *theirs = crm_record_text (self->context, self->record, self->field);
  g_autofree char *text =
      g_strdup_printf (_ ("Meanwhile changed to “%s”."), theirs != NULL ? theirs : _ ("Not set"));

  show_problem (self, text, TRUE);
}

void
crm_property_row_set_record (CrmPropertyRow *self, CrmRecord *record)
{
  const CrmValue *value;
  gboolean other;

  g_return_if_fail (CRM_IS_PROPERTY_ROW (self));

  other = self->record == NULL || record == NULL ||
          crm_record_get_id (self->record) != crm_record_get_id (record);
  if (other)
    crm_property_row_restore (self);
  g_set_object (&self->record, record);
  if (record == NULL)
    return;
  value = crm_record_get_value (record, self->index);
  if (self->editing && !self->saving && !crm_value_equal (value, &self->seen))
    offer_both (self);
  if (!self->editing)
    {
      crm_value_clear (&self->seen);
      self->seen = crm_value_copy (value);
    }
  show_value (self);
}

/* ---- leaving the editor ---- */

static void
leave (CrmPropertyRow *self)
{
  gboolean had_focus = self->editor != NULL && gtk_widget_get_focus_child (self->stack) != NULL;

  self->editing = FALSE;
  show_problem (self, NULL, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "editing");
  if (self->form != FORM_SWITCH)
    gtk_stack_set_visible_child (GTK_STACK (self->stack), self->shown);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
crm_property_row_restore (CrmPropertyRow *self)
{
  g_return_if_fail (CRM_IS_PROPERTY_ROW (self));

  if (self->editing)
    leave (self);
  if (self->record != NULL)
    {
      crm_value_clear (&self->seen);
      self->seen = crm_value_copy (crm_record_get_value (self->record, self->index));
      show_value (self);
    }
}

/* ---- saving ---- */

typedef struct
{
  CrmPropertyRow *row;
  CrmRecord *record;
  CrmValue value;
} Saving;

static void
saved_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  Saving *saving = data;
  CrmPropertyRow *self = saving->row;

  self->saving = FALSE;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "saving");
  if (self->context == NULL)
    ; /* The page is gone. */
  else if (error == NULL && self->record == saving->record)
    {
      crm_record_set_value (self->record, self->index, &saving->value);
      crm_property_row_restore (self);
    }
  else if (error != NULL && self->record != NULL && self->editing &&
           !g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT))
    show_problem (self, error->message, FALSE);
  else if (error != NULL)
    show_value (self);
  crm_value_clear (&saving->value);
  g_object_unref (saving->record);
  g_object_unref (saving->row);
  g_free (saving);
}

static void
save (CrmPropertyRow *self, const CrmValue *value)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, self->entity);
  g_autofree char *done = g_strdup_printf (_ ("%s changed"), crm_field_get_label (self->field));
  Saving *saving = g_new0 (Saving, 1);

  saving->row = g_object_ref (self);
  saving->record = g_object_ref (self->record);
  saving->value = crm_value_copy (value);
  self->saving = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "saving");
  crm_changeset_set (changes, self->entity, crm_record_get_id (self->record), self->field->id,
                     &self->seen, value);
  crm_context_save (self->context, changes, done, saved_cb, saving);
}

static gboolean
read_picker (CrmPropertyRow *self, CrmValue *value)
{
  const char *const *values = crm_value_picker_get_values (CRM_VALUE_PICKER (self->entry));

  if (self->field->kind == CRM_FIELD_LIST)
    *value = crm_value_list (values);
  else if (values[0] == NULL)
    *value = (CrmValue) CRM_VALUE_INIT;
  else if (self->field->kind == CRM_FIELD_LINK)
    *value = crm_value_int (g_ascii_strtoll (values[0], NULL, 10));
  else
    *value = crm_value_text (values[0]);
  return TRUE;
}

static char *
dup_typed (CrmPropertyRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (self->form != FORM_TEXT)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
read_value (CrmPropertyRow *self, CrmValue *value, GError **error)
{
  CrmParseContext context = { .currency = currency_of (self) };
  g_autofree char *typed = NULL;

  if (self->form == FORM_PICKER)
    read_picker (self, value);
  else
    {
      typed = dup_typed (self);
      if (!crm_field_parse (self->field, &context, typed, value, error))
        return FALSE;
    }
  return crm_field_validate (self->field, value, error);
}

gboolean
crm_property_row_keep (CrmPropertyRow *self)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (CRM_IS_PROPERTY_ROW (self), FALSE);

  if (!self->editing || self->saving || self->record == NULL)
    return FALSE;
  if (!read_value (self, &value, &error))
    {
      show_problem (self, error->message, FALSE);
      return FALSE;
    }
  if (crm_value_equal (&value, crm_record_get_value (self->record, self->index)))
    {
      crm_property_row_restore (self);
      return TRUE;
    }
  save (self, &value);
  return TRUE;
}

static void
toggled_cb (CrmPropertyRow *self)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (self->showing || self->record == NULL)
    return;
  value = crm_value_int (gtk_switch_get_active (GTK_SWITCH (self->toggle)) ? 1 : 0);
  save (self, &value);
}

static void
keep_mine_cb (CrmPropertyRow *self)
{
  crm_value_clear (&self->seen);
  self->seen = crm_value_copy (crm_record_get_value (self->record, self->index));
  show_problem (self, NULL, FALSE);
  crm_property_row_keep (self);
}

/* ---- keys ---- */

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        CrmPropertyRow *self)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;
  int move = key == GDK_KEY_ISO_Left_Tab || (key == GDK_KEY_Tab && (state & GDK_SHIFT_MASK)) ? -1
             : key == GDK_KEY_Tab && !control                                                ? 1
                                                                                             : 0;

  if (!self->editing)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape)
    {
      crm_property_row_restore (self);
      return GDK_EVENT_STOP;
    }
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) &&
      (self->form == FORM_ENTRY || (self->form == FORM_TEXT && control)))
    {
      crm_property_row_keep (self);
      return GDK_EVENT_STOP;
    }
  if (move == 0 || self->form == FORM_PICKER)
    return GDK_EVENT_PROPAGATE;
  if (crm_property_row_keep (self))
    g_signal_emit (self, signals[MOVE], 0, move);
  return GDK_EVENT_STOP;
}

static void
focus_left_cb (CrmPropertyRow *self)
{
  if (self->editing && !self->saving && !gtk_widget_get_visible (self->problem_box) &&
      self->form != FORM_PICKER)
    crm_property_row_keep (self);
}

/* ---- the editor ---- */

static void
day_chosen_cb (gint64 day, gpointer data)
{
  CrmPropertyRow *self = data;
  CrmValue value = crm_value_int (day);
  g_autofree char *text = crm_field_to_text (self->field, NULL, &value);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  crm_property_row_keep (self);
}

static void
picker_closed_cb (CrmPropertyRow *self)
{
  if (self->editing && !self->saving)
    crm_property_row_keep (self);
}

static void
empty_clicked_cb (CrmPropertyRow *self)
{
  crm_value_picker_set_values (CRM_VALUE_PICKER (self->entry), NULL);
  crm_property_row_keep (self);
}

static void
build_picker (CrmPropertyRow *self)
{
  GtkWidget *button;

  self->entry = crm_value_picker_new (self->context, self->entity, self->field,
                                      self->field->kind == CRM_FIELD_LIST);
  gtk_box_append (GTK_BOX (self->editor), self->entry);
  button = gtk_widget_get_first_child (self->entry);
  g_signal_connect_object (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), "closed",
                           G_CALLBACK (picker_closed_cb), self, G_CONNECT_SWAPPED);
  if (self->field->flags & CRM_FIELD_REQUIRED)
    return;
  button = crm_record_icon_button ("crm-close-symbolic", _ ("Leave Empty"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (empty_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->editor), button);
}

static void
build_editor (CrmPropertyRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->editor = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (self->editor, "crm-editor");
  if (self->form == FORM_PICKER)
    build_picker (self);
  else if (self->form == FORM_TEXT)
    {
      GtkWidget *window = gtk_scrolled_window_new ();

      self->entry = gtk_text_view_new ();
      gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->entry), GTK_WRAP_WORD_CHAR);
      gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->entry), FALSE);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), self->entry);
      gtk_box_append (GTK_BOX (self->editor), window);
    }
  else
    {
      self->entry = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 6);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 12);
      gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                         "crm-check-symbolic");
      gtk_entry_set_icon_tooltip_text (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                       _ ("Keep (Enter)"));
      g_signal_connect_object (self->entry, "icon-press", G_CALLBACK (crm_property_row_keep), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->editor), self->entry);
      if (self->field->kind == CRM_FIELD_DAY)
        gtk_box_append (GTK_BOX (self->editor),
                        crm_record_day_button ("crm-calendar-symbolic", _ ("Choose a Day"),
                                               day_chosen_cb, self));
    }
  gtk_widget_set_hexpand (gtk_widget_get_first_child (self->editor), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  crm_field_get_label (self->field), -1);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, focus);
  gtk_stack_add_child (GTK_STACK (self->stack), self->editor);
}

static void
fill_picker (CrmPropertyRow *self)
{
  g_auto (GStrv) values = NULL;
  g_autofree char *text = NULL;
  const char *one[] = { NULL, NULL };

  if (self->field->kind == CRM_FIELD_LIST)
    values = crm_value_get_list (&self->seen);
  else if (!crm_value_is_null (&self->seen))
    one[0] = text = crm_field_to_text (self->field, NULL, &self->seen);
  crm_value_picker_set_values (CRM_VALUE_PICKER (self->entry),
                               values != NULL ? (const char *const *) values : one);
}

static char *
dup_editable (CrmPropertyRow *self)
{
  if (self->field->kind == CRM_FIELD_PHONE && !crm_value_is_null (&self->seen))
    return crm_format_phone (crm_value_get_text (&self->seen));
  if (self->field->kind == CRM_FIELD_INSTANT && !crm_value_is_null (&self->seen))
    {
      g_autoptr (GDateTime) time =
          g_date_time_new_from_unix_local (crm_value_get_int (&self->seen) / 1000);

      return g_date_time_format (time, "%Y-%m-%d %H:%M");
    }
  return crm_field_to_text (self->field, currency_of (self), &self->seen);
}

static void
fill_editor (CrmPropertyRow *self)
{
  g_autofree char *text = NULL;

  if (self->form == FORM_PICKER)
    {
      fill_picker (self);
      return;
    }
  text = dup_editable (self);
  crm_property_row_set_typed (self, text);
}

void
crm_property_row_set_typed (CrmPropertyRow *self, const char *text)
{
  g_return_if_fail (CRM_IS_PROPERTY_ROW (self) && self->entry != NULL);

  if (self->form == FORM_TEXT)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

gboolean
crm_property_row_can_edit (CrmPropertyRow *self)
{
  g_return_val_if_fail (CRM_IS_PROPERTY_ROW (self), FALSE);

  return self->record != NULL && crm_field_is_editable (self->field) &&
         !crm_record_is_deleted (self->record);
}

void
crm_property_row_begin (CrmPropertyRow *self)
{
  g_return_if_fail (CRM_IS_PROPERTY_ROW (self));

  if (!crm_property_row_can_edit (self) || self->editing || self->saving)
    return;
  if (self->form == FORM_SWITCH)
    {
      gtk_widget_activate (self->toggle);
      return;
    }
  if (self->editor == NULL)
    build_editor (self);
  fill_editor (self);
  self->editing = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "editing");
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->editor);
  if (self->form == FORM_PICKER)
    gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_first_child (self->entry)));
  else
    gtk_widget_grab_focus (self->entry);
}

/* ---- for tests ---- */

gboolean
crm_property_row_is_editing (CrmPropertyRow *self)
{
  g_return_val_if_fail (CRM_IS_PROPERTY_ROW (self), FALSE);

  return self->editing;
}

const char *
crm_property_row_get_shown (CrmPropertyRow *self)
{
  g_return_val_if_fail (CRM_IS_PROPERTY_ROW (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->shown));
}

const char *
crm_property_row_get_problem (CrmPropertyRow *self)
{
  g_return_val_if_fail (CRM_IS_PROPERTY_ROW (self), NULL);

  return gtk_widget_get_visible (self->problem_box) ? gtk_label_get_text (GTK_LABEL (self->problem))
                                                    : NULL;
}

const CrmField *
crm_property_row_get_field (CrmPropertyRow *self)
{
  g_return_val_if_fail (CRM_IS_PROPERTY_ROW (self), NULL);

  return self->field;
}

/* ---- building ---- */

static void
call_clicked_cb (CrmPropertyRow *self)
{
  const char *text = crm_record_get_text (self->record, self->field->id);

  if (text == NULL)
    return;
  crm_record_open_uri (GTK_WIDGET (self),
                       self->field->kind == CRM_FIELD_PHONE   ? "tel"
                       : self->field->kind == CRM_FIELD_EMAIL ? "mailto"
                                                              : "",
                       text);
}

static void
link_clicked_cb (CrmPropertyRow *self)
{
  CrmId id = crm_record_get_link (self->record, self->field->id);

  if (id != 0)
    crm_context_go_record (self->context, id, NULL);
}

static GtkWidget *
make_trailing (CrmPropertyRow *self)
{
  const char *icon = NULL;
  const char *tooltip = NULL;
  GtkWidget *button;

  switch (self->field->kind)
    {
    case CRM_FIELD_PHONE:
      icon = "crm-call-symbolic";
      tooltip = _ ("Call");
      break;
    case CRM_FIELD_EMAIL:
      icon = "crm-email-symbolic";
      tooltip = _ ("Write an E-Mail");
      break;
    case CRM_FIELD_URL:
    case CRM_FIELD_LINK:
      if (g_strcmp0 (self->field->target, "user") == 0 ||
          g_strcmp0 (self->field->target, "segment") == 0)
        break;
      icon = "crm-link-symbolic";
      tooltip = _ ("Open");
      break;
    default:
      break;
    }
  if (icon == NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (
          self->form == FORM_PICKER ? "pan-down-symbolic" : "crm-edit-symbolic");

      gtk_widget_add_css_class (image, self->form == FORM_PICKER ? "crm-arrow" : "crm-pencil");
      gtk_widget_set_visible (image, crm_field_is_editable (self->field));
      return image;
    }
  button = crm_record_icon_button (icon, tooltip);
  g_signal_connect_object (button, "clicked",
                           self->field->kind == CRM_FIELD_LINK ? G_CALLBACK (link_clicked_cb)
                                                               : G_CALLBACK (call_clicked_cb),
                           self, G_CONNECT_SWAPPED);
  return button;
}

static void
build_problem (CrmPropertyRow *self)
{
  GtkWidget *mine = gtk_button_new_with_label (_ ("Keep Mine"));
  GtkWidget *theirs = gtk_button_new_with_label (_ ("Take Theirs"));

  self->problem_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->problem = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_widget_add_css_class (self->problem, "crm-problem");
  self->choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (mine, "crm-card-button");
  gtk_widget_add_css_class (theirs, "crm-card-button");
  gtk_box_append (GTK_BOX (self->choices), mine);
  gtk_box_append (GTK_BOX (self->choices), theirs);
  gtk_box_append (GTK_BOX (self->problem_box), self->problem);
  gtk_box_append (GTK_BOX (self->problem_box), self->choices);
  gtk_widget_set_visible (self->problem_box, FALSE);
  gtk_widget_add_css_class (self->problem_box, "crm-problem-box");
  g_signal_connect_object (mine, "clicked", G_CALLBACK (keep_mine_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (theirs, "clicked", G_CALLBACK (crm_property_row_restore), self,
                           G_CONNECT_SWAPPED);
}

static void
build (CrmPropertyRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = crm_record_label (crm_field_get_label (self->field), "crm-property-label");
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->stack = gtk_stack_new ();
  gtk_widget_set_hexpand (self->stack, TRUE);
  self->shown = crm_record_label (NULL, "crm-property-value");
  gtk_label_set_max_width_chars (GTK_LABEL (self->shown), 12);
  gtk_stack_add_child (GTK_STACK (self->stack), self->shown);
  self->trailing = make_trailing (self);
  gtk_widget_add_css_class (line, "crm-property-line");
  if (self->form == FORM_TEXT)
    {
      gtk_widget_set_size_request (self->stack, -1, LONG_TEXT_HEIGHT);
      gtk_label_set_wrap (GTK_LABEL (self->shown), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (self->shown), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (self->shown), 3);
      gtk_label_set_yalign (GTK_LABEL (self->shown), 0);
      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_widget_add_css_class (line, "long");
    }
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), self->stack);
  if (self->form == FORM_SWITCH)
    {
      self->toggle = gtk_switch_new ();
      gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (self->toggle, "crm-small-switch");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      crm_field_get_label (self->field), -1);
      g_signal_connect_object (self->toggle, "notify::active", G_CALLBACK (toggled_cb), self,
                               G_CONNECT_SWAPPED);
      g_object_ref_sink (self->trailing);
      g_object_unref (self->trailing);
      self->trailing = NULL;
      gtk_box_append (GTK_BOX (line), self->toggle);
    }
  else
    gtk_box_append (GTK_BOX (line), self->trailing);
  build_problem (self);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->problem_box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-property");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
titles_changed_cb (CrmContext *context, CrmPropertyRow *self)
{
  if (self->record != NULL)
    show_value (self);
}

static void
crm_property_row_dispose (GObject *object)
{
  CrmPropertyRow *self = CRM_PROPERTY_ROW (object);

  g_clear_object (&self->record);
  g_clear_object (&self->context);
  crm_value_clear (&self->seen);
  G_OBJECT_CLASS (crm_property_row_parent_class)->dispose (object);
}

static void
crm_property_row_class_init (CrmPropertyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_property_row_dispose;
  signals[MOVE] = g_signal_new ("move", CRM_TYPE_PROPERTY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
crm_property_row_init (CrmPropertyRow *self)
{
}

GtkWidget *
crm_property_row_new (CrmContext *context, const CrmEntity *entity, const CrmField *field)
{
  CrmPropertyRow *self = g_object_new (CRM_TYPE_PROPERTY_ROW, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->field = field;
  self->index = (guint) (field - entity->fields);
  self->form = form_for (field);
  build (self);
  if (field->kind == CRM_FIELD_LINK)
    g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  return GTK_WIDGET (self);
}

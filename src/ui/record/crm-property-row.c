/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A field that is edited where it stands. Main thread.
 *
 * `seen` is the stored value the person sees: saving expects it, so that nobody's change is written
 * over unseen. The editor is built when it is first needed. */

#include "config.h"

#include "crm-property-row-private.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"
#include "crm-format.h"
#include "crm-record-parts.h"

#define LONG_TEXT_HEIGHT 60

enum
{
  MOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmPropertyRow, crm_property_row, GTK_TYPE_LIST_BOX_ROW)

static CrmPropertyForm
form_for (const CrmField *field)
{
  switch (field->kind)
    {
    case CRM_FIELD_ENUM:
    case CRM_FIELD_LINK:
    case CRM_FIELD_LIST:
      return CRM_FORM_PICKER;
    case CRM_FIELD_BOOLEAN:
      return CRM_FORM_SWITCH;
    case CRM_FIELD_LONG_TEXT:
      return CRM_FORM_TEXT;
    default:
      return CRM_FORM_ENTRY;
    }
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

  gtk_label_set_text (GTK_LABEL (self->shown), !empty                          ? text
                                               : self->form == CRM_FORM_SWITCH ? _ ("No")
                                                                               : _ ("Not set"));
  if (empty)
    gtk_widget_add_css_class (self->shown, "crm-empty");
  else
    gtk_widget_remove_css_class (self->shown, "crm-empty");
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

/* ---- leaving the editor ---- */

static void
leave (CrmPropertyRow *self)
{
  gboolean had_focus = self->editor != NULL && gtk_widget_get_focus_child (self->stack) != NULL;

  self->editing = FALSE;
  show_problem (self, NULL, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "editing");
  if (self->form != CRM_FORM_SWITCH)
    gtk_stack_set_visible_child (GTK_STACK (self->stack), self->shown);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
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
  if (other && self->editing)
    leave (self);
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

gboolean
crm_property_row_keep (CrmPropertyRow *self)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (CRM_IS_PROPERTY_ROW (self), FALSE);

  if (!self->editing || self->saving || self->record == NULL)
    return FALSE;
  if (!crm_property_row_read (self, &value, &error))
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
      (self->form == CRM_FORM_ENTRY || (self->form == CRM_FORM_TEXT && control)))
    {
      crm_property_row_keep (self);
      return GDK_EVENT_STOP;
    }
  if (move == 0 || self->form == CRM_FORM_PICKER)
    return GDK_EVENT_PROPAGATE;
  if (crm_property_row_keep (self))
    g_signal_emit (self, signals[MOVE], 0, move);
  return GDK_EVENT_STOP;
}

void
crm_property_row_focus_left (CrmPropertyRow *self)
{
  if (self->editing && !self->saving && !gtk_widget_get_visible (self->problem_box) &&
      self->form != CRM_FORM_PICKER)
    crm_property_row_keep (self);
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
  if (self->form == CRM_FORM_SWITCH)
    {
      gtk_widget_activate (self->toggle);
      return;
    }
  if (self->editor == NULL)
    crm_property_row_build_editor (self);
  crm_property_row_fill_editor (self);
  self->editing = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "editing");
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->editor);
  if (self->form == CRM_FORM_PICKER)
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
      tooltip = C_ ("button", "Call");
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
          self->form == CRM_FORM_PICKER ? "pan-down-symbolic" : "crm-edit-symbolic");

      gtk_widget_add_css_class (image, self->form == CRM_FORM_PICKER ? "crm-arrow" : "crm-pencil");
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
  crm_record_tell_whole (self->shown, self->shown);
  gtk_stack_add_child (GTK_STACK (self->stack), self->shown);
  self->trailing = make_trailing (self);
  gtk_widget_add_css_class (line, "crm-property-line");
  if (self->form == CRM_FORM_TEXT)
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
  if (self->form == CRM_FORM_SWITCH)
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

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The editor of a property row: an entry, a text or a choice, built when it is first needed; what
 * stands in it, and reading it. Main thread. */

#include "config.h"

#include "crm-property-row-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-record-parts.h"
#include "crm-value-picker.h"

static const char *
currency_of (CrmPropertyRow *self)
{
  const char *own = self->record != NULL && self->field->kind == CRM_FIELD_MONEY
                        ? crm_record_get_currency (self->record, self->field)
                        : NULL;

  return own != NULL ? own : crm_context_get_currency (self->context);
}

/* ---- reading ---- */

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

  if (self->form != CRM_FORM_TEXT)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

gboolean
crm_property_row_read (CrmPropertyRow *self, CrmValue *value, GError **error)
{
  CrmParseContext context = { .currency = currency_of (self) };
  g_autofree char *typed = NULL;

  if (self->form == CRM_FORM_PICKER)
    read_picker (self, value);
  else
    {
      typed = dup_typed (self);
      if (!crm_field_parse (self->field, &context, typed, value, error))
        return FALSE;
    }
  return crm_field_validate (self->field, value, error);
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

void
crm_property_row_build_editor (CrmPropertyRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->editor = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (self->editor, "crm-editor");
  if (self->form == CRM_FORM_PICKER)
    build_picker (self);
  else if (self->form == CRM_FORM_TEXT)
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
  g_signal_connect_object (focus, "leave", G_CALLBACK (crm_property_row_focus_left), self,
                           G_CONNECT_SWAPPED);
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

void
crm_property_row_fill_editor (CrmPropertyRow *self)
{
  g_autofree char *text = NULL;

  if (self->form == CRM_FORM_PICKER)
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

  if (self->form == CRM_FORM_TEXT)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

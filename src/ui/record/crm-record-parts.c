/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small parts of the record page. Main thread, no state. */

#include "config.h"

#include "crm-record-parts.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

GtkWidget *
crm_record_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static gboolean
tell_whole_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tip, GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);

  if (*text == '\0' || gtk_widget_has_css_class (GTK_WIDGET (label), "crm-empty"))
    return FALSE;
  gtk_tooltip_set_text (tip, text);
  return TRUE;
}

/* Not gtk_widget_set_tooltip_text(): it asks the display server where the pointer is and waits for the
 * answer, at every call. */
void
crm_record_tell_whole (GtkWidget *widget, GtkWidget *label)
{
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect_object (widget, "query-tooltip", G_CALLBACK (tell_whole_cb), label, 0);
}

GtkWidget *
crm_record_icon_button (const char *icon, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  return button;
}

GtkWidget *
crm_record_text_button (const char *icon, const char *label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (icon != NULL)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return button;
}

GtkWidget *
crm_record_list (const char *name)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "crm-properties");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return list;
}

GtkWidget *
crm_record_heading (const char *title, GtkWidget *button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = crm_record_label (title, "crm-group-title");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (button != NULL)
    gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "crm-heading");
  return box;
}

void
crm_record_clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    {
      if (GTK_IS_LIST_BOX (box))
        gtk_list_box_remove (GTK_LIST_BOX (box), child);
      else
        gtk_box_remove (GTK_BOX (box), child);
    }
}

void
crm_record_pill_set (GtkWidget *pill, const CrmEnum *choices, const char *code)
{
  const CrmEnumValue *value = crm_enum_find (choices, code);
  const char *classes[] = { "crm-pill", value != NULL ? value->tone : NULL, NULL };

  gtk_widget_set_css_classes (pill, classes);
  gtk_label_set_text (GTK_LABEL (pill), code != NULL ? crm_enum_label (choices, code) : "");
  gtk_widget_set_visible (pill, code != NULL);
}

GtkWidget *
crm_record_pill (const CrmEnum *choices, const char *code)
{
  GtkWidget *pill;

  if (code == NULL)
    return NULL;
  pill = gtk_label_new (NULL);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  crm_record_pill_set (pill, choices, code);
  return pill;
}

void
crm_record_open_uri (GtkWidget *widget, const char *scheme, const char *target)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *escaped = g_uri_escape_string (target, "+@;=", FALSE);
  g_autofree char *uri =
      *scheme != '\0' ? g_strdup_printf ("%s:%s", scheme, escaped) : g_strdup (target);

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

char *
crm_record_text (CrmContext *context, CrmRecord *record, const CrmField *field)
{
  if (field->kind == CRM_FIELD_LINK)
    {
      CrmId id = crm_record_get_link (record, field->id);
      const char *title = crm_context_link_title (context, id);

      return id == 0 ? NULL : g_strdup (title != NULL ? title : "…");
    }
  return crm_record_format (record, field->id, crm_context_get_currency (context));
}

/* ---- a day ---- */

typedef struct
{
  CrmDayFunc chosen;
  gpointer data;
} DayChoice;

static void
day_selected_cb (GtkCalendar *calendar, DayChoice *choice)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER);

  gtk_popover_popdown (GTK_POPOVER (popover));
  choice->chosen (crm_day_from_ymd (g_date_time_get_year (date), g_date_time_get_month (date),
                                    g_date_time_get_day_of_month (date)),
                  choice->data);
}

static void
free_choice (gpointer data, GClosure *closure)
{
  g_free (data);
}

GtkWidget *
crm_record_day_button (const char *icon, const char *tooltip, CrmDayFunc chosen, gpointer data)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calendar = gtk_calendar_new ();
  DayChoice *choice = g_new (DayChoice, 1);

  choice->chosen = chosen;
  choice->data = data;
  if (icon != NULL)
    gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  g_signal_connect_data (calendar, "day-selected", G_CALLBACK (day_selected_cb), choice,
                         free_choice, 0);
  return button;
}

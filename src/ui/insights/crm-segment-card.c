/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card of the Insights page. It is filled once: a new run makes new cards. */

#include "config.h"

#include "crm-segment-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-format.h"

static const char *const tones[] = { "blue", "amber", "teal", "vermilion", "plum", "sky" };

static GtkWidget *
make_label (const char *text, const char *style, gboolean expand)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, expand);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static char *
signed_text (gint64 number)
{
  g_autofree char *text = crm_format_integer (number);

  return number > 0 ? g_strconcat ("+", text, NULL) : g_steal_pointer (&text);
}

static GtkWidget *
make_head (const CrmSegmentCard *card)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *mark = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (mark, "crm-segment-mark");
  gtk_widget_add_css_class (mark, tones[card->color]);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), mark);
  gtk_box_append (GTK_BOX (head), make_label (card->name, "crm-card-title", TRUE));
  if (card->change != G_MININT64)
    {
      g_autofree char *change = card->change == 0 ? g_strdup ("±0") : signed_text (card->change);
      GtkWidget *label = make_label (change, "crm-caption", FALSE);

      gtk_widget_set_tooltip_text (label, _ ("Against the run before"));
      gtk_box_append (GTK_BOX (head), label);
    }
  return head;
}

static GtkWidget *
make_figures (const CrmSegmentCard *card)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *size = crm_format_integer (card->size);
  g_autofree char *percent =
      crm_format_percent (100 * card->revenue_share, card->revenue_share < 0.01 ? 1 : 0);
  g_autofree char *share = g_strdup_printf (_ ("%s of revenue"), percent);
  GtkWidget *figure = make_label (size, "crm-figure", TRUE);
  GtkWidget *caption = make_label (share, "crm-caption", FALSE);

  gtk_widget_set_valign (caption, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (figure, GTK_ALIGN_BASELINE);
  gtk_box_append (GTK_BOX (row), figure);
  gtk_box_append (GTK_BOX (row), caption);
  return row;
}

GtkWidget *
crm_segment_card_widget_new (const CrmSegmentCard *card)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, 1);
  g_autofree char *size = crm_format_integer (card->size);
  g_autofree char *tooltip = NULL;

  gtk_box_append (GTK_BOX (box), make_head (card));
  gtk_box_append (GTK_BOX (box), make_figures (card));
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), CLAMP (card->revenue_share, 0, 1));
  gtk_widget_add_css_class (bar, "crm-share");
  gtk_widget_add_css_class (bar, tones[card->color]);
  gtk_box_append (GTK_BOX (box), bar);
  for (guint i = 0; card->words[i] != NULL; i++)
    {
      g_autofree char *line = g_strconcat ("· ", card->words[i], NULL);
      GtkWidget *label = make_label (line, "crm-table-text", FALSE);

      gtk_widget_set_tooltip_text (label, card->words[i]);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "crm-card");
  tooltip = g_strdup_printf (_ ("Show the %s customers of “%s”"), size, card->name);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  return button;
}

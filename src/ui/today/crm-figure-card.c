/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One figure with its small line. Main thread. */

#include "crm-figure-card.h"

#include "crm-sparkline.h"

struct _CrmFigureCard
{
  GtkButton parent;

  GtkWidget *caption;
  GtkWidget *figure;
  GtkWidget *sentence;
  GtkWidget *line;
};

G_DEFINE_FINAL_TYPE (CrmFigureCard, crm_figure_card, GTK_TYPE_BUTTON)

const char *
crm_figure_card_get_figure (CrmFigureCard *self)
{
  g_return_val_if_fail (CRM_IS_FIGURE_CARD (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->figure));
}

void
crm_figure_card_set (CrmFigureCard *self, const char *caption, const char *figure,
                     const char *sentence, const double *points, guint n_points,
                     const char *summary)
{
  g_autofree char *whole = NULL;

  g_return_if_fail (CRM_IS_FIGURE_CARD (self));

  gtk_label_set_text (GTK_LABEL (self->caption), caption);
  gtk_label_set_text (GTK_LABEL (self->figure), figure);
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence);
  crm_sparkline_set_points (CRM_SPARKLINE (self->line), points, n_points);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), summary);
  whole = g_strdup_printf ("%s: %s. %s", caption, figure, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, whole,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
}

static GtkWidget *
create_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
crm_figure_card_class_init (CrmFigureCardClass *klass)
{
}

static void
crm_figure_card_init (CrmFigureCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->caption = create_label ("crm-caption");
  self->figure = create_label ("crm-figure");
  self->sentence = create_label ("crm-caption");
  gtk_label_set_ellipsize (GTK_LABEL (self->figure), PANGO_ELLIPSIZE_NONE);
  self->line = crm_sparkline_new ();
  gtk_widget_set_valign (self->line, GTK_ALIGN_END);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), self->caption);
  gtk_box_append (GTK_BOX (words), self->figure);
  gtk_box_append (GTK_BOX (words), self->sentence);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), self->line);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-card");
}

GtkWidget *
crm_figure_card_new (void)
{
  return g_object_new (CRM_TYPE_FIGURE_CARD, NULL);
}

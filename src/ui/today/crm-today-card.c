/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card of lines. Main thread. */

#include "crm-today-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "crm-format.h"

struct _CrmTodayCard
{
  GtkBox parent;

  CrmTodayKind kind;
  GtkWidget *caption;
  GtkWidget *button;
  GtkWidget *nothing;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CrmTodayCard, crm_today_card, GTK_TYPE_BOX)

enum
{
  ALL,
  OPEN,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define ID_KEY "crm-line-id"

static gint64
line_id (GtkWidget *widget)
{
  gint64 *id = g_object_get_data (G_OBJECT (widget), ID_KEY);

  return id != NULL ? *id : 0;
}

static void
set_line_id (GtkWidget *widget, gint64 id)
{
  g_object_set_data_full (G_OBJECT (widget), ID_KEY, g_memdup2 (&id, sizeof id), g_free);
}

static GtkWidget *
create_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* ---- words of a line ---- */

/* The right-hand side: when it is due, how late, or when it changed; `style` says how pressing. */
static char *
describe_when (CrmTodayCard *self, const CrmTodayLine *line, gint64 today, const char **style)
{
  *style = "crm-label";
  if (self->kind == CRM_TODAY_RECENT)
    return crm_format_instant (line->instant);
  if (self->kind == CRM_TODAY_FOLLOW_UPS)
    {
      *style = "crm-warning";
      return g_strdup_printf ("%.1f×", line->ratio);
    }
  if (line->day == CRM_NULL_INT)
    return g_strdup (_ ("no date"));
  if (line->day < today)
    {
      guint late = (guint) (today - line->day);

      *style = "crm-bad";
      return g_strdup_printf (ngettext ("%u day late", "%u days late", late), late);
    }
  if (line->day == today)
    return g_strdup (_ ("today"));
  return crm_format_day (line->day);
}

static char *
describe_line (CrmTodayCard *self, const CrmTodayLine *line)
{
  if (self->kind == CRM_TODAY_FOLLOW_UPS)
    {
      guint usual = (guint) lround (line->interval);
      g_autofree char *now = crm_format_integer (line->days_since);

      return g_strdup_printf (
          ngettext ("usually every %u day · now %s", "usually every %u days · now %s", usual),
          usual, now);
    }
  return g_strdup (line->customer_title);
}

/* ---- lines ---- */

static void
check_toggled_cb (GtkCheckButton *check, CrmTodayCard *self)
{
  if (gtk_check_button_get_active (check))
    g_signal_emit (self, signals[DONE], 0, line_id (GTK_WIDGET (check)));
}

static GtkWidget *
create_mark (CrmTodayCard *self, const CrmTodayLine *line)
{
  GtkWidget *mark;

  if (self->kind == CRM_TODAY_TASKS)
    {
      g_autofree char *label = g_strdup_printf (_ ("Done: %s"), line->title);

      mark = gtk_check_button_new ();
      set_line_id (mark, line->id);
      gtk_widget_set_tooltip_text (mark, _ ("Done"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                      -1);
      g_signal_connect (mark, "toggled", G_CALLBACK (check_toggled_cb), self);
    }
  else
    {
      mark = adw_avatar_new (28, line->title, TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      line->title, -1);
    }
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  return mark;
}

static GtkWidget *
create_line (CrmTodayCard *self, const CrmTodayLine *line, gint64 today)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *style;
  g_autofree char *when = describe_when (self, line, today, &style);
  g_autofree char *caption = describe_line (self, line);
  GtkWidget *when_label = gtk_label_new (when);

  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), create_label (line->title, "crm-body"));
  if (caption != NULL && *caption != '\0')
    gtk_box_append (GTK_BOX (words), create_label (caption, "crm-caption"));
  gtk_widget_add_css_class (when_label, "crm-when");
  gtk_widget_add_css_class (when_label, style);
  gtk_box_append (GTK_BOX (box), create_mark (self, line));
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), when_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, line->title,
                                  -1);
  set_line_id (row, line->id);
  return row;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmTodayCard *self)
{
  g_signal_emit (self, signals[OPEN], 0, line_id (GTK_WIDGET (row)));
}

static void
all_clicked_cb (GtkButton *button, CrmTodayCard *self)
{
  g_signal_emit (self, signals[ALL], 0);
}

guint
crm_today_card_get_n_lines (CrmTodayCard *self)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), n) != NULL)
    n++;
  return n;
}

void
crm_today_card_set (CrmTodayCard *self, const char *caption, const char *button,
                    const char *nothing, GPtrArray *lines, guint limit, gint64 today)
{
  GtkListBoxRow *row;

  g_return_if_fail (CRM_IS_TODAY_CARD (self));

  gtk_label_set_text (GTK_LABEL (self->caption), caption);
  gtk_widget_set_visible (self->caption, *caption != '\0');
  gtk_widget_set_visible (self->button, button != NULL);
  if (button != NULL)
    gtk_button_set_label (GTK_BUTTON (self->button), button);
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  for (guint i = 0; i < lines->len && i < limit; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         create_line (self, g_ptr_array_index (lines, i), today));
  gtk_label_set_text (GTK_LABEL (self->nothing), nothing);
  gtk_widget_set_visible (self->nothing, lines->len == 0);
  gtk_widget_set_visible (self->list, lines->len > 0);
}

static void
crm_today_card_class_init (CrmTodayCardClass *klass)
{
  signals[ALL] = g_signal_new ("all", CRM_TYPE_TODAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
  signals[OPEN] = g_signal_new ("open", CRM_TYPE_TODAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[DONE] = g_signal_new ("done", CRM_TYPE_TODAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
crm_today_card_init (CrmTodayCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-card");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
}

GtkWidget *
crm_today_card_new (CrmTodayKind kind, const char *title)
{
  CrmTodayCard *self = g_object_new (CRM_TYPE_TODAY_CARD, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->kind = kind;
  self->caption = create_label (NULL, "crm-caption");
  self->button = gtk_button_new_with_label ("");
  self->nothing = gtk_label_new (NULL);
  self->list = gtk_list_box_new ();

  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), create_label (title, "crm-card-title"));
  gtk_box_append (GTK_BOX (words), self->caption);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "crm-card-button");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect (self->button, "clicked", G_CALLBACK (all_clicked_cb), self);
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (head), self->button);

  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->nothing), 0.0f);
  gtk_widget_add_css_class (self->nothing, "crm-caption");
  gtk_widget_set_margin_top (self->nothing, 10);
  gtk_widget_set_margin_bottom (self->nothing, 6);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "crm-rows");
  gtk_widget_set_margin_top (self->list, 4);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), self->nothing);
  gtk_box_append (GTK_BOX (self), self->list);
  return GTK_WIDGET (self);
}

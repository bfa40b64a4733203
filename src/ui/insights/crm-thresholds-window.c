/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Twelve numbers: four limits for each of the three measures. Main thread; the quintiles are read in
 * the background. */

#include "config.h"

#include "crm-thresholds-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-format.h"
#include "crm-segment-job.h"

#define MEASURES 3
#define LIMITS   4

struct _CrmThresholdsWindow
{
  AdwWindow parent;
  CrmContext *context;
  GCancellable *cancellable;
  GtkSpinButton *spins[MEASURES][LIMITS];
  GtkLabel *problem;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (CrmThresholdsWindow, crm_thresholds_window, ADW_TYPE_WINDOW)

static guint saved_signal;

/* Money is edited in whole units, kept in minor ones. */
static double
scale_of (CrmThresholdsWindow *self, guint measure)
{
  return measure == CRM_RFM_MONETARY
             ? pow (10, crm_currency_digits (crm_context_get_currency (self->context)))
             : 1;
}

static void
fill (CrmThresholdsWindow *self, double limits[MEASURES][LIMITS])
{
  for (guint m = 0; m < MEASURES; m++)
    for (guint i = 0; i < LIMITS; i++)
      gtk_spin_button_set_value (self->spins[m][i], limits[m][i] / scale_of (self, m));
}

static gpointer
read_quintiles (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrmPurchases) purchases = crm_purchases_read (reader, crm_day_today (), error);
  double (*limits)[LIMITS];

  if (purchases == NULL)
    return NULL;
  limits = g_malloc0 (sizeof (double) * MEASURES * LIMITS);
  if (purchases->n > 0)
    {
      crm_rfm_thresholds (purchases->recency, purchases->n, limits[CRM_RFM_RECENCY]);
      crm_rfm_thresholds (purchases->frequency, purchases->n, limits[CRM_RFM_FREQUENCY]);
      crm_rfm_thresholds (purchases->monetary, purchases->n, limits[CRM_RFM_MONETARY]);
    }
  return limits;
}

static void
quintiles_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree gpointer limits = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (limits != NULL)
    fill (data, limits);
}

static void
read_defaults (CrmThresholdsWindow *self)
{
  crm_store_read_async (crm_context_get_store (self->context), read_quintiles, NULL, NULL, g_free,
                        self->cancellable, quintiles_cb, self);
}

static gboolean
check (CrmThresholdsWindow *self)
{
  gboolean fine = TRUE;

  for (guint m = 0; m < MEASURES; m++)
    for (guint i = 1; i < LIMITS; i++)
      fine = fine && gtk_spin_button_get_value (self->spins[m][i]) >=
                         gtk_spin_button_get_value (self->spins[m][i - 1]);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), !fine);
  gtk_widget_set_sensitive (self->save, fine);
  return fine;
}

static void
value_cb (GtkSpinButton *spin, CrmThresholdsWindow *self)
{
  check (self);
}

static void
keep (CrmThresholdsWindow *self, const double *limits, gsize n)
{
  g_settings_set_value (
      crm_context_get_settings (self->context), "rfm-thresholds",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, limits, n, sizeof (double)));
  g_signal_emit (self, saved_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (GtkButton *button, CrmThresholdsWindow *self)
{
  double limits[MEASURES * LIMITS];

  if (!check (self))
    return;
  for (guint i = 0; i < MEASURES * LIMITS; i++)
    limits[i] = gtk_spin_button_get_value (self->spins[i / LIMITS][i % LIMITS]) *
                scale_of (self, i / LIMITS);
  keep (self, limits, G_N_ELEMENTS (limits));
}

static void
quintiles_clicked_cb (GtkButton *button, CrmThresholdsWindow *self)
{
  keep (self, NULL, 0);
}

static GtkWidget *
make_row (CrmThresholdsWindow *self, guint measure)
{
  static const char *const titles[] = { N_ ("Days since last order"), N_ ("Orders"), N_ ("Value") };
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (titles[measure]));
  for (guint i = 0; i < LIMITS; i++)
    {
      GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
      g_autofree char *text =
          g_strdup_printf (_ ("Score %u up to"), measure == CRM_RFM_RECENCY ? 5 - i : i + 1);
      GtkWidget *label = gtk_label_new_with_mnemonic (text);

      gtk_widget_add_css_class (label, "crm-caption");
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      self->spins[measure][i] = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 1e12, 1));
      gtk_spin_button_set_numeric (self->spins[measure][i], TRUE);
      gtk_editable_set_width_chars (GTK_EDITABLE (self->spins[measure][i]), 7);
      gtk_widget_set_hexpand (GTK_WIDGET (self->spins[measure][i]), TRUE);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->spins[measure][i]),
                                      GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
      g_signal_connect (self->spins[measure][i], "value-changed", G_CALLBACK (value_cb), self);
      gtk_box_append (GTK_BOX (column), label);
      gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->spins[measure][i]));
      gtk_box_append (GTK_BOX (row), column);
    }
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

static GtkWidget *
make_header (CrmThresholdsWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  self->save = gtk_button_new_with_mnemonic (_ ("_Form Again"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect (self->save, "clicked", G_CALLBACK (save_cb), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  return header;
}

static void
build (CrmThresholdsWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *quintiles = gtk_button_new_with_mnemonic (_ ("Use _Quintiles Again"));

  gtk_widget_set_margin_start (body, 18);
  gtk_widget_set_margin_end (body, 18);
  gtk_widget_set_margin_top (body, 12);
  gtk_widget_set_margin_bottom (body, 18);
  for (guint m = 0; m < MEASURES; m++)
    gtk_box_append (GTK_BOX (body), make_row (self, m));
  self->problem = GTK_LABEL (gtk_label_new (_ ("Each limit must be at least the one before it.")));
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "crm-bad");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->problem));
  gtk_widget_set_halign (quintiles, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (quintiles,
                               _ ("A fifth of the customers each; equal customers score equally"));
  g_signal_connect (quintiles, "clicked", G_CALLBACK (quintiles_clicked_cb), self);
  gtk_box_append (GTK_BOX (body), quintiles);
  gtk_box_append (GTK_BOX (content), make_header (self));
  gtk_box_append (GTK_BOX (content), body);
  adw_window_set_content (ADW_WINDOW (self), content);
}

static void
crm_thresholds_window_dispose (GObject *object)
{
  CrmThresholdsWindow *self = CRM_THRESHOLDS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_thresholds_window_parent_class)->dispose (object);
}

static void
crm_thresholds_window_class_init (CrmThresholdsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_thresholds_window_dispose;
  saved_signal = g_signal_new ("saved", CRM_TYPE_THRESHOLDS_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
crm_thresholds_window_init (CrmThresholdsWindow *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
crm_thresholds_window_new (CrmContext *context)
{
  CrmThresholdsWindow *self = g_object_new (CRM_TYPE_THRESHOLDS_WINDOW, "modal", TRUE, "title",
                                            _ ("RFM Thresholds"), "default-width", 620, NULL);
  CrmSegmentOptions options;

  self->context = g_object_ref (context);
  build (self);
  crm_segment_options_load (crm_context_get_settings (context), CRM_SEGMENT_METHOD_RFM, &options);
  if (options.rfm.rule == CRM_RFM_THRESHOLDS)
    fill (self, options.rfm.thresholds);
  else
    read_defaults (self);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart in a card with its menu. Main thread. The table is built only while it is shown and follows the
 * model. */

#include "config.h"

#include "crm-chart-card.h"

#include "crm-chart-table.h"
#include "crm-charts-resources.h"

#include <glib/gi18n-lib.h>

/* More lines than that is no longer something to paste. */
#define COPY_ROWS 20000

struct _CrmChartCard
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkLabel *title;
  GtkLabel *caption;
  GtkButton *action_button;
  GtkMenuButton *menu_button;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  CrmChart *chart;

  CrmChartModel *model;
  gboolean show_table;
};

G_DEFINE_FINAL_TYPE (CrmChartCard, crm_chart_card, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_SHOW_TABLE,
  PROP_DARK,
  PROP_HIGH_CONTRAST,
  N_PROPS
};

enum
{
  SIGNAL_ACTIVATE_MARK,
  SIGNAL_SAVED,
  SIGNAL_SAVE_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- model ---- */

static void
show_line (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
update_table (CrmChartCard *self)
{
  GtkWidget *view =
      self->show_table && self->model != NULL ? crm_chart_table_view_new (self->model) : NULL;

  if (view != NULL && crm_chart_model_get_title (self->model) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    crm_chart_model_get_title (self->model), -1);
  gtk_scrolled_window_set_child (self->scroller, view);
  gtk_stack_set_visible_child_name (self->stack, self->show_table ? "table" : "chart");
}

static void
model_changed_cb (CrmChartModel *model, gpointer user_data)
{
  CrmChartCard *self = CRM_CHART_CARD (user_data);
  const char *title = crm_chart_model_get_title (model);

  show_line (self->title, title);
  show_line (self->caption, crm_chart_model_get_caption (model));
  if (title != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                    -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.save",
                                 !crm_chart_model_is_empty (model));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.copy",
                                 !crm_chart_model_is_empty (model));
  if (self->show_table)
    update_table (self);
}

void
crm_chart_card_set_model (CrmChartCard *self, CrmChartModel *model)
{
  g_return_if_fail (CRM_IS_CHART_CARD (self));
  g_return_if_fail (model == NULL || CRM_IS_CHART_MODEL (model));
  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_changed_cb, self);
  g_set_object (&self->model, model);
  crm_chart_set_model (self->chart, model);
  if (model != NULL)
    {
      g_signal_connect (model, "changed", G_CALLBACK (model_changed_cb), self);
      model_changed_cb (model, self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

CrmChartModel *
crm_chart_card_get_model (CrmChartCard *self)
{
  g_return_val_if_fail (CRM_IS_CHART_CARD (self), NULL);
  return self->model;
}

CrmChart *
crm_chart_card_get_chart (CrmChartCard *self)
{
  g_return_val_if_fail (CRM_IS_CHART_CARD (self), NULL);
  return self->chart;
}

void
crm_chart_card_set_action (CrmChartCard *self, const char *label, const char *action_name,
                           GVariant *target)
{
  g_autoptr (GVariant) owned = target != NULL ? g_variant_ref_sink (target) : NULL;

  g_return_if_fail (CRM_IS_CHART_CARD (self));
  gtk_widget_set_visible (GTK_WIDGET (self->action_button), label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (self->action_button, label);
  /* The parameter first: a name without it would not fit its action. */
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->action_button), owned);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->action_button), action_name);
}

void
crm_chart_card_set_show_table (CrmChartCard *self, gboolean show_table)
{
  g_return_if_fail (CRM_IS_CHART_CARD (self));
  if (self->show_table == show_table)
    return;
  self->show_table = show_table;
  update_table (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_TABLE]);
}

gboolean
crm_chart_card_get_show_table (CrmChartCard *self)
{
  g_return_val_if_fail (CRM_IS_CHART_CARD (self), FALSE);
  return self->show_table;
}

static void
activate_mark_cb (CrmChart *chart, int series, int point, const char *key, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ACTIVATE_MARK], 0, series, point, key);
}

static void
set_class (CrmChartCard *self, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
show_contrast_cb (gpointer user_data)
{
  g_autoptr (CrmChartCard) self = CRM_CHART_CARD (user_data);

  if (self->chart != NULL)
    set_class (self, "high-contrast", crm_chart_get_high_contrast (self->chart));
}

/* The chart finds out while styles are being computed, when no class may change. */
static void
contrast_changed_cb (CrmChartCard *self)
{
  g_idle_add_once (show_contrast_cb, g_object_ref (self));
}

static void
set_dark (CrmChartCard *self, gboolean dark)
{
  crm_chart_set_dark (self->chart, dark);
  set_class (self, "dark", dark);
  set_class (self, "light", !dark);
}

/* ---- copy and save ---- */

static GBytes *
export_bytes (CrmChartCard *self, CrmChartFileFormat format, GError **error)
{
  GtkWidget *chart = GTK_WIDGET (self->chart);
  int width = gtk_widget_get_width (GTK_WIDGET (self)),
      height = gtk_widget_get_height (GTK_WIDGET (self));
  PangoFontDescription *font = pango_font_description_copy (
      pango_context_get_font_description (gtk_widget_get_pango_context (chart)));
  GBytes *bytes;

  bytes = crm_chart_export (self->model, format, width > 0 ? width : 480,
                            height > 0 && !self->show_table ? height : 320, font, error);
  pango_font_description_free (font);
  return bytes;
}

gboolean
crm_chart_card_save (CrmChartCard *self, CrmChartFileFormat format, GFile *file, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (CRM_IS_CHART_CARD (self) && self->model != NULL, FALSE);
  bytes = export_bytes (self, format, error);
  if (bytes == NULL)
    return FALSE;
  return g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmChartCard *self = CRM_CHART_CARD (widget);
  g_autoptr (CrmChartTable) table = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GdkContentProvider) both = NULL;
  g_autofree char *text = NULL;
  GdkContentProvider *providers[2];

  if (self->model == NULL)
    return;
  png = export_bytes (self, CRM_CHART_FILE_PNG, NULL);
  table = crm_chart_table_new (self->model);
  text = crm_chart_table_to_text (table, COPY_ROWS);
  providers[0] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  providers[1] = gdk_content_provider_new_for_bytes ("image/png", png);
  both = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), both);
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  CrmChartCard *self = CRM_CHART_CARD (user_data);
  CrmChartFileFormat format =
      (CrmChartFileFormat) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "format"));

  if (response == GTK_RESPONSE_ACCEPT && self->model != NULL)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autoptr (GError) error = NULL;

      if (crm_chart_card_save (self, format, file, &error))
        g_signal_emit (self, signals[SIGNAL_SAVED], 0, file);
      else
        g_signal_emit (self, signals[SIGNAL_SAVE_FAILED], 0, error);
    }
  g_object_unref (dialog);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmChartCard *self = CRM_CHART_CARD (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  const char *suffix = g_variant_get_string (parameter, NULL), *title;
  g_autofree char *file_name = NULL;
  GtkFileChooserNative *dialog;
  CrmChartFileFormat format;

  if (self->model == NULL || !crm_chart_file_format_from_suffix (suffix, &format))
    return;
  title = crm_chart_model_get_title (self->model);
  file_name = g_strdup_printf ("%s.%s", title != NULL ? title : _ ("Chart"), suffix);
  g_strdelimit (file_name, "/\\:", '-');
  dialog = gtk_file_chooser_native_new (format == CRM_CHART_FILE_CSV ? _ ("Save Figures")
                                                                     : _ ("Save Picture"),
                                        GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file_name);
  g_object_set_data (G_OBJECT (dialog), "format", GINT_TO_POINTER (format));
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- object ---- */

static void
crm_chart_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmChartCard *self = CRM_CHART_CARD (object);

  switch (id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_SHOW_TABLE:
      g_value_set_boolean (value, self->show_table);
      break;
    case PROP_DARK:
      g_value_set_boolean (value, crm_chart_get_dark (self->chart));
      break;
    case PROP_HIGH_CONTRAST:
      g_value_set_boolean (value, crm_chart_get_high_contrast (self->chart));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_chart_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrmChartCard *self = CRM_CHART_CARD (object);

  switch (id)
    {
    case PROP_MODEL:
      crm_chart_card_set_model (self, g_value_get_object (value));
      break;
    case PROP_SHOW_TABLE:
      crm_chart_card_set_show_table (self, g_value_get_boolean (value));
      break;
    case PROP_DARK:
      set_dark (self, g_value_get_boolean (value));
      break;
    case PROP_HIGH_CONTRAST:
      crm_chart_set_high_contrast (self->chart, g_value_get_boolean (value));
      set_class (self, "high-contrast", g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_chart_card_dispose (GObject *object)
{
  CrmChartCard *self = CRM_CHART_CARD (object);
  GtkWidget *child;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_changed_cb, self);
  g_clear_object (&self->model);
  self->chart = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (crm_chart_card_parent_class)->dispose (object);
}

static void
load_style_sheet (GdkDisplay *display, const char *path, guint priority)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider), priority);
}

static void
load_style (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  g_resources_register (crm_charts_get_resource ());
  if (display == NULL)
    return;
  load_style_sheet (display, "/org/example/Crm/charts/crm-charts-fallback.css",
                    GTK_STYLE_PROVIDER_PRIORITY_FALLBACK);
  load_style_sheet (display, "/org/example/Crm/charts/crm-charts.css",
                    GTK_STYLE_PROVIDER_PRIORITY_APPLICATION - 1);
}

static void
crm_chart_card_class_init (CrmChartCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  load_style ();
  g_type_ensure (CRM_TYPE_CHART);
  object_class->dispose = crm_chart_card_dispose;
  object_class->get_property = crm_chart_card_get_property;
  object_class->set_property = crm_chart_card_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, CRM_TYPE_CHART_MODEL, flags);
  properties[PROP_SHOW_TABLE] = g_param_spec_boolean ("show-table", NULL, NULL, FALSE, flags);
  properties[PROP_DARK] = g_param_spec_boolean ("dark", NULL, NULL, FALSE, flags);
  properties[PROP_HIGH_CONTRAST] = g_param_spec_boolean ("high-contrast", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ACTIVATE_MARK] =
      g_signal_new ("activate-mark", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_STRING);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
  signals[SIGNAL_SAVE_FAILED] =
      g_signal_new ("save-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_install_property_action (widget_class, "chart.show-table", "show-table");
  gtk_widget_class_install_action (widget_class, "chart.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "chart.save", "s", save_action);

  gtk_widget_class_set_css_name (widget_class, "crmchartcard");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/charts/crm-chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, header);
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, title);
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, caption);
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, action_button);
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrmChartCard, chart);
  gtk_widget_class_bind_template_callback (widget_class, activate_mark_cb);
}

static void
crm_chart_card_init (CrmChartCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->chart, "notify::high-contrast", G_CALLBACK (contrast_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
crm_chart_card_new (CrmChartModel *model)
{
  return g_object_new (CRM_TYPE_CHART_CARD, "model", model, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The preferences, bound to the settings. Main thread. */

#include "crm-preferences-window.h"

#include <glib/gi18n.h>

#include "crm-format.h"
#include "crm-setting.h"
#include "crm-ui.h"

struct _CrmPreferencesWindow
{
  AdwWindow parent;

  GSettings *settings;
  CrmContext *context;
  AdwEntryRow *user_row;
  AdwComboRow *currency_row;
  GtkWidget *rates_row;
  AdwComboRow *week_row;
  AdwComboRow *name_row;
  AdwComboRow *scheme_row;
  AdwComboRow *density_row;
  AdwActionRow *database_row;
};

G_DEFINE_FINAL_TYPE (CrmPreferencesWindow, crm_preferences_window, ADW_TYPE_WINDOW)

static const char *const currencies[] = {
  "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "AUD", "CAD", "CHF",
  "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN", "ZAR", "THB", "VND", "MYR",
};

/* ---- rows ---- */

static void
choice_selected_cb (AdwComboRow *row, GParamSpec *pspec, CrmPreferencesWindow *self)
{
  const char *key = g_object_get_data (G_OBJECT (row), "key");

  g_settings_set_enum (self->settings, key, (int) adw_combo_row_get_selected (row));
}

/* The choices stand in the order of the enumeration in the schema. */
static void
bind_choice (CrmPreferencesWindow *self, AdwComboRow *row, const char *key,
             const char *const *labels)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (labels);

  g_object_set_data (G_OBJECT (row), "key", (char *) key);
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (row, (guint) g_settings_get_enum (self->settings, key));
  g_signal_connect (row, "notify::selected", G_CALLBACK (choice_selected_cb), self);
}

static void
currency_selected_cb (AdwComboRow *row, GParamSpec *pspec, CrmPreferencesWindow *self)
{
  guint index = adw_combo_row_get_selected (row);
  GListModel *model = adw_combo_row_get_model (row);
  g_autoptr (GtkStringObject) item = g_list_model_get_item (model, index);
  g_autofree char *code = NULL;
  g_autoptr (CrmChangeset) changes = NULL;

  if (item == NULL)
    return;
  code = g_strndup (gtk_string_object_get_string (item), 3);
  if (g_str_equal (code, crm_context_get_currency (self->context)))
    return;
  changes = crm_currency_change_base (code);
  crm_context_save (self->context, changes, NULL, NULL, NULL);
}

static void
add_currency (GtkStringList *list, const char *code)
{
  const char *symbol = crm_currency_symbol (code);
  g_autofree char *label =
      g_str_equal (symbol, code) ? g_strdup (code) : g_strdup_printf ("%s · %s", code, symbol);

  gtk_string_list_append (list, label);
}

static void
fill_currencies (CrmPreferencesWindow *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  const char *now;
  guint selected = G_N_ELEMENTS (currencies);

  gtk_widget_set_sensitive (GTK_WIDGET (self->currency_row), self->context != NULL);
  gtk_widget_set_sensitive (self->rates_row, self->context != NULL);
  if (self->context == NULL)
    return;
  now = crm_context_get_currency (self->context);
  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    {
      add_currency (list, currencies[i]);
      if (g_str_equal (currencies[i], now))
        selected = i;
    }
  /* A code set elsewhere is kept and shown. */
  if (selected == G_N_ELEMENTS (currencies))
    add_currency (list, now);
  adw_combo_row_set_model (self->currency_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->currency_row, selected);
  g_signal_connect (self->currency_row, "notify::selected", G_CALLBACK (currency_selected_cb),
                    self);
}

static void
fill_rows (CrmPreferencesWindow *self)
{
  const char *weeks[] = { _ ("As in this region"), _ ("Monday"), _ ("Sunday"), NULL };
  const char *names[] = { _ ("As in this language"), _ ("Family name first"),
                          _ ("Given name first"), NULL };
  const char *schemes[] = { _ ("As the desktop"), _ ("Light"), _ ("Dark"), NULL };
  const char *densities[] = { _ ("Compact"), _ ("Normal"), _ ("Comfortable"), NULL };

  bind_choice (self, self->week_row, "week-start", weeks);
  bind_choice (self, self->name_row, "name-order", names);
  bind_choice (self, self->scheme_row, "color-scheme", schemes);
  bind_choice (self, self->density_row, "density", densities);
  fill_currencies (self);
}

static void
rates_activated_cb (AdwActionRow *row, CrmPreferencesWindow *self)
{
  crm_context_go_page (self->context, "exchange-rate");
  gtk_window_close (GTK_WINDOW (self));
}

static void
user_applied_cb (AdwEntryRow *row, CrmPreferencesWindow *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));

  g_settings_set_string (self->settings, "user-name", g_strstrip (name));
}

/* ---- object ---- */

static void
crm_preferences_window_dispose (GObject *object)
{
  g_clear_object (&CRM_PREFERENCES_WINDOW (object)->settings);
  g_clear_object (&CRM_PREFERENCES_WINDOW (object)->context);
  G_OBJECT_CLASS (crm_preferences_window_parent_class)->dispose (object);
}

static void
crm_preferences_window_class_init (CrmPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, user_row);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, currency_row);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, rates_row);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, week_row);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, density_row);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferencesWindow, database_row);
  gtk_widget_class_bind_template_callback (widget_class, rates_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, user_applied_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_preferences_window_init (CrmPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_ui_scale_window (GTK_WINDOW (self));
}

GtkWidget *
crm_preferences_window_new (GtkWindow *parent, GSettings *settings, CrmContext *context)
{
  CrmPreferencesWindow *self =
      g_object_new (CRM_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
  g_autofree char *user = g_settings_get_string (settings, "user-name");
  g_autofree char *path =
      g_markup_escape_text (context != NULL ? crm_store_get_path (crm_context_get_store (context))
                                            : _ ("No database is open"),
                            -1);

  g_set_object (&self->context, context);
  self->settings = g_object_ref (settings);
  gtk_editable_set_text (GTK_EDITABLE (self->user_row), *user != '\0' ? user : g_get_real_name ());
  adw_action_row_set_subtitle (self->database_row, path);
  fill_rows (self);
  return GTK_WIDGET (self);
}

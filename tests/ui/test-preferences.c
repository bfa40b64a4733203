/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preferences take effect at once. */

#include "crm-preferences-window.h"
#include "crm-ui-test.h"
#include "crm-week.h"

static void
test_effects (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  GSettings *settings = crm_application_get_settings (test->application);
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_settings_set_string (settings, "color-scheme", "dark");
  g_assert_true (adw_style_manager_get_dark (style));
  g_settings_set_string (settings, "color-scheme", "light");
  g_assert_false (adw_style_manager_get_dark (style));
  g_settings_set_string (settings, "density", "compact");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (test->window), "compact"));
  g_settings_set_string (settings, "density", "normal");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (test->window), "compact"));
  g_settings_set_string (settings, "week-start", "sunday");
  g_assert_cmpint (crm_week_start (settings), ==, 7);
  g_settings_set_string (settings, "week-start", "monday");
  g_assert_cmpint (crm_week_start (settings), ==, 1);
}

static gboolean
is_renamed (gpointer data)
{
  CrmContext *context = data;
  CrmId me = crm_store_get_actor (crm_context_get_store (context));

  return g_strcmp0 (crm_context_link_title (context, me), "Lin Yue") == 0;
}

/* The name of the user is also that of their record. */
static void
test_user (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  GSettings *settings = crm_application_get_settings (test->application);

  g_settings_set_string (settings, "user-name", "Lin Yue");
  crm_ui_test_wait_for (is_renamed, crm_ui_test_context (test));
  g_settings_reset (settings, "user-name");
}

static AdwComboRow *
find_combo (GtkWidget *widget, const char *title)
{
  if (ADW_IS_COMBO_ROW (widget) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return ADW_COMBO_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwComboRow *found = find_combo (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_in_dollars (gpointer data)
{
  return g_str_equal (crm_context_get_currency (data), "USD");
}

static void
test_rows (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  GSettings *settings = crm_application_get_settings (test->application);
  CrmContext *context = crm_ui_test_context (test);
  GtkWidget *window = crm_preferences_window_new (GTK_WINDOW (test->window), settings, context);
  AdwComboRow *currency = find_combo (window, "Base currency");
  AdwComboRow *density = find_combo (window, "Rows of tables");

  gtk_window_present (GTK_WINDOW (window));
  g_assert_nonnull (currency);
  g_assert_nonnull (density);
  adw_combo_row_set_selected (currency, 1);
  crm_ui_test_wait_for (is_in_dollars, context);
  adw_combo_row_set_selected (density, 2);
  g_assert_cmpint (g_settings_get_enum (settings, "density"), ==, 2);
  g_settings_reset (settings, "density");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/preferences/effects", test_effects);
  g_test_add_func ("/ui/preferences/user", test_user);
  g_test_add_func ("/ui/preferences/rows", test_rows);
  return g_test_run ();
}

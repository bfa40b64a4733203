/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Larger text, high contrast, the dark scheme: nothing that counts is cut, and every colour is there. */

#include <math.h>

#include "crm-pages.h"
#include "crm-shell.h"
#include "crm-ui-test.h"
#include "crm-ui.h"

static void
set_text_scale (double scale)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
}

/* A label that shows less than it says. */
static GtkWidget *
find_cut (GtkWidget *widget, const char *style)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      gtk_widget_has_css_class (widget, style) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *cut = find_cut (child, style);

      if (cut != NULL)
        return cut;
    }
  return NULL;
}

static gboolean
is_narrow (gpointer data)
{
  return crm_shell_get_narrow (CRM_SHELL (crm_window_get_shell (CRM_WINDOW (data))));
}

static gboolean
is_wide (gpointer data)
{
  return !is_narrow (data);
}

static gboolean
sidebar_has_grown (gpointer data)
{
  return gtk_widget_get_width (GTK_WIDGET (crm_window_get_sidebar (CRM_WINDOW (data)))) > 300;
}

/* 1280 pixels hold as much at 200 % as 640 do at 100 %. */
static void
test_large_text (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  GtkWidget *sidebar = GTK_WIDGET (crm_window_get_sidebar (test->window));

  gtk_window_set_default_size (GTK_WINDOW (test->window), 1280, 800);
  crm_ui_test_wait_for (is_wide, test->window);
  set_text_scale (2.0);
  g_assert_cmpfloat_with_epsilon (crm_ui_text_scale (), 2.0, 0.01);
  g_assert_cmpint (crm_ui_scaled (100), ==, 200);
  crm_ui_test_wait_for (is_narrow, test->window);
  crm_shell_set_open (CRM_SHELL (crm_window_get_shell (test->window)), TRUE);
  crm_ui_test_wait_for (sidebar_has_grown, test->window);
  g_assert_null (find_cut (sidebar, "crm-sidebar-label"));
  crm_shell_set_open (CRM_SHELL (crm_window_get_shell (test->window)), FALSE);

  crm_window_go_page (test->window, "today");
  crm_ui_test_settle ();
  g_assert_null (find_cut (GTK_WIDGET (test->window), "crm-figure"));
  set_text_scale (1.0);
  crm_ui_test_wait_for (is_wide, test->window);
}

static void
test_figures (void)
{
  static const double scales[] = { 1.0, 1.25, 1.45, 1.75, 2.0 };
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);

  gtk_window_set_default_size (GTK_WINDOW (test->window), 1280, 800);
  crm_window_go_page (test->window, "today");
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      set_text_scale (scales[i]);
      crm_ui_test_settle ();
      g_assert_null (find_cut (GTK_WIDGET (test->window), "crm-figure"));
    }
  set_text_scale (1.0);
}

static double
luminance (const GdkRGBA *color)
{
  const float parts[] = { color->red, color->green, color->blue };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0.0;

  for (guint i = 0; i < 3; i++)
    sum += weights[i] *
           (parts[i] <= 0.03928f ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4));
  return sum;
}

static double
contrast (GtkStyleContext *style, const char *front, const char *back)
{
  GdkRGBA a, b;
  double high, low;

  g_assert_true (gtk_style_context_lookup_color (style, front, &a));
  g_assert_true (gtk_style_context_lookup_color (style, back, &b));
  high = MAX (luminance (&a), luminance (&b));
  low = MIN (luminance (&a), luminance (&b));
  return (high + 0.05) / (low + 0.05);
}

/* WCAG 2.1, 1.4.3: text 4.5 to 1 on what it stands on. */
static void
test_contrast (void)
{
  static const char *const pairs[][2] = {
    { "crm_text", "crm_page" },
    { "crm_text", "crm_card" },
    { "crm_label", "crm_page" },
    { "crm_label", "crm_card" },
    { "crm_label", "crm_sidebar" },
    { "crm_good", "crm_card" },
    { "crm_warning", "crm_card" },
    { "crm_bad", "crm_card" },
    { "crm_bad", "crm_sidebar" },
    { "crm_pill_blue_fg", "crm_pill_blue_bg" },
    { "crm_pill_teal_fg", "crm_pill_teal_bg" },
    { "crm_pill_amber_fg", "crm_pill_amber_bg" },
    { "crm_pill_grey_fg", "crm_pill_grey_bg" },
    { "crm_pill_red_fg", "crm_pill_red_bg" },
    { "crm_chip_fg", "crm_chip_bg" },
    { "crm_text", "crm_row_selected" },
    { "crm_avatar_fg", "crm_avatar_1" },
    { "crm_avatar_fg", "crm_avatar_4" },
  };
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (test->window));
  AdwStyleManager *manager = adw_style_manager_get_default ();

  for (guint dark = 0; dark < 2; dark++)
    {
      adw_style_manager_set_color_scheme (manager, dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                        : ADW_COLOR_SCHEME_FORCE_LIGHT);
      crm_ui_test_settle ();
      for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
        {
          double ratio = contrast (style, pairs[i][0], pairs[i][1]);

          if (ratio < 4.5)
            g_error ("%s on %s (%s): %.2f", pairs[i][0], pairs[i][1], dark ? "dark" : "light",
                     ratio);
        }
    }
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

/* The sheets of high contrast parse, and name only colours that there are. */
static void
parsing_error_cb (GtkCssProvider *provider, GtkCssSection *section, GError *error, guint *n)
{
  g_test_message ("%s", error->message);
  (*n)++;
}

static void
test_high_contrast (void)
{
  static const char *const sheets[] = { "style-contrast.css", "style-contrast-dark.css" };

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_strconcat ("/org/example/Crm/", sheets[i], NULL);
      GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (test->window));
      AdwStyleManager *manager = adw_style_manager_get_default ();
      guint n = 0;

      adw_style_manager_set_color_scheme (manager, i == 1 ? ADW_COLOR_SCHEME_FORCE_DARK
                                                          : ADW_COLOR_SCHEME_FORCE_LIGHT);
      g_signal_connect (provider, "parsing-error", G_CALLBACK (parsing_error_cb), &n);
      gtk_css_provider_load_from_resource (provider, path);
      g_assert_cmpuint (n, ==, 0);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 2);
      crm_ui_test_settle ();
      g_assert_cmpfloat (contrast (style, "crm_label", "crm_card"), >=, 7.0);
      g_assert_cmpfloat (contrast (style, "crm_warning", "crm_card"), >=, 7.0);
      g_assert_cmpfloat (contrast (style, "crm_bad", "crm_card"), >=, 6.0);
      gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                     GTK_STYLE_PROVIDER (provider));
      adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
    }
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/looks/large-text", test_large_text);
  g_test_add_func ("/ui/looks/figures", test_figures);
  g_test_add_func ("/ui/looks/contrast", test_contrast);
  g_test_add_func ("/ui/looks/high-contrast", test_high_contrast);
  return g_test_run ();
}

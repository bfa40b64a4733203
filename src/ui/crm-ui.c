/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the display ready for the program's widgets. A static library drops what nobody names, so the
 * resources are registered by hand. The dark half of the palette is a second sheet that follows the
 * style manager: @define-color knows no dark variant in libadwaita 1.2. Main thread. */

#include "crm-ui.h"

#include <adwaita.h>
#include <math.h>

#include "crm-resources.h"

#define NORMAL_DPI    96.0
#define NORMAL_POINTS 11.0

static void
follow_dark_cb (AdwStyleManager *manager, GParamSpec *pspec, GtkCssProvider *provider)
{
  gtk_css_provider_load_from_resource (provider, adw_style_manager_get_dark (manager)
                                                     ? "/org/example/Crm/style-colors-dark.css"
                                                     : "/org/example/Crm/style-colors.css");
}

/* Laid over the colours: what is faint on purpose has to be seen. */
static void
follow_contrast_cb (AdwStyleManager *manager, GParamSpec *pspec, GtkCssProvider *provider)
{
  if (!adw_style_manager_get_high_contrast (manager))
    gtk_css_provider_load_from_data (provider, "", 0);
  else
    gtk_css_provider_load_from_resource (provider, adw_style_manager_get_dark (manager)
                                                       ? "/org/example/Crm/style-contrast-dark.css"
                                                       : "/org/example/Crm/style-contrast.css");
}

static void
add_provider (GdkDisplay *display, GtkCssProvider *provider, guint above)
{
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + above);
}

void
crm_ui_init (void)
{
  static gboolean done = FALSE;
  GdkDisplay *display = gdk_display_get_default ();
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (GtkCssProvider) colors = gtk_css_provider_new ();
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  g_autoptr (GtkCssProvider) contrast = gtk_css_provider_new ();

  if (done || display == NULL)
    return;
  done = TRUE;

  crm_register_resource ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/org/example/Crm/icons");

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (follow_dark_cb), colors, 0);
  follow_dark_cb (manager, NULL, colors);
  gtk_css_provider_load_from_resource (style, "/org/example/Crm/style.css");
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (follow_contrast_cb), contrast, 0);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (follow_contrast_cb),
                           contrast, 0);
  follow_contrast_cb (manager, NULL, contrast);
  add_provider (display, colors, 0);
  add_provider (display, style, 0);
  add_provider (display, contrast, 1);
}

void
crm_ui_set_density (GtkWidget *window, const char *density)
{
  const char *const classes[] = { "compact", "comfortable" };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (g_strcmp0 (density, classes[i]) == 0)
        gtk_widget_add_css_class (window, classes[i]);
      else
        gtk_widget_remove_css_class (window, classes[i]);
    }
}

double
crm_ui_text_scale (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (PangoFontDescription) font = NULL;
  g_autofree char *name = NULL;
  double scale = 1.0;
  int dpi = 0;
  int size;

  if (settings == NULL)
    return 1.0;
  g_object_get (settings, "gtk-xft-dpi", &dpi, "gtk-font-name", &name, NULL);
  if (dpi > 0)
    scale = dpi / 1024.0 / NORMAL_DPI;
  font = pango_font_description_from_string (name != NULL ? name : "");
  size = pango_font_description_get_size (font);
  if (size > 0 && !pango_font_description_get_size_is_absolute (font))
    scale *= (double) size / PANGO_SCALE / NORMAL_POINTS;
  return CLAMP (scale, 0.5, 4.0);
}

int
crm_ui_scaled (int pixels)
{
  return (int) lround (pixels * crm_ui_text_scale ());
}

void
crm_ui_scale_window (GtkWindow *window)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  if (crm_ui_text_scale () > 1.0)
    gtk_window_set_default_size (window, width > 0 ? crm_ui_scaled (width) : width,
                                 height > 0 ? crm_ui_scaled (height) : height);
}

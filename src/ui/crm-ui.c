/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the display ready for the program's widgets. A static library drops what nobody names, so the
 * resources are registered by hand. The dark half of the palette is a second sheet that follows the
 * style manager: @define-color knows no dark variant in libadwaita 1.2. Main thread. */

#include "crm-ui.h"

#include <adwaita.h>

#include "crm-resources.h"

static void
follow_dark_cb (AdwStyleManager *manager, GParamSpec *pspec, GtkCssProvider *provider)
{
  gtk_css_provider_load_from_resource (provider, adw_style_manager_get_dark (manager)
                                                     ? "/org/example/Crm/style-colors-dark.css"
                                                     : "/org/example/Crm/style-colors.css");
}

static void
add_provider (GdkDisplay *display, GtkCssProvider *provider)
{
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
crm_ui_init (void)
{
  static gboolean done = FALSE;
  GdkDisplay *display = gdk_display_get_default ();
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (GtkCssProvider) colors = gtk_css_provider_new ();
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  if (done || display == NULL)
    return;
  done = TRUE;

  crm_register_resource ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/org/example/Crm/icons");

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (follow_dark_cb), colors, 0);
  follow_dark_cb (manager, NULL, colors);
  gtk_css_provider_load_from_resource (style, "/org/example/Crm/style.css");
  add_provider (display, colors);
  add_provider (display, style);
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

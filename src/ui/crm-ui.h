/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Registers the resources, the style sheet and the icons with the default display. Called once after
 * GTK and libadwaita are initialised, by the application and by every test that shows widgets. */
void crm_ui_init (void);

/* Density of the interface: the style class on every window. "compact", "normal", "comfortable". */
void crm_ui_set_density (GtkWidget *window, const char *density);

/* How much larger than at 100 % (11 pt at 96 dpi) the desktop's text is now; 0.5 to 4. Widths that have
 * to hold text are multiplied with it. */
double crm_ui_text_scale (void);
int crm_ui_scaled (int pixels);
/* A dialog's default size, so that it holds as much text as at 100 %. Called once, when it is made. */
void crm_ui_scale_window (GtkWindow *window);

G_END_DECLS

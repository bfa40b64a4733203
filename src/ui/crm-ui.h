/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Registers the resources, the style sheet and the icons with the default display. Called once after
 * GTK and libadwaita are initialised, by the application and by every test that shows widgets. */
void crm_ui_init (void);

/* Density of the interface: the style class on every window. "compact", "normal", "comfortable". */
void crm_ui_set_density (GtkWidget *window, const char *density);

G_END_DECLS

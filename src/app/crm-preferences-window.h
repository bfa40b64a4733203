/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* CrmPreferencesWindow: every choice takes effect at once and is kept. Main thread. */
#define CRM_TYPE_PREFERENCES_WINDOW (crm_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmPreferencesWindow, crm_preferences_window, CRM, PREFERENCES_WINDOW,
                      AdwWindow)

/* `database`: the path of the open file (nullable). */
GtkWidget *
crm_preferences_window_new (GtkWindow *parent, GSettings *settings, const char *database);

G_END_DECLS

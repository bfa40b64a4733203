/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmPreferencesWindow: every choice takes effect at once and is kept. Main thread. */
#define CRM_TYPE_PREFERENCES_WINDOW (crm_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmPreferencesWindow, crm_preferences_window, CRM, PREFERENCES_WINDOW,
                      AdwWindow)

/* `context` (nullable): of the open database, which has the base currency. */
GtkWidget *crm_preferences_window_new (GtkWindow *parent, GSettings *settings, CrmContext *context);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmHistoryWindow: all groups of changes, newest first, each with a button to take it back or do it
 * again. It only asks for that: signal "invert" (int64 group, boolean redo). Main thread. */
#define CRM_TYPE_HISTORY_WINDOW (crm_history_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmHistoryWindow, crm_history_window, CRM, HISTORY_WINDOW, AdwWindow)

GtkWidget *crm_history_window_new (CrmContext *context);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmThresholdsWindow: a small modal window for the limits between the RFM scores, kept in the setting
 * "rfm-thresholds". It starts with the quintiles of the customers there are. Main thread.
 *
 * Signal "saved": the setting changed. */
#define CRM_TYPE_THRESHOLDS_WINDOW (crm_thresholds_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmThresholdsWindow, crm_thresholds_window, CRM, THRESHOLDS_WINDOW, AdwWindow)

GtkWidget *crm_thresholds_window_new (CrmContext *context);

G_END_DECLS

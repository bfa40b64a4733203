/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmImportWindow: the assistant for CSV files. File, columns with a trial run, the run, what came of it. The trial
 * and the run are jobs; closing the window lets a run go on. Main thread. */
#define CRM_TYPE_IMPORT_WINDOW (crm_import_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmImportWindow, crm_import_window, CRM, IMPORT_WINDOW, AdwWindow)

GtkWidget *crm_import_window_new (CrmContext *context);
/* Opens the file as if it had been chosen. */
void crm_import_window_open (CrmImportWindow *self, const char *path);

G_END_DECLS

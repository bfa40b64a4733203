/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-window.h"

G_BEGIN_DECLS

/* CrmApplication: the composition root. Opens the store, builds the context, owns the window. A second
 * start raises the first. Main thread. */
#define CRM_TYPE_APPLICATION (crm_application_get_type ())
G_DECLARE_FINAL_TYPE (CrmApplication, crm_application, CRM, APPLICATION, AdwApplication)

CrmApplication *crm_application_new (void);
/* The file to open; NULL: the one of the settings, or the default one. Before it runs. */
void crm_application_set_database (CrmApplication *self, const char *path);
/* Closes what is open and opens this file. */
void crm_application_open_database (CrmApplication *self, const char *path);
const char *crm_application_get_database (CrmApplication *self);
GSettings *crm_application_get_settings (CrmApplication *self);
CrmWindow *crm_application_get_window (CrmApplication *self); /* (nullable) */
CrmContext *
crm_application_get_context (CrmApplication *self); /* (nullable) while nothing is open */

G_END_DECLS

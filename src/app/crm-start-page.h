/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* CrmStartPage: what the window shows while there is no open store, or an empty one: opening (only
 * after 300 ms), what went wrong and what to do, and the first start. Main thread.
 *
 * Signals: "retry", "open-other", "sample", "import", "empty", "cancel" (of the progress). */
#define CRM_TYPE_START_PAGE (crm_start_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmStartPage, crm_start_page, CRM, START_PAGE, GtkWidget)

GtkWidget *crm_start_page_new (void);
void crm_start_page_show_opening (CrmStartPage *self);
/* `path`: the database that could not be opened. */
void crm_start_page_show_error (CrmStartPage *self, const GError *error, const char *path);
void crm_start_page_show_welcome (CrmStartPage *self, gboolean can_sample, gboolean can_import);
/* A job that fills the empty store; `progress` below 0 is unknown. */
void crm_start_page_show_progress (CrmStartPage *self, const char *text, double progress);
/* "opening", "error", "welcome" or "progress". */
const char *crm_start_page_get_state (CrmStartPage *self);

G_END_DECLS

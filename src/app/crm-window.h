/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"
#include "crm-page.h"
#include "crm-palette.h"
#include "crm-sidebar.h"
#include "crm-start-page.h"

G_BEGIN_DECLS

/* CrmWindow: the program's window. Without a context it shows its start page; with one the sidebar
 * and the pages, which are made when they are first gone to and then kept. Main thread. */
#define CRM_TYPE_WINDOW (crm_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmWindow, crm_window, CRM, WINDOW, AdwApplicationWindow)

CrmWindow *crm_window_new (GtkApplication *application, GSettings *settings);
CrmStartPage *crm_window_get_start_page (CrmWindow *self);

/* NULL: takes all pages down and shows the start page. */
void crm_window_set_context (CrmWindow *self, CrmContext *context);
CrmContext *crm_window_get_context (CrmWindow *self);
/* The start page over an open store (first use), or the pages. */
void crm_window_show_start (CrmWindow *self, gboolean start);

void crm_window_go_page (CrmWindow *self, const char *name);
void crm_window_go_back (CrmWindow *self);
const char *crm_window_get_page_name (CrmWindow *self); /* "today", "record"; (nullable) */
CrmPage *crm_window_get_page (CrmWindow *self);         /* (nullable) */
CrmSidebar *crm_window_get_sidebar (CrmWindow *self);   /* (nullable) */
GtkWidget *crm_window_get_shell (CrmWindow *self);
GMenuModel *crm_window_get_menu (CrmWindow *self);
AdwToast *crm_window_get_toast (CrmWindow *self); /* the one that is shown (nullable) */
CrmPalette *crm_window_get_palette (CrmWindow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-census.h"
#include "crm-context.h"

G_BEGIN_DECLS

/* CrmSidebar: pages and saved views with exact counts, and the state of the store. Main thread.
 *
 * Signals: "page" (const char *name), "view" (CrmRecord *view), "census" (the figures are new). */
#define CRM_TYPE_SIDEBAR (crm_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CrmSidebar, crm_sidebar, CRM, SIDEBAR, GtkWidget)

GtkWidget *crm_sidebar_new (CrmContext *context);
void crm_sidebar_set_menu (CrmSidebar *self, GMenuModel *menu);
/* Marks what is shown, without a signal: a page, or a view (then `page` is ignored). */
void crm_sidebar_select (CrmSidebar *self, const char *page, CrmId view);
const CrmCensus *crm_sidebar_get_census (CrmSidebar *self); /* (nullable) until first read */
/* The row of a page or view, for tests and tooltips; (transfer none) (nullable). */
GtkWidget *crm_sidebar_find_row (CrmSidebar *self, const char *page, CrmId view);
/* As if its row was clicked. */
void crm_sidebar_choose_view (CrmSidebar *self, CrmId view);
void crm_sidebar_open_jobs (CrmSidebar *self);
const char *crm_sidebar_get_state_text (CrmSidebar *self);

/* A saved view as it was last read; (transfer none) (nullable). */
CrmRecord *crm_sidebar_get_view_record (CrmSidebar *self, CrmId view);

G_END_DECLS

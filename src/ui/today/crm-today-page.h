/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-page.h"

G_BEGIN_DECLS

/* CrmTodayPage: what needs somebody today, and how the month goes. Each card opens the rows behind it.
 * Main thread. */
#define CRM_TYPE_TODAY_PAGE (crm_today_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmTodayPage, crm_today_page, CRM, TODAY_PAGE, GtkWidget)

GtkWidget *crm_today_page_new (CrmContext *context);
/* TRUE when what is shown was read; for pictures and tests. */
gboolean crm_today_page_get_loaded (CrmTodayPage *self);

G_END_DECLS

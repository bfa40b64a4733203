/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-value.h"

G_BEGIN_DECLS

/* CrmSidebarRow: one line of the sidebar: icon or colour dot, name, count. Main thread. */
#define CRM_TYPE_SIDEBAR_ROW (crm_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmSidebarRow, crm_sidebar_row, CRM, SIDEBAR_ROW, GtkListBoxRow)

/* `name`: what the row stands for, "customer"; kept by the row. */
GtkWidget *crm_sidebar_row_new_page (const char *name, const char *label, const char *icon);
/* `tone`: style class of the dot, "teal". */
GtkWidget *crm_sidebar_row_new_view (CrmId view, const char *label, const char *tone);
const char *crm_sidebar_row_get_name (CrmSidebarRow *self); /* (nullable) */
CrmId crm_sidebar_row_get_view (CrmSidebarRow *self);       /* 0 for a page */
const char *crm_sidebar_row_get_label (CrmSidebarRow *self);
/* `count` below 0 shows nothing; `due`: it needs somebody. */
void crm_sidebar_row_set_count (CrmSidebarRow *self, gint64 count, gboolean due);
const char *crm_sidebar_row_get_count_text (CrmSidebarRow *self);
void crm_sidebar_row_set_label (CrmSidebarRow *self, const char *label, const char *tone);

G_END_DECLS

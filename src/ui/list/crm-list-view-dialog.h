/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"
#include "crm-list-layout.h"

G_BEGIN_DECLS

/* CrmListViewDialog: keeps a filter, its sorting and its columns under a name in the sidebar. Modal,
 * main thread. Signal "saved" (CrmRecord *view). */
#define CRM_TYPE_LIST_VIEW_DIALOG (crm_list_view_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CrmListViewDialog, crm_list_view_dialog, CRM, LIST_VIEW_DIALOG, AdwWindow)

GtkWindow *
crm_list_view_dialog_new (CrmContext *context, const CrmQuery *query, const CrmListLayout *layout);

/* The query of a saved view, and its columns; NULL when the view is of an unknown entity or its
 * filter cannot be read. `layout` is (out) (nullable) (transfer full). */
CrmQuery *crm_list_view_read (CrmRecord *view, CrmListLayout **layout);

/* The other way: filter, sorting and columns into the record. */
void crm_list_view_write (CrmRecord *view, const CrmQuery *query, const CrmListLayout *layout);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmFilterEditor: the content of the Filter popover: rules, groups, and a button that says how many
 * records they leave. Nothing is applied before that button is pressed. Main thread.
 *
 * Signal "apply" (CrmFilter * boxed, nullable). */
#define CRM_TYPE_FILTER_EDITOR (crm_filter_editor_get_type ())
G_DECLARE_FINAL_TYPE (CrmFilterEditor, crm_filter_editor, CRM, FILTER_EDITOR, GtkWidget)

GtkWidget *crm_filter_editor_new (CrmContext *context, const CrmEntity *entity);
/* Starts from the query's filter; its search, segment and bin count as well. */
void crm_filter_editor_set_query (CrmFilterEditor *self, const CrmQuery *query);
void crm_filter_editor_apply (CrmFilterEditor *self);

G_END_DECLS

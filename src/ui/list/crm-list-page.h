/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"
#include "crm-page.h"

G_BEGIN_DECLS

/* CrmListPage: the list of one entity: search, filter chips, table, selection and what can be done
 * with it. Implements CrmPage. Main thread. */
#define CRM_TYPE_LIST_PAGE (crm_list_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmListPage, crm_list_page, CRM, LIST_PAGE, AdwBin)

GtkWidget *crm_list_page_new (CrmContext *context, const CrmEntity *entity);
const CrmEntity *crm_list_page_get_entity (CrmListPage *self);
/* Shows what the query says. `title` (nullable) says why, in the header: the name of a view, the mark
 * of a chart. A query without a sort keeps the list's own. */
void crm_list_page_set_query (CrmListPage *self, const CrmQuery *query, const char *title);
const CrmQuery *crm_list_page_get_query (CrmListPage *self);
/* Opens a saved view (a record of the entity "view") with its columns. FALSE when it is not one of
 * this page's entity, or cannot be read. */
gboolean crm_list_page_open_view (CrmListPage *self, CrmRecord *view);
/* The view that is shown, also after its filter or columns were changed; 0: none. */
CrmId crm_list_page_get_view (CrmListPage *self);
/* Makes it a list of deleted records for good. `others` is the menu behind its title: the lists of the
 * other entities. */
void crm_list_page_keep_trash (CrmListPage *self, GMenuModel *others);
/* The model behind the rows, for tests and for walking the list. (transfer none) */
CrmRecordList *crm_list_page_get_list (CrmListPage *self);
/* What stands there: "rows", or one of crm_list_states_get_state(). */
const char *crm_list_page_get_state (CrmListPage *self);

G_END_DECLS

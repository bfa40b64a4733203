/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

/* CrmRecordPage: one record of any entity: head, key figures, tabs, properties edited in place,
 * contacts, orders, timeline and history. One page serves all records, one after the other. Main
 * thread. */
#define CRM_TYPE_RECORD_PAGE (crm_record_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmRecordPage, crm_record_page, CRM, RECORD_PAGE, GtkWidget)

GtkWidget *crm_record_page_new (CrmContext *context);
/* `list` (nullable): what Previous and Next walk. */
void crm_record_page_show (CrmRecordPage *self, CrmId id, CrmRecordList *list);

/* "overview", "details" (while narrow), "orders", "contacts", "history". */
void crm_record_page_set_tab (CrmRecordPage *self, const char *name);
const char *crm_record_page_get_tab (CrmRecordPage *self);
/* "nothing", "skeleton", "missing", "error", "record". */
const char *crm_record_page_get_state (CrmRecordPage *self);
CrmRecord *crm_record_page_get_record (CrmRecordPage *self); /* (transfer none) (nullable) */
CrmId crm_record_page_get_id (CrmRecordPage *self);
/* The parts, for the application's actions and for tests. (transfer none) (nullable) */
GtkWidget *crm_record_page_get_head (CrmRecordPage *self);
GtkWidget *crm_record_page_get_panel (CrmRecordPage *self);
GtkWidget *crm_record_page_get_composer (CrmRecordPage *self);
GtkWidget *crm_record_page_get_timeline (CrmRecordPage *self);
GtkWidget *crm_record_page_get_members (CrmRecordPage *self);
GtkWidget *crm_record_page_get_history (CrmRecordPage *self);
/* TRUE when nothing is being read. */
gboolean crm_record_page_get_loaded (CrmRecordPage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-query.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* CrmRow: what a list hands out for a position: an id and a record that is never NULL (an empty
 * placeholder until its page is loaded; "record" notifies when it arrives). */
#define CRM_TYPE_ROW (crm_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmRow, crm_row, CRM, ROW, GObject)
CrmId crm_row_get_id (CrmRow *self);
CrmRecord *crm_row_get_record (CrmRow *self); /* (transfer none), property "record" */

/* CrmRecordList: GListModel of CrmRow over the result of a query; a million rows. Main thread.
 *
 * Setting a query starts reading; the old rows stay until the first answer. On "changed" of the store
 * it reads again and splices by common prefix and suffix; where too much moved all new rows
 * come in before the old ones, which then go, so keep the selection by id.
 *
 * Properties: "store" (construct), "n-items" (uint), "loading" (boolean), "exact" (boolean: the count
 * is final), "error" (GError *, boxed, nullable), "total" (int64: records without search and filter).
 * Signal "refreshed": a query's answer, or a change, is now completely shown. Signal "replacing": other rows
 * come next, before all old ones. Signal "swapping": they (guint: how many) stand there, and the old
 * ones go next. */
#define CRM_TYPE_RECORD_LIST (crm_record_list_get_type ())
G_DECLARE_FINAL_TYPE (CrmRecordList, crm_record_list, CRM, RECORD_LIST, GObject)

CrmRecordList *crm_record_list_new (CrmStore *store, const CrmEntity *entity);
void crm_record_list_set_query (CrmRecordList *self, const CrmQuery *query);
const CrmQuery *crm_record_list_get_query (CrmRecordList *self);
CrmId crm_record_list_get_id (CrmRecordList *self, guint position);   /* 0 past the end */
int crm_record_list_find (CrmRecordList *self, CrmId id);             /* position or -1 */
const CrmId *crm_record_list_get_ids (CrmRecordList *self, guint *n); /* until the next refresh */
gboolean crm_record_list_get_loading (CrmRecordList *self);
gint64 crm_record_list_get_total (CrmRecordList *self);
const GError *crm_record_list_get_error (CrmRecordList *self);
void crm_record_list_retry (CrmRecordList *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmRecordHistory: what was changed about a record, when and by whom, newest first; an earlier value
 * can be brought back. Main thread. */
#define CRM_TYPE_RECORD_HISTORY (crm_record_history_get_type ())
G_DECLARE_FINAL_TYPE (CrmRecordHistory, crm_record_history, CRM, RECORD_HISTORY, GtkBox)

GtkWidget *crm_record_history_new (CrmContext *context);
/* Reads the record's history again. */
void crm_record_history_set_record (CrmRecordHistory *self, CrmRecord *record);
guint crm_record_history_get_n_rows (CrmRecordHistory *self);

G_END_DECLS

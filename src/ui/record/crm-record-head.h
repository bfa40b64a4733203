/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-record-data.h"

G_BEGIN_DECLS

/* CrmRecordHead: avatar, name, pills, a line of what tells it apart, tags, and the key figures of a
 * customer. Main thread.
 *
 * Signals "edit-title", "figure" (const char *tab: the figure's own page). */
#define CRM_TYPE_RECORD_HEAD (crm_record_head_get_type ())
G_DECLARE_FINAL_TYPE (CrmRecordHead, crm_record_head, CRM, RECORD_HEAD, GtkBox)

GtkWidget *crm_record_head_new (CrmContext *context);
void crm_record_head_set_data (CrmRecordHead *self, const CrmRecordData *data);
void crm_record_head_set_narrow (CrmRecordHead *self, gboolean narrow);
void crm_record_head_open_tags (CrmRecordHead *self);
/* Adds the tag, or takes it away if it is there. */
void crm_record_head_toggle_tag (CrmRecordHead *self, const char *tag);
/* "sum", "orders", "last", "returns": the figure shown. (transfer none) */
const char *crm_record_head_get_figure (CrmRecordHead *self, const char *which);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-record-data.h"

G_BEGIN_DECLS

/* CrmComposer: logs a note, call, meeting or e-mail, or adds a task, for the record that is shown.
 * The first line is the subject. Remembers the kind that was used last; Ctrl+Enter stores. A
 * follow-up day goes to the customer in the same group of changes. Main thread. */
#define CRM_TYPE_COMPOSER (crm_composer_get_type ())
G_DECLARE_FINAL_TYPE (CrmComposer, crm_composer, CRM, COMPOSER, GtkBox)

GtkWidget *crm_composer_new (CrmContext *context);
/* Keeps what is typed while the record stays the same. */
void crm_composer_set_data (CrmComposer *self, const CrmRecordData *data);
/* "note", "call", "meeting", "task", "email"; moves the focus into the text. */
void crm_composer_open (CrmComposer *self, const char *kind);
const char *crm_composer_get_kind (CrmComposer *self);
void crm_composer_set_text (CrmComposer *self, const char *text);
void crm_composer_set_follow_up (CrmComposer *self, gint64 day);
void crm_composer_store (CrmComposer *self);

G_END_DECLS

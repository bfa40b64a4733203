/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-record-data.h"

G_BEGIN_DECLS

/* CrmMembers: the contacts of a customer, or the customers of a contact, with what can be done to
 * the affiliation between them. Main thread. */
#define CRM_TYPE_MEMBERS (crm_members_get_type ())
G_DECLARE_FINAL_TYPE (CrmMembers, crm_members, CRM, MEMBERS, GtkBox)

/* `most`: rows shown at most; 0 = all. */
GtkWidget *crm_members_new (CrmContext *context, guint most);
void crm_members_set_data (CrmMembers *self, const CrmRecordData *data);
guint crm_members_get_n_rows (CrmMembers *self);
/* Adds a new contact of this name (or, of a contact, joins an existing record by id). */
void crm_members_add_new (CrmMembers *self, const char *name);
void crm_members_add_existing (CrmMembers *self, CrmId other);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-record-data.h"

G_BEGIN_DECLS

/* CrmTimeline: what happened with a customer or a contact, newest first: activities and orders; or
 * the orders alone as a table. Read by the page of entries. Main thread. */
#define CRM_TYPE_TIMELINE (crm_timeline_get_type ())
G_DECLARE_FINAL_TYPE (CrmTimeline, crm_timeline, CRM, TIMELINE, GtkBox)

GtkWidget *crm_timeline_new (CrmContext *context, gboolean orders_only);
/* Shows the record's entries from the newest on; 0: nothing. */
void crm_timeline_set_id (CrmTimeline *self, CrmId id);
/* The same, when `feed` (taken; nullable) with the first CRM_FEED_PAGE of everything was read already. */
void crm_timeline_set_read (CrmTimeline *self, CrmId id, CrmFeed *feed);
/* Reads again what is shown. */
void crm_timeline_reload (CrmTimeline *self);
void crm_timeline_load_more (CrmTimeline *self);
/* Interned activity kind, "order", or NULL for everything. */
void crm_timeline_set_only (CrmTimeline *self, const char *only);
guint crm_timeline_get_n_items (CrmTimeline *self);
gboolean crm_timeline_get_loaded (CrmTimeline *self);

G_END_DECLS

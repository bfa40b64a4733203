/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-job.h"
#include "crm-query.h"
#include "crm-record-list.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* CrmContext: what every page is given as its construct property "context": the store, settings, jobs
 * and the ways to go elsewhere. Made by the application; main thread.
 *
 * Properties: "store", "settings" (GSettings), "jobs", "currency" (string, base currency), "narrow" (boolean, set by the window
 * below 860 px: pages show the sidebar button and their narrow forms), "pending-save" (boolean: a write is under way).
 *
 * Signals, handled by the window: "go-record" (int64 id, CrmRecordList * nullable), "go-list"
 * (CrmQuery * boxed, const char *title nullable), "go-page" (const char *name), "toast" (const char *text, int64 group or 0, boolean redo). */
#define CRM_TYPE_CONTEXT (crm_context_get_type ())
G_DECLARE_FINAL_TYPE (CrmContext, crm_context, CRM, CONTEXT, GObject)

CrmContext *crm_context_new (CrmStore *store, GSettings *settings);
CrmStore *crm_context_get_store (CrmContext *self);
GSettings *crm_context_get_settings (CrmContext *self);
CrmJobs *crm_context_get_jobs (CrmContext *self);
const char *crm_context_get_currency (CrmContext *self);
gboolean crm_context_get_narrow (CrmContext *self);
void crm_context_set_narrow (CrmContext *self, gboolean narrow);

/* Opens the record's page. `list` (nullable): what Alt+Up/Down walks and the back button returns to. */
void crm_context_go_record (CrmContext *self, CrmId id, CrmRecordList *list);
/* Opens the list page of the query's entity with this query. `title` (nullable) says why. */
void crm_context_go_list (CrmContext *self, const CrmQuery *query, const char *title);
void crm_context_go_page (CrmContext *self, const char *name);
/* A toast; with `undo_group` it has an Undo button. */
void crm_context_toast (CrmContext *self, const char *text, gint64 undo_group);
/* After `group` was taken back: the button says Redo. */
void crm_context_toast_undone (CrmContext *self, const char *text, gint64 group);

/* The normal way to save from the interface: applies, shows `done` (nullable, printf-free, already
 * translated) as a toast with Undo, or the error; then calls back. */
typedef void (*CrmSavedFunc) (const CrmApplyResult *result, const GError *error, gpointer data);
void crm_context_save (CrmContext *self, CrmChangeset *changes, const char *done,
                       CrmSavedFunc callback, gpointer data);

/* The name of a link's target, from a small cache filled in the background; NULL while unknown, then
 * "titles-changed" is emitted. (transfer none) */
const char *crm_context_link_title (CrmContext *self, CrmId id);

/* The own fields records of an entity have, see crm-own-fields.h: (element-type CrmField), as last read; NULL before that. When
 * they are not known or records changed since, they are read in the background; then "own-fields-changed" is
 * emitted with the entity's name. (transfer none) */
const GPtrArray *crm_context_get_own_fields (CrmContext *self, const CrmEntity *entity);

G_END_DECLS

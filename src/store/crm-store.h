/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-changeset.h"
#include "crm-history.h"
#include "crm-reader.h"

G_BEGIN_DECLS

/* CrmStore: one database file. One writer thread owns the only writing connection and takes
 * changesets from a queue; a small pool of readers serves crm_store_read_async().
 *
 * Thread: created, connected to and disposed on the main thread (the one whose default main context
 * runs); crm_store_apply(), crm_store_undo() and crm_store_open_reader() may be called from any
 * thread, but block, so the main thread uses the async forms.
 *
 * Signal "changed" (CrmChangeNotice *) is emitted on the main thread after each commit. Property
 * "damage" (string, nullable): what integrity_check found after an unclean end. */
#define CRM_TYPE_STORE (crm_store_get_type ())
G_DECLARE_FINAL_TYPE (CrmStore, crm_store, CRM, STORE, GObject)

typedef enum
{
  CRM_STORE_DEFAULT = 0,
  CRM_STORE_NO_BACKUP = 1 << 0, /* no copy before a migration (tests) */
  CRM_STORE_NO_CHECK = 1 << 1,  /* no integrity_check after an unclean end (short commands) */
} CrmStoreFlags;

/* Opens or creates the file; makes the folder (0700) and file (0600); migrates after a backup copy;
 * after an unclean end runs integrity_check. Blocks. Errors: NEWER_SCHEMA, CORRUPT, READ_ONLY, FULL,
 * BUSY, FAILED. */
CrmStore *crm_store_open (const char *path, CrmStoreFlags flags, GError **error);
void crm_store_open_async (const char *path, CrmStoreFlags flags, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
CrmStore *crm_store_open_finish (GAsyncResult *result, GError **error);
/* Waits for queued writes, marks a clean end, closes. Called by dispose as well. */
void crm_store_close (CrmStore *self);

const char *crm_store_get_path (CrmStore *self);
/* The base currency of this database; property notify "currency" on the main thread. To change it, see
 * crm_currency_change_base(). */
const char *crm_store_get_currency (CrmStore *self);
/* The user that stamps changes; 0 until set. */
void crm_store_set_actor (CrmStore *self, CrmId user);
CrmId crm_store_get_actor (CrmStore *self);
/* Milliseconds UTC; tests set a fixed clock. NULL func = the real one. */
typedef gint64 (*CrmClockFunc) (gpointer data);
void crm_store_set_clock (CrmStore *self, CrmClockFunc clock, gpointer data);
/* This file's random id, new for each copy that notices it is one. */
const char *crm_store_get_device (CrmStore *self);

/* ---- writing ---- */

typedef struct
{
  gint64 group;    /* 0 if nothing changed */
  gint64 position; /* last journal seq */
  guint changed;   /* rows written */
  guint kept;      /* undo: rows left alone because they were edited since */
} CrmApplyResult;

/* Applies whole or not at all. Errors: INVALID, CONFLICT, NOT_FOUND, FULL, READ_ONLY, ... */
gboolean
crm_store_apply (CrmStore *self, CrmChangeset *changes, CrmApplyResult *result, GError **error);
void crm_store_apply_async (CrmStore *self, CrmChangeset *changes, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean
crm_store_apply_finish (CrmStore *self, GAsyncResult *result, CrmApplyResult *out, GError **error);

/* For jobs that write while they read on: queue now, wait later, from the same thread. */
typedef struct _CrmTicket CrmTicket;
CrmTicket *crm_store_submit (CrmStore *self, CrmChangeset *changes);
gboolean crm_ticket_wait (CrmTicket *ticket, CrmApplyResult *result, GError **error); /* frees it */

/* Progress of long undo: (done, total); return FALSE to stop. */
typedef gboolean (*CrmProgressFunc) (guint64 done, guint64 total, gpointer data);

/* Undo or redo one group. Cells edited since stay as they are (three-way); records added by the group
 * that were edited or linked to since are kept and counted in `kept`. */
gboolean crm_store_undo (CrmStore *self, gint64 group, CrmProgressFunc progress, gpointer data,
                         CrmApplyResult *result, GError **error);
gboolean crm_store_redo (CrmStore *self, gint64 group, CrmProgressFunc progress, gpointer data,
                         CrmApplyResult *result, GError **error);
void crm_store_undo_async (CrmStore *self, gint64 group, gboolean redo, GCancellable *cancellable,
                           CrmProgressFunc progress, gpointer progress_data,
                           GAsyncReadyCallback callback, gpointer user_data);
gboolean
crm_store_undo_finish (CrmStore *self, GAsyncResult *result, CrmApplyResult *out, GError **error);

/* What the Edit menu offers; kept up to date, read on the main thread. group 0: nothing.
 * Property notify: "undo-group", "redo-group". */
gint64 crm_store_get_undo_group (CrmStore *self);
gint64 crm_store_get_redo_group (CrmStore *self);
char *crm_store_dup_undo_label (CrmStore *self); /* "import of 4,338 customers" (nullable) */
char *crm_store_dup_redo_label (CrmStore *self);

/* Makes the indexes again that a long group did without; after its end. Those that cannot be made now
 * (the disk is full) are made when the file is opened next. Waits. */
void crm_store_restore_indexes (CrmStore *self);

/* Recomputes all derived totals and the search index from the rows (crm-cli check --repair). */
gboolean
crm_store_rebuild (CrmStore *self, CrmProgressFunc progress, gpointer data, GError **error);

/* ---- reading ---- */

/* Runs on a reader thread; returns its result, freed by `destroy` of the task. */
typedef gpointer (*CrmReadFunc) (CrmReader *reader, gpointer data, GCancellable *cancellable,
                                 GError **error);
void
crm_store_read_async (CrmStore *self, CrmReadFunc func, gpointer data, GDestroyNotify data_free,
                      GDestroyNotify result_free, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
/* The same for what may take seconds on a large database (counts, sums, checks): one after the other
 * on a thread of their own, given up when the store is closed. Finished by the same function. */
void crm_store_read_slowly_async (CrmStore *self, CrmReadFunc func, gpointer data,
                                  GDestroyNotify data_free, GDestroyNotify result_free,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gpointer crm_store_read_finish (CrmStore *self, GAsyncResult *result, GError **error);
/* A reader of the caller's own, for jobs and tests. */
CrmReader *crm_store_open_reader (CrmStore *self, GError **error);

/* From now on "changed" also tells of what another process (crm-cli) writes to the file: a notice that is
 * not complete, for every entity. Where the system cannot watch files nothing is told. Main thread. */
void crm_store_watch (CrmStore *self);

/* ---- change notices ---- */

/* What a commit touched. `ids` holds the records when they were few (`complete`); else only the
 * entities are known. */
typedef struct
{
  gint64 group;
  gint64 position;
  gboolean complete;
  guint64 entities; /* bit (1 << code) */
  GArray *ids;      /* CrmId, sorted; inserted, changed, removed, and those whose totals changed */
  gboolean is_final;
} CrmChangeNotice;
/* Reference counted by one thread after it was announced. */
GType crm_change_notice_get_type (void);
gboolean crm_change_notice_touches (const CrmChangeNotice *self, const CrmEntity *entity);
gboolean crm_change_notice_has (const CrmChangeNotice *self, CrmId id);

G_END_DECLS

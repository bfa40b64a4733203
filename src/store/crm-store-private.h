/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-store.h"
#include "crm-writer-private.h"

G_BEGIN_DECLS

/* Between the store's files: crm-store.c (opening, closing, the object), crm-store-work.c (the writer's
 * thread and queue), crm-store-undo.c, crm-store-read.c. */

/* CrmWork: one piece of work for the writer. */
typedef struct _CrmWork CrmWork;
typedef void (*CrmWorkFunc) (CrmStore *self, CrmWork *work);

/* What goes first; of one kind, what came first. */
typedef enum
{
  CRM_WORK_SOON, /* somebody waits for it */
  CRM_WORK_BULK, /* the next steps of something long, several of which may be queued */
  CRM_WORK_LAST  /* ends the writer's thread */
} CrmWorkRank;

/* One piece of work for the writer. Lives with who submitted it (a ticket) or with its GTask. */
struct _CrmWork
{
  CrmWorkFunc func;
  gpointer data;
  CrmWorkRank rank;
  GTask *task; /* (nullable): returned when done */
  CrmApplyResult result;
  GError *error;
  GMutex lock;
  GCond ready;
  gboolean done;
};

struct _CrmStore
{
  GObject parent;

  /* set once */
  char *path;
  char *device;
  GMainContext *context;
  GThread *thread;
  GAsyncQueue *queue;

  /* writer thread */
  CrmWriter *writer;
  gint64 undo_group, redo_group;
  gint64 failed_group; /* a step of it failed: those queued behind it do not happen */
  gint64 data_version; /* of crm-store-watch.c */

  /* any thread, under the lock */
  GMutex lock;
  GQueue idle_readers;
  CrmId actor;
  CrmClockFunc clock;
  gpointer clock_data;
  GQueue busy_readers; /* of the slow pool and the check's */
  GThreadPool *pool;
  GThreadPool *slow_pool;
  GThreadPool *check_pool; /* integrity_check reads the whole file: nobody waits behind it */
  gint sound;              /* atomic; closed cleanly the last time, or looked through since */

  /* main thread */
  gint64 shown_undo, shown_redo;
  char *undo_label, *redo_label;
  char *currency;
  gboolean closed;
  GFileMonitor *monitor;
  guint look_source;
  gboolean looking;
  char *damage;
};

/* ---- crm-store-work.c ---- */

CrmWork *crm_work_new (CrmWorkFunc func, gpointer data);
void crm_work_free (CrmWork *self);
/* `work` stays with the caller until it is done. Any thread. */
void crm_store_queue_work (CrmStore *self, CrmWork *work);
/* Runs on the writer and waits. */
gboolean crm_store_run_on_writer (CrmStore *self, CrmWorkFunc func, gpointer data,
                                  CrmApplyResult *result, GError **error);
gpointer crm_store_writer_thread (gpointer data);
/* Writer thread: tells the main thread of a commit; `notice` (nullable): (transfer full). */
void crm_store_announce (CrmStore *self, CrmChangeNotice *notice);
/* Anything may have changed. Writer thread. */
void crm_store_announce_all (CrmStore *self);
void crm_store_find_undo_groups (CrmStore *self);
char *crm_store_describe_group (CrmStore *self, gint64 group);

/* ---- crm-store-watch.c ---- */

void crm_store_stop_watching (CrmStore *self);

/* ---- crm-store-read.c ---- */

CrmReader *crm_store_pop_reader (CrmStore *self, GError **error);
void crm_store_push_reader (CrmStore *self, CrmReader *reader);
void crm_store_read_in_pool (gpointer data, gpointer user_data); /* a GFunc of the pool */
void crm_store_read_in_slow_pool (gpointer data, gpointer user_data);
/* Beside all other reads; FUNC's data is the store. */
void crm_store_check_async (CrmStore *self, CrmReadFunc func, GDestroyNotify result_free,
                            GAsyncReadyCallback callback);
void crm_store_interrupt_slow_readers (CrmStore *self); /* once the store is closed */

/* ---- crm-store.c ---- */

/* Main thread: takes over what can be undone now, emits the signal. */
void crm_store_take_news (CrmStore *self, gint64 undo_group, gint64 redo_group, char **undo_label,
                          char **redo_label, const char *currency, CrmChangeNotice *notice);

G_END_DECLS

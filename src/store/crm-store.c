/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmStore: the door. Work for the writer is queued and done by one thread in order; readers come
 * from a pool of at most two threads, each borrowing a connection from the idle list. */

#include "config.h"

#include "crm-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-writer-private.h"

#define N_READERS 2

typedef struct _Work Work;
typedef void (*WorkFunc) (CrmStore *self, Work *work);

/* One piece of work for the writer. Lives with who submitted it (a ticket) or with its GTask. */
struct _Work
{
  WorkFunc func;
  gpointer data;
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

  /* any thread, under the lock */
  GMutex lock;
  GQueue idle_readers;
  CrmId actor;
  CrmClockFunc clock;
  gpointer clock_data;
  GThreadPool *pool;

  /* main thread */
  gint64 shown_undo, shown_redo;
  char *undo_label, *redo_label;
  gboolean closed;
  char *damage;
};

G_DEFINE_FINAL_TYPE (CrmStore, crm_store, G_TYPE_OBJECT)

enum
{
  PROP_UNDO_GROUP = 1,
  PROP_REDO_GROUP,
  PROP_DAMAGE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];
enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- notices ---- */

G_DEFINE_BOXED_TYPE (CrmChangeNotice, crm_change_notice, g_rc_box_acquire, crm_change_notice_free)

CrmChangeNotice *
crm_change_notice_new (void)
{
  CrmChangeNotice *self = g_rc_box_new0 (CrmChangeNotice);

  self->complete = TRUE;
  self->ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  return self;
}

static void
clear_notice (gpointer data)
{
  g_array_unref (((CrmChangeNotice *) data)->ids);
}

void
crm_change_notice_free (CrmChangeNotice *self)
{
  if (self != NULL)
    g_rc_box_release_full (self, clear_notice);
}

gboolean
crm_change_notice_touches (const CrmChangeNotice *self, const CrmEntity *entity)
{
  return (self->entities & (G_GUINT64_CONSTANT (1) << entity->code)) != 0;
}

gboolean
crm_change_notice_has (const CrmChangeNotice *self, CrmId id)
{
  guint low = 0, high = self->ids->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      CrmId found = g_array_index (self->ids, CrmId, middle);

      if (found == id)
        return TRUE;
      if (found < id)
        low = middle + 1;
      else
        high = middle;
    }
  return FALSE;
}

/* What the main thread is told after a commit. */
typedef struct
{
  GWeakRef store;
  CrmChangeNotice *notice;
  gint64 undo_group, redo_group;
  char *undo_label, *redo_label;
} Announcement;

static void
free_announcement (gpointer data)
{
  Announcement *self = data;

  g_weak_ref_clear (&self->store);
  crm_change_notice_free (self->notice);
  g_free (self->undo_label);
  g_free (self->redo_label);
  g_free (self);
}

static gboolean
announce_cb (gpointer data)
{
  Announcement *news = data;
  g_autoptr (CrmStore) self = g_weak_ref_get (&news->store);

  if (self == NULL || self->closed)
    return G_SOURCE_REMOVE;
  g_free (self->undo_label);
  g_free (self->redo_label);
  self->undo_label = g_steal_pointer (&news->undo_label);
  self->redo_label = g_steal_pointer (&news->redo_label);
  self->shown_undo = news->undo_group;
  self->shown_redo = news->redo_group;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNDO_GROUP]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REDO_GROUP]);
  if (news->notice != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, news->notice);
  return G_SOURCE_REMOVE;
}

/* ---- writer thread ---- */

static char *
describe_group (CrmStore *self, gint64 group)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmGroup) loaded = NULL;
  CrmReader *reader;

  if (group == 0)
    return NULL;
  reader = crm_store_open_reader (self, NULL);
  if (reader == NULL)
    return NULL;
  loaded = crm_group_load (reader, group, &error);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->idle_readers, reader);
  g_mutex_unlock (&self->lock);
  return loaded != NULL ? crm_group_describe (loaded) : NULL;
}

static gint64
query_int (CrmWriter *writer, const char *sql)
{
  sqlite3_stmt *stmt = crm_writer_prepare (writer, sql, NULL);
  gint64 number = 0;

  if (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW)
    number = sqlite3_column_int64 (stmt, 0);
  if (stmt != NULL)
    sqlite3_reset (stmt);
  return number;
}

/* Like an editor: undo takes back the last group that stands; a new change ends what can be redone. */
static void
find_undo_groups (CrmStore *self)
{
  self->undo_group = query_int (
      self->writer,
      "SELECT id FROM journal_group WHERE undone_by IS NULL AND verb NOT "
      "IN ('undo', 'redo') AND rows > 0 "
      "AND origin NOT IN ('sync', 'setup') AND state <> 'open' ORDER BY id DESC LIMIT 1");
  self->redo_group =
      query_int (self->writer, "SELECT g.id FROM journal_group u JOIN journal_group g ON g.id = "
                               "u.inverse_of AND g.undone_by = u.id "
                               "WHERE u.verb = 'undo' AND u.state <> 'open' AND u.id > coalesce "
                               "((SELECT max (id) FROM journal_group WHERE verb NOT IN "
                               "('undo', 'redo') AND rows > 0), 0) ORDER BY u.id DESC LIMIT 1");
}

static void
announce (CrmStore *self, CrmChangeNotice *notice)
{
  Announcement *news = g_new0 (Announcement, 1);

  if (notice == NULL || notice->is_final)
    find_undo_groups (self);
  g_weak_ref_init (&news->store, self);
  news->notice = notice;
  news->undo_group = self->undo_group;
  news->redo_group = self->redo_group;
  news->undo_label = describe_group (self, self->undo_group);
  news->redo_label = describe_group (self, self->redo_group);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, announce_cb, news,
                              free_announcement);
}

static void
prepare_writer (CrmStore *self)
{
  g_mutex_lock (&self->lock);
  self->writer->actor = self->actor;
  self->writer->clock = self->clock;
  self->writer->clock_data = self->clock_data;
  g_mutex_unlock (&self->lock);
}

static void
apply_work (CrmStore *self, Work *work)
{
  CrmChangeNotice *notice = NULL;

  if (crm_writer_apply (self->writer, work->data, &work->result, &notice, &work->error) &&
      notice != NULL)
    announce (self, notice);
}

static gboolean
drop_task_cb (gpointer task)
{
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
finish_work (CrmStore *self, Work *work)
{
  GTask *task = g_steal_pointer (&work->task);

  if (task != NULL)
    {
      if (work->error != NULL)
        g_task_return_error (task, g_steal_pointer (&work->error));
      else
        g_task_return_boolean (task, TRUE);
      /* The last reference to the store may hang on it, and that must not end on this thread. */
      g_main_context_invoke (self->context, drop_task_cb, task);
      return;
    }
  g_mutex_lock (&work->lock);
  work->done = TRUE;
  g_cond_signal (&work->ready);
  g_mutex_unlock (&work->lock);
}

static gpointer
writer_thread (gpointer data)
{
  CrmStore *self = data;

  for (;;)
    {
      Work *work = g_async_queue_pop (self->queue);

      if (work->func == NULL)
        {
          finish_work (self, work);
          return NULL;
        }
      prepare_writer (self);
      work->func (self, work);
      finish_work (self, work);
    }
}

static Work *
new_work (WorkFunc func, gpointer data)
{
  Work *work = g_new0 (Work, 1);

  work->func = func;
  work->data = data;
  g_mutex_init (&work->lock);
  g_cond_init (&work->ready);
  return work;
}

static void
free_work (Work *work)
{
  g_mutex_clear (&work->lock);
  g_cond_clear (&work->ready);
  g_clear_error (&work->error);
  g_free (work);
}

static void
wait_work (Work *work)
{
  g_mutex_lock (&work->lock);
  while (!work->done)
    g_cond_wait (&work->ready, &work->lock);
  g_mutex_unlock (&work->lock);
}

/* Runs on the writer and waits. Takes the work's error. */
static gboolean
run_on_writer (CrmStore *self, WorkFunc func, gpointer data, CrmApplyResult *result, GError **error)
{
  Work *work = new_work (func, data);
  gboolean done;

  g_async_queue_push (self->queue, work);
  wait_work (work);
  done = work->error == NULL;
  if (result != NULL)
    *result = work->result;
  if (!done)
    g_propagate_error (error, g_steal_pointer (&work->error));
  free_work (work);
  return done;
}

/* ---- opening and closing ---- */

static void
push_reader (CrmStore *self, CrmReader *reader)
{
  crm_reader_set_cancellable (reader, NULL);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->idle_readers, reader);
  g_mutex_unlock (&self->lock);
}

static CrmReader *
pop_reader (CrmStore *self, GError **error)
{
  CrmReader *reader;

  g_mutex_lock (&self->lock);
  reader = g_queue_pop_head (&self->idle_readers);
  g_mutex_unlock (&self->lock);
  return reader != NULL ? reader : crm_reader_open (self->path, error);
}

static void
set_damage_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmStore *self = CRM_STORE (source);
  char *damage = crm_store_read_finish (self, result, NULL);

  if (damage == NULL)
    return;
  g_free (self->damage);
  self->damage = damage;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DAMAGE]);
}

/* NULL when all is well. */
static gpointer
check_integrity (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, "PRAGMA integrity_check (1)", error);
  char *answer = NULL;

  if (stmt == NULL)
    return NULL;
  if (crm_reader_step (reader, stmt, error))
    answer = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  if (g_strcmp0 (answer, "ok") == 0)
    g_clear_pointer (&answer, g_free);
  return answer;
}

CrmStore *
crm_store_open (const char *path, CrmStoreFlags flags, GError **error)
{
  g_autoptr (CrmStore) self = g_object_new (CRM_TYPE_STORE, NULL);
  gboolean unclean;

  self->path = g_strdup (path);
  self->writer = crm_writer_open (path, flags, error);
  if (self->writer == NULL)
    return NULL;
  self->device = g_strdup (self->writer->device);
  unclean = query_int (self->writer, "SELECT value = 'open' FROM meta WHERE key = 'state'") != 0;
  if (!crm_sql_exec (self->writer->db,
                     "INSERT OR REPLACE INTO meta (key, value) VALUES ('state', 'open')", error))
    return NULL;
  self->thread = g_thread_new ("crm-writer", writer_thread, self);
  find_undo_groups (self);
  self->shown_undo = self->undo_group;
  self->shown_redo = self->redo_group;
  self->undo_label = describe_group (self, self->undo_group);
  self->redo_label = describe_group (self, self->redo_group);
  if (unclean && !(flags & CRM_STORE_NO_CHECK))
    crm_store_read_async (self, check_integrity, NULL, NULL, g_free, NULL, set_damage_cb, NULL);
  return g_steal_pointer (&self);
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  CrmStoreFlags flags = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "flags"));
  CrmStore *self;

  (void) source;
  (void) cancellable;
  self = crm_store_open (data, flags, &error);
  if (self == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, self, g_object_unref);
}

void
crm_store_open_async (const char *path, CrmStoreFlags flags, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_object_set_data (G_OBJECT (task), "flags", GUINT_TO_POINTER (flags));
  g_task_run_in_thread (task, open_thread);
}

CrmStore *
crm_store_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
close_work (CrmStore *self, Work *work)
{
  (void) work;
  sqlite3_exec (self->writer->db, "UPDATE meta SET value = 'closed' WHERE key = 'state'", NULL,
                NULL, NULL);
  sqlite3_exec (self->writer->db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL);
}

void
crm_store_close (CrmStore *self)
{
  Work *stop;
  CrmReader *reader;

  g_return_if_fail (CRM_IS_STORE (self));
  if (self->closed)
    return;
  self->closed = TRUE;
  if (self->thread != NULL)
    {
      g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, TRUE);
      run_on_writer (self, close_work, NULL, NULL, NULL);
      stop = new_work (NULL, NULL);
      g_async_queue_push (self->queue, stop);
      g_thread_join (g_steal_pointer (&self->thread));
      free_work (stop);
    }
  while ((reader = g_queue_pop_head (&self->idle_readers)) != NULL)
    crm_reader_free (reader);
  g_clear_pointer (&self->writer, crm_writer_free);
}

/* ---- writing ---- */

struct _CrmTicket
{
  CrmStore *store;
  CrmChangeset *changes;
  Work *work;
};

CrmTicket *
crm_store_submit (CrmStore *self, CrmChangeset *changes)
{
  CrmTicket *ticket = g_new0 (CrmTicket, 1);

  ticket->store = g_object_ref (self);
  ticket->changes = crm_changeset_ref (changes);
  ticket->work = new_work (apply_work, changes);
  g_async_queue_push (self->queue, ticket->work);
  return ticket;
}

gboolean
crm_ticket_wait (CrmTicket *ticket, CrmApplyResult *result, GError **error)
{
  gboolean done;

  wait_work (ticket->work);
  done = ticket->work->error == NULL;
  if (result != NULL)
    *result = ticket->work->result;
  if (!done)
    g_propagate_error (error, g_steal_pointer (&ticket->work->error));
  free_work (ticket->work);
  crm_changeset_unref (ticket->changes);
  g_object_unref (ticket->store);
  g_free (ticket);
  return done;
}

gboolean
crm_store_apply (CrmStore *self, CrmChangeset *changes, CrmApplyResult *result, GError **error)
{
  g_return_val_if_fail (CRM_IS_STORE (self) && !self->closed, FALSE);
  return run_on_writer (self, apply_work, changes, result, error);
}

static void
free_applied_work (gpointer data)
{
  Work *work = data;

  crm_changeset_unref (work->data);
  free_work (work);
}

void
crm_store_apply_async (CrmStore *self, CrmChangeset *changes, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = new_work (apply_work, crm_changeset_ref (changes));

  g_return_if_fail (CRM_IS_STORE (self) && !self->closed);
  work->task = g_task_new (self, cancellable, callback, user_data);
  /* What was written was written: cancelling only silences the answer. */
  g_task_set_check_cancellable (work->task, FALSE);
  g_task_set_task_data (work->task, work, free_applied_work);
  g_async_queue_push (self->queue, work);
}

gboolean
crm_store_apply_finish (CrmStore *self, GAsyncResult *result, CrmApplyResult *out, GError **error)
{
  if (out != NULL)
    *out = ((Work *) g_task_get_task_data (G_TASK (result)))->result;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- undo and redo ---- */

static void
invert_work (CrmStore *self, Work *work)
{
  CrmInversion *inversion = work->data;
  CrmChangeNotice *notice = NULL;

  if (!crm_writer_invert_step (self->writer, inversion, &notice, &work->error) || notice == NULL)
    return;
  /* Read before it is announced: the main thread frees it. */
  work->result.position = notice->position;
  announce (self, notice);
}

static gboolean
invert (CrmStore *self, gint64 group, gboolean redo, CrmProgressFunc progress, gpointer data,
        CrmApplyResult *result, GError **error)
{
  CrmInversion inversion = { .group = group, .redo = redo };

  while (!inversion.done)
    {
      if (!run_on_writer (self, invert_work, &inversion, NULL, error))
        return FALSE;
      if (progress != NULL)
        progress ((guint64) inversion.n_done, (guint64) inversion.n_total, data);
    }
  if (result != NULL)
    *result = (CrmApplyResult){ inversion.new_group, 0, (guint) inversion.n_done, inversion.kept };
  return TRUE;
}

gboolean
crm_store_undo (CrmStore *self, gint64 group, CrmProgressFunc progress, gpointer data,
                CrmApplyResult *result, GError **error)
{
  return invert (self, group, FALSE, progress, data, result, error);
}

gboolean
crm_store_redo (CrmStore *self, gint64 group, CrmProgressFunc progress, gpointer data,
                CrmApplyResult *result, GError **error)
{
  return invert (self, group, TRUE, progress, data, result, error);
}

typedef struct
{
  gint64 group;
  gboolean redo;
  CrmProgressFunc progress;
  gpointer progress_data;
  CrmApplyResult result;
} UndoCall;

static void
undo_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  UndoCall *call = data;
  GError *error = NULL;

  (void) cancellable;
  if (invert (source, call->group, call->redo, call->progress, call->progress_data, &call->result,
              &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
crm_store_undo_async (CrmStore *self, gint64 group, gboolean redo, GCancellable *cancellable,
                      CrmProgressFunc progress, gpointer progress_data,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  UndoCall *call = g_new0 (UndoCall, 1);

  *call = (UndoCall){
    .group = group, .redo = redo, .progress = progress, .progress_data = progress_data
  };
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, call, g_free);
  g_task_run_in_thread (task, undo_thread);
}

gboolean
crm_store_undo_finish (CrmStore *self, GAsyncResult *result, CrmApplyResult *out, GError **error)
{
  if (out != NULL)
    *out = ((UndoCall *) g_task_get_task_data (G_TASK (result)))->result;
  return g_task_propagate_boolean (G_TASK (result), error);
}

gint64
crm_store_get_undo_group (CrmStore *self)
{
  return self->shown_undo;
}

gint64
crm_store_get_redo_group (CrmStore *self)
{
  return self->shown_redo;
}

char *
crm_store_dup_undo_label (CrmStore *self)
{
  return g_strdup (self->undo_label);
}

char *
crm_store_dup_redo_label (CrmStore *self)
{
  return g_strdup (self->redo_label);
}

/* ---- upkeep ---- */

typedef struct
{
  CrmProgressFunc progress;
  gpointer data;
} RebuildCall;

static void
rebuild_work (CrmStore *self, Work *work)
{
  RebuildCall *call = work->data;
  CrmChangeNotice *notice;

  if (!crm_writer_rebuild (self->writer, call->progress, call->data, &work->error))
    return;
  notice = crm_change_notice_new ();
  notice->entities = G_MAXUINT64;
  notice->complete = FALSE;
  notice->is_final = TRUE;
  notice->position = crm_writer_position (self->writer);
  announce (self, notice);
}

gboolean
crm_store_rebuild (CrmStore *self, CrmProgressFunc progress, gpointer data, GError **error)
{
  RebuildCall call = { progress, data };

  return run_on_writer (self, rebuild_work, &call, NULL, error);
}

static void
optimize_work (CrmStore *self, Work *work)
{
  (void) work;
  sqlite3_exec (self->writer->db, "PRAGMA optimize; PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL,
                NULL);
}

void
crm_store_optimize_async (CrmStore *self)
{
  Work *work = new_work (optimize_work, NULL);

  work->task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (work->task, work, (GDestroyNotify) free_work);
  g_async_queue_push (self->queue, work);
}

/* ---- reading ---- */

typedef struct
{
  CrmReadFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} ReadCall;

static void
free_read_call (gpointer data)
{
  ReadCall *call = data;

  if (call->data_free != NULL)
    call->data_free (call->data);
  g_free (call);
}

static void
read_in_pool (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  CrmStore *self = user_data;
  ReadCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  CrmReader *reader;
  gpointer result;

  if (g_task_return_error_if_cancelled (task))
    return;
  reader = pop_reader (self, &error);
  if (reader == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  crm_reader_set_cancellable (reader, g_task_get_cancellable (task));
  result = call->func (reader, call->data, g_task_get_cancellable (task), &error);
  push_reader (self, reader);
  if (error != NULL)
    {
      if (result != NULL && call->result_free != NULL)
        call->result_free (result);
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, result, call->result_free);
}

void
crm_store_read_async (CrmStore *self, CrmReadFunc func, gpointer data, GDestroyNotify data_free,
                      GDestroyNotify result_free, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ReadCall *call = g_new (ReadCall, 1);

  *call = (ReadCall){ func, data, data_free, result_free };
  g_task_set_task_data (task, call, free_read_call);
  if (self->closed)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed");
      g_object_unref (task);
      return;
    }
  g_thread_pool_push (self->pool, task, NULL);
}

gpointer
crm_store_read_finish (CrmStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

CrmReader *
crm_store_open_reader (CrmStore *self, GError **error)
{
  return pop_reader (self, error);
}

/* ---- object ---- */

const char *
crm_store_get_path (CrmStore *self)
{
  return self->path;
}

const char *
crm_store_get_device (CrmStore *self)
{
  return self->device;
}

void
crm_store_set_actor (CrmStore *self, CrmId user)
{
  g_mutex_lock (&self->lock);
  self->actor = user;
  g_mutex_unlock (&self->lock);
}

CrmId
crm_store_get_actor (CrmStore *self)
{
  return self->actor;
}

void
crm_store_set_clock (CrmStore *self, CrmClockFunc clock, gpointer data)
{
  g_mutex_lock (&self->lock);
  self->clock = clock;
  self->clock_data = data;
  g_mutex_unlock (&self->lock);
}

static void
crm_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmStore *self = CRM_STORE (object);

  switch (id)
    {
    case PROP_UNDO_GROUP:
      g_value_set_int64 (value, self->shown_undo);
      break;
    case PROP_REDO_GROUP:
      g_value_set_int64 (value, self->shown_redo);
      break;
    case PROP_DAMAGE:
      g_value_set_string (value, self->damage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_store_dispose (GObject *object)
{
  crm_store_close (CRM_STORE (object));
  G_OBJECT_CLASS (crm_store_parent_class)->dispose (object);
}

static void
crm_store_finalize (GObject *object)
{
  CrmStore *self = CRM_STORE (object);

  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_async_queue_unref (self->queue);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self->device);
  g_free (self->undo_label);
  g_free (self->redo_label);
  g_free (self->damage);
  G_OBJECT_CLASS (crm_store_parent_class)->finalize (object);
}

static void
crm_store_class_init (CrmStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crm_store_get_property;
  object_class->dispose = crm_store_dispose;
  object_class->finalize = crm_store_finalize;
  props[PROP_UNDO_GROUP] = g_param_spec_int64 ("undo-group", NULL, NULL, 0, G_MAXINT64, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_REDO_GROUP] = g_param_spec_int64 ("redo-group", NULL, NULL, 0, G_MAXINT64, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /* What integrity_check said after an unclean end; NULL when all is well. */
  props[PROP_DAMAGE] =
      g_param_spec_string ("damage", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", CRM_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    1, crm_change_notice_get_type ());
}

static void
crm_store_init (CrmStore *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->queue = g_async_queue_new ();
  g_mutex_init (&self->lock);
  g_queue_init (&self->idle_readers);
  self->pool = g_thread_pool_new (read_in_pool, self, N_READERS, FALSE, NULL);
}

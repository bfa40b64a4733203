/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The writer's thread: takes one piece of work after the other from the queue. Lives as long as the store is open. */

#include "config.h"

#include "crm-store-private.h"

/* What the main thread is told after a commit. */
typedef struct
{
  GWeakRef store;
  CrmChangeNotice *notice;
  gint64 undo_group, redo_group;
  char *undo_label, *redo_label;
  char *currency;
} Announcement;

static void
free_announcement (gpointer data)
{
  Announcement *self = data;

  g_weak_ref_clear (&self->store);
  crm_change_notice_free (self->notice);
  g_free (self->undo_label);
  g_free (self->redo_label);
  g_free (self->currency);
  g_free (self);
}

/* Not g_main_context_invoke(): that calls at once, on this thread, whenever nobody iterates the
 * context at the moment. */
static void
send_to_main (CrmStore *self, GSourceFunc func, gpointer data, GDestroyNotify data_free)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, data_free);
  g_source_attach (source, self->context);
}

static gboolean
announce_cb (gpointer data)
{
  Announcement *news = data;
  g_autoptr (CrmStore) self = g_weak_ref_get (&news->store);

  if (self == NULL || self->closed)
    return G_SOURCE_REMOVE;
  crm_store_take_news (self, news->undo_group, news->redo_group, &news->undo_label,
                       &news->redo_label, news->currency, news->notice);
  return G_SOURCE_REMOVE;
}

/* ---- writer thread ---- */

char *
crm_store_describe_group (CrmStore *self, gint64 group)
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

/* Like an editor: undo takes back the last group that stands; a new change ends what can be redone. */
void
crm_store_find_undo_groups (CrmStore *self)
{
  self->undo_group = crm_writer_int (
      self->writer,
      "SELECT id FROM journal_group WHERE undone_by IS NULL AND verb NOT "
      "IN ('undo', 'redo') AND rows > 0 "
      "AND origin NOT IN ('sync', 'setup') AND state <> 'open' ORDER BY id DESC LIMIT 1");
  self->redo_group = crm_writer_int (
      self->writer, "SELECT g.id FROM journal_group u JOIN journal_group g ON g.id = "
                    "u.inverse_of AND g.undone_by = u.id "
                    "WHERE u.verb = 'undo' AND u.state <> 'open' AND u.id > coalesce "
                    "((SELECT max (id) FROM journal_group WHERE verb NOT IN "
                    "('undo', 'redo') AND rows > 0), 0) ORDER BY u.id DESC LIMIT 1");
}

void
crm_store_announce (CrmStore *self, CrmChangeNotice *notice)
{
  Announcement *news = g_new0 (Announcement, 1);

  if (notice == NULL || notice->is_final)
    crm_store_find_undo_groups (self);
  g_weak_ref_init (&news->store, self);
  news->notice = notice;
  news->undo_group = self->undo_group;
  news->redo_group = self->redo_group;
  news->undo_label = crm_store_describe_group (self, self->undo_group);
  news->currency = g_strdup (crm_writer_currency (self->writer));
  news->redo_label = crm_store_describe_group (self, self->redo_group);
  send_to_main (self, announce_cb, news, free_announcement);
}

void
crm_store_announce_all (CrmStore *self)
{
  CrmChangeNotice *notice = crm_change_notice_new ();

  notice->entities = G_MAXUINT64;
  notice->complete = FALSE;
  notice->is_final = TRUE;
  notice->position = crm_writer_position (self->writer);
  crm_store_announce (self, notice);
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
apply_work (CrmStore *self, CrmWork *work)
{
  CrmChangeNotice *notice = NULL;
  gint64 group = crm_changeset_get_group (work->data);

  if (group != 0 && group == self->failed_group && !crm_changeset_is_final (work->data))
    {
      g_set_error (&work->error, CRM_ERROR, CRM_ERROR_CONFLICT,
                   "an earlier step of group %" G_GINT64_FORMAT " failed", group);
      return;
    }
  if (!crm_writer_apply (self->writer, work->data, &work->result, &notice, &work->error))
    self->failed_group = group;
  else if (notice != NULL)
    crm_store_announce (self, notice);
}

static gboolean
drop_task_cb (gpointer task)
{
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
finish_work (CrmStore *self, CrmWork *work)
{
  GTask *task = g_steal_pointer (&work->task);

  if (task != NULL)
    {
      if (work->error != NULL)
        g_task_return_error (task, g_steal_pointer (&work->error));
      else
        g_task_return_boolean (task, TRUE);
      /* The last reference to the store may hang on it, and that must not end on this thread. */
      send_to_main (self, drop_task_cb, task, NULL);
      return;
    }
  g_mutex_lock (&work->lock);
  work->done = TRUE;
  g_cond_signal (&work->ready);
  g_mutex_unlock (&work->lock);
}

gpointer
crm_store_writer_thread (gpointer data)
{
  CrmStore *self = data;

  for (;;)
    {
      CrmWork *work = g_async_queue_pop (self->queue);

      gboolean is_last = work->rank == CRM_WORK_LAST;

      prepare_writer (self);
      work->func (self, work);
      finish_work (self, work);
      if (is_last)
        return NULL;
    }
}

CrmWork *
crm_work_new (CrmWorkFunc func, gpointer data)
{
  CrmWork *work = g_new0 (CrmWork, 1);

  work->func = func;
  work->data = data;
  g_mutex_init (&work->lock);
  g_cond_init (&work->ready);
  return work;
}

void
crm_work_free (CrmWork *work)
{
  g_mutex_clear (&work->lock);
  g_cond_clear (&work->ready);
  g_clear_error (&work->error);
  g_free (work);
}

static int
compare_works (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmWork *x = a, *y = b;

  return (int) x->rank - (int) y->rank;
}

void
crm_store_queue_work (CrmStore *self, CrmWork *work)
{
  g_async_queue_push_sorted (self->queue, work, compare_works, NULL);
}

static void
crm_work_wait (CrmWork *work)
{
  g_mutex_lock (&work->lock);
  while (!work->done)
    g_cond_wait (&work->ready, &work->lock);
  g_mutex_unlock (&work->lock);
}

/* Runs on the writer and waits. Takes the work's error. */
gboolean
crm_store_run_on_writer (CrmStore *self, CrmWorkFunc func, gpointer data, CrmApplyResult *result,
                         GError **error)
{
  CrmWork *work = crm_work_new (func, data);
  gboolean done;

  crm_store_queue_work (self, work);
  crm_work_wait (work);
  done = work->error == NULL;
  if (result != NULL)
    *result = work->result;
  if (!done)
    g_propagate_error (error, g_steal_pointer (&work->error));
  crm_work_free (work);
  return done;
}

/* ---- writing ---- */

struct _CrmTicket
{
  CrmStore *store;
  CrmChangeset *changes;
  CrmWork *work;
};

CrmTicket *
crm_store_submit (CrmStore *self, CrmChangeset *changes)
{
  CrmTicket *ticket = g_new0 (CrmTicket, 1);

  ticket->store = g_object_ref (self);
  ticket->changes = crm_changeset_ref (changes);
  ticket->work = crm_work_new (apply_work, changes);
  ticket->work->rank = CRM_WORK_BULK;
  crm_store_queue_work (self, ticket->work);
  return ticket;
}

gboolean
crm_ticket_wait (CrmTicket *ticket, CrmApplyResult *result, GError **error)
{
  gboolean done;

  crm_work_wait (ticket->work);
  done = ticket->work->error == NULL;
  if (result != NULL)
    *result = ticket->work->result;
  if (!done)
    g_propagate_error (error, g_steal_pointer (&ticket->work->error));
  crm_work_free (ticket->work);
  crm_changeset_unref (ticket->changes);
  g_object_unref (ticket->store);
  g_free (ticket);
  return done;
}

gboolean
crm_store_apply (CrmStore *self, CrmChangeset *changes, CrmApplyResult *result, GError **error)
{
  g_return_val_if_fail (CRM_IS_STORE (self) && !self->closed, FALSE);
  return crm_store_run_on_writer (self, apply_work, changes, result, error);
}

static void
free_applied_work (gpointer data)
{
  CrmWork *work = data;

  crm_changeset_unref (work->data);
  crm_work_free (work);
}

void
crm_store_apply_async (CrmStore *self, CrmChangeset *changes, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  CrmWork *work = crm_work_new (apply_work, crm_changeset_ref (changes));

  g_return_if_fail (CRM_IS_STORE (self) && !self->closed);
  work->task = g_task_new (self, cancellable, callback, user_data);
  /* What was written was written: cancelling only silences the answer. */
  g_task_set_check_cancellable (work->task, FALSE);
  g_task_set_task_data (work->task, work, free_applied_work);
  crm_store_queue_work (self, work);
}

gboolean
crm_store_apply_finish (CrmStore *self, GAsyncResult *result, CrmApplyResult *out, GError **error)
{
  if (out != NULL)
    *out = ((CrmWork *) g_task_get_task_data (G_TASK (result)))->result;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- upkeep ---- */

static void
restore_index_work (CrmStore *self, CrmWork *work)
{
  crm_writer_restore_index (self->writer, work->data, &work->error);
}

void
crm_store_restore_indexes (CrmStore *self)
{
  gboolean more = TRUE;

  while (more && crm_store_run_on_writer (self, restore_index_work, &more, NULL, NULL))
    ;
}

typedef struct
{
  CrmProgressFunc progress;
  gpointer data;
} RebuildCall;

static void
rebuild_work (CrmStore *self, CrmWork *work)
{
  RebuildCall *call = work->data;

  if (!crm_writer_rebuild (self->writer, call->progress, call->data, &work->error))
    return;
  crm_store_announce_all (self);
}

gboolean
crm_store_rebuild (CrmStore *self, CrmProgressFunc progress, gpointer data, GError **error)
{
  RebuildCall call = { progress, data };

  return crm_store_run_on_writer (self, rebuild_work, &call, NULL, error);
}

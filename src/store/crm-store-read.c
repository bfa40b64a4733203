/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Readers: connections are borrowed from a list of idle ones. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-store-private.h"

void
crm_store_push_reader (CrmStore *self, CrmReader *reader)
{
  crm_reader_set_cancellable (reader, NULL);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->idle_readers, reader);
  g_mutex_unlock (&self->lock);
}

CrmReader *
crm_store_pop_reader (CrmStore *self, GError **error)
{
  CrmReader *reader;

  g_mutex_lock (&self->lock);
  reader = g_queue_pop_head (&self->idle_readers);
  g_mutex_unlock (&self->lock);
  return reader != NULL ? reader : crm_reader_open (self->path, error);
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

/* Takes the reader's place among the busy ones; FALSE when the store is closed already. */
static gboolean
enter_busy (CrmStore *self, CrmReader *reader)
{
  gboolean open;

  g_mutex_lock (&self->lock);
  open = !self->closed;
  if (open)
    g_queue_push_tail (&self->busy_readers, reader);
  g_mutex_unlock (&self->lock);
  return open;
}

static void
leave_busy (CrmStore *self, CrmReader *reader)
{
  g_mutex_lock (&self->lock);
  g_queue_remove (&self->busy_readers, reader);
  g_mutex_unlock (&self->lock);
}

void
crm_store_interrupt_slow_readers (CrmStore *self)
{
  g_mutex_lock (&self->lock);
  for (GList *link = self->busy_readers.head; link != NULL; link = link->next)
    sqlite3_interrupt (crm_reader_get_db (link->data));
  g_mutex_unlock (&self->lock);
}

static void
read_task (CrmStore *self, GTask *task, gboolean slow)
{
  ReadCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  CrmReader *reader;
  gpointer result = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  reader = crm_store_pop_reader (self, &error);
  if (reader == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (slow && !enter_busy (self, reader))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed");
  else
    {
      crm_reader_set_cancellable (reader, g_task_get_cancellable (task));
      result = call->func (reader, call->data, g_task_get_cancellable (task), &error);
    }
  if (slow)
    leave_busy (self, reader);
  crm_store_push_reader (self, reader);
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
crm_store_read_in_pool (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;

  read_task (user_data, task, FALSE);
}

void
crm_store_read_in_slow_pool (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;

  read_task (user_data, task, TRUE);
}

static void
push_read (CrmStore *self, GThreadPool *pool, CrmReadFunc func, gpointer data,
           GDestroyNotify data_free, GDestroyNotify result_free, GCancellable *cancellable,
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
  g_thread_pool_push (pool, task, NULL);
}

void
crm_store_read_async (CrmStore *self, CrmReadFunc func, gpointer data, GDestroyNotify data_free,
                      GDestroyNotify result_free, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  push_read (self, self->pool, func, data, data_free, result_free, cancellable, callback,
             user_data);
}

void
crm_store_read_slowly_async (CrmStore *self, CrmReadFunc func, gpointer data,
                             GDestroyNotify data_free, GDestroyNotify result_free,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  push_read (self, self->slow_pool, func, data, data_free, result_free, cancellable, callback,
             user_data);
}

void
crm_store_check_async (CrmStore *self, CrmReadFunc func, GDestroyNotify result_free,
                       GAsyncReadyCallback callback)
{
  push_read (self, self->check_pool, func, self, NULL, result_free, NULL, callback, NULL);
}

gpointer
crm_store_read_finish (CrmStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

CrmReader *
crm_store_open_reader (CrmStore *self, GError **error)
{
  return crm_store_pop_reader (self, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Notices what another process writes to the same file. The monitor of the write-ahead log stirs at each
 * write, of our own too; `PRAGMA data_version` on the only connection of ours that writes tells them
 * apart, because it counts the commits of others and not its own (sqlite.org/pragma.html). */

#include "config.h"

#include "crm-store-private.h"

#define LOOK_MS 300 /* at most so often */

static void
look_work (CrmStore *self, CrmWork *work)
{
  gint64 version = crm_writer_int (self->writer, "PRAGMA data_version");
  gboolean first = self->data_version == 0;

  if (version == self->data_version)
    return;
  self->data_version = version;
  if (first)
    return;
  crm_store_announce_all (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmWork *work = data;

  CRM_STORE (source)->looking = FALSE;
  crm_work_free (work);
}

static void
look (CrmStore *self)
{
  CrmWork *work;

  if (self->closed || self->looking)
    return;
  self->looking = TRUE;
  work = crm_work_new (look_work, NULL);
  work->task = g_task_new (self, NULL, looked_cb, work);
  crm_store_queue_work (self, work);
}

static gboolean
look_cb (gpointer data)
{
  CrmStore *self = data;

  self->look_source = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
log_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                CrmStore *self)
{
  if (self->look_source == 0)
    self->look_source = g_timeout_add (LOOK_MS, look_cb, self);
}

void
crm_store_watch (CrmStore *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  if (self->monitor != NULL || self->closed || self->writer == NULL)
    return;
  path = g_strconcat (self->path, "-wal", NULL);
  file = g_file_new_for_path (path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor == NULL)
    return; /* then it is seen with the next thing that is read */
  g_signal_connect (self->monitor, "changed", G_CALLBACK (log_changed_cb), self);
  look (self);
}

void
crm_store_stop_watching (CrmStore *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
}

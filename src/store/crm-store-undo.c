/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Undo and redo: step by step on the writer, so that other saves get in between. */

#include "config.h"

#include "crm-store-private.h"

/* ---- undo and redo ---- */

static void
invert_work (CrmStore *self, CrmWork *work)
{
  CrmInversion *inversion = work->data;
  CrmChangeNotice *notice = NULL;

  if (!crm_writer_invert_step (self->writer, inversion, &notice, &work->error) || notice == NULL)
    return;
  /* Read before it is announced: the main thread frees it. */
  work->result.position = notice->position;
  crm_store_announce (self, notice);
}

static gboolean
invert (CrmStore *self, gint64 group, gboolean redo, CrmProgressFunc progress, gpointer data,
        CrmApplyResult *result, GError **error)
{
  CrmInversion inversion = { .group = group, .redo = redo };

  while (!inversion.done)
    {
      if (!crm_store_run_on_writer (self, invert_work, &inversion, NULL, error))
        {
          crm_store_restore_indexes (self);
          return FALSE;
        }
      if (progress != NULL)
        progress ((guint64) inversion.n_done, (guint64) inversion.n_total, data);
    }
  crm_store_restore_indexes (self);
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

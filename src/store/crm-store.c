/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmStore: the door. Work for the writer is queued and done by one thread in order; readers come
 * from a pool of at most two threads, each borrowing a connection from the idle list. What may take
 * seconds on a large database (counting, adding up, checking) has a thread of its own, so that the rows
 * of a list never wait for it. */

#include "config.h"

#include "crm-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_READERS 2

G_DEFINE_FINAL_TYPE (CrmStore, crm_store, G_TYPE_OBJECT)

enum
{
  PROP_UNDO_GROUP = 1,
  PROP_REDO_GROUP,
  PROP_CURRENCY,
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

void
crm_store_take_news (CrmStore *self, gint64 undo_group, gint64 redo_group, char **undo_label,
                     char **redo_label, const char *currency, CrmChangeNotice *notice)
{
  g_free (self->undo_label);
  g_free (self->redo_label);
  self->undo_label = g_steal_pointer (undo_label);
  self->redo_label = g_steal_pointer (redo_label);
  self->shown_undo = undo_group;
  self->shown_redo = redo_group;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNDO_GROUP]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REDO_GROUP]);
  if (g_strcmp0 (self->currency, currency) != 0)
    {
      g_free (self->currency);
      self->currency = g_strdup (currency);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENCY]);
    }
  if (notice != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, notice);
}

/* ---- opening and closing ---- */

static void
set_damage_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmStore *self = CRM_STORE (source);
  g_autoptr (GError) error = NULL;
  char *damage = crm_store_read_finish (self, result, &error);

  if (error != NULL)
    return;
  g_free (self->damage);
  self->damage = damage;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DAMAGE]);
}

/* NULL when all is well. A check that was broken off leaves the file as one to be looked through. */
static gpointer
check_integrity (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  CrmStore *self = data;
  sqlite3_stmt *stmt = crm_reader_prepare (reader, "PRAGMA integrity_check (1)", error);
  g_autoptr (GError) local = NULL;
  char *answer = NULL;

  if (stmt == NULL)
    return NULL;
  if (crm_reader_step (reader, stmt, &local))
    answer = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  /* Damage may be such that the check itself ends on it. */
  if (g_error_matches (local, CRM_ERROR, CRM_ERROR_CORRUPT))
    return g_strdup (local->message);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (g_strcmp0 (answer, "ok") == 0)
    {
      g_atomic_int_set (&self->sound, TRUE);
      g_clear_pointer (&answer, g_free);
    }
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
  self->currency = g_strdup (crm_writer_currency (self->writer));
  unclean =
      crm_writer_int (self->writer, "SELECT value = 'open' FROM meta WHERE key = 'state'") != 0;
  if (!crm_sql_exec (self->writer->db,
                     "INSERT OR REPLACE INTO meta (key, value) VALUES ('state', 'open')", error))
    return NULL;
  self->thread = g_thread_new ("crm-writer", crm_store_writer_thread, self);
  crm_store_find_undo_groups (self);
  self->shown_undo = self->undo_group;
  self->shown_redo = self->redo_group;
  self->undo_label = crm_store_describe_group (self, self->undo_group);
  self->redo_label = crm_store_describe_group (self, self->redo_group);
  self->sound = !unclean;
  if (unclean && !(flags & CRM_STORE_NO_CHECK))
    crm_store_check_async (self, check_integrity, g_free, set_damage_cb);
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
close_work (CrmStore *self, CrmWork *work)
{
  (void) work;
  if (g_atomic_int_get (&self->sound))
    sqlite3_exec (self->writer->db, "UPDATE meta SET value = 'closed' WHERE key = 'state'", NULL,
                  NULL, NULL);
  sqlite3_exec (self->writer->db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL);
}

void
crm_store_close (CrmStore *self)
{
  CrmWork *stop;
  CrmReader *reader;

  g_return_if_fail (CRM_IS_STORE (self));
  if (self->closed)
    return;
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_mutex_unlock (&self->lock);
  crm_store_stop_watching (self);
  if (self->thread != NULL)
    {
      crm_store_interrupt_slow_readers (self);
      g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, TRUE);
      g_thread_pool_free (g_steal_pointer (&self->slow_pool), FALSE, TRUE);
      g_thread_pool_free (g_steal_pointer (&self->check_pool), FALSE, TRUE);
      stop = crm_work_new (close_work, NULL);
      stop->rank = CRM_WORK_LAST;
      crm_store_queue_work (self, stop);
      g_thread_join (g_steal_pointer (&self->thread));
      crm_work_free (stop);
    }
  while ((reader = g_queue_pop_head (&self->idle_readers)) != NULL)
    crm_reader_free (reader);
  g_clear_pointer (&self->writer, crm_writer_free);
}

/* ---- object ---- */

const char *
crm_store_get_path (CrmStore *self)
{
  return self->path;
}

const char *
crm_store_get_currency (CrmStore *self)
{
  return self->currency;
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
    case PROP_CURRENCY:
      g_value_set_string (value, self->currency);
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
  if (self->slow_pool != NULL)
    g_thread_pool_free (self->slow_pool, FALSE, TRUE);
  if (self->check_pool != NULL)
    g_thread_pool_free (self->check_pool, FALSE, TRUE);
  g_async_queue_unref (self->queue);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self->device);
  g_free (self->undo_label);
  g_free (self->redo_label);
  g_free (self->damage);
  g_free (self->currency);
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
  props[PROP_CURRENCY] =
      g_param_spec_string ("currency", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /* What integrity_check said after an unclean end; NULL when all is well. Told when the check has ended. */
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
  self->pool = g_thread_pool_new (crm_store_read_in_pool, self, N_READERS, FALSE, NULL);
  self->slow_pool = g_thread_pool_new (crm_store_read_in_slow_pool, self, 1, FALSE, NULL);
  self->check_pool = g_thread_pool_new (crm_store_read_in_slow_pool, self, 1, FALSE, NULL);
}

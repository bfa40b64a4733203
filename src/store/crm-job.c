/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmJob: a GTask worker with a name, a voice and a brake. The worker only sees its CrmJobControl;
 * progress is left there under a lock and fetched by the main thread at most 20 times a second. Each end
 * is written into the job table, which is computed data: not journaled, not undone. */

#include "config.h"

#include "crm-job.h"

#include <glib/gi18n-lib.h>

#include "crm-entities.h"

#define REPORT_INTERVAL_MS 50

struct _CrmJobControl
{
  CrmStore *store;
  CrmReader *reader;
  GCancellable *cancellable;
  GMutex lock;
  double progress;
  char *text;
  gint64 position;
};

struct _CrmJob
{
  GObject parent;
  CrmJobs *jobs; /* owner; NULL after it is gone */
  char *kind;
  char *title;
  char *text;
  double progress;
  CrmJobState state;
  gint64 position;
  gint64 started;
  CrmJobFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  gpointer result;
  GError *error;
  GCancellable *cancellable;
  CrmJobControl *control; /* while it runs */
  guint timer;
};

struct _CrmJobs
{
  GObject parent;
  CrmStore *store;
  GPtrArray *jobs; /* newest first */
  guint n_running;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (CrmJob, crm_job, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (CrmJobs, crm_jobs, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_TITLE = 1,
  PROP_TEXT,
  PROP_PROGRESS,
  PROP_STATE,
  PROP_ERROR_MESSAGE,
  PROP_POSITION,
  PROP_STARTED,
  N_PROPS
};
static GParamSpec *props[N_PROPS];
static guint finished_signal;
static GParamSpec *running_pspec;

GType
crm_job_state_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { CRM_JOB_RUNNING, "CRM_JOB_RUNNING", "running" },
    { CRM_JOB_DONE, "CRM_JOB_DONE", "done" },
    { CRM_JOB_FAILED, "CRM_JOB_FAILED", "failed" },
    { CRM_JOB_CANCELLED, "CRM_JOB_CANCELLED", "canceled" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CrmJobState", values));
  return type;
}

/* ---- worker side ---- */

void
crm_job_control_report (CrmJobControl *control, double progress, const char *text)
{
  g_mutex_lock (&control->lock);
  control->progress = progress;
  if (text != NULL)
    {
      g_free (control->text);
      control->text = g_strdup (text);
    }
  g_mutex_unlock (&control->lock);
}

gboolean
crm_job_control_is_cancelled (CrmJobControl *control)
{
  return g_cancellable_is_cancelled (control->cancellable);
}

GCancellable *
crm_job_control_get_cancellable (CrmJobControl *control)
{
  return control->cancellable;
}

CrmStore *
crm_job_control_get_store (CrmJobControl *control)
{
  return control->store;
}

CrmReader *
crm_job_control_get_reader (CrmJobControl *control)
{
  return control->reader;
}

static void
free_control (CrmJobControl *control)
{
  crm_reader_free (control->reader);
  g_object_unref (control->store);
  g_object_unref (control->cancellable);
  g_mutex_clear (&control->lock);
  g_free (control->text);
  g_free (control);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CrmJob *self = source;
  CrmJobControl *control = data;
  GError *error = NULL;
  gpointer result = NULL;

  (void) cancellable;
  control->reader = crm_reader_open (crm_store_get_path (control->store), &error);
  if (control->reader != NULL)
    {
      crm_reader_set_cancellable (control->reader, control->cancellable);
      control->position = crm_reader_position (control->reader);
      result = self->func (control, self->data, &error);
      g_clear_pointer (&control->reader, crm_reader_free);
    }
  if (error == NULL && result == NULL && g_cancellable_is_cancelled (control->cancellable))
    g_cancellable_set_error_if_cancelled (control->cancellable, &error);
  if (error != NULL)
    {
      if (result != NULL && self->result_free != NULL)
        self->result_free (result);
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, result, self->result_free);
}

/* ---- main thread side ---- */

static void
set_running (CrmJobs *jobs, int change)
{
  jobs->n_running = (guint) ((int) jobs->n_running + change);
  g_object_notify_by_pspec (G_OBJECT (jobs), running_pspec);
}

static void
fetch_progress (CrmJob *self)
{
  CrmJobControl *control = self->control;

  g_mutex_lock (&control->lock);
  if (control->text != NULL && g_strcmp0 (control->text, self->text) != 0)
    {
      g_free (self->text);
      self->text = g_strdup (control->text);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
    }
  self->position = control->position;
  if (control->progress != self->progress)
    {
      self->progress = control->progress;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
    }
  g_mutex_unlock (&control->lock);
}

static gboolean
fetch_progress_cb (gpointer data)
{
  fetch_progress (data);
  return G_SOURCE_CONTINUE;
}

static void
keep_record (CrmJob *self)
{
  static const char *const states[] = { "running", "done", "failed", "canceled" };
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_job);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_JOB, &crm_entity_job);

  crm_record_set_text (record, "kind", self->kind);
  crm_record_set_text (record, "title", self->title);
  crm_record_set_text (record, "state", states[self->state]);
  crm_record_set_int (record, "started", self->started);
  crm_record_set_int (record, "finished", g_get_real_time () / 1000);
  crm_record_set_int (record, "position", self->position);
  if (self->error != NULL)
    crm_record_set_text (record, "error", self->error->message);
  crm_changeset_insert (changes, record);
  crm_changeset_set_origin (changes, "job");
  crm_changeset_set_durable (changes, FALSE);
  crm_store_apply_async (self->jobs->store, changes, NULL, NULL, NULL);
}

static void
set_state (CrmJob *self, CrmJobState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
}

static void
finish_job_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmJob *self = CRM_JOB (source);
  g_autoptr (CrmJobs) jobs = data;
  CrmJobState state = CRM_JOB_DONE;

  fetch_progress (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->result = g_task_propagate_pointer (G_TASK (result), &self->error);
  self->control = NULL;
  if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (self->error, CRM_ERROR, CRM_ERROR_CANCELLED))
    state = CRM_JOB_CANCELLED;
  else if (self->error != NULL)
    state = CRM_JOB_FAILED;
  set_state (self, state);
  set_running (jobs, -1);
  if (self->jobs != NULL)
    keep_record (self);
  g_signal_emit (self, finished_signal, 0);
}

static void
start_job (CrmJob *self)
{
  CrmJobControl *control = g_new0 (CrmJobControl, 1);
  g_autoptr (GTask) task = NULL;

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  control->store = g_object_ref (self->jobs->store);
  control->cancellable = g_object_ref (self->cancellable);
  control->progress = -1;
  g_mutex_init (&control->lock);
  self->control = control;
  self->started = g_get_real_time () / 1000;
  self->progress = -1;
  set_running (self->jobs, 1);
  set_state (self, CRM_JOB_RUNNING);

  /* The task is not told of the cancellable: a worker that is stopping must be waited for. */
  task = g_task_new (self, NULL, finish_job_cb, g_object_ref (self->jobs));
  g_task_set_task_data (task, control, (GDestroyNotify) free_control);
  g_task_run_in_thread (task, run_job);
  self->timer = g_timeout_add (REPORT_INTERVAL_MS, fetch_progress_cb, self);
}

CrmJob *
crm_jobs_start (CrmJobs *self, const char *kind, const char *title, CrmJobFunc func, gpointer data,
                GDestroyNotify data_free, GDestroyNotify result_free)
{
  CrmJob *job = g_object_new (CRM_TYPE_JOB, NULL);

  job->jobs = self;
  job->kind = g_strdup (kind);
  job->title = g_strdup (title);
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  g_ptr_array_insert (self->jobs, 0, job);
  start_job (job);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  return job;
}

void
crm_job_cancel (CrmJob *self)
{
  g_return_if_fail (CRM_IS_JOB (self));
  if (self->state == CRM_JOB_RUNNING)
    g_cancellable_cancel (self->cancellable);
}

void
crm_job_retry (CrmJob *self)
{
  g_return_if_fail (CRM_IS_JOB (self));
  if (self->state == CRM_JOB_RUNNING || self->jobs == NULL)
    return;
  g_clear_error (&self->error);
  if (self->result != NULL && self->result_free != NULL)
    self->result_free (self->result);
  self->result = NULL;
  start_job (self);
}

CrmJobState
crm_job_get_state (CrmJob *self)
{
  return self->state;
}

const char *
crm_job_get_kind (CrmJob *self)
{
  return self->kind;
}

gint64
crm_job_get_position (CrmJob *self)
{
  return self->position;
}

gpointer
crm_job_get_result (CrmJob *self)
{
  return self->result;
}

const GError *
crm_job_get_error (CrmJob *self)
{
  return self->error;
}

static void
crm_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmJob *self = CRM_JOB (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;
    case PROP_POSITION:
      g_value_set_int64 (value, self->position);
      break;
    case PROP_STARTED:
      g_value_set_int64 (value, self->started);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_job_finalize (GObject *object)
{
  CrmJob *self = CRM_JOB (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->result != NULL && self->result_free != NULL)
    self->result_free (self->result);
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  g_free (self->kind);
  g_free (self->title);
  g_free (self->text);
  G_OBJECT_CLASS (crm_job_parent_class)->finalize (object);
}

static void
crm_job_class_init (CrmJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = crm_job_get_property;
  object_class->finalize = crm_job_finalize;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  props[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, CRM_TYPE_JOB_STATE, CRM_JOB_RUNNING, flags);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  props[PROP_POSITION] = g_param_spec_int64 ("position", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_STARTED] = g_param_spec_int64 ("started", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  finished_signal = g_signal_new ("finished", CRM_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
crm_job_init (CrmJob *self)
{
  self->progress = -1;
}

/* ---- the list ---- */

static GType
get_item_type (GListModel *model)
{
  return CRM_TYPE_JOB;
}

static guint
get_n_items (GListModel *model)
{
  return CRM_JOBS (model)->jobs->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CrmJobs *self = CRM_JOBS (model);

  return position < self->jobs->len ? g_object_ref (self->jobs->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

CrmJobs *
crm_jobs_new (CrmStore *store)
{
  CrmJobs *self = g_object_new (CRM_TYPE_JOBS, NULL);

  self->store = g_object_ref (store);
  return self;
}

guint
crm_jobs_get_n_running (CrmJobs *self)
{
  return self->n_running;
}

void
crm_jobs_clear_finished (CrmJobs *self)
{
  for (guint i = self->jobs->len; i-- > 0;)
    if (((CrmJob *) self->jobs->pdata[i])->state != CRM_JOB_RUNNING)
      {
        g_ptr_array_remove_index (self->jobs, i);
        g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
      }
}

static void
crm_jobs_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, CRM_JOBS (object)->n_running);
}

static void
crm_jobs_dispose (GObject *object)
{
  CrmJobs *self = CRM_JOBS (object);

  for (guint i = 0; self->jobs != NULL && i < self->jobs->len; i++)
    {
      CrmJob *job = self->jobs->pdata[i];

      crm_job_cancel (job);
      job->jobs = NULL;
    }
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (crm_jobs_parent_class)->dispose (object);
}

static void
crm_jobs_class_init (CrmJobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crm_jobs_get_property;
  object_class->dispose = crm_jobs_dispose;
  running_pspec = g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0,
                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, 1, running_pspec);
}

static void
crm_jobs_init (CrmJobs *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

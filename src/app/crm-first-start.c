/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first minute with a database. A store counts as used once it has a user: that record is made
 * when a choice was made here, so "Start Empty" is not asked twice. Main thread, but for read_state()
 * and generate(). */

#include "crm-first-start.h"

#include <glib/gi18n.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-pages.h"
#include "crm-sample.h"

#define SAMPLE_CUSTOMERS 1284
#define SAMPLE_SEED      1

struct _CrmFirstStart
{
  GObject parent;

  CrmContext *context; /* NULL once stopped */
  CrmStartPage *page;
  CrmJob *job;
};

G_DEFINE_FINAL_TYPE (CrmFirstStart, crm_first_start, G_TYPE_OBJECT)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
finish (CrmFirstStart *self, gboolean import)
{
  g_signal_emit (self, signals[DONE], 0, import);
}

/* ---- the user ---- */

static char *
dup_user_name (GSettings *settings)
{
  g_autofree char *name = g_settings_get_string (settings, "user-name");

  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (g_get_real_name ());
}

static void
add_user (CrmContext *context)
{
  g_autofree char *name = dup_user_name (crm_context_get_settings (context));
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_user);
  g_autoptr (CrmRecord) user = crm_record_new (&crm_entity_user);
  CrmValue yes = crm_value_int (1);

  crm_changeset_set_origin (changes, "setup");
  crm_record_set_text (user, "name", name);
  crm_record_set_value (user, crm_entity_field_index (&crm_entity_user, "active"), &yes);
  crm_store_set_actor (crm_context_get_store (context), crm_changeset_insert (changes, user));
  crm_context_save (context, changes, NULL, NULL, NULL);
}

void
crm_first_start_rename_user (CrmContext *context)
{
  CrmId me = crm_store_get_actor (crm_context_get_store (context));
  g_autofree char *name = dup_user_name (crm_context_get_settings (context));
  g_autoptr (CrmChangeset) changes = NULL;
  g_auto (CrmValue) value = crm_value_text (name);

  if (me == 0)
    return;
  changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_user);
  crm_changeset_set_origin (changes, "setup");
  crm_changeset_set (changes, &crm_entity_user, me, "name", NULL, &value);
  crm_context_save (context, changes, NULL, NULL, NULL);
}

/* ---- what is there ---- */

typedef struct
{
  CrmId me;
  gboolean used;
} State;

static gpointer
read_state (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  State *state = g_new0 (State, 1);
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader, "SELECT id FROM user WHERE deleted_at IS NULL AND name = ?1 ORDER BY id LIMIT 1",
      error);

  if (stmt == NULL)
    {
      g_free (state);
      return NULL;
    }
  sqlite3_bind_text (stmt, 1, data, -1, SQLITE_STATIC);
  if (crm_reader_step (reader, stmt, NULL))
    state->me = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  state->used = crm_reader_int (reader,
                                "SELECT EXISTS (SELECT 1 FROM user) OR EXISTS (SELECT 1 FROM "
                                "customer) OR EXISTS (SELECT 1 FROM contact) OR EXISTS (SELECT 1 "
                                "FROM product) OR EXISTS (SELECT 1 FROM sales_order)",
                                1) != 0;
  return state;
}

/* ---- sample data ---- */

static gboolean
report_sample (guint64 done, guint64 total, gpointer data)
{
  CrmJobControl *control = data;
  g_autofree char *done_text = crm_format_integer (done);
  g_autofree char *total_text = crm_format_integer (total);
  g_autofree char *text = g_strdup_printf (_ ("%s of %s customers"), done_text, total_text);

  crm_job_control_report (control, total > 0 ? (double) done / total : -1.0, text);
  return !crm_job_control_is_cancelled (control);
}

static gpointer
generate (CrmJobControl *control, gpointer data, GError **error)
{
  if (!crm_sample_generate (crm_job_control_get_store (control), SAMPLE_CUSTOMERS, SAMPLE_SEED, 0,
                            report_sample, control, error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void show_welcome (CrmFirstStart *self);

static void
job_progress_cb (CrmFirstStart *self)
{
  double progress;

  g_object_get (self->job, "progress", &progress, NULL);
  if (crm_job_get_state (self->job) == CRM_JOB_RUNNING)
    crm_start_page_show_progress (self->page, _ ("Making sample data…"), progress);
}

static void
job_finished_cb (CrmFirstStart *self)
{
  CrmJob *job = g_steal_pointer (&self->job);
  CrmStore *store = crm_context_get_store (self->context);

  g_signal_handlers_disconnect_by_data (job, self);
  if (crm_job_get_state (job) == CRM_JOB_DONE)
    {
      g_autoptr (CrmContext) context = g_object_ref (self->context);

      add_user (context);
      finish (self, FALSE);
      crm_context_toast (context, _ ("Sample data added"), crm_store_get_undo_group (store));
      return;
    }
  /* Half of the sample is no sample. */
  if (crm_store_get_undo_group (store) != 0)
    crm_store_undo_async (store, crm_store_get_undo_group (store), FALSE, NULL, NULL, NULL, NULL,
                          NULL);
  if (crm_job_get_error (job) != NULL && crm_job_get_state (job) == CRM_JOB_FAILED)
    crm_start_page_show_error (self->page, crm_job_get_error (job), crm_store_get_path (store));
  else
    show_welcome (self);
}

static void
sample_cb (CrmFirstStart *self)
{
  if (self->job != NULL)
    return;
  self->job = crm_jobs_start (crm_context_get_jobs (self->context), "sample", _ ("Sample data"),
                              generate, NULL, NULL, NULL);
  g_signal_connect_swapped (self->job, "notify::progress", G_CALLBACK (job_progress_cb), self);
  g_signal_connect_swapped (self->job, "finished", G_CALLBACK (job_finished_cb), self);
  crm_start_page_show_progress (self->page, _ ("Making sample data…"), 0.0);
}

static void
cancel_cb (CrmFirstStart *self)
{
  if (self->job != NULL)
    crm_job_cancel (self->job);
}

/* ---- the other choices ---- */

static void
import_cb (CrmFirstStart *self)
{
  add_user (self->context);
  finish (self, TRUE);
}

static void
empty_cb (CrmFirstStart *self)
{
  add_user (self->context);
  finish (self, FALSE);
}

static void
show_welcome (CrmFirstStart *self)
{
  crm_start_page_show_welcome (self->page, TRUE, crm_pages_can_import ());
}

static void
state_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmFirstStart) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree State *state = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (self->context == NULL)
    return;
  if (state == NULL)
    {
      crm_start_page_show_error (self->page, error, crm_store_get_path (CRM_STORE (source)));
      return;
    }
  if (!state->used)
    {
      show_welcome (self);
      return;
    }
  if (state->me != 0)
    crm_store_set_actor (CRM_STORE (source), state->me);
  else
    add_user (self->context);
  finish (self, FALSE);
}

void
crm_first_start_run (CrmFirstStart *self)
{
  g_return_if_fail (CRM_IS_FIRST_START (self));

  crm_store_read_async (crm_context_get_store (self->context), read_state,
                        dup_user_name (crm_context_get_settings (self->context)), g_free, g_free,
                        NULL, state_read_cb, g_object_ref (self));
}

void
crm_first_start_stop (CrmFirstStart *self)
{
  g_return_if_fail (CRM_IS_FIRST_START (self));

  if (self->job != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->job, self);
      crm_job_cancel (self->job);
      self->job = NULL;
    }
  if (self->page != NULL)
    g_signal_handlers_disconnect_by_data (self->page, self);
  g_clear_object (&self->page);
  g_clear_object (&self->context);
}

static void
crm_first_start_dispose (GObject *object)
{
  crm_first_start_stop (CRM_FIRST_START (object));
  G_OBJECT_CLASS (crm_first_start_parent_class)->dispose (object);
}

static void
crm_first_start_class_init (CrmFirstStartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_first_start_dispose;
  signals[DONE] = g_signal_new ("done", CRM_TYPE_FIRST_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
crm_first_start_init (CrmFirstStart *self)
{
}

CrmFirstStart *
crm_first_start_new (CrmContext *context, CrmStartPage *page)
{
  CrmFirstStart *self;

  g_return_val_if_fail (CRM_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (CRM_IS_START_PAGE (page), NULL);

  self = g_object_new (CRM_TYPE_FIRST_START, NULL);
  self->context = g_object_ref (context);
  self->page = g_object_ref (page);
  g_signal_connect_swapped (page, "sample", G_CALLBACK (sample_cb), self);
  g_signal_connect_swapped (page, "import", G_CALLBACK (import_cb), self);
  g_signal_connect_swapped (page, "empty", G_CALLBACK (empty_cb), self);
  g_signal_connect_swapped (page, "cancel", G_CALLBACK (cancel_cb), self);
  return self;
}

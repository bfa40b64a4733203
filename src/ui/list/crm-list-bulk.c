/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes of many records. The changesets are built on a reader's or a job's thread, because words are
 * added to what a record holds now; the main thread only starts and reports. A Bulk belongs to the
 * thread that works on it until it is done. */

#include "config.h"

#include "crm-list-bulk.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

/* More records than this are a job; so many go into one changeset of it. */
#define CHUNK 2000

typedef struct
{
  CrmContext *context;
  const CrmEntity *entity;
  CrmBulkOp op;
  GArray *ids;
  const CrmField *field;
  CrmValue value;
  CrmSavedFunc callback;
  gpointer data;
  CrmApplyResult result;
} Bulk;

static void
free_bulk (gpointer data)
{
  Bulk *bulk = data;

  g_clear_object (&bulk->context);
  g_array_unref (bulk->ids);
  crm_value_clear (&bulk->value);
  g_free (bulk);
}

static CrmVerb
verb_of (const Bulk *bulk)
{
  switch (bulk->op)
    {
    case CRM_BULK_DELETE:
      return CRM_VERB_DELETE;
    case CRM_BULK_RESTORE:
      return CRM_VERB_RESTORE;
    case CRM_BULK_PURGE:
      return CRM_VERB_PURGE;
    case CRM_BULK_LIST_ADD:
    case CRM_BULK_LIST_REMOVE:
      return g_str_equal (bulk->field->id, "tags") ? CRM_VERB_TAG : CRM_VERB_BULK_EDIT;
    case CRM_BULK_SET:
    default:
      return bulk->ids->len == 1 ? CRM_VERB_EDIT : CRM_VERB_BULK_EDIT;
    }
}

static char *
describe_done (const Bulk *bulk, guint64 n)
{
  g_autofree char *count = crm_entity_count_text (bulk->entity, n);

  switch (bulk->op)
    {
    case CRM_BULK_DELETE:
      /* Translators: "3 customers deleted" */
      return g_strdup_printf (_ ("%s deleted"), count);
    case CRM_BULK_RESTORE:
      return g_strdup_printf (_ ("%s restored"), count);
    case CRM_BULK_PURGE:
      return g_strdup_printf (_ ("%s deleted for good"), count);
    case CRM_BULK_LIST_ADD:
    case CRM_BULK_LIST_REMOVE:
      if (g_str_equal (bulk->field->id, "tags"))
        return g_strdup_printf (_ ("%s tagged"), count);
      return g_strdup_printf (_ ("%s changed"), count);
    case CRM_BULK_SET:
    default:
      return g_strdup_printf (_ ("%s changed"), count);
    }
}

/* ---- the words of a list, case as typed ---- */

static CrmValue
merge_words (const CrmValue *before, const CrmValue *words, gboolean add)
{
  g_auto (GStrv) old = crm_value_get_list (before);
  g_auto (GStrv) change = crm_value_get_list (words);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) merged = NULL;

  for (guint i = 0; old[i] != NULL; i++)
    if (add || !g_strv_contains ((const char *const *) change, old[i]))
      g_strv_builder_add (builder, old[i]);
  for (guint i = 0; add && change[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) old, change[i]))
      g_strv_builder_add (builder, change[i]);
  merged = g_strv_builder_end (builder);
  return crm_value_list ((const char *const *) merged);
}

static gboolean
add_list_changes (Bulk *bulk, CrmReader *reader, CrmChangeset *changes, const CrmId *ids, gsize n,
                  GError **error)
{
  guint index = (guint) (bulk->field - bulk->entity->fields);
  g_autoptr (GPtrArray) records = crm_reader_load_many (reader, bulk->entity, ids, n, error);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);
      const CrmValue *before = crm_record_get_value (record, index);
      g_auto (CrmValue) after = merge_words (before, &bulk->value, bulk->op == CRM_BULK_LIST_ADD);
      if (!crm_value_equal (before, &after))
        crm_changeset_set (changes, bulk->entity, crm_record_get_id (record), bulk->field->id,
                           before, &after);
    }
  return TRUE;
}

static CrmChangeset *
build_changes (Bulk *bulk, CrmReader *reader, gsize first, gsize n, GError **error)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (verb_of (bulk), bulk->entity);
  const CrmId *ids = &g_array_index (bulk->ids, CrmId, first);

  if (bulk->field != NULL)
    crm_changeset_set_detail (changes, crm_field_get_label (bulk->field));
  if (bulk->op == CRM_BULK_LIST_ADD || bulk->op == CRM_BULK_LIST_REMOVE)
    return add_list_changes (bulk, reader, changes, ids, n, error) ? g_steal_pointer (&changes)
                                                                   : NULL;
  for (gsize i = 0; i < n; i++)
    {
      if (bulk->op == CRM_BULK_SET)
        crm_changeset_set (changes, bulk->entity, ids[i], bulk->field->id, NULL, &bulk->value);
      else if (bulk->op == CRM_BULK_DELETE)
        crm_changeset_delete (changes, bulk->entity, ids[i]);
      else if (bulk->op == CRM_BULK_RESTORE)
        crm_changeset_restore (changes, bulk->entity, ids[i]);
      else
        crm_changeset_purge (changes, bulk->entity, ids[i]);
    }
  return g_steal_pointer (&changes);
}

/* ---- a few at once ---- */

static void
saved_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  Bulk *bulk = data;

  if (error == NULL && bulk->op == CRM_BULK_PURGE)
    {
      g_autofree char *done = describe_done (bulk, bulk->ids->len);
      crm_context_toast (bulk->context, done, 0);
    }
  if (bulk->callback != NULL)
    bulk->callback (result, error, bulk->data);
  free_bulk (bulk);
}

static gpointer
read_changes (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Bulk *bulk = data;

  return build_changes (bulk, reader, 0, bulk->ids->len, error);
}

static void
changes_built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Bulk *bulk = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmChangeset) changes = crm_store_read_finish (CRM_STORE (source), result, &error);
  g_autofree char *done = NULL;

  if (changes == NULL)
    {
      crm_context_toast (bulk->context, error->message, 0);
      if (bulk->callback != NULL)
        bulk->callback (NULL, error, bulk->data);
      free_bulk (bulk);
      return;
    }
  done = bulk->op != CRM_BULK_PURGE ? describe_done (bulk, crm_changeset_get_n_changes (changes))
                                    : NULL;
  crm_context_save (bulk->context, changes, done, saved_cb, bulk);
}

/* ---- many as a job ---- */

static gpointer
work (CrmJobControl *control, gpointer data, GError **error)
{
  Bulk *bulk = data;
  gint64 group = 0;

  bulk->result = (CrmApplyResult){ 0 };
  for (gsize first = 0; first < bulk->ids->len; first += CHUNK)
    {
      gsize n = MIN (CHUNK, bulk->ids->len - first);
      g_autoptr (CrmChangeset) changes = NULL;
      g_autofree char *done = NULL;
      CrmApplyResult result = { 0 };

      if (crm_job_control_is_cancelled (control))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("Stopped"));
          return NULL;
        }
      changes = build_changes (bulk, crm_job_control_get_reader (control), first, n, error);
      if (changes == NULL)
        return NULL;
      crm_changeset_set_group (changes, group, first + n == bulk->ids->len);
      if (!crm_store_apply (crm_job_control_get_store (control), changes, &result, error))
        return NULL;
      group = result.group != 0 ? result.group : group;
      bulk->result.group = group;
      bulk->result.position = result.position;
      bulk->result.changed += result.changed;
      done = describe_done (bulk, first + n);
      crm_job_control_report (control, (double) (first + n) / bulk->ids->len, done);
    }
  return GINT_TO_POINTER (1);
}

static void
job_finished_cb (CrmJob *job, Bulk *bulk)
{
  gboolean done = crm_job_get_state (job) == CRM_JOB_DONE;
  guint64 n = done ? bulk->ids->len : bulk->result.changed;
  g_autofree char *text = describe_done (bulk, n);

  /* Also after a stop in the middle: what was changed until then can be taken back. */
  if (done || bulk->result.group != 0)
    crm_context_toast (bulk->context, text, bulk->op == CRM_BULK_PURGE ? 0 : bulk->result.group);
  if (bulk->callback != NULL)
    bulk->callback (&bulk->result, crm_job_get_error (job), bulk->data);
  bulk->callback = NULL;
}

static void
start_job (Bulk *bulk)
{
  g_autofree char *count = crm_entity_count_text (bulk->entity, bulk->ids->len);
  g_autofree char *title = NULL;
  CrmJob *job = NULL;

  if (bulk->op == CRM_BULK_DELETE || bulk->op == CRM_BULK_PURGE)
    /* Translators: "Deleting 100,000 customers" */
    title = g_strdup_printf (_ ("Deleting %s"), count);
  else if (bulk->op == CRM_BULK_RESTORE)
    title = g_strdup_printf (_ ("Restoring %s"), count);
  else
    title = g_strdup_printf (_ ("Changing %s"), count);
  job = crm_jobs_start (crm_context_get_jobs (bulk->context), "bulk-edit", title, work, bulk,
                        free_bulk, NULL);
  g_signal_connect (job, "finished", G_CALLBACK (job_finished_cb), bulk);
}

void
crm_list_bulk_run (CrmContext *context, const CrmEntity *entity, CrmBulkOp op, GArray *ids,
                   const CrmField *field, const CrmValue *value, CrmSavedFunc callback,
                   gpointer data)
{
  Bulk *bulk = NULL;

  g_return_if_fail (CRM_IS_CONTEXT (context));
  g_return_if_fail (entity != NULL);
  if (ids->len == 0)
    return;
  bulk = g_new0 (Bulk, 1);
  bulk->context = g_object_ref (context);
  bulk->entity = entity;
  bulk->op = op;
  bulk->ids = g_array_ref (ids);
  bulk->field = field;
  if (value != NULL)
    bulk->value = crm_value_copy (value);
  bulk->callback = callback;
  bulk->data = data;
  if (ids->len > CHUNK)
    start_job (bulk);
  else
    crm_store_read_async (crm_context_get_store (context), read_changes, bulk, NULL,
                          (GDestroyNotify) crm_changeset_unref, NULL, changes_built_cb, bulk);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every page is given: the store, the settings, the jobs, and the ways to go elsewhere, which are
 * signals that the window answers. Also the cache of link titles: cells ask for the name of a record
 * and get it at once or, after one batched read, with "titles-changed".
 *
 * Main thread only. Invariant: an id is in `wanted` or `asked`, never in both. */

#include "crm-context.h"

#include "crm-own-fields.h"

#define TITLE_CACHE_LIMIT 8192

struct _CrmContext
{
  GObject parent;

  CrmStore *store;
  GSettings *settings;
  CrmJobs *jobs;
  gboolean narrow;
  guint saving;

  GHashTable *titles; /* CrmId -> title */
  GHashTable *wanted; /* CrmId, to be asked for in the next batch */
  GHashTable *asked;  /* CrmId, on their way */
  guint ask_source;

  GHashTable *own_fields; /* const CrmEntity * -> OwnFields */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CrmContext, crm_context, G_TYPE_OBJECT)

enum
{
  PROP_STORE = 1,
  PROP_SETTINGS,
  PROP_JOBS,
  PROP_CURRENCY,
  PROP_NARROW,
  PROP_PENDING_SAVE,
  N_PROPS
};

enum
{
  GO_RECORD,
  GO_LIST,
  GO_PAGE,
  TOAST,
  TITLES_CHANGED,
  OWN_FIELDS_CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- own fields ---- */

typedef struct
{
  GPtrArray *fields; /* (nullable): not read yet */
  gboolean stale;
  gboolean reading;
} OwnFields;

static void
free_own_fields (gpointer data)
{
  OwnFields *self = data;

  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_free (self);
}

static gpointer
read_own_fields (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_own_fields_read (reader, data, error);
}

typedef struct
{
  CrmContext *context;
  const CrmEntity *entity;
} OwnFieldsQuestion;

static gboolean
same_fields (const GPtrArray *a, const GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (a->pdata[i] != b->pdata[i])
      return FALSE;
  return TRUE;
}

static void
own_fields_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree OwnFieldsQuestion *question = data;
  g_autoptr (CrmContext) self = question->context;
  g_autoptr (GPtrArray) fields = crm_store_read_finish (CRM_STORE (source), result, NULL);
  OwnFields *own = g_hash_table_lookup (self->own_fields, question->entity);

  own->reading = FALSE;
  own->stale |= fields == NULL;
  if (fields == NULL || same_fields (own->fields, fields))
    return;
  g_clear_pointer (&own->fields, g_ptr_array_unref);
  own->fields = g_steal_pointer (&fields);
  g_signal_emit (self, signals[OWN_FIELDS_CHANGED], 0, question->entity->name);
}

const GPtrArray *
crm_context_get_own_fields (CrmContext *self, const CrmEntity *entity)
{
  OwnFields *own;

  g_return_val_if_fail (CRM_IS_CONTEXT (self), NULL);

  own = g_hash_table_lookup (self->own_fields, entity);
  if (own == NULL)
    {
      own = g_new0 (OwnFields, 1);
      own->stale = TRUE;
      g_hash_table_insert (self->own_fields, (gpointer) entity, own);
    }
  if (own->stale && !own->reading && crm_entity_field (entity, "custom") != NULL)
    {
      OwnFieldsQuestion *question = g_new (OwnFieldsQuestion, 1);

      own->stale = FALSE;
      own->reading = TRUE;
      question->context = g_object_ref (self);
      question->entity = entity;
      crm_store_read_slowly_async (self->store, read_own_fields, (gpointer) entity, NULL,
                                   (GDestroyNotify) g_ptr_array_unref, self->cancellable,
                                   own_fields_read_cb, question);
    }
  return own->fields;
}

/* ---- link titles ---- */

static gpointer
read_titles (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *ids = data;
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (titles, crm_reader_title (reader, g_array_index (ids, CrmId, i)));
  return titles;
}

typedef struct
{
  CrmContext *context;
  GArray *ids;
} TitleBatch;

static void ask_titles_soon (CrmContext *self);

static void
titles_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree TitleBatch *batch = data;
  g_autoptr (CrmContext) self = batch->context;
  g_autoptr (GArray) ids = batch->ids;
  g_autoptr (GPtrArray) titles = crm_store_read_finish (CRM_STORE (source), result, NULL);
  gboolean any = FALSE;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_remove (self->asked, &g_array_index (ids, CrmId, i));
  if (titles == NULL)
    return;

  if (g_hash_table_size (self->titles) > TITLE_CACHE_LIMIT)
    g_hash_table_remove_all (self->titles);
  for (guint i = 0; i < ids->len; i++)
    {
      CrmId id = g_array_index (ids, CrmId, i);
      const char *title = g_ptr_array_index (titles, i);
      const char *old = g_hash_table_lookup (self->titles, &id);

      if (title == NULL)
        title = "";
      if (g_strcmp0 (old, title) == 0)
        continue;
      g_hash_table_insert (self->titles, g_memdup2 (&id, sizeof id), g_strdup (title));
      any = TRUE;
    }

  if (g_hash_table_size (self->wanted) > 0)
    ask_titles_soon (self);
  if (any)
    g_signal_emit (self, signals[TITLES_CHANGED], 0);
}

static gboolean
ask_titles_cb (gpointer data)
{
  CrmContext *self = data;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  TitleBatch *batch;
  GHashTableIter iter;
  gpointer key;

  self->ask_source = 0;
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_array_append_val (ids, *(CrmId *) key);
      g_hash_table_add (self->asked, g_memdup2 (key, sizeof (CrmId)));
    }
  g_hash_table_remove_all (self->wanted);

  batch = g_new (TitleBatch, 1);
  batch->context = g_object_ref (self);
  batch->ids = g_array_ref (ids);
  crm_store_read_async (self->store, read_titles, ids, (GDestroyNotify) g_array_unref,
                        (GDestroyNotify) g_ptr_array_unref, self->cancellable, titles_read_cb,
                        batch);
  return G_SOURCE_REMOVE;
}

static void
ask_titles_soon (CrmContext *self)
{
  if (self->ask_source == 0)
    self->ask_source = g_idle_add_full (G_PRIORITY_DEFAULT, ask_titles_cb, self, NULL);
}

static void
want_title (CrmContext *self, CrmId id)
{
  if (g_hash_table_contains (self->wanted, &id) || g_hash_table_contains (self->asked, &id))
    return;
  g_hash_table_add (self->wanted, g_memdup2 (&id, sizeof id));
  ask_titles_soon (self);
}

/* A renamed record keeps its old name on the screen until the new one is read. */
static void
store_changed_cb (CrmStore *store, const CrmChangeNotice *notice, CrmContext *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->own_fields);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (crm_change_notice_touches (notice, key))
      ((OwnFields *) value)->stale = TRUE;
  g_hash_table_iter_init (&iter, self->titles);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      CrmId id = *(CrmId *) key;
      const CrmEntity *entity = crm_entity_of_id (id);

      if (notice->complete ? crm_change_notice_has (notice, id)
                           : entity != NULL && crm_change_notice_touches (notice, entity))
        want_title (self, id);
    }
}

const char *
crm_context_link_title (CrmContext *self, CrmId id)
{
  const char *title;

  g_return_val_if_fail (CRM_IS_CONTEXT (self), NULL);

  if (id == 0)
    return NULL;
  title = g_hash_table_lookup (self->titles, &id);
  if (title == NULL)
    {
      want_title (self, id);
      return NULL;
    }
  return *title != '\0' ? title : NULL;
}

/* ---- saving ---- */

typedef struct
{
  CrmContext *context;
  char *done;
  CrmSavedFunc callback;
  gpointer data;
} Save;

static void
change_saving (CrmContext *self, int by)
{
  gboolean before = self->saving > 0;

  self->saving += by;
  if (before != (self->saving > 0))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PENDING_SAVE]);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Save *save = data;
  g_autoptr (CrmContext) self = save->context;
  g_autofree char *done = save->done;
  g_autoptr (GError) error = NULL;
  CrmApplyResult applied = { 0 };
  gboolean ok = crm_store_apply_finish (CRM_STORE (source), result, &applied, &error);

  change_saving (self, -1);
  if (!ok)
    crm_context_toast (self, error->message, 0);
  else if (done != NULL)
    crm_context_toast (self, done, applied.group);
  if (save->callback != NULL)
    save->callback (ok ? &applied : NULL, error, save->data);
}

void
crm_context_save (CrmContext *self, CrmChangeset *changes, const char *done, CrmSavedFunc callback,
                  gpointer data)
{
  Save *save;

  g_return_if_fail (CRM_IS_CONTEXT (self));
  g_return_if_fail (changes != NULL);

  save = g_new (Save, 1);
  save->context = g_object_ref (self);
  save->done = g_strdup (done);
  save->callback = callback;
  save->data = data;
  change_saving (self, 1);
  crm_store_apply_async (self->store, changes, NULL, applied_cb, save);
}

/* ---- going elsewhere ---- */

void
crm_context_go_record (CrmContext *self, CrmId id, CrmRecordList *list)
{
  g_return_if_fail (CRM_IS_CONTEXT (self));

  g_signal_emit (self, signals[GO_RECORD], 0, id, list);
}

void
crm_context_go_list (CrmContext *self, const CrmQuery *query, const char *title)
{
  g_return_if_fail (CRM_IS_CONTEXT (self));
  g_return_if_fail (query != NULL);

  g_signal_emit (self, signals[GO_LIST], 0, query, title);
}

void
crm_context_go_page (CrmContext *self, const char *name)
{
  g_return_if_fail (CRM_IS_CONTEXT (self));

  g_signal_emit (self, signals[GO_PAGE], 0, name);
}

void
crm_context_toast (CrmContext *self, const char *text, gint64 undo_group)
{
  g_return_if_fail (CRM_IS_CONTEXT (self));
  g_return_if_fail (text != NULL);

  g_signal_emit (self, signals[TOAST], 0, text, undo_group, FALSE);
}

void
crm_context_toast_undone (CrmContext *self, const char *text, gint64 group)
{
  g_return_if_fail (CRM_IS_CONTEXT (self));
  g_return_if_fail (text != NULL);

  g_signal_emit (self, signals[TOAST], 0, text, group, TRUE);
}

/* ---- properties ---- */

CrmStore *
crm_context_get_store (CrmContext *self)
{
  g_return_val_if_fail (CRM_IS_CONTEXT (self), NULL);

  return self->store;
}

GSettings *
crm_context_get_settings (CrmContext *self)
{
  g_return_val_if_fail (CRM_IS_CONTEXT (self), NULL);

  return self->settings;
}

CrmJobs *
crm_context_get_jobs (CrmContext *self)
{
  g_return_val_if_fail (CRM_IS_CONTEXT (self), NULL);

  return self->jobs;
}

const char *
crm_context_get_currency (CrmContext *self)
{
  g_return_val_if_fail (CRM_IS_CONTEXT (self), NULL);

  return self->store != NULL ? crm_store_get_currency (self->store) : "CNY";
}

gboolean
crm_context_get_narrow (CrmContext *self)
{
  g_return_val_if_fail (CRM_IS_CONTEXT (self), FALSE);

  return self->narrow;
}

void
crm_context_set_narrow (CrmContext *self, gboolean narrow)
{
  g_return_if_fail (CRM_IS_CONTEXT (self));

  narrow = !!narrow;
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
currency_changed_cb (CrmContext *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENCY]);
}

static void
crm_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmContext *self = CRM_CONTEXT (object);

  switch (id)
    {
    case PROP_STORE:
      g_value_set_object (value, self->store);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    case PROP_JOBS:
      g_value_set_object (value, self->jobs);
      break;
    case PROP_CURRENCY:
      g_value_set_string (value, crm_context_get_currency (self));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_PENDING_SAVE:
      g_value_set_boolean (value, self->saving > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_context_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrmContext *self = CRM_CONTEXT (object);

  switch (id)
    {
    case PROP_STORE:
      self->store = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    case PROP_NARROW:
      crm_context_set_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_context_constructed (GObject *object)
{
  CrmContext *self = CRM_CONTEXT (object);

  G_OBJECT_CLASS (crm_context_parent_class)->constructed (object);

  self->jobs = crm_jobs_new (self->store);
  crm_store_watch (self->store);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (self->store, "notify::currency", G_CALLBACK (currency_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
crm_context_dispose (GObject *object)
{
  CrmContext *self = CRM_CONTEXT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  g_clear_object (&self->jobs);
  g_clear_object (&self->settings);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (crm_context_parent_class)->dispose (object);
}

static void
crm_context_finalize (GObject *object)
{
  CrmContext *self = CRM_CONTEXT (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->own_fields);
  g_hash_table_unref (self->titles);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->asked);
  G_OBJECT_CLASS (crm_context_parent_class)->finalize (object);
}

static void
crm_context_class_init (CrmContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = crm_context_get_property;
  object_class->set_property = crm_context_set_property;
  object_class->constructed = crm_context_constructed;
  object_class->dispose = crm_context_dispose;
  object_class->finalize = crm_context_finalize;

  props[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, CRM_TYPE_STORE, construct);
  props[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, construct);
  props[PROP_JOBS] = g_param_spec_object ("jobs", NULL, NULL, CRM_TYPE_JOBS, read);
  props[PROP_CURRENCY] = g_param_spec_string ("currency", NULL, NULL, NULL, read);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, read | G_PARAM_WRITABLE);
  props[PROP_PENDING_SAVE] = g_param_spec_boolean ("pending-save", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[GO_RECORD] =
      g_signal_new ("go-record", CRM_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_OBJECT /* CrmRecordList */);
  signals[GO_LIST] = g_signal_new ("go-list", CRM_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
  signals[GO_PAGE] = g_signal_new ("go-page", CRM_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TOAST] = g_signal_new ("toast", CRM_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_BOOLEAN);
  signals[OWN_FIELDS_CHANGED] =
      g_signal_new ("own-fields-changed", CRM_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TITLES_CHANGED] = g_signal_new ("titles-changed", CRM_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_context_init (CrmContext *self)
{
  self->own_fields = g_hash_table_new_full (NULL, NULL, NULL, free_own_fields);
  self->titles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

CrmContext *
crm_context_new (CrmStore *store, GSettings *settings)
{
  g_return_val_if_fail (CRM_IS_STORE (store), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  return g_object_new (CRM_TYPE_CONTEXT, "store", store, "settings", settings, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmRecordList: the model of every list of records. Main thread; all reading is done by
 * crm-list-reader.c on reader threads.
 *
 * What is shown is a ranking of ids. While a list changes in steps, it is the beginning of the new
 * ranking followed by the rest of the old one, so that every items-changed is true when it is
 * emitted and no step copies the ids. Answers carry the number of the question they answer; all but
 * the last are dropped. */

#include "config.h"

#include "crm-list-reader.h"
#include "crm-row-loader.h"

#include <string.h>

#define PAGE          128
#define MAX_RELOAD    1024
#define REFRESH_MS    40   /* changes that come together are read once */
#define REFRESH_SHARE 4    /* a refresh that took t comes again after 4t at the soonest */
#define MAX_CHANGED   4096 /* changed ids that are remembered singly */

struct _CrmRecordList
{
  GObject parent_instance;
  const CrmEntity *entity;
  CrmStore *store;
  CrmQuery *query;

  /* What is shown: front[0 .. n_front) and then back[back_start ..). */
  CrmRanking *front;
  guint n_front;
  CrmRanking *back;
  guint back_start;
  CrmRowLoader *loader;

  /* The question that is being asked. */
  CrmRanking *base; /* the answer without the search, of the same query; NULL when not known */
  guint question;
  GCancellable *asking;
  gboolean answered; /* the last query was answered whole */
  gboolean changing; /* rows are going in or out right now */
  gint64 asked_at;   /* monotonic µs */
  gint64 took;       /* µs that the last whole answer took */
  gint64 refreshed_at;

  /* Changes since the last question. */
  gboolean stale;
  gboolean all_changed;
  GArray *changed; /* CrmId */
  guint refresh_source;

  gboolean loading;
  gboolean exact;
  GError *error;
  gint64 total;
};

static void crm_record_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmRecordList, crm_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      crm_record_list_model_init))

enum
{
  PROP_STORE = 1,
  PROP_N_ITEMS,
  PROP_LOADING,
  PROP_EXACT,
  PROP_ERROR,
  PROP_TOTAL,
  N_PROPS
};
static GParamSpec *props[N_PROPS];
static guint refreshed_signal;
static guint replacing_signal;
static guint swapping_signal;

/* Why the reader is asked. */
typedef enum
{
  ASK_FIRST,   /* a new query: the first rows are enough if all take longer */
  ASK_REST,    /* the whole answer to it */
  ASK_REFRESH, /* the same after a change */
  ASK_BASE,    /* the order of all rows for the next keystroke */
} Reason;

static void ask (CrmRecordList *self, Reason reason);
static void plan_refresh (CrmRecordList *self);

/* ---- what is shown ---- */

static guint
count_rows (CrmRecordList *self)
{
  guint rest = self->back != NULL ? self->back->ids->len - self->back_start : 0;

  return self->n_front + rest;
}

static CrmId
id_at (CrmRecordList *self, guint position)
{
  if (position < self->n_front)
    return g_array_index (self->front->ids, CrmId, position);
  if (position >= count_rows (self))
    return 0;
  return g_array_index (self->back->ids, CrmId, position - self->n_front + self->back_start);
}

static int
find_id (CrmRecordList *self, CrmId id)
{
  int at = self->front != NULL ? crm_ranking_find (self->front, id) : -1;

  if (at >= 0 && (guint) at < self->n_front)
    return at;
  at = self->back != NULL ? crm_ranking_find (self->back, id) : -1;
  if (at >= 0 && (guint) at >= self->back_start)
    return (int) ((guint) at - self->back_start + self->n_front);
  return -1;
}

static void
emit_items_changed (CrmRecordList *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ITEMS]);
}

/* All new rows in before the old ones, then these out: one step for both asks a view for every single
 * row. In between a view moves to the new rows, so that it uses the widgets of the old ones again. */
static void
replace_rows (CrmRecordList *self, CrmRanking *shown)
{
  guint n_old = count_rows (self);

  g_clear_pointer (&self->back, crm_ranking_unref);
  self->back = g_steal_pointer (&self->front);
  self->back_start = 0;
  self->front = crm_ranking_ref (shown);
  self->n_front = shown->ids->len;
  if (self->n_front > 0)
    {
      g_signal_emit (self, replacing_signal, 0);
      emit_items_changed (self, 0, 0, self->n_front);
    }
  if (self->n_front > 0 && n_old > 0)
    g_signal_emit (self, swapping_signal, 0, self->n_front);
  g_clear_pointer (&self->back, crm_ranking_unref);
  if (n_old > 0)
    emit_items_changed (self, self->n_front, n_old, 0);
}

static void
splice_rows (CrmRecordList *self, CrmRanking *shown, GArray *splices)
{
  self->back = self->front;
  self->back_start = 0;
  self->front = crm_ranking_ref (shown);
  self->n_front = 0;
  for (guint i = 0; i < splices->len; i++)
    {
      const CrmSplice *splice = &g_array_index (splices, CrmSplice, i);

      self->n_front = splice->in;
      self->back_start = splice->out;
      emit_items_changed (self, splice->position, splice->removed, splice->added);
    }
  self->n_front = shown->ids->len;
  g_clear_pointer (&self->back, crm_ranking_unref);
}

static void
show_ranking (CrmRecordList *self, CrmRanking *shown, GArray *splices)
{
  if (shown == self->front)
    return;
  self->changing = TRUE;
  if (splices != NULL && self->front != NULL)
    splice_rows (self, shown, splices);
  else
    replace_rows (self, shown);
  self->changing = FALSE;
}

/* ---- state ---- */

static void
set_loading (CrmRecordList *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

static void
set_exact (CrmRecordList *self, gboolean exact)
{
  if (self->exact == exact)
    return;
  self->exact = exact;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXACT]);
}

static void
set_total (CrmRecordList *self, gint64 total)
{
  if (self->total == total)
    return;
  self->total = total;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TOTAL]);
}

static void
set_error (CrmRecordList *self, GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

/* ---- records of rows ---- */

/* A row that has gone from the list is read alone. */
static GArray *
gather_page (CrmId id, gpointer data)
{
  CrmRecordList *self = data;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  int position = find_id (self, id);
  guint first = position >= 0 ? (guint) position / PAGE * PAGE : 0;
  guint end = position >= 0 ? MIN (count_rows (self), first + PAGE) : 0;

  if (position < 0)
    g_array_append_val (ids, id);
  for (guint i = first; i < end; i++)
    {
      CrmId other = id_at (self, i);

      g_array_append_val (ids, other);
    }
  return ids;
}

static void
page_failed (GError *error, gpointer data)
{
  set_error (data, error);
}

static CrmRowCache *
get_cache (CrmRecordList *self)
{
  return crm_row_loader_get_cache (self->loader);
}

/* ---- questions and answers ---- */

/* The ids whose records are in memory and may have changed. */
static GArray *
gather_reload (CrmRecordList *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (CrmId));

  for (guint i = 0; !self->all_changed && i < self->changed->len; i++)
    {
      CrmId id = g_array_index (self->changed, CrmId, i);

      if (crm_row_cache_peek (get_cache (self), id) != NULL)
        g_array_append_val (ids, id);
    }
  if (!self->all_changed)
    return ids;
  /* What is not read again now is read when it is next asked for. */
  crm_row_cache_drop (get_cache (self), MAX_RELOAD);
  for (GList *link = get_cache (self)->recent.head; link != NULL; link = link->next)
    g_array_append_val (ids, *crm_row_get_key (link->data));
  return ids;
}

typedef struct
{
  GWeakRef list;
  guint number;
  Reason reason;
} Question;

static void
show_answer (CrmRecordList *self, CrmListAnswer *answer, Reason reason)
{
  crm_row_cache_store (get_cache (self), answer->records);
  if (answer->exact)
    {
      self->answered = TRUE;
      self->took = g_get_monotonic_time () - self->asked_at;
      set_total (self, answer->total);
    }
  show_ranking (self, answer->shown, answer->splices);
  crm_row_cache_trim (get_cache (self));
  set_error (self, NULL);
  if (answer->exact)
    set_exact (self, TRUE);
}

/* After a whole answer. */
static void
finish_question (CrmRecordList *self)
{
  guint number = self->question;

  g_clear_object (&self->asking);
  set_loading (self, FALSE);
  g_signal_emit (self, refreshed_signal, 0);
  if (number != self->question)
    return;
  if (self->stale)
    plan_refresh (self);
  else if (self->base == NULL)
    ask (self, ASK_BASE);
}

static void
take_answer (CrmRecordList *self, CrmListAnswer *answer, Reason reason)
{
  guint number = self->question;

  if (answer->base != NULL)
    {
      g_clear_pointer (&self->base, crm_ranking_unref);
      self->base = crm_ranking_ref (answer->base);
    }
  if (reason == ASK_BASE)
    {
      g_clear_object (&self->asking);
      if (self->stale)
        plan_refresh (self);
      return;
    }
  show_answer (self, answer, reason);
  if (number != self->question)
    return; /* somebody asked anew when told of the rows */
  if (answer->exact)
    finish_question (self);
  else
    ask (self, ASK_REST);
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (CrmRecordList) self = g_weak_ref_get (&question->list);
  g_autoptr (GError) error = NULL;
  CrmListAnswer *answer = crm_store_read_finish (CRM_STORE (source), result, &error);

  g_weak_ref_clear (&question->list);
  if (self == NULL || question->number != self->question)
    crm_list_answer_free (answer);
  else if (answer != NULL)
    {
      take_answer (self, answer, question->reason);
      crm_list_answer_free (answer);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_object (&self->asking);
      set_loading (self, FALSE);
      set_error (self, g_steal_pointer (&error));
    }
}

static void
stop_asking (CrmRecordList *self)
{
  self->question++;
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
ask (CrmRecordList *self, Reason reason)
{
  CrmListRequest *request = g_new0 (CrmListRequest, 1);
  Question *question = g_new (Question, 1);

  stop_asking (self);
  self->asking = g_cancellable_new ();
  if (reason != ASK_REST)
    self->asked_at = g_get_monotonic_time ();
  request->query = crm_query_copy (self->query);
  request->soon = reason == ASK_FIRST;
  request->base_only = reason == ASK_BASE;
  if (self->base != NULL && reason != ASK_REFRESH)
    request->base = crm_ranking_ref (self->base);
  if (self->front != NULL && (reason == ASK_REST || reason == ASK_REFRESH))
    request->before = crm_ranking_ref (self->front);
  if (reason == ASK_REFRESH)
    request->reload = gather_reload (self);
  g_weak_ref_init (&question->list, self);
  question->number = self->question;
  question->reason = reason;
  crm_store_read_async (self->store, crm_list_read, request, (GDestroyNotify) crm_list_request_free,
                        (GDestroyNotify) crm_list_answer_free, self->asking, answer_cb, question);
}

/* ---- changes of the store ---- */

static gboolean
refresh_cb (gpointer data)
{
  CrmRecordList *self = data;

  self->refresh_source = 0;
  if (self->loading)
    return G_SOURCE_REMOVE; /* planned again when that is answered */
  self->refreshed_at = g_get_monotonic_time ();
  ask (self, ASK_REFRESH);
  self->stale = self->all_changed = FALSE;
  g_array_set_size (self->changed, 0);
  return G_SOURCE_REMOVE;
}

static void
plan_refresh (CrmRecordList *self)
{
  gint64 pause = MAX (REFRESH_MS, REFRESH_SHARE * self->took / 1000);
  gint64 passed = (g_get_monotonic_time () - self->refreshed_at) / 1000;

  if (self->refresh_source != 0 || self->loading)
    return;
  /* The first change after a pause is shown at once, those of a long import now and then. */
  self->refresh_source =
      g_timeout_add (passed >= pause ? 1 : (guint) (pause - passed), refresh_cb, self);
}

static gboolean
concerns (CrmRecordList *self, const CrmChangeNotice *notice)
{
  return crm_change_notice_touches (notice, self->entity) ||
         (self->query->segment != 0 &&
          crm_change_notice_touches (notice, crm_entity_lookup ("segment-membership")));
}

static void
changed_cb (CrmRecordList *self, const CrmChangeNotice *notice)
{
  if (self->question == 0 || !concerns (self, notice))
    return;
  self->stale = TRUE;
  if (!notice->complete || self->changed->len + notice->ids->len > MAX_CHANGED)
    self->all_changed = TRUE;
  else
    g_array_append_vals (self->changed, notice->ids->data, notice->ids->len);
  plan_refresh (self);
}

/* ---- public ---- */

CrmRecordList *
crm_record_list_new (CrmStore *store, const CrmEntity *entity)
{
  CrmRecordList *self;

  g_return_val_if_fail (CRM_IS_STORE (store), NULL);
  g_return_val_if_fail (entity != NULL, NULL);
  self = g_object_new (CRM_TYPE_RECORD_LIST, "store", store, NULL);
  self->entity = entity;
  self->query = crm_query_new (entity);
  self->loader = crm_row_loader_new (store, entity, gather_page, page_failed, self);
  return self;
}

/* Whether the order of all rows stays the same from one query to the other. */
static gboolean
has_same_base (const CrmQuery *a, const CrmQuery *b)
{
  CrmQuery x = *a, y = *b;

  if (!a->deleted)
    x.search = y.search = NULL;
  return crm_query_equal (&x, &y);
}

void
crm_record_list_set_query (CrmRecordList *self, const CrmQuery *query)
{
  gboolean same_base;

  g_return_if_fail (CRM_IS_RECORD_LIST (self));
  g_return_if_fail (query != NULL && query->entity == self->entity);
  if (crm_query_equal (self->query, query) && self->error == NULL &&
      (self->answered || self->loading))
    return;
  same_base = has_same_base (self->query, query);
  crm_query_free (self->query);
  self->query = crm_query_copy (query);
  self->answered = FALSE;
  if (!same_base)
    g_clear_pointer (&self->base, crm_ranking_unref);
  set_error (self, NULL);
  if (self->base != NULL && !crm_query_uses_index (query) && !self->changing)
    {
      stop_asking (self);
      self->answered = TRUE;
      show_ranking (self, self->base, NULL);
      set_exact (self, TRUE);
      finish_question (self);
      return;
    }
  set_exact (self, FALSE);
  set_loading (self, TRUE);
  ask (self, ASK_FIRST);
}

const CrmQuery *
crm_record_list_get_query (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), NULL);
  return self->query;
}

CrmId
crm_record_list_get_id (CrmRecordList *self, guint position)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), 0);
  return id_at (self, position);
}

int
crm_record_list_find (CrmRecordList *self, CrmId id)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), -1);
  return find_id (self, id);
}

const CrmId *
crm_record_list_get_ids (CrmRecordList *self, guint *n)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  *n = self->back == NULL ? self->n_front : 0;
  return self->front != NULL ? (const CrmId *) self->front->ids->data : NULL;
}

gboolean
crm_record_list_get_loading (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), FALSE);
  return self->loading;
}

gint64
crm_record_list_get_total (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), 0);
  return self->total;
}

const GError *
crm_record_list_get_error (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), NULL);
  return self->error;
}

void
crm_record_list_retry (CrmRecordList *self)
{
  g_return_if_fail (CRM_IS_RECORD_LIST (self));
  set_error (self, NULL);
  self->answered = FALSE;
  set_exact (self, FALSE);
  set_loading (self, TRUE);
  ask (self, ASK_FIRST);
}

/* ---- list model ---- */

static GType
get_item_type (GListModel *model)
{
  return CRM_TYPE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return count_rows (CRM_RECORD_LIST (model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  CrmRecordList *self = CRM_RECORD_LIST (model);
  CrmId id = id_at (self, position);

  return id != 0 ? g_object_ref (crm_row_loader_obtain (self->loader, id)) : NULL;
}

static void
crm_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- object ---- */

static void
crm_record_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  switch (id)
    {
    case PROP_STORE:
      g_value_set_object (value, self->store);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, count_rows (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_EXACT:
      g_value_set_boolean (value, self->exact);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_record_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  if (id != PROP_STORE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  self->store = g_value_dup_object (value);
  if (self->store != NULL)
    g_signal_connect_object (self->store, "changed", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
crm_record_list_dispose (GObject *object)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  stop_asking (self);
  if (self->loader != NULL)
    crm_row_loader_close (self->loader);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  G_OBJECT_CLASS (crm_record_list_parent_class)->dispose (object);
}

static void
crm_record_list_finalize (GObject *object)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  g_clear_pointer (&self->loader, crm_row_loader_unref);
  g_clear_pointer (&self->front, crm_ranking_unref);
  g_clear_pointer (&self->back, crm_ranking_unref);
  g_clear_pointer (&self->base, crm_ranking_unref);
  crm_query_free (self->query);
  g_array_unref (self->changed);
  g_clear_error (&self->error);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (crm_record_list_parent_class)->finalize (object);
}

static void
crm_record_list_class_init (CrmRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = crm_record_list_get_property;
  object_class->set_property = crm_record_list_set_property;
  object_class->dispose = crm_record_list_dispose;
  object_class->finalize = crm_record_list_finalize;

  props[PROP_STORE] =
      g_param_spec_object ("store", NULL, NULL, CRM_TYPE_STORE,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, readable);
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  props[PROP_EXACT] = g_param_spec_boolean ("exact", NULL, NULL, FALSE, readable);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, readable);
  props[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, G_MININT64, G_MAXINT64, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);
  replacing_signal = g_signal_new ("replacing", CRM_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  swapping_signal = g_signal_new ("swapping", CRM_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  refreshed_signal = g_signal_new ("refreshed", CRM_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_record_list_init (CrmRecordList *self)
{
  self->changed = g_array_new (FALSE, FALSE, sizeof (CrmId));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The selection of a list page, kept by id. Main thread.
 *
 * Either `all` is FALSE and `ids` holds what is selected, or `all` is TRUE and `ids` holds what is
 * not: Ctrl+A in a million rows costs nothing. `range` holds the ids that the running Shift extension
 * added, so that it can shrink again without touching what was ticked before. */

#include "crm-list-selection.h"

struct _CrmListSelection
{
  GObject parent_instance;
  CrmRecordList *list;
  CrmListGrowth *rows; /* those of the list that the views have */
  GHashTable *ids;     /* CrmId as pointer */
  GArray *range;       /* CrmId */
  CrmId anchor;
  gboolean all;
};

enum
{
  PROP_0,
  PROP_N_SELECTED,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void selection_list_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmListSelection, crm_list_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, selection_list_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

G_STATIC_ASSERT (sizeof (gpointer) >= sizeof (CrmId));

static guint
hash_id (gconstpointer key)
{
  guint64 id = (guint64) (gintptr) key;

  return (guint) (id ^ (id >> 29));
}

static guint
count_rows (CrmListSelection *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static gboolean
holds (CrmListSelection *self, CrmId id)
{
  return g_hash_table_contains (self->ids, (gpointer) (gintptr) id) != self->all;
}

static void
put (CrmListSelection *self, CrmId id, gboolean selected)
{
  if (id == 0)
    return;
  if (selected != self->all)
    g_hash_table_add (self->ids, (gpointer) (gintptr) id);
  else
    g_hash_table_remove (self->ids, (gpointer) (gintptr) id);
}

static void
tell (CrmListSelection *self, guint position, guint n)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  if (n > 0 && position < n_shown)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position,
                                           MIN (n, n_shown - position));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_SELECTED]);
}

static void
tell_all (CrmListSelection *self)
{
  tell (self, 0, count_rows (self));
}

static GType
get_item_type (GListModel *model)
{
  return CRM_TYPE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (CRM_LIST_SELECTION (model)->rows));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (CRM_LIST_SELECTION (model)->rows), position);
}

static void
selection_list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  CrmId id = crm_record_list_get_id (self->list, position);

  return id != 0 && holds (self, id);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  GtkBitset *set = gtk_bitset_new_empty ();
  guint n_rows = count_rows (self);

  if (self->all && g_hash_table_size (self->ids) == 0)
    {
      if (position < n_rows)
        gtk_bitset_add_range (set, position, MIN (n, n_rows - position));
      return set;
    }
  if (!self->all && g_hash_table_size (self->ids) == 0)
    return set;
  for (guint i = position; i < n_rows && i - position < n; i++)
    if (is_selected (model, i))
      gtk_bitset_add (set, i);
  return set;
}

/* The cursor moves by the same call as a plain click: neither selects. */
static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  self->anchor = crm_record_list_get_id (self->list, position);
  g_array_set_size (self->range, 0);
  if (unselect_rest)
    return TRUE;
  put (self, self->anchor, TRUE);
  tell (self, position, 1);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  self->anchor = crm_record_list_get_id (self->list, position);
  g_array_set_size (self->range, 0);
  put (self, self->anchor, FALSE);
  tell (self, position, 1);
  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n, gboolean unselect_rest)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  guint n_rows = count_rows (self);

  for (guint i = 0; i < self->range->len; i++)
    put (self, g_array_index (self->range, CrmId, i), FALSE);
  g_array_set_size (self->range, 0);
  for (guint i = position; i < n_rows && i - position < n; i++)
    {
      CrmId id = crm_record_list_get_id (self->list, i);
      if (holds (self, id))
        continue; /* ticked before: stays when the range shrinks */
      put (self, id, TRUE);
      g_array_append_val (self->range, id);
    }
  tell_all (self);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  guint n_rows = count_rows (self);

  for (guint i = position; i < n_rows && i - position < n; i++)
    put (self, crm_record_list_get_id (self->list, i), FALSE);
  g_array_set_size (self->range, 0);
  tell_all (self);
  return TRUE;
}

static gboolean
select_all (GtkSelectionModel *model)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  g_hash_table_remove_all (self->ids);
  g_array_set_size (self->range, 0);
  self->all = TRUE;
  tell_all (self);
  return TRUE;
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  crm_list_selection_clear (CRM_LIST_SELECTION (model));
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
}

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added,
                  CrmListSelection *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
n_items_changed_cb (CrmRecordList *list, GParamSpec *pspec, CrmListSelection *self)
{
  if (self->all)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_SELECTED]);
}

static void
crm_list_selection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_SELECTED:
      g_value_set_uint64 (value, crm_list_selection_get_n_selected (CRM_LIST_SELECTION (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_list_selection_finalize (GObject *object)
{
  CrmListSelection *self = CRM_LIST_SELECTION (object);

  g_clear_object (&self->list);
  g_clear_object (&self->rows);
  g_hash_table_unref (self->ids);
  g_array_unref (self->range);
  G_OBJECT_CLASS (crm_list_selection_parent_class)->finalize (object);
}

static void
crm_list_selection_class_init (CrmListSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crm_list_selection_get_property;
  object_class->finalize = crm_list_selection_finalize;
  props[PROP_N_SELECTED] = g_param_spec_uint64 ("n-selected", NULL, NULL, 0, G_MAXUINT64, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
crm_list_selection_init (CrmListSelection *self)
{
  self->ids = g_hash_table_new (hash_id, g_direct_equal);
  self->range = g_array_new (FALSE, FALSE, sizeof (CrmId));
}

CrmListSelection *
crm_list_selection_new (CrmRecordList *list, CrmListGrowth *rows)
{
  CrmListSelection *self = g_object_new (CRM_TYPE_LIST_SELECTION, NULL);

  self->list = g_object_ref (list);
  self->rows = g_object_ref (rows);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  g_signal_connect_object (list, "notify::n-items", G_CALLBACK (n_items_changed_cb), self, 0);
  return self;
}

guint64
crm_list_selection_get_n_selected (CrmListSelection *self)
{
  guint n = g_hash_table_size (self->ids);
  guint n_rows = count_rows (self);

  if (!self->all)
    return n;
  return n_rows > n ? n_rows - n : 0;
}

gboolean
crm_list_selection_contains (CrmListSelection *self, CrmId id)
{
  return holds (self, id);
}

gboolean
crm_list_selection_is_everything (CrmListSelection *self)
{
  return self->all && g_hash_table_size (self->ids) == 0;
}

/* Sets in list order; what the list does not show comes last. */
GArray *
crm_list_selection_dup_ids (CrmListSelection *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autoptr (GHashTable) rest = NULL;
  guint n = 0;
  const CrmId *rows = crm_record_list_get_ids (self->list, &n);

  if (crm_list_selection_get_n_selected (self) == 0)
    return ids;
  if (crm_list_selection_is_everything (self))
    return g_array_append_vals (ids, rows, n);
  for (guint i = 0; i < n; i++)
    if (holds (self, rows[i]))
      g_array_append_val (ids, rows[i]);
  if (self->all || ids->len == g_hash_table_size (self->ids))
    return ids;

  rest = g_hash_table_new (hash_id, g_direct_equal);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (rest, (gpointer) (gintptr) g_array_index (ids, CrmId, i));
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      CrmId id = (CrmId) (gintptr) key;
      if (!g_hash_table_contains (rest, key))
        g_array_append_val (ids, id);
    }
  return ids;
}

guint64
crm_list_selection_count_hidden (CrmListSelection *self)
{
  guint n = 0;
  guint64 shown = 0;
  const CrmId *rows = crm_record_list_get_ids (self->list, &n);

  if (self->all || g_hash_table_size (self->ids) == 0)
    return 0;
  for (guint i = 0; i < n; i++)
    shown += holds (self, rows[i]);
  return g_hash_table_size (self->ids) - shown;
}

void
crm_list_selection_toggle (CrmListSelection *self, CrmId id)
{
  int position = crm_record_list_find (self->list, id);

  g_array_set_size (self->range, 0);
  self->anchor = id;
  put (self, id, !holds (self, id));
  tell (self, MAX (position, 0), position < 0 ? 0 : 1);
}

void
crm_list_selection_extend_to (CrmListSelection *self, CrmId id)
{
  int to = crm_record_list_find (self->list, id);
  int from = self->anchor != 0 ? crm_record_list_find (self->list, self->anchor) : to;

  if (to < 0)
    return;
  if (from < 0)
    from = to;
  select_range (GTK_SELECTION_MODEL (self), MIN (from, to), ABS (to - from) + 1, TRUE);
}

void
crm_list_selection_select_only (CrmListSelection *self, CrmId id)
{
  self->all = FALSE;
  g_hash_table_remove_all (self->ids);
  g_array_set_size (self->range, 0);
  self->anchor = id;
  put (self, id, TRUE);
  tell_all (self);
}

void
crm_list_selection_clear (CrmListSelection *self)
{
  if (!self->all && g_hash_table_size (self->ids) == 0)
    return;
  self->all = FALSE;
  g_hash_table_remove_all (self->ids);
  g_array_set_size (self->range, 0);
  tell_all (self);
}

void
crm_list_selection_prune (CrmListSelection *self)
{
  g_autoptr (GHashTable) kept = NULL;
  guint n = 0;
  const CrmId *rows = NULL;

  if (g_hash_table_size (self->ids) == 0)
    return;
  rows = crm_record_list_get_ids (self->list, &n);
  kept = g_hash_table_new (hash_id, g_direct_equal);
  for (guint i = 0; i < n; i++)
    if (g_hash_table_contains (self->ids, (gpointer) (gintptr) rows[i]))
      g_hash_table_add (kept, (gpointer) (gintptr) rows[i]);
  if (g_hash_table_size (kept) == g_hash_table_size (self->ids))
    return;
  g_hash_table_unref (self->ids);
  self->ids = g_steal_pointer (&kept);
  g_array_set_size (self->range, 0);
  tell (self, 0, 0);
}

void
crm_list_selection_pin (CrmListSelection *self)
{
  g_autoptr (GArray) ids = NULL;

  if (!self->all)
    return;
  ids = crm_list_selection_dup_ids (self);
  self->all = FALSE;
  g_hash_table_remove_all (self->ids);
  for (guint i = 0; i < ids->len; i++)
    put (self, g_array_index (ids, CrmId, i), TRUE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The beginning of a list that grows; see the header. Main thread. What it told its views it has is
 * `n_shown`, which is never more than the list has. */

#include "crm-list-growth.h"

/* GTK 4.8 keeps the widgets of 200 rows and some around its anchors. */
#define WITH_WIDGETS 206
/* A view that keeps this many widgets of its own makes the missing ones sooner than it lets go of these. */
#define ENOUGH       160
#define FIRST        24

struct _CrmListGrowth
{
  GObject parent_instance;
  GListModel *list;
  guint n_shown;
  guint n_first;
  gboolean anew;  /* the next change brings other rows */
  gboolean whole; /* as it was last told */
};

enum
{
  PROP_0,
  PROP_WHOLE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void growth_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmListGrowth, crm_list_growth, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, growth_list_init))

static GType
get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (CRM_LIST_GROWTH (model)->list);
}

static guint
get_n_items (GListModel *model)
{
  return CRM_LIST_GROWTH (model)->n_shown;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CrmListGrowth *self = CRM_LIST_GROWTH (model);

  return position < self->n_shown ? g_list_model_get_item (self->list, position) : NULL;
}

static void
growth_list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
show (CrmListGrowth *self, guint position, guint removed, guint added)
{
  self->n_shown = self->n_shown - removed + added;
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (self->whole == crm_list_growth_is_whole (self))
    return;
  self->whole = !self->whole;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WHOLE]);
}

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, CrmListGrowth *self)
{
  guint n_before = g_list_model_get_n_items (list) - added + removed;
  guint gone = 0, below = 0;
  gboolean anew = self->anew;

  self->anew = FALSE;
  if (self->n_shown < n_before && position >= self->n_shown)
    {
      show (self, position, 0, 0);
      return;
    }
  gone = MIN (removed, self->n_shown - position);
  below = self->n_shown - position - gone;
  if (added <= self->n_first || self->n_shown - gone >= ENOUGH || (below > 0 && !anew))
    show (self, position, gone, added);
  else
    show (self, position, gone + below, self->n_first);
}

void
crm_list_growth_grow (CrmListGrowth *self, guint n_rows)
{
  guint n_hidden;

  g_return_if_fail (CRM_IS_LIST_GROWTH (self));
  n_hidden = g_list_model_get_n_items (self->list) - self->n_shown;
  if (n_hidden > 0)
    show (self, self->n_shown, 0,
          self->n_shown + n_rows >= WITH_WIDGETS ? n_hidden : MIN (n_rows, n_hidden));
}

void
crm_list_growth_reach (CrmListGrowth *self, guint position)
{
  guint64 wanted;

  g_return_if_fail (CRM_IS_LIST_GROWTH (self));
  wanted = (guint64) position + self->n_first;
  if (wanted > self->n_shown)
    crm_list_growth_grow (self, (guint) MIN (wanted - self->n_shown, WITH_WIDGETS));
}

void
crm_list_growth_begin_anew (CrmListGrowth *self)
{
  g_return_if_fail (CRM_IS_LIST_GROWTH (self));
  self->anew = TRUE;
}

gboolean
crm_list_growth_is_whole (CrmListGrowth *self)
{
  g_return_val_if_fail (CRM_IS_LIST_GROWTH (self), TRUE);
  return self->n_shown == g_list_model_get_n_items (self->list);
}

void
crm_list_growth_set_first (CrmListGrowth *self, guint n_rows)
{
  g_return_if_fail (CRM_IS_LIST_GROWTH (self));
  self->n_first = MAX (n_rows, 1);
}

static void
crm_list_growth_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WHOLE:
      g_value_set_boolean (value, crm_list_growth_is_whole (CRM_LIST_GROWTH (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_list_growth_finalize (GObject *object)
{
  CrmListGrowth *self = CRM_LIST_GROWTH (object);

  g_clear_object (&self->list);
  G_OBJECT_CLASS (crm_list_growth_parent_class)->finalize (object);
}

static void
crm_list_growth_class_init (CrmListGrowthClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crm_list_growth_get_property;
  object_class->finalize = crm_list_growth_finalize;
  props[PROP_WHOLE] =
      g_param_spec_boolean ("whole", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
crm_list_growth_init (CrmListGrowth *self)
{
  self->n_first = FIRST;
  self->whole = TRUE;
}

CrmListGrowth *
crm_list_growth_new (GListModel *list)
{
  CrmListGrowth *self = g_object_new (CRM_TYPE_LIST_GROWTH, NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  show (self, 0, 0, MIN (g_list_model_get_n_items (list), self->n_first));
  return self;
}

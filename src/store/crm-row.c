/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmRow: an id and its record; see crm-record-list.h. Main thread. */

#include "config.h"

#include "crm-row-private.h"

struct _CrmRow
{
  GObject parent_instance;
  CrmId id;
  CrmRecord *record;
  GList link; /* in the list's queue of recent rows */
};

G_DEFINE_FINAL_TYPE (CrmRow, crm_row, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_RECORD,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

CrmRow *
crm_row_new (const CrmEntity *entity, CrmId id)
{
  CrmRow *self = g_object_new (CRM_TYPE_ROW, NULL);

  self->id = id;
  self->record = crm_record_new_placeholder (entity, id);
  return self;
}

const CrmId *
crm_row_get_key (CrmRow *self)
{
  return &self->id;
}

GList *
crm_row_get_link (CrmRow *self)
{
  return &self->link;
}

void
crm_row_set_record (CrmRow *self, CrmRecord *record)
{
  g_return_if_fail (crm_record_get_id (record) == self->id);
  if (g_set_object (&self->record, record))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RECORD]);
}

CrmId
crm_row_get_id (CrmRow *self)
{
  g_return_val_if_fail (CRM_IS_ROW (self), 0);
  return self->id;
}

CrmRecord *
crm_row_get_record (CrmRow *self)
{
  g_return_val_if_fail (CRM_IS_ROW (self), NULL);
  return self->record;
}

static void
crm_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmRow *self = CRM_ROW (object);

  if (id == PROP_ID)
    g_value_set_int64 (value, self->id);
  else if (id == PROP_RECORD)
    g_value_set_object (value, self->record);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
crm_row_finalize (GObject *object)
{
  CrmRow *self = CRM_ROW (object);

  g_clear_object (&self->record);
  G_OBJECT_CLASS (crm_row_parent_class)->finalize (object);
}

static void
crm_row_class_init (CrmRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crm_row_get_property;
  object_class->finalize = crm_row_finalize;
  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, CRM_TYPE_RECORD,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
crm_row_init (CrmRow *self)
{
  self->link.data = self;
}

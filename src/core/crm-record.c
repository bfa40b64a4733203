/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmRecord: turns a field table into GObject properties. Property ids are 1 "id", 2 "loaded", then
 * the table's fields in order. Values live in one array, text shared by reference. */

#include "config.h"

#include "crm-custom-field.h"
#include "crm-error.h"
#include "crm-format.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  PROP_ID = 1,
  PROP_LOADED,
  PROP_FIELD,
};

typedef struct
{
  const CrmEntity *entity;
  CrmId id;
  gboolean loaded;
  CrmValue *values;
} CrmRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CrmRecord, crm_record, G_TYPE_OBJECT)

static GQuark
pspecs_quark (void)
{
  return g_quark_from_static_string ("crm-record-pspecs");
}

static CrmRecordPrivate *
get_private (CrmRecord *self)
{
  return crm_record_get_instance_private (self);
}

static void
crm_record_constructed (GObject *object)
{
  CrmRecordPrivate *priv = get_private (CRM_RECORD (object));

  G_OBJECT_CLASS (crm_record_parent_class)->constructed (object);
  priv->entity = CRM_RECORD_GET_CLASS (object)->entity;
  priv->values = g_new0 (CrmValue, priv->entity->n_fields);
}

static void
crm_record_finalize (GObject *object)
{
  CrmRecordPrivate *priv = get_private (CRM_RECORD (object));

  for (guint i = 0; i < priv->entity->n_fields; i++)
    crm_value_clear (&priv->values[i]);
  g_free (priv->values);
  G_OBJECT_CLASS (crm_record_parent_class)->finalize (object);
}

static void
get_field (GObject *object, guint property, GValue *out, GParamSpec *pspec)
{
  CrmRecordPrivate *priv = get_private (CRM_RECORD (object));
  const CrmValue *value;

  if (property == PROP_ID)
    {
      g_value_set_int64 (out, priv->id);
      return;
    }
  if (property == PROP_LOADED)
    {
      g_value_set_boolean (out, priv->loaded);
      return;
    }
  value = &priv->values[property - PROP_FIELD];
  if (G_VALUE_HOLDS_STRING (out))
    g_value_set_string (out, crm_value_get_text (value));
  else if (G_VALUE_HOLDS_BOOLEAN (out))
    g_value_set_boolean (out, value->type == CRM_VALUE_INT && value->i != 0);
  else if (G_VALUE_HOLDS_DOUBLE (out))
    g_value_set_double (out, crm_value_get_real (value));
  else if (G_VALUE_HOLDS_BOXED (out))
    g_value_take_boxed (out, crm_value_get_list (value));
  else if (priv->entity->fields[property - PROP_FIELD].kind == CRM_FIELD_LINK)
    g_value_set_int64 (out, value->type == CRM_VALUE_INT ? value->i : 0);
  else
    g_value_set_int64 (out, crm_value_get_int (value));
}

static void
set_field (GObject *object, guint property, const GValue *in, GParamSpec *pspec)
{
  CrmRecord *self = CRM_RECORD (object);
  CrmRecordPrivate *priv = get_private (self);
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  gint64 number;

  if (property == PROP_ID)
    {
      crm_record_set_id (self, g_value_get_int64 (in));
      return;
    }
  if (property == PROP_LOADED)
    {
      crm_record_set_loaded (self, g_value_get_boolean (in));
      return;
    }
  if (G_VALUE_HOLDS_STRING (in))
    value = crm_value_text (g_value_get_string (in));
  else if (G_VALUE_HOLDS_BOOLEAN (in))
    value = crm_value_int (g_value_get_boolean (in));
  else if (G_VALUE_HOLDS_DOUBLE (in))
    value = crm_value_real (g_value_get_double (in));
  else if (G_VALUE_HOLDS_BOXED (in))
    value = crm_value_list (g_value_get_boxed (in));
  else
    {
      number = g_value_get_int64 (in);
      if (number != CRM_NULL_INT &&
          !(number == 0 && priv->entity->fields[property - PROP_FIELD].kind == CRM_FIELD_LINK))
        value = crm_value_int (number);
    }
  crm_record_set_value (self, property - PROP_FIELD, &value);
}

static void
crm_record_class_init (CrmRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = crm_record_constructed;
  object_class->finalize = crm_record_finalize;
}

static void
crm_record_init (CrmRecord *self)
{
  get_private (self)->loaded = TRUE;
}

void
crm_record_class_install_fields (CrmRecordClass *klass, const CrmEntity *entity)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamSpec **pspecs = g_new0 (GParamSpec *, PROP_FIELD + entity->n_fields + 1);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /* GObject resets these in every subclass. */
  object_class->get_property = get_field;
  object_class->set_property = set_field;
  klass->entity = entity;

  pspecs[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  pspecs[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, TRUE, flags);
  for (guint i = 0; i < entity->n_fields; i++)
    pspecs[PROP_FIELD + i] = crm_field_create_pspec (&entity->fields[i]);
  g_object_class_install_properties (object_class, PROP_FIELD + entity->n_fields, pspecs);
  /* Kept with the type, which is never unloaded. */
  g_type_set_qdata (G_TYPE_FROM_CLASS (klass), pspecs_quark (), pspecs);
}

static GParamSpec *
find_pspec (CrmRecord *self, guint property)
{
  GParamSpec **pspecs = g_type_get_qdata (G_OBJECT_TYPE (self), pspecs_quark ());

  return pspecs[property];
}

CrmRecord *
crm_record_new (const CrmEntity *entity)
{
  return g_object_new (entity->get_type (), NULL);
}

CrmRecord *
crm_record_new_placeholder (const CrmEntity *entity, CrmId id)
{
  CrmRecord *self = crm_record_new (entity);

  get_private (self)->id = id;
  get_private (self)->loaded = FALSE;
  return self;
}

CrmRecord *
crm_record_copy (CrmRecord *self)
{
  CrmRecordPrivate *from = get_private (self);
  CrmRecord *copy = crm_record_new (from->entity);
  CrmRecordPrivate *to = get_private (copy);

  to->id = from->id;
  to->loaded = from->loaded;
  for (guint i = 0; i < from->entity->n_fields; i++)
    to->values[i] = crm_value_copy (&from->values[i]);
  return copy;
}

const CrmEntity *
crm_record_get_entity (CrmRecord *self)
{
  g_return_val_if_fail (CRM_IS_RECORD (self), NULL);
  return get_private (self)->entity;
}

CrmId
crm_record_get_id (CrmRecord *self)
{
  g_return_val_if_fail (CRM_IS_RECORD (self), 0);
  return get_private (self)->id;
}

void
crm_record_set_id (CrmRecord *self, CrmId id)
{
  g_return_if_fail (CRM_IS_RECORD (self));
  if (get_private (self)->id == id)
    return;
  get_private (self)->id = id;
  g_object_notify_by_pspec (G_OBJECT (self), find_pspec (self, PROP_ID));
}

gboolean
crm_record_get_loaded (CrmRecord *self)
{
  g_return_val_if_fail (CRM_IS_RECORD (self), FALSE);
  return get_private (self)->loaded;
}

void
crm_record_set_loaded (CrmRecord *self, gboolean loaded)
{
  g_return_if_fail (CRM_IS_RECORD (self));
  if (get_private (self)->loaded == loaded)
    return;
  get_private (self)->loaded = loaded;
  g_object_notify_by_pspec (G_OBJECT (self), find_pspec (self, PROP_LOADED));
}

gboolean
crm_record_is_deleted (CrmRecord *self)
{
  return crm_record_get_int (self, "deleted-at") != CRM_NULL_INT;
}

const CrmValue *
crm_record_get_value (CrmRecord *self, guint index)
{
  CrmRecordPrivate *priv = get_private (self);

  g_return_val_if_fail (index < priv->entity->n_fields, NULL);
  return &priv->values[index];
}

void
crm_record_set_value (CrmRecord *self, guint index, const CrmValue *value)
{
  CrmRecordPrivate *priv = get_private (self);

  g_return_if_fail (index < priv->entity->n_fields);
  if (crm_value_equal (&priv->values[index], value))
    return;
  crm_value_clear (&priv->values[index]);
  priv->values[index] = crm_value_copy (value);
  g_object_notify_by_pspec (G_OBJECT (self), find_pspec (self, PROP_FIELD + index));
}

static const CrmValue null_value = CRM_VALUE_INIT;

static const CrmValue *
find_value (CrmRecord *self, const char *field_id)
{
  CrmRecordPrivate *priv = get_private (self);
  int index = crm_entity_field_index (priv->entity, field_id);

  if (index < 0)
    {
      g_critical ("%s has no field %s", priv->entity->name, field_id);
      return &null_value;
    }
  return &priv->values[index];
}

const char *
crm_record_get_text (CrmRecord *self, const char *field_id)
{
  return crm_value_get_text (find_value (self, field_id));
}

gint64
crm_record_get_int (CrmRecord *self, const char *field_id)
{
  return crm_value_get_int (find_value (self, field_id));
}

double
crm_record_get_real (CrmRecord *self, const char *field_id)
{
  return crm_value_get_real (find_value (self, field_id));
}

gboolean
crm_record_get_boolean (CrmRecord *self, const char *field_id)
{
  const CrmValue *value = find_value (self, field_id);

  return value->type == CRM_VALUE_INT && value->i != 0;
}

CrmId
crm_record_get_link (CrmRecord *self, const char *field_id)
{
  const CrmValue *value = find_value (self, field_id);

  return value->type == CRM_VALUE_INT ? value->i : 0;
}

static void
set_by_id (CrmRecord *self, const char *field_id, CrmValue value)
{
  int index = crm_entity_field_index (get_private (self)->entity, field_id);

  if (index >= 0)
    crm_record_set_value (self, (guint) index, &value);
  else
    g_critical ("%s has no field %s", get_private (self)->entity->name, field_id);
  crm_value_clear (&value);
}

void
crm_record_set_text (CrmRecord *self, const char *field_id, const char *text)
{
  set_by_id (self, field_id, crm_value_text (text));
}

void
crm_record_set_int (CrmRecord *self, const char *field_id, gint64 number)
{
  set_by_id (self, field_id,
             number == CRM_NULL_INT ? (CrmValue) CRM_VALUE_INIT : crm_value_int (number));
}

void
crm_record_set_real (CrmRecord *self, const char *field_id, double number)
{
  set_by_id (self, field_id, crm_value_real (number));
}

const char *
crm_record_get_title (CrmRecord *self)
{
  const CrmEntity *entity = get_private (self)->entity;
  const CrmField *field = crm_entity_field (entity, entity->title);
  const char *title =
      field->kind == CRM_FIELD_LINK ? NULL : crm_record_get_text (self, entity->title);

  if (title == NULL && !crm_record_get_loaded (self))
    return "…";
  if (title == NULL)
    return crm_entity_get_label (entity);
  return field->kind == CRM_FIELD_ENUM ? crm_enum_label (crm_enum_lookup (field->target), title)
                                       : title;
}

const char *
crm_record_get_currency (CrmRecord *self, const CrmField *field)
{
  const CrmField *target;

  if (field->kind != CRM_FIELD_MONEY || field->target == NULL)
    return NULL;
  target = crm_entity_field (get_private (self)->entity, field->target);
  return target->kind == CRM_FIELD_ENUM ? crm_record_get_text (self, field->target) : NULL;
}

static char *
format_value (CrmRecord *self, const CrmField *field, const CrmValue *value,
              const char *base_currency)
{
  const char *currency;
  g_auto (GStrv) list = NULL;

  if (crm_value_is_null (value) || field->kind == CRM_FIELD_LINK)
    return NULL;
  switch (field->kind)
    {
    case CRM_FIELD_INTEGER:
      return crm_format_integer (crm_value_get_int (value));
    case CRM_FIELD_MONEY:
      currency = crm_record_get_currency (self, field);
      return crm_format_money (crm_value_get_int (value),
                               currency != NULL ? currency : base_currency, FALSE);
    case CRM_FIELD_DECIMAL:
      return crm_format_decimal (crm_value_get_real (value), 3);
    case CRM_FIELD_PERCENT:
      return crm_format_percent (crm_value_get_real (value), 2);
    case CRM_FIELD_DAY:
      return crm_format_day (crm_value_get_int (value));
    case CRM_FIELD_INSTANT:
      return crm_format_instant (crm_value_get_int (value));
    case CRM_FIELD_BOOLEAN:
      return g_strdup (crm_value_get_int (value) != 0 ? _ ("Yes") : _ ("No"));
    case CRM_FIELD_ENUM:
      return g_strdup (
          crm_enum_label (crm_enum_lookup (field->target), crm_value_get_text (value)));
    case CRM_FIELD_LIST:
      list = crm_value_get_list (value);
      return g_strjoinv (C_ ("list separator", ", "), list);
    case CRM_FIELD_PHONE:
      return crm_format_phone (crm_value_get_text (value));
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_URL:
    case CRM_FIELD_JSON:
    case CRM_FIELD_LINK:
    default:
      return g_strdup (crm_value_get_text (value));
    }
}

char *
crm_record_format (CrmRecord *self, const char *field_id, const char *base_currency)
{
  const CrmField *field = crm_entity_any_field (get_private (self)->entity, field_id);
  g_auto (CrmValue) own = CRM_VALUE_INIT;

  if (field == NULL)
    return NULL;
  if (!crm_field_is_custom (field))
    return format_value (self, field, find_value (self, field_id), base_currency);
  own = crm_record_dup_any_value (self, field);
  return format_value (self, field, &own, base_currency);
}

void
crm_problem_free (CrmProblem *problem)
{
  g_free (problem->message);
  g_free (problem);
}

GPtrArray *
crm_record_validate (CrmRecord *self)
{
  CrmRecordPrivate *priv = get_private (self);
  GPtrArray *problems = NULL;

  for (guint i = 0; i < priv->entity->n_fields; i++)
    {
      g_autoptr (GError) error = NULL;
      CrmProblem *problem;

      if (crm_field_validate (&priv->entity->fields[i], &priv->values[i], &error))
        continue;
      if (problems == NULL)
        problems = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_problem_free);
      problem = g_new (CrmProblem, 1);
      problem->field = i;
      problem->message = g_strdup (error->message);
      g_ptr_array_add (problems, problem);
    }
  return problems;
}

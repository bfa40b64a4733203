/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records and values as JSON: the body of the sync documents, the journal's deltas, crm-cli's output.
 * Numbers that can pass 2^53 (ids, money, instants) travel as strings, because JavaScript peers
 * round them. */

#include "config.h"

#include "crm-error.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

#include "crm-json.h"

static gboolean
travels_as_string (const CrmField *field)
{
  return field->kind == CRM_FIELD_LINK || field->kind == CRM_FIELD_MONEY ||
         field->kind == CRM_FIELD_INTEGER;
}

JsonNode *
crm_value_to_json (const CrmField *field, const CrmValue *value)
{
  JsonNode *node = json_node_alloc ();
  char number[32];

  if (crm_value_is_null (value))
    return json_node_init_null (node);
  if ((field->kind == CRM_FIELD_LIST || field->kind == CRM_FIELD_JSON) &&
      value->type == CRM_VALUE_TEXT)
    {
      JsonNode *parsed = json_from_string (value->s, NULL);

      if (parsed != NULL)
        {
          json_node_free (node);
          return parsed;
        }
    }
  switch (value->type)
    {
    case CRM_VALUE_INT:
      if (field->kind == CRM_FIELD_BOOLEAN)
        return json_node_init_boolean (node, value->i != 0);
      if (!travels_as_string (field))
        return json_node_init_int (node, value->i);
      g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, value->i);
      return json_node_init_string (node, number);
    case CRM_VALUE_REAL:
      return json_node_init_double (node, value->r);
    case CRM_VALUE_TEXT:
      return json_node_init_string (node, value->s);
    case CRM_VALUE_NULL:
    default:
      return json_node_init_null (node);
    }
}

static gboolean
refuse (const CrmField *field, GError **error)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _ ("%s: the JSON value has the wrong type"),
               field->id);
  return FALSE;
}

static gboolean
read_integer (const CrmField *field, JsonNode *node, CrmValue *value, GError **error)
{
  GType type = json_node_get_value_type (node);
  gint64 number;

  if (type == G_TYPE_INT64)
    number = json_node_get_int (node);
  else if (type == G_TYPE_BOOLEAN)
    number = json_node_get_boolean (node);
  else if (type != G_TYPE_STRING ||
           !g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64 + 1, G_MAXINT64,
                                      &number, NULL))
    return refuse (field, error);
  *value = crm_value_int (number);
  return TRUE;
}

gboolean
crm_value_from_json (const CrmField *field, JsonNode *node, CrmValue *value, GError **error)
{
  g_autofree char *text = NULL;

  *value = (CrmValue) CRM_VALUE_INIT;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (field->kind == CRM_FIELD_LIST || field->kind == CRM_FIELD_JSON)
    {
      if (field->kind == CRM_FIELD_LIST ? !JSON_NODE_HOLDS_ARRAY (node)
                                        : !JSON_NODE_HOLDS_OBJECT (node))
        return refuse (field, error);
      text = crm_json_to_text (node, FALSE);
      *value = crm_value_text (text);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return refuse (field, error);
  switch (crm_field_storage (field))
    {
    case CRM_VALUE_INT:
      return read_integer (field, node, value, error);
    case CRM_VALUE_REAL:
      if (json_node_get_value_type (node) != G_TYPE_DOUBLE &&
          json_node_get_value_type (node) != G_TYPE_INT64)
        return refuse (field, error);
      *value = crm_value_real (json_node_get_double (node));
      return TRUE;
    case CRM_VALUE_TEXT:
    case CRM_VALUE_NULL:
    default:
      if (json_node_get_value_type (node) != G_TYPE_STRING)
        return refuse (field, error);
      *value = crm_value_text (json_node_get_string (node));
      return TRUE;
    }
}

JsonNode *
crm_record_to_json (CrmRecord *self)
{
  const CrmEntity *entity = crm_record_get_entity (self);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  char id[32];

  g_snprintf (id, sizeof id, "%" G_GINT64_FORMAT, crm_record_get_id (self));
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "type", entity->name);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];
      const CrmValue *value = crm_record_get_value (self, i);
      const char *member = field->id;

      if (crm_value_is_null (value) ||
          (field->flags & CRM_FIELD_HIDDEN && field->flags & CRM_FIELD_DERIVED))
        continue;
      /* Customers have a field "type" of their own. */
      if (g_str_equal (member, "type"))
        member = "type-code";
      json_object_set_member (object, member, crm_value_to_json (field, value));
    }
  json_node_set_object (node, object);
  return node;
}

CrmRecord *
crm_record_from_json (JsonNode *node, GError **error)
{
  g_autoptr (CrmRecord) self = NULL;
  const CrmEntity *entity;
  JsonObject *object;
  const char *type;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _ ("A record is a JSON object"));
      return NULL;
    }
  object = json_node_get_object (node);
  type = json_object_get_string_member_with_default (object, "type", "");
  entity = crm_entity_lookup (type);
  if (entity == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _ ("“%s” is no kind of record"), type);
      return NULL;
    }
  self = crm_record_new (entity);
  crm_record_set_id (
      self,
      g_ascii_strtoll (json_object_get_string_member_with_default (object, "id", "0"), NULL, 10));
  for (guint i = 0; i < entity->n_fields; i++)
    {
      g_auto (CrmValue) value = CRM_VALUE_INIT;
      const char *member = entity->fields[i].id;

      if (g_str_equal (member, "type"))
        member = "type-code";
      if (!json_object_has_member (object, member))
        continue;
      if (!crm_value_from_json (&entity->fields[i], json_object_get_member (object, member), &value,
                                error))
        return NULL;
      crm_record_set_value (self, i, &value);
    }
  return g_steal_pointer (&self);
}

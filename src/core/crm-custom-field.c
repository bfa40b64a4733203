/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Own fields as CrmFields. The SQL functions crm_number(), crm_day() and crm_flag(), which the store
 * registers, read a member as crm_custom_read() does here. */

#include "config.h"

#include "crm-custom-field.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "crm-json.h"

#define PREFIX "custom."

static const struct
{
  const char *suffix;
  CrmFieldKind kind;
  const char *sql; /* what reads the member */
} readings[] = {
  { ":number", CRM_FIELD_DECIMAL, "crm_number" },
  { ":day", CRM_FIELD_DAY, "crm_day" },
  { ":flag", CRM_FIELD_BOOLEAN, "crm_flag" },
};

gboolean
crm_field_is_custom (const CrmField *self)
{
  return g_str_has_prefix (self->id, PREFIX);
}

/* The member's name and how it is read; -1: as it is. */
static char *
split_id (const char *id, int *reading)
{
  const char *name = id + strlen (PREFIX);

  *reading = -1;
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    if (g_str_has_suffix (name, readings[i].suffix))
      {
        *reading = (int) i;
        return g_strndup (name, strlen (name) - strlen (readings[i].suffix));
      }
  return g_strdup (name);
}

const CrmField *
crm_entity_any_field (const CrmEntity *entity, const char *id)
{
  static GMutex lock;
  static GHashTable *made;
  const CrmField *field = crm_entity_field (entity, id);
  g_autofree char *name = NULL;
  CrmField *own;
  int reading;

  if (field != NULL || !g_str_has_prefix (id, PREFIX) ||
      crm_entity_field (entity, "custom") == NULL)
    return field;
  name = split_id (id, &reading);
  /* A quotation mark cannot stand in SQLite's path of a member. */
  if (name[0] == '\0' || strpbrk (name, "\"\\") != NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;
  g_mutex_lock (&lock);
  if (made == NULL)
    made = g_hash_table_new (g_str_hash, g_str_equal);
  own = g_hash_table_lookup (made, id);
  if (own == NULL)
    {
      own = g_new0 (CrmField, 1);
      own->id = g_intern_string (id);
      own->kind = reading >= 0 ? readings[reading].kind : CRM_FIELD_TEXT;
      own->label = g_intern_string (name);
      g_hash_table_insert (made, (gpointer) own->id, own);
    }
  g_mutex_unlock (&lock);
  return own;
}

char *
crm_field_dup_sql (const CrmField *self)
{
  g_autofree char *name = NULL;
  g_autoptr (GString) quoted = NULL;
  int reading;

  if (!crm_field_is_custom (self))
    {
      name = crm_field_dup_column (self);
      return g_strdup_printf ("\"%s\"", name);
    }
  name = split_id (self->id, &reading);
  quoted = g_string_new (name);
  g_string_replace (quoted, "'", "''", 0);
  return g_strdup_printf ("%s(json_extract(\"custom\", '$.\"%s\"'))",
                          reading >= 0 ? readings[reading].sql : "", quoted->str);
}

JsonObject *
crm_record_dup_custom (CrmRecord *record)
{
  const char *text = record != NULL ? crm_record_get_text (record, "custom") : NULL;
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_object_ref (json_node_get_object (node))
             : json_object_new ();
}

CrmValue
crm_value_custom (JsonObject *object)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  if (json_object_get_size (object) == 0)
    return (CrmValue) CRM_VALUE_INIT;
  root = json_node_init_object (json_node_alloc (), object);
  json = crm_json_to_text (root, FALSE);
  return crm_value_text (json);
}

CrmValue
crm_record_dup_any_value (CrmRecord *record, const CrmField *field)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  const CrmParseContext context = { .decimal_mark = '.' };
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *name = NULL, *text = NULL;
  CrmValue value = CRM_VALUE_INIT;
  JsonNode *node;
  int reading;

  if (!crm_field_is_custom (field))
    return crm_value_copy (crm_record_get_value (record, (guint) (field - entity->fields)));
  name = split_id (field->id, &reading);
  object = crm_record_dup_custom (record);
  node = json_object_get_member (object, name);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return value;
  text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_dup_string (node)
             : crm_json_to_text (node, FALSE);
  if (reading < 0)
    return crm_value_text (text);
  if (!crm_field_parse (field, &context, text, &value, NULL))
    return (CrmValue) CRM_VALUE_INIT;
  return value;
}

void
crm_record_set_any_value (CrmRecord *record, const CrmField *field, const CrmValue *value)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *name = NULL, *text = NULL;
  g_auto (CrmValue) custom = CRM_VALUE_INIT;
  int reading;

  if (!crm_field_is_custom (field))
    {
      crm_record_set_value (record, (guint) (field - entity->fields), value);
      return;
    }
  name = split_id (field->id, &reading);
  object = crm_record_dup_custom (record);
  text = crm_field_to_text (field, NULL, value);
  if (crm_value_is_null (value))
    json_object_remove_member (object, name);
  else if (field->kind == CRM_FIELD_DECIMAL)
    json_object_set_double_member (object, name, crm_value_get_real (value));
  else if (field->kind == CRM_FIELD_BOOLEAN)
    json_object_set_boolean_member (object, name, crm_value_get_int (value) != 0);
  else
    json_object_set_string_member (object, name, text);
  custom = crm_value_custom (object);
  crm_record_set_value (record, (guint) crm_entity_field_index (entity, "custom"), &custom);
}

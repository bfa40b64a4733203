/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal's JSON. Written by hand, because an import of a million rows writes a million of them;
 * read by json-glib. Numbers keep all their digits: integers are written as they are (SQLite and
 * json-glib hold 63 bits), so this is not the form of crm_value_to_json(). */

#include "config.h"

#include "crm-writer-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static void
append_string (GString *out, const char *text)
{
  const char *start = text;

  g_string_append_c (out, '"');
  for (const char *p = text;; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;
      g_string_append_len (out, start, p - start);
      start = p + 1;
      if (c == 0)
        break;
      if (c == '"' || c == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, (char) c);
        }
      else
        g_string_append_printf (out, "\\u%04x", c);
    }
  g_string_append_c (out, '"');
}

static void
append_value (GString *out, const CrmValue *value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (value->type)
    {
    case CRM_VALUE_INT:
      g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, value->i);
      g_string_append (out, number);
      break;
    case CRM_VALUE_REAL:
      g_string_append (out, g_ascii_dtostr (number, sizeof number, value->r));
      break;
    case CRM_VALUE_TEXT:
      append_string (out, value->s);
      break;
    case CRM_VALUE_NULL:
    default:
      g_string_append (out, "null");
    }
}

char *
crm_delta_write (const CrmEntity *entity, const CrmValue *old, const CrmValue *next)
{
  GString *out = g_string_new ("{");

  for (guint i = 0; i < entity->n_fields; i++)
    {
      if ((entity->fields[i].flags & CRM_FIELD_DERIVED) || crm_value_equal (&old[i], &next[i]))
        continue;
      if (out->len > 1)
        g_string_append_c (out, ',');
      append_string (out, entity->fields[i].id);
      g_string_append (out, ":[");
      append_value (out, &old[i]);
      g_string_append_c (out, ',');
      append_value (out, &next[i]);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

char *
crm_body_write (const CrmEntity *entity, const CrmValue *values)
{
  GString *out = g_string_sized_new (256);

  g_string_append_c (out, '{');
  for (guint i = 0; i < entity->n_fields; i++)
    {
      if ((entity->fields[i].flags & CRM_FIELD_DERIVED) || crm_value_is_null (&values[i]))
        continue;
      if (out->len > 1)
        g_string_append_c (out, ',');
      append_string (out, entity->fields[i].id);
      g_string_append_c (out, ':');
      append_value (out, &values[i]);
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static CrmValue
read_value (const CrmField *field, JsonNode *node)
{
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return (CrmValue) CRM_VALUE_INIT;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return crm_value_text (json_node_get_string (node));
  if (crm_field_storage (field) == CRM_VALUE_REAL)
    return crm_value_real (json_node_get_double (node));
  return crm_value_int (json_node_get_int (node));
}

static JsonNode *
parse_object (const char *text, GError **error)
{
  g_autoptr (GError) local = NULL;
  JsonNode *root = json_from_string (text != NULL ? text : "{}", &local);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return root;
  g_clear_pointer (&root, json_node_free);
  g_set_error (error, CRM_ERROR, CRM_ERROR_CORRUPT, _ ("The journal holds an unreadable entry: %s"),
               local != NULL ? local->message : "");
  return NULL;
}

gboolean
crm_delta_read (const CrmEntity *entity, const char *delta, CrmDeltaFunc func, gpointer data,
                GError **error)
{
  g_autoptr (JsonNode) root = parse_object (delta, error);
  JsonObject *object;

  if (root == NULL)
    return FALSE;
  object = json_node_get_object (root);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      JsonNode *member = json_object_get_member (object, entity->fields[i].id);
      g_auto (CrmValue) before = CRM_VALUE_INIT, after = CRM_VALUE_INIT;
      JsonArray *pair;

      if (member == NULL || !JSON_NODE_HOLDS_ARRAY (member))
        continue;
      pair = json_node_get_array (member);
      if (json_array_get_length (pair) != 2)
        continue;
      before = read_value (&entity->fields[i], json_array_get_element (pair, 0));
      after = read_value (&entity->fields[i], json_array_get_element (pair, 1));
      func (i, &before, &after, data);
    }
  return TRUE;
}

gboolean
crm_body_read (const CrmEntity *entity, const char *body, CrmValue *values, GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body, error);

  if (root == NULL)
    return FALSE;
  for (guint i = 0; i < entity->n_fields; i++)
    {
      crm_value_clear (&values[i]);
      values[i] =
          read_value (&entity->fields[i],
                      json_object_get_member (json_node_get_object (root), entity->fields[i].id));
    }
  return TRUE;
}

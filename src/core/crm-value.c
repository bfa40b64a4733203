/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmValue: one field's content. Text is a GRefString, so that records, changes and the journal
 * share it without copying. */

#include "crm-value.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "crm-json.h"

CrmValue
crm_value_int (gint64 number)
{
  return (CrmValue){ .type = CRM_VALUE_INT, .i = number };
}

CrmValue
crm_value_real (double number)
{
  if (isnan (number))
    return (CrmValue) CRM_VALUE_INIT;
  return (CrmValue){ .type = CRM_VALUE_REAL, .r = number };
}

CrmValue
crm_value_text (const char *text)
{
  return crm_value_text_len (text, text != NULL ? strlen (text) : 0);
}

CrmValue
crm_value_text_len (const char *text, gsize length)
{
  if (text == NULL || length == 0)
    return (CrmValue) CRM_VALUE_INIT;
  return (CrmValue){ .type = CRM_VALUE_TEXT, .s = g_ref_string_new_len (text, (gssize) length) };
}

CrmValue
crm_value_copy (const CrmValue *value)
{
  CrmValue copy = *value;

  if (copy.type == CRM_VALUE_TEXT)
    g_ref_string_acquire (copy.s);
  return copy;
}

void
crm_value_clear (CrmValue *value)
{
  if (value->type == CRM_VALUE_TEXT)
    g_ref_string_release (value->s);
  value->type = CRM_VALUE_NULL;
}

gboolean
crm_value_equal (const CrmValue *a, const CrmValue *b)
{
  if (a->type != b->type)
    {
      if (a->type == CRM_VALUE_INT && b->type == CRM_VALUE_REAL)
        return (double) a->i == b->r;
      if (a->type == CRM_VALUE_REAL && b->type == CRM_VALUE_INT)
        return a->r == (double) b->i;
      return FALSE;
    }
  return crm_value_compare (a, b) == 0;
}

int
crm_value_compare (const CrmValue *a, const CrmValue *b)
{
  if (a->type == CRM_VALUE_TEXT && b->type == CRM_VALUE_TEXT)
    return a->s == b->s ? 0 : strcmp (a->s, b->s);
  if (a->type == CRM_VALUE_INT && b->type == CRM_VALUE_INT)
    return (a->i > b->i) - (a->i < b->i);
  if (a->type != CRM_VALUE_NULL && a->type != CRM_VALUE_TEXT && b->type != CRM_VALUE_NULL &&
      b->type != CRM_VALUE_TEXT)
    {
      double x = crm_value_get_real (a), y = crm_value_get_real (b);
      return (x > y) - (x < y);
    }
  return (int) a->type - (int) b->type;
}

gint64
crm_value_get_int (const CrmValue *value)
{
  switch (value->type)
    {
    case CRM_VALUE_INT:
      return value->i;
    case CRM_VALUE_REAL:
      return (gint64) llround (value->r);
    case CRM_VALUE_NULL:
    case CRM_VALUE_TEXT:
    default:
      return CRM_NULL_INT;
    }
}

double
crm_value_get_real (const CrmValue *value)
{
  switch (value->type)
    {
    case CRM_VALUE_INT:
      return (double) value->i;
    case CRM_VALUE_REAL:
      return value->r;
    case CRM_VALUE_NULL:
    case CRM_VALUE_TEXT:
    default:
      return NAN;
    }
}

char **
crm_value_get_list (const CrmValue *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  if (value->type == CRM_VALUE_TEXT)
    node = json_from_string (value->s, NULL);
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint n = json_array_get_length (array);

      for (guint i = 0; i < n; i++)
        {
          JsonNode *item = json_array_get_element (array, i);

          if (JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_STRING)
            g_strv_builder_add (builder, json_node_get_string (item));
        }
    }
  return g_strv_builder_end (builder);
}

CrmValue
crm_value_list (const char *const *strings)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  if (strings == NULL || strings[0] == NULL)
    return (CrmValue) CRM_VALUE_INIT;

  builder = json_builder_new_immutable ();
  json_builder_begin_array (builder);
  for (guint i = 0; strings[i] != NULL; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = crm_json_to_text (root, FALSE);
  return crm_value_text (text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values of fields that people add themselves. The field tables' own parser reads them, so that a number
 * or a day is understood here as everywhere. */

#include "config.h"

#include "crm-custom-value.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"
#include "crm-field.h"
#include "crm-format.h"
#include "crm-json.h"

#define NAME_LENGTH 60

static const CrmField number_field = { "number", CRM_FIELD_DECIMAL, CRM_FIELD_NONE, N_ ("Value"),
                                       NULL };
static const CrmField day_field = { "day", CRM_FIELD_DAY, CRM_FIELD_NONE, N_ ("Value"), NULL };

const char *
crm_custom_kind_label (CrmCustomKind kind)
{
  switch (kind)
    {
    case CRM_CUSTOM_NUMBER:
      return C_ ("kind of field", "Number");
    case CRM_CUSTOM_DAY:
      return C_ ("kind of field", "Date");
    case CRM_CUSTOM_BOOLEAN:
      return C_ ("kind of field", "Yes or no");
    case CRM_CUSTOM_TEXT:
    case CRM_N_CUSTOM_KINDS:
    default:
      return C_ ("kind of field", "Text");
    }
}

static gboolean
is_iso_day (const char *text)
{
  static const char form[] = "dddd-dd-dd";

  for (guint i = 0; form[i] != '\0'; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return text[sizeof form - 1] == '\0';
}

static gboolean
read_day (const char *text, gint64 *day)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (!crm_field_parse (&day_field, NULL, text, &value, NULL) || crm_value_is_null (&value))
    return FALSE;
  *day = value.i;
  return TRUE;
}

CrmCustomKind
crm_custom_kind_of (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  gint64 day;

  if (type == G_TYPE_BOOLEAN)
    return CRM_CUSTOM_BOOLEAN;
  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return CRM_CUSTOM_NUMBER;
  if (type == G_TYPE_STRING && is_iso_day (json_node_get_string (node)) &&
      read_day (json_node_get_string (node), &day))
    return CRM_CUSTOM_DAY;
  return CRM_CUSTOM_TEXT;
}

char *
crm_custom_value_to_text (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return crm_json_to_text (node, FALSE);
}

static JsonNode *
parse_number (const char *text, GError **error)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  JsonNode *node;

  if (!crm_field_parse (&number_field, NULL, text, &value, error))
    return NULL;
  node = json_node_new (JSON_NODE_VALUE);
  if (value.r == (double) (gint64) value.r && ABS (value.r) < 1e15)
    json_node_set_int (node, (gint64) value.r);
  else
    json_node_set_double (node, value.r);
  return node;
}

static JsonNode *
parse_day (const char *text, GError **error)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autofree char *iso = NULL;
  JsonNode *node;

  if (!crm_field_parse (&day_field, NULL, text, &value, error))
    return NULL;
  iso = crm_field_to_text (&day_field, NULL, &value);
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (node, iso);
  return node;
}

JsonNode *
crm_custom_value_parse (CrmCustomKind kind, const char *text, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  JsonNode *node;

  if (*bare == '\0')
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID, _ ("Fill in a value."));
      return NULL;
    }
  if (kind == CRM_CUSTOM_NUMBER)
    return parse_number (bare, error);
  if (kind == CRM_CUSTOM_DAY)
    return parse_day (bare, error);
  node = json_node_new (JSON_NODE_VALUE);
  if (kind == CRM_CUSTOM_BOOLEAN)
    json_node_set_boolean (node, g_str_equal (bare, "true"));
  else
    json_node_set_string (node, bare);
  return node;
}

gboolean
crm_custom_name_check (JsonObject *object, const char *name, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (name));
  g_autofree char *folded = g_utf8_casefold (bare, -1);
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  if (*bare == '\0')
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID, _ ("Give the field a name."));
      return FALSE;
    }
  if (g_utf8_strlen (bare, -1) > NAME_LENGTH)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   _ ("A name has at most %d characters; this one has %ld."), NAME_LENGTH,
                   g_utf8_strlen (bare, -1));
      return FALSE;
    }
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *other = g_utf8_casefold (l->data, -1);

      if (!g_str_equal (other, folded))
        continue;
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   _ ("There is a field “%s” already. Choose another name."), (char *) l->data);
      return FALSE;
    }
  return TRUE;
}

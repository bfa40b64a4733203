/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each kind of field means for storage, properties and validity. Reading and writing text stand
 * in crm-field-text.c. */

#include "config.h"

#include "crm-error.h"
#include "crm-field.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

const char *
crm_field_get_label (const CrmField *self)
{
  return _ (self->label);
}

CrmValueType
crm_field_storage (const CrmField *self)
{
  switch (self->kind)
    {
    case CRM_FIELD_INTEGER:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DAY:
    case CRM_FIELD_INSTANT:
    case CRM_FIELD_BOOLEAN:
    case CRM_FIELD_LINK:
      return CRM_VALUE_INT;
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
      return CRM_VALUE_REAL;
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_ENUM:
    case CRM_FIELD_LIST:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_URL:
    case CRM_FIELD_JSON:
    default:
      return CRM_VALUE_TEXT;
    }
}

char *
crm_field_dup_column (const CrmField *self)
{
  return g_strdelimit (g_strdup (self->id), "-", '_');
}

gboolean
crm_field_is_editable (const CrmField *self)
{
  return (self->flags & (CRM_FIELD_DERIVED | CRM_FIELD_SYSTEM | CRM_FIELD_HIDDEN)) == 0;
}

GParamSpec *
crm_field_create_pspec (const CrmField *self)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  if (self->kind == CRM_FIELD_LIST)
    return g_param_spec_boxed (self->id, NULL, NULL, G_TYPE_STRV, flags);
  if (self->kind == CRM_FIELD_BOOLEAN)
    return g_param_spec_boolean (self->id, NULL, NULL, FALSE, flags);
  switch (crm_field_storage (self))
    {
    case CRM_VALUE_INT:
      return g_param_spec_int64 (self->id, NULL, NULL, G_MININT64, G_MAXINT64,
                                 self->kind == CRM_FIELD_LINK ? 0 : CRM_NULL_INT, flags);
    case CRM_VALUE_REAL:
      return g_param_spec_double (self->id, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case CRM_VALUE_NULL:
    case CRM_VALUE_TEXT:
    default:
      return g_param_spec_string (self->id, NULL, NULL, NULL, flags);
    }
}

static gboolean
refuse (const CrmField *self, GError **error, const char *sentence)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, "%s: %s", crm_field_get_label (self), sentence);
  return FALSE;
}

static gboolean
check_email (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || strchr (at + 1, '@') != NULL ||
      strpbrk (text, " \t\n,;<>\"()") != NULL)
    return FALSE;
  return strchr (at + 1, '.') != NULL && at[1] != '.' && text[strlen (text) - 1] != '.' &&
         strstr (at, "..") == NULL;
}

static gboolean
check_phone (const char *text)
{
  gsize n;

  if (text[0] != '+')
    return FALSE;
  n = strspn (text + 1, "0123456789");
  if (n < 5 || n > 15)
    return FALSE;
  text += 1 + n;
  if (*text == '\0')
    return TRUE;
  return g_str_has_prefix (text, ";ext=") && strspn (text + 5, "0123456789") == strlen (text + 5);
}

static gboolean
check_text (const CrmField *self, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  switch (self->kind)
    {
    case CRM_FIELD_EMAIL:
      return check_email (text) ||
             refuse (
                 self, error,
                 _ ("an address needs one @ and a domain with a dot, such as li@lumina.example"));
    case CRM_FIELD_PHONE:
      return check_phone (text) ||
             refuse (self, error, _ ("a telephone number needs 5 to 15 digits"));
    case CRM_FIELD_URL:
      return (strpbrk (text, " \t\n") == NULL && strchr (text, '.') != NULL) ||
             refuse (self, error, _ ("an address looks like https://lumina.example"));
    case CRM_FIELD_ENUM:
      if (crm_enum_find (crm_enum_lookup (self->target), text) != NULL)
        return TRUE;
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _ ("%s: “%s” is not one of the choices"),
                   crm_field_get_label (self), text);
      return FALSE;
    case CRM_FIELD_LIST:
      node = json_from_string (text, NULL);
      return (node != NULL && JSON_NODE_HOLDS_ARRAY (node)) ||
             refuse (self, error, _ ("this is not a list"));
    case CRM_FIELD_JSON:
      node = json_from_string (text, NULL);
      return (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) ||
             refuse (self, error, _ ("this is not a JSON object"));
    case CRM_FIELD_TEXT:
      return strpbrk (text, "\n\r") == NULL || refuse (self, error, _ ("this must be one line"));
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_INTEGER:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
    case CRM_FIELD_DAY:
    case CRM_FIELD_INSTANT:
    case CRM_FIELD_BOOLEAN:
    case CRM_FIELD_LINK:
    default:
      return TRUE;
    }
}

gboolean
crm_field_validate (const CrmField *self, const CrmValue *value, GError **error)
{
  CrmValueType storage = crm_field_storage (self);

  if (crm_value_is_null (value))
    return !(self->flags & CRM_FIELD_REQUIRED) || (self->flags & CRM_FIELD_DERIVED) ||
           refuse (self, error, _ ("this must not be empty"));
  if (value->type != storage && !(storage == CRM_VALUE_REAL && value->type == CRM_VALUE_INT))
    return refuse (self, error,
                   storage == CRM_VALUE_TEXT ? _ ("this is not a text")
                                             : _ ("this is not a number"));

  switch (storage)
    {
    case CRM_VALUE_INT:
      if (value->i == CRM_NULL_INT)
        return refuse (self, error, _ ("this number is too large"));
      if (self->kind == CRM_FIELD_BOOLEAN && value->i != 0 && value->i != 1)
        return refuse (self, error, _ ("this is neither yes nor no"));
      if (self->kind == CRM_FIELD_DAY && (value->i < -719162 || value->i > 2932896))
        return refuse (self, error, _ ("this date is outside the years 1 to 9999"));
      return TRUE;
    case CRM_VALUE_REAL:
      return isfinite (crm_value_get_real (value)) ||
             refuse (self, error, _ ("this is not a number"));
    case CRM_VALUE_TEXT:
      if (!g_utf8_validate (value->s, -1, NULL))
        return refuse (self, error, _ ("this is not readable as text (UTF-8)"));
      return check_text (self, value->s, error);
    case CRM_VALUE_NULL:
    default:
      return TRUE;
    }
}

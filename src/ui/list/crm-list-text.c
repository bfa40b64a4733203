/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a list writes into its cells and heads. Main thread, no state. */

#include "config.h"

#include "crm-list-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-custom-field.h"
#include "crm-format.h"

/* Longer than this many usual intervals without an order is overdue; longer than that, gone. */
#define OVERDUE 1.5
#define GONE    4.0

static char *
join_list (const CrmValue *value)
{
  g_auto (GStrv) words = crm_value_get_list (value);

  return g_strjoinv (_ (", "), words);
}

/* Totals in whole units, as one reads them; prices and amounts to the last digit, so that the decimal
 * marks of a column stand below each other. */
static char *
money_text (CrmContext *context, CrmRecord *record, const CrmField *field, const CrmValue *value)
{
  const char *base = crm_context_get_currency (context);
  const char *own = crm_record_get_currency (record, field);
  gint64 minor = crm_value_get_int (value);
  gboolean whole = (field->flags & CRM_FIELD_DERIVED) != 0 && g_str_has_suffix (field->id, "-sum");

  if (g_str_equal (field->id, "annual-revenue"))
    whole = TRUE;
  if (own == NULL || g_strcmp0 (own, base) == 0)
    return crm_format_money_number (minor, base, whole);
  return crm_format_money (minor, own, whole);
}

/* The sum of no orders is no figure. */
static gboolean
is_sum_of_nothing (CrmRecord *record, const CrmField *field, const CrmValue *value)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  const char *count = g_str_equal (field->id, "order-sum")    ? "order-count"
                      : g_str_equal (field->id, "return-sum") ? "return-count"
                                                              : NULL;
  gint64 n = 0;

  if (count == NULL || crm_entity_field (entity, count) == NULL)
    return FALSE;
  n = crm_record_get_int (record, count);
  return n == 0 || (n == CRM_NULL_INT && crm_value_get_int (value) == 0);
}

char *
crm_list_text (CrmContext *context, CrmRecord *record, const CrmField *field)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  const CrmValue *value;

  if (crm_field_is_custom (field))
    return crm_record_format (record, field->id, NULL);
  value = crm_record_get_value (record, (guint) (field - entity->fields));
  if (crm_value_is_null (value) || is_sum_of_nothing (record, field, value))
    return NULL;
  switch (field->kind)
    {
    case CRM_FIELD_LINK:
      return g_strdup (crm_context_link_title (context, crm_value_get_int (value)));
    case CRM_FIELD_LIST:
      return join_list (value);
    case CRM_FIELD_MONEY:
      return money_text (context, record, field, value);
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_TEXT:
      return g_strdelimit (g_strdup (crm_value_get_text (value)), "\n\r\t", ' ');
    default:
      return crm_record_format (record, field->id, crm_context_get_currency (context));
    }
}

char *
crm_list_head (CrmContext *context, const CrmListLook *look, const CrmField *field)
{
  const char *label = crm_list_look_label (look, field);

  if (field->kind == CRM_FIELD_MONEY)
    /* Translators: column head with the unit, "Lifetime value, ¥" */
    return g_strdup_printf (C_ ("column head", "%s, %s"), label,
                            crm_currency_symbol (crm_context_get_currency (context)));
  return g_strdup (label);
}

char *
crm_list_figure (CrmContext *context, const CrmField *field, double figure, gboolean unit)
{
  if (isnan (figure))
    return g_strdup ("–");
  if (field->kind == CRM_FIELD_MONEY)
    {
      const char *currency = crm_context_get_currency (context);
      gint64 minor = (gint64) llround (figure);
      return unit ? crm_format_money (minor, currency, TRUE)
                  : crm_format_money_number (minor, currency, TRUE);
    }
  if (field->kind == CRM_FIELD_INTEGER && figure == rint (figure))
    return crm_format_integer ((gint64) figure);
  return crm_format_decimal (figure, 1);
}

char *
crm_list_link_title (CrmId id, gpointer data)
{
  return g_strdup (crm_context_link_title (CRM_CONTEXT (data), id));
}

int
crm_list_lateness (CrmRecord *record, gint64 today)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  gint64 last = 0;
  double usual = 0;

  if (crm_entity_field (entity, "mean-interval") == NULL)
    return 0;
  last = crm_record_get_int (record, "last-order");
  usual = crm_record_get_real (record, "mean-interval");
  if (last == CRM_NULL_INT || isnan (usual) || usual <= 0)
    return 0;
  /* Somebody who orders daily is not overdue after a week-end. */
  usual = MAX (usual, 7);
  if ((double) (today - last) > GONE * usual)
    return 2;
  return (double) (today - last) > OVERDUE * usual ? 1 : 0;
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

char *
crm_list_initials (const char *name)
{
  GString *initials = g_string_new (NULL);
  gboolean at_start = TRUE;
  guint n = 0;

  for (const char *p = name; p != NULL && *p != '\0' && n < 2; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (!g_unichar_isalnum (c))
        {
          at_start = TRUE;
          continue;
        }
      if (!at_start)
        continue;
      at_start = FALSE;
      if (is_han (c) && n > 0)
        break;
      g_string_append_unichar (initials, g_unichar_toupper (c));
      n++;
      if (is_han (c))
        break;
    }
  return g_string_free (initials, FALSE);
}

guint
crm_list_tone (CrmId id)
{
  /* Fibonacci hashing: neighbours in an import get different tones. */
  return 1 + (guint) ((((guint64) id * 0x9E3779B97F4A7C15u) >> 40) % 6);
}

const char *
crm_list_icon (CrmRecord *record)
{
  static const char *const entities[][2] = {
    { "order", "crm-orders-symbolic" },    { "order-line", "crm-orders-symbolic" },
    { "product", "crm-product-symbolic" }, { "tag", "crm-tag-symbolic" },
    { "view", "crm-view-symbolic" },       { "segment", "crm-segments-symbolic" },
    { "job", "crm-jobs-symbolic" },
  };
  static const char *const kinds[][2] = {
    { "note", "crm-note-symbolic" },     { "task", "crm-task-symbolic" },
    { "call", "crm-call-symbolic" },     { "meeting", "crm-meeting-symbolic" },
    { "visit", "crm-visit-symbolic" },   { "email", "crm-email-symbolic" },
    { "message", "crm-email-symbolic" },
  };
  const char *name = crm_record_get_entity (record)->name;
  const char *kind;

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_equal (entities[i][0], name))
      return entities[i][1];
  if (!g_str_equal (name, "activity"))
    return NULL;
  kind = crm_record_get_text (record, "kind");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i][0], kind) == 0)
      return kinds[i][1];
  return "crm-note-symbolic";
}

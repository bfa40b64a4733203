/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Filters in words for chips, and which operators fit which kind of field. */

#include "config.h"

#include "crm-filter-private.h"
#include "crm-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- what fits ---- */

/* clang-format off */
static const CrmFilterOp text_ops[] = {
  CRM_OP_CONTAINS, CRM_OP_IS, CRM_OP_IS_NOT, CRM_OP_STARTS_WITH, CRM_OP_EMPTY, CRM_OP_NOT_EMPTY, CRM_N_FILTER_OPS };
static const CrmFilterOp long_text_ops[] = {
  CRM_OP_CONTAINS, CRM_OP_EMPTY, CRM_OP_NOT_EMPTY, CRM_N_FILTER_OPS };
static const CrmFilterOp number_ops[] = {
  CRM_OP_AT_LEAST, CRM_OP_AT_MOST, CRM_OP_BETWEEN, CRM_OP_GREATER, CRM_OP_LESS, CRM_OP_IS, CRM_OP_IS_NOT,
  CRM_OP_EMPTY, CRM_OP_NOT_EMPTY, CRM_N_FILTER_OPS };
static const CrmFilterOp day_ops[] = {
  CRM_OP_WITHIN_LAST, CRM_OP_NOT_WITHIN_LAST, CRM_OP_WITHIN_NEXT, CRM_OP_IN_PERIOD, CRM_OP_BETWEEN, CRM_OP_LESS,
  CRM_OP_GREATER, CRM_OP_IS, CRM_OP_IS_NOT, CRM_OP_AT_MOST, CRM_OP_AT_LEAST, CRM_OP_EMPTY, CRM_OP_NOT_EMPTY,
  CRM_N_FILTER_OPS };
static const CrmFilterOp choice_ops[] = {
  CRM_OP_IS, CRM_OP_IS_NOT, CRM_OP_EMPTY, CRM_OP_NOT_EMPTY, CRM_N_FILTER_OPS };
static const CrmFilterOp link_ops[] = {
  CRM_OP_IS, CRM_OP_IS_NOT, CRM_OP_CONTAINS, CRM_OP_EMPTY, CRM_OP_NOT_EMPTY, CRM_N_FILTER_OPS };
static const CrmFilterOp boolean_ops[] = { CRM_OP_IS, CRM_N_FILTER_OPS };
static const CrmFilterOp list_ops[] = {
  CRM_OP_IS, CRM_OP_HAS_ALL, CRM_OP_HAS_NONE, CRM_OP_CONTAINS, CRM_OP_EMPTY, CRM_OP_NOT_EMPTY, CRM_N_FILTER_OPS };
/* clang-format on */

const CrmFilterOp *
crm_filter_ops_for (CrmFieldKind kind)
{
  switch (kind)
    {
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_JSON:
      return long_text_ops;
    case CRM_FIELD_INTEGER:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
      return number_ops;
    case CRM_FIELD_DAY:
    case CRM_FIELD_INSTANT:
      return day_ops;
    case CRM_FIELD_BOOLEAN:
      return boolean_ops;
    case CRM_FIELD_ENUM:
      return choice_ops;
    case CRM_FIELD_LINK:
      return link_ops;
    case CRM_FIELD_LIST:
      return list_ops;
    case CRM_FIELD_TEXT:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_URL:
    default:
      return text_ops;
    }
}

gboolean
crm_filter_op_fits (CrmFilterOp op, CrmFieldKind kind)
{
  /* Not offered, as they say nothing that another one would not, but understood. */
  if (op == CRM_OP_IS_NOT && (kind == CRM_FIELD_LIST || kind == CRM_FIELD_BOOLEAN))
    return TRUE;
  if (op == CRM_OP_STARTS_WITH && (kind == CRM_FIELD_LIST || kind == CRM_FIELD_LINK))
    return TRUE;
  if ((op == CRM_OP_IS || op == CRM_OP_IS_NOT || op == CRM_OP_STARTS_WITH) &&
      kind == CRM_FIELD_LONG_TEXT)
    return TRUE;
  if ((op == CRM_OP_EMPTY || op == CRM_OP_NOT_EMPTY) && kind == CRM_FIELD_BOOLEAN)
    return TRUE;
  for (const CrmFilterOp *ops = crm_filter_ops_for (kind); *ops != CRM_N_FILTER_OPS; ops++)
    if (*ops == op)
      return TRUE;
  return FALSE;
}

void
crm_filter_op_arity (CrmFilterOp op, int *min, int *max)
{
  switch (op)
    {
    case CRM_OP_EMPTY:
    case CRM_OP_NOT_EMPTY:
      *min = *max = 0;
      return;
    case CRM_OP_BETWEEN:
      *min = *max = 2;
      return;
    case CRM_OP_LESS:
    case CRM_OP_AT_MOST:
    case CRM_OP_GREATER:
    case CRM_OP_AT_LEAST:
    case CRM_OP_WITHIN_LAST:
    case CRM_OP_WITHIN_NEXT:
    case CRM_OP_NOT_WITHIN_LAST:
      *min = *max = 1;
      return;
    case CRM_OP_IS:
    case CRM_OP_IS_NOT:
    case CRM_OP_CONTAINS:
    case CRM_OP_STARTS_WITH:
    case CRM_OP_IN_PERIOD:
    case CRM_OP_HAS_ALL:
    case CRM_OP_HAS_NONE:
    case CRM_N_FILTER_OPS:
    default:
      *min = 1;
      *max = -1;
    }
}

/* ---- in words ---- */

const char *
crm_filter_op_label (CrmFilterOp op, const CrmField *field)
{
  gboolean is_time =
      field != NULL && (field->kind == CRM_FIELD_DAY || field->kind == CRM_FIELD_INSTANT);
  gboolean is_list = field != NULL && field->kind == CRM_FIELD_LIST;

  switch (op)
    {
    case CRM_OP_IS:
      return is_list ? C_ ("filter", "has any of") : C_ ("filter", "is");
    case CRM_OP_IS_NOT:
      return is_list ? C_ ("filter", "has none of") : C_ ("filter", "is not");
    case CRM_OP_CONTAINS:
      return C_ ("filter", "contains");
    case CRM_OP_STARTS_WITH:
      return C_ ("filter", "starts with");
    case CRM_OP_LESS:
      return is_time ? C_ ("filter", "is before") : C_ ("filter", "is less than");
    case CRM_OP_AT_MOST:
      return is_time ? C_ ("filter", "is on or before") : C_ ("filter", "is at most");
    case CRM_OP_GREATER:
      return is_time ? C_ ("filter", "is after") : C_ ("filter", "is more than");
    case CRM_OP_AT_LEAST:
      return is_time ? C_ ("filter", "is on or after") : C_ ("filter", "is at least");
    case CRM_OP_BETWEEN:
      return C_ ("filter", "is between");
    case CRM_OP_WITHIN_LAST:
      return C_ ("filter", "is within the last");
    case CRM_OP_WITHIN_NEXT:
      return C_ ("filter", "is within the next");
    case CRM_OP_NOT_WITHIN_LAST:
      return C_ ("filter", "is not within the last");
    case CRM_OP_IN_PERIOD:
      return C_ ("filter", "is in");
    case CRM_OP_HAS_ALL:
      return C_ ("filter", "has all of");
    case CRM_OP_HAS_NONE:
      return C_ ("filter", "has none of");
    case CRM_OP_EMPTY:
      return C_ ("filter", "is empty");
    case CRM_OP_NOT_EMPTY:
      return C_ ("filter", "is not empty");
    case CRM_N_FILTER_OPS:
    default:
      return "";
    }
}

static char *
describe_span (int number, char unit)
{
  guint n = (guint) number;

  switch (unit)
    {
    case 'w':
      return g_strdup_printf (ngettext ("%u week", "%u weeks", n), n);
    case 'm':
      return g_strdup_printf (ngettext ("%u month", "%u months", n), n);
    case 'q':
      return g_strdup_printf (ngettext ("%u quarter", "%u quarters", n), n);
    case 'y':
      return g_strdup_printf (ngettext ("%u year", "%u years", n), n);
    case 'd':
    default:
      return g_strdup_printf (ngettext ("%u day", "%u days", n), n);
    }
}

static const struct
{
  const char *word;
  const char *label;
} period_labels[] = {
  { "today", NC_ ("filter", "today") },
  { "yesterday", NC_ ("filter", "yesterday") },
  { "tomorrow", NC_ ("filter", "tomorrow") },
  { "this-week", NC_ ("filter", "this week") },
  { "last-week", NC_ ("filter", "last week") },
  { "next-week", NC_ ("filter", "next week") },
  { "this-month", NC_ ("filter", "this month") },
  { "last-month", NC_ ("filter", "last month") },
  { "next-month", NC_ ("filter", "next month") },
  { "this-quarter", NC_ ("filter", "this quarter") },
  { "last-quarter", NC_ ("filter", "last quarter") },
  { "next-quarter", NC_ ("filter", "next quarter") },
  { "this-year", NC_ ("filter", "this year") },
  { "last-year", NC_ ("filter", "last year") },
  { "next-year", NC_ ("filter", "next year") },
};

/* A relative day or a span in words; NULL if the text is none. */
static char *
describe_relative (const char *text)
{
  g_autofree char *span = NULL;
  int number;
  char unit;

  for (guint i = 0; i < G_N_ELEMENTS (period_labels); i++)
    if (strcmp (period_labels[i].word, text) == 0)
      return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "filter", period_labels[i].label));
  if (crm_filter_parse_span (text, &number, &unit))
    return describe_span (number, unit);
  if ((text[0] != '-' && text[0] != '+') || !crm_filter_parse_span (text + 1, &number, &unit))
    return NULL;
  span = describe_span (number, unit);
  /* Translators: a span of time, such as "3 weeks" */
  return text[0] == '-' ? g_strdup_printf (C_ ("filter", "%s ago"), span)
                        : g_strdup_printf (C_ ("filter", "in %s"), span);
}

static char *
describe_parsed (const CrmField *field, const CrmValue *value)
{
  switch ((int) field->kind)
    {
    case CRM_FIELD_INTEGER:
      return crm_format_integer (value->i);
    case CRM_FIELD_MONEY:
      return crm_format_decimal (
          (double) value->i / (double) crm_currency_scale (CRM_CURRENCY_FINEST), 3);
    case CRM_FIELD_DECIMAL:
      return crm_format_decimal (value->r, 6);
    case CRM_FIELD_PERCENT:
      return crm_format_percent (value->r, 2);
    case CRM_FIELD_DAY:
      return crm_format_day (value->i);
    case CRM_FIELD_INSTANT:
      return crm_format_instant_full (value->i);
    case CRM_FIELD_BOOLEAN:
      return g_strdup (value->i != 0 ? C_ ("filter", "yes") : C_ ("filter", "no"));
    case CRM_FIELD_ENUM:
      return g_strdup (crm_enum_label (crm_enum_lookup (field->target), value->s));
    case CRM_FIELD_PHONE:
      return crm_format_phone (value->s);
    default:
      return NULL;
    }
}

static char *
describe_value (const CrmField *field, const char *text, CrmLinkTitleFunc link_title, gpointer data)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  const CrmParseContext fine = { .currency = CRM_CURRENCY_FINEST };
  CrmField as_day = *field;
  char *words = NULL;

  if (field->kind == CRM_FIELD_DAY || field->kind == CRM_FIELD_INSTANT)
    words = describe_relative (text);
  if (field->kind == CRM_FIELD_LINK && link_title != NULL && g_ascii_isdigit (text[0]))
    words = link_title (g_ascii_strtoll (text, NULL, 10), data);
  if (words != NULL)
    return words;
  if (field->kind == CRM_FIELD_INSTANT && strchr (text, ':') == NULL)
    as_day.kind = CRM_FIELD_DAY;
  if (crm_field_parse (&as_day, &fine, text, &value, NULL) && !crm_value_is_null (&value))
    words = describe_parsed (&as_day, &value);
  return words != NULL ? words : g_strdup (text);
}

static char *
join_values (CrmFilter *self, const CrmField *field, CrmLinkTitleFunc link_title, gpointer data)
{
  const char *joint = self->op == CRM_OP_BETWEEN || self->op == CRM_OP_HAS_ALL
                          ? C_ ("filter values", " and ")
                          : C_ ("filter values", " or ");
  GString *out = g_string_new (NULL);

  for (guint i = 0; self->values[i] != NULL; i++)
    {
      g_autofree char *value = describe_value (field, self->values[i], link_title, data);

      if (i > 0)
        g_string_append (out, joint);
      g_string_append (out, value);
    }
  return g_string_free (out, FALSE);
}

char *
crm_filter_describe_value (CrmFilter *self, const CrmEntity *entity, CrmLinkTitleFunc link_title,
                           gpointer data)
{
  const CrmField *field;
  g_autofree char *values = NULL;

  g_return_val_if_fail (self->type == CRM_FILTER_RULE, NULL);
  field = crm_entity_any_field (entity, self->field);
  if (field == NULL)
    return g_strdup (crm_filter_op_label (self->op, NULL));
  values = join_values (self, field, link_title, data);
  if (values[0] == '\0')
    return g_strdup (crm_filter_op_label (self->op, field));
  /* Translators: operator and value of a filter, such as "is not Lead" */
  return g_strdup_printf (C_ ("filter", "%1$s %2$s"), crm_filter_op_label (self->op, field),
                          values);
}

const char *
crm_filter_describe_field (CrmFilter *self, const CrmEntity *entity)
{
  const CrmField *field =
      self->type == CRM_FILTER_RULE ? crm_entity_any_field (entity, self->field) : NULL;

  return field != NULL ? crm_field_get_label (field) : self->field != NULL ? self->field : "";
}

static char *
describe_node (CrmFilter *self, const CrmEntity *entity, gboolean inside,
               CrmLinkTitleFunc link_title, gpointer data)
{
  const char *joint =
      self->type == CRM_FILTER_ANY ? C_ ("filter rules", " or ") : C_ ("filter rules", " and ");
  GString *out = g_string_new (NULL);

  if (self->type == CRM_FILTER_RULE)
    {
      g_autofree char *value = crm_filter_describe_value (self, entity, link_title, data);

      /* Translators: field and condition of a filter, such as "Stage" and "is not Lead" */
      g_string_append_printf (out, C_ ("filter", "%1$s %2$s"),
                              crm_filter_describe_field (self, entity), value);
      return g_string_free (out, FALSE);
    }
  for (guint i = 0; i < self->n_children; i++)
    {
      g_autofree char *child = describe_node (self->children[i], entity, TRUE, link_title, data);

      if (i > 0)
        g_string_append (out, joint);
      g_string_append (out, child);
    }
  if (inside && self->n_children > 1)
    {
      g_string_prepend_c (out, '(');
      g_string_append_c (out, ')');
    }
  if (self->type == CRM_FILTER_NOT)
    {
      g_autofree char *inner = g_string_free (out, FALSE);

      /* Translators: the opposite of a condition: "not (Stage is Lead)" */
      return g_strdup_printf (C_ ("filter", "not (%s)"), inner);
    }
  return g_string_free (out, FALSE);
}

char *
crm_filter_describe (CrmFilter *self, const CrmEntity *entity, CrmLinkTitleFunc link_title,
                     gpointer data)
{
  return crm_filter_is_empty (self) ? g_strdup ("")
                                    : describe_node (self, entity, FALSE, link_title, data);
}

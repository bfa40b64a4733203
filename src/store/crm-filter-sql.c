/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A filter as an SQL condition. Only names from the field tables enter the text; everything a person
 * or a file wrote is a bound value. Every rule says what it means for an unknown (NULL) value: a
 * positive rule is not met, "is not", "has none of" and "older than" are. */

#include "config.h"

#include "crm-filter-private.h"
#include "crm-format.h"
#include "crm-search.h"
#include "crm-setting.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const CrmEntity *entity;
  const CrmFilterContext *context;
  gboolean deleted;
  GString *sql;
  GArray *binds;
} Builder;

/* One rule being written. */
typedef struct
{
  const CrmField *field;
  const char *column; /* quoted */
  CrmFilterOp op;
  char **values;
  guint n;
} Rule;

static void
bind (Builder *builder, CrmValue value)
{
  g_string_append_c (builder->sql, '?');
  g_array_append_val (builder->binds, value);
}

static gboolean
refuse_value (const Rule *rule, const char *value, GError **error)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, _ ("%s: “%s” cannot be read as a value"),
               crm_field_get_label (rule->field), value);
  return FALSE;
}

static gboolean
parse_value (const Rule *rule, const char *text, CrmValue *value, GError **error)
{
  if (!crm_field_parse (rule->field, NULL, text, value, NULL) || crm_value_is_null (value))
    return refuse_value (rule, text, error);
  return TRUE;
}

/* ---- days and instants ---- */

/* The smallest and largest stored number that a value means. */
static gboolean
resolve_range (Builder *builder, const Rule *rule, const char *text, gint64 *low, gint64 *high,
               GError **error)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  CrmField as_day = *rule->field;
  gint64 first, last;

  as_day.kind = CRM_FIELD_DAY;
  if (!crm_filter_resolve_days (text, builder->context, &first, &last))
    {
      gboolean has_time = strchr (text, ':') != NULL;

      if (rule->field->kind == CRM_FIELD_INSTANT && has_time)
        {
          if (!parse_value (rule, text, &value, error))
            return FALSE;
          *low = *high = value.i;
          return TRUE;
        }
      if (!crm_field_parse (&as_day, NULL, text, &value, NULL) || crm_value_is_null (&value))
        return refuse_value (rule, text, error);
      first = last = value.i;
    }
  *low = rule->field->kind == CRM_FIELD_DAY ? first : crm_instant_from_day (first);
  *high = rule->field->kind == CRM_FIELD_DAY ? last : crm_instant_from_day (last + 1) - 1;
  return TRUE;
}

static void
write_between (Builder *builder, const Rule *rule, gint64 low, gint64 high)
{
  g_string_append_printf (builder->sql, "%s BETWEEN ", rule->column);
  bind (builder, crm_value_int (low));
  g_string_append (builder->sql, " AND ");
  bind (builder, crm_value_int (high));
}

static void
write_compare (Builder *builder, const Rule *rule, const char *op, gint64 number)
{
  g_string_append_printf (builder->sql, "%s %s ", rule->column, op);
  bind (builder, crm_value_int (number));
}

static gboolean
write_span (Builder *builder, const Rule *rule, GError **error)
{
  gboolean is_day = rule->field->kind == CRM_FIELD_DAY;
  gint64 today = builder->context->today, edge;
  int number;
  char unit;

  if (!crm_filter_parse_span (rule->values[0], &number, &unit))
    return refuse_value (rule, rule->values[0], error);
  edge = crm_filter_shift_day (today, rule->op == CRM_OP_WITHIN_NEXT ? number : -number, unit);
  if (rule->op == CRM_OP_WITHIN_LAST)
    write_between (builder, rule, is_day ? edge : crm_instant_from_day (edge),
                   is_day ? today : builder->context->now);
  else if (rule->op == CRM_OP_WITHIN_NEXT)
    write_between (builder, rule, is_day ? today : builder->context->now,
                   is_day ? edge : crm_instant_from_day (edge + 1) - 1);
  else
    {
      g_string_append_printf (builder->sql, "%s IS NULL OR ", rule->column);
      write_compare (builder, rule, "<", is_day ? edge : crm_instant_from_day (edge));
    }
  return TRUE;
}

static gboolean
write_day_ranges (Builder *builder, const Rule *rule, GError **error)
{
  gboolean negative = rule->op == CRM_OP_IS_NOT;
  gint64 low, high;

  if (negative)
    g_string_append_printf (builder->sql, "%s IS NULL OR NOT (", rule->column);
  for (guint i = 0; i < rule->n; i++)
    {
      if (rule->op == CRM_OP_IN_PERIOD && !crm_filter_is_period (rule->values[i]))
        return refuse_value (rule, rule->values[i], error);
      if (!resolve_range (builder, rule, rule->values[i], &low, &high, error))
        return FALSE;
      if (i > 0)
        g_string_append (builder->sql, " OR ");
      write_between (builder, rule, low, high);
    }
  if (negative)
    g_string_append_c (builder->sql, ')');
  return TRUE;
}

static gboolean
write_day_rule (Builder *builder, const Rule *rule, GError **error)
{
  gint64 low, high, low2, high2;

  if (rule->op == CRM_OP_WITHIN_LAST || rule->op == CRM_OP_WITHIN_NEXT ||
      rule->op == CRM_OP_NOT_WITHIN_LAST)
    return write_span (builder, rule, error);
  if (rule->op == CRM_OP_IS || rule->op == CRM_OP_IS_NOT || rule->op == CRM_OP_IN_PERIOD)
    return write_day_ranges (builder, rule, error);
  if (!resolve_range (builder, rule, rule->values[0], &low, &high, error))
    return FALSE;
  if (rule->op == CRM_OP_LESS)
    write_compare (builder, rule, "<", low);
  else if (rule->op == CRM_OP_AT_MOST)
    write_compare (builder, rule, "<=", high);
  else if (rule->op == CRM_OP_GREATER)
    write_compare (builder, rule, ">", high);
  else if (rule->op == CRM_OP_AT_LEAST)
    write_compare (builder, rule, ">=", low);
  else
    {
      if (!resolve_range (builder, rule, rule->values[1], &low2, &high2, error))
        return FALSE;
      write_between (builder, rule, MIN (low, low2), MAX (high, high2));
    }
  return TRUE;
}

/* ---- numbers ---- */

static const char *
comparison (CrmFilterOp op)
{
  switch ((int) op)
    {
    case CRM_OP_LESS:
      return "<";
    case CRM_OP_AT_MOST:
      return "<=";
    case CRM_OP_GREATER:
      return ">";
    case CRM_OP_AT_LEAST:
      return ">=";
    default:
      return NULL;
    }
}

/* column IN (…), with what a negative rule adds. Values are parsed as the field's. */
static gboolean
write_any_of (Builder *builder, const Rule *rule, GError **error)
{
  if (rule->op == CRM_OP_IS_NOT)
    g_string_append_printf (builder->sql, "%s IS NULL OR %s NOT IN (", rule->column, rule->column);
  else
    g_string_append_printf (builder->sql, "%s IN (", rule->column);
  for (guint i = 0; i < rule->n; i++)
    {
      CrmValue value = CRM_VALUE_INIT;

      if (!parse_value (rule, rule->values[i], &value, error))
        return FALSE;
      if (i > 0)
        g_string_append_c (builder->sql, ',');
      bind (builder, value);
    }
  g_string_append_c (builder->sql, ')');
  return TRUE;
}

/* Amounts are compared in whole units, as they are read: 1000 is 1,000.00 CNY and 1,000 JPY. A rule on a sum in
 * the base currency compares with one number, so an index still serves it. The value is bound in
 * thousandths. */
static gboolean
write_money_value (Builder *builder, const Rule *rule, const char *text, GError **error)
{
  const CrmParseContext fine = { .currency = CRM_CURRENCY_FINEST };
  const CrmField *target =
      rule->field->target != NULL ? crm_entity_field (builder->entity, rule->field->target) : NULL;
  CrmValue value = CRM_VALUE_INIT;

  if (!crm_field_parse (rule->field, &fine, text, &value, NULL) || crm_value_is_null (&value))
    return refuse_value (rule, text, error);
  bind (builder, value);
  if (target == NULL)
    g_string_append (builder->sql, " * crm_currency_scale(" CRM_SQL_BASE_CURRENCY ")");
  else if (target->kind == CRM_FIELD_LINK)
    g_string_append_printf (builder->sql,
                            " * crm_currency_scale(ifnull((SELECT o.currency FROM sales_order o "
                            "WHERE o.id = \"%s\"), " CRM_SQL_BASE_CURRENCY "))",
                            target->id);
  else
    g_string_append_printf (builder->sql,
                            " * crm_currency_scale(ifnull(\"%s\", " CRM_SQL_BASE_CURRENCY "))",
                            target->id);
  g_string_append_printf (builder->sql, " / %" G_GINT64_FORMAT,
                          crm_currency_scale (CRM_CURRENCY_FINEST));
  return TRUE;
}

static gboolean
write_money_rule (Builder *builder, const Rule *rule, GError **error)
{
  gboolean between = rule->op == CRM_OP_BETWEEN, negative = rule->op == CRM_OP_IS_NOT;
  g_auto (CrmValue) first = CRM_VALUE_INIT, second = CRM_VALUE_INIT;
  guint low = 0, high = 1;

  if (between && parse_value (rule, rule->values[0], &first, NULL) &&
      parse_value (rule, rule->values[1], &second, NULL) && crm_value_compare (&first, &second) > 0)
    low = 1, high = 0;
  if (negative)
    g_string_append_printf (builder->sql, "%s IS NULL OR NOT (", rule->column);
  for (guint i = 0; i < (between ? 1 : rule->n); i++)
    {
      const char *op = rule->op == CRM_OP_IS || negative ? "=" : comparison (rule->op);

      g_string_append_printf (builder->sql, "%s%s %s ", i > 0 ? " OR " : "", rule->column,
                              between ? "BETWEEN" : op);
      if (!write_money_value (builder, rule, rule->values[between ? low : i], error))
        return FALSE;
      if (between)
        g_string_append (builder->sql, " AND ");
      if (between && !write_money_value (builder, rule, rule->values[high], error))
        return FALSE;
    }
  if (negative)
    g_string_append_c (builder->sql, ')');
  return TRUE;
}

static gboolean
write_number_rule (Builder *builder, const Rule *rule, GError **error)
{
  CrmValue low = CRM_VALUE_INIT, high = CRM_VALUE_INIT;

  if (rule->op == CRM_OP_IS || rule->op == CRM_OP_IS_NOT)
    return write_any_of (builder, rule, error);
  if (!parse_value (rule, rule->values[0], &low, error))
    return FALSE;
  if (rule->op != CRM_OP_BETWEEN)
    {
      g_string_append_printf (builder->sql, "%s %s ", rule->column, comparison (rule->op));
      bind (builder, low);
      return TRUE;
    }
  if (!parse_value (rule, rule->values[1], &high, error))
    return FALSE;
  if (crm_value_compare (&low, &high) > 0)
    {
      CrmValue swap = low;

      low = high;
      high = swap;
    }
  g_string_append_printf (builder->sql, "%s BETWEEN ", rule->column);
  bind (builder, low);
  g_string_append (builder->sql, " AND ");
  bind (builder, high);
  return TRUE;
}

static gboolean
write_boolean_rule (Builder *builder, const Rule *rule, GError **error)
{
  CrmValue value = CRM_VALUE_INIT;

  if (!parse_value (rule, rule->values[0], &value, error))
    return FALSE;
  /* What nobody ticked is not ticked. */
  g_string_append_printf (builder->sql, "ifnull(%s, 0) = %d", rule->column,
                          (value.i != 0) == (rule->op == CRM_OP_IS));
  return TRUE;
}

/* ---- text ---- */

/* Telephone numbers are compared by their digits, without the trunk zero that E.164 does not have. */
static char *
phone_digits (const char *text)
{
  GString *digits = g_string_new (NULL);
  g_autofree char *folded = crm_search_fold (text);

  for (const char *p = folded; *p != '\0' && *p != ';'; p++)
    if (g_ascii_isdigit (*p) && (digits->len > 0 || *p != '0'))
      g_string_append_c (digits, *p);
  return g_string_free (digits, FALSE);
}

static char *
needle_of (const Rule *rule, const char *text)
{
  gboolean is_phone = rule->field->kind == CRM_FIELD_PHONE;
  g_autofree char *digits = is_phone ? phone_digits (text) : NULL;

  if (!is_phone || digits[0] == '\0')
    return crm_search_fold (text);
  if (rule->op == CRM_OP_STARTS_WITH)
    return g_strconcat ("+", digits, NULL);
  return g_steal_pointer (&digits);
}

/* function(expression, ?) OR … over the values. */
static void
write_text_match (Builder *builder, const Rule *rule, const char *expression)
{
  const char *function = rule->op == CRM_OP_CONTAINS ? "crm_contains" : "crm_starts_with";

  for (guint i = 0; i < rule->n; i++)
    {
      g_autofree char *needle = needle_of (rule, rule->values[i]);

      g_string_append_printf (builder->sql, "%s%s(%s, ", i > 0 ? " OR " : "", function, expression);
      bind (builder, (CrmValue){ .type = CRM_VALUE_TEXT, .s = g_ref_string_new (needle) });
      g_string_append_c (builder->sql, ')');
    }
}

/* Indexed texts are identifiers and compared exactly; all others as people read them. */
static gboolean
write_text_rule (Builder *builder, const Rule *rule, GError **error)
{
  gboolean folded =
      (rule->field->kind == CRM_FIELD_TEXT || rule->field->kind == CRM_FIELD_LONG_TEXT ||
       rule->field->kind == CRM_FIELD_URL || rule->field->kind == CRM_FIELD_JSON) &&
      (rule->field->flags & (CRM_FIELD_INDEXED | CRM_FIELD_UNIQUE)) == 0;

  if (rule->op == CRM_OP_CONTAINS || rule->op == CRM_OP_STARTS_WITH)
    {
      write_text_match (builder, rule, rule->column);
      return TRUE;
    }
  if (!folded)
    return write_any_of (builder, rule, error);
  if (rule->op == CRM_OP_IS_NOT)
    g_string_append_printf (builder->sql, "%s IS NULL OR crm_fold(%s) NOT IN (", rule->column,
                            rule->column);
  else
    g_string_append_printf (builder->sql, "crm_fold(%s) IN (", rule->column);
  for (guint i = 0; i < rule->n; i++)
    {
      g_autofree char *needle = crm_search_fold (rule->values[i]);

      if (i > 0)
        g_string_append_c (builder->sql, ',');
      bind (builder, (CrmValue){ .type = CRM_VALUE_TEXT, .s = g_ref_string_new (needle) });
    }
  g_string_append_c (builder->sql, ')');
  return TRUE;
}

/* ---- links ---- */

static gboolean
is_number (const char *text)
{
  return text[0] != '\0' && text[strspn (text, "0123456789")] == '\0';
}

/* Ids, or the names of what is linked to. */
static gboolean
write_link_rule (Builder *builder, const Rule *rule, GError **error)
{
  const CrmEntity *target = crm_entity_lookup (rule->field->target);
  gboolean negative = rule->op == CRM_OP_IS_NOT;
  g_autofree char *title =
      target != NULL ? crm_field_dup_column (crm_entity_field (target, target->title)) : NULL;
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", title);
  guint n_ids = 0;

  for (guint i = 0; i < rule->n; i++)
    n_ids += is_number (rule->values[i]);
  if (n_ids == rule->n && (rule->op == CRM_OP_IS || negative))
    return write_any_of (builder, rule, error);
  if (target == NULL)
    return refuse_value (rule, rule->values[0], error);
  g_string_append_printf (builder->sql, negative ? "%s IS NULL OR %s NOT IN" : "%s IN",
                          rule->column, rule->column);
  g_string_append_printf (builder->sql, " (SELECT id FROM \"%s\" WHERE ", target->table);
  if (rule->op == CRM_OP_CONTAINS || rule->op == CRM_OP_STARTS_WITH)
    write_text_match (builder, rule, quoted);
  else
    for (guint i = 0; i < rule->n; i++)
      {
        g_autofree char *needle = crm_search_fold (rule->values[i]);

        if (i > 0)
          g_string_append (builder->sql, " OR ");
        if (is_number (rule->values[i]))
          {
            g_string_append (builder->sql, "id = ");
            bind (builder, crm_value_int (g_ascii_strtoll (rule->values[i], NULL, 10)));
            continue;
          }
        g_string_append_printf (builder->sql, "crm_fold(%s) = ", quoted);
        bind (builder, (CrmValue){ .type = CRM_VALUE_TEXT, .s = g_ref_string_new (needle) });
      }
  g_string_append_c (builder->sql, ')');
  return TRUE;
}

/* ---- lists of strings ---- */

static void
write_list_source (Builder *builder, const Rule *rule)
{
  if (builder->deleted)
    {
      g_string_append_printf (builder->sql, "EXISTS (SELECT 1 FROM json_each(%s) WHERE (",
                              rule->column);
      return;
    }
  g_string_append_printf (
      builder->sql,
      "id IN (SELECT record FROM list_value WHERE entity = %d AND field = ", builder->entity->code);
  bind (builder, crm_value_text (rule->field->id));
  g_string_append (builder->sql, " AND (");
}

/* Records with any of the values from..to. */
static void
write_list_any (Builder *builder, const Rule *rule, guint from, guint to)
{
  write_list_source (builder, rule);
  if (rule->op == CRM_OP_CONTAINS || rule->op == CRM_OP_STARTS_WITH)
    write_text_match (builder, rule, "value");
  else
    {
      g_string_append (builder->sql, "value IN (");
      for (guint i = from; i < to; i++)
        {
          if (i > from)
            g_string_append_c (builder->sql, ',');
          bind (builder,
                (CrmValue){ .type = CRM_VALUE_TEXT, .s = g_ref_string_new (rule->values[i]) });
        }
      g_string_append_c (builder->sql, ')');
    }
  g_string_append (builder->sql, "))");
}

static gboolean
write_list_rule (Builder *builder, const Rule *rule, GError **error)
{
  if (rule->op == CRM_OP_HAS_ALL)
    {
      for (guint i = 0; i < rule->n; i++)
        {
          if (i > 0)
            g_string_append (builder->sql, " AND ");
          write_list_any (builder, rule, i, i + 1);
        }
      return TRUE;
    }
  if (rule->op == CRM_OP_HAS_NONE || rule->op == CRM_OP_IS_NOT)
    g_string_append (builder->sql, "NOT ");
  write_list_any (builder, rule, 0, rule->n);
  return TRUE;
}

/* ---- the tree ---- */

static gboolean
write_values_rule (Builder *builder, const Rule *rule, GError **error)
{
  switch (rule->field->kind)
    {
    case CRM_FIELD_DAY:
    case CRM_FIELD_INSTANT:
      return write_day_rule (builder, rule, error);
    case CRM_FIELD_MONEY:
      return write_money_rule (builder, rule, error);
    case CRM_FIELD_INTEGER:
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
      return write_number_rule (builder, rule, error);
    case CRM_FIELD_BOOLEAN:
      return write_boolean_rule (builder, rule, error);
    case CRM_FIELD_ENUM:
      return write_any_of (builder, rule, error);
    case CRM_FIELD_LINK:
      return write_link_rule (builder, rule, error);
    case CRM_FIELD_LIST:
      return write_list_rule (builder, rule, error);
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_URL:
    case CRM_FIELD_JSON:
    default:
      return write_text_rule (builder, rule, error);
    }
}

static gboolean
write_rule (Builder *builder, CrmFilter *filter, GError **error)
{
  const CrmField *field = crm_entity_any_field (builder->entity, filter->field);
  Rule rule = { .field = field, .op = filter->op, .values = filter->values };
  g_autofree char *column = NULL;
  int min, max;

  if (field == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, _ ("%s have no field “%s”"),
                   crm_entity_get_label_plural (builder->entity), filter->field);
      return FALSE;
    }
  rule.n = g_strv_length (filter->values);
  crm_filter_op_arity (filter->op, &min, &max);
  if (!crm_filter_op_fits (filter->op, field->kind) || (int) rule.n < min ||
      (max >= 0 && (int) rule.n > max))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                   _ ("%s: this condition does not fit the field"), crm_field_get_label (field));
      return FALSE;
    }
  rule.column = column = crm_field_dup_sql (field);
  if (filter->op == CRM_OP_EMPTY || filter->op == CRM_OP_NOT_EMPTY)
    {
      g_string_append_printf (builder->sql, "%s IS %sNULL", column,
                              filter->op == CRM_OP_EMPTY ? "" : "NOT ");
      return TRUE;
    }
  return write_values_rule (builder, &rule, error);
}

static gboolean
write_node (Builder *builder, CrmFilter *filter, GError **error)
{
  gboolean negative = filter->type == CRM_FILTER_NOT;
  gboolean ok = TRUE;

  if (filter->type != CRM_FILTER_RULE && filter->n_children == 0)
    {
      g_string_append_c (builder->sql, '1');
      return TRUE;
    }
  g_string_append_c (builder->sql, '(');
  if (filter->type == CRM_FILTER_RULE)
    ok = write_rule (builder, filter, error);
  for (guint i = 0; ok && i < filter->n_children; i++)
    {
      if (i > 0)
        g_string_append (builder->sql, filter->type == CRM_FILTER_ANY ? " OR " : " AND ");
      ok = write_node (builder, filter->children[i], error);
    }
  /* What is unknown is not so: NOT of it holds. */
  g_string_append (builder->sql, negative ? ") IS NOT TRUE" : ")");
  return ok;
}

static gboolean
write_filter (CrmFilter *self, const CrmEntity *entity, const CrmFilterContext *context,
              gboolean deleted, GString *sql, GArray *binds, GError **error)
{
  Builder builder = { entity, context, deleted, sql, binds };
  CrmFilterContext own;

  if (context == NULL)
    {
      crm_filter_context_init (&own);
      builder.context = &own;
    }
  if (!crm_filter_is_empty (self))
    return write_node (&builder, self, error);
  g_string_append_c (sql, '1');
  return TRUE;
}

gboolean
crm_filter_to_sql (CrmFilter *self, const CrmEntity *entity, const CrmFilterContext *context,
                   GString *sql, GArray *binds, GError **error)
{
  return write_filter (self, entity, context, FALSE, sql, binds, error);
}

gboolean
crm_filter_to_sql_deleted (CrmFilter *self, const CrmEntity *entity,
                           const CrmFilterContext *context, GString *sql, GArray *binds,
                           GError **error)
{
  return write_filter (self, entity, context, TRUE, sql, binds, error);
}

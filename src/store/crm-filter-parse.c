/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Filter expressions as people write them for crm-cli, and back. A hand-written descent over
 *   any  := all ("or" all)*        all  := one ("and" one)*
 *   one  := "not" one | "(" any ")" | field operator values
 * that says at which character something is wrong. */

#include "config.h"

#include "crm-filter-private.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

#define MAX_DEPTH 32

typedef struct
{
  const CrmEntity *entity;
  const char *text;
  const char *at;
  guint depth;
  GError **error;
} Parser;

static gboolean G_GNUC_PRINTF (3, 4) fail (Parser *parser, const char *at, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (parser->error, CRM_ERROR, CRM_ERROR_SYNTAX, _ ("At character %ld: %s"),
               g_utf8_pointer_to_offset (parser->text, at) + 1, message);
  return FALSE;
}

static void
skip_spaces (Parser *parser)
{
  while (g_unichar_isspace (g_utf8_get_char (parser->at)))
    parser->at = g_utf8_next_char (parser->at);
}

static gboolean
ends_word (const char *p)
{
  return *p == '\0' || strchr ("()=!<>~,\"", *p) != NULL || g_unichar_isspace (g_utf8_get_char (p));
}

/* Takes a keyword if it is the next word. */
static gboolean
take_keyword (Parser *parser, const char *word)
{
  gsize length = strlen (word);

  skip_spaces (parser);
  if (g_ascii_strncasecmp (parser->at, word, length) != 0 || !ends_word (parser->at + length))
    return FALSE;
  parser->at += length;
  return TRUE;
}

static gboolean
take_symbol (Parser *parser, const char *symbol)
{
  skip_spaces (parser);
  if (!g_str_has_prefix (parser->at, symbol))
    return FALSE;
  parser->at += strlen (symbol);
  return TRUE;
}

/* ---- values ---- */

static gboolean
take_quoted (Parser *parser, char **value)
{
  const char *start = parser->at++;
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *parser->at != '"'; parser->at++)
    {
      if (*parser->at == '\\' && (parser->at[1] == '"' || parser->at[1] == '\\'))
        parser->at++;
      if (*parser->at == '\0')
        return fail (parser, start, _ ("the quotation mark is not closed"));
      g_string_append_c (text, *parser->at);
    }
  parser->at++;
  *value = g_strdup (text->str);
  return TRUE;
}

/* A bare word ends before a space, a comma, a bracket or "..". */
static gboolean
take_value (Parser *parser, char **value)
{
  const char *start;

  skip_spaces (parser);
  start = parser->at;
  if (*start == '"')
    return take_quoted (parser, value);
  while (*parser->at != '\0' && strchr ("(),\"", *parser->at) == NULL &&
         !g_str_has_prefix (parser->at, "..") && !g_unichar_isspace (g_utf8_get_char (parser->at)))
    parser->at = g_utf8_next_char (parser->at);
  if (parser->at == start)
    return fail (parser, start, _ ("a value is missing"));
  *value = g_strndup (start, (gsize) (parser->at - start));
  return TRUE;
}

static gboolean
take_values (Parser *parser, CrmFilterOp op, char ***values)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *start;
  int min, max, n = 0;

  skip_spaces (parser);
  start = parser->at;
  crm_filter_op_arity (op, &min, &max);
  while (max != 0)
    {
      g_autofree char *value = NULL;

      if (!take_value (parser, &value))
        return FALSE;
      g_strv_builder_add (builder, value);
      n++;
      if (!(op == CRM_OP_BETWEEN
                ? n < 2 && (take_symbol (parser, "..") || take_keyword (parser, "and"))
                : take_symbol (parser, ",")))
        break;
    }
  if (n < min || (max >= 0 && n > max))
    return fail (parser, start,
                 op == CRM_OP_BETWEEN ? _ ("two values are needed: between 1..5")
                                      : _ ("one value is needed here"));
  *values = g_strv_builder_end (builder);
  return TRUE;
}

/* ---- operators ---- */

/* Longer ones stand before those they begin with. */
static const struct
{
  const char *symbol;
  CrmFilterOp op;
} symbols[] = {
  { "!=", CRM_OP_IS_NOT },       { "<>", CRM_OP_IS_NOT }, { "<=", CRM_OP_AT_MOST },
  { ">=", CRM_OP_AT_LEAST },     { "^=", CRM_OP_STARTS_WITH }, { "==", CRM_OP_IS },
  { "=", CRM_OP_IS },            { "~", CRM_OP_CONTAINS },     { "<", CRM_OP_LESS },
  { ">", CRM_OP_GREATER },
}, keywords[] = {
  { "between", CRM_OP_BETWEEN }, { "within-next", CRM_OP_WITHIN_NEXT }, { "next", CRM_OP_WITHIN_NEXT },
  { "within", CRM_OP_WITHIN_LAST }, { "within-last", CRM_OP_WITHIN_LAST },
  { "older", CRM_OP_NOT_WITHIN_LAST }, { "has-all", CRM_OP_HAS_ALL }, { "has-none", CRM_OP_HAS_NONE },
  { "has", CRM_OP_IS },          { "contains", CRM_OP_CONTAINS },
  { "starts-with", CRM_OP_STARTS_WITH }, { "in", CRM_OP_IN_PERIOD },
};

static gboolean
take_is (Parser *parser, CrmFilterOp *op)
{
  gboolean negative = take_keyword (parser, "not");

  if (take_keyword (parser, "empty"))
    *op = negative ? CRM_OP_NOT_EMPTY : CRM_OP_EMPTY;
  else
    *op = negative ? CRM_OP_IS_NOT : CRM_OP_IS;
  return TRUE;
}

static gboolean
take_op (Parser *parser, const CrmField *field, CrmFilterOp *op)
{
  if (take_keyword (parser, "is"))
    return take_is (parser, op);
  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (take_symbol (parser, symbols[i].symbol))
      {
        *op = symbols[i].op;
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (take_keyword (parser, keywords[i].symbol))
      {
        *op = keywords[i].op;
        if (*op == CRM_OP_IN_PERIOD && !crm_filter_op_fits (*op, field->kind))
          *op = CRM_OP_IS;
        return TRUE;
      }
  skip_spaces (parser);
  return fail (
      parser, parser->at,
      _ ("an operator is missing after “%s”, such as =, !=, ~, <, >=, within, has, is empty"),
      field->id);
}

/* ---- rules and groups ---- */

/* A field of the table, with '_' for '-' as in SQL; or an own one, quoted where its name has spaces:
 * custom.Height:number, "custom.Key account:flag". */
static char *
take_field (Parser *parser)
{
  const char *start = parser->at;
  gboolean quoted = *start == '"';

  if (!quoted && !g_str_has_prefix (start, "custom."))
    {
      while (g_ascii_isalnum (*parser->at) || *parser->at == '-' || *parser->at == '_')
        parser->at++;
      return g_strdelimit (g_strndup (start, (gsize) (parser->at - start)), "_", '-');
    }
  if (quoted)
    start = ++parser->at;
  while (*parser->at != '\0' &&
         (quoted ? *parser->at != '"'
                 : (guchar) *parser->at >= 0x80 || g_ascii_isalnum (*parser->at) ||
                       strchr ("-_.:", *parser->at) != NULL))
    parser->at++;
  if (quoted && *parser->at == '"')
    parser->at++;
  return g_strndup (start, (gsize) (parser->at - start) - (quoted ? 1 : 0));
}

static CrmFilter *
parse_rule (Parser *parser)
{
  const char *start, *op_start;
  g_autofree char *name = NULL;
  g_auto (GStrv) values = NULL;
  const CrmField *field;
  CrmFilterOp op = CRM_OP_IS;

  skip_spaces (parser);
  start = parser->at;
  name = take_field (parser);
  if (name[0] == '\0')
    {
      fail (parser, start, _ ("a field is missing"));
      return NULL;
    }
  field = crm_entity_any_field (parser->entity, name);
  if (field == NULL || (field->flags & CRM_FIELD_HIDDEN) != 0)
    {
      fail (parser, start, _ ("%s have no field “%s”"),
            crm_entity_get_label_plural (parser->entity), name);
      return NULL;
    }
  skip_spaces (parser);
  op_start = parser->at;
  if (!take_op (parser, field, &op))
    return NULL;
  if (!crm_filter_op_fits (op, field->kind))
    {
      fail (parser, op_start, _ ("“%s” cannot be compared in this way"), field->id);
      return NULL;
    }
  if (!take_values (parser, op, &values))
    return NULL;
  return crm_filter_new_rule (field->id, op, (const char *const *) values);
}

static CrmFilter *parse_any (Parser *parser);

static CrmFilter *
parse_one (Parser *parser)
{
  g_autoptr (CrmFilter) inner = NULL;

  skip_spaces (parser);
  if (parser->depth >= MAX_DEPTH)
    {
      fail (parser, parser->at, _ ("too many brackets within one another"));
      return NULL;
    }
  parser->depth++;
  if (take_keyword (parser, "not"))
    {
      inner = parse_one (parser);
      parser->depth--;
      return inner != NULL ? crm_filter_new_group (CRM_FILTER_NOT, &inner, 1) : NULL;
    }
  if (take_symbol (parser, "("))
    {
      inner = parse_any (parser);
      parser->depth--;
      if (inner != NULL && !take_symbol (parser, ")"))
        {
          fail (parser, parser->at, _ ("a closing bracket is missing"));
          return NULL;
        }
      return g_steal_pointer (&inner);
    }
  parser->depth--;
  return parse_rule (parser);
}

static CrmFilter *
parse_group (Parser *parser, CrmFilterType type, const char *keyword,
             CrmFilter *(*parse) (Parser *) )
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify) crm_filter_unref);

  do
    {
      CrmFilter *child = parse (parser);

      if (child == NULL)
        return NULL;
      g_ptr_array_add (children, child);
    }
  while (take_keyword (parser, keyword));
  if (children->len == 1)
    return crm_filter_ref (children->pdata[0]);
  return crm_filter_new_group (type, (CrmFilter **) children->pdata, children->len);
}

static CrmFilter *
parse_all (Parser *parser)
{
  return parse_group (parser, CRM_FILTER_ALL, "and", parse_one);
}

static CrmFilter *
parse_any (Parser *parser)
{
  return parse_group (parser, CRM_FILTER_ANY, "or", parse_all);
}

CrmFilter *
crm_filter_parse (const CrmEntity *entity, const char *expression, GError **error)
{
  Parser parser = { .entity = entity, .text = expression, .at = expression, .error = error };
  g_autoptr (CrmFilter) filter = NULL;

  g_return_val_if_fail (entity != NULL && expression != NULL, NULL);
  if (!g_utf8_validate (expression, -1, NULL))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                           _ ("The filter is not readable as text (UTF-8)"));
      return NULL;
    }
  skip_spaces (&parser);
  if (*parser.at == '\0')
    return crm_filter_new_group (CRM_FILTER_ALL, NULL, 0);
  filter = parse_any (&parser);
  if (filter == NULL)
    return NULL;
  skip_spaces (&parser);
  if (*parser.at != '\0')
    {
      fail (&parser, parser.at, _ ("“and” or “or” is missing before “%s”"), parser.at);
      return NULL;
    }
  return g_steal_pointer (&filter);
}

/* ---- and back ---- */

static const char *const op_words[CRM_N_FILTER_OPS] = {
  "=",
  "!=",
  "~",
  "^=",
  "<",
  "<=",
  ">",
  ">=",
  "between",
  "within",
  "within-next",
  "older",
  "in",
  "has-all",
  "has-none",
  "is empty",
  "is not empty",
};

static void
append_value (GString *out, const char *value)
{
  gboolean bare = value[0] != '\0' && strstr (value, "..") == NULL;

  for (const char *p = value; bare && *p != '\0'; p = g_utf8_next_char (p))
    bare = strchr ("(),\"\\", *p) == NULL && !g_unichar_isspace (g_utf8_get_char (p));
  if (bare)
    {
      g_string_append (out, value);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
append_node (GString *out, CrmFilter *self, gboolean inside)
{
  const char *joint = self->type == CRM_FILTER_ANY ? " or " : " and ";
  gboolean brackets = self->n_children > 1 && (inside || self->type == CRM_FILTER_NOT);

  if (self->type == CRM_FILTER_RULE)
    {
      g_string_append_printf (out,
                              strpbrk (self->field, " '()=<>!~,") != NULL ? "\"%s\" %s" : "%s %s",
                              self->field, op_words[self->op]);
      for (guint i = 0; self->values[i] != NULL; i++)
        {
          g_string_append (out, i == 0 ? " " : self->op == CRM_OP_BETWEEN ? ".." : ",");
          append_value (out, self->values[i]);
        }
      return;
    }
  if (self->type == CRM_FILTER_NOT)
    g_string_append (out, "not ");
  if (brackets)
    g_string_append_c (out, '(');
  for (guint i = 0; i < self->n_children; i++)
    {
      if (i > 0)
        g_string_append (out, joint);
      append_node (out, self->children[i], TRUE);
    }
  if (brackets)
    g_string_append_c (out, ')');
}

char *
crm_filter_to_expression (CrmFilter *self)
{
  GString *out = g_string_new (NULL);

  if (!crm_filter_is_empty (self))
    append_node (out, self, FALSE);
  return g_string_free (out, FALSE);
}

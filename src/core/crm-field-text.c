/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields to text and back: what people type, what files hold. crm_field_parse() reads everything
 * crm_field_to_text() writes, and the usual forms people and spreadsheets use. */

#include "config.h"

#include "crm-error.h"
#include "crm-field.h"
#include "crm-format.h"
#include "crm-phone.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean
refuse (const CrmField *self, const char *text, GError **error, const char *sentence)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, "%s: “%.60s” %s", crm_field_get_label (self),
               text, sentence);
  return FALSE;
}

/* Leaves "[-]digits[.digits][e…]" for g_ascii_strtod: full width folded, currency signs and grouping
 * removed. Of two different marks the last is the decimal one; a single comma before exactly three
 * digits groups, unless the context says otherwise. */
static char *
clean_number (const char *typed, char decimal_mark)
{
  g_autofree char *text = g_utf8_normalize (typed, -1, G_NORMALIZE_ALL_COMPOSE);
  GString *out = g_string_new (NULL);
  const char *last_dot = strrchr (text, '.'), *last_comma = strrchr (text, ',');
  gboolean parenthesised = text[0] == '(' && g_str_has_suffix (text, ")");

  if (decimal_mark == 0)
    {
      decimal_mark = '.';
      if (last_comma != NULL && last_dot != NULL)
        decimal_mark = last_comma > last_dot ? ',' : '.';
      else if (last_comma != NULL && strchr (text, ',') == last_comma &&
               strspn (last_comma + 1, "0123456789") != 3)
        decimal_mark = ',';
    }
  if (parenthesised)
    g_string_append_c (out, '-');
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == (gunichar) decimal_mark)
        g_string_append_c (out, '.');
      else if (c == 0x2212)
        g_string_append_c (out, '-');
      else if (c < 128 && (g_ascii_isdigit ((char) c) || strchr ("+-eE", (int) c) != NULL))
        g_string_append_c (out, (char) c);
      else if (c == ',' || c == '.' || c == '\'' || c == '(' || c == ')' || c == '%' ||
               g_unichar_isspace (c) || c == 0xA0 || c == 0x202F ||
               g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL || c == 0x5143 /* 元 */)
        continue;
      else
        g_string_append_unichar (out, c); /* makes the conversion fail, which is right */
    }
  return g_string_free (out, FALSE);
}

static gboolean
parse_real (const char *text, char decimal_mark, double *number)
{
  g_autofree char *clean = clean_number (text, decimal_mark);
  char *end = NULL;

  if (strpbrk (clean, "0123456789") == NULL)
    return FALSE;
  errno = 0;
  *number = g_ascii_strtod (clean, &end);
  return *end == '\0' && errno == 0 && isfinite (*number);
}

static gboolean
parse_integer (const char *text, gint64 *number)
{
  g_autofree char *clean = clean_number (text, 0);
  char *end = NULL;
  double real;

  errno = 0;
  *number = g_ascii_strtoll (clean, &end, 10);
  if (clean[0] != '\0' && *end == '\0' && errno == 0 && *number != CRM_NULL_INT)
    return TRUE;
  if (!parse_real (text, 0, &real) || real != floor (real) || fabs (real) > 9e15)
    return FALSE;
  *number = (gint64) real;
  return TRUE;
}

/* Exact: digits are read as digits, so that 0.29 is 29 cents and 2^53 cents survive. */
static gboolean
parse_money (const char *text, int digits, char decimal_mark, gint64 *minor)
{
  g_autofree char *clean = clean_number (text, decimal_mark);
  const char *p = clean;
  gboolean negative = *p == '-', any = FALSE;
  guint64 units = 0;
  int decimals = -1;
  double real, scaled;

  if (*p == '-' || *p == '+')
    p++;
  for (; *p != '\0'; p++)
    {
      if (*p == '.' && decimals < 0)
        {
          decimals = 0;
          continue;
        }
      if (!g_ascii_isdigit (*p) || units > G_MAXINT64 / 10 - 1 || (decimals >= digits && *p != '0'))
        break;
      any = TRUE;
      if (decimals >= digits)
        continue;
      units = units * 10 + (guint64) (*p - '0');
      if (decimals >= 0)
        decimals++;
    }
  if (*p == '\0' && any)
    {
      for (int i = MAX (decimals, 0); i < digits; i++)
        {
          if (units > G_MAXINT64 / 10)
            return FALSE;
          units *= 10;
        }
      *minor = negative ? -(gint64) units : (gint64) units;
      return TRUE;
    }
  if (!parse_real (text, decimal_mark, &real))
    return FALSE;
  scaled = real * pow (10, digits);
  if (fabs (scaled) > 9e15)
    return FALSE;
  *minor = llround (scaled);
  return TRUE;
}

/* The first three runs of digits, and whatever follows them. */
static const char *
scan_numbers (const char *text, int numbers[3], int lengths[3], gunichar *mark)
{
  const char *p = text;

  for (int i = 0; i < 3; i++)
    {
      char *end;

      while (*p != '\0' && !g_ascii_isdigit (*p))
        {
          gunichar c = g_utf8_get_char (p);

          if (i == 0 ||
              (c != '-' && c != '/' && c != '.' && c != 0x5E74 && c != 0x6708 && c != ' '))
            return NULL;
          *mark = c;
          p = g_utf8_next_char (p);
        }
      if (*p == '\0')
        return NULL;
      numbers[i] = (int) strtol (p, &end, 10);
      lengths[i] = (int) (end - p);
      p = end;
    }
  return g_str_has_prefix (p, "日") ? p + strlen ("日") : p;
}

/* 2026-11-23, 2026/11/23, 2026年11月23日, 20261123, 23.11.2026, 11/23/2026 or 23/11/2026 by context,
 * and a spreadsheet's day number (1900 system) from 1954 on. `rest` is what follows (a time). */
static gboolean
parse_day (const char *typed, const CrmParseContext *context, gint64 *day, char **rest)
{
  g_autofree char *text = g_utf8_normalize (typed, -1, G_NORMALIZE_ALL_COMPOSE);
  int n[3], length[3];
  gunichar mark = 0;
  const char *after;
  gsize digits = strspn (text, "0123456789");

  *rest = NULL;
  if (text[digits] == '\0' && digits == 8)
    {
      int compact = atoi (text);

      *day = crm_day_from_ymd (compact / 10000, compact / 100 % 100, compact % 100);
      return *day != CRM_NULL_INT;
    }
  if (text[digits] == '\0' && digits == 5 && atoi (text) >= 20000)
    {
      *day = atoi (text) - 25569;
      return TRUE;
    }
  after = scan_numbers (text, n, length, &mark);
  if (after == NULL)
    return FALSE;
  if (length[0] == 4)
    *day = crm_day_from_ymd (n[0], n[1], n[2]);
  else if (length[2] == 4 || length[2] == 2)
    {
      int year = length[2] == 2 ? (n[2] < 70 ? 2000 : 1900) + n[2] : n[2];
      gboolean known = context != NULL && context->day_order_known;
      gboolean day_first = mark == '.' || (!known && n[0] > 12) ||
                           (context != NULL && context->day_first && (known || n[1] <= 12));

      *day = day_first ? crm_day_from_ymd (year, n[1], n[0]) : crm_day_from_ymd (year, n[0], n[1]);
    }
  else
    return FALSE;
  *rest = g_strdup (after);
  return *day != CRM_NULL_INT;
}

/* Nothing, or a time of day that is dropped from a day. */
static gboolean
is_time_or_nothing (const char *rest)
{
  return rest == NULL || rest[strspn (rest, " T0123456789:.+Z-APMapm")] == '\0';
}

static gboolean
parse_instant (const char *text, const CrmParseContext *context, gint64 *instant)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *rest = NULL;
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, zone);
  gint64 day;
  int year, month, month_day, hour = 0, minute = 0;
  int seconds = 0;

  if (time == NULL)
    {
      if (!parse_day (text, context, &day, &rest))
        return FALSE;
      if (rest != NULL && rest[strspn (rest, " T")] != '\0' &&
          sscanf (rest + strspn (rest, " T"), "%2d:%2d:%2d", &hour, &minute, &seconds) < 2)
        return FALSE;
      crm_day_to_ymd (day, &year, &month, &month_day);
      time = g_date_time_new_local (year, month, month_day, hour, minute, seconds);
      if (time == NULL)
        return FALSE;
    }
  *instant = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
  return TRUE;
}

static gboolean
parse_boolean (const char *text, gint64 *number)
{
  static const char *const yes[] = { "true", "yes", "y", "1", "x", "是", "有", "✓", "on", NULL };
  static const char *const no[] = { "false", "no", "n", "0", "否", "无", "off", NULL };
  g_autofree char *lower = g_utf8_strdown (text, -1);

  *number = g_strv_contains (yes, lower) ? 1 : 0;
  return *number == 1 || g_strv_contains (no, lower);
}

static gboolean
parse_enum (const CrmField *self, const char *text, CrmValue *value)
{
  const CrmEnum *choices = crm_enum_lookup (self->target);
  g_autofree char *typed = g_utf8_casefold (text, -1);

  if (choices == &crm_currency_enum)
    {
      *value = crm_value_text (crm_currency_parse (text));
      return !crm_value_is_null (value);
    }
  for (guint i = 0; i < choices->n_values; i++)
    {
      g_autofree char *code = g_utf8_casefold (choices->values[i].code, -1);
      g_autofree char *label = g_utf8_casefold (choices->values[i].label, -1);
      g_autofree char *local = g_utf8_casefold (_ (choices->values[i].label), -1);

      if (strcmp (typed, code) == 0 || strcmp (typed, label) == 0 || strcmp (typed, local) == 0)
        {
          *value = crm_value_text (choices->values[i].code);
          return TRUE;
        }
    }
  return FALSE;
}

static CrmValue
parse_list (const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) strings = NULL;
  g_autofree char *separated = NULL;

  if (text[0] == '[')
    {
      CrmValue raw = crm_value_text (text);

      parts = crm_value_get_list (&raw);
      crm_value_clear (&raw);
    }
  if (parts == NULL || parts[0] == NULL)
    {
      GString *unified = g_string_new (text);

      g_strfreev (parts);
      g_string_replace (unified, "；", ";", 0);
      separated = g_string_free (unified, FALSE);
      parts = g_strsplit (separated, ";", -1);
    }
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);

      if (part[0] != '\0' && g_hash_table_add (seen, (gpointer) part))
        g_strv_builder_add (kept, part);
    }
  strings = g_strv_builder_end (kept);
  return crm_value_list ((const char *const *) strings);
}

static char *
lower_domain (const char *text)
{
  const char *at = strrchr (text, '@');
  g_autofree char *domain = NULL;

  if (at == NULL)
    return g_strdup (text);
  domain = g_utf8_strdown (at, -1);
  return g_strdup_printf ("%.*s%s", (int) (at - text), text, domain);
}

static char *
strip_text (const CrmField *self, const char *text)
{
  char *copy = g_strdup (text);

  /* No-break and ideographic spaces come with pasted text. */
  for (;;)
    {
      gsize n;

      g_strstrip (copy);
      n = strlen (copy);
      if (g_str_has_prefix (copy, "\u3000") || g_str_has_prefix (copy, "\u00a0") ||
          g_str_has_prefix (copy, "\ufeff"))
        memmove (copy, g_utf8_next_char (copy), strlen (g_utf8_next_char (copy)) + 1);
      else if (n >= 3 && g_str_has_suffix (copy, "\u3000"))
        copy[n - 3] = '\0';
      else if (n >= 2 && g_str_has_suffix (copy, "\u00a0"))
        copy[n - 2] = '\0';
      else
        break;
    }
  if (self->kind == CRM_FIELD_TEXT)
    g_strdelimit (copy, "\r\n\t", ' ');
  return copy;
}

static gboolean
parse_number_field (const CrmField *self, const CrmParseContext *context, const char *text,
                    CrmValue *value, GError **error)
{
  gint64 number = 0;
  g_autofree char *rest = NULL;
  char mark = context != NULL ? context->decimal_mark : 0;

  switch (self->kind)
    {
    case CRM_FIELD_INTEGER:
      if (!parse_integer (text, &number))
        return refuse (self, text, error, _ ("is not a whole number"));
      break;
    case CRM_FIELD_LINK:
      number = g_ascii_strtoll (text, NULL, 10);
      if (number <= 0)
        return refuse (self, text, error, _ ("is not a record’s number"));
      break;
    case CRM_FIELD_MONEY:
      if (!parse_money (text, crm_currency_digits (context != NULL ? context->currency : NULL),
                        mark, &number))
        return refuse (self, text, error, _ ("is not an amount"));
      break;
    case CRM_FIELD_DAY:
      if (!parse_day (text, context, &number, &rest) || !is_time_or_nothing (rest))
        return refuse (self, text, error, _ ("is not a date; write it like 2026-11-23"));
      break;
    case CRM_FIELD_INSTANT:
      if (!parse_instant (text, context, &number))
        return refuse (self, text, error,
                       _ ("is not a date and time; write it like 2026-11-23 09:42"));
      break;
    case CRM_FIELD_BOOLEAN:
      if (!parse_boolean (text, &number))
        return refuse (self, text, error, _ ("is neither yes nor no"));
      break;
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
    case CRM_FIELD_ENUM:
    case CRM_FIELD_LIST:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_URL:
    case CRM_FIELD_JSON:
    default:
      g_return_val_if_reached (FALSE);
    }
  *value = crm_value_int (number);
  return TRUE;
}

gboolean
crm_field_parse (const CrmField *self, const CrmParseContext *context, const char *typed,
                 CrmValue *value, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *normal = NULL;
  g_auto (CrmValue) parsed = CRM_VALUE_INIT;
  double real;

  *value = (CrmValue) CRM_VALUE_INIT;
  if (typed == NULL)
    return TRUE;
  if (!g_utf8_validate (typed, -1, NULL))
    return refuse (self, "…", error, _ ("is not readable as text (UTF-8)"));
  text = strip_text (self, typed);
  if (text[0] == '\0')
    return TRUE;

  if (crm_field_storage (self) == CRM_VALUE_INT)
    {
      if (!parse_number_field (self, context, text, &parsed, error))
        return FALSE;
    }
  else if (crm_field_storage (self) == CRM_VALUE_REAL)
    {
      if (!parse_real (text, context != NULL ? context->decimal_mark : 0, &real))
        return refuse (self, text, error, _ ("is not a number"));
      parsed = crm_value_real (real);
    }
  else if (self->kind == CRM_FIELD_ENUM)
    {
      if (!parse_enum (self, text, &parsed))
        return refuse (self, text, error, _ ("is not one of the choices"));
    }
  else if (self->kind == CRM_FIELD_LIST)
    parsed = parse_list (text);
  else if (self->kind == CRM_FIELD_PHONE)
    {
      normal = crm_phone_normalize (text, context != NULL ? context->calling_code : NULL);
      if (normal == NULL)
        return refuse (self, text, error, _ ("is not a telephone number"));
      parsed = crm_value_text (normal);
    }
  else if (self->kind == CRM_FIELD_EMAIL)
    {
      normal = lower_domain (g_str_has_prefix (text, "mailto:") ? text + 7 : text);
      parsed = crm_value_text (normal);
    }
  else
    parsed = crm_value_text (text);

  if (!crm_value_is_null (&parsed) && !crm_field_validate (self, &parsed, error))
    return FALSE;
  *value = parsed;
  parsed.type = CRM_VALUE_NULL;
  return TRUE;
}

static char *
money_to_text (gint64 minor, const char *currency)
{
  int digits = crm_currency_digits (currency);
  guint64 magnitude = minor < 0 ? 0 - (guint64) minor : (guint64) minor;
  guint64 scale = (guint64) crm_currency_scale (currency);

  if (digits == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, minor < 0 ? "-" : "", magnitude);
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, minor < 0 ? "-" : "",
                          magnitude / scale, digits, magnitude % scale);
}

static char *
instant_to_text (gint64 instant)
{
  gint64 seconds = instant >= 0 ? instant / 1000 : -((999 - instant) / 1000);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  /* The year with four digits, or it would be read back as one of this century. */
  g_autofree char *rest = time != NULL ? g_date_time_format (time, "-%m-%dT%H:%M:%S") : NULL;
  g_autofree char *text =
      time != NULL ? g_strdup_printf ("%04d%s", g_date_time_get_year (time), rest) : NULL;

  if (text == NULL)
    return g_strdup ("");
  return g_strdup_printf ("%s.%03dZ", text, (int) (instant - seconds * 1000));
}

/* Joined by "; ", or the JSON array itself where an item could not be told apart. */
static char *
list_to_text (const CrmValue *value)
{
  g_auto (GStrv) strings = crm_value_get_list (value);

  for (guint i = 0; strings[i] != NULL; i++)
    if (strings[i][0] == '\0' || strings[i][0] == '[' || strchr (strings[i], ';') != NULL ||
        strstr (strings[i], "；") != NULL || strings[i][0] == ' ' ||
        g_str_has_suffix (strings[i], " "))
      return g_strdup (value->s);
  return g_strjoinv ("; ", strings);
}

/* The fewest digits that read back as the same number: 7.1, not 7.0999999999999996. */
static char *
real_to_text (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, sizeof buffer, formats[i], number);
      if (g_ascii_strtod (buffer, NULL) == number)
        break;
    }
  return g_strdup (buffer);
}

char *
crm_field_to_text (const CrmField *self, const char *currency, const CrmValue *value)
{
  int year, month, day;

  if (crm_value_is_null (value))
    return g_strdup ("");
  switch (self->kind)
    {
    case CRM_FIELD_INTEGER:
    case CRM_FIELD_LINK:
      return g_strdup_printf ("%" G_GINT64_FORMAT, crm_value_get_int (value));
    case CRM_FIELD_MONEY:
      return money_to_text (crm_value_get_int (value), currency);
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
      return real_to_text (crm_value_get_real (value));
    case CRM_FIELD_DAY:
      crm_day_to_ymd (crm_value_get_int (value), &year, &month, &day);
      return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
    case CRM_FIELD_INSTANT:
      return instant_to_text (crm_value_get_int (value));
    case CRM_FIELD_BOOLEAN:
      return g_strdup (crm_value_get_int (value) != 0 ? "true" : "false");
    case CRM_FIELD_LIST:
      return list_to_text (value);
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_ENUM:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_URL:
    case CRM_FIELD_JSON:
    default:
      return g_strdup (crm_value_get_text (value));
    }
}

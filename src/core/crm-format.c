/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values in the form people read. The language is that of the messages (LANGUAGE), so that a Chinese
 * interface never shows English month names, whatever LC_TIME says. */

#include "config.h"

#include "crm-format.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

gboolean
crm_locale_is_chinese (void)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      if (g_str_has_prefix (languages[i], "zh"))
        return TRUE;
      if (g_str_has_prefix (languages[i], "en"))
        return FALSE;
    }
  return FALSE;
}

static const char *
thousands_mark (void)
{
  const char *mark = localeconv ()->thousands_sep;

  return mark != NULL && mark[0] != '\0' ? mark : ",";
}

static const char *
decimal_mark (void)
{
  const char *mark = localeconv ()->decimal_point;

  return mark != NULL && mark[0] != '\0' ? mark : ".";
}

static char *
group_digits (const char *digits, gboolean negative)
{
  GString *text = g_string_new (negative ? "−" : "");
  gsize n = strlen (digits);
  const char *mark = thousands_mark ();

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (text, mark);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
crm_format_integer (gint64 number)
{
  char digits[32];
  guint64 magnitude = number < 0 ? 0 - (guint64) number : (guint64) number;

  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, magnitude);
  return group_digits (digits, number < 0);
}

static char *
format_number (double number, int min_digits, int max_digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE + 330], format[8];
  char *point;
  g_autofree char *whole = NULL;

  if (!isfinite (number))
    return g_strdup ("–");

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (max_digits, 0, 9));
  g_ascii_formatd (buffer, sizeof buffer, format, fabs (number));
  point = strchr (buffer, '.');
  if (point != NULL)
    {
      char *end = buffer + strlen (buffer) - 1;

      while (end > point + min_digits && *end == '0')
        *end-- = '\0';
      *point = '\0';
      point++;
    }
  whole = group_digits (buffer, number < 0);
  if (point == NULL || *point == '\0')
    return g_steal_pointer (&whole);
  return g_strconcat (whole, decimal_mark (), point, NULL);
}

char *
crm_format_decimal (double number, int max_digits)
{
  return format_number (number, 0, max_digits);
}

char *
crm_format_price (double price, const char *currency)
{
  int digits = crm_currency_digits (currency);

  return format_number (price, digits, MAX (digits, 4));
}

char *
crm_format_percent (double percent, int digits)
{
  g_autofree char *number = crm_format_decimal (percent, digits);

  /* Translators: a percentage; Chinese has no space before the sign. */
  return g_strdup_printf (C_ ("percentage", "%s %%"), number);
}

char *
crm_format_money_number (gint64 minor, const char *currency, gboolean whole)
{
  int n_digits = crm_currency_digits (currency);
  gint64 scale = crm_currency_scale (currency);
  guint64 magnitude = minor < 0 ? 0 - (guint64) minor : (guint64) minor;
  char digits[32];
  g_autofree char *units = NULL;

  if (minor == CRM_NULL_INT)
    return g_strdup ("");
  if (whole)
    {
      magnitude = (magnitude + (guint64) scale / 2) / (guint64) scale;
      g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, magnitude);
      return group_digits (digits, minor < 0 && magnitude > 0);
    }
  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, magnitude / (guint64) scale);
  units = group_digits (digits, minor < 0);
  if (n_digits == 0)
    return g_steal_pointer (&units);
  return g_strdup_printf ("%s%s%0*" G_GUINT64_FORMAT, units, decimal_mark (), n_digits,
                          magnitude % (guint64) scale);
}

char *
crm_format_money (gint64 minor, const char *currency, gboolean whole)
{
  g_autofree char *number = crm_format_money_number (minor, currency, whole);

  if (currency == NULL || number[0] == '\0')
    return g_steal_pointer (&number);
  return g_strdup_printf ("%s %s", crm_currency_symbol (currency), number);
}

char *
crm_format_money_short (gint64 minor, const char *currency)
{
  double units = (double) minor / (double) crm_currency_scale (currency);
  const char *symbol = currency != NULL ? crm_currency_symbol (currency) : "";
  g_autofree char *number = NULL;
  double magnitude = fabs (units);

  if (magnitude < 10000)
    return crm_format_money (minor, currency, TRUE);
  if (crm_locale_is_chinese ())
    {
      gboolean yi = magnitude >= 1e8;

      number = crm_format_decimal (units / (yi ? 1e8 : 1e4), magnitude >= 1e7 && !yi ? 0 : 1);
      return g_strdup_printf ("%s %s %s", symbol, number, yi ? "亿" : "万");
    }
  if (magnitude < 1e6)
    {
      number = crm_format_decimal (units / 1e3, magnitude < 1e5 ? 1 : 0);
      return g_strdup_printf (_ ("%s %s thousand"), symbol, number);
    }
  if (magnitude < 1e9)
    {
      number = crm_format_decimal (units / 1e6, 1);
      return g_strdup_printf (_ ("%s %s million"), symbol, number);
    }
  number = crm_format_decimal (units / 1e9, 1);
  return g_strdup_printf (_ ("%s %s billion"), symbol, number);
}

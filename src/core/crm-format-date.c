/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days, instants and telephone numbers in the form people read, and the calendar arithmetic under
 * them (days since 1970-01-01, proleptic Gregorian, through GDate). */

#include "config.h"

#include "crm-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EPOCH_JULIAN 719163 /* GDate's Julian day of 1970-01-01 */

/* clang-format off */
static const char *const months[] = {
  N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"), NC_ ("short month", "May"), N_ ("Jun"),
  N_ ("Jul"), N_ ("Aug"), N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec"),
};
static const char *const long_months[] = {
  N_ ("January"), N_ ("February"), N_ ("March"), N_ ("April"), NC_ ("long month", "May"), N_ ("June"),
  N_ ("July"), N_ ("August"), N_ ("September"), N_ ("October"), N_ ("November"), N_ ("December"),
};
static const char *const weekdays[] = {
  N_ ("Monday"), N_ ("Tuesday"), N_ ("Wednesday"), N_ ("Thursday"), N_ ("Friday"), N_ ("Saturday"), N_ ("Sunday"),
};
/* clang-format on */

gint64
crm_day_from_ymd (int year, int month, int day)
{
  GDate date;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return CRM_NULL_INT;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return (gint64) g_date_get_julian (&date) - EPOCH_JULIAN;
}

void
crm_day_to_ymd (gint64 day, int *year, int *month, int *month_day)
{
  GDate date;
  gint64 julian = CLAMP (day, 1 - EPOCH_JULIAN, 2932896) + EPOCH_JULIAN;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) julian);
  if (year != NULL)
    *year = g_date_get_year (&date);
  if (month != NULL)
    *month = (int) g_date_get_month (&date);
  if (month_day != NULL)
    *month_day = g_date_get_day (&date);
}

int
crm_day_weekday (gint64 day)
{
  return (int) (((day + 3) % 7 + 7) % 7) + 1;
}

gint64
crm_instant_now (void)
{
  return g_get_real_time () / 1000;
}

gint64
crm_day_from_instant (gint64 instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return CRM_NULL_INT;
  return crm_day_from_ymd (g_date_time_get_year (local), g_date_time_get_month (local),
                           g_date_time_get_day_of_month (local));
}

gint64
crm_instant_from_day (gint64 day)
{
  int year, month, month_day;
  g_autoptr (GDateTime) local = NULL;

  crm_day_to_ymd (day, &year, &month, &month_day);
  local = g_date_time_new_local (year, month, month_day, 0, 0, 0);
  return local != NULL ? g_date_time_to_unix (local) * 1000 : day * G_GINT64_CONSTANT (86400000);
}

gint64
crm_day_today (void)
{
  return crm_day_from_instant (crm_instant_now ());
}

static const char *
month_name (const char *const *names, int month)
{
  if (month == 5)
    return names == months ? C_ ("short month", "May") : C_ ("long month", "May");
  return _ (names[month - 1]);
}

char *
crm_format_day (gint64 day)
{
  int year, month, month_day, this_year;

  if (day == CRM_NULL_INT)
    return g_strdup ("");
  crm_day_to_ymd (day, &year, &month, &month_day);
  crm_day_to_ymd (crm_day_today (), &this_year, NULL, NULL);
  if (crm_locale_is_chinese ())
    return year == this_year ? g_strdup_printf ("%d月%d日", month, month_day)
                             : g_strdup_printf ("%d年%d月%d日", year, month, month_day);
  if (year == this_year)
    return g_strdup_printf ("%d %s", month_day, month_name (months, month));
  return g_strdup_printf ("%d %s %d", month_day, month_name (months, month), year);
}

char *
crm_format_day_long (gint64 day)
{
  int year, month, month_day;
  const char *weekday = _ (weekdays[crm_day_weekday (day) - 1]);

  if (day == CRM_NULL_INT)
    return g_strdup ("");
  crm_day_to_ymd (day, &year, &month, &month_day);
  if (crm_locale_is_chinese ())
    return g_strdup_printf ("%d年%d月%d日 %s", year, month, month_day, weekday);
  return g_strdup_printf ("%s %d %s %d", weekday, month_day, month_name (long_months, month), year);
}

static GDateTime *
local_time (gint64 instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / 1000);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

char *
crm_format_instant (gint64 instant)
{
  g_autoptr (GDateTime) local = NULL;
  gint64 day, today;

  if (instant == CRM_NULL_INT || (local = local_time (instant)) == NULL)
    return g_strdup ("");
  day = crm_day_from_instant (instant);
  today = crm_day_today ();
  if (day == today)
    return g_date_time_format (local, "%H:%M");
  if (day == today - 1)
    {
      g_autofree char *clock = g_date_time_format (local, "%H:%M");

      return g_strdup_printf (_ ("Yesterday %s"), clock);
    }
  return crm_format_day (day);
}

char *
crm_format_instant_full (gint64 instant)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *clock = NULL;
  int year, month, month_day;

  if (instant == CRM_NULL_INT || (local = local_time (instant)) == NULL)
    return g_strdup ("");
  clock = g_date_time_format (local, "%H:%M");
  crm_day_to_ymd (crm_day_from_instant (instant), &year, &month, &month_day);
  if (crm_locale_is_chinese ())
    return g_strdup_printf ("%d年%d月%d日 %s", year, month, month_day, clock);
  return g_strdup_printf ("%d %s %d, %s", month_day, month_name (months, month), year, clock);
}

char *
crm_format_day_relative (gint64 day)
{
  gint64 distance;

  if (day == CRM_NULL_INT)
    return g_strdup ("");
  distance = crm_day_today () - day;
  if (distance == 0)
    return g_strdup (_ ("today"));
  if (distance == 1)
    return g_strdup (_ ("yesterday"));
  if (distance == -1)
    return g_strdup (_ ("tomorrow"));
  if (distance > 1)
    {
      g_autofree char *number = crm_format_integer (distance);

      return g_strdup_printf (ngettext ("%s day ago", "%s days ago", (gulong) distance), number);
    }
  else
    {
      g_autofree char *number = crm_format_integer (-distance);

      return g_strdup_printf (ngettext ("in %s day", "in %s days", (gulong) -distance), number);
    }
}

/* Lengths of the calling code: one digit for +1 and +7, two for those below, else three (ITU-T E.164). */
static gsize
calling_code_length (const char *digits)
{
  static const char two[] =
      "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 "
      "61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
  char code[4] = { digits[0], digits[0] != '\0' ? digits[1] : '\0', ' ', '\0' };

  if (digits[0] == '1' || digits[0] == '7')
    return 1;
  return strstr (two, code) != NULL ? 2 : 3;
}

char *
crm_format_phone (const char *e164)
{
  GString *text;
  const char *extension;
  gsize n, code, rest;

  if (e164 == NULL || e164[0] != '+')
    return g_strdup (e164 != NULL ? e164 : "");
  extension = strstr (e164, ";ext=");
  n = extension != NULL ? (gsize) (extension - e164) - 1 : strlen (e164) - 1;
  code = MIN (calling_code_length (e164 + 1), n);
  rest = n - code;
  text = g_string_new ("+");
  g_string_append_len (text, e164 + 1, (gssize) code);
  for (gsize i = 0; i < rest; i++)
    {
      /* 3-4-4 for eleven digits, 3-3-4 for ten, else the last four and threes before them. */
      gsize left = rest - i;

      if (i == 0 || left == 4 || (rest == 11 && left == 8) ||
          (rest != 11 && left > 4 && (left - 4) % 3 == 0))
        g_string_append_c (text, ' ');
      g_string_append_c (text, e164[1 + code + i]);
    }
  if (extension != NULL)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("ext. %s"), extension + strlen (";ext="));
    }
  return g_string_free (text, FALSE);
}

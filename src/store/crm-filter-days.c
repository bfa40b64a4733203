/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Relative days of filters: spans ("30d"), days ("today", "-3m") and periods ("last-quarter"), all in
 * days of the user's zone. Stateless; any thread. */

#include "config.h"

#include "crm-filter-private.h"
#include "crm-format.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* The locale's first day of the week: glibc counts from the day of week-1stday (a Sunday or Monday). */
static int
find_week_start (void)
{
  const char *first = nl_langinfo (_NL_TIME_FIRST_WEEKDAY);
  guint day = (guint) (gsize) nl_langinfo (_NL_TIME_WEEK_1STDAY);
  int offset = first != NULL ? first[0] - 1 : 0;

  if (crm_locale_is_chinese () || offset < 0 || offset > 6)
    return 1;
  return (int) ((day == 19971201 ? 0 : 6) + offset) % 7 + 1;
}

void
crm_filter_context_init (CrmFilterContext *context)
{
  context->today = crm_day_today ();
  context->now = crm_instant_now ();
  context->week_start = find_week_start ();
}

gboolean
crm_filter_parse_span (const char *text, int *number, char *unit)
{
  char *end;
  guint64 value;

  if (!g_ascii_isdigit (text[0]))
    return FALSE;
  value = g_ascii_strtoull (text, &end, 10);
  if (value == 0 || value > 36500 || end[0] == '\0' || end[1] != '\0' ||
      strchr ("dwmqy", end[0]) == NULL)
    return FALSE;
  *number = (int) value;
  *unit = end[0];
  return TRUE;
}

/* 31 March minus one month is the last day of February. */
static gint64
shift_months (gint64 day, int months)
{
  int year, month, month_day;
  gint64 shifted;
  int count;

  crm_day_to_ymd (day, &year, &month, &month_day);
  count = year * 12 + month - 1 + months;
  do
    shifted = crm_day_from_ymd (count / 12, count % 12 + 1, month_day--);
  while (shifted == CRM_NULL_INT && month_day > 0);
  return shifted != CRM_NULL_INT ? shifted : months < 0 ? G_MININT32 : G_MAXINT32;
}

gint64
crm_filter_shift_day (gint64 day, int number, char unit)
{
  switch (unit)
    {
    case 'w':
      return day + 7 * (gint64) number;
    case 'm':
      return shift_months (day, number);
    case 'q':
      return shift_months (day, 3 * number);
    case 'y':
      return shift_months (day, 12 * number);
    case 'd':
    default:
      return day + number;
    }
}

/* The first day of the week, month, quarter or year that `day` is in. */
static gint64
begin_of (gint64 day, char unit, int week_start)
{
  int year, month, month_day;

  if (unit == 'w')
    return day - (crm_day_weekday (day) - week_start + 7) % 7;
  if (unit == 'd')
    return day;
  crm_day_to_ymd (day, &year, &month, &month_day);
  if (unit == 'y')
    month = 1;
  else if (unit == 'q')
    month -= (month - 1) % 3;
  return crm_day_from_ymd (year, month, 1);
}

static const struct
{
  const char *word;
  int shift;
  char unit;
} periods[] = {
  { "today", 0, 'd' },        { "yesterday", -1, 'd' },    { "tomorrow", 1, 'd' },
  { "this-week", 0, 'w' },    { "last-week", -1, 'w' },    { "next-week", 1, 'w' },
  { "this-month", 0, 'm' },   { "last-month", -1, 'm' },   { "next-month", 1, 'm' },
  { "this-quarter", 0, 'q' }, { "last-quarter", -1, 'q' }, { "next-quarter", 1, 'q' },
  { "this-year", 0, 'y' },    { "last-year", -1, 'y' },    { "next-year", 1, 'y' },
};

gboolean
crm_filter_is_period (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    if (strcmp (periods[i].word, text) == 0)
      return TRUE;
  return FALSE;
}

gboolean
crm_filter_resolve_days (const char *text, const CrmFilterContext *context, gint64 *first,
                         gint64 *last)
{
  int number;
  char unit;

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    if (strcmp (periods[i].word, text) == 0)
      {
        gint64 begin = begin_of (context->today, periods[i].unit, context->week_start);

        *first = crm_filter_shift_day (begin, periods[i].shift, periods[i].unit);
        *last = crm_filter_shift_day (*first, 1, periods[i].unit) - 1;
        return TRUE;
      }
  if ((text[0] != '-' && text[0] != '+') || !crm_filter_parse_span (text + 1, &number, &unit))
    return FALSE;
  *first = *last = crm_filter_shift_day (context->today, text[0] == '-' ? -number : number, unit);
  return TRUE;
}

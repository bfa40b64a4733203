/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first day of the week. */

#include "crm-week.h"

#include <langinfo.h>

/* glibc: _NL_TIME_FIRST_WEEKDAY is a byte, 1 the day of _NL_TIME_WEEK_1STDAY, which is a date that is a
 * Sunday (19971130) or a Monday (19971201). */
static int
locale_week_start (void)
{
#ifdef _NL_TIME_FIRST_WEEKDAY
  union
  {
    unsigned int word;
    char *string;
  } base = { .string = nl_langinfo (_NL_TIME_WEEK_1STDAY) };
  int first = nl_langinfo (_NL_TIME_FIRST_WEEKDAY)[0];
  int origin = base.word == 19971201 ? 1 : 7;

  return (origin - 1 + first - 1) % 7 + 1;
#else
  return 1;
#endif
}

int
crm_week_start (GSettings *settings)
{
  g_autofree char *nick = g_settings_get_string (settings, "week-start");

  if (g_str_equal (nick, "monday"))
    return 1;
  if (g_str_equal (nick, "sunday"))
    return 7;
  return locale_week_start ();
}

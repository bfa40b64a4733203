/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "crm-currency.h"
#include "crm-value.h"

G_BEGIN_DECLS

/* Numbers, money, days and instants as people of the current locale read them. All results are
 * (transfer full). Numbers are grouped in threes; where the locale says nothing (C), by comma. Any thread. */

char *crm_format_integer (gint64 number);                 /* "1,862,400" */
char *crm_format_decimal (double number, int max_digits); /* "3.5"; trailing zeros left out */
/* "74.90": at least the minor digits of the currency, up to four. */
char *crm_format_price (double price, const char *currency);
char *crm_format_percent (double percent, int digits); /* 12.5 -> "12.5 %", Chinese "12.5%" */
/* minor units; "¥ 1,234.50", without decimals when `whole`. currency NULL: the number alone. */
char *crm_format_money (gint64 minor, const char *currency, gboolean whole);
/* The number alone, for columns with the unit in the head. */
char *crm_format_money_number (gint64 minor, const char *currency, gboolean whole);
/* Short form for headings and captions: "¥ 46.2 million", "4,620 万元". */
char *crm_format_money_short (gint64 minor, const char *currency);

/* "18 Sep" / "9月18日"; with the year if it is not this one. */
char *crm_format_day (gint64 day);
char *crm_format_day_long (gint64 day); /* "Monday 23 November 2026" / "2026年11月23日 星期一" */
/* "16:20" today, "Yesterday 16:20", "18 Sep", in the local zone. */
char *crm_format_instant (gint64 instant);
char *crm_format_instant_full (gint64 instant); /* with date, year and time */
/* "today", "yesterday", "66 days ago", "in 3 days". */
char *crm_format_day_relative (gint64 day);
/* E.164 in readable groups: "+86 138 0571 2290", with "ext. 12". */
char *crm_format_phone (const char *e164);

gint64 crm_day_today (void);                            /* in the local zone */
gint64 crm_day_from_ymd (int year, int month, int day); /* CRM_NULL_INT if there is no such day */
void crm_day_to_ymd (gint64 day, int *year, int *month, int *month_day);
int crm_day_weekday (gint64 day);             /* 1 Monday … 7 Sunday */
gint64 crm_day_from_instant (gint64 instant); /* local zone */
gint64 crm_instant_from_day (gint64 day);     /* local midnight */
gint64 crm_instant_now (void);                /* ms UTC */

gboolean crm_locale_is_chinese (void); /* of messages, not of numbers */

G_END_DECLS

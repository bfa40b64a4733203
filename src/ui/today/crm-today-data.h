/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-reader.h"

G_BEGIN_DECLS

#define CRM_TODAY_POINTS 12

/* One figure card: a number now, one to compare with, and how it came about. */
typedef struct
{
  double now;
  double before;
  gint64 count; /* rows behind `now` */
  double points[CRM_TODAY_POINTS];
  guint n_points;
} CrmTodayFigure;

/* One line of a card. */
typedef struct
{
  CrmId id;
  CrmId customer; /* 0 none */
  char *title;
  char *customer_title; /* (nullable) */
  gint64 day;           /* due day, follow-up day, or the day of the last order; CRM_NULL_INT */
  gint64 instant;       /* of the change */
  double interval;      /* usual days between orders; NaN */
  gint64 days_since;    /* days since the last order */
  double ratio;         /* days_since / interval */
} CrmTodayLine;

/* What the Today page shows, read in one consistent view. */
typedef struct
{
  gint64 today;
  gboolean empty;           /* no customers at all */
  CrmTodayFigure sales;     /* sale orders of this month, minor units of the base currency */
  gint64 n_unrated;         /* of them, in a currency without an exchange rate: not in the sum */
  CrmTodayFigure contacted; /* customers with a contact this week */
  CrmTodayFigure gained;    /* customers whose first order is in this month */
  GPtrArray *tasks;         /* open, due first; (element-type CrmTodayLine) */
  gint64 n_overdue;
  gint64 n_due_today;
  gint64 n_open;
  GPtrArray *follow_ups; /* past their usual order interval, by value */
  gint64 n_follow_ups;
  GPtrArray *planned; /* customers whose next follow-up is due, longest due first */
  gint64 n_planned;
  GPtrArray *recent; /* changed last */
} CrmTodayData;

void crm_today_data_free (CrmTodayData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTodayData, crm_today_data_free)

typedef struct
{
  gint64 today;   /* day number in the user's zone */
  int week_start; /* 1 Monday … 7 Sunday */
  guint lines;    /* longest card */
} CrmTodayQuestion;

/* A CrmReadFunc; `data` is a CrmTodayQuestion. */
gpointer
crm_today_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error);

/* A customer is past its usual interval between these many of them, once it has ordered so often; past
 * the second one it is lost rather than late. */
#define CRM_TODAY_RATIO        1.5
#define CRM_TODAY_LOST         6.0
#define CRM_TODAY_LEAST_ORDERS 3

G_END_DECLS

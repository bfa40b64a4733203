/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The figures of the Today page, read on a reader thread. All days are the user's; instants are cut at
 * local midnight. Orders count as what they are worth in the base currency; those for
 * which there is no exchange rate are counted apart. */

#include "crm-today-data.h"

#include <math.h>

#include "crm-format.h"

static void
free_line (gpointer data)
{
  CrmTodayLine *line = data;

  g_free (line->title);
  g_free (line->customer_title);
  g_free (line);
}

void
crm_today_data_free (CrmTodayData *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->follow_ups, g_ptr_array_unref);
  g_clear_pointer (&self->planned, g_ptr_array_unref);
  g_clear_pointer (&self->recent, g_ptr_array_unref);
  g_free (self);
}

/* ---- figures ---- */

/* One row of (sum, count) over days from…to. */
static void
read_range (CrmReader *reader, const char *sql, gint64 from, gint64 to, double *sum, gint64 *count)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, NULL);

  *sum = 0;
  if (count != NULL)
    *count = 0;
  if (stmt == NULL)
    return;
  sqlite3_bind_int64 (stmt, 1, from);
  sqlite3_bind_int64 (stmt, 2, to);
  if (crm_reader_step (reader, stmt, NULL))
    {
      *sum = sqlite3_column_double (stmt, 0);
      if (count != NULL)
        *count = sqlite3_column_int64 (stmt, 1);
    }
  sqlite3_reset (stmt);
}

static gint64
month_start (gint64 day, int months_back)
{
  int year, month, month_day;

  crm_day_to_ymd (day, &year, &month, &month_day);
  month -= months_back;
  while (month < 1)
    {
      month += 12;
      year--;
    }
  return crm_day_from_ymd (year, month, 1);
}

static void
read_months (CrmReader *reader, const char *sql, gint64 today, CrmTodayFigure *figure)
{
  gint64 start = month_start (today, 0);
  gint64 last_start = month_start (today, 1);

  read_range (reader, sql, start, today, &figure->now, &figure->count);
  /* As far into last month as this month has gone. */
  read_range (reader, sql, last_start, MIN (last_start + (today - start), start - 1),
              &figure->before, NULL);
  figure->n_points = CRM_TODAY_POINTS;
  for (guint i = 0; i < CRM_TODAY_POINTS; i++)
    {
      int back = CRM_TODAY_POINTS - 1 - i;

      read_range (reader, sql, month_start (today, back),
                  back == 0 ? today : month_start (today, back - 1) - 1, &figure->points[i], NULL);
    }
}

/* By the unary + the span of time is looked up and not the kinds, which are nearly all there are. */
static void
read_contacted (CrmReader *reader, const CrmTodayQuestion *question, CrmTodayFigure *figure)
{
  const char *sql = "SELECT count(DISTINCT customer), count(*) FROM activity "
                    "WHERE deleted_at IS NULL AND start >= ?1 AND start < ?2 AND customer NOT NULL "
                    "AND +kind IN ('call', 'meeting', 'visit', 'email', 'message')";
  gint64 week =
      question->today - (crm_day_weekday (question->today) - question->week_start + 7) % 7;

  figure->n_points = CRM_TODAY_POINTS;
  for (guint i = 0; i < CRM_TODAY_POINTS; i++)
    {
      gint64 from = week - 7 * (gint64) (CRM_TODAY_POINTS - 1 - i);
      gint64 rows;

      read_range (reader, sql, crm_instant_from_day (from), crm_instant_from_day (from + 7),
                  &figure->points[i], &rows);
      figure->count = rows;
    }
  figure->now = figure->points[CRM_TODAY_POINTS - 1];
  figure->before = figure->points[CRM_TODAY_POINTS - 2];
}

static void
read_figures (CrmReader *reader, const CrmTodayQuestion *question, CrmTodayData *self)
{
  double unrated;

  read_months (reader,
               "SELECT sum(base_amount), count(*) FROM sales_order WHERE deleted_at IS NULL AND "
               "day BETWEEN ?1 AND ?2 AND kind = 'sale' AND status <> 'canceled'",
               question->today, &self->sales);
  read_range (reader,
              "SELECT count(*) FROM sales_order WHERE deleted_at IS NULL AND day BETWEEN ?1 AND ?2 "
              "AND kind = 'sale' AND status <> 'canceled' AND base_amount IS NULL",
              month_start (question->today, 0), question->today, &unrated, NULL);
  self->n_unrated = (gint64) unrated;
  read_months (reader,
               "SELECT count(*), count(*) FROM customer WHERE deleted_at IS NULL AND "
               "first_order >= ?1 AND first_order <= ?2",
               question->today, &self->gained);
  read_contacted (reader, question, &self->contacted);
}

/* ---- lines ---- */

/* Columns: id, title, customer, customer's title, day, instant, interval. */
static GPtrArray *
read_lines (CrmReader *reader, const char *sql, gint64 today, double ratio, guint limit,
            GError **error)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (free_line);
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, error);

  if (stmt == NULL)
    return lines;
  sqlite3_bind_int64 (stmt, 1, today);
  sqlite3_bind_int (stmt, 2, (int) limit);
  if (sqlite3_bind_parameter_count (stmt) > 2)
    sqlite3_bind_double (stmt, 3, ratio);
  while (crm_reader_step (reader, stmt, error))
    {
      CrmTodayLine *line = g_new0 (CrmTodayLine, 1);
      gboolean no_day = sqlite3_column_type (stmt, 4) == SQLITE_NULL;

      line->id = sqlite3_column_int64 (stmt, 0);
      line->title = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
      line->customer = sqlite3_column_int64 (stmt, 2);
      line->customer_title = g_strdup ((const char *) sqlite3_column_text (stmt, 3));
      line->day = no_day ? CRM_NULL_INT : sqlite3_column_int64 (stmt, 4);
      line->instant = sqlite3_column_int64 (stmt, 5);
      line->interval = sqlite3_column_type (stmt, 6) == SQLITE_NULL
                           ? (double) NAN
                           : sqlite3_column_double (stmt, 6);
      line->days_since = no_day ? 0 : today - line->day;
      line->ratio = line->interval > 0 ? line->days_since / line->interval : 0.0;
      g_ptr_array_add (lines, line);
    }
  sqlite3_reset (stmt);
  return lines;
}

#define OPEN_TASK                                                                                  \
  "a.deleted_at IS NULL AND a.kind = 'task' AND a.status IN ('planned', 'in_progress')"

/* customer_order_sum gives the order by value, so the first ones are found without a sort. */
#define PAST_INTERVAL                                                                              \
  "deleted_at IS NULL AND order_count >= 3 AND mean_interval > 0 AND ?1 - last_order "             \
  "BETWEEN ?3 * mean_interval AND 6.0 * mean_interval"

G_STATIC_ASSERT (CRM_TODAY_LEAST_ORDERS == 3 && CRM_TODAY_LOST == 6.0);

static gint64
count_tasks (CrmReader *reader, gint64 from, gint64 to)
{
  double count;

  read_range (reader,
              "SELECT count(*) FROM activity a WHERE " OPEN_TASK " AND a.due BETWEEN ?1 AND ?2",
              from, to, &count, NULL);
  return (gint64) count;
}

static void
read_tasks (CrmReader *reader, const CrmTodayQuestion *question, CrmTodayData *self, GError **error)
{
  gint64 today = question->today;

  self->tasks = read_lines (reader,
                            "SELECT a.id, a.subject, a.customer, c.name, a.due, a.start, NULL "
                            "FROM activity a LEFT JOIN customer c ON c.id = a.customer "
                            "WHERE " OPEN_TASK " AND (a.due IS NULL OR a.due <= ?1 + 7) "
                            "ORDER BY a.due IS NULL, a.due, a.id LIMIT ?2",
                            today, 0.0, question->lines, error);
  self->n_overdue = count_tasks (reader, G_MININT32, today - 1);
  self->n_due_today = count_tasks (reader, today, today);
  self->n_open = crm_reader_int (reader, "SELECT count(*) FROM activity a WHERE " OPEN_TASK, 0);
}

static void
read_follow_ups (CrmReader *reader, const CrmTodayQuestion *question, CrmTodayData *self,
                 GError **error)
{
  sqlite3_stmt *stmt;

  self->follow_ups =
      read_lines (reader,
                  "SELECT id, name, id, NULL, last_order, 0, mean_interval "
                  "FROM customer WHERE " PAST_INTERVAL " ORDER BY order_sum DESC LIMIT ?2",
                  question->today, CRM_TODAY_RATIO, question->lines, error);
  /* Nearly all rows are looked at: in the order of the table. */
  stmt = crm_reader_prepare (
      reader, "SELECT count(*), ?2 FROM customer NOT INDEXED WHERE " PAST_INTERVAL, NULL);
  if (stmt != NULL)
    {
      sqlite3_bind_int64 (stmt, 1, question->today);
      sqlite3_bind_int (stmt, 2, 0);
      sqlite3_bind_double (stmt, 3, CRM_TODAY_RATIO);
      if (crm_reader_step (reader, stmt, NULL))
        self->n_follow_ups = sqlite3_column_int64 (stmt, 0);
      sqlite3_reset (stmt);
    }
  self->planned = read_lines (reader,
                              "SELECT id, name, id, city, next_follow_up, 0, NULL FROM customer "
                              "WHERE deleted_at IS NULL AND next_follow_up <= ?1 "
                              "ORDER BY next_follow_up, id LIMIT ?2",
                              question->today, 0.0, 6, error);
  stmt = crm_reader_prepare (
      reader, "SELECT count(*) FROM customer WHERE deleted_at IS NULL AND next_follow_up <= ?1",
      NULL);
  if (stmt != NULL)
    {
      sqlite3_bind_int64 (stmt, 1, question->today);
      if (crm_reader_step (reader, stmt, NULL))
        self->n_planned = sqlite3_column_int64 (stmt, 0);
      sqlite3_reset (stmt);
    }
}

/* The journal's end tells what was changed last, without a sort over all customers. */
static void
read_recent (CrmReader *reader, CrmTodayData *self, GError **error)
{
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      "SELECT c.id, c.name, c.city, max(j.seq), c.updated_at FROM (SELECT seq, record FROM journal "
      "ORDER BY seq DESC LIMIT 400) j JOIN customer c ON c.id = j.record WHERE c.deleted_at IS "
      "NULL "
      "GROUP BY c.id ORDER BY max(j.seq) DESC LIMIT 6",
      error);

  self->recent = g_ptr_array_new_with_free_func (free_line);
  if (stmt == NULL)
    return;
  while (crm_reader_step (reader, stmt, error))
    {
      CrmTodayLine *line = g_new0 (CrmTodayLine, 1);

      line->id = line->customer = sqlite3_column_int64 (stmt, 0);
      line->title = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
      line->customer_title = g_strdup ((const char *) sqlite3_column_text (stmt, 2));
      line->day = CRM_NULL_INT;
      line->instant = sqlite3_column_int64 (stmt, 4);
      g_ptr_array_add (self->recent, line);
    }
  sqlite3_reset (stmt);
}

gpointer
crm_today_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const CrmTodayQuestion *question = data;
  g_autoptr (CrmTodayData) self = g_new0 (CrmTodayData, 1);
  g_autoptr (GError) local = NULL;

  if (!crm_reader_begin (reader, error))
    return NULL;
  self->today = question->today;
  self->empty =
      crm_reader_int (reader, "SELECT EXISTS (SELECT 1 FROM customer WHERE deleted_at IS NULL)",
                      1) == 0;
  read_figures (reader, question, self);
  read_tasks (reader, question, self, &local);
  if (local == NULL)
    read_follow_ups (reader, question, self, &local);
  if (local == NULL)
    read_recent (reader, self, &local);
  crm_reader_end (reader);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&self);
}

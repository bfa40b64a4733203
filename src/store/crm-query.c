/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What lists and reports ask of the database. A query is answered from an index where one gives the
 * order; otherwise ids and sort keys are read in one pass and sorted outside of SQLite. The full-text
 * index gives its hits by id; few of them are looked up one by one, many are merged with a scan.
 * Functions are synchronous and run on the thread that owns the reader. */

#include "config.h"

#include "crm-filter-private.h"
#include "crm-query-private.h"
#include "crm-search.h"
#include "crm-sorter.h"
#include "crm-sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Up to this many search hits are looked up by id; one look-up costs about ten rows of a scan. */
#define FEW_HITS 20000

/* ---- the value ---- */

CrmQuery *
crm_query_new (const CrmEntity *entity)
{
  CrmQuery *self = g_new0 (CrmQuery, 1);

  g_return_val_if_fail (entity != NULL, NULL);
  self->entity = entity;
  return self;
}

CrmQuery *
crm_query_copy (const CrmQuery *self)
{
  CrmQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);
  copy = g_new (CrmQuery, 1);
  *copy = *self;
  copy->filter = self->filter != NULL ? crm_filter_ref (self->filter) : NULL;
  copy->search = g_strdup (self->search);
  copy->sort = self->sort != NULL ? g_intern_string (self->sort) : NULL;
  return copy;
}

void
crm_query_free (CrmQuery *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->filter, crm_filter_unref);
  g_free (self->search);
  g_free (self);
}

static const char *
sort_field (const CrmQuery *self)
{
  return self->sort != NULL ? self->sort : self->entity->title;
}

gboolean
crm_query_equal (const CrmQuery *a, const CrmQuery *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->entity == b->entity && crm_filter_equal (a->filter, b->filter) &&
         g_strcmp0 (a->search, b->search) == 0 && strcmp (sort_field (a), sort_field (b)) == 0 &&
         !a->descending == !b->descending && !a->deleted == !b->deleted && a->segment == b->segment;
}

/* ---- SQL ---- */

void
crm_statement_init (CrmStatement *self, const char *sql)
{
  self->sql = g_string_new (sql);
  self->binds = g_array_new (FALSE, FALSE, sizeof (CrmValue));
  g_array_set_clear_func (self->binds, (GDestroyNotify) crm_value_clear);
}

void
crm_statement_clear (CrmStatement *self)
{
  if (self->sql == NULL)
    return;
  g_string_free (self->sql, TRUE);
  g_array_unref (self->binds);
}

void
crm_statement_bind (CrmStatement *self, CrmValue value)
{
  g_array_append_val (self->binds, value);
}

sqlite3_stmt *
crm_statement_prepare (CrmStatement *self, CrmReader *reader, int first, GError **error)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, self->sql->str, error);

  for (guint i = 0; stmt != NULL && i < self->binds->len; i++)
    crm_sql_bind_value (stmt, first + (int) i, &g_array_index (self->binds, CrmValue, i));
  return stmt;
}

/* The recycle bin is not in the search index: its search reads the texts themselves. */
static void
append_plain_search (const CrmQuery *self, CrmStatement *statement)
{
  g_autofree char *folded = crm_search_fold (self->search);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\r\n", -1);

  for (guint w = 0; words[w] != NULL; w++)
    {
      gboolean any = FALSE;

      for (guint i = 0; i < self->entity->n_fields && words[w][0] != '\0'; i++)
        {
          const CrmField *field = &self->entity->fields[i];
          g_autofree char *column = crm_field_dup_column (field);

          if ((field->flags & CRM_FIELD_SEARCH) == 0)
            continue;
          g_string_append_printf (statement->sql, "%scrm_contains(\"%s\", ?) IS TRUE",
                                  any ? " OR " : " AND (", column);
          crm_statement_bind (statement, crm_value_text (words[w]));
          any = TRUE;
        }
      if (any)
        g_string_append_c (statement->sql, ')');
    }
}

gboolean
crm_query_append_where (const CrmQuery *self, CrmStatement *statement, GError **error)
{
  g_string_append_printf (statement->sql, " WHERE deleted_at IS %sNULL",
                          self->deleted ? "NOT " : "");
  if (self->segment != 0)
    {
      g_string_append (statement->sql, " AND id IN (SELECT customer FROM segment_membership "
                                       "WHERE segment = ? AND deleted_at IS NULL)");
      crm_statement_bind (statement, crm_value_int (self->segment));
    }
  if (self->deleted && self->search != NULL)
    append_plain_search (self, statement);
  if (crm_filter_is_empty (self->filter))
    return TRUE;
  g_string_append (statement->sql, " AND ");
  if (self->deleted)
    return crm_filter_to_sql_deleted (self->filter, self->entity, NULL, statement->sql,
                                      statement->binds, error);
  return crm_filter_to_sql (self->filter, self->entity, NULL, statement->sql, statement->binds,
                            error);
}

static char *
enum_expression (const CrmField *field, const char *column)
{
  const CrmEnum *choices = crm_enum_lookup (field->target);
  GString *out = g_string_new (NULL);

  if (choices == NULL || choices->n_values == 0)
    {
      g_string_append (out, column);
      return g_string_free (out, FALSE);
    }
  g_string_append_printf (out, "CASE %s", column);
  for (guint i = 0; i < choices->n_values; i++)
    g_string_append_printf (out, " WHEN '%s' THEN %u", choices->values[i].code, i);
  g_string_append (out, " END");
  return g_string_free (out, FALSE);
}

/* A title for people: by its stored key where there is one. */
static char *
title_expression (const CrmEntity *entity, const char *alias)
{
  g_autofree char *column = crm_field_dup_column (crm_entity_field (entity, entity->title));

  if (crm_entity_field (entity, "name-sort") != NULL)
    return g_strdup_printf ("%sname_sort", alias);
  return g_strdup_printf ("crm_sort_key(%s\"%s\")", alias, column);
}

static char *
link_expression (const CrmEntity *entity, const CrmField *field, const char *column)
{
  const CrmEntity *target = crm_entity_lookup (field->target);
  g_autofree char *title = target != NULL ? title_expression (target, "k.") : NULL;

  if (target == NULL)
    return g_strdup (column);
  return g_strdup_printf ("(SELECT %s FROM \"%s\" AS k WHERE k.id = \"%s\".%s)", title,
                          target->table, entity->table, column);
}

char *
crm_query_sort_expression (const CrmQuery *self)
{
  const CrmField *field = crm_entity_any_field (self->entity, sort_field (self));
  g_autofree char *column = NULL;

  if (field == NULL)
    return g_strdup ("id");
  column = crm_field_dup_sql (field);
  if (strcmp (field->id, self->entity->title) == 0 &&
      crm_entity_field (self->entity, "name-sort") != NULL)
    return g_strdup ("name_sort");
  if (strcmp (field->id, "name-sort") == 0)
    return g_steal_pointer (&column);
  if (field->kind == CRM_FIELD_ENUM)
    return enum_expression (field, column);
  if (field->kind == CRM_FIELD_LINK)
    return link_expression (self->entity, field, column);
  if (crm_field_storage (field) == CRM_VALUE_TEXT)
    return g_strdup_printf ("crm_sort_key(%s)", column);
  return g_steal_pointer (&column);
}

/* The column whose index gives the order, or NULL. */
static char *
indexed_sort_column (const CrmQuery *self)
{
  const CrmField *field = crm_entity_field (self->entity, sort_field (self));

  if (self->deleted || field == NULL)
    return NULL;
  if (strcmp (field->id, self->entity->title) == 0 &&
      crm_entity_field (self->entity, "name-sort") != NULL)
    return g_strdup ("name_sort");
  if ((field->flags & CRM_FIELD_INDEXED) == 0 || field->kind == CRM_FIELD_LINK ||
      crm_field_storage (field) == CRM_VALUE_TEXT)
    return NULL;
  return crm_field_dup_column (field);
}

/* ---- collecting ---- */

gboolean
crm_query_collect (CrmReader *reader, sqlite3_stmt *stmt, GArray *out, GError **error)
{
  int code;

  while ((code = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      CrmId id = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (out, id);
    }
  sqlite3_reset (stmt);
  if (code == SQLITE_DONE)
    return TRUE;
  crm_sql_error (crm_reader_get_db (reader), NULL, error);
  return FALSE;
}

gboolean
crm_query_uses_index (const CrmQuery *self)
{
  g_autofree char *match = self->deleted ? NULL : crm_search_match (self->search);

  return match != NULL;
}

sqlite3_stmt *
crm_query_prepare_hits (const CrmEntity *entity, CrmReader *reader, const char *match,
                        GError **error)
{
  /* Before customers there are only a few users. */
  gboolean from_start = entity->code <= 2;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      from_start ? "SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid"
                 : "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid >= ?2 ORDER BY rowid",
      error);

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_text (stmt, 1, match, -1, SQLITE_STATIC);
  if (!from_start)
    sqlite3_bind_int64 (stmt, 2, crm_entity_first_id (entity));
  return stmt;
}

GArray *
crm_query_search_hits (const CrmQuery *self, CrmReader *reader, guint limit, GError **error)
{
  g_autofree char *match = crm_search_match (self->search);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (CrmId));
  sqlite3_stmt *stmt = crm_query_prepare_hits (self->entity, reader, match, error);
  CrmId first = crm_entity_first_id (self->entity), last = crm_entity_last_id (self->entity);
  int code = SQLITE_DONE;

  if (stmt == NULL)
    return NULL;
  while ((limit == 0 || hits->len < limit) && (code = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      CrmId id = sqlite3_column_int64 (stmt, 0);

      if (id > last)
        break;
      if (id >= first)
        g_array_append_val (hits, id);
    }
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    crm_sql_error (crm_reader_get_db (reader), NULL, error);
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  return code == SQLITE_DONE || code == SQLITE_ROW ? g_steal_pointer (&hits) : NULL;
}

/* A row that a query matches; `column` of `stmt` holds the expression asked for. */
typedef void (*RowFunc) (CrmId id, sqlite3_stmt *stmt, int column, gpointer data);

/* Looks the hits up one by one. */
static gboolean
visit_hits (const CrmQuery *self, CrmReader *reader, const char *expression, GArray *hits,
            RowFunc func, gpointer data, GError **error)
{
  g_auto (CrmStatement) statement = { 0 };
  g_autoptr (GError) failed = NULL;
  sqlite3_stmt *stmt;

  crm_statement_init (&statement, NULL);
  g_string_append_printf (statement.sql, "SELECT %s FROM \"%s\"", expression, self->entity->table);
  if (!crm_query_append_where (self, &statement, error))
    return FALSE;
  g_string_append (statement.sql, " AND id = ?");
  stmt = crm_statement_prepare (&statement, reader, 1, error);
  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < hits->len && failed == NULL; i++)
    {
      CrmId id = g_array_index (hits, CrmId, i);

      sqlite3_bind_int64 (stmt, (int) statement.binds->len + 1, id);
      if (crm_reader_step (reader, stmt, &failed))
        func (id, stmt, 0, data);
      sqlite3_reset (stmt);
    }
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* Reads all rows that the filter lets through, in order of id, and keeps those among the hits
 * (NULL: all). */
static gboolean
visit_scan (const CrmQuery *self, CrmReader *reader, const char *expression, GArray *hits,
            RowFunc func, gpointer data, GError **error)
{
  g_auto (CrmStatement) statement = { 0 };
  g_autoptr (GError) failed = NULL;
  sqlite3_stmt *stmt;
  guint at = 0;

  crm_statement_init (&statement, NULL);
  g_string_append_printf (statement.sql, "SELECT id, %s FROM \"%s\"", expression,
                          self->entity->table);
  if (!crm_query_append_where (self, &statement, error))
    return FALSE;
  g_string_append (statement.sql, " ORDER BY id");
  stmt = crm_statement_prepare (&statement, reader, 1, error);
  if (stmt == NULL)
    return FALSE;
  while (crm_reader_step (reader, stmt, &failed))
    {
      CrmId id = sqlite3_column_int64 (stmt, 0);

      while (hits != NULL && at < hits->len && g_array_index (hits, CrmId, at) < id)
        at++;
      if (hits == NULL || (at < hits->len && g_array_index (hits, CrmId, at) == id))
        func (id, stmt, 1, data);
    }
  sqlite3_reset (stmt);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* Visits every matching row once, in order of id. */
static gboolean
visit (const CrmQuery *self, CrmReader *reader, const char *expression, RowFunc func, gpointer data,
       GError **error)
{
  g_autoptr (GArray) hits = NULL;

  if (!crm_query_uses_index (self))
    return visit_scan (self, reader, expression, NULL, func, data, error);
  hits = crm_query_search_hits (self, reader, 0, error);
  if (hits == NULL)
    return FALSE;
  if (hits->len <= FEW_HITS)
    return visit_hits (self, reader, expression, hits, func, data, error);
  return visit_scan (self, reader, expression, hits, func, data, error);
}

/* ---- ids ---- */

/* The index has unknown values first; lists have them last. */
static void
move_unknown_to_end (GArray *ids, guint n_unknown)
{
  g_autofree CrmId *unknown = g_memdup2 (ids->data, n_unknown * sizeof (CrmId));

  if (n_unknown == 0 || n_unknown >= ids->len)
    return;
  memmove (ids->data, ids->data + n_unknown * sizeof (CrmId),
           (ids->len - n_unknown) * sizeof (CrmId));
  memcpy (ids->data + (ids->len - n_unknown) * sizeof (CrmId), unknown, n_unknown * sizeof (CrmId));
}

static gint64
count_unknown (const CrmQuery *self, CrmReader *reader, const char *column)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE deleted_at IS NULL AND \"%s\" IS NULL",
                       self->entity->table, column);

  return crm_reader_int (reader, sql, 0);
}

static GArray *
ids_by_index (const CrmQuery *self, CrmReader *reader, const char *column, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autofree char *sql =
      g_strdup_printf ("SELECT id FROM \"%s\" WHERE deleted_at IS NULL ORDER BY \"%s\" %s, id %s",
                       self->entity->table, column, self->descending ? "DESC" : "ASC",
                       self->descending ? "DESC" : "ASC");
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, error);

  if (stmt == NULL || !crm_query_collect (reader, stmt, ids, error))
    return NULL;
  if (!self->descending)
    move_unknown_to_end (ids, (guint) count_unknown (self, reader, column));
  return g_steal_pointer (&ids);
}

static void
sort_row (CrmId id, sqlite3_stmt *stmt, int column, gpointer data)
{
  crm_sorter_add (data, id, stmt, column);
}

GArray *
crm_query_ids (const CrmQuery *self, CrmReader *reader, GError **error)
{
  g_autoptr (CrmSorter) sorter = NULL;
  g_autofree char *column = indexed_sort_column (self);
  g_autofree char *expression = crm_query_sort_expression (self);

  if (column != NULL && self->segment == 0 && crm_filter_is_empty (self->filter) &&
      !crm_query_uses_index (self))
    return ids_by_index (self, reader, column, error);
  sorter = crm_sorter_new (self->descending);
  if (!visit (self, reader, expression, sort_row, sorter, error))
    return NULL;
  return crm_sorter_finish (sorter);
}

GArray *
crm_query_first_ids (const CrmQuery *self, CrmReader *reader, guint limit, GError **error)
{
  g_auto (CrmStatement) statement = { 0 };
  g_autoptr (GArray) ids = NULL;
  g_autofree char *column = indexed_sort_column (self);
  g_autofree char *expression = crm_query_sort_expression (self);
  sqlite3_stmt *stmt;

  if (crm_query_uses_index (self))
    {
      ids = crm_query_ids (self, reader, error);
      if (ids != NULL && ids->len > limit)
        g_array_set_size (ids, limit);
      return g_steal_pointer (&ids);
    }
  crm_statement_init (&statement, NULL);
  g_string_append_printf (statement.sql, "SELECT id FROM \"%s\"", self->entity->table);
  if (!crm_query_append_where (self, &statement, error))
    return NULL;
  if (self->descending)
    g_string_append_printf (statement.sql, " ORDER BY %s DESC, id DESC", expression);
  else if (column != NULL && strcmp (column, "name_sort") == 0)
    g_string_append (statement.sql, " ORDER BY name_sort, id");
  else
    g_string_append_printf (statement.sql, " ORDER BY %s ASC NULLS LAST, id", expression);
  g_string_append (statement.sql, " LIMIT ?");
  crm_statement_bind (&statement, crm_value_int (limit));
  stmt = crm_statement_prepare (&statement, reader, 1, error);
  ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  if (stmt == NULL || !crm_query_collect (reader, stmt, ids, error))
    return NULL;
  return g_steal_pointer (&ids);
}

static void
count_row (CrmId id, sqlite3_stmt *stmt, int column, gpointer data)
{
  ++*(gint64 *) data;
}

/* One figure; -1 with `error`. */
static gint64
read_figure (CrmReader *reader, sqlite3_stmt *stmt, GError **error)
{
  gint64 figure = -1;

  if (stmt != NULL && crm_reader_step (reader, stmt, error))
    figure = sqlite3_column_int64 (stmt, 0);
  if (stmt != NULL)
    sqlite3_reset (stmt);
  return figure;
}

static gint64
count_search (const CrmQuery *self, CrmReader *reader, GError **error)
{
  g_autofree char *match = crm_search_match (self->search);
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader, "SELECT count(*) FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3",
      error);

  if (stmt == NULL)
    return -1;
  sqlite3_bind_text (stmt, 1, match, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 2, crm_entity_first_id (self->entity));
  sqlite3_bind_int64 (stmt, 3, crm_entity_last_id (self->entity));
  return read_figure (reader, stmt, error);
}

gint64
crm_query_count (const CrmQuery *self, CrmReader *reader, GError **error)
{
  g_auto (CrmStatement) statement = { 0 };
  gint64 count = 0;

  if (crm_query_uses_index (self))
    {
      if (self->segment == 0 && crm_filter_is_empty (self->filter))
        return count_search (self, reader, error);
      return visit (self, reader, "1", count_row, &count, error) ? count : -1;
    }
  crm_statement_init (&statement, NULL);
  g_string_append_printf (statement.sql, "SELECT count(*) FROM \"%s\"", self->entity->table);
  if (!crm_query_append_where (self, &statement, error))
    return -1;
  return read_figure (reader, crm_statement_prepare (&statement, reader, 1, error), error);
}

/* ---- sums ---- */

static void
sum_row (CrmId id, sqlite3_stmt *stmt, int column, gpointer data)
{
  double number = sqlite3_column_double (stmt, column);

  if (sqlite3_column_type (stmt, column) != SQLITE_NULL)
    g_array_append_val ((GArray *) data, number);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
summarize_values (GArray *values, CrmQuerySummary *summary)
{
  guint n = values->len;
  long double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += g_array_index (values, double, i);
  *summary = (CrmQuerySummary){ .count = n, .sum = (double) sum, .median = NAN };
  if (n == 0)
    return;
  g_array_sort (values, compare_doubles);
  summary->median =
      (g_array_index (values, double, (n - 1) / 2) + g_array_index (values, double, n / 2)) / 2;
}

static const CrmField *
find_number_field (const CrmEntity *entity, const char *field_id, GError **error)
{
  const CrmField *field = crm_entity_any_field (entity, field_id);

  if (field != NULL && crm_field_storage (field) != CRM_VALUE_TEXT)
    return field;
  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "%s: %s", entity->name, field_id);
  return NULL;
}

gboolean
crm_query_summarize (const CrmQuery *self, CrmReader *reader, const char *field_id,
                     CrmQuerySummary *summary, GError **error)
{
  const CrmField *field = find_number_field (self->entity, field_id, error);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *column = field != NULL ? crm_field_dup_sql (field) : NULL;

  if (field == NULL || !visit (self, reader, column, sum_row, values, error))
    return FALSE;
  summarize_values (values, summary);
  return TRUE;
}

gboolean
crm_query_summarize_ids (const CrmEntity *entity, CrmReader *reader, const CrmId *ids, gsize n,
                         const char *field_id, CrmQuerySummary *summary, GError **error)
{
  const CrmField *field = find_number_field (entity, field_id, error);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) failed = NULL;
  g_autofree char *column = field != NULL ? crm_field_dup_sql (field) : NULL;
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM \"%s\" WHERE id = ?1", column, entity->table);
  sqlite3_stmt *stmt = field != NULL ? crm_reader_prepare (reader, sql, error) : NULL;

  if (stmt == NULL)
    return FALSE;
  for (gsize i = 0; i < n && failed == NULL; i++)
    {
      sqlite3_bind_int64 (stmt, 1, ids[i]);
      if (crm_reader_step (reader, stmt, &failed))
        sum_row (ids[i], stmt, 0, values);
      sqlite3_reset (stmt);
    }
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  summarize_values (values, summary);
  return TRUE;
}

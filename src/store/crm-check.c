/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The totals are computed here by other statements than those that keep them (grouped over whole
 * tables), so that a wrong definition shows as well as a forgotten update. */

#include "config.h"

#include "crm-check.h"

#include <glib/gi18n-lib.h>

#include "crm-entities.h"
#include "crm-search.h"
#include "crm-setting.h"
#include "crm-writer-private.h"

typedef struct
{
  const char *what;
  const char *sql; /* counts what is wrong */
} Check;

static const Check checks[] = {
  { N_ ("order amounts that differ from the sum of their lines"),
    "SELECT count (*) FROM sales_order o LEFT JOIN (SELECT \"order\" AS id, sum (amount) AS "
    "amount, count (*) AS n FROM order_line "
    "WHERE deleted_at IS NULL GROUP BY 1) l ON l.id = o.id WHERE o.amount <> coalesce (l.amount, "
    "0) "
    "OR coalesce (o.line_count, 0) <> coalesce (l.n, 0)" },
  { N_ ("line amounts that differ from quantity × price"),
    "SELECT count (*) FROM order_line l JOIN sales_order o ON o.id = l.\"order\" WHERE abs "
    "(l.amount "
    "- quantity * unit_price * (100 - coalesce (discount, 0)) / 100 * crm_currency_scale (coalesce "
    "(o.currency, " CRM_SQL_BASE_CURRENCY "))) > 0.5001" },
  { N_ ("orders that are not worth their amount at the rate of their day"),
    "WITH base (code) AS (SELECT " CRM_SQL_BASE_CURRENCY "), "
    "quote AS (SELECT currency AS a, quoted_in AS b, rate AS r, coalesce (day, -1000000) AS d, "
    "updated_at AS u, id FROM exchange_rate WHERE deleted_at IS NULL), "
    "both AS (SELECT a, b, r, d, u, id FROM quote UNION ALL SELECT b, a, 1.0 / r, d, u, -id FROM "
    "quote), "
    "want AS (SELECT DISTINCT o.currency AS c, o.day AS day FROM sales_order o, base WHERE "
    "o.currency <> base.code), "
    "known AS (SELECT c, day, a, b, r, row_number () OVER (PARTITION BY c, day, a, b, id > 0 ORDER "
    "BY d "
    "DESC, u DESC, abs (id) DESC) AS n, id > 0 AS direct FROM want, base JOIN both ON d <= day AND "
    "a IN (c, base.code)), "
    "best AS (SELECT c, day, a, b, r, direct FROM known WHERE n = 1), "
    "rate AS (SELECT w.c, w.day, coalesce ("
    "(SELECT r FROM best x WHERE x.c = w.c AND x.day = w.day AND a = w.c AND b = base.code AND "
    "direct), "
    "(SELECT r FROM best x WHERE x.c = w.c AND x.day = w.day AND a = w.c AND b = base.code AND NOT "
    "direct), "
    "(SELECT x.r / y.r FROM best x JOIN best y ON y.c = w.c AND y.day = w.day AND y.a = base.code "
    "AND y.b = x.b AND y.direct WHERE x.c = w.c AND x.day = w.day AND x.a = w.c AND x.direct "
    "ORDER BY x.b LIMIT 1)) AS r FROM want w, base) "
    "SELECT count (*) FROM base, sales_order o LEFT JOIN rate ON rate.c = o.currency AND rate.day "
    "= "
    "o.day WHERE CASE WHEN o.amount = 0 OR coalesce (o.currency, base.code) = base.code THEN "
    "o.base_amount IS NOT o.amount WHEN r IS NULL THEN o.base_amount IS NOT NULL ELSE "
    "o.base_amount "
    "IS NULL OR abs (o.base_amount - o.amount * r * crm_currency_scale (base.code) / "
    "crm_currency_scale (o.currency)) > 0.5001 + abs (o.base_amount) * 1e-14 END" },
  { N_ ("customers whose order totals differ from their orders"),
    "WITH sale AS (SELECT customer, count (*) AS n, total (base_amount) AS s, min (day) AS a, max "
    "(day) AS b FROM sales_order WHERE "
    "deleted_at IS NULL AND status IN ('activated', 'fulfilled') AND kind = 'sale' AND coalesce "
    "(base_amount, amount) > 0 GROUP BY customer) "
    "SELECT count (*) FROM customer c LEFT JOIN sale ON sale.customer = c.id WHERE c.order_count "
    "<> coalesce (n, 0) OR c.order_sum "
    "<> coalesce (s, 0) OR c.first_order IS NOT a OR c.last_order IS NOT b OR c.mean_interval IS "
    "NOT "
    "CASE WHEN n >= 2 AND b > a THEN (b - a) * 1.0 / (n - 1) END" },
  { N_ ("customers whose return totals differ from their returns"),
    "WITH back AS (SELECT customer, count (*) AS n, -total (base_amount) AS s FROM sales_order "
    "WHERE "
    "deleted_at IS NULL AND status IN "
    "('activated', 'fulfilled') AND kind = 'return' GROUP BY customer) SELECT count (*) FROM "
    "customer c LEFT JOIN back ON "
    "back.customer = c.id WHERE c.return_count <> coalesce (n, 0) OR c.return_sum <> coalesce (s, "
    "0)" },
  { N_ ("customers whose orders without an exchange rate are miscounted"),
    "WITH open AS (SELECT customer, count (*) AS n FROM sales_order WHERE deleted_at IS NULL AND "
    "status IN ('activated', 'fulfilled') AND base_amount IS NULL AND (kind = 'return' OR (kind = "
    "'sale' AND amount > 0)) GROUP BY customer) SELECT count (*) FROM customer c LEFT JOIN open ON "
    "open.customer = c.id WHERE c.unrated_count <> coalesce (n, 0)" },
  { N_ ("customers whose last contact differs from their activities"),
    "WITH act AS (SELECT customer, max (start) AS at FROM activity WHERE deleted_at IS NULL AND "
    "kind <> 'task' AND "
    "coalesce (status, 'done') = 'done' GROUP BY customer) SELECT count (*) FROM customer c LEFT "
    "JOIN act ON act.customer = c.id "
    "WHERE c.last_activity IS NOT act.at" },
  { N_ ("contacts whose customer differs from their affiliations"),
    "WITH tie AS (SELECT contact, customer, row_number () OVER (PARTITION BY contact ORDER BY "
    "CASE WHEN to_day IS NULL THEN 0 ELSE 1 END, coalesce (is_primary, 0) DESC, created_at, id) AS "
    "n FROM "
    "affiliation WHERE deleted_at IS NULL) SELECT count (*) FROM contact c LEFT JOIN tie ON "
    "tie.contact = c.id AND tie.n = 1 WHERE c.customer IS NOT tie.customer" },
  { N_ ("customers with a wrong sort key"),
    "SELECT count (*) FROM customer WHERE name_sort IS NOT crm_sort_key (name)" },
  { N_ ("contacts with a wrong sort key"),
    "SELECT count (*) FROM contact WHERE name_sort IS NOT crm_sort_key (name)" },
};

static void
report (GPtrArray *problems, const char *what, gint64 n)
{
  g_ptr_array_add (problems, g_strdup_printf ("%" G_GINT64_FORMAT " %s", n, what));
}

static gboolean
check_sqlite (CrmReader *reader, GPtrArray *problems, GError **error)
{
  static const char *const pragmas[] = { "PRAGMA integrity_check (20)",
                                         "PRAGMA foreign_key_check" };
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    {
      sqlite3_stmt *stmt = crm_reader_prepare (reader, pragmas[i], error);

      if (stmt == NULL)
        return FALSE;
      while (crm_reader_step (reader, stmt, &local))
        {
          const char *text = (const char *) sqlite3_column_text (stmt, 0);

          if (i == 0 && g_strcmp0 (text, "ok") == 0)
            continue;
          g_ptr_array_add (problems,
                           i == 0 ? g_strdup (text)
                                  : g_strdup_printf (_ ("%s: a link to a missing record"), text));
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

/* Each live record must be found by the words of its own document, and nothing else may be in the index. */
static gboolean
check_search (CrmReader *reader, GPtrArray *problems, GError **error)
{
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);
  gint64 missing = 0, expected = 0, indexed;
  g_autoptr (GError) local = NULL;

  for (guint e = 0; e < n_entities; e++)
    {
      const CrmEntity *entity = entities[e];
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE deleted_at IS NULL",
                                              crm_sql_columns (entity), entity->table);
      sqlite3_stmt *rows = crm_reader_prepare (reader, sql, error);

      if (rows == NULL)
        return FALSE;
      while (crm_reader_step (reader, rows, &local))
        {
          g_autofree CrmValue *values = g_new (CrmValue, entity->n_fields);
          g_autofree char *title = NULL, *body = NULL;

          for (guint i = 0; i < entity->n_fields; i++)
            values[i] = crm_sql_column_value (rows, (int) i + 1);
          crm_search_document (entity, values, &title, &body);
          for (guint i = 0; i < entity->n_fields; i++)
            crm_value_clear (&values[i]);
          if (title == NULL && body == NULL)
            continue;
          expected++;
          /* The document table has one row a document, so this costs one look-up. */
          {
            sqlite3_stmt *hit =
                crm_reader_prepare (reader, "SELECT 1 FROM search_docsize WHERE id = ?1", error);

            if (hit == NULL)
              return FALSE;
            sqlite3_bind_int64 (hit, 1, sqlite3_column_int64 (rows, 0));
            missing += sqlite3_step (hit) != SQLITE_ROW;
            sqlite3_reset (hit);
          }
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (missing > 0)
    report (problems, _ ("records that the search index does not know"), missing);
  indexed = crm_reader_int (reader, "SELECT count (*) FROM search_docsize", -1);
  if (indexed != expected - missing)
    report (problems, _ ("documents of the search index without a record"),
            indexed - expected + missing);
  return TRUE;
}

static gboolean
check_lists (CrmReader *reader, GPtrArray *problems)
{
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);

  for (guint e = 0; e < n_entities; e++)
    for (guint i = 0; i < entities[e]->n_fields; i++)
      {
        const CrmField *field = &entities[e]->fields[i];
        g_autofree char *column = crm_field_dup_column (field), *sql = NULL;
        gint64 wrong;

        if (field->kind != CRM_FIELD_LIST)
          continue;
        sql = g_strdup_printf (
            "WITH want AS (SELECT t.id AS record, j.value AS value FROM %1$s t, json_each "
            "(t.\"%2$s\") j WHERE "
            "t.deleted_at IS NULL AND t.\"%2$s\" IS NOT NULL), have AS (SELECT record, value FROM "
            "list_value WHERE "
            "entity = %3$d AND field = '%4$s') SELECT (SELECT count (*) FROM (SELECT * FROM want "
            "EXCEPT SELECT * FROM "
            "have)) + (SELECT count (*) FROM (SELECT * FROM have EXCEPT SELECT * FROM want))",
            entities[e]->table, column, entities[e]->code, field->id);
        wrong = crm_reader_int (reader, sql, -1);
        if (wrong != 0)
          report (problems, _ ("list entries that differ from their records"), wrong);
      }
  return TRUE;
}

GPtrArray *
crm_check_database (CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  if (!check_sqlite (reader, problems, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      gint64 wrong = crm_reader_int (reader, checks[i].sql, -1);

      if (wrong != 0)
        report (problems, _ (checks[i].what), wrong);
    }
  if (!check_lists (reader, problems) || !check_search (reader, problems, error))
    return NULL;
  return g_steal_pointer (&problems);
}

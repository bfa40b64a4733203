/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Filters: expression, JSON, words, relative days and the SQL they become. What the SQL finds is
 * compared with a second evaluation in test-query.c. */

#include <string.h>

#include "crm-filter-private.h"
#include "crm-format.h"

static const CrmEntity *
customer (void)
{
  return crm_entity_lookup ("customer");
}

static CrmFilter *
parse (const char *expression)
{
  g_autoptr (GError) error = NULL;
  CrmFilter *filter = crm_filter_parse (customer (), expression, &error);

  g_assert_no_error (error);
  g_assert_nonnull (filter);
  return filter;
}

static void
test_expression (void)
{
  static const char *const round[][2] = {
    { "lifecycle-stage = lead,customer and (last-order within 12m or not tags has \"VIP\") and "
      "order-sum >= 1000",
      "lifecycle-stage = lead,customer and (last-order within 12m or not tags = VIP) and order-sum "
      ">= 1000" },
    { "name~\"Harbour \\\"Pine\\\"\"", "name ~ \"Harbour \\\"Pine\\\"\"" },
    { "order-sum between 10..20", "order-sum between 10..20" },
    { "order-sum between 10 and 20", "order-sum between 10..20" },
    { "order_sum between -5 .. 2.5 AND city IS NOT EMPTY",
      "order-sum between -5..2.5 and city is not empty" },
    { "not (city is empty or city is not 上海)", "not (city is empty or city != 上海)" },
    { "not not city ^= sh", "not not city ^= sh" },
    { "tags has-all a , b or tags has-none \"c d\"", "tags has-all a,b or tags has-none \"c d\"" },
    { "last-order in this-month,last-month", "last-order in this-month,last-month" },
    { "level in a,b", "level = a,b" },
    { "next-follow-up next 7d", "next-follow-up within-next 7d" },
    { "last-order older 1y", "last-order older 1y" },
    { "last-order < -30d", "last-order < -30d" },
    { "name = \"a..b\"", "name = \"a..b\"" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (round); i++)
    {
      g_autoptr (CrmFilter) filter = parse (round[i][0]);
      g_autofree char *text = crm_filter_to_expression (filter);
      g_autoptr (CrmFilter) again = parse (text);
      g_autoptr (JsonNode) node = crm_filter_to_json (filter);
      g_autofree char *json = json_to_string (node, FALSE);
      g_autoptr (JsonNode) node2 = json_from_string (json, NULL);
      g_autoptr (CrmFilter) from_json = crm_filter_from_json (node2, NULL);
      g_autoptr (GString) sql = g_string_new (NULL);
      g_autoptr (GArray) binds = g_array_new (FALSE, FALSE, sizeof (CrmValue));
      g_autoptr (GError) error = NULL;
      guint marks = 0;

      g_assert_cmpstr (text, ==, round[i][1]);
      g_assert_true (crm_filter_equal (filter, again));
      g_assert_true (crm_filter_equal (filter, from_json));
      g_array_set_clear_func (binds, (GDestroyNotify) crm_value_clear);
      g_assert_true (crm_filter_to_sql (filter, customer (), NULL, sql, binds, &error));
      g_assert_no_error (error);
      for (const char *p = sql->str; *p != '\0'; p++)
        marks += *p == '?';
      g_assert_cmpuint (marks, ==, binds->len);
    }
}

static void
test_syntax_errors (void)
{
  static const char *const wrong[][2] = {
    { "colour = red", "At character 1: Customers have no field “colour”" },
    { "name", "At character 5: an operator is missing after “name”" },
    { "name = ", "At character 8: a value is missing" },
    { "name = \"a", "At character 8: the quotation mark is not closed" },
    { "(name = a", "At character 10: a closing bracket is missing" },
    { "name = a b", "At character 10: “and” or “or” is missing before “b”" },
    { "name = a and", "At character 13: a field is missing" },
    { "城 = a", "At character 1: a field is missing" },
    { "city = 上海 and name within 3d", "At character 20: “name” cannot be compared" },
    { "order-sum between 3", "At character 19: two values are needed" },
    { "order-sum < 3,4", "At character 13: one value is needed here" },
    { "name = a)", "At character 9: “and” or “or” is missing before “)”" },
    { "name-sort = a", "At character 1: Customers have no field “name-sort”" },
  };
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) too_deep = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_filter_parse (customer (), wrong[i][0], &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
      if (!g_str_has_prefix (error->message, wrong[i][1]))
        g_error ("%s: %s", wrong[i][0], error->message);
    }
  for (int i = 0; i < 10000; i++)
    g_string_append_c (deep, '(');
  g_assert_null (crm_filter_parse (customer (), deep->str, &too_deep));
  g_assert_error (too_deep, CRM_ERROR, CRM_ERROR_SYNTAX);
}

static void
test_value_errors (void)
{
  static const char *const wrong[] = { "order-sum > many",     "last-order within 3",
                                       "last-order within 0d", "last-order = never",
                                       "last-order in 2026",   "level = z",
                                       "last-order < 32 " };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CrmFilter) filter = parse (wrong[i]);
      g_autoptr (GString) sql = g_string_new (NULL);
      g_autoptr (GArray) binds = g_array_new (FALSE, FALSE, sizeof (CrmValue));
      g_autoptr (GError) error = NULL;

      g_array_set_clear_func (binds, (GDestroyNotify) crm_value_clear);
      g_assert_false (crm_filter_to_sql (filter, customer (), NULL, sql, binds, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
    }
}

static void
test_json_errors (void)
{
  static const char *const wrong[] = { "[]",
                                       "{}",
                                       "{\"all\": 1}",
                                       "{\"all\": [1]}",
                                       "{\"field\": \"name\"}",
                                       "{\"field\": \"name\", \"op\": \"like\"}",
                                       "{\"field\": 1, \"op\": \"is\"}",
                                       "{\"field\": \"name\", \"op\": \"is\", \"values\": [1]}",
                                       "{\"field\": \"name\", \"op\": \"is\", \"values\": \"a\"}",
                                       "null" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (wrong[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_filter_from_json (node, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
    }
}

static char *
link_title (CrmId id, gpointer data)
{
  return g_strdup_printf ("User %d", (int) id);
}

static void
test_words (void)
{
  static const char *const words[][2] = {
    { "lifecycle-stage != lead", "Stage is not Lead" },
    { "lifecycle-stage = lead,customer", "Stage is Lead or Customer" },
    { "order-sum >= 1000", "Lifetime value is at least 1,000" },
    { "last-order older 12m", "Last order is not within the last 12 months" },
    { "last-order within 1y", "Last order is within the last 1 year" },
    { "last-order in this-month", "Last order is in this month" },
    { "last-order < -3w", "Last order is before 3 weeks ago" },
    { "tags has-all a,b", "Tags has all of a and b" },
    { "owner = 7", "Owner is User 7" },
    { "city is empty", "City is empty" },
    { "city = a and (city = b or not level = a)",
      "City is a and (City is b or not (Level is A · key))" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (CrmFilter) filter = parse (words[i][0]);
      g_autofree char *text = crm_filter_describe (filter, customer (), link_title, NULL);

      g_assert_cmpstr (text, ==, words[i][1]);
    }
}

static void
test_children (void)
{
  g_autoptr (CrmFilter) a = parse ("city = a");
  g_autoptr (CrmFilter) b = parse ("city = b");
  g_autoptr (CrmFilter) one = crm_filter_with_child (NULL, -1, a);
  g_autoptr (CrmFilter) two = crm_filter_with_child (one, -1, b);
  g_autoptr (CrmFilter) wrapped = crm_filter_with_child (a, -1, b);
  g_autoptr (CrmFilter) replaced = crm_filter_with_child (two, 0, b);
  g_autoptr (CrmFilter) removed = crm_filter_with_child (two, 0, NULL);
  g_autoptr (CrmFilter) none = crm_filter_with_child (removed, 0, NULL);

  g_assert_cmpuint (crm_filter_get_n_children (one), ==, 1);
  g_assert_true (crm_filter_equal (two, wrapped));
  g_assert_true (crm_filter_equal (crm_filter_get_child (replaced, 0), b));
  g_assert_cmpuint (crm_filter_get_n_children (removed), ==, 1);
  g_assert_true (crm_filter_is_empty (none));
  g_assert_true (crm_filter_equal (none, NULL));
  g_assert_false (crm_filter_equal (one, two));
}

static gint64
day (int year, int month, int month_day)
{
  return crm_day_from_ymd (year, month, month_day);
}

static void
assert_days (const char *text, int week_start, gint64 first, gint64 last)
{
  CrmFilterContext context = { .today = day (2026, 3, 31), .week_start = week_start };
  gint64 low, high;

  g_assert_true (crm_filter_resolve_days (text, &context, &low, &high));
  g_assert_cmpint (low, ==, first);
  g_assert_cmpint (high, ==, last);
}

/* 31 March 2026 is a Tuesday. */
static void
test_days (void)
{
  gint64 low, high;
  CrmFilterContext context = { 0 };

  assert_days ("today", 1, day (2026, 3, 31), day (2026, 3, 31));
  assert_days ("yesterday", 1, day (2026, 3, 30), day (2026, 3, 30));
  assert_days ("this-week", 1, day (2026, 3, 30), day (2026, 4, 5));
  assert_days ("this-week", 7, day (2026, 3, 29), day (2026, 4, 4));
  assert_days ("this-week", 6, day (2026, 3, 28), day (2026, 4, 3));
  assert_days ("last-week", 1, day (2026, 3, 23), day (2026, 3, 29));
  assert_days ("last-month", 1, day (2026, 2, 1), day (2026, 2, 28));
  assert_days ("this-quarter", 1, day (2026, 1, 1), day (2026, 3, 31));
  assert_days ("last-quarter", 1, day (2025, 10, 1), day (2025, 12, 31));
  assert_days ("next-quarter", 1, day (2026, 4, 1), day (2026, 6, 30));
  assert_days ("last-year", 1, day (2025, 1, 1), day (2025, 12, 31));
  assert_days ("-1m", 1, day (2026, 2, 28), day (2026, 2, 28));
  assert_days ("-1y", 1, day (2025, 3, 31), day (2025, 3, 31));
  assert_days ("+2w", 1, day (2026, 4, 14), day (2026, 4, 14));
  assert_days ("-30d", 1, day (2026, 3, 1), day (2026, 3, 1));
  g_assert_false (crm_filter_resolve_days ("-0d", &context, &low, &high));
  g_assert_false (crm_filter_resolve_days ("2026-01-01", &context, &low, &high));
  g_assert_false (crm_filter_resolve_days ("", &context, &low, &high));
}

static void
test_context (void)
{
  CrmFilterContext context;

  crm_filter_context_init (&context);
  g_assert_cmpint (context.week_start, >=, 1);
  g_assert_cmpint (context.week_start, <=, 7);
  g_assert_cmpint (context.today, >, day (2020, 1, 1));
}

/* Every operator offered for a kind of field compiles. */
static void
test_offered (void)
{
  const CrmEntity *entity = customer ();

  for (guint i = 0; i < entity->n_fields; i++)
    for (const CrmFilterOp *op = crm_filter_ops_for (entity->fields[i].kind);
         *op != CRM_N_FILTER_OPS; op++)
      g_assert_true (crm_filter_op_fits (*op, entity->fields[i].kind) &&
                     crm_filter_op_label (*op, &entity->fields[i])[0] != '\0');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/expression", test_expression);
  g_test_add_func ("/filter/syntax-errors", test_syntax_errors);
  g_test_add_func ("/filter/value-errors", test_value_errors);
  g_test_add_func ("/filter/json-errors", test_json_errors);
  g_test_add_func ("/filter/words", test_words);
  g_test_add_func ("/filter/children", test_children);
  g_test_add_func ("/filter/days", test_days);
  g_test_add_func ("/filter/context", test_context);
  g_test_add_func ("/filter/offered", test_offered);
  return g_test_run ();
}

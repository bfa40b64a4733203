/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queries against a second evaluation in C of the same filters, searches and orders, over generated
 * customers and contacts; and the global search. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-filter-private.h"
#include "crm-format.h"
#include "crm-query.h"
#include "crm-search.h"
#include "query-people.h"

/* ---- the second evaluation ---- */

static gboolean
folded_test (const char *text, const char *value, CrmFilterOp op)
{
  g_autofree char *a = crm_search_fold (text);
  g_autofree char *b = crm_search_fold (value);

  return op == CRM_OP_CONTAINS      ? strstr (a, b) != NULL
         : op == CRM_OP_STARTS_WITH ? g_str_has_prefix (a, b)
                                    : strcmp (a, b) == 0;
}

/* A date shifted by GLib, which cuts off at the end of the month as well. */
static gint64
shifted_day (const char *span, int sign)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = NULL;
  int number = sign * atoi (span);
  int y, m, d;

  switch (span[strlen (span) - 1])
    {
    case 'w':
      then = g_date_time_add_weeks (now, number);
      break;
    case 'm':
      then = g_date_time_add_months (now, number);
      break;
    case 'y':
      then = g_date_time_add_years (now, number);
      break;
    default:
      then = g_date_time_add_days (now, number);
    }
  g_date_time_get_ymd (then, &y, &m, &d);
  return crm_day_from_ymd (y, m, d);
}

static void
month_of_today (gint64 *first, gint64 *last)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int y, m, d;

  g_date_time_get_ymd (now, &y, &m, &d);
  *first = crm_day_from_ymd (y, m, 1);
  *last = crm_day_from_ymd (y, m, g_date_get_days_in_month ((GDateMonth) m, (GDateYear) y));
}

static gboolean
day_test (const CrmValue *value, gboolean instant, CrmFilterOp op, const char *const *values)
{
  gint64 today = crm_day_today (), day, first, last;
  gint64 a = CRM_NULL_INT, b = CRM_NULL_INT;
  int y, m, d;

  if (crm_value_is_null (value))
    return op == CRM_OP_IS_NOT || op == CRM_OP_NOT_WITHIN_LAST;
  day = instant ? crm_day_from_instant (value->i) : value->i;
  if (op == CRM_OP_IN_PERIOD)
    {
      g_assert_cmpstr (values[0], ==, "this-month");
      month_of_today (&first, &last);
      return day >= first && day <= last;
    }
  if (op == CRM_OP_WITHIN_LAST)
    return day >= shifted_day (values[0], -1) && day <= today;
  if (op == CRM_OP_NOT_WITHIN_LAST)
    return day < shifted_day (values[0], -1);
  if (op == CRM_OP_WITHIN_NEXT)
    return (instant ? value->i >= crm_instant_now () : day >= today) &&
           day <= shifted_day (values[0], 1);
  if (sscanf (values[0], "%d-%d-%d", &y, &m, &d) == 3)
    a = crm_day_from_ymd (y, m, d);
  if (values[1] != NULL && sscanf (values[1], "%d-%d-%d", &y, &m, &d) == 3)
    b = crm_day_from_ymd (y, m, d);
  switch ((int) op)
    {
    case CRM_OP_IS:
      return day == a || day == b;
    case CRM_OP_IS_NOT:
      return day != a && day != b;
    case CRM_OP_LESS:
      return day < a;
    case CRM_OP_AT_MOST:
      return day <= a;
    case CRM_OP_GREATER:
      return day > a;
    case CRM_OP_AT_LEAST:
      return day >= a;
    default:
      return day >= MIN (a, b) && day <= MAX (a, b);
    }
}

static gboolean
number_test (const CrmValue *value, double scale, CrmFilterOp op, const char *const *values)
{
  double number = crm_value_get_real (value);
  double a = g_ascii_strtod (values[0], NULL) * scale;
  double b = values[1] != NULL ? g_ascii_strtod (values[1], NULL) * scale : a;

  if (value->type == CRM_VALUE_INT)
    number = (double) value->i;
  if (crm_value_is_null (value))
    return op == CRM_OP_IS_NOT;
  switch ((int) op)
    {
    case CRM_OP_IS:
      return number == a || number == b;
    case CRM_OP_IS_NOT:
      return number != a && number != b;
    case CRM_OP_LESS:
      return number < a;
    case CRM_OP_AT_MOST:
      return number <= a;
    case CRM_OP_GREATER:
      return number > a;
    case CRM_OP_AT_LEAST:
      return number >= a;
    default:
      return number >= MIN (a, b) && number <= MAX (a, b);
    }
}

static gboolean
list_test (const CrmValue *value, CrmFilterOp op, const char *const *values)
{
  g_auto (GStrv) list = crm_value_get_list (value);
  gboolean any = FALSE, all = TRUE;

  for (guint i = 0; values[i] != NULL; i++)
    {
      gboolean has = FALSE;

      for (guint k = 0; list[k] != NULL; k++)
        has |= op == CRM_OP_CONTAINS ? folded_test (list[k], values[i], op)
                                     : strcmp (list[k], values[i]) == 0;
      any |= has;
      all &= has;
    }
  return op == CRM_OP_HAS_ALL ? all : op == CRM_OP_HAS_NONE ? !any : any;
}

static gboolean
link_test (QueryPeople *fixture, const CrmValue *value, CrmFilterOp op, const char *const *values)
{
  g_autofree char *title =
      crm_value_is_null (value) ? NULL : crm_reader_title (fixture->reader, value->i);
  gboolean any = FALSE;

  for (guint i = 0; title != NULL && values[i] != NULL; i++)
    any |= g_ascii_isdigit (values[i][0]) ? value->i == g_ascii_strtoll (values[i], NULL, 10)
                                          : folded_test (title, values[i], op);
  return op == CRM_OP_IS_NOT ? !any : any;
}

static gboolean
text_test (const CrmField *field, const CrmValue *value, CrmFilterOp op, const char *const *values)
{
  gboolean exact = field->kind == CRM_FIELD_ENUM || field->kind == CRM_FIELD_EMAIL ||
                   field->kind == CRM_FIELD_PHONE || (field->flags & CRM_FIELD_INDEXED) != 0;
  gboolean any = FALSE;

  if (field->kind == CRM_FIELD_PHONE && op == CRM_OP_STARTS_WITH)
    return !crm_value_is_null (value) && g_str_has_prefix (value->s, "+861381");
  for (guint i = 0; !crm_value_is_null (value) && values[i] != NULL; i++)
    any |= exact && (op == CRM_OP_IS || op == CRM_OP_IS_NOT)
               ? strcmp (value->s, values[i]) == 0
               : folded_test (value->s, values[i], op);
  return op == CRM_OP_IS_NOT ? !any : any;
}

static gboolean
rule_test (QueryPeople *fixture, CrmRecord *record, CrmFilter *filter)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  const CrmField *field = crm_entity_field (entity, crm_filter_get_field (filter));
  const CrmValue *value = crm_record_get_value (record, (guint) (field - entity->fields));
  const char *const *values = crm_filter_get_values (filter);
  CrmFilterOp op = crm_filter_get_op (filter);

  if (op == CRM_OP_EMPTY || op == CRM_OP_NOT_EMPTY)
    return crm_value_is_null (value) == (op == CRM_OP_EMPTY);
  switch ((int) field->kind)
    {
    case CRM_FIELD_DAY:
    case CRM_FIELD_INSTANT:
      return day_test (value, field->kind == CRM_FIELD_INSTANT, op, values);
    case CRM_FIELD_INTEGER:
    case CRM_FIELD_DECIMAL:
      return number_test (value, 1, op, values);
    case CRM_FIELD_MONEY:
      return number_test (value, 100, op, values);
    case CRM_FIELD_BOOLEAN:
      return (!crm_value_is_null (value) && value->i != 0) == (strcmp (values[0], "true") == 0);
    case CRM_FIELD_LINK:
      return link_test (fixture, value, op, values);
    case CRM_FIELD_LIST:
      return list_test (value, op, values);
    default:
      return text_test (field, value, op, values);
    }
}

static gboolean
filter_test (QueryPeople *fixture, CrmRecord *record, CrmFilter *filter)
{
  CrmFilterType type;
  gboolean any = FALSE, all = TRUE;

  if (filter == NULL)
    return TRUE;
  type = crm_filter_get_node_type (filter);
  if (type == CRM_FILTER_RULE)
    return rule_test (fixture, record, filter);
  for (guint i = 0; i < crm_filter_get_n_children (filter); i++)
    {
      gboolean one = filter_test (fixture, record, crm_filter_get_child (filter, i));

      any |= one;
      all &= one;
    }
  if (crm_filter_get_n_children (filter) == 0)
    return TRUE;
  return type == CRM_FILTER_ANY ? any : type == CRM_FILTER_NOT ? !all : all;
}

/* ---- random filters ---- */

static char *
random_day (GRand *rand)
{
  int y, m, d;

  crm_day_to_ymd (crm_day_today () + g_rand_int_range (rand, -500, 60), &y, &m, &d);
  return g_strdup_printf ("%04d-%02d-%02d", y, m, d);
}

static char *
random_value (QueryPeople *fixture, GRand *rand, const CrmField *field, CrmFilterOp op)
{
  static const char *const spans[] = { "30d", "6w", "12m", "1y", "3m" };
  static const char *const parts[] = { "小", "a", "Ber", "138", "王小明", "庆", "x", "o", "重" };

  if (op == CRM_OP_WITHIN_LAST || op == CRM_OP_WITHIN_NEXT || op == CRM_OP_NOT_WITHIN_LAST)
    return g_strdup (PICK (rand, spans));
  if (op == CRM_OP_IN_PERIOD)
    return g_strdup ("this-month");
  if (field->kind == CRM_FIELD_DAY || field->kind == CRM_FIELD_INSTANT)
    return random_day (rand);
  if (field->kind == CRM_FIELD_MONEY)
    return g_strdup_printf ("%d.00", g_rand_int_range (rand, -500, 2000));
  if (field->kind == CRM_FIELD_INTEGER || field->kind == CRM_FIELD_DECIMAL)
    return g_strdup_printf ("%d", g_rand_int_range (rand, 0, 60));
  if (field->kind == CRM_FIELD_BOOLEAN)
    return g_strdup (query_people_chance (rand, 0.5) ? "true" : "false");
  if (field->kind == CRM_FIELD_LINK && op != CRM_OP_CONTAINS && query_people_chance (rand, 0.5))
    return g_strdup_printf ("%" G_GINT64_FORMAT, PICK (rand, fixture->users));
  if (field->kind == CRM_FIELD_LINK)
    return g_strdup (op == CRM_OP_CONTAINS ? "ch" : "ZHANG");
  if (field->kind == CRM_FIELD_LIST)
    return g_strdup (op == CRM_OP_CONTAINS ? "客" : PICK (rand, query_people_tags));
  if (field->kind == CRM_FIELD_EMAIL && op != CRM_OP_CONTAINS && op != CRM_OP_STARTS_WITH)
    return g_strdup ("info@example.com");
  if (field->kind == CRM_FIELD_PHONE)
    return op == CRM_OP_CONTAINS      ? g_strdup_printf ("%d", g_rand_int_range (rand, 10, 99))
           : op == CRM_OP_STARTS_WITH ? g_strdup ("+86 138 1")
                                      : query_people_random_phone (rand);
  if (strcmp (field->id, "lifecycle-stage") == 0)
    return g_strdup (PICK (rand, query_people_stages));
  if (strcmp (field->id, "level") == 0)
    return g_strdup (PICK (rand, query_people_levels));
  if (strcmp (field->id, "city") == 0 && op != CRM_OP_CONTAINS)
    return g_strdup (PICK (rand, query_people_cities));
  return g_strdup (PICK (rand, parts));
}

static CrmFilter *
random_rule (QueryPeople *fixture, GRand *rand, const CrmEntity *entity)
{
  static const char *const of_customers[] = {
    "name",        "code",        "lifecycle-stage", "level",      "city",           "phone",
    "email",       "employees",   "annual-revenue",  "owner",      "next-follow-up", "tags",
    "description", "order-count", "order-sum",       "last-order", "created-at",     "mean-interval"
  };
  static const char *const of_contacts[] = { "name",        "birthday", "mobile",
                                             "do-not-call", "tags",     "created-at" };
  const char *id =
      entity == &crm_entity_customer ? PICK (rand, of_customers) : PICK (rand, of_contacts);
  const CrmField *field = crm_entity_field (entity, id);
  const CrmFilterOp *ops = crm_filter_ops_for (field->kind);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = NULL;
  int n_ops = 0, min, max;
  CrmFilterOp op;

  while (ops[n_ops] != CRM_N_FILTER_OPS)
    n_ops++;
  op = ops[g_rand_int_range (rand, 0, n_ops)];
  crm_filter_op_arity (op, &min, &max);
  if (field->kind == CRM_FIELD_BOOLEAN || op == CRM_OP_IN_PERIOD)
    max = 1;
  if (max < 0)
    min = max = g_rand_int_range (rand, 1, 3);
  for (int i = 0; i < min; i++)
    {
      g_autofree char *value = random_value (fixture, rand, field, op);

      g_strv_builder_add (builder, value);
    }
  values = g_strv_builder_end (builder);
  return crm_filter_new_rule (id, op, (const char *const *) values);
}

static CrmFilter *
random_filter (QueryPeople *fixture, GRand *rand, const CrmEntity *entity, int depth)
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify) crm_filter_unref);
  int n = g_rand_int_range (rand, 1, 4);
  CrmFilterType type = (CrmFilterType) g_rand_int_range (rand, CRM_FILTER_ALL, CRM_FILTER_NOT + 1);

  if (depth == 0 || query_people_chance (rand, 0.4))
    return random_rule (fixture, rand, entity);
  for (int i = 0; i < n; i++)
    g_ptr_array_add (children, random_filter (fixture, rand, entity, depth - 1));
  return crm_filter_new_group (type, (CrmFilter **) children->pdata, children->len);
}

/* ---- orders ---- */

typedef struct
{
  QueryPeople *fixture;
  const CrmQuery *query;
} Order;

static GBytes *
text_key (const char *text)
{
  return text != NULL ? crm_search_sort_key (text) : NULL;
}

static int
compare_texts (const char *a, const char *b)
{
  g_autoptr (GBytes) x = text_key (a);
  g_autoptr (GBytes) y = text_key (b);

  return g_bytes_compare (x, y);
}

static int
compare_values (QueryPeople *fixture, const CrmField *field, const CrmValue *a, const CrmValue *b)
{
  if (field->kind == CRM_FIELD_LINK)
    {
      g_autofree char *x = crm_reader_title (fixture->reader, a->i);
      g_autofree char *y = crm_reader_title (fixture->reader, b->i);

      return compare_texts (x, y);
    }
  if (field->kind == CRM_FIELD_ENUM)
    {
      const CrmEnum *choices = crm_enum_lookup (field->target);

      return (int) (crm_enum_find (choices, a->s) - crm_enum_find (choices, b->s));
    }
  return a->type == CRM_VALUE_TEXT ? compare_texts (a->s, b->s) : crm_value_compare (a, b);
}

static int
compare_records (gconstpointer a, gconstpointer b, gpointer data)
{
  CrmRecord *x = *(CrmRecord *const *) a, *y = *(CrmRecord *const *) b;
  const Order *order = data;
  const CrmEntity *entity = order->query->entity;
  guint field = (guint) crm_entity_field_index (
      entity, order->query->sort != NULL ? order->query->sort : entity->title);
  const CrmValue *value_x = crm_record_get_value (x, field);
  const CrmValue *value_y = crm_record_get_value (y, field);
  gboolean null_x = crm_value_is_null (value_x), null_y = crm_value_is_null (value_y);
  CrmId id_x = crm_record_get_id (x), id_y = crm_record_get_id (y);
  int sign = order->query->descending ? -1 : 1, result = 0;

  if (null_x != null_y)
    return null_x ? 1 : -1;
  if (!null_x)
    result = sign * compare_values (order->fixture, &entity->fields[field], value_x, value_y);
  return result != 0 ? result : id_x < id_y ? -sign : sign;
}

/* The ids that a query should give. */
static GArray *
expect_ids (QueryPeople *fixture, const CrmQuery *query, GPtrArray *records, const char *in_name)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  Order order = { fixture, query };

  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = records->pdata[i];

      if (crm_record_is_deleted (record) == query->deleted &&
          (in_name == NULL ||
           folded_test (crm_record_get_text (record, "name"), in_name, CRM_OP_CONTAINS)) &&
          filter_test (fixture, record, query->filter))
        g_ptr_array_add (found, record);
    }
  g_ptr_array_sort_with_data (found, compare_records, &order);
  for (guint i = 0; i < found->len; i++)
    {
      CrmId id = crm_record_get_id (found->pdata[i]);

      g_array_append_val (ids, id);
    }
  return ids;
}

static void
assert_ids (GArray *found, GArray *expected, guint limit, const CrmQuery *query)
{
  guint n = MIN (limit, expected->len);

  if (found->len != n || (n > 0 && memcmp (found->data, expected->data, n * sizeof (CrmId)) != 0))
    {
      g_autofree char *text = crm_filter_to_expression (query->filter);

      g_error ("%s sort %s%s search %s: %u ids, not %u", text, query->sort,
               query->descending ? " descending" : "", query->search, found->len, n);
    }
}

static void
check_query (QueryPeople *fixture, const CrmQuery *query, GPtrArray *records, const char *in_name)
{
  g_autoptr (GArray) expected = expect_ids (fixture, query, records, in_name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_query_ids (query, fixture->reader, &error);
  g_autoptr (GArray) first = NULL;

  g_assert_no_error (error);
  assert_ids (ids, expected, G_MAXUINT, query);
  first = crm_query_first_ids (query, fixture->reader, 20, &error);
  g_assert_no_error (error);
  assert_ids (first, expected, 20, query);
  g_assert_cmpint (crm_query_count (query, fixture->reader, &error), ==, expected->len);
}

static void
test_random (QueryPeople *fixture, gconstpointer data)
{
  static const char *const sorts[] = { NULL,           "code",           "lifecycle-stage",
                                       "city",         "employees",      "annual-revenue",
                                       "owner",        "next-follow-up", "order-sum",
                                       "last-order",   "created-at",     "tags",
                                       "mean-interval" };
  static const char *const contact_sorts[] = { NULL, "birthday", "mobile", "do-not-call" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int round = 0; round < 600; round++)
    {
      gboolean contacts = round % 4 == 3;
      const CrmEntity *entity = contacts ? &crm_entity_contact : &crm_entity_customer;
      g_autoptr (CrmQuery) query = crm_query_new (entity);

      if (round >= 60)
        query->filter = random_filter (fixture, rand, entity, 2);
      query->sort = contacts ? PICK (rand, contact_sorts) : PICK (rand, sorts);
      query->descending = query_people_chance (rand, 0.5);
      query->deleted = query_people_chance (rand, 0.1);
      check_query (fixture, query, contacts ? fixture->contacts : fixture->customers, NULL);
    }
}

/* Han text that stands in no other searched field finds what the name contains. */
static void
test_search (QueryPeople *fixture, gconstpointer data)
{
  static const char *const typed[] = { "小明", "王", "银行", "智云", "德华",
                                       "雄",   "单", "東方", "三" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int round = 0; round < 150; round++)
    {
      g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

      query->search = g_strdup (PICK (rand, typed));
      if (query_people_chance (rand, 0.5))
        query->filter = random_filter (fixture, rand, query->entity, 1);
      query->sort = query_people_chance (rand, 0.5) ? NULL : "employees";
      query->descending = query_people_chance (rand, 0.5);
      query->deleted = query_people_chance (rand, 0.2);
      check_query (fixture, query, fixture->customers, query->search);
    }
}

static void
test_blank_search (QueryPeople *fixture, gconstpointer data)
{
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  query->search = g_strdup (" * \" ");
  check_query (fixture, query, fixture->customers, NULL);
}

static void
test_summary (QueryPeople *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (int round = 0; round < 40; round++)
    {
      g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);
      g_autoptr (GArray) expected = NULL;
      g_autoptr (GArray) by_value = NULL;
      g_autoptr (GError) error = NULL;
      CrmQuerySummary summary, of_ids;
      double sum = 0;
      gint64 n = 0;

      query->filter = random_filter (fixture, rand, query->entity, 1);
      query->sort = "employees";
      expected = expect_ids (fixture, query, fixture->customers, NULL);
      by_value = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (guint i = 0; i < expected->len; i++)
        {
          g_autoptr (CrmRecord) record = crm_reader_load (fixture->reader, query->entity,
                                                          g_array_index (expected, CrmId, i), NULL);
          gint64 number = crm_record_get_int (record, "employees");

          if (number == CRM_NULL_INT)
            continue;
          g_array_append_val (by_value, number);
          sum += (double) number;
          n++;
        }
      g_assert_true (crm_query_summarize (query, fixture->reader, "employees", &summary, &error));
      g_assert_no_error (error);
      g_assert_true (crm_query_summarize_ids (query->entity, fixture->reader,
                                              (CrmId *) expected->data, expected->len, "employees",
                                              &of_ids, &error));
      g_assert_no_error (error);
      g_assert_cmpint (summary.count, ==, n);
      g_assert_cmpfloat (summary.sum, ==, sum);
      g_assert_cmpint (of_ids.count, ==, n);
      g_assert_cmpfloat (of_ids.sum, ==, sum);
      if (n == 0)
        g_assert_true (isnan (summary.median));
      else /* sorted by this very field, unknown ones last */
        g_assert_cmpfloat (summary.median, ==,
                           ((double) g_array_index (by_value, gint64, (n - 1) / 2) +
                            (double) g_array_index (by_value, gint64, n / 2)) /
                               2);
    }
}

static void
test_errors (QueryPeople *fixture, gconstpointer data)
{
  const char *const values[] = { "x", NULL };
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);
  g_autoptr (CrmQuery) copy = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  CrmQuerySummary summary;

  query->filter = crm_filter_new_rule ("nothing", CRM_OP_IS, values);
  g_assert_null (crm_query_ids (query, fixture->reader, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  g_clear_error (&error);
  copy = crm_query_copy (query);
  g_assert_true (crm_query_equal (copy, query));
  g_clear_pointer (&query->filter, crm_filter_unref);
  g_assert_false (crm_query_equal (copy, query));
  g_assert_false (crm_query_summarize (query, fixture->reader, "city", &summary, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  crm_reader_set_cancellable (fixture->reader, cancellable);
  query->sort = "city";
  g_assert_null (crm_query_ids (query, fixture->reader, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  crm_reader_set_cancellable (fixture->reader, NULL);
}

static gboolean
has_hit (GPtrArray *hits, const char *title, guint index)
{
  return index < hits->len && strcmp (((CrmSearchHit *) hits->pdata[index])->title, title) == 0;
}

static void
test_everywhere (QueryPeople *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) none = NULL;
  CrmId plain = store_fixture_add_customer (fixture->store, "Quartz Holding Zoe");
  guint customers = 0, contacts = 0;

  hits = crm_search_everywhere (fixture->reader, "zoe", 5, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    {
      customers += ((CrmSearchHit *) hits->pdata[i])->entity == &crm_entity_customer;
      contacts += ((CrmSearchHit *) hits->pdata[i])->entity == &crm_entity_contact;
      g_assert_cmpint (((CrmSearchHit *) hits->pdata[i])->id, !=, plain);
    }
  g_assert_cmpuint (customers, ==, 5);
  g_assert_cmpuint (contacts, ==, 5);
  /* The name itself comes before names that begin with it. */
  g_assert_true (has_hit (hits, "Zoe", 0) || has_hit (hits, "zoe", 0));
  g_clear_pointer (&hits, g_ptr_array_unref);

  hits = crm_search_everywhere (fixture->reader, "quartz zo", 5, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpint (((CrmSearchHit *) hits->pdata[0])->id, ==, plain);
  none = crm_search_everywhere (fixture->reader, "  ", 5, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Of a word that hundreds have, the most important record comes first. */
static void
test_importance (QueryPeople *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (CrmRecord) first = NULL;
  gint64 most = 0;
  guint n = 0;

  for (guint i = 0; i < fixture->customers->len; i++)
    {
      CrmRecord *record = fixture->customers->pdata[i];

      if (crm_record_is_deleted (record) ||
          strstr (crm_record_get_text (record, "name"), " 1") == NULL)
        continue;
      most = MAX (most, crm_record_get_int (record, "order-sum"));
      n++;
    }
  g_assert_cmpuint (n, >, 250);
  /* The look at the most important ones ends after some milliseconds, which a loaded machine may spend elsewhere. */
  for (guint attempt = 0; attempt < 50; attempt++)
    {
      g_clear_pointer (&hits, g_ptr_array_unref);
      g_clear_object (&first);
      hits = crm_search_everywhere (fixture->reader, "1", 5, &error);
      g_assert_no_error (error);
      first = crm_reader_load (fixture->reader, &crm_entity_customer,
                               ((CrmSearchHit *) hits->pdata[0])->id, &error);
      g_assert_no_error (error);
      if (crm_record_get_int (first, "order-sum") == most)
        break;
    }
  g_assert_cmpint (crm_record_get_int (first, "order-sum"), ==, most);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/query/random", QueryPeople, NULL, query_people_set_up, test_random,
              query_people_tear_down);
  g_test_add ("/query/search", QueryPeople, NULL, query_people_set_up, test_search,
              query_people_tear_down);
  g_test_add ("/query/blank-search", QueryPeople, NULL, query_people_set_up, test_blank_search,
              query_people_tear_down);
  g_test_add ("/query/summary", QueryPeople, NULL, query_people_set_up, test_summary,
              query_people_tear_down);
  g_test_add ("/query/errors", QueryPeople, NULL, query_people_set_up, test_errors,
              query_people_tear_down);
  g_test_add ("/query/everywhere", QueryPeople, NULL, query_people_set_up, test_everywhere,
              query_people_tear_down);
  g_test_add ("/query/importance", QueryPeople, NULL, query_people_set_up, test_importance,
              query_people_tear_down);
  return g_test_run ();
}

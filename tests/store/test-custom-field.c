/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Own fields, read as what an id says: conditions, order, sums, and values that are not what is asked for. */

#include "crm-custom-field.h"
#include "crm-own-fields.h"
#include "crm-query.h"
#include "store-fixture.h"

static CrmId
add (StoreFixture *fixture, const char *name, const char *custom)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = store_fixture_customer (name);
  g_autoptr (GError) error = NULL;
  CrmId id;

  crm_record_set_text (record, "custom", custom);
  id = crm_changeset_insert (changes, record);
  crm_store_apply (fixture->store, changes, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static StoreFixture *
fill (void)
{
  StoreFixture *fixture = store_fixture_new ();

  add (fixture, "A",
       "{\"Height\":180,\"Audit\":\"2026-03-01\",\"Key account\":true,\"颜色\":\"Red\"}");
  add (fixture, "B",
       "{\"Height\":\"95.5\",\"Audit\":\"2025-12-31\",\"Key account\":\"no\",\"颜色\":\"blue\"}");
  add (fixture, "C", "{\"Height\":\"tall\",\"Audit\":\"soon\",\"It's\":\"x\"}");
  add (fixture, "D", NULL);
  return fixture;
}

/* The names that a condition keeps, in an order. */
static char *
list (StoreFixture *fixture, const char *expression, const char *sort)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  GString *names = g_string_new (NULL);

  if (expression != NULL)
    {
      g_autofree char *again = NULL;

      query->filter = crm_filter_parse (&crm_entity_customer, expression, &error);
      g_assert_no_error (error);
      /* What it says is read as the same. */
      again = crm_filter_to_expression (query->filter);
      crm_filter_unref (query->filter);
      query->filter = crm_filter_parse (&crm_entity_customer, again, &error);
      g_assert_no_error (error);
    }
  query->sort = sort;
  ids = crm_query_ids (query, reader, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *title = crm_reader_title (reader, g_array_index (ids, CrmId, i));

      g_string_append (names, title);
    }
  return g_string_free (names, FALSE);
}

static void
test_conditions (void)
{
  g_autoptr (StoreFixture) fixture = fill ();
  static const char *const cases[][2] = {
    { "custom.Height:number >= 100", "A" },
    { "custom.Height:number < 100", "B" },
    { "custom.Height:number between 90..200", "AB" },
    { "custom.Height:number = 95.5", "B" },
    { "custom.Height:number is empty", "CD" },
    { "custom.Height is empty", "D" },
    { "custom.Height ~ tall", "C" },
    { "custom.Audit:day >= 2026-01-01", "A" },
    { "custom.Audit:day < 2026-01-01", "B" },
    { "\"custom.Key account:flag\" = yes", "A" },
    { "\"custom.Key account:flag\" = no", "BCD" },
    { "custom.颜色 = red", "A" },
    { "custom.颜色 ~ BLU", "B" },
    { "\"custom.It's\" = x", "C" },
    { "custom.Nothing is empty", "ABCD" },
    { "not custom.Height:number >= 100 and custom.颜色 is not empty", "B" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *names = list (fixture, cases[i][0], NULL);

      if (!g_str_equal (names, cases[i][1]))
        g_error ("%s: %s, not %s", cases[i][0], names, cases[i][1]);
    }
}

static void
test_order (void)
{
  g_autoptr (StoreFixture) fixture = fill ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);
  g_autofree char *by_number =
      list (fixture, "custom.Height:number is not empty", "custom.Height:number");
  g_autofree char *by_day = list (fixture, "custom.Audit:day is not empty", "custom.Audit:day");
  g_autofree char *by_text = list (fixture, "custom.颜色 is not empty", "custom.颜色");
  CrmQuerySummary summary;

  g_assert_cmpstr (by_number, ==, "BA");
  g_assert_cmpstr (by_day, ==, "BA");
  g_assert_cmpstr (by_text, ==, "BA");
  g_assert_true (crm_query_summarize (query, reader, "custom.Height:number", &summary, NULL));
  g_assert_cmpint (summary.count, ==, 2);
  g_assert_cmpfloat (summary.sum, ==, 275.5);
}

static void
test_values (void)
{
  static const char *const none[] = { "custom.", "custom.:number", "custom.a\"b", "custom.a\\" };
  g_autoptr (CrmRecord) record = store_fixture_customer ("A");
  const CrmEntity *entity = &crm_entity_customer;
  const CrmField *number = crm_entity_any_field (entity, "custom.Height:number");
  const CrmField *flag = crm_entity_any_field (entity, "custom.Key account:flag");
  const CrmField *name = crm_entity_any_field (entity, "name");
  g_auto (CrmValue) value = crm_value_real (1.5), yes = crm_value_int (1), read = CRM_VALUE_INIT;
  const CrmValue nothing = CRM_VALUE_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (crm_entity_any_field (entity, none[i]));
  g_assert_null (crm_entity_any_field (entity, "own.a"));
  /* Users have no own fields. */
  g_assert_null (crm_entity_any_field (&crm_entity_user, "custom.Height"));
  g_assert_false (crm_field_is_custom (crm_entity_any_field (entity, "custom")));
  g_assert_true (number == crm_entity_any_field (entity, "custom.Height:number"));
  g_assert_cmpstr (crm_field_get_label (number), ==, "Height");
  g_assert_true (name == crm_entity_field (entity, "name"));

  crm_record_set_any_value (record, number, &value);
  crm_record_set_any_value (record, flag, &yes);
  g_assert_cmpstr (crm_record_get_text (record, "custom"), ==,
                   "{\"Height\":1.5,\"Key account\":true}");
  read = crm_record_dup_any_value (record, number);
  g_assert_cmpfloat (crm_value_get_real (&read), ==, 1.5);
  crm_record_set_any_value (record, number, &nothing);
  crm_record_set_any_value (record, flag, &nothing);
  g_assert_null (crm_record_get_text (record, "custom"));
}

/* Which there are: those of most records first, read as all of their values can be. */
static void
test_known (void)
{
  g_autoptr (StoreFixture) fixture = fill ();
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (GPtrArray) fields = NULL, none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) ids = g_string_new (NULL);

  add (fixture, "E", "{\"Size\":1,\"Seen\":\"2026-01-02\",\"VIP\":false,\"Nothing\":null}");
  add (fixture, "F", "{\"Size\":2.5,\"Seen\":\"2026-01-03\",\"VIP\":true}");
  reader = store_fixture_reader (fixture);
  fields = crm_own_fields_read (reader, &crm_entity_customer, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (ids, "%s ", ((const CrmField *) fields->pdata[i])->id);
  g_assert_cmpstr (ids->str, ==,
                   "custom.Audit custom.Height custom.Key account custom.Seen:day "
                   "custom.Size:number custom.VIP:flag custom.颜色 custom.It's ");
  none = crm_own_fields_read (reader, &crm_entity_user, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/custom-field/conditions", test_conditions);
  g_test_add_func ("/custom-field/order", test_order);
  g_test_add_func ("/custom-field/values", test_values);
  g_test_add_func ("/custom-field/known", test_known);
  return g_test_run ();
}

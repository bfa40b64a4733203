/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers that may be one are found for stated reasons; merging loses nothing and is one undo. */

#include "crm-duplicates.h"
#include "store-fixture.h"

static void
test_names (void)
{
  static const char *const same[][2] = {
    { "深圳市智云科技有限公司", "智云科技（深圳）" },
    { "深圳市智云科技有限公司", "智云科技股份有限公司" },
    { "深圳智雲科技", "智云科技" },
    { "ＡＢＣ Trading Co., Ltd.", "abc trading" },
    { "Müller GmbH", "MULLER" },
    { "O'Neil Inc.", "oneil" },
    { "Harbour  Tools, Limited", "Harbour-Tools" },
  };
  static const char *const different[][2] = {
    { "苏州恒瑞", "苏州恒源" }, { "Harbour Tools", "Harbor Tools" },
    { "上海公司", "北京公司" }, { "Lindt", "Lind" },
    { "Inc", "Ltd" },           { "中国", "上海" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *a = crm_duplicates_normalize_name (same[i][0]);
      g_autofree char *b = crm_duplicates_normalize_name (same[i][1]);

      g_assert_cmpstr (a, ==, b);
    }
  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    {
      g_autofree char *a = crm_duplicates_normalize_name (different[i][0]);
      g_autofree char *b = crm_duplicates_normalize_name (different[i][1]);

      g_assert_cmpstr (a, !=, b);
      g_assert_cmpuint (strlen (a), >, 0);
    }
}

static CrmId
add (StoreFixture *fixture, const char *name, const char *phone, const char *email, const char *tax)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = store_fixture_customer (name);
  CrmId id;

  crm_record_set_text (record, "phone", phone);
  crm_record_set_text (record, "email", email);
  crm_record_set_text (record, "tax-no", tax);
  id = crm_changeset_insert (changes, record);
  g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  return id;
}

static const CrmDuplicateGroup *
find_group (GPtrArray *groups, CrmId id)
{
  for (guint i = 0; i < groups->len; i++)
    {
      const CrmDuplicateGroup *group = groups->pdata[i];

      for (guint k = 0; k < group->ids->len; k++)
        if (g_array_index (group->ids, CrmId, k) == id)
          return group;
    }
  return NULL;
}

static void
test_find (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  CrmId a = add (fixture, "Lumina", "+8613805712290", NULL, NULL);
  CrmId b = add (fixture, "Bright", "+8613805712290;ext=12", "Sales@Bright.example", NULL);
  CrmId c = add (fixture, "Other", NULL, "sales@bright.example", "91320500-MA1");
  CrmId d = add (fixture, "Alone", "+8613805712291", NULL, NULL);
  CrmId e = add (fixture, "苏州恒瑞精密有限公司", NULL, NULL, "91 3205 00MA2");
  CrmId f = add (fixture, "恒瑞精密（苏州）", NULL, NULL, "91320500ma2");
  CrmId deleted = add (fixture, "Alone", NULL, NULL, NULL);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_DELETE, &crm_entity_customer);
  g_autoptr (GPtrArray) groups = NULL;
  const CrmDuplicateGroup *group;

  crm_changeset_delete (changes, &crm_entity_customer, deleted);
  g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  /* A switchboard says nothing. */
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("Office %u", i);

      add (fixture, name, "+8610000000", NULL, NULL);
    }
  groups = crm_duplicates_find (reader, NULL, NULL, NULL);
  g_assert_cmpuint (groups->len, ==, 2);
  group = find_group (groups, a);
  g_assert_true (group != NULL && group == find_group (groups, b) &&
                 group == find_group (groups, c));
  g_assert_cmpuint (group->ids->len, ==, 3);
  g_assert_cmpuint (group->reasons, ==, CRM_DUPLICATE_PHONE | CRM_DUPLICATE_EMAIL);
  g_assert_null (find_group (groups, d));
  group = find_group (groups, e);
  g_assert_true (group != NULL && group == find_group (groups, f));
  g_assert_cmpuint (group->reasons, ==, CRM_DUPLICATE_TAX_NO | CRM_DUPLICATE_NAME);
  /* The tax number is the stronger one. */
  g_assert_true (groups->pdata[0] == group);
}

static CrmId
link_record (StoreFixture *fixture, const CrmEntity *entity, const char *field, CrmId target,
             const char *text_field, const char *text)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, entity);
  g_autoptr (CrmRecord) record = crm_record_new (entity);
  g_autoptr (GError) error = NULL;
  CrmId id;

  if (crm_entity_field (entity, "kind") != NULL)
    crm_record_set_text (record, "kind", entity == &crm_entity_activity ? "call" : "organization");
  crm_record_set_int (record, field, target);
  crm_record_set_text (record, text_field, text);
  id = crm_changeset_insert (changes, record);
  crm_store_apply (fixture->store, changes, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static void
set (StoreFixture *fixture, CrmId id, const char *field, CrmValue value)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  g_autoptr (GError) error = NULL;

  crm_changeset_set (changes, &crm_entity_customer, id, field, NULL, &value);
  crm_store_apply (fixture->store, changes, NULL, &error);
  g_assert_no_error (error);
  crm_value_clear (&value);
}

static gint64
count (CrmReader *reader, const char *table, CrmId customer)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM %s WHERE customer = %" G_GINT64_FORMAT " AND deleted_at IS NULL",
      table, customer);

  return crm_reader_int (reader, sql, -1);
}

static void
test_merge (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  CrmId kept = add (fixture, "Lumina", "+8613805712290", NULL, NULL);
  CrmId gone = add (fixture, "Lumina Lighting", "+8613805712291", "a@lumina.example", "TAX1");
  CrmId third = add (fixture, "Lumina HK", "+8613805712290", "b@lumina.example", NULL);
  CrmId li = store_fixture_add_contact (fixture, "Li"),
        wang = store_fixture_add_contact (fixture, "Wang");
  CrmId child = link_record (fixture, &crm_entity_customer, "parent", gone, "name", "Daughter");
  CrmId above = add (fixture, "Holding", NULL, NULL, NULL);
  const CrmId others[] = { gone, third };
  const CrmMergeChoice choices[] = { { "name", gone } };
  g_autoptr (CrmChangeset) changes = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL, *merged = NULL, *again = NULL;
  CrmApplyResult result;
  gint64 group;

  store_fixture_add_order (fixture, kept, 20000, 1, 10);
  store_fixture_add_order (fixture, gone, 20010, 2, 10);
  store_fixture_add_order (fixture, third, 20020, 3, 10);
  link_record (fixture, &crm_entity_activity, "customer", gone, "subject", "Call them");
  store_fixture_add_affiliation (fixture, kept, li, TRUE);
  store_fixture_add_affiliation (fixture, gone, li, FALSE);
  store_fixture_add_affiliation (fixture, gone, wang, TRUE);
  /* Above the kept one stands a customer whose parent is merged into it. */
  set (fixture, above, "parent", crm_value_int (gone));
  set (fixture, kept, "parent", crm_value_int (above));
  set (fixture, kept, "annual-revenue", crm_value_int (500));
  set (fixture, gone, "annual-revenue", crm_value_int (700));
  set (fixture, gone, "currency", crm_value_text ("USD"));
  set (fixture, kept, "tags", crm_value_text ("[\"vip\"]"));
  set (fixture, third, "tags", crm_value_text ("[\"late\",\"vip\"]"));
  set (fixture, kept, "custom", crm_value_text ("{\"Size\":\"L\"}"));
  set (fixture, gone, "custom", crm_value_text ("{\"Size\":\"M\",\"Dock\":\"7\"}"));
  set (fixture, kept, "description", crm_value_text ("Pays late."));
  set (fixture, gone, "description", crm_value_text ("Has moved."));
  before = store_fixture_dump (fixture);

  changes = crm_merge_customers (reader, kept, others, 2, choices, 1, &error);
  g_assert_no_error (error);
  crm_store_apply (fixture->store, changes, &result, &error);
  g_assert_no_error (error);
  merged = store_fixture_dump (fixture);
  record = crm_reader_load (reader, &crm_entity_customer, kept, NULL);

  g_assert_cmpstr (crm_record_get_text (record, "name"), ==, "Lumina Lighting");
  g_assert_cmpstr (crm_record_get_text (record, "phone"), ==, "+8613805712290");
  g_assert_cmpstr (crm_record_get_text (record, "email"), ==, "a@lumina.example");
  g_assert_cmpstr (crm_record_get_text (record, "tax-no"), ==, "TAX1");
  g_assert_cmpstr (crm_record_get_text (record, "tags"), ==, "[\"vip\",\"late\"]");
  g_assert_cmpstr (crm_record_get_text (record, "description"), ==, "Pays late.\n\nHas moved.");
  g_assert_cmpstr (crm_record_get_text (record, "custom"), ==,
                   "{\"Size\":\"L\",\"Size 2\":\"M\",\"Dock\":\"7\",\"Phone 2\":\"+8613805712291\","
                   "\"E-mail 2\":\"b@lumina.example\"}");
  /* Its own amount in its own currency, not 500 dollars. */
  g_assert_cmpint (crm_record_get_int (record, "annual-revenue"), ==, 500);
  g_assert_null (crm_record_get_text (record, "currency"));
  g_assert_cmpint (crm_record_get_int (record, "order-count"), ==, 3);
  g_assert_cmpint (crm_record_get_int (record, "order-sum"), ==, 6000);
  g_assert_cmpint (count (reader, "activity", kept), ==, 1);
  g_assert_cmpint (count (reader, "affiliation", kept), ==, 2);
  g_assert_cmpint (
      crm_reader_int (
          reader, "SELECT count (*) FROM affiliation WHERE is_primary = 1 AND deleted_at IS NULL",
          -1),
      ==, 1);
  g_clear_object (&record);
  record = crm_reader_load (reader, &crm_entity_customer, child, NULL);
  g_assert_cmpint (crm_record_get_link (record, "parent"), ==, kept);
  g_clear_object (&record);
  /* No ring of parents. */
  record = crm_reader_load (reader, &crm_entity_customer, above, NULL);
  g_assert_cmpint (crm_record_get_link (record, "parent"), ==, 0);
  g_clear_object (&record);
  record = crm_reader_load (reader, &crm_entity_customer, gone, NULL);
  g_assert_true (crm_record_is_deleted (record));
  store_fixture_assert_sound (fixture);

  group = result.group;
  crm_store_undo (fixture->store, group, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.kept, ==, 0);
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (after, ==, before);
  crm_store_redo (fixture->store, group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  again = store_fixture_dump (fixture);
  g_assert_cmpstr (again, ==, merged);
}

static void
test_refused (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  CrmId a = add (fixture, "A", NULL, NULL, NULL), b = add (fixture, "B", NULL, NULL, NULL);
  CrmId contact = store_fixture_add_contact (fixture, "Li"), missing = a + 5;
  const CrmMergeChoice foreign = { "name", contact }, derived = { "order-sum", b };
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_merge_customers (reader, a, &a, 1, NULL, 0, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (crm_merge_customers (reader, a, &contact, 1, NULL, 0, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (crm_merge_customers (reader, a, &missing, 1, NULL, 0, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (crm_merge_customers (reader, a, &b, 1, &foreign, 1, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (crm_merge_customers (reader, a, &b, 1, &derived, 1, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/names", test_names);
  g_test_add_func ("/merge/find", test_find);
  g_test_add_func ("/merge/merge", test_merge);
  g_test_add_func ("/merge/refused", test_refused);
  return g_test_run ();
}

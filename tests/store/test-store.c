/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The write path: what a changeset does to rows, journal, totals, search index; and back. */

#include "store-fixture.h"

static void
test_insert_and_load (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId id = store_fixture_add_customer (fixture, "苏州恒瑞精密");
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (CrmRecord) record = crm_reader_load (reader, &crm_entity_customer, id, NULL);

  g_assert_nonnull (record);
  g_assert_cmpstr (crm_record_get_text (record, "name"), ==, "苏州恒瑞精密");
  g_assert_cmpint (crm_record_get_int (record, "order-count"), ==, 0);
  g_assert_cmpint (crm_record_get_int (record, "created-at"), >, 0);
  g_assert_cmpint (store_fixture_search (fixture, "hengrui"), ==, 1);
}

static void
test_required_and_conflict (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_customer);
  g_autoptr (GError) error = NULL;
  g_auto (CrmValue) seen = crm_value_text ("Old"), wanted = crm_value_text ("New");
  g_autoptr (CrmChangeset) edit = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  CrmId id;

  crm_record_set_text (record, "kind", "organization");
  crm_changeset_insert (changes, record);
  g_assert_false (crm_store_apply (fixture->store, changes, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_clear_error (&error);

  id = store_fixture_add_customer (fixture, "Harbour & Pine");
  crm_changeset_set (edit, &crm_entity_customer, id, "name", &seen, &wanted);
  g_assert_false (crm_store_apply (fixture->store, edit, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
}

static void
test_totals (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Lumina");
  CrmId first = store_fixture_add_order (fixture, customer, 20000, 3, 12.5);
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmChangeset) changes = NULL;

  store_fixture_add_order (fixture, customer, 20010, 1, 0.29);
  reader = store_fixture_reader (fixture);
  record = crm_reader_load (reader, &crm_entity_customer, customer, NULL);
  g_assert_cmpint (crm_record_get_int (record, "order-count"), ==, 2);
  g_assert_cmpint (crm_record_get_int (record, "order-sum"), ==, 3750 + 29);
  g_assert_cmpint (crm_record_get_int (record, "first-order"), ==, 20000);
  g_assert_cmpfloat (crm_record_get_real (record, "mean-interval"), ==, 10);

  changes = crm_changeset_new (CRM_VERB_DELETE, &crm_entity_order);
  crm_changeset_delete (changes, &crm_entity_order, first);
  g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  g_assert_true (crm_reader_load_into (reader, record, customer, NULL));
  g_assert_cmpint (crm_record_get_int (record, "order-count"), ==, 1);
  g_assert_cmpint (crm_record_get_int (record, "order-sum"), ==, 29);
}

static void
test_undo_redo (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Anderson Marine");
  g_autofree char *before = NULL, *after = NULL, *now = NULL;
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_DELETE, &crm_entity_customer);
  CrmApplyResult result;

  store_fixture_add_order (fixture, customer, 20000, 3, 12.5);
  before = store_fixture_dump (fixture);
  crm_changeset_delete (changes, &crm_entity_customer, customer);
  g_assert_true (crm_store_apply (fixture->store, changes, &result, NULL));
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpint (store_fixture_search (fixture, "anderson"), ==, 0);

  g_assert_true (crm_store_undo (fixture->store, result.group, NULL, NULL, NULL, NULL));
  now = store_fixture_dump (fixture);
  g_assert_cmpstr (before, ==, now);
  g_assert_cmpint (store_fixture_search (fixture, "anderson"), ==, 1);
  g_free (now);

  g_assert_true (crm_store_redo (fixture->store, result.group, NULL, NULL, NULL, NULL));
  now = store_fixture_dump (fixture);
  g_assert_cmpstr (after, ==, now);
}

static void
test_undo_keeps_later_edits (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmApplyResult import, edit;
  CrmId kept, gone;
  g_auto (CrmValue) city = crm_value_text ("Ningbo");
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  g_autoptr (CrmChangeset) later = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  g_autoptr (CrmRecord) a = store_fixture_customer ("Kept"), b = store_fixture_customer ("Gone");
  g_autoptr (CrmReader) reader = NULL;

  kept = crm_changeset_insert (changes, a);
  gone = crm_changeset_insert (changes, b);
  g_assert_true (crm_store_apply (fixture->store, changes, &import, NULL));
  crm_changeset_set (later, &crm_entity_customer, kept, "city", NULL, &city);
  g_assert_true (crm_store_apply (fixture->store, later, &edit, NULL));
  g_assert_true (crm_store_undo (fixture->store, import.group, NULL, NULL, &edit, NULL));
  g_assert_cmpuint (edit.kept, ==, 1);
  reader = store_fixture_reader (fixture);
  g_assert_true (crm_reader_load (reader, &crm_entity_customer, gone, NULL) == NULL);
  g_clear_object (&a);
  a = crm_reader_load (reader, &crm_entity_customer, kept, NULL);
  g_assert_cmpstr (crm_record_get_text (a, "city"), ==, "Ningbo");
}

static void
test_undo_label (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  g_autofree char *label = NULL;

  for (guint i = 0; i < 1284; i++)
    {
      g_autofree char *name = g_strdup_printf ("Customer %u", i);
      g_autoptr (CrmRecord) record = store_fixture_customer (name);

      crm_changeset_insert (changes, record);
    }
  g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  label = crm_store_dup_undo_label (fixture->store);
  g_assert_cmpstr (label, ==, "import of 1,284 customers");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/insert-and-load", test_insert_and_load);
  g_test_add_func ("/store/required-and-conflict", test_required_and_conflict);
  g_test_add_func ("/store/totals", test_totals);
  g_test_add_func ("/store/undo-redo", test_undo_redo);
  g_test_add_func ("/store/undo-keeps-later-edits", test_undo_keeps_later_edits);
  g_test_add_func ("/store/undo-label", test_undo_label);
  return g_test_run ();
}

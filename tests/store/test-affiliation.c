/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The customer of a contact follows its affiliations, whatever happens to them. */

#include "store-fixture.h"

static gint64
count_seconds (gpointer data)
{
  return *(gint64 *) data += 1000;
}

static CrmId
customer_of (StoreFixture *fixture, CrmId contact)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_reader_load (reader, &crm_entity_contact, contact, &error);

  g_assert_no_error (error);
  return crm_record_get_link (record, "customer");
}

/* One change in a group of its own; the group. */
static gint64
change (StoreFixture *fixture, CrmOp op, const CrmEntity *entity, CrmId id, const char *field,
        gint64 value)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, entity);
  const CrmValue number = crm_value_int (value);
  g_autoptr (GError) error = NULL;
  CrmApplyResult result = { 0 };

  switch (op)
    {
    case CRM_OP_UPDATE:
      crm_changeset_set (changes, entity, id, field, NULL, &number);
      break;
    case CRM_OP_DELETE:
      crm_changeset_delete (changes, entity, id);
      break;
    case CRM_OP_RESTORE:
      crm_changeset_restore (changes, entity, id);
      break;
    default:
      crm_changeset_purge (changes, entity, id);
      break;
    }
  crm_store_apply (fixture->store, changes, &result, &error);
  g_assert_no_error (error);
  return result.group;
}

static void
undo (StoreFixture *fixture, gint64 group)
{
  g_autoptr (GError) error = NULL;

  crm_store_undo (fixture->store, group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_follows (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId a = store_fixture_add_customer (fixture, "Acme"),
        b = store_fixture_add_customer (fixture, "Borealis"),
        contact = store_fixture_add_contact (fixture, "Li"), first, second;
  gint64 group, clock = G_GINT64_CONSTANT (1790000000000);

  crm_store_set_clock (fixture->store, count_seconds, &clock);
  g_assert_cmpint (customer_of (fixture, contact), ==, 0);
  first = store_fixture_add_affiliation (fixture, a, contact, FALSE);
  g_assert_cmpint (customer_of (fixture, contact), ==, a);
  second = store_fixture_add_affiliation (fixture, b, contact, FALSE);
  g_assert_cmpint (customer_of (fixture, contact), ==, a);

  /* The one as main contact comes first, one that is over last. */
  group = change (fixture, CRM_OP_UPDATE, &crm_entity_affiliation, second, "is-primary", 1);
  g_assert_cmpint (customer_of (fixture, contact), ==, b);
  change (fixture, CRM_OP_UPDATE, &crm_entity_affiliation, second, "to-day", 19000);
  g_assert_cmpint (customer_of (fixture, contact), ==, a);
  undo (fixture, group + 1);
  g_assert_cmpint (customer_of (fixture, contact), ==, b);
  undo (fixture, group);
  g_assert_cmpint (customer_of (fixture, contact), ==, a);
  change (fixture, CRM_OP_UPDATE, &crm_entity_affiliation, first, "customer", b);
  g_assert_cmpint (customer_of (fixture, contact), ==, b);
  change (fixture, CRM_OP_DELETE, &crm_entity_affiliation, first, NULL, 0);
  g_assert_cmpint (customer_of (fixture, contact), ==, b);
  change (fixture, CRM_OP_DELETE, &crm_entity_affiliation, second, NULL, 0);
  g_assert_cmpint (customer_of (fixture, contact), ==, 0);
  change (fixture, CRM_OP_RESTORE, &crm_entity_affiliation, second, NULL, 0);
  g_assert_cmpint (customer_of (fixture, contact), ==, b);
  store_fixture_assert_sound (fixture);
}

/* A customer that goes takes the link with it, and brings it back. */
static void
test_customer_goes (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId a = store_fixture_add_customer (fixture, "Acme"),
        b = store_fixture_add_customer (fixture, "Borealis"),
        li = store_fixture_add_contact (fixture, "Li"),
        wang = store_fixture_add_contact (fixture, "Wang");
  g_autofree char *before = NULL, *after = NULL;
  gint64 group, purge;

  store_fixture_add_affiliation (fixture, a, li, TRUE);
  store_fixture_add_affiliation (fixture, b, li, FALSE);
  store_fixture_add_affiliation (fixture, a, wang, FALSE);
  before = store_fixture_dump (fixture);
  group = change (fixture, CRM_OP_DELETE, &crm_entity_customer, a, NULL, 0);
  g_assert_cmpint (customer_of (fixture, li), ==, b);
  g_assert_cmpint (customer_of (fixture, wang), ==, 0);
  purge = change (fixture, CRM_OP_PURGE, &crm_entity_customer, a, NULL, 0);
  store_fixture_assert_sound (fixture);
  undo (fixture, purge);
  g_assert_cmpint (customer_of (fixture, wang), ==, 0);
  undo (fixture, group);
  g_assert_cmpint (customer_of (fixture, li), ==, a);
  g_assert_cmpint (customer_of (fixture, wang), ==, a);
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (after, ==, before);
  store_fixture_assert_sound (fixture);
}

/* Written in one block, with their affiliations or without, and purged and brought back as one. */
static void
test_together (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) a = store_fixture_customer ("Acme"),
                        b = store_fixture_customer ("Borealis");
  /* Without another difference the one that was made first counts, at the same time the lower id. */
  CrmId ties[2] = { 0 };
  const CrmId customers[] = { crm_changeset_insert (changes, a),
                              crm_changeset_insert (changes, b) };
  /* By contact: to which customers, and as whose main contact. */
  static const struct
  {
    int ties[2], main, want;
  } cases[] = {
    { { 0, -1 }, -1, 0 }, { { 1, -1 }, 1, 1 },  { { 0, 1 }, -1, -2 },
    { { 0, 1 }, 1, 1 },   { { 1, 0 }, -1, -2 }, { { -1, -1 }, -1, -1 },
  };
  CrmId contacts[G_N_ELEMENTS (cases)], wanted[G_N_ELEMENTS (cases)];
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  CrmApplyResult result = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmRecord) contact = crm_record_new (&crm_entity_contact);

      crm_record_set_text (contact, "name", "Li");
      contacts[i] = crm_changeset_insert (changes, contact);
      for (guint k = 0; k < 2 && cases[i].ties[k] >= 0; k++)
        {
          g_autoptr (CrmRecord) tie = crm_record_new (&crm_entity_affiliation);

          crm_record_set_int (tie, "contact", contacts[i]);
          crm_record_set_int (tie, "customer", customers[cases[i].ties[k]]);
          crm_record_set_int (tie, "is-primary", cases[i].ties[k] == cases[i].main);
          ties[k] = crm_changeset_insert (changes, tie);
        }
      wanted[i] = cases[i].want == -2   ? customers[cases[i].ties[ties[0] < ties[1] ? 0 : 1]]
                  : cases[i].want == -1 ? 0
                                        : customers[cases[i].want];
    }
  crm_store_apply (fixture->store, changes, &result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (customer_of (fixture, contacts[i]), ==, wanted[i]);
  store_fixture_assert_sound (fixture);
  before = store_fixture_dump (fixture);
  undo (fixture, result.group);
  undo (fixture, result.group + 1);
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (after, ==, before);
  store_fixture_assert_sound (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/affiliation/follows", test_follows);
  g_test_add_func ("/affiliation/customer-goes", test_customer_goes);
  g_test_add_func ("/affiliation/together", test_together);
  return g_test_run ();
}

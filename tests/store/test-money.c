/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several currencies: what an order is worth, what a missing rate means, what follows a new rate or
 * another base currency, and that all of it can be undone. */

#include "crm-check.h"
#include "crm-filter.h"
#include "crm-query.h"
#include "crm-setting.h"
#include "store-fixture.h"

static CrmId
add_order (StoreFixture *fixture, CrmId customer, gint64 day, const char *currency, double price)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_order);
  g_autoptr (CrmRecord) order = crm_record_new (&crm_entity_order);
  g_autoptr (CrmRecord) line = crm_record_new (&crm_entity_order_line);
  g_autoptr (GError) error = NULL;
  CrmId id;

  crm_record_set_int (order, "customer", customer);
  crm_record_set_int (order, "day", day);
  crm_record_set_text (order, "currency", currency);
  crm_record_set_text (order, "kind", price < 0 ? "return" : "sale");
  crm_record_set_text (order, "status", "fulfilled");
  id = crm_changeset_insert (changes, order);
  crm_record_set_int (line, "order", id);
  crm_record_set_real (line, "quantity", price < 0 ? -1 : 1);
  crm_record_set_real (line, "unit-price", ABS (price));
  crm_changeset_insert (changes, line);
  crm_store_apply (fixture->store, changes, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static CrmId
add_rate (StoreFixture *fixture, const char *from, const char *to, gint64 day, double rate,
          gint64 *group)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_exchange_rate);
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_exchange_rate);
  g_autoptr (GError) error = NULL;
  CrmApplyResult result;
  CrmId id;

  crm_record_set_text (record, "currency", from);
  crm_record_set_text (record, "quoted-in", to);
  crm_record_set_int (record, "day", day);
  crm_record_set_real (record, "rate", rate);
  id = crm_changeset_insert (changes, record);
  crm_store_apply (fixture->store, changes, &result, &error);
  g_assert_no_error (error);
  if (group != NULL)
    *group = result.group;
  return id;
}

static void
set_text (StoreFixture *fixture, const CrmEntity *entity, CrmId id, const char *field,
          const char *text)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, entity);
  g_auto (CrmValue) value = crm_value_text (text);
  g_autoptr (GError) error = NULL;

  crm_changeset_set (changes, entity, id, field, NULL, &value);
  crm_store_apply (fixture->store, changes, NULL, &error);
  g_assert_no_error (error);
}

static gint64
set_base (StoreFixture *fixture, const char *code)
{
  g_autoptr (CrmChangeset) changes = crm_currency_change_base (code);
  g_autoptr (GError) error = NULL;
  CrmApplyResult result;

  crm_store_apply (fixture->store, changes, &result, &error);
  g_assert_no_error (error);
  return result.group;
}

static gint64
get (StoreFixture *fixture, const CrmEntity *entity, CrmId id, const char *field)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (CrmRecord) record = crm_reader_load (reader, entity, id, NULL);

  g_assert_nonnull (record);
  return crm_record_get_int (record, field);
}

#define ORDER(id, field) get (fixture, &crm_entity_order, id, field)
#define CUSTOMER(field)  get (fixture, &crm_entity_customer, customer, field)

static void
test_digits (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Okaya");
  CrmId yen = add_order (fixture, customer, 20000, "JPY", 1980);
  CrmId dinar = add_order (fixture, customer, 20000, "KWD", 1.2345);
  CrmId own = add_order (fixture, customer, 20000, NULL, 10.5);

  g_assert_cmpint (ORDER (yen, "amount"), ==, 1980);
  g_assert_cmpint (ORDER (dinar, "amount"), ==, 1235);
  g_assert_cmpint (ORDER (own, "amount"), ==, 1050);
  /* Its currency corrected, an order keeps its prices. */
  set_text (fixture, &crm_entity_order, yen, "currency", "USD");
  g_assert_cmpint (ORDER (yen, "amount"), ==, 198000);
  set_text (fixture, &crm_entity_order, yen, "currency", "KWD");
  g_assert_cmpint (ORDER (yen, "amount"), ==, 1980000);
  store_fixture_assert_sound (fixture);
}

static void
test_rates (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Harbour");
  CrmId early = add_order (fixture, customer, 20000, "USD", 100);
  CrmId late = add_order (fixture, customer, 20100, "USD", 100);
  CrmId own = add_order (fixture, customer, 20050, "CNY", 10);
  g_autoptr (GError) error = NULL;
  gint64 group;

  /* No rate: known as orders, in no sum. */
  g_assert_cmpint (ORDER (early, "base-amount"), ==, CRM_NULL_INT);
  g_assert_cmpint (ORDER (own, "base-amount"), ==, 1000);
  g_assert_cmpint (CUSTOMER ("order-count"), ==, 3);
  g_assert_cmpint (CUSTOMER ("order-sum"), ==, 1000);
  g_assert_cmpint (CUSTOMER ("unrated-count"), ==, 2);
  store_fixture_assert_sound (fixture);

  /* From a day on: the earlier order stays unknown. */
  add_rate (fixture, "USD", "CNY", 20100, 7.25, NULL);
  g_assert_cmpint (ORDER (early, "base-amount"), ==, CRM_NULL_INT);
  g_assert_cmpint (ORDER (late, "base-amount"), ==, 72500);
  g_assert_cmpint (CUSTOMER ("order-sum"), ==, 73500);
  g_assert_cmpint (CUSTOMER ("unrated-count"), ==, 1);
  /* Since ever; the later one keeps its own. */
  add_rate (fixture, "USD", "CNY", CRM_NULL_INT, 7, &group);
  g_assert_cmpint (ORDER (early, "base-amount"), ==, 70000);
  g_assert_cmpint (ORDER (late, "base-amount"), ==, 72500);
  g_assert_cmpint (CUSTOMER ("order-sum"), ==, 143500);
  g_assert_cmpint (CUSTOMER ("unrated-count"), ==, 0);
  store_fixture_assert_sound (fixture);
  /* A later rate changes nothing that is past. */
  add_rate (fixture, "USD", "CNY", 20101, 9, NULL);
  g_assert_cmpint (CUSTOMER ("order-sum"), ==, 143500);

  crm_store_undo (fixture->store, group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (CUSTOMER ("unrated-count"), ==, 1);
  store_fixture_assert_sound (fixture);
}

/* The other way round, and through a third currency. */
static void
test_derived_rates (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Pine");
  CrmId euro = add_order (fixture, customer, 20000, "EUR", 100);
  CrmId yen = add_order (fixture, customer, 20000, "JPY", 16000);

  add_rate (fixture, "CNY", "EUR", CRM_NULL_INT, 0.125, NULL);
  g_assert_cmpint (ORDER (euro, "base-amount"), ==, 80000);
  add_rate (fixture, "JPY", "EUR", CRM_NULL_INT, 0.00625, NULL); /* 160 JPY = 1 EUR = 8 CNY */
  g_assert_cmpint (ORDER (yen, "base-amount"), ==, 80000);
  store_fixture_assert_sound (fixture);
  /* What is quoted directly goes first. */
  add_rate (fixture, "JPY", "CNY", CRM_NULL_INT, 0.04, NULL);
  g_assert_cmpint (ORDER (yen, "base-amount"), ==, 64000);
  store_fixture_assert_sound (fixture);
}

static void
test_base (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Lumina");
  CrmId dollars = add_order (fixture, customer, 20000, "USD", 10);
  CrmId own = add_order (fixture, customer, 20000, NULL, 10.5);
  g_autofree char *before = NULL, *after = NULL, *again = NULL, *redone = NULL;
  g_autoptr (GError) error = NULL;
  gint64 group;

  {
    g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
    g_auto (CrmValue) revenue = crm_value_int (123456);

    crm_changeset_set (changes, &crm_entity_customer, customer, "annual-revenue", NULL, &revenue);
    g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  }
  g_assert_cmpstr (crm_store_get_currency (fixture->store), ==, "CNY");
  add_rate (fixture, "USD", "JPY", CRM_NULL_INT, 150, NULL);
  add_rate (fixture, "USD", "CNY", CRM_NULL_INT, 7.5, NULL);
  g_assert_cmpint (CUSTOMER ("order-sum"), ==, 7500 + 1050);
  before = store_fixture_dump (fixture);

  group = set_base (fixture, "JPY");
  while (!g_str_equal (crm_store_get_currency (fixture->store), "JPY"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ORDER (dollars, "base-amount"), ==, 1500);
  /* What has no currency is in the base currency, in whole units as before. */
  g_assert_cmpint (ORDER (own, "amount"), ==, 11);
  g_assert_cmpint (CUSTOMER ("order-sum"), ==, 1511);
  g_assert_cmpint (CUSTOMER ("annual-revenue"), ==, 1235);
  store_fixture_assert_sound (fixture);
  after = store_fixture_dump (fixture);

  crm_store_undo (fixture->store, group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  again = store_fixture_dump (fixture);
  g_assert_cmpstr (again, ==, before);
  store_fixture_assert_sound (fixture);
  crm_store_redo (fixture->store, group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  redone = store_fixture_dump (fixture);
  g_assert_cmpstr (redone, ==, after);
}

/* Another currency of the record itself: 10.50 stays 10.50, not 1,050. */
static void
test_follow (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_product);
  g_autoptr (CrmRecord) product = crm_record_new (&crm_entity_product);
  CrmId id;

  crm_record_set_text (product, "name", "Pump");
  crm_record_set_int (product, "list-price", 1050);
  crm_record_set_text (product, "currency", "CNY");
  id = crm_changeset_insert (changes, product);
  g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  set_text (fixture, &crm_entity_product, id, "currency", "KWD");
  g_assert_cmpint (get (fixture, &crm_entity_product, id, "list-price"), ==, 10500);
  set_text (fixture, &crm_entity_product, id, "currency", NULL);
  g_assert_cmpint (get (fixture, &crm_entity_product, id, "list-price"), ==, 1050);
}

static void
test_refused (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  static const struct
  {
    const char *from, *to;
    double rate;
  } wrong[] = {
    { "USD", "CNY", 0 },    { "USD", "CNY", -7 },
    { "USD", "USD", 1 },    { "CNY", NULL, 1 }, /* quoted in the base currency, which it is */
    { "dollar", "CNY", 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CrmChangeset) changes =
          crm_changeset_new (CRM_VERB_CREATE, &crm_entity_exchange_rate);
      g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_exchange_rate);
      g_autoptr (GError) error = NULL;

      crm_record_set_text (record, "currency", wrong[i].from);
      crm_record_set_text (record, "quoted-in", wrong[i].to);
      crm_record_set_real (record, "rate", wrong[i].rate);
      crm_changeset_insert (changes, record);
      g_assert_false (crm_store_apply (fixture->store, changes, NULL, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
    }
  {
    g_autoptr (CrmChangeset) changes = crm_currency_change_base ("EURO");
    g_autoptr (GError) error = NULL;

    g_assert_false (crm_store_apply (fixture->store, changes, NULL, &error));
    g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  }
}

static gint64
count (StoreFixture *fixture, const CrmEntity *entity, const char *expression)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (CrmQuery) query = crm_query_new (entity);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;

  query->filter = crm_filter_parse (entity, expression, &error);
  g_assert_no_error (error);
  ids = crm_query_ids (query, reader, &error);
  g_assert_no_error (error);
  return ids->len;
}

/* A filter says what one reads: whole units, whatever the currency's decimals. */
static void
test_filters (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Filters");

  add_order (fixture, customer, 20000, "JPY", 1000);
  add_order (fixture, customer, 20000, "KWD", 1000);
  add_order (fixture, customer, 20000, NULL, 1000);
  add_order (fixture, customer, 20000, "USD", 999.99);
  add_rate (fixture, "USD", "CNY", CRM_NULL_INT, 7, NULL);
  g_assert_cmpint (count (fixture, &crm_entity_order, "amount = 1000"), ==, 3);
  g_assert_cmpint (count (fixture, &crm_entity_order, "amount >= 1000"), ==, 3);
  g_assert_cmpint (count (fixture, &crm_entity_order, "amount < 1000"), ==, 1);
  g_assert_cmpint (count (fixture, &crm_entity_order, "amount between 1000..999.99"), ==, 4);
  g_assert_cmpint (count (fixture, &crm_entity_order, "amount != 999.99"), ==, 3);
  g_assert_cmpint (count (fixture, &crm_entity_order, "currency = JPY,KWD"), ==, 2);
  g_assert_cmpint (count (fixture, &crm_entity_order, "base-amount >= 6999"), ==, 1);
  g_assert_cmpint (count (fixture, &crm_entity_order, "base-amount is empty"), ==, 2);
  g_assert_cmpint (count (fixture, &crm_entity_order_line, "amount = 1000"), ==, 3);
  g_assert_cmpint (count (fixture, &crm_entity_customer, "order-sum = 7999.93"), ==, 1);
  g_assert_cmpint (count (fixture, &crm_entity_customer, "unrated-count = 2"), ==, 1);
  set_base (fixture, "JPY");
  /* 1000 without a currency are yen now; 1000 yen are rated. */
  g_assert_cmpint (count (fixture, &crm_entity_customer, "order-sum = 2000"), ==, 1);
}

/* crm-cli check sees what is wrong, and repairing mends it. */
static void
test_repair (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  CrmId customer = store_fixture_add_customer (fixture, "Wrong");
  static const char *const damage[] = {
    "UPDATE sales_order SET base_amount = base_amount + 1 WHERE currency = 'USD'",
    "UPDATE sales_order SET base_amount = NULL WHERE currency = 'USD'",
    "UPDATE sales_order SET base_amount = 5 WHERE currency = 'JPY'",
    "UPDATE customer SET unrated_count = 0",
    "UPDATE order_line SET amount = amount * 100 WHERE \"order\" IN (SELECT id FROM sales_order "
    "WHERE currency = 'JPY')",
  };

  add_order (fixture, customer, 20000, "JPY", 1000);
  add_order (fixture, customer, 20000, "USD", 10);
  add_rate (fixture, "USD", "CNY", CRM_NULL_INT, 7, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (damage); i++)
    {
      g_autoptr (CrmReader) reader = NULL;
      g_autoptr (GPtrArray) problems = NULL;
      sqlite3 *db;

      store_fixture_assert_sound (fixture);
      g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, damage[i], NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (db);
      reader = store_fixture_reader (fixture);
      problems = crm_check_database (reader, NULL);
      g_assert_cmpuint (problems->len, >, 0);
      g_assert_true (crm_store_rebuild (fixture->store, NULL, NULL, NULL));
    }
  store_fixture_assert_sound (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/digits", test_digits);
  g_test_add_func ("/money/rates", test_rates);
  g_test_add_func ("/money/derived-rates", test_derived_rates);
  g_test_add_func ("/money/base", test_base);
  g_test_add_func ("/money/follow", test_follow);
  g_test_add_func ("/money/refused", test_refused);
  g_test_add_func ("/money/filters", test_filters);
  g_test_add_func ("/money/repair", test_repair);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Five hundred random groups of changes, all taken back, all done again: the database must be what it
 * was, to the last row, sort key, list entry and term of the search index. */

#include "crm-duplicates.h"
#include "crm-group-writer.h"
#include "crm-search.h"
#include "crm-setting.h"
#include "store-fixture.h"

#define N_OPERATIONS 500

typedef struct
{
  StoreFixture *store;
  GRand *rand;
  CrmReader *reader;
  GArray *customers, *contacts, *orders, *lines, *activities, *rates; /* CrmId, as they were made */
  GArray *groups;                                                     /* gint64 */
  guint refused;
} Walk;

static const char *const words[] = { "Harbour", "Pine",       "Lumina",  "苏州恒瑞",
                                     "精密",    "重庆",       "Øresund", "straße",
                                     "O'Neil",  "\"quoted\"", "Müller",  "北京大学",
                                     "Ltd",     "42",         "naïve",   "🙂" };

static char *
make_text (Walk *walk, const char *separator)
{
  GString *text = g_string_new (words[g_rand_int_range (walk->rand, 0, G_N_ELEMENTS (words))]);
  int n = g_rand_int_range (walk->rand, 0, 3);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", separator,
                            words[g_rand_int_range (walk->rand, 0, G_N_ELEMENTS (words))]);
  return g_string_free (text, FALSE);
}

static CrmValue
make_tags (Walk *walk)
{
  static const char *const names[] = { "vip", "展会", "late; payer", "a,b", "vip 2" };
  const char *list[G_N_ELEMENTS (names) + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_rand_boolean (walk->rand))
      list[n++] = names[i];
  return crm_value_list (list);
}

static CrmId
pick (Walk *walk, GArray *ids)
{
  if (ids->len == 0)
    return 0;
  return g_array_index (ids, CrmId, g_rand_int_range (walk->rand, 0, (gint32) ids->len));
}

/* A record that is there and (not) in the bin; 0 after some tries. */
static CrmId
pick_state (Walk *walk, const CrmEntity *entity, GArray *ids, gboolean deleted)
{
  for (guint i = 0; i < 30; i++)
    {
      CrmId id = pick (walk, ids);
      g_autoptr (CrmRecord) record =
          id != 0 ? crm_reader_load (walk->reader, entity, id, NULL) : NULL;

      if (record != NULL && crm_record_is_deleted (record) == deleted)
        return id;
    }
  return 0;
}

/* Records the group; what the rules of the database refuse (a record others still belong to) changes nothing. */
static void
apply (Walk *walk, CrmChangeset *changes)
{
  CrmApplyResult result = { 0 };
  g_autoptr (GError) error = NULL;

  if (!crm_store_apply (walk->store->store, changes, &result, &error))
    {
      g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
      walk->refused++;
      return;
    }
  if (result.group != 0 && result.changed > 0)
    g_array_append_val (walk->groups, result.group);
}

static const char *
pick_currency (Walk *walk)
{
  static const char *const codes[] = { "CNY", "USD", "JPY", "KWD", "EUR" };

  return codes[g_rand_int_range (walk->rand, 0, G_N_ELEMENTS (codes))];
}

static CrmId
add_customer (Walk *walk, CrmChangeset *changes)
{
  g_autofree char *name = make_text (walk, " ");
  g_autoptr (CrmRecord) record = store_fixture_customer (name);
  g_auto (CrmValue) tags = make_tags (walk);
  CrmId id;

  crm_record_set_value (record, crm_entity_field_index (&crm_entity_customer, "tags"), &tags);
  if (g_rand_boolean (walk->rand))
    crm_record_set_text (record, "phone", "+8651288886666");
  id = crm_changeset_insert (changes, record);
  g_array_append_val (walk->customers, id);
  return id;
}

static void
add_contact (Walk *walk, CrmChangeset *changes, CrmId customer)
{
  g_autofree char *name = make_text (walk, " ");
  g_autoptr (CrmRecord) contact = crm_record_new (&crm_entity_contact);
  g_autoptr (CrmRecord) tie = crm_record_new (&crm_entity_affiliation);
  CrmId id;

  crm_record_set_text (contact, "name", name);
  id = crm_changeset_insert (changes, contact);
  g_array_append_val (walk->contacts, id);
  crm_record_set_int (tie, "customer", customer);
  crm_record_set_int (tie, "contact", id);
  crm_changeset_insert (changes, tie);
}

static void
add_order (Walk *walk, CrmChangeset *changes, CrmId customer)
{
  static const char *const states[] = { "draft", "activated", "fulfilled", "canceled" };
  g_autoptr (CrmRecord) order = crm_record_new (&crm_entity_order);
  gboolean back = g_rand_int_range (walk->rand, 0, 6) == 0;
  int n = g_rand_int_range (walk->rand, 0, 4);
  CrmId id, line_id;

  crm_record_set_int (order, "customer", customer);
  crm_record_set_int (order, "day", g_rand_int_range (walk->rand, 19000, 20500));
  if (g_rand_boolean (walk->rand))
    crm_record_set_text (order, "currency", pick_currency (walk));
  crm_record_set_text (order, "kind", back ? "return" : "sale");
  crm_record_set_text (order, "status", states[g_rand_int_range (walk->rand, 0, 4)]);
  id = crm_changeset_insert (changes, order);
  g_array_append_val (walk->orders, id);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (CrmRecord) line = crm_record_new (&crm_entity_order_line);

      crm_record_set_int (line, "order", id);
      crm_record_set_real (line, "quantity",
                           (back ? -1 : 1) * g_rand_int_range (walk->rand, 1, 40));
      crm_record_set_real (line, "unit-price", g_rand_int_range (walk->rand, 1, 99999) / 100.0);
      if (g_rand_boolean (walk->rand))
        crm_record_set_real (line, "discount", g_rand_int_range (walk->rand, 0, 30));
      line_id = crm_changeset_insert (changes, line);
      g_array_append_val (walk->lines, line_id);
    }
}

static void
do_insert (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  CrmId id = add_customer (walk, changes);

  if (g_rand_boolean (walk->rand))
    add_contact (walk, changes, id);
  if (g_rand_boolean (walk->rand))
    add_order (walk, changes, id);
  apply (walk, changes);
}

static void
set_random_cell (Walk *walk, CrmChangeset *changes, CrmId id)
{
  static const char *const texts[] = { "name", "city", "description", "short-name", "code" };
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  const char *field;
  g_autofree char *text = make_text (walk, "\n");

  switch (g_rand_int_range (walk->rand, 0, 6))
    {
    case 3:
      field = "currency";
      if (g_rand_boolean (walk->rand))
        value = crm_value_text (pick_currency (walk));
      break;
    case 0:
      field = "employees";
      value = crm_value_int (g_rand_int_range (walk->rand, 0, 5000));
      break;
    case 1:
      field = "annual-revenue";
      value = crm_value_int (-(gint64) g_rand_int (walk->rand) * 1000);
      break;
    case 2:
      field = "lifecycle-stage";
      if (g_rand_boolean (walk->rand))
        value = crm_value_text (g_rand_boolean (walk->rand) ? "lead" : "dormant");
      break;
    default:
      field = texts[g_rand_int_range (walk->rand, 0, G_N_ELEMENTS (texts))];
      if (!g_str_equal (field, "description"))
        g_strdelimit (text, "\n", ' ');
      value = crm_value_text (text);
    }
  crm_changeset_set (changes, &crm_entity_customer, id, field, NULL, &value);
}

static void
do_edit (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  CrmId id = pick_state (walk, &crm_entity_customer, walk->customers, FALSE);

  if (id == 0)
    return;
  set_random_cell (walk, changes, id);
  apply (walk, changes);
}

static void
do_bulk_edit (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_BULK_EDIT, &crm_entity_customer);

  for (int i = g_rand_int_range (walk->rand, 5, 30); i > 0; i--)
    {
      CrmId id = pick_state (walk, &crm_entity_customer, walk->customers, FALSE);

      if (id != 0)
        set_random_cell (walk, changes, id);
    }
  apply (walk, changes);
}

/* One group of several changesets, as an import writes it. */
static void
do_import (Walk *walk)
{
  CrmApplyResult result = { 0 };
  g_autoptr (CrmChangeset) previous = NULL;

  for (guint part = 0; part < 3; part++)
    {
      g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
      g_autoptr (GError) error = NULL;

      crm_changeset_set_origin (changes, "import");
      crm_changeset_set_group (changes, result.group, part == 2);
      if (previous != NULL)
        crm_changeset_continue_ids (changes, previous);
      for (int i = g_rand_int_range (walk->rand, 8, 20); i > 0; i--)
        {
          CrmId id = add_customer (walk, changes);

          if (i % 3 == 0)
            add_contact (walk, changes, id);
          if (i % 4 == 0)
            add_order (walk, changes, id);
        }
      crm_store_apply (walk->store->store, changes, &result, &error);
      g_assert_no_error (error);
      g_clear_pointer (&previous, crm_changeset_unref);
      previous = g_steal_pointer (&changes);
    }
  g_array_append_val (walk->groups, result.group);
}

static void
do_state (Walk *walk, CrmVerb verb)
{
  static const CrmEntity *const kinds[] = { &crm_entity_customer,   &crm_entity_customer,
                                            &crm_entity_contact,    &crm_entity_order,
                                            &crm_entity_order_line, &crm_entity_activity };
  guint kind = (guint) g_rand_int_range (walk->rand, 0, G_N_ELEMENTS (kinds));
  GArray *const ids[] = { walk->customers, walk->customers, walk->contacts,
                          walk->orders,    walk->lines,     walk->activities };
  g_autoptr (CrmChangeset) changes = crm_changeset_new (verb, kinds[kind]);
  CrmId id = pick_state (walk, kinds[kind], ids[kind], verb != CRM_VERB_DELETE);

  if (id == 0)
    return;
  if (verb == CRM_VERB_DELETE)
    crm_changeset_delete (changes, kinds[kind], id);
  else if (verb == CRM_VERB_RESTORE)
    crm_changeset_restore (changes, kinds[kind], id);
  else
    crm_changeset_purge (changes, kinds[kind], id);
  apply (walk, changes);
}

static void
do_tags (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_TAG, &crm_entity_customer);
  g_auto (CrmValue) tags = make_tags (walk);

  for (int i = g_rand_int_range (walk->rand, 1, 12); i > 0; i--)
    {
      CrmId id = pick_state (walk, &crm_entity_customer, walk->customers, FALSE);

      if (id != 0)
        crm_changeset_set (changes, &crm_entity_customer, id, "tags", NULL, &tags);
    }
  apply (walk, changes);
}

static void
do_merge (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = NULL;
  g_autoptr (GError) error = NULL;
  CrmId kept = pick_state (walk, &crm_entity_customer, walk->customers, FALSE);
  CrmId gone[2] = { pick_state (walk, &crm_entity_customer, walk->customers, FALSE),
                    pick_state (walk, &crm_entity_customer, walk->customers, FALSE) };
  const CrmMergeChoice choices[] = { { "name", gone[0] }, { "employees", kept } };
  gsize n = g_rand_boolean (walk->rand) && gone[1] != gone[0] && gone[1] != kept ? 2 : 1;

  if (kept == 0 || gone[0] == 0 || kept == gone[0] || (n == 2 && gone[1] == 0))
    return;
  changes = crm_merge_customers (walk->reader, kept, gone, n, choices,
                                 (gsize) g_rand_int_range (walk->rand, 0, 3), &error);
  g_assert_no_error (error);
  apply (walk, changes);
}

static void
do_line (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_order_line);
  CrmId id = pick_state (walk, &crm_entity_order_line, walk->lines, FALSE);
  g_auto (CrmValue) quantity = crm_value_real (g_rand_int_range (walk->rand, 1, 999) / 10.0);

  if (id == 0)
    return;
  crm_changeset_set (changes, &crm_entity_order_line, id, "quantity", NULL, &quantity);
  apply (walk, changes);
}

static void
do_rate (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_exchange_rate);
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_exchange_rate);
  const char *from = pick_currency (walk), *to = pick_currency (walk);
  CrmId id = pick_state (walk, &crm_entity_exchange_rate, walk->rates, FALSE);
  g_auto (CrmValue) rate = crm_value_real (g_rand_double_range (walk->rand, 0.001, 200));

  if (id != 0 && g_rand_boolean (walk->rand))
    {
      if (g_rand_boolean (walk->rand))
        crm_changeset_delete (changes, &crm_entity_exchange_rate, id);
      else
        crm_changeset_set (changes, &crm_entity_exchange_rate, id, "rate", NULL, &rate);
      apply (walk, changes);
      return;
    }
  if (from == to)
    return;
  crm_record_set_text (record, "currency", from);
  crm_record_set_text (record, "quoted-in", to);
  crm_record_set_real (record, "rate", crm_value_get_real (&rate));
  if (g_rand_boolean (walk->rand))
    crm_record_set_int (record, "day", g_rand_int_range (walk->rand, 19000, 20500));
  id = crm_changeset_insert (changes, record);
  g_array_append_val (walk->rates, id);
  apply (walk, changes);
}

static void
do_currency (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = NULL;
  CrmId id = pick_state (walk, &crm_entity_order, walk->orders, FALSE);
  g_auto (CrmValue) code = crm_value_text (pick_currency (walk));

  if (id == 0 || g_rand_int_range (walk->rand, 0, 4) == 0)
    changes = crm_currency_change_base (code.s);
  else
    {
      changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_order);
      crm_changeset_set (changes, &crm_entity_order, id, "currency", NULL, &code);
    }
  apply (walk, changes);
}

static void
do_activity (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_activity);
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_activity);
  g_autofree char *subject = make_text (walk, " ");
  CrmId customer = pick_state (walk, &crm_entity_customer, walk->customers, FALSE), id;

  crm_record_set_text (record, "kind", g_rand_boolean (walk->rand) ? "call" : "note");
  crm_record_set_text (record, "subject", subject);
  crm_record_set_text (record, "status", "done");
  crm_record_set_int (record, "start", G_GINT64_CONSTANT (1700000000000) + g_rand_int (walk->rand));
  if (customer != 0)
    crm_record_set_int (record, "customer", customer);
  id = crm_changeset_insert (changes, record);
  g_array_append_val (walk->activities, id);
  apply (walk, changes);
}

static void
do_anything (Walk *walk)
{
  int dice = g_rand_int_range (walk->rand, 0, 100);

  if (dice < 12)
    do_insert (walk);
  else if (dice < 17)
    do_rate (walk);
  else if (dice < 21)
    do_currency (walk);
  else if (dice < 35)
    do_edit (walk);
  else if (dice < 43)
    do_bulk_edit (walk);
  else if (dice < 46)
    do_import (walk);
  else if (dice < 60)
    do_state (walk, CRM_VERB_DELETE);
  else if (dice < 68)
    do_state (walk, CRM_VERB_RESTORE);
  else if (dice < 74)
    do_state (walk, CRM_VERB_PURGE);
  else if (dice < 82)
    do_tags (walk);
  else if (dice < 88)
    do_merge (walk);
  else if (dice < 94)
    do_line (walk);
  else
    do_activity (walk);
}

/* Every term of the search index with the document, column and place it stands at. */
static char *
sum_terms (StoreFixture *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3 *db;
  sqlite3_stmt *stmt;
  guint64 n = 0;
  char *text;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (crm_search_register (db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, search, instance)",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT hex (term) || '|' || doc || '|' || col || '|' || "
                                       "\"offset\" FROM terms ORDER BY 1",
                                       -1, &stmt, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      g_checksum_update (sum, sqlite3_column_text (stmt, 0), -1);
      n++;
    }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  text = g_strdup_printf ("%" G_GUINT64_FORMAT " terms, %s", n, g_checksum_get_string (sum));
  return text;
}

/* g_assert_cmpstr() would print megabytes. */
static void
assert_same (const char *what, const char *got, const char *wanted)
{
  g_auto (GStrv) a = NULL, b = NULL;

  if (g_str_equal (got, wanted))
    return;
  a = g_strsplit (got, "\n", -1);
  b = g_strsplit (wanted, "\n", -1);
  for (guint i = 0; a[i] != NULL && b[i] != NULL; i++)
    if (!g_str_equal (a[i], b[i]))
      g_error ("%s: line %u is\n%s\nnot\n%s", what, i, a[i], b[i]);
  g_error ("%s: rows at the end are missing or too many", what);
}

static void
turn_back (Walk *walk, guint index, gboolean redo)
{
  gint64 group = g_array_index (walk->groups, gint64, index);
  CrmApplyResult result = { 0 };
  g_autoptr (GError) error = NULL;

  if (redo)
    crm_store_redo (walk->store->store, group, NULL, NULL, &result, &error);
  else
    crm_store_undo (walk->store->store, group, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  if (result.kept != 0)
    g_error ("%s of group %" G_GINT64_FORMAT " (%u) kept %u rows", redo ? "redo" : "undo", group,
             index, result.kept);
}

static gint64
count_seconds (gpointer data)
{
  gint64 *now = data;

  return *now += 1000;
}

static void
test_walk (gconstpointer data)
{
  guint seed = GPOINTER_TO_UINT (data);
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autofree char *start = NULL, *end = NULL, *now = NULL;
  g_autofree char *start_terms = NULL, *end_terms = NULL, *terms = NULL;
  gint64 clock = G_GINT64_CONSTANT (1790000000000);
  GArray *ids[6];
  Walk walk = { .store = fixture, .reader = reader };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = g_array_new (FALSE, FALSE, sizeof (CrmId));
  walk.customers = ids[0];
  walk.contacts = ids[1];
  walk.orders = ids[2];
  walk.lines = ids[3];
  walk.activities = ids[4];
  walk.rates = ids[5];
  walk.groups = g_array_new (FALSE, FALSE, sizeof (gint64));
  walk.rand = g_rand_new_with_seed (seed);
  crm_store_set_clock (fixture->store, count_seconds, &clock);

  /* Something to start from that is not undone. */
  for (guint i = 0; i < 10; i++)
    do_insert (&walk);
  g_array_set_size (walk.groups, 0);
  start = store_fixture_dump (fixture);
  start_terms = sum_terms (fixture);

  while (walk.groups->len < N_OPERATIONS)
    do_anything (&walk);
  store_fixture_assert_reader_sound (walk.reader);
  end = store_fixture_dump (fixture);
  end_terms = sum_terms (fixture);
  g_assert_cmpstr (start, !=, end);
  g_test_message ("%u customers, %u orders, %u refused", walk.customers->len, walk.orders->len,
                  walk.refused);

  for (guint i = walk.groups->len; i-- > 0;)
    turn_back (&walk, i, FALSE);
  now = store_fixture_dump (fixture);
  assert_same ("all undone", now, start);
  terms = sum_terms (fixture);
  g_assert_cmpstr (terms, ==, start_terms);
  store_fixture_assert_reader_sound (walk.reader);

  g_clear_pointer (&now, g_free);
  g_clear_pointer (&terms, g_free);
  for (guint i = 0; i < walk.groups->len; i++)
    turn_back (&walk, i, TRUE);
  now = store_fixture_dump (fixture);
  assert_same ("all redone", now, end);
  terms = sum_terms (fixture);
  g_assert_cmpstr (terms, ==, end_terms);
  store_fixture_assert_reader_sound (walk.reader);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_array_unref (ids[i]);
  g_array_unref (walk.groups);
  g_rand_free (walk.rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint seed = 1; seed <= 3; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/random-undo/seed-%u", seed);

      g_test_add_data_func (path, GUINT_TO_POINTER (seed), test_walk);
    }
  return g_test_run ();
}

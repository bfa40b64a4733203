/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Purchases brought up to date by the journal against purchases read anew, after every kind of change in
 * random order: the same bytes each time. And when following the journal is not possible or not worth it. */

#include <string.h>

#include "crm-purchases.h"
#include "crm-sample.h"
#include "crm-setting.h"
#include "store-fixture.h"

#define TODAY        20600
#define N_OPERATIONS 400

static void
assert_equal (const CrmPurchases *a, const CrmPurchases *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpint (a->as_of, ==, b->as_of);
  g_assert_cmpint (a->n_orders, ==, b->n_orders);
  g_assert_cmpint (a->n_unrated, ==, b->n_unrated);
  g_assert_cmpstr (a->currency, ==, b->currency);
  g_assert_cmpint (a->position, ==, b->position);
  g_assert_cmpmem (a->ids, a->n * sizeof (CrmId), b->ids, b->n * sizeof (CrmId));
  g_assert_cmpmem (a->last, a->n * sizeof (gint32), b->last, b->n * sizeof (gint32));
  g_assert_cmpmem (a->first, a->n * sizeof (gint32), b->first, b->n * sizeof (gint32));
  g_assert_cmpmem (a->recency, a->n * sizeof (double), b->recency, b->n * sizeof (double));
  g_assert_cmpmem (a->frequency, a->n * sizeof (double), b->frequency, b->n * sizeof (double));
  g_assert_cmpmem (a->monetary, a->n * sizeof (double), b->monetary, b->n * sizeof (double));
  g_assert_cmpmem (a->tenure, a->n * sizeof (double), b->tenure, b->n * sizeof (double));
}

static CrmPurchases *
refresh (CrmPurchases *known, CrmReader *reader, gint64 today, gsize *n_changed)
{
  g_autoptr (GError) error = NULL;
  CrmPurchases *fresh = crm_purchases_refresh (known, reader, today, n_changed, &error);

  g_assert_no_error (error);
  g_assert_nonnull (fresh);
  return fresh;
}

/* Another way to the same: the totals the writer keeps on each customer. */
static void
assert_totals (const CrmPurchases *self, CrmReader *reader)
{
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      "SELECT c.id, last_order, first_order, order_count, order_sum FROM customer c WHERE "
      "order_count > 0 ORDER BY c.id",
      NULL);
  gsize i = 0;

  for (; sqlite3_step (stmt) == SQLITE_ROW; i++)
    {
      g_assert_cmpuint (i, <, self->n);
      g_assert_cmpint (self->ids[i], ==, sqlite3_column_int64 (stmt, 0));
      g_assert_cmpint (self->last[i], ==, sqlite3_column_int64 (stmt, 1));
      g_assert_cmpint (self->first[i], ==, sqlite3_column_int64 (stmt, 2));
      g_assert_cmpfloat (self->frequency[i], ==, sqlite3_column_double (stmt, 3));
      g_assert_cmpfloat (self->monetary[i], ==, sqlite3_column_double (stmt, 4));
    }
  sqlite3_reset (stmt);
  g_assert_cmpuint (i, ==, self->n);
}

typedef struct
{
  StoreFixture *fixture;
  CrmReader *reader;
  GRand *rand;
  GArray *groups;
  guint applied;
} Walk;

/* A random row of the table, deleted or not; 0 if there is none. */
static CrmId
pick (Walk *walk, const char *table, const char *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE %s ORDER BY id LIMIT 1 OFFSET "
                                          "%u",
                                          table, condition, g_rand_int_range (walk->rand, 0, 40));

  return crm_reader_int (walk->reader, sql, 0);
}

static void
apply (Walk *walk, CrmChangeset *changes)
{
  CrmApplyResult result = { 0 };
  g_autoptr (GError) error = NULL;

  if (!crm_store_apply (walk->fixture->store, changes, &result, &error))
    {
      g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
      return;
    }
  walk->applied++;
  if (result.group != 0 && result.changed > 0)
    g_array_append_val (walk->groups, result.group);
}

static void
set (Walk *walk, const CrmEntity *entity, CrmId id, const char *field, CrmValue value)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, entity);
  g_auto (CrmValue) owned = value;

  if (id == 0)
    return;
  crm_changeset_set (changes, entity, id, field, NULL, &owned);
  apply (walk, changes);
}

static void
remove_record (Walk *walk, CrmOp op, const CrmEntity *entity, CrmId id)
{
  g_autoptr (CrmChangeset) changes =
      crm_changeset_new (op == CRM_OP_PURGE ? CRM_VERB_PURGE : CRM_VERB_DELETE, entity);

  if (id == 0)
    return;
  crm_changeset_add (changes, op, entity, id);
  apply (walk, changes);
}

/* A customer with an order of two lines, and another order for somebody who is there. */
static void
insert (Walk *walk)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_order);
  g_autoptr (CrmRecord) customer = store_fixture_customer ("New");
  CrmId buyers[2] = { crm_changeset_insert (changes, customer),
                      pick (walk, "customer", "deleted_at IS NULL") };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (CrmRecord) order = crm_record_new (&crm_entity_order);
      CrmId id;

      if (buyers[i] == 0)
        continue;
      crm_record_set_int (order, "customer", buyers[i]);
      crm_record_set_int (order, "day", g_rand_int_range (walk->rand, 20000, 20640));
      crm_record_set_text (order, "kind", g_rand_int_range (walk->rand, 0, 5) ? "sale" : "return");
      crm_record_set_text (order, "status", "fulfilled");
      id = crm_changeset_insert (changes, order);
      for (guint l = 0; l < 2; l++)
        {
          g_autoptr (CrmRecord) line = crm_record_new (&crm_entity_order_line);

          crm_record_set_int (line, "order", id);
          crm_record_set_real (line, "quantity", g_rand_int_range (walk->rand, 1, 9));
          crm_record_set_real (line, "unit-price", g_rand_double_range (walk->rand, 1, 99));
          crm_changeset_insert (changes, line);
        }
    }
  apply (walk, changes);
}

static void
invert (Walk *walk)
{
  g_autoptr (GError) error = NULL;
  gint64 group;

  if (walk->groups->len == 0)
    return;
  group = g_array_index (walk->groups, gint64,
                         g_rand_int_range (walk->rand, 0, (gint32) walk->groups->len));
  /* What was taken back already, or is in the way, is refused; that changes nothing. */
  if (!crm_store_undo (walk->fixture->store, group, NULL, NULL, NULL, &error))
    {
      g_clear_error (&error);
      crm_store_redo (walk->fixture->store, group, NULL, NULL, NULL, &error);
    }
}

static void
change_something (Walk *walk)
{
  static const char *const states[] = { "draft", "activated", "fulfilled", "canceled" };
  static const char live[] = "deleted_at IS NULL", binned[] = "deleted_at IS NOT NULL";
  const CrmEntity *order = &crm_entity_order, *line = &crm_entity_order_line,
                  *customer = &crm_entity_customer;

  switch (g_rand_int_range (walk->rand, 0, 19))
    {
    case 16:
      set (walk, order, pick (walk, "sales_order", live), "currency",
           crm_value_text (g_rand_boolean (walk->rand) ? "USD" : NULL));
      break;
    case 17:
      /* What is worth another amount now has no journal row of its own. */
      if (g_rand_int_range (walk->rand, 0, 4) == 0)
        set (walk, &crm_entity_setting, CRM_SETTING_CURRENCY, "value",
             crm_value_text (g_rand_boolean (walk->rand) ? "USD" : "CNY"));
      else
        set (walk, &crm_entity_exchange_rate,
             crm_reader_int (walk->reader, "SELECT id FROM exchange_rate", 0), "rate",
             crm_value_real (g_rand_double_range (walk->rand, 0.1, 9)));
      break;
    case 0:
      insert (walk);
      break;
    case 1:
      set (walk, order, pick (walk, "sales_order", live), "customer",
           crm_value_int (pick (walk, "customer", live)));
      break;
    case 2:
      set (walk, order, pick (walk, "sales_order", live), "day",
           crm_value_int (g_rand_int_range (walk->rand, 20000, 20640)));
      break;
    case 3:
      set (walk, order, pick (walk, "sales_order", live), "status",
           crm_value_text (states[g_rand_int_range (walk->rand, 0, 4)]));
      break;
    case 4:
      set (walk, order, pick (walk, "sales_order", live), "kind",
           crm_value_text (g_rand_boolean (walk->rand) ? "sale" : "return"));
      break;
    case 5:
      set (walk, line, pick (walk, "order_line", live), "quantity",
           crm_value_real (g_rand_int_range (walk->rand, 0, 9)));
      break;
    case 6:
      set (walk, line, pick (walk, "order_line", live), "order",
           crm_value_int (pick (walk, "sales_order", live)));
      break;
    case 7:
      remove_record (walk, CRM_OP_DELETE, order, pick (walk, "sales_order", live));
      break;
    case 8:
      remove_record (walk, CRM_OP_DELETE, customer, pick (walk, "customer", live));
      break;
    case 9:
      remove_record (walk, CRM_OP_DELETE, line, pick (walk, "order_line", live));
      break;
    case 10:
      remove_record (walk, CRM_OP_RESTORE, order, pick (walk, "sales_order", binned));
      break;
    case 11:
      remove_record (walk, CRM_OP_RESTORE, customer, pick (walk, "customer", binned));
      break;
    case 12:
      remove_record (walk, CRM_OP_PURGE, order, pick (walk, "sales_order", binned));
      break;
    case 13:
      remove_record (walk, CRM_OP_PURGE, customer, pick (walk, "customer", binned));
      break;
    case 14:
      remove_record (walk, CRM_OP_PURGE, line, pick (walk, "order_line", binned));
      break;
    case 15:
      /* Nothing that counts. */
      set (walk, customer, pick (walk, "customer", live), "city", crm_value_text ("Bergen"));
      break;
    default:
      invert (walk);
    }
}

static void
add_rate (StoreFixture *fixture)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_exchange_rate);
  g_autoptr (CrmRecord) rate = crm_record_new (&crm_entity_exchange_rate);
  g_autoptr (GError) error = NULL;

  crm_record_set_text (rate, "currency", "USD");
  crm_record_set_text (rate, "quoted-in", "CNY");
  crm_record_set_real (rate, "rate", 7.1);
  crm_changeset_insert (changes, rate);
  crm_store_apply (fixture->store, changes, NULL, &error);
  g_assert_no_error (error);
}

static void
test_random_changes (gconstpointer seed)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (CrmPurchases) known = NULL;
  g_autoptr (GError) error = NULL;
  Walk walk = { .fixture = fixture,
                .reader = reader,
                .rand = g_rand_new_with_seed (GPOINTER_TO_UINT (seed)),
                .groups = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  guint followed = 0;

  crm_sample_generate (fixture->store, 120, GPOINTER_TO_UINT (seed), TODAY, NULL, NULL, &error);
  g_assert_no_error (error);
  add_rate (fixture);
  known = refresh (NULL, reader, TODAY, NULL);
  g_assert_cmpuint (known->n, >, 50);

  for (guint i = 0; i < N_OPERATIONS; i++)
    {
      g_autoptr (CrmPurchases) anew = NULL;
      guint several = (guint) g_rand_int_range (walk.rand, 1, 5);
      CrmPurchases *fresh;
      gsize n_changed;

      for (guint k = 0; k < several; k++)
        change_something (&walk);
      fresh = refresh (known, reader, TODAY + i / 100, &n_changed);
      anew = crm_purchases_read (reader, TODAY + i / 100, &error);
      g_assert_no_error (error);
      assert_equal (fresh, anew);
      followed += n_changed != G_MAXSIZE;
      crm_purchases_unref (known);
      known = fresh;
    }
  assert_totals (known, reader);
  /* Rates, the base currency and the taking back of the whole sample cannot be followed. */
  g_assert_cmpuint (followed, >, N_OPERATIONS / 2);
  g_assert_cmpuint (followed, <, N_OPERATIONS - 20);
  g_assert_cmpuint (walk.applied, >, N_OPERATIONS);
  g_array_unref (walk.groups);
  g_rand_free (walk.rand);
}

static void
test_only_changed (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  CrmId ids[3];
  g_autoptr (CrmPurchases) first = NULL, same = NULL, second = NULL, later = NULL;
  gsize n_changed;

  for (guint i = 0; i < 3; i++)
    {
      ids[i] = store_fixture_add_customer (fixture, "Harbour");
      store_fixture_add_order (fixture, ids[i], TODAY - 10 - i, 2, 5);
    }
  first = refresh (NULL, reader, TODAY, &n_changed);
  g_assert_cmpuint (n_changed, ==, G_MAXSIZE);
  g_assert_cmpuint (first->n, ==, 3);

  same = refresh (first, reader, TODAY, &n_changed);
  g_assert_true (same == first);
  g_assert_cmpuint (n_changed, ==, 0);

  store_fixture_add_order (fixture, ids[1], TODAY - 1, 1, 7);
  second = refresh (first, reader, TODAY, &n_changed);
  g_assert_cmpuint (n_changed, ==, 1);
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpfloat (second->frequency[i], ==, second->ids[i] == ids[1] ? 2 : 1);
  /* What others still hold is left alone. */
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpfloat (first->frequency[i], ==, 1);

  /* A new day reads nobody again and moves everybody. */
  later = refresh (second, reader, TODAY + 3, &n_changed);
  g_assert_cmpuint (n_changed, ==, 0);
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpfloat (later->recency[i], ==, second->recency[i] + 3);
}

/* A copy of the file from before the position, or another file: everything is read. */
static void
test_other_file (void)
{
  g_autoptr (StoreFixture) a = store_fixture_new ();
  g_autoptr (StoreFixture) b = store_fixture_new ();
  g_autoptr (CrmReader) reader_a = store_fixture_reader (a);
  g_autoptr (CrmReader) reader_b = store_fixture_reader (b);
  g_autoptr (CrmPurchases) known = NULL, other = NULL;
  gsize n_changed;

  for (guint i = 0; i < 5; i++)
    store_fixture_add_order (a, store_fixture_add_customer (a, "Pine"), TODAY, 1, 1);
  known = refresh (NULL, reader_a, TODAY, NULL);
  g_assert_cmpuint (known->n, ==, 5);
  other = refresh (known, reader_b, TODAY, &n_changed);
  g_assert_cmpuint (n_changed, ==, G_MAXSIZE);
  g_assert_cmpuint (other->n, ==, 0);
}

static void
test_current (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (CrmPurchases) first = NULL, same = NULL, fresh = NULL;
  CrmId id = store_fixture_add_customer (fixture, "Pine");

  store_fixture_add_order (fixture, id, TODAY, 1, 1);
  first = crm_purchases_current (fixture->store, reader, TODAY, NULL);
  same = crm_purchases_current (fixture->store, reader, TODAY, NULL);
  g_assert_true (first == same);
  store_fixture_add_order (fixture, id, TODAY, 1, 1);
  fresh = crm_purchases_current (fixture->store, reader, TODAY, NULL);
  g_assert_cmpfloat (fresh->frequency[0], ==, 2);
}

static void
test_cancelled (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  crm_sample_generate (fixture->store, 400, 3, TODAY, NULL, NULL, &error);
  g_assert_no_error (error);
  crm_reader_set_cancellable (reader, cancellable);
  g_cancellable_cancel (cancellable);
  g_assert_null (crm_purchases_read (reader, TODAY, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/purchases/random-changes/1", GUINT_TO_POINTER (1), test_random_changes);
  g_test_add_data_func ("/purchases/random-changes/2", GUINT_TO_POINTER (2), test_random_changes);
  g_test_add_func ("/purchases/only-changed", test_only_changed);
  g_test_add_func ("/purchases/other-file", test_other_file);
  g_test_add_func ("/purchases/current", test_current);
  g_test_add_func ("/purchases/cancelled", test_cancelled);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmRecordList: what it shows is what the query gives, every items-changed is true when it is
 * emitted, and rows follow changes of the store. A mirror of the ids is kept by the signals alone. */

#include <string.h>

#include "crm-ranking.h"
#include "crm-record-list.h"
#include "store-fixture.h"

#define N_CUSTOMERS 1500

typedef struct
{
  StoreFixture *store;
  CrmReader *reader;
  CrmRecordList *list;
  GArray *mirror;    /* CrmId */
  GArray *customers; /* CrmId */
  guint n_changes;   /* items-changed since last looked at */
  guint n_moved;     /* rows in them */
  guint n_refreshed;
} Fixture;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_changes++;
  fixture->n_moved += removed + added;
  if (removed > 0)
    g_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      CrmId id = crm_record_list_get_id (fixture->list, position + i);

      g_array_insert_val (fixture->mirror, position + i, id);
    }
  /* Right now, not only in the end: a view may ask for any row. */
  g_assert_cmpuint (fixture->mirror->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < fixture->mirror->len; i++)
    {
      CrmId id = g_array_index (fixture->mirror, CrmId, i);

      g_assert_cmpint (crm_record_list_get_id (fixture->list, i), ==, id);
      /* A row that moves up is there twice until its old place is taken out. */
      if (i % 37 == 0)
        g_assert_cmpint (crm_record_list_get_id (fixture->list,
                                                 (guint) crm_record_list_find (fixture->list, id)),
                         ==, id);
    }
}

static void
refreshed_cb (CrmRecordList *list, gpointer data)
{
  ((Fixture *) data)->n_refreshed++;
}

static void
add_customers (Fixture *fixture, guint n)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %05d", i % 3 == 0 ? "王小明" : "Harbour",
                                               g_rand_int_range (rand, 0, 100000));
      g_autoptr (CrmRecord) record = store_fixture_customer (name);
      CrmId id;

      crm_record_set_int (record, "employees", g_rand_int_range (rand, 0, 50));
      id = crm_changeset_insert (changes, record);
      g_array_append_val (fixture->customers, id);
    }
  crm_store_apply (fixture->store->store, changes, NULL, &error);
  g_assert_no_error (error);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = store_fixture_new ();
  fixture->reader = store_fixture_reader (fixture->store);
  fixture->mirror = g_array_new (FALSE, FALSE, sizeof (CrmId));
  fixture->customers = g_array_new (FALSE, FALSE, sizeof (CrmId));
  add_customers (fixture, N_CUSTOMERS);
  settle ();
  fixture->list = crm_record_list_new (fixture->store->store, &crm_entity_customer);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  g_signal_connect (fixture->list, "refreshed", G_CALLBACK (refreshed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->list);
  settle ();
  crm_reader_free (fixture->reader);
  store_fixture_free (fixture->store);
  g_array_unref (fixture->mirror);
  g_array_unref (fixture->customers);
}

static void
wait_refreshed (Fixture *fixture)
{
  guint before = fixture->n_refreshed;

  while (fixture->n_refreshed == before)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_shows (Fixture *fixture, const CrmQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_query_ids (query, fixture->reader, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, fixture->mirror->len);
  g_assert_cmpmem (ids->data, ids->len * sizeof (CrmId), fixture->mirror->data,
                   fixture->mirror->len * sizeof (CrmId));
}

static gboolean
is_exact (Fixture *fixture)
{
  gboolean exact;

  g_object_get (fixture->list, "exact", &exact, NULL);
  return exact;
}

static void
show_all (Fixture *fixture)
{
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  crm_record_list_set_query (fixture->list, query);
  wait_refreshed (fixture);
}

static void
test_query (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);
  const char *const values[] = { "25", NULL };

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);
  crm_record_list_set_query (fixture->list, query);
  g_assert_true (crm_record_list_get_loading (fixture->list));
  wait_refreshed (fixture);
  g_assert_false (crm_record_list_get_loading (fixture->list));
  g_assert_true (is_exact (fixture));
  assert_shows (fixture, query);
  g_assert_cmpuint (fixture->mirror->len, ==, N_CUSTOMERS);

  query->sort = "employees";
  query->descending = TRUE;
  crm_record_list_set_query (fixture->list, query);
  wait_refreshed (fixture);
  assert_shows (fixture, query);

  query->filter = crm_filter_new_rule ("employees", CRM_OP_LESS, values);
  crm_record_list_set_query (fixture->list, query);
  wait_refreshed (fixture);
  assert_shows (fixture, query);
  g_assert_cmpint (crm_record_list_get_total (fixture->list), ==, N_CUSTOMERS);
  g_assert_cmpuint (fixture->mirror->len, <, N_CUSTOMERS);
}

/* Rows have records at once, empty ones, and then their own. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  GListModel *model = G_LIST_MODEL (fixture->list);
  guint n_loaded = 0;

  show_all (fixture);
  for (guint i = 0; i < N_CUSTOMERS; i += 7)
    {
      g_autoptr (CrmRow) row = g_list_model_get_item (model, i);
      g_autoptr (CrmRow) again = g_list_model_get_item (model, i);

      g_assert_true (row == again);
      g_assert_nonnull (crm_row_get_record (row));
      g_assert_cmpint (crm_row_get_id (row), ==, g_array_index (fixture->mirror, CrmId, i));
      while (!crm_record_get_loaded (crm_row_get_record (row)))
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (crm_record_get_id (crm_row_get_record (row)), ==, crm_row_get_id (row));
      g_assert_cmpint (strlen (crm_record_get_text (crm_row_get_record (row), "name")), >, 5);
      n_loaded++;
    }
  g_assert_cmpuint (n_loaded, >, 200);
  g_assert_null (g_list_model_get_item (model, N_CUSTOMERS));
  g_assert_cmpint (crm_record_list_get_id (fixture->list, N_CUSTOMERS), ==, 0);
  g_assert_cmpint (crm_record_list_find (fixture->list, 12345), ==, -1);
}

/* Keystrokes faster than answers: the last one wins, and nothing false is shown in between. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  static const char *const typed[] = { "h",          "ha",   "har", "harb",     "harbour 0",
                                       "harbour 00", "w",    "wx",  "wxm",      "wxm 1",
                                       "王",         "王小", "zzz", "xiaoming", "" };

  show_all (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

      query->search = g_strdup (typed[i]);
      crm_record_list_set_query (fixture->list, query);
      if (i % 3 == 2)
        {
          if (crm_record_list_get_loading (fixture->list))
            wait_refreshed (fixture);
          assert_shows (fixture, query);
        }
    }
  g_assert_cmpuint (fixture->mirror->len, ==, N_CUSTOMERS);
}

/* A search before the list was ever read. */
static void
test_search_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  query->search = g_strdup ("harbour 000");
  crm_record_list_set_query (fixture->list, query);
  wait_refreshed (fixture);
  assert_shows (fixture, query);
  g_free (query->search);
  query->search = g_strdup ("harbour 00");
  crm_record_list_set_query (fixture->list, query);
  wait_refreshed (fixture);
  assert_shows (fixture, query);
}

static void
set_field (Fixture *fixture, CrmId id, const char *field, const char *text)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  g_auto (CrmValue) value = crm_value_text (text);
  g_autoptr (GError) error = NULL;

  crm_changeset_set (changes, &crm_entity_customer, id, field, NULL, &value);
  crm_store_apply (fixture->store->store, changes, NULL, &error);
  g_assert_no_error (error);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* A field that the order does not depend on: the row's record is new, the row stays. */
static void
test_change_in_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmRow) row = NULL;
  guint n_notified = 0;

  show_all (fixture);
  row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 5);
  while (!crm_record_get_loaded (crm_row_get_record (row)))
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (row, "notify::record", G_CALLBACK (count_cb), &n_notified);
  fixture->n_changes = 0;
  set_field (fixture, crm_row_get_id (row), "city", "Lyon");
  wait_refreshed (fixture);
  g_assert_cmpuint (n_notified, >, 0);
  g_assert_cmpstr (crm_record_get_text (crm_row_get_record (row), "city"), ==, "Lyon");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

/* A new name moves one row and no other. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);
  CrmId id;

  show_all (fixture);
  id = crm_record_list_get_id (fixture->list, 700);
  fixture->n_moved = 0;
  set_field (fixture, id, "name", "AAA first");
  wait_refreshed (fixture);
  g_assert_cmpint (crm_record_list_find (fixture->list, id), ==, 0);
  g_assert_cmpuint (fixture->n_moved, ==, 2);
  assert_shows (fixture, query);
}

static void
change_at_random (Fixture *fixture, GRand *rand)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_BULK_EDIT, &crm_entity_customer);
  int n = g_rand_int_range (rand, 1, g_rand_int_range (rand, 0, 4) == 0 ? 300 : 4);
  int kind = g_rand_int_range (rand, 0, 4);
  g_autoptr (GHashTable) done = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GError) error = NULL;

  if (kind == 0)
    {
      add_customers (fixture, (guint) n);
      return;
    }
  for (int i = 0; i < n; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (int) fixture->customers->len);
      CrmId id = g_array_index (fixture->customers, CrmId, at);
      g_autofree char *name = g_strdup_printf ("Harbour %05d", g_rand_int_range (rand, 0, 100000));
      g_auto (CrmValue) value = crm_value_text (name);
      g_autoptr (CrmRecord) record =
          crm_reader_load (fixture->reader, &crm_entity_customer, id, NULL);

      if (!g_hash_table_add (done, &g_array_index (fixture->customers, CrmId, at)))
        continue;
      if (kind == 1 && !crm_record_is_deleted (record))
        crm_changeset_delete (changes, &crm_entity_customer, id);
      else if (kind == 2 && crm_record_is_deleted (record))
        crm_changeset_restore (changes, &crm_entity_customer, id);
      else if (!crm_record_is_deleted (record))
        crm_changeset_set (changes, &crm_entity_customer, id, "name", NULL, &value);
    }
  crm_store_apply (fixture->store->store, changes, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_up_to_date (Fixture *fixture, const CrmQuery *query)
{
  g_autoptr (GArray) ids = crm_query_ids (query, fixture->reader, NULL);

  return ids->len == fixture->mirror->len &&
         memcmp (ids->data, fixture->mirror->data, ids->len * sizeof (CrmId)) == 0;
}

static void
test_random_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  query->search = data != NULL ? g_strdup (data) : NULL;
  crm_record_list_set_query (fixture->list, query);
  wait_refreshed (fixture);
  for (int round = 0; round < 60; round++)
    {
      g_autoptr (CrmRow) row =
          g_list_model_get_item (G_LIST_MODEL (fixture->list),
                                 (guint) g_rand_int_range (rand, 0, (int) fixture->mirror->len));

      change_at_random (fixture, rand);
      if (g_rand_int_range (rand, 0, 3) == 0)
        change_at_random (fixture, rand);
      while (!is_up_to_date (fixture, query))
        g_main_context_iteration (NULL, TRUE);
    }
  assert_shows (fixture, query);
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  const char *const values[] = { "many", NULL };
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  query->filter = crm_filter_new_rule ("employees", CRM_OP_LESS, values);
  crm_record_list_set_query (fixture->list, query);
  while (crm_record_list_get_loading (fixture->list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (crm_record_list_get_error (fixture->list), CRM_ERROR, CRM_ERROR_SYNTAX);
  crm_record_list_retry (fixture->list);
  g_assert_null (crm_record_list_get_error (fixture->list));
  while (crm_record_list_get_loading (fixture->list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (crm_record_list_get_error (fixture->list));
  show_all (fixture);
  g_assert_null (crm_record_list_get_error (fixture->list));
  g_assert_cmpuint (fixture->mirror->len, ==, N_CUSTOMERS);
}

/* Given up while it reads. */
static void
test_dispose (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 50; i++)
    {
      CrmRecordList *list = crm_record_list_new (fixture->store->store, &crm_entity_customer);
      g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

      query->search = g_strdup ("harbour");
      crm_record_list_set_query (list, query);
      for (int k = 0; k < i % 7; k++)
        g_main_context_iteration (NULL, FALSE);
      g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
      g_object_unref (list);
      g_assert_null (list);
    }
}

static GArray *
shuffled (GRand *rand, guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (CrmId));

  for (guint i = 0; i < n; i++)
    {
      CrmId id = (CrmId) (i + 1) << 33 | i;

      if (g_rand_double (rand) < 0.9)
        g_array_insert_val (ids, (guint) g_rand_int_range (rand, 0, (int) ids->len + 1), id);
    }
  return ids;
}

/* The permutation and the steps from one order to another. */
static void
test_ranking (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (23);

  for (int round = 0; round < 60; round++)
    {
      guint n = round < 50 ? (guint) g_rand_int_range (rand, 0, 40) : 6000;
      g_autoptr (CrmRanking) a = crm_ranking_new (shuffled (rand, n));
      g_autoptr (CrmRanking) b = crm_ranking_new (shuffled (rand, n));
      g_autoptr (GArray) splices = crm_ranking_diff (a, b, G_MAXUINT32 / 2);
      g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (CrmId));

      for (guint i = 0; i < a->ids->len; i++)
        g_assert_cmpint (crm_ranking_find (a, g_array_index (a->ids, CrmId, i)), ==, (int) i);
      g_assert_cmpint (crm_ranking_find (a, 3), ==, -1);
      g_array_append_vals (moved, a->ids->data, a->ids->len);
      for (guint i = 0; i < splices->len; i++)
        {
          const CrmSplice *splice = &g_array_index (splices, CrmSplice, i);

          if (splice->removed > 0)
            g_array_remove_range (moved, splice->position, splice->removed);
          if (splice->added > 0)
            g_array_insert_vals (moved, splice->position,
                                 &g_array_index (b->ids, CrmId, splice->position), splice->added);
        }
      g_assert_cmpmem (moved->data, moved->len * sizeof (CrmId), b->ids->data,
                       b->ids->len * sizeof (CrmId));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record-list/ranking", test_ranking);
  g_test_add ("/record-list/query", Fixture, NULL, set_up, test_query, tear_down);
  g_test_add ("/record-list/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/record-list/typing", Fixture, NULL, set_up, test_typing, tear_down);
  g_test_add ("/record-list/search-first", Fixture, NULL, set_up, test_search_first, tear_down);
  g_test_add ("/record-list/change-in-place", Fixture, NULL, set_up, test_change_in_place,
              tear_down);
  g_test_add ("/record-list/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/record-list/random-changes", Fixture, NULL, set_up, test_random_changes, tear_down);
  g_test_add ("/record-list/random-changes-searched", Fixture, "harbour", set_up,
              test_random_changes, tear_down);
  g_test_add ("/record-list/error", Fixture, NULL, set_up, test_error, tear_down);
  g_test_add ("/record-list/dispose", Fixture, NULL, set_up, test_dispose, tear_down);
  return g_test_run ();
}

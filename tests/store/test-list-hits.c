/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hits that are read from the index's lists against what FTS5 itself finds: on an index of many
 * segments, with documents written again and taken out, with lists and positions over several pages. */

#include <string.h>

#include "crm-list-hits.h"
#include "crm-search.h"
#include "store-fixture.h"

#define CUSTOMERS 3000

static const char *const parts[] = { "科技", "有限", "公司", "北京", "王",     "小明", "li",
                                     "Mei",  "ming", "zh",   "x",    "Xi",     "xian", "Müller",
                                     "a",    "ab",   "abc",  "0",    "01",     "49",   "重庆",
                                     "力拓", "贸易", "有",   "限公", "harbour" };

static const char *const typed[] = {
  "科技",      "有限公司",  "公司",       "科技有限公司", "技有",    "x",         "xi",
  "xia",       "xian",      "zh",         "zhong",        "kj",      "kjyx",      "kejiyouxian",
  "gongsi",    "li mei",    "li me",      "c-0",          "c-00",    "c-001",     "138",
  "1380",      "49 15",     "0",          "01 a",         "abc",     "ab ab",     "ab-ab",
  "müller",    "mueller",   "王小",       "王 小明",      "harbour", "nothing",   "科",
  "note note", "note-note", "last-of-it", "li-mei",       "重",      "beijing a", "info@",
  "info@a",    "wxm",       "chongqing"
};

static char *
make_name (GRand *rand)
{
  GString *name = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 1, 6); n > 0; n--)
    {
      g_string_append (name, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      if (g_rand_int_range (rand, 0, 3) == 0)
        g_string_append (name, g_rand_boolean (rand) ? " " : "-");
    }
  return g_string_free (name, FALSE);
}

static void
apply (StoreFixture *f, CrmChangeset *changes)
{
  g_autoptr (GError) error = NULL;

  crm_store_apply (f->store, changes, NULL, &error);
  g_assert_no_error (error);
}

/* Positions that take more than a page. */
static char *
make_long_text (GRand *rand)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 6000; i++)
    g_string_append_printf (text, i % 2 == 0 ? "note " : "%s ",
                            parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
  g_string_append (text, "last of it");
  return g_string_free (text, FALSE);
}

static void
add_customers (StoreFixture *f, GRand *rand, GArray *ids, guint n)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = make_name (rand);
      g_autofree char *code = g_strdup_printf ("C-%05d", g_rand_int_range (rand, 0, 3000));
      g_autofree char *phone = g_strdup_printf ("+86138%08d", g_rand_int_range (rand, 0, 99999999));
      g_autoptr (CrmRecord) customer = store_fixture_customer (name);
      g_autoptr (CrmRecord) contact = crm_record_new (&crm_entity_contact);
      CrmId id;

      crm_record_set_text (customer, "code", code);
      crm_record_set_text (customer, "phone", phone);
      crm_record_set_text (customer, "email", "info@abc.example");
      if (g_rand_int_range (rand, 0, 300) == 0)
        {
          g_autofree char *text = make_long_text (rand);

          crm_record_set_text (customer, "description", text);
        }
      id = crm_changeset_insert (changes, customer);
      crm_record_set_text (contact, "name", name);
      crm_changeset_insert (changes, contact);
      g_array_append_val (ids, id);
    }
  apply (f, changes);
}

static void
change_customers (StoreFixture *f, GRand *rand, GArray *ids, guint n)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);

  for (guint i = 0; i < n; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (int) ids->len);
      CrmId id = g_array_index (ids, CrmId, at);
      g_autofree char *name = make_name (rand);
      g_auto (CrmValue) value = crm_value_text (name);

      if (i % 4 > 0)
        crm_changeset_set (changes, &crm_entity_customer, id, "name", NULL, &value);
      else
        {
          crm_changeset_delete (changes, &crm_entity_customer, id);
          g_array_remove_index_fast (ids, at);
        }
    }
  apply (f, changes);
}

/* ---- comparing ---- */

static guint64 *
find_by_fts5 (CrmReader *reader, const CrmRanking *base, const char *text, const CrmEntity *entity)
{
  g_autoptr (CrmQuery) query = crm_query_new (entity);
  g_autoptr (GArray) hits = NULL;
  guint64 *set = g_new0 (guint64, crm_ranking_n_words (base));
  guint hint = 0;

  query->search = g_strdup (text);
  hits = crm_query_search_hits (query, reader, 0, NULL);
  g_assert_nonnull (hits);
  for (guint i = 0; i < hits->len; i++)
    {
      int bit = crm_ranking_get_bit (base, g_array_index (hits, CrmId, i), &hint);

      g_assert_cmpint (bit, >=, 0);
      set[bit / 64] |= (guint64) 1 << (bit % 64);
    }
  return set;
}

static void
check_selected (const CrmRanking *base, const guint64 *set)
{
  g_autoptr (CrmRanking) selected = crm_ranking_new_selected (base, set);
  guint at = 0;

  for (guint place = 0; place < base->ids->len; place++)
    {
      CrmId id = g_array_index (base->ids, CrmId, place);
      guint hint = 0;
      int bit = crm_ranking_get_bit (base, id, &hint);
      gboolean chosen = (set[bit / 64] >> (bit % 64) & 1) != 0;

      g_assert_cmpint (crm_ranking_find (selected, id), ==, chosen ? (int) at : -1);
      if (chosen)
        g_assert_cmpint (g_array_index (selected->ids, CrmId, at++), ==, id);
    }
  g_assert_cmpuint (selected->ids->len, ==, at);
}

static void
compare_all (StoreFixture *f, const CrmEntity *entity)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (f);
  g_autoptr (CrmQuery) query = crm_query_new (entity);
  g_autoptr (CrmRanking) base = NULL;
  guint n_found = 0;

  g_assert_true (crm_reader_begin (reader, NULL));
  base = crm_ranking_new (crm_query_ids (query, reader, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *match = crm_search_match (typed[i]);
      g_autofree guint64 *expected = find_by_fts5 (reader, base, typed[i], entity);
      g_autofree guint64 *found = crm_list_find_hits (reader, entity, base, match, NULL);

      g_assert_nonnull (found);
      for (guint word = 0; word < crm_ranking_n_words (base); word++)
        {
          if (found[word] != expected[word])
            g_error ("%s -> %s: other hits than FTS5's", typed[i], match);
          n_found += (guint) __builtin_popcountll (found[word]);
        }
      check_selected (base, found);
    }
  crm_reader_end (reader);
  g_assert_cmpuint (n_found, >, entity == &crm_entity_customer ? 10 * CUSTOMERS / 3 : 0);
}

static gint64
count_segments (StoreFixture *f)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (f);

  return crm_reader_int (reader, "SELECT count (DISTINCT segid) FROM search_idx", 0);
}

static void
test_like_fts5 (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CrmId));

  add_customers (f, rand, ids, CUSTOMERS);
  compare_all (f, &crm_entity_customer);
  for (int i = 0; i < 12; i++)
    {
      add_customers (f, rand, ids, 20);
      change_customers (f, rand, ids, i % 3 == 0 ? 300 : 10);
      if (i % 4 == 0)
        compare_all (f, &crm_entity_customer);
    }
  g_assert_cmpint (count_segments (f), >, 2);
  compare_all (f, &crm_entity_customer);
  compare_all (f, &crm_entity_contact);
}

static void
test_cancelled (void)
{
  g_autoptr (StoreFixture) f = store_fixture_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);
  g_autoptr (CrmRanking) base = NULL;
  g_autofree guint64 *none = NULL, *set = NULL;

  add_customers (f, rand, ids, 10);
  reader = store_fixture_reader (f);
  base = crm_ranking_new (crm_query_ids (query, reader, NULL));
  set = crm_list_find_hits (reader, query->entity, base, "(\"info\")", cancellable);
  g_assert_nonnull (set);
  g_cancellable_cancel (cancellable);
  none = crm_list_find_hits (reader, query->entity, base, "(\"info\")", cancellable);
  g_assert_null (none);
  /* Not what crm_search_match() writes. */
  g_assert_null (crm_list_find_hits (reader, query->entity, base, "info", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-hits/like-fts5", test_like_fts5);
  g_test_add_func ("/list-hits/cancelled", test_cancelled);
  return g_test_run ();
}

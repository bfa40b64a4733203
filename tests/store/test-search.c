/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search tokenizer and the expressions made from typed text, on an FTS5 table in memory. */

#include <string.h>

#include "crm-search.h"

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *find;
} Index;

static void
index_open (Index *index)
{
  g_assert_cmpint (sqlite3_open (":memory:", &index->db), ==, SQLITE_OK);
  g_assert_cmpint (crm_search_register (index->db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (index->db,
                                 "CREATE VIRTUAL TABLE search USING fts5(title, body, content='', "
                                 "tokenize='crm');"
                                 "CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT)",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (index->db,
                                       "SELECT group_concat(rowid) FROM (SELECT rowid FROM search "
                                       "WHERE search MATCH ?1 ORDER BY rowid)",
                                       -1, &index->find, NULL),
                   ==, SQLITE_OK);
}

static void
index_close (Index *index)
{
  sqlite3_finalize (index->find);
  g_assert_cmpint (sqlite3_close (index->db), ==, SQLITE_OK);
}

static void
index_add (Index *index, int id, const char *title, const char *body)
{
  g_autofree char *key = g_strdup_printf ("%d", id);
  const char *sql[] = { "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)",
                        "INSERT INTO plain (id, text) VALUES (?, ?)" };

  for (guint i = 0; i < 2; i++)
    {
      sqlite3_stmt *stmt;

      g_assert_cmpint (sqlite3_prepare_v2 (index->db, sql[i], -1, &stmt, NULL), ==, SQLITE_OK);
      sqlite3_bind_int (stmt, 1, id);
      sqlite3_bind_text (stmt, 2, title, -1, SQLITE_STATIC);
      if (i == 0)
        sqlite3_bind_text (stmt, 3, body, -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_DONE);
      sqlite3_finalize (stmt);
    }
}

/* "3,7": the ids that are found; "" for none. */
static char *
index_find (Index *index, const char *typed)
{
  g_autofree char *match = crm_search_match (typed);
  char *found;

  if (match == NULL)
    return g_strdup ("");
  sqlite3_bind_text (index->find, 1, match, -1, SQLITE_STATIC);
  if (sqlite3_step (index->find) != SQLITE_ROW)
    g_error ("%s -> %s: %s", typed, match, sqlite3_errmsg (index->db));
  found = g_strdup ((const char *) sqlite3_column_text (index->find, 0));
  sqlite3_reset (index->find);
  return found != NULL ? found : g_strdup ("");
}

static void
assert_finds (Index *index, const char *typed, const char *expected)
{
  g_autofree char *found = index_find (index, typed);

  if (strcmp (found, expected) != 0)
    {
      g_autofree char *match = crm_search_match (typed);

      g_error ("\"%s\" finds \"%s\", not \"%s\": %s", typed, found, expected, match);
    }
}

static void
test_han (void)
{
  Index index;

  index_open (&index);
  index_add (&index, 1, "王小明", NULL);
  index_add (&index, 2, "深圳市智云科技有限公司", NULL);
  index_add (&index, 3, "重庆银行", NULL);
  index_add (&index, 4, "单雄信", NULL);
  index_add (&index, 5, "曾国藩", NULL);
  index_add (&index, 6, "劉德華", NULL);
  index_add (&index, 7, "吕蒙", NULL);
  index_add (&index, 8, "西安西安西安", NULL);
  index_add (&index, 9, "东京タワー", NULL);
  index_add (&index, 10, "서울 전자", NULL);

  assert_finds (&index, "小明", "1");
  assert_finds (&index, "xiaoming", "1");
  assert_finds (&index, "xiaom", "1");
  assert_finds (&index, "xm", "1");
  assert_finds (&index, "wxm", "1");
  assert_finds (&index, "ming", "1");
  assert_finds (&index, "wangxiaoming", "1");
  assert_finds (&index, "WangXiao", "1");
  assert_finds (&index, "wang xiaoming", "1");
  assert_finds (&index, "明王", "");
  assert_finds (&index, "智云", "2");
  assert_finds (&index, "zhiyun", "2");
  assert_finds (&index, "zy", "2");
  assert_finds (&index, "zykj", "2");
  assert_finds (&index, "szszykjyxgs", "2");
  assert_finds (&index, "shenzhenshizhiyunkeji", "2");
  assert_finds (&index, "zhiyunkejiyo", "2");
  assert_finds (&index, "zhiyunjike", "");
  assert_finds (&index, "深圳 科技", "2");
  assert_finds (&index, "深圳 kj", "2");
  assert_finds (&index, "chongqing", "3");
  assert_finds (&index, "cqyh", "3");
  assert_finds (&index, "chongqingyinhang", "3");
  assert_finds (&index, "zhongqing", "");
  assert_finds (&index, "shan", "4");
  assert_finds (&index, "sxx", "4");
  assert_finds (&index, "zeng", "5");
  assert_finds (&index, "zgf", "5");
  assert_finds (&index, "刘", "6");
  assert_finds (&index, "劉德华", "6");
  assert_finds (&index, "liudehua", "6");
  assert_finds (&index, "lvmeng", "7");
  assert_finds (&index, "lumeng", "7");
  assert_finds (&index, "xi'an", "2,8");
  assert_finds (&index, "xianxianxian", "8");
  assert_finds (&index, "タワ", "9");
  assert_finds (&index, "ﾀﾜ", "9");
  assert_finds (&index, "전자", "10");
  assert_finds (&index, "자", "10");
  index_close (&index);
}

static void
test_latin (void)
{
  Index index;

  index_open (&index);
  index_add (&index, 1, "Müller & Söhne GmbH", "ming.wang@example.com");
  index_add (&index, 2, "Ｈａｒｂｏｕｒ Pine", "Straße 12, Łódź");
  index_add (&index, 3, "O’Neil Ltd", "SO-2026-00123");
  index_add (&index, 4, "A4纸业", "91440300MA5EXAMPLE");

  assert_finds (&index, "muller", "1");
  assert_finds (&index, "MÜLL", "1");
  assert_finds (&index, "söhne müller", "1");
  assert_finds (&index, "gmb müller", "");
  assert_finds (&index, "ming.wang@ex", "1");
  assert_finds (&index, "wang@example", "1");
  assert_finds (&index, "example.com", "1");
  assert_finds (&index, "wang.ming", "");
  assert_finds (&index, "harbour", "2");
  assert_finds (&index, "ｈａｒ", "2");
  assert_finds (&index, "strasse", "2");
  assert_finds (&index, "lodz", "2");
  assert_finds (&index, "oneil", "3");
  assert_finds (&index, "o'neil", "3");
  assert_finds (&index, "SO-2026-001", "3");
  assert_finds (&index, "so-2026-00123", "3");
  assert_finds (&index, "00123", "3");
  assert_finds (&index, "a4纸", "4");
  assert_finds (&index, "91440300ma5", "4");
  assert_finds (&index, "", "");
  assert_finds (&index, " \t ", "");
  assert_finds (&index, "\"*()", "");
  index_close (&index);
}

static void
test_numbers (void)
{
  Index index;

  index_open (&index);
  index_add (&index, 1, "A", "+86 138-0571-2290");
  index_add (&index, 2, "B", "+8613905712291;ext=12");
  index_add (&index, 3, "C", "+86 571 8888 1234\n+44 20 7946 0000");
  index_add (&index, 4, "D", "5 apples, 12 pears");

  assert_finds (&index, "138-0571-2290", "1");
  assert_finds (&index, "+86 138-0571-2290", "1");
  assert_finds (&index, "+8613805712290", "1");
  assert_finds (&index, "13805712290", "1");
  assert_finds (&index, "138 0571 2290", "1");
  assert_finds (&index, "05712290", "1");
  assert_finds (&index, "2290", "1");
  assert_finds (&index, "290", "1");
  assert_finds (&index, "0571229", "1,2");
  assert_finds (&index, "139 2291", "2");
  assert_finds (&index, "057188881234", "3");
  assert_finds (&index, "0571 8888 1234", "");
  assert_finds (&index, "(571) 8888-1234", "3");
  assert_finds (&index, "123444", "");
  assert_finds (&index, "02079460000", "3");
  assert_finds (&index, "12", "2,3,4");
  index_close (&index);
}

static char *
random_han (GRand *rand, guint length)
{
  static const char *const alphabet[] = {
    "王", "小", "明", "重", "庆", "银", "行", "智", "云", "吕"
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < length; i++)
    g_string_append (text, alphabet[g_rand_int_range (rand, 0, G_N_ELEMENTS (alphabet))]);
  return g_string_free (text, FALSE);
}

/* Any substring of Han characters finds what LIKE finds. */
static void
test_like (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  sqlite3_stmt *like;
  Index index;

  index_open (&index);
  sqlite3_exec (index.db, "BEGIN", NULL, NULL, NULL);
  for (int i = 1; i <= 2000; i++)
    {
      g_autofree char *title = random_han (rand, (guint) g_rand_int_range (rand, 1, 12));

      index_add (&index, i, title, NULL);
    }
  sqlite3_exec (index.db, "COMMIT", NULL, NULL, NULL);
  sqlite3_prepare_v2 (index.db,
                      "SELECT ifnull(group_concat(id), '') FROM (SELECT id FROM plain WHERE text "
                      "LIKE '%' || ?1 || '%' ORDER BY id)",
                      -1, &like, NULL);
  for (int i = 0; i < 300; i++)
    {
      g_autofree char *typed = random_han (rand, (guint) g_rand_int_range (rand, 1, 6));

      sqlite3_bind_text (like, 1, typed, -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (like), ==, SQLITE_ROW);
      assert_finds (&index, typed, (const char *) sqlite3_column_text (like, 0));
      sqlite3_reset (like);
    }
  sqlite3_finalize (like);
  index_close (&index);
}

static char *
random_junk (GRand *rand)
{
  static const char *const bits[] = { "\"",    "'",     "*",     "(",        ")",  " AND ", " OR ",
                                      " NOT ", "NEAR(", ":",     "^",        "-",  "+",     "{",
                                      "}",     "王",    "小明",  "x",        "ma", "138",   "05",
                                      "é",     "ß",     "\xff",  "\xe7\x8e", "Ａ", "@",     ".",
                                      " ",     "\n",    "title", "👍",        "한", "％",    ",",
                                      "\\",    ";",     "--",    "/*",       "0",  "'x'" };
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 0, 40); n > 0; n--)
    g_string_append (text, bits[g_rand_int_range (rand, 0, G_N_ELEMENTS (bits))]);
  return g_string_free (text, FALSE);
}

/* Whatever is typed is no syntax error, and what was indexed can be taken out again. */
static void
test_junk (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GString) longest = g_string_new (NULL);
  g_autofree char *found_long = NULL;
  Index index;

  index_open (&index);
  index_add (&index, 1, "王小明 x ma 138", NULL);
  for (int i = 0; i < 5000; i++)
    {
      g_autofree char *typed = random_junk (rand);
      g_autofree char *found = index_find (&index, typed);

      g_assert_nonnull (found);
      if (i < 500)
        index_add (&index, i + 2, typed, typed);
    }
  for (int i = 0; i < 5000; i++)
    g_string_append (longest, i % 3 == 0 ? "王" : i % 3 == 1 ? "xianxi " : "12345678 ");
  found_long = index_find (&index, longest->str);
  g_assert_cmpint (sqlite3_exec (index.db, "INSERT INTO search (search) VALUES ('integrity-check')",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  index_close (&index);
}

/* A row taken out of the contentless index leaves nothing behind. */
static void
test_delete (void)
{
  static const char *const texts[] = { "重庆银行 xi'an 吕蒙 Müller", "138-0571-2290 +86 571",
                                       "単 \xff 한글" };
  Index index;

  index_open (&index);
  for (int round = 0; round < 3; round++)
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        sqlite3_stmt *stmt;

        index_add (&index, round * 10 + (int) i + 1, texts[i], NULL);
        sqlite3_prepare_v2 (index.db,
                            "INSERT INTO search (search, rowid, title, body) "
                            "VALUES ('delete', ?, ?, NULL)",
                            -1, &stmt, NULL);
        sqlite3_bind_int (stmt, 1, round * 10 + (int) i + 1);
        sqlite3_bind_text (stmt, 2, texts[i], -1, SQLITE_STATIC);
        g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_DONE);
        sqlite3_finalize (stmt);
      }
  assert_finds (&index, "chongqing", "");
  assert_finds (&index, "m", "");
  assert_finds (&index, "138", "");
  index_close (&index);
}

static void
test_fold (void)
{
  static const char *const pairs[][2] = {
    { "MÜLLER", "muller" },
    { "Ｈａｒ１２", "har12" },
    { "劉德華", "刘德华" },
    { "ﬁ ß Ł", "fi ss l" },
    { "ЁЖ", "еж" },
    { "ｶﾞ", "カ" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *folded = crm_search_fold (pairs[i][0]);

      g_assert_cmpstr (folded, ==, pairs[i][1]);
    }
}

static gpointer
sort_thread (gpointer data)
{
  return crm_search_sort_key (data);
}

static void
test_sort (void)
{
  static const char *const sorted[] = { "",        "#",   "7",    "Client 2", "client 10", "Müller",
                                        "Mullers", "Zoe", "Ёлка", "アキ",     "安娜",      "陈",
                                        "李",      "刘",  "王",   "张三" };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (sorted); i++)
    {
      g_autoptr (GBytes) a = crm_search_sort_key (sorted[i]);
      g_autoptr (GBytes) b = crm_search_sort_key (sorted[i + 1]);
      g_autoptr (GBytes) again =
          g_thread_join (g_thread_new ("sort", sort_thread, (gpointer) sorted[i]));

      if (g_bytes_compare (a, b) >= 0)
        g_error ("%s does not sort before %s", sorted[i], sorted[i + 1]);
      g_assert_true (g_bytes_equal (a, again));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/han", test_han);
  g_test_add_func ("/search/latin", test_latin);
  g_test_add_func ("/search/numbers", test_numbers);
  g_test_add_func ("/search/like", test_like);
  g_test_add_func ("/search/junk", test_junk);
  g_test_add_func ("/search/delete", test_delete);
  g_test_add_func ("/search/fold", test_fold);
  g_test_add_func ("/search/sort", test_sort);
  return g_test_run ();
}

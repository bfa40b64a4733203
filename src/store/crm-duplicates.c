/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers that may be the same one. Each key of a customer (tax number, e-mail, telephone, normalised
 * name) becomes a 64-bit number; sorted, those that share one stand together, and a union-find ties them to groups.
 * Linear memory: 24 bytes a key. */

#include "config.h"

#include "crm-duplicates.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-entities.h"
#include "crm-search.h"

#define SHARED_BY_MANY 20

/* Folded, longest first where one ends another. */
static const char *const forms[] = {
  "有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "股份公司", "公司",         "集团",
  "商行",         "incorporated", "corporation",  "limited",  "company",  "gesellschaft", "gmbh",
  "pty",          "ltd",          "llc",          "llp",      "plc",      "inc",          "corp",
  "co",           "ag",           "sa",           "srl",      "bv",       "oy",           "ab",
  "as",           "kk",           "spa",          "group",
};
static const char *const places[] = {
  "北京", "上海", "天津", "重庆", "深圳", "广州", "杭州", "苏州", "南京", "武汉", "成都", "西安",
  "青岛", "大连", "宁波", "厦门", "无锡", "长沙", "郑州", "济南", "合肥", "福州", "东莞", "佛山",
  "沈阳", "昆明", "常州", "南通", "扬州", "香港", "广东", "江苏", "浙江", "山东", "福建", "四川",
  "湖北", "湖南", "河南", "河北", "安徽", "陕西", "辽宁", "江西", "中国",
};

/* ---- names ---- */

static void
drop_brackets (GString *text)
{
  char *open;

  while ((open = strchr (text->str, '(')) != NULL)
    {
      char *close = strchr (open, ')');
      gssize at = open - text->str;

      /* All of it in brackets is the name itself. */
      if (close == NULL || (at == 0 && close[1] == '\0'))
        {
          g_string_erase (text, at, 1);
          continue;
        }
      g_string_erase (text, at, close - open + 1);
    }
}

static gboolean
drop_place (GString *text)
{
  static const char *const kinds[] = { "省", "市", "自治区" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gsize n = strlen (places[i]);

      if (!g_str_has_prefix (text->str, places[i]))
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        if (g_str_has_prefix (text->str + n, kinds[k]))
          {
            n += strlen (kinds[k]);
            break;
          }
      /* Two characters are the least that is a name. */
      if (g_utf8_strlen (text->str + n, -1) < 2)
        return FALSE;
      g_string_erase (text, 0, (gssize) n);
      return TRUE;
    }
  return FALSE;
}

static gboolean
drop_form (GString *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      gsize n = strlen (forms[i]);
      gboolean latin = g_ascii_isalpha (forms[i][0]);

      if (!g_str_has_suffix (text->str, forms[i]) || text->len <= n)
        continue;
      if (latin && text->str[text->len - n - 1] != ' ')
        continue;
      if (g_utf8_strlen (text->str, (gssize) (text->len - n)) < 2)
        continue;
      g_string_truncate (text, text->len - n);
      while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate (text, text->len - 1);
      return TRUE;
    }
  return FALSE;
}

/* Punctuation becomes one space; Han needs none. */
static void
space_out (GString *text)
{
  g_autofree char *old = g_strdup (text->str);
  gboolean gap = FALSE, han = FALSE;

  g_string_truncate (text, 0);
  for (const char *p = old; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c))
        {
          /* An apostrophe or dot inside a word is left out: O'Neil, S.A. */
          gap |= c != '\'' && c != '.' && c != 0x2019;
          continue;
        }
      if (gap && text->len > 0 && !(han && c >= 0x3400))
        g_string_append_c (text, ' ');
      g_string_append_unichar (text, c);
      gap = FALSE;
      han = c >= 0x3400;
    }
}

char *
crm_duplicates_normalize_name (const char *name)
{
  g_autofree char *folded = crm_search_fold (name);
  g_autoptr (GString) text = g_string_new (folded);

  drop_brackets (text);
  space_out (text);
  while (drop_form (text))
    ;
  drop_place (text);
  return text->len > 0 ? g_strdup (text->str) : g_steal_pointer (&folded);
}

/* ---- keys ---- */

typedef struct
{
  guint64 hash;
  guint32 row; /* index into the ids */
  guint32 reason;
} Key;

typedef struct
{
  GArray *ids;
  GArray *keys;
} Keys;

static guint64
hash_text (guint reason, const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037) ^ reason;

  for (const char *p = text; *p != '\0'; p++)
    hash = (hash ^ (guchar) *p) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

static void
add_key (Keys *self, guint reason, const char *text)
{
  Key key = { .row = self->ids->len - 1, .reason = reason };

  if (text == NULL || text[0] == '\0')
    return;
  key.hash = hash_text (reason, text);
  g_array_append_val (self->keys, key);
}

static void
add_customer (Keys *self, sqlite3_stmt *stmt)
{
  CrmId id = sqlite3_column_int64 (stmt, 0);
  const char *name = (const char *) sqlite3_column_text (stmt, 1);
  const char *phone = (const char *) sqlite3_column_text (stmt, 2);
  const char *email = (const char *) sqlite3_column_text (stmt, 3);
  const char *tax_no = (const char *) sqlite3_column_text (stmt, 4);
  g_autofree char *plain = crm_duplicates_normalize_name (name != NULL ? name : "");

  g_array_append_val (self->ids, id);
  add_key (self, CRM_DUPLICATE_NAME, plain);
  if (phone != NULL)
    {
      g_autofree char *number = g_strndup (phone, strcspn (phone, ";"));

      add_key (self, CRM_DUPLICATE_PHONE, number);
    }
  if (email != NULL)
    {
      g_autofree char *folded = g_utf8_casefold (email, -1);

      add_key (self, CRM_DUPLICATE_EMAIL, folded);
    }
  if (tax_no != NULL)
    {
      g_autofree char *folded = crm_search_fold (tax_no);
      char *to = folded;

      for (const char *p = folded; *p != '\0'; p++)
        if (g_ascii_isalnum (*p))
          *to++ = *p;
      *to = '\0';
      add_key (self, CRM_DUPLICATE_TAX_NO, folded);
    }
}

static gboolean
read_keys (Keys *self, CrmReader *reader, CrmProgressFunc progress, gpointer data, GError **error)
{
  gint64 total =
      crm_reader_int (reader, "SELECT count (*) FROM customer WHERE deleted_at IS NULL", 0);
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader, "SELECT id, name, phone, email, tax_no FROM customer WHERE deleted_at IS NULL",
      error);

  if (stmt == NULL)
    return FALSE;
  while (crm_reader_step (reader, stmt, &local))
    {
      add_customer (self, stmt);
      if (progress != NULL && self->ids->len % 1024 == 0 &&
          !progress (self->ids->len, (guint64) total, data))
        {
          sqlite3_reset (stmt);
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
          return FALSE;
        }
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* ---- groups ---- */

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *x = a, *y = b;

  if (x->reason != y->reason)
    return x->reason < y->reason ? -1 : 1;
  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static guint32
find_root (guint32 *parent, guint32 row)
{
  while (parent[row] != row)
    row = parent[row] = parent[parent[row]];
  return row;
}

/* Ties the rows of equal keys together, the strongest reasons first. A chain that would make a group larger than a
 * person can look through is left open. */
static void
tie (GArray *keys, guint32 *parent, guint32 *sizes, guint8 *reasons)
{
  guint end;

  for (guint begin = 0; begin < keys->len; begin = end)
    {
      const Key *first = &g_array_index (keys, Key, begin);

      for (end = begin + 1; end < keys->len && g_array_index (keys, Key, end).hash == first->hash;
           end++)
        ;
      if (end - begin < 2 || end - begin > SHARED_BY_MANY)
        continue;
      for (guint i = begin; i < end; i++)
        {
          const Key *key = &g_array_index (keys, Key, i);
          guint32 a = find_root (parent, first->row), b = find_root (parent, key->row);

          if (a != b && sizes[a] + sizes[b] > SHARED_BY_MANY)
            continue;
          if (a != b)
            {
              parent[MAX (a, b)] = MIN (a, b);
              sizes[MIN (a, b)] += sizes[MAX (a, b)];
            }
          if (i > begin)
            {
              reasons[first->row] |= (guint8) key->reason;
              reasons[key->row] |= (guint8) key->reason;
            }
        }
    }
}

static void
free_group (gpointer data)
{
  CrmDuplicateGroup *self = data;

  g_array_unref (self->ids);
  g_free (self);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const CrmDuplicateGroup *x = *(const CrmDuplicateGroup *const *) a,
                          *y = *(const CrmDuplicateGroup *const *) b;
  guint bits_x = 0, bits_y = 0;
  CrmId first_x = g_array_index (x->ids, CrmId, 0), first_y = g_array_index (y->ids, CrmId, 0);

  for (guint bit = 1; bit <= CRM_DUPLICATE_NAME; bit <<= 1)
    {
      bits_x += (x->reasons & bit) != 0;
      bits_y += (y->reasons & bit) != 0;
    }
  if (bits_x != bits_y)
    return bits_x > bits_y ? -1 : 1;
  /* The lowest bit is the strongest reason. */
  if (x->reasons != y->reasons)
    return (x->reasons & -x->reasons) != (y->reasons & -y->reasons)
               ? ((x->reasons & -x->reasons) < (y->reasons & -y->reasons) ? -1 : 1)
               : (x->reasons < y->reasons ? -1 : 1);
  return (first_x > first_y) - (first_x < first_y);
}

static GPtrArray *
gather (const Keys *keys, guint32 *parent, const guint8 *reasons)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GHashTable) by_root = g_hash_table_new (NULL, NULL);

  for (guint32 row = 0; row < keys->ids->len; row++)
    {
      CrmDuplicateGroup *group;
      guint32 root;

      if (reasons[row] == 0)
        continue;
      root = find_root (parent, row);
      group = g_hash_table_lookup (by_root, GUINT_TO_POINTER (root + 1));
      if (group == NULL)
        {
          group = g_new0 (CrmDuplicateGroup, 1);
          group->ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
          g_hash_table_insert (by_root, GUINT_TO_POINTER (root + 1), group);
          g_ptr_array_add (groups, group);
        }
      g_array_append_val (group->ids, g_array_index (keys->ids, CrmId, row));
      group->reasons |= reasons[row];
    }
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

GPtrArray *
crm_duplicates_find (CrmReader *reader, CrmProgressFunc progress, gpointer data, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Key));
  Keys keys = { ids, all };
  g_autofree guint32 *parent = NULL, *sizes = NULL;
  g_autofree guint8 *reasons = NULL;

  if (!read_keys (&keys, reader, progress, data, error))
    return NULL;
  parent = g_new (guint32, ids->len + 1);
  reasons = g_new0 (guint8, ids->len + 1);
  sizes = g_new (guint32, ids->len + 1);
  for (guint32 i = 0; i < ids->len; i++)
    {
      parent[i] = i;
      sizes[i] = 1;
    }
  g_array_sort (all, compare_keys);
  tie (all, parent, sizes, reasons);
  return gather (&keys, parent, reasons);
}

char *
crm_duplicates_describe (guint reasons)
{
  static const char *const labels[] = { N_ ("same tax number"), N_ ("same e-mail"),
                                        N_ ("same telephone"), N_ ("same name") };
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (reasons & (1u << i))
      g_strv_builder_add (words, _ (labels[i]));
  list = g_strv_builder_end (words);
  return g_strjoinv (C_ ("list separator", ", "), list);
}

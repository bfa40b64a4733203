/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sorting of what a query returns, outside of SQLite: its own sorter writes whole rows and is several
 * times slower. Numbers go through a radix sort, bytes are compared by their first eight and then in
 * full. Everything is freed with the sorter. */

#include "crm-sorter.h"

#include <string.h>

typedef struct
{
  guint64 key; /* in unsigned order: the number, or the first eight bytes */
  CrmId id;
} Entry;

struct _CrmSorter
{
  gboolean descending;
  gboolean has_bytes;
  GArray *entries;   /* Entry */
  GArray *places;    /* of bytes: guint32, where an entry has its in `bytes` */
  GByteArray *bytes; /* of bytes: length (2 bytes) and what follows the first eight */
  GArray *unknown;   /* CrmId */
};

CrmSorter *
crm_sorter_new (gboolean descending)
{
  CrmSorter *self = g_new0 (CrmSorter, 1);

  self->descending = descending;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->bytes = g_byte_array_new ();
  self->unknown = g_array_new (FALSE, FALSE, sizeof (CrmId));
  return self;
}

void
crm_sorter_free (CrmSorter *self)
{
  g_array_unref (self->entries);
  g_array_unref (self->places);
  g_byte_array_unref (self->bytes);
  g_array_unref (self->unknown);
  g_free (self);
}

static guint64
key_of_double (double number)
{
  guint64 bits;

  number += 0.0; /* -0 is 0 */
  memcpy (&bits, &number, sizeof bits);
  return bits & ((guint64) 1 << 63) ? ~bits : bits | ((guint64) 1 << 63);
}

static void
add_bytes (CrmSorter *self, CrmId id, const guint8 *data, gsize length)
{
  Entry entry = { 0, id };
  guint32 place = self->bytes->len;
  guint16 rest = (guint16) (length > 8 ? MIN (length - 8, G_MAXUINT16) : 0);

  for (gsize i = 0; i < 8; i++)
    entry.key = entry.key << 8 | (i < length ? data[i] : 0);
  g_byte_array_append (self->bytes, (const guint8 *) &rest, sizeof rest);
  if (rest > 0)
    g_byte_array_append (self->bytes, data + 8, rest);
  g_array_append_val (self->places, place);
  g_array_append_val (self->entries, entry);
  self->has_bytes = TRUE;
}

void
crm_sorter_add (CrmSorter *self, CrmId id, sqlite3_stmt *stmt, int column)
{
  Entry entry = { 0, id };

  switch (sqlite3_column_type (stmt, column))
    {
    case SQLITE_NULL:
      g_array_append_val (self->unknown, id);
      return;
    case SQLITE_INTEGER:
      entry.key = (guint64) sqlite3_column_int64 (stmt, column) ^ ((guint64) 1 << 63);
      break;
    case SQLITE_FLOAT:
      entry.key = key_of_double (sqlite3_column_double (stmt, column));
      break;
    default:
      add_bytes (self, id, sqlite3_column_blob (stmt, column),
                 (gsize) sqlite3_column_bytes (stmt, column));
      return;
    }
  g_array_append_val (self->entries, entry);
}

/* Least significant digit first, stable, digits that are the same in all keys left out. */
static void
sort_numbers (GArray *entries)
{
  guint n = entries->len;
  Entry *from = (Entry *) entries->data;
  g_autofree Entry *spare = g_new (Entry, MAX (n, 1));
  g_autofree guint32 *counts = g_new (guint32, 65536);
  Entry *to = spare;

  for (guint shift = 0; shift < 64 && n > 0; shift += 16)
    {
      guint32 sum = 0;

      memset (counts, 0, 65536 * sizeof (guint32));
      for (guint i = 0; i < n; i++)
        counts[from[i].key >> shift & 0xffff]++;
      if (counts[from[0].key >> shift & 0xffff] == n)
        continue;
      for (guint digit = 0; digit < 65536; digit++)
        {
          guint32 count = counts[digit];

          counts[digit] = sum;
          sum += count;
        }
      for (guint i = 0; i < n; i++)
        to[counts[from[i].key >> shift & 0xffff]++] = from[i];
      to = from;
      from = from == spare ? (Entry *) entries->data : spare;
    }
  if (from == spare && n > 0)
    memcpy (entries->data, spare, n * sizeof (Entry));
}

static int
compare_bytes (gconstpointer a, gconstpointer b, gpointer data)
{
  CrmSorter *self = data;
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  const Entry *entry_x = &g_array_index (self->entries, Entry, x);
  const Entry *entry_y = &g_array_index (self->entries, Entry, y);
  const guint8 *rest_x, *rest_y;
  guint16 length_x, length_y;
  int order;

  if (entry_x->key != entry_y->key)
    return entry_x->key < entry_y->key ? -1 : 1;
  rest_x = self->bytes->data + g_array_index (self->places, guint32, x);
  rest_y = self->bytes->data + g_array_index (self->places, guint32, y);
  memcpy (&length_x, rest_x, sizeof length_x);
  memcpy (&length_y, rest_y, sizeof length_y);
  order = memcmp (rest_x + 2, rest_y + 2, MIN (length_x, length_y));
  if (order == 0)
    order = (int) length_x - (int) length_y;
  return order != 0 ? order : x < y ? -1 : 1; /* as they were added: by id */
}

static void
append_sorted_bytes (CrmSorter *self, GArray *out)
{
  guint n = self->entries->len;
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof (guint32), compare_bytes, self);
  for (guint i = 0; i < n; i++)
    g_array_append_val (out, g_array_index (self->entries, Entry, order[i]).id);
}

static void
reverse (GArray *ids)
{
  CrmId *data = (CrmId *) ids->data;

  for (guint i = 0, k = ids->len; i + 1 < k; i++)
    {
      CrmId swap = data[i];

      data[i] = data[--k];
      data[k] = swap;
    }
}

GArray *
crm_sorter_finish (CrmSorter *self)
{
  GArray *out =
      g_array_sized_new (FALSE, FALSE, sizeof (CrmId), self->entries->len + self->unknown->len);

  if (self->has_bytes)
    append_sorted_bytes (self, out);
  else
    {
      sort_numbers (self->entries);
      for (guint i = 0; i < self->entries->len; i++)
        g_array_append_val (out, g_array_index (self->entries, Entry, i).id);
    }
  if (self->descending)
    {
      reverse (out);
      reverse (self->unknown);
    }
  g_array_append_vals (out, self->unknown->data, self->unknown->len);
  return out;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Eclat, one chunk of work an item: the baskets of that item are numbered anew, so that the bit sets
 * of what else they hold are as short as the item is rare; intersections then go depth first. */

#include "config.h"

#include "crm-eclat.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define CHECK_EVERY 0xffff

void
crm_eclat_data_free (CrmEclatData *self)
{
  if (self == NULL)
    return;

  g_free (self->numbers);
  g_free (self->counts);
  g_free (self->starts);
  g_free (self->entries);
  g_free (self->tid_starts);
  g_free (self->tids);
  g_free (self);
}

static int
compare_numbers (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* Baskets as rows, items sorted and each once; returns whether it was not cancelled. */
static gboolean
build_rows (CrmEclatData *self, const guint32 *baskets, const guint32 *items, gsize n,
            const CrmAnalyticsContext *context)
{
  gsize out = 0, begin = 0;

  self->starts = g_new0 (gsize, (gsize) self->n_baskets + 2);
  self->entries = g_new (guint32, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      self->starts[baskets[i] + 2]++;
      if ((i & CHECK_EVERY) == CHECK_EVERY && crm_analytics_cancelled (context))
        return FALSE;
    }
  for (gsize b = 2; b <= (gsize) self->n_baskets + 1; b++)
    self->starts[b] += self->starts[b - 1];
  for (gsize i = 0; i < n; i++)
    {
      self->entries[self->starts[baskets[i] + 1]++] = items[i];
      if ((i & CHECK_EVERY) == CHECK_EVERY && crm_analytics_cancelled (context))
        return FALSE;
    }

  for (gsize b = 0; b < self->n_baskets; b++)
    {
      gsize end = self->starts[b + 1], first = out;

      if (end - begin > 1)
        qsort (self->entries + begin, end - begin, sizeof (guint32), compare_numbers);
      for (gsize i = begin; i < end; i++)
        if (out == first || self->entries[out - 1] != self->entries[i])
          self->entries[out++] = self->entries[i];
      self->starts[b] = first;
      begin = end;
      if ((b & CHECK_EVERY) == CHECK_EVERY && crm_analytics_cancelled (context))
        return FALSE;
    }
  self->starts[self->n_baskets] = out;
  return TRUE;
}

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint64 *counts = data;
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  if (counts[x] != counts[y])
    return counts[x] < counts[y] ? -1 : 1;
  return x < y ? -1 : x > y;
}

/* Keeps frequent items, numbered from the rarest. */
static gboolean
renumber (CrmEclatData *self, guint32 n_items, guint64 min_count,
          const CrmAnalyticsContext *context)
{
  g_autofree guint64 *counts = g_new0 (guint64, n_items);
  g_autofree guint32 *ranks = g_new (guint32, n_items);
  gsize out = 0, begin = 0;

  for (gsize i = 0; i < self->starts[self->n_baskets]; i++)
    {
      counts[self->entries[i]]++;
      if (crm_analytics_cancelled_at (context, i))
        return FALSE;
    }
  self->numbers = g_new (guint32, (gsize) n_items + 1);
  for (guint32 item = 0; item < n_items; item++)
    {
      ranks[item] = G_MAXUINT32;
      if (counts[item] >= min_count)
        self->numbers[self->n_items++] = item;
    }
  g_qsort_with_data (self->numbers, (gint) self->n_items, sizeof (guint32), compare_counts, counts);
  self->counts = g_new (guint64, (gsize) self->n_items + 1);
  for (guint32 rank = 0; rank < self->n_items; rank++)
    {
      ranks[self->numbers[rank]] = rank;
      self->counts[rank] = counts[self->numbers[rank]];
    }

  for (gsize b = 0; b < self->n_baskets; b++)
    {
      gsize end = self->starts[b + 1], first = out;

      for (gsize i = begin; i < end; i++)
        if (ranks[self->entries[i]] != G_MAXUINT32)
          self->entries[out++] = ranks[self->entries[i]];
      if (out - first > 1)
        qsort (self->entries + first, out - first, sizeof (guint32), compare_numbers);
      self->starts[b] = first;
      begin = end;
      if ((b & CHECK_EVERY) == CHECK_EVERY && crm_analytics_cancelled (context))
        return FALSE;
    }
  self->starts[self->n_baskets] = out;
  return TRUE;
}

static gboolean
invert (CrmEclatData *self, const CrmAnalyticsContext *context)
{
  gsize *next;

  self->tid_starts = g_new0 (gsize, (gsize) self->n_items + 2);
  self->tids = g_new (guint32, self->starts[self->n_baskets] + 1);
  for (guint32 item = 0; item < self->n_items; item++)
    self->tid_starts[item + 2] = self->tid_starts[item + 1] + self->counts[item];
  next = self->tid_starts + 1;
  for (guint32 b = 0; b < self->n_baskets; b++)
    {
      for (gsize i = self->starts[b]; i < self->starts[b + 1]; i++)
        self->tids[next[self->entries[i]]++] = b;
      if ((b & CHECK_EVERY) == CHECK_EVERY && crm_analytics_cancelled (context))
        return FALSE;
    }
  return TRUE;
}

CrmEclatData *
crm_eclat_data_new (const guint32 *baskets, const guint32 *items, gsize n, guint32 n_baskets,
                    guint32 n_items, guint64 min_count, const CrmAnalyticsContext *context,
                    GError **error)
{
  g_autoptr (CrmEclatData) self = g_new0 (CrmEclatData, 1);

  self->n_baskets = n_baskets;
  if (!build_rows (self, baskets, items, n, context) ||
      !renumber (self, n_items, min_count, context) || !invert (self, context))
    {
      crm_analytics_raise_cancelled (error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* --- search --- */

typedef struct
{
  const CrmEclatData *data;
  guint64 min_count;
  guint max_length;
  gsize max_sets;
  const CrmAnalyticsContext *context;
  GPtrArray *found;
  atomic_size_t n_sets;
  atomic_bool stopped;
} Search;

typedef struct
{
  guint32 item;
  guint32 count;
  guint64 *bits;
} Member;

typedef struct
{
  Search *search;
  GArray *found;
  gsize words;
  guint32 items[64];
  guint length;
} Branch;

static gboolean
emit (Branch *branch, guint32 count)
{
  Search *search = branch->search;
  guint32 head[2] = { branch->length, count };

  g_array_append_vals (branch->found, head, 2);
  g_array_append_vals (branch->found, branch->items, branch->length);
  if (atomic_fetch_add (&search->n_sets, 1) >= search->max_sets)
    atomic_store (&search->stopped, true);
  return !atomic_load (&search->stopped);
}

static guint32
intersect (const guint64 *a, const guint64 *b, gsize words, guint64 *out)
{
  guint64 count = 0;

  for (gsize w = 0; w < words; w++)
    {
      out[w] = a[w] & b[w];
      count += (guint64) __builtin_popcountll (out[w]);
    }
  return (guint32) count;
}

/* All sets that extend the branch by one of @members, and theirs. */
static void
extend (Branch *branch, const Member *members, guint n_members)
{
  Search *search = branch->search;

  for (guint a = 0; a < n_members; a++)
    {
      g_autofree Member *next = NULL;
      g_autofree guint64 *memory = NULL;
      guint n_next = 0, left = n_members - a - 1;

      if (crm_analytics_cancelled (search->context))
        atomic_store (&search->stopped, true);
      branch->items[branch->length++] = members[a].item;
      if (!emit (branch, members[a].count))
        return;

      if (branch->length < search->max_length && left > 0)
        {
          next = g_new (Member, left);
          /* One bit set more than needed so far, to write a trial into. */
          memory = g_new (guint64, left * branch->words);
          for (guint b = a + 1; b < n_members; b++)
            {
              guint64 *bits = memory + n_next * branch->words;
              guint32 count = intersect (members[a].bits, members[b].bits, branch->words, bits);

              if (count >= search->min_count)
                next[n_next++] = (Member){ members[b].item, count, bits };
            }
          extend (branch, next, n_next);
        }
      branch->length--;
      if (atomic_load (&search->stopped))
        return;
    }
}

/* Which items come with @item often enough, as bit sets over its baskets. */
static Member *
project (const Search *search, guint32 item, guint *n_members, guint64 **memory, gsize *words)
{
  const CrmEclatData *data = search->data;
  const guint32 *tids = data->tids + data->tid_starts[item];
  gsize n_tids = data->counts[item];
  guint32 n_later = data->n_items - item - 1;
  g_autofree guint32 *counts = g_new0 (guint32, (gsize) n_later + 1);
  g_autofree guint32 *places = g_new (guint32, (gsize) n_later + 1);
  Member *members;

  for (gsize t = 0; t < n_tids; t++)
    for (gsize i = data->starts[tids[t] + 1]; i-- > data->starts[tids[t]];)
      {
        if (data->entries[i] <= item)
          break;
        counts[data->entries[i] - item - 1]++;
      }

  *words = (n_tids + 63) / 64;
  *n_members = 0;
  for (guint32 j = 0; j < n_later; j++)
    places[j] = counts[j] >= search->min_count ? (*n_members)++ : G_MAXUINT32;
  members = g_new (Member, (gsize) *n_members + 1);
  *memory = g_new0 (guint64, (gsize) *n_members * *words + 1);
  for (guint32 j = 0; j < n_later; j++)
    if (places[j] != G_MAXUINT32)
      members[places[j]] = (Member){ item + 1 + j, counts[j], *memory + places[j] * *words };

  /* A rule of two needs the count only. */
  if (search->max_length <= 2)
    return members;
  for (gsize t = 0; t < n_tids; t++)
    for (gsize i = data->starts[tids[t] + 1]; i-- > data->starts[tids[t]];)
      {
        guint32 place;

        if (data->entries[i] <= item)
          break;
        place = places[data->entries[i] - item - 1];
        if (place != G_MAXUINT32)
          members[place].bits[t / 64] |= G_GUINT64_CONSTANT (1) << (t % 64);
      }
  return members;
}

static void
search_item (gsize item, gsize begin, gsize end, gpointer data)
{
  Search *search = data;
  g_autofree guint64 *memory = NULL;
  g_autofree Member *members = NULL;
  Branch branch = { .search = search, .found = search->found->pdata[item], .length = 1 };
  guint n_members;

  if (atomic_load (&search->stopped))
    return;

  members = project (search, (guint32) item, &n_members, &memory, &branch.words);
  branch.items[0] = (guint32) item;
  extend (&branch, members, n_members);
}

GPtrArray *
crm_eclat (const CrmEclatData *data, guint64 min_count, guint max_length, gsize max_sets,
           const CrmAnalyticsContext *context, gsize *n_sets, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  Search search = { .data = data,
                    .min_count = min_count,
                    .max_length = max_length,
                    .max_sets = max_sets,
                    .context = context,
                    .found = found };

  for (guint32 item = 0; item < data->n_items; item++)
    g_ptr_array_add (found, g_array_new (FALSE, FALSE, sizeof (guint32)));
  if (!crm_parallel_for (context, data->n_items, 1, search_item, &search, error))
    return NULL;

  *n_sets = atomic_load (&search.n_sets);
  if (!atomic_load (&search.stopped))
    return g_steal_pointer (&found);

  if (*n_sets > max_sets)
    g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                 _ ("More than %zu sets of items are that frequent; ask for a higher support"),
                 max_sets);
  else
    crm_analytics_raise_cancelled (error);
  return NULL;
}

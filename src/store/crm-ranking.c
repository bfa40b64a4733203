/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sort orders of ids. A full-text search gives its hits by id; they are marked in a set, their places
 * are marked in a second one and read off in order, which takes a hundredth of the time of sorting
 * them in SQL. Immutable after construction. */

#include "crm-ranking.h"

#include <string.h>

#define DIGIT_BITS 16
#define N_BUCKETS  (1 << DIGIT_BITS)
#define NEAR       4

/* One pass of a stable radix sort of places by 16 bits of their ids. FALSE if all bits are the same. */
static gboolean
sort_by_digit (const CrmId *ids, const guint32 *from, guint32 *to, guint n, guint shift,
               guint32 *counts)
{
  guint32 sum = 0;

  memset (counts, 0, N_BUCKETS * sizeof (guint32));
  for (guint i = 0; i < n; i++)
    counts[((guint64) ids[i] >> shift) & (N_BUCKETS - 1)]++;
  if (counts[((guint64) ids[0] >> shift) & (N_BUCKETS - 1)] == n)
    return FALSE;
  for (guint bucket = 0; bucket < N_BUCKETS; bucket++)
    {
      guint32 count = counts[bucket];

      counts[bucket] = sum;
      sum += count;
    }
  for (guint i = 0; i < n; i++)
    to[counts[((guint64) ids[from[i]] >> shift) & (N_BUCKETS - 1)]++] = from[i];
  return TRUE;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmId *ids = data;
  CrmId x = ids[*(const guint32 *) a], y = ids[*(const guint32 *) b];

  return (x > y) - (x < y);
}

static guint32 *
sort_places (const CrmId *ids, guint n)
{
  guint32 *places = g_new (guint32, MAX (n, 1));
  g_autofree guint32 *other = NULL;
  g_autofree guint32 *counts = NULL;

  for (guint i = 0; i < n; i++)
    places[i] = i;
  if (n < 4096)
    {
      g_qsort_with_data (places, (int) n, sizeof (guint32), compare_places, (gpointer) ids);
      return places;
    }
  other = g_new (guint32, n);
  counts = g_new (guint32, N_BUCKETS);
  for (guint shift = 0; shift < 64; shift += DIGIT_BITS)
    if (sort_by_digit (ids, places, other, n, shift, counts))
      {
        guint32 *swap = places;

        places = other;
        other = swap;
      }
  return places;
}

static CrmRanking *
take (GArray *ids, guint32 *by_id)
{
  CrmRanking *self = g_new0 (CrmRanking, 1);

  g_atomic_ref_count_init (&self->references);
  self->ids = ids;
  self->by_id = by_id;
  return self;
}

CrmRanking *
crm_ranking_new (GArray *ids)
{
  CrmRanking *self = take (ids, sort_places ((const CrmId *) ids->data, ids->len));

  self->sorted = g_new (CrmId, MAX (ids->len, 1));
  for (guint i = 0; i < ids->len; i++)
    self->sorted[i] = g_array_index (ids, CrmId, self->by_id[i]);
  return self;
}

CrmRanking *
crm_ranking_ref (CrmRanking *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
crm_ranking_unref (CrmRanking *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->ids);
  g_free (self->by_id);
  g_free (self->sorted);
  g_free (self);
}

/* ---- sets ---- */

guint
crm_ranking_n_words (const CrmRanking *self)
{
  return self->ids->len / 64 + 1;
}

static inline CrmId
id_of_bit (const CrmRanking *self, guint bit)
{
  return self->sorted != NULL ? self->sorted[bit]
                              : g_array_index (self->ids, CrmId, self->by_id[bit]);
}

/* The first bit at or after `from` whose id is not less; gallops, as ids that are looked up one after
 * the other are often near. */
static guint
seek (const CrmRanking *self, guint from, CrmId id)
{
  guint n = self->ids->len, step = 1, low = from, high;

  while (low + step < n && id_of_bit (self, low + step) < id)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, n);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (id_of_bit (self, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

int
crm_ranking_get_bit (const CrmRanking *self, CrmId id, guint *hint)
{
  guint n = self->ids->len, at = *hint;

  if (at >= n || id_of_bit (self, at) > id)
    at = 0;
  for (guint i = 0; i < NEAR && at < n && id_of_bit (self, at) < id; i++)
    at++;
  if (at < n && id_of_bit (self, at) < id)
    at = seek (self, at, id);
  *hint = at;
  return at < n && id_of_bit (self, at) == id ? (int) at : -1;
}

int
crm_ranking_find (const CrmRanking *self, CrmId id)
{
  guint bit = seek (self, 0, id);

  return bit < self->ids->len && id_of_bit (self, bit) == id ? (int) self->by_id[bit] : -1;
}

/* The places of a set's ids as bits, and how many there are. */
static guint64 *
find_places (const CrmRanking *self, const guint64 *set, guint n_words, guint *n)
{
  guint64 *places = g_new0 (guint64, n_words);

  *n = 0;
  for (guint word = 0; word < n_words; word++)
    for (guint64 rest = set[word]; rest != 0; rest &= rest - 1)
      {
        guint place = self->by_id[word * 64 + (guint) __builtin_ctzll (rest)];

        places[place / 64] |= (guint64) 1 << (place % 64);
        ++*n;
      }
  return places;
}

CrmRanking *
crm_ranking_new_selected (const CrmRanking *self, const guint64 *set)
{
  guint n_words = crm_ranking_n_words (self), n = 0, at = 0;
  g_autofree guint64 *places = find_places (self, set, n_words, &n);
  g_autofree guint32 *before = g_new (guint32, n_words); /* chosen places before a word */
  const CrmId *ids = (const CrmId *) self->ids->data;
  GArray *chosen = g_array_sized_new (FALSE, FALSE, sizeof (CrmId), MAX (n, 1));
  guint32 *by_id = g_new (guint32, MAX (n, 1));

  g_array_set_size (chosen, n);
  for (guint word = 0; word < n_words; word++)
    {
      before[word] = at;
      for (guint64 rest = places[word]; rest != 0; rest &= rest - 1)
        g_array_index (chosen, CrmId, at++) = ids[word * 64 + (guint) __builtin_ctzll (rest)];
    }
  at = 0;
  for (guint word = 0; word < n_words; word++)
    for (guint64 rest = set[word]; rest != 0; rest &= rest - 1)
      {
        guint place = self->by_id[word * 64 + (guint) __builtin_ctzll (rest)];
        guint64 below = places[place / 64] & (((guint64) 1 << (place % 64)) - 1);

        by_id[at++] = before[place / 64] + (guint) __builtin_popcountll (below);
      }
  return take (chosen, by_id);
}

/* ---- from one order to another ---- */

typedef struct
{
  const CrmRanking *from;
  const CrmRanking *to;
  guint out;
  guint in;
  guint rows;
  GArray *splices;
} Diff;

static void
add_splice (Diff *diff, guint removed, guint added)
{
  CrmSplice *last = diff->splices->len > 0
                        ? &g_array_index (diff->splices, CrmSplice, diff->splices->len - 1)
                        : NULL;
  CrmSplice splice = { diff->in, removed, added, diff->in + added, diff->out + removed };

  diff->in += added;
  diff->out += removed;
  diff->rows += removed + added;
  /* Rows that follow one another go in one step. */
  if (last != NULL && last->in == splice.in - added && last->out == splice.out - removed)
    {
      last->removed += removed;
      last->added += added;
      last->in = splice.in;
      last->out = splice.out;
      return;
    }
  g_array_append_val (diff->splices, splice);
}

/* At two different rows: which of them is the one that moved, came or went? */
static void
step_over (Diff *diff)
{
  CrmId old = g_array_index (diff->from->ids, CrmId, diff->out);
  CrmId new = g_array_index (diff->to->ids, CrmId, diff->in);
  int old_goes = crm_ranking_find (diff->to, old);
  int new_comes = crm_ranking_find (diff->from, new);

  if (old_goes < (int) diff->in)
    add_splice (diff, 1, 0);
  else if (new_comes < (int) diff->out)
    add_splice (diff, 0, 1);
  else if (old_goes - (int) diff->in > new_comes - (int) diff->out)
    add_splice (diff, 1, 0);
  else
    add_splice (diff, 0, 1);
}

GArray *
crm_ranking_diff (const CrmRanking *from, const CrmRanking *to, guint limit)
{
  const CrmId *old = (const CrmId *) from->ids->data;
  const CrmId *new = (const CrmId *) to->ids->data;
  Diff diff = { .from = from, .to = to };
  guint n_old = from->ids->len, n_new = to->ids->len;
  guint tail = 0;

  diff.splices = g_array_new (FALSE, FALSE, sizeof (CrmSplice));
  while (tail < MIN (n_old, n_new) && old[n_old - 1 - tail] == new[n_new - 1 - tail])
    tail++;
  /* An end that was cut off or added, however long, is one step. */
  while (diff.rows <= limit && (diff.out < n_old - tail || diff.in < n_new - tail))
    {
      if (diff.out == n_old - tail)
        {
          add_splice (&diff, 0, n_new - tail - diff.in);
          break;
        }
      if (diff.in == n_new - tail)
        {
          add_splice (&diff, n_old - tail - diff.out, 0);
          break;
        }
      if (old[diff.out] == new[diff.in])
        {
          diff.out++;
          diff.in++;
        }
      else
        step_over (&diff);
    }
  if (diff.out < n_old - tail || diff.in < n_new - tail)
    {
      g_array_unref (diff.splices);
      return NULL;
    }
  return diff.splices;
}

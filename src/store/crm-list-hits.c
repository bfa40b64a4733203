/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hits of a search as a set over a ranking. An expression is words joined by AND, each of them
 * some choices joined by OR, each of these a token or a phrase of tokens, the last one perhaps a
 * beginning. A token's documents are marked as they are read. A phrase starts with its rarest token
 * and keeps, token after token, the places at which it can still begin. */

#include "config.h"

#include "crm-list-hits.h"

#include <string.h>

#include "crm-doclist.h"

typedef struct
{
  const CrmRanking *base;
  CrmDoclists *lists;
  CrmId first, last;
  guint n_words;
} Search;

/* ---- one token ---- */

typedef struct
{
  const CrmRanking *base;
  guint64 *set;
  guint hint;
} Marks;

static void
mark_cb (CrmId id, const guint8 *positions, guint n_bytes, gpointer data)
{
  Marks *marks = data;
  int bit = crm_ranking_get_bit (marks->base, id, &marks->hint);

  if (bit >= 0)
    marks->set[bit / 64] |= (guint64) 1 << (bit % 64);
}

/* ---- a phrase ---- */

/* Where a phrase may begin. */
typedef struct
{
  CrmId id;
  guint32 place;
  gboolean holds; /* the token that is being read stands where it should */
} Spot;

typedef struct
{
  GArray *spots; /* Spot, ascending */
  guint at;
  guint offset; /* of the token in the phrase */
} Phrase;

static void
begin_phrase_cb (CrmId id, const guint8 *positions, guint n_bytes, gpointer data)
{
  Phrase *phrase = data;
  const guint8 *end = positions + n_bytes;
  guint32 place = 0;

  while (crm_doclist_next_place (&positions, end, &place))
    if (place >= phrase->offset)
      {
        Spot spot = { id, place - phrase->offset, FALSE };

        g_array_append_val (phrase->spots, spot);
      }
}

/* The first spot whose id is not less, from the one before on. */
static guint
find_spot (Phrase *phrase, CrmId id)
{
  const Spot *spots = (const Spot *) phrase->spots->data;
  guint n = phrase->spots->len, low = phrase->at, step = 1, high;

  /* The documents of another token with the same beginning start again. */
  if (low >= n || (low > 0 && spots[low - 1].id >= id))
    low = 0;
  if (low < n && spots[low].id >= id)
    return low;
  while (low + step < n && spots[low + step].id < id)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, n);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (spots[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
follow_phrase_cb (CrmId id, const guint8 *positions, guint n_bytes, gpointer data)
{
  Phrase *phrase = data;
  Spot *spots = (Spot *) phrase->spots->data;
  guint n = phrase->spots->len;
  const guint8 *end = positions + n_bytes;
  guint32 place = 0;

  phrase->at = find_spot (phrase, id);
  if (phrase->at == n || spots[phrase->at].id != id)
    return;
  while (crm_doclist_next_place (&positions, end, &place))
    for (guint i = phrase->at; i < n && spots[i].id == id; i++)
      spots[i].holds |= spots[i].place + phrase->offset == place;
}

static void
keep_holding (GArray *spots)
{
  Spot *spot = (Spot *) spots->data;
  guint kept = 0;

  for (guint i = 0; i < spots->len; i++)
    if (spot[i].holds)
      spot[kept++] = (Spot){ spot[i].id, spot[i].place, FALSE };
  g_array_set_size (spots, kept);
}

/* The token to begin with; not a beginning, which may have many lists. */
static guint
find_rarest (Search *search, char **tokens, guint n)
{
  guint least = G_MAXUINT, rarest = 0;

  for (guint i = 0; i < n; i++)
    {
      guint weight = crm_doclists_weigh (search->lists, tokens[i]);

      if (weight < least)
        {
          least = weight;
          rarest = i;
        }
    }
  return rarest;
}

static gboolean
find_phrase (Search *search, char **tokens, gboolean prefix, guint64 *set)
{
  g_autoptr (GArray) spots = g_array_new (FALSE, FALSE, sizeof (Spot));
  guint n = g_strv_length (tokens), rarest = find_rarest (search, tokens, prefix ? n - 1 : n);
  Phrase phrase = { spots, 0, rarest };
  guint hint = 0;

  if (!crm_doclists_visit (search->lists, tokens[rarest], FALSE, search->first, search->last, TRUE,
                           begin_phrase_cb, &phrase))
    return FALSE;
  for (guint i = 0; i < n && spots->len > 0; i++)
    {
      if (i == rarest)
        continue;
      phrase = (Phrase){ spots, 0, i };
      if (!crm_doclists_visit (search->lists, tokens[i], prefix && i == n - 1, search->first,
                               search->last, TRUE, follow_phrase_cb, &phrase))
        return FALSE;
      keep_holding (spots);
    }
  for (guint i = 0; i < spots->len; i++)
    {
      int bit = crm_ranking_get_bit (search->base, g_array_index (spots, Spot, i).id, &hint);

      if (bit >= 0)
        set[bit / 64] |= (guint64) 1 << (bit % 64);
    }
  return TRUE;
}

/* ---- the expression ---- */

static gboolean
find_choice (Search *search, char **tokens, gboolean prefix, guint64 *set)
{
  Marks marks = { search->base, set, 0 };

  if (tokens[0] == NULL)
    return FALSE;
  if (tokens[1] != NULL)
    return find_phrase (search, tokens, prefix, set);
  return crm_doclists_visit (search->lists, tokens[0], prefix, search->first, search->last, FALSE,
                             mark_cb, &marks);
}

/* `"a b" * OR "c")`: the choices of one word up to its end, which is given back; NULL: not found. */
static const char *
find_word (Search *search, const char *at, guint64 *set)
{
  while (*at == '"')
    {
      const char *end = strchr (at + 1, '"');
      g_autofree char *phrase = end != NULL ? g_strndup (at + 1, (gsize) (end - at - 1)) : NULL;
      g_auto (GStrv) tokens = phrase != NULL ? g_strsplit (phrase, " ", -1) : NULL;
      gboolean prefix;

      if (tokens == NULL)
        return NULL;
      at = end + 1;
      prefix = g_str_has_prefix (at, " *");
      at += prefix ? 2 : 0;
      if (!find_choice (search, tokens, prefix, set))
        return NULL;
      if (g_str_has_prefix (at, " OR "))
        at += strlen (" OR ");
    }
  return *at == ')' ? at + 1 : NULL;
}

guint64 *
crm_list_find_hits (CrmReader *reader, const CrmEntity *entity, const CrmRanking *base,
                    const char *match, GCancellable *cancellable)
{
  g_autoptr (CrmDoclists) lists = crm_doclists_open (reader, cancellable);
  Search search = { base, lists, crm_entity_first_id (entity), crm_entity_last_id (entity),
                    crm_ranking_n_words (base) };
  g_autofree guint64 *all = NULL;
  const char *at = match;

  if (lists == NULL)
    return NULL;
  for (gboolean more = TRUE; more;)
    {
      g_autofree guint64 *set = g_new0 (guint64, search.n_words);

      at = *at == '(' ? find_word (&search, at + 1, set) : NULL;
      if (at == NULL)
        return NULL;
      for (guint i = 0; all != NULL && i < search.n_words; i++)
        set[i] &= all[i];
      g_free (all);
      all = g_steal_pointer (&set);
      more = g_str_has_prefix (at, " AND ");
      at += more ? strlen (" AND ") : 0;
    }
  return *at == '\0' ? g_steal_pointer (&all) : NULL;
}

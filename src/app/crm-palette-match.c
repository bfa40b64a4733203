/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Matching of names against typed words, character by character, so that the places found can be
 * marked in the original text. Pure. */

#include "crm-palette-match.h"

#include <string.h>

typedef struct
{
  gunichar *chars; /* folded, one for each character of the text */
  glong n;
} Folded;

/* One character without case and accent. */
static gunichar
fold (gunichar c)
{
  gunichar base, mark;

  while (g_unichar_decompose (c, &base, &mark) && mark != 0)
    c = base;
  return g_unichar_tolower (c);
}

static Folded
fold_text (const char *text)
{
  Folded folded;

  folded.chars = g_utf8_to_ucs4_fast (text, -1, &folded.n);
  for (glong i = 0; i < folded.n; i++)
    folded.chars[i] = fold (folded.chars[i]);
  return folded;
}

static gboolean
starts_word (const Folded *text, glong at)
{
  return at == 0 || !g_unichar_isalnum (text->chars[at - 1]) ||
         g_unichar_get_script (text->chars[at]) == G_UNICODE_SCRIPT_HAN;
}

/* Where the word stands: at the start of a word if there is one, else anywhere; -1: nowhere. */
static glong
find_word (const Folded *text, const Folded *word)
{
  glong anywhere = -1;

  for (glong i = 0; i + word->n <= text->n; i++)
    {
      if (memcmp (text->chars + i, word->chars, word->n * sizeof (gunichar)) != 0)
        continue;
      if (starts_word (text, i))
        return i;
      if (anywhere < 0)
        anywhere = i;
    }
  return anywhere;
}

int
crm_palette_match (const char *title, const char *typed)
{
  g_auto (GStrv) words = g_strsplit_set (typed, " \t\n", -1);
  Folded text = fold_text (title);
  int score = 1;

  for (guint i = 0; words[i] != NULL && score > 0; i++)
    {
      Folded word = fold_text (words[i]);
      glong at = word.n > 0 ? find_word (&text, &word) : -1;

      if (word.n > 0 && at < 0)
        score = 0;
      else if (word.n > 0)
        score += at == 0 ? 100 + (int) (100 * word.n / MAX (text.n, 1))
                         : (starts_word (&text, at) ? 40 : 5);
      g_free (word.chars);
    }
  g_free (text.chars);
  return score;
}

static void
mark_words (const char *title, const char *typed, gboolean *marked)
{
  g_auto (GStrv) words = g_strsplit_set (typed, " \t\n", -1);
  Folded text = fold_text (title);

  for (guint i = 0; words[i] != NULL; i++)
    {
      Folded word = fold_text (words[i]);
      glong at = word.n > 0 ? find_word (&text, &word) : -1;

      for (glong k = 0; at >= 0 && k < word.n; k++)
        marked[at + k] = TRUE;
      g_free (word.chars);
    }
  g_free (text.chars);
}

char *
crm_palette_mark (const char *title, const char *typed)
{
  glong n = g_utf8_strlen (title, -1);
  g_autofree gboolean *marked = g_new0 (gboolean, n + 1);
  GString *markup = g_string_new (NULL);
  const char *p = title;

  mark_words (title, typed, marked);
  for (glong i = 0; i < n;)
    {
      glong run = i;
      const char *end = p;
      g_autofree char *escaped = NULL;

      while (run < n && marked[run] == marked[i])
        {
          run++;
          end = g_utf8_next_char (end);
        }
      escaped = g_markup_escape_text (p, end - p);
      g_string_append_printf (markup, marked[i] ? "<b>%s</b>" : "%s", escaped);
      p = end;
      i = run;
    }
  return g_string_free (markup, FALSE);
}

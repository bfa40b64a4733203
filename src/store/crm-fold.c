/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Folding of text for comparison and search: compatibility forms (full width, ligatures), case,
 * accents, traditional forms. Character by character, so that it can feed the tokenizer without a
 * copy of the text in between; ASCII takes a short path. Stateless; any thread. */

#include "crm-fold.h"

#include "crm-pinyin.h"

/* Letters that look like an accented one but have no decomposition. */
static const struct
{
  gunichar letter;
  const char *plain;
} letters[] = {
  { 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf0, "d" },  { 0xf8, "o" },   { 0xfe, "th" }, { 0x111, "d" },
  { 0x127, "h" }, { 0x131, "i" }, { 0x142, "l" }, { 0x153, "oe" }, { 0x167, "t" }, { 0x1e9e, "ss" },
};

static gboolean
is_accent (gunichar c)
{
  return (c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) ||
         (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe20 && c <= 0xfe2f) || c == 0x3099 || c == 0x309a || c == 0xad || c == 0x200b ||
         c == 0x200c || c == 0x200d || c == 0xfeff;
}

static void
append_one (GArray *out, gunichar folded, gunichar original)
{
  CrmFolded one = { folded, original };

  g_array_append_val (out, one);
}

/* A letter outside ASCII and Han. */
static void
append_letter (GArray *out, gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  /* Hangul and kana stay whole: their parts are no letters of their own. */
  if ((c >= 0xac00 && c <= 0xd7a3) || (c >= 0x3041 && c <= 0x30ff))
    {
      append_one (out, c, c);
      return;
    }
  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    {
      gunichar part = g_unichar_tolower (parts[i]);
      const char *plain = NULL;

      if (is_accent (part))
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (letters) && part >= 0xdf; k++)
        if (letters[k].letter == part)
          plain = letters[k].plain;
      for (; plain != NULL && *plain != '\0'; plain++)
        append_one (out, (gunichar) *plain, (gunichar) *plain);
      if (plain == NULL)
        append_one (out, crm_pinyin_simplify (part), part);
    }
}

void
crm_fold_append (GArray *out, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      guchar byte = (guchar) *text;
      gunichar c;

      if (byte < 0x80)
        {
          append_one (out, (guchar) g_ascii_tolower (*text), byte);
          text++;
          continue;
        }
      c = g_utf8_get_char_validated (text, end - text);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          append_one (out, ' ', ' ');
          text++;
          continue;
        }
      if (c >= CRM_PINYIN_FIRST && c <= CRM_PINYIN_LAST)
        append_one (out, crm_pinyin_simplify (c), c);
      else
        append_letter (out, c);
      text = g_utf8_next_char (text);
    }
}

CrmFoldClass
crm_fold_classify (gunichar c)
{
  if (c < 0x80)
    {
      if (g_ascii_isalnum ((char) c))
        return CRM_FOLD_WORD;
      return c == '\'' ? CRM_FOLD_QUOTE : CRM_FOLD_SEPARATOR;
    }
  if (crm_fold_is_han (c) || (c >= 0xac00 && c <= 0xd7a3) ||
      (c >= 0x3041 && c <= 0x30ff && c != 0x30fb))
    return CRM_FOLD_CJK;
  if (c == 0x2019 || c == 0x2018 || c == 0x2bc)
    return CRM_FOLD_QUOTE;
  if (g_unichar_isalnum (c) || g_unichar_ismark (c))
    return CRM_FOLD_WORD;
  return CRM_FOLD_SEPARATOR;
}

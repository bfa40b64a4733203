/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One folded character: lower case, half width, without accents, simplified. */
typedef struct
{
  gunichar folded;
  gunichar original; /* of Han characters: as written, for its reading */
} CrmFolded;

typedef enum
{
  CRM_FOLD_SEPARATOR,
  CRM_FOLD_WORD,  /* letters and digits of scripts that stand in words */
  CRM_FOLD_CJK,   /* characters that are words of their own: Han, kana, Hangul */
  CRM_FOLD_QUOTE, /* apostrophes: nothing inside a word, a separator elsewhere */
} CrmFoldClass;

/* Appends the folded characters of UTF-8 text (bytes that are not UTF-8 become spaces).
 * (element-type CrmFolded) */
void crm_fold_append (GArray *out, const char *text, gsize length);
CrmFoldClass crm_fold_classify (gunichar folded);

static inline gboolean
crm_fold_is_han (gunichar character)
{
  return (character >= 0x3400 && character <= 0x9fff) || character == 0x3007 ||
         (character >= 0x20000 && character <= 0x3ffff);
}

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

#include "crm-fold.h"
#include "crm-pinyin.h"

G_BEGIN_DECLS

/* The tokens of the search index. Five kinds never meet each other:
 *   words      "muller", "iphone15", "智"   folded; a Han character, kana or Hangul is a word
 *   pinyin     "Zhiyun"                     this and the following syllable, first letter upper case
 *   initials   "ZYKJ"                       of this and up to three following characters
 *   digits     "$80"                        three digits of a telephone number, the first one as a mark
 *   beginnings "z." "zh."                   the first one and two characters of any of the former
 * Pinyin and initials stand at the position of their first character. Beginnings stand once in a
 * text, wherever they come from: what the first two keystrokes ask for is one short list each, which
 * costs half of what FTS5's own prefix index does, that has every occurrence with its position. */
#define CRM_TOKEN_WORD_BYTES 60
#define CRM_TOKEN_INITIALS   4
#define CRM_TOKEN_SHORT      2  /* characters of the longest beginning */
#define CRM_TOKEN_MIN_NUMBER 5  /* digits of the shortest and longest telephone number; other */
#define CRM_TOKEN_MAX_NUMBER 15 /* numbers are found as words only */

static inline char
crm_token_digit_mark (gunichar digit)
{
  return "!#$%&()+,-"[digit - '0'];
}

/* Registers the FTS5 tokenizer "crm". Returns an SQLite code. */
int crm_tokenizer_register (sqlite3 *db);

/* The tokens of a document's text as bytes that the tokenizer takes in place of the text, so that the
 * work can be done on another thread than the one that writes. The first byte is none that UTF-8 text
 * has; each token is its length, with the highest bit for "same position", and its bytes. Any thread.
 * NULL of NULL. (transfer full) */
char *crm_token_list (const char *text, gsize *length);

/* The character may go between the digits of one telephone number. */
gboolean crm_token_joins_digits (gunichar character);

/* Takes apostrophes out of words: "O'Neil" and "xi'an" are typed without as well.
 * (element-type CrmFolded) */
void crm_token_drop_quotes (GArray *folded);

G_END_DECLS

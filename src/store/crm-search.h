/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Registers the FTS5 tokenizer "crm" and the SQL functions crm_fold(text), crm_sort_key(text),
 * crm_contains(text, folded) and crm_starts_with(text, folded) on a connection. Every connection needs it. Returns an SQLite code. */
int crm_search_register (sqlite3 *db);

/* What a person typed as an FTS5 MATCH expression: all words, the last one as a prefix; Han by
 * substring, Latin words by prefix, pinyin and initials of Han, digits inside telephone numbers. NULL when there is nothing to
 * search for. (transfer full) */
char *crm_search_match (const char *typed);

/* Case, width, accents and traditional forms folded; for comparisons. (transfer full) */
char *crm_search_fold (const char *text);

/* Bytes whose memcmp order is the order of names for people (ICU, Chinese by pinyin after Latin). */
GBytes *crm_search_sort_key (const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Mandarin readings without tones ("lv" for lü), for search. Immutable tables, any thread. */

#define CRM_PINYIN_FIRST        0x3400
#define CRM_PINYIN_LAST         0x9fff
#define CRM_PINYIN_MAX_READINGS 4

/* The generated table: index 0 of the syllables is none. */
extern const unsigned crm_pinyin_n_syllables;
extern const char *const crm_pinyin_syllables[];
extern const guint16 crm_pinyin_readings[];   /* by character - CRM_PINYIN_FIRST */
extern const guint16 crm_pinyin_simplified[]; /* the character's simplified form */

/* The readings of one character where it stands; static strings. */
typedef struct
{
  guint n;
  const char *syllable[CRM_PINYIN_MAX_READINGS];
} CrmReading;

static inline gunichar
crm_pinyin_simplify (gunichar character)
{
  return character >= CRM_PINYIN_FIRST && character <= CRM_PINYIN_LAST
             ? crm_pinyin_simplified[character - CRM_PINYIN_FIRST]
             : character;
}

/* Readings of a run of Han characters: words of the word table have the word's reading, a run that
 * begins with a surname has the surname's reading as well, characters that are often read in two ways
 * have both. `simplified` is the run with crm_pinyin_simplify() done, `original` as it was written. */
void crm_pinyin_read (const gunichar *simplified, const gunichar *original, guint n,
                      CrmReading *readings);

/* Splits typed letters into syllables, the last of which may be only begun. Calls `found` for each way,
 * at most `limit` with a whole last syllable and then two or more with one only begun; starts[i] is where syllable i begins. */
typedef void (*CrmSyllablesFunc) (const char *letters, const guint *starts, guint n, gpointer data);
void crm_pinyin_segment (const char *letters, guint limit, CrmSyllablesFunc found, gpointer data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person types, as an FTS5 expression over the tokens of crm-tokenizer.c, and the comparing
 * and sorting of text. The expression is built from folded letters and digits only, each phrase in
 * quotes, so nothing typed can be read as FTS5 syntax. Collators belong to their thread. */

#include "crm-search.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "crm-currency.h"
#include "crm-tokenizer.h"

#define MAX_TYPED          400 /* folded characters that are looked at */
#define MAX_WORDS          24
#define MAX_SPLITS         8
#define MAX_PINYIN_LETTERS 40

/* ---- from typed text to an FTS5 expression ---- */

typedef struct
{
  GString *out;
  guint n;       /* words in the expression */
  gsize start;   /* where the word being written begins */
  guint choices; /* its alternatives */
} Match;

static void
begin_word (Match *match)
{
  g_string_append (match->out, match->n++ > 0 ? " AND (" : "(");
  match->start = match->out->len;
  match->choices = 0;
}

static void
end_word (Match *match)
{
  g_string_append_c (match->out, ')');
}

/* `tokens`: tokens with spaces between them. */
static void
add_choice (Match *match, const char *tokens, gboolean prefix)
{
  g_autofree char *choice = g_strdup_printf ("\"%s\"%s", tokens, prefix ? " *" : "");

  if (strstr (match->out->str + match->start, choice) != NULL)
    return;
  if (match->choices++ > 0)
    g_string_append (match->out, " OR ");
  g_string_append (match->out, choice);
}

static void
append_syllable (GString *tokens, const char *letters, guint from, guint to, gboolean begins)
{
  gsize at = tokens->len;

  g_string_append_len (tokens, letters + from, to - from);
  if (begins)
    tokens->str[at] = g_ascii_toupper (tokens->str[at]);
}

/* Tokens hold two syllables, so more of them are a phrase of overlapping pairs. */
static void
add_syllables_cb (const char *letters, const guint *starts, guint n, gpointer data)
{
  g_autoptr (GString) tokens = g_string_new (NULL);
  guint length = (guint) strlen (letters);
  Match *match = data;

  for (guint i = 0; i + 1 < MAX (n, 2); i++)
    {
      guint middle = i + 1 < n ? starts[i + 1] : length;
      guint end = i + 2 < n ? starts[i + 2] : length;

      if (i > 0)
        g_string_append_c (tokens, ' ');
      append_syllable (tokens, letters, starts[i], middle, TRUE);
      append_syllable (tokens, letters, middle, end, FALSE);
    }
  add_choice (match, tokens->str, TRUE);
}

/* A single letter is the beginning of a syllable already. */
static void
add_initials (Match *match, const char *letters)
{
  g_autoptr (GString) tokens = g_string_new (NULL);
  gsize length = strlen (letters);

  if (length < 2 || strpbrk (letters, "iuv") != NULL)
    return;
  for (gsize i = 0; i == 0 || i + CRM_TOKEN_INITIALS <= length; i++)
    {
      if (i > 0)
        g_string_append_c (tokens, ' ');
      for (gsize k = i; k < MIN (length, i + CRM_TOKEN_INITIALS); k++)
        g_string_append_c (tokens, g_ascii_toupper (letters[k]));
    }
  add_choice (match, tokens->str, TRUE);
}

static void
add_grams (Match *match, const char *digits)
{
  g_autoptr (GString) tokens = g_string_new (NULL);

  if (strlen (digits) < 3)
    return;
  for (gsize i = 0; digits[i + 2] != '\0'; i++)
    {
      if (i > 0)
        g_string_append_c (tokens, ' ');
      g_string_append_c (tokens, crm_token_digit_mark ((guchar) digits[i]));
      g_string_append_len (tokens, digits + i + 1, 2);
    }
  add_choice (match, tokens->str, FALSE);
}

/* Any part of a telephone number, with or without the trunk zeros that the international form drops. */
static void
add_number (Match *match, const char *digits)
{
  const char *rest = digits + strspn (digits, "0");

  add_grams (match, digits);
  if (rest != digits && strlen (rest) >= CRM_TOKEN_MIN_NUMBER)
    add_grams (match, rest);
}

/* One piece of what was typed without a space in it. */
typedef struct
{
  GString *words;     /* tokens with spaces between them */
  GString *digits;    /* of a piece that is one number */
  guint n;            /* words or characters */
  gboolean is_number; /* nothing but digits and what joins them */
  gboolean is_latin;  /* one word of the letters a-z */
} Piece;

static void
clear_piece (Piece *piece)
{
  g_string_truncate (piece->words, 0);
  g_string_truncate (piece->digits, 0);
  piece->n = 0;
  piece->is_number = piece->is_latin = TRUE;
}

static void
flush_words (Match *match, Piece *piece, gboolean last)
{
  if (piece->n == 0 || match->n >= MAX_WORDS)
    {
      clear_piece (piece);
      return;
    }
  begin_word (match);
  if (piece->n == 1 && g_utf8_strlen (piece->words->str, -1) <= CRM_TOKEN_SHORT)
    {
      g_string_append_c (piece->words, '.');
      add_choice (match, piece->words->str, FALSE);
      end_word (match);
      clear_piece (piece);
      return;
    }
  add_choice (match, piece->words->str, last);
  if (piece->n == 1 && piece->is_latin && piece->words->len <= MAX_PINYIN_LETTERS)
    {
      crm_pinyin_segment (piece->words->str, MAX_SPLITS, add_syllables_cb, match);
      add_initials (match, piece->words->str);
    }
  else if (piece->is_number && piece->digits->len <= CRM_TOKEN_MAX_NUMBER)
    add_number (match, piece->digits->str);
  end_word (match);
  clear_piece (piece);
}

static void
flush_han (Match *match, GString *han)
{
  if (han->len > 0 && match->n < MAX_WORDS)
    {
      begin_word (match);
      add_choice (match, han->str, FALSE);
      end_word (match);
    }
  g_string_truncate (han, 0);
}

/* Appends the word that begins at `characters`; returns its length. */
static guint
take_word (Piece *piece, const CrmFolded *characters, guint n)
{
  gsize start;
  guint length = 0;

  if (piece->n++ > 0)
    g_string_append_c (piece->words, ' ');
  start = piece->words->len;
  for (; length < n && crm_fold_classify (characters[length].folded) == CRM_FOLD_WORD; length++)
    {
      gunichar c = characters[length].folded;

      if (piece->words->len - start < CRM_TOKEN_WORD_BYTES)
        g_string_append_unichar (piece->words, c);
      if (c >= '0' && c <= '9')
        g_string_append_c (piece->digits, (char) c);
      piece->is_number &= c >= '0' && c <= '9';
      piece->is_latin &= c >= 'a' && c <= 'z';
    }
  return length;
}

static void
take_separator (Match *match, Piece *piece, gunichar c)
{
  if (g_unichar_isspace (c) || c == ',' || c == ';' || c == 0x3001)
    flush_words (match, piece, FALSE);
  else if (piece->n > 0 && !crm_token_joins_digits (c))
    piece->is_number = FALSE;
}

char *
crm_search_match (const char *typed)
{
  g_autoptr (GArray) folded = g_array_new (FALSE, FALSE, sizeof (CrmFolded));
  g_autoptr (GString) han = g_string_new (NULL);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) digits = g_string_new (NULL);
  Match match = { .out = g_string_new (NULL) };
  Piece piece = { .words = words, .digits = digits };
  const CrmFolded *characters;
  guint n;

  clear_piece (&piece);
  if (typed != NULL)
    crm_fold_append (folded, typed, strnlen (typed, 8 * MAX_TYPED));
  crm_token_drop_quotes (folded);
  characters = (CrmFolded *) folded->data;
  n = MIN (folded->len, MAX_TYPED);
  for (guint i = 0; i < n;)
    {
      CrmFoldClass class = crm_fold_classify (characters[i].folded);

      if (class != CRM_FOLD_CJK)
        flush_han (&match, han);
      else
        {
          flush_words (&match, &piece, FALSE);
          g_string_append_printf (han, "%s", han->len > 0 ? " " : "");
          g_string_append_unichar (han, characters[i].folded);
        }
      if (class == CRM_FOLD_WORD)
        i += take_word (&piece, characters + i, n - i);
      else
        {
          if (class != CRM_FOLD_CJK)
            take_separator (&match, &piece, characters[i].folded);
          i++;
        }
    }
  flush_han (&match, han);
  flush_words (&match, &piece, TRUE);
  return g_string_free (match.out, match.n == 0);
}

/* ---- comparing and sorting ---- */

static void
append_folded (GString *out, GArray *folded)
{
  for (guint i = 0; i < folded->len; i++)
    {
      gunichar c = g_array_index (folded, CrmFolded, i).folded;

      if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        g_string_append_unichar (out, c);
    }
}

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

char *
crm_search_fold (const char *text)
{
  g_autoptr (GArray) folded = g_array_new (FALSE, FALSE, sizeof (CrmFolded));
  GString *out = g_string_new (NULL);

  if (text != NULL)
    crm_fold_append (folded, text, strlen (text));
  append_folded (out, folded);
  return g_string_free (out, FALSE);
}

static void
close_collator (gpointer collator)
{
  ucol_close (collator);
}

/* Names for people: Latin first, Han by pinyin last, numbers by their value. */
static UCollator *
get_collator (void)
{
  static GPrivate own = G_PRIVATE_INIT (close_collator);
  static const int32_t order[] = { USCRIPT_LATIN, USCRIPT_UNKNOWN, USCRIPT_HAN };
  UCollator *collator = g_private_get (&own);
  UErrorCode error = U_ZERO_ERROR;

  if (collator != NULL)
    return collator;
  collator = ucol_open ("zh@collation=pinyin", &error);
  if (U_FAILURE (error))
    return NULL;
  ucol_setReorderCodes (collator, order, G_N_ELEMENTS (order), &error);
  ucol_setAttribute (collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &error);
  g_private_set (&own, collator);
  return collator;
}

/* The key of `length` bytes of text into a buffer; the size needed is returned. */
static int32_t
fill_sort_key (const char *text, int length, guint8 *key, int32_t size)
{
  UChar units[256];
  int32_t n = 0;
  UErrorCode error = U_ZERO_ERROR;
  UCollator *collator = get_collator ();

  length = MIN (length, 240); /* what follows does not matter for an order */
  u_strFromUTF8WithSub (units, G_N_ELEMENTS (units), &n, text, length, 0xfffd, NULL, &error);
  if (collator == NULL || U_FAILURE (error))
    return 0;
  n = ucol_getSortKey (collator, units, n, key, size);
  return n > 0 ? n - 1 : 0; /* without the 0 byte at the end */
}

GBytes *
crm_search_sort_key (const char *text)
{
  guint8 key[1024];
  int32_t n = text != NULL ? fill_sort_key (text, (int) strlen (text), key, sizeof key) : 0;

  return g_bytes_new (key, (gsize) MIN (n, (int32_t) sizeof key));
}

static void
fold_cb (sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
  const char *text = (const char *) sqlite3_value_text (arguments[0]);

  if (text != NULL)
    sqlite3_result_text (context, crm_search_fold (text), -1, g_free);
}

/* A thread's own folded text, kept to save an allocation a row. */
static const GString *
fold_into_own (const char *text, int length)
{
  static GPrivate own_text = G_PRIVATE_INIT (free_string);
  static GPrivate own_folded = G_PRIVATE_INIT ((GDestroyNotify) g_array_unref);
  GString *out = g_private_get (&own_text);
  GArray *folded = g_private_get (&own_folded);

  if (out == NULL)
    {
      out = g_string_new (NULL);
      folded = g_array_new (FALSE, FALSE, sizeof (CrmFolded));
      g_private_set (&own_text, out);
      g_private_set (&own_folded, folded);
    }
  g_string_truncate (out, 0);
  g_array_set_size (folded, 0);
  crm_fold_append (folded, text, (gsize) length);
  append_folded (out, folded);
  return out;
}

/* crm_contains (text, folded) and crm_starts_with (text, folded). */
static void
contains_cb (sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
  const char *text = (const char *) sqlite3_value_text (arguments[0]);
  const char *needle = (const char *) sqlite3_value_text (arguments[1]);
  gboolean at_start = sqlite3_user_data (context) != NULL;
  const char *found;
  const GString *folded;

  if (text == NULL || needle == NULL)
    return;
  folded = fold_into_own (text, sqlite3_value_bytes (arguments[0]));
  found = at_start ? NULL : strstr (folded->str, needle);
  sqlite3_result_int (context, at_start ? g_str_has_prefix (folded->str, needle) : found != NULL);
}

static void
sort_key_cb (sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
  const char *text = (const char *) sqlite3_value_text (arguments[0]);
  guint8 key[1024];
  int32_t n;

  if (text == NULL)
    return;
  n = fill_sort_key (text, sqlite3_value_bytes (arguments[0]), key, sizeof key);
  sqlite3_result_blob (context, key, MIN (n, (int32_t) sizeof key), SQLITE_TRANSIENT);
}

static void
scale_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  sqlite3_result_int64 (context,
                        crm_currency_scale ((const char *) sqlite3_value_text (values[0])));
}

/* A member of the own fields read as a kind; NULL where it cannot be. As crm_record_dup_any_value(). */
static void
read_as_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const CrmField *field = sqlite3_user_data (context);
  const CrmParseContext plain = { .decimal_mark = '.' };
  int type = sqlite3_value_type (values[0]);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (type == SQLITE_NULL)
    return;
  if (field->kind == CRM_FIELD_DECIMAL && type != SQLITE_TEXT)
    sqlite3_result_double (context, sqlite3_value_double (values[0]));
  else if (!crm_field_parse (field, &plain, (const char *) sqlite3_value_text (values[0]), &value,
                             NULL))
    return;
  else if (value.type == CRM_VALUE_REAL)
    sqlite3_result_double (context, value.r);
  else if (value.type == CRM_VALUE_INT)
    sqlite3_result_int64 (context, value.i);
}

static int
register_readings (sqlite3 *db, int flags)
{
  static const CrmField kinds[] = {
    { "crm_number", CRM_FIELD_DECIMAL, CRM_FIELD_NONE, "", NULL },
    { "crm_day", CRM_FIELD_DAY, CRM_FIELD_NONE, "", NULL },
    { "crm_flag", CRM_FIELD_BOOLEAN, CRM_FIELD_NONE, "", NULL },
  };
  int code = SQLITE_OK;

  for (guint i = 0; code == SQLITE_OK && i < G_N_ELEMENTS (kinds); i++)
    code = sqlite3_create_function_v2 (db, kinds[i].id, 1, flags, (void *) &kinds[i], read_as_cb,
                                       NULL, NULL, NULL);
  return code;
}

int
crm_search_register (sqlite3 *db)
{
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  static char at_start;
  int code = crm_tokenizer_register (db);

  if (code == SQLITE_OK)
    code = register_readings (db, flags);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2 (db, "crm_fold", 1, flags, NULL, fold_cb, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2 (db, "crm_sort_key", 1, flags, NULL, sort_key_cb, NULL, NULL,
                                       NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2 (db, "crm_currency_scale", 1, flags, NULL, scale_cb, NULL,
                                       NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2 (db, "crm_contains", 2, flags, NULL, contains_cb, NULL, NULL,
                                       NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2 (db, "crm_starts_with", 2, flags, &at_start, contains_cb,
                                       NULL, NULL, NULL);
  return code;
}

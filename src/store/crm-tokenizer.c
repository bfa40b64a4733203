/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The FTS5 tokenizer "crm". Documents are folded and cut into the tokens that crm-tokenizer.h lists;
 * the phrases of a query come from crm_search_match() and are tokens already, so they are only split
 * at spaces. One instance belongs to one connection and so to one thread at a time; FTS5 deletes from
 * the contentless index by tokenizing the old text again, so the same text must always give the same
 * tokens. */

#include "crm-tokenizer.h"

#include <string.h>

/* Readings are for names; long descriptions are found by their characters. */
#define MAX_READ_CHARACTERS 64

typedef int (*TokenFunc) (void *context, int flags, const char *token, int length, int start,
                          int end);

struct Fts5Tokenizer
{
  GArray *folded;  /* CrmFolded */
  GArray *han;     /* gunichar: folded characters of one run */
  GArray *written; /* gunichar: the same as written */
  GArray *readings;
  GString *digits; /* numbers of the text, each ended by a space */
  GArray *shorts;  /* guint64: two characters, the second one may be 0 */
};

typedef struct
{
  Fts5Tokenizer *tokenizer;
  void *context;
  TokenFunc emit;
  int code;
  guint read; /* Han characters that got readings so far */
} Run;

static void
emit_token (Run *run, gboolean colocated, const char *token, gsize length)
{
  if (run->code == SQLITE_OK && length > 0)
    run->code =
        run->emit (run->context, colocated ? FTS5_TOKEN_COLOCATED : 0, token, (int) length, 0, 0);
}

static void
add_short (Run *run, gunichar first, gunichar second)
{
  guint64 both = (guint64) first << 32 | second;
  guint64 one = (guint64) first << 32;

  g_array_append_val (run->tokenizer->shorts, one);
  if (second != 0)
    g_array_append_val (run->tokenizer->shorts, both);
}

gboolean
crm_token_joins_digits (gunichar c)
{
  return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == 0xa0 || c == 0xb7 ||
         c == 0x2010 || c == 0x2011 || c == 0x2013;
}

/* A word of letters and digits; longer ones are cut, in documents and in queries alike. */
static void
emit_word (Run *run, const CrmFolded *characters, guint n)
{
  char token[CRM_TOKEN_WORD_BYTES + 8];
  gsize length = 0;

  for (guint i = 0; i < n && length < CRM_TOKEN_WORD_BYTES; i++)
    length += (gsize) g_unichar_to_utf8 (characters[i].folded, token + length);
  emit_token (run, FALSE, token, length);
  add_short (run, characters[0].folded, n > 1 ? characters[1].folded : 0);
}

/* Tokens of one position that were given already. */
typedef struct
{
  guint n;
  char text[24][32];
} Seen;

static void
emit_once (Run *run, Seen *seen, const char *token)
{
  for (guint i = 0; i < seen->n; i++)
    if (strcmp (seen->text[i], token) == 0)
      return;
  if (seen->n == G_N_ELEMENTS (seen->text))
    return;
  g_strlcpy (seen->text[seen->n++], token, sizeof seen->text[0]);
  emit_token (run, TRUE, token, strlen (token));
  add_short (run, (gunichar) g_ascii_tolower (token[0]), (gunichar) g_ascii_tolower (token[1]));
}

static void
emit_pinyin (Run *run, const CrmReading *reading, guint n, Seen *seen)
{
  char token[32];

  for (guint a = 0; a < reading[0].n; a++)
    for (guint b = 0; b < MAX (1, n > 1 ? reading[1].n : 0); b++)
      {
        char *end = g_stpcpy (token, reading[0].syllable[a]);

        if (n > 1 && reading[1].n > 0)
          g_stpcpy (end, reading[1].syllable[b]);
        token[0] = g_ascii_toupper (token[0]);
        emit_once (run, seen, token);
      }
}

/* A single initial is the first letter of the pinyin token and needs none of its own. */
static void
emit_initials (Run *run, const CrmReading *reading, guint n, guint at, char *token, Seen *seen)
{
  if (at == CRM_TOKEN_INITIALS || at == n || reading[at].n == 0)
    {
      token[at] = '\0';
      if (at > 1)
        emit_once (run, seen, token);
      return;
    }
  for (guint i = 0; i < reading[at].n; i++)
    {
      token[at] = g_ascii_toupper (reading[at].syllable[i][0]);
      emit_initials (run, reading, n, at + 1, token, seen);
    }
}

static guint
emit_cjk (Run *run, const CrmFolded *characters, guint n)
{
  Fts5Tokenizer *self = run->tokenizer;
  char token[CRM_TOKEN_INITIALS + 8];
  guint length = 0;

  g_array_set_size (self->han, 0);
  g_array_set_size (self->written, 0);
  while (length < n && crm_fold_classify (characters[length].folded) == CRM_FOLD_CJK)
    {
      g_array_append_val (self->han, characters[length].folded);
      g_array_append_val (self->written, characters[length].original);
      length++;
    }
  g_array_set_size (self->readings, length);
  if (run->read < MAX_READ_CHARACTERS)
    crm_pinyin_read ((gunichar *) self->han->data, (gunichar *) self->written->data, length,
                     (CrmReading *) self->readings->data);
  for (guint i = 0; i < length; i++)
    {
      const CrmReading *reading = &g_array_index (self->readings, CrmReading, i);
      Seen seen = { .n = 0 };
      gsize bytes = (gsize) g_unichar_to_utf8 (characters[i].folded, token);

      emit_token (run, FALSE, token, bytes);
      if (run->read >= MAX_READ_CHARACTERS || run->code != SQLITE_OK)
        continue;
      run->read++;
      emit_pinyin (run, reading, length - i, &seen);
      emit_initials (run, reading, length - i, 0, token, &seen);
    }
  return length;
}

static void
emit_numbers (Run *run, const char *digits)
{
  gboolean first = TRUE;

  while (*digits != '\0')
    {
      gsize length = strcspn (digits, " ");

      if (length >= CRM_TOKEN_MIN_NUMBER && length <= CRM_TOKEN_MAX_NUMBER)
        {
          if (!first)
            emit_token (run, FALSE, "~", 1); /* no phrase reaches from one number into the next */
          first = FALSE;
          for (gsize i = 0; i + 3 <= length; i++)
            {
              char token[3] = { crm_token_digit_mark ((guchar) digits[i]), digits[i + 1],
                                digits[i + 2] };

              emit_token (run, FALSE, token, 3);
            }
        }
      digits += length + 1;
    }
}

static gboolean
is_digit (const CrmFolded *character)
{
  return character->folded < 0x80 && g_ascii_isdigit ((char) character->folded);
}

static guint
measure_word (const CrmFolded *characters, guint n, gboolean *all_digits)
{
  guint length = 0;

  *all_digits = TRUE;
  while (length < n && crm_fold_classify (characters[length].folded) == CRM_FOLD_WORD)
    *all_digits &= is_digit (&characters[length++]);
  return length;
}

static int
compare_shorts (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static void
emit_shorts (Run *run)
{
  GArray *shorts = run->tokenizer->shorts;
  guint64 last = 0;

  g_array_sort (shorts, compare_shorts);
  for (guint i = 0; i < shorts->len; i++)
    {
      guint64 both = g_array_index (shorts, guint64, i);
      char token[16];
      gsize length;

      if (both == last)
        continue;
      length = (gsize) g_unichar_to_utf8 ((gunichar) (both >> 32), token);
      if ((guint32) both != 0)
        length += (gsize) g_unichar_to_utf8 ((gunichar) (guint32) both, token + length);
      token[length++] = '.';
      emit_token (run, last != 0, token, length);
      last = both;
    }
}

/* A part of an order number or the like: digits joined to letters before them. */
static gboolean
follows_letters (const CrmFolded *characters, guint at)
{
  gunichar joint = at >= 2 ? characters[at - 1].folded : 0;

  return (joint == '-' || joint == '.' || joint == '/' || joint == '_' || joint == '#') &&
         crm_fold_classify (characters[at - 2].folded) == CRM_FOLD_WORD &&
         !is_digit (&characters[at - 2]);
}

/* Digits of numbers that may be telephone numbers, with what joins them left out. */
typedef struct
{
  guint gap;        /* separators since the last digits */
  gboolean is_part; /* the run of digits belongs to some other kind of number */
} Number;

static void
end_number (GString *digits)
{
  if (digits->len > 0 && digits->str[digits->len - 1] != ' ')
    g_string_append_c (digits, ' ');
}

static void
follow_number (Run *run, Number *number, const CrmFolded *characters, guint at, guint n_digits)
{
  GString *digits = run->tokenizer->digits;

  if (n_digits == 0)
    {
      if (++number->gap > 2 || !crm_token_joins_digits (characters[at].folded))
        {
          end_number (digits);
          number->is_part = FALSE;
        }
      return;
    }
  number->gap = 0;
  number->is_part |= follows_letters (characters, at);
  for (guint i = 0; i < n_digits && !number->is_part; i++)
    g_string_append_c (digits, (char) characters[at + i].folded);
}

static void
tokenize_document (Run *run, const CrmFolded *characters, guint n)
{
  Number number = { 0 };

  for (guint i = 0; i < n && run->code == SQLITE_OK;)
    {
      CrmFoldClass class = crm_fold_classify (characters[i].folded);
      gboolean all_digits = FALSE;
      guint length = 1;

      if (class == CRM_FOLD_CJK)
        length = emit_cjk (run, characters + i, n - i);
      else if (class == CRM_FOLD_WORD)
        {
          length = measure_word (characters + i, n - i, &all_digits);
          emit_word (run, characters + i, length);
        }
      follow_number (run, &number, characters, i, all_digits ? length : 0);
      i += length;
    }
  end_number (run->tokenizer->digits);
  emit_numbers (run, run->tokenizer->digits->str);
  emit_shorts (run);
}

void
crm_token_drop_quotes (GArray *folded)
{
  CrmFolded *characters = (CrmFolded *) folded->data;
  guint kept = 0;

  for (guint i = 0; i < folded->len; i++)
    {
      if (crm_fold_classify (characters[i].folded) == CRM_FOLD_QUOTE && kept > 0 &&
          crm_fold_classify (characters[kept - 1].folded) == CRM_FOLD_WORD)
        continue;
      characters[kept++] = characters[i];
    }
  g_array_set_size (folded, kept);
}

static int
tokenize_query (Run *run, const char *text, int length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *space = memchr (text, ' ', (gsize) (end - text));
      gsize size = (gsize) ((space != NULL ? space : end) - text);

      emit_token (run, FALSE, text, size);
      text += size + 1;
    }
  return run->code;
}

#define LIST_MARK   '\xff'
#define LIST_LENGTH 0x7f
#define LIST_SAME   0x80

/* A list that crm_token_list() made. */
static int
tokenize_list (Run *run, const char *list, int length)
{
  const char *end = list + length;

  while (list < end && run->code == SQLITE_OK)
    {
      guchar head = (guchar) *list++;
      gsize size = MIN ((gsize) (head & LIST_LENGTH), (gsize) (end - list));

      emit_token (run, (head & LIST_SAME) != 0, list, size);
      list += size;
    }
  return run->code;
}

static void
tokenize_text (Fts5Tokenizer *self, Run *run, const char *text, gsize length)
{
  g_array_set_size (self->folded, 0);
  g_string_truncate (self->digits, 0);
  g_array_set_size (self->shorts, 0);
  crm_fold_append (self->folded, text, length);
  crm_token_drop_quotes (self->folded);
  tokenize_document (run, (CrmFolded *) self->folded->data, self->folded->len);
}

static int
tokenize_cb (Fts5Tokenizer *self, void *context, int flags, const char *text, int length,
             TokenFunc emit)
{
  Run run = { .tokenizer = self, .context = context, .emit = emit, .code = SQLITE_OK };

  if (text == NULL || length <= 0)
    return SQLITE_OK;
  if (flags & FTS5_TOKENIZE_QUERY)
    return tokenize_query (&run, text, length);
  if (text[0] == LIST_MARK)
    return tokenize_list (&run, text + 1, length - 1);
  tokenize_text (self, &run, text, (gsize) length);
  return run.code;
}

static Fts5Tokenizer *
new_tokenizer (void)
{
  Fts5Tokenizer *self = g_new0 (Fts5Tokenizer, 1);

  self->folded = g_array_new (FALSE, FALSE, sizeof (CrmFolded));
  self->han = g_array_new (FALSE, FALSE, sizeof (gunichar));
  self->written = g_array_new (FALSE, FALSE, sizeof (gunichar));
  self->readings = g_array_new (FALSE, TRUE, sizeof (CrmReading));
  self->digits = g_string_new (NULL);
  self->shorts = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

static int
create_cb (void *context, const char **arguments, int n_arguments, Fts5Tokenizer **out)
{
  *out = new_tokenizer ();
  return SQLITE_OK;
}

static void
delete_cb (Fts5Tokenizer *self)
{
  g_array_unref (self->folded);
  g_array_unref (self->han);
  g_array_unref (self->written);
  g_array_unref (self->readings);
  g_string_free (self->digits, TRUE);
  g_array_unref (self->shorts);
  g_free (self);
}

static int
list_token_cb (void *context, int flags, const char *token, int length, int start, int end)
{
  GString *list = context;

  g_string_append_c (list, (char) (length | ((flags & FTS5_TOKEN_COLOCATED) != 0 ? LIST_SAME : 0)));
  g_string_append_len (list, token, length);
  return SQLITE_OK;
}

static void
free_list (gpointer data)
{
  g_string_free (data, TRUE);
}

char *
crm_token_list (const char *text, gsize *length)
{
  static GPrivate own_tokenizer = G_PRIVATE_INIT ((GDestroyNotify) delete_cb);
  static GPrivate own_list = G_PRIVATE_INIT (free_list);
  Fts5Tokenizer *tokenizer = g_private_get (&own_tokenizer);
  GString *list = g_private_get (&own_list);
  Run run;

  *length = 0;
  if (text == NULL)
    return NULL;
  if (tokenizer == NULL)
    {
      tokenizer = new_tokenizer ();
      list = g_string_new (NULL);
      g_private_set (&own_tokenizer, tokenizer);
      g_private_set (&own_list, list);
    }
  g_string_truncate (list, 0);
  g_string_append_c (list, LIST_MARK);
  run = (Run){ .tokenizer = tokenizer, .context = list, .emit = list_token_cb, .code = SQLITE_OK };
  tokenize_text (tokenizer, &run, text, strlen (text));
  *length = list->len;
  return g_memdup2 (list->str, list->len);
}

int
crm_tokenizer_register (sqlite3 *db)
{
  static fts5_tokenizer tokenizer = { create_cb, delete_cb, tokenize_cb };
  fts5_api *api = NULL;
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2 (db, "SELECT fts5(?1)", -1, &stmt, NULL);

  if (code != SQLITE_OK)
    return code;
  sqlite3_bind_pointer (stmt, 1, &api, "fts5_api_ptr", NULL);
  sqlite3_step (stmt);
  sqlite3_finalize (stmt);
  if (api == NULL)
    return SQLITE_ERROR;
  return api->xCreateTokenizer (api, "crm", NULL, &tokenizer, NULL);
}

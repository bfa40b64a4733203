/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes -> (gunzip) -> (iconv) -> libcsv -> rows. libcsv pushes cells; they are collected in one arena
 * and handed out row by row, then the arena starts over. */

#include "config.h"

#include "crm-csv-reader.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

#define CHUNK        65536
#define SAMPLE       262144
#define LONGEST_CELL (1 << 20)
#define LONGEST_WAIT (64 << 20) /* for the end of a quotation */

typedef struct
{
  guint64 number;
  guint first_cell; /* index into `ends` */
  guint n_cells;
  const char *problem;
} ParsedRow;

struct _CrmCsvReader
{
  CrmCsvDialect dialect;
  GInputStream *file; /* the raw one, to know how far it is */
  GInputStream *stream;
  goffset size;
  struct csv_parser parser;
  gboolean ended;

  GString *text;  /* cells, each ended by NUL */
  GArray *starts; /* gsize: where each cell starts */
  GArray *rows;   /* ParsedRow, those not handed out from `next_row` on */
  guint next_row;
  GPtrArray *cells; /* of the row handed out */

  guint row_first_cell;
  guint64 number;
  const char *problem;
};

void
crm_csv_dialect_clear (CrmCsvDialect *self)
{
  g_clear_pointer (&self->encoding, g_free);
}

/* ---- guessing ---- */

/* Ends within a sequence are fine: the sample may cut one. */
static gboolean
is_utf8 (const char *bytes, gsize n)
{
  const char *end = NULL;

  return g_utf8_validate (bytes, (gssize) n, &end) ||
         (n - (gsize) (end - bytes) < 4 && n == SAMPLE);
}

/* GB18030: lead bytes 81-FE with trail bytes 40-7E, 80-FE, or four-byte forms. Latin text in
 * Windows-1252 hardly ever has its high bytes in such pairs. */
static gboolean
is_gb18030 (const guchar *bytes, gsize n)
{
  gsize pairs = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (bytes[i] < 0x80)
        continue;
      if (bytes[i] == 0x80 || bytes[i] == 0xff)
        return FALSE;
      if (i + 1 >= n)
        break;
      if (bytes[i + 1] >= 0x30 && bytes[i + 1] <= 0x39)
        i += 3;
      else if (bytes[i + 1] >= 0x40 && bytes[i + 1] != 0x7f && bytes[i + 1] != 0xff)
        {
          /* Common Han characters are B0-F7 followed by A1-FE. */
          if (bytes[i] >= 0xb0 && bytes[i] <= 0xf7 && bytes[i + 1] >= 0xa1)
            pairs++;
          i++;
        }
      else
        return FALSE;
    }
  return pairs > 0;
}

static const char *
guess_encoding (const guchar *bytes, gsize n, gboolean *bom, gboolean *sure)
{
  gsize zeros_even = 0, zeros_odd = 0;

  *bom = TRUE;
  *sure = TRUE;
  if (n >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return "UTF-8";
  if (n >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
    return "UTF-16LE";
  if (n >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
    return "UTF-16BE";
  *bom = FALSE;
  for (gsize i = 0; i < MIN (n, 4096); i++)
    if (bytes[i] == 0)
      {
        if (i % 2 == 0)
          zeros_even++;
        else
          zeros_odd++;
      }
  if (zeros_odd > MIN (n, 4096) / 4 && zeros_even * 8 < zeros_odd)
    return "UTF-16LE";
  if (zeros_even > MIN (n, 4096) / 4 && zeros_odd * 8 < zeros_even)
    return "UTF-16BE";
  if (is_utf8 ((const char *) bytes, n))
    return "UTF-8";
  *sure = FALSE;
  return is_gb18030 (bytes, n) ? "GB18030" : "WINDOWS-1252";
}

/* The mark that cuts most of the first lines into the same number of cells, more than one. */
static char
guess_delimiter (const char *text)
{
  static const char marks[] = ",;\t|";
  char best = ',';
  guint best_score = 0;

  for (const char *mark = marks; *mark != '\0'; mark++)
    {
      guint first = 0, same = 0, line = 0, count = 0;
      gboolean quoted = FALSE;

      for (const char *p = text; line < 50; p++)
        {
          if (*p == '"')
            quoted = !quoted;
          else if (*p == *mark && !quoted)
            count++;
          if ((*p == '\n' && !quoted) || *p == '\0')
            {
              if (line == 0)
                first = count;
              same += count == first;
              line++;
              count = 0;
              if (*p == '\0')
                break;
            }
        }
      if (first * same > best_score)
        {
          best_score = first * same;
          best = *mark;
        }
    }
  return best;
}

/* ---- libcsv ---- */

static void
cell_cb (void *bytes, size_t length, void *data)
{
  CrmCsvReader *self = data;
  gsize start = self->text->len;

  if (length > LONGEST_CELL)
    {
      if (self->problem == NULL)
        self->problem = _ ("a cell is longer than one megabyte");
      length = 0;
    }
  else if (length > 0 && memchr (bytes, 0, length) != NULL)
    {
      self->problem = _ ("a cell holds a NUL byte");
      length = 0;
    }
  g_array_append_val (self->starts, start);
  g_string_append_len (self->text, length > 0 ? bytes : "", (gssize) length);
  g_string_append_c (self->text, '\0');
}

static void
row_cb (int mark, void *data)
{
  CrmCsvReader *self = data;
  ParsedRow row = { ++self->number, self->row_first_cell, self->starts->len - self->row_first_cell,
                    self->problem };

  (void) mark;
  g_array_append_val (self->rows, row);
  self->row_first_cell = self->starts->len;
  self->problem = NULL;
}

/* ---- opening ---- */

static GBytes *
read_sample (GInputStream *stream, GError **error)
{
  char *bytes = g_malloc (SAMPLE);
  gsize n = 0;

  if (!g_input_stream_read_all (stream, bytes, SAMPLE, &n, NULL, error))
    {
      g_free (bytes);
      return NULL;
    }
  return g_bytes_new_take (bytes, n);
}

static GInputStream *
open_bytes (CrmCsvReader *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, error);
  g_autoptr (GFileInfo) info = NULL;
  guchar magic[2] = { 0 };

  if (raw == NULL)
    return NULL;
  info = g_file_input_stream_query_info (raw, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  self->size = info != NULL ? g_file_info_get_size (info) : 0;
  if (g_input_stream_read (G_INPUT_STREAM (raw), magic, 2, NULL, NULL) == 2 && magic[0] == 0x1f &&
      magic[1] == 0x8b)
    self->dialect.compressed = TRUE;
  if (!g_seekable_seek (G_SEEKABLE (raw), 0, G_SEEK_SET, NULL, error))
    return NULL;
  g_set_object (&self->file, G_INPUT_STREAM (raw));
  if (self->dialect.compressed)
    {
      g_autoptr (GZlibDecompressor) gunzip =
          g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

      return g_converter_input_stream_new (G_INPUT_STREAM (raw), G_CONVERTER (gunzip));
    }
  return g_object_ref (G_INPUT_STREAM (raw));
}

static gboolean
refuse_binary (const guchar *bytes, gsize n, GError **error)
{
  gsize strange = 0;

  for (gsize i = 0; i < n; i++)
    strange += bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r' &&
               bytes[i] != 0x0c;
  if (strange * 50 <= n)
    return FALSE;
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                       _ ("This is not a text file. Save the table as CSV in your spreadsheet, "
                          "then import that file."));
  return TRUE;
}

static gboolean
settle_dialect (CrmCsvReader *self, GBytes *sample, const CrmCsvDialect *wanted, GError **error)
{
  gsize n;
  const guchar *bytes = g_bytes_get_data (sample, &n);
  g_autofree char *text = NULL;

  if (n == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, _ ("The file is empty."));
      return FALSE;
    }
  self->dialect.encoding =
      g_strdup (guess_encoding (bytes, n, &self->dialect.bom, &self->dialect.sure));
  if (!g_str_has_prefix (self->dialect.encoding, "UTF-16") && refuse_binary (bytes, n, error))
    return FALSE;
  if (wanted != NULL && wanted->encoding != NULL)
    {
      g_free (self->dialect.encoding);
      self->dialect.encoding = g_strdup (wanted->encoding);
      self->dialect.sure = TRUE;
    }
  text = g_convert_with_fallback ((const char *) bytes, (gssize) n, "UTF-8", self->dialect.encoding,
                                  "\uFFFD", NULL, NULL, NULL);
  self->dialect.delimiter = wanted != NULL && wanted->delimiter != 0
                                ? wanted->delimiter
                                : guess_delimiter (text != NULL ? text : (const char *) "");
  if (text == NULL && g_bytes_get_size (sample) < SAMPLE &&
      g_str_equal (self->dialect.encoding, "UTF-8"))
    self->dialect.delimiter = ',';
  return TRUE;
}

CrmCsvReader *
crm_csv_reader_open (const char *path, const CrmCsvDialect *wanted, GError **error)
{
  g_autoptr (CrmCsvReader) self = g_new0 (CrmCsvReader, 1);
  g_autoptr (GInputStream) probe = NULL, bytes = NULL;
  g_autoptr (GBytes) sample = NULL;

  self->text = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->rows = g_array_new (FALSE, FALSE, sizeof (ParsedRow));
  self->cells = g_ptr_array_new ();
  csv_init (&self->parser, CSV_STRICT);
  /* Its cell buffer grows by this much; by the 128 bytes of old a long cell was copied without end. */
  csv_set_blk_size (&self->parser, CHUNK);
  probe = open_bytes (self, path, error);
  if (probe == NULL)
    return NULL;
  sample = read_sample (probe, error);
  if (sample == NULL || !settle_dialect (self, sample, wanted, error))
    return NULL;
  bytes = open_bytes (self, path, error);
  if (bytes == NULL)
    return NULL;
  if (self->dialect.bom)
    {
      char skipped[3];

      g_input_stream_read_all (
          bytes, skipped, g_str_equal (self->dialect.encoding, "UTF-8") ? 3 : 2, NULL, NULL, NULL);
    }
  if (g_str_equal (self->dialect.encoding, "UTF-8"))
    self->stream = g_steal_pointer (&bytes);
  else
    {
      g_autoptr (GCharsetConverter) converter =
          g_charset_converter_new ("UTF-8", self->dialect.encoding, error);

      if (converter == NULL)
        return NULL;
      g_charset_converter_set_use_fallback (converter, TRUE);
      self->stream = g_converter_input_stream_new (bytes, G_CONVERTER (converter));
    }
  csv_set_delim (&self->parser, (unsigned char) self->dialect.delimiter);
  return g_steal_pointer (&self);
}

void
crm_csv_reader_free (CrmCsvReader *self)
{
  if (self == NULL)
    return;
  csv_free (&self->parser);
  g_clear_object (&self->stream);
  g_clear_object (&self->file);
  g_string_free (self->text, TRUE);
  g_array_unref (self->starts);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->cells);
  crm_csv_dialect_clear (&self->dialect);
  g_free (self);
}

const CrmCsvDialect *
crm_csv_reader_get_dialect (CrmCsvReader *self)
{
  return &self->dialect;
}

double
crm_csv_reader_get_fraction (CrmCsvReader *self)
{
  if (self->size <= 0)
    return 1;
  return CLAMP ((double) g_seekable_tell (G_SEEKABLE (self->file)) / (double) self->size, 0, 1);
}

/* ---- reading ---- */

/* Keeps the cells of a row that is not complete yet. */
static void
start_over (CrmCsvReader *self)
{
  guint open = self->starts->len - self->row_first_cell;
  gsize from =
      open > 0 ? g_array_index (self->starts, gsize, self->row_first_cell) : self->text->len;

  g_string_erase (self->text, 0, (gssize) from);
  for (guint i = 0; i < open; i++)
    g_array_index (self->starts, gsize, i) =
        g_array_index (self->starts, gsize, self->row_first_cell + i) - from;
  g_array_set_size (self->starts, open);
  self->row_first_cell = 0;
  g_array_set_size (self->rows, 0);
  self->next_row = 0;
}

/* The parser is strict and stops at a quotation mark that is out of place; what that means is settled
 * here and costs no more than its own row. One in the midst of plain text is a character ("5\" pipe"). */
static gboolean
parse (CrmCsvReader *self, const char *bytes, gsize n, GError **error)
{
  for (gsize done = 0; done < n;)
    {
      gboolean quoted;

      done += csv_parse (&self->parser, bytes + done, n - done, cell_cb, row_cb, self);
      if (done == n)
        break;
      if (csv_error (&self->parser) != CSV_EPARSE)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "%s",
                       csv_strerror (csv_error (&self->parser)));
          return FALSE;
        }
      quoted = self->parser.quoted != 0;
      csv_set_opts (&self->parser, 0);
      done += csv_parse (&self->parser, bytes + done, 1, cell_cb, row_cb, self);
      csv_set_opts (&self->parser, CSV_STRICT);
      if (quoted)
        self->problem = _ ("text follows a closing quotation mark");
      /* Else it would go on as quoted, into the rows after it. */
      self->parser.quoted = 0;
    }
  if (self->parser.entry_pos <= LONGEST_WAIT)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX,
               _ ("After row %lu a quotation mark opens and is not closed any more."),
               (gulong) self->number);
  return FALSE;
}

static void
finish (CrmCsvReader *self)
{
  csv_set_opts (&self->parser, CSV_STRICT | CSV_STRICT_FINI);
  if (csv_fini (&self->parser, cell_cb, row_cb, self) != 0)
    {
      self->problem = _ ("a quotation mark is not closed before the end of the file");
      csv_set_opts (&self->parser, 0);
      csv_fini (&self->parser, cell_cb, row_cb, self);
    }
  self->ended = TRUE;
}

static gboolean
read_chunk (CrmCsvReader *self, GError **error)
{
  char bytes[CHUNK];
  gssize n;
  g_autoptr (GError) local = NULL;

  start_over (self);
  n = g_input_stream_read (self->stream, bytes, sizeof bytes, NULL, &local);
  if (n < 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                   _ ("After row %lu the file cannot be read: %s"), (gulong) self->number,
                   local->message);
      return FALSE;
    }
  if (n > 0)
    return parse (self, bytes, (gsize) n, error);
  finish (self);
  return TRUE;
}

gboolean
crm_csv_reader_next (CrmCsvReader *self, CrmCsvRow *row, GError **error)
{
  const ParsedRow *parsed;

  while (self->next_row >= self->rows->len)
    if (self->ended || !read_chunk (self, error))
      return FALSE;
  parsed = &g_array_index (self->rows, ParsedRow, self->next_row++);
  g_ptr_array_set_size (self->cells, 0);
  row->problem = parsed->problem;
  for (guint i = 0; i < parsed->n_cells; i++)
    {
      const char *cell =
          self->text->str + g_array_index (self->starts, gsize, parsed->first_cell + i);

      if (!g_utf8_validate (cell, -1, NULL))
        {
          row->problem = _ ("a cell is not readable in this encoding");
          cell = "";
        }
      g_ptr_array_add (self->cells, (gpointer) cell);
    }
  row->number = parsed->number;
  row->n_cells = parsed->n_cells;
  row->cells = (const char *const *) self->cells->pdata;
  return TRUE;
}

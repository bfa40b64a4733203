/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ugly files: each gives exactly its rows or one clear sentence, never a crash. */

#include <glib/gstdio.h>
#include <string.h>

#include "crm-csv-reader.h"
#include "crm-csv-writer.h"
#include "crm-error.h"

static char *
write_bytes (const void *bytes, gsize n)
{
  char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("crm-csv-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, bytes, (gssize) n, &error);
  g_assert_no_error (error);
  return path;
}

/* The rows as one text: cells in brackets, a row a line, problems marked. NULL with `error`. */
static char *
read_all (const char *path, const CrmCsvDialect *wanted, GError **error)
{
  g_autoptr (CrmCsvReader) reader = crm_csv_reader_open (path, wanted, error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  CrmCsvRow row;

  if (reader == NULL)
    return NULL;
  while (crm_csv_reader_next (reader, &row, &local))
    {
      for (guint i = 0; i < row.n_cells; i++)
        g_string_append_printf (out, "[%s]", row.cells[i]);
      g_string_append (out, row.problem != NULL ? "!\n" : "\n");
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  g_assert_cmpfloat (crm_csv_reader_get_fraction (reader), ==, 1);
  return g_strdup (out->str);
}

static void
assert_rows (const void *bytes, gsize n, const char *wanted)
{
  g_autofree char *path = write_bytes (bytes, n);
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = read_all (path, NULL, &error);

  g_unlink (path);
  g_assert_no_error (error);
  g_assert_cmpstr (rows, ==, wanted);
}

static void
assert_refused (const void *bytes, gsize n)
{
  g_autofree char *path = write_bytes (bytes, n);
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = read_all (path, NULL, &error);

  g_unlink (path);
  g_assert_null (rows);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

/* Text in an encoding, with the mark before it or without. */
static void
assert_encoded (const char *encoding, const char *mark, gsize n_mark, const char *text,
                const char *wanted, const char *guessed)
{
  gsize n;
  g_autoptr (GError) error = NULL;
  g_autofree char *converted = g_convert (text, -1, encoding, "UTF-8", NULL, &n, &error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = NULL, *rows = NULL;
  g_autoptr (CrmCsvReader) reader = NULL;

  g_assert_no_error (error);
  g_byte_array_append (bytes, (const guint8 *) mark, (guint) n_mark);
  g_byte_array_append (bytes, (const guint8 *) converted, (guint) n);
  path = write_bytes (bytes->data, bytes->len);
  reader = crm_csv_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (crm_csv_reader_get_dialect (reader)->encoding, ==, guessed);
  rows = read_all (path, NULL, &error);
  g_unlink (path);
  g_assert_no_error (error);
  g_assert_cmpstr (rows, ==, wanted);
}

static void
test_encodings (void)
{
  static const char han[] = "名称,城市\n苏州恒瑞精密机械有限公司,苏州\n重庆北碚贸易,重庆\n";
  static const char han_rows[] =
      "[名称][城市]\n[苏州恒瑞精密机械有限公司][苏州]\n[重庆北碚贸易][重庆]\n";
  static const char latin[] = "name,city\nMüller & Søn,Zürich\nCafé Noël,Orléans\n";
  static const char latin_rows[] = "[name][city]\n[Müller & Søn][Zürich]\n[Café Noël][Orléans]\n";

  assert_encoded ("UTF-8", "", 0, han, han_rows, "UTF-8");
  assert_encoded ("UTF-8", "\xef\xbb\xbf", 3, han, han_rows, "UTF-8");
  assert_encoded ("UTF-16LE", "\xff\xfe", 2, han, han_rows, "UTF-16LE");
  assert_encoded ("UTF-16BE", "\xfe\xff", 2, han, han_rows, "UTF-16BE");
  assert_encoded ("UTF-16LE", "", 0, latin, latin_rows, "UTF-16LE");
  assert_encoded ("UTF-16BE", "", 0, latin, latin_rows, "UTF-16BE");
  assert_encoded ("GB18030", "", 0, han, han_rows, "GB18030");
  assert_encoded ("ISO-8859-1", "", 0, latin, latin_rows, "WINDOWS-1252");
  /* Marks of spreadsheets, outside the plane of most characters. */
  assert_encoded ("UTF-16LE", "\xff\xfe", 2, "a,b\n🙂,𠮷野\n", "[a][b]\n[🙂][𠮷野]\n",
                  "UTF-16LE");
  assert_encoded ("GB18030", "", 0, "名,甲\n𠮷野,€中\n", "[名][甲]\n[𠮷野][€中]\n", "GB18030");
}

#define ROWS(text, wanted) assert_rows (text, sizeof text - 1, wanted)

static void
test_line_ends (void)
{
  ROWS ("a,b\r\n1,2\n3,4\r5,6", "[a][b]\n[1][2]\n[3][4]\n[5][6]\n");
  ROWS ("a,b\r\n\r\n\r\n1,2\r\n\r\n", "[a][b]\n[1][2]\n");
  ROWS ("a\r1\r2\r", "[a]\n[1]\n[2]\n");
}

static void
test_quotes (void)
{
  ROWS ("a,b\n\"say \"\"hello\"\"\",\"x,y\"\n", "[a][b]\n[say \"hello\"][x,y]\n");
  ROWS ("a,b\n\"one\ntwo\r\nthree\",2\n", "[a][b]\n[one\ntwo\r\nthree][2]\n");
  ROWS ("a,b\n\"\",\n", "[a][b]\n[][]\n");
  /* Never closed: what is left is one cell. */
  ROWS ("a,b\n1,\"open\n2,3\n", "[a][b]\n[1][open\n2,3\n]!\n");
  ROWS ("a,b\n1,\"open", "[a][b]\n[1][open]!\n");
  /* Text after the closing one: the row is wrong, those after it are not. */
  ROWS ("a,b\n\"F\"G,Paris\n\"H\",\"I\"\n", "[a][b]\n[F\"G][Paris]!\n[H][I]\n");
  ROWS ("a,b\n\"F\"G\"H,1\n2,3\n", "[a][b]\n[F\"G\"H][1]!\n[2][3]\n");
  ROWS ("a,b\n\"F\" ,1\n", "[a][b]\n[F][1]\n");
  /* In plain text it is a character. */
  ROWS ("a,b\n5\" pipe,3' 4\"\n2,3\n", "[a][b]\n[5\" pipe][3' 4\"]\n[2][3]\n");
  ROWS ("a;b\n1,5;\"2;5\"\n", "[a][b]\n[1,5][2;5]\n");
  ROWS ("a\tb\n1,5\t2\n", "[a][b]\n[1,5][2]\n");
  ROWS ("a|b|c\n1|2|3\n", "[a][b][c]\n[1][2][3]\n");
}

static void
test_columns (void)
{
  ROWS ("a,b,c\n1,2\n1,2,3,4\n1,2,3\n", "[a][b][c]\n[1][2]\n[1][2][3][4]\n[1][2][3]\n");
  ROWS ("a,a,A\n1,2,3\n", "[a][a][A]\n[1][2][3]\n");
  ROWS ("a,b\n", "[a][b]\n");
  ROWS ("a,b", "[a][b]\n");
}

static void
test_nul (void)
{
  GString *text = g_string_new ("a,b\nfine,1\nbro");
  gsize n;

  g_string_append_c (text, '\0');
  g_string_append (text, "ken,2\nfine,3\n");
  for (guint i = 0; i < 100; i++)
    g_string_append (text, "fine,4\n");
  n = text->len;
  {
    g_autofree char *path = write_bytes (text->str, n);
    g_autoptr (GError) error = NULL;
    g_autofree char *rows = read_all (path, NULL, &error);

    g_unlink (path);
    g_assert_no_error (error);
    g_assert_true (g_str_has_prefix (rows, "[a][b]\n[fine][1]\n[][2]!\n[fine][3]\n[fine][4]\n"));
  }
  g_string_free (text, TRUE);
}

static void
test_invalid_bytes (void)
{
  /* A UTF-8 file by its mark, with a byte that is none. */
  ROWS ("\xef\xbb\xbf"
        "a,b\nCaf\xe9,1\nfine,2\n",
        "[a][b]\n[][1]!\n[fine][2]\n");
}

static void
test_huge_cell (void)
{
  GString *text = g_string_new ("a,b\n1,2\n3,\"");
  gsize from = text->len;

  g_string_set_size (text, from + 10 * 1024 * 1024);
  memset (text->str + from, 'x', 10 * 1024 * 1024);
  g_string_append (text, "\"\n5,6\n");
  assert_rows (text->str, text->len, "[a][b]\n[1][2]\n[3][]!\n[5][6]\n");
  g_string_free (text, TRUE);
}

static void
test_no_text (void)
{
  guint8 noise[4096];
  guint32 state = 1;

  for (guint i = 0; i < sizeof noise; i++)
    {
      state = state * 1664525 + 1013904223;
      noise[i] = (guint8) (state >> 24);
    }
  assert_refused (noise, sizeof noise);
  assert_refused ("", 0);
  assert_refused ("\x7f"
                  "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0",
                  24);
  assert_refused ("PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\x41\x37", 16);
}

/* Any bytes at all: rows or an error, and an end. */
static void
test_noise (void)
{
  for (guint seed = 1; seed <= 200; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      static const char alphabet[] = "\"\",,;\t\r\n\n ab1\xe4\xb8\xad\xff\xc3";
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree char *path = NULL, *rows = NULL;
      g_autoptr (GError) error = NULL;

      for (gint32 n = g_rand_int_range (rand, 1, 3000); n > 0; n--)
        g_byte_array_append (
            bytes,
            (const guint8 *) &alphabet[g_rand_int_range (rand, 0, (gint32) sizeof alphabet - 1)],
            1);
      path = write_bytes (bytes->data, bytes->len);
      rows = read_all (path, NULL, &error);
      g_unlink (path);
      g_assert_true ((rows != NULL) != (error != NULL));
      if (rows != NULL)
        g_assert_true (g_utf8_validate (rows, -1, NULL));
    }
}

static GBytes *
compress (const char *text)
{
  g_autoptr (GZlibCompressor) zip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (zip));

  g_assert_true (g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_compressed (void)
{
  g_autoptr (GBytes) bytes = compress ("名称,n\n恒瑞,1\n");
  g_autofree char *path = NULL, *rows = NULL;
  g_autoptr (GError) error = NULL;

  assert_rows (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "[名称][n]\n[恒瑞][1]\n");
  /* Cut off in the middle: told, not taken for the end. */
  path = write_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) - 12);
  rows = read_all (path, NULL, &error);
  g_unlink (path);
  g_assert_null (rows);
  g_assert_nonnull (error);
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_csv_reader_open ("/nowhere/at/all.csv", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What the writer writes the reader reads. */
static void
test_writer (void)
{
  static const char *const cells[] = { "",       " ",      "a,b",   "\"",    "\"\"", "x\r\ny",
                                       "\n",     "=1+1",   "'",     "恒瑞;", "\t",   " lead",
                                       "trail ", "a\"b\"", "+49 1", "-5",    "plain" };
  g_autofree char *path = write_bytes ("", 0);
  g_autoptr (CrmCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  CrmCsvWriter *writer = crm_csv_writer_new (path, &error);
  CrmCsvRow row;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      crm_csv_writer_add (writer, cells[i]);
      crm_csv_writer_add (writer, "end");
      g_assert_true (crm_csv_writer_end_row (writer, &error));
    }
  g_assert_true (crm_csv_writer_close (writer, &error));
  crm_csv_writer_free (writer);
  reader = crm_csv_reader_open (
      path, &(CrmCsvDialect){ .encoding = (char *) "UTF-8", .delimiter = ',' }, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_assert_true (crm_csv_reader_next (reader, &row, &error));
      g_assert_cmpuint (row.n_cells, ==, 2);
      g_assert_cmpstr (row.cells[0], ==, cells[i]);
    }
  g_assert_false (crm_csv_reader_next (reader, &row, &error));
  g_assert_no_error (error);
  g_unlink (path);
}

/* Without close the old file stays. */
static void
test_abandoned (void)
{
  g_autofree char *path = write_bytes ("old", 3);
  g_autofree char *now = NULL;
  CrmCsvWriter *writer = crm_csv_writer_new (path, NULL);

  crm_csv_writer_add (writer, "new");
  g_assert_true (crm_csv_writer_end_row (writer, NULL));
  crm_csv_writer_free (writer);
  g_assert_true (g_file_get_contents (path, &now, NULL, NULL));
  g_assert_cmpstr (now, ==, "old");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/encodings", test_encodings);
  g_test_add_func ("/csv/line-ends", test_line_ends);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/columns", test_columns);
  g_test_add_func ("/csv/nul", test_nul);
  g_test_add_func ("/csv/invalid-bytes", test_invalid_bytes);
  g_test_add_func ("/csv/huge-cell", test_huge_cell);
  g_test_add_func ("/csv/no-text", test_no_text);
  g_test_add_func ("/csv/noise", test_noise);
  g_test_add_func ("/csv/compressed", test_compressed);
  g_test_add_func ("/csv/missing-file", test_missing_file);
  g_test_add_func ("/csv/writer", test_writer);
  g_test_add_func ("/csv/abandoned", test_abandoned);
  return g_test_run ();
}

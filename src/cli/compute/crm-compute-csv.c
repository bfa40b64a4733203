/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Streams a file through libcsv. A row is collected, then its wanted cells are converted; which
 * columns are wanted is settled by the header and, for "all number columns", by the first row. */

#include "config.h"

#include "crm-compute-csv.h"

#include <csv.h>
#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  CrmComputeTable *table;
  GPtrArray *header;
  GString *cells;  /* the row so far, each cell ended by a zero byte */
  GArray *offsets; /* of gsize */
  GArray *targets; /* of Target, once settled */
  gsize blank;     /* blank lines since the last row */
  int line_end;    /* the character that ended the last line */
  gboolean settled;
  GError *error;
} Reader;

/* Squares and sums of numbers up to here stay finite. */
#define LARGEST 1e100

/* And of those from here on do not vanish. */
#define SMALLEST 1e-100

typedef struct
{
  guint index; /* of the column in the file */
  guint position;
  CrmComputeRole *role;
} Target;

static void
free_role (gpointer data)
{
  CrmComputeRole *role = data;

  g_ptr_array_unref (role->wanted);
  g_ptr_array_unref (role->names);
  g_ptr_array_unref (role->values);
  g_free (role->data);
  g_free (role);
}

CrmComputeTable *
crm_compute_table_new (const CrmComputeColumn *columns)
{
  CrmComputeTable *self = g_new0 (CrmComputeTable, 1);

  self->roles = g_ptr_array_new_with_free_func (free_role);
  self->text = g_string_chunk_new (65536);
  for (; columns != NULL && columns->role != NULL; columns++)
    {
      CrmComputeRole *role = g_new0 (CrmComputeRole, 1);

      role->spec = columns;
      role->wanted = g_ptr_array_new_with_free_func (g_free);
      role->names = g_ptr_array_new_with_free_func (g_free);
      role->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
      g_ptr_array_add (self->roles, role);
    }
  return self;
}

void
crm_compute_table_free (CrmComputeTable *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->roles);
  g_string_chunk_free (self->text);
  g_free (self);
}

CrmComputeRole *
crm_compute_table_role (const CrmComputeTable *self, const char *role)
{
  for (guint i = 0; i < self->roles->len; i++)
    {
      CrmComputeRole *found = self->roles->pdata[i];

      if (g_str_equal (found->spec->role, role))
        return found;
    }
  return NULL;
}

static void
fail (Reader *reader, int code, const char *format, ...)
{
  va_list arguments;

  if (reader->error != NULL)
    return;

  va_start (arguments, format);
  reader->error = g_error_new_valist (CRM_ANALYTICS_ERROR, code, format, arguments);
  va_end (arguments);
}

static gboolean
names_match (const char *header, const char *name, gsize length)
{
  if (strlen (header) != length)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char a = g_ascii_tolower (header[i]), b = g_ascii_tolower (name[i]);

      a = a == '-' || a == ' ' ? '_' : a;
      b = b == '-' || b == ' ' ? '_' : b;
      if (a != b)
        return FALSE;
    }
  return TRUE;
}

static int
find_header (const Reader *reader, const char *name, gsize length)
{
  for (guint i = 0; i < reader->header->len; i++)
    if (names_match (reader->header->pdata[i], name, length))
      return (int) i;
  return -1;
}

static void
claim (Reader *reader, CrmComputeRole *role, guint index)
{
  gboolean text = (role->spec->flags & CRM_COMPUTE_COLUMN_TEXT) != 0;
  Target target = { index, role->values->len, role };
  const char *name = reader->header->pdata[index];

  for (guint i = 0; i < reader->header->len; i++)
    if (i != index && names_match (reader->header->pdata[i], name, strlen (name)))
      fail (reader, CRM_ANALYTICS_ERROR_PARAMETER,
            _ ("Columns %u and %u of the file are both called “%s”: rename one"),
            MIN (i, index) + 1, MAX (i, index) + 1, name);

  for (guint i = 0; i < reader->targets->len; i++)
    {
      const Target *other = &g_array_index (reader->targets, Target, i);

      if (other->role == role && other->index == index)
        fail (reader, CRM_ANALYTICS_ERROR_PARAMETER, _ ("Column “%s” is named twice for “%s”"),
              name, role->spec->role);
    }

  g_ptr_array_add (role->names, g_strdup (reader->header->pdata[index]));
  g_ptr_array_add (role->values,
                   g_array_new (FALSE, FALSE, text ? sizeof (char *) : sizeof (double)));
  g_array_append_val (reader->targets, target);
}

static gboolean
is_claimed (const Reader *reader, guint index)
{
  for (guint i = 0; i < reader->targets->len; i++)
    if (g_array_index (reader->targets, Target, i).index == index)
      return TRUE;
  return FALSE;
}

static void
claim_wanted (Reader *reader, CrmComputeRole *role)
{
  for (guint i = 0; i < role->wanted->len; i++)
    {
      const char *name = role->wanted->pdata[i];
      int index = find_header (reader, name, strlen (name));

      if (index < 0)
        fail (reader, CRM_ANALYTICS_ERROR_PARAMETER,
              _ ("The file has no column “%s”, named for “%s”"), name, role->spec->role);
      else
        claim (reader, role, (guint) index);
    }
}

static void
claim_by_name (Reader *reader, CrmComputeRole *role)
{
  const char *name = role->spec->role;
  const char *aliases = role->spec->aliases != NULL ? role->spec->aliases : "";
  int index = find_header (reader, name, strlen (name));

  while (index < 0 && *aliases != '\0')
    {
      gsize length = strcspn (aliases, ",");

      index = find_header (reader, aliases, length);
      aliases += length + (aliases[length] == ',');
    }
  if (index >= 0 && !is_claimed (reader, (guint) index))
    claim (reader, role, (guint) index);
}

static gboolean
parse_number (const char *cell, double *value)
{
  char *end;

  while (g_ascii_isspace (*cell))
    cell++;
  /* Neither "nan", "inf" nor hexadecimal. */
  if (*cell == '\0' || cell[strspn (cell, "0123456789+-.eE \t")] != '\0')
    return FALSE;

  *value = g_ascii_strtod (cell, &end);
  while (g_ascii_isspace (*end))
    end++;
  return *end == '\0' && isfinite (*value);
}

static const char *
get_cell (const Reader *reader, guint index)
{
  return reader->cells->str + g_array_index (reader->offsets, gsize, index);
}

/* Only numbers where the names should be: the first line is data. */
static gboolean
has_names (const Reader *reader)
{
  double number;

  for (guint i = 0; i < reader->header->len; i++)
    if (!parse_number (reader->header->pdata[i], &number))
      return TRUE;
  return FALSE;
}

static void
claim_rest (Reader *reader, CrmComputeRole *role)
{
  double number;

  if (!has_names (reader))
    fail (reader, CRM_ANALYTICS_ERROR_PARAMETER,
          _ ("The first line of the file has only numbers: it has to name the columns"));
  for (guint i = 0; i < reader->header->len; i++)
    if (!is_claimed (reader, i) && parse_number (get_cell (reader, i), &number))
      claim (reader, role, i);
}

static void
fail_without_columns (Reader *reader)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < reader->table->roles->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((CrmComputeRole *) reader->table->roles->pdata[i])->spec->role);
  fail (reader, CRM_ANALYTICS_ERROR_PARAMETER,
        _ ("The file has none of the columns this method reads (%s): name one with --col"),
        names->str);
}

/* Explicit names first, then names of roles, then whatever is left. */
static void
settle_columns (Reader *reader)
{
  GPtrArray *roles = reader->table->roles;

  reader->settled = TRUE;
  for (guint i = 0; i < roles->len; i++)
    claim_wanted (reader, roles->pdata[i]);
  for (guint i = 0; i < roles->len; i++)
    if (((CrmComputeRole *) roles->pdata[i])->wanted->len == 0)
      claim_by_name (reader, roles->pdata[i]);
  for (guint i = 0; i < roles->len; i++)
    {
      CrmComputeRole *role = roles->pdata[i];

      if (role->values->len == 0 && (role->spec->flags & CRM_COMPUTE_COLUMN_REST) != 0)
        claim_rest (reader, role);
      if (role->values->len == 0 && (role->spec->flags & CRM_COMPUTE_COLUMN_REQUIRED) != 0)
        fail (reader, CRM_ANALYTICS_ERROR_PARAMETER,
              _ ("No column for “%s”: name one with --col %s=NAME"), role->spec->role,
              role->spec->role);
    }
  if (reader->targets->len == 0)
    fail_without_columns (reader);
}

static gboolean
is_missing (const char *cell)
{
  return *cell == '\0' || g_str_equal (cell, "NA") || g_ascii_strcasecmp (cell, "nan") == 0;
}

/* What is wrong with a number in such a column; NULL: nothing. */
static const char *
find_fault (CrmComputeColumnFlags flags, double number)
{
  gboolean share = (flags & CRM_COMPUTE_COLUMN_SHARE) != 0;

  if (fabs (number) > LARGEST)
    return N_ ("Data row %zu, column “%s”: “%.60s” is too large to compute with");
  if (!share && number != 0 && fabs (number) < SMALLEST)
    return N_ ("Data row %zu, column “%s”: “%.60s” is too small to compute with");
  if ((flags & CRM_COMPUTE_COLUMN_WHOLE) != 0 && number != floor (number))
    return N_ ("Data row %zu, column “%s”: “%.60s” is not a whole number");
  if ((flags & CRM_COMPUTE_COLUMN_NOT_NEGATIVE) != 0 && number < 0)
    return N_ ("Data row %zu, column “%s”: “%.60s” is below 0");
  if (share && !(number >= 0 && number <= 1))
    return N_ ("Data row %zu, column “%s”: “%.60s” is not between 0 and 1");
  return NULL;
}

static void
store_number (Reader *reader, const Target *target, const char *cell)
{
  GArray *values = target->role->values->pdata[target->position];
  gsize row = reader->table->n_rows + 1;
  const char *name = reader->header->pdata[target->index];
  double number;

  if (parse_number (cell, &number))
    {
      const char *fault = find_fault (target->role->spec->flags, number);

      if (fault != NULL)
        fail (reader, CRM_ANALYTICS_ERROR_VALUE, _ (fault), row, name, cell);
    }
  else if ((target->role->spec->flags & CRM_COMPUTE_COLUMN_MISSING) != 0 && is_missing (cell))
    number = NAN;
  else if (*cell == '\0')
    {
      fail (reader, CRM_ANALYTICS_ERROR_VALUE,
            _ ("Data row %zu, column “%s”: the cell is empty where a number is "
               "needed"),
            row, name);
      return;
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (cell, -1);

      fail (reader, CRM_ANALYTICS_ERROR_VALUE,
            _ ("Data row %zu, column “%s”: “%.60s” is not a finite number"), row, name, valid);
      return;
    }

  g_array_append_val (values, number);
}

static void
store_text (Reader *reader, const Target *target, const char *cell)
{
  static const int needed = CRM_COMPUTE_COLUMN_REQUIRED, missing = CRM_COMPUTE_COLUMN_MISSING;
  char *kept = g_string_chunk_insert_const (reader->table->text, cell);
  const char *name = reader->header->pdata[target->index];

  if (*cell == '\0' && (target->role->spec->flags & (needed | missing)) == needed)
    fail (reader, CRM_ANALYTICS_ERROR_VALUE,
          _ ("Data row %zu, column “%s”: the cell is empty where a name is needed"),
          reader->table->n_rows + 1, name);
  else if (!g_utf8_validate (cell, -1, NULL))
    fail (reader, CRM_ANALYTICS_ERROR_VALUE,
          _ ("Data row %zu, column “%s”: the text is not in UTF-8"), reader->table->n_rows + 1,
          name);
  g_array_append_val ((GArray *) target->role->values->pdata[target->position], kept);
}

static void
store_row (Reader *reader)
{
  if (reader->offsets->len != reader->header->len)
    {
      fail (reader, CRM_ANALYTICS_ERROR_VALUE, _ ("Data row %zu has %u values, the header has %u"),
            reader->table->n_rows + 1, reader->offsets->len, reader->header->len);
      return;
    }

  if (!reader->settled)
    settle_columns (reader);

  for (guint i = 0; i < reader->targets->len && reader->error == NULL; i++)
    {
      Target *target = &g_array_index (reader->targets, Target, i);
      const char *cell = get_cell (reader, target->index);

      if ((target->role->spec->flags & CRM_COMPUTE_COLUMN_TEXT) != 0)
        store_text (reader, target, cell);
      else
        store_number (reader, target, cell);
    }
  reader->table->n_rows++;
}

static void
cell_cb (void *cell, size_t length, void *data)
{
  Reader *reader = data;
  gsize offset = reader->cells->len;

  if (length > 0 && memchr (cell, '\0', length) != NULL)
    fail (reader, CRM_ANALYTICS_ERROR_VALUE,
          _ ("The file holds zero bytes, so it is not text in UTF-8: save it as CSV in UTF-8"));
  if (length > 0)
    g_string_append_len (reader->cells, cell, (gssize) length);
  g_string_append_c (reader->cells, '\0');
  g_array_append_val (reader->offsets, offset);
}

/* A blank line among the rows of a file with one column is an empty cell; elsewhere it says
 * nothing. */
static void
store_blank_lines (Reader *reader)
{
  GString *cells = reader->cells;

  reader->cells = g_string_new_len ("", 1);
  for (; reader->blank > 0 && reader->header->len == 1 && reader->error == NULL; reader->blank--)
    store_row (reader);
  g_string_free (reader->cells, TRUE);
  reader->cells = cells;
  reader->blank = 0;
}

static void
row_cb (int end, void *data)
{
  Reader *reader = data;
  gboolean second_half = end == '\n' && reader->line_end == '\r';

  reader->line_end = end;
  if (reader->offsets->len == 0)
    {
      if (!second_half && reader->header->len > 0)
        reader->blank++;
      return;
    }

  if (reader->error == NULL && reader->header->len == 0)
    for (guint i = 0; i < reader->offsets->len; i++)
      {
        char *name = g_utf8_make_valid (get_cell (reader, i), -1);

        g_ptr_array_add (reader->header, g_strstrip (name));
      }
  else if (reader->error == NULL)
    {
      if (reader->blank > 0)
        store_blank_lines (reader);
      store_row (reader);
    }

  g_string_truncate (reader->cells, 0);
  g_array_set_size (reader->offsets, 0);
}

static gboolean
parse_stream (Reader *reader, FILE *file, const char *path, const CrmAnalyticsContext *context)
{
  static const char mark[] = "\xef\xbb\xbf";
  struct csv_parser parser;
  g_autofree char *buffer = g_malloc (65536);
  gsize length;
  gboolean first = TRUE;

  if (csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
    g_error ("csv_init failed");

  while (reader->error == NULL && !crm_analytics_set_cancelled (context, &reader->error) &&
         (length = fread (buffer, 1, 65536, file)) > 0)
    {
      gsize skip = first && length >= 3 && memcmp (buffer, mark, 3) == 0 ? 3 : 0;

      first = FALSE;
      if (csv_parse (&parser, buffer + skip, length - skip, cell_cb, row_cb, reader) !=
          length - skip)
        fail (reader, CRM_ANALYTICS_ERROR_VALUE, _ ("Data row %zu: misplaced quotation mark"),
              reader->table->n_rows + 1);
    }

  /* A signal that cancels also ends a read that waits. */
  if (reader->error == NULL && !crm_analytics_set_cancelled (context, &reader->error) &&
      ferror (file))
    fail (reader, CRM_ANALYTICS_ERROR_VALUE, _ ("Could not read “%s”: %s"), path,
          g_strerror (errno));
  if (reader->error == NULL && csv_fini (&parser, cell_cb, row_cb, reader) != 0)
    fail (reader, CRM_ANALYTICS_ERROR_VALUE, _ ("The file ends inside a quoted cell"));

  csv_free (&parser);
  return reader->error == NULL;
}

static void
publish_arrays (CrmComputeTable *self)
{
  for (guint i = 0; i < self->roles->len; i++)
    {
      CrmComputeRole *role = self->roles->pdata[i];

      role->data = g_new0 (gpointer, role->values->len + 1);
      for (guint j = 0; j < role->values->len; j++)
        role->data[j] = ((GArray *) role->values->pdata[j])->data;
      g_ptr_array_add (role->names, NULL);
    }
}

gboolean
crm_compute_table_read (CrmComputeTable *self, const char *path, const CrmAnalyticsContext *context,
                        GError **error)
{
  gboolean standard = g_str_equal (path, "-");
  FILE *file = standard ? stdin : fopen (path, "rbe");
  Reader reader = { .table = self };

  if (file == NULL)
    {
      int saved = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved),
                   _ ("Could not open “%s”: %s"), path, g_strerror (saved));
      return FALSE;
    }

  reader.header = g_ptr_array_new_with_free_func (g_free);
  reader.cells = g_string_new (NULL);
  reader.offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  reader.targets = g_array_new (FALSE, FALSE, sizeof (Target));

  if (parse_stream (&reader, file, path, context) && self->n_rows == 0)
    fail (&reader, CRM_ANALYTICS_ERROR_EMPTY,
          reader.header->len == 0 ? _ ("The file is empty")
                                  : _ ("The file has a header but no data rows"));
  if (!standard)
    fclose (file);
  publish_arrays (self);

  g_ptr_array_unref (reader.header);
  g_string_free (reader.cells, TRUE);
  g_array_unref (reader.offsets);
  g_array_unref (reader.targets);

  if (reader.error == NULL)
    return TRUE;
  g_propagate_error (error, reader.error);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-csv-writer.h"

#include <csv.h>
#include <gio/gunixoutputstream.h>
#include <string.h>
#include <unistd.h>

struct _CrmCsvWriter
{
  GOutputStream *stream;
  GString *line;
  gboolean closed;
};

static CrmCsvWriter *
wrap (GOutputStream *stream)
{
  CrmCsvWriter *self = g_new0 (CrmCsvWriter, 1);

  self->stream = g_buffered_output_stream_new_sized (stream, 65536);
  self->line = g_string_new (NULL);
  return self;
}

CrmCsvWriter *
crm_csv_writer_new (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  /* Customers' data: for the owner alone. */
  g_autoptr (GFileOutputStream) stream =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);

  return stream != NULL ? wrap (G_OUTPUT_STREAM (stream)) : NULL;
}

CrmCsvWriter *
crm_csv_writer_new_for_stdout (void)
{
  g_autoptr (GOutputStream) stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);

  return wrap (stream);
}

void
crm_csv_writer_free (CrmCsvWriter *self)
{
  if (self == NULL)
    return;
  if (!self->closed)
    {
      /* A cancelled close of g_file_replace() leaves the old file alone. */
      g_autoptr (GCancellable) cancelled = g_cancellable_new ();

      g_cancellable_cancel (cancelled);
      g_output_stream_close (self->stream, cancelled, NULL);
    }
  g_object_unref (self->stream);
  g_string_free (self->line, TRUE);
  g_free (self);
}

void
crm_csv_writer_add (CrmCsvWriter *self, const char *cell)
{
  gsize n = strlen (cell);

  if (self->line->len > 0)
    g_string_append_c (self->line, ',');
  if (n > 0 && strpbrk (cell, ",;\t\"\r\n") == NULL && cell[0] != ' ' && cell[n - 1] != ' ')
    g_string_append (self->line, cell);
  else
    {
      gsize from = self->line->len, size = csv_write (NULL, 0, cell, n);

      g_string_set_size (self->line, from + size);
      csv_write (self->line->str + from, size, cell, n);
    }
}

void
crm_csv_writer_add_text (CrmCsvWriter *self, const char *text)
{
  if (text[0] != '\0' && strchr ("=+-@\t'", text[0]) != NULL)
    {
      g_autofree char *safe = g_strconcat ("'", text, NULL);

      crm_csv_writer_add (self, safe);
    }
  else
    crm_csv_writer_add (self, text);
}

gboolean
crm_csv_writer_end_row (CrmCsvWriter *self, GError **error)
{
  gboolean done;

  g_string_append (self->line, "\r\n");
  done =
      g_output_stream_write_all (self->stream, self->line->str, self->line->len, NULL, NULL, error);
  g_string_truncate (self->line, 0);
  return done;
}

gboolean
crm_csv_writer_close (CrmCsvWriter *self, GError **error)
{
  self->closed = TRUE;
  return g_output_stream_close (self->stream, NULL, error);
}

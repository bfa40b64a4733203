/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Test helpers; see the header. Main thread only, but for the cancel callback. */

#include "crm-analytics-fixture.h"

#include <math.h>
#include <string.h>

char *
crm_fixture_shared (const char *name)
{
  const char *directory = g_getenv ("CRM_SHARED_DIR");
  g_autofree char *path = g_build_filename (directory == NULL ? "." : directory, name, NULL);

  if (directory != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  g_test_skip ("needs the shared reference data");
  return NULL;
}

char *
crm_fixture_data (const char *name)
{
  const char *directory = g_getenv ("CRM_TEST_DATA");

  return g_build_filename (directory == NULL ? "data" : directory, name, NULL);
}

static char **
split_line (const char *line)
{
  char **cells = g_strsplit (line, ",", -1);

  for (guint i = 0; cells[i] != NULL; i++)
    {
      gsize length;

      g_strstrip (cells[i]);
      length = strlen (cells[i]);
      if (length >= 2 && cells[i][0] == '"' && cells[i][length - 1] == '"')
        {
          memmove (cells[i], cells[i] + 1, length - 2);
          cells[i][length - 2] = '\0';
        }
    }

  return cells;
}

CrmFixtureTable *
crm_fixture_table_new (const char *path)
{
  CrmFixtureTable *self = g_new0 (CrmFixtureTable, 1);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint l = 0; lines[l] != NULL; l++)
    {
      char **cells;

      if (lines[l][0] == '\0')
        continue;
      cells = split_line (lines[l]);
      for (guint j = 0; cells[j] != NULL; j++)
        {
          if (l == 0)
            {
              g_ptr_array_add (self->names, cells[j]);
              g_ptr_array_add (self->cells, g_ptr_array_new_with_free_func (g_free));
            }
          else
            g_ptr_array_add (g_ptr_array_index (self->cells, j), cells[j]);
        }
      self->n += l > 0;
      g_free (cells);
    }

  return self;
}

void
crm_fixture_table_free (CrmFixtureTable *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

static GPtrArray *
find_column (CrmFixtureTable *self, const char *name)
{
  guint index;

  g_assert_true (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &index));
  return g_ptr_array_index (self->cells, index);
}

const char *
crm_fixture_table_text (CrmFixtureTable *self, const char *name, gsize row)
{
  return g_ptr_array_index (find_column (self, name), row);
}

double *
crm_fixture_table_numbers (CrmFixtureTable *self, const char *name)
{
  GPtrArray *cells = find_column (self, name);
  double *values = g_new (double, MAX (self->n, 1));

  for (gsize i = 0; i < self->n; i++)
    {
      const char *cell = g_ptr_array_index (cells, i);
      char *end;

      values[i] = g_ascii_strtod (cell, &end);
      if (end == cell || *end != '\0')
        values[i] = NAN;
    }

  return values;
}

JsonParser *
crm_fixture_json (const char *path)
{
  JsonParser *self = json_parser_new_immutable ();
  GError *error = NULL;

  json_parser_load_from_mapped_file (self, path, &error);
  g_assert_no_error (error);
  return self;
}

JsonNode *
crm_fixture_node (JsonParser *self, const char *path)
{
  JsonNode *node = json_parser_get_root (self);
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);

  for (guint i = 0; parts[i] != NULL && node != NULL; i++)
    {
      if (JSON_NODE_HOLDS_ARRAY (node))
        node = json_array_get_element (json_node_get_array (node),
                                       (guint) g_ascii_strtoull (parts[i], NULL, 10));
      else
        node = json_object_get_member (json_node_get_object (node), parts[i]);
    }
  if (node == NULL)
    g_error ("no member %s", path);

  return node;
}

double
crm_fixture_number (JsonParser *self, const char *path)
{
  return json_node_get_double (crm_fixture_node (self, path));
}

void
crm_fixture_assert_near (const char *file, int line, const char *function, const char *what,
                         double value, double expected, double relative, double absolute)
{
  g_autofree char *message = NULL;

  if (fabs (value - expected) <= absolute + relative * fabs (expected))
    return;

  message = g_strdup_printf ("%s is %.17g, not %.17g", what, value, expected);
  g_assertion_message (G_LOG_DOMAIN, file, line, function, message);
}

static gboolean
count_down_cb (gpointer data)
{
  CrmFixtureCancel *self = data;

  return g_atomic_int_add (&self->calls, -1) <= 1;
}

void
crm_fixture_cancel_after (CrmFixtureCancel *self, gint calls)
{
  self->context = (CrmAnalyticsContext){ .cancelled = count_down_cb, .cancelled_data = self };
  self->calls = calls;
}

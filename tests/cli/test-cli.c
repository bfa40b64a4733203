/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The commands that work on a database, run as a person or a script runs them: answers, exit codes, and
 * what is in the file afterwards. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *database;
  char *output; /* of the last command */
  char *errors;
} Desk;

static Desk *
desk_new (void)
{
  Desk *self = g_new0 (Desk, 1);

  self->folder = g_dir_make_tmp ("crm-cli-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->database = g_build_filename (self->folder, "crm.db", NULL);
  return self;
}

static void
desk_free (Desk *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->database);
  g_free (self->output);
  g_free (self->errors);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static char *
write_file (Desk *self, const char *name, const char *text)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* The exit code; `json` asks for machine-readable answers. Words are cut as a shell does. */
static int
run (Desk *self, gboolean json, const char *format, ...)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (line[0] != '\0')
    g_assert_true (g_shell_parse_argv (line, NULL, &words, &error));
  g_ptr_array_add (argv, (gpointer) g_getenv ("CRM_CLI"));
  g_ptr_array_add (argv, (gpointer) "--database");
  g_ptr_array_add (argv, self->database);
  if (json)
    g_ptr_array_add (argv, (gpointer) "--json");
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);
  process =
      g_subprocess_newv ((const char *const *) argv->pdata,
                         G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->errors, g_free);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &self->output, &self->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* Runs with --json, must succeed, gives the answer. */
static JsonNode *
ask (Desk *self, const char *line)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (run (self, TRUE, "%s", line) != 0)
    g_error ("%s: %s", line, self->errors);
  node = json_from_string (self->output, &error);
  if (node == NULL)
    g_error ("%s answers what is no JSON: %s\n%s", line, error != NULL ? error->message : "",
             self->output);
  return node;
}

static double
ask_number (Desk *self, const char *line, const char *member)
{
  g_autoptr (JsonNode) node = ask (self, line);
  JsonObject *object = json_node_get_object (node);

  if (!json_object_has_member (object, member))
    g_error ("%s: no %s in %s", line, member, self->output);
  return json_object_get_double_member (object, member);
}

static void
test_usage (void)
{
  g_autoptr (Desk) desk = desk_new ();

  g_assert_cmpint (run (desk, FALSE, "%s", ""), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "nonsense"), ==, 2);
  g_assert_true (strstr (desk->errors, "nonsense") != NULL);
  g_assert_cmpint (run (desk, FALSE, "query nothing"), ==, 2);
  g_assert_true (strstr (desk->errors, "nothing") != NULL);
  g_assert_cmpint (run (desk, FALSE, "query"), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "query customer --no-such-option"), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "query customer --count --sum order-sum"), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "--help"), ==, 0);
  g_assert_true (strstr (desk->output, "sample") != NULL);
  /* Nothing of this made a database. */
  g_assert_false (g_file_test (desk->database, G_FILE_TEST_EXISTS));
}

/* Orders in several currencies, from the file to the sums. */
static void
test_currencies (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = g_build_filename (desk->folder, "orders.csv", NULL);

  g_assert_true (g_file_set_contents (file,
                                      "number,date,customer code,customer name,product,quantity,"
                                      "unit price,currency\n"
                                      "F1,2026-10-02,X1,Okaya,Bearing,10,1980,JPY\n"
                                      "F2,2026-11-03,X1,Okaya,Valve,2,99.95,US$\n"
                                      "F3,2026-11-05,X2,Gulf,Pump,1,12.345,KWD\n"
                                      "F4,2026-11-06,X1,Okaya,Valve,1,100,人民币\n"
                                      "F5,2026-11-06,X1,Okaya,Valve,1,100,quid\n",
                                      -1, NULL));
  g_assert_cmpint (run (desk, FALSE, "import --kind transactions %s", file), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query order --count", "count"), ==, 4);
  g_assert_cmpfloat (ask_number (desk, "query order --sum amount --filter 'currency = JPY'", "sum"),
                     ==, 19800);
  g_assert_cmpfloat (ask_number (desk, "query order --sum amount --filter 'currency = KWD'", "sum"),
                     ==, 12.345);
  /* Apples and pears. */
  g_assert_cmpint (run (desk, FALSE, "query order --sum amount"), ==, 2);
  g_assert_true (strstr (desk->errors, "base-amount") != NULL);
  g_assert_cmpfloat (ask_number (desk, "query order --sum base-amount", "sum"), ==, 100);
  g_assert_cmpfloat (ask_number (desk, "currency", "orders-without-rate"), ==, 3);

  g_assert_cmpint (run (desk, FALSE, "rate USD 7.1"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "rate JPY 0.047 --from 2026-01-01"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "rate KWD 23 --from 2026-11-06"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "rate USD 0"), ==, 1);
  g_assert_cmpint (run (desk, FALSE, "rate"), ==, 0);
  g_assert_true (strstr (desk->output, "1 USD = 7.1 CNY") != NULL);
  /* 100 + 199.90 × 7.1 + 19800 × 0.047; the rate of the dinar came a day too late. */
  g_assert_cmpfloat_with_epsilon (ask_number (desk, "query order --sum base-amount", "sum"),
                                  100 + 1419.29 + 930.60, 1e-9);
  g_assert_cmpfloat (ask_number (desk, "currency", "orders-without-rate"), ==, 1);
  g_assert_cmpint (run (desk, FALSE, "check"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "currency nothing"), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "currency JPY"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "check"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "undo"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "check"), ==, 0);
  g_assert_cmpfloat (
      ask_number (desk, "query order --sum base-amount --filter 'number = F1'", "sum"), ==, 930.60);
}

/* Own fields out into a file, and read back as what they are. */
static void
test_own_fields (void)
{
  g_autoptr (Desk) desk = desk_new ();

  g_assert_cmpint (run (desk, FALSE, "sample --customers 20 --seed 1"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "export customer --fields name,custom.Height:number"), ==, 0);
  /* Lines end with CR LF in CSV. */
  g_assert_true (strstr (desk->output, "id,name,custom.Height:number\r\n") != NULL);
  g_assert_cmpint (run (desk, FALSE, "export customer --fields nonsense"), ==, 2);
  g_assert_cmpfloat (
      ask_number (desk, "query customer --count --filter 'custom.Height:number is empty'", "count"),
      ==, 20);
  g_assert_cmpint (
      run (desk, FALSE, "query customer --sort custom.Height:number --fields name,custom.Height"),
      ==, 0);
}

static void
test_duplicates (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = g_build_filename (desk->folder, "customers.csv", NULL);
  g_autoptr (JsonNode) groups = NULL;
  JsonObject *group;
  JsonArray *customers;
  g_autofree char *command = NULL;

  g_assert_true (g_file_set_contents (file,
                                      "name,number,phone\n"
                                      "深圳市智云科技有限公司,C1,+8613805712290\n"
                                      "智云科技（深圳）,C2,+8613805712291\n"
                                      "Alone,C3,+8613805712292\n",
                                      -1, NULL));
  g_assert_cmpint (run (desk, FALSE, "import --kind customers %s", file), ==, 0);
  groups = ask (desk, "duplicates");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (groups)), ==, 1);
  group = json_array_get_object_element (json_node_get_array (groups), 0);
  g_assert_cmpstr (
      json_array_get_string_element (json_object_get_array_member (group, "reasons"), 0), ==,
      "name");
  customers = json_object_get_array_member (group, "customers");
  g_assert_cmpuint (json_array_get_length (customers), ==, 2);
  command = g_strdup_printf (
      "merge %s %s",
      json_object_get_string_member (json_array_get_object_element (customers, 0), "id"),
      json_object_get_string_member (json_array_get_object_element (customers, 1), "id"));
  g_assert_cmpint (run (desk, FALSE, "%s --take phone", command), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "%s", command), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "check"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "undo"), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 3);
  g_assert_cmpint (run (desk, FALSE, "merge 1"), ==, 2);
}

static void
test_sample_and_query (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (JsonNode) list = NULL;
  double all, some, rest;

  g_assert_cmpint (run (desk, FALSE, "sample --customers 60 --seed 5"), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 60);
  all = ask_number (desk, "query customer --count", "count");
  some = ask_number (desk, "query customer --count --filter 'level = a'", "count");
  rest = ask_number (desk, "query customer --count --filter 'level != a'", "count");
  g_assert_cmpfloat (some, >, 0);
  g_assert_cmpfloat (some + rest, ==, all);
  g_assert_cmpfloat (ask_number (desk, "query customer --sum order-sum", "sum"), >, 0);
  list = ask (desk, "query customer --limit 7");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 7);
  g_clear_pointer (&list, json_node_unref);
  list = ask (desk, "query customer --limit 1 --fields name,type");
  g_assert_cmpuint (
      json_object_get_size (json_array_get_object_element (json_node_get_array (list), 0)), <=, 4);
  g_assert_true (json_object_has_member (
      json_array_get_object_element (json_node_get_array (list), 0), "name"));
  g_assert_cmpint (run (desk, FALSE, "query customer --fields name,fish"), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "query customer --count"), ==, 0);
  g_assert_cmpstr (desk->output, ==, "60\n");
  g_assert_cmpint (run (desk, FALSE, "query customer --filter '(level = a'"), ==, 1);
  g_assert_cmpint (run (desk, FALSE, "query customer --filter 'nowhere = a'"), ==, 1);
  g_assert_cmpuint (strlen (desk->errors), >, 10);
  g_assert_cmpfloat (ask_number (desk, "check", "problems"), ==, 0);
}

static const char customers[] =
    "number,name,city\nA1,Harbour & Pine,Hull\nA2,\"Lumina, Ltd\",苏州\n"
    ",,Nowhere\n";

static void
test_import (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = write_file (desk, "in.csv", customers);
  g_autofree char *refused = g_build_filename (desk->folder, "refused.csv", NULL);
  g_autofree char *rows = NULL;

  g_assert_cmpint (run (desk, FALSE, "import --kind customers --dry-run %s", file), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "import --kind customers --refused %s %s", refused, file), ==,
                   0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 2);
  g_assert_cmpfloat (ask_number (desk, "query customer --count --filter 'city = 苏州'", "count"),
                     ==, 1);
  g_assert_cmpfloat (ask_number (desk, "query customer --count --search lumina", "count"), ==, 1);
  g_assert_true (g_file_get_contents (refused, &rows, NULL, NULL));
  g_assert_true (strstr (rows, "Nowhere") != NULL);
  g_assert_true (strstr (rows, "no name") != NULL);

  g_assert_cmpint (run (desk, FALSE, "import --kind customers %s", file), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 2);
  g_assert_cmpint (run (desk, FALSE, "import %s/missing.csv", desk->folder), ==, 1);
  g_assert_cmpuint (strlen (desk->errors), >, 10);
  g_assert_cmpint (run (desk, FALSE, "import --kind fish %s", file), ==, 2);
}

static void
test_map (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = write_file (desk, "in.csv", "firm xyz,town xyz\nHarbour,Hull\n");

  g_assert_cmpint (run (desk, FALSE,
                        "import --kind customers --map 'firm xyz=name' --map 'town xyz=city' %s",
                        file),
                   ==, 0);
  g_assert_cmpfloat (ask_number (desk,
                                 "query customer --count --filter 'name = Harbour and city = Hull'",
                                 "count"),
                     ==, 1);
  g_assert_cmpint (run (desk, FALSE, "import --kind customers --map 'firm xyz=fish' %s", file), !=,
                   0);
}

static void
test_export (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = write_file (desk, "in.csv", customers);
  g_autofree char *path = g_build_filename (desk->folder, "out.csv", NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (run (desk, FALSE, "import --kind customers %s", file), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "export customer -o %s", path), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "id,name,"));
  g_assert_true (strstr (text, "\"Lumina, Ltd\"") != NULL);
  g_assert_cmpint (run (desk, FALSE, "export customer --filter 'city = Hull'"), ==, 0);
  g_assert_true (strstr (desk->output, "Harbour & Pine") != NULL);
  g_assert_true (strstr (desk->output, "Lumina") == NULL);
}

/* The common options stand anywhere; every command that prints records prints them as JSON too. */
static void
test_json_records (void)
{
  static const char *const calls[] = {
    "--json export customer --filter 'city = Hull'",
    "export customer --json --filter 'city = Hull'",
    "query customer --filter 'city = Hull' --json",
    "query --json customer --limit 1 --sort name --fields name",
  };
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = write_file (desk, "in.csv", customers);

  g_assert_cmpint (run (desk, FALSE, "import --kind customers %s", file), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (JsonNode) root = NULL;
      JsonArray *records;

      g_assert_cmpint (run (desk, FALSE, "%s", calls[i]), ==, 0);
      root = json_from_string (desk->output, NULL);
      g_assert_true (root != NULL && JSON_NODE_HOLDS_ARRAY (root));
      records = json_node_get_array (root);
      g_assert_cmpuint (json_array_get_length (records), ==, 1);
      g_assert_cmpstr (
          json_object_get_string_member (json_array_get_object_element (records, 0), "name"), ==,
          "Harbour & Pine");
    }
  g_assert_cmpint (run (desk, FALSE, "export customer --json --filter 'city = Nowhere'"), ==, 0);
  g_assert_cmpstr (desk->output, ==, "[\n]\n");
  g_assert_cmpint (run (desk, FALSE, "query customer --database"), ==, 2);
}

static void
test_history (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = write_file (desk, "in.csv", customers);
  g_autoptr (JsonNode) list = NULL, after = NULL;
  JsonObject *group;

  g_assert_cmpint (run (desk, FALSE, "import --kind customers %s", file), ==, 0);
  list = ask (desk, "history");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 1);
  group = json_array_get_object_element (json_node_get_array (list), 0);
  g_assert_cmpstr (json_object_get_string_member (group, "verb"), ==, "import");
  g_assert_cmpint (json_object_get_int_member (group, "count"), ==, 2);
  g_assert_false (json_object_get_boolean_member (group, "undone"));

  g_assert_cmpint (run (desk, FALSE, "undo"), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "check", "problems"), ==, 0);
  g_assert_cmpint (run (desk, FALSE, "redo"), ==, 0);
  g_assert_cmpfloat (ask_number (desk, "query customer --count", "count"), ==, 2);
  g_assert_cmpfloat (ask_number (desk, "query customer --count --search harbour", "count"), ==, 1);
  g_assert_cmpfloat (ask_number (desk, "check", "problems"), ==, 0);
  after = ask (desk, "history");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (after)), ==, 3);
  /* Nothing left to do again. */
  g_assert_cmpint (run (desk, FALSE, "redo"), ==, 1);
}

/* Amounts have the digits of their own currency. */
static void
test_history_money (void)
{
  static const char head[] = "Name,Annual revenue,Currency\n";
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *first = g_strconcat (head, "Tokyo Optics,5000,JPY\n", NULL),
                  *second = g_strconcat (head, "Tokyo Optics,7000,JPY\n", NULL),
                  *file = write_file (desk, "yen.csv", first),
                  *later = write_file (desk, "later.csv", second), *command = NULL;
  g_autoptr (JsonNode) list = NULL, entries = NULL;
  gboolean found = FALSE;

  g_assert_cmpint (run (desk, FALSE, "import --kind customers --stage nonsense %s", file), !=, 0);
  g_assert_cmpint (run (desk, FALSE, "import --kind customers --stage dormant %s", file), ==, 0);
  g_assert_cmpfloat (
      ask_number (desk, "query customer --count --filter 'lifecycle-stage = dormant'", "count"), ==,
      1);
  g_assert_cmpint (run (desk, FALSE, "import --kind customers --overwrite %s", later), ==, 0);
  list = ask (desk, "query customer");
  command = g_strdup_printf (
      "history %s", json_object_get_string_member (
                        json_array_get_object_element (json_node_get_array (list), 0), "id"));
  entries = ask (desk, command);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (entries)); i++)
    {
      JsonObject *entry = json_array_get_object_element (json_node_get_array (entries), i);

      if (g_strcmp0 (json_object_get_string_member (entry, "field"), "annual-revenue") != 0)
        continue;
      g_assert_cmpstr (json_object_get_string_member (entry, "before"), ==, "5000");
      g_assert_cmpstr (json_object_get_string_member (entry, "after"), ==, "7000");
      found = TRUE;
    }
  g_assert_true (found);
}

static void
test_segments (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (JsonNode) node = NULL;

  g_assert_cmpint (run (desk, FALSE, "segments --method rfm"), ==, 1);
  g_assert_cmpint (run (desk, FALSE, "sample --customers 120 --seed 2"), ==, 0);
  node = ask (desk, "segments --method rfm");
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  g_assert_cmpfloat (ask_number (desk, "query segment --count", "count"), >, 2);
  g_assert_cmpint (run (desk, FALSE, "segments --method fish"), ==, 2);
}

static void
test_bad_database (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *text = NULL;
  g_autofree char *wanted = g_strnfill (5000, 'x');

  g_assert_true (g_file_set_contents (desk->database, wanted, -1, NULL));
  g_assert_cmpint (run (desk, FALSE, "query customer --count"), ==, 1);
  g_assert_cmpuint (strlen (desk->errors), >, 20);
  g_assert_true (g_file_get_contents (desk->database, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/sample-and-query", test_sample_and_query);
  g_test_add_func ("/cli/import", test_import);
  g_test_add_func ("/cli/map", test_map);
  g_test_add_func ("/cli/export", test_export);
  g_test_add_func ("/cli/json-records", test_json_records);
  g_test_add_func ("/cli/history", test_history);
  g_test_add_func ("/cli/history-money", test_history_money);
  g_test_add_func ("/cli/segments", test_segments);
  g_test_add_func ("/cli/bad-database", test_bad_database);
  g_test_add_func ("/cli/currencies", test_currencies);
  g_test_add_func ("/cli/duplicates", test_duplicates);
  g_test_add_func ("/cli/own-fields", test_own_fields);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `crm-cli compute`: how files are read and refused, and the methods of
 * segmentation and affinity. */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "crm-random.h"

typedef struct
{
  int status;
  char *output;
  char *errors;
} Answer;

static void
clear_answer (Answer *self)
{
  g_free (self->output);
  g_free (self->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, clear_answer)

/* Runs "crm-cli compute ARGUMENTS" with @csv on standard input. */
static Answer
compute (const char *csv, const char *arguments)
{
  g_autofree char *line = g_strconcat (g_getenv ("CRM_CLI"), " compute ", arguments, NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Answer answer = { 0 };

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                   G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, csv, NULL, &answer.output, &answer.errors, NULL);
  g_assert_true (g_subprocess_get_if_exited (process));
  answer.status = g_subprocess_get_exit_status (process);
  return answer;
}

static JsonObject *
parse (const Answer *answer, JsonParser *parser)
{
  if (answer->status != 0)
    g_error ("%s", answer->errors);
  g_assert_true (json_parser_load_from_data (parser, answer->output, -1, NULL));
  return json_node_get_object (json_parser_get_root (parser));
}

/* Three clear kinds of customers. */
static char *
make_customers (guint n, gboolean reversed)
{
  GString *csv = g_string_new ("Customer,Recency,Orders,Amount\n");

  for (guint at = 0; at < n; at++)
    {
      guint i = reversed ? n - 1 - at : at;
      CrmRandom random;

      crm_random_init (&random, 5, i);
      g_string_append_printf (csv, "\"C-%u, Ltd\",%u,%u,%.2f\n", i,
                              (guint) (i % 3 * 100 + crm_random_below (&random, 20)),
                              (guint) (10 - 4 * (i % 3) + crm_random_below (&random, 2)),
                              1000.0 / (1 + 5 * (i % 3)) * (1 + crm_random_double (&random)));
    }
  return g_string_free (csv, FALSE);
}

static void
expect_refusal (const char *csv, const char *arguments, int status, const char *words)
{
  g_auto (Answer) answer = compute (csv, arguments);

  g_assert_cmpint (answer.status, ==, status);
  g_assert_cmpstr (answer.output, ==, "");
  if (strstr (answer.errors, words) == NULL)
    g_error ("“%s” does not say “%s”", answer.errors, words);
}

static void
test_refusals (void)
{
  const char *kmeans = "kmeans --input - --k 2 --json";

  expect_refusal ("", kmeans, 1, "empty");
  expect_refusal ("a,b\n", kmeans, 1, "no data rows");
  expect_refusal ("a,b\n1,2\n3,x\n", kmeans, 1, "Data row 2, column “b”: “x”");
  expect_refusal ("a,b\n1,2\n3,nan\n", kmeans, 1, "Data row 2");
  expect_refusal ("a,b\n1,2\n3,inf\n", kmeans, 1, "Data row 2");
  expect_refusal ("a,b\n1,2\n3,1e999\n", kmeans, 1, "Data row 2");
  expect_refusal ("a,b\n1,2\n3,0x10\n", kmeans, 1, "Data row 2");
  expect_refusal ("a,b\n1,2\n3,\n", kmeans, 1, "empty");
  expect_refusal ("a,b\n1,2\n3\n", kmeans, 1, "has 1 values, the header has 2");
  expect_refusal ("a,b\n1,\"2\n", kmeans, 1, "quot");
  expect_refusal ("a,b\n1,2\n", kmeans, 1, "1 rows cannot form 2 groups");
  expect_refusal ("a,b\n1,2\n1,2\n", kmeans, 1, "different values");
  expect_refusal ("a\nx\n", kmeans, 1, "feature");
  expect_refusal ("a\n1\n", "kmeans --input - --col feature=b", 1, "“b”");
  expect_refusal ("a\n1\n", "kmeans --input - --k 0", 2, "--k");
  expect_refusal ("a\n1\n", "kmeans --input - --k two", 2, "two");
  expect_refusal ("a\n1\n", "kmeans --input - --colour 3", 2, "--colour");
  expect_refusal ("a\n1\n", "kmeans --input - --prepare magic", 2, "magic");
  expect_refusal ("a\n1\n", "kmeans --k 1", 2, "--input");
  expect_refusal ("a\n1\n", "kmeans --input", 2, "--input");
  expect_refusal ("a\n1\n", "astrology --input -", 2, "astrology");
  expect_refusal ("a\n1\n", "kmeans --input /nowhere/at/all.csv", 1, "/nowhere");
  expect_refusal ("a\n1\n", "choose-k --input -", 1, "too few");
  expect_refusal ("recency,frequency,monetary\n1,-2,3\n", "rfm --input -", 1, "column “frequency”");
  expect_refusal ("recency,frequency\n1,2\n", "rfm --input -", 1, "monetary");
}

static void
test_help (void)
{
  g_auto (Answer) list = compute (NULL, "--help");
  g_auto (Answer) rfm = compute (NULL, "rfm --help");

  g_assert_cmpint (list.status, ==, 0);
  g_assert_nonnull (strstr (list.output, "kmeans"));
  g_assert_cmpint (rfm.status, ==, 0);
  g_assert_nonnull (strstr (rfm.output, "recency"));
  g_assert_nonnull (strstr (rfm.output, "--thresholds"));
}

static void
test_rfm (void)
{
  /* A byte order mark, CRLF, quotes, capitals in the header. */
  const char *csv = "\xef\xbb\xbf\"Customer ID\",Recency,FREQUENCY,\"Monetary\"\r\n"
                    "\"Sun, "
                    "Ltd\",1,9,\"50\"\r\nB,10,1,0\r\nC,20,1,0\r\nD,30,1,0\r\nE,40,2,7\r\n";
  g_auto (Answer) answer = compute (csv, "rfm --input - --json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *customers = json_object_get_array_member (parse (&answer, parser), "customers");
  JsonObject *first = json_array_get_object_element (customers, 0);
  JsonObject *second = json_array_get_object_element (customers, 1);

  g_assert_cmpuint (json_array_get_length (customers), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, "Sun, Ltd");
  g_assert_cmpint (json_object_get_int_member (first, "r"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (first, "m"), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (first, "cell"), ==, "champions");
  g_assert_cmpint (json_object_get_int_member (second, "f"), ==, 2);
}

/* The same bytes from any number of threads; the same groups from reversed
 * rows. */
static void
test_groups (void)
{
  g_autofree char *csv = make_customers (150, FALSE);
  g_autofree char *reversed = make_customers (150, TRUE);
  const char *arguments = "segments --input - --k 3 --prepare log-robust --json --threads %u "
                          "--col id=Customer --col feature=Recency,Orders,Amount";
  g_autofree char *one = g_strdup_printf (arguments, 1);
  g_autofree char *seven = g_strdup_printf (arguments, 7);
  g_auto (Answer) a = compute (csv, one);
  g_auto (Answer) b = compute (csv, seven);
  g_auto (Answer) c = compute (reversed, seven);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *segments;

  g_assert_cmpstr (a.output, ==, b.output);
  g_assert_cmpstr (a.output, ==, c.output);
  segments = json_object_get_array_member (parse (&a, parser), "segments");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (segments, i), "n"),
                     ==, 50);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (segments, 0), "name"), ==,
      "champions");
}

static void
test_choose_k (void)
{
  g_autofree char *csv = make_customers (300, FALSE);
  g_auto (Answer) answer = compute (csv, "choose-k --input - --prepare log-z --json --summary "
                                         "--col feature=Recency,Orders,Amount");
  g_auto (Answer) text = compute (csv, "choose-k --input - --prepare log-z --summary "
                                       "--col feature=Recency,Orders,Amount");
  g_auto (Answer) stability = compute (csv, "stability --input - --prepare log-z --json --k 3 "
                                            "--col feature=Recency,Orders,Amount");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonParser) other = json_parser_new ();

  g_assert_cmpint (json_object_get_int_member (parse (&answer, parser), "k"), ==, 3);
  g_assert_cmpfloat (json_object_get_double_member (parse (&stability, other), "kept"), >, 0.95);
  g_assert_cmpint (text.status, ==, 0);
  g_assert_nonnull (strstr (text.output, "k: 3\n"));
}

static void
test_kmeans_figures (void)
{
  g_auto (Answer) answer = compute ("x\n0\n1\n10\n11\n13\n", "kmeans --input - --k 2 --json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse (&answer, parser);
  JsonArray *labels = json_object_get_array_member (root, "labels");

  /* {10, 11, 13} around 34/3 and {0, 1} around 1/2: 14/3 + 1/2. */
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (root, "inertia"), 31 / 6.0, 1e-13);
  g_assert_cmpint (json_array_get_int_element (labels, 0), ==, 1);
  g_assert_cmpint (json_array_get_int_element (labels, 4), ==, 0);
}

static void
test_affinity (void)
{
  GString *csv = g_string_new ("order,product\n");
  g_auto (Answer) answer = { 0 };
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *rule;

  /* Forty of 73 baskets have tea, thirty of them milk too; bread comes with
   * anything. */
  for (guint i = 0; i < 100; i++)
    {
      if (i < 40)
        g_string_append_printf (csv, "%u,tea\n", i);
      if (i < 30 || i >= 95)
        g_string_append_printf (csv, "%u,milk\n", i);
      if (i % 2 == 0)
        g_string_append_printf (csv, "%u,bread\n", i);
    }
  answer = compute (csv->str, "affinity --input - --json --confidence 0.5 --length 2");
  root = parse (&answer, parser);
  g_assert_cmpint (json_object_get_int_member (root, "baskets"), ==, 73);
  g_assert_cmpint (json_object_get_int_member (root, "rules_found"), ==, 2);
  rule = json_array_get_object_element (json_object_get_array_member (root, "rules"), 0);
  g_assert_cmpint (json_object_get_int_member (rule, "count"), ==, 30);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (rule, "lift"),
                                  30 * 73 / (40.0 * 35), 1e-13);
  g_string_free (csv, TRUE);
}

static void
test_movement (void)
{
  g_auto (Answer) answer =
      compute ("before,after\na,x\na,x\nb,y\nb,x\n,y\nb,\n", "movement --input - --json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse (&answer, parser);

  g_assert_cmpint (json_object_get_int_member (root, "present_in_both"), ==, 4);
  g_assert_cmpfloat (json_object_get_double_member (root, "kept"), ==, 0.75);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/compute-segmentation/refusals", test_refusals);
  g_test_add_func ("/cli/compute-segmentation/help", test_help);
  g_test_add_func ("/cli/compute-segmentation/rfm", test_rfm);
  g_test_add_func ("/cli/compute-segmentation/groups", test_groups);
  g_test_add_func ("/cli/compute-segmentation/choose-k", test_choose_k);
  g_test_add_func ("/cli/compute-segmentation/kmeans-figures", test_kmeans_figures);
  g_test_add_func ("/cli/compute-segmentation/affinity", test_affinity);
  g_test_add_func ("/cli/compute-segmentation/movement", test_movement);
  return g_test_run ();
}

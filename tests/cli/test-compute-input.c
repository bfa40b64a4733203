/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `crm-cli compute METHOD` on files nobody should send: each of these files, to each of these
 * methods, is refused in a sentence that says what is wrong and where. */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

/* Nothing is an empty text. */
static char *
take_text (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length == 0 ? g_strdup ("") : g_strndup (data, length);
}

/* Exit status of `crm-cli compute METHOD --input - --json` with @input on standard input. */
static int
run_compute (const char *method, const char *input, gsize length, char **output, char **errors)
{
  g_autoptr (GBytes) given = g_bytes_new (input, length);
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) complaint = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
          G_SUBPROCESS_FLAGS_STDERR_PIPE,
      &error, g_getenv ("CRM_CLI"), "compute", method, "--input", "-", "--json", NULL);

  g_assert_no_error (error);
  /* It may stop reading before all is written. */
  if (!g_subprocess_communicate (process, given, NULL, &out, &complaint, &error))
    g_error ("%s: %s", method, error->message);
  *output = take_text (out);
  *errors = take_text (complaint);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* Methods that read one column of numbers, and its name. */
static const struct
{
  const char *method, *column;
} series[] = {
  { "nps", "score" },      { "csat", "score" },        { "ces", "score" },
  { "quantile", "value" }, { "adjust", "p" },          { "bootstrap", "value" },
  { "forecast", "value" }, { "holtwinters", "value" }, { "holt", "value" },
  { "ses", "value" },      { "srm", "count" },
};

#define TEXT(text) text, sizeof (text) - 1

/* “@” stands for the name of the column; 1 is an answer, a count and a probability. */
static const struct
{
  const char *input;
  gsize length;
  const char *words;
} files[] = {
  { TEXT (""), "empty" },
  { TEXT ("\n\n"), "empty" },
  { TEXT ("\xef\xbb\xbf"), "empty" },
  { TEXT ("@\n"), "no data" },
  { TEXT ("@\r\n\r\n"), "no data" },
  { TEXT ("@\n1\ntext\n"), "Data row 2" },
  { TEXT ("@\n1\ninf\n"), "Data row 2" },
  { TEXT ("@\n1\n1e999\n"), "Data row 2" },
  { TEXT ("@\n1\n0x10\n"), "Data row 2" },
  { TEXT ("@\n1\n1e308\n"), "too large" },
  { TEXT ("@\n1\n-1e308\n"), "too large" },
  { TEXT ("@\n1\n\n1\n"), "Data row 2" },
  { TEXT ("@\r\n1\r\n\r\n1\r\n"), "Data row 2" },
  { TEXT ("@\n1,5\n"), "Data row 1" },
  { TEXT ("@\n1\n\"1\n"), "quoted" },
  { TEXT ("@\n1\0002\n"), "zero bytes" },
  { TEXT ("\0\0\0\0"), "zero bytes" },
  { TEXT ("@,@\n1,1\n"), "Columns 1 and 2" },
  { TEXT ("other\n1\n"), "olumn" },
  { TEXT ("1\n1\n"), "olumn" },
};

static void
test_series (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    for (guint j = 0; j < G_N_ELEMENTS (files); j++)
      {
        g_autoptr (GString) input = g_string_new (NULL);
        g_autofree char *output = NULL, *errors = NULL;
        int status;

        for (gsize k = 0; k < files[j].length; k++)
          if (files[j].input[k] == '@')
            g_string_append (input, series[i].column);
          else
            g_string_append_c (input, files[j].input[k]);

        status = run_compute (series[i].method, input->str, input->len, &output, &errors);
        if (status != 1 || *output != '\0' || strstr (errors, files[j].words) == NULL)
          g_error ("%s, file %u: status %d, “%s”, “%s”", series[i].method, j, status, output,
                   errors);
      }
}

/* clang-format off */
static const struct { const char *method, *input, *words; } refusals[] = {
  { "kmeans", "a,b\n1,2\n3,4\n", "cannot form" },
  { "kmeans", "a,a\n1,2\n3,4\n", "Columns 1 and 2" },
  { "kmeans", "1,2\n3,4\n5,6\n", "only numbers" },
  { "kmeans", "a,b\n1,2\n3,1e200\n", "Data row 2, column “b”" },
  { "segments", "a,b\n1,2\n3\n", "Data row 2" },
  { "rfm", "recency,frequency,monetary\n1,1,1\n-1,1,1\n", "row 2" },
  { "rfm", "recency,frequency\n1,1\n", "monetary" },
  { "nbd", "x;y\n1;2\n", "none of the columns" },
  { "service-level", "hours;kept\n1;0\n", "none of the columns" },
  { "wilson", "a\n1\n", "none of the columns" },
  { "affinity", "basket,item\n1,a\n,b\n", "Data row 2, column “basket”" },
  { "affinity", "basket,item\n1,a\n1,\xe9\n", "not in UTF-8" },
  { "wilson", "successes,trials\n-3,10\n", "Data row 1, column “successes”: “-3” is below 0" },
  { "wilson", "k,n\n3,10\n2.5,10\n", "Data row 2, column “k”: “2.5” is not a whole number" },
  { "nbd", "x,t_x,T\n1,2,3\n-1,2,3\n", "Data row 2, column “x”: “-1” is below 0" },
  { "gammagamma", "frequency,amount\n1,2\n3,-2\n", "Data row 2, column “amount”: “-2” is below 0" },
  { "nps", "rating\n9\n11\n", "Data row 2, column “rating”: 11 is not between 0 and 10" },
  { "csat", "rating\n5\n4.5\n", "Data row 2, column “rating”: “4.5” is not a whole number" },
  { "csat", "rating\n5\n6\n", "Data row 2, column “rating”: 6 is not between 1 and 5" },
  { "acsi", "sat,exp\n5,6\n7,11\n", "Data row 2, column “exp”: 11 is not between 1 and 10" },
  { "adjust", "p\n0.5\n1.5\n", "Data row 2, column “p”: “1.5” is not between 0 and 1" },
  { "service-level", "kept,duration\n1,2\n-1,3\n", "Data row 2, column “kept”: “-1” is below 0" },
  { "logit", "y,a\n0,1\n2,3\n1,4\n", "Data row 2, column “y”: 2 is not between 0 and 1" },
  { "logit", "y,age,size\n0,1,3\n1,2,3\n1,3,3\n0,4,3\n", "“size”: never varies" },
  { "logit", "y,age,size\n0,1,2\n1,2,4\n1,3,6\n0,4,8\n1,5,10\n", "“size”: a combination" },
  { "logit", "y,age\n0,1\n0,2\n1,3\n1,4\n", "“age” most" },
  { "ordinal", "y,age,size\n0,1,3\n1,2,3\n2,3,3\n0,4,3\n1,4,3\n", "“size”: never varies" },
  { "relative-weights", "y,age,size\n1,1,3\n2,2,3\n3,4,3\n4,4,3\n5,4,3\n", "“size”: never varies" },
  { "quantile", "x\n1\n1e-300\n", "Data row 2, column “x”: “1e-300” is too small" },
};

/* Read as if it were plain: a mark of the byte order, line ends of other systems, blank lines. */
static const char *const same[] = {
  "score\n7\n9\n10\n", "\xef\xbb\xbfscore\n7\n9\n10\n", "score\r\n7\r\n9\r\n10\r\n",
  "score\r7\r9\r10\r", "\n\nscore\n7\n9\n10\n\n\n", "score\n7\n9\n10",
};
/* clang-format on */

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *output = NULL, *errors = NULL;
      int status = run_compute (refusals[i].method, refusals[i].input, strlen (refusals[i].input),
                                &output, &errors);

      if (status != 1 || *output != '\0' || strstr (errors, refusals[i].words) == NULL)
        g_error ("%s, refusal %u: status %d, “%s”, “%s”", refusals[i].method, i, status, output,
                 errors);
    }
}

static void
test_same (void)
{
  g_autofree char *plain = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *output = NULL, *errors = NULL;

      g_assert_cmpint (run_compute ("nps", same[i], strlen (same[i]), &output, &errors), ==, 0);
      if (plain == NULL)
        plain = g_strdup (output);
      g_assert_cmpstr (output, ==, plain);
    }
}

/* Blank lines between rows of several columns say nothing. */
static void
test_blank_lines (void)
{
  const char *input = "successes,trials\n8,10\n\n9,10\n";
  g_autofree char *output = NULL, *errors = NULL;

  g_assert_cmpint (run_compute ("wilson", input, strlen (input), &output, &errors), ==, 0);
  g_assert_nonnull (strstr (output, "\"rows\":2"));
}

/* Numbers whose shortest form has an exponent and no point stay JSON. */
static void
test_exponents (void)
{
  const char *input = "p\n1e-10\n1\n0.5\n", *small = "value\n1e-10\n1e-10\n";
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *output = NULL, *errors = NULL;

  g_assert_cmpint (run_compute ("quantile", small, strlen (small), &output, &errors), ==, 0);
  g_assert_true (json_parser_load_from_data (parser, output, -1, NULL));
  g_assert_nonnull (strstr (output, "e-1"));
  g_assert_null (strstr (output, "e-10.0"));
  g_clear_pointer (&output, g_free);
  g_clear_pointer (&errors, g_free);

  g_assert_cmpint (run_compute ("adjust", input, strlen (input), &output, &errors), ==, 0);
  g_assert_true (json_parser_load_from_data (parser, output, -1, NULL));
  g_assert_nonnull (strstr (output, "1.0")); /* one without an exponent keeps its fraction */
}

/* The program has read at least what a pipe cannot hold when all is written, so it hears the signal; whether it
 * waits for more then or not, it stops. */
static void
test_interrupted (void)
{
  static const int signals[] = { SIGINT, SIGTERM };
  g_autoptr (GString) rows = g_string_new ("value\n");

  while (rows->len < 1 << 20)
    g_string_append (rows, "1.5\n");
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autofree char *output = NULL, *errors = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = g_subprocess_new (
          G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
              G_SUBPROCESS_FLAGS_STDERR_PIPE,
          &error, g_getenv ("CRM_CLI"), "compute", "bootstrap", "--input", "-", NULL);

      g_assert_no_error (error);
      g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), rows->str,
                                                rows->len, NULL, NULL, &error));
      g_subprocess_send_signal (process, signals[i]);
      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, &error));
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_if_exited (process));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
      g_assert_cmpstr (output, ==, "");
      g_assert_nonnull (strstr (errors, "cancelled"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/compute-input/series", test_series);
  g_test_add_func ("/cli/compute-input/refusals", test_refusals);
  g_test_add_func ("/cli/compute-input/same", test_same);
  g_test_add_func ("/cli/compute-input/blank-lines", test_blank_lines);
  g_test_add_func ("/cli/compute-input/exponents", test_exponents);
  g_test_add_func ("/cli/compute-input/interrupted", test_interrupted);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `crm-cli compute` for lifetime and satisfaction: what it answers, in any order of rows, and what it
 * says of files that nobody should send. */

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
  g_autofree char *line =
      g_strconcat (g_getenv ("CRM_CLI"), " compute ", arguments, " --input - --json", NULL);
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
  g_subprocess_communicate_utf8 (process, csv, NULL, &answer.output, &answer.errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  answer.status = g_subprocess_get_exit_status (process);
  return answer;
}

static JsonObject *
parse_answer (const Answer *answer, JsonParser *parser)
{
  if (answer->status != 0)
    g_error ("%s", answer->errors);
  g_assert_true (json_parser_load_from_data (parser, answer->output, -1, NULL));
  return json_node_get_object (json_parser_get_root (parser));
}

/* Rows under one header, shuffled where asked. */
static char *
join_rows (const char *header, GPtrArray *rows, gboolean shuffled)
{
  GString *text = g_string_new (header);
  CrmRandom random;

  crm_random_init (&random, 4, 0);
  for (guint i = rows->len; shuffled && i > 1; i--)
    {
      guint j = (guint) crm_random_below (&random, i);
      gpointer kept = rows->pdata[i - 1];

      rows->pdata[i - 1] = rows->pdata[j];
      rows->pdata[j] = kept;
    }
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s\n", (char *) rows->pdata[i]);
  return g_string_free (text, FALSE);
}

/* Purchases of 150 customers, some of whom stop. */
static GPtrArray *
make_purchases (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);
  CrmRandom random;

  crm_random_init (&random, 1, 0);
  for (guint c = 0; c < 150; c++)
    {
      guint step = 5 + (guint) crm_random_below (&random, 60);
      guint stop =
          crm_random_below (&random, 3) == 0 ? 60 + (guint) crm_random_below (&random, 200) : 400;

      for (guint day = (guint) crm_random_below (&random, 50); day < stop;
           day += 1 + (guint) crm_random_below (&random, 2 * step))
        g_ptr_array_add (rows, g_strdup_printf ("c%u,%u,%u", c, day, 20 + c % 7 * 5 + day % 3));
    }
  return rows;
}

static void
test_models (void)
{
  static const char *const methods[] = { "nbd", "bgnbd", "mbgnbd", "paretonbd" };
  g_autoptr (GPtrArray) rows = make_purchases ();
  g_autofree char *csv = join_rows ("customer,date,amount\n", rows, FALSE);
  g_autofree char *shuffled = join_rows ("customer,date,amount\n", rows, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *arguments =
          g_strdup_printf ("%s --horizon 60 --value --summary", methods[i]);
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_auto (Answer) answer = compute (csv, arguments);
      g_auto (Answer) again = compute (shuffled, arguments);
      JsonObject *object = parse_answer (&answer, parser);

      g_assert_cmpstr (answer.output, ==, again.output);
      g_assert_cmpint (json_object_get_int_member (object, "n_customers"), ==, 150);
      g_assert_cmpstr (json_object_get_string_member (object, "model"), ==, methods[i]);
      g_assert_true (json_object_get_boolean_member (object, "converged"));
      g_assert_cmpfloat (json_object_get_double_member (object, "expected_total"), >, 0);
      g_assert_cmpfloat (json_object_get_double_member (object, "total_value"), >, 0);
    }
}

/* BG/NBD counts customers without a repeat purchase as alive by construction: nothing is shown. */
static void
test_alive (void)
{
  static const char csv[] =
      "id,x,t_x,T\na,2,30.43,38.86\nb,0,0,38.86\nc,8,20,30\nd,1,2,38\ne,5,38,39\n"
      "f,1,1,30\ng,3,4,39\nh,12,13,39\n";
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (Answer) answer = compute (csv, "bgnbd --horizon 39 --force");
  JsonArray *customers = json_object_get_array_member (parse_answer (&answer, parser), "customers");

  g_assert_cmpuint (json_array_get_length (customers), ==, 8);
  g_assert_true (
      json_object_get_null_member (json_array_get_object_element (customers, 1), "p_alive"));
  g_assert_false (
      json_object_get_null_member (json_array_get_object_element (customers, 0), "p_alive"));
}

static void
test_gammagamma (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (Answer) answer =
      compute ("frequency,monetary_value\n1,20\n0,0\n3,31.5\n2,18\n7,44\n4,25\n", "gammagamma");
  JsonObject *object = parse_answer (&answer, parser);

  g_assert_cmpint (json_object_get_int_member (object, "n_customers"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (object, "n_without_purchase"), ==, 1);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "customers")), ==,
                    6);
}

static void
test_backtest (void)
{
  g_autoptr (GPtrArray) rows = make_purchases ();
  g_autofree char *csv = join_rows ("customer,date,amount\n", rows, FALSE);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (Answer) answer = compute (csv, "backtest --cut 280");
  JsonObject *object = parse_answer (&answer, parser);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "rules")), ==, 7);
  g_assert_cmpfloat (json_object_get_double_member (object, "actual"), >, 0);
  g_assert_nonnull (json_object_get_string_member (object, "best"));
}

/* Answers of 150 customers about whom one thing is known, which matters. */
static GPtrArray *
make_answers (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);
  CrmRandom random;

  crm_random_init (&random, 2, 0);
  for (guint c = 0; c < 300; c++)
    {
      double late = crm_random_double (&random),
             truth = 80 - 40 * late + 6 * crm_random_normal (&random);
      guint n = c < 150 ? 1 + c % 3 : 0;

      for (guint k = 0; k < n; k++)
        {
          double answer = truth + 10 * crm_random_normal (&random);

          g_ptr_array_add (rows, g_strdup_printf ("c%u,%s,%.2f,%u,%.4f", c, k == 1 ? "NPS" : "CSAT",
                                                  CLAMP (answer, 0, 100), c % 90, late));
        }
      if (n == 0)
        g_ptr_array_add (rows, g_strdup_printf ("c%u,,,,%.4f", c, late));
    }
  return rows;
}

static void
test_satisfaction (void)
{
  g_autoptr (GPtrArray) rows = make_answers ();
  g_autofree char *csv = join_rows ("customer,instrument,score,age_days,late\n", rows, FALSE);
  g_autofree char *shuffled = join_rows ("customer,instrument,score,age_days,late\n", rows, TRUE);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (Answer) answer = compute (csv, "satisfaction --half-life 365 --col age=age_days");
  g_auto (Answer) plain = compute (csv, "satisfaction --summary");
  g_auto (Answer) again = compute (shuffled, "satisfaction --summary");
  JsonObject *object = parse_answer (&answer, parser);
  JsonArray *customers = json_object_get_array_member (object, "customers");

  g_assert_cmpstr (plain.output, ==, again.output);
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "scores-for-all");
  g_assert_cmpstr (json_object_get_string_member (object, "reference"), ==, "CSAT");
  g_assert_cmpuint (json_array_get_length (customers), ==, 300);
  for (guint i = 0; i < 300; i++)
    {
      JsonObject *customer = json_array_get_object_element (customers, i);
      JsonArray *parts = json_object_get_array_member (customer, "contributions");
      double sum = json_object_get_double_member (customer, "baseline") +
                   json_object_get_double_member (customer, "survey") +
                   json_object_get_double_member (customer, "limit");

      for (guint k = 0; k < json_array_get_length (parts); k++)
        sum += json_array_get_double_element (parts, k);
      g_assert_cmpfloat_with_epsilon (sum, json_object_get_double_member (customer, "score"), 1e-9);
    }
}

static void
test_refusals (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (Answer) few = compute ("customer,score,late\na,50,1\nb,70,0\n", "satisfaction");
  JsonObject *object = parse_answer (&few, parser);

  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "few-answers");
  g_assert_false (json_object_has_member (object, "customers"));
}

static void
test_bad_files (void)
{
  static const struct
  {
    const char *arguments, *csv, *word;
  } bad[] = {
    { "bgnbd", "", "empty" },
    { "bgnbd", "x,t_x,T\n", "no data rows" },
    { "bgnbd", "x,t_x,T\n1,2,3\n", "at least two" },
    { "bgnbd", "x,t_x,T\n1,2,3\n1,5,3\n", "after the end" },
    { "bgnbd", "x,t_x,T\n1,2,3\n-1,2,3\n", "below 0" },
    { "bgnbd", "x,t_x,T\n1,2,3\nmany,2,3\n", "many" },
    { "bgnbd", "x,t_x,T\n1,2,3\n1,inf,3\n", "inf" },
    { "bgnbd", "x,t_x,T\n0,0,3\n0,0,3\n", "No customer bought again" },
    { "bgnbd", "a,b\n1,2\n", "frequency" },
    { "nbd", "id,date\na,2011-02-30\n", "2011-02-30" },
    { "paretonbd --value", "id,date\na,1\na,5\nb,1\n", "monetary" },
    { "gammagamma", "x,monetary\n1,-5\n2,3\n3,4\n", "below 0" },
    { "gammagamma", "x,monetary\n1,5\n2,5\n3,5\n", "no variation" },
    { "backtest", "id,date\na,1\na,5\n", "two customers" },
    { "backtest --cut never", "id,date\na,1\na,5\n", "never" },
    { "satisfaction", "id,score\na,101\n", "between 0 and 100" },
    { "satisfaction", "id,score\na,\n", "No answers" },
    { "satisfaction", "id,score,late\na,5,1\na,6,2\n", "other features" },
    { "satisfaction --reference X", "id,score,instrument\na,5,CSAT\n", "X" },
    { "satisfaction --customers /nonexistent", "id,score\na,5\n", "nonexistent" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (Answer) answer = compute (bad[i].csv, bad[i].arguments);

      g_test_message ("%s: %d %s", bad[i].arguments, answer.status, answer.errors);
      g_assert_cmpint (answer.status, !=, 0);
      g_assert_cmpstr (answer.output, ==, "");
      g_assert_nonnull (strstr (answer.errors, bad[i].word));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compute-customers/models", test_models);
  g_test_add_func ("/compute-customers/alive", test_alive);
  g_test_add_func ("/compute-customers/gammagamma", test_gammagamma);
  g_test_add_func ("/compute-customers/backtest", test_backtest);
  g_test_add_func ("/compute-customers/satisfaction", test_satisfaction);
  g_test_add_func ("/compute-customers/refusals", test_refusals);
  g_test_add_func ("/compute-customers/bad-files", test_bad_files);
  return g_test_run ();
}

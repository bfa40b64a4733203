/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `crm-cli compute` for statistics, experiments, regressions and forecasts, from outside: one
 * figure of every method, and input nobody should send. */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Exit status of `crm-cli compute ARGUMENTS` with @input on standard input. */
static int
run_compute (const char *arguments, const char *input, char **output, char **errors)
{
  g_autofree char *line = g_strdup_printf ("compute %s", arguments);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) words = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &words, &error));
  g_ptr_array_add (argv, (gpointer) g_getenv ("CRM_CLI"));
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                   G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, input == NULL ? "" : input, NULL, output,
                                                errors, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* Follows "a.b.0" from @node. */
static double
find_number (JsonNode *node, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (JSON_NODE_HOLDS_ARRAY (node))
        node = json_array_get_element (json_node_get_array (node),
                                       (guint) g_ascii_strtoull (parts[i], NULL, 10));
      else
        node = json_object_get_member (json_node_get_object (node), parts[i]);
      if (node == NULL)
        g_error ("no member %s", path);
    }

  return JSON_NODE_HOLDS_NULL (node) ? NAN : json_node_get_double (node);
}

#define SERIES                                                                                     \
  "value\n10\n14\n8\n12\n11\n15\n9\n13\n12\n16\n10\n14\n13\n17\n11\n15\n14\n18\n12\n16\n"
#define BINARY "y,x\n0,1\n0,2\n1,3\n0,4\n1,5\n1,6\n0,3\n1,4\n0,2\n1,5\n"

/* clang-format off */
static const struct { const char *arguments, *input, *path; double value, tolerance; } figures[] = {
  { "wilson --successes 8 --trials 10 --json", NULL, "lower", 0.4901624715366418, 1e-12 },
  { "wilson --input - --json", "k,n\n8,10\n42,60\n", "shares.1.upper", 0.8010183386123089, 1e-12 },
  { "nps --promoters 10 --passives 0 --detractors 0 --json", NULL, "adjusted_wald.0", 47.5035515447902, 1e-10 },
  { "nps --promoters 10 --passives 0 --detractors 0 --json", NULL, "adjusted_wald.1", 100, 0 },
  { "nps --promoters 0 --passives 0 --detractors 4 --json", NULL, "adjusted_wald.0", -100, 0 },
  { "nps --promoters 5 --passives 3 --detractors 2 --json", NULL, "adjusted_wald.0", -19.05061537636367, 1e-10 },
  { "nps --input - --json", "score,group\n10,a\n9,a\n3,b\n8,b\n", "groups.b.nps", -50, 1e-12 },
  { "csat --input - --json", "score\n5\n4\n4\n3\n5\n1\n4\n5\n4\n5\n", "wilson.0", 49.01624715366418, 1e-10 },
  { "ces --input - --json", "score\n7\n5\n3\n6\n", "mean", 5.25, 1e-14 },
  { "ses --input - --json", "value\n4\n4\n4\n4\n", "alpha", NAN, 0 },
  { "ses --input - --json", "value\n4\n4\n4\n4\n", "forecast.0", 4, 0 },
  { "ces --input - --json", "score\n7\n7\n6\n", "mean_interval.1", 7, 0 },
  { "ces --input - --json", "score\n1\n1\n2\n", "mean_interval.0", 1, 0 },
  { "ces --input - --json", "score\n5\n", "mean_interval.0", NAN, 0 },
  { "acsi --input - --json", "sat,exp\n10,10\n10,9\n10,4\n", "interval.1", 100, 0 },
  { "acsi --input - --json", "sat,exp\n1,1\n1,2\n1,7\n", "interval.0", 0, 0 },
  { "acsi --input - --json", "sat,exp\n1,1\n", "interval.0", NAN, 0 },
  { "acsi --weights 0.3885,0.319,0.2925 --input - --json", "sat,exp,ideal\n8,7,6\n", "index", 67.73333333333333, 1e-11 },
  { "quantile --input - --json", "value\n3\n1\n2\n4\n", "quantiles.2", 2.5, 1e-14 },
  { "relative-weights --input - --json", "y,a,b\n1,1,5\n2,2,1\n3,3,4\n4,4,2\n5,5,3\n", "r_squared", 1, 1e-12 },
  { "service-level --input - --json", "made_sla,hours\n1,4\n0,NA\n1,2\n", "kept.share", 2 / 3.0, 1e-14 },
  { "two-proportion --input - --json", "group,successes,trials\nmen,3894,21307\nnone,2262,21306\n", "comparisons.0.z",
    22.48604082719282, 1e-10 },
  { "two-proportion --input - --json --control c", "group,outcome\nc,0\nt,1\nc,1\nt,1\nc,0\nt,0\n", "comparisons.0.difference",
    1 / 3.0, 1e-14 },
  { "welch --input - --json", "a,b\n0.7,1.9\n-1.6,0.8\n-0.2,1.1\n-1.2,0.1\n-0.1,-0.1\n3.4,4.4\n3.7,5.5\n0.8,1.6\n0,4.6\n2,3.4\n",
    "comparisons.0.t", -1.8608, 5e-5 },
  { "power --p1 0.5 --p2 0.75 --power 0.9 --json", NULL, "n", 76.7, 0.05 },
  { "power --difference 1 --sd 1 --power 0.9 --json", NULL, "n", 22.0211, 1e-3 },
  { "power --p1 0.1 --n 2000 --json", NULL, "p2_above", 0.128, 2e-3 },
  { "srm --input - --json", "count\n21307\n21387\n21306\n", "chi2", 0.20253125, 1e-12 },
  { "adjust --input - --json", "p\n0.01\n0.04\n0.03\n0.005\n", "p_holm.1", 0.06, 1e-14 },
  { "bootstrap --input - --json", "value\n3\n3\n3\n", "percentile.0", 3, 0 },
  { "assign --shares 1,1 --input - --json", "id\n1\n2\n3\n4\n", "strata.0.counts.0", 2, 0 },
  { "logit --ridge 1 --folds 2 --input - --json", BINARY, "in_sample.auc", 0.92, 1e-12 },
  { "ordinal --input - --json", "score,x\n1,2\n2,3\n3,1\n1,1\n2,2\n3,4\n3,3\n1,3\n", "deviance", 16.505149181112067, 1e-9 },
  { "ses --horizon 1 --input - --json", "value\n5\n5\n5\n5\n", "forecast.0", 5, 1e-12 },
  { "holt --horizon 2 --input - --json", "value\n1\n2\n3\n4\n5\n6\n", "forecast.1", 8, 1e-9 },
  { "holtwinters --period 4 --horizon 4 --input - --json", SERIES, "forecast.0", 15, 1e-6 },
  { "forecast --period 4 --horizon 4 --input - --json", SERIES, "forecast.3", 17, 1e-6 },
};

/* Status 1: the input; 2: the way it was called. */
static const struct { const char *arguments, *input; int status; const char *words; } refusals[] = {
  { "nps --input - --json", "", 1, "" },
  { "nps --input - --json", "score\n", 1, "no data" },
  { "nps --input - --json", "score\n11\n", 1, "Data row 1, column" },
  { "nps --input - --json", "score\nten\n", 1, "ten" },
  { "csat --input - --json", "score\n4.5\n", 1, "Data row 1, column" },
  { "csat --json", NULL, 2, "--input" },
  { "wilson --successes=-1 --trials 10 --json", NULL, 1, "-1" },
  { "wilson --trials 0 --json", NULL, 1, "" },
  { "wilson --trials ten --json", NULL, 2, "ten" },
  { "quantile --input - --json", "value\n1\nnan\n", 1, "" },
  { "quantile --probabilities '' --input - --json", "value\n1\n", 2, "--probabilities" },
  { "quantile --threads x --input - --json", "value\n1\n", 2, "“x” is not a whole number" },
  { "quantile --threads -1 --input - --json", "value\n1\n", 2, "--threads must be between" },
  { "kmeans --k 2.5 --input - --json", "a,b\n1,2\n3,4\n", 2, "“2.5” is not a whole number" },
  { "kmeans --col feature=a,a --input - --json", "a,b\n1,2\n3,4\n", 1, "“a” is named twice" },
  { "quantile --probabilities 2 --input - --json", "value\n1\n", 1, "2" },
  { "two-proportion --input - --json", "group,successes,trials\na,-3,10\nb,2,10\n", 1, "-3" },
  { "two-proportion --input - --json", "group,outcome\na,1\na,0\n", 1, "two groups" },
  { "welch --input - --json", "a,b\n1,1\n1,1\n", 1, "varies" },
  { "welch --input - --json", "a,b\n1,inf\n", 1, "" },
  { "power --json", NULL, 1, "--p1" },
  { "power --p1 1.5 --p2 0.5 --json", NULL, 2, "p1" },
  { "power --p1 0.5 --p2 0.5 --json", NULL, 1, "" },
  { "srm --input - --json", "count\n0\n0\n", 1, "" },
  { "adjust --input - --json", "p\n1.5\n", 1, "" },
  { "assign --input - --json", "id\n1\n1\n", 1, "twice" },
  { "logit --input - --json", "y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n1,6\n", 1, "separate" },
  { "logit --input - --json", "y,x,c\n0,1,5\n1,2,5\n0,3,5\n1,4,5\n0,5,5\n", 1, "never varies" },
  { "logit --input - --json", "y,a,b\n0,1,2\n1,2,4\n0,3,6\n1,4,8\n0,5,10\n1,3,6\n", 1, "combination" },
  { "logit --input - --json", "y,x\n0,1\n2,2\n0,3\n", 1, "Data row 2, column" },
  { "holtwinters --input - --json", SERIES, 1, "" },
  { "holtwinters --period 4 --seasonal odd --input - --json", SERIES, 2, "--seasonal" },
  { "holtwinters --period 4 --seasonal multiplicative --input - --json", "value\n1\n2\n3\n0\n1\n2\n3\n4\n1\n2\n3\n4\n", 1, "not positive" },
  { "forecast --input - --json", "value\n1\n", 1, "" },
};
/* clang-format on */

static void
test_figures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *output = NULL, *errors = NULL;
      double value;

      g_test_message ("%s", figures[i].arguments);
      if (run_compute (figures[i].arguments, figures[i].input, &output, &errors) != 0)
        g_error ("%s: %s", figures[i].arguments, errors);
      g_assert_true (json_parser_load_from_data (parser, output, -1, NULL));
      value = find_number (json_parser_get_root (parser), figures[i].path);
      if (!(fabs (value - figures[i].value) <= figures[i].tolerance) &&
          !(isnan (value) && isnan (figures[i].value)))
        g_error ("%s: %s is %.17g, not %.17g", figures[i].arguments, figures[i].path, value,
                 figures[i].value);
    }
}

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *output = NULL, *errors = NULL;

      g_test_message ("%s", refusals[i].arguments);
      g_assert_cmpint (run_compute (refusals[i].arguments, refusals[i].input, &output, &errors), ==,
                       refusals[i].status);
      g_assert_cmpstr (output, ==, "");
      g_assert_cmpuint (strlen (errors), >, 10);
      g_assert_nonnull (strstr (errors, refusals[i].words));
    }
}

/* Every method of these groups explains itself. */
static void
test_help (void)
{
  g_autofree char *list = NULL, *errors = NULL;

  g_assert_cmpint (run_compute ("--help", NULL, &list, &errors), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_auto (GStrv) words = g_strsplit (figures[i].arguments, " ", 2);
      g_autofree char *call = g_strconcat (words[0], " --help", NULL);
      g_autofree char *help = NULL, *complaint = NULL;

      g_assert_nonnull (strstr (list, words[0]));
      g_assert_cmpint (run_compute (call, NULL, &help, &complaint), ==, 0);
      g_assert_nonnull (strstr (help, words[0]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/compute-statistics/figures", test_figures);
  g_test_add_func ("/cli/compute-statistics/refusals", test_refusals);
  g_test_add_func ("/cli/compute-statistics/help", test_help);
  return g_test_run ();
}

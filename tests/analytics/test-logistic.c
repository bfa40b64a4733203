/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logistic regression: closed forms, score equations on generated data, the published churn and
 * marketing fits, order, threads, and input without an answer. */

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-classifier-score.h"
#include "crm-logistic.h"

enum
{
  N = 1500,
  P = 3
};

typedef struct
{
  double x[P][N], y[N];
} Sample;

static void
draw_sample (Sample *sample)
{
  const double beta[] = { 0.8, -0.5, 0.02 };
  CrmRandom random;

  crm_random_init (&random, 21, 0);
  for (guint i = 0; i < N; i++)
    {
      double eta = -1;

      sample->x[0][i] = crm_random_normal (&random);
      sample->x[1][i] = 5 + 0.6 * sample->x[0][i] + crm_random_normal (&random);
      sample->x[2][i] = 100 + 20 * floor (3 * crm_random_double (&random));
      for (guint j = 0; j < P; j++)
        eta += beta[j] * sample->x[j][i];
      sample->y[i] = crm_random_double (&random) < 1 / (1 + exp (-eta));
    }
}

/* A single 0/1 feature: log odds and Woolf's standard error. */
static void
test_odds_ratio (void)
{
  const gint64 cells[2][2] = { { 40, 10 }, { 25, 35 } };
  double x[110], y[110];
  const double *columns[] = { x };
  g_autoptr (CrmLogistic) fit = NULL;
  gsize n = 0;

  for (guint a = 0; a < 2; a++)
    for (guint b = 0; b < 2; b++)
      for (gint64 i = 0; i < cells[a][b]; i++, n++)
        {
          x[n] = a;
          y[n] = b;
        }
  fit = crm_logistic_new (columns, 1, NULL, y, n, 0, NULL, NULL);
  crm_assert_near (fit->coefficients[0], log (10.0 / 40), 1e-10, 0);
  crm_assert_near (fit->coefficients[1], log (35.0 * 40 / (25 * 10)), 1e-10, 0);
  crm_assert_near (fit->se[0], sqrt (1 / 40.0 + 1 / 10.0), 1e-9, 0);
  crm_assert_near (fit->se[1], sqrt (1 / 40.0 + 1 / 10.0 + 1 / 25.0 + 1 / 35.0), 1e-9, 0);
  crm_assert_near (fit->null_deviance, -2 * (45 * log (45 / 110.0) + 65 * log (65 / 110.0)), 1e-12,
                   0);
  crm_assert_near (fit->aic, fit->deviance + 4, 1e-12, 0);
}

/* At the maximum the score vanishes; the standard error is what the curvature of the likelihood
 * along its profile says. */
static void
test_score_equations (void)
{
  Sample sample;
  const double *columns[P] = { sample.x[0], sample.x[1], sample.x[2] };
  g_autoptr (CrmLogistic) fit = NULL;
  g_autofree double *p = g_new (double, N);
  double score[P + 1] = { 0 };

  draw_sample (&sample);
  fit = crm_logistic_new (columns, P, NULL, sample.y, N, 0, NULL, NULL);
  crm_logistic_predict (fit, columns, N, p);
  for (guint i = 0; i < N; i++)
    {
      score[0] += sample.y[i] - p[i];
      for (guint j = 0; j < P; j++)
        score[j + 1] += (sample.y[i] - p[i]) * sample.x[j][i];
    }
  for (guint j = 0; j <= P; j++)
    crm_assert_near (score[j], 0, 0, 1e-6);
  g_assert_cmpfloat (fabs (fit->coefficients[1] - 0.8), <, 4 * fit->se[1]);
  g_assert_cmpfloat (fabs (fit->coefficients[2] + 0.5), <, 4 * fit->se[2]);
}

static void
shuffle_sample (const Sample *sample, Sample *moved)
{
  guint32 order[N];
  CrmRandom random;

  crm_random_init (&random, 8, 0);
  for (guint i = 0; i < N; i++)
    order[i] = i;
  crm_random_shuffle (&random, order, N);
  for (guint i = 0; i < N; i++)
    {
      for (guint j = 0; j < P; j++)
        moved->x[j][i] = sample->x[j][order[i]];
      moved->y[i] = sample->y[order[i]];
    }
}

static void
test_order_and_threads (void)
{
  Sample sample, moved;
  const double *columns[P] = { sample.x[0], sample.x[1], sample.x[2] };
  const double *others[P] = { moved.x[0], moved.x[1], moved.x[2] };
  g_autoptr (CrmLogistic) first = NULL;

  draw_sample (&sample);
  shuffle_sample (&sample, &moved);
  first = crm_logistic_new (columns, P, NULL, sample.y, N, 0, NULL, NULL);
  for (guint threads = 1; threads <= 7; threads += 3)
    {
      CrmAnalyticsContext context = { .n_threads = threads };
      g_autoptr (CrmLogistic) other =
          crm_logistic_new (others, P, NULL, moved.y, N, 0, &context, NULL);

      g_assert_cmpmem (first->coefficients, (P + 1) * sizeof (double), other->coefficients,
                       (P + 1) * sizeof (double));
      g_assert_cmpmem (first->se, (P + 1) * sizeof (double), other->se, (P + 1) * sizeof (double));
    }
}

static void
test_ridge (void)
{
  const double x[] = { 1, 2, 3, 4, 5, 6 }, y[] = { 0, 0, 0, 1, 1, 1 }, c[] = { 7, 7, 7, 7, 7, 7 };
  const double *columns[] = { x, c, x };
  g_autoptr (CrmLogistic) weak = NULL, strong = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_logistic_new (columns, 1, NULL, y, 6, 0, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
  g_assert_nonnull (strstr (error->message, "separate"));

  weak = crm_logistic_new (columns, 3, NULL, y, 6, 0.1, NULL, NULL);
  strong = crm_logistic_new (columns, 3, NULL, y, 6, 10, NULL, NULL);
  g_assert_cmpfloat (weak->coefficients[2], ==, 0);
  crm_assert_near (weak->coefficients[1], weak->coefficients[3], 1e-9, 0);
  g_assert_cmpfloat (weak->coefficients[1], >, strong->coefficients[1]);
  g_assert_cmpfloat (strong->coefficients[1], >, 0);
  g_assert_true (isnan (weak->p_values[1]));
}

static void
test_errors (void)
{
  const double x[] = { 1, 2, 3, 4, 5, 6 }, y[] = { 0, 1, 0, 1, 0, 1 },
               half[] = { 0, 1, 0.5, 1, 0, 1 };
  const double c[] = { 7, 7, 7, 7, 7, 7 }, twice[] = { 2, 4, 6, 8, 10, 12 };
  const double bad[] = { 1, NAN, 3, 4, 5, 6 }, zeros[6] = { 0 };
  const double quasi[] = { 0, 0, 0, 0, 1, 1 }, quasi_y[] = { 0, 1, 0, 1, 1, 1 };
  const struct
  {
    const double *columns[2];
    gsize n_features;
    const double *y;
    gsize n;
    double ridge;
    int code;
  } cases[] = {
    { { x }, 1, y, 0, 0, CRM_ANALYTICS_ERROR_EMPTY },
    { { x }, 1, y, 1, 0, CRM_ANALYTICS_ERROR_TOO_FEW },
    { { bad }, 1, y, 6, 0, CRM_ANALYTICS_ERROR_VALUE },
    { { x }, 1, half, 6, 0, CRM_ANALYTICS_ERROR_VALUE },
    { { x }, 1, zeros, 6, 0, CRM_ANALYTICS_ERROR_DEGENERATE },
    { { c }, 1, y, 6, 0, CRM_ANALYTICS_ERROR_DEGENERATE },
    { { x, twice }, 2, y, 6, 0, CRM_ANALYTICS_ERROR_DEGENERATE },
    { { quasi }, 1, quasi_y, 6, 0, CRM_ANALYTICS_ERROR_DEGENERATE },
    { { x }, 1, y, 6, -1, CRM_ANALYTICS_ERROR_PARAMETER },
    { { x }, 1, y, 6, NAN, CRM_ANALYTICS_ERROR_PARAMETER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_logistic_new (cases[i].columns, cases[i].n_features, NULL, cases[i].y,
                                       cases[i].n, cases[i].ridge, NULL, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, cases[i].code);
    }
}

static void
test_cancel (void)
{
  Sample sample;
  const double *columns[P] = { sample.x[0], sample.x[1], sample.x[2] };
  g_autofree double *p = g_new (double, N);
  g_autofree guint32 *folds = g_new (guint32, N);
  guint stopped = 0;

  draw_sample (&sample);
  crm_folds_stratified (sample.y, N, 5, 1, folds);
  for (gint calls = 1; calls < 400; calls += 13)
    {
      g_autoptr (GError) error = NULL;
      CrmFixtureCancel cancel;

      crm_fixture_cancel_after (&cancel, calls);
      if (crm_logistic_cross_validate (columns, P, NULL, sample.y, N, 0, folds, 5, &cancel.context,
                                       p, &error))
        break;
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
      stopped++;
    }
  g_assert_cmpuint (stopped, >, 3);
}

static void
test_folds (void)
{
  Sample sample;
  guint32 folds[N];
  guint ones[7] = { 0 }, sizes[7] = { 0 };

  draw_sample (&sample);
  crm_folds_stratified (sample.y, N, 7, 3, folds);
  for (guint i = 0; i < N; i++)
    {
      sizes[folds[i]]++;
      ones[folds[i]] += sample.y[i] == 1;
    }
  for (guint f = 1; f < 7; f++)
    {
      g_assert_cmpint (ABS ((int) sizes[f] - (int) sizes[0]), <=, 1);
      g_assert_cmpint (ABS ((int) ones[f] - (int) ones[0]), <=, 1);
    }
}

/* The design the reference fit used: the file's own columns, "y" first. */
static void
check_fit (JsonParser *json, const char *name, const double *const *columns, char **names,
           guint n_names, const double *y, gsize n)
{
  g_autoptr (CrmLogistic) fit = crm_logistic_new (columns, n_names, NULL, y, n, 0, NULL, NULL);

  for (guint j = 0; j <= n_names; j++)
    {
      const char *column = j == 0 ? "(Intercept)" : names[j - 1];
      g_autofree char *path = g_strdup_printf ("%s.coef.%s", name, column);
      g_autofree char *se = g_strdup_printf ("%s.se.%s", name, column);
      g_autofree char *p = g_strdup_printf ("%s.p.%s", name, column);

      crm_assert_near (fit->coefficients[j], crm_fixture_number (json, path), 1e-6, 0);
      crm_assert_near (fit->se[j], crm_fixture_number (json, se), 1e-5, 0);
      crm_assert_near (fit->p_values[j], crm_fixture_number (json, p), 1e-3, 1e-12);
    }
  {
    g_autofree char *deviance = g_strconcat (name, ".deviance", NULL);
    g_autofree char *null = g_strconcat (name, ".null_deviance", NULL);
    g_autofree char *aic = g_strconcat (name, ".aic", NULL);
    g_autofree char *loglik = g_strconcat (name, ".loglik", NULL);

    crm_assert_near (fit->deviance, crm_fixture_number (json, deviance), 0, 1e-6);
    crm_assert_near (fit->null_deviance, crm_fixture_number (json, null), 0, 1e-6);
    crm_assert_near (fit->aic, crm_fixture_number (json, aic), 0, 1e-6);
    crm_assert_near (fit->log_likelihood, crm_fixture_number (json, loglik), 0, 1e-6);
  }
}

static void
check_folds (JsonParser *json, const char *name, const double *const *columns, guint n_names,
             const double *y, gsize n, CrmClassifierScore *score)
{
  g_autofree double *p = g_new (double, n);
  g_autofree guint32 *folds = g_new (guint32, n);
  g_autofree char *auc = g_strconcat (name, ".cv10_mod.auc", NULL);
  g_autofree char *brier = g_strconcat (name, ".cv10_mod.brier", NULL);
  g_autofree char *lift = g_strconcat (name, ".cv10_mod.top_decile_lift", NULL);

  crm_folds_by_row (n, 10, folds);
  g_assert_true (
      crm_logistic_cross_validate (columns, n_names, NULL, y, n, 0, folds, 10, NULL, p, NULL));
  g_assert_true (crm_classifier_score (p, y, n, NULL, score, NULL));
  crm_assert_near (score->auc, crm_fixture_number (json, auc), 1e-7, 0);
  crm_assert_near (score->brier, crm_fixture_number (json, brier), 1e-8, 0);
  crm_assert_near (score->bins[9].lift, crm_fixture_number (json, lift), 1e-9, 0);
}

static void
test_telco (void)
{
  g_autofree char *path = crm_fixture_shared ("data/telco_churn/telco_numeric.csv");
  g_autofree char *expected = crm_fixture_shared ("expected/regression_R.json");
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autoptr (JsonParser) json = NULL;
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *y = NULL, *p = NULL;
  g_autoptr (CrmLogistic) fit = NULL;
  CrmClassifierScore score;
  guint n_names;

  if (path == NULL || expected == NULL)
    return;
  table = crm_fixture_table_new (path);
  json = crm_fixture_json (expected);
  y = crm_fixture_table_numbers (table, "y");
  n_names = table->names->len - 1;
  for (guint j = 0; j < n_names; j++)
    g_ptr_array_add (columns, crm_fixture_table_numbers (table, table->names->pdata[j + 1]));

  check_fit (json, "glm_telco", (const double *const *) columns->pdata,
             (char **) table->names->pdata + 1, n_names, y, table->n);
  fit = crm_logistic_new ((const double *const *) columns->pdata, n_names, NULL, y, table->n, 0,
                          NULL, NULL);
  p = g_new (double, table->n);
  crm_logistic_predict (fit, (const double *const *) columns->pdata, table->n, p);
  g_assert_true (crm_classifier_score (p, y, table->n, NULL, &score, NULL));
  crm_assert_near (score.auc, crm_fixture_number (json, "glm_telco.auc_in_sample"), 1e-9, 0);
  crm_assert_near (score.brier, crm_fixture_number (json, "glm_telco.brier_in_sample"), 1e-9, 0);
  crm_assert_near (score.calibration_slope, 1, 0, 1e-6);

  check_folds (json, "glm_telco", (const double *const *) columns->pdata, n_names, y, table->n,
               &score);
  crm_assert_near (score.log_loss, crm_fixture_number (json, "glm_telco.cv10_mod.logloss"), 1e-8,
                   0);
  crm_assert_near (score.ece, crm_fixture_number (json, "glm_telco.cv10_mod.ece10"), 1e-6, 0);
  for (guint b = 0; b < 10; b++)
    {
      g_autofree char *lift = g_strdup_printf ("glm_telco.cv10_mod.decile_lift.%u", b);

      crm_assert_near (score.bins[b].lift, crm_fixture_number (json, lift), 1e-9, 0);
    }
}

/* The compressed table, unpacked into a file of its own. */
static CrmFixtureTable *
unpack_table (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path), unpacked = NULL;
  g_autoptr (GFileIOStream) temporary = NULL;
  g_autoptr (GInputStream) packed = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GConverter) converter = NULL;
  g_autoptr (GInputStream) plain = NULL;
  g_autofree char *name = NULL;
  CrmFixtureTable *table;

  converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  plain = g_converter_input_stream_new (packed, converter);
  unpacked = g_file_new_tmp ("bank-XXXXXX.csv", &temporary, NULL);
  g_assert_cmpint (g_output_stream_splice (g_io_stream_get_output_stream (G_IO_STREAM (temporary)),
                                           plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL),
                   >, 1000000);
  name = g_file_get_path (unpacked);
  table = crm_fixture_table_new (name);
  g_file_delete (unpacked, NULL, NULL);
  return table;
}

static double *
flag_column (CrmFixtureTable *table, const char *column, const char *value)
{
  double *flags = g_new (double, table->n);

  for (gsize i = 0; i < table->n; i++)
    flags[i] = g_str_equal (crm_fixture_table_text (table, column, i), value);
  return flags;
}

/* The reference design: signed log1p of the balance, log of the contacts, previous contact or
 * none. */
static GPtrArray *
build_bank_design (CrmFixtureTable *table)
{
  /* clang-format off */
  static const char *const flags[][2] = {
    { "poutcome", "success" }, { "contact", "cellular" }, { "contact", "unknown" }, { "marital", "married" },
    { "education", "tertiary" }, { "job", "retired" }, { "job", "student" },
  };
  /* clang-format on */
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
  double *balance = crm_fixture_table_numbers (table, "balance");
  double *campaign = crm_fixture_table_numbers (table, "campaign");
  double *previous = crm_fixture_table_numbers (table, "previous");

  for (gsize i = 0; i < table->n; i++)
    {
      balance[i] = copysign (log1p (fabs (balance[i])), balance[i]);
      campaign[i] = log (campaign[i]);
      previous[i] = previous[i] > 0;
    }
  g_ptr_array_add (columns, crm_fixture_table_numbers (table, "age"));
  g_ptr_array_add (columns, balance);
  g_ptr_array_add (columns, flag_column (table, "housing", "yes"));
  g_ptr_array_add (columns, flag_column (table, "loan", "yes"));
  g_ptr_array_add (columns, campaign);
  g_ptr_array_add (columns, previous);
  for (guint f = 0; f < G_N_ELEMENTS (flags); f++)
    g_ptr_array_add (columns, flag_column (table, flags[f][0], flags[f][1]));

  return columns;
}

static void
test_bank (void)
{
  static char *names[] = { "age",  "balance", "housing", "loan",     "campaign", "prev",   "psucc",
                           "cell", "unknown", "married", "tertiary", "retired",  "student" };
  g_autofree char *path = crm_fixture_shared ("data/bank_marketing/bank-full.csv.gz");
  g_autofree char *expected = crm_fixture_shared ("expected/regression_R.json");
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autoptr (GPtrArray) columns = NULL;
  g_autoptr (JsonParser) json = NULL;
  g_autofree double *y = NULL;
  CrmClassifierScore score;

  if (path == NULL || expected == NULL)
    return;
  table = unpack_table (path);
  json = crm_fixture_json (expected);
  columns = build_bank_design (table);
  y = flag_column (table, "y", "yes");
  g_assert_cmpuint (table->n, ==, 45211);
  check_fit (json, "glm_bank", (const double *const *) columns->pdata, names, 13, y, table->n);
  check_folds (json, "glm_bank", (const double *const *) columns->pdata, 13, y, table->n, &score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/logistic/odds-ratio", test_odds_ratio);
  g_test_add_func ("/analytics/logistic/score-equations", test_score_equations);
  g_test_add_func ("/analytics/logistic/order-and-threads", test_order_and_threads);
  g_test_add_func ("/analytics/logistic/ridge", test_ridge);
  g_test_add_func ("/analytics/logistic/errors", test_errors);
  g_test_add_func ("/analytics/logistic/cancel", test_cancel);
  g_test_add_func ("/analytics/logistic/folds", test_folds);
  g_test_add_func ("/analytics/logistic/telco", test_telco);
  g_test_add_func ("/analytics/logistic/bank", test_bank);
  return g_test_run ();
}

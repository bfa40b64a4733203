/* SPDX-License-Identifier: GPL-3.0-or-later */

/* RFM scores: by hand, against a second way of counting, and against reference scores. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-order.h"
#include "crm-rfm.h"
#include "crm-segment-twins.h"

typedef struct
{
  guint8 *r, *f, *m, *cells;
} Scores;

static Scores
score (const double *const *columns, gsize n, const CrmRfmOptions *options)
{
  guint8 *memory = g_malloc0 (4 * n);
  Scores scores = { memory, memory + n, memory + 2 * n, memory + 3 * n };
  g_autoptr (GError) error = NULL;

  crm_rfm_score (columns[0], columns[1], columns[2], n, options, NULL, scores.r, scores.f, scores.m,
                 scores.cells, &error);
  g_assert_no_error (error);
  return scores;
}

static void
test_by_hand (void)
{
  const double recency[] = { 1, 10, 20, 30, 40 };
  const double frequency[] = { 9, 1, 1, 1, 2 };
  const double monetary[] = { -5, 0, 0, 0, 7 };
  const double *columns[] = { recency, frequency, monetary };
  Scores scores = score (columns, 5, NULL);

  g_assert_cmpmem (scores.r, 5, ((guint8[]){ 5, 4, 3, 2, 1 }), 5);
  /* Ranks 1, 2 and 3 are tied: midrank 2, 1 + floor (5 * 1.5 / 5) = 2. */
  g_assert_cmpmem (scores.f, 5, ((guint8[]){ 5, 2, 2, 2, 4 }), 5);
  g_assert_cmpmem (scores.m, 5, ((guint8[]){ 1, 3, 3, 3, 5 }), 5);
  g_assert_cmpint (scores.cells[0], ==, crm_rfm_cell (5, 5, 1));
  g_free (scores.r);
}

static void
test_degenerate (void)
{
  const double one[] = { 3, 3, 3 };
  const double *columns[] = { one, one, one };

  for (gsize n = 1; n <= 3; n++)
    {
      Scores scores = score (columns, n, NULL);

      for (gsize i = 0; i < 3 * n; i++)
        g_assert_cmpuint (scores.r[i], ==, 3);
      g_free (scores.r);
    }
}

/* The rule written out: midrank by counting smaller and equal values. */
static void
test_rule (void)
{
  const gsize n = 700;
  g_autoptr (CrmTwin) twin = crm_twin_purchases (n, 4);
  Scores scores = score (CRM_TWIN_COLUMNS (twin), n, NULL);

  for (guint measure = 0; measure < 3; measure++)
    for (gsize i = 0; i < n; i++)
      {
        double smaller = 0, equal = 0, midrank;
        double sign = measure == 0 ? -1 : 1;

        for (gsize o = 0; o < n; o++)
          {
            smaller += sign * twin->columns[measure][o] < sign * twin->columns[measure][i];
            equal += twin->columns[measure][o] == twin->columns[measure][i];
          }
        midrank = smaller + (equal + 1) / 2;
        g_assert_cmpuint (scores.r[measure * n + i], ==,
                          MIN (5, 1 + floor (5 * (midrank - 0.5) / (double) n)));
      }
  g_free (scores.r);
}

static void
test_shuffled (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_purchases (2000, 4);
  g_autofree guint32 *order = NULL;
  g_autoptr (CrmTwin) shuffled = crm_twin_shuffle (twin, 1, &order);
  Scores a = score (CRM_TWIN_COLUMNS (twin), 2000, NULL);
  Scores b = score (CRM_TWIN_COLUMNS (shuffled), 2000, NULL);

  for (gsize i = 0; i < 2000; i++)
    {
      g_assert_cmpuint (b.r[i], ==, a.r[order[i]]);
      g_assert_cmpuint (b.f[i], ==, a.f[order[i]]);
      g_assert_cmpuint (b.m[i], ==, a.m[order[i]]);
      g_assert_cmpuint (b.cells[i], ==, a.cells[order[i]]);
    }
  g_free (a.r);
  g_free (b.r);
}

static void
test_ntile (void)
{
  const CrmRfmOptions options = { .rule = CRM_RFM_NTILE };
  const gsize n = 1003;
  g_autoptr (CrmTwin) twin = crm_twin_purchases (n, 9);
  Scores scores = score (CRM_TWIN_COLUMNS (twin), n, &options);

  for (guint measure = 0; measure < 3; measure++)
    {
      guint sizes[5] = { 0 };

      for (gsize i = 0; i < n; i++)
        sizes[scores.r[measure * n + i] - 1]++;
      /* 1003 = 5 * 200 + 3: the first three hold one more. */
      for (guint s = 0; s < 5; s++)
        g_assert_cmpuint (sizes[s], ==, s < 3 ? 201 : 200);
    }
  g_free (scores.r);
}

static void
test_thresholds (void)
{
  CrmRfmOptions options = { .rule = CRM_RFM_THRESHOLDS,
                            .thresholds = { { 7, 30, 90, 365 }, { 1, 2, 4, 8 }, { 0, 1, 2, 3 } } };
  const double recency[] = { 7, 8, 366 }, frequency[] = { 1, 2, 9 }, monetary[] = { -1, 0.5, 3 };
  const double *columns[] = { recency, frequency, monetary };
  Scores scores = score (columns, 3, &options);
  g_autoptr (GError) error = NULL;
  guint8 bytes[3];

  g_assert_cmpmem (scores.r, 3, ((guint8[]){ 5, 4, 1 }), 3);
  g_assert_cmpmem (scores.f, 3, ((guint8[]){ 1, 2, 5 }), 3);
  g_assert_cmpmem (scores.m, 3, ((guint8[]){ 1, 2, 4 }), 3);
  g_free (scores.r);

  options.thresholds[1][2] = 1;
  g_assert_false (crm_rfm_score (recency, frequency, monetary, 3, &options, NULL, bytes, bytes,
                                 bytes, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
}

static void
test_cells (void)
{
  gboolean seen[CRM_RFM_N_CELLS] = { FALSE };

  for (guint r = 1; r <= 5; r++)
    for (guint f = 1; f <= 5; f++)
      for (guint m = 1; m <= 5; m++)
        seen[crm_rfm_cell (r, f, m)] = TRUE;
  for (guint cell = 0; cell < CRM_RFM_N_CELLS; cell++)
    {
      double recency, value;

      g_assert_true (seen[cell]);
      crm_rfm_cell_middle (cell, &recency, &value);
      g_assert_true (recency >= 1 && recency <= 5 && value >= 1 && value <= 5);
    }
  g_assert_cmpstr (crm_rfm_cell_code (crm_rfm_cell (5, 5, 5)), ==, "champions");
  g_assert_cmpstr (crm_rfm_cell_code (crm_rfm_cell (5, 1, 1)), ==, "new");
  g_assert_cmpstr (crm_rfm_cell_code (crm_rfm_cell (1, 5, 5)), ==, "cant_lose");
  g_assert_cmpstr (crm_rfm_cell_code (crm_rfm_cell (1, 1, 1)), ==, "lost");
  g_assert_cmpstr (crm_rfm_cell_code (crm_rfm_cell (3, 3, 3)), ==, "need_attention");
}

static void
test_bad_input (void)
{
  const double good[] = { 1, 2, 3 };
  const double bad[][3] = { { 1, NAN, 2 }, { 1, INFINITY, 2 }, { 1, -2, 3 } };
  guint8 bytes[3] = { 9, 9, 9 };
  CrmFixtureCancel cancel;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (
          crm_rfm_score (bad[i], good, good, 3, NULL, NULL, bytes, bytes, bytes, NULL, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "row 2"));
      g_clear_error (&error);
      g_assert_false (
          crm_rfm_score (good, bad[i], good, 3, NULL, NULL, bytes, bytes, bytes, NULL, NULL));
    }
  g_assert_false (
      crm_rfm_score (good, good, bad[0], 3, NULL, NULL, bytes, bytes, bytes, NULL, NULL));
  g_assert_false (
      crm_rfm_score (good, good, good, 0, NULL, NULL, bytes, bytes, bytes, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_cmpuint (bytes[0], ==, 9);

  {
    g_autoptr (CrmTwin) twin = crm_twin_purchases (600000, 1);
    g_autofree guint8 *scores = g_malloc (600000);

    crm_fixture_cancel_after (&cancel, 2);
    g_assert_false (crm_rfm_score (twin->columns[0], twin->columns[1], twin->columns[2], 600000,
                                   NULL, &cancel.context, scores, scores, scores, NULL, &error));
    g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
    g_clear_error (&error);
  }
}

/* What other tools do with ties, for the comparison below. Pandas' qcut (duplicates = "drop") numbers only the
 * bands between different quintiles, the minimum being one; SAS's PROC RANK takes the floor of 5 midrank /
 * (n + 1); R's package rfm ends a band below its quintile plus 1. */
static guint
score_pandas (const double limits[4], double minimum, double value)
{
  guint score = 1;

  for (guint i = 0; i < 4; i++)
    score += limits[i] < value && limits[i] > (i == 0 ? minimum : limits[i - 1]);
  return score;
}

static void
score_others (const double *const *columns, gsize n, gboolean pandas, guint8 *const scores[3])
{
  for (guint measure = 0; measure < 3; measure++)
    {
      g_autofree double *values = g_memdup2 (columns[measure], n * sizeof (double));
      g_autofree double *sorted = g_new (double, n);
      g_autofree guint32 *order = NULL;
      double limits[4];

      for (gsize i = 0; i < n && measure == CRM_RFM_RECENCY && !pandas; i++)
        values[i] = -values[i];
      crm_rfm_thresholds (values, n, limits);
      order = crm_order_values (values, n, sorted, NULL, NULL);
      for (gsize begin = 0, end; begin < n; begin = end)
        {
          double midrank;

          for (end = begin; end < n && sorted[end] == sorted[begin]; end++)
            ;
          midrank = (double) (begin + 1 + end) / 2;
          for (gsize i = begin; i < end; i++)
            {
              guint8 *out = &scores[measure][order[i]];

              *out = (guint8) (pandas ? score_pandas (limits, sorted[0], sorted[i])
                                      : 1 + floor (5 * midrank / (double) (n + 1)));
              if (pandas && measure == CRM_RFM_RECENCY)
                *out = 6 - *out;
            }
        }
    }
}

/* Sizes, different cells and split values of one rule, as rfm_scores.json has them. */
static void
check_summary (JsonParser *json, const char *rule, const Scores *scores, const double *frequency,
               gsize n)
{
  static const char letters[] = "RFM";
  const guint8 *const each[] = { scores->r, scores->f, scores->m };
  g_autoptr (GHashTable) cells = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_double_hash, g_double_equal);
  g_autofree char *distinct = g_strdup_printf ("online_retail.%s.distinct_cells", rule);
  g_autofree char *split =
      g_strdup_printf ("online_retail.%s.frequency_values_split_between_scores", rule);
  GHashTableIter iter;
  gpointer bits;
  guint n_split = 0;

  for (guint measure = 0; measure < 3; measure++)
    {
      guint sizes[6] = { 0 };

      for (gsize i = 0; i < n; i++)
        sizes[each[measure][i]]++;
      for (guint s = 0; s < 5; s++)
        {
          g_autofree char *path =
              g_strdup_printf ("online_retail.%s.%c_sizes.%u", rule, letters[measure], s);

          g_assert_cmpuint (sizes[s + 1], ==, (guint) crm_fixture_number (json, path));
        }
    }
  for (gsize i = 0; i < n; i++)
    {
      guint known = GPOINTER_TO_UINT (g_hash_table_lookup (seen, &frequency[i]));

      g_hash_table_add (cells,
                        GUINT_TO_POINTER (scores->r[i] * 100u + scores->f[i] * 10u + scores->m[i]));
      g_hash_table_insert (seen, (gpointer) &frequency[i],
                           GUINT_TO_POINTER (known | 1u << scores->f[i]));
    }
  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, NULL, &bits))
    n_split += (GPOINTER_TO_UINT (bits) & (GPOINTER_TO_UINT (bits) - 1)) != 0;
  g_assert_cmpuint (g_hash_table_size (cells), ==, (guint) crm_fixture_number (json, distinct));
  g_assert_cmpuint (n_split, ==, (guint) crm_fixture_number (json, split));
}

static void
check_rules (CrmFixtureTable *table, const double *const *columns, JsonParser *json)
{
  static const char *const rules[] = { "midrank", "sql_ntile", "r_rfm", "pandas_qcut_drop",
                                       "sas_rank_mean" };

  for (guint rule = 0; rule < G_N_ELEMENTS (rules); rule++)
    {
      CrmRfmOptions options = { .rule = MIN (rule, CRM_RFM_THRESHOLDS) };
      Scores scores;

      for (guint measure = 0; measure < 3; measure++)
        crm_rfm_thresholds (columns[measure], table->n, options.thresholds[measure]);
      for (guint i = 0; i < 4; i++)
        options.thresholds[CRM_RFM_MONETARY][i] += 1;
      scores = score (columns, table->n, &options);
      if (rule > CRM_RFM_THRESHOLDS)
        score_others (columns, table->n, rule == 3,
                      (guint8 *const[]){ scores.r, scores.f, scores.m });
      for (gsize i = 0; i < table->n; i++)
        {
          const char *expected = crm_fixture_table_text (table, rules[rule], i);

          g_assert_cmpint (scores.r[i], ==, expected[0] - '0');
          g_assert_cmpint (scores.f[i], ==, expected[1] - '0');
          g_assert_cmpint (scores.m[i], ==, expected[2] - '0');
        }
      check_summary (json, rules[rule], &scores, columns[1], table->n);
      g_free (scores.r);
    }
}

/* Online Retail by five rules: three of the library, two more put together from its parts. */
static void
test_reference (void)
{
  g_autofree char *path = crm_fixture_shared ("expected/rfm_scores_online_retail.csv");
  g_autofree char *summary = crm_fixture_shared ("expected/rfm_scores.json");
  static const char *const names[] = { "recency", "frequency", "monetary" };
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autoptr (JsonParser) json = NULL;
  double *columns[3];

  if (path == NULL || summary == NULL)
    return;
  table = crm_fixture_table_new (path);
  json = crm_fixture_json (summary);
  g_assert_cmpuint (table->n, ==, 4338);
  for (guint i = 0; i < 3; i++)
    {
      double limits[4];

      columns[i] = crm_fixture_table_numbers (table, names[i]);
      crm_rfm_thresholds (columns[i], table->n, limits);
      for (guint q = 0; q < 4; q++)
        {
          g_autofree char *member =
              g_strdup_printf ("online_retail.quantiles_type7.%s.%u", names[i], q);

          crm_assert_near (limits[q], crm_fixture_number (json, member), 1e-12, 0);
        }
    }
  check_rules (table, (const double *const *) columns, json);
  for (guint i = 0; i < 3; i++)
    g_free (columns[i]);
}

/* The customers' figures from their invoices, and the sums over all. */
static void
test_invoices (void)
{
  g_autofree char *path = crm_fixture_shared ("data/online_retail/invoices.csv");
  g_autofree char *rfm = crm_fixture_shared ("data/online_retail/rfm.csv");
  g_autofree char *summary = crm_fixture_shared ("expected/online_retail_rfm_summary.json");
  static const char *const names[] = { "recency_days", "frequency", "monetary", "lines",
                                       "returns" };
  g_autoptr (CrmFixtureTable) invoices = NULL;
  g_autoptr (CrmFixtureTable) customers = NULL;
  g_autoptr (JsonParser) json = NULL;
  g_autofree double *amounts = NULL, *frequency = NULL, *monetary = NULL;
  gsize row = 0;

  if (path == NULL || rfm == NULL || summary == NULL)
    return;
  invoices = crm_fixture_table_new (path);
  customers = crm_fixture_table_new (rfm);
  json = crm_fixture_json (summary);
  amounts = crm_fixture_table_numbers (invoices, "amt");
  frequency = crm_fixture_table_numbers (customers, "frequency");
  monetary = crm_fixture_table_numbers (customers, "monetary");
  g_assert_cmpuint (customers->n, ==, (gsize) crm_fixture_number (json, "valid_customers"));
  crm_assert_near (crm_sum_exact (amounts, invoices->n), crm_fixture_number (json, "valid_revenue"),
                   1e-12, 0);

  /* Both are sorted by customer. */
  for (gsize i = 0; i < customers->n; i++)
    {
      const char *id = crm_fixture_table_text (customers, "CustomerID", i);
      gsize begin = row;

      while (row < invoices->n &&
             g_str_equal (crm_fixture_table_text (invoices, "CustomerID", row), id))
        row++;
      g_assert_cmpfloat (frequency[i], ==, (double) (row - begin));
      crm_assert_near (crm_sum_exact (amounts + begin, row - begin), monetary[i], 0, 0.006);
    }
  g_assert_cmpuint (row, ==, invoices->n);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree double *values = crm_fixture_table_numbers (customers, names[i]);
      g_autofree char *member = g_strconcat ("rfm_sums.", names[i], NULL);

      crm_assert_near (crm_sum_exact (values, customers->n), crm_fixture_number (json, member),
                       1e-14, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/rfm/by-hand", test_by_hand);
  g_test_add_func ("/analytics/rfm/degenerate", test_degenerate);
  g_test_add_func ("/analytics/rfm/rule", test_rule);
  g_test_add_func ("/analytics/rfm/shuffled", test_shuffled);
  g_test_add_func ("/analytics/rfm/ntile", test_ntile);
  g_test_add_func ("/analytics/rfm/thresholds", test_thresholds);
  g_test_add_func ("/analytics/rfm/cells", test_cells);
  g_test_add_func ("/analytics/rfm/bad-input", test_bad_input);
  g_test_add_func ("/analytics/rfm/reference", test_reference);
  g_test_add_func ("/analytics/rfm/invoices", test_invoices);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Segments from the database: scores against SQL that goes another way, runs kept and read back,
 * movement between two of them. */

#include <math.h>
#include <string.h>

#include "crm-sample.h"
#include "crm-segment-run.h"
#include "store-fixture.h"

#define TODAY 20600

static StoreFixture *
make_shop (guint customers)
{
  StoreFixture *self = store_fixture_new ();
  g_autoptr (GError) error = NULL;

  crm_sample_generate (self->store, customers, 11, TODAY, NULL, NULL, &error);
  g_assert_no_error (error);
  return self;
}

static CrmSegmentRun *
compute (StoreFixture *self, CrmSegmentMethod method)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (self);
  CrmSegmentOptions options = { .method = method, .k = method == CRM_SEGMENT_METHOD_RFM ? 0 : 4 };
  g_autoptr (GError) error = NULL;
  CrmSegmentRun *run = crm_segment_run_compute (reader, &options, TODAY, NULL, &error);

  g_assert_no_error (error);
  return run;
}

static void
write_run (StoreFixture *self, CrmSegmentRun *run)
{
  g_autoptr (GError) error = NULL;

  crm_segment_run_write (run, self->store, NULL, NULL, &error);
  g_assert_no_error (error);
}

static CrmSegmentRun *
load (StoreFixture *self, CrmSegmentMethod method)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (self);
  g_autoptr (GError) error = NULL;
  CrmSegmentRun *run = crm_segment_run_load (reader, method, &error);

  g_assert_no_error (error);
  return run;
}

/* From the lines, not from the totals kept with orders and customers; midranks by window functions. */
static const char reference[] =
    "WITH doc AS (SELECT o.id, o.customer, o.day, sum (l.amount) AS amount FROM sales_order o JOIN "
    "order_line l ON l.\"order\" = o.id AND l.deleted_at IS NULL WHERE o.deleted_at IS NULL AND "
    "o.kind = 'sale' AND o.status IN ('activated', 'fulfilled') GROUP BY o.id HAVING sum "
    "(l.amount) "
    "> 0), "
    "buyer AS (SELECT customer, max (day) AS last, count (*) AS n, sum (amount) AS spent FROM doc "
    "GROUP BY customer), "
    "ranked AS (SELECT *, row_number () OVER (ORDER BY last) AS a, row_number () OVER (ORDER BY n) "
    "AS b, row_number () OVER (ORDER BY spent) AS c, count (*) OVER () AS total FROM buyer), "
    "mid AS (SELECT *, avg (a) OVER (PARTITION BY last) AS ma, avg (b) OVER (PARTITION BY n) AS "
    "mb, "
    "avg (c) OVER (PARTITION BY spent) AS mc FROM ranked) "
    "SELECT customer, ?1 - last, n, spent, min (5, 1 + CAST (5 * (ma - 0.5) / total AS INTEGER)), "
    "min (5, 1 + CAST (5 * (mb - 0.5) / total AS INTEGER)), min (5, 1 + CAST (5 * (mc - 0.5) / "
    "total AS INTEGER)) FROM mid ORDER BY customer";

static void
test_rfm_reference (void)
{
  g_autoptr (StoreFixture) fixture = make_shop (600);
  g_autoptr (CrmSegmentRun) run = compute (fixture, CRM_SEGMENT_METHOD_RFM);
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  sqlite3_stmt *stmt = crm_reader_prepare (reader, reference, NULL);
  gsize i = 0;

  g_assert_nonnull (stmt);
  sqlite3_bind_int64 (stmt, 1, run->as_of);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      g_assert_cmpuint (i, <, run->purchases->n);
      g_assert_cmpint (run->purchases->ids[i], ==, sqlite3_column_int64 (stmt, 0));
      g_assert_cmpfloat (run->purchases->recency[i], ==, sqlite3_column_double (stmt, 1));
      g_assert_cmpfloat (run->purchases->frequency[i], ==, sqlite3_column_double (stmt, 2));
      g_assert_cmpfloat (run->purchases->monetary[i], ==, sqlite3_column_double (stmt, 3));
      g_assert_cmpint (run->r[i], ==, sqlite3_column_int (stmt, 4));
      g_assert_cmpint (run->f[i], ==, sqlite3_column_int (stmt, 5));
      g_assert_cmpint (run->m[i], ==, sqlite3_column_int (stmt, 6));
      i++;
    }
  sqlite3_reset (stmt);
  g_assert_cmpuint (i, ==, run->purchases->n);
  g_assert_cmpuint (i, >, 100);
}

static void
assert_sums (const CrmSegmentRun *run)
{
  gint64 n = 0;
  double revenue = 0, customers = 0, share = 0;

  for (guint i = 0; i < run->cards->len; i++)
    {
      const CrmSegmentCard *card = run->cards->pdata[i];
      gint64 labelled = 0;

      for (gsize k = 0; k < run->purchases->n; k++)
        labelled += run->labels[k] == i;
      g_assert_cmpint (card->size, ==, labelled);
      n += card->size;
      revenue += card->revenue;
      customers += card->customer_share;
      share += card->revenue_share;
      if (i > 0)
        g_assert_cmpfloat (card->revenue, <=,
                           ((CrmSegmentCard *) run->cards->pdata[i - 1])->revenue);
    }
  g_assert_cmpint (n, ==, run->n);
  g_assert_cmpfloat (revenue, ==, run->revenue);
  g_assert_cmpfloat_with_epsilon (customers, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (share, 1, 1e-9);
}

static void
assert_same_run (const CrmSegmentRun *a, const CrmSegmentRun *b)
{
  g_assert_cmpint (a->method, ==, b->method);
  g_assert_cmpint (a->at, ==, b->at);
  g_assert_cmpint (a->position, ==, b->position);
  g_assert_cmpint (a->as_of, ==, b->as_of);
  g_assert_cmpint (a->n, ==, b->n);
  g_assert_cmpfloat (a->revenue, ==, b->revenue);
  g_assert_cmpuint (a->cards->len, ==, b->cards->len);
  for (guint i = 0; i < a->cards->len; i++)
    {
      const CrmSegmentCard *one = a->cards->pdata[i], *two = b->cards->pdata[i];

      g_assert_cmpstr (one->code, ==, two->code);
      g_assert_cmpstr (one->name, ==, two->name);
      g_assert_cmpint (one->size, ==, two->size);
      g_assert_cmpfloat (one->revenue, ==, two->revenue);
      g_assert_cmpfloat_with_epsilon (one->recency, two->recency, 1e-9);
      g_assert_cmpfloat_with_epsilon (one->monetary, two->monetary, 1e-6);
      g_assert_true (
          g_strv_equal ((const char *const *) one->words, (const char *const *) two->words));
    }
  g_assert_cmpmem (a->labels, (gsize) a->n, b->labels, (gsize) b->n);
  g_assert_cmpmem (a->purchases->ids, sizeof (CrmId) * (gsize) a->n, b->purchases->ids,
                   sizeof (CrmId) * (gsize) b->n);
}

static void
test_stored (gconstpointer data)
{
  CrmSegmentMethod method = GPOINTER_TO_INT (data);
  g_autoptr (StoreFixture) fixture = make_shop (400);
  g_autoptr (CrmSegmentRun) none = load (fixture, method), run = NULL, loaded = NULL;
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  gint64 position = crm_reader_position (reader);

  g_assert_null (none);
  run = compute (fixture, method);
  assert_sums (run);
  g_assert_cmpuint (run->cards->len, >, 1);
  write_run (fixture, run);
  loaded = load (fixture, method);
  g_assert_nonnull (loaded);
  assert_same_run (run, loaded);
  assert_sums (loaded);
  /* Each customer of the run carries its segment; what is computed is not in the journal. */
  g_assert_cmpint (
      crm_reader_int (reader, "SELECT count (*) FROM customer WHERE segment IS NOT NULL", -1), ==,
      run->n);
  g_assert_cmpint (crm_reader_int (reader,
                                   "SELECT count (*) FROM customer c JOIN segment_membership m ON "
                                   "m.customer = c.id AND m.segment = c.segment",
                                   -1),
                   ==, run->n);
  g_assert_cmpint (crm_reader_position (reader), ==, position);
  store_fixture_assert_sound (fixture);
}

static void
test_movement (void)
{
  g_autoptr (StoreFixture) fixture = make_shop (400);
  g_autoptr (CrmSegmentRun) before = compute (fixture, CRM_SEGMENT_METHOD_RFM), after = NULL,
                            last = NULL;
  g_autoptr (CrmReader) reader = NULL;
  gint64 moved = 0, kept = 0, inside = 0;
  CrmId mover = 0;

  g_assert_null (before->moved);
  write_run (fixture, before);
  /* The customer that was away longest buys much, often and now. */
  for (gsize i = 0, worst = 0; i < before->purchases->n; i++)
    if (before->purchases->recency[i] >= before->purchases->recency[worst])
      {
        worst = i;
        mover = before->purchases->ids[i];
      }
  for (guint i = 0; i < 60; i++)
    store_fixture_add_order (fixture, mover, TODAY, 1000, 1000);
  after = compute (fixture, CRM_SEGMENT_METHOD_RFM);
  g_assert_nonnull (after->before_cards);
  g_assert_nonnull (after->moved);
  g_assert_cmpint (after->before_at, ==, before->at);
  g_assert_cmpint (after->n_both, ==, after->n);
  for (guint i = 0; i < after->before_cards->len; i++)
    for (guint k = 0; k < after->cards->len; k++)
      {
        const CrmSegmentCard *from = after->before_cards->pdata[i], *to = after->cards->pdata[k];
        gint64 n = after->moved[i * after->cards->len + k];
        gint64 counted = 0;

        for (gsize c = 0; c < after->purchases->n; c++)
          {
            const CrmSegmentCard *was = before->cards->pdata[before->labels[c]];

            counted += after->labels[c] == k && g_str_equal (was->code, from->code);
          }
        g_assert_cmpint (n, ==, counted);
        inside += n;
        if (g_str_equal (from->code, to->code))
          kept += n;
        else
          moved += n;
      }
  g_assert_cmpint (inside, ==, after->n_both);
  g_assert_cmpint (moved, >=, 1);
  g_assert_cmpfloat_with_epsilon (after->kept, (double) kept / (double) inside, 1e-9);
  for (gsize i = 0; i < after->purchases->n; i++)
    if (after->purchases->ids[i] == mover)
      g_assert_cmpstr (((CrmSegmentCard *) after->cards->pdata[after->labels[i]])->code, ==,
                       "champions");
  /* A third run drops the first. */
  write_run (fixture, after);
  last = compute (fixture, CRM_SEGMENT_METHOD_RFM);
  write_run (fixture, last);
  reader = store_fixture_reader (fixture);
  g_assert_cmpint (crm_reader_int (reader, "SELECT count (DISTINCT run) FROM segment", -1), ==, 2);
  store_fixture_assert_sound (fixture);
}

static void
test_too_few (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  CrmSegmentOptions options = { .method = CRM_SEGMENT_METHOD_RFM };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 9; i++)
    store_fixture_add_order (fixture, store_fixture_add_customer (fixture, "Few"), TODAY - i, 1,
                             10);
  /* A return, a draft or nothing at all makes no buyer. */
  store_fixture_add_order (fixture, store_fixture_add_customer (fixture, "Returns"), TODAY, -1, 10);
  store_fixture_add_customer (fixture, "Silent");
  g_assert_null (crm_segment_run_compute (reader, &options, TODAY, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
}

/* Stops at the asking of which the number is `data`. */
static gboolean
stop_cb (gpointer data)
{
  guint *left = data;

  return --*left == 0;
}

static void
test_cancel (void)
{
  g_autoptr (StoreFixture) fixture = make_shop (400);
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autofree char *before = store_fixture_dump (fixture), *after = NULL;
  CrmSegmentOptions options = { .method = CRM_SEGMENT_METHOD_CLUSTERS };

  for (guint asked = 1; asked <= 8; asked++)
    {
      guint left = asked;
      CrmAnalyticsContext context = { .cancelled = stop_cb,
                                      .cancelled_data = &left,
                                      .n_threads = 1 };
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_segment_run_compute (reader, &options, TODAY, &context, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
    }
  after = store_fixture_dump (fixture);
  g_assert_true (g_str_equal (before, after));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segments/rfm-reference", test_rfm_reference);
  g_test_add_data_func ("/segments/stored-rfm", GINT_TO_POINTER (CRM_SEGMENT_METHOD_RFM),
                        test_stored);
  g_test_add_data_func ("/segments/stored-clusters", GINT_TO_POINTER (CRM_SEGMENT_METHOD_CLUSTERS),
                        test_stored);
  g_test_add_func ("/segments/movement", test_movement);
  g_test_add_func ("/segments/too-few", test_too_few);
  g_test_add_func ("/segments/cancel", test_cancel);
  return g_test_run ();
}

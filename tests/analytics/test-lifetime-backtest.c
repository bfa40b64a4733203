/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Histories from purchases and the comparison of models with simple rules. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "crm-lifetime-backtest.h"
#include "simulate.h"

typedef struct
{
  GArray *customer, *day, *amount;
} Purchases;

static void
init_purchases (Purchases *self)
{
  self->customer = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->day = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->amount = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
clear_purchases (Purchases *self)
{
  g_clear_pointer (&self->customer, g_array_unref);
  g_clear_pointer (&self->day, g_array_unref);
  g_clear_pointer (&self->amount, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Purchases, clear_purchases)

static void
add_purchase (Purchases *self, guint32 customer, gint32 day, double amount)
{
  g_array_append_val (self->customer, customer);
  g_array_append_val (self->day, day);
  g_array_append_val (self->amount, amount);
}

static CrmLifetimeHistories *
make_histories (const Purchases *p, gsize n_customers, gint32 cut, gint32 end, GError **error)
{
  return crm_lifetime_histories_new (
      (const guint32 *) (gpointer) p->customer->data, (const gint32 *) (gpointer) p->day->data,
      (const double *) (gpointer) p->amount->data, p->day->len, n_customers, cut, end, NULL, error);
}

static void
test_histories (void)
{
  g_auto (Purchases) p = { 0 };
  g_autoptr (CrmLifetimeHistories) h = NULL;

  init_purchases (&p);
  /* Customer 2: days 10, 10, 25, 31, 31, then 52; customer 0: day 40 only; customer 1: after the cut. */
  add_purchase (&p, 2, 31, 5);
  add_purchase (&p, 0, 40, 9);
  add_purchase (&p, 2, 10, 1);
  add_purchase (&p, 2, 25, 20);
  add_purchase (&p, 1, 55, 9);
  add_purchase (&p, 2, 52, 9);
  add_purchase (&p, 2, 31, 10);
  add_purchase (&p, 2, 10, 2);
  add_purchase (&p, 2, 70, 9); /* after the end */
  h = make_histories (&p, 4, 50, 60, NULL);
  g_assert_cmpuint (h->n, ==, 2);
  g_assert_cmpint (h->first, ==, 10);
  g_assert_cmpuint (h->customer[0], ==, 0);
  g_assert_cmpfloat (h->x[0], ==, 0);
  g_assert_cmpfloat (h->tx[0], ==, 0);
  g_assert_cmpfloat (h->t[0], ==, 10);
  g_assert_true (isnan (h->mean[0]));
  g_assert_cmpfloat (h->recent[0], ==, 0); /* a first purchase is no repeat */
  g_assert_cmpuint (h->customer[1], ==, 2);
  g_assert_cmpfloat (h->x[1], ==, 2);
  g_assert_cmpfloat (h->tx[1], ==, 21);
  g_assert_cmpfloat (h->t[1], ==, 40);
  g_assert_cmpfloat (h->mean[1], ==, 17.5);
  g_assert_cmpfloat (h->later[1], ==, 1);
  g_assert_cmpfloat (h->recent[1], ==, 0);
  g_clear_pointer (&h, crm_lifetime_histories_free);

  h = make_histories (&p, 4, G_MAXINT32, G_MAXINT32, NULL);
  g_assert_cmpint (h->end, ==, 70);
  g_assert_cmpint (h->cut, ==, 50);
  g_assert_cmpfloat (h->recent[1], ==, 1); /* day 31 lies within 30..50 */
}

static void
test_bad_histories (void)
{
  g_auto (Purchases) p = { 0 };
  g_autoptr (GError) empty = NULL, value = NULL, cut = NULL;

  init_purchases (&p);
  g_assert_null (make_histories (&p, 1, 1, 2, &empty));
  g_assert_error (empty, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  add_purchase (&p, 0, 5, 1);
  g_assert_null (make_histories (&p, 1, 4, 9, &cut));
  g_assert_error (cut, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  add_purchase (&p, 0, 5, NAN);
  g_assert_null (make_histories (&p, 1, 5, 9, &value));
  g_assert_error (value, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
}

/* Purchases as a BG/NBD population makes them; the last third is kept for comparison. */
static void
simulate_purchases (Purchases *p, gsize n)
{
  CrmRandom random;

  crm_random_init (&random, 21, 0);
  for (guint32 c = 0; c < n; c++)
    {
      double rate = simulate_gamma (&random, 0.6) / 25, leave = simulate_beta (&random, 0.9, 2.5);
      double now = floor (120 * crm_random_double (&random));

      do
        {
          add_purchase (p, c, (gint32) now, 10);
          now += ceil (-log (1 - crm_random_double (&random)) / rate);
        }
      while (now <= 540 && crm_random_double (&random) >= leave);
    }
}

static void
test_backtest (void)
{
  g_auto (Purchases) p = { 0 };
  g_autoptr (CrmLifetimeHistories) h = NULL;
  CrmLifetimeBacktest result, again;

  init_purchases (&p);
  simulate_purchases (&p, 4000);
  h = make_histories (&p, 4000, G_MAXINT32, G_MAXINT32, NULL);
  g_assert_true (crm_lifetime_backtest (h, NULL, &result, NULL));
  for (guint i = 0; i < CRM_LIFETIME_N_RULES; i++)
    {
      g_test_message ("%s: %g of %g, rmse %g mae %g", crm_lifetime_rule_id (i),
                      result.rows[i].total, result.actual, result.rows[i].rmse, result.rows[i].mae);
      g_assert_true (result.rows[i].available);
      g_assert_cmpfloat (result.rows[i].rmse, >=, result.rows[result.best].rmse);
    }
  /* Customers who leave: NBD promises far too much, the models that know leaving do not. */
  g_assert_false (result.naive_wins);
  g_assert_cmpuint (result.best, ==, result.best_model);
  g_assert_cmpuint (result.best, !=, CRM_LIFETIME_NBD);
  g_assert_cmpfloat (fabs (result.rows[CRM_LIFETIME_BG_NBD].total / result.actual - 1), <, 0.15);
  g_assert_cmpfloat (result.rows[CRM_LIFETIME_NBD].total, >, 1.3 * result.actual);

  for (guint threads = 1; threads <= 7; threads += 3)
    {
      CrmAnalyticsContext context = { .n_threads = threads };

      memset (&again, 0, sizeof again);
      g_assert_true (crm_lifetime_backtest (h, &context, &again, NULL));
      for (guint i = 0; i < CRM_LIFETIME_N_RULES; i++)
        {
          g_assert_cmpfloat (again.rows[i].total, ==, result.rows[i].total);
          g_assert_cmpfloat (again.rows[i].rmse, ==, result.rows[i].rmse);
        }
    }
}

/* Everybody buys every tenth day: the plain rules are exact and must win. */
static void
test_naive_wins (void)
{
  g_auto (Purchases) p = { 0 };
  g_autoptr (CrmLifetimeHistories) h = NULL;
  CrmLifetimeBacktest result;

  init_purchases (&p);
  for (guint32 c = 0; c < 200; c++)
    for (gint32 day = 0; day <= 300; day += c % 2 == 0 ? 10 : 20)
      add_purchase (&p, c, day, 1);
  h = make_histories (&p, 200, 200, 300, NULL);
  g_assert_true (crm_lifetime_backtest (h, NULL, &result, NULL));
  g_assert_true (result.naive_wins);
  g_assert_cmpfloat (result.rows[result.best].rmse, <, 1e-9);
  g_assert_cmpfloat (result.actual, ==, 100 * 10 + 100 * 5);
}

static void
test_too_few (void)
{
  g_auto (Purchases) p = { 0 };
  g_autoptr (CrmLifetimeHistories) one = NULL;
  g_autoptr (CrmLifetimeHistories) idle = NULL;
  g_autoptr (GError) error = NULL;
  CrmLifetimeBacktest result;

  init_purchases (&p);
  add_purchase (&p, 0, 1, 1);
  add_purchase (&p, 0, 9, 1);
  one = make_histories (&p, 1, 5, 9, NULL);
  g_assert_false (crm_lifetime_backtest (one, NULL, &result, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
  /* Nobody ever came back: models cannot be fitted, rules still answer. */
  add_purchase (&p, 1, 2, 1);
  idle = make_histories (&p, 2, 5, 9, NULL);
  g_assert_true (crm_lifetime_backtest (idle, NULL, &result, NULL));
  g_assert_false (result.rows[CRM_LIFETIME_BG_NBD].available);
  g_assert_cmpuint (result.best_model, ==, CRM_LIFETIME_N_MODELS);
  g_assert_true (result.naive_wins);
}

static gboolean
lose_patience_cb (gpointer data)
{
  return g_atomic_int_add ((gint *) data, -1) <= 0;
}

static void
test_cancel (void)
{
  g_auto (Purchases) p = { 0 };
  g_autoptr (CrmLifetimeHistories) h = NULL;

  init_purchases (&p);
  simulate_purchases (&p, 1000);
  h = make_histories (&p, 1000, G_MAXINT32, G_MAXINT32, NULL);
  for (gint patience = 0; patience < 2000; patience += 331)
    {
      gint left = patience;
      CrmAnalyticsContext context = { .cancelled = lose_patience_cb, .cancelled_data = &left };
      g_autoptr (GError) error = NULL;
      CrmLifetimeBacktest result;

      g_assert_false (crm_lifetime_backtest (h, &context, &result, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
    }
}

/* Online Retail up to 2011-06-30: no drop-out to be seen; NBD expects 5,635 where 6,426 came. */
static void
test_online_retail (void)
{
  const char *shared = g_getenv ("CRM_SHARED_DIR");
  g_autofree char *path = g_build_filename (shared != NULL ? shared : ".", "data", "online_retail",
                                            "invoices.csv", NULL);
  g_auto (Purchases) p = { 0 };
  g_autoptr (CrmLifetimeHistories) h = NULL;
  CrmLifetimeBacktest result;
  CrmLifetimeFit fit;
  FILE *file = fopen (path, "re");
  char line[256];
  double total;

  if (file == NULL)
    {
      g_test_skip ("no shared data");
      return;
    }
  init_purchases (&p);
  g_assert_nonnull (fgets (line, sizeof line, file));
  while (fgets (line, sizeof line, file) != NULL)
    {
      guint customer, year, month, day;
      double amount;
      GDate date;

      g_assert_cmpint (
          sscanf (line, "%u,%*[^,],%u-%u-%u,%lf", &customer, &year, &month, &day, &amount), ==, 5);
      g_date_clear (&date, 1);
      g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
      add_purchase (&p, customer, (gint32) g_date_get_julian (&date), amount);
    }
  fclose (file);
  {
    GDate cut;

    g_date_clear (&cut, 1);
    g_date_set_dmy (&cut, 30, G_DATE_JUNE, 2011);
    h = make_histories (&p, 20000, (gint32) g_date_get_julian (&cut), G_MAXINT32, NULL);
  }
  g_assert_cmpuint (h->n, ==, 2960);
  g_assert_true (crm_lifetime_backtest (h, NULL, &result, NULL));
  g_assert_cmpfloat (result.actual, ==, 6426);
  g_assert_cmpfloat_with_epsilon (result.rows[CRM_LIFETIME_NBD].total, 5635, 0.5);
  for (guint model = CRM_LIFETIME_BG_NBD; model < CRM_LIFETIME_N_MODELS; model++)
    {
      g_assert_true (crm_lifetime_fit (model, h->x, h->tx, h->t, h->n, NULL, &fit, NULL));
      g_assert_true (fit.degenerate);
      g_assert_true (result.rows[model].degenerate);
      /* The limit of the model is NBD too, where the closed form breaks down. */
      g_assert_true (crm_lifetime_predict_total (&fit.estimate, h->x, h->tx, h->t, h->n, 162, NULL,
                                                 &total, NULL, NULL));
      g_assert_cmpfloat_with_epsilon (total, 5635, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lifetime-backtest/histories", test_histories);
  g_test_add_func ("/lifetime-backtest/bad-histories", test_bad_histories);
  g_test_add_func ("/lifetime-backtest/backtest", test_backtest);
  g_test_add_func ("/lifetime-backtest/naive-wins", test_naive_wins);
  g_test_add_func ("/lifetime-backtest/too-few", test_too_few);
  g_test_add_func ("/lifetime-backtest/cancel", test_cancel);
  g_test_add_func ("/lifetime-backtest/online-retail", test_online_retail);
  return g_test_run ();
}

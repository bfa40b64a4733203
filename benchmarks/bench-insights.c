/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recency, frequency and value of every customer out of SQLite, against the bare GROUP BY over the same
 * covering index, stepped through and thrown away. Both are run three times in turn; the best counts.
 *
 *   bench-insights DATABASE     (made by crm-cli sample) */

#include "config.h"

#include "crm-format.h"
#include "crm-rfm.h"
#include "crm-segment-run.h"

static const char bare[] = "SELECT customer, max (day), count (*), sum (amount) FROM sales_order "
                           "WHERE deleted_at IS NULL AND kind = 'sale' AND "
                           "status IN ('activated', 'fulfilled') AND amount > 0 GROUP BY customer";

static double
time_bare (CrmReader *reader)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, bare, NULL);
  gint64 start = g_get_monotonic_time ();

  while (crm_reader_step (reader, stmt, NULL))
    ;
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

int
main (int argc, char **argv)
{
  g_autoptr (CrmReader) reader = argc == 2 ? crm_reader_open (argv[1], NULL) : NULL;
  double best_bare = G_MAXDOUBLE, best_read = G_MAXDOUBLE, best_score = G_MAXDOUBLE;
  gsize n = 0;

  if (reader == NULL)
    {
      /* Run by tools/bench without a database there is nothing to say. */
      g_print ("name a DATABASE made by crm-cli sample\n");
      return 0;
    }
  for (guint i = 0; i < 3; i++)
    {
      double time = time_bare (reader);
      gint64 start = g_get_monotonic_time ();
      g_autoptr (CrmPurchases) data = crm_purchases_read (reader, crm_day_today (), NULL);
      gint64 read = g_get_monotonic_time ();
      g_autofree guint8 *scores = g_new (guint8, data->n * 4);

      n = data->n;
      crm_rfm_score (data->recency, data->frequency, data->monetary, n, NULL, NULL, scores,
                     scores + n, scores + 2 * n, scores + 3 * n, NULL);
      best_bare = MIN (best_bare, time);
      best_read = MIN (best_read, (double) (read - start) / 1e6);
      best_score = MIN (best_score, (double) (g_get_monotonic_time () - read) / 1e6);
    }
  g_print ("%" G_GINT64_FORMAT " orders, %" G_GSIZE_FORMAT
           " customers: bare GROUP BY %.2f s, read %.2f s, ratio %.2f (goal 1.05); scores %.2f s\n",
           crm_reader_int (reader, "SELECT count (*) FROM sales_order", 0), n, best_bare, best_read,
           best_read / best_bare, best_score);
  return 0;
}

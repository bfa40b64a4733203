/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every method that works through rows asks often enough whether to stop, and stops when told: counted,
 * not timed. The benchmark analytics-cancel measures the same methods on 10,000,000 rows. */

#include "analytics-cases.h"

#define N      ((gsize) 1 << 15)
#define LARGER (N + CRM_ANALYTICS_STRIDE)

/* Once told to stop, a method may ask again on its way out, not go on. */
#define MOST_AFTER 24

typedef struct
{
  guint64 asked;
  guint64 stop_at; /* 0: never */
} Patience;

static gboolean
ask_cb (gpointer data)
{
  Patience *self = data;

  self->asked++;
  return self->stop_at > 0 && self->asked >= self->stop_at;
}

static guint64
run (const AnalyticsCase *method, AnalyticsData *data, guint64 stop_at)
{
  Patience patience = { .stop_at = stop_at };
  CrmAnalyticsContext context = { .cancelled = ask_cb,
                                  .cancelled_data = &patience,
                                  .n_threads = 1 };
  g_autoptr (GError) error = NULL;
  gboolean done = method->run (data, &context, &error);

  if (stop_at == 0)
    {
      g_assert_no_error (error);
      g_assert_true (done);
    }
  else
    {
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
      g_assert_false (done);
      if (patience.asked - stop_at > MOST_AFTER)
        g_error ("%s: told to stop at question %" G_GUINT64_FORMAT ", asked %" G_GUINT64_FORMAT
                 " times more",
                 method->name, stop_at, patience.asked - stop_at);
    }
  return patience.asked;
}

static void
test_method (gconstpointer parameter)
{
  const AnalyticsCase *method = parameter;
  AnalyticsData data;
  guint64 asked, more;

  analytics_data_init (&data, N);
  asked = run (method, &data, 0);
  g_assert_cmpuint (asked, >, 0);
  run (method, &data, 1);
  run (method, &data, MAX (1, asked / 2));
  run (method, &data, asked);
  analytics_data_clear (&data);
  if (method->capped)
    return;

  /* Whatever else it does, it passes over its rows once. */
  analytics_data_init (&data, LARGER);
  more = run (method, &data, 0);
  g_assert_cmpuint ((more - asked) * CRM_ANALYTICS_STRIDE, >=, LARGER - N);
  analytics_data_clear (&data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (analytics_cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/analytics/cancel/%s", analytics_cases[i].name);

      g_test_add_data_func (g_strdelimit (name, " ", '-'), &analytics_cases[i], test_method);
    }
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a cancel can take: for every method on 10,000,000 rows the longest stretch of work of any
 * thread that does not ask whether to stop, in processor time of that thread (so that other work on
 * the machine does not lengthen it). Arguments: "rows=N"; parts of names restrict the methods. */

#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "analytics-cases.h"
#include "bench-times.h"

#define LIMIT 100.0 /* ms */

typedef struct
{
  pthread_mutex_t lock;
  guint generation;
  double longest; /* ms */
  guint64 asked;
} Watch;

/* Of this thread. A thread that worked for an earlier method begins anew. */
static __thread guint seen;
static __thread double last;

static gboolean
watch_cb (gpointer data)
{
  Watch *self = data;
  double now = bench_thread_work ();

  pthread_mutex_lock (&self->lock);
  if (seen == self->generation)
    self->longest = MAX (self->longest, now - last);
  seen = self->generation;
  self->asked++;
  pthread_mutex_unlock (&self->lock);
  last = bench_thread_work ();
  return FALSE;
}

static gboolean
wanted (const char *name, int argc, char **argv)
{
  gboolean any = FALSE;

  for (int i = 1; i < argc; i++)
    {
      if (g_str_has_prefix (argv[i], "rows="))
        continue;
      if (strstr (name, argv[i]) != NULL)
        return TRUE;
      any = TRUE;
    }
  return !any;
}

int
main (int argc, char **argv)
{
  Watch watch = { .lock = PTHREAD_MUTEX_INITIALIZER };
  CrmAnalyticsContext context = { .cancelled = watch_cb, .cancelled_data = &watch };
  AnalyticsData data;
  gsize n = 10000000;
  guint missed = 0;

  setlocale (LC_ALL, "C");
  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "rows="))
      n = (gsize) g_ascii_strtoull (argv[i] + 5, NULL, 10);
  analytics_data_init (&data, MAX (n, 1000));
  printf ("%zu rows; limit %.0f ms\n\n| method | longest silence, ms | asked, times | whole, s "
          "|\n|---|---|---|---|\n",
          data.n, LIMIT);
  for (guint i = 0; i < G_N_ELEMENTS (analytics_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double began = bench_now ();

      if (!wanted (analytics_cases[i].name, argc, argv))
        continue;
      watch.generation++;
      watch.longest = 0;
      watch.asked = 0;
      seen = watch.generation;
      last = bench_thread_work ();
      if (!analytics_cases[i].run (&data, &context, &error))
        printf ("%s: %s\n", analytics_cases[i].name, error->message);
      watch.longest = MAX (watch.longest, bench_thread_work () - last);
      missed += watch.longest > LIMIT;
      printf ("| %s | %.0f%s | %" G_GUINT64_FORMAT " | %.1f |\n", analytics_cases[i].name,
              watch.longest, watch.longest > LIMIT ? " **missed**" : "", watch.asked,
              (bench_now () - began) / 1e3);
      fflush (stdout);
    }
  printf ("\n%u beyond the limit\n", missed);
  analytics_data_clear (&data);
  return 0;
}

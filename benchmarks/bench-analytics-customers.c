/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lifetime and satisfaction at full size. Each line: what, median time of the runs, processor time of
 * that run over all threads (which other work on the machine does not lengthen), goal, and the longest
 * wait between two questions whether to stop, which bounds how long a cancel can take. An argument
 * restricts the lines to those that contain it. */

#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "bench-times.h"
#include "crm-gamma-gamma.h"
#include "simulate-satisfaction.h"
#include "simulate.h"

#define N 1000000

/* The longest silence, whichever thread asks. */
typedef struct
{
  double last; /* ms */
  double longest;
} Watch;

static gboolean
watch_cb (gpointer data)
{
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  Watch *self = data;
  double now = bench_now ();

  pthread_mutex_lock (&lock);
  self->longest = MAX (self->longest, now - self->last);
  self->last = now;
  pthread_mutex_unlock (&lock);
  return FALSE;
}

typedef void (*Work) (const CrmAnalyticsContext *context, gpointer data);

static const char *wanted;

static void
measure (const char *what, double goal, Work work, gpointer data)
{
  double times[3], work_times[3];
  double seconds;
  Watch watch = { 0 };
  CrmAnalyticsContext context = { .cancelled = watch_cb, .cancelled_data = &watch };

  if (wanted != NULL && strstr (what, wanted) == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      double start = watch.last = bench_now (), busy = bench_work ();

      work (&context, data);
      times[i] = bench_now () - start;
      work_times[i] = bench_work () - busy;
      watch.longest = MAX (watch.longest, bench_now () - watch.last);
    }
  seconds = bench_quantile (times, G_N_ELEMENTS (times), 0.5) / 1e3;
  printf ("%-52s %7.3f s  processor %7.3f s", what, seconds,
          bench_quantile (work_times, G_N_ELEMENTS (times), 0.5) / 1e3);
  if (goal > 0)
    printf ("  goal %.1f s %s", goal, seconds <= goal ? "met" : "MISSED");
  printf ("  longest silence %.0f ms\n", watch.longest);
}

typedef struct
{
  CrmLifetimeModel model;
  double *x, *tx, *t;
  CrmLifetimeFit fit;
  double *out;
} Lifetime;

static void
fit_lifetime (const CrmAnalyticsContext *context, gpointer data)
{
  Lifetime *self = data;

  if (!crm_lifetime_fit (self->model, self->x, self->tx, self->t, N, context, &self->fit, NULL))
    g_error ("lifetime fit failed");
}

static void
predict_lifetime (const CrmAnalyticsContext *context, gpointer data)
{
  Lifetime *self = data;

  if (!crm_lifetime_predict (&self->fit.estimate, self->x, self->tx, self->t, N, 90, context,
                             self->out, NULL, NULL, NULL))
    g_error ("lifetime prediction failed");
}

static void
bench_lifetime (void)
{
  static const double parameters[CRM_LIFETIME_N_MODELS][4] = {
    { 0.7, 60 }, { 0.5, 30, 0.8, 2.5 }, { 0.6, 35, 0.9, 2.0 }, { 0.6, 60, 0.7, 90 }
  };
  Lifetime l = { .x = g_new (double, N),
                 .tx = g_new (double, N),
                 .t = g_new (double, N),
                 .out = g_new (double, N) };

  for (guint model = 0; model < CRM_LIFETIME_N_MODELS; model++)
    for (guint whole = 0; whole < 2; whole++)
      {
        g_autofree char *what = NULL;

        l.model = model;
        simulate_customers (1, model, parameters[model], N, 730, 0, whole, l.x, l.tx, l.t);
        what = g_strdup_printf ("%s fit, 1M customers, %s", crm_lifetime_model_id (model),
                                whole ? "days" : "all different");
        measure (what, model == CRM_LIFETIME_PARETO_NBD ? 0 : 2, fit_lifetime, &l);
        if (whole && l.fit.n_customers == N)
          measure ("  predictions of these", 0, predict_lifetime, &l);
      }
  g_free (l.x);
  g_free (l.tx);
  g_free (l.t);
  g_free (l.out);
}

typedef struct
{
  double *x, *mean;
} Spending;

static void
fit_spending (const CrmAnalyticsContext *context, gpointer data)
{
  Spending *self = data;
  CrmGammaGamma fit;

  if (!crm_gamma_gamma_fit (self->x, self->mean, N, context, &fit, NULL))
    g_error ("gamma-gamma fit failed");
}

static void
bench_spending (void)
{
  Spending s = { g_new (double, N), g_new (double, N) };
  CrmRandom random;

  crm_random_init (&random, 1, 0);
  for (gsize i = 0; i < N; i++)
    {
      s.x[i] = 1 + crm_random_below (&random, 20);
      s.mean[i] = simulate_gamma (&random, 6.25 * s.x[i]) /
                  (simulate_gamma (&random, 3.74) / 15.44 * s.x[i]);
    }
  measure ("gamma-gamma fit, 1M customers", 2, fit_spending, &s);
  g_free (s.x);
  g_free (s.mean);
}

static void
score_satisfaction (const CrmAnalyticsContext *context, gpointer data)
{
  const CrmSatisfactionInput *input = data;
  CrmSatisfactionOptions options = { .half_life = 365 };
  g_autoptr (CrmSatisfaction) s = crm_satisfaction_new (input, &options, context, NULL);

  if (s == NULL || s->status != CRM_SATISFACTION_FULL)
    g_error ("satisfaction failed");
}

static void
bench_satisfaction (void)
{
  g_auto (SimulatedSatisfaction) sim = { 0 };

  simulate_satisfaction (&sim, 1, N, 100000);
  measure ("satisfaction, 1M customers, 100k answers, 10 folds", 3, score_satisfaction, &sim.input);
}

int
main (int argc, char **argv)
{
  wanted = argc > 1 ? argv[1] : NULL;
  setlocale (LC_ALL, "C");
  bench_lifetime ();
  bench_spending ();
  bench_satisfaction ();
  return 0;
}

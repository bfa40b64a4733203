/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clusters resamples, each one chunk of work with its own random numbers. Stateless; any thread. */

#include "config.h"

#include "crm-stability.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-kmeans-fit.h"
#include "crm-segments.h"

#define SAMPLE    10000
#define RESAMPLES 50
#define RESTARTS  6

typedef struct
{
  const CrmPoints *points;
  const guint8 *labels; /* of the points */
  guint k;
  guint64 seed;
  const CrmAnalyticsContext *context;
  double *jaccard; /* [resample][k] */
  double *kept;    /* [resample]; NaN while not done */
} Resampling;

/* @rows are drawn with replacement; each drawn row counts once. */
static void
compare (const Resampling *r, const guint32 *rows, const CrmKMeansState *state, double *jaccard,
         double *kept)
{
  gsize n = r->points->n;
  g_autofree guint8 *before = g_malloc (n);
  g_autofree guint8 *after = g_malloc (n);
  g_autoptr (CrmSegmentMovement) movement = NULL;

  for (gsize i = 0; i < n; i++)
    before[i] = after[i] = CRM_SEGMENT_ABSENT;
  for (gsize i = 0; i < n; i++)
    {
      before[rows[i]] = r->labels[rows[i]];
      after[rows[i]] = state->labels[i];
    }
  movement = crm_segment_movement (before, after, n, r->k, r->k, NULL);
  *kept = movement->kept;

  for (guint b = 0; b < r->k; b++)
    {
      double size = 0, best = 0;

      for (guint a = 0; a < r->k; a++)
        size += (double) movement->counts[b * r->k + a];
      for (guint a = 0; a < r->k; a++)
        {
          double common = (double) movement->counts[b * r->k + a], either = size - common;

          for (guint other = 0; other < r->k; other++)
            either += (double) movement->counts[other * r->k + a];
          best = MAX (best, either > 0 ? common / either : 0);
        }
      jaccard[b] = best;
    }
}

static void
run_resample (gsize resample, gsize begin, gsize end, gpointer data)
{
  Resampling *r = data;
  gsize n = r->points->n;
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autoptr (CrmPoints) drawn = NULL;
  g_autoptr (CrmKMeansState) state = NULL;
  CrmKMeansOptions options = {
    .k = r->k, .restarts = RESTARTS, .max_iterations = 200, .seed = r->seed + resample
  };
  CrmRandom random;

  crm_random_init (&random, r->seed, (3u << 20) + resample);
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) crm_random_below (&random, n);
  drawn = crm_points_pick (r->points, rows, n);
  crm_points_add_singles (drawn, NULL, NULL);
  state = crm_kmeans_fit (drawn, &options, NULL, r->context, NULL);
  if (state != NULL)
    compare (r, rows, state, r->jaccard + resample * r->k, &r->kept[resample]);
}

void
crm_stability_free (CrmStability *self)
{
  if (self == NULL)
    return;

  g_free (self->jaccard);
  g_free (self->dissolved);
  g_free (self);
}

static CrmStability *
summarise (const Resampling *r, guint resamples, GError **error)
{
  g_autoptr (CrmStability) self = g_new0 (CrmStability, 1);
  g_autofree double *values = g_new (double, resamples);

  self->k = r->k;
  self->resamples = resamples;
  self->jaccard = g_new0 (double, r->k);
  self->dissolved = g_new0 (guint, r->k);
  self->kept = crm_sum_exact (r->kept, resamples) / resamples;
  if (isnan (self->kept))
    {
      crm_analytics_raise_cancelled (error);
      return NULL;
    }

  for (guint c = 0; c < r->k; c++)
    {
      for (guint i = 0; i < resamples; i++)
        {
          values[i] = r->jaccard[i * r->k + c];
          self->dissolved[c] += values[i] <= 0.5;
        }
      self->jaccard[c] = crm_sum_exact (values, resamples) / resamples;
    }
  return g_steal_pointer (&self);
}

static gboolean
check_labels (const guint8 *labels, gsize n, guint k, GError **error)
{
  gboolean valid = k >= 1 && k <= CRM_KMEANS_MAX_K && k <= n;

  for (gsize i = 0; valid && i < n; i++)
    valid = labels[i] < k;
  if (!valid)
    g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                         _ ("The labels do not fit the number of groups"));
  return valid;
}

CrmStability *
crm_stability (const double *const *columns, gsize n, guint d, const guint8 *labels, guint k,
               guint resamples, guint64 seed, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmPoints) points = crm_points_new (columns, n, d, NULL, context, error);
  g_autoptr (CrmPoints) sample = NULL;
  g_autofree guint32 *rows = NULL;
  g_autofree guint8 *sample_labels = NULL;
  g_autofree double *jaccard = NULL;
  g_autofree double *kept = NULL;
  Resampling r = { .k = k, .seed = seed, .context = context };
  CrmRandom random;
  gsize drawn;

  if (points == NULL || !check_labels (labels, n, k, error))
    return NULL;

  resamples = resamples > 0 ? resamples : RESAMPLES;
  crm_random_init (&random, seed, 3u << 19);
  rows = crm_points_draw (n, MAX (SAMPLE, k), &random, context, &drawn, error);
  if (rows == NULL)
    return NULL;
  r.points = sample = crm_points_pick (points, rows, drawn);
  sample_labels = g_malloc (drawn);
  for (gsize i = 0; i < drawn; i++)
    sample_labels[i] = labels[points->order[rows[i]]];
  r.labels = sample_labels;
  r.jaccard = jaccard = g_new0 (double, resamples *k);
  r.kept = kept = g_new (double, resamples);
  for (guint i = 0; i < resamples; i++)
    kept[i] = NAN;

  if (!crm_parallel_for (context, resamples, 1, run_resample, &r, error))
    return NULL;
  crm_analytics_progress (context, 1);
  return summarise (&r, resamples, error);
}

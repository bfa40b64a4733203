/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clusters both halves of every halving for every k; each (k, halving) is one chunk of work with its
 * own random numbers. Stateless; any thread. */

#include "config.h"

#include "crm-choose-k.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-kmeans-fit.h"

#define HALF           50000
#define RESTARTS       6
#define TRIAL_RESTARTS 10

/* Beyond so many rows a few points on a border decide nothing. */
#define MANY 5000

typedef struct
{
  const CrmAnalyticsContext *context;
  CrmChooseKOptions options;
  CrmPoints **halves; /* [split][2] */
  gsize *distinct;    /* [split][2], up to k_max */
  double *strengths;  /* [k - k_min][split]; NaN while not done */
} Halvings;

static CrmChooseKOptions
complete_options (const CrmChooseKOptions *given)
{
  CrmChooseKOptions options = given != NULL ? *given : (CrmChooseKOptions){ 0 };

  options.k_min = options.k_min > 0 ? options.k_min : 2;
  options.k_max = options.k_max > 0 ? options.k_max : MAX (options.k_min, 8);
  options.splits = options.splits > 0 ? options.splits : 5;
  options.limit = options.limit > 0 ? options.limit : 0.8;
  options.smallest_share = options.smallest_share > 0 ? options.smallest_share : 0.02;
  options.half = options.half > 0 ? options.half : HALF;
  return options;
}

static gboolean
check_options (const CrmChooseKOptions *options, gsize n, GError **error)
{
  if (options->k_min < 2 || options->k_max < options->k_min || options->k_max > CRM_CHOOSE_K_MAX ||
      options->splits > 1000 || options->limit > 1 || options->smallest_share >= 1)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("The numbers of groups to try must ascend within 2 and %d"),
                   CRM_CHOOSE_K_MAX);
      return FALSE;
    }
  if (n > 0 && n < 4 * (gsize) options->k_max)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                   _ ("%zu rows are too few to choose among up to %u groups; at "
                      "least %u are needed"),
                   n, options->k_max, 4 * options->k_max);
      return FALSE;
    }
  return TRUE;
}

/* The share of pairs sharing a group in @own that @other's centres keep together, in the worst group.
 * @own is clustered; @centers belong to the other half. */
static double
measure_one_way (const CrmKMeansState *own, const double *centers)
{
  const CrmPoints *points = own->points;
  guint k = own->k;
  g_autofree guint64 *together = g_new0 (guint64, k * k);
  CrmKMeansTiles tiles;
  guint8 labels[1024];
  double worst = 1;

  crm_kmeans_tiles_init (&tiles, k, points->d);
  crm_kmeans_tiles_set (&tiles, centers);
  for (gsize begin = 0; begin < points->n; begin += sizeof labels)
    {
      gsize end = MIN (begin + sizeof labels, points->n);

      crm_kmeans_assign (points, &tiles, begin, end, labels);
      for (gsize i = begin; i < end; i++)
        together[own->labels[i] * k + labels[i - begin]]++;
    }
  crm_kmeans_tiles_clear (&tiles);

  for (guint c = 0; c < k; c++)
    {
      double size = (double) own->counts[c], pairs = 0;

      /* A group of one has no pairs that could fail. */
      if (size < 2)
        continue;
      for (guint o = 0; o < k; o++)
        pairs += (double) together[c * k + o] * ((double) together[c * k + o] - 1);
      worst = MIN (worst, pairs / (size * (size - 1)));
    }
  return worst;
}

static void
measure_halving (gsize item, gsize begin, gsize end, gpointer data)
{
  Halvings *halvings = data;
  const CrmChooseKOptions *options = &halvings->options;
  guint split = (guint) (item % options->splits);
  CrmKMeansOptions kmeans = { .k = options->k_min + (guint) (item / options->splits),
                              .restarts = RESTARTS,
                              .refine = 1,
                              .max_iterations = 100,
                              .tolerance = 1e-5,
                              .seed = options->seed + 1 + split };
  g_autoptr (CrmKMeansState) first = NULL;
  g_autoptr (CrmKMeansState) second = NULL;

  /* Fewer different rows than groups in a half: found nothing again. */
  if (halvings->distinct[split * 2] < kmeans.k || halvings->distinct[split * 2 + 1] < kmeans.k)
    {
      halvings->strengths[item] = 0;
      return;
    }

  kmeans.no_exchange = halvings->halves[0]->n > MANY;
  first = crm_kmeans_fit (halvings->halves[split * 2], &kmeans, NULL, halvings->context, NULL);
  second = crm_kmeans_fit (halvings->halves[split * 2 + 1], &kmeans, NULL, halvings->context, NULL);
  if (first != NULL && second != NULL)
    halvings->strengths[item] =
        (measure_one_way (first, second->centers) + measure_one_way (second, first->centers)) / 2;
}

static CrmAnalyticsContext
mute_progress (const CrmAnalyticsContext *context)
{
  CrmAnalyticsContext quiet = context != NULL ? *context : (CrmAnalyticsContext){ 0 };

  quiet.progress = NULL;
  return quiet;
}

static gboolean
halve (const CrmPoints *points, Halvings *halvings, guint split, GError **error)
{
  const CrmChooseKOptions *options = &halvings->options;
  gsize half = MIN (points->n / 2, options->half), drawn;
  g_autofree guint32 *rows = NULL;
  CrmRandom random;

  crm_random_init (&random, options->seed, (2u << 20) + split);
  rows = crm_points_draw (points->n, 2 * half, &random, halvings->context, &drawn, error);
  if (rows == NULL)
    return FALSE;
  crm_random_shuffle (&random, rows, drawn);
  for (guint side = 0; side < 2; side++)
    {
      CrmPoints *picked = crm_points_pick (points, rows + side * half, half);

      crm_points_add_singles (picked, NULL, NULL);
      halvings->halves[split * 2 + side] = picked;
      halvings->distinct[split * 2 + side] =
          crm_points_count_distinct_unsorted (picked, options->k_max);
    }
  return TRUE;
}

static gboolean
measure_strengths (const CrmPoints *points, Halvings *halvings, CrmChooseK *result,
                   CrmParallel *parallel, GError **error)
{
  const CrmChooseKOptions *options = &halvings->options;
  guint n_items = (options->k_max - options->k_min + 1) * options->splits;
  g_autofree double *strengths = g_new (double, n_items);

  halvings->strengths = strengths;
  for (guint item = 0; item < n_items; item++)
    strengths[item] = NAN;
  if (!crm_parallel_run (parallel, n_items, 1, measure_halving, halvings, error))
    return FALSE;

  for (guint k = options->k_min; k <= options->k_max; k++)
    {
      CrmChooseKTrial *trial = &result->trials[k - options->k_min];
      const double *values = strengths + (k - options->k_min) * options->splits;
      double squares = 0, splits = options->splits;

      trial->k = k;
      trial->strength = crm_sum_exact (values, options->splits) / splits;
      if (isnan (trial->strength))
        return crm_analytics_raise_cancelled (error);
      for (guint split = 0; split < options->splits; split++)
        squares += (values[split] - trial->strength) * (values[split] - trial->strength);
      trial->standard_error = splits > 1 ? sqrt (squares / (splits - 1) / splits) : 0;
    }
  return TRUE;
}

static gboolean
measure_all_rows (const CrmPoints *points, const CrmChooseKOptions *options, gsize distinct,
                  CrmParallel *parallel, const CrmAnalyticsContext *context, CrmChooseKTrial *trial,
                  GError **error)
{
  CrmKMeansOptions kmeans = { .k = trial->k,
                              .restarts = points->n > MANY ? TRIAL_RESTARTS : 0,
                              .refine = 1,
                              .max_iterations = 100,
                              .tolerance = points->n > MANY ? 1e-5 : 0,
                              .no_exchange = points->n > MANY,
                              .seed = options->seed };
  g_autoptr (CrmKMeansState) state = NULL;
  g_autoptr (CrmKMeans) found = NULL;

  trial->possible = distinct >= trial->k;
  if (!trial->possible)
    {
      trial->strength = trial->standard_error = trial->smallest_share = NAN;
      trial->inertia = trial->calinski_harabasz = NAN;
      return TRUE;
    }

  state = crm_kmeans_fit (points, &kmeans, parallel, context, error);
  found = state != NULL ? crm_kmeans_finish (state, parallel, error) : NULL;
  if (found == NULL)
    return FALSE;

  trial->smallest_share = (double) found->sizes[trial->k - 1] / (double) points->n;
  trial->inertia = found->inertia;
  trial->calinski_harabasz = found->calinski_harabasz;
  trial->admitted =
      trial->strength >= options->limit && trial->smallest_share >= options->smallest_share;
  return TRUE;
}

static const CrmChooseKTrial *
decide (const CrmChooseK *result)
{
  const CrmChooseKTrial *largest = NULL, *best;

  for (guint t = 0; t < result->n_trials; t++)
    if (result->trials[t].admitted)
      largest = &result->trials[t];

  best = largest;
  for (guint t = 0; largest != NULL && t < result->n_trials; t++)
    {
      const CrmChooseKTrial *trial = &result->trials[t];
      gboolean tied = fabs (trial->strength - largest->strength) <= CRM_CHOOSE_K_TIE;

      if (trial->admitted && tied && trial->calinski_harabasz > best->calinski_harabasz)
        best = trial;
    }
  return best;
}

void
crm_choose_k_free (CrmChooseK *self)
{
  if (self == NULL)
    return;

  crm_kmeans_free (self->groups);
  g_free (self);
}

static gboolean
run_halvings (const CrmPoints *points, const CrmChooseKOptions *options, CrmChooseK *result,
              CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error)
{
  g_autofree CrmPoints **halves = g_new0 (CrmPoints *, options->splits * 2);
  g_autofree gsize *distinct = g_new0 (gsize, options->splits * 2);
  Halvings halvings = {
    .context = context, .options = *options, .halves = halves, .distinct = distinct
  };
  gboolean done = TRUE;

  for (guint split = 0; done && split < options->splits; split++)
    done = !crm_analytics_set_cancelled (context, error) && halve (points, &halvings, split, error);
  done = done && measure_strengths (points, &halvings, result, parallel, error);
  for (guint i = 0; i < options->splits * 2; i++)
    crm_points_free (halves[i]);
  return done;
}

/* The chosen number is searched as hard as crm_kmeans () does. */
static gboolean
form_groups (const CrmPoints *points, const CrmChooseKOptions *options, CrmChooseK *result,
             CrmParallel *parallel, const CrmAnalyticsContext *context, GError **error)
{
  const CrmChooseKTrial *best = decide (result);
  g_autoptr (CrmKMeansState) state = NULL;
  CrmKMeansOptions kmeans = { .seed = options->seed };

  if (best == NULL)
    return TRUE;

  kmeans.k = best->k;
  state = crm_kmeans_fit (points, &kmeans, parallel, context, error);
  result->groups = state != NULL ? crm_kmeans_finish (state, parallel, error) : NULL;
  result->k = best->k;
  return result->groups != NULL;
}

CrmChooseK *
crm_choose_k (const double *const *columns, gsize n, guint d, const char *const *names,
              const CrmChooseKOptions *given, const CrmAnalyticsContext *context, GError **error)
{
  CrmChooseKOptions options = complete_options (given);
  CrmAnalyticsContext quiet = mute_progress (context);
  g_autoptr (CrmPoints) points = NULL;
  g_autoptr (CrmParallel) parallel = NULL;
  g_autoptr (CrmChooseK) result = NULL;
  gsize distinct;

  if (!check_options (&options, n, error))
    return NULL;
  points = crm_points_new (columns, n, d, names, &quiet, error);
  if (points == NULL)
    return NULL;

  parallel = crm_parallel_new (&quiet);
  if (!crm_points_add_singles (points, parallel, error))
    return NULL;
  result = g_new0 (CrmChooseK, 1);
  result->n_trials = options.k_max - options.k_min + 1;
  distinct = crm_points_count_distinct (points, options.k_max);
  if (!run_halvings (points, &options, result, parallel, &quiet, error))
    return NULL;

  for (guint t = 0; t < result->n_trials; t++)
    {
      crm_analytics_progress (context, 0.6 + 0.3 * t / result->n_trials);
      if (!measure_all_rows (points, &options, distinct, parallel, &quiet, &result->trials[t],
                             error))
        return NULL;
    }
  if (!form_groups (points, &options, result, parallel, &quiet, error))
    return NULL;
  crm_analytics_progress (context, 1);
  return g_steal_pointer (&result);
}

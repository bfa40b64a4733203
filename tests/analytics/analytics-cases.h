/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every method that works through rows, on made-up tables of any size, behind one signature: for the
 * test of cancellation and the benchmark of how long a cancel takes. */

#pragma once

#include <math.h>
#include <stdlib.h>

#include "crm-affinity.h"
#include "crm-assignment.h"
#include "crm-bootstrap.h"
#include "crm-choose-k.h"
#include "crm-classifier-score.h"
#include "crm-features.h"
#include "crm-forecast.h"
#include "crm-gamma-gamma.h"
#include "crm-kmeans.h"
#include "crm-lifetime-backtest.h"
#include "crm-logistic.h"
#include "crm-mean-test.h"
#include "crm-ordinal.h"
#include "crm-quantile.h"
#include "crm-relative-weights.h"
#include "crm-rfm.h"
#include "crm-satisfaction.h"
#include "crm-segments.h"
#include "crm-service-level.h"
#include "crm-smoothing.h"
#include "crm-stability.h"
#include "crm-survey-index.h"

typedef struct
{
  gsize n;
  double *z[3];       /* normal, dependent on each other */
  double *money[3];   /* skewed, whole, above 0 */
  double *outcome;    /* 0 or 1, following z[0] */
  double *rating;     /* 0..3, likewise */
  double *share;      /* within 0..1 */
  double *answer;     /* 0..10 */
  double *score;      /* 0..100, following z[0] of customer */
  guint8 *instrument; /* 0 */
  double *x, *tx, *t; /* a lifetime each, in days */
  double *zeros;
  guint8 *labels; /* 0..3 */
  gint64 *ids;
  gint64 *strata;
  guint32 *customer; /* n / 4 of them */
  guint32 *item;     /* 200 of them */
  gint32 *day;
  guint32 *folds;
  double *out[3];
  guint8 *bytes;
  CrmFeature features[3];
} AnalyticsData;

#define ANALYTICS_CASE_COLUMNS(data, name) ((const double *const *) (data)->name)

static inline void
analytics_data_init (AnalyticsData *self, gsize n)
{
  CrmRandom random;

  crm_random_init (&random, 7, n);
  self->n = n;
  for (guint j = 0; j < 3; j++)
    {
      self->z[j] = g_new (double, n);
      self->money[j] = g_new (double, n);
      self->out[j] = g_new (double, n);
    }
  self->outcome = g_new (double, n);
  self->rating = g_new (double, n);
  self->share = g_new (double, n);
  self->answer = g_new (double, n);
  self->score = g_new (double, n);
  self->instrument = g_new0 (guint8, n);
  self->x = g_new (double, n);
  self->tx = g_new (double, n);
  self->t = g_new (double, n);
  self->zeros = g_new0 (double, n);
  self->labels = g_new (guint8, n);
  self->ids = g_new (gint64, n);
  self->strata = g_new (gint64, n);
  self->customer = g_new (guint32, n);
  self->item = g_new (guint32, n);
  self->day = g_new (gint32, n);
  self->folds = g_new (guint32, n);
  self->bytes = g_new (guint8, 4 * n);
  for (gsize i = 0; i < n; i++)
    {
      double common = crm_random_normal (&random), u = crm_random_double (&random);
      guint repeats = (guint) (4 * u * u * u * u * 3);

      for (guint j = 0; j < 3; j++)
        {
          self->z[j][i] = common + crm_random_normal (&random);
          self->money[j][i] = floor (exp (3 + 0.5 * self->z[j][i])) + 1;
        }
      self->outcome[i] = crm_random_double (&random) < 1 / (1 + exp (-self->z[0][i]));
      self->rating[i] = (double) crm_random_below (&random, 2) * 2 + self->outcome[i];
      self->share[i] = crm_random_double (&random);
      self->answer[i] = (double) crm_random_below (&random, 11);
      /* Times differ all: the likelihood has as many cases as customers. */
      self->t[i] = 300 + 400 * crm_random_double (&random);
      self->x[i] = repeats;
      self->tx[i] = repeats > 0 ? self->t[i] * (0.2 + 0.75 * crm_random_double (&random)) : 0;
      self->labels[i] = (guint8) ((self->z[0][i] > 0) + 2 * (self->z[1][i] > 0));
      self->ids[i] = (gint64) (i * 7919 + 13);
      self->strata[i] = (gint64) crm_random_below (&random, 5);
      self->customer[i] = (guint32) crm_random_below (&random, n / 4 + 1);
      self->item[i] = (guint32) (200 * u * u);
      self->day[i] = (gint32) crm_random_below (&random, 700);
      self->folds[i] = (guint32) (i % 3);
    }
  for (gsize i = 0; i < n; i++)
    self->score[i] =
        CLAMP (60 + 8 * self->z[0][self->customer[i]] + 20 * (self->share[i] - 0.5), 0, 100);
}

static inline void
analytics_data_clear (AnalyticsData *self)
{
  for (guint j = 0; j < 3; j++)
    {
      g_free (self->z[j]);
      g_free (self->money[j]);
      g_free (self->out[j]);
    }
  g_free (self->outcome);
  g_free (self->rating);
  g_free (self->share);
  g_free (self->answer);
  g_free (self->score);
  g_free (self->instrument);
  g_free (self->x);
  g_free (self->tx);
  g_free (self->t);
  g_free (self->zeros);
  g_free (self->labels);
  g_free (self->ids);
  g_free (self->strata);
  g_free (self->customer);
  g_free (self->item);
  g_free (self->day);
  g_free (self->folds);
  g_free (self->bytes);
}

#define ANALYTICS_CASE(name)                                                                       \
  static gboolean name (AnalyticsData *d, const CrmAnalyticsContext *c, GError **error)

static inline gboolean
analytics_score_rfm (AnalyticsData *d, CrmRfmRule rule, const CrmAnalyticsContext *c,
                     GError **error)
{
  CrmRfmOptions options = { .rule = rule };

  for (guint m = 0; m < 3; m++)
    for (guint i = 0; i < 4; i++)
      options.thresholds[m][i] = 10 * (i + 1);
  return crm_rfm_score (d->money[0], d->money[1], d->money[2], d->n, &options, c, d->bytes,
                        d->bytes + d->n, d->bytes + 2 * d->n, d->bytes + 3 * d->n, error);
}

ANALYTICS_CASE (case_rfm)
{
  return analytics_score_rfm (d, CRM_RFM_MIDRANK, c, error);
}

ANALYTICS_CASE (case_rfm_ntile)
{
  return analytics_score_rfm (d, CRM_RFM_NTILE, c, error);
}

ANALYTICS_CASE (case_rfm_thresholds)
{
  return analytics_score_rfm (d, CRM_RFM_THRESHOLDS, c, error);
}

ANALYTICS_CASE (case_features)
{
  return crm_features_prepare (ANALYTICS_CASE_COLUMNS (d, money), d->n, 3, NULL, NULL, c, d->out,
                               d->features, error);
}

ANALYTICS_CASE (case_kmeans)
{
  CrmKMeansOptions options = { .k = 4, .restarts = 4, .max_iterations = 30 };
  g_autoptr (CrmKMeans) result =
      crm_kmeans (ANALYTICS_CASE_COLUMNS (d, z), d->n, 3, NULL, &options, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_kmeans_start)
{
  double start[12] = { 1, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1 };
  CrmKMeansOptions options = { .k = 4, .start = start, .max_iterations = 10 };
  g_autoptr (CrmKMeans) result =
      crm_kmeans (ANALYTICS_CASE_COLUMNS (d, z), d->n, 3, NULL, &options, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_choose_k)
{
  CrmChooseKOptions options = { .k_min = 2, .k_max = 3, .splits = 2 };
  g_autoptr (CrmChooseK) result =
      crm_choose_k (ANALYTICS_CASE_COLUMNS (d, z), d->n, 3, NULL, &options, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_silhouette)
{
  return !isnan (crm_kmeans_silhouette (ANALYTICS_CASE_COLUMNS (d, z), d->n, 3, d->labels, 4, 5000,
                                        1, c, NULL, error));
}

ANALYTICS_CASE (case_stability)
{
  g_autoptr (CrmStability) result =
      crm_stability (ANALYTICS_CASE_COLUMNS (d, z), d->n, 3, d->labels, 4, 3, 1, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_explain)
{
  CrmSegmentsInput input = { .n = d->n,
                             .d = 3,
                             .columns = ANALYTICS_CASE_COLUMNS (d, money),
                             .z = ANALYTICS_CASE_COLUMNS (d, z),
                             .labels = d->labels,
                             .k = 4,
                             .revenue = d->money[2],
                             .recency = 0,
                             .frequency = 1,
                             .monetary = 2 };
  g_autoptr (CrmSegments) result = crm_segments_explain (&input, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_affinity)
{
  CrmAffinityOptions options = { .min_support = 0.001, .min_confidence = 0.05, .max_p = 0.05 };
  g_autoptr (CrmAffinity) result =
      crm_affinity (d->customer, d->item, d->n, (guint32) (d->n / 4 + 1), 200, &options, c, error);

  return result != NULL;
}

static inline gboolean
analytics_fit_lifetime (AnalyticsData *d, CrmLifetimeModel model, const CrmAnalyticsContext *c,
                        GError **error)
{
  CrmLifetimeFit fit;

  return crm_lifetime_fit (model, d->x, d->tx, d->t, d->n, c, &fit, error);
}

ANALYTICS_CASE (case_bgnbd)
{
  return analytics_fit_lifetime (d, CRM_LIFETIME_BG_NBD, c, error);
}

ANALYTICS_CASE (case_mbgnbd)
{
  return analytics_fit_lifetime (d, CRM_LIFETIME_MBG_NBD, c, error);
}

ANALYTICS_CASE (case_paretonbd)
{
  CrmLifetimeFit fit;

  /* Its likelihood costs a hundred times that of the others. */
  return crm_lifetime_fit (CRM_LIFETIME_PARETO_NBD, d->x, d->tx, d->t, MIN (d->n, 3000), c, &fit,
                           error);
}

static inline CrmLifetimeEstimate
analytics_estimate (void)
{
  CrmLifetimeEstimate estimate = { .model = CRM_LIFETIME_BG_NBD,
                                   .parameters = { 0.24, 31, 0.79, 2.4 } };

  for (guint i = 0; i < G_N_ELEMENTS (estimate.covariance); i++)
    estimate.covariance[i] = i % 5 == 0 ? 0.01 : 0;
  return estimate;
}

ANALYTICS_CASE (case_lifetime_predict)
{
  CrmLifetimeEstimate estimate = analytics_estimate ();

  return crm_lifetime_predict (&estimate, d->x, d->tx, d->t, d->n, 90, c, d->out[0], d->out[1],
                               d->out[2], error);
}

ANALYTICS_CASE (case_gammagamma)
{
  CrmGammaGamma fit;

  return crm_gamma_gamma_fit (d->money[0], d->money[1], d->n, c, &fit, error);
}

ANALYTICS_CASE (case_lifetime_value)
{
  CrmLifetimeEstimate estimate = analytics_estimate ();
  CrmGammaGamma amounts = { .p = 6.25, .q = 3.74, .v = 15.44 };

  return crm_lifetime_value (&estimate, &amounts, d->x, d->tx, d->t, d->money[0], d->n, 365, 4, 0.1,
                             0.3, c, d->out[0], error);
}

ANALYTICS_CASE (case_histories)
{
  CrmLifetimeHistories *result = crm_lifetime_histories_new (d->customer, d->day, d->money[0], d->n,
                                                             d->n / 4 + 1, 500, 699, c, error);

  if (result == NULL)
    return FALSE;
  crm_lifetime_histories_free (result);
  return TRUE;
}

ANALYTICS_CASE (case_backtest)
{
  g_autoptr (CrmLifetimeHistories) histories = crm_lifetime_histories_new (
      d->customer, d->day, NULL, d->n, d->n / 4 + 1, 500, 699, c, error);
  CrmLifetimeBacktest result;

  return histories != NULL && crm_lifetime_backtest (histories, c, &result, error);
}

ANALYTICS_CASE (case_satisfaction)
{
  CrmSatisfactionInput input = { .n_customers = d->n,
                                 .n_features = 3,
                                 .features = ANALYTICS_CASE_COLUMNS (d, z),
                                 .n_answers = d->n,
                                 .customer = d->customer,
                                 .instrument = d->instrument,
                                 .score = d->score,
                                 .n_instruments = 1 };
  g_autoptr (CrmSatisfaction) result = crm_satisfaction_new (&input, NULL, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_nps)
{
  CrmNps result;

  return crm_nps (d->answer, d->n, 0.95, c, &result, error);
}

ANALYTICS_CASE (case_csat)
{
  CrmTopBox result;

  return crm_top_box (d->answer, d->n, 0, 10, 8, 0.95, c, &result, error);
}

ANALYTICS_CASE (case_acsi)
{
  const double *items[] = { d->answer, d->rating, d->outcome };
  CrmAcsi result;

  return crm_acsi (items, 3, d->n, NULL, 0, 10, 0.95, c, d->out[0], &result, error);
}

ANALYTICS_CASE (case_welch)
{
  CrmWelch result;

  return crm_welch (d->z[0], d->n, d->z[1], d->n, 0.95, c, &result, error);
}

ANALYTICS_CASE (case_quantiles)
{
  static const double p[] = { 0.1, 0.5, 0.9 };
  double result[3];

  return crm_quantiles (d->z[0], d->n, p, 3, CRM_QUANTILE_GUMBEL, c, result, error);
}

ANALYTICS_CASE (case_bootstrap)
{
  CrmBootstrap result;

  return crm_bootstrap (d->z[0], d->n, crm_bootstrap_median, NULL, 100, 0.95, 1, c, &result, error);
}

ANALYTICS_CASE (case_service_level)
{
  CrmServiceLevel result;

  return crm_service_level (d->outcome, d->rating, d->answer, d->money[0], d->n, 0.95, c, &result,
                            error);
}

ANALYTICS_CASE (case_relative_weights)
{
  g_autoptr (CrmRelativeWeights) result =
      crm_relative_weights_new (ANALYTICS_CASE_COLUMNS (d, z), 3, NULL, d->answer, d->n, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_classifier_score)
{
  CrmClassifierScore result;

  return crm_classifier_score (d->share, d->outcome, d->n, c, &result, error);
}

ANALYTICS_CASE (case_logistic)
{
  g_autoptr (CrmLogistic) result =
      crm_logistic_new (ANALYTICS_CASE_COLUMNS (d, z), 3, NULL, d->outcome, d->n, 0, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_cross_validate)
{
  return crm_logistic_cross_validate (ANALYTICS_CASE_COLUMNS (d, z), 3, NULL, d->outcome, d->n, 0,
                                      d->folds, 3, c, d->out[0], error);
}

ANALYTICS_CASE (case_ordinal)
{
  g_autoptr (CrmOrdinal) result =
      crm_ordinal_new (ANALYTICS_CASE_COLUMNS (d, z), 3, NULL, d->rating, d->n, 4, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_assignment)
{
  static const double shares[] = { 1, 1, 2 };
  g_autoptr (CrmAssignment) result =
      crm_assignment_new (d->ids, d->strata, d->n, shares, 3, 1, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_smoothing)
{
  CrmSmoothingSpec spec = { .trend = CRM_TREND_LINEAR,
                            .season = CRM_SEASON_ADDITIVE,
                            .period = 12,
                            .start = CRM_START_CLASSIC };
  g_autoptr (CrmSmoothing) result =
      crm_smoothing_new (d->money[0], MIN (d->n, 1000000), &spec, c, error);

  return result != NULL;
}

ANALYTICS_CASE (case_forecast)
{
  CrmForecastOptions options = { .period = 12, .horizon = 12, .n_origins = 2, .level = 0.95 };
  g_autoptr (CrmForecast) result =
      crm_forecast_new (d->money[0], MIN (d->n / 100, 100000), &options, c, error);

  return result != NULL;
}

typedef struct
{
  const char *name;
  gboolean (*run) (AnalyticsData *data, const CrmAnalyticsContext *context, GError **error);
  gboolean capped; /* takes no more than some thousand rows */
} AnalyticsCase;

/* clang-format off */
static const AnalyticsCase analytics_cases[] = {
  { "rfm", case_rfm },
  { "rfm ntile", case_rfm_ntile },
  { "rfm thresholds", case_rfm_thresholds },
  { "features", case_features },
  { "k-means", case_kmeans },
  { "k-means from given centres", case_kmeans_start },
  { "choose-k", case_choose_k },
  { "silhouette", case_silhouette },
  { "stability", case_stability },
  { "explanation of segments", case_explain },
  { "affinity", case_affinity },
  { "bgnbd", case_bgnbd },
  { "mbgnbd", case_mbgnbd },
  { "paretonbd", case_paretonbd, TRUE },
  { "lifetime prediction", case_lifetime_predict },
  { "gammagamma", case_gammagamma },
  { "lifetime value", case_lifetime_value },
  { "histories", case_histories },
  { "lifetime back-test", case_backtest },
  { "satisfaction", case_satisfaction },
  { "nps", case_nps },
  { "csat", case_csat },
  { "acsi", case_acsi },
  { "welch", case_welch },
  { "quantiles", case_quantiles },
  { "bootstrap", case_bootstrap },
  { "service level", case_service_level },
  { "relative weights", case_relative_weights },
  { "classifier score", case_classifier_score },
  { "logistic", case_logistic },
  { "logistic cross-validation", case_cross_validate },
  { "ordinal", case_ordinal },
  { "assignment", case_assignment },
  { "holtwinters", case_smoothing },
  { "forecast", case_forecast, TRUE },
};
/* clang-format on */

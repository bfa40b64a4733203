/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Indices of customer surveys with their uncertainty. Answers are single people's, exchangeable:
 * row order does not matter. Any thread. Errors: EMPTY, VALUE (an answer off its scale, a
 * negative count), PARAMETER, TOO_FEW, DEGENERATE, CANCELLED. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* Net Promoter Score (Reichheld, 2003), in points from -100 to 100: promoters answer 9 or 10,
 * detractors 0 to 6. One answer has the variance P + D - (P - D)^2. The adjusted Wald interval
 * of Rocks, "Interval Estimation for the Net Promoter Score" (2016) adds 3/4 of a promoter and
 * of a detractor to n + 3 answers; unlike Wald's it has a width when all agree. It is not cut at
 * +-100: cut it where it is shown. */
typedef struct
{
  gint64 n;
  gint64 promoters;
  gint64 passives;
  gint64 detractors;
  double nps;
  double se; /* points, Wald */
  double wald_lower, wald_upper;
  double lower, upper; /* adjusted Wald */
} CrmNps;

gboolean crm_nps_from_counts (gint64 promoters, gint64 passives, gint64 detractors, double level,
                              CrmNps *result, GError **error);

/* @answers are whole numbers 0 to 10. */
gboolean crm_nps (const double *answers, gsize n, double level, const CrmAnalyticsContext *context,
                  CrmNps *result, GError **error);

typedef struct
{
  double difference; /* a - b, points */
  double se;
  double lower, upper;
  double z;
  double p_value; /* two-sided; 1 with z 0 when neither side varies and both agree */
} CrmNpsChange;

/* DEGENERATE when neither side varies and they differ: Wald's error is then 0 and no test. */
gboolean crm_nps_compare (const CrmNps *a, const CrmNps *b, double level, CrmNpsChange *result,
                          GError **error);

/* CSAT: percentage of answers 4 or 5 on 1..5 (the "top two boxes") with Wilson's interval; CES:
 * mean of 1..7 with Student's interval, and the percentage that agrees (5 or more) with
 * Wilson's. */
typedef struct
{
  gint64 n;
  gint64 top;                    /* answers at or above @top_from */
  double percent;                /* 100 top / n */
  double lower, upper;           /* percent, Wilson */
  double mean;                   /* on the answer scale */
  double se;                     /* NAN with a single answer */
  double mean_lower, mean_upper; /* Student's; cut it at the ends of the scale where it is shown */
} CrmTopBox;

/* @answers are whole numbers @minimum..@maximum. CSAT: 1, 5, 4. CES: 1, 7, 5. */
gboolean
crm_top_box (const double *answers, gsize n, int minimum, int maximum, int top_from, double level,
             const CrmAnalyticsContext *context, CrmTopBox *result, GError **error);

/* American Customer Satisfaction Index (Fornell et al., 1996, equation 1): weighted mean of the
 * items brought to 0..100, 100 (sum w mean - sum w min) / (sum w (max - min)). */
typedef struct
{
  gsize n;
  double index;
  double sd; /* between people; NAN with one row */
  double lower,
      upper;    /* normal interval of the mean index; cut it at 0 and 100 where it is shown */
  double alpha; /* Cronbach's (1951), equation 2; NAN with one item or without variation */
} CrmAcsi;

/* @items: @n_items columns of answers within @minimum..@maximum. @weights: non-negative, their
 * scale does not matter; NULL for equal ones. Latent-variable weights of standardised items must
 * first be divided by the item's standard deviation. @each (nullable): the index of every row. */
gboolean crm_acsi (const double *const *items, gsize n_items, gsize n, const double *weights,
                   double minimum, double maximum, double level, const CrmAnalyticsContext *context,
                   double *each, CrmAcsi *result, GError **error);

/* Cronbach's alpha of @n_items >= 2 columns. DEGENERATE when the sum of the items never varies. */
gboolean crm_cronbach_alpha (const double *const *items, gsize n_items, gsize n,
                             const CrmAnalyticsContext *context, double *alpha, GError **error);

G_END_DECLS

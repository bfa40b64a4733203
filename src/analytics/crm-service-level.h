/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures of a help desk: how many cases kept their promise, came back, and how long they took. Row
 * order does not matter. */

#pragma once

#include "crm-analytics-base.h"
#include "crm-proportions.h"

G_BEGIN_DECLS

#define CRM_SERVICE_N_QUANTILES 5

/* The probabilities of `quantiles`: 0.1, 0.25, 0.5, 0.75, 0.9. */
extern const double crm_service_probabilities[CRM_SERVICE_N_QUANTILES];

typedef struct
{
  gsize n;              /* cases */
  CrmShare kept;        /* of all cases with a promise, Wilson's interval; NAN without any */
  CrmShare reopened;    /* of all cases */
  double reassignments; /* mean over all cases; NAN when not given */
  gsize n_durations;    /* cases with a duration, the negative ones left out */
  gsize n_negative;     /* durations below 0: clocks that went backwards */
  double quantiles[CRM_SERVICE_N_QUANTILES]; /* type 7, unit of the durations; NAN without any */
  double mean;                               /* of the durations; NAN without any */
} CrmServiceLevel;

/* All arrays have @n values and NAN means unknown. @kept_promise: 0 or 1 (nullable). @reopened:
 * how many times, 0 or more (nullable). @reassigned: how many times (nullable). @durations: any
 * unit (nullable). Errors: EMPTY, VALUE, PARAMETER, CANCELLED. */
gboolean
crm_service_level (const double *kept_promise, const double *reopened, const double *reassigned,
                   const double *durations, gsize n, double level,
                   const CrmAnalyticsContext *context, CrmServiceLevel *result, GError **error);

G_END_DECLS

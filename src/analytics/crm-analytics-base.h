/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every method of this folder shares: how a caller cancels, hears of progress, bounds the
 * number of threads and learns what was wrong with its input.
 *
 * Rules of the folder: plain arrays in, plain structs out; no SQL, no GTK, no global state, every
 * function reentrant. A table of numbers is an array of columns, `const double *const *columns`,
 * each of `n` values. Results never depend on the number of threads, and where rows are exchangeable
 * not on their order either. A function that can fail returns FALSE or NULL and sets @error, then
 * leaves its out parameters untouched. */

#pragma once

#include <glib.h>

#include "crm-dense.h"
#include "crm-exact-sum.h"
#include "crm-parallel.h"
#include "crm-random.h"

G_BEGIN_DECLS

#define CRM_ANALYTICS_ERROR (crm_analytics_error_quark ())

typedef enum
{
  CRM_ANALYTICS_ERROR_CANCELLED,  /* the caller's callback asked to stop */
  CRM_ANALYTICS_ERROR_EMPTY,      /* no rows, or no columns */
  CRM_ANALYTICS_ERROR_VALUE,      /* NaN, infinite, negative where a count is meant, text */
  CRM_ANALYTICS_ERROR_PARAMETER,  /* an option outside its range, such as more groups than rows */
  CRM_ANALYTICS_ERROR_TOO_FEW,    /* valid, but too little for an answer that means anything */
  CRM_ANALYTICS_ERROR_DEGENERATE, /* no variation to learn from */
  CRM_ANALYTICS_ERROR_NOT_CONVERGED, /* the search for parameters found no optimum */
  CRM_ANALYTICS_ERROR_TOO_LARGE,     /* more rows or columns than the method can hold */
} CrmAnalyticsError;

GQuark crm_analytics_error_quark (void);

/* Returns TRUE to stop, and goes on doing so. Called from any thread of a computation, several at a time;
 * g_cancellable_is_cancelled () will do. */
typedef gboolean (*CrmAnalyticsCancelFunc) (gpointer data);

/* @fraction grows from 0 to 1. Called from the thread that called the method, at most some hundred
 * times. */
typedef void (*CrmAnalyticsProgressFunc) (double fraction, gpointer data);

/* How a computation talks to its caller. Zero-initialised, or NULL wherever one is taken, it means:
 * never cancelled, nobody listens, one thread a processor. Only read, never kept. */
typedef struct _CrmAnalyticsContext CrmAnalyticsContext;
struct _CrmAnalyticsContext
{
  CrmAnalyticsCancelFunc cancelled;
  gpointer cancelled_data;
  CrmAnalyticsProgressFunc progress;
  gpointer progress_data;
  guint n_threads; /* 0: as many as there are processors */

  /* The part of the caller's 0..1 that this computation fills; both 0 means all of it. */
  double progress_from;
  double progress_to;
};

/* A context for a step that takes the @from..@to part of @context's progress. */
CrmAnalyticsContext
crm_analytics_context_step (const CrmAnalyticsContext *context, double from, double to);

guint crm_analytics_context_threads (const CrmAnalyticsContext *context);
gboolean crm_analytics_cancelled (const CrmAnalyticsContext *context);
/* TRUE, and @error set to CANCELLED, when the caller wants to stop. */
gboolean crm_analytics_set_cancelled (const CrmAnalyticsContext *context, GError **error);

/* For loops of cheap steps: asks every CRM_ANALYTICS_STRIDE rows, which is a few milliseconds of work. */
#define CRM_ANALYTICS_STRIDE ((gsize) 1 << 17)
static inline gboolean
crm_analytics_cancelled_at (const CrmAnalyticsContext *context, gsize row)
{
  return (row & (CRM_ANALYTICS_STRIDE - 1)) == CRM_ANALYTICS_STRIDE - 1 &&
         crm_analytics_cancelled (context);
}

/* Sets CANCELLED after somebody else saw the request; always FALSE. */
gboolean crm_analytics_raise_cancelled (GError **error);

void crm_analytics_progress (const CrmAnalyticsContext *context, double fraction);

/* FALSE with CRM_ANALYTICS_ERROR_VALUE naming @what and the first row (from 1) whose value is NaN,
 * infinite, or below @minimum (pass -INFINITY for none). */
gboolean crm_analytics_check_finite (const double *values, gsize n, double minimum,
                                     const char *what, GError **error);

/* The same for many rows; also FALSE with CANCELLED. */
gboolean crm_analytics_check_values (const CrmAnalyticsContext *context, const double *values,
                                     gsize n, double minimum, const char *what, GError **error);

/* crm_sum_exact () of many rows; NaN when cancelled. */
double crm_analytics_sum_exact (const CrmAnalyticsContext *context, const double *values, gsize n);

G_END_DECLS

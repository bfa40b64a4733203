/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximises a concave log-likelihood that is a sum over rows, by Newton's method with step
 * halving. Private to the regressions of this folder. Chunks of rows sum into slots of their
 * own, which are added in order: the number of threads never shows. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* Adds rows @begin..@end - 1 at @theta to the sums: value, gradient, and the lower triangle of the
 * information (minus the second derivatives). A value of -INFINITY marks a point outside. */
typedef void (*CrmNewtonFunc) (const double *theta, gsize begin, gsize end, double *value,
                               double *gradient, double *information, gpointer data);

typedef struct
{
  gsize n_parameters;
  gsize n_rows;
  CrmNewtonFunc func;
  gpointer data;
  double *theta;   /* start, then maximum */
  double *penalty; /* subtracts penalty / 2 theta^2 for each parameter; zeros for none */

  double value; /* penalty included */
  double *gradient;
  double *information;
  guint iterations;

  double *start; /* pivots of the information at the beginning */
  double *slots;
  gsize first; /* row of the wave in work */
  CrmParallel *team;
} CrmNewton;

typedef enum
{
  CRM_NEWTON_FOUND,
  CRM_NEWTON_STOPPED,  /* cancelled, the error is set */
  CRM_NEWTON_DIVERGED, /* no finite maximum; the parameter that runs away most is told */
  CRM_NEWTON_STUCK,
} CrmNewtonResult;

/* @context must outlive it. Fill func, data and theta. */
CrmNewton *crm_newton_new (gsize n_parameters, gsize n_rows, const CrmAnalyticsContext *context);
void crm_newton_free (CrmNewton *self);

CrmNewtonResult crm_newton_run (CrmNewton *self, gsize *runaway, GError **error);

/* After FOUND: the covariance (full, n_parameters squared) of the estimate; with a penalty the
 * sandwich H^-1 (H - penalty) H^-1. FALSE when the information has all but vanished, as on
 * separated data. */
gboolean crm_newton_covariance (const CrmNewton *self, double *covariance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmNewton, crm_newton_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quasi-Newton minimisation of a smooth function of few variables inside a box. Pure, reentrant. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRM_BFGS_MAX 16 /* most variables */

/* Writes the gradient at x and returns the value; one that is not finite means "outside the
 * domain" and makes the step shorter. Set *go_on to FALSE to stop at once (cancelled). */
typedef double (*CrmBfgsFunc) (const double *x, double *gradient, gboolean *go_on,
                               gpointer user_data);

typedef enum
{
  CRM_BFGS_CONVERGED,
  CRM_BFGS_STALLED, /* no lower value along the last direction: converged to rounding, or not smooth */
  CRM_BFGS_EXHAUSTED, /* max_evaluations spent */
  CRM_BFGS_STOPPED,   /* the function asked to stop, or the start has no finite value */
} CrmBfgsStatus;

typedef struct
{
  CrmBfgsStatus status;
  double value;                  /* at the final x */
  double gradient[CRM_BFGS_MAX]; /* likewise */
  double gradient_max; /* largest component among the variables that are not held by the box */
  guint evaluations;
  guint at_bound; /* bit i set: variable i lies on its bound with the gradient pushing outwards */
} CrmBfgsResult;

/* Minimises f from x (in and out, n numbers) within [lower, upper]: BFGS updates of the inverse
 * Hessian with an Armijo and Wolfe line search (Nocedal and Wright 2006, algorithms 6.1 and 3.5),
 * variables on a bound projected out. @inverse (nullable) is a first guess of the inverse Hessian,
 * n x n. Stops when the projected gradient is below tolerance.
 * The same input gives the same bytes. */
CrmBfgsResult crm_bfgs_minimize (CrmBfgsFunc f, gpointer user_data, guint n, double *x,
                                 const double *lower, const double *upper, const double *inverse,
                                 double tolerance, guint max_evaluations);

G_END_DECLS

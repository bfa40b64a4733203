/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Likelihoods of the four models of repeat buying over collapsed histories. */

#pragma once

#include "crm-lifetime-data.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_LIFETIME_NBD,     /* r, alpha: buys for ever at a gamma distributed rate (Ehrenberg 1959) */
  CRM_LIFETIME_BG_NBD,  /* r, alpha, a, b: may leave after each repeat purchase
                              (Fader, Hardie and Lee 2005, equation 6) */
  CRM_LIFETIME_MBG_NBD, /* r, alpha, a, b: may leave after the first purchase too
                              (Batislam, Denizel and Filiztekin 2007) */
  CRM_LIFETIME_PARETO_NBD, /* r, alpha, s, beta: may leave at any time
                              (Schmittlein, Morrison and Colombo 1987, with the likelihood as in Fader
                              and Hardie, "A note on deriving the Pareto/NBD model", 2005) */
} CrmLifetimeModel;

#define CRM_LIFETIME_N_MODELS       4
#define CRM_LIFETIME_MAX_PARAMETERS 4

/* "nbd", "bgnbd", "mbgnbd", "paretonbd". */
const char *crm_lifetime_model_id (CrmLifetimeModel model);
guint crm_lifetime_model_n_parameters (CrmLifetimeModel model);
/* "r", "alpha", "a"... */
const char *crm_lifetime_model_parameter (CrmLifetimeModel model, guint i);

/* Evaluates one model on one set of histories again and again; belongs to one thread at a time. */
typedef struct _CrmLifetimeLikelihood CrmLifetimeLikelihood;

/* (transfer full): keeps pointers to all three. */
CrmLifetimeLikelihood *crm_lifetime_likelihood_new (const CrmLifetimeData *data,
                                                    CrmLifetimeModel model, CrmParallel *parallel);
void crm_lifetime_likelihood_free (CrmLifetimeLikelihood *self);

/* Log-likelihood of the purchase times (not of the counts alone, so that models compare) with time in
 * scaled units, at parameters in scaled units, and its gradient by the logarithms of the parameters.
 * FALSE only when cancelled. */
gboolean
crm_lifetime_likelihood_evaluate (CrmLifetimeLikelihood *self, const double *log_parameters,
                                  double *value, double *gradient, GError **error);

/* log of the integral from t_x to T of s (alpha + y)^-(r+x) (beta + y)^-(s+1) dy relative to
 * (alpha + T)^-(r+x) (beta + T)^-s: log odds of having left against being alive (Pareto/NBD). With
 * @moments, four more: the means of log (alpha + y), 1 / (alpha + y), log (beta + y), 1 / (beta + y)
 * under that integral. -INFINITY where t_x = T. */
double
crm_lifetime_pareto_odds (const double *parameters, double x, double tx, double t, double *moments);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmLifetimeLikelihood, crm_lifetime_likelihood_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How large an experiment must be, what it can see, and how likely it is to see it. Two groups,
 * a two-sided test. Group b has `ratio` times the size of group a. Pure functions; any thread.
 *
 * Proportions: normal approximation with the pooled error under the null and the unpooled one
 * under the alternative (Fleiss, Levin and Paik, "Statistical Methods for Rates and
 * Proportions", 3rd ed., 2003, equation 4.14 without continuity correction). Means: the
 * noncentral t distribution (Cohen, 1988), equal variances. Both tails count: a result in the wrong
 * direction is a result, as in R's power.prop.test with strict = TRUE; without, R counts the nearer tail
 * only, which is 1.3e-6 less for shares of .5 and .75 and 50 people.
 *
 * Errors: PARAMETER for a probability outside 0..1, a share outside 0..1, an sd or ratio that is
 * not positive, an effect of 0 when a size is asked for; TOO_FEW when no effect within range can
 * be seen. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* The power with @n_a people in group a (may be fractional; at least 2 for means). */
gboolean crm_power_proportions (double share_a, double share_b, double n_a, double ratio,
                                double alpha, double *power, GError **error);
gboolean crm_power_means (double difference, double sd, double n_a, double ratio, double alpha,
                          double *power, GError **error);

/* The (fractional) size of group a that reaches @power; round it up. */
gboolean crm_power_size_proportions (double share_a, double share_b, double ratio, double alpha,
                                     double power, double *n_a, GError **error);
gboolean crm_power_size_means (double difference, double sd, double ratio, double alpha,
                               double power, double *n_a, GError **error);

/* The smallest effect seen with @power. Proportions: the nearest share above, and below, @share_a;
 * NAN on a side where none exists. */
gboolean
crm_power_effect_proportions (double share_a, double n_a, double ratio, double alpha, double power,
                              double *share_above, double *share_below, GError **error);
gboolean crm_power_effect_means (double sd, double n_a, double ratio, double alpha, double power,
                                 double *difference, GError **error);

G_END_DECLS

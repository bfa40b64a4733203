/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logarithms of gamma and beta functions, their derivatives and the logarithm of Gauss'
 * hypergeometric function, for the lifetime models. Pure, reentrant, no allocation. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* log Gamma (x), x > 0. */
double crm_log_gamma (double x);

/* log Gamma (b + x) - log Gamma (b), b > 0, b + x > 0: keeps its digits where b is far larger than
 * x and the plain difference would lose them (Stirling's series, Abramowitz and Stegun 1964, 6.1.41). */
double crm_log_gamma_ratio (double b, double x);

/* Digamma, the derivative of log Gamma, x > 0: recurrence to 10, then the asymptotic series
 * (Abramowitz and Stegun 1964, 6.3.5 and 6.3.18). Error below 1e-14 max (1, |value|). */
double crm_digamma (double x);

/* digamma (b + x) - digamma (b), b > 0, b + x > 0. */
double crm_digamma_difference (double b, double x);

/* log 2F1 (a, b; c; z) for a, b, c > 0 and 0 <= z < 1. The value is at least 1, so its logarithm
 * exists. Takes Gauss' series or Euler's transformation of it, 2F1 (a, b; c; z) =
 * (1 - z)^(c - a - b) 2F1 (c - a, c - b; c; z) (Abramowitz and Stegun 1964, 15.3.3), whichever
 * converges sooner without cancellation, scaled so that neither overflows. Error below 1e-10;
 * NaN for arguments outside the domain or beyond ten million terms. */
double crm_log_hyp2f1 (double a, double b, double c, double z);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Probability distributions. All functions are pure and may be called from any thread.
 *
 * Arguments outside the domain (NaN, non-positive degrees of freedom, probabilities outside 0..1)
 * give NaN; nothing here reports a GError. `_sf` is the upper tail 1 - cdf, computed directly so
 * that small p-values keep their relative accuracy (1e-12 or better for parameters below 1e6). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Regularised incomplete gamma P (a, x) and Q = 1 - P; a > 0, x >= 0.
 * Series and continued fraction, DLMF 8.11.4 and 8.9.2; leading factor after Loader (2000). */
double crm_gamma_p (double a, double x);
double crm_gamma_q (double a, double x);

/* Regularised incomplete beta I_x (a, b); a, b > 0, 0 <= x <= 1. `y` is 1 - x, given apart so that
 * x close to one loses nothing. Continued fraction, DLMF 8.17.22. */
double crm_beta_inc (double a, double b, double x, double y);

/* Standard normal. The quantile is Wichura's AS 241 PPND16 (1988). */
double crm_normal_cdf (double z);
double crm_normal_sf (double z);
double crm_normal_quantile (double p);
double crm_normal_two_sided (double z); /* P (|Z| >= |z|) */

/* Chi-square with `df` degrees of freedom. */
double crm_chi2_cdf (double x, double df);
double crm_chi2_sf (double x, double df);
double crm_chi2_quantile (double p, double df);

/* Student's t; df may be fractional (Welch). */
double crm_t_cdf (double t, double df);
double crm_t_sf (double t, double df);
double crm_t_two_sided (double t, double df); /* P (|T| >= |t|) */
double crm_t_quantile (double p, double df);

/* Fisher's F. */
double crm_f_cdf (double x, double df1, double df2);
double crm_f_sf (double x, double df1, double df2);

/* Noncentral t, Lenth's AS 243 (1989); beyond |ncp| 37 or df 4e5 the normal approximation of
 * Abramowitz and Stegun 26.7.10. */
double crm_noncentral_t_cdf (double t, double df, double ncp);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Corrections for many tests at once. @p and @adjusted (caller's, may be the same array) have @n
 * values; the order of the tests stays. Errors: VALUE when a p-value is not within 0..1,
 * CANCELLED. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* Holm (1979): family-wise error, valid under any dependence. */
gboolean crm_adjust_holm (const double *p, gsize n, double *adjusted, GError **error);

/* Benjamini and Hochberg (1995): false discovery rate, for independent or positively dependent
 * tests. */
gboolean crm_adjust_benjamini_hochberg (const double *p, gsize n, double *adjusted, GError **error);

G_END_DECLS

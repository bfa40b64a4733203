/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small dense symmetric systems, row after row (`a[i * n + j]`). Cholesky as in Golub and Van Loan,
 * "Matrix Computations" (4th ed., 2013), section 4.2. Only the lower triangle is read and written. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Replaces @a (@n x @n) by its lower factor L with L L' = a. FALSE, and @a spoilt, when it is not
 * positive definite to working precision (a pivot at or below @n * epsilon * its diagonal). */
gboolean crm_cholesky (double *a, gsize n);

/* Solves L L' x = b in place. */
void crm_cholesky_solve (const double *l, gsize n, double *b);

/* The full inverse of L L' into @inverse (@n x @n). */
void crm_cholesky_inverse (const double *l, gsize n, double *inverse);

/* log det (L L'). */
double crm_cholesky_log_det (const double *l, gsize n);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Eigenvalues of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, "Matrix
 * Computations", 4th ed., 2013, section 8.5). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @a (@n x @n, row after row, full) is overwritten. @values: @n eigenvalues, largest first.
 * @vectors: @n x @n, column k belongs to value k. FALSE when 60 sweeps do not suffice (NaN in
 * @a). */
gboolean crm_eigen_symmetric (double *a, gsize n, double *values, double *vectors);

G_END_DECLS

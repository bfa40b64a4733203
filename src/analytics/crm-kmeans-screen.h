/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Assignment of points to centres in single precision, where that is safe. Private to the folder.
 *
 * Half the bytes to read and twice the points a step. What is compared is how much nearer a centre is than
 * the first one, x'(c - c_0) - (c'c - c_0'c_0) / 2, with the centre's number in the last bits, so that the
 * largest says which it is. The nearest by these scores is the nearest by crm_kmeans_assign_exact ()
 * whenever the second best stays behind by more than both scores can be off; where it does not, sixteen points are
 * scored again in double precision. So the labels are the same bytes. With u = 2^-24 and b bits for the
 * number, a score of d terms is off by at most (d + 4 + 2^(b + 1)) u (sum |x_j| |c_j - c_0j| + the half of
 * the squares) (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, eq. 3.5, and one rounding of each
 * operand), and by what double precision is off in whole scores; |x_j| is bounded by the largest of each
 * block of rows. */

#pragma once

#include "crm-kmeans-kernel.h"

G_BEGIN_DECLS

/* Whether this machine and these tables allow it. */
gboolean crm_kmeans_can_screen (const CrmPoints *points, const CrmKMeansTiles *tiles);

/* As crm_kmeans_assign (); @begin is a multiple of CRM_POINTS_BLOCK. Returns how many rows had to be
 * scored twice. */
gsize crm_kmeans_screen (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,
                         gsize end, guint8 *labels);

G_END_DECLS

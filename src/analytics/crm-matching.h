/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cheapest assignment of rows to columns (Kuhn, 1955; shortest augmenting paths as in Jonker and
 * Volgenant, 1987). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @cost is @rows x @columns, row after row, finite. @match[i] is row i's column, -1 for rows left over
 * when there are more rows than columns. Among equally cheap assignments the choice is fixed by the
 * indices. O(n^3). */
void crm_matching (const double *cost, guint rows, guint columns, int *match);

G_END_DECLS

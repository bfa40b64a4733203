/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Assignment by shortest augmenting paths with potentials. Stateless. */

#include "config.h"

#include "crm-matching.h"

#include <math.h>

typedef struct
{
  const double *cost;
  guint rows; /* no more than columns */
  guint columns;
  gboolean transposed;
  double *u;  /* potentials of rows, from 1 */
  double *v;  /* of columns, from 1 */
  guint *own; /* the row of each column, 0 when free */
  guint *way; /* the column before on the path */
} Matching;

static inline double
get_cost (const Matching *m, guint row, guint column)
{
  return m->transposed ? m->cost[(column - 1) * m->rows + row - 1]
                       : m->cost[(row - 1) * m->columns + column - 1];
}

/* The nearest column not yet reached; relaxes the rest. */
static guint
step (Matching *m, guint column, double *distance, gboolean *reached)
{
  guint row = m->own[column], nearest = 0;
  double least = INFINITY;

  reached[column] = TRUE;
  for (guint j = 1; j <= m->columns; j++)
    {
      double reduced;

      if (reached[j])
        continue;
      reduced = get_cost (m, row, j) - m->u[row] - m->v[j];
      if (reduced < distance[j])
        {
          distance[j] = reduced;
          m->way[j] = column;
        }
      if (distance[j] < least)
        {
          least = distance[j];
          nearest = j;
        }
    }

  for (guint j = 0; j <= m->columns; j++)
    if (reached[j])
      {
        m->u[m->own[j]] += least;
        m->v[j] -= least;
      }
    else
      distance[j] -= least;
  return nearest;
}

static void
augment (Matching *m, guint row)
{
  g_autofree double *distance = g_new (double, m->columns + 1);
  g_autofree gboolean *reached = g_new0 (gboolean, m->columns + 1);
  guint column = 0;

  for (guint j = 0; j <= m->columns; j++)
    distance[j] = INFINITY;
  m->own[0] = row;
  do
    column = step (m, column, distance, reached);
  while (m->own[column] != 0);

  while (column != 0)
    {
      guint before = m->way[column];

      m->own[column] = m->own[before];
      column = before;
    }
}

void
crm_matching (const double *cost, guint rows, guint columns, int *match)
{
  gboolean transposed = rows > columns;
  guint fewer = MIN (rows, columns), more = MAX (rows, columns);
  g_autofree double *u = g_new0 (double, fewer + 1);
  g_autofree double *v = g_new0 (double, more + 1);
  g_autofree guint *own = g_new0 (guint, more + 1);
  g_autofree guint *way = g_new0 (guint, more + 1);
  Matching m = { cost, fewer, more, transposed, u, v, own, way };

  for (guint row = 1; row <= fewer; row++)
    augment (&m, row);

  for (guint i = 0; i < rows; i++)
    match[i] = -1;
  for (guint j = 1; j <= more; j++)
    if (own[j] != 0 && transposed)
      match[j - 1] = (int) own[j] - 1;
    else if (own[j] != 0)
      match[own[j] - 1] = (int) j - 1;
}

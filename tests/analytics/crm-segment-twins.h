/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Made-up tables for the tests of segmentation: blobs of customers, skewed purchases, shuffled copies.
 * Everything follows from the seed. */

#pragma once

#include <math.h>

#include "crm-analytics-base.h"

typedef struct
{
  gsize n;
  guint d;
  double **columns;
  guint8 *truth; /* the blob of each row */
} CrmTwin;

static inline CrmTwin *
crm_twin_alloc (gsize n, guint d)
{
  CrmTwin *self = g_new0 (CrmTwin, 1);

  self->n = n;
  self->d = d;
  self->columns = g_new0 (double *, d);
  self->truth = g_malloc0 (n + 1);
  for (guint j = 0; j < d; j++)
    self->columns[j] = g_new0 (double, n + 1);
  return self;
}

static inline void
crm_twin_free (CrmTwin *self)
{
  for (guint j = 0; j < self->d; j++)
    g_free (self->columns[j]);
  g_free (self->columns);
  g_free (self->truth);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTwin, crm_twin_free)

/* @k normal blobs of deviation 1 whose middles are about @separation apart in each column. */
static inline CrmTwin *
crm_twin_blobs (gsize n, guint d, guint k, double separation, guint64 seed)
{
  CrmTwin *self = crm_twin_alloc (n, d);
  double middles[16][16];
  CrmRandom random;

  crm_random_init (&random, seed, 99);
  for (guint c = 0; c < k; c++)
    for (guint j = 0; j < d; j++)
      middles[c][j] = separation * crm_random_normal (&random);
  for (gsize i = 0; i < n; i++)
    {
      self->truth[i] = (guint8) crm_random_below (&random, k);
      for (guint j = 0; j < d; j++)
        self->columns[j][i] = middles[self->truth[i]][j] + crm_random_normal (&random);
    }
  return self;
}

/* Recency in days, number of orders (a third bought once), amount in cents: tied and skewed as sales
 * are. */
static inline CrmTwin *
crm_twin_purchases (gsize n, guint64 seed)
{
  CrmTwin *self = crm_twin_alloc (n, 3);
  CrmRandom random;

  crm_random_init (&random, seed, 7);
  for (gsize i = 0; i < n; i++)
    {
      double rate = exp (0.9 * crm_random_normal (&random));

      self->columns[0][i] = floor (-120 / (0.5 + rate) * log (1 - crm_random_double (&random)));
      self->columns[1][i] = 1 + floor (rate * -1.5 * log (1 - crm_random_double (&random)));
      self->columns[2][i] =
          round (100 * self->columns[1][i] * exp (5 + 0.8 * crm_random_normal (&random))) / 100;
    }
  return self;
}

/* Row i of the copy is row @order[i]. */
static inline CrmTwin *
crm_twin_shuffle (const CrmTwin *twin, guint64 seed, guint32 **order)
{
  CrmTwin *self = crm_twin_alloc (twin->n, twin->d);
  CrmRandom random;

  crm_random_init (&random, seed, 55);
  *order = g_new (guint32, twin->n + 1);
  for (gsize i = 0; i < twin->n; i++)
    (*order)[i] = (guint32) i;
  crm_random_shuffle (&random, *order, twin->n);
  for (gsize i = 0; i < twin->n; i++)
    {
      self->truth[i] = twin->truth[(*order)[i]];
      for (guint j = 0; j < twin->d; j++)
        self->columns[j][i] = twin->columns[j][(*order)[i]];
    }
  return self;
}

#define CRM_TWIN_COLUMNS(twin) ((const double *const *) (twin)->columns)

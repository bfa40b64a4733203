/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares two partitions of the same rows. Stateless; any thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-matching.h"
#include "crm-segments.h"

void
crm_segment_movement_free (CrmSegmentMovement *self)
{
  if (self == NULL)
    return;

  g_free (self->counts);
  g_free (self->entered);
  g_free (self->left);
  g_free (self->match);
  g_free (self);
}

static double
count_pairs (double n)
{
  return n * (n - 1) / 2;
}

static double
find_adjusted_rand (const CrmSegmentMovement *self)
{
  double together = 0, before = 0, after = 0, all = count_pairs ((double) self->n_both);
  double expected, most;

  for (guint b = 0; b < self->k_before; b++)
    {
      double sum = 0;

      for (guint a = 0; a < self->k_after; a++)
        {
          together += count_pairs ((double) self->counts[b * self->k_after + a]);
          sum += (double) self->counts[b * self->k_after + a];
        }
      before += count_pairs (sum);
    }
  for (guint a = 0; a < self->k_after; a++)
    {
      double sum = 0;

      for (guint b = 0; b < self->k_before; b++)
        sum += (double) self->counts[b * self->k_after + a];
      after += count_pairs (sum);
    }

  expected = all > 0 ? before * after / all : 0;
  most = (before + after) / 2;
  if (all <= 0)
    return NAN;
  return most - expected != 0 ? (together - expected) / (most - expected) : 1;
}

static void
match_groups (CrmSegmentMovement *self)
{
  g_autofree double *cost = g_new (double, self->k_before * self->k_after);
  gsize kept = 0;

  for (guint i = 0; i < self->k_before * self->k_after; i++)
    cost[i] = -(double) self->counts[i];
  crm_matching (cost, self->k_before, self->k_after, self->match);

  for (guint b = 0; b < self->k_before; b++)
    {
      gsize common;

      if (self->match[b] < 0)
        continue;
      common = self->counts[b * self->k_after + (guint) self->match[b]];
      kept += common;
      /* Matched only because both were left over. */
      if (common == 0)
        self->match[b] = -1;
    }
  self->kept = self->n_both > 0 ? (double) kept / (double) self->n_both : NAN;
}

CrmSegmentMovement *
crm_segment_movement (const guint8 *before, const guint8 *after, gsize n, guint k_before,
                      guint k_after, GError **error)
{
  g_autoptr (CrmSegmentMovement) self = NULL;

  if (n == 0 || k_before == 0 || k_after == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("There is nothing to compare"));
      return NULL;
    }

  self = g_new0 (CrmSegmentMovement, 1);
  self->k_before = k_before;
  self->k_after = k_after;
  self->counts = g_new0 (gsize, k_before * k_after);
  self->entered = g_new0 (gsize, k_after);
  self->left = g_new0 (gsize, k_before);
  self->match = g_new0 (int, k_before);

  for (gsize i = 0; i < n; i++)
    {
      gboolean was = before[i] != CRM_SEGMENT_ABSENT, is = after[i] != CRM_SEGMENT_ABSENT;

      if ((was && before[i] >= k_before) || (is && after[i] >= k_after))
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                       _ ("Row %zu belongs to no group"), i + 1);
          return NULL;
        }
      if (was && is)
        {
          self->counts[before[i] * k_after + after[i]]++;
          self->n_both++;
        }
      else if (is)
        self->entered[after[i]]++;
      else if (was)
        self->left[before[i]]++;
    }

  match_groups (self);
  self->adjusted_rand = find_adjusted_rand (self);
  return g_steal_pointer (&self);
}

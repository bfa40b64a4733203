/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stratified assignment. Units are sorted by (stratum, hash, id) and each stratum is cut into runs
 * of its arms' sizes; what rounding takes from an arm in one stratum it gets back in a later one.
 * No state, any thread. */

#include "config.h"

#include "crm-assignment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-order.h"

#define MAX_ARMS 1000

static gboolean
check_design (gsize n, const double *shares, gsize n_arms, double *total, GError **error)
{
  *total = 0;
  if (n == 0 || n_arms < 2 || n_arms > MAX_ARMS)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR,
                   n == 0 ? CRM_ANALYTICS_ERROR_EMPTY : CRM_ANALYTICS_ERROR_PARAMETER,
                   _ ("Cannot assign %zu units to %zu arms"), n, n_arms);
      return FALSE;
    }
  for (gsize a = 0; a < n_arms; a++)
    {
      *total += shares[a];
      if (shares[a] > 0 && isfinite (*total))
        continue;
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("The share of arm %zu must be positive"), a + 1);
      return FALSE;
    }

  return TRUE;
}

/* How many units of the next @size each arm gets: the floor of its share, the rest to the arms that
 * are furthest behind over all strata so far (ties: hash order of seed, stratum and arm). */
static void
share_out (gsize size, const double *shares, double total, gsize n_arms, guint64 salt,
           double *behind, gint64 *counts)
{
  gsize left = size;
  g_autofree gboolean *taken = g_new0 (gboolean, n_arms);

  for (gsize a = 0; a < n_arms; a++)
    {
      double exact = size * (shares[a] / total);

      counts[a] = (gint64) floor (exact + 1e-9);
      left -= counts[a];
      behind[a] += exact - counts[a];
    }
  for (; left > 0; left--)
    {
      gsize best = n_arms;

      for (gsize a = 0; a < n_arms; a++)
        if (!taken[a] && (best == n_arms || behind[a] > behind[best] + 1e-9 ||
                          (behind[a] > behind[best] - 1e-9 &&
                           crm_random_mix (salt + a) < crm_random_mix (salt + best))))
          best = a;
      taken[best] = TRUE;
      counts[best]++;
      behind[best] -= 1;
    }
}

/* Left unfinished when cancelled. Hash order is a uniformly random order, so consecutive runs of it are random groups. */
static void
deal (CrmAssignment *result, const guint32 *order, const gint64 *counts,
      const CrmAnalyticsContext *context)
{
  gsize k = 0;

  for (gsize a = 0; a < result->n_arms; a++)
    for (gint64 c = 0; c < counts[a]; c++)
      {
        result->arms[order[k++]] = a;
        if (crm_analytics_cancelled_at (context, k))
          return;
      }
}

static gboolean
assign_strata (CrmAssignment *result, const gint64 *layers, const guint32 *order,
               const double *shares, double total, guint64 seed, const CrmAnalyticsContext *context,
               GError **error)
{
  g_autoptr (GArray) strata = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree gint64 *row = g_new0 (gint64, result->n_arms);
  g_autofree double *behind = g_new0 (double, result->n_arms);

  for (gsize begin = 0, end; begin < result->n; begin = end)
    {
      gint64 stratum = layers == NULL ? 0 : layers[order[begin]];

      for (end = begin + 1; end < result->n; end++)
        if ((layers != NULL && layers[order[end]] != stratum) ||
            crm_analytics_cancelled_at (context, end))
          break;
      if (crm_analytics_set_cancelled (context, error))
        return FALSE;

      share_out (end - begin, shares, total, result->n_arms, seed ^ (guint64) stratum, behind, row);
      deal (result, order + begin, row, context);
      g_array_append_val (strata, stratum);
      g_array_append_vals (counts, row, result->n_arms);
    }

  if (crm_analytics_set_cancelled (context, error))
    return FALSE;

  result->n_strata = strata->len;
  result->strata = (gint64 *) g_array_free (g_steal_pointer (&strata), FALSE);
  result->counts = (gint64 *) g_array_free (g_steal_pointer (&counts), FALSE);
  return TRUE;
}

/* The units by hash, which differs where the ids do: the mixing step is one to one. */
static guint32 *
order_by_hash (const gint64 *ids, gsize n, guint64 seed, guint64 *keys,
               const CrmAnalyticsContext *context, GError **error)
{
  guint64 salt = crm_random_mix (seed + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  g_autofree guint32 *order = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    {
      order[i] = (guint32) i;
      keys[i] = crm_random_mix (salt ^ (guint64) ids[i]);
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }
  if (!crm_order_sort (keys, order, n, context, error))
    return NULL;

  for (gsize i = 1; i < n; i++)
    if (keys[i] == keys[i - 1])
      {
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("Unit %lld stands twice in the list"), (long long) ids[order[i]]);
        return NULL;
      }

  return g_steal_pointer (&order);
}

CrmAssignment *
crm_assignment_new (const gint64 *ids, const gint64 *strata, gsize n, const double *shares,
                    gsize n_arms, guint64 seed, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmAssignment) result = NULL;
  g_autofree guint32 *order = NULL;
  g_autofree guint64 *keys = NULL;
  double total;

  if (!check_design (n, shares, n_arms, &total, error))
    return NULL;
  if (n >= G_MAXUINT32)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                           _ ("Too many units"));
      return NULL;
    }

  keys = g_new (guint64, n);
  order = order_by_hash (ids, n, seed, keys, context, error);
  if (order == NULL)
    return NULL;
  /* A stable sort: within a stratum the hash order stays. */
  for (gsize i = 0; strata != NULL && i < n; i++)
    {
      keys[i] = (guint64) strata[order[i]] ^ G_GUINT64_CONSTANT (1) << 63;
      if (crm_analytics_cancelled_at (context, i) && !crm_analytics_raise_cancelled (error))
        return NULL;
    }
  if (strata != NULL && !crm_order_sort (keys, order, n, context, error))
    return NULL;

  result = g_new0 (CrmAssignment, 1);
  result->n = n;
  result->n_arms = n_arms;
  result->arms = g_new0 (guint32, n);
  if (!assign_strata (result, strata, order, shares, total, seed, context, error))
    return NULL;

  return g_steal_pointer (&result);
}

void
crm_assignment_free (CrmAssignment *self)
{
  if (self == NULL)
    return;
  g_free (self->arms);
  g_free (self->strata);
  g_free (self->counts);
  g_free (self);
}

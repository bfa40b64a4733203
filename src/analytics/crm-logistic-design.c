/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks, orders, collapses and standardises. Owned by one computation; no state beyond it. */

#include "config.h"

#include "crm-logistic-design.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-moments.h"
#include "crm-order.h"

#define BLOCK        65536
#define MAX_FEATURES 500

/* A pivot 1 - R^2 of a standardised feature on those before it below this means collinear. */
#define COLLINEAR 1e-10

static gboolean
check_outcome (const double *outcome, gsize n, gsize n_categories,
               const CrmAnalyticsContext *context, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (outcome[i] >= 0 && outcome[i] < n_categories && outcome[i] == floor (outcome[i]))
        continue;
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                   _ ("Outcome %zu: %g is not a whole number from 0 to %zu"), i + 1, outcome[i],
                   n_categories - 1);
      return FALSE;
    }

  return TRUE;
}

char *
crm_design_dup_name (const CrmDesign *self, gsize j)
{
  return self->names != NULL ? g_strdup_printf (_ ("“%s”"), self->names[j])
                             : g_strdup_printf (_ ("feature %zu"), j + 1);
}

static gboolean
describe_features (CrmDesign *self, const double *const *features, gboolean allow_constant,
                   const CrmAnalyticsContext *context, GError **error)
{
  for (gsize j = 0; j < self->n_features; j++)
    {
      g_autofree char *name = crm_design_dup_name (self, j);
      CrmMoments moments;

      if (!crm_moments (features[j], self->n, name, context, &moments, error))
        return FALSE;
      if (moments.variance > 1e-26 * moments.mean * moments.mean && moments.variance > 0)
        {
          self->columns[self->n_columns] = j;
          self->means[self->n_columns] = moments.mean;
          self->scales[self->n_columns++] = sqrt (moments.variance);
        }
      else if (!allow_constant)
        {
          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("%s: never varies"), name);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
equal_rows (const double *const *features, gsize n_features, guint32 a, guint32 b)
{
  for (gsize j = 0; j < n_features; j++)
    if (features[j][a] != features[j][b])
      return FALSE;
  return TRUE;
}

static gboolean
collapse_rows (CrmDesign *self, const double *const *features, const double *outcome,
               const guint32 *order, const CrmAnalyticsContext *context, GError **error)
{
  gsize p = self->n_columns, k = self->n_categories;

  self->totals = g_new0 (double, k);
  for (gsize i = 0; i < self->n; i++)
    {
      guint32 row = order[i];

      if (i % BLOCK == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      if (i == 0 || !equal_rows (features, self->n_features, order[i - 1], row))
        {
          for (gsize j = 0; j < p; j++)
            self->z[self->n_rows * p + j] =
                (features[self->columns[j]][row] - self->means[j]) / self->scales[j];
          self->n_rows++;
        }
      self->counts[(self->n_rows - 1) * k + (gsize) outcome[row]]++;
      self->totals[(gsize) outcome[row]]++;
    }

  return TRUE;
}

CrmDesign *
crm_design_new (const double *const *features, gsize n_features, const char *const *names,
                const double *outcome, gsize n, gsize n_categories, gboolean allow_constant,
                const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmDesign) self = NULL;
  g_autofree guint32 *order = NULL;

  if (n == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("No rows"));
      return NULL;
    }
  if (n_features > MAX_FEATURES)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                   _ ("%zu features are more than %d"), n_features, MAX_FEATURES);
      return NULL;
    }
  if (!check_outcome (outcome, n, n_categories, context, error))
    return NULL;

  self = g_new0 (CrmDesign, 1);
  self->n = n;
  self->n_features = n_features;
  self->n_categories = n_categories;
  self->names = names;
  self->columns = g_new0 (gsize, n_features + 1);
  self->means = g_new0 (double, n_features + 1);
  self->scales = g_new0 (double, n_features + 1);
  if (!describe_features (self, features, allow_constant, context, error))
    return NULL;

  order = crm_order_rows (features, n, (guint) n_features, context, error);
  self->z = g_try_new (double, n * self->n_columns + 1);
  self->counts = g_try_new0 (double, n *n_categories);
  if (order != NULL && (self->z == NULL || self->counts == NULL))
    g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE,
                         _ ("Not enough memory for so many rows"));
  if (order == NULL || self->z == NULL || self->counts == NULL ||
      !collapse_rows (self, features, outcome, order, context, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
crm_design_free (CrmDesign *self)
{
  if (self == NULL)
    return;
  g_free (self->columns);
  g_free (self->means);
  g_free (self->scales);
  g_free (self->z);
  g_free (self->counts);
  g_free (self->totals);
  g_free (self);
}

/* Row after row of the correlation matrix's Cholesky factor; its squared pivots are 1 - R^2 of each
 * feature on those before it. */
gboolean
crm_design_check_rank (const CrmDesign *self, const CrmAnalyticsContext *context, GError **error)
{
  gsize p = self->n_columns;
  g_autofree double *l = g_new0 (double, p *p + 1);

  for (gsize i = 0; i < self->n_rows; i++)
    {
      const double *z = &self->z[i * p];
      double m = 0;

      if (i % 1024 == 0 && crm_analytics_set_cancelled (context, error))
        return FALSE;
      for (gsize c = 0; c < self->n_categories; c++)
        m += self->counts[i * self->n_categories + c];
      for (gsize j = 0; j < p; j++)
        for (gsize k = 0; k <= j; k++)
          l[j * p + k] += m * z[j] * z[k];
    }

  for (gsize j = 0; j < p; j++)
    {
      double diagonal = l[j * p + j];

      for (gsize k = 0; k <= j; k++)
        {
          for (gsize m = 0; m < k; m++)
            l[j * p + k] -= l[j * p + m] * l[k * p + m];
          if (k < j)
            l[j * p + k] /= l[k * p + k];
        }
      if (!(l[j * p + j] > COLLINEAR * diagonal))
        {
          g_autofree char *name = crm_design_dup_name (self, self->columns[j]);

          g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE,
                       _ ("%s: a combination of the features before it"), name);
          return FALSE;
        }
      l[j * p + j] = sqrt (l[j * p + j]);
    }

  return TRUE;
}

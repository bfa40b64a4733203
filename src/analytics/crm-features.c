/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scaling of columns, each on its own thread. Exact sums and order statistics: the order of rows does
 * not matter. Stateless; any thread. */

#include "config.h"

#include "crm-features.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-order.h"

static double
find_mad (const double *values, gsize n, double center)
{
  g_autofree double *away = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    away[i] = fabs (values[i] - center);
  return crm_order_median (away, n);
}

static void
find_moments (const double *values, gsize n, double *mean, double *sd)
{
  CrmExactSum sum;

  *mean = crm_sum_exact (values, n) / (double) n;
  crm_exact_sum_init (&sum);
  for (gsize i = 0; i < n; i++)
    crm_exact_sum_add (&sum, (values[i] - *mean) * (values[i] - *mean));
  *sd = sqrt (crm_exact_sum_value (&sum) / (double) n);
}

static void
learn_scale (const double *values, gsize n, CrmFeature *feature)
{
  double mean, sd;

  if ((feature->flags & CRM_FEATURE_STANDARD) != 0)
    {
      find_moments (values, n, &feature->center, &feature->scale);
      feature->limit = INFINITY;
      return;
    }

  feature->limit = CRM_FEATURE_LIMIT;
  feature->center = crm_order_median (values, n);
  feature->scale = 1.4826 * find_mad (values, n, feature->center);
  if (feature->scale > 0)
    return;

  feature->scale =
      (crm_order_quantile (values, n, 0.75) - crm_order_quantile (values, n, 0.25)) / 1.349;
  if (feature->scale > 0)
    return;

  find_moments (values, n, &mean, &sd);
  feature->scale = sd;
}

gboolean
crm_feature_learn (const double *values, gsize n, CrmFeatureFlags flags, const char *what,
                   CrmFeature *feature, GError **error)
{
  gboolean logarithm = (flags & CRM_FEATURE_LOG1P) != 0;
  g_autofree double *changed = NULL;
  double first;

  if (n == 0)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY, _ ("%s has no values"),
                   what);
      return FALSE;
    }
  if (!crm_analytics_check_finite (values, n, logarithm ? 0 : -INFINITY, what, error))
    return FALSE;

  *feature = (CrmFeature){ .flags = flags };
  if (logarithm)
    {
      changed = g_new (double, n);
      for (gsize i = 0; i < n; i++)
        changed[i] = log1p (values[i]);
      values = changed;
    }

  learn_scale (values, n, feature);

  /* Rounding can leave a constant column a scale that is not quite 0. */
  first = values[0];
  feature->constant = TRUE;
  for (gsize i = 1; i < n && feature->constant; i++)
    feature->constant = values[i] == first;
  if (feature->constant || !(feature->scale > 0) || !isfinite (feature->scale))
    {
      feature->constant = TRUE;
      feature->center = first;
      feature->scale = 1;
    }
  return TRUE;
}

void
crm_feature_apply (const CrmFeature *feature, const double *values, gsize n, double *z)
{
  for (gsize i = 0; i < n; i++)
    {
      double x = (feature->flags & CRM_FEATURE_LOG1P) != 0 ? log1p (values[i]) : values[i];

      x = (x - feature->center) / feature->scale;
      z[i] = feature->constant ? 0 : CLAMP (x, -feature->limit, feature->limit);
    }
}

double
crm_feature_invert (const CrmFeature *feature, double z)
{
  double x = feature->center + feature->scale * z;

  return (feature->flags & CRM_FEATURE_LOG1P) != 0 ? expm1 (x) : x;
}

gboolean
crm_feature_is_skewed (const double *values, gsize n)
{
  double low, middle, high, top;

  if (n < 3)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!(values[i] >= 0))
      return FALSE;

  low = crm_order_quantile (values, n, 0.05);
  middle = crm_order_median (values, n);
  high = crm_order_quantile (values, n, 0.75);
  top = crm_order_quantile (values, n, 0.95);
  return top - middle > 2 * (middle - low) && top > 1 && top > 1.5 * high;
}

typedef struct
{
  const double *const *columns;
  gsize n;
  const CrmFeatureFlags *flags;
  const char *const *names;
  double *const *z;
  CrmFeature *features;
  GError **errors; /* one a column */
} Preparation;

static void
prepare_column (gsize j, gsize begin, gsize end, gpointer data)
{
  Preparation *p = data;
  g_autofree char *number = g_strdup_printf (_ ("Column %u"), (guint) j + 1);
  const double *values = p->columns[j];
  CrmFeatureFlags flags = p->flags != NULL                       ? p->flags[j]
                          : crm_feature_is_skewed (values, p->n) ? CRM_FEATURE_LOG1P
                                                                 : CRM_FEATURE_PLAIN;

  if (crm_feature_learn (values, p->n, flags, p->names != NULL ? p->names[j] : number,
                         &p->features[j], &p->errors[j]))
    crm_feature_apply (&p->features[j], values, p->n, p->z[j]);
}

gboolean
crm_features_prepare (const double *const *columns, gsize n, guint d, const CrmFeatureFlags *flags,
                      const char *const *names, const CrmAnalyticsContext *context,
                      double *const *z, CrmFeature *features, GError **error)
{
  g_autofree GError **errors = g_new0 (GError *, d + 1);
  Preparation p = { columns, n, flags, names, z, features, errors };
  gboolean done = crm_parallel_for (context, d, 1, prepare_column, &p, error);

  for (guint j = 0; j < d; j++)
    {
      if (errors[j] == NULL)
        continue;
      if (done)
        g_propagate_error (error, errors[j]);
      else
        g_error_free (errors[j]);
      done = FALSE;
      error = NULL;
    }
  return done;
}

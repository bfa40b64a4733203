/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scaling of columns, each on its own thread. Exact sums and order statistics: the order of rows does
 * not matter. Stateless; any thread. */

#include "config.h"

#include "crm-features.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-order.h"

/* Rows between two looks at the cancellation. */
#define BLOCK 65536

/* These three give NaN when cancelled. */
static double
find_mad (const double *values, gsize n, double center, const CrmAnalyticsContext *context)
{
  g_autofree double *away = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      away[i] = fabs (values[i] - center);
      if (crm_analytics_cancelled_at (context, i))
        return NAN;
    }
  return crm_order_median (away, n, context);
}

static void
find_moments (const double *values, gsize n, const CrmAnalyticsContext *context, double *mean,
              double *sd)
{
  CrmExactSum sum;

  *sd = NAN;
  *mean = crm_analytics_sum_exact (context, values, n) / (double) n;
  crm_exact_sum_init (&sum);
  for (gsize i = 0; i < n; i++)
    {
      crm_exact_sum_add (&sum, (values[i] - *mean) * (values[i] - *mean));
      if (crm_analytics_cancelled_at (context, i))
        return;
    }
  *sd = sqrt (crm_exact_sum_value (&sum) / (double) n);
}

/* FALSE when cancelled on the way. */
static gboolean
learn_scale (const double *values, gsize n, const CrmAnalyticsContext *context, CrmFeature *feature)
{
  double mean, sd, low;

  if ((feature->flags & CRM_FEATURE_STANDARD) != 0)
    {
      find_moments (values, n, context, &feature->center, &feature->scale);
      feature->limit = INFINITY;
      return !crm_analytics_cancelled (context);
    }

  feature->limit = CRM_FEATURE_LIMIT;
  feature->center = crm_order_median (values, n, context);
  if (crm_analytics_cancelled (context))
    return FALSE;
  feature->scale = 1.4826 * find_mad (values, n, feature->center, context);
  if (feature->scale > 0 || crm_analytics_cancelled (context))
    return feature->scale > 0 && !crm_analytics_cancelled (context);

  low = crm_order_quantile (values, n, 0.25, context);
  if (crm_analytics_cancelled (context))
    return FALSE;
  feature->scale = (crm_order_quantile (values, n, 0.75, context) - low) / 1.349;
  if (feature->scale > 0 || crm_analytics_cancelled (context))
    return feature->scale > 0;

  find_moments (values, n, context, &mean, &sd);
  feature->scale = sd;
  return !crm_analytics_cancelled (context);
}

/* FALSE when cancelled on the way. */
static gboolean
take_logarithms (const double *values, gsize n, const CrmAnalyticsContext *context, double *changed)
{
  for (gsize i = 0; i < n; i++)
    {
      changed[i] = log1p (values[i]);
      if (i % BLOCK == BLOCK - 1 && crm_analytics_cancelled (context))
        return FALSE;
    }
  return TRUE;
}

static gboolean
learn (const double *values, gsize n, CrmFeatureFlags flags, const char *what,
       const CrmAnalyticsContext *context, CrmFeature *feature, GError **error)
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
  if (!crm_analytics_check_values (context, values, n, logarithm ? 0 : -INFINITY, what, error))
    return FALSE;

  *feature = (CrmFeature){ .flags = flags };
  if (logarithm)
    {
      changed = g_new (double, n);
      if (!take_logarithms (values, n, context, changed))
        return crm_analytics_raise_cancelled (error);
      values = changed;
    }

  if (!learn_scale (values, n, context, feature))
    return crm_analytics_raise_cancelled (error);

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

gboolean
crm_feature_learn (const double *values, gsize n, CrmFeatureFlags flags, const char *what,
                   CrmFeature *feature, GError **error)
{
  return learn (values, n, flags, what, NULL, feature, error);
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

/* Also FALSE when cancelled: nobody will use it then. */
static gboolean
is_skewed (const double *values, gsize n, const CrmAnalyticsContext *context)
{
  static const double parts[] = { 0.05, 0.5, 0.75, 0.95 };
  double quantiles[G_N_ELEMENTS (parts)];

  if (n < 3)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!(values[i] >= 0) || crm_analytics_cancelled_at (context, i))
      return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (crm_analytics_cancelled (context))
        return FALSE;
      quantiles[i] = crm_order_quantile (values, n, parts[i], context);
    }
  return quantiles[3] - quantiles[1] > 2 * (quantiles[1] - quantiles[0]) && quantiles[3] > 1 &&
         quantiles[3] > 1.5 * quantiles[2];
}

gboolean
crm_feature_is_skewed (const double *values, gsize n)
{
  return is_skewed (values, n, NULL);
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
  const CrmAnalyticsContext *context;
} Preparation;

static void
prepare_column (gsize j, gsize begin, gsize end, gpointer data)
{
  Preparation *p = data;
  g_autofree char *number = g_strdup_printf (_ ("Column %u"), (guint) j + 1);
  const double *values = p->columns[j];
  CrmFeatureFlags flags = p->flags != NULL ? p->flags[j] : CRM_FEATURE_PLAIN;

  if (p->flags == NULL && is_skewed (values, p->n, p->context))
    flags = CRM_FEATURE_LOG1P;
  if (!learn (values, p->n, flags, p->names != NULL ? p->names[j] : number, p->context,
              &p->features[j], &p->errors[j]))
    return;

  for (gsize i = 0; i < p->n && p->errors[j] == NULL; i += BLOCK)
    if (!crm_analytics_set_cancelled (p->context, &p->errors[j]))
      crm_feature_apply (&p->features[j], values + i, MIN (BLOCK, p->n - i), p->z[j] + i);
}

gboolean
crm_features_prepare (const double *const *columns, gsize n, guint d, const CrmFeatureFlags *flags,
                      const char *const *names, const CrmAnalyticsContext *context,
                      double *const *z, CrmFeature *features, GError **error)
{
  g_autofree GError **errors = g_new0 (GError *, d + 1);
  Preparation p = { columns, n, flags, names, z, features, errors, context };
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

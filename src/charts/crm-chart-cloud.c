/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points by the million and their counting into cells. Thread-blind: both types are immutable after
 * their constructor, which is what lets a worker count while the window draws. */

#include "config.h"

#include "crm-chart-cloud.h"

#include <math.h>
#include <string.h>

#define N_CATEGORIES 256

struct _CrmChartCloud
{
  gatomicrefcount refs;
  gsize n;
  double *x;
  double *y;
  guint8 *category;
  gint64 *ids;
  double x_min, x_max, y_min, y_max;
  double x_positive, y_positive;
};

CrmChartCloud *
crm_chart_cloud_new (const double *x, const double *y, const guint8 *category, const gint64 *ids,
                     gsize n)
{
  CrmChartCloud *cloud = g_new0 (CrmChartCloud, 1);
  gsize kept = 0;

  g_return_val_if_fail (n == 0 || (x != NULL && y != NULL), NULL);
  g_atomic_ref_count_init (&cloud->refs);
  cloud->x = g_new (double, MAX (1, n));
  cloud->y = g_new (double, MAX (1, n));
  cloud->category = g_new0 (guint8, MAX (1, n));
  cloud->ids = ids != NULL ? g_new (gint64, MAX (1, n)) : NULL;
  cloud->x_min = cloud->y_min = cloud->x_positive = cloud->y_positive = INFINITY;
  cloud->x_max = cloud->y_max = -INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (x[i]) || !isfinite (y[i]))
        continue;
      cloud->x[kept] = x[i];
      cloud->y[kept] = y[i];
      if (category != NULL)
        cloud->category[kept] = category[i];
      if (ids != NULL)
        cloud->ids[kept] = ids[i];
      cloud->x_min = MIN (cloud->x_min, x[i]);
      cloud->x_max = MAX (cloud->x_max, x[i]);
      cloud->y_min = MIN (cloud->y_min, y[i]);
      cloud->y_max = MAX (cloud->y_max, y[i]);
      if (x[i] > 0)
        cloud->x_positive = MIN (cloud->x_positive, x[i]);
      if (y[i] > 0)
        cloud->y_positive = MIN (cloud->y_positive, y[i]);
      kept++;
    }
  cloud->n = kept;
  return cloud;
}

CrmChartCloud *
crm_chart_cloud_ref (CrmChartCloud *cloud)
{
  g_atomic_ref_count_inc (&cloud->refs);
  return cloud;
}

void
crm_chart_cloud_unref (CrmChartCloud *cloud)
{
  if (!g_atomic_ref_count_dec (&cloud->refs))
    return;
  g_free (cloud->x);
  g_free (cloud->y);
  g_free (cloud->category);
  g_free (cloud->ids);
  g_free (cloud);
}

gsize
crm_chart_cloud_get_n_points (const CrmChartCloud *cloud)
{
  return cloud->n;
}

void
crm_chart_cloud_get_point (const CrmChartCloud *cloud, gsize index, double *x, double *y,
                           guint8 *category, gint64 *id)
{
  g_return_if_fail (index < cloud->n);
  *x = cloud->x[index];
  *y = cloud->y[index];
  if (category != NULL)
    *category = cloud->category[index];
  if (id != NULL)
    *id = cloud->ids != NULL ? cloud->ids[index] : -1;
}

gboolean
crm_chart_cloud_get_range (const CrmChartCloud *cloud, double *x_min, double *x_max, double *y_min,
                           double *y_max)
{
  if (cloud->n == 0)
    return FALSE;
  *x_min = cloud->x_min;
  *x_max = cloud->x_max;
  *y_min = cloud->y_min;
  *y_max = cloud->y_max;
  return TRUE;
}

void
crm_chart_cloud_get_least_positive (const CrmChartCloud *cloud, double *x, double *y)
{
  *x = isfinite (cloud->x_positive) ? cloud->x_positive : 1;
  *y = isfinite (cloud->y_positive) ? cloud->y_positive : 1;
}

gboolean
crm_chart_cloud_get_centroid (const CrmChartCloud *cloud, guint8 category, CrmChartScaleKind x_kind,
                              CrmChartScaleKind y_kind, double *x, double *y)
{
  double x_sum = 0, y_sum = 0;
  gsize count = 0;

  for (gsize i = 0; i < cloud->n; i++)
    {
      double tx, ty;

      if (cloud->category[i] != category)
        continue;
      tx = crm_chart_scale_transform (x_kind, cloud->x[i]);
      ty = crm_chart_scale_transform (y_kind, cloud->y[i]);
      if (!isfinite (tx) || !isfinite (ty))
        continue;
      x_sum += tx;
      y_sum += ty;
      count++;
    }
  if (count == 0)
    return FALSE;
  *x = crm_chart_scale_restore (x_kind, x_sum / count);
  *y = crm_chart_scale_restore (y_kind, y_sum / count);
  return TRUE;
}

/* ---- density ---- */

/* The cell of @value, or -1 outside. @low and @span are in the scale's own space. */
static inline int
find_cell (CrmChartScaleKind kind, double value, double low, double span, guint cells)
{
  double at = (crm_chart_scale_transform (kind, value) - low) / span * cells;

  if (!(at >= 0 && at <= cells))
    return -1;
  return MIN ((int) at, (int) cells - 1);
}

/* For each cell the category that leads. Counts all categories side by side; only those that occur. */
static void
elect_leaders (CrmChartDensity *density, const guint32 *by_category, const guint8 *categories,
               guint n_categories)
{
  gsize cells = (gsize) density->columns * density->rows;

  for (guint slot = 0; slot < n_categories; slot++)
    for (gsize i = 0; i < cells; i++)
      {
        guint32 count = by_category[slot * cells + i];

        density->counts[i] += count;
        if (count > density->leads[i])
          {
            density->leads[i] = count;
            density->leaders[i] = categories[slot];
          }
      }
  for (gsize i = 0; i < cells; i++)
    density->max = MAX (density->max, density->counts[i]);
}

CrmChartDensity *
crm_chart_density_new (const CrmChartCloud *cloud, const CrmChartScale *x, const CrmChartScale *y,
                       guint columns, guint rows, GCancellable *cancellable)
{
  g_autoptr (CrmChartDensity) density = g_new0 (CrmChartDensity, 1);
  gsize cells = (gsize) columns * rows;
  guint8 slots[N_CATEGORIES];
  guint8 categories[N_CATEGORIES];
  gboolean used[N_CATEGORIES] = { FALSE };
  guint n_categories = 0;
  g_autofree guint32 *by_category = NULL;
  double x_low, x_span, y_low, y_span;

  g_return_val_if_fail (columns > 0 && rows > 0, NULL);
  g_atomic_ref_count_init (&density->refs);
  density->x = *x;
  density->y = *y;
  density->columns = columns;
  density->rows = rows;
  density->counts = g_new0 (guint32, cells);
  density->leads = g_new0 (guint32, cells);
  density->leaders = g_new0 (guint8, cells);

  for (gsize i = 0; i < cloud->n; i++)
    used[cloud->category[i]] = TRUE;
  for (guint i = 0; i < N_CATEGORIES; i++)
    if (used[i])
      {
        categories[n_categories] = (guint8) i;
        slots[i] = (guint8) n_categories++;
      }
  by_category = g_new0 (guint32, MAX (1, n_categories * cells));

  x_low = crm_chart_scale_transform (x->kind, x->min);
  x_span = crm_chart_scale_transform (x->kind, x->max) - x_low;
  y_low = crm_chart_scale_transform (y->kind, y->min);
  y_span = crm_chart_scale_transform (y->kind, y->max) - y_low;
  for (gsize i = 0; i < cloud->n; i++)
    {
      int column = find_cell (x->kind, cloud->x[i], x_low, x_span, columns);
      int row = find_cell (y->kind, cloud->y[i], y_low, y_span, rows);

      if ((i & 0xffff) == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (column < 0 || row < 0)
        density->outside++;
      else
        by_category[slots[cloud->category[i]] * cells + (gsize) row * columns + column]++;
    }
  elect_leaders (density, by_category, categories, n_categories);
  return g_steal_pointer (&density);
}

CrmChartDensity *
crm_chart_density_ref (CrmChartDensity *density)
{
  g_atomic_ref_count_inc (&density->refs);
  return density;
}

void
crm_chart_density_unref (CrmChartDensity *density)
{
  if (!g_atomic_ref_count_dec (&density->refs))
    return;
  g_free (density->counts);
  g_free (density->leads);
  g_free (density->leaders);
  g_free (density);
}

void
crm_chart_density_get_cell (const CrmChartDensity *density, guint index, double *x0, double *x1,
                            double *y0, double *y1)
{
  CrmChartScale x = density->x;
  CrmChartScale y = density->y;
  guint column = index % density->columns;
  guint row = index / density->columns;

  x.start = y.start = 0;
  x.end = density->columns;
  y.end = density->rows;
  *x0 = crm_chart_scale_invert (&x, column);
  *x1 = crm_chart_scale_invert (&x, column + 1);
  *y0 = crm_chart_scale_invert (&y, row);
  *y1 = crm_chart_scale_invert (&y, row + 1);
}

GArray *
crm_chart_density_collect_ids (const CrmChartDensity *density, const CrmChartCloud *cloud,
                               guint index)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  double x_low = crm_chart_scale_transform (density->x.kind, density->x.min);
  double x_span = crm_chart_scale_transform (density->x.kind, density->x.max) - x_low;
  double y_low = crm_chart_scale_transform (density->y.kind, density->y.min);
  double y_span = crm_chart_scale_transform (density->y.kind, density->y.max) - y_low;

  /* The same sum as when counting: an edge must not fall into two cells. */
  for (gsize i = 0; cloud->ids != NULL && i < cloud->n; i++)
    if (find_cell (density->x.kind, cloud->x[i], x_low, x_span, density->columns) ==
            (int) (index % density->columns) &&
        find_cell (density->y.kind, cloud->y[i], y_low, y_span, density->rows) ==
            (int) (index / density->columns))
      g_array_append_val (ids, cloud->ids[i]);
  return ids;
}

/* ---- on a worker ---- */

typedef struct
{
  CrmChartCloud *cloud;
  CrmChartScale x, y;
  guint columns, rows;
  CrmChartDensityFunc func;
  gpointer user_data;
} CountJob;

static void
free_job (gpointer data)
{
  CountJob *job = data;

  crm_chart_cloud_unref (job->cloud);
  g_free (job);
}

static void
run_count (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CountJob *job = data;
  CrmChartDensity *density =
      crm_chart_density_new (job->cloud, &job->x, &job->y, job->columns, job->rows, cancellable);

  if (density == NULL)
    g_task_return_error_if_cancelled (task);
  else
    g_task_return_pointer (task, density, (GDestroyNotify) crm_chart_density_unref);
}

static void
count_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CountJob *job = g_task_get_task_data (G_TASK (result));
  CrmChartDensity *density = g_task_propagate_pointer (G_TASK (result), NULL);

  job->func (density, job->cloud, job->user_data);
  g_clear_pointer (&density, crm_chart_density_unref);
}

void
crm_chart_density_count_async (CrmChartCloud *cloud, const CrmChartScale *x, const CrmChartScale *y,
                               guint columns, guint rows, GCancellable *cancellable,
                               CrmChartDensityFunc func, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, count_done_cb, NULL);
  CountJob *job = g_new0 (CountJob, 1);

  job->cloud = crm_chart_cloud_ref (cloud);
  job->x = *x;
  job->y = *y;
  job->columns = columns;
  job->rows = rows;
  job->func = func;
  job->user_data = user_data;
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, run_count);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "crm-chart-ticks.h"

G_BEGIN_DECLS

/**
 * CrmChartCloud: many points in two dimensions, each of one category.
 *
 * Immutable once made, so that a worker may read it while the window shows it; counted by reference
 * (atomically). Points that are not finite are kept out.
 */
typedef struct _CrmChartCloud CrmChartCloud;

/**
 * crm_chart_cloud_new:
 * @x: @n horizontal values
 * @y: @n vertical values
 * @category: (nullable): @n category numbers from 0, or NULL for all 0; 255 is "Other"
 * @ids: (nullable): @n ids the caller knows the points by
 *
 * Copies the arrays.
 */
CrmChartCloud *crm_chart_cloud_new (const double *x, const double *y, const guint8 *category,
                                    const gint64 *ids, gsize n);
CrmChartCloud *crm_chart_cloud_ref (CrmChartCloud *cloud);
void crm_chart_cloud_unref (CrmChartCloud *cloud);

gsize crm_chart_cloud_get_n_points (const CrmChartCloud *cloud);
void crm_chart_cloud_get_point (const CrmChartCloud *cloud, gsize index, double *x, double *y,
                                guint8 *category, gint64 *id);

/* The data's ends; FALSE when there are no points. */
gboolean crm_chart_cloud_get_range (const CrmChartCloud *cloud, double *x_min, double *x_max,
                                    double *y_min, double *y_max);

/* The smallest value above zero, for log axes; 1 where there is none. */
void crm_chart_cloud_get_least_positive (const CrmChartCloud *cloud, double *x, double *y);

/* The middle (mean in the scale's own space) of a category; FALSE when it has no points there. */
gboolean
crm_chart_cloud_get_centroid (const CrmChartCloud *cloud, guint8 category, CrmChartScaleKind x_kind,
                              CrmChartScaleKind y_kind, double *x, double *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChartCloud, crm_chart_cloud_unref)

/**
 * CrmChartDensity: a cloud counted in cells.
 *
 * Cell (column, row) has index row * @columns + column; row 0 is at the low end of y. @counts has
 * the points of all categories, @leaders the category with the most points of the cell (the lowest
 * number wins a draw), @leads how many. Immutable, counted by reference.
 */
typedef struct
{
  CrmChartScale x;
  CrmChartScale y;
  guint columns;
  guint rows;
  guint32 *counts;
  guint32 *leads;
  guint8 *leaders;
  guint32 max;
  gsize outside;
  gatomicrefcount refs;
} CrmChartDensity;

/**
 * crm_chart_density_new:
 *
 * Counts the points of @cloud. @x and @y give kind, minimum and maximum; a point on the maximum belongs to
 * the last cell. Points beyond, or without a place on a log axis, count as @outside. Thread-blind; a
 * million points take some milliseconds. Returns NULL when @cancellable was triggered.
 */
CrmChartDensity *
crm_chart_density_new (const CrmChartCloud *cloud, const CrmChartScale *x, const CrmChartScale *y,
                       guint columns, guint rows, GCancellable *cancellable);
CrmChartDensity *crm_chart_density_ref (CrmChartDensity *density);
void crm_chart_density_unref (CrmChartDensity *density);

/**
 * CrmChartDensityFunc:
 * @density: (nullable): the cells, or NULL when it was cancelled
 */
typedef void (*CrmChartDensityFunc) (CrmChartDensity *density, CrmChartCloud *cloud,
                                     gpointer user_data);

/* As crm_chart_density_new(), on a worker thread; @func is called once in the caller's main context, always. */
void
crm_chart_density_count_async (CrmChartCloud *cloud, const CrmChartScale *x, const CrmChartScale *y,
                               guint columns, guint rows, GCancellable *cancellable,
                               CrmChartDensityFunc func, gpointer user_data);

/* The values at the edges of cell @index. */
void crm_chart_density_get_cell (const CrmChartDensity *density, guint index, double *x0,
                                 double *x1, double *y0, double *y1);

/* The ids of the points of @cloud that were counted in cell @index, in the order given; empty when the cloud
 * has none. (transfer full) (element-type gint64) */
GArray *crm_chart_density_collect_ids (const CrmChartDensity *density, const CrmChartCloud *cloud,
                                       guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChartDensity, crm_chart_density_unref)

G_END_DECLS

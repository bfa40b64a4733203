/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "crm-chart-cloud.h"
#include "crm-chart-number.h"
#include "crm-chart-palette.h"
#include "crm-chart-ticks.h"

G_BEGIN_DECLS

/**
 * CrmChartKind:
 * @CRM_CHART_BAR: upright bars; several series stand side by side
 * @CRM_CHART_HBAR: lying bars with their value behind
 * @CRM_CHART_LINE: lines over x; low and high make a band
 * @CRM_CHART_DONUT: parts of a whole; the smallest of more than five become "Other"
 * @CRM_CHART_SCATTER: points, or cells when there are more than #CRM_CHART_MAX_DOTS
 * @CRM_CHART_HISTOGRAM: bars without gaps; a point spans from its x to the next one's (the last as wide as the one before)
 * @CRM_CHART_HEATMAP: one row a series, one column a point
 * @CRM_CHART_WATERFALL: from one total over changes to another
 * @CRM_CHART_DIFFERENCE: lying bars to both sides of zero
 * @CRM_CHART_INTERVAL: a dot and its interval a row
 * @CRM_CHART_FUNNEL: steps of one way, each a share of the one before
 * @CRM_CHART_GAUGE: one value between the ends of the y axis; the first reference is the target
 * @CRM_CHART_MOVEMENT: who went where between two runs: a series is a group on the left, a point's x the
 *   number of the group on the right, its y the amount; its label and colour are those of the group on the right,
 *   where the two runs do not have the same groups
 * @CRM_CHART_SPARKLINE: a line without axes, its last point marked
 */
typedef enum
{
  CRM_CHART_BAR,
  CRM_CHART_HBAR,
  CRM_CHART_LINE,
  CRM_CHART_DONUT,
  CRM_CHART_SCATTER,
  CRM_CHART_HISTOGRAM,
  CRM_CHART_HEATMAP,
  CRM_CHART_WATERFALL,
  CRM_CHART_DIFFERENCE,
  CRM_CHART_INTERVAL,
  CRM_CHART_FUNNEL,
  CRM_CHART_GAUGE,
  CRM_CHART_MOVEMENT,
  CRM_CHART_SPARKLINE,
} CrmChartKind;

#define CRM_CHART_MAX_DOTS 2000

/**
 * CrmChartPointFlags:
 * @CRM_CHART_POINT_FORECAST: not seen yet; the line to it is dashed
 * @CRM_CHART_POINT_TOTAL: in a waterfall, a level and not a change
 * @CRM_CHART_POINT_EMPHASIS: the one to look at; the others step back
 */
typedef enum
{
  CRM_CHART_POINT_DEFAULT = 0,
  CRM_CHART_POINT_FORECAST = 1 << 0,
  CRM_CHART_POINT_TOTAL = 1 << 1,
  CRM_CHART_POINT_EMPHASIS = 1 << 2,
} CrmChartPointFlags;

/**
 * CrmChartPoint: one mark. Start from #CRM_CHART_POINT_INIT.
 *
 * @x is used by line, scatter, histogram and movement. @y is the value. @low and @high are the ends of its interval,
 * NaN when there is none. @n is the number of cases behind, -1 when not known. @color is a category number or a meaning
 * (CRM_CHART_COLOR_…). @label is what people call it, @key what the caller calls it (both copied).
 */
typedef struct
{
  double x;
  double y;
  double low;
  double high;
  gint64 n;
  int color;
  CrmChartPointFlags flags;
  const char *label;
  const char *key;
} CrmChartPoint;

#define CRM_CHART_POINT_INIT                                                                       \
  {                                                                                                \
    .x = NAN, .y = NAN, .low = NAN, .high = NAN, .n = -1, .color = CRM_CHART_COLOR_AUTO            \
  }

/**
 * CrmChartAxis: what is known of one axis. @min and @max are NaN for "as the data need"; owned by the model.
 */
typedef struct
{
  CrmChartScaleKind kind;
  double min;
  double max;
  gboolean reversed;
  char *title;
  GArray *ticks;
  CrmChartFormat format;
} CrmChartAxis;

typedef enum
{
  CRM_CHART_X,
  CRM_CHART_Y,
} CrmChartDimension;

typedef struct
{
  double value;
  char *label;
} CrmChartReference;

/**
 * CrmChartModel: what a chart shows, without any idea of pixels.
 *
 * A series is a named list of points. All strings are copied. Belongs to the main thread; "changed" is emitted
 * after every change, so fill a model before giving it to a chart.
 */
#define CRM_TYPE_CHART_MODEL (crm_chart_model_get_type ())
G_DECLARE_FINAL_TYPE (CrmChartModel, crm_chart_model, CRM, CHART_MODEL, GObject)

CrmChartModel *crm_chart_model_new (CrmChartKind kind);
CrmChartKind crm_chart_model_get_kind (CrmChartModel *self);

/* The name of the chart, and the line beneath: unit · n · date. */
void crm_chart_model_set_title (CrmChartModel *self, const char *title);
const char *crm_chart_model_get_title (CrmChartModel *self);
void crm_chart_model_set_caption (CrmChartModel *self, const char *caption);
const char *crm_chart_model_get_caption (CrmChartModel *self);

/* One sentence that says what the picture says. NULL: made from the data. */
void crm_chart_model_set_summary (CrmChartModel *self, const char *summary);
char *crm_chart_model_dup_summary (CrmChartModel *self);

/* What stands there instead of marks; shown whenever it is set or there is no data. */
void crm_chart_model_set_empty_text (CrmChartModel *self, const char *text);
const char *crm_chart_model_get_empty_text (CrmChartModel *self);
gboolean crm_chart_model_is_empty (CrmChartModel *self);

/* The figure and the word in the middle of a donut or under a gauge; what the two sides of a movement are called. */
void crm_chart_model_set_center (CrmChartModel *self, const char *figure, const char *word);
const char *crm_chart_model_get_center_figure (CrmChartModel *self);
const char *crm_chart_model_get_center_word (CrmChartModel *self);
void crm_chart_model_set_sides (CrmChartModel *self, const char *before, const char *after);
const char *crm_chart_model_get_side (CrmChartModel *self, gboolean after);

/* What a row of the table is called ("Month"), and what its value is ("Revenue, ¥"). */
void crm_chart_model_set_columns (CrmChartModel *self, const char *label_column,
                                  const char *value_column);
const char *crm_chart_model_get_label_column (CrmChartModel *self);
const char *crm_chart_model_get_value_column (CrmChartModel *self);

/* FALSE leaves out values at bars, line ends and points. TRUE at first. */
void crm_chart_model_set_show_values (CrmChartModel *self, gboolean show_values);
gboolean crm_chart_model_get_show_values (CrmChartModel *self);

/**
 * crm_chart_model_add_series:
 * @color: a category number or meaning; CRM_CHART_COLOR_AUTO for the next category
 *
 * Returns: the number of the series
 */
guint crm_chart_model_add_series (CrmChartModel *self, const char *name, int color);
guint crm_chart_model_get_n_series (CrmChartModel *self);
const char *crm_chart_model_get_series_name (CrmChartModel *self, guint series);
int crm_chart_model_get_series_color (CrmChartModel *self, guint series);

/* Returns the number of the point in its series. */
guint crm_chart_model_add_point (CrmChartModel *self, guint series, const CrmChartPoint *point);
guint crm_chart_model_add_value (CrmChartModel *self, guint series, const char *label, double value,
                                 const char *key);
guint crm_chart_model_get_n_points (CrmChartModel *self, guint series);
const CrmChartPoint *crm_chart_model_get_point (CrmChartModel *self, guint series, guint point);

/* A dashed line at @value: a median, a target. For kinds with an upright value axis it lies, for histograms and
 * scatters it stands. */
void crm_chart_model_add_reference (CrmChartModel *self, double value, const char *label);
guint crm_chart_model_get_n_references (CrmChartModel *self);
const CrmChartReference *crm_chart_model_get_reference (CrmChartModel *self, guint index);

void crm_chart_model_set_axis_kind (CrmChartModel *self, CrmChartDimension which,
                                    CrmChartScaleKind kind);
void
crm_chart_model_set_axis_title (CrmChartModel *self, CrmChartDimension which, const char *title);
void crm_chart_model_set_axis_range (CrmChartModel *self, CrmChartDimension which, double min,
                                     double max);
void
crm_chart_model_set_axis_reversed (CrmChartModel *self, CrmChartDimension which, gboolean reversed);
void crm_chart_model_set_axis_ticks (CrmChartModel *self, CrmChartDimension which,
                                     const double *values, guint n_values);
void
crm_chart_model_set_axis_format (CrmChartModel *self, CrmChartDimension which, const char *prefix,
                                 const char *suffix, int decimals, CrmChartNumberFlags flags);
const CrmChartAxis *crm_chart_model_get_axis (CrmChartModel *self, CrmChartDimension which);

/* Points of a scatter; categories are series numbers (their names and colours). */
void crm_chart_model_set_cloud (CrmChartModel *self, CrmChartCloud *cloud);
CrmChartCloud *crm_chart_model_get_cloud (CrmChartModel *self);

/* A density counted elsewhere; it wins over the cloud. */
void crm_chart_model_set_density (CrmChartModel *self, CrmChartDensity *density);
CrmChartDensity *crm_chart_model_get_density (CrmChartModel *self);

/**
 * crm_chart_model_fold:
 *
 * Keeps the @keep - 1 largest points of @series and adds the rest into one called "Other", when there are more than
 * @keep. Its key is NULL.
 */
void crm_chart_model_fold (CrmChartModel *self, guint series, guint keep);

G_END_DECLS

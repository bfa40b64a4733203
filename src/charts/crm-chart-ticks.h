/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "crm-chart-number.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_CHART_SCALE_LINEAR,
  CRM_CHART_SCALE_LOG,
  CRM_CHART_SCALE_SQRT,
  CRM_CHART_SCALE_TIME,
  CRM_CHART_SCALE_CATEGORY,
} CrmChartScaleKind;

typedef enum
{
  CRM_CHART_TIME_SECOND,
  CRM_CHART_TIME_MINUTE,
  CRM_CHART_TIME_HOUR,
  CRM_CHART_TIME_DAY,
  CRM_CHART_TIME_MONTH,
  CRM_CHART_TIME_YEAR,
} CrmChartTimeUnit;

/**
 * CrmChartTicks: the marked values of an axis, ascending, at least one.
 *
 * @step is the distance of two ticks (a factor on log axes, a count of @unit on time axes).
 */
typedef struct
{
  double *values;
  guint n_values;
  double step;
  CrmChartScaleKind kind;
  CrmChartTimeUnit unit;
} CrmChartTicks;

/* Makes a drawable range of any two numbers: NaN, infinite, swapped or equal. On return min < max. */
void crm_chart_range_sanitise (double *min, double *max);

/**
 * crm_chart_ticks_linear:
 *
 * About @target (at least two) simple numbers in or near @min to @max, by the extended Wilkinson
 * algorithm: Talbot, Lin and Hanrahan, "An Extension of Wilkinson's Algorithm for Positioning Tick
 * Labels on Axes", IEEE TVCG 16(6), 2010. With @loose they enclose the range.
 */
CrmChartTicks *crm_chart_ticks_linear (double min, double max, guint target, gboolean loose);

/* Powers of ten (thinned out when there are many; 1, 2, 5 between when there are few). Both ends must be
 * positive; what is not is lifted to a millionth of the other end. Less than one power: linear ticks. */
CrmChartTicks *crm_chart_ticks_log (double min, double max, guint target);

/* Calendar steps in the time zone @zone (NULL: local). Values are seconds since 1970 UTC. */
CrmChartTicks *crm_chart_ticks_time (double min, double max, guint target, GTimeZone *zone);

/* Ticks for a square root scale: squares of nice steps, rounded to nice numbers. */
CrmChartTicks *crm_chart_ticks_sqrt (double min, double max, guint target);

/* Exactly these values, copied. */
CrmChartTicks *crm_chart_ticks_new_fixed (const double *values, guint n_values);

CrmChartTicks *crm_chart_ticks_for (CrmChartScaleKind kind, double min, double max, guint target);
void crm_chart_ticks_free (CrmChartTicks *ticks);

/* The label of tick @index; all labels of one set have the same number of decimals. */
char *crm_chart_ticks_label (const CrmChartTicks *ticks, guint index, const CrmChartFormat *format);

/* Day, month, year or time of day of @seconds, as fits @unit. */
char *crm_chart_time_label (double seconds, CrmChartTimeUnit unit, GTimeZone *zone);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChartTicks, crm_chart_ticks_free)

/**
 * CrmChartScale: maps a value to pixels between @start and @end and back.
 */
typedef struct
{
  CrmChartScaleKind kind;
  double min;
  double max;
  double start;
  double end;
} CrmChartScale;

void crm_chart_scale_init (CrmChartScale *scale, CrmChartScaleKind kind, double min, double max,
                           double start, double end);
double crm_chart_scale_map (const CrmChartScale *scale, double value);
double crm_chart_scale_invert (const CrmChartScale *scale, double position);

/* The value in the scale's own linear space (log10, square root), not finite where it has none. */
double crm_chart_scale_transform (CrmChartScaleKind kind, double value);
double crm_chart_scale_restore (CrmChartScaleKind kind, double value);

G_END_DECLS

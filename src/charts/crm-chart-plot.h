/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Private to this folder: what the layouts of the chart kinds share. */

#pragma once

#include "crm-chart-scene.h"

G_BEGIN_DECLS

/**
 * CrmChartPlot: a layout under way.
 *
 * @line is the height of an axis label in pixels, the measure of all distances that grow with the text.
 */
typedef struct
{
  CrmChartModel *model;
  CrmChartScene *scene;
  const CrmChartPalette *palette;
  CrmChartDensity *density;
  gboolean wait;
  double line;
  CrmChartScale x;
  CrmChartScale y;
} CrmChartPlot;

typedef enum
{
  CRM_CHART_OP_MOVE,
  CRM_CHART_OP_LINE,
  CRM_CHART_OP_CURVE,
  CRM_CHART_OP_ARC,
  CRM_CHART_OP_ARC_BACK,
  CRM_CHART_OP_CLOSE,
} CrmChartPathOp;

typedef struct
{
  CrmChartPathOp op;
  double a[6];
} CrmChartPathStep;

PangoLayout *crm_chart_scene_create_layout (const CrmChartScene *scene, const char *text,
                                            const CrmChartTextStyle *style);
CrmChartBox crm_chart_scene_place_layout (PangoLayout *layout, double x, double y,
                                          const CrmChartTextStyle *style);
void crm_chart_scene_trace_box (cairo_t *cr, CrmChartBox box, double radius, guint corners);
void crm_chart_scene_trace_path (cairo_t *cr, const CrmChartItem *item);

CrmChartScene *crm_chart_scene_create (const CrmChartPalette *palette, PangoContext *pango,
                                       double width, double height);

/* Smallest and largest of value, interval and reference; from zero when @zero. */
void crm_chart_plot_value_range (CrmChartPlot *plot, gboolean zero, double *min, double *max);

/* Reserves the bottom for @x_lines of labels and an axis title, chooses and draws the grid, leaves the plot box and y.
 * With @stretch the axis reaches to its outer ticks. */
void crm_chart_plot_value_axis (CrmChartPlot *plot, double min, double max, guint x_lines,
                                double right_margin, gboolean stretch);

/* Ticks and labels along the bottom for plot->x. */
void crm_chart_plot_bottom_axis (CrmChartPlot *plot, gboolean grid);

/* The 1 px line at the bottom, or at zero when the plot has values below. */
void crm_chart_plot_base_line (CrmChartPlot *plot);

/* Names under the middles of bands; leaves out or shortens what would collide. */
void crm_chart_plot_band_labels (CrmChartPlot *plot, const char *const *labels,
                                 const double *centers, guint n, double band, double y);

/* Coloured squares with the names of the series, at the top; returns the height used. */
double crm_chart_plot_series_key (CrmChartPlot *plot, double top);

/* The widest of all point labels of series 0, at most @share of the width; rows of lying charts. */
double
crm_chart_plot_label_column (CrmChartPlot *plot, const char *const *labels, guint n, double share);

GdkRGBA crm_chart_plot_point_color (CrmChartPlot *plot, guint series, const CrmChartPoint *point);
gboolean crm_chart_plot_has_emphasis (CrmChartPlot *plot);

char *crm_chart_plot_format (CrmChartPlot *plot, double value, gboolean shorten);

char *crm_chart_plot_format_day (double seconds);

/* "Aug: 71" and "69–73 · n = 512", for tooltip and screen reader. */
char *crm_chart_plot_mark_value (CrmChartPlot *plot, guint series, const CrmChartPoint *point);
char *crm_chart_plot_mark_detail (CrmChartPlot *plot, const CrmChartPoint *point);

void crm_chart_plot_bar (CrmChartPlot *plot);
void crm_chart_plot_hbar (CrmChartPlot *plot);
void crm_chart_plot_interval (CrmChartPlot *plot);
void crm_chart_plot_line (CrmChartPlot *plot);
void crm_chart_plot_sparkline (CrmChartPlot *plot);
void crm_chart_plot_donut (CrmChartPlot *plot);
void crm_chart_plot_gauge (CrmChartPlot *plot);
void crm_chart_plot_scatter (CrmChartPlot *plot);
void crm_chart_plot_histogram (CrmChartPlot *plot);
void crm_chart_plot_waterfall (CrmChartPlot *plot);
void crm_chart_plot_funnel (CrmChartPlot *plot);
void crm_chart_plot_heatmap (CrmChartPlot *plot);
void crm_chart_plot_movement (CrmChartPlot *plot);

G_END_DECLS

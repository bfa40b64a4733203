/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out histograms: bars that touch over a value axis, with the median or mean as a dashed line. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Where the bin after @p begins. */
static double
bin_end (CrmChartModel *model, guint p, guint n)
{
  double x = crm_chart_model_get_point (model, 0, p)->x;

  if (p + 1 < n)
    return crm_chart_model_get_point (model, 0, p + 1)->x;
  return n > 1 ? x + (x - crm_chart_model_get_point (model, 0, p - 1)->x) : x + 1;
}

static char *
describe_bin (CrmChartPlot *plot, const CrmChartPoint *point, double end)
{
  const CrmChartFormat *format = &crm_chart_model_get_axis (plot->model, CRM_CHART_X)->format;
  g_autofree char *from = crm_chart_format_value (format, point->x, fabs (point->x) >= 1e5);
  g_autofree char *to = crm_chart_format_value (format, end, fabs (end) >= 1e5);
  g_autofree char *value = crm_chart_plot_format (plot, point->y, FALSE);
  g_autofree char *range = g_strdup_printf (C_ ("interval", "%s–%s"), from, to);

  return g_strdup_printf (C_ ("chart mark", "%s: %s"), point->label != NULL ? point->label : range,
                          value);
}

static void
add_references (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);

  for (guint i = 0; i < crm_chart_model_get_n_references (plot->model); i++)
    {
      const CrmChartReference *reference = crm_chart_model_get_reference (plot->model, i);
      double x = crm_chart_scale_map (&plot->x, reference->value), width;

      if (!isfinite (reference->value) || x < scene->plot.x ||
          x > scene->plot.x + scene->plot.width)
        continue;
      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_DECORATION, x, 0, x,
                                scene->plot.y + scene->plot.height, &plot->palette->text, 1.5, 3,
                                3);
      if (reference->label == NULL)
        continue;
      crm_chart_scene_measure (scene, reference->label, &style, &width, NULL);
      style.align = x + 6 + width > scene->width ? 1 : 0;
      crm_chart_scene_try_text (scene, x + (style.align > 0 ? -6 : 6), 0, reference->label, &style);
    }
}

void
crm_chart_plot_histogram (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  guint n = crm_chart_model_get_n_points (plot->model, 0);
  double max = 0, top, bottom, min_x, max_x;
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);

  for (guint p = 0; p < n; p++)
    max = fmax (max, crm_chart_model_get_point (plot->model, 0, p)->y);
  min_x = crm_chart_model_get_point (plot->model, 0, 0)->x;
  max_x = bin_end (plot->model, n - 1, n);
  top = crm_chart_model_get_n_references (plot->model) > 0 ? plot->line * 1.3 : 4;
  bottom =
      MAX (top + 4, scene->height - plot->line - 4 - (axis->title != NULL ? plot->line + 2 : 0));
  scene->plot = (CrmChartBox){ 2, top, MAX (4, scene->width - 4), bottom - top };
  crm_chart_scale_init (&plot->y, CRM_CHART_SCALE_LINEAR, 0, max, bottom, top);
  crm_chart_scale_init (&plot->x, axis->kind, min_x, max_x, scene->plot.x,
                        scene->plot.x + scene->plot.width);

  for (guint p = 0; p < n; p++)
    {
      const CrmChartPoint *point = crm_chart_model_get_point (plot->model, 0, p);
      double end = bin_end (plot->model, p, n);
      double x0 = crm_chart_scale_map (&plot->x, point->x),
             x1 = crm_chart_scale_map (&plot->x, end);
      double y = round (crm_chart_scale_map (&plot->y, isfinite (point->y) ? point->y : 0));
      GdkRGBA color = crm_chart_plot_point_color (plot, 0, point);
      CrmChartBox box = { round (x0), y, MAX (1, round (x1) - round (x0) - (x1 - x0 > 4 ? 1 : 0)),
                          bottom - y };
      CrmChartMark *mark;

      if (point->color == CRM_CHART_COLOR_AUTO)
        color = crm_chart_palette_mix (&color, &plot->palette->card, 0.85);
      if (point->y > 0)
        {
          guint item = crm_chart_scene_add_fill (scene, box, 1, &color);

          crm_chart_scene_get_item (scene, item)->corners =
              CRM_CHART_CORNER_TOP_LEFT | CRM_CHART_CORNER_TOP_RIGHT;
        }
      mark = crm_chart_scene_add_mark (scene, 0, (int) p, box, point->key,
                                       describe_bin (plot, point, end),
                                       crm_chart_plot_mark_detail (plot, point));
      mark->box = (CrmChartBox){ x0, scene->plot.y, x1 - x0, scene->plot.height };
    }
  crm_chart_plot_base_line (plot);
  add_references (plot);
  crm_chart_plot_bottom_axis (plot, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out heat maps: a row a series, a column a point. Values on both sides of zero get the two-sided
 * colours, others the sequence. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

static GdkRGBA
cell_color (CrmChartPlot *plot, double value, double min, double max)
{
  if (min < 0 && max > 0)
    {
      double at = (value / MAX (-min, max) + 1) / 2 * (CRM_CHART_STEPS - 1);
      int low = CLAMP ((int) at, 0, CRM_CHART_STEPS - 2);

      return crm_chart_palette_mix (&plot->palette->difference[low + 1],
                                    &plot->palette->difference[low], at - low);
    }
  return crm_chart_palette_sequence (plot->palette, max > min ? (value - min) / (max - min) : 1);
}

static double
row_label_width (CrmChartPlot *plot)
{
  CrmChartTextStyle style = crm_chart_scene_label_style (plot->scene);
  double widest = 0;

  for (guint s = 0; s < crm_chart_model_get_n_series (plot->model); s++)
    {
      const char *name = crm_chart_model_get_series_name (plot->model, s);
      double width = 0;

      if (name != NULL)
        crm_chart_scene_measure (plot->scene, name, &style, &width, NULL);
      widest = MAX (widest, width);
    }
  return MIN (ceil (widest), plot->scene->width * 0.35);
}

static void
add_cell (CrmChartPlot *plot, guint s, guint p, CrmChartBox box, double min, double max)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  GdkRGBA color = plot->palette->track;
  g_autofree char *value = NULL;
  double width, height;

  if (!isfinite (point->y))
    return;
  color = cell_color (plot, point->y, min, max);
  crm_chart_scene_add_box (scene, CRM_CHART_ITEM_MARK, box, 3, &color);
  crm_chart_scene_add_mark (scene, (int) s, (int) p, box, point->key,
                            crm_chart_plot_mark_value (plot, s, point),
                            crm_chart_plot_mark_detail (plot, point));
  if (!crm_chart_model_get_show_values (plot->model))
    return;
  value = crm_chart_plot_format (plot, point->y, TRUE);
  crm_chart_scene_measure (scene, value, &style, &width, &height);
  style.color = crm_chart_palette_text_on (plot->palette, &color);
  style.align = style.valign = 0.5;
  if (width <= box.width - 4 && height <= box.height)
    crm_chart_scene_try_text (scene, box.x + box.width / 2, box.y + box.height / 2, value, &style);
}

void
crm_chart_plot_heatmap (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  guint rows = crm_chart_model_get_n_series (plot->model), columns = 0, longest = 0;
  double left = row_label_width (plot) + 8, top = plot->line + 6, width, height, min, max;
  g_autofree const char **labels = NULL;
  g_autofree double *centers = NULL;

  for (guint s = 0; s < rows; s++)
    if (crm_chart_model_get_n_points (plot->model, s) > columns)
      {
        columns = crm_chart_model_get_n_points (plot->model, s);
        longest = s;
      }
  crm_chart_plot_value_range (plot, FALSE, &min, &max);
  scene->plot =
      (CrmChartBox){ left, top, MAX (4, scene->width - left), MAX (4, scene->height - top) };
  width = scene->plot.width / MAX (1, columns);
  height = scene->plot.height / MAX (1, rows);
  labels = g_new0 (const char *, MAX (1, columns));
  centers = g_new0 (double, MAX (1, columns));
  for (guint p = 0; p < columns; p++)
    {
      const char *label = crm_chart_model_get_point (plot->model, longest, p)->label;

      labels[p] = label != NULL ? label : "";
      centers[p] = left + width * (p + 0.5);
    }
  crm_chart_plot_band_labels (plot, labels, centers, columns, width, 0);
  style.align = 1;
  style.valign = 0.5;
  style.max_width = left - 8;
  for (guint s = 0; s < rows; s++)
    {
      const char *name = crm_chart_model_get_series_name (plot->model, s);
      if (name != NULL)
        crm_chart_scene_try_text (scene, left - 8, top + height * (s + 0.5), name, &style);
      for (guint p = 0; p < crm_chart_model_get_n_points (plot->model, s); p++)
        add_cell (
            plot, s, p,
            (CrmChartBox){ round (left + width * p) + 1, round (top + height * s) + 1,
                           MAX (1, round (left + width * (p + 1)) - round (left + width * p) - 2),
                           MAX (1, round (top + height * (s + 1)) - round (top + height * s) - 2) },
            min, max);
    }
  scene->walk = CRM_CHART_WALK_PLANE;
}

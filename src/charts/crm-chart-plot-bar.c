/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out upright bars: single, grouped, with whiskers; and the waterfall, which is bars on the move. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#define MAX_BAR  30.0
#define MAX_BARS 4096u

/* The labels under the bars are those of the longest series. */
static guint
collect_labels (CrmChartPlot *plot, GPtrArray *labels)
{
  guint longest = 0;

  for (guint s = 1; s < crm_chart_model_get_n_series (plot->model); s++)
    if (crm_chart_model_get_n_points (plot->model, s) >
        crm_chart_model_get_n_points (plot->model, longest))
      longest = s;
  for (guint p = 0; p < MIN (crm_chart_model_get_n_points (plot->model, longest), MAX_BARS); p++)
    {
      const char *label = crm_chart_model_get_point (plot->model, longest, p)->label;

      g_ptr_array_add (labels, (char *) (label != NULL ? label : ""));
    }
  return labels->len;
}

static void
add_whisker (CrmChartPlot *plot, double x, double y_low, double y_high)
{
  const GdkRGBA *color = &plot->palette->text;

  crm_chart_scene_add_line (plot->scene, CRM_CHART_ITEM_DECORATION, x, y_low, x, y_high, color, 1,
                            0, 0);
  crm_chart_scene_add_line (plot->scene, CRM_CHART_ITEM_DECORATION, x - 3, y_low, x + 3, y_low,
                            color, 1, 0, 0);
  crm_chart_scene_add_line (plot->scene, CRM_CHART_ITEM_DECORATION, x - 3, y_high, x + 3, y_high,
                            color, 1, 0, 0);
}

static gboolean
has_interval (const CrmChartPoint *point)
{
  return isfinite (point->low) && isfinite (point->high);
}

static void
add_bar (CrmChartPlot *plot, guint s, guint p, double x, double width, gboolean faint)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);
  GdkRGBA color = crm_chart_plot_point_color (plot, s, point);
  double zero = round (crm_chart_scale_map (&plot->y, 0));
  double tip = round (crm_chart_scale_map (&plot->y, point->y));
  CrmChartBox box = { x, MIN (zero, tip), width, MAX (1, fabs (zero - tip)) };
  CrmChartMark *mark;
  guint item;

  if (faint)
    color = crm_chart_palette_mix (&color, &plot->palette->card, 0.45);
  item = crm_chart_scene_add_fill (scene, box, 3, &color);
  crm_chart_scene_get_item (scene, item)->corners =
      point->y < 0 ? CRM_CHART_CORNER_BOTTOM_LEFT | CRM_CHART_CORNER_BOTTOM_RIGHT
                   : CRM_CHART_CORNER_TOP_LEFT | CRM_CHART_CORNER_TOP_RIGHT;
  if (has_interval (point))
    add_whisker (plot, x + width / 2, crm_chart_scale_map (&plot->y, point->low),
                 crm_chart_scale_map (&plot->y, point->high));
  mark = crm_chart_scene_add_mark (scene, (int) s, (int) p, box, point->key,
                                   crm_chart_plot_mark_value (plot, s, point),
                                   crm_chart_plot_mark_detail (plot, point));
  mark->ring = box;
  mark->anchor_y = MIN (zero, tip);
  /* Short bars are hard to hit: the whole column counts. */
  mark->box.y = scene->plot.y;
  mark->box.height = scene->plot.height;
}

/* All values or none (the emphasised one always): half of them would look like a choice. */
static void
add_values (CrmChartPlot *plot, const double *x, double width, double pitch)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);
  gboolean emphasis = crm_chart_plot_has_emphasis (plot);
  guint n_series = crm_chart_model_get_n_series (plot->model);

  style.align = 0.5;
  style.valign = 1;
  for (guint pass = 0; pass < 2; pass++)
    for (guint s = 0; s < n_series; s++)
      for (guint p = 0; p < MIN (crm_chart_model_get_n_points (plot->model, s), MAX_BARS); p++)
        {
          const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);
          double at = fmax (point->y, has_interval (point) ? point->high : point->y);
          g_autofree char *value = NULL;
          double text_width;

          if (!isfinite (point->y) || (emphasis && !(point->flags & CRM_CHART_POINT_EMPHASIS)))
            continue;
          value = crm_chart_plot_format (plot, point->y, TRUE);
          crm_chart_scene_measure (scene, value, &style, &text_width, NULL);
          if (pass == 0 && !emphasis && text_width > pitch - 3)
            return;
          if (pass == 1)
            crm_chart_scene_try_text (
                scene, x[s * MAX_BARS + p] + width / 2,
                MIN (crm_chart_scale_map (&plot->y, at), crm_chart_scale_map (&plot->y, 0)) - 2,
                value, &style);
        }
}

void
crm_chart_plot_bar (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  guint n_series = crm_chart_model_get_n_series (plot->model);
  gboolean emphasis = crm_chart_plot_has_emphasis (plot);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  guint n = collect_labels (plot, labels);
  g_autofree double *centers = g_new0 (double, MAX (1, n));
  g_autofree double *x = g_new0 (double, n_series *MAX_BARS);
  double min, max, band, width, gap, key = 0;

  if (n_series > 1)
    key = crm_chart_plot_series_key (plot, 0);
  scene->plot.y =
      key + (crm_chart_model_get_show_values (plot->model) && n_series == 1 ? plot->line * 0.9 : 0);
  crm_chart_plot_value_range (plot, TRUE, &min, &max);
  crm_chart_plot_value_axis (plot, min, max, 1, 0, TRUE);
  band = scene->plot.width / MAX (1, n);
  gap = n_series > 1 ? 1 : 0;
  width = CLAMP (floor ((band * 0.62 - gap * (n_series - 1)) / n_series), 1, MAX_BAR);

  for (guint p = 0; p < n; p++)
    {
      double group = width * n_series + gap * (n_series - 1);

      centers[p] = scene->plot.x + band * (p + 0.5);
      for (guint s = 0; s < n_series; s++)
        {
          x[s * MAX_BARS + p] = round (centers[p] - group / 2 + s * (width + gap));
          if (p < crm_chart_model_get_n_points (plot->model, s) &&
              isfinite (crm_chart_model_get_point (plot->model, s, p)->y))
            add_bar (plot, s, p, x[s * MAX_BARS + p], width,
                     emphasis && !(crm_chart_model_get_point (plot->model, s, p)->flags &
                                   CRM_CHART_POINT_EMPHASIS));
        }
    }
  crm_chart_plot_base_line (plot);
  for (guint i = 0; i < crm_chart_model_get_n_references (plot->model); i++)
    {
      const CrmChartReference *reference = crm_chart_model_get_reference (plot->model, i);
      CrmChartTextStyle style = crm_chart_scene_value_style (scene);
      double y = crm_chart_scale_map (&plot->y, reference->value);

      style.align = 1;
      style.valign = 1;
      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_DECORATION, scene->plot.x, y,
                                scene->plot.x + scene->plot.width, y, &plot->palette->text, 1.5, 3,
                                3);
      if (reference->label != NULL)
        crm_chart_scene_try_text (scene, scene->plot.x + scene->plot.width, y - 1, reference->label,
                                  &style);
    }
  if (crm_chart_model_get_show_values (plot->model))
    add_values (plot, x, width, n_series == 1 ? band : width + gap);
  crm_chart_plot_band_labels (plot, (const char *const *) labels->pdata, centers, n, band,
                              scene->plot.y + scene->plot.height + 4);
  scene->walk = n_series > 1 ? CRM_CHART_WALK_SERIES : CRM_CHART_WALK_LIST;
}

/* ---- waterfall ---- */

static void
waterfall_range (CrmChartPlot *plot, guint n, double *min, double *max)
{
  double level = 0;

  *min = *max = 0;
  for (guint p = 0; p < n; p++)
    {
      const CrmChartPoint *point = crm_chart_model_get_point (plot->model, 0, p);

      if (!isfinite (point->y))
        continue;
      level = point->flags & CRM_CHART_POINT_TOTAL ? point->y : level + point->y;
      *min = MIN (*min, level);
      *max = MAX (*max, level);
    }
}

static char *
format_change (CrmChartPlot *plot, const CrmChartPoint *point)
{
  CrmChartFormat format = crm_chart_model_get_axis (plot->model, CRM_CHART_Y)->format;

  if (!(point->flags & CRM_CHART_POINT_TOTAL))
    format.flags |= CRM_CHART_NUMBER_SIGNED;
  return crm_chart_format_value (&format, point->y, TRUE);
}

static GdkRGBA
waterfall_color (CrmChartPlot *plot, const CrmChartPoint *point, gboolean first)
{
  if (point->color != CRM_CHART_COLOR_AUTO)
    return crm_chart_palette_color (plot->palette, point->color);
  if (point->flags & CRM_CHART_POINT_TOTAL)
    return first ? plot->palette->neutral : plot->palette->category[0];
  return crm_chart_palette_color (plot->palette,
                                  point->y < 0 ? CRM_CHART_COLOR_LOSS : CRM_CHART_COLOR_GAIN);
}

void
crm_chart_plot_waterfall (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  guint n = MIN (crm_chart_model_get_n_points (plot->model, 0), MAX_BARS);
  g_autofree double *centers = g_new0 (double, MAX (1, n));
  g_autofree const char **labels = g_new0 (const char *, MAX (1, n));
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);
  double min, max, band, width, level = 0, top, bottom;

  top = plot->line * 1.3;
  bottom = MAX (8, scene->height - plot->line - 4);
  waterfall_range (plot, n, &min, &max);
  crm_chart_range_sanitise (&min, &max);
  crm_chart_scale_init (&plot->y, CRM_CHART_SCALE_LINEAR, min, max, bottom, MIN (top, bottom - 4));
  scene->plot = (CrmChartBox){ 0, MIN (top, bottom - 4), scene->width, MAX (4, bottom - top) };
  band = scene->plot.width / MAX (1, n);
  width = CLAMP (floor (band * 0.72), 1, MAX_BAR);
  style.align = 0.5;
  style.valign = 1;

  for (guint p = 0; p < n; p++)
    {
      const CrmChartPoint *point = crm_chart_model_get_point (plot->model, 0, p);
      gboolean total = (point->flags & CRM_CHART_POINT_TOTAL) != 0;
      double before = total ? 0 : level;
      double after = isfinite (point->y) ? (total ? point->y : level + point->y) : level;
      double y0 = round (crm_chart_scale_map (&plot->y, before)),
             y1 = round (crm_chart_scale_map (&plot->y, after));
      GdkRGBA color = waterfall_color (plot, point, p == 0);
      CrmChartBox box;
      CrmChartMark *mark;
      g_autofree char *value = format_change (plot, point);
      g_autofree char *label =
          g_strdup_printf ("%s: %s", point->label != NULL ? point->label : "", value);

      centers[p] = scene->plot.x + band * (p + 0.5);
      labels[p] = point->label != NULL ? point->label : "";
      box = (CrmChartBox){ round (centers[p] - width / 2), MIN (y0, y1), width,
                           MAX (1, fabs (y0 - y1)) };
      crm_chart_scene_add_fill (scene, box, total ? 3 : 0, &color);
      if (total)
        crm_chart_scene_get_item (scene, scene->items->len - 1)->corners =
            CRM_CHART_CORNER_TOP_LEFT | CRM_CHART_CORNER_TOP_RIGHT;
      if (p + 1 < n)
        crm_chart_scene_add_line (scene, CRM_CHART_ITEM_DECORATION, box.x + width, y1,
                                  round (centers[p] + band - width / 2), y1, &plot->palette->axis,
                                  1, 0, 0);
      mark = crm_chart_scene_add_mark (scene, 0, (int) p, box, point->key, g_strdup (label),
                                       crm_chart_plot_mark_detail (plot, point));
      mark->box = (CrmChartBox){ box.x, scene->plot.y, box.width, scene->plot.height };
      crm_chart_scene_try_text (scene, centers[p], box.y - 1, value, &style);
      level = after;
    }
  crm_chart_plot_base_line (plot);
  crm_chart_plot_band_labels (plot, labels, centers, n, band,
                              scene->plot.y + scene->plot.height + 4);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out lines with intervals and forecasts, and the sparkline. A line of more points than pixels is
 * drawn by the first, lowest, highest and last point of each pixel column, which paints the same pixels
 * (Jugel, Jerzak, Hackenbroich and Markl, "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014). */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#define MAX_MARKS 400

typedef struct
{
  double x, y, low, high;
  guint index;
  gboolean forecast;
} Spot;

static Spot
make_spot (CrmChartPlot *plot, guint s, guint p)
{
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);
  double x = isfinite (point->x) ? point->x : p;

  return (Spot){
    crm_chart_scale_map (&plot->x, x),
    isfinite (point->y) ? crm_chart_scale_map (&plot->y, point->y) : NAN,
    isfinite (point->low) ? crm_chart_scale_map (&plot->y, point->low) : NAN,
    isfinite (point->high) ? crm_chart_scale_map (&plot->y, point->high) : NAN,
    p,
    (point->flags & CRM_CHART_POINT_FORECAST) != 0,
  };
}

static int
compare_index (gconstpointer a, gconstpointer b)
{
  return (int) ((const Spot *) a)->index - (int) ((const Spot *) b)->index;
}

/* The four points that stand for those of one pixel column. */
static void
flush_column (GArray *out, const Spot *first, const Spot *lowest, const Spot *highest,
              const Spot *last)
{
  Spot four[4] = { *first, *lowest, *highest, *last };

  qsort (four, 4, sizeof (Spot), compare_index);
  for (guint i = 0; i < 4; i++)
    if (i == 0 || four[i].index != four[i - 1].index)
      g_array_append_val (out, four[i]);
}

static GArray *
collect_spots (CrmChartPlot *plot, guint s)
{
  guint n = crm_chart_model_get_n_points (plot->model, s);
  GArray *spots = g_array_new (FALSE, FALSE, sizeof (Spot));
  Spot first = { 0 }, lowest = { 0 }, highest = { 0 }, last = { 0 };
  gboolean open = FALSE;

  for (guint p = 0; p < n; p++)
    {
      Spot spot = make_spot (plot, s, p);

      if (n <= 4 * plot->scene->plot.width)
        {
          g_array_append_val (spots, spot);
          continue;
        }
      if (isnan (spot.y))
        continue;
      if (open && floor (spot.x) != floor (first.x))
        {
          flush_column (spots, &first, &lowest, &highest, &last);
          open = FALSE;
        }
      if (!open)
        first = lowest = highest = spot;
      open = TRUE;
      lowest = spot.y > lowest.y ? spot : lowest;
      highest = spot.y < highest.y ? spot : highest;
      last = spot;
    }
  if (open)
    flush_column (spots, &first, &lowest, &highest, &last);
  return spots;
}

/* ---- drawing ---- */

static void
add_band (CrmChartPlot *plot, const GArray *spots, const GdkRGBA *color)
{
  GdkRGBA tint = *color;
  guint start = 0;

  tint.alpha = plot->palette->high_contrast ? 0.3f : 0.16f;
  while (start < spots->len)
    {
      guint end = start, item;

      while (end < spots->len && isfinite (g_array_index (spots, Spot, end).low) &&
             isfinite (g_array_index (spots, Spot, end).high))
        end++;
      if (end - start < 2)
        {
          start = end + 1;
          continue;
        }
      item = crm_chart_scene_add_path (plot->scene, CRM_CHART_ITEM_DECORATION, &tint, NULL, 0);
      crm_chart_scene_move_to (plot->scene, item, g_array_index (spots, Spot, start).x,
                               g_array_index (spots, Spot, start).high);
      for (guint i = start + 1; i < end; i++)
        crm_chart_scene_line_to (plot->scene, item, g_array_index (spots, Spot, i).x,
                                 g_array_index (spots, Spot, i).high);
      for (guint i = end; i-- > start;)
        crm_chart_scene_line_to (plot->scene, item, g_array_index (spots, Spot, i).x,
                                 g_array_index (spots, Spot, i).low);
      crm_chart_scene_close (plot->scene, item);
      start = end;
    }
}

/* One path for each run that is drawn alike. */
static void
add_strokes (CrmChartPlot *plot, const GArray *spots, const GdkRGBA *color, double width)
{
  CrmChartScene *scene = plot->scene;
  gboolean open = FALSE, dashed = FALSE;
  guint item = 0;

  for (guint i = 1; i < spots->len; i++)
    {
      const Spot *from = &g_array_index (spots, Spot, i - 1), *to = &g_array_index (spots, Spot, i);

      if (isnan (from->y) || isnan (to->y))
        {
          open = FALSE;
          continue;
        }
      if (!open || dashed != to->forecast)
        {
          dashed = to->forecast;
          item = crm_chart_scene_add_path (scene, CRM_CHART_ITEM_MARK, NULL, color, width);
          if (dashed)
            {
              crm_chart_scene_get_item (scene, item)->dash[0] = 4;
              crm_chart_scene_get_item (scene, item)->dash[1] = 3;
            }
          crm_chart_scene_move_to (scene, item, from->x, from->y);
          open = TRUE;
        }
      crm_chart_scene_line_to (scene, item, to->x, to->y);
    }
}

static void
add_line_marks (CrmChartPlot *plot, guint s, const GArray *spots, const GdkRGBA *color)
{
  guint stride = MAX (1, (spots->len + MAX_MARKS - 1) / MAX_MARKS);

  for (guint i = (spots->len - 1) % stride; i < spots->len; i += stride)
    {
      const Spot *spot = &g_array_index (spots, Spot, i);
      const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, spot->index);
      CrmChartMark *mark;

      if (isnan (spot->y))
        continue;
      mark = crm_chart_scene_add_mark (plot->scene, (int) s, (int) spot->index,
                                       (CrmChartBox){ spot->x - 4, spot->y - 4, 8, 8 }, point->key,
                                       crm_chart_plot_mark_value (plot, s, point),
                                       crm_chart_plot_mark_detail (plot, point));
      mark->dot = TRUE;
      mark->color = *color;
      mark->anchor_y = spot->y;
    }
}

/* A point without neighbours has no line: it is drawn as a dot. */
static void
add_lonely_dots (CrmChartPlot *plot, const GArray *spots, const GdkRGBA *color)
{
  for (guint i = 0; i < spots->len; i++)
    {
      const Spot *spot = &g_array_index (spots, Spot, i);
      gboolean before = i > 0 && isfinite (g_array_index (spots, Spot, i - 1).y);
      gboolean after = i + 1 < spots->len && isfinite (g_array_index (spots, Spot, i + 1).y);

      if (isfinite (spot->y) && !before && !after)
        crm_chart_scene_add_dot (plot->scene, spot->x, spot->y, 4, color);
    }
}

/* ---- end labels ---- */

typedef struct
{
  const char *name;
  GdkRGBA color;
  double y;
} EndLabel;

static int
compare_height (gconstpointer a, gconstpointer b)
{
  double first = ((const EndLabel *) a)->y, second = ((const EndLabel *) b)->y;

  return first < second ? -1 : first > second ? 1 : 0;
}

static double
measure_names (CrmChartPlot *plot)
{
  CrmChartTextStyle style = crm_chart_scene_value_style (plot->scene);
  double widest = 0;

  for (guint s = 0; s < crm_chart_model_get_n_series (plot->model); s++)
    {
      const char *name = crm_chart_model_get_series_name (plot->model, s);
      double width = 0;

      if (name != NULL)
        crm_chart_scene_measure (plot->scene, name, &style, &width, NULL);
      widest = MAX (widest, width);
    }
  return MIN (ceil (widest), plot->scene->width * 0.36);
}

/* Names at the line ends, pushed apart where they would touch. A small dash of the line's colour leads in. */
static void
add_end_labels (CrmChartPlot *plot, GArray *ends, double width)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);
  double right = scene->plot.x + scene->plot.width, height;

  crm_chart_scene_measure (scene, "X", &style, NULL, &height);
  g_array_sort (ends, compare_height);
  for (guint i = 1; i < ends->len; i++)
    {
      EndLabel *label = &g_array_index (ends, EndLabel, i);

      label->y = MAX (label->y, g_array_index (ends, EndLabel, i - 1).y + height);
    }
  for (guint i = ends->len; i-- > 0;)
    {
      EndLabel *label = &g_array_index (ends, EndLabel, i);
      double limit = i + 1 < ends->len ? g_array_index (ends, EndLabel, i + 1).y - height
                                       : scene->height - height / 2;

      label->y = MIN (label->y, limit);
    }
  style.valign = 0.5;
  style.max_width = width + 1;
  for (guint i = 0; i < ends->len; i++)
    {
      EndLabel *label = &g_array_index (ends, EndLabel, i);

      crm_chart_scene_add_box (scene, CRM_CHART_ITEM_DECORATION,
                               (CrmChartBox){ right + 6, label->y - 1.5, 8, 3 }, 1.5,
                               &label->color);
      crm_chart_scene_try_text (scene, right + 18, label->y, label->name, &style);
    }
}

/* ---- the chart ---- */

static void
find_x_range (CrmChartPlot *plot, double *min, double *max)
{
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);

  *min = INFINITY;
  *max = -INFINITY;
  for (guint s = 0; s < crm_chart_model_get_n_series (plot->model); s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (plot->model, s); p++)
      {
        double x = crm_chart_model_get_point (plot->model, s, p)->x;

        x = isfinite (x) ? x : p;
        *min = MIN (*min, x);
        *max = MAX (*max, x);
      }
  if (isfinite (axis->min))
    *min = axis->min;
  if (isfinite (axis->max))
    *max = axis->max;
}

static gboolean
has_labels (CrmChartPlot *plot)
{
  return crm_chart_model_get_n_points (plot->model, 0) > 0 &&
         crm_chart_model_get_point (plot->model, 0, 0)->label != NULL;
}

static void
add_point_labels (CrmChartPlot *plot, guint longest)
{
  guint n = crm_chart_model_get_n_points (plot->model, longest);
  g_autofree const char **labels = g_new0 (const char *, MAX (1, n));
  g_autofree double *centers = g_new0 (double, MAX (1, n));

  for (guint p = 0; p < n; p++)
    {
      const CrmChartPoint *point = crm_chart_model_get_point (plot->model, longest, p);

      labels[p] = point->label != NULL ? point->label : "";
      centers[p] = crm_chart_scale_map (&plot->x, isfinite (point->x) ? point->x : p);
    }
  crm_chart_plot_band_labels (plot, labels, centers, n,
                              n > 1 ? fabs (centers[n - 1] - centers[0]) / (n - 1)
                                    : plot->scene->plot.width,
                              plot->scene->plot.y + plot->scene->plot.height + 4);
}

void
crm_chart_plot_line (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  guint n_series = crm_chart_model_get_n_series (plot->model), longest = 0;
  double names =
      n_series > 1 && crm_chart_model_get_show_values (plot->model) ? measure_names (plot) : 0;
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (EndLabel));
  double min, max;

  crm_chart_plot_value_range (plot, FALSE, &min, &max);
  crm_chart_plot_value_axis (plot, min, max, 1, names > 0 ? names + 22 : 6, TRUE);
  find_x_range (plot, &min, &max);
  crm_chart_scale_init (&plot->x, axis->kind, min, max,
                        axis->reversed ? scene->plot.x + scene->plot.width : scene->plot.x,
                        axis->reversed ? scene->plot.x : scene->plot.x + scene->plot.width);
  for (guint i = 0; i < crm_chart_model_get_n_references (plot->model); i++)
    {
      const CrmChartReference *reference = crm_chart_model_get_reference (plot->model, i);
      CrmChartTextStyle style = crm_chart_scene_value_style (scene);
      double y = crm_chart_scale_map (&plot->y, reference->value);

      style.valign = 1;
      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_DECORATION, scene->plot.x, y,
                                scene->plot.x + scene->plot.width, y, &plot->palette->text, 1.5, 3,
                                3);
      if (reference->label != NULL)
        crm_chart_scene_try_text (scene, scene->plot.x + 4, y - 1, reference->label, &style);
    }
  for (guint s = 0; s < n_series; s++)
    {
      GdkRGBA color = crm_chart_palette_color (plot->palette,
                                               crm_chart_model_get_series_color (plot->model, s));
      g_autoptr (GArray) spots = collect_spots (plot, s);
      EndLabel end = { crm_chart_model_get_series_name (plot->model, s), color, NAN };

      if (spots->len == 0)
        continue;
      add_band (plot, spots, &color);
      add_strokes (plot, spots, &color, 2);
      add_lonely_dots (plot, spots, &color);
      add_line_marks (plot, s, spots, &color);
      for (guint i = 0; i < spots->len; i++)
        end.y =
            isfinite (g_array_index (spots, Spot, i).y) ? g_array_index (spots, Spot, i).y : end.y;
      if (end.name != NULL && isfinite (end.y))
        g_array_append_val (ends, end);
      if (crm_chart_model_get_n_points (plot->model, s) >
          crm_chart_model_get_n_points (plot->model, longest))
        longest = s;
    }
  crm_chart_plot_base_line (plot);
  if (names > 0)
    add_end_labels (plot, ends, names);
  if (has_labels (plot) && axis->kind != CRM_CHART_SCALE_TIME)
    add_point_labels (plot, longest);
  else
    crm_chart_plot_bottom_axis (plot, FALSE);
  scene->walk = CRM_CHART_WALK_SERIES;
  scene->guide = TRUE;
}

void
crm_chart_plot_sparkline (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  GdkRGBA color =
      crm_chart_palette_color (plot->palette, crm_chart_model_get_series_color (plot->model, 0));
  GdkRGBA tint = color;
  g_autoptr (GArray) spots = NULL;
  double min, max, x_min, x_max;
  const Spot *last = NULL;
  guint item, filled = 0;

  crm_chart_plot_value_range (plot, FALSE, &min, &max);
  find_x_range (plot, &x_min, &x_max);
  scene->plot = (CrmChartBox){ 4, 4, MAX (4, scene->width - 8), MAX (4, scene->height - 8) };
  crm_chart_scale_init (&plot->y, CRM_CHART_SCALE_LINEAR, min, max,
                        scene->plot.y + scene->plot.height, scene->plot.y);
  crm_chart_scale_init (&plot->x, CRM_CHART_SCALE_LINEAR, x_min, x_max, scene->plot.x,
                        scene->plot.x + scene->plot.width);
  spots = collect_spots (plot, 0);

  tint.alpha = plot->palette->dark ? 0.2f : 0.12f;
  item = crm_chart_scene_add_path (scene, CRM_CHART_ITEM_DECORATION, &tint, NULL, 0);
  for (guint i = 0; i < spots->len; i++)
    {
      const Spot *spot = &g_array_index (spots, Spot, i);

      if (isnan (spot->y))
        continue;
      if (last == NULL)
        crm_chart_scene_move_to (scene, item, spot->x, scene->height);
      crm_chart_scene_line_to (scene, item, spot->x, spot->y);
      last = spot;
      filled++;
    }
  if (last != NULL)
    {
      crm_chart_scene_line_to (scene, item, last->x, scene->height);
      crm_chart_scene_close (scene, item);
    }
  add_strokes (plot, spots, &color, 1.75);
  if (last != NULL)
    crm_chart_scene_add_dot (scene, last->x, last->y, 3, &color);
  add_line_marks (plot, 0, spots, &color);
  scene->walk = CRM_CHART_WALK_LIST;
  scene->guide = TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out what is round: the donut with its legend, and the gauge. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define MAX_PARTS 5

typedef struct
{
  int point;
  double value;
  gint64 n;
  int color;
  const char *label;
  const char *key;
} Part;

static int
compare_larger_first (gconstpointer a, gconstpointer b)
{
  double first = ((const Part *) a)->value, second = ((const Part *) b)->value;

  return first < second ? 1 : first > second ? -1 : 0;
}

/* The positive parts in the order given; the smallest of too many are one "Other". */
static GArray *
collect_parts (CrmChartPlot *plot, double *total)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  Part other = { -1, 0, 0, CRM_CHART_COLOR_NEUTRAL, C_ ("chart category", "Other"), NULL };

  *total = 0;
  for (guint p = 0; p < crm_chart_model_get_n_points (plot->model, 0); p++)
    {
      const CrmChartPoint *point = crm_chart_model_get_point (plot->model, 0, p);
      Part part = { (int) p,      point->y,
                    point->n,     point->color != CRM_CHART_COLOR_AUTO ? point->color : (int) p,
                    point->label, point->key };

      if (!isfinite (point->y) || point->y <= 0)
        continue;
      *total += point->y;
      g_array_append_val (parts, part);
    }
  if (parts->len <= MAX_PARTS)
    return parts;
  g_array_sort (parts, compare_larger_first);
  for (guint i = MAX_PARTS - 1; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      other.value += part->value;
      other.n = part->n < 0 || other.n < 0 ? -1 : other.n + part->n;
    }
  g_array_set_size (parts, MAX_PARTS - 1);
  g_array_append_val (parts, other);
  return parts;
}

static char *
format_share (double share)
{
  return crm_chart_number_format (100 * share, share > 0 && share < 0.01 ? 1 : 0,
                                  CRM_CHART_NUMBER_PERCENT);
}

static void
add_slice (CrmChartPlot *plot, const Part *part, double total, double cx, double cy, double outer,
           double inner, double from, double to)
{
  CrmChartScene *scene = plot->scene;
  GdkRGBA color = crm_chart_palette_color (plot->palette, part->color);
  /* A gap of two pixels at the middle of the ring, as long as the slice is wide enough for it. */
  double pad = MIN (1 / ((outer + inner) / 2), (to - from) / 4);
  double middle = (from + to) / 2, ring = (outer + inner) / 2;
  g_autofree char *value = crm_chart_plot_format (plot, part->value, FALSE);
  g_autofree char *share = format_share (part->value / total);
  GString *detail = g_string_new (value);
  CrmChartMark *mark;
  CrmChartItem *slice;
  guint item;

  if (part->value >= total)
    pad = 0;
  item = crm_chart_scene_add_path (scene, CRM_CHART_ITEM_MARK, &color, NULL, 0);
  crm_chart_scene_arc (scene, item, cx, cy, outer, from + pad, to - pad, FALSE);
  crm_chart_scene_arc (scene, item, cx, cy, inner, to - pad, from + pad, TRUE);
  crm_chart_scene_close (scene, item);
  slice = crm_chart_scene_get_item (scene, item);
  if (crm_chart_palette_edge (plot->palette, &color, &slice->stroke))
    slice->line_width = 1;
  if (part->n >= 0)
    {
      g_autofree char *n = crm_chart_number_format ((double) part->n, 0, CRM_CHART_NUMBER_DEFAULT);

      g_string_append_printf (detail, " · n = %s", n);
    }
  mark = crm_chart_scene_add_mark (
      scene, 0, part->point, slice->box, part->key,
      g_strdup_printf (C_ ("chart mark", "%s: %s"), part->label != NULL ? part->label : "", share),
      g_string_free (detail, FALSE));
  mark->item = (int) item;
  mark->anchor_x = cx + ring * cos (middle);
  mark->anchor_y = cy + ring * sin (middle);
}

static double
measure_legend (CrmChartPlot *plot, const GArray *parts, double total, double *row, double *shares)
{
  CrmChartTextStyle style = crm_chart_scene_label_style (plot->scene);
  CrmChartTextStyle bold = crm_chart_scene_value_style (plot->scene);
  double widest = 0;

  *shares = 0;
  style.points = 9.5;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      g_autofree char *share = format_share (part->value / total);
      double width;

      crm_chart_scene_measure (plot->scene, part->label, &style, &width, row);
      widest = MAX (widest, width);
      crm_chart_scene_measure (plot->scene, share, &bold, &width, NULL);
      *shares = MAX (*shares, width);
    }
  *row += 5;
  return ceil (widest);
}

static void
add_legend (CrmChartPlot *plot, const GArray *parts, double total, double x, double y, double width,
            double row)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  CrmChartTextStyle bold = crm_chart_scene_value_style (scene);
  double side = round (plot->line * 0.66);

  style.points = 9.5;
  style.color = plot->palette->text;
  style.valign = bold.valign = 0.5;
  bold.align = 1;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      GdkRGBA color = crm_chart_palette_color (plot->palette, part->color);
      g_autofree char *share = format_share (part->value / total);
      double middle = round (y + row * (i + 0.5)), share_width;

      crm_chart_scene_measure (scene, share, &bold, &share_width, NULL);
      crm_chart_scene_add_fill (scene, (CrmChartBox){ x, round (middle - side / 2), side, side }, 2,
                                &color);
      crm_chart_scene_get_item (scene, scene->items->len - 1)->kind = CRM_CHART_ITEM_DECORATION;
      style.max_width = MAX (8, width - side - 8 - share_width - 8);
      crm_chart_scene_try_text (scene, x + side + 7, middle, part->label, &style);
      crm_chart_scene_try_text (scene, x + width, middle, share, &bold);
    }
}

static void
add_center (CrmChartPlot *plot, double cx, double cy, double inner)
{
  CrmChartScene *scene = plot->scene;
  const char *figure = crm_chart_model_get_center_figure (plot->model);
  const char *word = crm_chart_model_get_center_word (plot->model);
  CrmChartTextStyle style = { 13,  CRM_CHART_TEXT_HEAVY,      plot->palette->text,
                              0.5, word != NULL ? 0.75 : 0.5, 0 };
  CrmChartTextStyle small = crm_chart_scene_label_style (scene);
  double width;

  if (figure == NULL)
    return;
  crm_chart_scene_measure (scene, figure, &style, &width, NULL);
  if (width > inner * 1.7)
    style.points *= inner * 1.7 / width;
  if (style.points < 5)
    return;
  crm_chart_scene_add_text (scene, cx, cy, figure, &style);
  small.align = 0.5;
  small.max_width = inner * 1.6;
  if (word != NULL && inner > plot->line * 1.6)
    crm_chart_scene_try_text (scene, cx, cy + plot->line * 0.45, word, &small);
}

void
crm_chart_plot_donut (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  double total, row = 0, shares, names, legend, side, cx, cy, from = -G_PI_2;
  g_autoptr (GArray) parts = collect_parts (plot, &total);
  gboolean beside;

  if (parts->len == 0)
    return;
  names = measure_legend (plot, parts, total, &row, &shares);
  legend = names + shares + plot->line * 0.66 + 20;
  beside = scene->width - legend - 16 >= MIN (scene->height, plot->line * 5) ||
           scene->width > scene->height * 1.6 ||
           scene->height - row * parts->len - 10 < plot->line * 3;
  if (beside)
    {
      legend = MIN (legend, scene->width * 0.62);
      side = MIN (MIN (scene->height, scene->width - legend - 16), plot->line * 14);
    }
  else
    {
      legend = MIN (legend, scene->width);
      side = MIN (scene->width, scene->height - row * parts->len - 10);
    }
  side = MAX (side, 16);
  cx = beside ? side / 2 + MAX (0, (scene->width - side - 16 - legend) / 3) : scene->width / 2;
  cy = beside ? scene->height / 2 : side / 2;
  scene->plot = (CrmChartBox){ cx - side / 2, cy - side / 2, side, side };
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      double to = from + part->value / total * 2 * G_PI;

      add_slice (plot, part, total, cx, cy, side / 2 - 1, side * 0.32, from, to);
      from = to;
    }
  add_center (plot, cx, cy, side * 0.32);
  if (beside)
    add_legend (plot, parts, total, scene->width - legend, cy - row * parts->len / 2, legend, row);
  else
    add_legend (plot, parts, total, (scene->width - legend) / 2, side + 10, legend, row);
}

/* ---- gauge ---- */

static guint
add_arc (CrmChartPlot *plot, CrmChartItemKind kind, double cx, double cy, double outer,
         double inner, double from, double to, const GdkRGBA *color)
{
  CrmChartScene *scene = plot->scene;
  guint item = crm_chart_scene_add_path (scene, kind, color, NULL, 0);
  CrmChartItem *arc;

  crm_chart_scene_arc (scene, item, cx, cy, outer, from, to, FALSE);
  crm_chart_scene_arc (scene, item, cx, cy, inner, to, from, TRUE);
  crm_chart_scene_close (scene, item);
  arc = crm_chart_scene_get_item (scene, item);
  if (kind == CRM_CHART_ITEM_MARK && crm_chart_palette_edge (plot->palette, color, &arc->stroke))
    arc->line_width = 1;
  return item;
}

static void
add_spoke (CrmChartPlot *plot, double cx, double cy, double from, double to, double angle,
           double width)
{
  crm_chart_scene_add_line (plot->scene, CRM_CHART_ITEM_DECORATION, cx + from * cos (angle),
                            cy + from * sin (angle), cx + to * cos (angle), cy + to * sin (angle),
                            &plot->palette->text, width, 0, 0);
}

void
crm_chart_plot_gauge (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_Y);
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, 0, 0);
  const char *figure = crm_chart_model_get_center_figure (plot->model);
  const char *word = crm_chart_model_get_center_word (plot->model);
  GdkRGBA color = crm_chart_plot_point_color (plot, 0, point);
  CrmChartTextStyle style = { 20, CRM_CHART_TEXT_HEAVY, plot->palette->text, 0.5, 1, 0 };
  CrmChartTextStyle small = crm_chart_scene_label_style (scene);
  g_autofree char *own_figure = crm_chart_plot_format (plot, point->y, FALSE);
  double min, max, radius, cx, cy, inner, label = plot->line + 4, at;
  CrmChartScale angle;
  guint value_arc;
  CrmChartMark *mark;

  crm_chart_plot_value_range (plot, TRUE, &min, &max);
  crm_chart_range_sanitise (&min, &max);
  crm_chart_scale_init (&angle, CRM_CHART_SCALE_LINEAR, isfinite (axis->min) ? axis->min : min,
                        isfinite (axis->max) ? axis->max : max, -G_PI, 0);
  radius = MAX (8, MIN (scene->width / 2 - 8, scene->height - label - plot->line * 1.2));
  radius = MIN (radius, plot->line * 9);
  cx = scene->width / 2;
  cy = MIN (scene->height - label, (scene->height + radius - label + plot->line * 0.8) / 2 + 2);
  inner = radius * 0.88;
  scene->plot = (CrmChartBox){ cx - radius, cy - radius, 2 * radius, radius };
  at = CLAMP (crm_chart_scale_map (&angle, point->y), -G_PI, 0);

  add_arc (plot, CRM_CHART_ITEM_DECORATION, cx, cy, radius, inner, -G_PI, 0, &plot->palette->track);
  value_arc = add_arc (plot, CRM_CHART_ITEM_MARK, cx, cy, radius, inner, -G_PI, at, &color);
  /* The figure first: the name of the target gives way. */
  crm_chart_scene_add_text (scene, cx, cy, figure != NULL ? figure : own_figure, &style);
  small.align = 0.5;
  small.max_width = scene->width;
  if (word != NULL)
    crm_chart_scene_try_text (scene, cx, cy + 3, word, &small);
  if (isfinite (point->low) && isfinite (point->high))
    {
      double low = crm_chart_scale_map (&angle, point->low),
             high = crm_chart_scale_map (&angle, point->high);

      add_arc (plot, CRM_CHART_ITEM_DECORATION, cx, cy, radius + 5, radius + 3.5, low, high,
               &plot->palette->text);
      add_spoke (plot, cx, cy, radius + 1.5, radius + 7, low, 1.5);
      add_spoke (plot, cx, cy, radius + 1.5, radius + 7, high, 1.5);
    }
  if (crm_chart_model_get_n_references (plot->model) > 0)
    {
      const CrmChartReference *target = crm_chart_model_get_reference (plot->model, 0);
      double to = CLAMP (crm_chart_scale_map (&angle, target->value), -G_PI, 0);
      CrmChartTextStyle tag = crm_chart_scene_label_style (scene);
      gboolean right = to > -G_PI_2;

      add_spoke (plot, cx, cy, inner - 4, radius + 4, to, 2);
      tag.align = right ? 1 : 0;
      tag.valign = 0.5;
      if (target->label != NULL)
        crm_chart_scene_try_text (scene, cx + (inner - 8) * cos (to), cy + (inner - 8) * sin (to),
                                  target->label, &tag);
    }
  mark = crm_chart_scene_add_mark (
      scene, 0, 0, (CrmChartBox){ cx - radius, cy - radius, 2 * radius, radius }, point->key,
      crm_chart_plot_mark_value (plot, 0, point), crm_chart_plot_mark_detail (plot, point));
  mark->item = (int) value_arc;
  mark->anchor_x = cx + radius * cos (at);
  mark->anchor_y = cy + radius * sin (at);
}

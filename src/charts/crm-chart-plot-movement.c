/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out who moved between two runs: groups as bars on both sides, ribbons between them whose width is the
 * number of those who went that way (a Sankey diagram of two stages). Who stayed is pale, who moved strong. The
 * two runs may have formed different groups: a point's label and colour are those of its group on the right; without
 * a label both sides have the same groups. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define NODE_WIDTH 8.0
#define MAX_GROUPS 24u

typedef struct
{
  guint n, n_right;
  const char *names[MAX_GROUPS];
  int colors[MAX_GROUPS];
  gboolean name_right;
  double left[MAX_GROUPS], right[MAX_GROUPS];
  double left_y[MAX_GROUPS], right_y[MAX_GROUPS];
  double left_used[MAX_GROUPS], right_used[MAX_GROUPS];
  double unit;
} Flow;

static gboolean
read_flow (CrmChartPlot *plot, guint s, guint p, guint *to, double *amount)
{
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);

  if (!isfinite (point->y) || point->y < 1e-200 || !(point->x >= 0 && point->x < MAX_GROUPS))
    return FALSE;
  *to = (guint) point->x;
  *amount = point->y;
  return point->label != NULL || *to < crm_chart_model_get_n_series (plot->model);
}

static void
sum_groups (CrmChartPlot *plot, Flow *flow)
{
  gboolean labels = FALSE;
  guint to;
  double amount;

  flow->n = MIN (crm_chart_model_get_n_series (plot->model), MAX_GROUPS);
  for (guint i = 0; i < MAX_GROUPS; i++)
    {
      flow->names[i] = crm_chart_model_get_series_name (plot->model, i);
      flow->colors[i] = crm_chart_model_get_series_color (plot->model, i);
    }
  for (guint s = 0; s < flow->n; s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (plot->model, s); p++)
      {
        const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);

        if (!read_flow (plot, s, p, &to, &amount))
          continue;
        flow->left[s] += amount;
        flow->right[to] += amount;
        flow->n_right = MAX (flow->n_right, to + 1);
        if (point->label != NULL)
          {
            labels = TRUE;
            flow->names[to] = point->label;
            flow->name_right =
                flow->name_right || to >= flow->n ||
                g_strcmp0 (point->label, crm_chart_model_get_series_name (plot->model, to)) != 0;
          }
        if (point->color != CRM_CHART_COLOR_AUTO)
          flow->colors[to] = point->color;
      }
  if (!labels)
    flow->n_right = flow->n;
}

static gboolean
has_stayed (CrmChartPlot *plot, guint s, guint p, guint to)
{
  const char *label = crm_chart_model_get_point (plot->model, s, p)->label;

  return label != NULL ? g_strcmp0 (label, crm_chart_model_get_series_name (plot->model, s)) == 0
                       : s == to;
}

/* One scale for both sides; each side has its gaps. */
static void
stack_groups (Flow *flow, double top, double height)
{
  guint most = MAX (flow->n, flow->n_right);
  double total = 0, gap = most > 1 ? MIN (8, height * 0.3 / (most - 1)) : 0, left_y = top,
         right_y = top;

  for (guint i = 0; i < flow->n; i++)
    total += flow->left[i];
  flow->unit = total > 0 ? (height - gap * (most - 1)) / total : 0;
  for (guint i = 0; i < most; i++)
    {
      flow->left_y[i] = left_y;
      flow->right_y[i] = right_y;
      left_y += flow->left[i] * flow->unit + gap;
      right_y += flow->right[i] * flow->unit + gap;
    }
}

static void
add_ribbon (CrmChartPlot *plot, Flow *flow, guint s, guint p, guint to, double amount, double x0,
            double x1)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);
  GdkRGBA color =
      crm_chart_palette_color (plot->palette, crm_chart_model_get_series_color (plot->model, s));
  double thick = MAX (1, amount * flow->unit), middle = (x0 + x1) / 2;
  double y0 = flow->left_y[s] + flow->left_used[s], y1 = flow->right_y[to] + flow->right_used[to];
  const char *from_name = crm_chart_model_get_series_name (plot->model, s);
  const char *to_name = flow->names[to];
  gboolean stayed = has_stayed (plot, s, p, to);
  g_autofree char *value = crm_chart_plot_format (plot, amount, FALSE);
  g_autofree char *share =
      crm_chart_number_format (100 * amount / flow->left[s], 0, CRM_CHART_NUMBER_PERCENT);
  CrmChartMark *mark;
  guint item;

  flow->left_used[s] += amount * flow->unit;
  flow->right_used[to] += amount * flow->unit;
  color.alpha = stayed ? 0.2f : 0.62f;
  if (plot->palette->high_contrast)
    color.alpha = stayed ? 0.4f : 0.85f;
  item = crm_chart_scene_add_path (scene, CRM_CHART_ITEM_MARK, &color, NULL, 0);
  crm_chart_scene_move_to (scene, item, x0, y0);
  crm_chart_scene_curve_to (scene, item, middle, y0, middle, y1, x1, y1);
  crm_chart_scene_line_to (scene, item, x1, y1 + thick);
  crm_chart_scene_curve_to (scene, item, middle, y1 + thick, middle, y0 + thick, x0, y0 + thick);
  crm_chart_scene_close (scene, item);
  mark = crm_chart_scene_add_mark (
      scene, (int) s, (int) p, crm_chart_scene_get_item (scene, item)->box, point->key,
      stayed ? g_strdup_printf (_ ("%s, stayed: %s"), from_name != NULL ? from_name : "", value)
             : g_strdup_printf (_ ("%s to %s: %s"), from_name != NULL ? from_name : "",
                                to_name != NULL ? to_name : "", value),
      g_strdup_printf (_ ("%s of %s"), share, from_name != NULL ? from_name : ""));
  mark->item = (int) item;
  mark->anchor_x = middle;
  mark->anchor_y = (y0 + y1 + thick) / 2;
  mark->ring = (CrmChartBox){ middle - 4, mark->anchor_y - thick / 2, 8, thick };
}

/* Thin ribbons of movers lie on the broad ones of those who stayed. */
static void
add_ribbons (CrmChartPlot *plot, Flow *flow, double x0, double x1, gboolean stayed)
{
  guint to;
  double amount;

  for (guint i = 0; i < MAX_GROUPS; i++)
    flow->left_used[i] = flow->right_used[i] = 0;
  for (guint s = 0; s < flow->n; s++)
    for (guint target = 0; target < flow->n_right; target++)
      for (guint p = 0; p < crm_chart_model_get_n_points (plot->model, s); p++)
        if (read_flow (plot, s, p, &to, &amount) && to == target)
          {
            if (has_stayed (plot, s, p, to) == stayed)
              add_ribbon (plot, flow, s, p, to, amount, x0, x1);
            else
              {
                flow->left_used[s] += amount * flow->unit;
                flow->right_used[to] += amount * flow->unit;
              }
          }
}

static char *
write_right (CrmChartPlot *plot, const Flow *flow, guint i)
{
  g_autofree char *count = crm_chart_plot_format (plot, flow->right[i], FALSE);

  if (!flow->name_right || flow->names[i] == NULL)
    return g_steal_pointer (&count);
  return g_strdup_printf ("%s %s", count, flow->names[i]);
}

/* The lowest group may be thinner than its name. */
static double
beside_group (CrmChartPlot *plot, double y)
{
  return MIN (y, plot->scene->height - plot->line / 2 - 1);
}

static void
add_left (CrmChartPlot *plot, const Flow *flow, guint i, double x0)
{
  GdkRGBA color =
      crm_chart_palette_color (plot->palette, crm_chart_model_get_series_color (plot->model, i));
  CrmChartTextStyle style = crm_chart_scene_label_style (plot->scene);
  const char *name = crm_chart_model_get_series_name (plot->model, i);
  double height = flow->left[i] * flow->unit;

  if (height > 0)
    crm_chart_scene_add_fill (
        plot->scene, (CrmChartBox){ x0 - NODE_WIDTH, flow->left_y[i], NODE_WIDTH, MAX (1, height) },
        1, &color);
  style.color = plot->palette->text;
  style.valign = 0.5;
  style.align = 1;
  style.max_width = x0 - NODE_WIDTH - 6;
  if (name != NULL)
    crm_chart_scene_try_text (plot->scene, x0 - NODE_WIDTH - 7,
                              beside_group (plot, flow->left_y[i] + height / 2), name, &style);
}

static void
add_right (CrmChartPlot *plot, const Flow *flow, guint i, double x1)
{
  GdkRGBA color = crm_chart_palette_color (plot->palette, flow->colors[i]);
  CrmChartTextStyle style = crm_chart_scene_label_style (plot->scene);
  g_autofree char *text = write_right (plot, flow, i);
  double height = flow->right[i] * flow->unit;

  if (height > 0)
    crm_chart_scene_add_fill (
        plot->scene, (CrmChartBox){ x1, flow->right_y[i], NODE_WIDTH, MAX (1, height) }, 1, &color);
  style.color = plot->palette->text;
  style.valign = 0.5;
  style.max_width = MAX (8, plot->scene->width - x1 - NODE_WIDTH - 7);
  crm_chart_scene_try_text (plot->scene, x1 + NODE_WIDTH + 7,
                            beside_group (plot, flow->right_y[i] + height / 2), text, &style);
}

void
crm_chart_plot_movement (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  const char *before = crm_chart_model_get_side (plot->model, FALSE),
             *after = crm_chart_model_get_side (plot->model, TRUE);
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  double names = 0, counts = 0, top = before != NULL || after != NULL ? plot->line + 5 : 2, x0, x1;
  Flow flow = { 0 };

  sum_groups (plot, &flow);
  for (guint i = 0; i < MAX (flow.n, flow.n_right); i++)
    {
      const char *name = crm_chart_model_get_series_name (plot->model, i);
      g_autofree char *text = write_right (plot, &flow, i);
      double width = 0;

      if (name != NULL)
        crm_chart_scene_measure (scene, name, &style, &width, NULL);
      names = MAX (names, width);
      crm_chart_scene_measure (scene, text, &style, &width, NULL);
      counts = MAX (counts, width);
    }
  names = MIN (ceil (names), scene->width * 0.35);
  x0 = names + 8 + NODE_WIDTH;
  x1 = MAX (x0 + 8, scene->width - MIN (ceil (counts) + 1, scene->width * 0.3) - 8 - NODE_WIDTH);
  scene->plot = (CrmChartBox){ x0 - NODE_WIDTH, top, x1 - x0 + 2 * NODE_WIDTH,
                               MAX (4, scene->height - top - 2) };
  stack_groups (&flow, scene->plot.y, scene->plot.height);

  if (before != NULL)
    {
      double width;

      crm_chart_scene_measure (scene, before, &style, &width, NULL);
      crm_chart_scene_try_text (scene, MAX (0, x0 - width), 0, before, &style);
    }
  style.align = 1;
  if (after != NULL)
    crm_chart_scene_try_text (scene, scene->width, 0, after, &style);
  add_ribbons (plot, &flow, x0, x1, TRUE);
  add_ribbons (plot, &flow, x0, x1, FALSE);
  for (guint i = 0; i < flow.n; i++)
    add_left (plot, &flow, i, x0);
  for (guint i = 0; i < flow.n_right; i++)
    add_right (plot, &flow, i, x1);
}

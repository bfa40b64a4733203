/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws what shows a mark to be the current one: guide line, ring and the label with its value. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <pango/pangocairo.h>

static const double tooltip_padding_x = 10, tooltip_padding_y = 7, tooltip_gap = 9;

static void
create_tooltip (const CrmChartScene *scene, const CrmChartMark *mark, PangoLayout **value,
                PangoLayout **detail, CrmChartBox *box)
{
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);
  double limit = MAX (120, scene->width - 2 * tooltip_padding_x);
  double width, height, x, y;
  CrmChartBox first, second = { 0 };

  style.max_width = 0;
  *value = crm_chart_scene_create_layout (scene, mark->value, &style);
  style.weight = CRM_CHART_TEXT_NORMAL;
  *detail = mark->detail != NULL && *mark->detail != '\0'
                ? crm_chart_scene_create_layout (scene, mark->detail, &style)
                : NULL;
  first = crm_chart_scene_place_layout (*value, 0, 0, &style);
  if (*detail != NULL)
    second = crm_chart_scene_place_layout (*detail, 0, 0, &style);
  if (first.width > limit)
    {
      pango_layout_set_width (*value, (int) (limit * PANGO_SCALE));
      first = crm_chart_scene_place_layout (*value, 0, 0, &style);
    }
  if (second.width > limit)
    {
      pango_layout_set_width (*detail, (int) (limit * PANGO_SCALE));
      second = crm_chart_scene_place_layout (*detail, 0, 0, &style);
    }
  width = ceil (MAX (first.width, second.width)) + 2 * tooltip_padding_x;
  height = ceil (first.height + second.height) + 2 * tooltip_padding_y;

  /* Left of a guide line or above the mark; on the other side where there is no room. */
  x = scene->guide ? mark->anchor_x - width - tooltip_gap : mark->anchor_x - width / 2;
  y = scene->guide ? mark->anchor_y - height : mark->ring.y - height - tooltip_gap;
  if (scene->guide && x < 0)
    x = mark->anchor_x + tooltip_gap;
  if (!scene->guide && y < 0)
    y = mark->ring.y + mark->ring.height + tooltip_gap;
  if (!scene->guide && y + height > scene->height)
    {
      y = mark->anchor_y - height / 2;
      x = mark->ring.x + mark->ring.width + tooltip_gap;
      if (x + width > scene->width)
        x = mark->ring.x - width - tooltip_gap;
    }
  x = width > scene->width ? (scene->width - width) / 2 : CLAMP (x, 0, scene->width - width);
  y = height > scene->height ? (scene->height - height) / 2 : CLAMP (y, 0, scene->height - height);
  *box = (CrmChartBox){ round (x), round (y), width, height };
}

CrmChartBox
crm_chart_scene_tooltip_box (const CrmChartScene *scene, int mark)
{
  g_autoptr (PangoLayout) value = NULL;
  g_autoptr (PangoLayout) detail = NULL;
  CrmChartBox box;

  create_tooltip (scene, crm_chart_scene_get_mark (scene, mark), &value, &detail, &box);
  return box;
}

static void
draw_ring (const CrmChartScene *scene, cairo_t *cr, const CrmChartMark *mark)
{
  const CrmChartBox *ring = &mark->ring;
  const GdkRGBA *color = &scene->palette->text;

  if (mark->item >= 0)
    crm_chart_scene_trace_path (cr, crm_chart_scene_get_item (scene, (guint) mark->item));
  else
    crm_chart_scene_trace_box (
        cr, (CrmChartBox){ ring->x - 3, ring->y - 3, ring->width + 6, ring->height + 6 },
        mark->dot ? 99 : 5, CRM_CHART_CORNER_ALL);
  /* Card colour beneath keeps the ring apart from whatever it lies on. */
  gdk_cairo_set_source_rgba (cr, &scene->palette->card);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
draw_guide (const CrmChartScene *scene, cairo_t *cr, const CrmChartMark *mark)
{
  const double dash[] = { 2, 2 };
  double x = floor (mark->anchor_x) + 0.5;

  gdk_cairo_set_source_rgba (cr, &scene->palette->axis);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_move_to (cr, x, scene->plot.y);
  cairo_line_to (cr, x, scene->plot.y + scene->plot.height);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
crm_chart_scene_draw_focus (const CrmChartScene *scene, cairo_t *cr, int index, gboolean ring)
{
  const CrmChartMark *mark = crm_chart_scene_get_mark (scene, index);
  g_autoptr (PangoLayout) value = NULL;
  g_autoptr (PangoLayout) detail = NULL;
  CrmChartBox box;
  int first_height;

  cairo_save (cr);
  if (scene->guide)
    draw_guide (scene, cr, mark);
  if (mark->dot)
    {
      const CrmChartBox *dot = &mark->ring;

      crm_chart_scene_trace_box (
          cr, (CrmChartBox){ dot->x - 1.5, dot->y - 1.5, dot->width + 3, dot->height + 3 }, 99,
          CRM_CHART_CORNER_ALL);
      gdk_cairo_set_source_rgba (cr, &scene->palette->card);
      cairo_fill (cr);
      crm_chart_scene_trace_box (cr, *dot, 99, CRM_CHART_CORNER_ALL);
      gdk_cairo_set_source_rgba (cr, &mark->color);
      cairo_fill (cr);
    }
  if (ring)
    draw_ring (scene, cr, mark);

  create_tooltip (scene, mark, &value, &detail, &box);
  crm_chart_scene_trace_box (cr, box, 6, CRM_CHART_CORNER_ALL);
  gdk_cairo_set_source_rgba (cr, &scene->palette->tooltip);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, &scene->palette->tooltip_text);
  cairo_move_to (cr, box.x + tooltip_padding_x, box.y + tooltip_padding_y);
  pango_cairo_show_layout (cr, value);
  if (detail != NULL)
    {
      pango_layout_get_pixel_size (value, NULL, &first_height);
      cairo_move_to (cr, box.x + tooltip_padding_x, box.y + tooltip_padding_y + first_height);
      pango_cairo_show_layout (cr, detail);
    }
  cairo_restore (cr);
}

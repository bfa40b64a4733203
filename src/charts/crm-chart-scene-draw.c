/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the items of a scene through Cairo: the same code for the screen and for files. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <pango/pangocairo.h>

void
crm_chart_scene_trace_box (cairo_t *cr, CrmChartBox box, double radius, guint corners)
{
  double r = MIN (radius, MIN (box.width, box.height) / 2);
  double right = box.x + box.width, bottom = box.y + box.height;
  double tl = corners & CRM_CHART_CORNER_TOP_LEFT ? r : 0,
         tr = corners & CRM_CHART_CORNER_TOP_RIGHT ? r : 0;
  double br = corners & CRM_CHART_CORNER_BOTTOM_RIGHT ? r : 0,
         bl = corners & CRM_CHART_CORNER_BOTTOM_LEFT ? r : 0;

  cairo_new_path (cr);
  if (r <= 0.01)
    {
      cairo_rectangle (cr, box.x, box.y, box.width, box.height);
      return;
    }
  cairo_arc (cr, right - tr, box.y + tr, tr, -G_PI_2, 0);
  cairo_arc (cr, right - br, bottom - br, br, 0, G_PI_2);
  cairo_arc (cr, box.x + bl, bottom - bl, bl, G_PI_2, G_PI);
  cairo_arc (cr, box.x + tl, box.y + tl, tl, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

void
crm_chart_scene_trace_path (cairo_t *cr, const CrmChartItem *item)
{
  cairo_new_path (cr);
  for (guint i = 0; i < item->path->len; i++)
    {
      const CrmChartPathStep *step = &g_array_index (item->path, CrmChartPathStep, i);
      const double *a = step->a;

      switch (step->op)
        {
        case CRM_CHART_OP_MOVE:
          cairo_move_to (cr, a[0], a[1]);
          break;
        case CRM_CHART_OP_LINE:
          cairo_line_to (cr, a[0], a[1]);
          break;
        case CRM_CHART_OP_CURVE:
          cairo_curve_to (cr, a[0], a[1], a[2], a[3], a[4], a[5]);
          break;
        case CRM_CHART_OP_ARC:
          cairo_arc (cr, a[0], a[1], a[2], a[3], a[4]);
          break;
        case CRM_CHART_OP_ARC_BACK:
          cairo_arc_negative (cr, a[0], a[1], a[2], a[3], a[4]);
          break;
        case CRM_CHART_OP_CLOSE:
        default:
          cairo_close_path (cr);
          break;
        }
    }
}

static void
draw_item (cairo_t *cr, const CrmChartItem *item)
{
  if (item->text != NULL)
    {
      PangoRectangle logical;
      double x;

      /* Centred lines begin inside of the layout. */
      pango_layout_get_extents (item->text, NULL, &logical);
      x = item->box.x - (double) logical.x / PANGO_SCALE;
      if (item->line_width > 0)
        {
          cairo_move_to (cr, x, item->box.y);
          pango_cairo_layout_path (cr, item->text);
          gdk_cairo_set_source_rgba (cr, &item->stroke);
          cairo_set_line_width (cr, item->line_width);
          cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
          cairo_set_dash (cr, NULL, 0, 0);
          cairo_stroke (cr);
        }
      gdk_cairo_set_source_rgba (cr, &item->fill);
      cairo_move_to (cr, x, item->box.y);
      pango_cairo_show_layout (cr, item->text);
      return;
    }
  if (item->path != NULL)
    crm_chart_scene_trace_path (cr, item);
  else
    crm_chart_scene_trace_box (cr, item->box, item->radius, item->corners);
  if (item->fill.alpha > 0)
    {
      gdk_cairo_set_source_rgba (cr, &item->fill);
      cairo_fill_preserve (cr);
    }
  if (item->stroke.alpha > 0 && item->line_width > 0)
    {
      /* A box's edge lies inside of it, so that neighbours keep their gap. */
      if (item->path == NULL)
        {
          double half = item->line_width / 2;

          crm_chart_scene_trace_box (cr,
                                     (CrmChartBox){ item->box.x + half, item->box.y + half,
                                                    MAX (0, item->box.width - 2 * half),
                                                    MAX (0, item->box.height - 2 * half) },
                                     MAX (0, item->radius - half), item->corners);
        }
      gdk_cairo_set_source_rgba (cr, &item->stroke);
      cairo_set_line_width (cr, item->line_width);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_dash (cr, item->dash, item->dash[0] > 0 ? 2 : 0, 0);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

void
crm_chart_scene_draw (const CrmChartScene *scene, cairo_t *cr)
{
  cairo_save (cr);
  for (guint i = 0; i < scene->items->len; i++)
    draw_item (cr, &g_array_index (scene->items, CrmChartItem, i));
  cairo_restore (cr);
}

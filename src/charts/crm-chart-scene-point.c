/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds marks: the one under the pointer, and the next one in the direction of a key. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

static gboolean
hits_path (const CrmChartScene *scene, int item, double x, double y)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  gboolean hit;

  crm_chart_scene_trace_path (cr, crm_chart_scene_get_item (scene, (guint) item));
  hit = cairo_in_fill (cr, x, y);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return hit;
}

/* Over lines the nearest column counts first, the height only between series. */
static int
pick_nearest (const CrmChartScene *scene, double x, double y)
{
  const CrmChartBox *plot = &scene->plot;
  double best_cost = INFINITY;
  int best = -1;

  if (x < plot->x - 6 || x > plot->x + plot->width + 6 || y < plot->y - 6 ||
      y > plot->y + plot->height + 6)
    return -1;
  for (guint i = 0; i < scene->marks->len; i++)
    {
      const CrmChartMark *mark = &g_array_index (scene->marks, CrmChartMark, i);
      double cost = 1000 * fabs (mark->anchor_x - x) + fabs (mark->anchor_y - y);

      if (cost < best_cost)
        {
          best_cost = cost;
          best = (int) i;
        }
    }
  return best;
}

int
crm_chart_scene_pick (const CrmChartScene *scene, double x, double y)
{
  if (scene->guide)
    return pick_nearest (scene, x, y);
  for (guint i = scene->marks->len; i-- > 0;)
    {
      const CrmChartMark *mark = &g_array_index (scene->marks, CrmChartMark, i);
      const CrmChartBox *box = &mark->box;

      if (x < box->x || y < box->y || x > box->x + box->width || y > box->y + box->height)
        continue;
      if (mark->item < 0 || hits_path (scene, mark->item, x, y))
        return (int) i;
    }
  return -1;
}

static int
step_in_plane (const CrmChartScene *scene, int from, CrmChartStep step)
{
  const CrmChartMark *start = crm_chart_scene_get_mark (scene, from);
  double best_cost = INFINITY;
  int best = from;

  for (guint i = 0; i < scene->marks->len; i++)
    {
      const CrmChartMark *mark = &g_array_index (scene->marks, CrmChartMark, i);
      double dx = mark->ring.x + mark->ring.width / 2 - start->ring.x - start->ring.width / 2;
      double dy = mark->ring.y + mark->ring.height / 2 - start->ring.y - start->ring.height / 2;
      gboolean sideways = step == CRM_CHART_STEP_LEFT || step == CRM_CHART_STEP_RIGHT;
      double ahead = step == CRM_CHART_STEP_LEFT    ? -dx
                     : step == CRM_CHART_STEP_RIGHT ? dx
                     : step == CRM_CHART_STEP_UP    ? -dy
                                                    : dy;
      double aside = fabs (sideways ? dy : dx);

      if (ahead <= 0.5)
        continue;
      if (ahead + 3 * aside < best_cost)
        {
          best_cost = ahead + 3 * aside;
          best = (int) i;
        }
    }
  return best;
}

/* Up and down change the series and keep the point. */
static int
step_to_series (const CrmChartScene *scene, int from, int by)
{
  const CrmChartMark *start = crm_chart_scene_get_mark (scene, from);

  for (guint i = 0; i < scene->marks->len; i++)
    {
      const CrmChartMark *mark = &g_array_index (scene->marks, CrmChartMark, i);

      if (mark->series == start->series + by && mark->point == start->point)
        return (int) i;
    }
  return from;
}

static int
step_in_series (const CrmChartScene *scene, int from, int by)
{
  const CrmChartMark *start = crm_chart_scene_get_mark (scene, from);

  for (int i = from + by; i >= 0 && i < (int) scene->marks->len; i += by)
    if (crm_chart_scene_get_mark (scene, i)->series == start->series)
      return i;
  return from;
}

int
crm_chart_scene_step (const CrmChartScene *scene, int mark, CrmChartStep step)
{
  int last = (int) scene->marks->len - 1;
  int by = step == CRM_CHART_STEP_LEFT || step == CRM_CHART_STEP_UP ? -1 : 1;

  if (last < 0)
    return -1;
  if (step == CRM_CHART_STEP_FIRST || mark < 0 || mark > last)
    return step == CRM_CHART_STEP_LAST ? last : 0;
  if (step == CRM_CHART_STEP_LAST)
    return last;
  switch (scene->walk)
    {
    case CRM_CHART_WALK_PLANE:
      return step_in_plane (scene, mark, step);
    case CRM_CHART_WALK_SERIES:
      if (step == CRM_CHART_STEP_UP || step == CRM_CHART_STEP_DOWN)
        return step_to_series (scene, mark, by);
      return step_in_series (scene, mark, by);
    case CRM_CHART_WALK_LIST:
    default:
      return CLAMP (mark + by, 0, last);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out scatters: dots up to CRM_CHART_MAX_DOTS, above that cells whose strength is the number of points
 * and whose colour is the category that leads. The names of the categories lie in pills on their middles. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define CELL_PITCH     9.5
#define MAX_CATEGORIES 16

typedef struct
{
  double x, y;
  double weight;
} Middle;

static void
find_ranges (CrmChartPlot *plot, CrmChartCloud *cloud, double *x_min, double *x_max, double *y_min,
             double *y_max)
{
  const CrmChartAxis *x = crm_chart_model_get_axis (plot->model, CRM_CHART_X);
  const CrmChartAxis *y = crm_chart_model_get_axis (plot->model, CRM_CHART_Y);
  double x_least = 1, y_least = 1;

  *x_min = *y_min = 0;
  *x_max = *y_max = 1;
  if (cloud != NULL)
    {
      crm_chart_cloud_get_range (cloud, x_min, x_max, y_min, y_max);
      crm_chart_cloud_get_least_positive (cloud, &x_least, &y_least);
    }
  /* A single value needs room around it. */
  crm_chart_range_sanitise (x_min, x_max);
  crm_chart_range_sanitise (y_min, y_max);
  if (x->kind == CRM_CHART_SCALE_LOG)
    *x_min = MIN (MAX (*x_min, x_least), *x_max);
  if (y->kind == CRM_CHART_SCALE_LOG)
    *y_min = MIN (MAX (*y_min, y_least), *y_max);
  if (isfinite (x->min))
    *x_min = x->min;
  if (isfinite (x->max))
    *x_max = x->max;
  if (isfinite (y->min))
    *y_min = y->min;
  if (isfinite (y->max))
    *y_max = y->max;
}

static GdkRGBA
category_color (CrmChartPlot *plot, guint8 category)
{
  int color = category < crm_chart_model_get_n_series (plot->model)
                  ? crm_chart_model_get_series_color (plot->model, category)
                  : (int) category;

  return crm_chart_palette_color (plot->palette, color);
}

static char *
format_x (CrmChartPlot *plot, double value, gboolean shorten)
{
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);

  if (axis->kind == CRM_CHART_SCALE_TIME)
    return crm_chart_plot_format_day (value);
  return crm_chart_format_value (&axis->format, value, shorten);
}

/* ---- cells ---- */

/* The values at the edges of columns and rows, written once for all cells. */
static GPtrArray *
write_edges (CrmChartPlot *plot, const CrmChartDensity *density, gboolean upright)
{
  GPtrArray *edges = g_ptr_array_new_with_free_func (g_free);
  guint n = upright ? density->rows : density->columns;

  for (guint i = 0; i <= n; i++)
    {
      guint line = MIN (i, n - 1);
      double x0, x1, y0, y1;

      crm_chart_density_get_cell (density, upright ? line * density->columns : line, &x0, &x1, &y0,
                                  &y1);
      if (upright)
        g_ptr_array_add (edges, crm_chart_plot_format (plot, i < n ? y0 : y1, TRUE));
      else
        g_ptr_array_add (edges, format_x (plot, i < n ? x0 : x1, TRUE));
    }
  return edges;
}

static char *
describe_cell (CrmChartPlot *plot, const CrmChartDensity *density, guint cell,
               const GPtrArray *x_edges, const GPtrArray *y_edges)
{
  const char *name = crm_chart_model_get_series_name (plot->model, density->leaders[cell]);
  guint column = cell % density->columns, row = cell / density->columns;
  g_autofree char *lead = NULL;

  if (name == NULL)
    return g_strdup_printf ("%s–%s · %s–%s", (char *) y_edges->pdata[row],
                            (char *) y_edges->pdata[row + 1], (char *) x_edges->pdata[column],
                            (char *) x_edges->pdata[column + 1]);
  lead = crm_chart_number_format (density->leads[cell], 0, CRM_CHART_NUMBER_DEFAULT);
  /* Translators: group, number in it; from, to; from, to. */
  return g_strdup_printf (C_ ("chart cell", "%s: %s · %s–%s · %s–%s"), name, lead,
                          (char *) y_edges->pdata[row], (char *) y_edges->pdata[row + 1],
                          (char *) x_edges->pdata[column], (char *) x_edges->pdata[column + 1]);
}

static void
add_cells (CrmChartPlot *plot, const CrmChartDensity *density)
{
  CrmChartScene *scene = plot->scene;
  double width = scene->plot.width / density->columns, height = scene->plot.height / density->rows;
  const char *noun = crm_chart_model_get_value_column (plot->model);
  g_autoptr (GPtrArray) x_edges = write_edges (plot, density, FALSE);
  g_autoptr (GPtrArray) y_edges = write_edges (plot, density, TRUE);
  gboolean x_reversed = plot->x.start > plot->x.end, y_reversed = plot->y.start < plot->y.end;

  for (guint cell = 0; cell < density->columns * density->rows; cell++)
    {
      guint column = cell % density->columns, row = cell / density->columns;
      GdkRGBA color;
      CrmChartBox box;
      CrmChartMark *mark;
      g_autofree char *count = NULL;
      double strength;

      if (density->counts[cell] == 0)
        continue;
      /* The root lets sparse cells be seen beside crowded ones and keeps the crowded apart. */
      strength = sqrt ((double) density->counts[cell] / density->max);
      color = category_color (plot, density->leaders[cell]);
      color = crm_chart_palette_mix (&color, &plot->palette->card,
                                     plot->palette->high_contrast ? 0.5 + 0.5 * strength
                                                                  : 0.32 + 0.68 * strength);
      column = x_reversed ? density->columns - 1 - column : column;
      row = y_reversed ? row : density->rows - 1 - row;
      box = (CrmChartBox){ scene->plot.x + column * width, scene->plot.y + row * height, width,
                           height };
      crm_chart_scene_add_box (
          scene, CRM_CHART_ITEM_MARK,
          (CrmChartBox){ box.x + 0.6, box.y + 0.6, MAX (1, width - 1.2), MAX (1, height - 1.2) }, 2,
          &color);
      count = crm_chart_number_format (density->counts[cell], 0, CRM_CHART_NUMBER_DEFAULT);
      mark = crm_chart_scene_add_mark (
          scene, -1, -1, box, NULL,
          noun != NULL ? g_strdup_printf (C_ ("chart cell", "%s %s"), count, noun)
                       : g_strdup_printf ("n = %s", count),
          describe_cell (plot, density, cell, x_edges, y_edges));
      mark->cell = (int) cell;
      mark->series = density->leaders[cell];
      mark->color = color;
    }
}

static void
find_cell_middles (CrmChartPlot *plot, const CrmChartDensity *density, Middle *middles)
{
  for (guint cell = 0; cell < density->columns * density->rows; cell++)
    {
      Middle *middle =
          density->leaders[cell] < MAX_CATEGORIES ? &middles[density->leaders[cell]] : NULL;
      guint column = cell % density->columns, row = cell / density->columns;

      if (middle == NULL || density->leads[cell] == 0)
        continue;
      middle->x += density->leads[cell] * (plot->x.start + (column + 0.5) / density->columns *
                                                               (plot->x.end - plot->x.start));
      middle->y += density->leads[cell] *
                   (plot->y.start + (row + 0.5) / density->rows * (plot->y.end - plot->y.start));
      middle->weight += density->leads[cell];
    }
}

/* ---- dots ---- */

/* A few points may come as series, with labels and keys of their own. The id packs series and point. */
static CrmChartCloud *
gather_series (CrmChartModel *model)
{
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) categories = g_array_new (FALSE, FALSE, sizeof (guint8));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint s = 0; s < crm_chart_model_get_n_series (model); s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (model, s); p++)
      {
        const CrmChartPoint *point = crm_chart_model_get_point (model, s, p);
        guint8 category = (guint8) MIN (s, 255);
        gint64 id = ((gint64) s << 32) + p;

        g_array_append_val (x, point->x);
        g_array_append_val (y, point->y);
        g_array_append_val (categories, category);
        g_array_append_val (ids, id);
      }
  return crm_chart_cloud_new ((double *) (void *) x->data, (double *) (void *) y->data,
                              (guint8 *) categories->data, (gint64 *) (void *) ids->data, x->len);
}

/* Replaces what a dot of a cloud says by what its point says. */
static void
describe_series_dot (CrmChartPlot *plot, CrmChartMark *mark, gint64 id)
{
  guint series = (guint) (id >> 32), index = (guint) (id & 0xffffffff);
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, series, index);
  char *detail = crm_chart_plot_mark_detail (plot, point);

  mark->series = (int) series;
  mark->point = (int) index;
  g_free (mark->key);
  mark->key = g_strdup (point->key);
  if (point->label != NULL)
    {
      char *value = g_strdup_printf (C_ ("chart mark", "%s: %s"), point->label, mark->value);

      g_free (mark->value);
      mark->value = value;
    }
  if (*detail == '\0')
    {
      g_free (detail);
      return;
    }
  g_free (mark->detail);
  mark->detail = detail;
}

static void
add_dots (CrmChartPlot *plot, const CrmChartCloud *cloud, gboolean from_series, Middle *middles)
{
  CrmChartScene *scene = plot->scene;
  gsize n = crm_chart_cloud_get_n_points (cloud);
  double radius = n <= 200 ? 4 : n <= 800 ? 3 : 2.2;

  for (gsize i = 0; i < n; i++)
    {
      double x, y, px, py;
      guint8 category;
      gint64 id;
      GdkRGBA color;
      CrmChartMark *mark;
      const char *name;
      g_autofree char *key = NULL, *x_text = NULL, *y_text = NULL;

      crm_chart_cloud_get_point (cloud, i, &x, &y, &category, &id);
      px = crm_chart_scale_map (&plot->x, x);
      py = crm_chart_scale_map (&plot->y, y);
      if (px < scene->plot.x - 1 || px > scene->plot.x + scene->plot.width + 1 ||
          py < scene->plot.y - 1 || py > scene->plot.y + scene->plot.height + 1)
        continue;
      color = category_color (plot, category);
      if (radius >= 3)
        crm_chart_scene_add_box (
            scene, CRM_CHART_ITEM_DECORATION,
            (CrmChartBox){ px - radius - 1.5, py - radius - 1.5, 2 * radius + 3, 2 * radius + 3 },
            radius + 1.5, &plot->palette->card);
      crm_chart_scene_add_dot (scene, px, py, radius, &color);
      key = id >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;
      name = crm_chart_model_get_series_name (plot->model, category);
      x_text = format_x (plot, x, FALSE);
      y_text = crm_chart_plot_format (plot, y, FALSE);
      mark = crm_chart_scene_add_mark (
          scene, category, (int) i,
          (CrmChartBox){ px - radius, py - radius, 2 * radius, 2 * radius }, key,
          g_strdup_printf ("%s · %s", y_text, x_text), g_strdup (name));
      if (from_series)
        describe_series_dot (plot, mark, id);
      mark->dot = TRUE;
      mark->color = color;
      mark->box = (CrmChartBox){ px - MAX (5, radius), py - MAX (5, radius), 2 * MAX (5, radius),
                                 2 * MAX (5, radius) };
      if (category < MAX_CATEGORIES)
        {
          middles[category].x += px;
          middles[category].y += py;
          middles[category].weight++;
        }
    }
}

/* ---- pills ---- */

static gboolean
meets_pill (const GArray *pills, const CrmChartBox *box)
{
  for (guint i = 0; i < pills->len; i++)
    if (crm_chart_box_overlaps (&g_array_index (pills, CrmChartBox, i), box))
      return TRUE;
  return FALSE;
}

static void
add_pills (CrmChartPlot *plot, Middle *middles)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);
  g_autoptr (GArray) pills = g_array_new (FALSE, FALSE, sizeof (CrmChartBox));

  style.align = style.valign = 0.5;
  for (guint s = 0; s < MIN (crm_chart_model_get_n_series (plot->model), MAX_CATEGORIES); s++)
    {
      const char *name = crm_chart_model_get_series_name (plot->model, s);
      GdkRGBA color = category_color (plot, (guint8) s), edge;
      const GdkRGBA *line = &color;
      gboolean free_place = FALSE;
      CrmChartBox box;
      guint item;
      double x, y;

      if (name == NULL || middles[s].weight == 0)
        continue;
      style.max_width = scene->plot.width * 0.6;
      box = crm_chart_scene_text_box (scene, 0, 0, name, &style);
      box.width += 14;
      box.height += 4;
      x = CLAMP (
          middles[s].x / middles[s].weight, scene->plot.x + box.width / 2,
          MAX (scene->plot.x + box.width / 2, scene->plot.x + scene->plot.width - box.width / 2));
      y = CLAMP (middles[s].y / middles[s].weight, scene->plot.y + box.height / 2,
                 MAX (scene->plot.y + box.height / 2,
                      scene->plot.y + scene->plot.height - box.height / 2));
      /* A pill that meets another looks for a free height near by; farther off it would name others. */
      for (int try = 0; try < 10; try++)
        {
          double moved = y + (try % 2 ? 1 : -1) * ((try + 1) / 2) * (box.height / 3);

          box.x = round (x - box.width / 2);
          box.y = round (moved - box.height / 2);
          if (box.y < scene->plot.y - 1 ||
              box.y + box.height > scene->plot.y + scene->plot.height + 1)
            continue;
          free_place = !meets_pill (pills, &box);
          if (free_place)
            break;
        }
      if (!free_place)
        continue;
      g_array_append_val (pills, box);
      if (crm_chart_palette_edge (plot->palette, &color, &edge))
        line = &edge;
      item = crm_chart_scene_add_box (scene, CRM_CHART_ITEM_DECORATION, box, box.height / 2,
                                      &plot->palette->card);
      crm_chart_scene_get_item (scene, item)->stroke = *line;
      crm_chart_scene_get_item (scene, item)->line_width = 1.2;
      crm_chart_scene_add_text (scene, box.x + box.width / 2, box.y + box.height / 2, name, &style);
    }
}

void
crm_chart_plot_scatter (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  g_autoptr (CrmChartCloud) series = NULL;
  CrmChartCloud *cloud = crm_chart_model_get_cloud (plot->model);
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);
  g_autoptr (CrmChartDensity) own = NULL;
  const CrmChartDensity *density = plot->density;
  Middle middles[MAX_CATEGORIES] = { 0 };
  double x_min, x_max, y_min, y_max;

  if (cloud == NULL && crm_chart_model_get_density (plot->model) == NULL)
    cloud = series = gather_series (plot->model);
  find_ranges (plot, cloud, &x_min, &x_max, &y_min, &y_max);
  if (crm_chart_model_get_density (plot->model) != NULL)
    {
      x_min = density->x.min, x_max = density->x.max;
      y_min = density->y.min, y_max = density->y.max;
    }
  crm_chart_plot_value_axis (plot, y_min, y_max, 1, 4,
                             crm_chart_model_get_density (plot->model) == NULL);
  crm_chart_scale_init (&plot->x, axis->kind, x_min, x_max,
                        axis->reversed ? scene->plot.x + scene->plot.width : scene->plot.x,
                        axis->reversed ? scene->plot.x : scene->plot.x + scene->plot.width);
  crm_chart_plot_base_line (plot);
  crm_chart_plot_bottom_axis (plot, FALSE);
  scene->walk = CRM_CHART_WALK_PLANE;

  if (cloud != NULL && density == NULL &&
      crm_chart_cloud_get_n_points (cloud) <= CRM_CHART_MAX_DOTS)
    {
      add_dots (plot, cloud, series != NULL, middles);
      if (crm_chart_model_get_n_series (plot->model) > 1)
        add_pills (plot, middles);
      return;
    }
  scene->density_x = plot->x;
  scene->density_y = plot->y;
  scene->density_columns = (guint) CLAMP (scene->plot.width / CELL_PITCH, 4, 200);
  scene->density_rows = (guint) CLAMP (scene->plot.height / CELL_PITCH, 4, 200);
  if (density == NULL && plot->wait)
    return;
  if (density == NULL)
    density = own = crm_chart_density_new (cloud, &plot->x, &plot->y, scene->density_columns,
                                           scene->density_rows, NULL);
  add_cells (plot, density);
  find_cell_middles (plot, density, middles);
  if (crm_chart_model_get_n_series (plot->model) > 1)
    add_pills (plot, middles);
}

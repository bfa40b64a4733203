/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out charts of one row a point: lying bars, differences, intervals, funnel. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define MAX_ROWS 400

typedef struct
{
  guint n;
  guint n_series;
  const char *labels[MAX_ROWS];
  double column;
  double top;
  double pitch;
} Rows;

static void
measure_rows (CrmChartPlot *plot, Rows *rows, double top, double bottom)
{
  rows->n_series = crm_chart_model_get_n_series (plot->model);
  rows->n = 0;
  for (guint s = 0; s < rows->n_series; s++)
    rows->n = MAX (rows->n, MIN (crm_chart_model_get_n_points (plot->model, s), MAX_ROWS));
  for (guint i = 0; i < rows->n; i++)
    {
      const CrmChartPoint *point = i < crm_chart_model_get_n_points (plot->model, 0)
                                       ? crm_chart_model_get_point (plot->model, 0, i)
                                       : NULL;

      rows->labels[i] = point != NULL && point->label != NULL ? point->label : "";
    }
  rows->column = crm_chart_plot_label_column (plot, rows->labels, rows->n, 0.4);
  bottom = MAX (bottom, top + 4);
  rows->pitch = MIN ((bottom - top) / MAX (1, rows->n), plot->line * 3.2);
  rows->top = top + MAX (0, (bottom - top - rows->pitch * rows->n) / 2);
}

static void
add_row_label (CrmChartPlot *plot, const Rows *rows, guint row)
{
  CrmChartTextStyle style = crm_chart_scene_label_style (plot->scene);

  style.points = 9.5;
  style.color = plot->palette->text;
  style.valign = 0.5;
  style.max_width = rows->column + 1;
  crm_chart_scene_try_text (plot->scene, 0, rows->top + rows->pitch * (row + 0.5),
                            rows->labels[row], &style);
}

static char *
format_row (CrmChartPlot *plot, double value)
{
  CrmChartFormat format = crm_chart_model_get_axis (plot->model, CRM_CHART_Y)->format;

  if (crm_chart_model_get_kind (plot->model) == CRM_CHART_DIFFERENCE)
    format.flags |= CRM_CHART_NUMBER_SIGNED;
  return crm_chart_format_value (&format, value, TRUE);
}

/* The widest value on each side of zero, for the margins. */
static void
measure_values (CrmChartPlot *plot, const Rows *rows, double *left, double *right)
{
  CrmChartTextStyle style = crm_chart_scene_value_style (plot->scene);

  *left = *right = 0;
  if (!crm_chart_model_get_show_values (plot->model))
    return;
  for (guint s = 0; s < rows->n_series; s++)
    for (guint p = 0; p < MIN (rows->n, crm_chart_model_get_n_points (plot->model, s)); p++)
      {
        double value = crm_chart_model_get_point (plot->model, s, p)->y, width;
        g_autofree char *text = format_row (plot, value);

        crm_chart_scene_measure (plot->scene, text, &style, &width, NULL);
        if (value < 0)
          *left = MAX (*left, width + 8);
        else
          *right = MAX (*right, width + 8);
      }
}

static void
add_lying_bar (CrmChartPlot *plot, guint s, guint p, double y, double height, gboolean faint)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);
  gboolean difference = crm_chart_model_get_kind (plot->model) == CRM_CHART_DIFFERENCE;
  GdkRGBA color = crm_chart_plot_point_color (plot, s, point);
  double zero = round (crm_chart_scale_map (&plot->x, 0)),
         tip = round (crm_chart_scale_map (&plot->x, point->y));
  CrmChartBox box = { MIN (zero, tip), y, MAX (1, fabs (tip - zero)), height };
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);
  g_autofree char *value = format_row (plot, point->y);
  double end = tip;
  CrmChartMark *mark;
  guint item;

  if (difference && point->color == CRM_CHART_COLOR_AUTO)
    color = crm_chart_palette_color (plot->palette,
                                     point->y < 0 ? CRM_CHART_COLOR_LOSS : CRM_CHART_COLOR_GAIN);
  if (faint)
    color = crm_chart_palette_mix (&color, &plot->palette->card, 0.45);
  item = crm_chart_scene_add_fill (scene, box, 3, &color);
  crm_chart_scene_get_item (scene, item)->corners =
      point->y < 0 ? CRM_CHART_CORNER_TOP_LEFT | CRM_CHART_CORNER_BOTTOM_LEFT
                   : CRM_CHART_CORNER_TOP_RIGHT | CRM_CHART_CORNER_BOTTOM_RIGHT;
  if (isfinite (point->low) && isfinite (point->high))
    {
      double low = crm_chart_scale_map (&plot->x, point->low),
             high = crm_chart_scale_map (&plot->x, point->high);
      double middle = y + height / 2;

      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_DECORATION, low, middle, high, middle,
                                &plot->palette->text, 1, 0, 0);
      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_DECORATION, low, middle - 3, low, middle + 3,
                                &plot->palette->text, 1, 0, 0);
      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_DECORATION, high, middle - 3, high,
                                middle + 3, &plot->palette->text, 1, 0, 0);
      end = point->y < 0 ? MIN (tip, low) : MAX (tip, high);
    }
  mark = crm_chart_scene_add_mark (scene, (int) s, (int) p, box, point->key,
                                   crm_chart_plot_mark_value (plot, s, point),
                                   crm_chart_plot_mark_detail (plot, point));
  mark->box = (CrmChartBox){ scene->plot.x, y - 1, scene->plot.width, height + 2 };
  style.valign = 0.5;
  style.align = point->y < 0 ? 1 : 0;
  if (crm_chart_model_get_show_values (plot->model))
    crm_chart_scene_try_text (scene, end + (point->y < 0 ? -6 : 6), y + height / 2, value, &style);
}

void
crm_chart_plot_hbar (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  gboolean emphasis = crm_chart_plot_has_emphasis (plot);
  double min, max, left, right, height, top = 0;
  Rows rows;

  if (crm_chart_model_get_n_series (plot->model) > 1)
    top = crm_chart_plot_series_key (plot, 0);
  measure_rows (plot, &rows, top, scene->height);
  measure_values (plot, &rows, &left, &right);
  crm_chart_plot_value_range (plot, TRUE, &min, &max);
  crm_chart_range_sanitise (&min, &max);
  scene->plot = (CrmChartBox){ rows.column + 12 + left, rows.top, 0, rows.pitch * rows.n };
  scene->plot.width = MAX (4, scene->width - scene->plot.x - right);
  crm_chart_scale_init (&plot->x, CRM_CHART_SCALE_LINEAR, min, max, scene->plot.x,
                        scene->plot.x + scene->plot.width);
  height = CLAMP (floor (rows.pitch * 0.58 / MAX (1, rows.n_series)), 1, 30);
  if (rows.n_series == 1)
    height = MIN (height, MAX (14, plot->line));
  if (min < 0)
    crm_chart_scene_add_line (scene, CRM_CHART_ITEM_AXIS, crm_chart_scale_map (&plot->x, 0),
                              rows.top, crm_chart_scale_map (&plot->x, 0),
                              rows.top + rows.pitch * rows.n, &plot->palette->axis, 1, 0, 0);
  for (guint p = 0; p < rows.n; p++)
    {
      add_row_label (plot, &rows, p);
      for (guint s = 0; s < rows.n_series; s++)
        {
          double y = rows.top + rows.pitch * (p + 0.5) - height * rows.n_series / 2.0 + s * height;
          const CrmChartPoint *point = p < crm_chart_model_get_n_points (plot->model, s)
                                           ? crm_chart_model_get_point (plot->model, s, p)
                                           : NULL;

          if (point != NULL && isfinite (point->y))
            add_lying_bar (plot, s, p, round (y), rows.n_series > 1 ? height - 1 : height,
                           emphasis && !(point->flags & CRM_CHART_POINT_EMPHASIS));
        }
    }
  /* Down the rows, and across the series of a row. */
  scene->walk = rows.n_series > 1 ? CRM_CHART_WALK_PLANE : CRM_CHART_WALK_LIST;
}

/* ---- dot and interval ---- */

static void
add_interval_row (CrmChartPlot *plot, const Rows *rows, guint p, double right)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartPoint *point = crm_chart_model_get_point (plot->model, 0, p);
  GdkRGBA color = crm_chart_plot_point_color (plot, 0, point);
  GdkRGBA pale = crm_chart_palette_mix (&color, &plot->palette->card, 0.6);
  double y = rows->top + rows->pitch * (p + 0.5);
  double x = crm_chart_scale_map (&plot->x, point->y);
  CrmChartTextStyle style = crm_chart_scene_value_style (scene);
  g_autofree char *value = crm_chart_plot_format (plot, point->y, TRUE);
  CrmChartMark *mark;

  if (isfinite (point->low) && isfinite (point->high))
    {
      double low = crm_chart_scale_map (&plot->x, point->low),
             high = crm_chart_scale_map (&plot->x, point->high);

      crm_chart_scene_add_fill (scene, (CrmChartBox){ low, y - 2, MAX (1, high - low), 4 }, 2,
                                &pale);
    }
  crm_chart_scene_add_box (scene, CRM_CHART_ITEM_MARK, (CrmChartBox){ x - 5.5, y - 5.5, 11, 11 },
                           5.5, &plot->palette->card);
  crm_chart_scene_add_dot (scene, x, y, 4, &color);
  mark = crm_chart_scene_add_mark (scene, 0, (int) p, (CrmChartBox){ x - 4, y - 4, 8, 8 },
                                   point->key, crm_chart_plot_mark_value (plot, 0, point),
                                   crm_chart_plot_mark_detail (plot, point));
  mark->box = (CrmChartBox){ scene->plot.x, y - rows->pitch / 2, scene->plot.width, rows->pitch };
  style.align = 0.5;
  style.valign = 1;
  /* All values or none. */
  if (crm_chart_model_get_show_values (plot->model) && rows->pitch > plot->line + 8)
    crm_chart_scene_try_text (scene, x, y - 5, value, &style);
  if (point->n >= 0)
    {
      g_autofree char *n = crm_chart_number_format ((double) point->n, 0, CRM_CHART_NUMBER_DEFAULT);

      style = crm_chart_scene_label_style (scene);
      style.align = 1;
      style.valign = 0.5;
      crm_chart_scene_try_text (scene, right, y, n, &style);
    }
}

void
crm_chart_plot_interval (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  double bottom = MAX (plot->line * 0.5 + 4, scene->height - plot->line - 4);
  double min, max, n_width = 0;
  gboolean has_n = FALSE;
  Rows rows;
  g_autoptr (CrmChartTicks) ticks = NULL;
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_Y);

  measure_rows (plot, &rows, plot->line * 0.5, bottom);
  for (guint p = 0; p < rows.n; p++)
    {
      gint64 n = p < crm_chart_model_get_n_points (plot->model, 0)
                     ? crm_chart_model_get_point (plot->model, 0, p)->n
                     : -1;
      g_autofree char *text = crm_chart_number_format ((double) n, 0, CRM_CHART_NUMBER_DEFAULT);
      double width;

      crm_chart_scene_measure (scene, text, &style, &width, NULL);
      if (n >= 0)
        has_n = TRUE, n_width = MAX (n_width, width);
    }
  crm_chart_plot_value_range (plot, FALSE, &min, &max);
  crm_chart_range_sanitise (&min, &max);
  scene->plot = (CrmChartBox){ rows.column + 18, 0, 0, bottom };
  scene->plot.width = MAX (4, scene->width - scene->plot.x - (has_n ? n_width + 18 : 8));
  ticks = crm_chart_ticks_linear (min, max,
                                  (guint) CLAMP (scene->plot.width / (plot->line * 2.6), 2, 4),
                                  !isfinite (axis->min));
  min = isfinite (axis->min) ? min : MIN (min, ticks->values[0]);
  max = isfinite (axis->max) ? max : MAX (max, ticks->values[ticks->n_values - 1]);
  crm_chart_scale_init (&plot->x, CRM_CHART_SCALE_LINEAR, min, max, scene->plot.x,
                        scene->plot.x + scene->plot.width);
  style.align = 0.5;
  for (guint i = 0; i < ticks->n_values; i++)
    {
      double x = round (crm_chart_scale_map (&plot->x, ticks->values[i]));
      g_autofree char *label = crm_chart_ticks_label (ticks, i, &axis->format);

      if (x < scene->plot.x - 1 || x > scene->plot.x + scene->plot.width + 1)
        continue;
      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_GRID, x, 0, x, bottom, &plot->palette->grid,
                                1, 0, 0);
      crm_chart_scene_try_text (scene, x, bottom + 4, label, &style);
    }
  style.align = 1;
  if (has_n)
    crm_chart_scene_try_text (scene, scene->width, bottom + 4, "n", &style);
  for (guint p = 0; p < rows.n; p++)
    {
      add_row_label (plot, &rows, p);
      if (p < crm_chart_model_get_n_points (plot->model, 0) &&
          isfinite (crm_chart_model_get_point (plot->model, 0, p)->y))
        add_interval_row (plot, &rows, p, scene->width);
    }
}

/* ---- funnel ---- */

void
crm_chart_plot_funnel (CrmChartPlot *plot)
{
  static const double strengths[] = { 1, 0.85, 0.68, 0.52 };
  CrmChartScene *scene = plot->scene;
  double min, max, left, right, height, share_width, previous = NAN;
  CrmChartTextStyle label_style = crm_chart_scene_label_style (scene);
  Rows rows;

  measure_rows (plot, &rows, 0, scene->height);
  measure_values (plot, &rows, &left, &right);
  crm_chart_scene_measure (scene, "100 %", &label_style, &share_width, NULL);
  crm_chart_plot_value_range (plot, TRUE, &min, &max);
  crm_chart_range_sanitise (&min, &max);
  scene->plot = (CrmChartBox){ rows.column + 18, rows.top, 0, rows.pitch * rows.n };
  scene->plot.width = MAX (4, scene->width - scene->plot.x - right);
  crm_chart_scale_init (&plot->x, CRM_CHART_SCALE_LINEAR, 0, max, scene->plot.x,
                        scene->plot.x + scene->plot.width);
  height = CLAMP (floor (rows.pitch * 0.74), 1, 30);

  for (guint p = 0; p < rows.n; p++)
    {
      const CrmChartPoint *point = crm_chart_model_get_point (plot->model, 0, p);
      GdkRGBA color = crm_chart_plot_point_color (plot, 0, point);
      double y = round (rows.top + rows.pitch * (p + 0.5) - height / 2);
      double tip = round (crm_chart_scale_map (&plot->x, MAX (0, point->y)));
      CrmChartBox box = { scene->plot.x, y, MAX (1, tip - scene->plot.x), height };
      g_autofree char *value = crm_chart_plot_format (plot, point->y, TRUE);
      g_autofree char *share = NULL;
      CrmChartTextStyle value_style = crm_chart_scene_value_style (scene);
      CrmChartMark *mark;

      add_row_label (plot, &rows, p);
      if (!isfinite (point->y))
        continue;
      color = crm_chart_palette_mix (&color, &plot->palette->card,
                                     strengths[MIN (p, G_N_ELEMENTS (strengths) - 1)]);
      crm_chart_scene_add_fill (scene, box, 3, &color);
      if (isfinite (previous) && previous > 0)
        share = crm_chart_number_format (100 * point->y / previous, 0, CRM_CHART_NUMBER_PERCENT);
      mark = crm_chart_scene_add_mark (
          scene, 0, (int) p, box, point->key, crm_chart_plot_mark_value (plot, 0, point),
          share != NULL ? g_strdup_printf (_ ("%s of the step before"), share) : NULL);
      mark->box.width = scene->plot.width;
      value_style.valign = label_style.valign = 0.5;
      crm_chart_scene_try_text (scene, tip + 8, y + height / 2, value, &value_style);
      if (share != NULL && box.width > share_width + 16)
        {
          label_style.color = crm_chart_palette_text_on (plot->palette, &color);
          crm_chart_scene_try_text (scene, box.x + 8, y + height / 2, share, &label_style);
        }
      else if (share != NULL)
        {
          double width;

          label_style.color = plot->palette->label;
          crm_chart_scene_measure (scene, value, &value_style, &width, NULL);
          crm_chart_scene_try_text (scene, tip + 8 + width + 8, y + height / 2, share,
                                    &label_style);
        }
      previous = point->y;
    }
}

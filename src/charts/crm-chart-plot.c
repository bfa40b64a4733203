/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Axes, labels and texts that the layouts of all chart kinds share, and the table of these layouts.
 * Main thread. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <glib/gi18n-lib.h>

static const struct
{
  CrmChartKind kind;
  void (*lay_out) (CrmChartPlot *plot);
} layouts[] = {
  { CRM_CHART_BAR, crm_chart_plot_bar },
  { CRM_CHART_HBAR, crm_chart_plot_hbar },
  { CRM_CHART_LINE, crm_chart_plot_line },
  { CRM_CHART_DONUT, crm_chart_plot_donut },
  { CRM_CHART_SCATTER, crm_chart_plot_scatter },
  { CRM_CHART_HISTOGRAM, crm_chart_plot_histogram },
  { CRM_CHART_HEATMAP, crm_chart_plot_heatmap },
  { CRM_CHART_WATERFALL, crm_chart_plot_waterfall },
  { CRM_CHART_DIFFERENCE, crm_chart_plot_hbar },
  { CRM_CHART_INTERVAL, crm_chart_plot_interval },
  { CRM_CHART_FUNNEL, crm_chart_plot_funnel },
  { CRM_CHART_GAUGE, crm_chart_plot_gauge },
  { CRM_CHART_MOVEMENT, crm_chart_plot_movement },
  { CRM_CHART_SPARKLINE, crm_chart_plot_sparkline },
};

static void
lay_out_empty (CrmChartPlot *plot)
{
  CrmChartTextStyle style = crm_chart_scene_label_style (plot->scene);
  const char *text = crm_chart_model_get_empty_text (plot->model);
  double height;

  text = text != NULL ? text : _ ("There is no data yet.");
  style.points = 9.5;
  style.align = style.valign = 0.5;
  style.max_width = -MAX (1, plot->scene->width - 12);
  /* A sentence that does not fit is no help; a small one still is. */
  for (; style.points > 4; style.points -= 1)
    {
      crm_chart_scene_measure (plot->scene, text, &style, NULL, &height);
      if (height <= plot->scene->height)
        break;
    }
  crm_chart_scene_add_text (plot->scene, plot->scene->width / 2, plot->scene->height / 2, text,
                            &style);
}

CrmChartScene *
crm_chart_scene_new (CrmChartModel *model, const CrmChartPalette *palette, PangoContext *pango,
                     double width, double height, CrmChartDensity *density, gboolean wait)
{
  CrmChartPlot plot = { .model = model, .palette = palette, .density = density, .wait = wait };
  CrmChartTextStyle label;

  g_return_val_if_fail (CRM_IS_CHART_MODEL (model), NULL);
  plot.scene = crm_chart_scene_create (palette, pango, width, height);
  label = crm_chart_scene_label_style (plot.scene);
  /* Han characters are taller; charts keep their measures in all languages. */
  crm_chart_scene_measure (plot.scene, "0国", &label, NULL, &plot.line);
  if (crm_chart_model_get_density (model) != NULL)
    plot.density = crm_chart_model_get_density (model);
  if (width < 8 || height < 8)
    return plot.scene;
  if (crm_chart_model_is_empty (model))
    {
      lay_out_empty (&plot);
      return plot.scene;
    }
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (layouts[i].kind == crm_chart_model_get_kind (model))
      layouts[i].lay_out (&plot);
  return plot.scene;
}

/* A label at the end of the bottom axis moves inwards, away from the scene's end and from the value axis. */
static double
keep_beside (const CrmChartScene *scene, double x, double width)
{
  double left = MAX (0, scene->plot.x - 6) + width / 2;

  return CLAMP (x, left, MAX (left, scene->width - width / 2));
}

/* ---- ranges and axes ---- */

static void
widen (double value, double *min, double *max)
{
  if (!isfinite (value))
    return;
  *min = MIN (*min, value);
  *max = MAX (*max, value);
}

void
crm_chart_plot_value_range (CrmChartPlot *plot, gboolean zero, double *min, double *max)
{
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_Y);

  *min = INFINITY;
  *max = -INFINITY;
  for (guint s = 0; s < crm_chart_model_get_n_series (plot->model); s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (plot->model, s); p++)
      {
        const CrmChartPoint *point = crm_chart_model_get_point (plot->model, s, p);

        widen (point->y, min, max);
        widen (point->low, min, max);
        widen (point->high, min, max);
      }
  for (guint i = 0; i < crm_chart_model_get_n_references (plot->model); i++)
    widen (crm_chart_model_get_reference (plot->model, i)->value, min, max);
  if (*min > *max)
    *min = *max = NAN;
  if (zero)
    {
      *min = fmin (*min, 0);
      *max = fmax (*max, 0);
    }
  if (isfinite (axis->min))
    *min = axis->min;
  if (isfinite (axis->max))
    *max = axis->max;
}

static CrmChartTicks *
choose_ticks (const CrmChartAxis *axis, double min, double max, double room, gboolean loose)
{
  guint target = (guint) CLAMP (room, 2, axis->kind == CRM_CHART_SCALE_LINEAR ? 4 : 7);

  if (axis->ticks != NULL)
    return crm_chart_ticks_new_fixed ((const double *) (void *) axis->ticks->data,
                                      axis->ticks->len);
  if (axis->kind == CRM_CHART_SCALE_LINEAR)
    return crm_chart_ticks_linear (min, max, target, loose);
  return crm_chart_ticks_for (axis->kind, min, max, target);
}

/* Without a wish of the caller, the axis reaches to its outer ticks. */
static void
stretch_to_ticks (const CrmChartAxis *axis, const CrmChartTicks *ticks, double *min, double *max)
{
  double first = ticks->values[0], last = ticks->values[ticks->n_values - 1];

  if (axis->kind != CRM_CHART_SCALE_LINEAR)
    return;
  if (!isfinite (axis->min))
    *min = MIN (*min, MIN (first, last));
  if (!isfinite (axis->max))
    *max = MAX (*max, MAX (first, last));
}

void
crm_chart_plot_value_axis (CrmChartPlot *plot, double min, double max, guint x_lines,
                           double right_margin, gboolean stretch)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_Y);
  const CrmChartAxis *x_axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  double top = scene->plot.y + plot->line * 0.6;
  double bottom =
      scene->height - x_lines * (plot->line + 4) - (x_axis->title != NULL ? plot->line + 2 : 0);
  g_autoptr (CrmChartTicks) ticks = NULL;
  double widest = 0;

  /* The title of the value axis lies above it: upright text is hard to read. */
  if (axis->title != NULL && bottom - top > plot->line * 5)
    {
      style.max_width = scene->width;
      if (crm_chart_scene_try_text (scene, 0, scene->plot.y, axis->title, &style))
        top += plot->line;
      style.max_width = 0;
    }
  bottom = MAX (top + 4, bottom);
  crm_chart_range_sanitise (&min, &max);
  ticks = choose_ticks (axis, min, max, (bottom - top) / (plot->line * 1.9),
                        stretch && min != 0 && max != 0 && !isfinite (axis->min) &&
                            !isfinite (axis->max));
  if (stretch)
    stretch_to_ticks (axis, ticks, &min, &max);
  crm_chart_scale_init (&plot->y, axis->kind, min, max, axis->reversed ? top : bottom,
                        axis->reversed ? bottom : top);
  for (guint i = 0; i < ticks->n_values; i++)
    {
      g_autofree char *label = crm_chart_ticks_label (ticks, i, &axis->format);
      double width;

      crm_chart_scene_measure (scene, label, &style, &width, NULL);
      widest = MAX (widest, width);
    }
  widest = MIN (widest, scene->width * 0.4);
  scene->plot = (CrmChartBox){ ceil (widest) + 8, top, 0, bottom - top };
  scene->plot.width = MAX (4, scene->width - scene->plot.x - right_margin);

  style.align = 1;
  style.valign = 0.5;
  style.max_width = 0;
  for (guint i = 0; i < ticks->n_values; i++)
    {
      double y = round (crm_chart_scale_map (&plot->y, ticks->values[i]));
      g_autofree char *label = crm_chart_ticks_label (ticks, i, &axis->format);

      if (y < top - 1 || y > bottom + 1)
        continue;
      crm_chart_scene_try_text (scene, scene->plot.x - 8, y, label, &style);
      crm_chart_scene_add_line (scene, CRM_CHART_ITEM_GRID, scene->plot.x, y,
                                scene->plot.x + scene->plot.width, y, &plot->palette->grid, 1, 0,
                                0);
    }
}

void
crm_chart_plot_bottom_axis (CrmChartPlot *plot, gboolean grid)
{
  CrmChartScene *scene = plot->scene;
  const CrmChartAxis *axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  double bottom = scene->plot.y + scene->plot.height;
  g_autoptr (CrmChartTicks) ticks =
      choose_ticks (axis, plot->x.min, plot->x.max, scene->plot.width / (plot->line * 4.2), FALSE);

  style.align = 0.5;
  for (guint i = 0; i < ticks->n_values; i++)
    {
      double x = crm_chart_scale_map (&plot->x, ticks->values[i]);
      g_autofree char *label = crm_chart_ticks_label (ticks, i, &axis->format);
      double width;

      if (x < scene->plot.x - 1 || x > scene->plot.x + scene->plot.width + 1)
        continue;
      if (grid)
        crm_chart_scene_add_line (scene, CRM_CHART_ITEM_GRID, round (x), scene->plot.y, round (x),
                                  bottom, &plot->palette->grid, 1, 0, 0);
      crm_chart_scene_measure (scene, label, &style, &width, NULL);
      x = keep_beside (scene, x, width);
      crm_chart_scene_try_text (scene, x, bottom + 4, label, &style);
    }
  if (axis->title != NULL)
    {
      style.max_width = scene->width;
      crm_chart_scene_try_text (scene, scene->plot.x + scene->plot.width / 2,
                                bottom + plot->line + 6, axis->title, &style);
    }
}

void
crm_chart_plot_base_line (CrmChartPlot *plot)
{
  CrmChartScene *scene = plot->scene;
  double y = scene->plot.y + scene->plot.height;

  if (plot->y.kind == CRM_CHART_SCALE_LINEAR && plot->y.min < 0 && plot->y.max > 0)
    y = crm_chart_scale_map (&plot->y, 0);
  crm_chart_scene_add_line (scene, CRM_CHART_ITEM_AXIS, scene->plot.x, round (y),
                            scene->plot.x + scene->plot.width, round (y), &plot->palette->axis, 1,
                            0, 0);
}

/* ---- labels ---- */

void
crm_chart_plot_band_labels (CrmChartPlot *plot, const char *const *labels, const double *centers,
                            guint n, double band, double y)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  double widest = 0;
  guint stride;

  for (guint i = 0; i < n; i++)
    {
      double width;

      crm_chart_scene_measure (scene, labels[i], &style, &width, NULL);
      widest = MAX (widest, width);
    }
  stride = band > 0 ? (guint) CLAMP (ceil ((widest + 6) / band), 1, MAX (n, 1)) : 1;
  /* A few long names are better shortened than missing; many short ones (months) are better thinned out. */
  if (stride > 1 && n <= 8 && band > plot->line * 3)
    {
      stride = 1;
      style.max_width = band - 6;
    }
  style.align = 0.5;
  /* Counted from the end: the newest has its name. */
  for (guint i = (n - 1) % stride; i < n; i += stride)
    {
      double width, x = centers[i];

      crm_chart_scene_measure (scene, labels[i], &style, &width, NULL);
      x = keep_beside (scene, x, width);
      crm_chart_scene_try_text (scene, x, y, labels[i], &style);
    }
}

double
crm_chart_plot_series_key (CrmChartPlot *plot, double top)
{
  CrmChartScene *scene = plot->scene;
  CrmChartTextStyle style = crm_chart_scene_label_style (scene);
  double side = round (plot->line * 0.6);
  double x = 0, y = top;

  for (guint s = 0; s < crm_chart_model_get_n_series (plot->model); s++)
    {
      const char *name = crm_chart_model_get_series_name (plot->model, s);
      GdkRGBA color = crm_chart_palette_color (plot->palette,
                                               crm_chart_model_get_series_color (plot->model, s));
      double width;

      if (name == NULL)
        continue;
      style.max_width = 0;
      crm_chart_scene_measure (scene, name, &style, &width, NULL);
      if (x > 0 && x + side + 6 + width > scene->width)
        {
          x = 0;
          y += plot->line + 2;
        }
      style.max_width = MAX (8, scene->width - x - side - 6);
      crm_chart_scene_add_fill (
          scene, (CrmChartBox){ x, y + round ((plot->line - side) / 2), side, side }, 2, &color);
      crm_chart_scene_get_item (scene, scene->items->len - 1)->kind = CRM_CHART_ITEM_DECORATION;
      crm_chart_scene_add_text (scene, x + side + 6, y, name, &style);
      x += side + 6 + MIN (width, style.max_width) + 14;
    }
  return y + plot->line + 4 - top;
}

double
crm_chart_plot_label_column (CrmChartPlot *plot, const char *const *labels, guint n, double share)
{
  CrmChartTextStyle style = crm_chart_scene_label_style (plot->scene);
  double widest = 0;

  style.points = 9.5;
  for (guint i = 0; i < n; i++)
    {
      double width;

      crm_chart_scene_measure (plot->scene, labels[i], &style, &width, NULL);
      widest = MAX (widest, width);
    }
  return ceil (MIN (widest, plot->scene->width * share));
}

/* ---- points ---- */

gboolean
crm_chart_plot_has_emphasis (CrmChartPlot *plot)
{
  for (guint s = 0; s < crm_chart_model_get_n_series (plot->model); s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (plot->model, s); p++)
      if (crm_chart_model_get_point (plot->model, s, p)->flags & CRM_CHART_POINT_EMPHASIS)
        return TRUE;
  return FALSE;
}

GdkRGBA
crm_chart_plot_point_color (CrmChartPlot *plot, guint series, const CrmChartPoint *point)
{
  int index = point->color != CRM_CHART_COLOR_AUTO
                  ? point->color
                  : crm_chart_model_get_series_color (plot->model, series);

  return crm_chart_palette_color (plot->palette, index);
}

char *
crm_chart_plot_format (CrmChartPlot *plot, double value, gboolean shorten)
{
  return crm_chart_format_value (&crm_chart_model_get_axis (plot->model, CRM_CHART_Y)->format,
                                 value, shorten);
}

/* The year only if it is not this one. */
char *
crm_chart_plot_format_day (double seconds)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local ((gint64) seconds);

  if (at == NULL || g_date_time_get_year (at) == g_date_time_get_year (now))
    return crm_chart_time_label (seconds, CRM_CHART_TIME_DAY, NULL);
  /* Translators: a day with its year; Chinese: %Y年%-m月%-d日 */
  return g_date_time_format (at, C_ ("chart day", "%-d %b %Y"));
}

char *
crm_chart_plot_mark_value (CrmChartPlot *plot, guint series, const CrmChartPoint *point)
{
  const CrmChartAxis *x_axis = crm_chart_model_get_axis (plot->model, CRM_CHART_X);
  const char *name = crm_chart_model_get_n_series (plot->model) > 1
                         ? crm_chart_model_get_series_name (plot->model, series)
                         : NULL;
  g_autofree char *value = crm_chart_plot_format (plot, point->y, FALSE);
  g_autofree char *label = g_strdup (point->label);

  if (label == NULL && isfinite (point->x) && x_axis->kind == CRM_CHART_SCALE_TIME)
    label = crm_chart_plot_format_day (point->x);
  if (label != NULL && name != NULL)
    /* Translators: series, label of the point, value: "This year, Aug: 71". */
    return g_strdup_printf (C_ ("chart mark", "%s, %s: %s"), name, label, value);
  if (label != NULL || name != NULL)
    /* Translators: label of the point, value: "Aug: 71". */
    return g_strdup_printf (C_ ("chart mark", "%s: %s"), label != NULL ? label : name, value);
  return g_steal_pointer (&value);
}

char *
crm_chart_plot_mark_detail (CrmChartPlot *plot, const CrmChartPoint *point)
{
  GString *detail = g_string_new (NULL);

  if (isfinite (point->low) && isfinite (point->high))
    {
      g_autofree char *low = crm_chart_plot_format (plot, point->low, FALSE);
      g_autofree char *high = crm_chart_plot_format (plot, point->high, FALSE);

      g_string_append_printf (detail, C_ ("interval", "%s–%s"), low, high);
    }
  if (point->flags & CRM_CHART_POINT_FORECAST)
    g_string_append_printf (detail, "%s%s", detail->len > 0 ? " · " : "", _ ("forecast"));
  if (point->n >= 0)
    {
      g_autofree char *n = crm_chart_number_format ((double) point->n, 0, CRM_CHART_NUMBER_DEFAULT);

      g_string_append_printf (detail, "%sn = %s", detail->len > 0 ? " · " : "", n);
    }
  return g_string_free (detail, FALSE);
}

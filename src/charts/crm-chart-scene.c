/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart as a list of shapes and texts, and its drawing through Cairo. The list is what makes a chart
 * testable: overlapping labels or marks outside the plot are questions about boxes. Main thread, since
 * PangoContext is not to be shared. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <pango/pangocairo.h>

typedef enum
{
  OP_MOVE,
  OP_LINE,
  OP_CURVE,
  OP_ARC,
  OP_ARC_BACK,
  OP_CLOSE,
} PathOp;

typedef struct
{
  PathOp op;
  double a[6];
} PathStep;

static void
clear_item (gpointer data)
{
  CrmChartItem *item = data;

  g_clear_pointer (&item->path, g_array_unref);
  g_clear_object (&item->text);
}

static void
clear_mark (gpointer data)
{
  CrmChartMark *mark = data;

  g_free (mark->key);
  g_free (mark->value);
  g_free (mark->detail);
}

CrmChartScene *
crm_chart_scene_create (const CrmChartPalette *palette, PangoContext *pango, double width,
                        double height)
{
  CrmChartScene *scene = g_new0 (CrmChartScene, 1);
  const PangoFontDescription *font = pango_context_get_font_description (pango);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  /* Widgets have pixels there, which already hold the user's text size; the resolution does too. */
  if (pango_font_description_get_size_is_absolute (font))
    {
      double resolution = pango_cairo_context_get_resolution (pango);

      size *= 72 / (resolution > 0 ? resolution : 96);
    }
  scene->palette = palette;
  scene->pango = g_object_ref (pango);
  scene->width = width;
  scene->height = height;
  /* The sizes of the guide are meant beside a system font of 11 points. */
  scene->scale = size > 0 ? size / 11 : 1;
  scene->plot = (CrmChartBox){ 0, 0, width, height };
  scene->items = g_array_new (FALSE, TRUE, sizeof (CrmChartItem));
  g_array_set_clear_func (scene->items, clear_item);
  scene->marks = g_array_new (FALSE, TRUE, sizeof (CrmChartMark));
  g_array_set_clear_func (scene->marks, clear_mark);
  return scene;
}

void
crm_chart_scene_free (CrmChartScene *scene)
{
  if (scene == NULL)
    return;
  g_array_unref (scene->items);
  g_array_unref (scene->marks);
  g_object_unref (scene->pango);
  g_free (scene);
}

gboolean
crm_chart_box_overlaps (const CrmChartBox *a, const CrmChartBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/* ---- texts ---- */

static PangoLayout *
create_layout (const CrmChartScene *scene, const char *text, const CrmChartTextStyle *style)
{
  static const PangoWeight weights[] = { PANGO_WEIGHT_NORMAL, PANGO_WEIGHT_BOLD,
                                         PANGO_WEIGHT_ULTRABOLD };
  PangoLayout *layout = pango_layout_new (scene->pango);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (scene->pango));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_font_description_set_size (font, (int) round (style->points * scene->scale * PANGO_SCALE));
  pango_font_description_set_weight (font, weights[style->weight]);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text != NULL ? text : "", -1);
  if (style->max_width > 0)
    {
      pango_layout_set_width (layout, (int) (style->max_width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  else if (style->max_width < 0)
    {
      pango_layout_set_width (layout, (int) (-style->max_width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
    }
  return layout;
}

static CrmChartBox
place_layout (PangoLayout *layout, double x, double y, const CrmChartTextStyle *style)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (CrmChartBox){
    x - style->align * logical.width / PANGO_SCALE,
    y - style->valign * logical.height / PANGO_SCALE,
    (double) logical.width / PANGO_SCALE,
    (double) logical.height / PANGO_SCALE,
  };
}

CrmChartTextStyle
crm_chart_scene_label_style (const CrmChartScene *scene)
{
  return (CrmChartTextStyle){ 8.5, CRM_CHART_TEXT_NORMAL, scene->palette->label, 0, 0, 0 };
}

CrmChartTextStyle
crm_chart_scene_value_style (const CrmChartScene *scene)
{
  return (CrmChartTextStyle){ 9, CRM_CHART_TEXT_BOLD, scene->palette->text, 0, 0, 0 };
}

CrmChartBox
crm_chart_scene_text_box (const CrmChartScene *scene, double x, double y, const char *text,
                          const CrmChartTextStyle *style)
{
  g_autoptr (PangoLayout) layout = create_layout (scene, text, style);

  return place_layout (layout, x, y, style);
}

void
crm_chart_scene_measure (const CrmChartScene *scene, const char *text,
                         const CrmChartTextStyle *style, double *width, double *height)
{
  CrmChartBox box = crm_chart_scene_text_box (scene, 0, 0, text, style);

  if (width != NULL)
    *width = box.width;
  if (height != NULL)
    *height = box.height;
}

guint
crm_chart_scene_add_text (CrmChartScene *scene, double x, double y, const char *text,
                          const CrmChartTextStyle *style)
{
  CrmChartItem item = { .kind = CRM_CHART_ITEM_TEXT, .fill = style->color };

  item.text = create_layout (scene, text, style);
  item.box = place_layout (item.text, x, y, style);
  g_array_append_val (scene->items, item);
  return scene->items->len - 1;
}

gboolean
crm_chart_scene_try_text (CrmChartScene *scene, double x, double y, const char *text,
                          const CrmChartTextStyle *style)
{
  CrmChartBox box = crm_chart_scene_text_box (scene, x, y, text, style);

  if (box.x < -0.5 || box.y < -0.5 || box.x + box.width > scene->width + 0.5 ||
      box.y + box.height > scene->height + 0.5)
    return FALSE;
  for (guint i = 0; i < scene->items->len; i++)
    {
      CrmChartItem *item = &g_array_index (scene->items, CrmChartItem, i);

      if (item->kind == CRM_CHART_ITEM_TEXT && crm_chart_box_overlaps (&item->box, &box))
        return FALSE;
    }
  crm_chart_scene_add_text (scene, x, y, text, style);
  return TRUE;
}

/* ---- shapes ---- */

CrmChartItem *
crm_chart_scene_get_item (const CrmChartScene *scene, guint item)
{
  return &g_array_index (scene->items, CrmChartItem, item);
}

guint
crm_chart_scene_add_box (CrmChartScene *scene, CrmChartItemKind kind, CrmChartBox box,
                         double radius, const GdkRGBA *fill)
{
  CrmChartItem item = {
    .kind = kind, .box = box, .radius = radius, .corners = CRM_CHART_CORNER_ALL, .fill = *fill
  };

  g_array_append_val (scene->items, item);
  return scene->items->len - 1;
}

guint
crm_chart_scene_add_fill (CrmChartScene *scene, CrmChartBox box, double radius, const GdkRGBA *fill)
{
  guint item = crm_chart_scene_add_box (scene, CRM_CHART_ITEM_MARK, box, radius, fill);
  CrmChartItem *added = crm_chart_scene_get_item (scene, item);

  if (fill->alpha >= 1 && crm_chart_palette_edge (scene->palette, fill, &added->stroke))
    added->line_width = 1;
  return item;
}

guint
crm_chart_scene_add_path (CrmChartScene *scene, CrmChartItemKind kind, const GdkRGBA *fill,
                          const GdkRGBA *stroke, double line_width)
{
  CrmChartItem item = { .kind = kind, .line_width = line_width };

  if (fill != NULL)
    item.fill = *fill;
  if (stroke != NULL)
    item.stroke = *stroke;
  item.path = g_array_new (FALSE, FALSE, sizeof (PathStep));
  g_array_append_val (scene->items, item);
  return scene->items->len - 1;
}

/* Keeps the box of a path around its points; for curves around their ends. */
static void
grow_box (CrmChartItem *item, double x, double y)
{
  double right, bottom;

  if (item->path->len == 0)
    item->box = (CrmChartBox){ x, y, 0, 0 };
  right = MAX (item->box.x + item->box.width, x);
  bottom = MAX (item->box.y + item->box.height, y);
  item->box.x = MIN (item->box.x, x);
  item->box.y = MIN (item->box.y, y);
  item->box.width = right - item->box.x;
  item->box.height = bottom - item->box.y;
}

static void
add_step (CrmChartScene *scene, guint index, double x, double y, PathStep step)
{
  CrmChartItem *item = crm_chart_scene_get_item (scene, index);

  grow_box (item, x, y);
  g_array_append_val (item->path, step);
}

void
crm_chart_scene_move_to (CrmChartScene *scene, guint item, double x, double y)
{
  add_step (scene, item, x, y, (PathStep){ OP_MOVE, { x, y } });
}

void
crm_chart_scene_line_to (CrmChartScene *scene, guint item, double x, double y)
{
  add_step (scene, item, x, y, (PathStep){ OP_LINE, { x, y } });
}

void
crm_chart_scene_curve_to (CrmChartScene *scene, guint item, double x1, double y1, double x2,
                          double y2, double x, double y)
{
  add_step (scene, item, x, y, (PathStep){ OP_CURVE, { x1, y1, x2, y2, x, y } });
}

void
crm_chart_scene_arc (CrmChartScene *scene, guint item, double x, double y, double radius,
                     double from, double to, gboolean backwards)
{
  add_step (scene, item, x + radius * cos (from), y + radius * sin (from),
            (PathStep){ backwards ? OP_ARC_BACK : OP_ARC, { x, y, radius, from, to } });
  /* Sixteenths of the arc are near enough for its box. */
  for (int i = 1; i <= 16; i++)
    {
      double angle = from + (to - from) * i / 16;

      grow_box (crm_chart_scene_get_item (scene, item), x + radius * cos (angle),
                y + radius * sin (angle));
    }
}

void
crm_chart_scene_close (CrmChartScene *scene, guint item)
{
  PathStep step = { OP_CLOSE, { 0 } };

  g_array_append_val (crm_chart_scene_get_item (scene, item)->path, step);
}

guint
crm_chart_scene_add_dot (CrmChartScene *scene, double x, double y, double radius,
                         const GdkRGBA *fill)
{
  return crm_chart_scene_add_fill (
      scene, (CrmChartBox){ x - radius, y - radius, 2 * radius, 2 * radius }, radius, fill);
}

guint
crm_chart_scene_add_line (CrmChartScene *scene, CrmChartItemKind kind, double x1, double y1,
                          double x2, double y2, const GdkRGBA *color, double width, double dash_on,
                          double dash_off)
{
  guint item = crm_chart_scene_add_path (scene, kind, NULL, color, width);
  CrmChartItem *added = crm_chart_scene_get_item (scene, item);

  added->dash[0] = dash_on;
  added->dash[1] = dash_off;
  /* Half pixels make lines of one pixel sharp. */
  if (x1 == x2)
    x1 = x2 = floor (x1) + 0.5;
  if (y1 == y2)
    y1 = y2 = floor (y1) + 0.5;
  crm_chart_scene_move_to (scene, item, x1, y1);
  crm_chart_scene_line_to (scene, item, x2, y2);
  return item;
}

CrmChartMark *
crm_chart_scene_add_mark (CrmChartScene *scene, int series, int point, CrmChartBox box,
                          const char *key, char *value, char *detail)
{
  CrmChartMark mark = {
    .series = series,
    .point = point,
    .cell = -1,
    .item = -1,
    .box = box,
    .ring = box,
    .anchor_x = box.x + box.width / 2,
    .anchor_y = box.y,
    .key = g_strdup (key),
    .value = value,
    .detail = detail,
  };

  g_array_append_val (scene->marks, mark);
  return &g_array_index (scene->marks, CrmChartMark, scene->marks->len - 1);
}

const CrmChartMark *
crm_chart_scene_get_mark (const CrmChartScene *scene, int mark)
{
  g_return_val_if_fail (mark >= 0 && (guint) mark < scene->marks->len, NULL);
  return &g_array_index (scene->marks, CrmChartMark, mark);
}

/* ---- drawing ---- */

static void
trace_box (cairo_t *cr, CrmChartBox box, double radius, guint corners)
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

static void
trace_round_box (cairo_t *cr, CrmChartBox box, double radius)
{
  trace_box (cr, box, radius, CRM_CHART_CORNER_ALL);
}

static void
trace_path (cairo_t *cr, const CrmChartItem *item)
{
  cairo_new_path (cr);
  for (guint i = 0; i < item->path->len; i++)
    {
      const PathStep *step = &g_array_index (item->path, PathStep, i);
      const double *a = step->a;

      switch (step->op)
        {
        case OP_MOVE:
          cairo_move_to (cr, a[0], a[1]);
          break;
        case OP_LINE:
          cairo_line_to (cr, a[0], a[1]);
          break;
        case OP_CURVE:
          cairo_curve_to (cr, a[0], a[1], a[2], a[3], a[4], a[5]);
          break;
        case OP_ARC:
          cairo_arc (cr, a[0], a[1], a[2], a[3], a[4]);
          break;
        case OP_ARC_BACK:
          cairo_arc_negative (cr, a[0], a[1], a[2], a[3], a[4]);
          break;
        case OP_CLOSE:
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

      /* Centred lines begin inside of the layout. */
      pango_layout_get_extents (item->text, NULL, &logical);
      gdk_cairo_set_source_rgba (cr, &item->fill);
      cairo_move_to (cr, item->box.x - (double) logical.x / PANGO_SCALE, item->box.y);
      pango_cairo_show_layout (cr, item->text);
      return;
    }
  if (item->path != NULL)
    trace_path (cr, item);
  else
    trace_box (cr, item->box, item->radius, item->corners);
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

          trace_box (cr,
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

/* ---- pointing ---- */

static gboolean
hits_path (const CrmChartScene *scene, int item, double x, double y)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  gboolean hit;

  trace_path (cr, crm_chart_scene_get_item (scene, (guint) item));
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

/* ---- focus ---- */

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
  *value = create_layout (scene, mark->value, &style);
  style.weight = CRM_CHART_TEXT_NORMAL;
  *detail = mark->detail != NULL && *mark->detail != '\0'
                ? create_layout (scene, mark->detail, &style)
                : NULL;
  first = place_layout (*value, 0, 0, &style);
  if (*detail != NULL)
    second = place_layout (*detail, 0, 0, &style);
  if (first.width > limit)
    {
      pango_layout_set_width (*value, (int) (limit * PANGO_SCALE));
      first = place_layout (*value, 0, 0, &style);
    }
  if (second.width > limit)
    {
      pango_layout_set_width (*detail, (int) (limit * PANGO_SCALE));
      second = place_layout (*detail, 0, 0, &style);
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
    trace_path (cr, crm_chart_scene_get_item (scene, (guint) mark->item));
  else
    trace_round_box (cr,
                     (CrmChartBox){ ring->x - 3, ring->y - 3, ring->width + 6, ring->height + 6 },
                     mark->dot ? 99 : 5);
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

      trace_round_box (
          cr, (CrmChartBox){ dot->x - 1.5, dot->y - 1.5, dot->width + 3, dot->height + 3 }, 99);
      gdk_cairo_set_source_rgba (cr, &scene->palette->card);
      cairo_fill (cr);
      trace_round_box (cr, *dot, 99);
      gdk_cairo_set_source_rgba (cr, &mark->color);
      cairo_fill (cr);
    }
  if (ring)
    draw_ring (scene, cr, mark);

  create_tooltip (scene, mark, &value, &detail, &box);
  trace_round_box (cr, box, 6);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart as a list of shapes and texts, and its drawing through Cairo. The list is what makes a chart
 * testable: overlapping labels or marks outside the plot are questions about boxes. Main thread, since
 * PangoContext is not to be shared. */

#include "config.h"

#include "crm-chart-plot.h"

#include <math.h>

#include <pango/pangocairo.h>

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

PangoLayout *
crm_chart_scene_create_layout (const CrmChartScene *scene, const char *text,
                               const CrmChartTextStyle *style)
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

CrmChartBox
crm_chart_scene_place_layout (PangoLayout *layout, double x, double y,
                              const CrmChartTextStyle *style)
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
  return (CrmChartTextStyle){ 9, CRM_CHART_TEXT_BOLD, scene->palette->text, 0, 0, 0, TRUE };
}

CrmChartBox
crm_chart_scene_text_box (const CrmChartScene *scene, double x, double y, const char *text,
                          const CrmChartTextStyle *style)
{
  g_autoptr (PangoLayout) layout = crm_chart_scene_create_layout (scene, text, style);

  return crm_chart_scene_place_layout (layout, x, y, style);
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

  item.text = crm_chart_scene_create_layout (scene, text, style);
  item.box = crm_chart_scene_place_layout (item.text, x, y, style);
  if (style->halo)
    {
      item.stroke = scene->palette->card;
      item.line_width = 3;
    }
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
  item.path = g_array_new (FALSE, FALSE, sizeof (CrmChartPathStep));
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
add_step (CrmChartScene *scene, guint index, double x, double y, CrmChartPathStep step)
{
  CrmChartItem *item = crm_chart_scene_get_item (scene, index);

  grow_box (item, x, y);
  g_array_append_val (item->path, step);
}

void
crm_chart_scene_move_to (CrmChartScene *scene, guint item, double x, double y)
{
  add_step (scene, item, x, y, (CrmChartPathStep){ CRM_CHART_OP_MOVE, { x, y } });
}

void
crm_chart_scene_line_to (CrmChartScene *scene, guint item, double x, double y)
{
  add_step (scene, item, x, y, (CrmChartPathStep){ CRM_CHART_OP_LINE, { x, y } });
}

void
crm_chart_scene_curve_to (CrmChartScene *scene, guint item, double x1, double y1, double x2,
                          double y2, double x, double y)
{
  add_step (scene, item, x, y, (CrmChartPathStep){ CRM_CHART_OP_CURVE, { x1, y1, x2, y2, x, y } });
}

void
crm_chart_scene_arc (CrmChartScene *scene, guint item, double x, double y, double radius,
                     double from, double to, gboolean backwards)
{
  add_step (scene, item, x + radius * cos (from), y + radius * sin (from),
            (CrmChartPathStep){ backwards ? CRM_CHART_OP_ARC_BACK : CRM_CHART_OP_ARC,
                                { x, y, radius, from, to } });
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
  CrmChartPathStep step = { CRM_CHART_OP_CLOSE, { 0 } };

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

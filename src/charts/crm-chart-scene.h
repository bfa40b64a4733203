/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

#include "crm-chart-model.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;
} CrmChartBox;

/**
 * CrmChartSceneKind: what an item is for; tests and exports ask for it.
 */
typedef enum
{
  CRM_CHART_ITEM_GRID,
  CRM_CHART_ITEM_AXIS,
  CRM_CHART_ITEM_MARK,
  CRM_CHART_ITEM_DECORATION,
  CRM_CHART_ITEM_TEXT,
} CrmChartItemKind;

/**
 * CrmChartItem: one thing to draw: a box with round corners, a path, or a text.
 *
 * @box of a path encloses it. An edge (@stroke) of a box lies inside of it.
 */
enum
{
  CRM_CHART_CORNER_TOP_LEFT = 1 << 0,
  CRM_CHART_CORNER_TOP_RIGHT = 1 << 1,
  CRM_CHART_CORNER_BOTTOM_RIGHT = 1 << 2,
  CRM_CHART_CORNER_BOTTOM_LEFT = 1 << 3,
  CRM_CHART_CORNER_ALL = 15,
};

typedef struct
{
  CrmChartItemKind kind;
  CrmChartBox box;
  double radius;
  guint corners;
  GArray *path;
  PangoLayout *text;
  GdkRGBA fill;
  GdkRGBA stroke;
  double line_width;
  double dash[2];
} CrmChartItem;

/**
 * CrmChartMark: something a reader can point at.
 *
 * @box is where a click counts and where the focus ring is drawn; for a slice or a band @item is the item whose
 * path decides. @dot asks for the point itself to be drawn while it has the focus, in @color. @anchor is where the tooltip points. @series and @point are -1 when the mark stands for
 * more than one point. @cell is the cell of a density, or -1.
 */
typedef struct
{
  int series;
  int point;
  int cell;
  int item;
  gboolean dot;
  GdkRGBA color;
  CrmChartBox box;
  CrmChartBox ring;
  double anchor_x;
  double anchor_y;
  char *key;
  char *value;
  char *detail;
} CrmChartMark;

typedef enum
{
  CRM_CHART_WALK_LIST,
  CRM_CHART_WALK_SERIES,
  CRM_CHART_WALK_PLANE,
} CrmChartWalk;

/**
 * CrmChartScene: a laid out chart: what to draw, in which order, and what can be pointed at.
 *
 * Made once for a size and a look, then drawn any number of times, on the screen and into files, by the same code.
 * Needs Pango and Cairo, no display.
 */
typedef struct
{
  double width;
  double height;
  const CrmChartPalette *palette;
  PangoContext *pango;
  double scale;
  CrmChartBox plot;
  GArray *items;
  GArray *marks;
  CrmChartWalk walk;
  gboolean guide;
  CrmChartScale density_x, density_y;
  guint density_columns, density_rows;
} CrmChartScene;

/**
 * crm_chart_scene_new:
 * @pango: fonts; a size of 11 pt is 100 %
 * @density: (nullable): cells to draw for a large cloud; without, they are counted at once
 * @wait: leave the cells out instead of counting; @density_columns and so on say what is wanted
 */
CrmChartScene *
crm_chart_scene_new (CrmChartModel *model, const CrmChartPalette *palette, PangoContext *pango,
                     double width, double height, CrmChartDensity *density, gboolean wait);
void crm_chart_scene_free (CrmChartScene *scene);

void crm_chart_scene_draw (const CrmChartScene *scene, cairo_t *cr);

/* The mark under a point, the last drawn first; -1 when there is none. */
int crm_chart_scene_pick (const CrmChartScene *scene, double x, double y);

typedef enum
{
  CRM_CHART_STEP_LEFT,
  CRM_CHART_STEP_RIGHT,
  CRM_CHART_STEP_UP,
  CRM_CHART_STEP_DOWN,
  CRM_CHART_STEP_FIRST,
  CRM_CHART_STEP_LAST,
} CrmChartStep;

/* The mark one step from @mark (-1: none yet), or @mark itself at the end. */
int crm_chart_scene_step (const CrmChartScene *scene, int mark, CrmChartStep step);

/* Draws ring, guide line and tooltip of @mark on top. */
void crm_chart_scene_draw_focus (const CrmChartScene *scene, cairo_t *cr, int mark, gboolean ring);

/* Where the tooltip of @mark lies: inside the scene when it fits there at all. */
CrmChartBox crm_chart_scene_tooltip_box (const CrmChartScene *scene, int mark);

const CrmChartMark *crm_chart_scene_get_mark (const CrmChartScene *scene, int mark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChartScene, crm_chart_scene_free)

/* ---- for the plots ---- */

typedef enum
{
  CRM_CHART_TEXT_NORMAL,
  CRM_CHART_TEXT_BOLD,
  CRM_CHART_TEXT_HEAVY,
} CrmChartWeight;

/**
 * CrmChartTextStyle: @align is 0 for "starts at x", 0.5 for "middle", 1 for "ends"; @valign the same upright.
 * @max_width 0 is unlimited, otherwise the text ends in an ellipsis; a negative one
 * breaks lines at that width and centres them. @halo keeps lines beneath away from the letters.
 */
typedef struct
{
  double points;
  CrmChartWeight weight;
  GdkRGBA color;
  double align;
  double valign;
  double max_width;
  gboolean halo;
} CrmChartTextStyle;

/* The scene's two usual styles: grey axis label 8.5 pt, dark bold value 9 pt. */
CrmChartTextStyle crm_chart_scene_label_style (const CrmChartScene *scene);
CrmChartTextStyle crm_chart_scene_value_style (const CrmChartScene *scene);

void crm_chart_scene_measure (const CrmChartScene *scene, const char *text,
                              const CrmChartTextStyle *style, double *width, double *height);

/* Where the text would lie. */
CrmChartBox crm_chart_scene_text_box (const CrmChartScene *scene, double x, double y,
                                      const char *text, const CrmChartTextStyle *style);

/* Adds a text; returns its item. */
guint crm_chart_scene_add_text (CrmChartScene *scene, double x, double y, const char *text,
                                const CrmChartTextStyle *style);

/* Adds a text if it meets no other text and leaves the scene nowhere; returns whether it did. */
gboolean crm_chart_scene_try_text (CrmChartScene *scene, double x, double y, const char *text,
                                   const CrmChartTextStyle *style);

guint crm_chart_scene_add_box (CrmChartScene *scene, CrmChartItemKind kind, CrmChartBox box,
                               double radius, const GdkRGBA *fill);
guint crm_chart_scene_add_path (CrmChartScene *scene, CrmChartItemKind kind, const GdkRGBA *fill,
                                const GdkRGBA *stroke, double line_width);
void crm_chart_scene_move_to (CrmChartScene *scene, guint item, double x, double y);
void crm_chart_scene_line_to (CrmChartScene *scene, guint item, double x, double y);
void crm_chart_scene_curve_to (CrmChartScene *scene, guint item, double x1, double y1, double x2,
                               double y2, double x, double y);
void crm_chart_scene_arc (CrmChartScene *scene, guint item, double x, double y, double radius,
                          double from, double to, gboolean backwards);
void crm_chart_scene_close (CrmChartScene *scene, guint item);
CrmChartItem *crm_chart_scene_get_item (const CrmChartScene *scene, guint item);

/* A filled mark: as add_box, with the darker edge where the fill is too light. */
guint crm_chart_scene_add_fill (CrmChartScene *scene, CrmChartBox box, double radius,
                                const GdkRGBA *fill);
guint crm_chart_scene_add_dot (CrmChartScene *scene, double x, double y, double radius,
                               const GdkRGBA *fill);
guint crm_chart_scene_add_line (CrmChartScene *scene, CrmChartItemKind kind, double x1, double y1,
                                double x2, double y2, const GdkRGBA *color, double width,
                                double dash_on, double dash_off);

/* Takes @value and @detail. The returned mark is valid until the next one. */
CrmChartMark *
crm_chart_scene_add_mark (CrmChartScene *scene, int series, int point, CrmChartBox box,
                          const char *key, char *value, char *detail);

gboolean crm_chart_box_overlaps (const CrmChartBox *a, const CrmChartBox *b);

G_END_DECLS

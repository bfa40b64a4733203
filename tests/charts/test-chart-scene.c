/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must be true of every chart at every size: labels do not overlap, nothing leaves the picture, marks lie in
 * the plot, every mark can be reached by key and by pointer. */

#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "crm-chart-scene.h"
#include "gallery-data.h"

static const double sizes[][2] = { { 300, 160 }, { 520, 420 }, { 180, 110 }, { 900, 90 },
                                   { 120, 300 }, { 40, 30 },   { 9, 9 } };

static PangoContext *
create_context (double points)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_size (font, (int) (points * PANGO_SCALE));
  pango_context_set_font_description (context, font);
  pango_cairo_context_set_resolution (context, 96);
  pango_font_description_free (font);
  return context;
}

static CrmChartScene *
lay_out (CrmChartModel *model, double width, double height, double points)
{
  PangoContext *context = create_context (points);
  CrmChartScene *scene = crm_chart_scene_new (model, crm_chart_palette_get (FALSE, FALSE), context,
                                              width, height, NULL, FALSE);

  g_object_unref (context);
  return scene;
}

static gboolean
is_finite_box (const CrmChartBox *box)
{
  return isfinite (box->x) && isfinite (box->y) && isfinite (box->width) &&
         isfinite (box->height) && box->width >= 0 && box->height >= 0;
}

/* Centre figures of donut and gauge are the only texts that may stand out of a very small picture. */
static void
assert_texts (const CrmChartScene *scene)
{
  for (guint i = 0; i < scene->items->len; i++)
    {
      const CrmChartItem *a = crm_chart_scene_get_item (scene, i);

      g_assert_true (is_finite_box (&a->box));
      if (a->kind != CRM_CHART_ITEM_TEXT)
        continue;
      for (guint j = i + 1; j < scene->items->len; j++)
        {
          const CrmChartItem *b = crm_chart_scene_get_item (scene, j);

          if (b->kind == CRM_CHART_ITEM_TEXT && crm_chart_box_overlaps (&a->box, &b->box))
            g_error ("“%s” overlaps “%s” at %g × %g", pango_layout_get_text (a->text),
                     pango_layout_get_text (b->text), scene->width, scene->height);
        }
      if (scene->width >= 180 && scene->height >= 110 &&
          (a->box.x < -1 || a->box.y < -1 || a->box.x + a->box.width > scene->width + 1 ||
           a->box.y + a->box.height > scene->height + 1))
        g_error ("“%s” leaves %g × %g: %g, %g, %g × %g", pango_layout_get_text (a->text),
                 scene->width, scene->height, a->box.x, a->box.y, a->box.width, a->box.height);
    }
}

static void
assert_marks (const CrmChartScene *scene)
{
  const CrmChartBox *plot = &scene->plot;

  for (guint i = 0; i < scene->marks->len; i++)
    {
      const CrmChartMark *mark = crm_chart_scene_get_mark (scene, (int) i);
      const CrmChartBox *ring = &mark->ring;

      if (!is_finite_box (ring) || !is_finite_box (&mark->box))
        g_error ("%s at %g × %g: %g, %g, %g × %g", mark->value, scene->width, scene->height,
                 mark->box.x, mark->box.y, mark->box.width, mark->box.height);
      g_assert_nonnull (mark->value);
      g_assert_cmpstr (mark->value, !=, "");
      g_assert_true (g_utf8_validate (mark->value, -1, NULL));
      if (scene->width < 180 || scene->height < 110)
        continue;
      /* A dot on the edge stands over by its radius. */
      g_assert_cmpfloat (ring->x, >=, plot->x - 6);
      g_assert_cmpfloat (ring->y, >=, plot->y - 6);
      g_assert_cmpfloat (ring->x + ring->width, <=, plot->x + plot->width + 6);
      g_assert_cmpfloat (ring->y + ring->height, <=, plot->y + plot->height + 6);
    }
}

static void
draw_all (const CrmChartScene *scene)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) scene->width, (int) scene->height);
  cairo_t *cr = cairo_create (surface);

  crm_chart_scene_draw (scene, cr);
  for (guint i = 0; i < MIN (scene->marks->len, 5); i++)
    crm_chart_scene_draw_focus (scene, cr, (int) i, i % 2);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_layout (void)
{
  const double points[] = { 11, 22, 16.5 };

  for (guint i = 0; i <= N_SAMPLE_CHARTS; i++)
    for (guint zh = 0; zh < 2; zh++)
      {
        g_autoptr (CrmChartModel) model = sample_chart (i, zh);

        for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
          for (guint p = 0; p < G_N_ELEMENTS (points); p++)
            {
              g_autoptr (CrmChartScene) scene =
                  lay_out (model, sizes[size][0], sizes[size][1], points[p]);

              assert_texts (scene);
              assert_marks (scene);
              /* Cells, never points. */
              g_assert_cmpuint (scene->items->len, <, 12000);
              if (p == 0)
                draw_all (scene);
            }
      }
}

static void
test_bars (void)
{
  g_autoptr (CrmChartModel) model = sample_chart (0, FALSE);
  g_autoptr (CrmChartScene) scene = lay_out (model, 900, 300, 11);
  double zero = scene->plot.y + scene->plot.height;

  g_assert_cmpuint (scene->marks->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      const CrmChartMark *mark = crm_chart_scene_get_mark (scene, (int) i);
      double value = crm_chart_model_get_point (model, 0, i)->y;

      g_assert_cmpfloat (mark->ring.width, <=, 30);
      g_assert_cmpfloat_with_epsilon (mark->ring.y + mark->ring.height, zero, 1);
      /* Heights are in proportion: nothing is cut off at the foot. */
      g_assert_cmpfloat_with_epsilon (
          mark->ring.height / crm_chart_scene_get_mark (scene, 5)->ring.height, value / 1.9, 0.02);
    }
}

/* A click on the middle of a mark hits this mark. */
static void
test_pick (void)
{
  const guint kinds[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15 };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (CrmChartModel) model = sample_chart (kinds[i], FALSE);
      g_autoptr (CrmChartScene) scene = lay_out (model, 520, 300, 11);

      g_assert_cmpuint (scene->marks->len, >, 0);
      for (guint m = 0; m < scene->marks->len; m++)
        {
          const CrmChartMark *mark = crm_chart_scene_get_mark (scene, (int) m);
          gboolean slice = mark->item >= 0;
          double x = slice ? mark->anchor_x : mark->ring.x + mark->ring.width / 2;
          double y = slice ? mark->anchor_y : mark->ring.y + mark->ring.height / 2;

          g_assert_cmpint (crm_chart_scene_pick (scene, x, y), ==, m);
        }
      g_assert_cmpint (crm_chart_scene_pick (scene, -50, -50), ==, -1);
    }
}

/* From the first mark every mark is reached by arrow keys. */
static void
test_walk (void)
{
  for (guint i = 0; i < N_SAMPLE_CHARTS; i++)
    {
      g_autoptr (CrmChartModel) model = sample_chart (i, FALSE);
      g_autoptr (CrmChartScene) scene = lay_out (model, 420, 260, 11);
      guint n = scene->marks->len, reached = 0;
      g_autofree gboolean *seen = g_new0 (gboolean, n + 1);
      g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (int));
      int first = crm_chart_scene_step (scene, -1, CRM_CHART_STEP_RIGHT);

      g_assert_cmpint (first, ==, 0);
      seen[0] = TRUE;
      g_array_append_val (open, first);
      while (open->len > 0)
        {
          int at = g_array_index (open, int, open->len - 1);

          g_array_set_size (open, open->len - 1);
          reached++;
          for (int step = CRM_CHART_STEP_LEFT; step <= CRM_CHART_STEP_LAST; step++)
            {
              int to = crm_chart_scene_step (scene, at, (CrmChartStep) step);

              g_assert_cmpint (to, >=, 0);
              g_assert_cmpint (to, <, n);
              if (!seen[to])
                g_array_append_val (open, to);
              seen[to] = TRUE;
            }
        }
      g_test_message ("chart %u: %u of %u", i, reached, n);
      /* In a crowd of dots a few lie exactly behind others. */
      g_assert_cmpuint (reached, >=,
                        scene->walk == CRM_CHART_WALK_PLANE && n > 50 ? n * 97 / 100 : n);
      g_assert_cmpint (crm_chart_scene_step (scene, 0, CRM_CHART_STEP_LAST), ==, n - 1);
    }
}

static void
test_tooltip (void)
{
  for (guint i = 0; i < N_SAMPLE_CHARTS; i++)
    {
      g_autoptr (CrmChartModel) model = sample_chart (i, FALSE);
      g_autoptr (CrmChartScene) scene = lay_out (model, 420, 260, 11);

      for (guint m = 0; m < scene->marks->len; m++)
        {
          CrmChartBox box = crm_chart_scene_tooltip_box (scene, (int) m);

          g_assert_cmpfloat (box.x, >=, 0);
          g_assert_cmpfloat (box.y, >=, 0);
          g_assert_cmpfloat (box.x + box.width, <=, 420);
          g_assert_cmpfloat (box.y + box.height, <=, 260);
        }
    }
}

/* No number of the caller may break the layout. */
static void
test_odd_values (void)
{
  const double values[][4] = { { NAN, NAN, NAN, NAN },        { 0, 0, 0, 0 },
                               { INFINITY, 1, -INFINITY, 2 }, { -5, -3, -8, -1 },
                               { 1e300, -1e300, 0, 1 },       { 5, NAN, NAN, NAN },
                               { 1e-320, 0, 0, 0 },           { 7, 7, 7, 7 } };

  for (guint kind = CRM_CHART_BAR; kind <= CRM_CHART_SPARKLINE; kind++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      for (guint n = 0; n <= 4; n++)
        {
          g_autoptr (CrmChartModel) model = crm_chart_model_new ((CrmChartKind) kind);
          g_autoptr (CrmChartScene) scene = NULL;

          crm_chart_model_add_series (model, "A", CRM_CHART_COLOR_AUTO);
          for (guint i = 0; i < n; i++)
            {
              CrmChartPoint point = CRM_CHART_POINT_INIT;

              point.x =
                  kind == CRM_CHART_HISTOGRAM || kind == CRM_CHART_MOVEMENT ? i : values[v][3 - i];
              point.y = values[v][i];
              point.low = values[v][(i + 1) % 4];
              point.high = values[v][(i + 2) % 4];
              point.label = i % 2 ? "Label" : NULL;
              crm_chart_model_add_point (model, 0, &point);
            }
          scene = lay_out (model, 300, 180, 11);
          for (guint i = 0; i < scene->items->len; i++)
            if (!is_finite_box (&crm_chart_scene_get_item (scene, i)->box))
              g_error ("kind %u, values %u, %u points, item %u", kind, v, n, i);
          draw_all (scene);
        }
}

static void
test_one_point (void)
{
  g_autoptr (CrmChartModel) line = crm_chart_model_new (CRM_CHART_LINE);
  g_autoptr (CrmChartModel) scatter = crm_chart_model_new (CRM_CHART_SCATTER);
  const double x = 4, y = 9;
  g_autoptr (CrmChartCloud) cloud = crm_chart_cloud_new (&x, &y, NULL, NULL, 1);
  g_autoptr (CrmChartScene) of_line = NULL;
  g_autoptr (CrmChartScene) of_scatter = NULL;

  crm_chart_model_add_series (line, NULL, CRM_CHART_COLOR_AUTO);
  crm_chart_model_add_value (line, 0, "Nov", 7, NULL);
  of_line = lay_out (line, 300, 180, 11);
  g_assert_cmpuint (of_line->marks->len, ==, 1);
  crm_chart_model_set_cloud (scatter, cloud);
  of_scatter = lay_out (scatter, 300, 180, 11);
  g_assert_cmpuint (of_scatter->marks->len, ==, 1);
  assert_marks (of_scatter);
}

/* Dots up to the limit, cells above; the cells hold all points. */
static void
test_density (void)
{
  g_autoptr (CrmChartModel) model = sample_chart (8, FALSE);
  g_autoptr (CrmChartScene) scene = lay_out (model, 520, 380, 11);
  g_autoptr (CrmChartScene) waiting = NULL;
  g_autoptr (CrmChartDensity) density = NULL;
  PangoContext *context = create_context (11);
  guint32 total = 0;

  for (guint i = 0; i < scene->marks->len; i++)
    g_assert_cmpint (crm_chart_scene_get_mark (scene, (int) i)->cell, >=, 0);
  density =
      crm_chart_density_new (crm_chart_model_get_cloud (model), &scene->density_x,
                             &scene->density_y, scene->density_columns, scene->density_rows, NULL);
  for (guint i = 0; i < scene->marks->len; i++)
    total += density->counts[crm_chart_scene_get_mark (scene, (int) i)->cell];
  g_assert_cmpuint (total + density->outside, ==, 1000000);
  g_assert_cmpuint (density->outside, ==, 0);
  waiting = crm_chart_scene_new (model, scene->palette, context, 520, 380, NULL, TRUE);
  g_assert_cmpuint (waiting->marks->len, ==, 0);
  g_assert_cmpuint (waiting->density_columns, ==, scene->density_columns);
  g_object_unref (context);
}

/* A long line is drawn by few points and keeps its peak. */
static void
test_long_line (void)
{
  g_autoptr (CrmChartModel) model = crm_chart_model_new (CRM_CHART_LINE);
  g_autoptr (CrmChartScene) scene = NULL;
  double top = INFINITY;

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 100000; i++)
    crm_chart_model_add_value (model, 0, NULL, i == 77777 ? 50 : sin (i / 500.0), NULL);
  scene = lay_out (model, 300, 180, 11);
  for (guint i = 0; i < scene->items->len; i++)
    {
      const CrmChartItem *item = crm_chart_scene_get_item (scene, i);

      if (item->kind != CRM_CHART_ITEM_MARK)
        continue;
      g_assert_cmpuint (item->path->len, <, 2000);
      top = MIN (top, item->box.y);
    }
  g_assert_cmpfloat (top, <, scene->plot.y + scene->plot.height * 0.2);
}

/* The second run formed other groups than the first, and more of them. */
static void
test_movement_groups (void)
{
  const char *const names[] = { "Champions", "New name", "Third" };
  g_autoptr (CrmChartModel) model = crm_chart_model_new (CRM_CHART_MOVEMENT);
  g_autoptr (CrmChartScene) scene = NULL;
  gboolean named = FALSE;

  crm_chart_model_add_series (model, "Champions", 0);
  crm_chart_model_add_series (model, "Steady", 1);
  for (guint s = 0; s < 2; s++)
    for (guint to = 0; to < 3; to++)
      {
        CrmChartPoint point = CRM_CHART_POINT_INIT;

        point.x = to;
        point.y = 10 + s + to;
        point.label = names[to];
        point.color = (int) to + 2;
        crm_chart_model_add_point (model, s, &point);
      }
  scene = lay_out (model, 420, 260, 11);
  g_assert_cmpuint (scene->marks->len, ==, 6);
  assert_texts (scene);
  assert_marks (scene);
  for (guint i = 0; i < scene->items->len; i++)
    {
      const CrmChartItem *item = crm_chart_scene_get_item (scene, i);

      named = named || (item->text != NULL &&
                        g_strcmp0 (pango_layout_get_text (item->text), "25 Third") == 0);
    }
  g_assert_true (named);
  /* Only who has the same name before and after has stayed. */
  g_assert_cmpstr (crm_chart_scene_get_mark (scene, 0)->value, ==, "Champions, stayed: 10");
  for (guint i = 1; i < 6; i++)
    g_assert_null (strstr (crm_chart_scene_get_mark (scene, (int) i)->value, "stayed"));
}

static void
test_donut_other (void)
{
  g_autoptr (CrmChartModel) model = crm_chart_model_new (CRM_CHART_DONUT);
  g_autoptr (CrmChartScene) scene = NULL;

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 9; i++)
    crm_chart_model_add_value (model, 0, "part", 10 - i, "key");
  scene = lay_out (model, 400, 200, 11);
  g_assert_cmpuint (scene->marks->len, ==, 5);
  g_assert_cmpint (crm_chart_scene_get_mark (scene, 4)->point, ==, -1);
  g_assert_null (crm_chart_scene_get_mark (scene, 4)->key);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/scene/layout", test_layout);
  g_test_add_func ("/charts/scene/bars", test_bars);
  g_test_add_func ("/charts/scene/pick", test_pick);
  g_test_add_func ("/charts/scene/walk", test_walk);
  g_test_add_func ("/charts/scene/tooltip", test_tooltip);
  g_test_add_func ("/charts/scene/odd-values", test_odd_values);
  g_test_add_func ("/charts/scene/one-point", test_one_point);
  g_test_add_func ("/charts/scene/density", test_density);
  g_test_add_func ("/charts/scene/long-line", test_long_line);
  g_test_add_func ("/charts/scene/movement-groups", test_movement_groups);
  g_test_add_func ("/charts/scene/donut-other", test_donut_other);
  return g_test_run ();
}

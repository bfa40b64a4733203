/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All charts on one page, to be looked at. `--save FILE` writes a picture and ends; `--dark`, `--chinese`,
 * `--scale PERCENT` (text), `--contrast`, `--focus` (each chart shows a label) change it. Not installed. */

#include <adwaita.h>
#include <locale.h>

#include "crm-chart-card.h"
#include "gallery-data.h"

static char *save_file;
static gboolean dark, chinese, contrast, show_focus, large;
static int scale = 100;
static int width = 1280, height = 1260;

static const GOptionEntry options[] = {
  { "save", 0, 0, G_OPTION_ARG_FILENAME, &save_file, "Write a picture and end", "FILE" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark look", NULL },
  { "chinese", 0, 0, G_OPTION_ARG_NONE, &chinese, "Chinese labels", NULL },
  { "contrast", 0, 0, G_OPTION_ARG_NONE, &contrast, "High contrast", NULL },
  { "focus", 0, 0, G_OPTION_ARG_NONE, &show_focus, "Show labels as the keyboard does", NULL },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "The page of segments instead", NULL },
  { "scale", 0, 0, G_OPTION_ARG_INT, &scale, "Size of text", "PERCENT" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Width of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Height of the window", "PIXELS" },
  { NULL },
};

static GPtrArray *cards;

static GtkWidget *
create_card (guint index)
{
  g_autoptr (CrmChartModel) model = sample_chart (index, chinese);
  GtkWidget *card = crm_chart_card_new (model);

  if (contrast)
    g_object_set (card, "high-contrast", TRUE, NULL);
  gtk_widget_set_hexpand (card, TRUE);
  gtk_widget_set_vexpand (card, TRUE);
  g_ptr_array_add (cards, card);
  return card;
}

static void
fill_gallery (GtkGrid *grid)
{
  const guint order[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 };

  gtk_grid_set_column_homogeneous (grid, TRUE);
  gtk_grid_set_row_homogeneous (grid, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    gtk_grid_attach (grid, create_card (order[i]), (int) i % 4, (int) i / 4, 1, 1);
}

static void
fill_segments (GtkGrid *grid)
{
  GtkWidget *density = create_card (8), *share = create_card (13);

  gtk_widget_set_size_request (density, 520, -1);
  gtk_widget_set_vexpand (share, FALSE);
  crm_chart_card_set_action (CRM_CHART_CARD (share), "Show all", NULL, NULL);
  gtk_grid_attach (grid, density, 0, 0, 1, 2);
  gtk_grid_attach (grid, share, 1, 0, 1, 1);
  gtk_grid_attach (grid, create_card (14), 1, 1, 1, 1);
}

static void
save_picture (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  int w = gtk_widget_get_width (widget), h = gtk_widget_get_height (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), w, h);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, &GRAPHENE_RECT_INIT (0, 0, (float) w, (float) h));
  gdk_texture_save_to_png (texture, save_file);
  gsk_render_node_unref (node);
}

/* Cells are counted by a worker: a picture waits for them. */
static gboolean
is_ready (void)
{
  for (guint i = 0; i < cards->len; i++)
    {
      CrmChart *chart = crm_chart_card_get_chart (g_ptr_array_index (cards, i));
      const CrmChartScene *scene = crm_chart_get_scene (chart);

      if (scene == NULL || (scene->density_columns > 0 && scene->marks->len == 0))
        return FALSE;
    }
  return TRUE;
}

static void
step_all (void)
{
  for (guint i = 0; i < cards->len; i++)
    {
      CrmChart *chart = crm_chart_card_get_chart (g_ptr_array_index (cards, i));
      const CrmChartScene *scene = crm_chart_get_scene (chart);
      guint steps = MIN (4, scene->marks->len);

      crm_chart_step (chart, scene->marks->len > 100 ? CRM_CHART_STEP_LAST : CRM_CHART_STEP_FIRST);
      for (guint s = 1; s < steps; s++)
        crm_chart_step (chart,
                        scene->marks->len > 100 ? CRM_CHART_STEP_LEFT : CRM_CHART_STEP_RIGHT);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GtkWidget *window, *page;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  adw_init ();
  cards = g_ptr_array_new ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  if (scale != 100)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * scale / 100, NULL);

  window = gtk_window_new ();
  page = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (page), 12);
  gtk_grid_set_column_spacing (GTK_GRID (page), 12);
  gtk_widget_set_margin_start (page, 18);
  gtk_widget_set_margin_end (page, 18);
  gtk_widget_set_margin_top (page, 18);
  gtk_widget_set_margin_bottom (page, 18);
  if (large)
    fill_segments (GTK_GRID (page));
  else
    fill_gallery (GTK_GRID (page));
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_set_decorated (GTK_WINDOW (window), save_file == NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));

  while (save_file != NULL && !is_ready ())
    g_main_context_iteration (NULL, TRUE);
  if (show_focus)
    step_all ();
  if (save_file != NULL)
    {
      gtk_widget_queue_draw (window);
      gtk_test_widget_wait_for_draw (window);
      save_picture (window);
      return 0;
    }
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

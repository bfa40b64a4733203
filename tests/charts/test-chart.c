/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The widgets: what people do with pointer and keys, what a screen reader is told, and that a million points never
 * block the window. */

#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "crm-chart-card.h"
#include "gallery-data.h"

typedef struct
{
  int count, series, point;
  char *key;
  guint n_ids;
} Activation;

static void
activate_cb (CrmChart *chart, int series, int point, const char *key, Activation *activation)
{
  g_autoptr (GArray) ids = crm_chart_dup_active_ids (chart);

  activation->count++;
  activation->series = series;
  activation->point = point;
  activation->n_ids = ids->len;
  g_free (activation->key);
  activation->key = g_strdup (key);
}

static void
iterate_until (gboolean (*done) (gpointer), gpointer data)
{
  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
has_scene (gpointer data)
{
  return crm_chart_get_scene (data) != NULL;
}

static gboolean
has_marks (gpointer data)
{
  const CrmChartScene *scene = crm_chart_get_scene (data);

  return scene != NULL && scene->marks->len > 0;
}

static GtkWidget *
show_widget (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 480, 320);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static CrmChart *
show_chart (guint index, GtkWidget **window)
{
  g_autoptr (CrmChartModel) model = sample_chart (index, FALSE);
  GtkWidget *chart = crm_chart_new (model);

  *window = show_widget (chart);
  iterate_until (has_scene, chart);
  return CRM_CHART (chart);
}

static void
test_keys (void)
{
  Activation activation = { 0 };
  GtkWidget *window;
  CrmChart *chart = show_chart (0, &window);

  g_signal_connect (chart, "activate-mark", G_CALLBACK (activate_cb), &activation);
  g_assert_cmpint (crm_chart_get_active_mark (chart), ==, -1);
  g_assert_false (crm_chart_activate (chart));
  g_assert_true (crm_chart_step (chart, CRM_CHART_STEP_RIGHT));
  g_assert_cmpstr (crm_chart_get_active_text (chart), ==, "Jun: 1.1");
  crm_chart_step (chart, CRM_CHART_STEP_RIGHT);
  g_assert_cmpstr (crm_chart_get_active_text (chart), ==, "Jul: 1.3");
  crm_chart_step (chart, CRM_CHART_STEP_LAST);
  crm_chart_step (chart, CRM_CHART_STEP_RIGHT);
  g_assert_cmpstr (crm_chart_get_active_text (chart), ==, "Nov: 1.9");
  g_assert_true (crm_chart_activate (chart));
  g_assert_cmpint (activation.count, ==, 1);
  g_assert_cmpint (activation.series, ==, 0);
  g_assert_cmpint (activation.point, ==, 5);
  g_assert_cmpstr (activation.key, ==, "Nov");
  gtk_window_destroy (GTK_WINDOW (window));
  g_free (activation.key);
}

static void
test_accessible (void)
{
  GtkWidget *window;
  CrmChart *chart = show_chart (2, &window);

  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Line with interval");
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "8 values, from 58 (Apr) to 79 (Nov).");
  crm_chart_step (chart, CRM_CHART_STEP_FIRST);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Apr: 58, 56–60 · n = 512");
  crm_chart_model_set_title (crm_chart_get_model (chart), "Satisfaction");
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Satisfaction");
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (chart)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Cells come from a worker; the first drawing does not wait for them, activation knows who is in a cell. */
static void
test_million (void)
{
  Activation activation = { 0 };
  GtkWidget *window;
  CrmChart *chart = show_chart (8, &window);
  const CrmChartMark *mark;

  g_assert_cmpuint (crm_chart_get_scene (chart)->density_columns, >, 4);
  iterate_until (has_marks, chart);
  g_signal_connect (chart, "activate-mark", G_CALLBACK (activate_cb), &activation);
  crm_chart_step (chart, CRM_CHART_STEP_FIRST);
  mark = crm_chart_scene_get_mark (crm_chart_get_scene (chart), 0);
  g_assert_true (crm_chart_activate (chart));
  g_assert_cmpint (activation.point, ==, -1);
  g_assert_null (activation.key);
  g_assert_cmpint (mark->cell, >=, 0);
  g_assert_cmpuint (activation.n_ids, ==, (guint) g_ascii_strtoull (mark->value, NULL, 10));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The widget may go while the worker counts. */
static void
test_gone_while_counting (void)
{
  GtkWidget *window;
  CrmChart *chart = show_chart (8, &window);
  gpointer gone = chart;

  g_object_add_weak_pointer (G_OBJECT (chart), &gone);
  gtk_window_destroy (GTK_WINDOW (window));
  /* Nothing holds it, the worker least of all: it would free a widget outside the main thread. */
  g_assert_null (gone);
}

static void
test_model_changes (void)
{
  GtkWidget *window;
  CrmChart *chart = show_chart (0, &window);
  g_autoptr (CrmChartModel) empty = sample_chart (18, FALSE);

  crm_chart_step (chart, CRM_CHART_STEP_LAST);
  crm_chart_model_add_value (crm_chart_get_model (chart), 0, "Dec", 2.2, NULL);
  g_assert_cmpint (crm_chart_get_active_mark (chart), ==, -1);
  crm_chart_step (chart, CRM_CHART_STEP_LAST);
  g_assert_cmpstr (crm_chart_get_active_text (chart), ==, "Dec: 2.2");
  crm_chart_set_model (chart, empty);
  g_assert_false (crm_chart_step (chart, CRM_CHART_STEP_FIRST));
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Needs 30 answers; there are 12.");
  crm_chart_set_model (chart, NULL);
  g_assert_false (crm_chart_step (chart, CRM_CHART_STEP_FIRST));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_dark (void)
{
  GtkWidget *window;
  CrmChart *chart = show_chart (0, &window);
  GtkCssProvider *provider = gtk_css_provider_new ();

  g_assert_false (crm_chart_get_dark (chart));
  /* The chart follows the colour of the text, as a dark theme changes it. */
  gtk_css_provider_load_from_data (provider, "window { color: #ffffff; }", -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider), 900);
  while (!crm_chart_get_dark (chart))
    g_main_context_iteration (NULL, TRUE);
  crm_chart_set_dark (chart, FALSE);
  g_assert_false (crm_chart_get_dark (chart));
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                 GTK_STYLE_PROVIDER (provider));
  g_object_unref (provider);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_by_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_card (void)
{
  g_autoptr (CrmChartModel) model = sample_chart (15, FALSE);
  GtkWidget *card = crm_chart_card_new (model);
  GtkWidget *window = show_widget (card);
  CrmChart *chart = crm_chart_card_get_chart (CRM_CHART_CARD (card));
  GtkWidget *view;

  iterate_until (has_scene, chart);
  g_assert_null (find_by_type (card, GTK_TYPE_COLUMN_VIEW));
  g_assert_true (gtk_widget_activate_action (card, "chart.show-table", NULL));
  g_assert_true (crm_chart_card_get_show_table (CRM_CHART_CARD (card)));
  view = find_by_type (card, GTK_TYPE_COLUMN_VIEW);
  g_assert_nonnull (view);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view))),
                    ==, 5);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))),
      ==, 5);
  /* The table follows the model. */
  crm_chart_model_add_value (model, 0, "Centre", 66, NULL);
  view = find_by_type (card, GTK_TYPE_COLUMN_VIEW);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))),
      ==, 6);
  gtk_widget_activate_action (card, "chart.show-table", NULL);
  g_assert_null (find_by_type (card, GTK_TYPE_COLUMN_VIEW));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
forwarded_cb (CrmChartCard *card, int series, int point, const char *key, Activation *activation)
{
  activation->count++;
  activation->point = point;
  activation->key = g_strdup (key);
}

static void
test_card_activation (void)
{
  g_autoptr (CrmChartModel) model = sample_chart (13, FALSE);
  Activation activation = { 0 };
  GtkWidget *card = crm_chart_card_new (model);
  GtkWidget *window = show_widget (card);
  CrmChart *chart = crm_chart_card_get_chart (CRM_CHART_CARD (card));

  iterate_until (has_scene, chart);
  g_signal_connect (card, "activate-mark", G_CALLBACK (forwarded_cb), &activation);
  crm_chart_step (chart, CRM_CHART_STEP_FIRST);
  crm_chart_activate (chart);
  g_assert_cmpint (activation.count, ==, 1);
  g_assert_cmpstr (activation.key, ==, "Champions");
  g_free (activation.key);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_copy (void)
{
  g_autoptr (CrmChartModel) model = sample_chart (0, FALSE);
  GtkWidget *card = crm_chart_card_new (model);
  GtkWidget *window = show_widget (card);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (card);
  g_autofree char *text = NULL;

  iterate_until (has_scene, crm_chart_card_get_chart (CRM_CHART_CARD (card)));
  g_assert_true (gtk_widget_activate_action (card, "chart.copy", NULL));
  g_assert_true (
      gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "image/png"));
  gdk_clipboard_read_text_async (clipboard, NULL, text_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (text, "Name\tValue\nJun\t1.1\n"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_save (void)
{
  g_autoptr (CrmChartModel) model = sample_chart (14, TRUE);
  GtkWidget *card = crm_chart_card_new (model);
  GtkWidget *window = show_widget (card);
  g_autofree char *folder = g_dir_make_tmp ("crm-chart-XXXXXX", NULL);
  g_autoptr (GFile) nowhere = g_file_new_build_filename (folder, "missing", "x.png", NULL);
  g_autoptr (GError) error = NULL;

  iterate_until (has_scene, crm_chart_card_get_chart (CRM_CHART_CARD (card)));
  for (guint i = CRM_CHART_FILE_PNG; i <= CRM_CHART_FILE_CSV; i++)
    {
      g_autofree char *name =
          g_strdup_printf ("chart.%s", crm_chart_file_format_get_suffix ((CrmChartFileFormat) i));
      g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize size;

      g_assert_true (
          crm_chart_card_save (CRM_CHART_CARD (card), (CrmChartFileFormat) i, file, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_load_contents (file, NULL, &content, &size, NULL, NULL));
      g_assert_cmpuint (size, >, 200);
      g_file_delete (file, NULL, NULL);
    }
  g_assert_false (crm_chart_card_save (CRM_CHART_CARD (card), CRM_CHART_FILE_PNG, nowhere, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_rmdir (folder);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
pressed_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  *(gint64 *) user_data = g_variant_get_int64 (parameter);
}

static void
test_card_action (void)
{
  g_autoptr (CrmChartModel) model = sample_chart (0, FALSE);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("open", G_VARIANT_TYPE_INT64);
  GtkWidget *card = crm_chart_card_new (model);
  GtkWidget *window = show_widget (card);
  GtkWidget *button = find_by_type (card, GTK_TYPE_BUTTON);
  gint64 opened = 0;

  g_signal_connect (action, "activate", G_CALLBACK (pressed_cb), &opened);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (window, "page", G_ACTION_GROUP (group));
  g_assert_false (gtk_widget_get_visible (button));
  crm_chart_card_set_action (CRM_CHART_CARD (card), "Show these 86", "page.open",
                             g_variant_new_int64 (86));
  g_assert_true (gtk_widget_get_visible (button));
  gtk_widget_activate (button);
  while (opened == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (opened, ==, 86);
  crm_chart_card_set_action (CRM_CHART_CARD (card), NULL, NULL, NULL);
  g_assert_false (gtk_widget_get_visible (button));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Every sample draws at a usual and a very small size without a warning (they are fatal). */
static void
test_all_kinds (void)
{
  for (guint i = 0; i <= N_SAMPLE_CHARTS; i++)
    {
      GtkWidget *window;
      CrmChart *chart = show_chart (i, &window);

      crm_chart_step (chart, CRM_CHART_STEP_FIRST);
      gtk_widget_queue_draw (GTK_WIDGET (chart));
      gtk_test_widget_wait_for_draw (window);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  g_test_add_func ("/charts/chart/keys", test_keys);
  g_test_add_func ("/charts/chart/accessible", test_accessible);
  g_test_add_func ("/charts/chart/million", test_million);
  g_test_add_func ("/charts/chart/gone-while-counting", test_gone_while_counting);
  g_test_add_func ("/charts/chart/model-changes", test_model_changes);
  g_test_add_func ("/charts/chart/dark", test_dark);
  g_test_add_func ("/charts/chart/all-kinds", test_all_kinds);
  g_test_add_func ("/charts/card/table", test_card);
  g_test_add_func ("/charts/card/activation", test_card_activation);
  g_test_add_func ("/charts/card/copy", test_copy);
  g_test_add_func ("/charts/card/save", test_save);
  g_test_add_func ("/charts/card/action", test_card_action);
  return g_test_run ();
}

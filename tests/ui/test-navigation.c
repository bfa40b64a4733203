/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Going from page to page: sidebar, actions, views, back; the counts beside the names. */

#include "crm-pages.h"
#include "crm-shell.h"
#include "crm-sidebar-row.h"
#include "crm-ui-test.h"

static gboolean
has_census (gpointer data)
{
  const CrmCensus *census = crm_sidebar_get_census (crm_window_get_sidebar (CRM_WINDOW (data)));

  /* The views come first, the figures after the page. */
  return census != NULL && crm_census_get_count (census, "customer") >= 0;
}

static CrmSidebarRow *
find_row (CrmUiTest *test, const char *page, CrmId view)
{
  GtkWidget *row = crm_sidebar_find_row (crm_window_get_sidebar (test->window), page, view);

  g_assert_nonnull (row);
  return CRM_SIDEBAR_ROW (row);
}

static guint
count_selected (CrmUiTest *test)
{
  guint n, selected = 0;
  const CrmPageInfo *pages = crm_pages (&n);
  const CrmCensus *census = crm_sidebar_get_census (crm_window_get_sidebar (test->window));

  for (guint i = 0; i < n; i++)
    if (!pages[i].hidden)
      selected +=
          gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (find_row (test, pages[i].name, 0)));
  for (guint i = 0; i < census->views->len; i++)
    {
      CrmCensusView *view = g_ptr_array_index (census->views, i);

      selected += gtk_list_box_row_is_selected (
          GTK_LIST_BOX_ROW (find_row (test, NULL, crm_record_get_id (view->record))));
    }
  return selected;
}

static void
test_pages (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);

  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "today");
  crm_ui_test_wait_for (has_census, test->window);
  for (guint i = 0; i < n; i++)
    {
      if (pages[i].hidden)
        continue;
      crm_ui_test_activate (test, "go-page", g_variant_new_string (pages[i].name));
      crm_ui_test_settle ();
      g_assert_cmpstr (crm_window_get_page_name (test->window), ==, pages[i].name);
      g_assert_true (
          gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (find_row (test, pages[i].name, 0))));
      g_assert_cmpuint (count_selected (test), ==, 1);
    }
}

static void
test_keys (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  g_auto (GStrv) first = gtk_application_get_accels_for_action (GTK_APPLICATION (test->application),
                                                                "win.go-page::today");
  g_auto (GStrv) second = gtk_application_get_accels_for_action (
      GTK_APPLICATION (test->application), "win.go-page::customer");
  g_auto (GStrv) palette =
      gtk_application_get_accels_for_action (GTK_APPLICATION (test->application), "win.palette");

  g_assert_cmpstr (first[0], ==, "<Control>1");
  g_assert_cmpstr (second[0], ==, "<Control>2");
  g_assert_cmpstr (palette[0], ==, "<Control>k");
}

static void
test_counts (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  const CrmCensus *census;

  crm_ui_test_wait_for (has_census, test->window);
  census = crm_sidebar_get_census (crm_window_get_sidebar (test->window));
  g_assert_cmpint (crm_census_get_count (census, "customer"), ==, 3);
  g_assert_cmpstr (crm_sidebar_row_get_count_text (find_row (test, "customer", 0)), ==, "3");
  g_assert_cmpstr (crm_sidebar_row_get_count_text (find_row (test, "contact", 0)), ==, "1");
  g_assert_cmpint (census->due, ==, 2);
  g_assert_cmpint (census->overdue, ==, 1);
  g_assert_cmpstr (crm_sidebar_row_get_count_text (find_row (test, "today", 0)), ==, "2");
}

static void
test_views (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  const CrmCensus *census;
  CrmCensusView *view;
  CrmId id;

  crm_ui_test_wait_for (has_census, test->window);
  census = crm_sidebar_get_census (crm_window_get_sidebar (test->window));
  g_assert_cmpuint (census->views->len, ==, 1);
  view = g_ptr_array_index (census->views, 0);
  g_assert_cmpint (view->count, ==, 2);
  id = crm_record_get_id (view->record);
  g_assert_cmpstr (crm_sidebar_row_get_label (find_row (test, NULL, id)), ==, "In Suzhou");

  crm_sidebar_choose_view (crm_window_get_sidebar (test->window), id);
  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "customer");
  g_assert_cmpuint (count_selected (test), ==, 1);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (find_row (test, NULL, id))));
}

static void
test_back (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);

  crm_ui_test_activate (test, "go-page", g_variant_new_string ("customer"));
  crm_ui_test_activate (test, "go-page", g_variant_new_string ("contact"));
  crm_ui_test_activate (test, "back", NULL);
  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "customer");
  crm_ui_test_activate (test, "back", NULL);
  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "today");
  crm_ui_test_activate (test, "back", NULL);
  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "today");
}

static gboolean
is_narrow (gpointer data)
{
  return crm_shell_get_narrow (CRM_SHELL (crm_window_get_shell (CRM_WINDOW (data))));
}

static void
test_narrow (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmShell *shell = CRM_SHELL (crm_window_get_shell (test->window));
  int least;

  g_assert_false (crm_shell_get_narrow (shell));
  gtk_widget_measure (GTK_WIDGET (shell), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, ==, CRM_SHELL_LEAST_WIDTH);

  gtk_window_set_default_size (GTK_WINDOW (test->window), 700, 700);
  crm_ui_test_wait_for (is_narrow, test->window);
  g_assert_true (crm_context_get_narrow (crm_ui_test_context (test)));
  g_assert_false (crm_shell_get_open (shell));
  crm_ui_test_activate (test, "toggle-sidebar", NULL);
  g_assert_true (crm_shell_get_open (shell));
  crm_ui_test_activate (test, "escape", NULL);
  g_assert_false (crm_shell_get_open (shell));

  /* Going somewhere closes it. */
  crm_ui_test_activate (test, "toggle-sidebar", NULL);
  crm_window_go_page (test->window, "customer");
  g_assert_false (crm_shell_get_open (shell));
}

/* Nothing scrolls sideways: a page that is told to be narrow fits the least width. */
static void
test_least_width (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);
  int least;

  gtk_window_set_default_size (GTK_WINDOW (test->window), CRM_SHELL_LEAST_WIDTH, 700);
  crm_ui_test_wait_for (is_narrow, test->window);
  for (guint i = 0; i < n; i++)
    {
      if (pages[i].hidden)
        continue;
      crm_window_go_page (test->window, pages[i].name);
      crm_ui_test_settle ();
      gtk_widget_measure (GTK_WIDGET (crm_window_get_page (test->window)),
                          GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      g_test_message ("%s: %d", pages[i].name, least);
      g_assert_cmpint (least, <=, CRM_SHELL_LEAST_WIDTH);
    }
  crm_ui_test_activate (test, "palette", NULL);
  gtk_widget_measure (GTK_WIDGET (crm_window_get_palette (test->window)),
                      GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, CRM_SHELL_LEAST_WIDTH);
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/navigation/pages", test_pages);
  g_test_add_func ("/ui/navigation/keys", test_keys);
  g_test_add_func ("/ui/navigation/counts", test_counts);
  g_test_add_func ("/ui/navigation/views", test_views);
  g_test_add_func ("/ui/navigation/back", test_back);
  g_test_add_func ("/ui/navigation/narrow", test_narrow);
  g_test_add_func ("/ui/navigation/least-width", test_least_width);
  return g_test_run ();
}

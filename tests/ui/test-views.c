/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A saved view that is open: how it shows that it was changed, saving and reverting that, and what the
 * page does when the view is renamed, deleted and brought back elsewhere. */

#include "crm-entities.h"
#include "crm-list-page.h"
#include "crm-list-view-dialog.h"
#include "crm-ui-test.h"

typedef struct
{
  CrmUiTest *test;
  CrmListPage *page;
  CrmId view;
} Fixture;

static CrmRecord *
load (Fixture *f)
{
  g_autoptr (CrmReader) reader =
      crm_store_open_reader (crm_context_get_store (crm_ui_test_context (f->test)), NULL);

  return crm_reader_load (reader, &crm_entity_view, f->view, NULL);
}

static gboolean
has_view_row (gpointer data)
{
  Fixture *f = data;

  return crm_sidebar_find_row (crm_window_get_sidebar (f->test->window), NULL, f->view) != NULL;
}

static gboolean
shows_view (gpointer data)
{
  Fixture *f = data;

  return crm_list_page_get_view (f->page) == f->view;
}

static gboolean
shows_no_view (gpointer data)
{
  Fixture *f = data;

  return crm_list_page_get_view (f->page) == 0;
}

static gboolean
has_two (gpointer data)
{
  Fixture *f = data;
  CrmRecordList *list = crm_list_page_get_list (f->page);

  return !crm_record_list_get_loading (list) && g_list_model_get_n_items (G_LIST_MODEL (list)) == 2;
}

static gboolean
has_three (gpointer data)
{
  Fixture *f = data;
  CrmRecordList *list = crm_list_page_get_list (f->page);

  return !crm_record_list_get_loading (list) && g_list_model_get_n_items (G_LIST_MODEL (list)) == 3;
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
is_marked (gpointer data)
{
  return has_text (GTK_WIDGET (((Fixture *) data)->page), "Modified");
}

static gboolean
is_not_marked (gpointer data)
{
  return !is_marked (data);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = crm_ui_test_start (crm_ui_test_seed);
  f->view = crm_ui_test_any_record (f->test, &crm_entity_view);
  crm_ui_test_wait_for (has_view_row, f);
  crm_sidebar_choose_view (crm_window_get_sidebar (f->test->window), f->view);
  f->page = CRM_LIST_PAGE (crm_window_get_page (f->test->window));
  crm_ui_test_wait_for (has_two, f);
  g_assert_true (shows_view (f));
  crm_ui_test_wait_for (is_not_marked, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  crm_ui_test_stop (f->test);
}

static void
act (Fixture *f, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->page), action, NULL));
}

static void
test_revert (Fixture *f, gconstpointer data)
{
  act (f, "list.clear-filters");
  crm_ui_test_wait_for (has_three, f);
  g_assert_true (shows_view (f));
  crm_ui_test_wait_for (is_marked, f);
  act (f, "list.revert-view");
  crm_ui_test_wait_for (has_two, f);
  crm_ui_test_wait_for (is_not_marked, f);
}

/* A column is part of the view as the filter is, and no change of the list itself. */
static void
test_columns (Fixture *f, gconstpointer data)
{
  GSettings *settings = crm_context_get_settings (crm_ui_test_context (f->test));
  g_autoptr (GVariant) before = g_settings_get_value (settings, "list-columns");
  g_autoptr (GVariant) after = NULL;
  g_autoptr (CrmRecord) view = NULL;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.hide-column", "s", "city");
  crm_ui_test_wait_for (is_marked, f);
  crm_ui_test_activate (f->test, "save-view", NULL);
  crm_ui_test_wait_for (is_not_marked, f);
  view = load (f);
  g_assert_nonnull (crm_record_get_text (view, "columns"));
  g_assert_null (strstr (crm_record_get_text (view, "columns"), "\"city\""));
  after = g_settings_get_value (settings, "list-columns");
  g_assert_true (g_variant_equal (before, after));
}

static gboolean
is_saved_empty (gpointer data)
{
  g_autoptr (CrmRecord) view = load (data);

  return crm_record_get_text (view, "filter") == NULL;
}

static gboolean
is_saved_filtered (gpointer data)
{
  return !is_saved_empty (data);
}

/* Ctrl+S keeps the change in the view it belongs to; undoing that brings page and view back. */
static void
test_save (Fixture *f, gconstpointer data)
{
  act (f, "list.clear-filters");
  crm_ui_test_wait_for (has_three, f);
  crm_ui_test_activate (f->test, "save-view", NULL);
  crm_ui_test_wait_for (is_saved_empty, f);
  crm_ui_test_wait_for (is_not_marked, f);
  g_assert_cmpint ((gint64) crm_ui_test_any_record (f->test, &crm_entity_view), ==,
                   (gint64) f->view);
  crm_ui_test_activate (f->test, "undo", NULL);
  crm_ui_test_wait_for (is_saved_filtered, f);
  crm_ui_test_wait_for (has_two, f);
  g_assert_true (shows_view (f));
}

static gboolean
is_titled (gpointer data)
{
  g_autofree char *title = crm_page_get_title (CRM_PAGE (((Fixture *) data)->page));

  return g_str_equal (title, "By the lake");
}

static void
test_renamed (Fixture *f, gconstpointer data)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_view);
  g_auto (CrmValue) name = crm_value_text ("By the lake");

  crm_changeset_set (changes, &crm_entity_view, f->view, "name", NULL, &name);
  crm_context_save (crm_ui_test_context (f->test), changes, NULL, NULL, NULL);
  crm_ui_test_wait_for (is_titled, f);
}

static void
test_deleted (Fixture *f, gconstpointer data)
{
  act (f, "list.delete-view");
  crm_ui_test_wait_for (shows_no_view, f);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (
      crm_sidebar_find_row (crm_window_get_sidebar (f->test->window), "customer", 0))));
}

/* The row of the list shows all of it, with the list's own columns; Back shows the view again. */
static void
test_back (Fixture *f, gconstpointer data)
{
  GtkWidget *row = crm_sidebar_find_row (crm_window_get_sidebar (f->test->window), "customer", 0);

  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  crm_ui_test_wait_for (has_three, f);
  g_assert_true (shows_no_view (f));
  crm_window_go_back (f->test->window);
  crm_ui_test_wait_for (has_two, f);
  g_assert_true (shows_view (f));
}

static gboolean
shows_another (gpointer data)
{
  Fixture *f = data;

  return crm_list_page_get_view (f->page) != 0 && crm_list_page_get_view (f->page) != f->view;
}

static void
test_save_as (Fixture *f, gconstpointer data)
{
  GtkWidget *name;

  act (f, "list.save-view");
  name = crm_ui_test_find_type (crm_ui_test_find_window (CRM_TYPE_LIST_VIEW_DIALOG),
                                ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (name), "A second one");
  g_signal_emit_by_name (name, "entry-activated");
  crm_ui_test_wait_for (shows_another, f);
  g_assert_true (is_not_marked (f));
  f->view = crm_list_page_get_view (f->page);
  crm_ui_test_wait_for (has_view_row, f);
  crm_ui_test_settle ();
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (
      crm_sidebar_find_row (crm_window_get_sidebar (f->test->window), NULL, f->view))));
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/ui/views/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("revert", test_revert);
  ADD ("columns", test_columns);
  ADD ("save", test_save);
  ADD ("renamed", test_renamed);
  ADD ("deleted", test_deleted);
  ADD ("back", test_back);
  ADD ("save-as", test_save_as);
#undef ADD
  return g_test_run ();
}

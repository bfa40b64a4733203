/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The trash page and the window of all changes. */

#include "crm-entities.h"
#include "crm-history-row.h"
#include "crm-history-window.h"
#include "crm-trash-page.h"
#include "crm-ui-test.h"

static gboolean
is_visible (GtkWidget *widget, gpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(GType *) type) && gtk_widget_is_visible (widget);
}

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  return crm_ui_test_find (root, is_visible, &type);
}

static gboolean
can_undo (gpointer window)
{
  return g_action_group_get_action_enabled (window, "undo");
}

static gboolean
can_redo (gpointer window)
{
  return g_action_group_get_action_enabled (window, "redo");
}

static gboolean
shows_contacts (gpointer page)
{
  return crm_trash_page_get_entity (page) == &crm_entity_contact;
}

static gint64
count_deleted (CrmUiTest *test, const char *table)
{
  g_autoptr (CrmReader) reader =
      crm_store_open_reader (crm_context_get_store (crm_ui_test_context (test)), NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM %s WHERE deleted_at IS NOT NULL", table);

  return crm_reader_int (reader, sql, -1);
}

static void
delete_contact (CrmUiTest *test)
{
  g_autoptr (CrmReader) reader =
      crm_store_open_reader (crm_context_get_store (crm_ui_test_context (test)), NULL);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_DELETE, &crm_entity_contact);

  crm_changeset_delete (changes, &crm_entity_contact,
                        crm_reader_int (reader, "SELECT min(id) FROM contact", 0));
  crm_context_save (crm_ui_test_context (test), changes, NULL, NULL, NULL);
  crm_ui_test_wait_for (can_undo, test->window);
}

/* The first list with something in it is shown, and has no way to the live records. */
static void
test_page (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);

  delete_contact (test);
  g_assert_cmpint (count_deleted (test, "contact"), ==, 1);
  crm_window_go_page (test->window, "trash");
  crm_ui_test_wait_for (shows_contacts, crm_window_get_page (test->window));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (test->window), "create"));
}

/* The topmost change is taken back by its button, and then done again by the same one. */
static void
test_changes (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  g_autoptr (GListModel) windows = NULL;
  GtkWidget *changes = NULL, *row, *button;

  delete_contact (test);
  crm_ui_test_activate (test, "changes", NULL);
  windows = g_object_ref (gtk_window_get_toplevels ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (CRM_IS_HISTORY_WINDOW (window))
        changes = window;
    }
  g_assert_nonnull (changes);
  while ((row = find_widget (changes, CRM_TYPE_HISTORY_ROW)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  button = find_widget (row, GTK_TYPE_BUTTON);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Undo");
  g_signal_emit_by_name (button, "clicked");
  crm_ui_test_wait_for (can_redo, test->window);
  g_assert_cmpint (count_deleted (test, "contact"), ==, 0);
  while (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), "Redo") != 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (button, "clicked");
  crm_ui_test_wait_for (can_undo, test->window);
  g_assert_cmpint (count_deleted (test, "contact"), ==, 1);
}

int
main (int argc, char **argv)
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/trash/page", test_page);
  g_test_add_func ("/ui/trash/changes", test_changes);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Edit section of the menu, Undo and Redo, and toasts. */

#include "crm-entities.h"
#include "crm-ui-test.h"

static char *
dup_undo_label (CrmUiTest *test)
{
  g_autoptr (GMenuModel) edit =
      g_menu_model_get_item_link (crm_window_get_menu (test->window), 0, G_MENU_LINK_SECTION);
  char *label = NULL;

  g_menu_model_get_item_attribute (edit, 0, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  return label;
}

static gboolean
can_undo (gpointer data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (data), "undo");
}

static gboolean
cannot_undo (gpointer data)
{
  return !can_undo (data);
}

static gboolean
can_redo (gpointer data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (data), "redo");
}

static void
add_customer (CrmUiTest *test, const char *name, const char *done)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) customer = crm_record_new (&crm_entity_customer);

  crm_record_set_text (customer, "name", name);
  crm_record_set_text (customer, "kind", "organization");
  crm_changeset_insert (changes, customer);
  crm_context_save (crm_ui_test_context (test), changes, done, NULL, NULL);
}

static void
test_label (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  g_autofree char *before = dup_undo_label (test);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;

  g_assert_cmpstr (before, ==, "_Undo");
  g_assert_false (can_undo (test->window));
  add_customer (test, "Lumina_Glass", NULL);
  crm_ui_test_wait_for (can_undo, test->window);
  after = dup_undo_label (test);
  g_assert_true (g_str_has_prefix (after, "_Undo: "));
  /* An underline of a name is no mnemonic. */
  g_assert_nonnull (strstr (after, "Lumina__Glass"));

  crm_ui_test_activate (test, "undo", NULL);
  crm_ui_test_wait_for (can_redo, test->window);
  crm_ui_test_wait_for (cannot_undo, test->window);
  undone = dup_undo_label (test);
  g_assert_cmpstr (undone, ==, "_Undo");
  crm_ui_test_activate (test, "redo", NULL);
  crm_ui_test_wait_for (can_undo, test->window);
}

static gboolean
has_toast (gpointer data)
{
  return crm_window_get_toast (CRM_WINDOW (data)) != NULL;
}

static gboolean
has_undone_toast (gpointer data)
{
  AdwToast *toast = crm_window_get_toast (CRM_WINDOW (data));

  return toast != NULL && g_str_has_prefix (adw_toast_get_title (toast), "Undone: ");
}

static gboolean
has_redone_toast (gpointer data)
{
  AdwToast *toast = crm_window_get_toast (CRM_WINDOW (data));

  return toast != NULL && g_str_has_prefix (adw_toast_get_title (toast), "Redone: ");
}

static void
test_toast (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  AdwToast *toast;

  add_customer (test, "Lumina & Sons", "Lumina & Sons added");
  crm_ui_test_wait_for (has_toast, test->window);
  toast = crm_window_get_toast (test->window);
  g_assert_cmpstr (adw_toast_get_title (toast), ==, "Lumina &amp; Sons added");
  g_assert_cmpuint (adw_toast_get_timeout (toast), ==, 10);
  g_assert_cmpstr (adw_toast_get_action_name (toast), ==, "win.undo-group");
  crm_ui_test_wait_for (can_undo, test->window);

  crm_ui_test_activate (test, "undo-group", adw_toast_get_action_target_value (toast));
  crm_ui_test_wait_for (can_redo, test->window);
  /* The toast of the undo takes the place of the first one; the answer may come after the news. */
  crm_ui_test_wait_for (has_undone_toast, test->window);

  /* From there back again, and back once more. */
  toast = crm_window_get_toast (test->window);
  g_assert_cmpstr (adw_toast_get_button_label (toast), ==, "_Redo");
  g_assert_cmpstr (adw_toast_get_action_name (toast), ==, "win.redo-group");
  crm_ui_test_activate (test, "redo-group", adw_toast_get_action_target_value (toast));
  crm_ui_test_wait_for (has_redone_toast, test->window);
  toast = crm_window_get_toast (test->window);
  g_assert_cmpstr (adw_toast_get_button_label (toast), ==, "_Undo");
  crm_ui_test_wait_for (can_undo, test->window);
  crm_ui_test_activate (test, "undo-group", adw_toast_get_action_target_value (toast));
  crm_ui_test_wait_for (has_undone_toast, test->window);
  crm_ui_test_wait_for (cannot_undo, test->window);
}

static void
test_refused (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  g_auto (CrmValue) value = crm_value_text ("x");

  /* There is no such record. */
  crm_changeset_set (changes, &crm_entity_customer, crm_entity_first_id (&crm_entity_customer) + 77,
                     "name", NULL, &value);
  crm_context_save (crm_ui_test_context (test), changes, "saved", NULL, NULL);
  crm_ui_test_wait_for (has_toast, test->window);
  g_assert_cmpstr (adw_toast_get_title (crm_window_get_toast (test->window)), !=, "saved");
  g_assert_null (adw_toast_get_button_label (crm_window_get_toast (test->window)));
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/undo/label", test_label);
  g_test_add_func ("/ui/undo/toast", test_toast);
  g_test_add_func ("/ui/undo/refused", test_refused);
  return g_test_run ();
}

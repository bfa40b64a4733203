/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every control can be named by a screen reader and reached by Tab: walks the widgets of each page and
 * dialog. */

#include "crm-entities.h"
#include "crm-history-window.h"
#include "crm-import-window.h"
#include "crm-order-window.h"
#include "crm-pages.h"
#include "crm-preferences-window.h"
#include "crm-ui-test.h"

/* ---- names ---- */

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_SWITCH (widget) ||
         GTK_IS_DROP_DOWN (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_ENTRY (widget) ||
         GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_SPIN_BUTTON (widget);
}

/* What GTK and libadwaita build inside a control is named by the control. */
static gboolean
is_inside (GtkWidget *widget)
{
  const GType outer[] = { GTK_TYPE_MENU_BUTTON, GTK_TYPE_DROP_DOWN,      GTK_TYPE_ENTRY,
                          GTK_TYPE_SPIN_BUTTON, GTK_TYPE_SEARCH_ENTRY,   GTK_TYPE_CALENDAR,
                          ADW_TYPE_COMBO_ROW,   GTK_TYPE_WINDOW_CONTROLS };
  GtkWidget *parent = gtk_widget_get_parent (widget);

  for (guint i = 0; parent != NULL && i < G_N_ELEMENTS (outer); i++)
    if (gtk_widget_get_ancestor (parent, outer[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;
  if (GTK_IS_INSCRIPTION (widget) && gtk_inscription_get_text (GTK_INSCRIPTION (widget)) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && has_words (child))
      return TRUE;
  return FALSE;
}

static gboolean
is_named (GtkWidget *widget)
{
  const char *tip = gtk_widget_get_tooltip_text (widget);

  if (tip != NULL && *tip != '\0')
    return TRUE;
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_ENTRY (widget))
    {
      g_autofree char *placeholder = NULL;

      g_object_get (widget, "placeholder-text", &placeholder, NULL);
      return placeholder != NULL && *placeholder != '\0';
    }
  /* The value of a drop-down is no name of it; the words in a button are. */
  return !GTK_IS_DROP_DOWN (widget) && !GTK_IS_TEXT_VIEW (widget) && has_words (widget);
}

static char *
describe (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  for (GtkWidget *w = widget; w != NULL; w = gtk_widget_get_parent (w))
    {
      g_autofree char *icon = NULL;

      if (g_object_class_find_property (G_OBJECT_GET_CLASS (w), "icon-name") != NULL)
        g_object_get (w, "icon-name", &icon, NULL);
      g_string_append_printf (text, " < %s%s%s", G_OBJECT_TYPE_NAME (w), icon != NULL ? " " : "",
                              icon != NULL ? icon : "");
    }
  return g_string_free (text, FALSE);
}

static guint
count_nameless (GtkWidget *widget, const char *where)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (is_control (widget) && !is_inside (widget) && !is_named (widget))
    {
      g_autofree char *what = describe (widget);

      g_test_message ("%s: no name:%s", where, what);
      g_printerr ("%s: no name:%s\n", where, what);
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_nameless (child, where);
  return n;
}

/* ---- Tab ---- */

static void
collect_focusable (GtkWidget *widget, GHashTable *missing)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_mapped (widget))
    return;
  if ((GTK_IS_BUTTON (widget) || GTK_IS_SWITCH (widget)) && gtk_widget_is_sensitive (widget) &&
      !is_inside (widget) && gtk_widget_get_focusable (widget))
    g_hash_table_add (missing, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_focusable (child, missing);
}

/* Goes round by Tab and takes off what had the focus. */
static guint
count_unreached (GtkWindow *window, const char *where)
{
  g_autoptr (GHashTable) missing = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key;
  GtkWidget *first = NULL;

  gtk_window_set_focus (window, NULL);
  collect_focusable (GTK_WIDGET (window), missing);
  for (guint step = 0; step < 600; step++)
    {
      GtkWidget *focus;

      if (!gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD))
        gtk_window_set_focus (window, NULL);
      focus = gtk_window_get_focus (window);
      if (focus == NULL)
        continue;
      if (first == NULL)
        first = focus;
      else if (focus == first)
        break;
      for (GtkWidget *w = focus; w != NULL; w = gtk_widget_get_parent (w))
        g_hash_table_remove (missing, w);
    }
  g_hash_table_remove (missing, first);
  g_hash_table_iter_init (&iter, missing);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autofree char *what = describe (key);

      g_printerr ("%s: not reached by Tab:%s\n", where, what);
    }
  return g_hash_table_size (missing);
}

/* ---- pages ---- */

static void
test_pages (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  guint n_pages;
  const CrmPageInfo *pages = crm_pages (&n_pages);
  guint n = 0;

  for (guint narrow = 0; narrow < 2; narrow++)
    for (guint i = 0; i < n_pages; i++)
      {
        if (pages[i].hidden)
          continue;
        crm_context_set_narrow (crm_ui_test_context (test), narrow);
        crm_window_go_page (test->window, pages[i].name);
        crm_ui_test_settle ();
        n += count_nameless (GTK_WIDGET (test->window), pages[i].name);
      }
  g_assert_cmpuint (n, ==, 0);
}

static gboolean
has_record (gpointer data)
{
  return crm_page_can (crm_window_get_page (CRM_WINDOW (data)), CRM_PAGE_EDIT);
}

static void
test_records (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmContext *context = crm_ui_test_context (test);
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);
  guint n = 0;

  for (guint i = 0; i < n_entities; i++)
    {
      CrmId id = crm_ui_test_any_record (test, entities[i]);

      if (id == 0)
        continue;
      crm_context_go_record (context, id, NULL);
      crm_ui_test_wait_for (has_record, test->window);
      crm_ui_test_settle ();
      n += count_nameless (GTK_WIDGET (test->window), entities[i]->name);
    }
  g_assert_cmpuint (n, ==, 0);
}

static void
check_window (GtkWindow *window, CrmUiTest *test, const char *where, guint *n)
{
  gtk_window_set_transient_for (window, GTK_WINDOW (test->window));
  gtk_window_present (window);
  crm_ui_test_settle ();
  *n += count_nameless (GTK_WIDGET (window), where);
  *n += count_unreached (window, where);
  gtk_window_destroy (window);
  crm_ui_test_settle ();
}

static void
test_dialogs (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmContext *context = crm_ui_test_context (test);
  CrmId customer = crm_entity_first_id (&crm_entity_customer);
  guint n = 0;

  check_window (GTK_WINDOW (crm_import_window_new (context)), test, "import", &n);
  check_window (GTK_WINDOW (crm_history_window_new (context)), test, "changes", &n);
  check_window (GTK_WINDOW (crm_order_window_new (context, customer, FALSE)), test, "order", &n);
  check_window (
      GTK_WINDOW (crm_preferences_window_new (
          GTK_WINDOW (test->window), crm_application_get_settings (test->application), context)),
      test, "preferences", &n);
  crm_palette_toggle (crm_window_get_palette (test->window));
  crm_ui_test_settle ();
  n += count_nameless (GTK_WIDGET (test->window), "palette");
  g_assert_cmpuint (n, ==, 0);
}

static void
test_tab (void)
{
  static const char *const pages[] = { "today", "customer", "insights", "trash" };
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      crm_window_go_page (test->window, pages[i]);
      crm_ui_test_settle ();
      n += count_unreached (GTK_WINDOW (test->window), pages[i]);
    }
  g_assert_cmpuint (n, ==, 0);
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/accessible/pages", test_pages);
  g_test_add_func ("/ui/accessible/records", test_records);
  g_test_add_func ("/ui/accessible/dialogs", test_dialogs);
  g_test_add_func ("/ui/accessible/tab", test_tab);
  return g_test_run ();
}

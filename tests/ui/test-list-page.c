/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list page on a store of its own: rows, filter, sort, selection, creation, deletion and undo, bulk
 * edit, views, narrow form, states. Waits on conditions, never on time. */

#include <adwaita.h>
#include <glib/gstdio.h>

#include "crm-entities.h"
#include "crm-filter-chips.h"
#include "crm-list-bulk-dialog.h"
#include "crm-list-bulk.h"
#include "crm-list-create-dialog.h"
#include "crm-list-page.h"
#include "crm-list-selection.h"
#include "crm-list-view-dialog.h"
#include "crm-list-view.h"
#include "crm-ui-test.h"
#include "crm-ui.h"

typedef struct
{
  char *folder;
  char *path;
  CrmStore *store;
  GSettings *settings;
  CrmContext *context;
  GtkWidget *window;
  CrmListPage *page;
  CrmRecordList *list;
  CrmListView *view;
  CrmListSelection *selection;
  char *toast;
  gint64 toast_group;
  CrmId opened;
} Fixture;

/* ---- waiting ---- */

typedef gboolean (*Condition) (Fixture *f, gpointer data);

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

#define wait_until(f, condition, data) wait_for (f, condition, data, #condition, G_STRLOC)

static void
wait_for (Fixture *f, Condition condition, gpointer data, const char *what, const char *where)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint wake = g_timeout_add (5, wake_cb, NULL);

  while (!condition (f, data) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
  if (!condition (f, data))
    g_error ("%s: waited in vain for %s", where, what);
}

static gboolean
is_idle (Fixture *f, gpointer data)
{
  return !crm_record_list_get_loading (f->list) &&
         g_list_model_get_n_items (G_LIST_MODEL (f->list)) == GPOINTER_TO_UINT (data);
}

static gboolean
has_state (Fixture *f, gpointer data)
{
  return g_strcmp0 (crm_list_page_get_state (f->page), data) == 0;
}

static gboolean
has_toast (Fixture *f, gpointer data)
{
  return f->toast != NULL;
}

static gboolean
dialog_is_open (Fixture *f, gpointer data)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, *(GType *) data))
      return TRUE;
  return FALSE;
}

static gboolean
dialog_is_closed (Fixture *f, gpointer data)
{
  return !dialog_is_open (f, data);
}

/* ---- finding widgets ---- */

static gboolean
is_button_labelled (GtkWidget *widget, gpointer label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
has_text (GtkWidget *widget, gpointer text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
  return GTK_IS_INSCRIPTION (widget) &&
         g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0;
}

static gboolean
shows_text (Fixture *f, gpointer text)
{
  return crm_ui_test_find (f->window, has_text, text) != NULL;
}

static void
click (GtkWidget *root, const char *label)
{
  GtkWidget *button = crm_ui_test_find (root, is_button_labelled, (gpointer) label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* ---- the fixture ---- */

static void
toast_cb (CrmContext *context, const char *text, gint64 group, gboolean redo, Fixture *f)
{
  g_free (f->toast);
  f->toast = g_strdup (text);
  f->toast_group = group;
}

static void
forget_toast (Fixture *f)
{
  g_clear_pointer (&f->toast, g_free);
  f->toast_group = 0;
}

static void
go_record_cb (CrmContext *context, gint64 id, CrmRecordList *list, Fixture *f)
{
  f->opened = id;
}

static void
add_customers (Fixture *f, guint n)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_SAMPLE, &crm_entity_customer);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_customer);
      g_autofree char *name =
          i == 3 ? g_strdup ("杭州云栖传媒") : g_strdup_printf ("Customer %03u", i);
      crm_record_set_text (record, "name", name);
      crm_record_set_text (record, "kind", "organization");
      crm_record_set_text (record, "lifecycle-stage", i % 2 == 0 ? "lead" : "customer");
      crm_record_set_text (record, "city", i % 3 == 0 ? "Suzhou" : "Ningbo");
      crm_record_set_int (record, "employees", (gint64) ((i * 37) % 100));
      crm_changeset_insert (changes, record);
    }
  crm_store_apply (f->store, changes, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer n)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("crm-list-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "crm.db", NULL);
  f->store = crm_store_open (f->path, CRM_STORE_NO_BACKUP, &error);
  g_assert_no_error (error);
  if (GPOINTER_TO_UINT (n) > 0)
    add_customers (f, GPOINTER_TO_UINT (n));
  f->settings = g_settings_new ("org.example.Crm");
  g_settings_reset (f->settings, "list-columns");
  f->context = crm_context_new (f->store, f->settings);
  g_signal_connect (f->context, "toast", G_CALLBACK (toast_cb), f);
  g_signal_connect (f->context, "go-record", G_CALLBACK (go_record_cb), f);
  f->page = CRM_LIST_PAGE (crm_list_page_new (f->context, &crm_entity_customer));
  f->list = crm_list_page_get_list (f->page);
  f->view = CRM_LIST_VIEW (crm_ui_test_find_type (GTK_WIDGET (f->page), CRM_TYPE_LIST_VIEW));
  f->selection = crm_list_view_get_selection (f->view);
  f->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1056, 700);
  adw_window_set_content (ADW_WINDOW (f->window), GTK_WIDGET (f->page));
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (f, is_idle, (gpointer) n);
}

static void
tear_down (Fixture *f, gconstpointer n)
{
  g_autoptr (GDir) folder = NULL;
  const char *name = NULL;

  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&f->context);
  g_clear_object (&f->settings);
  crm_store_close (f->store);
  g_clear_object (&f->store);
  folder = g_dir_open (f->folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->toast);
}

static CrmRecord *
load (Fixture *f, CrmId id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReader) reader = crm_reader_open (f->path, &error);
  CrmRecord *record = NULL;

  g_assert_no_error (error);
  record = crm_reader_load (reader, crm_entity_of_id (id), id, &error);
  g_assert_no_error (error);
  return record;
}

static void
set_filter (Fixture *f, const char *expression, const char *search)
{
  g_autoptr (CrmQuery) query = crm_query_copy (crm_list_page_get_query (f->page));
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&query->filter, crm_filter_unref);
  if (expression != NULL)
    query->filter = crm_filter_parse (&crm_entity_customer, expression, &error);
  g_assert_no_error (error);
  g_free (query->search);
  query->search = g_strdup (search);
  crm_list_page_set_query (f->page, query, NULL);
}

/* ---- the tests ---- */

static void
test_rows (Fixture *f, gconstpointer n)
{
  g_autofree char *title = crm_page_get_title (CRM_PAGE (f->page));

  wait_until (f, has_state, (gpointer) "rows");
  wait_until (f, shows_text, (gpointer) "Customer 000");
  g_assert_true (shows_text (f, (gpointer) "Lifetime value, ¥"));
  g_assert_true (shows_text (f, (gpointer) "No orders"));
  g_assert_cmpstr (title, ==, "Customers");
  g_assert_true (crm_page_can (CRM_PAGE (f->page), CRM_PAGE_CREATE));
  /* Latin before Han, by name. */
  g_autoptr (CrmRecord) last = load (f, crm_record_list_get_id (f->list, 59));
  g_assert_cmpstr (crm_record_get_title (last), ==, "杭州云栖传媒");
}

static void
test_filter (Fixture *f, gconstpointer n)
{
  CrmFilterChips *chips =
      CRM_FILTER_CHIPS (crm_ui_test_find_type (GTK_WIDGET (f->page), CRM_TYPE_FILTER_CHIPS));

  set_filter (f, "lifecycle-stage = lead and city = \"Suzhou\"", NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (10));
  g_assert_cmpuint (crm_filter_chips_get_n_chips (chips), ==, 2);
  wait_until (f, shows_text, (gpointer) "10 of 60");

  g_signal_emit_by_name (chips, "remove", 1u);
  wait_until (f, is_idle, GUINT_TO_POINTER (30));
  g_assert_cmpuint (crm_filter_chips_get_n_chips (chips), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.clear-filters", NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (60));
  g_assert_cmpuint (crm_filter_chips_get_n_chips (chips), ==, 0);
}

/* The one of the page, not those in its popovers. */
static gboolean
is_search (GtkWidget *widget, gpointer data)
{
  return GTK_IS_SEARCH_ENTRY (widget) && gtk_widget_get_mapped (widget);
}

static void
test_search (Fixture *f, gconstpointer n)
{
  GtkWidget *search = crm_ui_test_find (GTK_WIDGET (f->page), is_search, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), "云栖");
  wait_until (f, is_idle, GUINT_TO_POINTER (1));
  wait_until (f, shows_text, (gpointer) "杭州云栖传媒");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpint (f->opened, ==, crm_record_list_get_id (f->list, 0));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  wait_until (f, is_idle, GUINT_TO_POINTER (60));
}

static gboolean
is_sorted (Fixture *f, gpointer data)
{
  g_autoptr (CrmRecord) first = NULL;

  if (crm_record_list_get_loading (f->list))
    return FALSE;
  first = load (f, crm_record_list_get_id (f->list, 0));
  return g_strcmp0 (crm_record_get_title (first), data) == 0;
}

static void
test_sort (Fixture *f, gconstpointer n)
{
  g_autoptr (CrmListLayout) kept = NULL;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.sort-descending", "s", "employees");
  g_assert_cmpstr (crm_list_page_get_query (f->page)->sort, ==, "employees");
  wait_until (f, is_sorted, (gpointer) "Customer 027"); /* 27 * 37 = 999 */
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.sort-ascending", "s", "employees");
  wait_until (f, is_sorted, (gpointer) "Customer 000");
  kept = crm_list_layout_load (f->settings, &crm_entity_customer);
  g_assert_cmpstr (kept->sort, ==, "employees");
  g_assert_false (kept->descending);
}

/* As a click on a head does it: GTK says only that the sorter changed. */
static void
test_sort_by_head (Fixture *f, gconstpointer n)
{
  GtkColumnView *table =
      GTK_COLUMN_VIEW (crm_ui_test_find_type (GTK_WIDGET (f->page), GTK_TYPE_COLUMN_VIEW));
  GListModel *columns = gtk_column_view_get_columns (table);
  g_autoptr (GtkColumnViewColumn) city = g_list_model_get_item (columns, 5);

  g_assert_cmpstr (gtk_column_view_column_get_title (city), ==, "City");
  gtk_column_view_sort_by_column (table, city, GTK_SORT_DESCENDING);
  g_assert_cmpstr (crm_list_page_get_query (f->page)->sort, ==, "city");
  g_assert_true (crm_list_page_get_query (f->page)->descending);
}

static void
test_columns (Fixture *f, gconstpointer n)
{
  g_autoptr (CrmListLayout) layout = crm_list_layout_copy (crm_list_view_get_layout (f->view));
  const CrmField *employees = crm_entity_field (&crm_entity_customer, "employees");
  const CrmField *name = crm_entity_field (&crm_entity_customer, "name");
  g_autofree char *json = NULL;
  g_autoptr (CrmListLayout) again = NULL;

  crm_list_layout_set_shown (layout, employees, TRUE);
  crm_list_layout_set_shown (layout, name, FALSE); /* the name stays */
  g_assert_cmpint (crm_list_layout_find (layout, name), ==, 0);
  crm_list_view_set_layout (f->view, layout);
  wait_until (f, shows_text, (gpointer) "Employees");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.hide-column", "s", "employees");
  g_assert_cmpint (crm_list_layout_find (crm_list_view_get_layout (f->view), employees), <, 0);

  json = crm_list_layout_to_json (layout);
  again = crm_list_layout_from_json (&crm_entity_customer, json);
  g_assert_cmpuint (again->columns->len, ==, layout->columns->len);
  g_assert_null (crm_list_layout_from_json (&crm_entity_customer, "[1, 2"));
  g_assert_null (
      crm_list_layout_from_json (&crm_entity_customer, "{\"columns\": [{\"id\": \"x\"}]}"));
}

static void
test_selection (Fixture *f, gconstpointer n)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (f->selection);
  CrmId id = crm_record_list_get_id (f->list, 5);
  g_autoptr (GArray) ids = NULL;

  /* Moving the cursor selects nothing. */
  gtk_selection_model_select_item (model, 2, TRUE);
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 0);

  crm_list_selection_toggle (f->selection, id);
  /* Shift extends and shrinks again, and leaves alone what was ticked before. */
  gtk_selection_model_select_range (model, 3, 6, TRUE);
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 6);
  gtk_selection_model_select_range (model, 3, 2, TRUE);
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 3);
  g_assert_true (crm_list_selection_contains (f->selection, id));
  wait_until (f, shows_text, (gpointer) "3 selected");

  /* It survives a sort, a search that hides it, and a change of the data. */
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.sort-descending", "s", "name");
  wait_until (f, is_sorted, (gpointer) "杭州云栖传媒");
  g_assert_true (crm_list_selection_contains (f->selection, id));
  set_filter (f, NULL, "云栖");
  wait_until (f, is_idle, GUINT_TO_POINTER (1));
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 3);
  g_assert_cmpuint (crm_list_selection_count_hidden (f->selection), >=, 2);
  set_filter (f, NULL, NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (60));
  add_customers (f, 1);
  wait_until (f, is_idle, GUINT_TO_POINTER (61));
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 3);

  gtk_selection_model_select_all (model);
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 61);
  crm_list_selection_toggle (f->selection, id);
  ids = crm_list_selection_dup_ids (f->selection);
  g_assert_cmpuint (ids->len, ==, 60);
  g_assert_false (crm_list_selection_contains (f->selection, id));

  /* "All" are the rows that were meant, not those of the next question. */
  set_filter (f, "lifecycle-stage = lead", NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (31));
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 60);
  g_assert_true (crm_page_perform (CRM_PAGE (f->page), CRM_PAGE_ESCAPE));
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 0);
  g_assert_false (crm_page_perform (CRM_PAGE (f->page), CRM_PAGE_ESCAPE));
}

static void
test_create (Fixture *f, gconstpointer n)
{
  GType type = CRM_TYPE_LIST_CREATE_DIALOG;
  GtkWidget *dialog = NULL;
  GtkWidget *name = NULL;
  g_autoptr (CrmRecord) record = NULL;

  g_assert_true (crm_page_perform (CRM_PAGE (f->page), CRM_PAGE_CREATE));
  wait_until (f, dialog_is_open, &type);
  dialog = crm_ui_test_find_window (type);
  name = crm_ui_test_find_type (dialog, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (name), "Zephyr & Co");
  g_signal_emit_by_name (name, "entry-activated");
  wait_until (f, dialog_is_closed, &type);
  wait_until (f, is_idle, GUINT_TO_POINTER (61));
  g_assert_nonnull (f->toast);
  g_assert_cmpint (f->toast_group, !=, 0);
  set_filter (f, NULL, "Zephyr");
  wait_until (f, is_idle, GUINT_TO_POINTER (1));
  record = load (f, crm_record_list_get_id (f->list, 0));
  g_assert_cmpstr (crm_record_get_title (record), ==, "Zephyr & Co");
  g_assert_cmpstr (crm_record_get_text (record, "lifecycle-stage"), ==, "lead");
}

static gboolean
says_twin (Fixture *f, gpointer dialog)
{
  return crm_ui_test_find (dialog, has_text, (gpointer) "“Customer 007” exists already.") != NULL;
}

static void
test_twin (Fixture *f, gconstpointer n)
{
  GType type = CRM_TYPE_LIST_CREATE_DIALOG;
  GtkWidget *dialog = NULL;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.create", NULL);
  dialog = crm_ui_test_find_window (type);
  gtk_editable_set_text (GTK_EDITABLE (crm_ui_test_find_type (dialog, ADW_TYPE_ENTRY_ROW)),
                         "Customer 007");
  wait_until (f, says_twin, dialog);
  click (dialog, "Open It");
  wait_until (f, dialog_is_closed, &type);
  g_assert_cmpint (f->opened, !=, 0);
}

static gboolean
undo_is_done (Fixture *f, gpointer data)
{
  return *(gboolean *) data;
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  crm_store_undo_finish (CRM_STORE (source), result, NULL, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
undo (Fixture *f)
{
  gboolean done = FALSE;

  g_assert_cmpint (f->toast_group, !=, 0);
  crm_store_undo_async (f->store, f->toast_group, FALSE, NULL, NULL, NULL, undone_cb, &done);
  wait_until (f, undo_is_done, &done);
}

static void
test_delete (Fixture *f, gconstpointer n)
{
  CrmId id = crm_record_list_get_id (f->list, 1);

  crm_list_selection_toggle (f->selection, id);
  crm_list_selection_toggle (f->selection, crm_record_list_get_id (f->list, 2));
  g_assert_true (crm_page_perform (CRM_PAGE (f->page), CRM_PAGE_DELETE));
  wait_until (f, has_toast, NULL);
  g_assert_cmpstr (f->toast, ==, "2 customers deleted");
  wait_until (f, is_idle, GUINT_TO_POINTER (58));
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 0);

  /* In the bin: restored from there, or by Undo. */
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.show-deleted", NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (2));
  g_assert_false (crm_page_can (CRM_PAGE (f->page), CRM_PAGE_CREATE));
  forget_toast (f);
  crm_list_selection_toggle (f->selection, id);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.restore", NULL);
  wait_until (f, has_toast, NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (1));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.show-deleted", NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (59));
  undo (f);
  wait_until (f, is_idle, GUINT_TO_POINTER (58));
}

static gboolean
cursor_is (Fixture *f, gpointer data)
{
  return crm_list_view_get_cursor (f->view) == *(CrmId *) data;
}

/* The row with the keyboard focus goes away: its neighbour has it then. */
static void
test_focus (Fixture *f, gconstpointer n)
{
  CrmId id = crm_record_list_get_id (f->list, 4);
  CrmId next = crm_record_list_get_id (f->list, 5);

  wait_until (f, shows_text, (gpointer) "Customer 000");
  crm_list_view_go_to (f->view, id);
  wait_until (f, cursor_is, &id);
  g_assert_true (crm_page_perform (CRM_PAGE (f->page), CRM_PAGE_DELETE));
  wait_until (f, is_idle, GUINT_TO_POINTER (59));
  wait_until (f, cursor_is, &next);
}

static void
test_bulk_edit (Fixture *f, gconstpointer n)
{
  const CrmField *city = crm_entity_field (&crm_entity_customer, "city");
  g_auto (CrmValue) value = crm_value_text ("Shanghai");
  g_autoptr (GArray) ids = NULL;
  CrmId id = crm_record_list_get_id (f->list, 0);
  g_autoptr (CrmRecord) before = load (f, id);
  g_autofree char *old = g_strdup (crm_record_get_text (before, "city"));

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (f->selection));
  ids = crm_list_selection_dup_ids (f->selection);
  crm_list_bulk_run (f->context, &crm_entity_customer, CRM_BULK_SET, ids, city, &value, NULL, NULL);
  wait_until (f, has_toast, NULL);
  g_assert_cmpstr (f->toast, ==, "60 customers changed");
  g_autoptr (CrmRecord) changed = load (f, id);
  g_assert_cmpstr (crm_record_get_text (changed, "city"), ==, "Shanghai");
  g_assert_cmpuint (crm_list_selection_get_n_selected (f->selection), ==, 60);
  undo (f);
  g_autoptr (CrmRecord) back = load (f, id);
  g_assert_cmpstr (crm_record_get_text (back, "city"), ==, old);
}

/* More than one changeset: a job, and still one group. */
static void
test_bulk_job (Fixture *f, gconstpointer n)
{
  const CrmField *tags = crm_entity_field (&crm_entity_customer, "tags");
  const char *const words[] = { "VIP", NULL };
  g_auto (CrmValue) value = crm_value_list (words);
  g_autoptr (GArray) ids = NULL;

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (f->selection));
  ids = crm_list_selection_dup_ids (f->selection);
  crm_list_bulk_run (f->context, &crm_entity_customer, CRM_BULK_LIST_ADD, ids, tags, &value, NULL,
                     NULL);
  wait_until (f, has_toast, NULL);
  g_assert_cmpstr (f->toast, ==, "4,500 customers tagged");
  set_filter (f, "tags has \"VIP\"", NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (4500));
  undo (f);
  wait_until (f, is_idle, GUINT_TO_POINTER (0));
}

static void
test_bulk_dialog (Fixture *f, gconstpointer n)
{
  GType type = CRM_TYPE_LIST_BULK_DIALOG;

  crm_list_selection_toggle (f->selection, crm_record_list_get_id (f->list, 0));
  crm_list_selection_toggle (f->selection, crm_record_list_get_id (f->list, 1));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.edit", NULL);
  wait_until (f, dialog_is_open, &type);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (crm_ui_test_find_window (type))), ==,
                   "Change 2 customers");
  gtk_window_close (GTK_WINDOW (crm_ui_test_find_window (type)));
  wait_until (f, dialog_is_closed, &type);
}

static void
test_save_view (Fixture *f, gconstpointer n)
{
  GType type = CRM_TYPE_LIST_VIEW_DIALOG;
  GtkWidget *name = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (CrmRecord) view = NULL;
  g_autoptr (CrmQuery) read = NULL;
  CrmId id = 0;

  set_filter (f, "city = \"Suzhou\"", NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (20));
  g_assert_true (crm_page_perform (CRM_PAGE (f->page), CRM_PAGE_SAVE_VIEW));
  wait_until (f, dialog_is_open, &type);
  name = crm_ui_test_find_type (crm_ui_test_find_window (type), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (name), "East");
  click (crm_ui_test_find_window (type), "Save");
  wait_until (f, dialog_is_closed, &type);

  reader = crm_reader_open (f->path, NULL);
  id = crm_reader_int (reader, "SELECT id FROM saved_view", 0);
  view = load (f, id);
  g_assert_cmpstr (crm_record_get_title (view), ==, "East");
  read = crm_list_view_read (view, NULL);
  g_assert_true (crm_filter_equal (read->filter, crm_list_page_get_query (f->page)->filter));

  set_filter (f, NULL, NULL);
  wait_until (f, is_idle, GUINT_TO_POINTER (60));
  g_assert_true (crm_list_page_open_view (f->page, view));
  wait_until (f, is_idle, GUINT_TO_POINTER (20));
  wait_until (f, shows_text, (gpointer) "East");
}

static void
test_narrow (Fixture *f, gconstpointer n)
{
  CrmId id = crm_record_list_get_id (f->list, 3);

  crm_list_selection_toggle (f->selection, id);
  crm_context_set_narrow (f->context, TRUE);
  g_assert_true (crm_list_view_get_narrow (f->view));
  wait_until (f, shows_text, (gpointer) "Suzhou");
  g_assert_true (crm_list_selection_contains (f->selection, id));
  crm_context_set_narrow (f->context, FALSE);
  wait_until (f, shows_text, (gpointer) "Stage");
  g_assert_true (crm_list_selection_contains (f->selection, id));
}

static void
test_no_match (Fixture *f, gconstpointer n)
{
  set_filter (f, "city = \"Suzhou\" and employees > 1000", NULL);
  wait_until (f, has_state, (gpointer) "no-match");
  wait_until (f, shows_text,
              (gpointer) "20 customers match without “Employees is more than 1,000”.");
  click (GTK_WIDGET (f->page), "_Drop That Filter");
  wait_until (f, is_idle, GUINT_TO_POINTER (20));
  wait_until (f, has_state, (gpointer) "rows");

  set_filter (f, NULL, "qqqq");
  wait_until (f, has_state, (gpointer) "no-match");
  click (GTK_WIDGET (f->page), "_Clear Search");
  wait_until (f, is_idle, GUINT_TO_POINTER (60));
}

static void
test_first_use (Fixture *f, gconstpointer n)
{
  GType type = CRM_TYPE_LIST_CREATE_DIALOG;

  wait_until (f, has_state, (gpointer) "first-use");
  wait_until (f, shows_text, (gpointer) "No Customers Yet");
  click (GTK_WIDGET (f->page), "_New");
  wait_until (f, dialog_is_open, &type);
  gtk_window_close (GTK_WINDOW (crm_ui_test_find_window (type)));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.show-deleted", NULL);
  wait_until (f, has_state, (gpointer) "empty-bin");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.show-deleted", NULL);
  wait_until (f, has_state, (gpointer) "first-use");
  add_customers (f, 2);
  wait_until (f, has_state, (gpointer) "rows");
}

static void
test_rename (Fixture *f, gconstpointer n)
{
  CrmId id = crm_record_list_get_id (f->list, 0);
  GtkWidget *entry = NULL;

  wait_until (f, shows_text, (gpointer) "Customer 000");
  crm_list_view_rename (f->view, id);
  entry = crm_ui_test_find_type (GTK_WIDGET (f->view), GTK_TYPE_ENTRY);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Aardvark Ltd");
  g_signal_emit_by_name (entry, "activate");
  wait_until (f, has_toast, NULL);
  wait_until (f, shows_text, (gpointer) "Aardvark Ltd");
  undo (f);
  wait_until (f, shows_text, (gpointer) "Customer 000");
}

/* Every entity with a page can be listed with its own columns. */
static void
test_entities (Fixture *f, gconstpointer n)
{
  const char *const names[] = { "contact", "product", "order", "activity", "tag" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CrmEntity *entity = crm_entity_lookup (names[i]);
      GtkWidget *page = crm_list_page_new (f->context, entity);
      adw_window_set_content (ADW_WINDOW (f->window), page);
      f->page = CRM_LIST_PAGE (page);
      f->list = crm_list_page_get_list (f->page);
      wait_until (f, has_state, (gpointer) "first-use");
      g_assert_cmpint (crm_list_page_get_entity (f->page)->code, ==, entity->code);
    }
}

#define add(path, n, test)                                                                         \
  g_test_add ("/list-page/" path, Fixture, GUINT_TO_POINTER (n), set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  crm_ui_init ();
  add ("rows", 60, test_rows);
  add ("filter", 60, test_filter);
  add ("search", 60, test_search);
  add ("sort", 60, test_sort);
  add ("sort-by-head", 60, test_sort_by_head);
  add ("columns", 60, test_columns);
  add ("selection", 60, test_selection);
  add ("create", 60, test_create);
  add ("twin", 60, test_twin);
  add ("delete", 60, test_delete);
  add ("focus", 60, test_focus);
  add ("bulk-edit", 60, test_bulk_edit);
  add ("bulk-job", 4500, test_bulk_job);
  add ("bulk-dialog", 60, test_bulk_dialog);
  add ("save-view", 60, test_save_view);
  add ("narrow", 60, test_narrow);
  add ("no-match", 60, test_no_match);
  add ("first-use", 0, test_first_use);
  add ("rename", 60, test_rename);
  add ("entities", 0, test_entities);
  return g_test_run ();
}

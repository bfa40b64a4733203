/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Own fields in a list: offered as columns and in conditions, shown, sorted by and kept with the layout. */

#include "crm-custom-field.h"
#include "crm-entities.h"
#include "crm-filter-editor.h"
#include "crm-filter-row.h"
#include "crm-list-cell.h"
#include "crm-list-columns-popover.h"
#include "crm-list-page.h"
#include "crm-ui-test.h"

typedef struct
{
  CrmUiTest *test;
  CrmListPage *page;
  GtkWidget *popover;
} Fixture;

static void
seed (const char *path)
{
  static const char *const own[] = { "{\"Machines\":12}",
                                     "{\"Machines\":3,\"Audit\":\"2026-03-01\"}" };
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (GError) error = NULL;

  crm_ui_test_seed (path);
  store = crm_store_open (path, CRM_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
      g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_customer);

      crm_record_set_text (record, "name", i == 0 ? "Twelve" : "Three");
      crm_record_set_text (record, "kind", "organization");
      crm_record_set_text (record, "custom", own[i]);
      crm_changeset_insert (changes, record);
      crm_store_apply (store, changes, NULL, &error);
      g_assert_no_error (error);
    }
}

static gboolean
is_check (GtkWidget *widget, gpointer label)
{
  return GTK_IS_CHECK_BUTTON (widget) &&
         g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), label) == 0;
}

static GtkWidget *
find_check (GtkWidget *widget, const char *label)
{
  return crm_ui_test_find (widget, is_check, (gpointer) label);
}

static gboolean
is_offered (gpointer data)
{
  Fixture *f = data;

  return find_check (f->popover, "Machines") != NULL && find_check (f->popover, "Audit") != NULL;
}

/* What the cells of a column say, from the top; empty ones left out. */
static void
collect (GtkWidget *widget, const CrmField *field, GString *text)
{
  if (CRM_IS_LIST_CELL (widget) && crm_list_cell_get_field (CRM_LIST_CELL (widget)) == field &&
      gtk_widget_get_mapped (widget))
    {
      GtkWidget *inscription = crm_ui_test_find_type (widget, GTK_TYPE_INSCRIPTION);
      const char *said = gtk_inscription_get_text (GTK_INSCRIPTION (inscription));

      if (said != NULL && *said != '\0')
        g_string_append_printf (text, "%s ", said);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, field, text);
}

static gboolean
is_sorted (gpointer data)
{
  Fixture *f = data;
  g_autoptr (GString) text = g_string_new (NULL);

  collect (GTK_WIDGET (f->page),
           crm_entity_any_field (&crm_entity_customer, "custom.Machines:number"), text);
  return g_str_equal (text->str, "12 3 ");
}

static gboolean
has_rows (gpointer data)
{
  return g_strcmp0 (crm_list_page_get_state (((Fixture *) data)->page), "rows") == 0;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *child;

  f->test = crm_ui_test_start (seed);
  crm_context_go_page (crm_ui_test_context (f->test), "customer");
  f->page = CRM_LIST_PAGE (crm_window_get_page (f->test->window));
  g_settings_reset (crm_context_get_settings (crm_ui_test_context (f->test)), "list-columns");
  crm_ui_test_wait_for (has_rows, f);
  child = crm_ui_test_find_type (GTK_WIDGET (f->page), CRM_TYPE_LIST_COLUMNS_POPOVER);
  g_assert_nonnull (child);
  f->popover = child;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_settings_reset (crm_context_get_settings (crm_ui_test_context (f->test)), "list-columns");
  crm_ui_test_stop (f->test);
}

static void
test_column (Fixture *f, gconstpointer data)
{
  g_autoptr (CrmListLayout) layout = NULL, again = NULL;
  g_autofree char *json = NULL;
  const CrmField *field = crm_entity_any_field (&crm_entity_customer, "custom.Machines:number");

  gtk_popover_popup (GTK_POPOVER (f->popover));
  crm_ui_test_wait_for (is_offered, f);
  g_assert_false (
      gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (f->popover, "Machines"))));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (f->popover, "Machines")), TRUE);
  gtk_popover_popdown (GTK_POPOVER (f->popover));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "list.sort-descending", "s", field->id);
  crm_ui_test_wait_for (is_sorted, f);
  g_assert_cmpstr (crm_list_page_get_query (f->page)->sort, ==, field->id);

  layout = crm_list_layout_new_default (&crm_entity_customer);
  crm_list_layout_set_shown (layout, field, TRUE);
  layout->sort = field->id;
  json = crm_list_layout_to_json (layout);
  again = crm_list_layout_from_json (&crm_entity_customer, json);
  g_assert_true (crm_list_layout_equal (layout, again));
}

static gboolean
is_in_choice (gpointer data)
{
  GtkWidget *choice = crm_ui_test_find_type (data, GTK_TYPE_DROP_DOWN);
  GListModel *fields = gtk_drop_down_get_model (GTK_DROP_DOWN (choice));

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (GtkStringObject) label = g_list_model_get_item (fields, i);

      if (g_str_equal (gtk_string_object_get_string (label), "Machines"))
        {
          gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), i);
          return TRUE;
        }
    }
  return FALSE;
}

static void
test_condition (Fixture *f, gconstpointer data)
{
  CrmContext *context = crm_ui_test_context (f->test);
  GtkWidget *row = g_object_ref_sink (crm_filter_row_new (context, &crm_entity_customer, NULL));
  const char *const five[] = { "5", NULL };
  g_autoptr (CrmFilter) rule =
      crm_filter_new_rule ("custom.Machines:number", CRM_OP_AT_LEAST, five);
  g_autoptr (CrmFilter) built = NULL;
  GtkWidget *again;

  crm_ui_test_wait_for (is_in_choice, row);
  g_object_unref (row);

  /* A rule that is there already is shown and built as it was, known or not. */
  again = g_object_ref_sink (crm_filter_row_new (context, &crm_entity_customer, rule));
  built = crm_filter_row_build (CRM_FILTER_ROW (again));
  g_assert_nonnull (built);
  g_assert_cmpstr (crm_filter_get_field (built), ==, "custom.Machines:number");
  g_assert_cmpint (crm_filter_get_op (built), ==, CRM_OP_AT_LEAST);
  g_assert_cmpstr (crm_filter_get_values (built)[0], ==, "5");
  g_object_unref (again);
}

int
main (int argc, char **argv)
{
  crm_ui_test_init (&argc, &argv);
  g_test_add ("/ui/own-fields/column", Fixture, NULL, set_up, test_column, tear_down);
  g_test_add ("/ui/own-fields/condition", Fixture, NULL, set_up, test_condition, tear_down);
  return g_test_run ();
}

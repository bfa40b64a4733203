/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of a record: going to it, editing in place, contacts, orders, logging, states. */

#include "crm-actions.h"
#include "crm-composer.h"
#include "crm-custom-fields.h"
#include "crm-entities.h"
#include "crm-format.h"
#include "crm-members.h"
#include "crm-order-window.h"
#include "crm-property-panel.h"
#include "crm-property-row.h"
#include "crm-record-head.h"
#include "crm-record-history.h"
#include "crm-record-page.h"
#include "crm-timeline.h"
#include "crm-ui-test.h"

typedef struct
{
  CrmUiTest *test;
  CrmRecordList *list;
  CrmRecordPage *page;
} Fixture;

static gboolean
list_is_read (gpointer data)
{
  return g_list_model_get_n_items (data) == 3 && !crm_record_list_get_loading (data);
}

static gboolean
is_loaded (gpointer data)
{
  Fixture *fixture = data;

  return crm_record_page_get_loaded (fixture->page);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CrmContext *context;
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  fixture->test = crm_ui_test_start (crm_ui_test_seed);
  context = crm_ui_test_context (fixture->test);
  fixture->list = crm_record_list_new (crm_context_get_store (context), &crm_entity_customer);
  crm_record_list_set_query (fixture->list, query);
  crm_ui_test_wait_for (list_is_read, fixture->list);
  for (guint i = 0; i < 3; i++)
    {
      CrmId id = crm_record_list_get_id (fixture->list, i);
      CrmRecord *record;

      crm_context_go_record (context, id, fixture->list);
      fixture->page = CRM_RECORD_PAGE (crm_window_get_page (fixture->test->window));
      crm_ui_test_wait_for (is_loaded, fixture);
      record = crm_record_page_get_record (fixture->page);
      if (g_str_equal (crm_record_get_title (record), CRM_UI_TEST_CUSTOMER))
        return;
    }
  g_assert_not_reached ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->list);
  crm_ui_test_stop (fixture->test);
}

static CrmPropertyRow *
row_of (Fixture *fixture, const char *field)
{
  GtkWidget *row = crm_property_panel_get_row (
      CRM_PROPERTY_PANEL (crm_record_page_get_panel (fixture->page)), field);

  g_assert_nonnull (row);
  return CRM_PROPERTY_ROW (row);
}

typedef struct
{
  Fixture *fixture;
  const char *field;
  const char *value;
} Expected;

static gboolean
has_value (gpointer data)
{
  Expected *expected = data;
  CrmRecord *record = crm_record_page_get_record (expected->fixture->page);

  return is_loaded (expected->fixture) && record != NULL &&
         g_strcmp0 (crm_record_get_text (record, expected->field), expected->value) == 0 &&
         !crm_property_row_is_editing (row_of (expected->fixture, expected->field));
}

static void
wait_for_value (Fixture *fixture, const char *field, const char *value)
{
  Expected expected = { fixture, field, value };

  crm_ui_test_wait (has_value, &expected, field);
}

/* ---- going ---- */

static gboolean
moved (gpointer data)
{
  Fixture *fixture = data;
  CrmRecord *record = crm_record_page_get_record (fixture->page);

  return is_loaded (fixture) && record != NULL &&
         crm_record_get_id (record) == crm_record_page_get_id (fixture->page);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  CrmId first = crm_record_list_get_id (fixture->list, 0);

  g_assert_cmpstr (crm_record_page_get_state (fixture->page), ==, "record");
  crm_context_go_record (crm_ui_test_context (fixture->test), first, fixture->list);
  crm_ui_test_wait_for (moved, fixture);
  g_assert_false (crm_page_can (CRM_PAGE (fixture->page), CRM_PAGE_PREVIOUS));
  crm_ui_test_activate (fixture->test, "next", NULL);
  crm_ui_test_wait_for (moved, fixture);
  g_assert_cmpint (crm_record_page_get_id (fixture->page), ==,
                   crm_record_list_get_id (fixture->list, 1));
  crm_ui_test_activate (fixture->test, "previous", NULL);
  crm_ui_test_wait_for (moved, fixture);
  g_assert_cmpint (crm_record_page_get_id (fixture->page), ==, first);
}

/* ---- editing ---- */

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  CrmPropertyRow *row = row_of (fixture, "name");

  crm_ui_test_activate (fixture->test, "edit", NULL);
  g_assert_true (crm_property_row_is_editing (row));
  crm_property_row_set_typed (row, "Harbour, Pine & Co");
  g_assert_true (crm_property_row_keep (row));
  wait_for_value (fixture, "name", "Harbour, Pine & Co");
  g_assert_cmpstr (crm_property_row_get_shown (row), ==, "Harbour, Pine & Co");

  crm_ui_test_activate (fixture->test, "undo", NULL);
  wait_for_value (fixture, "name", CRM_UI_TEST_CUSTOMER);
  g_assert_cmpstr (crm_property_row_get_shown (row), ==, CRM_UI_TEST_CUSTOMER);
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  CrmPropertyRow *row = row_of (fixture, "city");

  /* As Enter on the row does. */
  gtk_widget_activate (GTK_WIDGET (row));
  g_assert_true (crm_property_row_is_editing (row));
  crm_property_row_set_typed (row, "Bath");
  crm_ui_test_activate (fixture->test, "escape", NULL);
  g_assert_false (crm_property_row_is_editing (row));
  g_assert_cmpstr (crm_property_row_get_shown (row), ==, "Bristol");
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  CrmPropertyRow *row = row_of (fixture, "email");

  crm_property_row_begin (row);
  crm_property_row_set_typed (row, "no address at all");
  g_assert_false (crm_property_row_keep (row));
  g_assert_nonnull (crm_property_row_get_problem (row));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  g_assert_true (crm_property_row_is_editing (row));
  crm_property_row_set_typed (row, "desk@harbour.example");
  g_assert_true (crm_property_row_keep (row));
  wait_for_value (fixture, "email", "desk@harbour.example");
  g_assert_null (crm_property_row_get_problem (row));
}

static gboolean
has_problem (gpointer data)
{
  return crm_property_row_get_problem (data) != NULL;
}

/* Somebody else changes what is being edited: both values are offered, none is lost. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  CrmPropertyRow *row = row_of (fixture, "city");
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_customer);
  g_auto (CrmValue) value = crm_value_text ("York");

  crm_property_row_begin (row);
  crm_property_row_set_typed (row, "Bath");
  crm_changeset_set (changes, &crm_entity_customer, crm_record_page_get_id (fixture->page), "city",
                     NULL, &value);
  crm_context_save (crm_ui_test_context (fixture->test), changes, NULL, NULL, NULL);
  crm_ui_test_wait_for (has_problem, row);
  g_assert_true (crm_property_row_is_editing (row));
  g_assert_nonnull (strstr (crm_property_row_get_problem (row), "York"));
  crm_property_row_restore (row);
  g_assert_cmpstr (crm_property_row_get_shown (row), ==, "York");
}

static gboolean
has_custom (gpointer data)
{
  Fixture *fixture = data;
  const char *text = crm_record_get_text (crm_record_page_get_record (fixture->page), "custom");

  return is_loaded (fixture) && text != NULL && strstr (text, "\"Gate\":\"7\"") != NULL;
}

static gboolean
has_typed_custom (gpointer data)
{
  Fixture *fixture = data;
  const char *text = crm_record_get_text (crm_record_page_get_record (fixture->page), "custom");

  return is_loaded (fixture) && text != NULL && strstr (text, "\"Stock\":12") != NULL;
}

/* What JSON holds is taken for what it is. */
static void
test_own_kinds (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *json;
    CrmCustomKind kind;
    const char *text;
  } rows[] = {
    { "true", CRM_CUSTOM_BOOLEAN, "true" },
    { "12.5", CRM_CUSTOM_NUMBER, "12.5" },
    { "\"2026-11-23\"", CRM_CUSTOM_DAY, "2026-11-23" },
    { "\"2026-13-23\"", CRM_CUSTOM_TEXT, "2026-13-23" },
    { "\"seven\"", CRM_CUSTOM_TEXT, "seven" },
    { "[1,2]", CRM_CUSTOM_TEXT, "[1,2]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (rows[i].json, NULL);
      g_autoptr (JsonNode) back = NULL;
      g_autofree char *text = crm_custom_value_to_text (node);

      g_assert_cmpint (crm_custom_kind_of (node), ==, rows[i].kind);
      g_assert_cmpstr (text, ==, rows[i].text);
      back = crm_custom_value_parse (rows[i].kind, text, NULL);
      g_assert_nonnull (back);
      g_assert_cmpint (crm_custom_kind_of (back), ==, rows[i].kind);
    }
}

static void
test_own_fields (Fixture *fixture, gconstpointer data)
{
  GtkWidget *fields =
      crm_ui_test_find_type (crm_record_page_get_panel (fixture->page), CRM_TYPE_CUSTOM_FIELDS);

  CrmCustomFields *self = CRM_CUSTOM_FIELDS (fields);
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_custom_fields_add (self, " Gate ", CRM_CUSTOM_TEXT, "7", NULL));
  crm_ui_test_wait_for (has_custom, fixture);

  /* Names: there, and one of a kind. */
  g_assert_false (crm_custom_fields_add (self, "  ", CRM_CUSTOM_TEXT, "7", &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (crm_custom_fields_add (self, "GATE", CRM_CUSTOM_TEXT, "7", &error));
  g_assert_nonnull (strstr (error->message, "Gate"));
  g_clear_error (&error);

  /* Values: as their kind says. */
  g_assert_false (crm_custom_fields_add (self, "Stock", CRM_CUSTOM_NUMBER, "plenty", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (crm_custom_fields_add (self, "Since", CRM_CUSTOM_DAY, "2026-02-30", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (crm_custom_fields_add (self, "Stock", CRM_CUSTOM_NUMBER, "12", NULL));
  crm_ui_test_wait_for (has_typed_custom, fixture);
}

static gboolean
has_tag (gpointer data)
{
  Fixture *fixture = data;
  const char *text = crm_record_get_text (crm_record_page_get_record (fixture->page), "tags");

  return is_loaded (fixture) && text != NULL && strstr (text, "Pays late") != NULL;
}

static gboolean
has_no_tag (gpointer data)
{
  return is_loaded (data) && !has_tag (data);
}

static void
test_tags (Fixture *fixture, gconstpointer data)
{
  CrmRecordHead *head = CRM_RECORD_HEAD (crm_record_page_get_head (fixture->page));

  crm_record_head_toggle_tag (head, "Pays late");
  crm_ui_test_wait_for (has_tag, fixture);
  crm_record_head_toggle_tag (head, "Pays late");
  crm_ui_test_wait_for (has_no_tag, fixture);
}

/* ---- contacts ---- */

static gboolean
has_contact (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) &&
         crm_members_get_n_rows (CRM_MEMBERS (crm_record_page_get_members (fixture->page))) == 1;
}

static gboolean
has_no_contact (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) &&
         crm_members_get_n_rows (CRM_MEMBERS (crm_record_page_get_members (fixture->page))) == 0;
}

static void
test_contact (Fixture *fixture, gconstpointer data)
{
  crm_record_page_set_tab (fixture->page, "contacts");
  g_assert_true (has_no_contact (fixture));
  crm_members_add_new (CRM_MEMBERS (crm_record_page_get_members (fixture->page)), "Ada Byron");
  crm_ui_test_wait_for (has_contact, fixture);
  /* One group: contact and affiliation go together. */
  crm_ui_test_activate (fixture->test, "undo", NULL);
  crm_ui_test_wait_for (has_no_contact, fixture);
}

/* ---- orders ---- */

static gboolean
has_order (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) &&
         crm_record_get_int (crm_record_page_get_record (fixture->page), "order-count") == 1;
}

static gboolean
has_no_order (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) &&
         crm_record_get_int (crm_record_page_get_record (fixture->page), "order-count") == 0;
}

static gboolean
is_orders_table (GtkWidget *widget, gpointer timeline)
{
  return CRM_IS_TIMELINE (widget) && widget != timeline;
}

static gboolean
has_entry (gpointer timeline)
{
  return crm_timeline_get_loaded (timeline) && crm_timeline_get_n_items (timeline) == 1;
}

/* The table of orders is read when its tab is shown, and not before. */
static void
check_orders_tab (Fixture *fixture)
{
  gpointer timeline = crm_record_page_get_timeline (fixture->page);
  CrmTimeline *orders =
      CRM_TIMELINE (crm_ui_test_find (GTK_WIDGET (fixture->page), is_orders_table, timeline));

  g_assert_cmpuint (crm_timeline_get_n_items (orders), ==, 0);
  crm_record_page_set_tab (fixture->page, "orders");
  crm_ui_test_wait_for (has_entry, orders);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  CrmRecordHead *head = CRM_RECORD_HEAD (crm_record_page_get_head (fixture->page));
  CrmOrderWindow *window = CRM_ORDER_WINDOW (crm_order_window_new (
      crm_ui_test_context (fixture->test), crm_record_page_get_id (fixture->page), FALSE));

  gtk_window_present (GTK_WINDOW (window));
  crm_order_window_fill (window, 0, "Pump", "2", "100", "10");
  crm_order_window_fill (window, 1, "Hose", "x", "20", "");
  crm_order_window_save (window);
  g_assert_nonnull (crm_order_window_get_problem (window));
  crm_order_window_fill (window, 1, "Hose", "1", "20.50", "");
  g_assert_nonnull (strstr (crm_order_window_get_total (window), "200.50"));
  crm_order_window_save (window);
  crm_ui_test_wait_for (has_order, fixture);
  g_assert_cmpint (crm_record_get_int (crm_record_page_get_record (fixture->page), "order-sum"), ==,
                   20050);
  g_assert_cmpstr (crm_record_head_get_figure (head, "orders"), ==, "1");
  g_assert_cmpstr (crm_record_head_get_figure (head, "last"), ==, "today");
  check_orders_tab (fixture);
  crm_ui_test_activate (fixture->test, "undo", NULL);
  crm_ui_test_wait_for (has_no_order, fixture);
}

/* ---- the composer ---- */

static gboolean
has_three (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) &&
         crm_timeline_get_n_items (CRM_TIMELINE (crm_record_page_get_timeline (fixture->page))) ==
             3;
}

static gboolean
has_two (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) &&
         crm_timeline_get_n_items (CRM_TIMELINE (crm_record_page_get_timeline (fixture->page))) ==
             2;
}

static void
test_composer (Fixture *fixture, gconstpointer data)
{
  CrmComposer *composer = CRM_COMPOSER (crm_record_page_get_composer (fixture->page));
  gint64 day = crm_day_today () + 9;

  crm_ui_test_wait_for (has_two, fixture);
  crm_ui_test_activate (fixture->test, "log-call", NULL);
  g_assert_cmpstr (crm_composer_get_kind (composer), ==, "call");
  crm_composer_set_text (composer, "Asked about the pump\nWants a fixed date.");
  crm_composer_set_follow_up (composer, day);
  crm_composer_store (composer);
  crm_ui_test_wait_for (has_three, fixture);
  g_assert_cmpint (
      crm_record_get_int (crm_record_page_get_record (fixture->page), "next-follow-up"), ==, day);
  crm_ui_test_activate (fixture->test, "undo", NULL);
  crm_ui_test_wait_for (has_two, fixture);
  g_assert_cmpint (
      crm_record_get_int (crm_record_page_get_record (fixture->page), "next-follow-up"), ==,
      CRM_NULL_INT);
}

static gboolean
is_contacted_today (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) &&
         g_strcmp0 (crm_record_head_get_figure (
                        CRM_RECORD_HEAD (crm_record_page_get_head (fixture->page)), "next"),
                    "today") == 0;
}

/* The last figure says what is to be done next; with nothing to do, when one last talked. */
static void
test_next (Fixture *fixture, gconstpointer data)
{
  CrmRecordHead *head = CRM_RECORD_HEAD (crm_record_page_get_head (fixture->page));
  CrmStore *store = crm_context_get_store (crm_ui_test_context (fixture->test));
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_activity);
  g_autoptr (CrmReader) reader = crm_store_open_reader (store, NULL);
  g_autofree char *due = crm_format_day_relative (crm_day_today () - 2);
  g_auto (CrmValue) done = crm_value_text ("done");
  g_auto (CrmValue) call = crm_value_text ("call"); /* a task is no contact */
  g_auto (CrmValue) now = crm_value_int (crm_instant_now ());
  CrmId first = crm_reader_int (reader, "SELECT min (id) FROM activity", 0);
  CrmId last = crm_reader_int (reader, "SELECT max (id) FROM activity", 0);

  g_assert_cmpstr (crm_record_head_get_figure (head, "next"), ==, due);
  for (CrmId id = first; id != 0; id = id == first ? last : 0)
    {
      crm_changeset_set (changes, &crm_entity_activity, id, "status", NULL, &done);
      crm_changeset_set (changes, &crm_entity_activity, id, "kind", NULL, &call);
      crm_changeset_set (changes, &crm_entity_activity, id, "done-at", NULL, &now);
      crm_changeset_set (changes, &crm_entity_activity, id, "start", NULL, &now);
    }
  crm_context_save (crm_ui_test_context (fixture->test), changes, NULL, NULL, NULL);
  crm_ui_test_wait_for (is_contacted_today, fixture);
}

/* Each kind by its own key, and what is logged is of that kind. */
static void
test_log_kinds (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[][2] = {
    { "log-note", "note" },   { "log-task", "task" },       { "log-call", "call" },
    { "log-email", "email" }, { "log-meeting", "meeting" },
  };
  CrmComposer *composer = CRM_COMPOSER (crm_record_page_get_composer (fixture->page));
  guint n;
  const CrmActionInfo *actions = crm_actions (&n);

  crm_ui_test_wait_for (has_two, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strconcat ("win.", kinds[i][0], NULL);
      gboolean has_keys = FALSE;

      for (guint k = 0; k < n; k++)
        has_keys |= g_str_equal (actions[k].name, name) && actions[k].keys != NULL;
      g_assert_true (has_keys);
      crm_ui_test_activate (fixture->test, kinds[i][0], NULL);
      g_assert_cmpstr (crm_composer_get_kind (composer), ==, kinds[i][1]);
    }
  crm_composer_set_text (composer, "Agreed on spring");
  crm_composer_store (composer);
  crm_ui_test_wait_for (has_three, fixture);
  {
    CrmStore *store = crm_context_get_store (crm_ui_test_context (fixture->test));
    g_autoptr (CrmReader) reader = crm_store_open_reader (store, NULL);

    g_assert_cmpint (crm_reader_int (reader,
                                     "SELECT count(*) FROM activity WHERE kind = 'meeting' AND "
                                     "subject = 'Agreed on spring'",
                                     0),
                     ==, 1);
  }
}

/* ---- history ---- */

static gboolean
has_history (gpointer data)
{
  Fixture *fixture = data;

  return crm_record_history_get_n_rows (
             CRM_RECORD_HISTORY (crm_record_page_get_history (fixture->page))) >= 2;
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  CrmPropertyRow *row = row_of (fixture, "city");

  crm_property_row_begin (row);
  crm_property_row_set_typed (row, "Bath");
  crm_property_row_keep (row);
  wait_for_value (fixture, "city", "Bath");
  crm_record_page_set_tab (fixture->page, "history");
  crm_ui_test_wait_for (has_history, fixture);
}

/* ---- tooltips ---- */

static gboolean
is_saying (GtkWidget *widget, gpointer text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
has_tip (CrmPropertyRow *row, GtkTooltip *tip)
{
  const char *shown = crm_property_row_get_shown (row);
  GtkWidget *label = crm_ui_test_find (GTK_WIDGET (row), is_saying, (gpointer) shown);
  gboolean told = FALSE;

  g_signal_emit_by_name (label, "query-tooltip", 0, 0, FALSE, tip, &told);
  return told;
}

/* A value is its own tooltip; "Not set" is none. */
static void
test_tooltip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkTooltip) tip = g_object_new (GTK_TYPE_TOOLTIP, NULL);

  g_assert_true (has_tip (row_of (fixture, "name"), tip));
  g_assert_false (has_tip (row_of (fixture, "street"), tip));
}

/* ---- states ---- */

static gboolean
is_deleted (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) && crm_record_is_deleted (crm_record_page_get_record (fixture->page));
}

static gboolean
is_live (gpointer data)
{
  return is_loaded (data) && !is_deleted (data);
}

static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "record.delete", NULL);
  crm_ui_test_wait_for (is_deleted, fixture);
  g_assert_false (crm_page_can (CRM_PAGE (fixture->page), CRM_PAGE_EDIT));
  g_assert_false (crm_property_row_can_edit (row_of (fixture, "name")));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "record.restore", NULL);
  crm_ui_test_wait_for (is_live, fixture);
  g_assert_true (crm_page_can (CRM_PAGE (fixture->page), CRM_PAGE_EDIT));
}

static gboolean
is_missing (gpointer data)
{
  Fixture *fixture = data;

  return g_str_equal (crm_record_page_get_state (fixture->page), "missing");
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  crm_context_go_record (crm_ui_test_context (fixture->test),
                         crm_entity_first_id (&crm_entity_customer) + 7, NULL);
  crm_ui_test_wait_for (is_missing, fixture);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  CrmContext *context = crm_ui_test_context (fixture->test);

  crm_context_set_narrow (context, TRUE);
  g_assert_false (gtk_widget_get_mapped (crm_record_page_get_panel (fixture->page)));
  g_assert_true (gtk_widget_get_mapped (crm_record_page_get_timeline (fixture->page)));
  crm_page_perform (CRM_PAGE (fixture->page), CRM_PAGE_EDIT);
  g_assert_cmpstr (crm_record_page_get_tab (fixture->page), ==, "details");
  crm_context_set_narrow (context, FALSE);
  g_assert_cmpstr (crm_record_page_get_tab (fixture->page), ==, "overview");
}

/* Every entity has a page of the same make. */
static void
test_generated (Fixture *fixture, gconstpointer data)
{
  CrmContext *context = crm_ui_test_context (fixture->test);
  CrmId customer = crm_record_page_get_id (fixture->page);
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  for (guint i = 0; i < n; i++)
    {
      CrmId id = crm_ui_test_any_record (fixture->test, entities[i]);

      if (id == 0)
        continue;
      crm_context_go_record (context, id, NULL);
      crm_ui_test_wait_for (moved, fixture);
      g_assert_cmpstr (crm_record_page_get_state (fixture->page), ==, "record");
    }
  crm_context_go_record (context, customer, NULL);
  crm_ui_test_wait_for (moved, fixture);
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/ui/record/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("list", test_list);
  ADD ("edit", test_edit);
  ADD ("escape", test_escape);
  ADD ("problem", test_problem);
  ADD ("conflict", test_conflict);
  ADD ("own-fields", test_own_fields);
  ADD ("own-kinds", test_own_kinds);
  ADD ("tags", test_tags);
  ADD ("contact", test_contact);
  ADD ("order", test_order);
  ADD ("composer", test_composer);
  ADD ("next", test_next);
  ADD ("log-kinds", test_log_kinds);
  ADD ("history", test_history);
  ADD ("tooltip", test_tooltip);
  ADD ("deleted", test_deleted);
  ADD ("missing", test_missing);
  ADD ("narrow", test_narrow);
  ADD ("generated", test_generated);
#undef ADD
  return g_test_run ();
}

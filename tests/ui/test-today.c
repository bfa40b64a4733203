/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Today page: figures against hand-made rows, tasks that are ticked off, and the empty store. */

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-today-data.h"
#include "crm-today-page.h"
#include "crm-ui-test.h"

static gboolean
is_loaded (gpointer data)
{
  CrmPage *page = crm_window_get_page (CRM_WINDOW (data));

  return CRM_IS_TODAY_PAGE (page) && crm_today_page_get_loaded (CRM_TODAY_PAGE (page));
}

static CrmTodayData *
read_data (CrmUiTest *test)
{
  CrmTodayQuestion question = { .today = crm_day_today (), .week_start = 1, .lines = 10 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReader) reader = crm_reader_open (test->path, &error);
  CrmTodayData *data;

  g_assert_no_error (error);
  data = crm_today_read (reader, &question, NULL, &error);
  g_assert_no_error (error);
  return data;
}

static void
test_tasks (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  g_autoptr (CrmTodayData) data = NULL;
  const CrmTodayLine *line;

  crm_ui_test_wait_for (is_loaded, test->window);
  data = read_data (test);
  g_assert_cmpint (data->n_overdue, ==, 1);
  g_assert_cmpint (data->n_due_today, ==, 1);
  g_assert_cmpuint (data->tasks->len, ==, 2);
  line = g_ptr_array_index (data->tasks, 0);
  g_assert_cmpstr (line->title, ==, "Send the corrected invoice");
  g_assert_cmpstr (line->customer_title, ==, CRM_UI_TEST_CUSTOMER);
  g_assert_false (data->empty);
}

/* A customer that ordered every ten days and then not for twenty-five. */
static void
add_orders (CrmUiTest *test, CrmId *customer_id)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) customer = crm_record_new (&crm_entity_customer);
  const gint64 days_ago[] = { 55, 45, 35, 25 };
  g_autoptr (GError) error = NULL;

  crm_record_set_text (customer, "name", "Delta Print House");
  crm_record_set_text (customer, "kind", "organization");
  *customer_id = crm_changeset_insert (changes, customer);
  for (guint i = 0; i < G_N_ELEMENTS (days_ago); i++)
    {
      g_autoptr (CrmRecord) order = crm_record_new (&crm_entity_order);
      g_autoptr (CrmRecord) line = crm_record_new (&crm_entity_order_line);

      crm_record_set_int (order, "customer", *customer_id);
      crm_record_set_int (order, "day", crm_day_today () - days_ago[i]);
      crm_record_set_text (order, "kind", "sale");
      crm_record_set_text (order, "status", "fulfilled");
      crm_record_set_int (line, "order", crm_changeset_insert (changes, order));
      crm_record_set_real (line, "quantity", 2);
      crm_record_set_real (line, "unit-price", 50);
      crm_changeset_insert (changes, line);
    }
  crm_store_apply (crm_context_get_store (crm_ui_test_context (test)), changes, NULL, &error);
  g_assert_no_error (error);
}

static void
test_follow_ups (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  g_autoptr (CrmTodayData) data = NULL;
  const CrmTodayLine *line;
  CrmId customer;
  double sum = 0;

  add_orders (test, &customer);
  data = read_data (test);
  g_assert_cmpint (data->n_follow_ups, ==, 1);
  line = g_ptr_array_index (data->follow_ups, 0);
  g_assert_cmpint (line->id, ==, customer);
  g_assert_cmpint (line->days_since, ==, 25);
  g_assert_cmpfloat_with_epsilon (line->interval, 10.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (line->ratio, 2.5, 1e-9);
  /* All orders are within the last twelve months, a hundred each. */
  for (guint i = 0; i < data->sales.n_points; i++)
    sum += data->sales.points[i];
  g_assert_cmpfloat_with_epsilon (sum, 4 * 100 * 100, 1e-6);
  g_assert_cmpfloat (data->sales.now, ==, data->sales.points[data->sales.n_points - 1]);
}

static gboolean
no_due (gpointer data)
{
  const CrmCensus *census = crm_sidebar_get_census (crm_window_get_sidebar (CRM_WINDOW (data)));

  return census != NULL && census->due == 1;
}

static GtkCheckButton *
find_check (GtkWidget *widget)
{
  if (GTK_IS_CHECK_BUTTON (widget))
    return GTK_CHECK_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkCheckButton *found = find_check (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_done (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  GtkCheckButton *check;

  crm_ui_test_wait_for (is_loaded, test->window);
  check = find_check (GTK_WIDGET (crm_window_get_page (test->window)));
  g_assert_nonnull (check);
  gtk_check_button_set_active (check, TRUE);
  crm_ui_test_wait_for (no_due, test->window);
  g_assert_cmpstr (adw_toast_get_title (crm_window_get_toast (test->window)), ==, "Task done");
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/today/tasks", test_tasks);
  g_test_add_func ("/ui/today/follow-ups", test_follow_ups);
  g_test_add_func ("/ui/today/done", test_done);
  return g_test_run ();
}

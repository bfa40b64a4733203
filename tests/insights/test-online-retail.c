/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A year of a real shop (UCI Online Retail) imported whole, against figures counted by other means.
 * The data stand beside the tree, where they are. */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <math.h>

#include "crm-import.h"
#include "crm-segment-run.h"
#include "store-fixture.h"

static char *
find_shared (const char *name)
{
  const char *folder = g_getenv ("CRM_SHARED_DIR");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip_printf ("%s is not there", name);
  return NULL;
}

static double
read_figure (JsonObject *object, const char *member)
{
  g_assert_true (json_object_has_member (object, member));
  return json_object_get_double_member (object, member);
}

static void
check_rfm (CrmReader *reader, JsonObject *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmPurchases) purchases = crm_purchases_read (reader, 20000, &error);
  double recency = 0, frequency = 0, monetary = 0;

  g_assert_no_error (error);
  for (gsize i = 0; i < purchases->n; i++)
    {
      recency += purchases->recency[i];
      frequency += purchases->frequency[i];
      monetary += purchases->monetary[i];
    }
  g_assert_cmpfloat (recency, ==, read_figure (wanted, "recency_days"));
  g_assert_cmpfloat (frequency, ==, read_figure (wanted, "frequency"));
  g_assert_cmpfloat (monetary, ==, round (read_figure (wanted, "monetary") * 100));
}

static void
test_import (void)
{
  g_autofree char *data = find_shared ("data/online_retail/online_retail.csv.gz");
  g_autofree char *figures = find_shared ("expected/online_retail_rfm_summary.json");
  g_autoptr (StoreFixture) fixture = NULL;
  g_autoptr (CrmImportPlan) plan = NULL;
  g_autoptr (CrmImportReport) report = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *wanted;
  gint64 customers;

  if (data == NULL || figures == NULL)
    return;
  g_assert_true (json_parser_load_from_file (parser, figures, &error));
  wanted = json_node_get_object (json_parser_get_root (parser));
  customers = json_object_get_int_member (wanted, "valid_customers");

  fixture = store_fixture_new ();
  plan = crm_import_plan_new (data, NULL, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan->kind, ==, CRM_IMPORT_TRANSACTIONS);
  report = crm_import_run (plan, fixture->store, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->rows, ==, json_object_get_int_member (wanted, "rows"));
  g_assert_cmpuint (report->customers, ==, json_object_get_int_member (wanted, "customers"));
  g_assert_cmpuint (report->lines, ==, json_object_get_int_member (wanted, "rows_with_customer"));
  g_assert_cmpuint (report->refused, ==, report->rows - report->lines);

  reader = store_fixture_reader (fixture);
  g_assert_cmpint (
      crm_reader_int (reader, "SELECT count (*) FROM customer WHERE order_count > 0", -1), ==,
      customers);
  g_assert_cmpint (customers, ==, 4338);
  g_assert_cmpint (crm_reader_int (reader, "SELECT sum (order_sum) FROM customer", -1), ==,
                   891140790);
  g_assert_cmpint (crm_reader_int (reader, "SELECT sum (order_count) FROM customer", -1), ==,
                   18532);
  check_rfm (reader, json_object_get_object_member (wanted, "rfm_sums"));
  store_fixture_assert_sound (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/online-retail/import", test_import);
  return g_test_run ();
}

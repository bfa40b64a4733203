/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Imports of customers and of transactions: what is made, kept, refused; the trial tells the same
 * numbers; one undo takes all of it back. */

#include <glib/gstdio.h>
#include <string.h>

#include "crm-csv-reader.h"
#include "crm-import.h"
#include "store-fixture.h"

static CrmImportPlan *
make_plan (StoreFixture *self, const char *text, int kind)
{
  static guint n_files;
  g_autofree char *name = g_strdup_printf ("import-%u.csv", ++n_files);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  CrmImportPlan *plan;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  plan = crm_import_plan_new (path, NULL, kind, &error);
  g_assert_no_error (error);
  return plan;
}

static CrmImportReport *
run_plan (StoreFixture *self, const CrmImportPlan *plan, gboolean trial, const char *refused)
{
  g_autoptr (GError) error = NULL;
  CrmImportReport *report = crm_import_run (plan, self->store, trial, refused, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

static void
assert_same_counts (const CrmImportReport *a, const CrmImportReport *b)
{
  g_assert_cmpuint (a->rows, ==, b->rows);
  g_assert_cmpuint (a->created, ==, b->created);
  g_assert_cmpuint (a->updated, ==, b->updated);
  g_assert_cmpuint (a->unchanged, ==, b->unchanged);
  g_assert_cmpuint (a->refused, ==, b->refused);
  g_assert_cmpuint (a->lines, ==, b->lines);
  g_assert_cmpuint (a->returns, ==, b->returns);
  g_assert_cmpuint (a->customers, ==, b->customers);
  g_assert_cmpuint (a->contacts, ==, b->contacts);
  g_assert_cmpuint (a->products, ==, b->products);
  g_assert_cmpmem (a->outcomes, sizeof a->outcomes, b->outcomes, sizeof b->outcomes);
  for (guint i = 0; i < a->n_columns; i++)
    g_assert_cmpuint (a->column_filled[i], ==, b->column_filled[i]);
}

/* Trial, which must write nothing, then the real run with the same figures. */
static CrmImportReport *
try_and_run (StoreFixture *self, const CrmImportPlan *plan)
{
  g_autofree char *before = store_fixture_dump (self), *after = NULL;
  g_autoptr (CrmImportReport) trial = run_plan (self, plan, TRUE, NULL);
  CrmImportReport *real;

  after = store_fixture_dump (self);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (trial->group, ==, 0);
  real = run_plan (self, plan, FALSE, NULL);
  assert_same_counts (trial, real);
  return real;
}

static gint64
count (StoreFixture *self, const char *sql)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (self);

  return crm_reader_int (reader, sql, -1);
}

static char *
get_text (StoreFixture *self, const char *sql)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (self);
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, NULL);
  char *text = NULL;

  g_assert_nonnull (stmt);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return text;
}

static void
assert_text (StoreFixture *self, const char *sql, const char *wanted)
{
  g_autofree char *text = get_text (self, sql);

  g_assert_cmpstr (text, ==, wanted);
}

static const char customers[] =
    "客户编号,客户名称,城市,电话,联系人,手机,标签,年收入\n"
    "A1,苏州恒瑞精密,苏州,0512-88886666,王小明,13912345678,vip; 展会,\"1,250,000.50\"\n"
    "A2,\"O'Neil, Sons \"\"Ltd\"\"\",Dublin,,Mary O'Neil,,,-20\n"
    "A1,苏州恒瑞精密,苏州,,李华,13912345679,,\n"
    ",,Nowhere,,,,,\n"
    "A3,Bad revenue,,,,,,a lot\n"
    "A4,Third,,,,,,,too,many,cells\n";

static void
test_customers (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) plan = make_plan (fixture, customers, -1);
  g_autoptr (CrmImportReport) report = NULL, again = NULL;
  g_autofree char *before = store_fixture_dump (fixture), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (plan->kind, ==, CRM_IMPORT_CUSTOMERS);
  plan->calling_code = g_strdup ("86");
  report = try_and_run (fixture, plan);
  g_assert_cmpuint (report->rows, ==, 6);
  g_assert_cmpuint (report->created, ==, 2);
  g_assert_cmpuint (report->updated, ==, 1);
  g_assert_cmpuint (report->refused, ==, 3);
  g_assert_cmpuint (report->contacts, ==, 3);
  g_assert_cmpuint (report->column_filled[1], ==, 5);
  g_assert_cmpuint (report->outcomes[0], ==, CRM_IMPORT_ROW_NEW);
  g_assert_cmpuint (report->outcomes[2], ==, CRM_IMPORT_ROW_UPDATE);
  g_assert_cmpuint (report->outcomes[3], ==, CRM_IMPORT_ROW_REFUSED);
  g_assert_cmpuint (report->outcomes[6], ==, CRM_IMPORT_ROW_UNKNOWN);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM customer"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM contact"), ==, 3);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM affiliation WHERE is_primary"), ==, 2);
  assert_text (fixture, "SELECT name FROM customer WHERE code = 'A2'", "O'Neil, Sons \"Ltd\"");
  assert_text (fixture, "SELECT phone FROM customer WHERE code = 'A1'", "+8651288886666");
  g_assert_cmpint (count (fixture, "SELECT annual_revenue FROM customer WHERE code = 'A1'"), ==,
                   125000050);
  g_assert_cmpint (count (fixture, "SELECT annual_revenue FROM customer WHERE code = 'A2'"), ==,
                   -2000);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM list_value WHERE field = 'tags'"), ==, 2);
  g_assert_cmpint (store_fixture_search (fixture, "hengrui"), ==, 1);
  store_fixture_assert_sound (fixture);

  /* The same file again has nothing new. */
  again = try_and_run (fixture, plan);
  g_assert_cmpuint (again->created, ==, 0);
  g_assert_cmpuint (again->contacts, ==, 0);
  g_assert_cmpuint (again->updated, ==, 0);
  g_assert_cmpuint (again->unchanged, ==, 3);
  g_assert_cmpuint (again->refused, ==, 3);
  g_assert_cmpint (again->group, ==, 0);

  crm_store_undo (fixture->store, report->group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (before, ==, after);
  store_fixture_assert_sound (fixture);
}

static void
test_update (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) first = make_plan (fixture, "code,name,city\nA1,Harbour,Hull\n", -1);
  g_autoptr (CrmImportPlan) fill = NULL, replace = NULL;
  g_autoptr (CrmImportReport) made = run_plan (fixture, first, FALSE, NULL);
  g_autoptr (CrmImportReport) filled = NULL, replaced = NULL;
  g_autofree char *before = NULL, *after = NULL;

  g_assert_cmpuint (made->created, ==, 1);
  before = store_fixture_dump (fixture);
  fill = make_plan (fixture, "code,name,city,postcode\nA1,Harbour,Leeds,HU1\n", -1);
  filled = try_and_run (fixture, fill);
  g_assert_cmpuint (filled->updated, ==, 1);
  g_assert_cmpuint (filled->created, ==, 0);
  assert_text (fixture, "SELECT city || postcode FROM customer", "HullHU1");

  replace = make_plan (fixture, "code,name,city,postcode\nA1,Harbour,Leeds,\n", -1);
  replace->overwrite = TRUE;
  replace->tag = g_strdup ("fair");
  replaced = try_and_run (fixture, replace);
  g_assert_cmpuint (replaced->updated, ==, 1);
  /* An empty cell never empties a field. */
  assert_text (fixture, "SELECT city || postcode FROM customer", "LeedsHU1");
  assert_text (fixture, "SELECT value FROM list_value", "fair");

  g_assert_true (crm_store_undo (fixture->store, replaced->group, NULL, NULL, NULL, NULL));
  g_assert_true (crm_store_undo (fixture->store, filled->group, NULL, NULL, NULL, NULL));
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (before, ==, after);
}

/* A new customer has the stage of its row, or else that of the plan; a known one keeps what it has. */
static void
test_stage (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) first =
      make_plan (fixture, "code,name,stage\nA1,Harbour,dormant\nA2,Pine,\n", -1);
  g_autoptr (CrmImportPlan) none = NULL, again = NULL;
  g_autoptr (CrmImportReport) made = run_plan (fixture, first, FALSE, NULL);
  g_autoptr (CrmImportReport) without = NULL, known = NULL;

  g_assert_cmpuint (made->created, ==, 2);
  none = make_plan (fixture, "code,name\nA3,Quay\n", -1);
  none->stage = NULL;
  without = run_plan (fixture, none, FALSE, NULL);
  g_assert_cmpuint (without->created, ==, 1);
  again = make_plan (fixture, "code,name,city\nA1,Harbour,Hull\nA3,Quay,Hull\n", -1);
  again->stage = "qualified";
  known = run_plan (fixture, again, FALSE, NULL);
  g_assert_cmpuint (known->updated, ==, 2);
  assert_text (fixture,
               "SELECT group_concat(ifnull(lifecycle_stage, '-')) FROM "
               "(SELECT lifecycle_stage FROM customer ORDER BY code)",
               "dormant,lead,-");
}

/* Every refused row is in the file with its reason, however many they are. */
static void
test_refused_file (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GString) text = g_string_new ("name,employees,city\n");
  g_autoptr (CrmImportPlan) plan = NULL;
  g_autoptr (CrmImportReport) report = NULL;
  g_autoptr (CrmCsvReader) reader = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "refused.csv", NULL);
  g_autoptr (GError) error = NULL;
  CrmCsvRow row;
  guint n = 0;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, i % 2 ? "Fine %u,%u,Hull\n" : "\"Refused, %u\",about %u,Hull\n",
                            i, i);
  plan = make_plan (fixture, text->str, CRM_IMPORT_CUSTOMERS);
  report = run_plan (fixture, plan, FALSE, path);
  g_assert_cmpuint (report->created, ==, 1500);
  g_assert_cmpuint (report->refused, ==, 1500);
  g_assert_cmpuint (report->refusals->len, ==, CRM_IMPORT_REFUSALS_KEPT);
  g_assert_cmpuint (report->column_problems[1], ==, 1500);
  g_assert_cmpstr (report->refused_path, ==, path);

  reader = crm_csv_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (crm_csv_reader_next (reader, &row, &error));
  g_assert_cmpuint (row.n_cells, ==, 4);
  for (; crm_csv_reader_next (reader, &row, &error); n++)
    {
      g_autofree char *name = g_strdup_printf ("Refused, %u", n * 2);

      g_assert_cmpuint (row.n_cells, ==, 4);
      g_assert_cmpstr (row.cells[0], ==, name);
      g_assert_cmpstr (row.cells[2], ==, "Hull");
      g_assert_true (strstr (row.cells[3], "whole number") != NULL);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1500);
}

static gboolean
stop_cb (double share, const CrmImportReport *report, gpointer data)
{
  (void) share;
  (void) data;
  return report->rows < 5000;
}

static void
test_cancel (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GString) text = g_string_new ("name,city\n");
  g_autofree char *before = store_fixture_dump (fixture), *after = NULL;
  g_autoptr (CrmImportPlan) plan = NULL;
  g_autoptr (CrmImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "Customer %u,Hull\n", i);
  plan = make_plan (fixture, text->str, CRM_IMPORT_CUSTOMERS);
  report = crm_import_run (plan, fixture->store, FALSE, NULL, stop_cb, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->cancelled);
  g_assert_cmpuint (report->created, >=, 5000);
  g_assert_cmpuint (report->created, <, 20000);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM customer"), ==, (gint64) report->created);
  g_assert_cmpint (report->group, !=, 0);
  crm_store_undo (fixture->store, report->group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (before, ==, after);
}

static const char transactions[] =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "1001,P1,Lamp,3,2026-01-05,12.50,C1,United Kingdom\n"
    "1001,P2,Chair,1,2026-01-05,0.29,C1,United Kingdom\n"
    "1002,P1,Lamp,2,2026-02-05,12.50,C2,Ireland\n"
    "1002,P2,Chair,-1,2026-02-05,0.29,C2,Ireland\n"
    "C1003,P1,Lamp,-1,2026-02-07,12.50,C1,United Kingdom\n"
    "1004,P1,Lamp,1,2026-03-01,12.50,,Ireland\n"
    "1005,P1,Lamp,0,2026-03-01,12.50,C1,Ireland\n"
    "1006,P1,Lamp,1,soon,12.50,C1,Ireland\n";

static void
test_transactions (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) plan = make_plan (fixture, transactions, -1);
  g_autoptr (CrmImportReport) report = NULL, again = NULL;
  g_autofree char *before = store_fixture_dump (fixture), *after = NULL, *whole = NULL, *now = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (plan->kind, ==, CRM_IMPORT_TRANSACTIONS);
  report = try_and_run (fixture, plan);
  g_assert_cmpuint (report->rows, ==, 8);
  g_assert_cmpuint (report->lines, ==, 5);
  g_assert_cmpuint (report->created, ==, 4);
  g_assert_cmpuint (report->returns, ==, 2);
  g_assert_cmpuint (report->customers, ==, 2);
  g_assert_cmpuint (report->products, ==, 2);
  g_assert_cmpuint (report->refused, ==, 3);
  g_assert_cmpint (count (fixture, "SELECT order_sum FROM customer WHERE code = 'C1'"), ==, 3779);
  g_assert_cmpint (count (fixture, "SELECT return_sum FROM customer WHERE code = 'C1'"), ==, 1250);
  g_assert_cmpint (count (fixture, "SELECT order_sum FROM customer WHERE code = 'C2'"), ==, 2500);
  g_assert_cmpint (count (fixture, "SELECT return_count FROM customer WHERE code = 'C2'"), ==, 1);
  store_fixture_assert_sound (fixture);

  whole = store_fixture_dump (fixture);
  again = try_and_run (fixture, plan);
  g_assert_cmpuint (again->created, ==, 0);
  g_assert_cmpuint (again->lines, ==, 0);
  g_assert_cmpuint (again->unchanged, ==, 5);
  now = store_fixture_dump (fixture);
  g_assert_cmpstr (whole, ==, now);

  crm_store_undo (fixture->store, report->group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (before, ==, after);
}

/* Left out and counted, not invented. */
static void
test_unknown_customers (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) known =
      make_plan (fixture, "code,name\nC1,Harbour & Pine\n", CRM_IMPORT_CUSTOMERS);
  g_autoptr (CrmImportReport) made = run_plan (fixture, known, FALSE, NULL);
  g_autoptr (CrmImportPlan) plan = make_plan (fixture, transactions, -1);
  g_autoptr (CrmImportReport) report = NULL;

  g_assert_cmpuint (made->created, ==, 1);
  plan->create_customers = FALSE;
  report = try_and_run (fixture, plan);
  g_assert_cmpuint (report->customers, ==, 0);
  g_assert_cmpuint (report->lines, ==, 3);
  g_assert_cmpuint (report->refused, ==, 5);
  g_assert_nonnull (g_hash_table_lookup (report->reasons, "unknown customer"));
  g_assert_cmpuint (*(guint64 *) g_hash_table_lookup (report->reasons, "unknown customer"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM customer"), ==, 1);
}

#define ORDERS "number,date,customer,product,quantity,price\n"

/* One order of days and months a file: what does not fit it is refused, not read the other way. */
static void
test_days (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) mixed = make_plan (
      fixture, ORDERS "1,13/03/2024,C1,P,1,2\n2,03/13/2024,C1,P,1,2\n3,05/03/2024,C1,P,1,2\n", -1);
  g_autoptr (CrmImportPlan) clear =
      make_plan (fixture, ORDERS "4,13/03/2024,C1,P,1,2\n5,05/03/2024,C1,P,1,2\n", -1);
  g_autoptr (CrmImportPlan) dotted = make_plan (fixture, ORDERS "6,05.03.2024,C1,P,1,2\n", -1);
  g_autoptr (CrmImportReport) report = NULL, day_first = NULL, other = NULL;

  g_assert_true (mixed->day_written && mixed->day_ambiguous);
  mixed->day_first = FALSE;
  report = try_and_run (fixture, mixed);
  g_assert_cmpuint (report->refused, ==, 1);
  g_assert_cmpuint (report->created, ==, 2);
  assert_text (
      fixture,
      "SELECT group_concat (date (day * 86400, 'unixepoch')) FROM (SELECT day FROM sales_order "
      "ORDER BY number)",
      "2024-03-13,2024-05-03");
  g_assert_true (clear->day_written && clear->day_first && !clear->day_ambiguous);
  day_first = try_and_run (fixture, clear);
  g_assert_cmpuint (day_first->created, ==, 2);
  g_assert_false (dotted->day_written);
  other = try_and_run (fixture, dotted);
  g_assert_cmpuint (other->created, ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM sales_order WHERE day = 19787"), ==, 2);
}

/* An amount out of range is refused by its row, and by the store whoever writes it. */
static void
test_too_large (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) plan = make_plan (
      fixture, ORDERS "1,2024-03-05,C1,P,999999999999,99999999999\n2,2024-03-05,C1,P,1,2\n", -1);
  g_autoptr (CrmImportReport) report = try_and_run (fixture, plan);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_order_line);
  g_autoptr (CrmRecord) line = crm_record_new (&crm_entity_order_line);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (report->refused, ==, 1);
  g_assert_cmpuint (report->created, ==, 1);
  crm_record_set_int (line, "order", count (fixture, "SELECT id FROM sales_order"));
  crm_record_set_real (line, "quantity", -1e9);
  crm_record_set_real (line, "unit-price", 1e9);
  crm_changeset_insert (changes, line);
  g_assert_false (crm_store_apply (fixture->store, changes, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  store_fixture_assert_sound (fixture);
}

static void
test_bad_files (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) header = make_plan (fixture, "name,city\n", -1);
  g_autoptr (CrmImportReport) none = run_plan (fixture, header, FALSE, NULL);
  g_autoptr (CrmImportPlan) twice = make_plan (fixture, "name,name,city,city\na,b,c,d\n", -1);
  g_autoptr (CrmImportReport) report = NULL;
  g_autoptr (CrmImportPlan) foreign = make_plan (fixture, "x,y\n1,2\n", CRM_IMPORT_CUSTOMERS);
  g_autofree char *problem = crm_import_plan_problem (foreign);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (none->rows, ==, 0);
  g_assert_cmpint (none->group, ==, 0);
  /* A name that stands twice is taken once. */
  report = run_plan (fixture, twice, FALSE, NULL);
  g_assert_cmpuint (report->created, ==, 1);
  assert_text (fixture, "SELECT name || city FROM customer", "ac");
  g_assert_nonnull (problem);
  g_assert_null (crm_import_run (foreign, fixture->store, FALSE, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
}

/* Columns that the table has no field for become own fields, read as what their cells are. */
static void
test_own_fields (void)
{
  static const char *const ids[] = { "custom.Machines:number", "custom.Article", "custom.Seen:day",
                                     "custom.VIP:flag", "custom.Colour" };
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmImportPlan) plan = make_plan (fixture,
                                              "Name,Machines,Article,Seen,VIP,Colour,\"a\"\"b\"\n"
                                              "Harbour,12,0041,2026-03-01,yes,tall,1\n"
                                              "Pine,1.5,77,2026-03-02,no,,\n"
                                              "Oak,,,,,,\n",
                                              CRM_IMPORT_CUSTOMERS),
                            more = make_plan (
                                fixture,
                                "Name,Colour,Machines\nHarbour,short,13\nPine,wide,2\nOak,,7\n",
                                CRM_IMPORT_CUSTOMERS);
  g_autoptr (CrmImportReport) report = NULL, filled = NULL, replaced = NULL;
  g_autofree char *before = store_fixture_dump (fixture), *after = NULL, *mapping = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_null (plan->targets[i + 1]);
      plan->targets[i + 1] = crm_import_plan_own_target (plan, i + 1);
      g_assert_nonnull (plan->targets[i + 1]);
      g_assert_cmpstr (plan->targets[i + 1]->id, ==, ids[i]);
    }
  g_assert_null (crm_import_plan_own_target (plan, 6)); /* no name for a member */
  mapping = crm_import_plan_mapping (plan);
  plan->targets[1] = NULL;
  g_assert_true (crm_import_plan_set_mapping (plan, mapping));
  g_assert_true (plan->targets[1] == crm_import_target_find (plan->kind, ids[0]));
  report = try_and_run (fixture, plan);
  g_assert_cmpuint (report->created, ==, 3);
  assert_text (fixture, "SELECT custom FROM customer WHERE name = 'Harbour'",
               "{\"Machines\":12.0,\"Article\":\"0041\",\"Seen\":\"2026-03-01\",\"VIP\":true,"
               "\"Colour\":\"tall\"}");
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM customer WHERE custom IS NULL"), ==, 1);

  /* What is there is kept, what is missing is added. */
  more->targets[1] = crm_import_target_find (more->kind, "custom.Colour");
  more->targets[2] = crm_import_target_find (more->kind, "custom.Machines:number");
  filled = try_and_run (fixture, more);
  g_assert_cmpuint (filled->updated, ==, 2);
  g_assert_cmpuint (filled->outcomes[0], ==, CRM_IMPORT_ROW_NOTHING);
  assert_text (fixture,
               "SELECT json_extract (custom, '$.Colour') FROM customer WHERE name = 'Pine'",
               "wide");
  assert_text (fixture,
               "SELECT json_extract (custom, '$.Colour') FROM customer WHERE name = 'Harbour'",
               "tall");
  more->overwrite = TRUE;
  replaced = try_and_run (fixture, more);
  g_assert_cmpuint (replaced->updated, ==, 2);
  assert_text (fixture,
               "SELECT json_extract (custom, '$.Colour') FROM customer WHERE name = 'Harbour'",
               "short");
  store_fixture_assert_sound (fixture);
  crm_store_undo (fixture->store, replaced->group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  crm_store_undo (fixture->store, filled->group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  crm_store_undo (fixture->store, report->group, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = store_fixture_dump (fixture);
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/customers", test_customers);
  g_test_add_func ("/import/update", test_update);
  g_test_add_func ("/import/stage", test_stage);
  g_test_add_func ("/import/own-fields", test_own_fields);
  g_test_add_func ("/import/refused-file", test_refused_file);
  g_test_add_func ("/import/cancel", test_cancel);
  g_test_add_func ("/import/transactions", test_transactions);
  g_test_add_func ("/import/unknown-customers", test_unknown_customers);
  g_test_add_func ("/import/days", test_days);
  g_test_add_func ("/import/too-large", test_too_large);
  g_test_add_func ("/import/bad-files", test_bad_files);
  return g_test_run ();
}

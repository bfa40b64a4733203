/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several steps of a long group are queued at a time: what fails ends the group there, and what somebody
 * waits for goes before all of them. */

#include "crm-group-writer.h"
#include "store-fixture.h"

#define A_STEP 4000 /* rows of a changeset */

/* The writer asks for the time at the beginning of each piece of work. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean holds, waits;
} Gate;

static gint64
gate_clock (gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  gate->waits = TRUE;
  g_cond_broadcast (&gate->changed);
  while (gate->holds)
    g_cond_wait (&gate->changed, &gate->lock);
  gate->waits = FALSE;
  g_mutex_unlock (&gate->lock);
  return 0;
}

static void
close_gate (Gate *gate, StoreFixture *fixture)
{
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->changed);
  gate->holds = TRUE;
  gate->waits = FALSE;
  crm_store_set_clock (fixture->store, gate_clock, gate);
}

static void
wait_at_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  while (!gate->waits)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->holds = FALSE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->lock);
}

static void
add_customers (CrmGroupWriter *writer, guint n, CrmId parent_of_last)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("南京中山 %u", i);
      g_autoptr (CrmRecord) record = store_fixture_customer (name);

      if (parent_of_last != 0 && i == n - 1)
        crm_record_set_int (record, "parent", parent_of_last);
      crm_changeset_insert (crm_group_writer_get_changes (writer), record);
      g_assert_true (crm_group_writer_step (writer, &error));
      g_assert_no_error (error);
    }
}

static gint64
ask (StoreFixture *fixture, const char *sql)
{
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);

  return crm_reader_int (reader, sql, -1);
}

static void
test_failed_step (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GError) error = NULL;
  CrmGroupWriter *writer = crm_group_writer_new (fixture->store, CRM_VERB_IMPORT,
                                                 &crm_entity_customer, "import", "list.csv");
  CrmApplyResult result;
  Gate gate;

  add_customers (writer, A_STEP, 0);
  close_gate (&gate, fixture);
  add_customers (writer, A_STEP, crm_entity_first_id (&crm_entity_customer)); /* no such customer */
  add_customers (writer, 3 * A_STEP + 7, 0);
  open_gate (&gate);
  g_assert_false (crm_group_writer_finish (writer, &result, &error));
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, "earlier step"));

  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM customer"), ==, A_STEP);
  g_assert_cmpint (
      ask (fixture, "SELECT count (*) FROM journal_group WHERE state = 'done' AND rows = 4000"), ==,
      1);
  g_clear_error (&error);
  g_assert_true (crm_store_undo (fixture->store, result.group, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM customer"), ==, 0);
  store_fixture_assert_sound (fixture);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_store_apply_finish (CRM_STORE (source), result, NULL, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
test_save_goes_first (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = store_fixture_customer ("Harbour & Pine");
  CrmGroupWriter *writer = crm_group_writer_new (fixture->store, CRM_VERB_IMPORT,
                                                 &crm_entity_customer, "import", "list.csv");
  gboolean applied = FALSE;
  Gate gate;

  add_customers (writer, A_STEP, 0);
  close_gate (&gate, fixture);
  add_customers (writer, A_STEP, 0);
  wait_at_gate (&gate); /* the second step has begun */
  add_customers (writer, 2 * A_STEP, 0);
  crm_changeset_insert (changes, record);
  crm_store_apply_async (fixture->store, changes, NULL, applied_cb, &applied);
  open_gate (&gate);
  while (!applied)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (crm_group_writer_finish (writer, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM journal WHERE seq < (SELECT j.seq FROM "
                                 "journal j JOIN customer c ON c.id = j.record WHERE c.name = "
                                 "'Harbour & Pine')"),
                   ==, 2 * A_STEP);
  g_assert_cmpint (ask (fixture, "SELECT count (*) FROM customer"), ==, 4 * A_STEP + 1);
  store_fixture_assert_sound (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group-writer/failed-step", test_failed_step);
  g_test_add_func ("/group-writer/save-goes-first", test_save_goes_first);
  return g_test_run ();
}

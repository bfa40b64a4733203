/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Jobs: result, position, failure and retry, cancelling while SQLite is busy. */

#include "crm-job.h"
#include "store-fixture.h"

static void
count_cb (CrmJob *job, gpointer data)
{
  ++*(int *) data;
}

static void
wait_for (CrmJob *job, int *finished, int times)
{
  while (*finished < times)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (crm_job_get_state (job), !=, CRM_JOB_RUNNING);
}

static gpointer
count_customers (CrmJobControl *control, gpointer data, GError **error)
{
  gint64 *n = g_new (gint64, 1);

  crm_job_control_report (control, 0.5, "half way");
  *n = crm_reader_int (crm_job_control_get_reader (control), "SELECT count (*) FROM customer", -1);
  return n;
}

static void
test_result (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmJobs) jobs = crm_jobs_new (fixture->store);
  g_autofree char *text = NULL;
  int finished = 0;
  CrmJob *job;

  store_fixture_add_customer (fixture, "One");
  store_fixture_add_customer (fixture, "Two");
  job = crm_jobs_start (jobs, "count", "Counting", count_customers, NULL, NULL, g_free);
  g_signal_connect (job, "finished", G_CALLBACK (count_cb), &finished);
  g_assert_cmpuint (crm_jobs_get_n_running (jobs), ==, 1);
  wait_for (job, &finished, 1);
  g_assert_cmpint (crm_job_get_state (job), ==, CRM_JOB_DONE);
  g_assert_cmpint (*(gint64 *) crm_job_get_result (job), ==, 2);
  g_assert_cmpint (crm_job_get_position (job), ==, 2);
  g_assert_cmpuint (crm_jobs_get_n_running (jobs), ==, 0);
  g_object_get (job, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "half way");
}

static gpointer
fail_once (CrmJobControl *control, gpointer data, GError **error)
{
  if (++*(int *) data > 1)
    return g_new0 (int, 1);
  g_set_error (error, CRM_ERROR, CRM_ERROR_FAILED, "not this time");
  return NULL;
}

static void
test_retry (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmJobs) jobs = crm_jobs_new (fixture->store);
  int finished = 0, calls = 0;
  CrmJob *job = crm_jobs_start (jobs, "test", "Failing", fail_once, &calls, NULL, g_free);

  g_signal_connect (job, "finished", G_CALLBACK (count_cb), &finished);
  wait_for (job, &finished, 1);
  g_assert_cmpint (crm_job_get_state (job), ==, CRM_JOB_FAILED);
  g_assert_error (crm_job_get_error (job), CRM_ERROR, CRM_ERROR_FAILED);
  crm_job_retry (job);
  wait_for (job, &finished, 2);
  g_assert_cmpint (crm_job_get_state (job), ==, CRM_JOB_DONE);
}

static gpointer
count_for_ever (CrmJobControl *control, gpointer data, GError **error)
{
  CrmReader *reader = crm_job_control_get_reader (control);
  sqlite3_stmt *stmt;

  g_atomic_int_set ((int *) data, 1);
  stmt = crm_reader_prepare (
      reader,
      "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count (*) FROM n",
      error);
  if (stmt != NULL)
    crm_reader_step (reader, stmt, error);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmJobs) jobs = crm_jobs_new (fixture->store);
  int finished = 0, begun = 0;
  CrmJob *job = crm_jobs_start (jobs, "test", "Endless", count_for_ever, &begun, NULL, g_free);

  g_signal_connect (job, "finished", G_CALLBACK (count_cb), &finished);
  while (g_atomic_int_get (&begun) == 0)
    g_main_context_iteration (NULL, TRUE);
  crm_job_cancel (job);
  wait_for (job, &finished, 1);
  g_assert_cmpint (crm_job_get_state (job), ==, CRM_JOB_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/result", test_result);
  g_test_add_func ("/job/retry", test_retry);
  g_test_add_func ("/job/cancel", test_cancel);
  return g_test_run ();
}

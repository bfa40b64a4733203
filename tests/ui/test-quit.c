/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Leaving while something runs, and what another process writes meanwhile. */

#include <glib/gstdio.h>

#include "crm-entities.h"
#include "crm-ui-test.h"

/* ---- leaving ---- */

static gpointer
run_until_cancelled (CrmJobControl *control, gpointer data, GError **error)
{
  CrmReader *reader = crm_job_control_get_reader (control);
  GCancellable *cancellable = crm_job_control_get_cancellable (control);
  GPollFD poll;

  g_assert_cmpint (crm_reader_int (reader, "SELECT count(*) FROM customer", 0), >, 0);
  if (g_cancellable_make_pollfd (cancellable, &poll))
    {
      g_poll (&poll, 1, -1);
      g_cancellable_release_fd (cancellable);
    }
  g_cancellable_set_error_if_cancelled (cancellable, error);
  return NULL;
}

static GtkWindow *
find_question (void)
{
  return (GtkWindow *) crm_ui_test_find_window (ADW_TYPE_MESSAGE_DIALOG);
}

static gboolean
is_asked (gpointer data)
{
  return find_question () != NULL && gtk_widget_get_mapped (GTK_WIDGET (find_question ()));
}

static gboolean
is_gone (gpointer data)
{
  CrmUiTest *test = data;

  return crm_application_get_window (test->application) == NULL;
}

static gboolean
is_closed (gpointer data)
{
  CrmUiTest *test = data;

  return crm_application_get_context (test->application) == NULL;
}

static void
test_asks (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmJobs *jobs = crm_context_get_jobs (crm_ui_test_context (test));
  g_autofree char *log = g_strconcat (test->path, "-wal", NULL);

  crm_jobs_start (jobs, "import", "Import of a long file", run_until_cancelled, NULL, NULL, NULL);
  gtk_window_close (GTK_WINDOW (test->window));
  crm_ui_test_wait_for (is_asked, NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (find_question ())),
                            "Import of a long file"));
  /* No: all goes on. */
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "cancel");
  crm_ui_test_settle ();
  g_assert_false (is_gone (test));
  g_assert_cmpuint (crm_jobs_get_n_running (jobs), ==, 1);

  gtk_window_close (GTK_WINDOW (test->window));
  crm_ui_test_wait_for (is_asked, NULL);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "yes");
  crm_ui_test_wait_for (is_gone, test);
  crm_ui_test_wait_for (is_closed, test);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

/* ---- another process ---- */

static gboolean
has_figure (gpointer data)
{
  CrmUiTest *test = data;
  const CrmCensus *census = crm_sidebar_get_census (crm_window_get_sidebar (test->window));

  return census != NULL;
}

static void
changed_cb (CrmStore *store, const CrmChangeNotice *notice, guint *n)
{
  (*n)++;
}

static gboolean
is_told (gpointer data)
{
  return *(guint *) data > 0;
}

/* crm-cli does just this: a store of its own on the same file. */
static void
test_other_process (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmStore *store = crm_context_get_store (crm_ui_test_context (test));
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) other = NULL;
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) customer = crm_record_new (&crm_entity_customer);
  guint n = 0;

  crm_ui_test_wait_for (has_figure, test);
  crm_ui_test_settle ();
  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), &n);
  other = crm_store_open (test->path, CRM_STORE_NO_BACKUP, &error);
  g_assert_no_error (error);
  crm_record_set_text (customer, "name", "From outside");
  crm_record_set_text (customer, "kind", "organization");
  crm_changeset_insert (changes, customer);
  crm_store_apply (other, changes, NULL, &error);
  g_assert_no_error (error);
  crm_ui_test_wait_for (is_told, &n);
  g_assert_cmpint ((gint64) crm_store_get_undo_group (store), !=, 0);
  crm_store_close (other);
  g_signal_handlers_disconnect_by_func (store, changed_cb, &n);
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/quit/asks", test_asks);
  g_test_add_func ("/ui/quit/other-process", test_other_process);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first minute: no database, an empty one, and each way in which one cannot be opened. */

#include <glib/gstdio.h>
#include <unistd.h>

#include "crm-banner.h"
#include "crm-ui-test.h"

static gboolean
has_context (gpointer data)
{
  return crm_window_get_context (CRM_WINDOW (data)) != NULL;
}

static void
emit (CrmUiTest *test, const char *signal)
{
  g_signal_emit_by_name (crm_window_get_start_page (test->window), signal);
}

static void
test_welcome (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (NULL);

  g_assert_cmpstr (crm_ui_test_start_state (test), ==, "welcome");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (test->window), "palette"));
  emit (test, "empty");
  crm_ui_test_wait_for (has_context, test->window);
  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "today");
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (test->window), "palette"));
  /* The user's own record is not a change to take back. */
  crm_ui_test_settle ();
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (test->window), "undo"));
}

static gboolean
can_undo (gpointer data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (data), "undo");
}

static gboolean
has_customers (gpointer data)
{
  const CrmCensus *census = crm_sidebar_get_census (crm_window_get_sidebar (CRM_WINDOW (data)));

  return census != NULL && crm_census_get_count (census, "customer") > 1000;
}

static void
test_sample (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (NULL);

  emit (test, "sample");
  g_assert_cmpstr (crm_ui_test_start_state (test), ==, "progress");
  crm_ui_test_wait_for (has_context, test->window);
  crm_ui_test_wait_for (can_undo, test->window);
  crm_ui_test_wait_for (has_customers, test->window);
}

static void
write_damaged (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *noise = g_strnfill (16384, 'x');

  g_file_set_contents (path, noise, 16384, &error);
  g_assert_no_error (error);
}

static void
test_damaged (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (write_damaged);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_cmpstr (crm_ui_test_start_state (test), ==, "error");
  g_assert_null (crm_window_get_context (test->window));
  /* Nothing of it was changed. */
  g_assert_true (g_file_get_contents (test->path, &contents, &length, NULL));
  g_assert_cmpuint (length, ==, 16384);

  /* A good file in its place, and Try Again. */
  g_unlink (test->path);
  crm_ui_test_seed (test->path);
  emit (test, "retry");
  crm_ui_test_wait_for (has_context, test->window);
}

/* An index that lacks its rows, after an end that was not a clean one. */
static void
damage_index (const char *path)
{
  sqlite3 *db;

  crm_ui_test_seed (path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db,
                    "UPDATE meta SET value = 'open' WHERE key = 'state';"
                    "PRAGMA writable_schema = ON;"
                    "UPDATE sqlite_schema SET sql = replace (sql, 'IS NOT NULL', 'IS NULL') "
                    "WHERE name = 'customer_parent'",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static gboolean
tells_damage (gpointer data)
{
  GtkWidget *banner = crm_ui_test_find_type (GTK_WIDGET (data), CRM_TYPE_BANNER);

  return banner != NULL && crm_banner_get_title (CRM_BANNER (banner)) != NULL;
}

/* What can be read is shown, and above it that something cannot. */
static void
test_damaged_part (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (damage_index);

  crm_ui_test_wait_for (has_context, test->window);
  crm_ui_test_wait_for (tells_damage, test->window);
}

static void
write_newer (const char *path)
{
  sqlite3 *db;

  crm_ui_test_seed (path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 9999", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (db);
}

static void
test_newer (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (write_newer);

  g_assert_cmpstr (crm_ui_test_start_state (test), ==, "error");
}

static void
make_read_only (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_chmod (folder, 0500);
}

static void
test_read_only (void)
{
  g_autoptr (CrmUiTest) test = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may write everywhere");
      return;
    }
  test = crm_ui_test_start (make_read_only);
  g_assert_cmpstr (crm_ui_test_start_state (test), ==, "error");
  g_chmod (test->folder, 0700);
  emit (test, "retry");
}

static gboolean
shows_error (gpointer data)
{
  return g_strcmp0 (crm_ui_test_start_state (data), "error") == 0;
}

static void
test_switch (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  g_autofree char *other = g_build_filename (test->folder, "other.db", NULL);

  /* To a file that is none, and back: the pages go and come. */
  write_damaged (other);
  crm_application_open_database (test->application, other);
  g_assert_null (crm_window_get_context (test->window));
  crm_ui_test_wait_for (shows_error, test);
  crm_application_open_database (test->application, test->path);
  crm_ui_test_wait_for (has_context, test->window);
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/start/welcome", test_welcome);
  g_test_add_func ("/ui/start/sample", test_sample);
  g_test_add_func ("/ui/start/damaged", test_damaged);
  g_test_add_func ("/ui/start/damaged-part", test_damaged_part);
  g_test_add_func ("/ui/start/newer", test_newer);
  g_test_add_func ("/ui/start/read-only", test_read_only);
  g_test_add_func ("/ui/start/switch", test_switch);
  return g_test_run ();
}

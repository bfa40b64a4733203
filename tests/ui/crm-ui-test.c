/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program in the process of a test. */

#include "crm-ui-test.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-ui.h"

#define PATIENCE_SECONDS 10

void
crm_ui_test_init (int *argc, char ***argv)
{
  setlocale (LC_ALL, "");
  /* The program is started many times over in one process: without a bus there is no name to keep. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    {
      g_printerr ("There is no display.\n");
      exit (77);
    }
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* ---- the main loop ---- */

static gboolean
out_of_patience_cb (gpointer data)
{
  g_error ("waited in vain for %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

CrmId
crm_ui_test_any_record (CrmUiTest *self, const CrmEntity *entity)
{
  g_autoptr (CrmReader) reader =
      crm_store_open_reader (crm_context_get_store (crm_ui_test_context (self)), NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s LIMIT 1", entity->table);

  return crm_reader_int (reader, sql, 0);
}

GtkWidget *
crm_ui_test_find (GtkWidget *root, CrmUiMatch match, gpointer data)
{
  GtkWidget *found = match (root, data) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = crm_ui_test_find (child, match, data);
  return found;
}

static gboolean
has_type (GtkWidget *widget, gpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(GType *) type);
}

GtkWidget *
crm_ui_test_find_type (GtkWidget *root, GType type)
{
  return crm_ui_test_find (root, has_type, &type);
}

GtkWidget *
crm_ui_test_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

void
crm_ui_test_wait (CrmUiCondition condition, gpointer data, const char *what)
{
  guint source = g_timeout_add_seconds (PATIENCE_SECONDS, out_of_patience_cb, (gpointer) what);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

void
crm_ui_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* ---- the database ---- */

static CrmId
add_customer (CrmChangeset *changes, const char *name, const char *city)
{
  g_autoptr (CrmRecord) customer = crm_record_new (&crm_entity_customer);

  crm_record_set_text (customer, "name", name);
  crm_record_set_text (customer, "kind", "organization");
  crm_record_set_text (customer, "lifecycle-stage", "customer");
  crm_record_set_text (customer, "city", city);
  return crm_changeset_insert (changes, customer);
}

static void
add_task (CrmChangeset *changes, const char *subject, CrmId customer, gint64 due)
{
  g_autoptr (CrmRecord) task = crm_record_new (&crm_entity_activity);

  crm_record_set_text (task, "kind", "task");
  crm_record_set_text (task, "subject", subject);
  crm_record_set_text (task, "status", "planned");
  crm_record_set_int (task, "customer", customer);
  crm_record_set_int (task, "due", due);
  crm_changeset_insert (changes, task);
}

static void
add_view (CrmChangeset *changes)
{
  g_autoptr (CrmRecord) view = crm_record_new (&crm_entity_view);
  const char *values[] = { "Suzhou", NULL };
  g_autoptr (CrmFilter) filter = crm_filter_new_rule ("city", CRM_OP_IS, values);
  g_autoptr (JsonNode) node = crm_filter_to_json (filter);
  g_autofree char *text = json_to_string (node, FALSE);

  crm_record_set_text (view, "name", "In Suzhou");
  crm_record_set_text (view, "entity", "customer");
  crm_record_set_text (view, "filter", text);
  crm_record_set_int (view, "position", 0);
  crm_changeset_insert (changes, view);
}

void
crm_ui_test_seed (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = crm_store_open (path, CRM_STORE_NO_BACKUP, &error);
  g_autoptr (CrmChangeset) changes = NULL;
  g_autoptr (CrmRecord) contact = crm_record_new (&crm_entity_contact);
  g_autoptr (CrmRecord) user = crm_record_new (&crm_entity_user);
  CrmId customer;

  g_assert_no_error (error);
  changes = crm_changeset_new (CRM_VERB_IMPORT, &crm_entity_customer);
  crm_changeset_set_origin (changes, "setup");
  crm_record_set_text (user, "name", g_get_real_name ());
  crm_changeset_insert (changes, user);
  customer = add_customer (changes, CRM_UI_TEST_CUSTOMER, "Bristol");
  add_customer (changes, CRM_UI_TEST_HAN, "Suzhou");
  add_customer (changes, "Keller Instruments", "Suzhou");
  crm_record_set_text (contact, "name", "Zhao Ping");
  crm_changeset_insert (changes, contact);
  add_task (changes, "Send the corrected invoice", customer, crm_day_today () - 2);
  add_task (changes, "Call back about the pump", customer, crm_day_today ());
  add_view (changes);
  crm_store_apply (store, changes, NULL, &error);
  g_assert_no_error (error);
  crm_store_close (store);
}

/* ---- the program ---- */

static gboolean
has_window (gpointer data)
{
  CrmUiTest *self = data;

  self->window = crm_application_get_window (self->application);
  return self->window != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->window));
}

const char *
crm_ui_test_start_state (CrmUiTest *self)
{
  return crm_start_page_get_state (crm_window_get_start_page (self->window));
}

/* The pages, or what the start page has to say. */
static gboolean
is_up (gpointer data)
{
  CrmUiTest *self = data;
  const char *state = crm_ui_test_start_state (self);

  return crm_window_get_context (self->window) != NULL || g_str_equal (state, "error") ||
         g_str_equal (state, "welcome");
}

/* A size asked for before the first one was given would be overruled by it. */
static gboolean
has_size (gpointer data)
{
  return gtk_widget_get_width (GTK_WIDGET (((CrmUiTest *) data)->window)) > 0;
}

CrmUiTest *
crm_ui_test_start (CrmUiSeedFunc seed)
{
  CrmUiTest *self = g_new0 (CrmUiTest, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("crm-ui-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "crm.db", NULL);
  if (seed != NULL)
    seed (self->path);

  self->application = crm_application_new ();
  /* A service does nothing by itself when it is run, see crm_ui_test_stop(). */
  g_application_set_flags (G_APPLICATION (self->application),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  crm_application_set_database (self->application, self->path);
  g_application_register (G_APPLICATION (self->application), NULL, &error);
  g_assert_no_error (error);
  g_settings_reset (crm_application_get_settings (self->application), "last-page");
  g_application_activate (G_APPLICATION (self->application));
  crm_ui_test_wait_for (has_window, self);
  crm_ui_test_wait_for (is_up, self);
  crm_ui_test_wait_for (has_size, self);
  return self;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
quit_cb (gpointer data)
{
  g_application_quit (G_APPLICATION (data));
  return G_SOURCE_REMOVE;
}

void
crm_ui_test_stop (CrmUiTest *self)
{
  if (crm_application_get_window (self->application) != NULL)
    gtk_window_destroy (GTK_WINDOW (crm_application_get_window (self->application)));
  crm_ui_test_settle ();
  /* Only the end of g_application_run() takes an application down properly. */
  g_idle_add (quit_cb, self->application);
  g_application_run (G_APPLICATION (self->application), 0, NULL);
  g_object_unref (self->application);
  crm_ui_test_settle ();
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

CrmContext *
crm_ui_test_context (CrmUiTest *self)
{
  return crm_window_get_context (self->window);
}

void
crm_ui_test_activate (CrmUiTest *self, const char *name, GVariant *target)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), name));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), name, target);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The composition root: command line, settings, store, context, window. Main thread.
 *
 * `context` is set while a store is open. `opening` is the cancellable of the open that counts: an
 * answer that belongs to another one is closed and dropped. */

#include "config.h"

#include "crm-application.h"

#include <glib/gi18n.h>

#include "crm-actions.h"
#include "crm-backup.h"
#include "crm-compat.h"
#include "crm-first-start.h"
#include "crm-pages.h"
#include "crm-preferences-window.h"
#include "crm-stop-jobs.h"
#include "crm-tour.h"
#include "crm-ui.h"

struct _CrmApplication
{
  AdwApplication parent;

  GSettings *settings;
  CrmWindow *window;
  CrmContext *context;
  CrmFirstStart *first_start;
  GCancellable *opening;
  char *database; /* given, or NULL */
  char *path;     /* that is or was opened */
  guint close_source;
  char *next_path; /* chosen, while jobs are stopped */
  CrmTour *tour;
};

G_DEFINE_FINAL_TYPE (CrmApplication, crm_application, ADW_TYPE_APPLICATION)

/* ---- the database ---- */

static char *
dup_default_path (CrmApplication *self)
{
  g_autofree char *chosen = NULL;

  if (self->database != NULL)
    return g_strdup (self->database);
  chosen = g_settings_get_string (self->settings, "database-path");
  if (*chosen != '\0')
    return g_steal_pointer (&chosen);
  return g_build_filename (g_get_user_data_dir (), "crm", "crm.db", NULL);
}

static void
close_store (CrmApplication *self)
{
  g_autoptr (CrmStore) store = NULL;

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->first_start != NULL)
    crm_first_start_stop (self->first_start);
  g_clear_object (&self->first_start);
  if (self->context == NULL)
    return;
  store = g_object_ref (crm_context_get_store (self->context));
  if (self->window != NULL)
    crm_window_set_context (self->window, NULL);
  g_clear_object (&self->context);
  crm_store_close (store);
}

static void
first_start_done_cb (CrmFirstStart *first_start, gboolean import, CrmApplication *self)
{
  crm_first_start_stop (self->first_start);
  if (self->window == NULL)
    return;
  crm_window_set_context (self->window, self->context);
  if (import)
    crm_pages_open_import (GTK_WINDOW (self->window), self->context);
  if (self->tour != NULL)
    crm_tour_start (self->tour, self->window);
}

static void
store_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = crm_store_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, CRM_ERROR, CRM_ERROR_CANCELLED) || self->window == NULL)
    return;
  if (store == NULL)
    {
      crm_start_page_show_error (crm_window_get_start_page (self->window), error, self->path);
      if (self->tour != NULL)
        crm_tour_fail (self->tour, error->message);
      return;
    }
  self->context = crm_context_new (store, self->settings);
  self->first_start = crm_first_start_new (self->context, crm_window_get_start_page (self->window));
  g_signal_connect_object (self->first_start, "done", G_CALLBACK (first_start_done_cb), self, 0);
  crm_first_start_run (self->first_start);
}

static void
open_store (CrmApplication *self)
{
  close_store (self);
  self->opening = g_cancellable_new ();
  if (self->path == NULL)
    self->path = dup_default_path (self);
  crm_start_page_show_opening (crm_window_get_start_page (self->window));
  crm_window_show_start (self->window, TRUE);
  crm_store_open_async (self->path, CRM_STORE_DEFAULT, self->opening, store_opened_cb,
                        g_object_ref (self));
}

void
crm_application_open_database (CrmApplication *self, const char *path)
{
  g_return_if_fail (CRM_IS_APPLICATION (self));
  g_return_if_fail (path != NULL);

  if (path != self->path)
    {
      g_free (self->path);
      self->path = g_strdup (path);
    }
  if (self->window != NULL)
    open_store (self);
}

void
crm_application_set_database (CrmApplication *self, const char *path)
{
  g_return_if_fail (CRM_IS_APPLICATION (self));

  g_free (self->database);
  self->database = g_strdup (path);
}

static void
retry_cb (CrmApplication *self)
{
  open_store (self);
}

static void
open_next_cb (gpointer data)
{
  CrmApplication *self = data;
  g_autofree char *path = g_steal_pointer (&self->next_path);

  if (path == NULL)
    return;
  if (self->database == NULL)
    g_settings_set_string (self->settings, "database-path", path);
  crm_application_open_database (self, path);
}

static void
other_file_cb (GFile *file, gpointer data)
{
  g_autoptr (CrmApplication) self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || self->window == NULL)
    return;
  g_free (self->next_path);
  self->next_path = g_steal_pointer (&path);
  crm_stop_jobs (GTK_WIDGET (self->window), self->context, open_next_cb, g_object_ref (self),
                 g_object_unref);
}

static void
open_other_cb (CrmApplication *self)
{
  crm_compat_open_file (GTK_WIDGET (self->window), _ ("Open a Database"), _ ("Customer Databases"),
                        "*.db", other_file_cb, g_object_ref (self));
}

/* ---- appearance ---- */

static void
show_color_scheme (CrmApplication *self)
{
  g_autofree char *nick = g_settings_get_string (self->settings, "color-scheme");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (nick, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (nick, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
user_name_changed_cb (CrmApplication *self)
{
  if (self->context != NULL)
    crm_first_start_rename_user (self->context);
}

/* ---- actions ---- */

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmApplication *self = data;

  gtk_window_present (GTK_WINDOW (
      crm_preferences_window_new (GTK_WINDOW (self->window), self->settings, self->context)));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  crm_compat_show_about (GTK_WIDGET (CRM_APPLICATION (data)->window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmApplication *self = data;

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
open_database_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_other_cb (data);
}

static void
back_up_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmApplication *self = data;

  if (self->context != NULL)
    crm_backup_ask (GTK_WIDGET (self->window), self->context);
}

static void
add_actions (CrmApplication *self)
{
  static const GActionEntry entries[] = {
    { "preferences", preferences_cb },     { "about", about_cb },     { "quit", quit_cb },
    { "open-database", open_database_cb }, { "back-up", back_up_cb },
  };
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);
  guint number = 0;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  crm_actions_install (GTK_APPLICATION (self));
  for (guint i = 0; i < n && number < 8; i++)
    {
      g_autofree char *action = NULL;
      g_autofree char *key = NULL;

      if (pages[i].hidden || pages[i].at_end)
        continue;
      action = g_strdup_printf ("win.go-page::%s", pages[i].name);
      key = g_strdup_printf ("<Control>%u", ++number);
      gtk_application_set_accels_for_action (GTK_APPLICATION (self), action,
                                             (const char *[]){ key, NULL });
    }
}

/* ---- application ---- */

static gboolean
close_store_cb (gpointer data)
{
  CrmApplication *self = data;

  self->close_source = 0;
  if (self->window == NULL)
    close_store (self);
  return G_SOURCE_REMOVE;
}

/* Nobody looks at the file any more: it is left in good order, however long the process stays. After
 * the window is taken down, which still speaks to the store. */
static void
window_destroyed_cb (CrmApplication *self)
{
  self->window = NULL;
  if (self->close_source == 0)
    self->close_source = g_idle_add (close_store_cb, self);
}

static void
create_window (CrmApplication *self)
{
  CrmStartPage *start;

  self->window = crm_window_new (GTK_APPLICATION (self), self->settings);
  start = crm_window_get_start_page (self->window);
  g_signal_connect_object (self->window, "destroy", G_CALLBACK (window_destroyed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (start, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (start, "open-other", G_CALLBACK (open_other_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->tour != NULL)
    crm_tour_prepare (self->tour, self->window);
}

static void
crm_application_activate (GApplication *application)
{
  CrmApplication *self = CRM_APPLICATION (application);
  gboolean fresh = self->window == NULL;

  if (fresh)
    create_window (self);
  gtk_window_present (GTK_WINDOW (self->window));
  if (fresh)
    open_store (self);
}

/* Runs in the first instance, also for a second start: another file there is opened here. */
static int
crm_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  CrmApplication *self = CRM_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autofree char *given = NULL;

  if (g_variant_dict_lookup (options, "database", "^ay", &given))
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, given);
      g_autofree char *path = g_file_get_path (file);
      gboolean other = self->window != NULL && g_strcmp0 (path, self->path) != 0;

      crm_application_set_database (self, path);
      if (other)
        crm_application_open_database (self, path);
    }
  g_application_activate (application);
  return 0;
}

static int
crm_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  CrmApplication *self = CRM_APPLICATION (application);
  g_autofree char *folder = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("crm %s\n", CRM_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "tour", "^ay", &folder))
    {
      self->tour = crm_tour_new (folder, g_variant_dict_contains (options, "dark"),
                                 g_variant_dict_contains (options, "narrow"));
      g_application_set_flags (application,
                               g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  return G_APPLICATION_CLASS (crm_application_parent_class)
      ->handle_local_options (application, options);
}

static void
crm_application_startup (GApplication *application)
{
  CrmApplication *self = CRM_APPLICATION (application);

  G_APPLICATION_CLASS (crm_application_parent_class)->startup (application);

  crm_ui_init ();
  self->settings = g_settings_new (CRM_APP_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (show_color_scheme),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::user-name", G_CALLBACK (user_name_changed_cb),
                           self, G_CONNECT_SWAPPED);
  if (self->tour == NULL)
    show_color_scheme (self);
  add_actions (self);
}

static void
crm_application_shutdown (GApplication *application)
{
  CrmApplication *self = CRM_APPLICATION (application);

  g_clear_handle_id (&self->close_source, g_source_remove);
  close_store (self);
  G_APPLICATION_CLASS (crm_application_parent_class)->shutdown (application);
}

const char *
crm_application_get_database (CrmApplication *self)
{
  g_return_val_if_fail (CRM_IS_APPLICATION (self), NULL);

  return self->path;
}

GSettings *
crm_application_get_settings (CrmApplication *self)
{
  g_return_val_if_fail (CRM_IS_APPLICATION (self), NULL);

  return self->settings;
}

CrmWindow *
crm_application_get_window (CrmApplication *self)
{
  g_return_val_if_fail (CRM_IS_APPLICATION (self), NULL);

  return self->window;
}

CrmContext *
crm_application_get_context (CrmApplication *self)
{
  g_return_val_if_fail (CRM_IS_APPLICATION (self), NULL);

  return self->context;
}

static void
crm_application_dispose (GObject *object)
{
  CrmApplication *self = CRM_APPLICATION (object);

  g_clear_pointer (&self->tour, crm_tour_free);
  g_clear_object (&self->opening);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (crm_application_parent_class)->dispose (object);
}

static void
crm_application_finalize (GObject *object)
{
  CrmApplication *self = CRM_APPLICATION (object);

  g_free (self->database);
  g_free (self->path);
  g_free (self->next_path);
  G_OBJECT_CLASS (crm_application_parent_class)->finalize (object);
}

static void
crm_application_class_init (CrmApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_application_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_application_finalize;
  application_class->startup = crm_application_startup;
  application_class->shutdown = crm_application_shutdown;
  application_class->activate = crm_application_activate;
  application_class->command_line = crm_application_command_line;
  application_class->handle_local_options = crm_application_handle_local_options;
}

static void
crm_application_init (CrmApplication *self)
{
  const GOptionEntry entries[] = {
    { "database", 'd', 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open this database"), N_ ("FILE") },
    { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Say the version and end"), NULL },
    { "tour", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, NULL, NULL },
    { "dark", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    { "narrow", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

CrmApplication *
crm_application_new (void)
{
  return g_object_new (CRM_TYPE_APPLICATION, "application-id", CRM_APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", "/org/example/Crm",
                       NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window: start page or shell, the stack of pages, going to and fro, toasts. Main thread.
 *
 * `trail` holds the places that Back returns to, newest last; a place is a page name and, where it
 * matters, a record or a view. */

#include "crm-window.h"

#include <glib/gi18n.h>

#include "crm-pages.h"
#include "crm-stop-jobs.h"
#include "crm-ui.h"
#include "crm-window-private.h"

#define TOAST_SECONDS 10
#define TRAIL_LENGTH  50

typedef struct
{
  char *page;
  CrmId view;
} Place;

G_DEFINE_FINAL_TYPE (CrmWindow, crm_window, ADW_TYPE_APPLICATION_WINDOW)

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->page);
  g_free (place);
}

/* ---- going ---- */

CrmPage *
crm_window_get_page (CrmWindow *self)
{
  GtkWidget *child;

  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  child = self->context != NULL ? gtk_stack_get_visible_child (self->pages) : NULL;
  return CRM_IS_PAGE (child) ? CRM_PAGE (child) : NULL;
}

const char *
crm_window_get_page_name (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return self->context != NULL ? gtk_stack_get_visible_child_name (self->pages) : NULL;
}

static void
leave_trail (CrmWindow *self)
{
  const char *name = crm_window_get_page_name (self);
  Place *place;

  if (name == NULL || self->going_back)
    return;
  place = g_new (Place, 1);
  place->page = g_strdup (name);
  place->view = self->view;
  g_queue_push_tail (&self->trail, place);
  while (g_queue_get_length (&self->trail) > TRAIL_LENGTH)
    free_place (g_queue_pop_head (&self->trail));
}

static void
actions_changed_cb (CrmPage *page, CrmWindow *self)
{
  g_autofree char *title = NULL;
  CrmId view;

  if (page != crm_window_get_page (self))
    return;
  crm_window_update_actions (self);
  /* A view was saved as a new one, or deleted: the sidebar follows. */
  if (!self->turning && crm_page_get_view (page, &view) && view != self->view)
    {
      self->view = view;
      crm_sidebar_select (self->sidebar, crm_window_get_page_name (self), view);
    }
  title = crm_page_get_title (page);
  if (title != NULL)
    gtk_window_set_title (GTK_WINDOW (self), title);
}

static GtkWidget *
ensure_page (CrmWindow *self, const CrmPageInfo *info)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, info->name);

  if (page != NULL)
    return page;
  page = info->create (self->context, info);
  gtk_stack_add_named (self->pages, page, info->name);
  g_signal_connect_object (page, "actions-changed", G_CALLBACK (actions_changed_cb), self, 0);
  return page;
}

static void
turn_page (CrmWindow *self, const CrmPageInfo *info, const CrmQuery *query, const char *title)
{
  self->turning = TRUE;
  info->show_query (ensure_page (self, info), query, title);
  self->turning = FALSE;
}

static gboolean
turn_to_view (CrmWindow *self, const CrmPageInfo *info, CrmRecord *view)
{
  gboolean shown;

  self->turning = TRUE;
  shown = info->show_view (ensure_page (self, info), view);
  self->turning = FALSE;
  return shown;
}

static void
show_page (CrmWindow *self, const CrmPageInfo *info, CrmId view)
{
  GtkWidget *page = ensure_page (self, info);
  g_autofree char *title = NULL;

  /* It would stand before a page it was not opened on. */
  crm_palette_close (self->palette);
  if (gtk_stack_get_visible_child (self->pages) != page || self->view != view)
    leave_trail (self);
  self->view = view;
  gtk_stack_set_visible_child (self->pages, page);
  crm_sidebar_select (self->sidebar, info->hidden ? info->parent : info->name, view);
  crm_shell_set_open (self->shell, FALSE);
  crm_page_shown (CRM_PAGE (page));
  title = crm_page_get_title (CRM_PAGE (page));
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _ (info->label));
  if (!info->hidden)
    g_settings_set_string (self->settings, "last-page", info->name);
  crm_window_update_actions (self);
}

void
crm_window_go_page (CrmWindow *self, const char *name)
{
  const CrmPageInfo *info = crm_pages_find (name);

  g_return_if_fail (CRM_IS_WINDOW (self));
  g_return_if_fail (self->context != NULL);

  if (info == NULL)
    return;
  show_page (self, info, 0);
}

/* With the view it had: a page shows one at a time. */
static void
show_place (CrmWindow *self, const CrmPageInfo *info, CrmId view)
{
  GtkWidget *page = ensure_page (self, info);
  CrmRecord *record = crm_sidebar_get_view_record (self->sidebar, view);
  CrmId shown;

  if (crm_page_get_view (CRM_PAGE (page), &shown) && shown != view &&
      (record == NULL || !turn_to_view (self, info, record)))
    {
      g_autoptr (CrmQuery) all = crm_query_new (crm_entity_lookup (info->entity));

      turn_page (self, info, all, NULL);
      view = 0;
    }
  show_page (self, info, view);
}

void
crm_window_go_back (CrmWindow *self)
{
  Place *place;

  g_return_if_fail (CRM_IS_WINDOW (self));

  place = g_queue_pop_tail (&self->trail);
  if (place == NULL)
    return;
  self->going_back = TRUE;
  show_place (self, crm_pages_find (place->page), place->view);
  self->going_back = FALSE;
  free_place (place);
}

/* ---- what pages ask for ---- */

static void
go_page_signal_cb (CrmContext *context, const char *name, CrmWindow *self)
{
  crm_window_go_page (self, name);
}

static void
go_list_cb (CrmContext *context, const CrmQuery *query, const char *title, CrmWindow *self)
{
  const CrmPageInfo *info = crm_pages_find_entity (query->entity->name);

  if (info == NULL || info->show_query == NULL)
    return;
  turn_page (self, info, query, title);
  show_page (self, info, 0);
}

static void
go_record_cb (CrmContext *context, gint64 id, CrmRecordList *list, CrmWindow *self)
{
  const CrmPageInfo *info = crm_pages_find ("record");
  const CrmEntity *entity = crm_entity_of_id (id);
  const CrmPageInfo *home = entity != NULL ? crm_pages_find_entity (entity->name) : NULL;

  if (info == NULL || info->show_record == NULL)
    return;
  info->show_record (ensure_page (self, info), id, list);
  show_page (self, info, self->view);
  if (home != NULL && self->view == 0)
    crm_sidebar_select (self->sidebar, home->name, 0);
}

static void
toast_dismissed_cb (AdwToast *toast, CrmWindow *self)
{
  if (self->toast == toast)
    self->toast = NULL;
}

/* A new toast takes the place of the old one: a queue of them would tell of things long past. */
static void
toast_cb (CrmContext *context, const char *text, gint64 group, gboolean redo, CrmWindow *self)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, TOAST_SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  if (group != 0)
    {
      adw_toast_set_button_label (toast, redo ? _ ("_Redo") : _ ("_Undo"));
      adw_toast_set_action_name (toast, redo ? "win.redo-group" : "win.undo-group");
      adw_toast_set_action_target_value (toast, g_variant_new_int64 (group));
    }
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  self->toast = toast;
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

AdwToast *
crm_window_get_toast (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return self->toast;
}

/* ---- the sidebar ---- */

static void
sidebar_page_cb (CrmSidebar *sidebar, const char *name, CrmWindow *self)
{
  const CrmPageInfo *info = crm_pages_find (name);

  /* The row of a list means all of it, also after a view was shown there. */
  if (self->view != 0 && info->entity != NULL && info->show_query != NULL)
    {
      g_autoptr (CrmQuery) all = crm_query_new (crm_entity_lookup (info->entity));

      turn_page (self, info, all, NULL);
    }
  crm_window_go_page (self, name);
}

static void
sidebar_view_cb (CrmSidebar *sidebar, CrmRecord *view, CrmWindow *self)
{
  const CrmPageInfo *info = crm_pages_find_entity (crm_record_get_text (view, "entity"));

  if (info == NULL || info->show_view == NULL || !turn_to_view (self, info, view))
    {
      crm_context_toast (self->context,
                         _ ("This view cannot be read. Delete it and save it again."), 0);
      return;
    }
  show_page (self, info, crm_record_get_id (view));
}

/* ---- context ---- */

static void
narrow_changed_cb (CrmWindow *self)
{
  if (self->context != NULL)
    crm_context_set_narrow (self->context, crm_shell_get_narrow (self->shell));
}

/* The store looks the file through after an unclean end; what can be read goes on being shown. */
static void
damage_cb (CrmWindow *self)
{
  g_autofree char *damage = NULL;
  g_autofree char *text = NULL;

  g_object_get (crm_context_get_store (self->context), "damage", &damage, NULL);
  if (damage != NULL)
    /* Translators: %s is what the database's own check found, in its words */
    text = g_strdup_printf (_ ("Parts of this database are damaged, and changes may be lost. Go on "
                               "with a backup. (%s)"),
                            damage);
  crm_banner_set_title (self->damage_banner, text);
}

static void
take_down (CrmWindow *self)
{
  GtkWidget *child;

  if (self->context == NULL)
    return;
  if (self->changes != NULL)
    gtk_window_destroy (GTK_WINDOW (self->changes));
  g_clear_weak_pointer (&self->changes);
  g_signal_handlers_disconnect_by_data (self->context, self);
  g_signal_handlers_disconnect_by_data (crm_context_get_store (self->context), self);
  crm_palette_set_context (self->palette, NULL);
  crm_window_menu_set_store (self->menu, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_stack_remove (self->pages, child);
  crm_shell_set_sidebar (self->shell, NULL);
  self->sidebar = NULL;
  self->view = 0;
  crm_banner_set_title (self->damage_banner, NULL);
  g_queue_clear_full (&self->trail, free_place);
  g_clear_object (&self->context);
}

static void
build_up (CrmWindow *self, CrmContext *context)
{
  CrmStore *store = crm_context_get_store (context);

  self->context = g_object_ref (context);
  crm_context_set_narrow (context, crm_shell_get_narrow (self->shell));
  self->sidebar = CRM_SIDEBAR (crm_sidebar_new (context));
  crm_sidebar_set_menu (self->sidebar, crm_window_menu_get_model (self->menu));
  crm_window_menu_set_store (self->menu, store);
  crm_palette_set_context (self->palette, context);
  crm_palette_set_sidebar (self->palette, self->sidebar);
  g_signal_connect (self->sidebar, "page", G_CALLBACK (sidebar_page_cb), self);
  g_signal_connect (self->sidebar, "view", G_CALLBACK (sidebar_view_cb), self);
  crm_shell_set_sidebar (self->shell, GTK_WIDGET (self->sidebar));

  g_signal_connect (context, "go-page", G_CALLBACK (go_page_signal_cb), self);
  g_signal_connect (context, "go-list", G_CALLBACK (go_list_cb), self);
  g_signal_connect (context, "go-record", G_CALLBACK (go_record_cb), self);
  g_signal_connect (context, "toast", G_CALLBACK (toast_cb), self);
  g_signal_connect_swapped (store, "notify::undo-group", G_CALLBACK (crm_window_update_actions),
                            self);
  g_signal_connect_swapped (store, "notify::redo-group", G_CALLBACK (crm_window_update_actions),
                            self);
  g_signal_connect_swapped (store, "notify::damage", G_CALLBACK (damage_cb), self);
  damage_cb (self);
}

void
crm_window_set_context (CrmWindow *self, CrmContext *context)
{
  g_autofree char *last = NULL;

  g_return_if_fail (CRM_IS_WINDOW (self));

  if (self->context == context)
    return;
  take_down (self);
  gtk_stack_set_visible_child (self->root, GTK_WIDGET (self->start_page));
  if (context != NULL)
    {
      build_up (self, context);
      last = g_settings_get_string (self->settings, "last-page");
      crm_window_go_page (self, crm_pages_find (last) != NULL ? last : "today");
      crm_window_show_start (self, FALSE);
      gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
    }
  crm_window_update_actions (self);
}

void
crm_window_show_start (CrmWindow *self, gboolean start)
{
  g_return_if_fail (CRM_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->root, start || self->context == NULL ? "start" : "main");
  crm_window_update_actions (self);
}

/* ---- parts, for the application and for tests ---- */

CrmContext *
crm_window_get_context (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return self->context;
}

CrmStartPage *
crm_window_get_start_page (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return self->start_page;
}

CrmSidebar *
crm_window_get_sidebar (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return self->sidebar;
}

GtkWidget *
crm_window_get_shell (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return GTK_WIDGET (self->shell);
}

GMenuModel *
crm_window_get_menu (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return crm_window_menu_get_model (self->menu);
}

CrmPalette *
crm_window_get_palette (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  return self->palette;
}

/* ---- object ---- */

static void
jobs_stopped_cb (gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));
}

static gboolean
crm_window_close_request (GtkWindow *window)
{
  CrmWindow *self = CRM_WINDOW (window);
  int width, height;

  if (self->context != NULL && crm_jobs_get_n_running (crm_context_get_jobs (self->context)) > 0)
    {
      crm_stop_jobs (GTK_WIDGET (self), self->context, jobs_stopped_cb, g_object_ref (self),
                     g_object_unref);
      return GDK_EVENT_STOP;
    }

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, CRM_SHELL_LEAST_WIDTH));
  g_settings_set_int (self->settings, "window-height", MAX (height, 240));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (crm_window_parent_class)->close_request (window);
}

static void
add_help_overlay (CrmWindow *self)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/example/Crm/ui/help-overlay.ui");

  gtk_application_window_set_help_overlay (
      GTK_APPLICATION_WINDOW (self),
      GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

static void
density_changed_cb (CrmWindow *self)
{
  g_autofree char *density = g_settings_get_string (self->settings, "density");

  crm_ui_set_density (GTK_WIDGET (self), density);
}

static void
crm_window_dispose (GObject *object)
{
  CrmWindow *self = CRM_WINDOW (object);

  if (self->pages != NULL)
    take_down (self);
  self->pages = NULL;
  self->toast = NULL;
  g_clear_object (&self->menu);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (crm_window_parent_class)->dispose (object);
}

static void
crm_window_class_init (CrmWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = crm_window_close_request;

  g_type_ensure (CRM_TYPE_BANNER);
  g_type_ensure (CRM_TYPE_SHELL);
  g_type_ensure (CRM_TYPE_START_PAGE);
  g_type_ensure (CRM_TYPE_PALETTE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Crm/ui/crm-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, root);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, shell);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, damage_banner);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, palette);
}

static void
crm_window_init (CrmWindow *self)
{
  g_queue_init (&self->trail);
  self->menu = crm_window_menu_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_window_add_actions (self);
  add_help_overlay (self);
  g_signal_connect_object (self->shell, "notify::narrow", G_CALLBACK (narrow_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

CrmWindow *
crm_window_new (GtkApplication *application, GSettings *settings)
{
  CrmWindow *self = g_object_new (CRM_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_settings_bind (settings, "sidebar-visible", self->shell, "docked", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::density", G_CALLBACK (density_changed_cb), self,
                           G_CONNECT_SWAPPED);
  density_changed_cb (self);
  crm_window_update_actions (self);
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window: start page or shell, the stack of pages, going to and fro, toasts, and the actions that
 * it hands on to the page that is shown. Main thread.
 *
 * `trail` holds the places that Back returns to, newest last; a place is a page name and, where it
 * matters, a record or a view. */

#include "crm-window.h"

#include <glib/gi18n.h>

#include "crm-actions.h"
#include "crm-compat.h"
#include "crm-history-window.h"
#include "crm-pages.h"
#include "crm-palette.h"
#include "crm-shell.h"
#include "crm-ui.h"
#include "crm-undo.h"
#include "crm-window-menu.h"

#define TOAST_SECONDS 10
#define TRAIL_LENGTH  50

typedef struct
{
  char *page;
  CrmId view;
} Place;

struct _CrmWindow
{
  AdwApplicationWindow parent;

  GSettings *settings;
  CrmContext *context;
  AdwToastOverlay *toasts;
  GtkStack *root;
  CrmStartPage *start_page;
  CrmShell *shell;
  CrmSidebar *sidebar;
  GtkStack *pages;
  CrmPalette *palette;
  CrmWindowMenu *menu;
  GtkWidget *changes; /* (nullable) weak: the window of all changes while it is open */
  AdwToast *toast;
  GQueue trail;
  CrmId view;
  gboolean going_back;
};

G_DEFINE_FINAL_TYPE (CrmWindow, crm_window, ADW_TYPE_APPLICATION_WINDOW)

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->page);
  g_free (place);
}

/* ---- actions ---- */

CrmPage *
crm_window_get_page (CrmWindow *self)
{
  GtkWidget *child;

  g_return_val_if_fail (CRM_IS_WINDOW (self), NULL);

  child = self->context != NULL ? gtk_stack_get_visible_child (self->pages) : NULL;
  return CRM_IS_PAGE (child) ? CRM_PAGE (child) : NULL;
}

static gboolean
can_undo (CrmWindow *self, gboolean redo)
{
  CrmStore *store = self->context != NULL ? crm_context_get_store (self->context) : NULL;

  if (store == NULL)
    return FALSE;
  return (redo ? crm_store_get_redo_group (store) : crm_store_get_undo_group (store)) != 0;
}

static void
enable (CrmWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_actions (CrmWindow *self)
{
  CrmPage *page = crm_window_get_page (self);
  gboolean there = self->context != NULL &&
                   gtk_stack_get_visible_child (self->root) != GTK_WIDGET (self->start_page);
  guint n;
  const CrmActionInfo *actions = crm_actions (&n);

  for (guint i = 0; i < n; i++)
    if (actions[i].page_action >= 0)
      enable (self, actions[i].name + strlen ("win."),
              there && page != NULL && crm_page_can (page, actions[i].page_action));
  enable (self, "escape", there);
  enable (self, "back", there);
  enable (self, "palette", there);
  enable (self, "toggle-sidebar", there);
  enable (self, "jobs", there);
  enable (self, "changes", there);
  enable (self, "go-page", there);
  enable (self, "new-record", there);
  enable (self, "import", there && crm_pages_can_import ());
  enable (self, "undo", there && can_undo (self, FALSE));
  enable (self, "redo", there && can_undo (self, TRUE));
}

static void
page_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;
  CrmPage *page = crm_window_get_page (self);
  guint n;
  const CrmActionInfo *actions = crm_actions (&n);

  if (page == NULL)
    return;
  for (guint i = 0; i < n; i++)
    if (actions[i].page_action >= 0 &&
        g_str_equal (actions[i].name + strlen ("win."), g_action_get_name (G_ACTION (action))))
      crm_page_perform (page, actions[i].page_action);
}

static void
escape_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;
  CrmPage *page = crm_window_get_page (self);

  if (crm_shell_get_open (self->shell))
    crm_shell_set_open (self->shell, FALSE);
  else if (page == NULL || !crm_page_perform (page, CRM_PAGE_ESCAPE))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;
  CrmPage *page = crm_window_get_page (self);

  if (page == NULL || !crm_page_perform (page, CRM_PAGE_BACK))
    crm_window_go_back (self);
}

static void
palette_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  if (self->palette != NULL)
    crm_palette_toggle (self->palette);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  crm_undo_start (self->context, crm_store_get_undo_group (crm_context_get_store (self->context)),
                  FALSE);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  crm_undo_start (self->context, crm_store_get_redo_group (crm_context_get_store (self->context)),
                  TRUE);
}

static void
undo_group_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  if (self->context != NULL)
    crm_undo_start (self->context, g_variant_get_int64 (parameter), FALSE);
}

static void
redo_group_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  if (self->context != NULL)
    crm_undo_start (self->context, g_variant_get_int64 (parameter), TRUE);
}

static void
invert_cb (CrmHistoryWindow *changes, gint64 group, gboolean redo, CrmWindow *self)
{
  if (self->context != NULL)
    crm_undo_start (self->context, group, redo);
}

/* One of it: asked for again it comes to the front. */
static void
changes_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  if (self->changes == NULL)
    {
      g_set_weak_pointer (&self->changes, crm_history_window_new (self->context));
      gtk_window_set_transient_for (GTK_WINDOW (self->changes), GTK_WINDOW (self));
      gtk_window_set_destroy_with_parent (GTK_WINDOW (self->changes), TRUE);
      g_signal_connect_object (self->changes, "invert", G_CALLBACK (invert_cb), self, 0);
    }
  gtk_window_present (GTK_WINDOW (self->changes));
}

static void
toggle_sidebar_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  crm_shell_toggle (CRM_WINDOW (data)->shell);
}

static void
jobs_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  if (crm_shell_get_narrow (self->shell))
    crm_shell_set_open (self->shell, TRUE);
  else
    crm_shell_set_docked (self->shell, TRUE);
  crm_sidebar_open_jobs (self->sidebar);
}

static void
go_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  crm_window_go_page (data, g_variant_get_string (parameter, NULL));
}

static void
new_record_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;
  const CrmPageInfo *info = crm_pages_find_entity (g_variant_get_string (parameter, NULL));

  if (info == NULL)
    return;
  crm_window_go_page (self, info->name);
  crm_page_perform (crm_window_get_page (self), CRM_PAGE_CREATE);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;

  crm_pages_open_import (GTK_WINDOW (self), self->context);
}

static void
add_actions (CrmWindow *self)
{
  static const GActionEntry entries[] = {
    { "escape", escape_cb },
    { "back", back_cb },
    { "palette", palette_cb },
    { "undo", undo_cb },
    { "redo", redo_cb },
    { "undo-group", undo_group_cb, "x" },
    { "redo-group", redo_group_cb, "x" },
    { "changes", changes_cb },
    { "toggle-sidebar", toggle_sidebar_cb },
    { "jobs", jobs_cb },
    { "go-page", go_page_cb, "s" },
    { "new-record", new_record_cb, "s" },
    { "import", import_cb },
  };
  guint n;
  const CrmActionInfo *actions = crm_actions (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GSimpleAction) action = NULL;

      if (actions[i].page_action < 0)
        continue;
      action = g_simple_action_new (actions[i].name + strlen ("win."), NULL);
      g_signal_connect (action, "activate", G_CALLBACK (page_action_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
  /* After the page's own: Escape belongs to the window first. */
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_add_controller (GTK_WIDGET (self), crm_actions_create_controller ());
}

/* ---- going ---- */

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

  if (page != crm_window_get_page (self))
    return;
  update_actions (self);
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
show_page (CrmWindow *self, const CrmPageInfo *info, CrmId view)
{
  GtkWidget *page = ensure_page (self, info);
  g_autofree char *title = NULL;

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
  update_actions (self);
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

void
crm_window_go_back (CrmWindow *self)
{
  Place *place;

  g_return_if_fail (CRM_IS_WINDOW (self));

  place = g_queue_pop_tail (&self->trail);
  if (place == NULL)
    return;
  self->going_back = TRUE;
  show_page (self, crm_pages_find (place->page), place->view);
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
  info->show_query (ensure_page (self, info), query, title);
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

      info->show_query (ensure_page (self, info), all, NULL);
    }
  crm_window_go_page (self, name);
}

static void
sidebar_view_cb (CrmSidebar *sidebar, CrmRecord *view, CrmWindow *self)
{
  const CrmPageInfo *info = crm_pages_find_entity (crm_record_get_text (view, "entity"));

  if (info == NULL || info->show_view == NULL || !info->show_view (ensure_page (self, info), view))
    {
      crm_context_toast (self->context,
                         _ ("This view cannot be read. Delete it and save it again."), 0);
      return;
    }
  show_page (self, info, crm_record_get_id (view));
}

static void
delete_view_cb (CrmSidebar *sidebar, CrmRecord *view, CrmWindow *self)
{
  const CrmEntity *entity = crm_record_get_entity (view);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_DELETE, entity);

  crm_changeset_delete (changes, entity, crm_record_get_id (view));
  crm_context_save (self->context, changes, _ ("View deleted"), NULL, NULL);
}

typedef struct
{
  CrmWindow *window;
  CrmRecord *view;
} Rename;

static void
view_renamed_cb (const char *text, gpointer data)
{
  g_autofree Rename *rename = data;
  g_autoptr (CrmWindow) self = rename->window;
  g_autoptr (CrmRecord) view = rename->view;
  const CrmEntity *entity = crm_record_get_entity (view);
  g_autoptr (CrmChangeset) changes = NULL;
  g_auto (CrmValue) value = crm_value_text (text);

  if (text == NULL || self->context == NULL)
    return;
  changes = crm_changeset_new (CRM_VERB_EDIT, entity);
  crm_changeset_set (changes, entity, crm_record_get_id (view), "name", NULL, &value);
  crm_context_save (self->context, changes, _ ("View renamed"), NULL, NULL);
}

static void
rename_view_cb (CrmSidebar *sidebar, CrmRecord *view, CrmWindow *self)
{
  Rename *rename = g_new (Rename, 1);

  rename->window = g_object_ref (self);
  rename->view = g_object_ref (view);
  crm_compat_ask_text (GTK_WIDGET (self), _ ("Rename View"), _ ("Name"),
                       crm_record_get_title (view), _ ("_Rename"), view_renamed_cb, rename);
}

/* ---- context ---- */

static void
narrow_changed_cb (CrmWindow *self)
{
  if (self->context != NULL)
    crm_context_set_narrow (self->context, crm_shell_get_narrow (self->shell));
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
  g_signal_connect (self->sidebar, "rename-view", G_CALLBACK (rename_view_cb), self);
  g_signal_connect (self->sidebar, "delete-view", G_CALLBACK (delete_view_cb), self);
  crm_shell_set_sidebar (self->shell, GTK_WIDGET (self->sidebar));

  g_signal_connect (context, "go-page", G_CALLBACK (go_page_signal_cb), self);
  g_signal_connect (context, "go-list", G_CALLBACK (go_list_cb), self);
  g_signal_connect (context, "go-record", G_CALLBACK (go_record_cb), self);
  g_signal_connect (context, "toast", G_CALLBACK (toast_cb), self);
  g_signal_connect_swapped (store, "notify::undo-group", G_CALLBACK (update_actions), self);
  g_signal_connect_swapped (store, "notify::redo-group", G_CALLBACK (update_actions), self);
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
  update_actions (self);
}

void
crm_window_show_start (CrmWindow *self, gboolean start)
{
  g_return_if_fail (CRM_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->root, start || self->context == NULL ? "start" : "main");
  update_actions (self);
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

static gboolean
crm_window_close_request (GtkWindow *window)
{
  CrmWindow *self = CRM_WINDOW (window);
  int width, height;

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

  g_type_ensure (CRM_TYPE_SHELL);
  g_type_ensure (CRM_TYPE_START_PAGE);
  g_type_ensure (CRM_TYPE_PALETTE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Crm/ui/crm-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, root);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, shell);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, palette);
}

static void
crm_window_init (CrmWindow *self)
{
  g_queue_init (&self->trail);
  self->menu = crm_window_menu_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_actions (self);
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
  update_actions (self);
  return self;
}

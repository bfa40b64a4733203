/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's actions: its own, and those it hands on to the page that is shown. Main thread. */

#include "crm-actions.h"
#include "crm-history-window.h"
#include "crm-pages.h"
#include "crm-undo.h"
#include "crm-views.h"
#include "crm-window-private.h"

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

void
crm_window_update_actions (CrmWindow *self)
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

static CrmRecord *
find_view (CrmWindow *self, GVariant *id)
{
  return self->sidebar != NULL
             ? crm_sidebar_get_view_record (self->sidebar, g_variant_get_int64 (id))
             : NULL;
}

static void
delete_view_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;
  CrmRecord *view = find_view (self, parameter);

  if (view != NULL)
    crm_views_delete (self->context, view);
}

static void
rename_view_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmWindow *self = data;
  CrmRecord *view = find_view (self, parameter);

  if (view != NULL)
    crm_views_rename (self->context, GTK_WIDGET (self), view);
}

void
crm_window_add_actions (CrmWindow *self)
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
    { "delete-view", delete_view_action_cb, "x" },
    { "rename-view", rename_view_action_cb, "x" },
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

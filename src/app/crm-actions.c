/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of actions and what is generated from it. Immutable; main thread.
 *
 * GTK runs an application's accelerators before the focused widget sees the key. That is wrong for
 * keys that mean something inside a text entry (Delete, Ctrl+A, Ctrl+Z), so those marked YIELDS sit in
 * a controller of the window that runs in the bubble phase. */

#include "crm-actions.h"

#include <glib/gi18n.h>

/* clang-format off */
static const CrmActionInfo actions[] = {
  /* name                 label                          keys                               icon                       flags  page action */
  { "win.create",         N_ ("New"),                    "<Control>n",                      "crm-add-symbolic",       0, CRM_PAGE_CREATE },
  { "win.search",         N_ ("Search This Page"),       "<Control>f",                      "crm-search-symbolic",      0, CRM_PAGE_SEARCH },
  { "win.filter",         N_ ("Filter"),                 "<Control><Shift>f",               "crm-filter-symbolic",     0, CRM_PAGE_FILTER },
  { "win.edit",           N_ ("Edit"),                   "F2",                              "crm-edit-symbolic",  CRM_ACTION_YIELDS, CRM_PAGE_EDIT },
  { "win.delete",         N_ ("Delete"),                 "Delete",                          "crm-delete-symbolic",      CRM_ACTION_YIELDS, CRM_PAGE_DELETE },
  { "win.tag",            N_ ("Tag"),                    "<Control>t",                      "crm-tag-symbolic",        0, CRM_PAGE_TAG },
  { "win.export",         N_ ("Export…"),                "<Control>e",                      "crm-export-symbolic",  0, CRM_PAGE_EXPORT },
  { "win.save-view",      N_ ("Save View…"),             "<Control>s",                      "crm-view-symbolic",   0, CRM_PAGE_SAVE_VIEW },
  { "win.refresh",        N_ ("Refresh"),                "<Control>r F5",                   "crm-sync-symbolic",   0, CRM_PAGE_REFRESH },
  { "win.previous",       N_ ("Previous Record"),        "<Alt>Up <Control>Page_Up",        "crm-previous-symbolic",          CRM_ACTION_YIELDS, CRM_PAGE_PREVIOUS },
  { "win.next",           N_ ("Next Record"),            "<Alt>Down <Control>Page_Down",    "crm-next-symbolic",        CRM_ACTION_YIELDS, CRM_PAGE_NEXT },
  { "win.select-all",     N_ ("Select All"),             "<Control>a",                      "crm-table-symbolic", CRM_ACTION_YIELDS, CRM_PAGE_SELECT_ALL },
  { "win.log-note",       N_ ("Write a Note"),           "<Control><Shift>n",               "crm-note-symbolic", 0, CRM_PAGE_LOG_NOTE },
  { "win.log-task",       N_ ("Add a Task"),             "<Control><Shift>t",               "crm-task-symbolic",      0, CRM_PAGE_LOG_TASK },
  { "win.log-call",       N_ ("Log a Call"),             "<Control><Shift>l",               "crm-call-symbolic",     0, CRM_PAGE_LOG_CALL },
  { "win.log-email",      N_ ("Log an E-mail"),          "<Control><Shift>e",               "crm-email-symbolic",     0, CRM_PAGE_LOG_EMAIL },
  { "win.log-meeting",    N_ ("Log a Meeting"),          "<Control><Shift>m",               "crm-meeting-symbolic",   0, CRM_PAGE_LOG_MEETING },
  { "win.escape",         N_ ("Leave"),                  "Escape",                          NULL,                      CRM_ACTION_YIELDS | CRM_ACTION_HIDDEN, CRM_PAGE_ESCAPE },
  { "win.back",           N_ ("Back"),                   "<Alt>Left",                       "crm-back-symbolic",    CRM_ACTION_YIELDS, -1 },
  { "win.palette",        N_ ("Go to Anything"),         "<Control>k",                      "crm-search-symbolic",      CRM_ACTION_HIDDEN, -1 },
  { "win.undo",           N_ ("Undo"),                   "<Control>z",                      "crm-undo-symbolic",      CRM_ACTION_YIELDS, -1 },
  { "win.redo",           N_ ("Redo"),                   "<Control><Shift>z <Control>y",    "crm-redo-symbolic",      CRM_ACTION_YIELDS, -1 },
  { "win.changes",        N_ ("Changes"),                "<Control>h",                      "crm-history-symbolic",    0, -1 },
  { "win.import",         N_ ("Import…"),                "<Control>i",                      "crm-import-symbolic",  0, -1 },
  { "win.toggle-sidebar", N_ ("Show or Hide Sidebar"),   "F9",                              "crm-sidebar-symbolic",    0, -1 },
  { "win.jobs",           N_ ("Background Jobs"),        "<Control><Shift>j",               "crm-jobs-symbolic",       0, -1 },
  { "app.preferences",    N_ ("Preferences"),            "<Control>comma",                  "crm-settings-symbolic",  0, -1 },
  { "app.back-up",        N_ ("Back Up the Database…"),  NULL,                              "crm-database-symbolic", 0, -1 },
  { "app.open-database",  N_ ("Open Another Database…"), "<Control>o",                      "crm-database-symbolic",  0, -1 },
  { "win.show-help-overlay", N_ ("Keyboard Shortcuts"),  "<Control>question F1",            "input-keyboard-symbolic",   0, -1 },
  { "app.about",          N_ ("About Customers"),        NULL,                              "crm-info-symbolic",     0, -1 },
  { "window.close",       N_ ("Close Window"),           "<Control>w",                      "crm-close-symbolic",   0, -1 },
  { "app.quit",           N_ ("Quit"),                   "<Control>q",                      "system-shutdown-symbolic", 0, -1 },
};
/* clang-format on */

const CrmActionInfo *
crm_actions (guint *n)
{
  *n = G_N_ELEMENTS (actions);
  return actions;
}

void
crm_actions_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_auto (GStrv) keys = NULL;

      if (actions[i].keys == NULL || (actions[i].flags & CRM_ACTION_YIELDS) != 0)
        continue;
      keys = g_strsplit (actions[i].keys, " ", -1);
      gtk_application_set_accels_for_action (application, actions[i].name,
                                             (const char *const *) keys);
    }
}

GtkEventController *
crm_actions_create_controller (void)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_auto (GStrv) keys = NULL;

      if (actions[i].keys == NULL || (actions[i].flags & CRM_ACTION_YIELDS) == 0)
        continue;
      keys = g_strsplit (actions[i].keys, " ", -1);
      for (guint k = 0; keys[k] != NULL; k++)
        gtk_shortcut_controller_add_shortcut (
            GTK_SHORTCUT_CONTROLLER (controller),
            gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[k]),
                              gtk_named_action_new (actions[i].name)));
    }
  return controller;
}

char *
crm_action_dup_keys (const CrmActionInfo *self)
{
  g_auto (GStrv) keys = NULL;
  guint key;
  GdkModifierType modifiers;

  if (self->keys == NULL)
    return NULL;
  keys = g_strsplit (self->keys, " ", -1);
  if (!gtk_accelerator_parse (keys[0], &key, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (key, modifiers);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps the words of Undo and Redo. A menu item cannot be changed, so the two are put in anew.
 * Main thread. */

#include "crm-window-menu.h"

#include <glib/gi18n.h>

struct _CrmWindowMenu
{
  GObject parent;

  GMenu *menu;
  GMenu *edit;
  CrmStore *store;
};

G_DEFINE_FINAL_TYPE (CrmWindowMenu, crm_window_menu, G_TYPE_OBJECT)

static void
append (GMenu *menu, const char *label, const char *action, const char *accel)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  if (accel != NULL)
    g_menu_item_set_attribute (item, "accel", "s", accel);
  g_menu_append_item (menu, item);
}

/* A record's name may hold an underline, which a menu would take for a mnemonic. */
static char *
escape_mnemonic (const char *text)
{
  GString *escaped = g_string_new (text);

  g_string_replace (escaped, "_", "__", 0);
  return g_string_free (escaped, FALSE);
}

static void
show_edit (CrmWindowMenu *self)
{
  g_autofree char *undo = self->store != NULL ? crm_store_dup_undo_label (self->store) : NULL;
  g_autofree char *redo = self->store != NULL ? crm_store_dup_redo_label (self->store) : NULL;
  g_autofree char *undo_name = undo != NULL ? escape_mnemonic (undo) : NULL;
  g_autofree char *redo_name = redo != NULL ? escape_mnemonic (redo) : NULL;
  g_autofree char *undo_text =
      undo != NULL ? g_strdup_printf (_ ("_Undo: %s"), undo_name) : g_strdup (_ ("_Undo"));
  g_autofree char *redo_text =
      redo != NULL ? g_strdup_printf (_ ("_Redo: %s"), redo_name) : g_strdup (_ ("_Redo"));

  g_menu_remove_all (self->edit);
  append (self->edit, undo_text, "win.undo", "<Control>z");
  append (self->edit, redo_text, "win.redo", "<Control><Shift>z");
}

GMenuModel *
crm_window_menu_get_model (CrmWindowMenu *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW_MENU (self), NULL);

  return G_MENU_MODEL (self->menu);
}

void
crm_window_menu_set_store (CrmWindowMenu *self, CrmStore *store)
{
  g_return_if_fail (CRM_IS_WINDOW_MENU (self));

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  if (store != NULL)
    {
      g_signal_connect_object (store, "notify::undo-group", G_CALLBACK (show_edit), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (store, "notify::redo-group", G_CALLBACK (show_edit), self,
                               G_CONNECT_SWAPPED);
    }
  show_edit (self);
}

static void
crm_window_menu_dispose (GObject *object)
{
  CrmWindowMenu *self = CRM_WINDOW_MENU (object);

  g_clear_object (&self->store);
  g_clear_object (&self->edit);
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (crm_window_menu_parent_class)->dispose (object);
}

static void
crm_window_menu_class_init (CrmWindowMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_window_menu_dispose;
}

static void
crm_window_menu_init (CrmWindowMenu *self)
{
  g_autoptr (GMenu) data = g_menu_new ();
  g_autoptr (GMenu) help = g_menu_new ();

  self->menu = g_menu_new ();
  self->edit = g_menu_new ();
  append (data, _ ("_Changes…"), "win.changes", NULL);
  append (data, _ ("_Import…"), "win.import", NULL);
  append (data, _ ("_Export…"), "win.export", NULL);
  append (data, _ ("_Back Up the Database…"), "app.back-up", NULL);
  append (help, _ ("_Go to Anything"), "win.palette", NULL);
  append (help, _ ("_Preferences"), "app.preferences", NULL);
  append (help, _ ("_Keyboard Shortcuts"), "win.show-help-overlay", NULL);
  append (help, _ ("_About Customers"), "app.about", NULL);
  g_menu_append_section (self->menu, C_ ("menu", "Edit"), G_MENU_MODEL (self->edit));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (data));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (help));
  show_edit (self);
}

CrmWindowMenu *
crm_window_menu_new (void)
{
  return g_object_new (CRM_TYPE_WINDOW_MENU, NULL);
}

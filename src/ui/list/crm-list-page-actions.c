/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with the rows of a list page: the action group "list", the floating bar, the
 * context menu, the keys of the rows, and the window's page actions. Main thread.
 *
 * An action works on the row its menu was opened on if that is not selected, else on the selection,
 * else on the row with the cursor. */

#include "config.h"

#include "crm-list-page-private.h"

#include <glib/gi18n-lib.h>

#include "crm-compat.h"
#include "crm-custom-field.h"
#include "crm-format.h"
#include "crm-list-bulk-dialog.h"
#include "crm-list-bulk.h"
#include "crm-list-create-dialog.h"
#include "crm-list-export.h"

/* ---- on which rows ---- */

static CrmId
single_target (CrmListPage *self)
{
  CrmId cursor = self->menu_id != 0 ? self->menu_id : crm_list_view_get_cursor (self->view);
  guint64 n = crm_list_selection_get_n_selected (self->selection);

  if (cursor == 0 && n == 1)
    {
      g_autoptr (GArray) ids = crm_list_selection_dup_ids (self->selection);
      return g_array_index (ids, CrmId, 0);
    }
  return cursor;
}

static GArray *
dup_targets (CrmListPage *self)
{
  CrmId cursor = self->menu_id;
  GArray *ids = NULL;

  if (crm_list_selection_get_n_selected (self->selection) > 0 &&
      (cursor == 0 || crm_list_selection_contains (self->selection, cursor)))
    return crm_list_selection_dup_ids (self->selection);
  if (cursor == 0)
    cursor = crm_list_view_get_cursor (self->view);
  ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  if (cursor != 0)
    g_array_append_val (ids, cursor);
  return ids;
}

static gboolean
has_targets (CrmListPage *self)
{
  return crm_list_selection_get_n_selected (self->selection) > 0 || single_target (self) != 0;
}

static gboolean
in_bin (CrmListPage *self)
{
  return crm_record_list_get_query (self->list)->deleted;
}

static gboolean
has_rows (CrmListPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
}

static GtkWindow *
get_window (CrmListPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* ---- opening, creating, naming ---- */

void
crm_list_page_open (CrmListPage *self, CrmId id)
{
  if (id != 0 && !in_bin (self))
    crm_context_go_record (self->context, id, self->list);
}

static void
created_cb (CrmListCreateDialog *dialog, gint64 id, gboolean open, CrmListPage *self)
{
  if (open)
    crm_context_go_record (self->context, id, self->list);
  else
    crm_list_view_go_to (self->view, id);
}

void
crm_list_page_create (CrmListPage *self)
{
  GtkWindow *dialog = NULL;

  if (in_bin (self))
    return;
  dialog = crm_list_create_dialog_new (self->context, self->entity);
  gtk_window_set_transient_for (dialog, get_window (self));
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, 0);
  gtk_window_present (dialog);
}

void
crm_list_page_rename (CrmListPage *self, CrmId id, const char *text)
{
  const CrmField *field = crm_entity_field (self->entity, self->entity->title);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, self->entity);
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = g_strdup_printf (_ ("Renamed to “%s”"), text);

  if (!crm_field_parse (field, NULL, text, &value, &error) ||
      !crm_field_validate (field, &value, &error))
    {
      crm_context_toast (self->context, error->message, 0);
      return;
    }
  crm_changeset_set (changes, self->entity, id, field->id, NULL, &value);
  crm_context_save (self->context, changes, done, NULL, NULL);
}

void
crm_list_page_toggle_quick_look (CrmListPage *self)
{
  CrmId id = single_target (self);
  GdkRectangle area;

  if (gtk_widget_get_visible (GTK_WIDGET (self->quick_look)))
    {
      gtk_popover_popdown (GTK_POPOVER (self->quick_look));
      return;
    }
  if (id == 0 || !crm_list_view_get_row_area (self->view, id, &area))
    return;
  self->menu_id = 0;
  /* Beside the name, not in the middle of a wide row. */
  area.width = MIN (area.width, 420);
  crm_list_quick_look_show (self->quick_look, id, &area);
}

void
crm_list_page_popup_filter (CrmListPage *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (
      crm_list_view_get_narrow (self->view) ? self->narrow_filter_button : self->filter_button));
}

/* ---- changing ---- */

static void
done_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  g_autoptr (CrmListPage) self = CRM_LIST_PAGE (data);

  if (error == NULL && self->view != NULL && self->context != NULL)
    crm_list_selection_clear (self->selection);
}

static void
run_bulk (CrmListPage *self, CrmBulkOp op)
{
  g_autoptr (GArray) ids = dup_targets (self);

  self->menu_id = 0;
  if (ids->len > 0)
    crm_list_bulk_run (self->context, self->entity, op, ids, NULL, NULL, done_cb,
                       g_object_ref (self));
}

typedef struct
{
  CrmListPage *page;
  GArray *ids;
} Purge;

static void
purge_answer_cb (gboolean yes, gpointer data)
{
  Purge *purge = data;

  if (yes && purge->page->context != NULL)
    crm_list_bulk_run (purge->page->context, purge->page->entity, CRM_BULK_PURGE, purge->ids, NULL,
                       NULL, done_cb, g_object_ref (purge->page));
  g_object_unref (purge->page);
  g_array_unref (purge->ids);
  g_free (purge);
}

static void
ask_purge (CrmListPage *self)
{
  g_autoptr (GArray) ids = dup_targets (self);
  g_autofree char *count = crm_entity_count_text (self->entity, ids->len);
  /* Translators: "Delete 3 customers for good?" */
  g_autofree char *title = g_strdup_printf (_ ("Delete %s for good?"), count);
  Purge *purge = NULL;

  if (ids->len == 0)
    return;
  purge = g_new0 (Purge, 1);
  purge->page = g_object_ref (self);
  purge->ids = g_array_ref (ids);
  self->menu_id = 0;
  crm_compat_confirm (GTK_WIDGET (self), title,
                      _ ("What belongs to them goes with them. This cannot be undone."),
                      _ ("Delete"), purge_answer_cb, purge);
}

static void
open_bulk_dialog (CrmListPage *self, const char *field_id)
{
  g_autoptr (GArray) ids = dup_targets (self);
  GtkWindow *dialog = NULL;

  self->menu_id = 0;
  if (ids->len == 0)
    return;
  dialog = crm_list_bulk_dialog_new (self->context, self->entity, ids, field_id);
  gtk_window_set_transient_for (dialog, get_window (self));
  gtk_window_present (dialog);
}

static void
copy_rows (CrmListPage *self)
{
  g_autoptr (GArray) ids = dup_targets (self);

  self->menu_id = 0;
  if (ids->len > 0)
    crm_list_copy (self->context, GTK_WIDGET (self), crm_list_view_get_layout (self->view), ids,
                   self->cancellable);
}

static void
clear_filters (CrmListPage *self)
{
  g_autoptr (CrmQuery) query = crm_query_copy (crm_record_list_get_query (self->list));

  g_clear_pointer (&query->filter, crm_filter_unref);
  g_clear_pointer (&query->search, g_free);
  query->segment = 0;
  g_clear_pointer (&self->query_title, g_free);
  crm_list_page_apply (self, query);
}

static void
show_deleted (CrmListPage *self, gboolean deleted)
{
  g_autoptr (CrmQuery) query = crm_query_copy (crm_record_list_get_query (self->list));

  query->deleted = deleted;
  crm_list_page_apply (self, query);
}

/* ---- the action group ---- */

typedef enum
{
  DO_CREATE,
  DO_OPEN,
  DO_QUICK_LOOK,
  DO_RENAME,
  DO_EDIT,
  DO_TAG,
  DO_COPY,
  DO_EXPORT,
  DO_EXPORT_ALL,
  DO_DELETE,
  DO_RESTORE,
  DO_PURGE,
  DO_SELECT_ALL,
  DO_CLEAR_SELECTION,
  DO_CLEAR_FILTERS,
  DO_SAVE_VIEW,
  DO_SAVE_CHANGES,
  DO_REVERT_VIEW,
  DO_RENAME_VIEW,
  DO_DELETE_VIEW,
  N_DO
} Do;

static const char *const do_names[N_DO] = {
  "create",    "open",         "quick-look",  "rename",          "edit",
  "tag",       "copy",         "export",      "export-all",      "delete",
  "restore",   "purge",        "select-all",  "clear-selection", "clear-filters",
  "save-view", "save-changes", "revert-view", "rename-view",     "delete-view"
};

static void
start_rename (CrmListPage *self)
{
  CrmId id = single_target (self);

  self->menu_id = 0;
  if (id != 0 && !crm_list_view_get_narrow (self->view))
    crm_list_view_rename (self->view, id);
}

static void
export_rows (CrmListPage *self, gboolean all)
{
  g_autoptr (GArray) ids = NULL;

  if (!all && crm_list_selection_get_n_selected (self->selection) > 0)
    ids = crm_list_selection_dup_ids (self->selection);
  crm_list_export (GTK_WIDGET (self), self->context, crm_record_list_get_query (self->list), ids);
}

static void
perform (CrmListPage *self, Do what)
{
  switch (what)
    {
    case DO_CREATE:
      crm_list_page_create (self);
      break;
    case DO_OPEN:
      crm_list_page_open (self, single_target (self));
      break;
    case DO_QUICK_LOOK:
      crm_list_page_toggle_quick_look (self);
      break;
    case DO_RENAME:
      start_rename (self);
      break;
    case DO_EDIT:
      open_bulk_dialog (self, NULL);
      break;
    case DO_TAG:
      open_bulk_dialog (self, "tags");
      break;
    case DO_COPY:
      copy_rows (self);
      break;
    case DO_EXPORT:
      export_rows (self, FALSE);
      break;
    case DO_EXPORT_ALL:
      export_rows (self, TRUE);
      break;
    case DO_DELETE:
      run_bulk (self, CRM_BULK_DELETE);
      break;
    case DO_RESTORE:
      run_bulk (self, CRM_BULK_RESTORE);
      break;
    case DO_PURGE:
      ask_purge (self);
      break;
    case DO_SELECT_ALL:
      gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
      break;
    case DO_CLEAR_SELECTION:
      crm_list_selection_clear (self->selection);
      break;
    case DO_CLEAR_FILTERS:
      clear_filters (self);
      break;
    case DO_SAVE_VIEW:
      crm_list_page_save_new_view (self);
      break;
    case DO_SAVE_CHANGES:
      crm_list_page_save_changes (self);
      break;
    case DO_REVERT_VIEW:
      crm_list_page_revert_view (self);
      break;
    case DO_RENAME_VIEW:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.rename-view", "x",
                                  crm_list_page_get_view (self));
      break;
    case DO_DELETE_VIEW:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.delete-view", "x",
                                  crm_list_page_get_view (self));
      break;
    case N_DO:
    default:
      g_assert_not_reached ();
    }
  self->menu_id = 0;
}

static void
do_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < N_DO; i++)
    if (g_str_equal (name, do_names[i]))
      perform (CRM_LIST_PAGE (data), i);
}

static void
sort_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmListPage *self = CRM_LIST_PAGE (data);

  crm_list_view_sort_by (self->view, g_variant_get_string (parameter, NULL),
                         g_str_has_suffix (g_action_get_name (G_ACTION (action)), "descending"));
}

static void
hide_column_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmListPage *self = CRM_LIST_PAGE (data);
  const CrmField *field =
      crm_entity_any_field (self->entity, g_variant_get_string (parameter, NULL));
  g_autoptr (CrmListLayout) layout = crm_list_layout_copy (crm_list_view_get_layout (self->view));

  if (field == NULL)
    return;
  crm_list_layout_set_shown (layout, field, FALSE);
  crm_list_view_set_layout (self->view, layout);
  g_signal_emit_by_name (self->view, "layout-changed");
}

static void
show_deleted_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  show_deleted (CRM_LIST_PAGE (data), g_variant_get_boolean (state));
}

void
crm_list_page_add_actions (CrmListPage *self)
{
  g_autoptr (GSimpleAction) trash =
      g_simple_action_new_stateful ("show-deleted", NULL, g_variant_new_boolean (FALSE));
  g_autoptr (GAction) density =
      g_settings_create_action (crm_context_get_settings (self->context), "density");
  const GActionEntry entries[] = { { "sort-ascending", sort_cb, "s", NULL, NULL },
                                   { "sort-descending", sort_cb, "s", NULL, NULL },
                                   { "hide-column", hide_column_cb, "s", NULL, NULL } };

  self->actions = g_simple_action_group_new ();
  for (guint i = 0; i < N_DO; i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (do_names[i], NULL);
      g_signal_connect_object (action, "activate", G_CALLBACK (do_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (trash, "change-state", G_CALLBACK (show_deleted_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (trash));
  g_action_map_add_action (G_ACTION_MAP (self->actions), density);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", G_ACTION_GROUP (self->actions));
}

void
crm_list_page_enable (CrmListPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
enable (CrmListPage *self, Do what, gboolean enabled)
{
  crm_list_page_enable (self, do_names[what], enabled);
}

void
crm_list_page_keep_trash (CrmListPage *self, GMenuModel *others)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "show-deleted");
  g_autoptr (CrmQuery) query = NULL;
  GtkWidget *title = GTK_WIDGET (self->title);
  GtkWidget *header = gtk_widget_get_ancestor (title, ADW_TYPE_HEADER_BAR);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_menu_button_new ();

  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  query = crm_query_copy (crm_record_list_get_query (self->list));
  query->deleted = TRUE;
  crm_list_page_apply (self, query);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), FALSE);

  g_object_ref (title);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), button);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  g_object_unref (title);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), others);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("What else is in the trash"));
}

void
crm_list_page_update_actions (CrmListPage *self)
{
  const CrmQuery *query = crm_record_list_get_query (self->list);
  GAction *trash = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "show-deleted");
  gboolean bin = query->deleted;

  enable (self, DO_CREATE, !bin);
  enable (self, DO_OPEN, !bin);
  enable (self, DO_RENAME, !bin);
  enable (self, DO_EDIT, !bin);
  enable (self, DO_TAG, !bin && crm_entity_field (self->entity, "tags") != NULL);
  enable (self, DO_DELETE, !bin);
  enable (self, DO_RESTORE, bin);
  enable (self, DO_PURGE, bin);
  enable (self, DO_SELECT_ALL, has_rows (self));
  g_simple_action_set_state (G_SIMPLE_ACTION (trash), g_variant_new_boolean (bin));
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->action_bar)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer where = g_object_get_data (G_OBJECT (child), "where");
      if (where != NULL)
        gtk_widget_set_visible (child, (GPOINTER_TO_INT (where) == 2) == bin);
    }
}

/* ---- the floating bar ---- */

static void
add_bar_button (CrmListPage *self, Do what, const char *label, const char *icon, gboolean bin,
                gboolean keeps_label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *text = gtk_label_new (label);
  g_autofree char *action = g_strdup_printf ("list.%s", do_names[what]);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (content), text);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  if (what == DO_DELETE || what == DO_PURGE)
    gtk_widget_add_css_class (button, "crm-bad");
  g_object_set_data (G_OBJECT (button), "where", GINT_TO_POINTER (bin ? 2 : 1));
  gtk_box_append (self->action_bar, button);
  if (!keeps_label)
    g_ptr_array_add (self->bar_labels, text);
}

void
crm_list_page_build_action_bar (CrmListPage *self)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

  add_bar_button (self, DO_EDIT, _ ("Edit"), "crm-edit-symbolic", FALSE, TRUE);
  if (crm_entity_field (self->entity, "tags") != NULL)
    add_bar_button (self, DO_TAG, _ ("Tag"), "crm-tag-symbolic", FALSE, FALSE);
  add_bar_button (self, DO_COPY, _ ("Copy"), "crm-copy-symbolic", FALSE, FALSE);
  add_bar_button (self, DO_EXPORT, _ ("Export"), "crm-export-symbolic", FALSE, FALSE);
  add_bar_button (self, DO_RESTORE, _ ("Restore"), "crm-restore-symbolic", TRUE, TRUE);
  gtk_box_append (self->action_bar, line);
  add_bar_button (self, DO_DELETE, _ ("Delete"), "crm-trash-symbolic", FALSE, FALSE);
  add_bar_button (self, DO_PURGE, _ ("Delete for Good…"), "crm-trash-symbolic", TRUE, FALSE);
}

/* ---- the context menu ---- */

static GMenuModel *
create_context_menu (CrmListPage *self, gboolean many)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  if (in_bin (self))
    {
      g_menu_append (look, _ ("Quick _Look"), "list.quick-look");
      g_menu_append (change, _ ("_Restore"), "list.restore");
      g_menu_append (end, _ ("_Delete for Good…"), "list.purge");
    }
  else
    {
      if (!many)
        {
          g_menu_append (look, _ ("_Open"), "list.open");
          g_menu_append (look, _ ("Quick _Look"), "list.quick-look");
          if (!crm_list_view_get_narrow (self->view))
            g_menu_append (change, _ ("Re_name"), "list.rename");
        }
      g_menu_append (change, _ ("_Edit…"), "list.edit");
      if (crm_entity_field (self->entity, "tags") != NULL)
        g_menu_append (change, _ ("_Tag…"), "list.tag");
      g_menu_append (change, _ ("_Copy"), "list.copy");
      g_menu_append (end, _ ("_Delete"), "list.delete");
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return G_MENU_MODEL (menu);
}

void
crm_list_page_popup_menu (CrmListPage *self, CrmId id, double x, double y)
{
  gboolean many = crm_list_selection_get_n_selected (self->selection) > 1 &&
                  crm_list_selection_contains (self->selection, id);
  g_autoptr (GMenuModel) menu = create_context_menu (self, many);
  GdkRectangle area = { (int) x, (int) y, 1, 1 };

  self->menu_id = id;
  if (self->context_menu == NULL)
    {
      self->context_menu = gtk_popover_menu_new_from_model (menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
      gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self->view));
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->context_menu), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &area);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static gboolean
popup_menu_at_cursor (CrmListPage *self)
{
  CrmId id = crm_list_view_get_cursor (self->view);
  GdkRectangle area;

  if (id == 0 || !crm_list_view_get_row_area (self->view, id, &area))
    return GDK_EVENT_PROPAGATE;
  crm_list_page_popup_menu (self, id, area.x + 60, area.y + area.height);
  return GDK_EVENT_STOP;
}

/* ---- the keys of the rows ---- */

static gboolean
row_key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
            CrmListPage *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus != NULL && GTK_IS_EDITABLE (focus))
    return GDK_EVENT_PROPAGATE; /* a name is being written */
  if (crm_list_view_get_cursor (self->view) == 0)
    return GDK_EVENT_PROPAGATE;
  self->menu_id = 0;
  if (key == GDK_KEY_space && modifiers == 0)
    crm_list_page_toggle_quick_look (self);
  else if (key == GDK_KEY_space && modifiers == GDK_CONTROL_MASK)
    crm_list_selection_toggle (self->selection, crm_list_view_get_cursor (self->view));
  else if (key == GDK_KEY_F2 && modifiers == 0)
    start_rename (self);
  else if (key == GDK_KEY_Delete && modifiers == 0)
    perform (self, in_bin (self) ? DO_PURGE : DO_DELETE);
  else if (key == GDK_KEY_c && modifiers == GDK_CONTROL_MASK)
    copy_rows (self);
  else if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    return popup_menu_at_cursor (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

void
crm_list_page_add_keys (CrmListPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (row_key_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

/* ---- what the window asks ---- */

gboolean
crm_list_page_can (CrmPage *page, CrmPageAction action)
{
  CrmListPage *self = CRM_LIST_PAGE (page);

  switch (action)
    {
    case CRM_PAGE_CREATE:
      return !in_bin (self);
    case CRM_PAGE_SAVE_VIEW:
      return !in_bin (self) && crm_record_list_get_query (self->list)->segment == 0;
    case CRM_PAGE_SEARCH:
    case CRM_PAGE_FILTER:
    case CRM_PAGE_REFRESH:
    case CRM_PAGE_SELECT_ALL:
    case CRM_PAGE_ESCAPE:
    case CRM_PAGE_EDIT:
    case CRM_PAGE_EXPORT:
    case CRM_PAGE_DELETE:
      return TRUE;
    case CRM_PAGE_TAG:
      return !in_bin (self) && crm_entity_field (self->entity, "tags") != NULL;
    default:
      return FALSE;
    }
}

static gboolean
escape (CrmListPage *self)
{
  if (crm_list_selection_get_n_selected (self->selection) == 0)
    return FALSE;
  crm_list_selection_clear (self->selection);
  return TRUE;
}

gboolean
crm_list_page_perform (CrmPage *page, CrmPageAction action)
{
  CrmListPage *self = CRM_LIST_PAGE (page);

  self->menu_id = 0;
  switch (action)
    {
    case CRM_PAGE_CREATE:
      crm_list_page_create (self);
      return TRUE;
    case CRM_PAGE_SEARCH:
      gtk_widget_grab_focus (self->search);
      gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
      return TRUE;
    case CRM_PAGE_FILTER:
      crm_list_page_popup_filter (self);
      return TRUE;
    case CRM_PAGE_EDIT:
      perform (self, crm_list_selection_get_n_selected (self->selection) > 1 ? DO_EDIT : DO_RENAME);
      return TRUE;
    case CRM_PAGE_DELETE:
      if (!has_targets (self))
        return FALSE;
      perform (self, in_bin (self) ? DO_PURGE : DO_DELETE);
      return TRUE;
    case CRM_PAGE_TAG:
      perform (self, DO_TAG);
      return TRUE;
    case CRM_PAGE_EXPORT:
      perform (self, DO_EXPORT);
      return TRUE;
    case CRM_PAGE_SAVE_VIEW:
      perform (self, crm_list_page_is_modified (self) ? DO_SAVE_CHANGES : DO_SAVE_VIEW);
      return TRUE;
    case CRM_PAGE_REFRESH:
      crm_record_list_retry (self->list);
      return TRUE;
    case CRM_PAGE_SELECT_ALL:
      perform (self, DO_SELECT_ALL);
      return TRUE;
    case CRM_PAGE_ESCAPE:
      return escape (self);
    default:
      return FALSE;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list page of an entity: which rows are asked for and what stands there until they come. Main
 * thread. The query lives in the CrmRecordList; whoever changes it copies it, changes the copy and
 * calls crm_list_page_apply(). */

#include "config.h"

#include "crm-list-page-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-columns-popover.h"
#include "crm-ui.h"

/* Nothing under 300 ms; then a skeleton, after two seconds words and Cancel. */
#define SKELETON_MS 300
#define WORDS_MS    2000
#define BAR_ROOM    60

static void page_init (CrmPageInterface *iface);
static void update_state (CrmListPage *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmListPage, crm_list_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRM_TYPE_PAGE, page_init))

/* ---- title and states ---- */

static gboolean
has_conditions (const CrmQuery *query)
{
  return crm_query_n_conditions (query) > 0 || (query->search != NULL && *query->search != '\0');
}

static void
show_body (CrmListPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->body, name);
}

static gboolean
skeleton_cb (gpointer data)
{
  CrmListPage *self = CRM_LIST_PAGE (data);

  self->loading_source = 0;
  crm_list_states_show_loading (self->states, FALSE, -1);
  show_body (self, "states");
  return G_SOURCE_REMOVE;
}

static gboolean
words_cb (gpointer data)
{
  CrmListPage *self = CRM_LIST_PAGE (data);

  self->words_source = 0;
  crm_list_states_show_loading (self->states, TRUE, crm_record_list_get_total (self->list));
  show_body (self, "states");
  return G_SOURCE_REMOVE;
}

static void
stop_waiting (CrmListPage *self)
{
  g_clear_handle_id (&self->loading_source, g_source_remove);
  g_clear_handle_id (&self->words_source, g_source_remove);
}

static void
start_waiting (CrmListPage *self)
{
  if (self->loading_source == 0 && self->words_source == 0)
    {
      self->loading_source = g_timeout_add (SKELETON_MS, skeleton_cb, self);
      self->words_source = g_timeout_add (WORDS_MS, words_cb, self);
    }
}

static void
show_nothing (CrmListPage *self)
{
  const CrmQuery *query = crm_record_list_get_query (self->list);

  if (query->deleted && !has_conditions (query))
    crm_list_states_show_empty_bin (self->states);
  else if (has_conditions (query))
    crm_list_states_show_no_match (self->states, query);
  else
    crm_list_states_show_first_use (self->states);
  show_body (self, "states");
}

static void
update_state (CrmListPage *self)
{
  gboolean loading = crm_record_list_get_loading (self->list);
  const GError *error = crm_record_list_get_error (self->list);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (error != NULL && !loading)
    {
      stop_waiting (self);
      crm_list_states_show_error (self->states, error);
      show_body (self, "states");
      return;
    }
  /* A refresh after a change keeps the rows; other rows that were asked for may take their time. */
  if (loading && (self->query_pending || n == 0))
    {
      start_waiting (self);
      return;
    }
  stop_waiting (self);
  if (n > 0)
    show_body (self, "rows");
  else if (self->is_ready)
    show_nothing (self);
}

static void
loading_changed_cb (CrmRecordList *list, GParamSpec *pspec, CrmListPage *self)
{
  update_state (self);
}

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, CrmListPage *self)
{
  crm_list_page_update_title (self);
}

/* The rows that were waited for: keys go to them, unless somebody types meanwhile. After the frame
 * that makes the rows' widgets. */
static gboolean
take_focus_cb (gpointer data)
{
  CrmListPage *self = CRM_LIST_PAGE (data);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->focus_source = 0;
  self->wants_focus = FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !GTK_IS_EDITABLE (focus) &&
      g_strcmp0 (crm_list_page_get_state (self), "rows") == 0)
    crm_list_view_focus (self->view);
  return G_SOURCE_REMOVE;
}

static void
refreshed_cb (CrmRecordList *list, CrmListPage *self)
{
  /* Rows that a change took away are not selected any more; those that a search hides still are. */
  if (!self->query_pending)
    crm_list_selection_prune (self->selection);
  else
    crm_list_view_scroll_to_top (self->view);
  self->is_ready = TRUE;
  self->query_pending = FALSE;
  g_clear_pointer (&self->last_query, crm_query_free);
  crm_list_page_update_title (self);
  update_state (self);
  crm_list_status_update (self->status, crm_list_view_get_layout (self->view));
  crm_list_page_update_actions (self);
  if (self->wants_focus && self->focus_source == 0)
    self->focus_source = g_idle_add_full (G_PRIORITY_LOW, take_focus_cb, self, NULL);
}

const char *
crm_list_page_get_state (CrmListPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->body), "rows") == 0
             ? "rows"
             : crm_list_states_get_state (self->states);
}

/* ---- the query ---- */

static void
update_bar (CrmListPage *self)
{
  const CrmQuery *query = crm_record_list_get_query (self->list);
  gboolean narrow = crm_list_view_get_narrow (self->view);
  gboolean chips = crm_query_n_conditions (query) > 0;

  crm_filter_chips_set_query (self->chips, query);
  gtk_widget_set_visible (GTK_WIDGET (self->chips), chips);
  gtk_widget_set_visible (self->clear_button, chips && !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_chips_slot), chips && narrow);
  if (chips)
    gtk_widget_add_css_class (self->narrow_filter_button, "accent");
  else
    gtk_widget_remove_css_class (self->narrow_filter_button, "accent");
}

void
crm_list_page_apply (CrmListPage *self, const CrmQuery *query)
{
  const CrmQuery *old = crm_record_list_get_query (self->list);
  const char *typed = query->search != NULL ? query->search : "";

  if (crm_query_equal (old, query))
    return;
  if (old->deleted != query->deleted)
    crm_list_selection_clear (self->selection);
  crm_list_selection_pin (self->selection);
  if (self->last_query == NULL)
    self->last_query = crm_query_copy (old);
  self->query_pending = TRUE;
  crm_list_view_forget_place (self->view);
  crm_record_list_set_query (self->list, query);
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->search)), typed) != 0)
    {
      self->setting_search = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->search), typed);
      self->setting_search = FALSE;
    }
  gtk_widget_set_visible (self->new_button, !query->deleted);
  update_bar (self);
  update_state (self);
  crm_list_page_update_actions (self);
  crm_list_page_update_view (self);
}

void
crm_list_page_show_query (CrmListPage *self, const CrmQuery *query, const char *title)
{
  g_autoptr (CrmQuery) copy = NULL;

  g_return_if_fail (CRM_IS_LIST_PAGE (self));
  g_return_if_fail (query != NULL && query->entity == self->entity);
  copy = crm_query_copy (query);
  if (copy->sort == NULL)
    {
      const CrmListLayout *layout = crm_list_view_get_layout (self->view);
      copy->sort = layout->sort;
      copy->descending = layout->descending;
    }
  else if (g_strcmp0 (copy->sort, crm_list_view_get_layout (self->view)->sort) != 0 ||
           copy->descending != crm_list_view_get_layout (self->view)->descending)
    crm_list_view_sort_by (self->view, copy->sort, copy->descending);
  g_free (self->query_title);
  self->query_title = g_strdup (title);
  crm_list_page_apply (self, copy);
  crm_list_page_update_title (self);
}

void
crm_list_page_set_query (CrmListPage *self, const CrmQuery *query, const char *title)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  crm_list_page_leave_view (self);
  crm_list_page_show_query (self, query, title);
}

const CrmQuery *
crm_list_page_get_query (CrmListPage *self)
{
  return crm_record_list_get_query (self->list);
}

CrmRecordList *
crm_list_page_get_list (CrmListPage *self)
{
  return self->list;
}

const CrmEntity *
crm_list_page_get_entity (CrmListPage *self)
{
  return self->entity;
}

/* What an input method has not committed yet is no text of the entry, so it does not search. */
static void
search_changed_cb (GtkSearchEntry *search, CrmListPage *self)
{
  g_autoptr (CrmQuery) query = NULL;
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (search));

  if (self->setting_search)
    return;
  query = crm_query_copy (crm_record_list_get_query (self->list));
  g_free (query->search);
  query->search = *typed != '\0' ? g_strdup (typed) : NULL;
  crm_list_page_apply (self, query);
}

static void
focus_rows (GtkWidget *search, CrmListPage *self)
{
  crm_list_view_focus (self->view);
}

/* Enter opens the only hit, or goes to the rows. */
static void
search_activate_cb (GtkSearchEntry *search, CrmListPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 1 &&
      !crm_record_list_get_loading (self->list))
    crm_list_page_open (self, crm_record_list_get_id (self->list, 0));
  else
    crm_list_view_focus (self->view);
}

static void
search_stop_cb (GtkSearchEntry *search, CrmListPage *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (search), "");
  else
    crm_list_view_focus (self->view);
}

static gboolean
search_key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
               CrmListPage *self)
{
  if (key != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  crm_list_view_focus (self->view);
  return GDK_EVENT_STOP;
}

static void
chip_removed_cb (CrmFilterChips *chips, guint index, CrmListPage *self)
{
  g_autoptr (CrmQuery) query =
      crm_query_without_condition (crm_record_list_get_query (self->list), index);

  crm_list_page_apply (self, query);
}

static void
filter_applied_cb (CrmFilterEditor *editor, CrmFilter *filter, CrmListPage *self)
{
  g_autoptr (CrmQuery) query = crm_query_copy (crm_record_list_get_query (self->list));

  g_clear_pointer (&query->filter, crm_filter_unref);
  query->filter = filter != NULL ? crm_filter_ref (filter) : NULL;
  gtk_popover_popdown (GTK_POPOVER (self->filter_popover));
  crm_list_page_apply (self, query);
}

static void
filter_shown_cb (GtkWidget *popover, CrmListPage *self)
{
  crm_filter_editor_set_query (self->editor, crm_record_list_get_query (self->list));
}

static void
state_drop_cb (CrmListStates *states, gpointer query, CrmListPage *self)
{
  crm_list_page_apply (self, query);
}

static void
state_cancel_cb (CrmListStates *states, CrmListPage *self)
{
  g_autoptr (CrmQuery) back = g_steal_pointer (&self->last_query);

  if (back != NULL)
    crm_list_page_apply (self, back);
}

static void
state_retry_cb (CrmListStates *states, CrmListPage *self)
{
  crm_record_list_retry (self->list);
}

static void
state_import_cb (CrmListStates *states, CrmListPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.import", NULL);
}

/* ---- the view ---- */

/* The list remembers its columns; those of a view are the view's, once they are saved. */
static void
keep_layout (CrmListPage *self)
{
  if (self->opened == NULL)
    crm_list_layout_save (crm_list_view_get_layout (self->view),
                          crm_context_get_settings (self->context));
}

static void
sort_changed_cb (CrmListView *view, CrmListPage *self)
{
  const CrmListLayout *layout = crm_list_view_get_layout (view);
  g_autoptr (CrmQuery) query = crm_query_copy (crm_record_list_get_query (self->list));

  query->sort = layout->sort;
  query->descending = layout->descending;
  keep_layout (self);
  crm_list_page_apply (self, query);
}

static void
layout_changed_cb (CrmListView *view, CrmListPage *self)
{
  keep_layout (self);
  crm_list_status_update (self->status, crm_list_view_get_layout (view));
  crm_list_page_update_view (self);
}

static void
column_toggled_cb (GtkWidget *popover, gpointer field, gboolean shown, CrmListPage *self)
{
  g_autoptr (CrmListLayout) layout = crm_list_layout_copy (crm_list_view_get_layout (self->view));

  crm_list_layout_set_shown (layout, field, shown);
  crm_list_view_set_layout (self->view, layout);
  layout_changed_cb (self->view, self);
}

static void
columns_reset_cb (GtkWidget *popover, CrmListPage *self)
{
  g_autoptr (CrmListLayout) layout = crm_list_layout_new_default (self->entity);

  crm_list_view_set_layout (self->view, layout);
  crm_list_columns_popover_set_layout (CRM_LIST_COLUMNS_POPOVER (popover), layout);
  sort_changed_cb (self->view, self);
  layout_changed_cb (self->view, self);
}

static void
columns_shown_cb (GtkWidget *popover, CrmListPage *self)
{
  crm_list_columns_popover_set_layout (CRM_LIST_COLUMNS_POPOVER (popover),
                                       crm_list_view_get_layout (self->view));
}

static void
selection_changed_cb (CrmListSelection *selection, GParamSpec *pspec, CrmListPage *self)
{
  guint64 n = crm_list_selection_get_n_selected (selection);
  g_autofree char *number = crm_format_integer ((gint64) n);
  g_autofree char *text =
      g_strdup_printf (ngettext ("%s selected", "%s selected", (gulong) n), number);

  if (n > 0)
    gtk_label_set_text (self->selected_label, text);
  gtk_revealer_set_reveal_child (self->action_revealer, n > 0);
  gtk_widget_set_can_target (GTK_WIDGET (self->action_revealer), n > 0);
  crm_list_view_set_selecting (self->view, n > 0);
  crm_list_status_update (self->status, crm_list_view_get_layout (self->view));
  crm_list_page_update_actions (self);
  crm_page_actions_changed (CRM_PAGE (self));
}

static void
titles_changed_cb (CrmContext *context, CrmListPage *self)
{
  crm_list_view_update_links (self->view);
}

static void
narrow_changed_cb (CrmContext *context, GParamSpec *pspec, CrmListPage *self)
{
  gboolean narrow = crm_context_get_narrow (context);
  GtkWidget *chips = g_object_ref (GTK_WIDGET (self->chips));

  gtk_widget_set_visible (self->sidebar_button, narrow);
  gtk_widget_set_visible (self->new_label, !narrow);
  gtk_widget_set_visible (self->columns_button, !narrow);
  gtk_widget_set_visible (self->filter_button, !narrow);
  gtk_widget_set_visible (self->narrow_filter_button, narrow);
  gtk_widget_set_hexpand (self->search, narrow);
  gtk_widget_set_size_request (self->search, narrow ? -1 : crm_ui_scaled (278), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->chips_slot), !narrow);
  adw_bin_set_child (self->chips_slot, NULL);
  adw_bin_set_child (self->narrow_chips_slot, NULL);
  adw_bin_set_child (narrow ? self->narrow_chips_slot : self->chips_slot, chips);
  g_object_unref (chips);

  /* One popover, at the button that is there. */
  g_object_ref (self->filter_popover);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->filter_button), NULL);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->narrow_filter_button), NULL);
  gtk_menu_button_set_popover (
      GTK_MENU_BUTTON (narrow ? self->narrow_filter_button : self->filter_button),
      self->filter_popover);
  g_object_unref (self->filter_popover);

  for (guint i = 0; i < self->bar_labels->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->bar_labels, i), !narrow);
  crm_list_view_set_narrow (self->view, narrow);
  crm_list_status_set_narrow (self->status, narrow);
  update_bar (self);
  crm_list_page_update_view (self);
}

static void
view_open_cb (CrmListView *view, gint64 id, CrmListPage *self)
{
  crm_list_page_open (self, id);
}

static void
view_renamed_cb (CrmListView *view, gint64 id, const char *text, CrmListPage *self)
{
  crm_list_page_rename (self, id, text);
}

static void
view_menu_cb (CrmListView *view, gint64 id, double x, double y, CrmListPage *self)
{
  crm_list_page_popup_menu (self, id, x, y);
}

static void
quick_step_cb (CrmListQuickLook *look, int direction, CrmListPage *self)
{
  CrmId id = crm_list_view_get_cursor (self->view);
  int position = crm_record_list_find (self->list, id != 0 ? id : self->menu_id);
  GdkRectangle area;

  if (position < 0 || position + direction < 0)
    return;
  id = crm_record_list_get_id (self->list, (guint) (position + direction));
  if (id == 0)
    return;
  self->menu_id = id;
  crm_list_view_go_to (self->view, id);
  if (crm_list_view_get_row_area (self->view, id, &area))
    crm_list_quick_look_show (look, id, &area);
}

static void
quick_open_cb (CrmListQuickLook *look, gint64 id, CrmListPage *self)
{
  crm_list_page_open (self, id);
}

/* ---- construction ---- */

static void
build_popovers (CrmListPage *self)
{
  self->editor = CRM_FILTER_EDITOR (crm_filter_editor_new (self->context, self->entity));
  g_signal_connect_object (self->editor, "apply", G_CALLBACK (filter_applied_cb), self, 0);
  self->filter_popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->filter_popover), GTK_WIDGET (self->editor));
  g_signal_connect_object (self->filter_popover, "show", G_CALLBACK (filter_shown_cb), self, 0);

  self->columns_popover = crm_list_columns_popover_new (self->context, self->entity);
  g_signal_connect_object (self->columns_popover, "show", G_CALLBACK (columns_shown_cb), self, 0);
  g_signal_connect_object (self->columns_popover, "toggled", G_CALLBACK (column_toggled_cb), self,
                           0);
  g_signal_connect_object (self->columns_popover, "reset", G_CALLBACK (columns_reset_cb), self, 0);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->columns_button), self->columns_popover);

  self->quick_look = CRM_LIST_QUICK_LOOK (crm_list_quick_look_new (self->context));
  gtk_widget_set_parent (GTK_WIDGET (self->quick_look), GTK_WIDGET (self->view));
  g_signal_connect_object (self->quick_look, "step", G_CALLBACK (quick_step_cb), self, 0);
  g_signal_connect_object (self->quick_look, "open", G_CALLBACK (quick_open_cb), self, 0);
}

static void
build_view (CrmListPage *self)
{
  self->view = CRM_LIST_VIEW (crm_list_view_new (self->context, self->entity, self->list));
  self->selection = crm_list_view_get_selection (self->view);
  adw_bin_set_child (self->rows_slot, GTK_WIDGET (self->view));
  g_signal_connect_object (self->view, "open", G_CALLBACK (view_open_cb), self, 0);
  g_signal_connect_object (self->view, "sort-changed", G_CALLBACK (sort_changed_cb), self, 0);
  g_signal_connect_object (self->view, "layout-changed", G_CALLBACK (layout_changed_cb), self, 0);
  g_signal_connect_object (self->view, "renamed", G_CALLBACK (view_renamed_cb), self, 0);
  g_signal_connect_object (self->view, "context-menu", G_CALLBACK (view_menu_cb), self, 0);
  g_signal_connect_object (self->selection, "notify::n-selected", G_CALLBACK (selection_changed_cb),
                           self, 0);

  self->states = CRM_LIST_STATES (crm_list_states_new (self->context, self->entity));
  adw_bin_set_child (self->states_slot, GTK_WIDGET (self->states));
  g_signal_connect_object (self->states, "create", G_CALLBACK (crm_list_page_create), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->states, "import", G_CALLBACK (state_import_cb), self, 0);
  g_signal_connect_object (self->states, "retry", G_CALLBACK (state_retry_cb), self, 0);
  g_signal_connect_object (self->states, "cancel", G_CALLBACK (state_cancel_cb), self, 0);
  g_signal_connect_object (self->states, "drop", G_CALLBACK (state_drop_cb), self, 0);

  self->status = CRM_LIST_STATUS (crm_list_status_new (self->context, self->list, self->selection));
  adw_bin_set_child (self->status_slot, GTK_WIDGET (self->status));

  self->chips = CRM_FILTER_CHIPS (crm_filter_chips_new (self->context));
  adw_bin_set_child (self->chips_slot, GTK_WIDGET (self->chips));
  g_signal_connect_object (self->chips, "remove", G_CALLBACK (chip_removed_cb), self, 0);
  g_signal_connect_object (self->chips, "edit", G_CALLBACK (crm_list_page_popup_filter), self,
                           G_CONNECT_SWAPPED);
}

static void
build_search (CrmListPage *self)
{
  const CrmListLook *look = crm_list_look_for (self->entity);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_object_set (self->search, "placeholder-text", _ (look->placeholder), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (search_key_cb), self, 0);
  gtk_widget_add_controller (self->search, keys);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), NULL);
}

static void
connect_list (CrmListPage *self)
{
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (loading_changed_cb), self, 0);
  g_signal_connect_object (self->list, "notify::error", G_CALLBACK (loading_changed_cb), self, 0);
  g_signal_connect_object (self->list, "refreshed", G_CALLBACK (refreshed_cb), self, 0);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  g_signal_connect_object (self->context, "notify::narrow", G_CALLBACK (narrow_changed_cb), self,
                           0);
  g_signal_connect_object (self->context, "titles-changed", G_CALLBACK (titles_changed_cb), self,
                           0);
}

static void
shown (CrmPage *page)
{
  CrmListPage *self = CRM_LIST_PAGE (page);

  self->wants_focus = !self->is_ready || g_strcmp0 (crm_list_page_get_state (self), "rows") != 0;
  if (!self->wants_focus)
    crm_list_view_focus (self->view);
}

static char *
get_title (CrmPage *page)
{
  return g_strdup (adw_window_title_get_title (CRM_LIST_PAGE (page)->title));
}

static CrmId
get_view (CrmPage *page)
{
  return crm_list_page_get_view (CRM_LIST_PAGE (page));
}

static void
page_init (CrmPageInterface *iface)
{
  iface->get_view = get_view;
  iface->can = crm_list_page_can;
  iface->perform = crm_list_page_perform;
  iface->shown = shown;
  iface->get_title = get_title;
}

/* A popover that is still up when its window goes away has no surface to leave. */
static void
crm_list_page_unmap (GtkWidget *widget)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);

  if (self->quick_look != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->quick_look));
  if (self->context_menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->context_menu));
  GTK_WIDGET_CLASS (crm_list_page_parent_class)->unmap (widget);
}

static void
crm_list_page_dispose (GObject *object)
{
  CrmListPage *self = CRM_LIST_PAGE (object);

  stop_waiting (self);
  g_clear_handle_id (&self->focus_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->quick_look != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->quick_look));
  self->quick_look = NULL;
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_LIST_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_list_page_parent_class)->dispose (object);
}

static void
crm_list_page_finalize (GObject *object)
{
  CrmListPage *self = CRM_LIST_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->bar_labels, g_ptr_array_unref);
  g_clear_pointer (&self->last_query, crm_query_free);
  g_free (self->query_title);
  g_clear_object (&self->opened);
  g_clear_pointer (&self->opened_query, crm_query_free);
  g_clear_pointer (&self->opened_layout, crm_list_layout_free);
  G_OBJECT_CLASS (crm_list_page_parent_class)->finalize (object);
}

static void
crm_list_page_class_init (CrmListPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_list_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_list_page_finalize;
  widget_class->unmap = crm_list_page_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, new_label);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, narrow_filter_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, search);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, chips_slot);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, save_view_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, save_changes_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, revert_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, narrow_chips_slot);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, body);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, rows_slot);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, states_slot);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, action_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, action_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, selected_label);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, status_slot);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_rows);
}

static void
crm_list_page_init (CrmListPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->bar_labels = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_can_target (GTK_WIDGET (self->action_revealer), FALSE);
}

GtkWidget *
crm_list_page_new (CrmContext *context, const CrmEntity *entity)
{
  CrmListPage *self = NULL;
  g_autoptr (CrmQuery) query = NULL;
  const CrmListLayout *layout = NULL;

  g_return_val_if_fail (CRM_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (entity != NULL, NULL);
  self = g_object_new (CRM_TYPE_LIST_PAGE, NULL);
  self->context = g_object_ref (context);
  self->entity = entity;
  self->list = crm_record_list_new (crm_context_get_store (context), entity);
  crm_list_page_add_actions (self);
  build_view (self);
  build_popovers (self);
  build_search (self);
  crm_list_page_build_action_bar (self);
  crm_list_page_add_keys (self);
  connect_list (self);
  crm_list_page_follow_views (self);

  layout = crm_list_view_get_layout (self->view);
  query = crm_query_new (entity);
  query->sort = layout->sort;
  query->descending = layout->descending;
  self->query_pending = TRUE;
  crm_record_list_set_query (self->list, query);
  narrow_changed_cb (context, NULL, self);
  crm_list_page_update_title (self);
  update_state (self);
  crm_list_page_update_actions (self);
  return GTK_WIDGET (self);
}

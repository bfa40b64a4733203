/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-filter-chips.h"
#include "crm-filter-editor.h"
#include "crm-list-page.h"
#include "crm-list-quick-look.h"
#include "crm-list-states.h"
#include "crm-list-status.h"
#include "crm-list-view.h"

G_BEGIN_DECLS

/* The page's inside, shared by crm-list-page.c (query and states) and crm-list-page-actions.c. */
struct _CrmListPage
{
  AdwBin parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  CrmRecordList *list;
  CrmListView *view;
  CrmListSelection *selection;
  CrmFilterChips *chips;
  CrmFilterEditor *editor;
  GtkWidget *filter_popover;
  GtkWidget *columns_popover;
  CrmListStates *states;
  CrmListStatus *status;
  CrmListQuickLook *quick_look;
  GtkWidget *context_menu;
  GSimpleActionGroup *actions;
  GPtrArray *bar_labels; /* of the action bar's buttons, hidden when narrow */
  char *query_title;
  CrmRecord *opened; /* the saved view that is shown, or NULL */
  CrmQuery *opened_query;
  CrmListLayout *opened_layout;
  CrmQuery *last_query; /* shown before the one that is loading */
  CrmId menu_id;        /* the row the context menu was opened on, or 0 */
  GCancellable *cancellable;
  guint loading_source;
  guint words_source;
  gboolean query_pending; /* a person asked for other rows and they are not there yet */
  gboolean setting_search;
  gboolean is_ready;    /* the first answer came */
  gboolean wants_focus; /* shown before there were rows */
  guint focus_source;

  GtkWidget *sidebar_button;
  GtkWidget *new_button;
  GtkWidget *new_label;
  AdwWindowTitle *title;
  GtkWidget *menu_button;
  GtkWidget *columns_button;
  GtkWidget *narrow_filter_button;
  GtkWidget *bar;
  GtkWidget *search;
  GtkWidget *filter_button;
  AdwBin *chips_slot;
  GtkWidget *clear_button;
  GtkWidget *save_view_button;
  GtkWidget *save_changes_button;
  GtkWidget *revert_button;
  AdwBin *narrow_chips_slot;
  GtkStack *body;
  AdwBin *rows_slot;
  AdwBin *states_slot;
  GtkRevealer *action_revealer;
  GtkBox *action_bar;
  GtkLabel *selected_label;
  AdwBin *status_slot;
};

/* Shows other rows. `query` is copied. */
void crm_list_page_apply (CrmListPage *self, const CrmQuery *query);
/* Like crm_list_page_set_query(), without leaving the view. */
void crm_list_page_show_query (CrmListPage *self, const CrmQuery *query, const char *title);
void crm_list_page_update_title (CrmListPage *self);

/* crm-list-page-view.c */
gboolean crm_list_page_is_modified (CrmListPage *self);
void crm_list_page_leave_view (CrmListPage *self);
/* Buttons, menu and title say whether a view is shown and whether it was changed. */
void crm_list_page_update_view (CrmListPage *self);
void crm_list_page_save_changes (CrmListPage *self);
void crm_list_page_revert_view (CrmListPage *self);
void crm_list_page_save_new_view (CrmListPage *self);
void crm_list_page_follow_views (CrmListPage *self);

/* crm-list-page-actions.c */
void crm_list_page_add_actions (CrmListPage *self);
void crm_list_page_enable (CrmListPage *self, const char *action, gboolean enabled);
void crm_list_page_update_actions (CrmListPage *self);
void crm_list_page_build_action_bar (CrmListPage *self);
void crm_list_page_add_keys (CrmListPage *self);
void crm_list_page_popup_menu (CrmListPage *self, CrmId id, double x, double y);
gboolean crm_list_page_can (CrmPage *page, CrmPageAction action);
gboolean crm_list_page_perform (CrmPage *page, CrmPageAction action);
void crm_list_page_create (CrmListPage *self);
void crm_list_page_open (CrmListPage *self, CrmId id);
void crm_list_page_rename (CrmListPage *self, CrmId id, const char *text);
void crm_list_page_toggle_quick_look (CrmListPage *self);
void crm_list_page_popup_filter (CrmListPage *self);

/* crm-list-copy.c: rows as tab-separated text into the clipboard. */
void crm_list_copy (CrmContext *context, GtkWidget *widget, const CrmListLayout *layout,
                    GArray *ids, GCancellable *cancellable);

G_END_DECLS

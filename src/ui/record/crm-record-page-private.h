/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-banner.h"
#include "crm-record-data.h"
#include "crm-record-page.h"

G_BEGIN_DECLS

/* Shared by the two halves of the page: what it shows, and what it does. */

typedef enum
{
  CRM_TAB_OVERVIEW,
  CRM_TAB_DETAILS,
  CRM_TAB_ORDERS,
  CRM_TAB_CONTACTS,
  CRM_TAB_HISTORY,
  CRM_N_TABS
} CrmRecordTab;

struct _CrmRecordPage
{
  GtkWidget parent_instance;

  CrmContext *context;
  CrmId id;
  CrmRecordList *list;
  GArray *trail; /* CrmId, records left for others of this page */
  CrmRecordData *data;
  const CrmEntity *entity; /* of the parts that are built */
  guint asked;
  gboolean reading;
  gboolean stale;
  guint quiet_source;
  guint settle_source;
  GSimpleActionGroup *actions;

  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkWidget *order_button;
  GtkWidget *order_label;
  CrmBanner *banner;
  GtkStack *stack;
  GtkBox *skeleton;
  AdwStatusPage *error_status;
  GtkScrolledWindow *scroller;
  GtkBox *content;
  GtkBox *tab_bar;
  GtkStack *tabs;
  GtkBox *overview;
  GtkBox *details;
  GtkBox *left;
  GtkBox *right;
  GtkBox *orders_box;
  GtkBox *contacts_box;
  GtkBox *history_box;

  GtkWidget *tab_buttons[CRM_N_TABS];
  GtkWidget *tab_counts[CRM_N_TABS];
  GtkWidget *head;
  GtkWidget *panel;
  GtkWidget *short_members; /* beside the properties */
  GtkWidget *members;
  GtkWidget *composer;
  GtkWidget *timeline_head;
  GtkWidget *only;
  GtkWidget *timeline;
  GtkWidget *orders;
  GtkWidget *lines;
  GtkWidget *history;
};

/* Builds the parts that records of the entity have; shows `data` in them. */
void crm_record_page_build_parts (CrmRecordPage *self, const CrmEntity *entity);
void crm_record_page_show_data (CrmRecordPage *self);
void crm_record_page_arrange (CrmRecordPage *self); /* narrow or wide */
void crm_record_page_build_frame (CrmRecordPage *self);

/* Where it stands in its list; -1: in none. */
int crm_record_page_position (CrmRecordPage *self);
void crm_record_page_add_actions (CrmRecordPage *self);
void crm_record_page_update_actions (CrmRecordPage *self);
gboolean crm_record_page_can (CrmPage *page, CrmPageAction action);
gboolean crm_record_page_perform (CrmPage *page, CrmPageAction action);
void crm_record_page_go (CrmRecordPage *self, CrmId id);

G_END_DECLS

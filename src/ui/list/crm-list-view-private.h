/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-list-fill.h"
#include "crm-list-view.h"

G_BEGIN_DECLS

/* The view's inside, shared by crm-list-view.c (rows, scroll, focus) and crm-list-view-columns.c. */
struct _CrmListView
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  const CrmListLook *look;
  CrmRecordList *list;
  CrmListGrowth *rows; /* of the list, as the lists are given them */
  CrmListSelection *selection;
  CrmListLayout *layout;
  GtkWidget *stack;
  GtkWidget *table_window;
  GtkWidget *table;
  GtkWidget *narrow_window;
  GtkWidget *narrow_list;
  GtkSorter *sorter;
  gulong sorter_handler;
  CrmListFill *fill;
  GHashTable *cells;      /* CrmListCell and CrmListNarrowRow */
  GHashTable *checks;     /* GtkCheckButton */
  const CrmField *probed; /* column whose sorter was asked last */
  CrmId top_id;
  guint top_position;
  double top_offset; /* px of the top row that are scrolled away */
  CrmId focus_id;
  guint focus_position;  /* where to go when that record is gone */
  gboolean keeps_scroll; /* restoring: GTK kept the place, only the focus is to be found */
  CrmId go_to_id;
  gint64 go_to_until; /* monotonic, us: later the person has moved on */
  guint restore_tick;
  guint restore_frames;
  guint growth_tick;
  guint save_source;
  int bottom_room;
  gboolean building;
  gboolean place_forgotten; /* until other rows are shown from the top */
  gboolean swapping;        /* the new rows are in, the old ones go now */
  gboolean lays_out;        /* the new rows get their heights in the next frame */
  gboolean cleared;
  gboolean is_narrow;
  gboolean is_tiny;
  gboolean is_selecting;
  gboolean is_compact;
  guint tiny_source;
};

/* crm-list-view-columns.c */
void crm_list_view_rebuild_columns (CrmListView *self);
/* Listens to heads being clicked and dragged. */
void crm_list_view_watch_columns (CrmListView *self);
GtkListItemFactory *crm_list_view_create_narrow_factory (CrmListView *self);
/* Weak notify of the widgets in `cells` and `checks`. */
void crm_list_view_forget_cell_cb (gpointer cells, GObject *cell);
/* Fits a two-line row to the width of the view. */
void crm_list_view_arrange_narrow_row (CrmListView *self, GtkWidget *row);

G_END_DECLS

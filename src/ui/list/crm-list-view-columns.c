/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cells of a list's table, its columns, and what it is sorted by. Main thread. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-custom-field.h"
#include "crm-list-cell.h"
#include "crm-list-header.h"
#include "crm-list-narrow-row.h"
#include "crm-list-view-private.h"
#include "crm-ui.h"

#define SAVE_DELAY_MS 400

/* ---- factories ---- */

void
crm_list_view_forget_cell_cb (gpointer data, GObject *cell)
{
  g_hash_table_remove (data, cell);
}

static void
cell_renamed_cb (CrmListCell *cell, gint64 id, const char *text, CrmListView *self)
{
  g_signal_emit_by_name (self, "renamed", id, text);
}

static void
keep_cell (CrmListView *self, GtkWidget *cell)
{
  g_hash_table_add (self->cells, cell);
  g_object_weak_ref (G_OBJECT (cell), crm_list_view_forget_cell_cb, self->cells);
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  const CrmField *field = g_object_get_data (G_OBJECT (factory), "field");
  GtkWidget *cell = crm_list_cell_new (self->context, self->fill, self->look, field);

  g_signal_connect_object (cell, "renamed", G_CALLBACK (cell_renamed_cb), self, 0);
  crm_list_cell_show_avatar (CRM_LIST_CELL (cell), !self->is_compact);
  gtk_list_item_set_child (item, cell);
  keep_cell (self, cell);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  crm_list_cell_set_row (CRM_LIST_CELL (gtk_list_item_get_child (item)),
                         gtk_list_item_get_item (item));
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  crm_list_cell_set_row (CRM_LIST_CELL (gtk_list_item_get_child (item)), NULL);
}

static void
check_pressed_cb (GtkGestureClick *click, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  CrmListView *self = CRM_LIST_VIEW (gtk_widget_get_ancestor (widget, CRM_TYPE_LIST_VIEW));
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  CrmRow *row = gtk_list_item_get_item (item);

  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  if (row == NULL || self == NULL)
    return;
  if (state & GDK_SHIFT_MASK)
    crm_list_selection_extend_to (self->selection, crm_row_get_id (row));
  else
    crm_list_selection_toggle (self->selection, crm_row_get_id (row));
}

static void
item_selected_cb (GtkListItem *item, GParamSpec *pspec, GtkCheckButton *check)
{
  gtk_check_button_set_active (check, gtk_list_item_get_selected (item));
}

/* The box takes the clicks; the button in it only shows, so that a click cannot set it alone. */
static GtkWidget *
make_check (CrmListView *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *check = gtk_check_button_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_can_target (check, FALSE);
  gtk_widget_set_focusable (check, FALSE);
  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (check, "crm-row-check");
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Selected"), -1);
  gtk_widget_set_hexpand (box, FALSE);
  gtk_box_append (GTK_BOX (box), check);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (check_pressed_cb), item);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (item, "notify::selected", G_CALLBACK (item_selected_cb), check, 0);
  if (self->is_selecting)
    gtk_widget_add_css_class (check, "shown");
  g_hash_table_add (self->checks, check);
  g_object_weak_ref (G_OBJECT (check), crm_list_view_forget_cell_cb, self->checks);
  return box;
}

static void
setup_check_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  gtk_list_item_set_child (item, make_check (self, item));
}

/* The check box takes no room in a tiny window before something is selected. */
void
crm_list_view_arrange_narrow_row (CrmListView *self, GtkWidget *row)
{
  GtkWidget *check = gtk_widget_get_prev_sibling (row);

  crm_list_narrow_row_set_tiny (CRM_LIST_NARROW_ROW (row), self->is_tiny);
  if (check != NULL)
    gtk_widget_set_visible (check, !self->is_tiny || self->is_selecting);
}

static void
setup_narrow_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = crm_list_narrow_row_new (self->context, self->entity);

  gtk_widget_set_hexpand (row, TRUE);
  gtk_box_append (GTK_BOX (box), make_check (self, item));
  gtk_box_append (GTK_BOX (box), row);
  crm_list_view_arrange_narrow_row (self, row);
  gtk_list_item_set_child (item, box);
  keep_cell (self, row);
}

static void
bind_narrow_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  crm_list_narrow_row_set_row (
      CRM_LIST_NARROW_ROW (gtk_widget_get_last_child (gtk_list_item_get_child (item))),
      gtk_list_item_get_item (item));
}

static void
unbind_narrow_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  crm_list_narrow_row_set_row (
      CRM_LIST_NARROW_ROW (gtk_widget_get_last_child (gtk_list_item_get_child (item))), NULL);
}

/* ---- columns and sorting ---- */

typedef struct
{
  CrmListView *view;
  const CrmField *field;
} Probe;

/* GTK 4.8 does not tell which column it sorts by: the column that is asked first records itself. */
static int
probe_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  Probe *probe = data;

  if (probe->view->probed == NULL)
    probe->view->probed = probe->field;
  return a == b ? GTK_ORDERING_EQUAL : GTK_ORDERING_SMALLER;
}

static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, CrmListView *self)
{
  g_autoptr (GObject) a = NULL;
  g_autoptr (GObject) b = NULL;
  GtkOrdering order;
  gboolean descending = FALSE;

  if (self->building)
    return;
  a = g_object_new (G_TYPE_OBJECT, NULL);
  b = g_object_new (G_TYPE_OBJECT, NULL);
  self->probed = NULL;
  order = gtk_sorter_compare (sorter, a, b);
  descending = order == GTK_ORDERING_LARGER;
  if (self->probed == NULL || (g_strcmp0 (self->layout->sort, self->probed->id) == 0 &&
                               self->layout->descending == descending))
    return;
  self->layout->sort = self->probed->id;
  self->layout->descending = descending;
  g_signal_emit_by_name (self, "sort-changed");
}

static gboolean
save_cb (gpointer data)
{
  CrmListView *self = CRM_LIST_VIEW (data);

  self->save_source = 0;
  g_signal_emit_by_name (self, "layout-changed");
  return G_SOURCE_REMOVE;
}

static void
save_soon (CrmListView *self)
{
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

static void
width_changed_cb (GtkColumnViewColumn *column, GParamSpec *pspec, CrmListView *self)
{
  const CrmField *field = g_object_get_data (G_OBJECT (column), "field");
  int index = field != NULL ? crm_list_layout_find (self->layout, field) : -1;

  if (self->building || index < 0)
    return;
  g_array_index (self->layout->columns, CrmListLayoutColumn, index).width =
      MAX (gtk_column_view_column_get_fixed_width (column), 0);
  save_soon (self);
}

/* A person dragged a head: the order of the layout follows the view. */
static void
columns_changed_cb (GListModel *columns, guint position, guint removed, guint added,
                    CrmListView *self)
{
  g_autoptr (CrmListLayout) old = NULL;
  guint n = g_list_model_get_n_items (columns);

  if (self->building || n != self->layout->columns->len + 1)
    return;
  old = crm_list_layout_copy (self->layout);
  g_array_set_size (self->layout->columns, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) column = g_list_model_get_item (columns, i);
      const CrmField *field = g_object_get_data (column, "field");
      int index = field != NULL ? crm_list_layout_find (old, field) : -1;
      if (index >= 0)
        g_array_append_val (self->layout->columns,
                            g_array_index (old->columns, CrmListLayoutColumn, index));
    }
  crm_list_header_arrange_soon (GTK_COLUMN_VIEW (self->table), self->look);
  save_soon (self);
}

static GtkListItemFactory *
make_factory (CrmListView *self, const CrmField *field)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "field", (gpointer) field);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cell_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cell_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cell_cb), self, 0);
  return factory;
}

static GtkColumnViewColumn *
make_column (CrmListView *self, const CrmListLayoutColumn *layout)
{
  const CrmField *field = layout->field;
  g_autofree char *head = crm_list_head (self->context, self->look, field);
  GtkColumnViewColumn *column = gtk_column_view_column_new (head, make_factory (self, field));
  Probe *probe = g_new (Probe, 1);
  g_autoptr (GtkSorter) sorter = NULL;
  g_autoptr (GMenuModel) menu = crm_list_header_create_menu (self->entity, field);
  int width = (int) crm_list_look_width (self->look, field);

  probe->view = self;
  probe->field = field;
  sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, probe, g_free));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_header_menu (column, menu);
  gtk_column_view_column_set_resizable (column, TRUE);
  g_object_set_data (G_OBJECT (column), "field", (gpointer) field);
  if (layout->width > 0)
    gtk_column_view_column_set_fixed_width (column, layout->width);
  else if (width > 0)
    gtk_column_view_column_set_fixed_width (column, crm_ui_scaled (width));
  gtk_column_view_column_set_expand (column, width == 0);
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), self, 0);
  return column;
}

static GtkColumnViewColumn *
make_check_column (CrmListView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = NULL;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_check_cb), self, 0);
  column = gtk_column_view_column_new ("", factory);
  gtk_column_view_column_set_fixed_width (column, 42);
  return column;
}

/* Cleared first: the column that was sorted by would keep its arrow. */
static void
show_sort (CrmListView *self, GtkColumnViewColumn *column, gboolean descending)
{
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->table), NULL, GTK_SORT_ASCENDING);
  if (column != NULL)
    gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->table), column,
                                    descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

void
crm_list_view_rebuild_columns (CrmListView *self)
{
  GtkColumnView *table = GTK_COLUMN_VIEW (self->table);
  GListModel *columns = gtk_column_view_get_columns (table);
  g_autoptr (GtkColumnViewColumn) check = make_check_column (self);
  GtkColumnViewColumn *sorted = NULL;

  self->building = TRUE;
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) old = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (table, old);
    }
  gtk_column_view_append_column (table, check);
  for (guint i = 0; i < self->layout->columns->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) column =
          make_column (self, &g_array_index (self->layout->columns, CrmListLayoutColumn, i));
      gtk_column_view_append_column (table, column);
      if (g_strcmp0 (g_array_index (self->layout->columns, CrmListLayoutColumn, i).field->id,
                     self->layout->sort) == 0)
        sorted = column;
    }
  show_sort (self, sorted, self->layout->descending);
  self->building = FALSE;
  crm_list_header_arrange_soon (table, self->look);
}

const CrmListLayout *
crm_list_view_get_layout (CrmListView *self)
{
  return self->layout;
}

void
crm_list_view_set_layout (CrmListView *self, const CrmListLayout *layout)
{
  CrmListLayout *copy = crm_list_layout_copy (layout);

  crm_list_layout_free (self->layout);
  self->layout = copy;
  crm_list_view_rebuild_columns (self);
}

void
crm_list_view_sort_by (CrmListView *self, const char *field_id, gboolean descending)
{
  const CrmField *field = field_id != NULL ? crm_entity_any_field (self->entity, field_id) : NULL;
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  GtkColumnViewColumn *sorted = NULL;

  self->layout->sort = field != NULL ? field->id : NULL;
  self->layout->descending = descending;
  for (guint i = 0; i < g_list_model_get_n_items (columns) && sorted == NULL; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      if (field != NULL && g_object_get_data (G_OBJECT (column), "field") == field)
        sorted = column;
    }
  self->building = TRUE;
  show_sort (self, sorted, descending);
  self->building = FALSE;
  g_signal_emit_by_name (self, "sort-changed");
}

void
crm_list_view_watch_columns (CrmListView *self)
{
  self->sorter = g_object_ref (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table)));
  self->sorter_handler =
      g_signal_connect (self->sorter, "changed", G_CALLBACK (sorter_changed_cb), self);
  g_signal_connect_object (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table)),
                           "items-changed", G_CALLBACK (columns_changed_cb), self, 0);
}

GtkListItemFactory *
crm_list_view_create_narrow_factory (CrmListView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_narrow_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_narrow_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_narrow_cb), self, 0);
  return factory;
}

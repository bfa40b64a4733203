/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of a list page. Main thread.
 *
 * Invariants: each GtkScrolledWindow holds its list directly (or GTK creates every row); only the
 * visible one of the two lists has the model; `cells` are the widgets the factories made and not yet
 * tore down. After the list was cleared and filled, `top_id` and `focus_id` say what to go back to. */

#include "config.h"

#include "crm-list-view.h"

#include <glib/gi18n-lib.h>

#include "crm-list-cell.h"
#include "crm-list-header.h"
#include "crm-list-narrow-row.h"

#define SAVE_DELAY_MS  400
#define RESTORE_FRAMES 12
#define TINY_WIDTH     480
/* Under the last row, for the floating bar, px. */
#define BOTTOM_ROOM    60

struct _CrmListView
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  const CrmListLook *look;
  CrmRecordList *list;
  CrmListSelection *selection;
  CrmListLayout *layout;
  GtkWidget *stack;
  GtkWidget *table_window;
  GtkWidget *table;
  GtkWidget *narrow_window;
  GtkWidget *narrow_list;
  GtkSorter *sorter;
  gulong sorter_handler;
  GHashTable *cells;
  const CrmField *probed; /* column whose sorter was asked last */
  CrmId top_id;
  guint top_position;
  double top_offset; /* px of the top row that are scrolled away */
  CrmId focus_id;
  CrmId go_to_id;
  guint restore_tick;
  guint restore_frames;
  guint save_source;
  int bottom_room;
  gboolean building;
  gboolean cleared;
  gboolean is_narrow;
  gboolean is_tiny;
  guint tiny_source;
};

enum
{
  OPEN,
  SORT_CHANGED,
  LAYOUT_CHANGED,
  RENAMED,
  CONTEXT_MENU,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean tiny_cb (gpointer data);

G_DEFINE_FINAL_TYPE (CrmListView, crm_list_view, GTK_TYPE_WIDGET)

/* ---- which widget, which row ---- */

static CrmRow *
row_of_widget (GtkWidget *widget)
{
  if (CRM_IS_LIST_CELL (widget))
    return crm_list_cell_get_row (CRM_LIST_CELL (widget));
  if (CRM_IS_LIST_NARROW_ROW (widget))
    return crm_list_narrow_row_get_row (CRM_LIST_NARROW_ROW (widget));
  return NULL;
}

static CrmRow *
row_within (GtkWidget *widget)
{
  CrmRow *row = row_of_widget (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); row == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    row = row_within (child);
  return row;
}

static GtkWidget *
row_widget_of (GtkWidget *widget)
{
  while (widget != NULL && g_strcmp0 (gtk_widget_get_css_name (widget), "row") != 0)
    widget = gtk_widget_get_parent (widget);
  return widget;
}

static GtkWidget *
find_cell (CrmListView *self, CrmId id, const char *field_id)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      CrmRow *row = row_of_widget (key);
      if (row == NULL || crm_row_get_id (row) != id || !gtk_widget_get_mapped (key))
        continue;
      if (field_id != NULL &&
          (!CRM_IS_LIST_CELL (key) || !g_str_equal (crm_list_cell_get_field (key)->id, field_id)))
        continue;
      return key;
    }
  return NULL;
}

static GtkWidget *
active_list (CrmListView *self)
{
  return self->is_narrow ? self->narrow_list : self->table;
}

/* The widget that has the "list.scroll-to-item" action. */
static GtkWidget *
inner_list (CrmListView *self)
{
  GtkWidget *child = NULL;

  if (self->is_narrow)
    return self->narrow_list;
  for (child = gtk_widget_get_first_child (self->table); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      return child;
  return NULL;
}

static GtkAdjustment *
active_adjustment (CrmListView *self)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (active_list (self)));
}

static double
row_height (CrmListView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      GtkWidget *row = gtk_widget_get_mapped (key) ? row_widget_of (key) : NULL;
      if (row != NULL && gtk_widget_get_height (row) > 0)
        return gtk_widget_get_height (row);
    }
  return n > 0 ? gtk_adjustment_get_upper (active_adjustment (self)) / n : 0;
}

/* ---- scroll and focus over a refresh ---- */

static void
update_bottom (CrmListView *self)
{
  GtkAdjustment *adjustment = active_adjustment (self);
  GtkWidget *window = self->is_narrow ? self->narrow_window : self->table_window;
  int current = gtk_widget_get_margin_bottom (window);
  double end =
      gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) + current;
  gboolean at_end = end >= gtk_adjustment_get_upper (adjustment) - 2;
  int wanted = self->bottom_room > 0 && at_end ? self->bottom_room : 0;

  if (wanted != current)
    gtk_widget_set_margin_bottom (window, wanted);
}

static void
remember_top (CrmListView *self)
{
  double height = 0;
  double value = 0;

  if (self->restore_tick != 0 || self->cleared ||
      g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return;
  height = row_height (self);
  if (height <= 0)
    return;
  value = gtk_adjustment_get_value (active_adjustment (self));
  self->top_position = (guint) (value / height);
  self->top_offset = value - self->top_position * height;
  self->top_id = crm_record_list_get_id (self->list, self->top_position);
}

static void
scrolled_cb (GtkAdjustment *adjustment, CrmListView *self)
{
  if (adjustment != active_adjustment (self))
    return;
  remember_top (self);
  update_bottom (self);
}

static gboolean
focus_row (CrmListView *self, CrmId id)
{
  GtkWidget *cell = find_cell (self, id, NULL);
  GtkWidget *row = cell != NULL ? row_widget_of (cell) : NULL;

  return row != NULL && gtk_widget_grab_focus (row);
}

static gboolean
restore_scroll (CrmListView *self)
{
  GtkAdjustment *adjustment = active_adjustment (self);
  double height = row_height (self);
  int position = self->top_id != 0 ? crm_record_list_find (self->list, self->top_id) : -1;
  double value = 0;

  if (height <= 0)
    return FALSE;
  if (position < 0)
    position = (int) self->top_position;
  value = position * height + self->top_offset;
  gtk_adjustment_set_value (adjustment, value);
  return TRUE;
}

static gboolean
restore_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CrmListView *self = CRM_LIST_VIEW (widget);
  gboolean settled = ++self->restore_frames >= RESTORE_FRAMES;

  if (self->go_to_id != 0)
    {
      int position = crm_record_list_find (self->list, self->go_to_id);
      if (position >= 0)
        gtk_widget_activate_action (inner_list (self), "list.scroll-to-item", "u", position);
      if (position >= 0 && focus_row (self, self->go_to_id))
        {
          self->go_to_id = self->focus_id = 0;
          settled = TRUE;
        }
    }
  else if (restore_scroll (self))
    {
      if (self->focus_id == 0 || focus_row (self, self->focus_id))
        settled = settled || self->restore_frames >= 2;
    }
  if (!settled)
    return G_SOURCE_CONTINUE;
  self->restore_tick = 0;
  self->focus_id = 0;
  remember_top (self);
  update_bottom (self);
  return G_SOURCE_REMOVE;
}

static void
restore_soon (CrmListView *self)
{
  self->restore_frames = 0;
  if (self->restore_tick == 0)
    self->restore_tick =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), restore_tick_cb, NULL, NULL);
}

/* Runs before the lists see the change: theirs come through the selection model, connected later. */
static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, CrmListView *self)
{
  guint n = g_list_model_get_n_items (list);

  if (removed > 0 && n == 0)
    {
      self->focus_id = crm_list_view_get_cursor (self);
      self->cleared = TRUE;
    }
  else if (self->cleared && added == n)
    {
      self->cleared = FALSE;
      restore_soon (self);
    }
}

void
crm_list_view_scroll_to_top (CrmListView *self)
{
  self->top_id = self->focus_id = 0;
  self->top_position = 0;
  self->top_offset = 0;
  gtk_adjustment_set_value (active_adjustment (self), 0);
  restore_soon (self);
}

void
crm_list_view_go_to (CrmListView *self, CrmId id)
{
  self->go_to_id = id;
  restore_soon (self);
}

/* ---- factories ---- */

static void
forget_cell_cb (gpointer data, GObject *cell)
{
  g_hash_table_remove (data, cell);
}

static void
cell_renamed_cb (CrmListCell *cell, gint64 id, const char *text, CrmListView *self)
{
  g_signal_emit (self, signals[RENAMED], 0, id, text);
}

static void
keep_cell (CrmListView *self, GtkWidget *cell)
{
  g_hash_table_add (self->cells, cell);
  g_object_weak_ref (G_OBJECT (cell), forget_cell_cb, self->cells);
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  const CrmField *field = g_object_get_data (G_OBJECT (factory), "field");
  GtkWidget *cell = crm_list_cell_new (self->context, self->look, field);

  g_signal_connect_object (cell, "renamed", G_CALLBACK (cell_renamed_cb), self, 0);
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
make_check (GtkListItem *item)
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
  return box;
}

static void
setup_check_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  gtk_list_item_set_child (item, make_check (item));
}

/* The check box takes no room in a tiny window before something is selected. */
static void
arrange_narrow_row (CrmListView *self, GtkWidget *row)
{
  GtkWidget *check = gtk_widget_get_prev_sibling (row);
  gboolean selecting = gtk_widget_has_css_class (GTK_WIDGET (self), "selecting");

  crm_list_narrow_row_set_tiny (CRM_LIST_NARROW_ROW (row), self->is_tiny);
  if (check != NULL)
    gtk_widget_set_visible (check, !self->is_tiny || selecting);
}

static void
setup_narrow_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CrmListView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = crm_list_narrow_row_new (self->context, self->entity);

  gtk_widget_set_hexpand (row, TRUE);
  gtk_box_append (GTK_BOX (box), make_check (item));
  gtk_box_append (GTK_BOX (box), row);
  arrange_narrow_row (self, row);
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
  g_signal_emit (self, signals[SORT_CHANGED], 0);
}

static gboolean
save_cb (gpointer data)
{
  CrmListView *self = CRM_LIST_VIEW (data);

  self->save_source = 0;
  g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
save_soon (CrmListView *self)
{
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

static double
text_scale (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP (dpi / 1024.0 / 96.0, 0.5, 4.0) : 1.0;
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
    gtk_column_view_column_set_fixed_width (column, (int) (width * text_scale (GTK_WIDGET (self))));
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

static void
rebuild_columns (CrmListView *self)
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
  rebuild_columns (self);
}

void
crm_list_view_sort_by (CrmListView *self, const char *field_id, gboolean descending)
{
  const CrmField *field = field_id != NULL ? crm_entity_field (self->entity, field_id) : NULL;
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
  g_signal_emit (self, signals[SORT_CHANGED], 0);
}

/* ---- the rest of the interface ---- */

CrmListSelection *
crm_list_view_get_selection (CrmListView *self)
{
  return self->selection;
}

void
crm_list_view_set_narrow (CrmListView *self, gboolean narrow)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  CrmId focus = crm_list_view_get_cursor (self);

  if (self->is_narrow == narrow)
    return;
  gtk_widget_set_margin_bottom (self->is_narrow ? self->narrow_window : self->table_window, 0);
  self->is_narrow = narrow;
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), narrow ? NULL : model);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->narrow_list), narrow ? model : NULL);
  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               narrow ? self->narrow_window : self->table_window);
  self->focus_id = focus;
  self->top_offset = 0;
  restore_soon (self);
}

gboolean
crm_list_view_get_narrow (CrmListView *self)
{
  return self->is_narrow;
}

CrmId
crm_list_view_get_cursor (CrmListView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row_widget = NULL;
  CrmRow *row = NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, active_list (self)))
    return 0;
  row_widget = row_widget_of (focus);
  row = row_widget != NULL ? row_within (row_widget) : NULL;
  return row != NULL ? crm_row_get_id (row) : 0;
}

void
crm_list_view_focus (CrmListView *self)
{
  CrmId id = self->top_id != 0 ? self->top_id : crm_record_list_get_id (self->list, 0);

  if (crm_list_view_get_cursor (self) == 0 && !focus_row (self, id))
    gtk_widget_grab_focus (active_list (self));
}

gboolean
crm_list_view_get_row_area (CrmListView *self, CrmId id, GdkRectangle *area)
{
  GtkWidget *cell = find_cell (self, id, NULL);
  GtkWidget *row = cell != NULL ? row_widget_of (cell) : NULL;
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return FALSE;
  *area = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                          (int) bounds.size.height };
  return area->y + area->height > 0 && area->y < gtk_widget_get_height (GTK_WIDGET (self));
}

void
crm_list_view_rename (CrmListView *self, CrmId id)
{
  GtkWidget *cell = find_cell (self, id, self->entity->title);

  if (cell != NULL)
    crm_list_cell_begin_rename (CRM_LIST_CELL (cell));
}

void
crm_list_view_update_links (CrmListView *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (CRM_IS_LIST_NARROW_ROW (key))
        crm_list_narrow_row_update (key);
      else if (crm_list_cell_get_field (key)->kind == CRM_FIELD_LINK)
        crm_list_cell_update (key);
    }
}

void
crm_list_view_set_selecting (CrmListView *self, gboolean selecting)
{
  if (gtk_widget_has_css_class (GTK_WIDGET (self), "selecting") == selecting)
    return;
  if (selecting)
    gtk_widget_add_css_class (GTK_WIDGET (self), "selecting");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "selecting");
  self->bottom_room = selecting ? BOTTOM_ROOM : 0;
  if (self->tiny_source == 0)
    self->tiny_source = g_idle_add (tiny_cb, self);
  update_bottom (self);
}

static void
activate_cb (GtkWidget *list, guint position, CrmListView *self)
{
  CrmId id = crm_record_list_get_id (self->list, position);

  if (id != 0)
    g_signal_emit (self, signals[OPEN], 0, id);
}

static void
secondary_pressed_cb (GtkGestureClick *click, int n_press, double x, double y, CrmListView *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row_widget = picked != NULL ? row_widget_of (picked) : NULL;
  CrmRow *row = row_widget != NULL ? row_within (row_widget) : NULL;

  if (row == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (row_widget);
  g_signal_emit (self, signals[CONTEXT_MENU], 0, crm_row_get_id (row), x, y);
}

static gboolean
tiny_cb (gpointer data)
{
  CrmListView *self = CRM_LIST_VIEW (data);
  GHashTableIter iter;
  gpointer key;

  self->tiny_source = 0;
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (CRM_IS_LIST_NARROW_ROW (key))
      arrange_narrow_row (self, key);
  return G_SOURCE_REMOVE;
}

static void
crm_list_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CrmListView *self = CRM_LIST_VIEW (widget);
  gboolean tiny = width < TINY_WIDTH;

  gtk_widget_allocate (self->stack, width, height, baseline, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_present (GTK_POPOVER (child));
  if (tiny == self->is_tiny)
    return;
  self->is_tiny = tiny;
  if (self->tiny_source == 0)
    self->tiny_source = g_idle_add (tiny_cb, self);
}

static void
crm_list_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (CRM_LIST_VIEW (widget)->stack, orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static void
crm_list_view_dispose (GObject *object)
{
  CrmListView *self = CRM_LIST_VIEW (object);

  /* The sorter tells of changes while the view goes away. */
  g_clear_signal_handler (&self->sorter_handler, self->sorter);
  g_clear_object (&self->sorter);
  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->tiny_source, g_source_remove);
  if (self->restore_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->restore_tick);
  self->restore_tick = 0;
  self->building = TRUE;
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_list_view_parent_class)->dispose (object);
}

static void
crm_list_view_finalize (GObject *object)
{
  CrmListView *self = CRM_LIST_VIEW (object);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_object_weak_unref (key, forget_cell_cb, self->cells);
  g_hash_table_unref (self->cells);
  g_clear_pointer (&self->layout, crm_list_layout_free);
  G_OBJECT_CLASS (crm_list_view_parent_class)->finalize (object);
}

static void
crm_list_view_class_init (CrmListViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_list_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_list_view_finalize;
  signals[OPEN] = g_signal_new ("open", CRM_TYPE_LIST_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SORT_CHANGED] = g_signal_new ("sort-changed", CRM_TYPE_LIST_VIEW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LAYOUT_CHANGED] = g_signal_new ("layout-changed", CRM_TYPE_LIST_VIEW, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RENAMED] = g_signal_new ("renamed", CRM_TYPE_LIST_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  signals[CONTEXT_MENU] =
      g_signal_new ("context-menu", CRM_TYPE_LIST_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  GTK_WIDGET_CLASS (klass)->measure = crm_list_view_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = crm_list_view_size_allocate;
}

static void
crm_list_view_init (CrmListView *self)
{
  self->cells = g_hash_table_new (NULL, NULL);
}

static GtkWidget *
make_window (CrmListView *self, GtkWidget *list, const char *name)
{
  GtkWidget *window = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), list);
  gtk_widget_set_vexpand (window, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), window, name);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)), "value-changed",
                           G_CALLBACK (scrolled_cb), self, 0);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)), "changed",
                           G_CALLBACK (scrolled_cb), self, 0);
  g_signal_connect_object (list, "activate", G_CALLBACK (activate_cb), self, 0);
  return window;
}

static void
build (CrmListView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  const char *name = crm_entity_get_label_plural (self->entity);

  self->stack = gtk_stack_new ();
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));

  self->table = gtk_column_view_new (NULL);
  gtk_widget_add_css_class (self->table, "crm-table");
  gtk_column_view_set_reorderable (GTK_COLUMN_VIEW (self->table), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  self->table_window = make_window (self, self->table, "table");

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_narrow_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_narrow_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_narrow_cb), self, 0);
  self->narrow_list = gtk_list_view_new (NULL, factory);
  gtk_widget_add_css_class (self->narrow_list, "crm-narrow-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->narrow_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  self->narrow_window = make_window (self, self->narrow_list, "narrow");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->narrow_window), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (secondary), GTK_PHASE_CAPTURE);
  g_signal_connect (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));

  self->sorter = g_object_ref (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table)));
  self->sorter_handler =
      g_signal_connect (self->sorter, "changed", G_CALLBACK (sorter_changed_cb), self);
  g_signal_connect_object (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table)),
                           "items-changed", G_CALLBACK (columns_changed_cb), self, 0);
}

GtkWidget *
crm_list_view_new (CrmContext *context, const CrmEntity *entity, CrmRecordList *list)
{
  CrmListView *self = g_object_new (CRM_TYPE_LIST_VIEW, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->look = crm_list_look_for (entity);
  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  self->selection = crm_list_selection_new (list);
  self->layout = crm_list_layout_load (crm_context_get_settings (context), entity);
  build (self);
  rebuild_columns (self);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), GTK_SELECTION_MODEL (self->selection));
  return GTK_WIDGET (self);
}

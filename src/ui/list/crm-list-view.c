/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of a list page. Main thread.
 *
 * Invariants: each GtkScrolledWindow holds its list directly (or GTK creates every row); only the
 * visible one of the two lists has the model; `cells` are the widgets the factories made and not yet
 * tore down. After the list was cleared and filled, `top_id` and `focus_id` say what to go back to. */

#include "config.h"

#include "crm-list-view-private.h"

#include <glib/gi18n-lib.h>

#include "crm-list-cell.h"
#include "crm-list-narrow-row.h"

#define RESTORE_FRAMES 12
#define TINY_WIDTH     480
/* A record that was just created is in the list after its next refresh. */
#define GO_TO_SECONDS  5
/* Under the last row, for the floating bar, px. */
#define BOTTOM_ROOM    60
/* A list becomes long a few rows at a time, for as long as this in each frame. */
#define GROWTH_MS      8
#define GROWTH_ROWS    4
/* The lowest row, px. */
#define MIN_ROW_HEIGHT 30

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

static void
scroll_to (CrmListView *self, guint position)
{
  crm_list_growth_reach (self->rows, position);
  if (inner_list (self) != NULL)
    gtk_widget_activate_action (inner_list (self), "list.scroll-to-item", "u", position);
}

/* ---- growing long ---- */

static gboolean
growth_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CrmListView *self = CRM_LIST_VIEW (widget);
  gint64 end = g_get_monotonic_time () + GROWTH_MS * 1000;

  while (!crm_list_growth_is_whole (self->rows) && g_get_monotonic_time () < end)
    crm_list_growth_grow (self->rows, GROWTH_ROWS);
  if (!crm_list_growth_is_whole (self->rows))
    return G_SOURCE_CONTINUE;
  self->growth_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
whole_changed_cb (CrmListGrowth *rows, GParamSpec *pspec, CrmListView *self)
{
  if (!crm_list_growth_is_whole (rows) && self->growth_tick == 0)
    self->growth_tick =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), growth_tick_cb, NULL, NULL);
}

/* The first rows fill the window, so that no frame shows a part of them. */
static void
count_first_rows (CrmListView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  int width = 0, height = 0;

  if (!GTK_IS_WINDOW (root))
    return;
  gtk_window_get_default_size (GTK_WINDOW (root), &width, &height);
  height = MAX (height, gtk_widget_get_height (GTK_WIDGET (root)));
  crm_list_growth_set_first (self->rows, (guint) height / MIN_ROW_HEIGHT + 1);
}

/* Keys go to rows that may not be there yet: the last, those of the next page. */
static gboolean
key_pressed_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
                CrmListView *self)
{
  crm_list_growth_grow (self->rows, G_MAXINT);
  return GDK_EVENT_PROPAGATE;
}

static void
replacing_cb (CrmRecordList *list, CrmListView *self)
{
  crm_list_growth_begin_anew (self->rows);
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

  if (self->restore_tick != 0 || self->cleared || self->place_forgotten ||
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

/* A row that went away takes the keyboard focus with it, and with it every key of the window: its
 * neighbour gets it. Not when the person has moved on to something else. */
static gboolean
restore_focus (CrmListView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  CrmId id = self->focus_id;
  int position;

  if (focus != NULL && gtk_widget_get_mapped (focus) &&
      !gtk_widget_is_ancestor (focus, active_list (self)))
    return TRUE;
  if (n == 0)
    return TRUE;
  position = crm_record_list_find (self->list, id);
  if (position < 0)
    {
      position = (int) MIN (self->focus_position, n - 1);
      id = crm_record_list_get_id (self->list, (guint) position);
    }
  crm_list_growth_reach (self->rows, (guint) position);
  return focus_row (self, id);
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
  crm_list_growth_reach (self->rows, (guint) position);
  gtk_adjustment_set_value (adjustment, value);
  return TRUE;
}

static gboolean
restore_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CrmListView *self = CRM_LIST_VIEW (widget);
  gboolean settled;

  if (self->lays_out)
    {
      self->lays_out = FALSE;
      return G_SOURCE_CONTINUE;
    }
  settled = ++self->restore_frames >= RESTORE_FRAMES;
  if (self->go_to_id != 0)
    {
      int position = crm_record_list_find (self->list, self->go_to_id);
      if (position >= 0)
        scroll_to (self, (guint) position);
      if (position >= 0 && focus_row (self, self->go_to_id))
        {
          self->go_to_id = self->focus_id = 0;
          settled = TRUE;
        }
    }
  else if (self->keeps_scroll || restore_scroll (self))
    {
      if (self->focus_id == 0 || restore_focus (self))
        settled = settled || self->restore_frames >= 2;
    }
  if (!settled)
    return G_SOURCE_CONTINUE;
  if (self->focus_id != 0 && gtk_widget_get_mapped (active_list (self)) && !restore_focus (self))
    gtk_widget_grab_focus (active_list (self));
  self->restore_tick = 0;
  self->focus_id = 0;
  self->keeps_scroll = FALSE;
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

/* The new rows stand before the old ones, which go next: the widgets move to where they will be shown,
 * as making them anew takes ten times as long. */
static void
swapping_cb (CrmRecordList *list, guint n_new, CrmListView *self)
{
  int position = self->top_id != 0 ? crm_record_list_find (list, self->top_id) : -1;

  /* Found among the old ones. */
  if (position >= 0 && (guint) position >= n_new)
    position = -1;
  self->swapping = TRUE;
  restore_soon (self); /* first: it keeps what is remembered of the old place */
  scroll_to (self, (guint) MAX (position, 0));
}

/* Runs before the lists see the change: theirs come through the selection model, connected later. */
static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, CrmListView *self)
{
  guint n = g_list_model_get_n_items (list);
  CrmId cursor = removed > 0 ? crm_list_view_get_cursor (self) : 0;

  count_first_rows (self);
  if (cursor != 0)
    {
      int now = crm_record_list_find (self->list, cursor);
      self->focus_id = cursor;
      self->focus_position = now >= 0 ? (guint) now : position;
    }
  if (self->swapping)
    {
      self->swapping = self->keeps_scroll = FALSE;
      self->lays_out = TRUE;
      restore_soon (self);
    }
  else if (removed > 0 && n == 0)
    {
      self->cleared = TRUE;
      self->keeps_scroll = FALSE;
    }
  else if (cursor != 0 && !self->cleared)
    {
      self->keeps_scroll = TRUE;
      restore_soon (self);
    }
  else if (self->cleared && added == n)
    {
      self->cleared = FALSE;
      restore_soon (self);
    }
  if (self->go_to_id != 0 && g_get_monotonic_time () > self->go_to_until)
    self->go_to_id = 0;
  else if (self->go_to_id != 0 && added > 0)
    restore_soon (self);
}

void
crm_list_view_forget_place (CrmListView *self)
{
  self->top_id = 0;
  self->top_position = 0;
  self->top_offset = 0;
  self->place_forgotten = TRUE;
}

void
crm_list_view_scroll_to_top (CrmListView *self)
{
  self->place_forgotten = FALSE;
  self->top_id = self->focus_id = 0;
  self->keeps_scroll = FALSE;
  self->top_position = 0;
  self->top_offset = 0;
  /* Not by the adjustment: rows that were never laid out have no height to find a place by. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    scroll_to (self, 0);
  restore_soon (self);
}

void
crm_list_view_go_to (CrmListView *self, CrmId id)
{
  self->go_to_id = id;
  self->go_to_until = g_get_monotonic_time () + GO_TO_SECONDS * G_USEC_PER_SEC;
  restore_soon (self);
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
        crm_list_cell_update_soon (key);
    }
}

void
crm_list_view_set_selecting (CrmListView *self, gboolean selecting)
{
  GHashTableIter iter;
  gpointer check;

  if (self->is_selecting == selecting)
    return;
  self->is_selecting = selecting;
  /* On the boxes themselves: a class on the view would have every cell look up its style again. */
  g_hash_table_iter_init (&iter, self->checks);
  while (g_hash_table_iter_next (&iter, &check, NULL))
    {
      if (selecting)
        gtk_widget_add_css_class (check, "shown");
      else
        gtk_widget_remove_css_class (check, "shown");
    }
  self->bottom_room = selecting ? BOTTOM_ROOM : 0;
  if (self->is_tiny && self->tiny_source == 0)
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

static void
density_changed_cb (GSettings *settings, const char *key, CrmListView *self)
{
  g_autofree char *density = g_settings_get_string (settings, "density");
  GHashTableIter iter;
  gpointer cell;

  self->is_compact = g_str_equal (density, "compact");
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (CRM_IS_LIST_CELL (cell))
      crm_list_cell_show_avatar (cell, !self->is_compact);
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
      crm_list_view_arrange_narrow_row (self, key);
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
  if (self->growth_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growth_tick);
  self->growth_tick = 0;
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
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
    g_object_weak_unref (key, crm_list_view_forget_cell_cb, self->cells);
  g_hash_table_unref (self->cells);
  g_hash_table_iter_init (&iter, self->checks);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_object_weak_unref (key, crm_list_view_forget_cell_cb, self->checks);
  g_hash_table_unref (self->checks);
  g_clear_object (&self->fill);
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
  self->fill = crm_list_fill_new (GTK_WIDGET (self), crm_list_cell_write_cb);
  self->cells = g_hash_table_new (NULL, NULL);
  self->checks = g_hash_table_new (NULL, NULL);
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
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  const char *name = crm_entity_get_label_plural (self->entity);

  self->stack = gtk_stack_new ();
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));

  self->table = gtk_column_view_new (NULL);
  gtk_widget_add_css_class (self->table, "crm-table");
  gtk_column_view_set_reorderable (GTK_COLUMN_VIEW (self->table), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  self->table_window = make_window (self, self->table, "table");

  self->narrow_list = gtk_list_view_new (NULL, crm_list_view_create_narrow_factory (self));
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

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  crm_list_view_watch_columns (self);
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
  g_signal_connect_object (list, "swapping", G_CALLBACK (swapping_cb), self, 0);
  g_signal_connect_object (list, "replacing", G_CALLBACK (replacing_cb), self, 0);
  self->rows = crm_list_growth_new (G_LIST_MODEL (list));
  g_signal_connect_object (self->rows, "notify::whole", G_CALLBACK (whole_changed_cb), self, 0);
  self->selection = crm_list_selection_new (list, self->rows);
  self->layout = crm_list_layout_load (crm_context_get_settings (context), entity);
  g_signal_connect_object (crm_context_get_settings (context), "changed::density",
                           G_CALLBACK (density_changed_cb), self, 0);
  density_changed_cb (crm_context_get_settings (context), NULL, self);
  build (self);
  crm_list_view_rebuild_columns (self);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), GTK_SELECTION_MODEL (self->selection));
  return GTK_WIDGET (self);
}

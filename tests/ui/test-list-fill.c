/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cells of a list that are written later: those that can be seen before any frame shows them, the others
 * in the end, those that were taken out never. */

#include "config.h"

#include "crm-list-fill.h"
#include "crm-ui-test.h"

#define N_ROWS 500

typedef struct
{
  CrmListFill *fill;
  GtkWidget *window;
  GtkWidget *list;
  GHashTable *bound; /* GtkLabel */
  guint n_painted;   /* rows that a frame showed */
} Fixture;

static void
write_cb (GtkWidget *cell)
{
  gtk_label_set_text (GTK_LABEL (cell), g_object_get_data (G_OBJECT (cell), "wanted"));
}

static gboolean
is_right (GtkWidget *cell)
{
  return g_str_equal (gtk_label_get_text (GTK_LABEL (cell)),
                      g_object_get_data (G_OBJECT (cell), "wanted"));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Fixture *self)
{
  gtk_list_item_set_child (item, gtk_label_new (""));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Fixture *self)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  g_object_set_data_full (G_OBJECT (cell), "wanted", g_strdup (text), g_free);
  g_hash_table_add (self->bound, cell);
  crm_list_fill_add (self->fill, cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Fixture *self)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  g_hash_table_remove (self->bound, cell);
  crm_list_fill_remove (self->fill, cell);
}

static void
paint_cb (GdkFrameClock *clock, Fixture *self)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      graphene_rect_t area;

      if (!gtk_widget_get_mapped (cell) || !gtk_widget_compute_bounds (cell, self->list, &area) ||
          area.origin.y + area.size.height <= 0 ||
          area.origin.y >= (float) gtk_widget_get_height (self->list))
        continue;
      g_assert_true (is_right (cell));
      self->n_painted++;
    }
}

static void
set_up (Fixture *self)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *text = g_strdup_printf ("row %u", i);
      gtk_string_list_append (strings, text);
    }
  self->bound = g_hash_table_new (NULL, NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 300, 300);
  self->fill = crm_list_fill_new (scrolled, write_cb);
  self->list = gtk_list_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (strings))), factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_window_set_child (GTK_WINDOW (self->window), scrolled);
  gtk_widget_realize (self->window);
  g_signal_connect (gtk_widget_get_frame_clock (self->window), "paint", G_CALLBACK (paint_cb),
                    self);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->fill);
  g_hash_table_unref (self->bound);
}

static gboolean
is_painted (gpointer data)
{
  return ((Fixture *) data)->n_painted > 0;
}

static gboolean
is_written (gpointer data)
{
  Fixture *self = data;
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (crm_list_fill_contains (self->fill, cell) || !is_right (cell))
      return FALSE;
  return TRUE;
}

static void
test_written (void)
{
  Fixture self = { 0 };

  set_up (&self);
  crm_ui_test_wait_for (is_painted, &self);
  crm_ui_test_wait_for (is_written, &self);
  g_assert_cmpuint (g_hash_table_size (self.bound), >, 100);
  tear_down (&self);
}

/* A jump gives the widgets other rows: no frame shows those of before. */
static void
test_jump (void)
{
  Fixture self = { 0 };
  GtkAdjustment *adjustment;

  set_up (&self);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self.list));
  crm_ui_test_wait_for (is_painted, &self);
  for (int i = 1; i <= 4; i++)
    {
      self.n_painted = 0;
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * i / 5);
      crm_ui_test_wait_for (is_painted, &self);
    }
  crm_ui_test_wait_for (is_written, &self);
  tear_down (&self);
}

static void
test_removed (void)
{
  Fixture self = { 0 };
  g_autoptr (GtkWidget) out = g_object_ref_sink (gtk_label_new (""));

  set_up (&self);
  g_object_set_data (G_OBJECT (out), "wanted", "never");
  crm_list_fill_add (self.fill, out);
  g_assert_true (crm_list_fill_contains (self.fill, out));
  crm_list_fill_remove (self.fill, out);
  g_assert_false (crm_list_fill_contains (self.fill, out));
  crm_ui_test_wait_for (is_painted, &self);
  crm_ui_test_wait_for (is_written, &self);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (out)), ==, "");
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/list-fill/written", test_written);
  g_test_add_func ("/ui/list-fill/jump", test_jump);
  g_test_add_func ("/ui/list-fill/removed", test_removed);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which cells are still to be written; see the header. Main thread. A row is where it will be painted
 * once the frame clock's layout phase is over, so that is when what can be seen is known; what the
 * cells ask for then is laid out in the same phase, which GDK repeats. */

#include "crm-list-fill.h"

/* Before this, rows that nobody sees may get yet another record: it is on its way, or the person goes on. */
#define PAUSE_MS 60
/* Of those at once. */
#define SLICE_MS 4

struct _CrmListFill
{
  GObject parent_instance;
  CrmListFillFunc write;
  GHashTable *cells; /* GtkWidget, not owned */
  GdkFrameClock *clock;
  gulong layout_handler;
  guint source;
};

G_DEFINE_FINAL_TYPE (CrmListFill, crm_list_fill, G_TYPE_OBJECT)

static GtkWidget *
row_of (GtkWidget *cell)
{
  while (cell != NULL && !GTK_IS_LIST_VIEW (gtk_widget_get_parent (cell)))
    cell = gtk_widget_get_parent (cell);
  return cell;
}

static gboolean
can_be_seen (GtkWidget *cell)
{
  GtkWidget *row = gtk_widget_get_mapped (cell) ? row_of (cell) : NULL;
  GtkAllocation area;

  if (row == NULL)
    return FALSE;
  gtk_widget_get_allocation (row, &area);
  return area.y + area.height > 0 && area.y < gtk_widget_get_height (gtk_widget_get_parent (row));
}

static void
layout_cb (GdkFrameClock *clock, CrmListFill *self)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (can_be_seen (cell))
      {
        g_hash_table_iter_remove (&iter);
        self->write (cell);
      }
}

static gboolean
slice_cb (gpointer data)
{
  CrmListFill *self = data;
  gint64 end = g_get_monotonic_time () + SLICE_MS * 1000;
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_get_monotonic_time () < end && g_hash_table_iter_next (&iter, &cell, NULL))
    {
      g_hash_table_iter_remove (&iter);
      self->write (cell);
    }
  if (g_hash_table_size (self->cells) > 0)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
pause_over_cb (gpointer data)
{
  CrmListFill *self = data;

  self->source = g_idle_add_full (G_PRIORITY_LOW, slice_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

void
crm_list_fill_add (CrmListFill *self, GtkWidget *cell)
{
  g_return_if_fail (CRM_IS_LIST_FILL (self));
  g_hash_table_add (self->cells, cell);
  if (self->source == 0)
    self->source = g_timeout_add (PAUSE_MS, pause_over_cb, self);
  if (self->clock != NULL)
    gdk_frame_clock_request_phase (self->clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}

void
crm_list_fill_remove (CrmListFill *self, GtkWidget *cell)
{
  g_return_if_fail (CRM_IS_LIST_FILL (self));
  g_hash_table_remove (self->cells, cell);
}

gboolean
crm_list_fill_contains (CrmListFill *self, GtkWidget *cell)
{
  g_return_val_if_fail (CRM_IS_LIST_FILL (self), FALSE);
  return g_hash_table_contains (self->cells, cell);
}

static void
set_clock (CrmListFill *self, GdkFrameClock *clock)
{
  g_clear_signal_handler (&self->layout_handler, self->clock);
  g_set_object (&self->clock, clock);
  if (clock != NULL)
    self->layout_handler = g_signal_connect_after (clock, "layout", G_CALLBACK (layout_cb), self);
}

static void
realize_cb (GtkWidget *view, CrmListFill *self)
{
  set_clock (self, gtk_widget_get_frame_clock (view));
}

static void
unrealize_cb (GtkWidget *view, CrmListFill *self)
{
  set_clock (self, NULL);
}

static void
crm_list_fill_dispose (GObject *object)
{
  CrmListFill *self = CRM_LIST_FILL (object);

  set_clock (self, NULL);
  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (crm_list_fill_parent_class)->dispose (object);
}

static void
crm_list_fill_finalize (GObject *object)
{
  g_hash_table_unref (CRM_LIST_FILL (object)->cells);
  G_OBJECT_CLASS (crm_list_fill_parent_class)->finalize (object);
}

static void
crm_list_fill_class_init (CrmListFillClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_list_fill_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_list_fill_finalize;
}

static void
crm_list_fill_init (CrmListFill *self)
{
  self->cells = g_hash_table_new (NULL, NULL);
}

CrmListFill *
crm_list_fill_new (GtkWidget *view, CrmListFillFunc write)
{
  CrmListFill *self = g_object_new (CRM_TYPE_LIST_FILL, NULL);

  self->write = write;
  g_signal_connect_object (view, "realize", G_CALLBACK (realize_cb), self, G_CONNECT_AFTER);
  g_signal_connect_object (view, "unrealize", G_CALLBACK (unrealize_cb), self, 0);
  return self;
}

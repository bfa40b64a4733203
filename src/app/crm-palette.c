/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Go to anything. What is known here (pages, views, actions) is matched at once at each key; records
 * come from the store's reader and are put in when they arrive, while the rows before stay, so that
 * nothing blinks. An answer to an older text is dropped (`asked`). Main thread. */

#include "crm-palette.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "crm-palette-item.h"
#include "crm-palette-match.h"
#include "crm-palette-row.h"
#include "crm-palette-sources.h"
#include "crm-ui.h"

#define PALETTE_WIDTH 560

#define HITS_EACH    6
#define RECENT_MAX   6
#define SEARCHING_MS 300

struct _CrmPalette
{
  GtkWidget parent;

  CrmContext *context;
  CrmSidebar *sidebar;
  GPtrArray *known;  /* CrmPaletteItem: pages, views, actions */
  GPtrArray *hits;   /* CrmPaletteItem: records */
  GPtrArray *recent; /* CrmPaletteItem, newest first */
  GCancellable *search;
  char *asked; /* the text whose records are on their way, or NULL */
  guint searching_source;
  GtkWidget *focus_before;

  GtkWidget *clamp;
  GtkWidget *panel;
  GtkEditable *entry;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
  GtkLabel *nothing_label;
  GtkWidget *searching_label;
};

G_DEFINE_FINAL_TYPE (CrmPalette, crm_palette, GTK_TYPE_WIDGET)

/* ---- rows ---- */

static int
compare_score (gconstpointer a, gconstpointer b)
{
  const CrmPaletteItem *left = *(CrmPaletteItem *const *) a;
  const CrmPaletteItem *right = *(CrmPaletteItem *const *) b;

  if (left->enabled != right->enabled)
    return right->enabled - left->enabled;
  return right->score - left->score;
}

static void
add_row (CrmPalette *self, CrmPaletteItem *item, const char *typed)
{
  gtk_list_box_append (self->list, crm_palette_row_new (item, typed));
}

/* Items of one section stand together; sections in the order of their best item. */
static void
add_sorted (CrmPalette *self, GPtrArray *items, const char *typed)
{
  g_autoptr (GPtrArray) left = g_ptr_array_copy (items, NULL, NULL);

  g_ptr_array_sort (left, compare_score);
  while (left->len > 0)
    {
      CrmPaletteItem *first = g_ptr_array_index (left, 0);

      for (guint i = 0; i < left->len;)
        {
          CrmPaletteItem *item = g_ptr_array_index (left, i);

          if (g_strcmp0 (item->section, first->section) != 0)
            {
              i++;
              continue;
            }
          add_row (self, item, typed);
          g_ptr_array_remove_index (left, i);
        }
    }
}

static void
add_recent (CrmPalette *self)
{
  for (guint i = 0; i < self->recent->len; i++)
    {
      CrmPaletteItem *item = g_ptr_array_index (self->recent, i);
      g_autoptr (CrmPaletteItem) copy =
          crm_palette_item_new (_ ("Recent"), item->title, item->icon);

      copy->subtitle = g_strdup (item->subtitle);
      copy->keys = g_strdup (item->keys);
      copy->action = g_strdup (item->action);
      copy->id = item->id;
      add_row (self, copy, "");
    }
}

static gboolean
is_recent (CrmPalette *self, CrmPaletteItem *item)
{
  for (guint i = 0; i < self->recent->len; i++)
    if (crm_palette_item_same (g_ptr_array_index (self->recent, i), item))
      return TRUE;
  return FALSE;
}

/* What begins with the text stands above the records, what only holds it below them. */
static void
match_known (CrmPalette *self, const char *typed, GPtrArray *strong, GPtrArray *weak)
{
  gboolean all = *typed == '\0';

  for (guint i = 0; i < self->known->len; i++)
    {
      CrmPaletteItem *item = g_ptr_array_index (self->known, i);

      item->score = all ? (int) (self->known->len - i) : crm_palette_match (item->title, typed);
      if (item->score > 0 && (!all || (item->enabled && !is_recent (self, item))))
        g_ptr_array_add (
            all || (item->enabled && item->score >= CRM_PALETTE_STRONG) ? strong : weak, item);
    }
}

static void
show_rows (CrmPalette *self)
{
  g_autofree char *typed = g_strdup (gtk_editable_get_text (self->entry));
  g_autoptr (GPtrArray) strong = g_ptr_array_new ();
  g_autoptr (GPtrArray) weak = g_ptr_array_new ();
  GtkListBoxRow *row;

  g_strstrip (typed);
  match_known (self, typed, strong, weak);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  if (*typed == '\0')
    add_recent (self);
  add_sorted (self, strong, typed);
  if (*typed != '\0')
    for (guint i = 0; i < self->hits->len; i++)
      add_row (self, g_ptr_array_index (self->hits, i), typed);
  add_sorted (self, weak, typed);

  row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_list_box_select_row (self->list, row);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0.0);
  if (row == NULL && self->asked == NULL)
    {
      g_autofree char *words = g_strdup_printf (_ ("Nothing Found for “%s”"), typed);

      gtk_label_set_text (self->nothing_label, words);
      gtk_stack_set_visible_child_name (self->stack, "nothing");
    }
  else if (row != NULL)
    gtk_stack_set_visible_child_name (self->stack, "results");
}

/* ---- records ---- */

static gboolean
searching_cb (gpointer data)
{
  CrmPalette *self = data;

  self->searching_source = 0;
  gtk_widget_set_visible (self->searching_label, TRUE);
  return G_SOURCE_REMOVE;
}

static void
end_search (CrmPalette *self)
{
  g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  g_clear_pointer (&self->asked, g_free);
  g_clear_handle_id (&self->searching_source, g_source_remove);
  gtk_widget_set_visible (self->searching_label, FALSE);
}

static gpointer
read_hits (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_search_everywhere (reader, data, HITS_EACH, error);
}

static void
hits_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmPalette) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = crm_store_read_finish (CRM_STORE (source), result, &error);

  /* A cancelled search has a successor, or nobody looks any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, CRM_ERROR, CRM_ERROR_CANCELLED))
    return;
  end_search (self);
  g_ptr_array_set_size (self->hits, 0);
  if (hits != NULL)
    crm_palette_sources_add_hits (self->hits, hits);
  else
    g_message ("Search failed: %s", error->message);
  show_rows (self);
}

static void
search_records (CrmPalette *self)
{
  g_autofree char *typed = g_strdup (gtk_editable_get_text (self->entry));

  g_strstrip (typed);
  end_search (self);
  if (*typed == '\0' || self->context == NULL)
    {
      g_ptr_array_set_size (self->hits, 0);
      return;
    }
  self->asked = g_strdup (typed);
  self->search = g_cancellable_new ();
  self->searching_source = g_timeout_add (SEARCHING_MS, searching_cb, self);
  crm_store_read_async (crm_context_get_store (self->context), read_hits, g_strdup (typed), g_free,
                        (GDestroyNotify) g_ptr_array_unref, self->search, hits_read_cb,
                        g_object_ref (self));
}

static void
entry_changed_cb (CrmPalette *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  search_records (self);
  show_rows (self);
}

/* ---- choosing ---- */

static void
remember (CrmPalette *self, CrmPaletteItem *item)
{
  for (guint i = 0; i < self->recent->len; i++)
    if (crm_palette_item_same (g_ptr_array_index (self->recent, i), item))
      {
        g_ptr_array_remove_index (self->recent, i);
        break;
      }
  g_ptr_array_insert (self->recent, 0, g_object_ref (item));
  if (self->recent->len > RECENT_MAX)
    g_ptr_array_set_size (self->recent, RECENT_MAX);
}

static void
choose_row (CrmPalette *self, GtkListBoxRow *row)
{
  g_autoptr (CrmPaletteItem) item = g_object_ref (crm_palette_row_get_item (CRM_PALETTE_ROW (row)));
  g_autoptr (CrmContext) context = g_object_ref (self->context);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!item->enabled)
    return;
  crm_palette_close (self);
  remember (self, item);
  if (item->action != NULL)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      if (g_action_parse_detailed_name (item->action, &name, &target, NULL))
        gtk_widget_activate_action_variant (window, name, target);
    }
  else if (crm_entity_of_id (item->id) == crm_entity_lookup ("view"))
    crm_sidebar_choose_view (self->sidebar, item->id);
  else
    crm_context_go_record (context, item->id, NULL);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmPalette *self)
{
  choose_row (self, row);
}

static void
move_selection (CrmPalette *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int last = (int) crm_palette_get_n_rows (self) - 1;
  int index = row != NULL ? gtk_list_box_row_get_index (row) + by : 0;
  graphene_rect_t bounds;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  if (last < 0)
    return;
  /* One step past an end goes round; a page stops there. */
  if (by == 1 && index > last)
    index = 0;
  else if (by == -1 && index < 0)
    index = last;
  row = gtk_list_box_get_row_at_index (self->list, CLAMP (index, 0, last));
  gtk_list_box_select_row (self->list, row);
  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, MAX (bounds.origin.y - 6, 0),
                               bounds.origin.y + bounds.size.height + 6);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
                CrmPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  switch (key)
    {
    case GDK_KEY_Escape:
      crm_palette_close (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      move_selection (self, 8);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      move_selection (self, -8);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (row != NULL)
        choose_row (self, row);
      return GDK_EVENT_STOP;
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
      move_selection (self, key == GDK_KEY_Tab ? 1 : -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
outside_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, CrmPalette *self)
{
  graphene_rect_t panel;

  if (gtk_widget_compute_bounds (self->panel, GTK_WIDGET (self), &panel) &&
      !graphene_rect_contains_point (&panel, &GRAPHENE_POINT_INIT (x, y)))
    crm_palette_close (self);
}

/* ---- opening and closing ---- */

static void
open_palette (CrmPalette *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->context == NULL || root == NULL)
    return;
  g_set_weak_pointer (&self->focus_before, gtk_root_get_focus (root));
  g_ptr_array_set_size (self->known, 0);
  crm_palette_sources_add_known (self->known, GTK_WINDOW (root), self->sidebar);
  g_ptr_array_set_size (self->hits, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_editable_set_text (self->entry, "");
  show_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
crm_palette_close (CrmPalette *self)
{
  g_return_if_fail (CRM_IS_PALETTE (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  end_search (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->focus_before != NULL && gtk_widget_get_mapped (self->focus_before))
    gtk_widget_grab_focus (self->focus_before);
  g_clear_weak_pointer (&self->focus_before);
}

void
crm_palette_toggle (CrmPalette *self)
{
  g_return_if_fail (CRM_IS_PALETTE (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    crm_palette_close (self);
  else
    open_palette (self);
}

gboolean
crm_palette_get_open (CrmPalette *self)
{
  g_return_val_if_fail (CRM_IS_PALETTE (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self));
}

void
crm_palette_set_context (CrmPalette *self, CrmContext *context)
{
  g_return_if_fail (CRM_IS_PALETTE (self));

  crm_palette_close (self);
  g_set_object (&self->context, context);
  if (context == NULL)
    g_clear_weak_pointer (&self->sidebar);
  g_ptr_array_set_size (self->recent, 0);
}

void
crm_palette_set_sidebar (CrmPalette *self, CrmSidebar *sidebar)
{
  g_return_if_fail (CRM_IS_PALETTE (self));

  g_set_weak_pointer (&self->sidebar, sidebar);
}

/* ---- for tests ---- */

void
crm_palette_set_text (CrmPalette *self, const char *text)
{
  gtk_editable_set_text (self->entry, text);
}

guint
crm_palette_get_n_rows (CrmPalette *self)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (self->list, n) != NULL)
    n++;
  return n;
}

const char *
crm_palette_get_row_title (CrmPalette *self, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row != NULL ? crm_palette_row_get_item (CRM_PALETTE_ROW (row))->title : NULL;
}

void
crm_palette_choose (CrmPalette *self, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  g_return_if_fail (row != NULL);
  choose_row (self, row);
}

gboolean
crm_palette_is_searching (CrmPalette *self)
{
  return self->asked != NULL;
}

const char *
crm_palette_get_state (CrmPalette *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

/* ---- object ---- */

static void
crm_palette_dispose (GObject *object)
{
  CrmPalette *self = CRM_PALETTE (object);

  g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  g_clear_pointer (&self->asked, g_free);
  g_clear_handle_id (&self->searching_source, g_source_remove);
  g_clear_weak_pointer (&self->focus_before);
  g_clear_weak_pointer (&self->sidebar);
  g_clear_object (&self->context);
  g_clear_pointer (&self->clamp, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_palette_parent_class)->dispose (object);
}

static void
crm_palette_finalize (GObject *object)
{
  CrmPalette *self = CRM_PALETTE (object);

  g_ptr_array_unref (self->known);
  g_ptr_array_unref (self->hits);
  g_ptr_array_unref (self->recent);
  G_OBJECT_CLASS (crm_palette_parent_class)->finalize (object);
}

static void
crm_palette_class_init (CrmPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_palette_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_palette_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Crm/ui/crm-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, clamp);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, panel);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, list);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, searching_label);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
crm_palette_init (CrmPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *press = gtk_gesture_click_new ();

  self->known = g_ptr_array_new_with_free_func (g_object_unref);
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
  self->recent = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_clamp_set_maximum_size (ADW_CLAMP (self->clamp), crm_ui_scaled (PALETTE_WIDTH));
  gtk_list_box_set_header_func (self->list, crm_palette_row_update_header, NULL, NULL);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (press, "pressed", G_CALLBACK (outside_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The editor of one order. Main thread. A line without product and description is no line. */

#include "config.h"

#include "crm-order-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-order-line-row.h"
#include "crm-record-parts.h"
#include "crm-ui.h"

struct _CrmOrderWindow
{
  AdwWindow parent_instance;
  CrmContext *context;
  CrmRecord *order;  /* as it was; NULL: a new one */
  GPtrArray *before; /* CrmRecord, the stored lines */
  CrmId customer;
  char *currency;
  gboolean saving;

  GtkWidget *save_button;
  GtkWidget *number;
  GtkWidget *day;
  GtkWidget *kind;
  GtkWidget *status;
  GtkWidget *rows;
  GtkWidget *total;
  GtkWidget *problem;
};

G_DEFINE_FINAL_TYPE (CrmOrderWindow, crm_order_window, ADW_TYPE_WINDOW)

/* ---- reading what was typed ---- */

static gboolean
is_return (CrmOrderWindow *self)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind)) == 1;
}

static void
show_problem (CrmOrderWindow *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->problem), text != NULL ? text : "");
  gtk_widget_set_visible (self->problem, text != NULL);
}

static void
update_total (CrmOrderWindow *self)
{
  gint64 sum = 0;
  guint n = 0;
  g_autofree char *money = NULL;

  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (!crm_order_line_row_is_empty (CRM_ORDER_LINE_ROW (row)))
      {
        sum += crm_order_line_row_get_amount (CRM_ORDER_LINE_ROW (row));
        n++;
      }
  money = crm_format_money (is_return (self) ? -sum : sum, self->currency, FALSE);
  gtk_label_set_text (GTK_LABEL (self->total), money);
  gtk_widget_set_sensitive (self->save_button, n > 0 && !self->saving);
}

const char *
crm_order_window_get_total (CrmOrderWindow *self)
{
  g_return_val_if_fail (CRM_IS_ORDER_WINDOW (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->total));
}

const char *
crm_order_window_get_problem (CrmOrderWindow *self)
{
  g_return_val_if_fail (CRM_IS_ORDER_WINDOW (self), NULL);

  return gtk_widget_get_visible (self->problem) ? gtk_label_get_text (GTK_LABEL (self->problem))
                                                : NULL;
}

/* ---- lines ---- */

static void
row_removed_cb (CrmOrderLineRow *row, CrmOrderWindow *self)
{
  gtk_box_remove (GTK_BOX (self->rows), GTK_WIDGET (row));
  update_total (self);
}

static CrmOrderLineRow *
add_row (CrmOrderWindow *self, CrmRecord *line)
{
  GtkWidget *row = crm_order_line_row_new (self->context, self->currency, line);

  g_signal_connect_object (row, "changed", G_CALLBACK (update_total), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (row_removed_cb), self, 0);
  gtk_box_append (GTK_BOX (self->rows), row);
  return CRM_ORDER_LINE_ROW (row);
}

static void
add_clicked_cb (CrmOrderWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (add_row (self, NULL)));
}

void
crm_order_window_fill (CrmOrderWindow *self, guint line, const char *description,
                       const char *quantity, const char *price, const char *discount)
{
  GtkWidget *row;

  g_return_if_fail (CRM_IS_ORDER_WINDOW (self));

  row = gtk_widget_get_first_child (self->rows);
  for (guint i = 0; i < line; i++)
    {
      row = row != NULL ? gtk_widget_get_next_sibling (row) : NULL;
      if (row == NULL)
        row = GTK_WIDGET (add_row (self, NULL));
    }
  crm_order_line_row_fill (CRM_ORDER_LINE_ROW (row), description, quantity, price, discount);
}

/* ---- saving ---- */

static void
saved_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  g_autoptr (CrmOrderWindow) self = data;

  self->saving = FALSE;
  if (self->context == NULL)
    return;
  if (error == NULL)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  show_problem (self, error->message);
  update_total (self);
}

static gboolean
read_head (CrmOrderWindow *self, CrmRecord *order, GError **error)
{
  static const char *const kinds[] = { "sale", "return" };
  const CrmEnum *statuses = crm_enum_lookup ("order-status");
  const CrmField *field = crm_entity_field (&crm_entity_order, "day");
  g_auto (CrmValue) day = CRM_VALUE_INIT;

  if (!crm_field_parse (field, NULL, gtk_editable_get_text (GTK_EDITABLE (self->day)), &day,
                        error) ||
      !crm_field_validate (field, &day, error))
    return FALSE;
  crm_record_set_value (order, (guint) (field - crm_entity_order.fields), &day);
  crm_record_set_text (order, "number", gtk_editable_get_text (GTK_EDITABLE (self->number)));
  crm_record_set_text (order, "kind", kinds[is_return (self)]);
  crm_record_set_text (
      order, "status",
      statuses->values[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->status))].code);
  return TRUE;
}

/* Updates what stays, inserts what is new, deletes what is gone. */
static gboolean
add_lines (CrmOrderWindow *self, CrmChangeset *changes, CrmId order, GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      CrmOrderLineRow *line = CRM_ORDER_LINE_ROW (row);
      CrmRecord *before = crm_order_line_row_get_line (line);
      g_autoptr (CrmRecord) now = NULL;

      if (crm_order_line_row_is_empty (line))
        continue;
      now = crm_order_line_row_read (line, is_return (self), error);
      if (now == NULL)
        return FALSE;
      crm_record_set_int (now, "order", order);
      if (before == NULL)
        {
          crm_changeset_insert (changes, now);
          continue;
        }
      crm_changeset_diff (changes, before, now);
      g_hash_table_add (kept, before);
    }
  for (guint i = 0; self->before != NULL && i < self->before->len; i++)
    {
      CrmRecord *line = g_ptr_array_index (self->before, i);

      if (!g_hash_table_contains (kept, line))
        crm_changeset_delete (changes, &crm_entity_order_line, crm_record_get_id (line));
    }
  return TRUE;
}

void
crm_order_window_save (CrmOrderWindow *self)
{
  g_autoptr (CrmRecord) order = NULL;
  g_autoptr (CrmChangeset) changes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;
  CrmId id;

  g_return_if_fail (CRM_IS_ORDER_WINDOW (self));

  if (self->saving)
    return;
  order = self->order != NULL ? crm_record_copy (self->order) : crm_record_new (&crm_entity_order);
  changes =
      crm_changeset_new (self->order != NULL ? CRM_VERB_EDIT : CRM_VERB_CREATE, &crm_entity_order);
  if (!read_head (self, order, &error))
    {
      show_problem (self, error->message);
      return;
    }
  if (self->order == NULL)
    {
      CrmId actor = crm_store_get_actor (crm_context_get_store (self->context));

      crm_record_set_int (order, "customer", self->customer);
      crm_record_set_text (order, "currency", self->currency);
      if (actor != 0)
        crm_record_set_int (order, "owner", actor);
      id = crm_changeset_insert (changes, order);
    }
  else
    {
      id = crm_record_get_id (order);
      crm_changeset_diff (changes, self->order, order);
    }
  if (!add_lines (self, changes, id, &error))
    {
      show_problem (self, error->message);
      return;
    }
  self->saving = TRUE;
  show_problem (self, NULL);
  update_total (self);
  done = g_strdup_printf (_ ("%s saved"), crm_record_get_title (order));
  crm_context_save (self->context, changes, done, saved_cb, g_object_ref (self));
}

/* ---- the number ---- */

static gpointer
read_number (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *prefix = data;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader, "SELECT max (number) FROM sales_order WHERE number >= ?1 AND number < ?1 || '~'",
      error);
  gint64 last = 0;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_text (stmt, 1, prefix, -1, SQLITE_STATIC);
  if (crm_reader_step (reader, stmt, NULL) && sqlite3_column_text (stmt, 0) != NULL)
    last =
        g_ascii_strtoll ((const char *) sqlite3_column_text (stmt, 0) + strlen (prefix), NULL, 10);
  sqlite3_reset (stmt);
  return g_strdup_printf ("%s%05d", prefix, (int) last + 1);
}

static void
number_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmOrderWindow) self = data;
  g_autofree char *number = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (number != NULL && self->context != NULL &&
      *gtk_editable_get_text (GTK_EDITABLE (self->number)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->number), number);
}

static void
suggest_number (CrmOrderWindow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  crm_store_read_async (crm_context_get_store (self->context), read_number,
                        g_date_time_format (now, is_return (self) ? "RE-%y%m%d-" : "SO-%y%m%d-"),
                        g_free, g_free, NULL, number_read_cb, g_object_ref (self));
}

/* ---- building ---- */

static void
day_chosen_cb (gint64 day, gpointer data)
{
  CrmOrderWindow *self = data;
  CrmValue value = crm_value_int (day);
  g_autofree char *text =
      crm_field_to_text (crm_entity_field (&crm_entity_order, "day"), NULL, &value);

  gtk_editable_set_text (GTK_EDITABLE (self->day), text);
}

static GtkWidget *
make_choice (const char *name)
{
  const CrmEnum *choices = crm_enum_lookup (name);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < choices->n_values; i++)
    gtk_string_list_append (labels, crm_enum_label (choices, choices->values[i].code));
  return gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
}

static GtkWidget *
put (GtkWidget *grid, int column, const char *label, GtkWidget *widget)
{
  gtk_grid_attach (GTK_GRID (grid), crm_record_label (label, "crm-caption"), column, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), widget, column, 1, 1, 1);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return widget;
}

static GtkWidget *
build_head (CrmOrderWindow *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *day = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  self->number = put (grid, 0, _ ("Number"), gtk_entry_new ());
  self->day = gtk_entry_new ();
  gtk_widget_set_hexpand (self->day, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->day), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Date"), -1);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->day), 11);
  gtk_widget_add_css_class (day, "linked");
  gtk_box_append (GTK_BOX (day), self->day);
  gtk_box_append (GTK_BOX (day), crm_record_day_button ("crm-calendar-symbolic", _ ("Choose a Day"),
                                                        day_chosen_cb, self));
  put (grid, 1, _ ("Date"), day);
  self->kind = put (grid, 2, _ ("Kind"), make_choice ("order-kind"));
  self->status = put (grid, 3, _ ("Status"), make_choice ("order-status"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->status), 1);
  g_signal_connect_object (self->kind, "notify::selected", G_CALLBACK (update_total), self,
                           G_CONNECT_SWAPPED);
  return grid;
}

static GtkWidget *
build_foot (CrmOrderWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *add = crm_record_text_button ("crm-add-symbolic", _ ("Add Line"));
  GtkWidget *word = crm_record_label (_ ("Total"), "crm-label");

  g_signal_connect_object (add, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (add, "flat");
  gtk_widget_set_hexpand (word, TRUE);
  gtk_label_set_xalign (GTK_LABEL (word), 1);
  self->total = crm_record_label (NULL, "crm-figure");
  gtk_box_append (GTK_BOX (box), add);
  gtk_box_append (GTK_BOX (box), word);
  gtk_box_append (GTK_BOX (box), self->total);
  return box;
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        CrmOrderWindow *self)
{
  if (key == GDK_KEY_Escape)
    gtk_window_close (GTK_WINDOW (self));
  else if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && (state & GDK_CONTROL_MASK))
    crm_order_window_save (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
build (CrmOrderWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->save_button = gtk_button_new_with_mnemonic (_ ("_Save"));
  gtk_widget_add_css_class (self->save_button, "suggested-action");
  gtk_widget_set_tooltip_text (self->save_button, _ ("Save (Ctrl+Enter)"));
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (crm_order_window_save), self,
                           G_CONNECT_SWAPPED);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save_button);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->problem = crm_record_label (NULL, "crm-problem");
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->rows);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (body), build_head (self));
  gtk_box_append (GTK_BOX (body), crm_record_heading (C_ ("order", "Lines"), NULL));
  gtk_box_append (GTK_BOX (body), scroller);
  gtk_box_append (GTK_BOX (body), self->problem);
  gtk_box_append (GTK_BOX (body), build_foot (self));
  gtk_widget_add_css_class (body, "crm-order-body");
  gtk_box_append (GTK_BOX (outer), header);
  gtk_box_append (GTK_BOX (outer), body);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
crm_order_window_dispose (GObject *object)
{
  CrmOrderWindow *self = CRM_ORDER_WINDOW (object);

  g_clear_object (&self->order);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_object (&self->context);
  g_clear_pointer (&self->currency, g_free);
  G_OBJECT_CLASS (crm_order_window_parent_class)->dispose (object);
}

static void
crm_order_window_class_init (CrmOrderWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_order_window_dispose;
}

static void
crm_order_window_init (CrmOrderWindow *self)
{
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 780, 480);
  crm_ui_scale_window (GTK_WINDOW (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-order-window");
}

static CrmOrderWindow *
make (CrmContext *context)
{
  CrmOrderWindow *self = g_object_new (CRM_TYPE_ORDER_WINDOW, NULL);

  self->context = g_object_ref (context);
  self->currency = g_strdup (crm_context_get_currency (context));
  build (self);
  return self;
}

GtkWindow *
crm_order_window_new (CrmContext *context, CrmId customer, gboolean returned)
{
  CrmOrderWindow *self = make (context);

  self->customer = customer;
  gtk_window_set_title (GTK_WINDOW (self), returned ? _ ("New Return") : _ ("New Order"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind), returned ? 1 : 0);
  day_chosen_cb (crm_day_today (), self);
  suggest_number (self);
  gtk_widget_grab_focus (GTK_WIDGET (add_row (self, NULL)));
  update_total (self);
  return GTK_WINDOW (self);
}

GtkWindow *
crm_order_window_new_for (CrmContext *context, CrmRecord *order, GPtrArray *lines)
{
  CrmOrderWindow *self = make (context);
  const char *currency = crm_record_get_text (order, "currency");
  const CrmEnum *statuses = crm_enum_lookup ("order-status");

  self->order = g_object_ref (order);
  self->before = g_ptr_array_ref (lines);
  self->customer = crm_record_get_link (order, "customer");
  if (currency != NULL)
    {
      g_free (self->currency);
      self->currency = g_strdup (currency);
    }
  gtk_window_set_title (GTK_WINDOW (self), crm_record_get_title (order));
  gtk_editable_set_text (GTK_EDITABLE (self->number), crm_record_get_text (order, "number") != NULL
                                                          ? crm_record_get_text (order, "number")
                                                          : "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind),
                              g_strcmp0 (crm_record_get_text (order, "kind"), "return") == 0);
  for (guint i = 0; i < statuses->n_values; i++)
    if (g_strcmp0 (statuses->values[i].code, crm_record_get_text (order, "status")) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->status), i);
  day_chosen_cb (crm_record_get_int (order, "day"), self);
  for (guint i = 0; i < lines->len; i++)
    add_row (self, g_ptr_array_index (lines, i));
  update_total (self);
  return GTK_WINDOW (self);
}

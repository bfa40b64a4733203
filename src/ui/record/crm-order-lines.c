/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an order consists of. Main thread. */

#include "config.h"

#include "crm-order-lines.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-format.h"
#include "crm-order-window.h"
#include "crm-record-parts.h"
#include "crm-ui.h"

struct _CrmOrderLines
{
  GtkBox parent_instance;
  CrmContext *context;
  CrmRecord *order;
  GPtrArray *lines;
  GtkWidget *list;
  GtkWidget *nothing;
  GtkWidget *edit;
};

G_DEFINE_FINAL_TYPE (CrmOrderLines, crm_order_lines, GTK_TYPE_BOX)

static const char *
currency_of (CrmOrderLines *self)
{
  const char *own = crm_record_get_text (self->order, "currency");

  return own != NULL ? own : crm_context_get_currency (self->context);
}

static GtkWidget *
make_number (const char *text, int width)
{
  GtkWidget *label = crm_record_label (text, "crm-table-text");

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_size_request (label, crm_ui_scaled (width), -1);
  gtk_widget_add_css_class (label, "crm-number");
  return label;
}

static void
add_row (CrmOrderLines *self, const char *what, const char *quantity, const char *price,
         const char *discount, const char *amount, CrmId product)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = crm_record_label (what, "crm-table-text");
  CrmId *id = g_new (CrmId, 1);

  *id = product;
  gtk_widget_set_hexpand (name, TRUE);
  if (product == 0)
    gtk_widget_add_css_class (line, "crm-strong");
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), make_number (quantity, 60));
  gtk_box_append (GTK_BOX (line), make_number (price, 90));
  gtk_box_append (GTK_BOX (line), make_number (discount, 60));
  gtk_box_append (GTK_BOX (line), make_number (amount, 110));
  gtk_widget_add_css_class (line, "crm-property-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), product != 0);
  gtk_widget_add_css_class (row, "crm-property");
  g_object_set_data_full (G_OBJECT (row), "product", id, g_free);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
add_line (CrmOrderLines *self, CrmRecord *line)
{
  const char *currency = currency_of (self);
  CrmId product = crm_record_get_link (line, "product");
  const char *title = crm_context_link_title (self->context, product);
  const char *description = crm_record_get_text (line, "description");
  double discount = crm_record_get_real (line, "discount");
  g_autofree char *quantity = crm_format_decimal (crm_record_get_real (line, "quantity"), 3);
  g_autofree char *price = crm_format_price (crm_record_get_real (line, "unit-price"), currency);
  g_autofree char *less =
      isnan (discount) || discount == 0 ? g_strdup ("") : crm_format_percent (discount, 1);
  g_autofree char *amount = crm_format_money (crm_record_get_int (line, "amount"), currency, FALSE);

  add_row (self,
           description != NULL ? description
           : title != NULL     ? title
                               : "…",
           quantity, price, less, amount, product);
}

static void
draw (CrmOrderLines *self)
{
  gint64 sum = 0;
  g_autofree char *total = NULL;

  crm_record_clear (self->list);
  add_row (self, _ ("Product"), _ ("Quantity"), _ ("Unit price"), _ ("Discount"), _ ("Amount"), 0);
  gtk_widget_add_css_class (gtk_widget_get_first_child (self->list), "crm-column-heads");
  for (guint i = 0; i < self->lines->len; i++)
    {
      add_line (self, g_ptr_array_index (self->lines, i));
      sum += crm_record_get_int (g_ptr_array_index (self->lines, i), "amount");
    }
  gtk_widget_set_visible (self->list, self->lines->len > 0);
  gtk_widget_set_visible (self->nothing, self->lines->len == 0);
  if (self->lines->len == 0)
    return;
  total = crm_format_money (sum, currency_of (self), FALSE);
  add_row (self, _ ("Total"), "", "", "", total, 0);
}

void
crm_order_lines_set_data (CrmOrderLines *self, const CrmRecordData *data)
{
  g_return_if_fail (CRM_IS_ORDER_LINES (self));
  g_return_if_fail (data->lines != NULL);

  g_set_object (&self->order, data->record);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  self->lines = g_ptr_array_ref (data->lines);
  gtk_widget_set_sensitive (self->edit, !crm_record_is_deleted (data->record));
  draw (self);
}

static void
titles_changed_cb (CrmContext *context, CrmOrderLines *self)
{
  if (self->lines != NULL)
    draw (self);
}

static void
edit_cb (CrmOrderLines *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *window = crm_order_window_new_for (self->context, self->order, self->lines);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (window, GTK_WINDOW (root));
  gtk_window_present (window);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmOrderLines *self)
{
  const CrmId *id = g_object_get_data (G_OBJECT (row), "product");

  if (*id != 0)
    crm_context_go_record (self->context, *id, NULL);
}

static void
crm_order_lines_dispose (GObject *object)
{
  CrmOrderLines *self = CRM_ORDER_LINES (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_object (&self->order);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_order_lines_parent_class)->dispose (object);
}

static void
crm_order_lines_class_init (CrmOrderLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_order_lines_dispose;
}

static void
crm_order_lines_init (CrmOrderLines *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->edit = crm_record_icon_button ("crm-edit-symbolic", _ ("Edit Lines"));
  self->list = crm_record_list (C_ ("order", "Lines"));
  self->nothing = crm_record_label (_ ("No lines yet."), "crm-nothing");
  gtk_box_append (GTK_BOX (self), crm_record_heading (C_ ("order", "Lines"), self->edit));
  gtk_box_append (GTK_BOX (self), self->list);
  gtk_box_append (GTK_BOX (self), self->nothing);
  g_signal_connect_object (self->edit, "clicked", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
}

GtkWidget *
crm_order_lines_new (CrmContext *context)
{
  CrmOrderLines *self = g_object_new (CRM_TYPE_ORDER_LINES, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  return GTK_WIDGET (self);
}

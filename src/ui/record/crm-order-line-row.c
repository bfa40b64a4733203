/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of an order being edited. Main thread. */

#include "config.h"

#include "crm-order-line-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-entities.h"
#include "crm-error.h"
#include "crm-format.h"
#include "crm-record-parts.h"
#include "crm-ui.h"
#include "crm-value-picker.h"

struct _CrmOrderLineRow
{
  GtkBox parent_instance;
  CrmContext *context;
  char *currency;
  CrmRecord *line;
  GtkWidget *product;
  GtkWidget *description;
  GtkWidget *quantity;
  GtkWidget *price;
  GtkWidget *discount;
  GtkWidget *amount;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmOrderLineRow, crm_order_line_row, GTK_TYPE_BOX)

static CrmId
product_of (CrmOrderLineRow *self)
{
  const char *const *values = crm_value_picker_get_values (CRM_VALUE_PICKER (self->product));

  return values[0] != NULL ? g_ascii_strtoll (values[0], NULL, 10) : 0;
}

gboolean
crm_order_line_row_is_empty (CrmOrderLineRow *self)
{
  g_return_val_if_fail (CRM_IS_ORDER_LINE_ROW (self), TRUE);

  return product_of (self) == 0 &&
         *gtk_editable_get_text (GTK_EDITABLE (self->description)) == '\0';
}

CrmRecord *
crm_order_line_row_get_line (CrmOrderLineRow *self)
{
  g_return_val_if_fail (CRM_IS_ORDER_LINE_ROW (self), NULL);

  return self->line;
}

static gboolean
read_entry (GtkWidget *entry, const char *field_id, CrmValue *value, GError **error)
{
  const CrmField *field = crm_entity_field (&crm_entity_order_line, field_id);
  gboolean ok =
      crm_field_parse (field, NULL, gtk_editable_get_text (GTK_EDITABLE (entry)), value, error) &&
      crm_field_validate (field, value, error);

  /* What is still to be typed is wrong only when one wants to save. */
  if (ok || (error == NULL && *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0'))
    gtk_widget_remove_css_class (entry, "error");
  else
    gtk_widget_add_css_class (entry, "error");
  return ok;
}

static double
number_of (const CrmValue *value)
{
  double number = crm_value_get_real (value);

  return isnan (number) ? 0 : number;
}

CrmRecord *
crm_order_line_row_read (CrmOrderLineRow *self, gboolean is_return, GError **error)
{
  g_auto (CrmValue) quantity = CRM_VALUE_INIT;
  g_auto (CrmValue) price = CRM_VALUE_INIT;
  g_auto (CrmValue) discount = CRM_VALUE_INIT;
  g_autoptr (CrmRecord) line = NULL;
  const char *description;
  gboolean ok;

  g_return_val_if_fail (CRM_IS_ORDER_LINE_ROW (self), NULL);

  /* All three are looked at, so that each is marked by itself; the first problem is told. */
  ok = read_entry (self->quantity, "quantity", &quantity, error);
  ok = read_entry (self->price, "unit-price", &price, ok ? error : NULL) && ok;
  ok = read_entry (self->discount, "discount", &discount, ok ? error : NULL) && ok;
  if (!ok)
    return NULL;
  if (number_of (&discount) < 0 || number_of (&discount) > 100)
    {
      gtk_widget_add_css_class (self->discount, "error");
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID,
                           _ ("A discount is between 0 and 100 %."));
      return NULL;
    }
  line =
      self->line != NULL ? crm_record_copy (self->line) : crm_record_new (&crm_entity_order_line);
  description = gtk_editable_get_text (GTK_EDITABLE (self->description));
  crm_record_set_text (line, "description", *description != '\0' ? description : NULL);
  if (product_of (self) != 0)
    crm_record_set_int (line, "product", product_of (self));
  crm_record_set_real (line, "quantity",
                       is_return ? -fabs (number_of (&quantity)) : number_of (&quantity));
  crm_record_set_real (line, "unit-price", number_of (&price));
  crm_record_set_real (line, "discount", number_of (&discount) == 0 ? NAN : number_of (&discount));
  return g_steal_pointer (&line);
}

gint64
crm_order_line_row_get_amount (CrmOrderLineRow *self)
{
  g_autoptr (CrmRecord) line = NULL;

  g_return_val_if_fail (CRM_IS_ORDER_LINE_ROW (self), 0);

  line = crm_order_line_row_read (self, FALSE, NULL);
  if (line == NULL)
    return 0;
  return crm_line_amount (crm_record_get_real (line, "quantity"),
                          crm_record_get_real (line, "unit-price"),
                          crm_record_get_real (line, "discount"), self->currency);
}

static void
changed_cb (CrmOrderLineRow *self)
{
  g_autofree char *text =
      crm_format_money_number (crm_order_line_row_get_amount (self), self->currency, FALSE);

  gtk_label_set_text (GTK_LABEL (self->amount), text);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- the product's price ---- */

static gpointer
read_product (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_reader_load (reader, &crm_entity_product, *(CrmId *) data, error);
}

static gboolean
is_in_currency (CrmOrderLineRow *self, CrmRecord *product)
{
  const char *own = crm_record_get_text (product, "currency");

  return g_str_equal (own != NULL ? own : crm_context_get_currency (self->context), self->currency);
}

static void
product_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmOrderLineRow) self = data;
  g_autoptr (CrmRecord) product = crm_store_read_finish (CRM_STORE (source), result, NULL);
  gint64 price;

  if (product == NULL || self->context == NULL || crm_record_get_id (product) != product_of (self))
    return;
  price = crm_record_get_int (product, "list-price");
  /* A price in another currency than the order's would be a wrong one. */
  if (price != CRM_NULL_INT && is_in_currency (self, product))
    {
      int digits = crm_currency_digits (self->currency);
      g_autofree char *text = g_strdup_printf ("%.*f", digits, (double) price / pow (10, digits));

      gtk_editable_set_text (GTK_EDITABLE (self->price), text);
    }
  gtk_widget_grab_focus (self->quantity);
}

static void
product_changed_cb (CrmOrderLineRow *self)
{
  CrmId id = product_of (self);

  if (id != 0)
    crm_store_read_async (crm_context_get_store (self->context), read_product,
                          g_memdup2 (&id, sizeof id), g_free, g_object_unref, NULL, product_read_cb,
                          g_object_ref (self));
  changed_cb (self);
}

/* ---- building ---- */

static void
removed_cb (CrmOrderLineRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static GtkWidget *
add_entry (CrmOrderLineRow *self, const char *name, int width, gboolean number)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), name);
  gtk_widget_set_tooltip_text (entry, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (number)
    {
      gtk_entry_set_alignment (GTK_ENTRY (entry), 1);
      gtk_widget_add_css_class (entry, "crm-number");
    }
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), entry);
  return entry;
}

void
crm_order_line_row_fill (CrmOrderLineRow *self, const char *description, const char *quantity,
                         const char *price, const char *discount)
{
  g_return_if_fail (CRM_IS_ORDER_LINE_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->description), description);
  gtk_editable_set_text (GTK_EDITABLE (self->quantity), quantity);
  gtk_editable_set_text (GTK_EDITABLE (self->price), price);
  gtk_editable_set_text (GTK_EDITABLE (self->discount), discount);
}

static char *
machine_text (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return isnan (number) ? g_strdup ("")
                        : g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", number));
}

static void
show_line (CrmOrderLineRow *self)
{
  CrmId product = crm_record_get_link (self->line, "product");
  const char *description = crm_record_get_text (self->line, "description");
  g_autofree char *quantity = machine_text (fabs (crm_record_get_real (self->line, "quantity")));
  g_autofree char *price = machine_text (crm_record_get_real (self->line, "unit-price"));
  g_autofree char *discount = machine_text (crm_record_get_real (self->line, "discount"));

  if (product != 0)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, product);
      const char *values[] = { id, NULL };

      crm_value_picker_set_values (CRM_VALUE_PICKER (self->product), values);
    }
  crm_order_line_row_fill (self, description != NULL ? description : "", quantity, price, discount);
}

static void
build (CrmOrderLineRow *self)
{
  GtkWidget *remove = crm_record_icon_button ("crm-close-symbolic", _ ("Remove Line"));

  self->product =
      crm_value_picker_new (self->context, &crm_entity_order_line,
                            crm_entity_field (&crm_entity_order_line, "product"), FALSE);
  gtk_widget_set_hexpand (self->product, TRUE);
  gtk_widget_set_tooltip_text (self->product, _ ("Product"));
  self->amount = crm_record_label (NULL, "crm-number");
  gtk_label_set_xalign (GTK_LABEL (self->amount), 1);
  gtk_widget_set_size_request (self->amount, crm_ui_scaled (96), -1);
  gtk_box_append (GTK_BOX (self), self->product);
  self->description = add_entry (self, _ ("Description"), 16, FALSE);
  self->quantity = add_entry (self, _ ("Quantity"), 7, TRUE);
  self->price = add_entry (self, _ ("Unit price"), 9, TRUE);
  self->discount = add_entry (self, _ ("Discount, %"), 6, TRUE);
  gtk_widget_set_hexpand (self->description, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->quantity), "1");
  gtk_box_append (GTK_BOX (self), self->amount);
  gtk_box_append (GTK_BOX (self), remove);
  g_signal_connect_object (self->product, "changed", G_CALLBACK (product_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
}

static gboolean
crm_order_line_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
crm_order_line_row_dispose (GObject *object)
{
  CrmOrderLineRow *self = CRM_ORDER_LINE_ROW (object);

  g_clear_object (&self->line);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_order_line_row_parent_class)->dispose (object);
}

static void
crm_order_line_row_finalize (GObject *object)
{
  g_free (CRM_ORDER_LINE_ROW (object)->currency);
  G_OBJECT_CLASS (crm_order_line_row_parent_class)->finalize (object);
}

static void
crm_order_line_row_class_init (CrmOrderLineRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_order_line_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_order_line_row_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_order_line_row_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_ORDER_LINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", CRM_TYPE_ORDER_LINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_order_line_row_init (CrmOrderLineRow *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

GtkWidget *
crm_order_line_row_new (CrmContext *context, const char *currency, CrmRecord *line)
{
  CrmOrderLineRow *self = g_object_new (CRM_TYPE_ORDER_LINE_ROW, NULL);

  self->context = g_object_ref (context);
  self->currency = g_strdup (currency);
  g_set_object (&self->line, line);
  build (self);
  if (line != NULL)
    show_line (self);
  changed_cb (self);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows that are order lines. Lines of one document and customer make an order; its lines with a
 * negative quantity, and all lines of a cancelled document, make a return. A document that is in the database is
 * not imported again. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-entities.h"
#include "crm-import-private.h"

static const char *
text_of (CrmImport *self, const char *target)
{
  const CrmValue *value = crm_import_value (self, target);

  return value != NULL ? crm_value_get_text (value) : NULL;
}

static CrmId
create_customer (CrmImport *self, const char *code, const char *name)
{
  const CrmValue *country = crm_import_value (self, "country");
  CrmId id = 0;
  CrmChange *change = crm_import_add (self, CRM_OP_INSERT, &crm_entity_customer, &id);
  g_autofree char *made = name == NULL ? g_strdup_printf (_ ("Customer %s"), code) : NULL;

  crm_import_set (change, "name", crm_value_text (name != NULL ? name : made));
  crm_import_set (change, "code", crm_value_text (code));
  crm_import_set (change, "kind", crm_value_text ("organization"));
  crm_import_set (change, "lifecycle-stage", crm_value_text ("customer"));
  if (country != NULL)
    crm_import_set (change, "country", crm_value_copy (country));
  self->report->customers++;
  return id;
}

/* 0 with a reason if there is none. */
static CrmId
find_customer (CrmImport *self, const char **key, const char **reason)
{
  const char *code = text_of (self, "customer"), *name = text_of (self, "customer-name");
  guint64 hash;
  CrmId id;

  *key = code != NULL ? code : name;
  if (*key == NULL)
    {
      *reason = _ ("no customer");
      return 0;
    }
  hash = crm_import_hash (code != NULL ? "code" : "name", *key, NULL);
  id = crm_id_map_get (self->customers, hash);
  if (id == 0)
    id = crm_import_find_customer (self, code, name);
  if (id == 0 && self->plan->create_customers)
    id = create_customer (self, code, name);
  if (id == 0)
    *reason = _ ("unknown customer");
  else
    crm_id_map_set (self->customers, hash, id);
  return id;
}

static CrmId
find_product (CrmImport *self)
{
  const char *code = text_of (self, "product"), *name = text_of (self, "product-name");
  const CrmValue *price = crm_import_value (self, "unit-price");
  guint64 hash;
  CrmId id;
  CrmChange *change;

  if (code == NULL && name == NULL)
    return 0;
  hash = crm_import_hash (code != NULL ? "code" : "name", code != NULL ? code : name, NULL);
  id = crm_id_map_get (self->products, hash);
  if (id != 0)
    return id;
  id = crm_import_find (
      self,
      code != NULL ? "SELECT id FROM product WHERE code = ?1 AND deleted_at IS NULL LIMIT 1"
                   : "SELECT id FROM product WHERE name = ?1 AND deleted_at IS NULL LIMIT 1",
      code != NULL ? code : name);
  if (id == 0)
    {
      change = crm_import_add (self, CRM_OP_INSERT, &crm_entity_product, &id);
      crm_import_set (change, "name", crm_value_text (name != NULL ? name : code));
      crm_import_set (change, "code", crm_value_text (code));
      crm_import_set (change, "kind", crm_value_text ("good"));
      crm_import_set (change, "active", crm_value_int (1));
      if (price != NULL && price->r > 0)
        {
          crm_import_set (change, "list-price",
                          crm_value_int (crm_line_amount (1, price->r, 0, self->context.currency)));
          crm_import_set (change, "currency", crm_value_text (text_of (self, "currency")));
        }
      self->report->products++;
    }
  crm_id_map_set (self->products, hash, id);
  return id;
}

/* "C536379": a cancelled document; also by a status column. */
static gboolean
is_cancelled (CrmImport *self, const char *number)
{
  const char *status = text_of (self, "status");

  return (number[0] == 'C' && g_ascii_isdigit (number[1])) || g_strcmp0 (status, "canceled") == 0;
}

static CrmId
find_order (CrmImport *self, const char *number, const char *customer_key, CrmId customer,
            gboolean back)
{
  /* A document is in one currency; what stands in another one under its number is an order of its own. */
  guint64 hash = crm_import_hash (number, customer_key, back ? "return" : "sale",
                                  self->context.currency, NULL);
  CrmId id = crm_id_map_get (self->orders, hash);
  static const char *const kept[] = { "day", "currency", "channel", "external-ref" };
  CrmChange *change;

  if (id != 0)
    return id;
  change = crm_import_add (self, CRM_OP_INSERT, &crm_entity_order, &id);
  crm_import_set (change, "number", crm_value_text (number));
  crm_import_set (change, "customer", crm_value_int (customer));
  crm_import_set (change, "kind", crm_value_text (back ? "return" : "sale"));
  crm_import_set (change, "status", crm_value_text ("fulfilled"));
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const CrmValue *value = crm_import_value (self, kept[i]);

      if (value != NULL)
        crm_import_set (change, kept[i], crm_value_copy (value));
    }
  crm_id_map_set (self->orders, hash, id);
  self->report->created++;
  self->report->returns += back;
  return id;
}

/* Was the document there before this import? */
static gboolean
is_known (CrmImport *self, const char *number)
{
  guint64 hash;
  CrmId known;

  if (!self->any_orders)
    return FALSE;
  hash = crm_import_hash (number, NULL);
  known = crm_id_map_get (self->documents, hash);
  if (known == 0)
    {
      known =
          crm_import_find (
              self, "SELECT id FROM sales_order WHERE number = ?1 AND deleted_at IS NULL LIMIT 1",
              number) != 0
              ? 2
              : 1;
      crm_id_map_set (self->documents, hash, known);
    }
  return known == 2;
}

gboolean
crm_import_take_transaction (CrmImport *self, const CrmCsvRow *row, GError **error)
{
  const char *number = text_of (self, "number"), *customer_key = NULL, *reason = NULL;
  const CrmValue *quantity = crm_import_value (self, "quantity"),
                 *price = crm_import_value (self, "unit-price");
  const CrmValue *day = crm_import_value (self, "day"),
                 *discount = crm_import_value (self, "discount");
  CrmId customer, order, product, line = 0;
  gboolean back;
  CrmChange *change;

  (void) error;
  if (number == NULL)
    reason = _ ("no document number");
  else if (day == NULL)
    reason = _ ("no date");
  else if (quantity == NULL || price == NULL)
    reason = _ ("no quantity or price");
  else if (quantity->r == 0)
    reason = _ ("quantity is zero");
  else if (!crm_line_amount_fits (quantity->r, price->r))
    reason = _ ("quantity × price is too large an amount");
  if (reason == NULL && is_known (self, number))
    {
      self->report->unchanged++;
      return TRUE;
    }
  customer = reason == NULL ? find_customer (self, &customer_key, &reason) : 0;
  if (customer == 0)
    {
      crm_import_refuse (self, row, -1, reason);
      return TRUE;
    }
  back = quantity->r < 0 || is_cancelled (self, number);
  order = find_order (self, number, customer_key, customer, back);
  product = find_product (self);
  change = crm_import_add (self, CRM_OP_INSERT, &crm_entity_order_line, &line);
  crm_import_set (change, "order", crm_value_int (order));
  if (product != 0)
    crm_import_set (change, "product", crm_value_int (product));
  crm_import_set (change, "quantity", crm_value_real (back ? -fabs (quantity->r) : quantity->r));
  crm_import_set (change, "unit-price", crm_value_copy (price));
  if (discount != NULL)
    crm_import_set (change, "discount", crm_value_copy (discount));
  self->report->lines++;
  return TRUE;
}

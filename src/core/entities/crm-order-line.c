/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "order",       CRM_FIELD_LINK,    CRM_FIELD_REQUIRED | CRM_FIELD_OWNED | CRM_FIELD_INDEXED, N_ ("Order"), "order" },
  { "product",     CRM_FIELD_LINK,    CRM_FIELD_INDEXED,  N_ ("Product"),     "product" },
  { "description", CRM_FIELD_TEXT,    CRM_FIELD_NONE,     N_ ("Description"), NULL },
  { "quantity",    CRM_FIELD_DECIMAL, CRM_FIELD_REQUIRED, N_ ("Quantity"),    NULL },
  { "unit-price",  CRM_FIELD_DECIMAL, CRM_FIELD_REQUIRED, N_ ("Unit price"),  NULL },
  { "discount",    CRM_FIELD_PERCENT, CRM_FIELD_NONE,     N_ ("Discount"),    NULL },
  { "amount",      CRM_FIELD_MONEY,   CRM_FIELD_DERIVED,  N_ ("Amount"),      "order" },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_order_line_get_type (void);

const CrmEntity crm_entity_order_line = {
  .name = "order-line",
  .table = "order_line",
  .code = 7,
  .flags = CRM_ENTITY_INTERNAL,
  .label = N_ ("Order line"),
  .label_plural = N_ ("Order lines"),
  .title = "description",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_order_line_get_type,
  .count = { NP_ ("%s order line", "%s order lines") },
};

CRM_DEFINE_RECORD (CrmOrderLine, crm_order_line, crm_entity_order_line)

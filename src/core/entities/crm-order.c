/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "number",       CRM_FIELD_TEXT,      CRM_FIELD_SEARCH | CRM_FIELD_INDEXED, N_ ("Number"),      NULL },
  { "customer",     CRM_FIELD_LINK,      CRM_FIELD_REQUIRED | CRM_FIELD_OWNED | CRM_FIELD_INDEXED, N_ ("Customer"), "customer" },
  { "contact",      CRM_FIELD_LINK,      CRM_FIELD_INDEXED,                    N_ ("Contact"),     "contact" },
  { "day",          CRM_FIELD_DAY,       CRM_FIELD_REQUIRED | CRM_FIELD_INDEXED, N_ ("Date"),      NULL },
  { "kind",         CRM_FIELD_ENUM,      CRM_FIELD_REQUIRED,                   N_ ("Kind"),        "order-kind" },
  { "status",       CRM_FIELD_ENUM,      CRM_FIELD_REQUIRED,                   N_ ("Status"),      "order-status" },
  { "channel",      CRM_FIELD_TEXT,      CRM_FIELD_NONE,                       N_ ("Channel"),     NULL },
  { "currency",     CRM_FIELD_ENUM,      CRM_FIELD_NONE,                       N_ ("Currency"),    "currency" },
  { "external-ref", CRM_FIELD_TEXT,      CRM_FIELD_NONE,                       N_ ("Reference"),   NULL },
  { "owner",        CRM_FIELD_LINK,      CRM_FIELD_NONE,                       N_ ("Owner"),       "user" },
  { "description",  CRM_FIELD_LONG_TEXT, CRM_FIELD_NONE,                       N_ ("Description"), NULL },
  { "custom",       CRM_FIELD_JSON,      CRM_FIELD_NONE,                       N_ ("Own fields"),  NULL },
  { "amount",       CRM_FIELD_MONEY,     CRM_FIELD_DERIVED,                    N_ ("Amount"),      "currency" },
  { "base-amount",  CRM_FIELD_MONEY,     CRM_FIELD_DERIVED | CRM_FIELD_SUMMABLE, N_ ("Amount in base currency"), NULL },
  { "line-count",   CRM_FIELD_INTEGER,   CRM_FIELD_DERIVED,                    N_ ("Lines"),       NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_order_get_type (void);

const CrmEntity crm_entity_order = {
  .name = "order",
  .table = "sales_order",
  .code = 6,
  .flags = CRM_ENTITY_NONE,
  .label = N_ ("Order"),
  .label_plural = N_ ("Orders"),
  .title = "number",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_order_get_type,
  .count = { NP_ ("%s order", "%s orders") },
};

CRM_DEFINE_RECORD (CrmOrder, crm_order, crm_entity_order)

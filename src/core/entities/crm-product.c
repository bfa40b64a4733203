/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",        CRM_FIELD_TEXT,      CRM_FIELD_REQUIRED | CRM_FIELD_SEARCH, N_ ("Name"),        NULL },
  { "code",        CRM_FIELD_TEXT,      CRM_FIELD_SEARCH | CRM_FIELD_INDEXED,  N_ ("Number"),      NULL },
  { "category",    CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Category"),    NULL },
  { "unit",        CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Unit"),        NULL },
  { "kind",        CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Kind"),        "product-kind" },
  { "list-price",  CRM_FIELD_MONEY,     CRM_FIELD_NONE,                        N_ ("List price"),  "currency" },
  { "cost",        CRM_FIELD_MONEY,     CRM_FIELD_NONE,                        N_ ("Cost"),        "currency" },
  { "currency",    CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Currency"),    "currency" },
  { "tax-rate",    CRM_FIELD_PERCENT,   CRM_FIELD_NONE,                        N_ ("Tax rate"),    NULL },
  { "active",      CRM_FIELD_BOOLEAN,   CRM_FIELD_NONE,                        N_ ("Active"),      NULL },
  { "description", CRM_FIELD_LONG_TEXT, CRM_FIELD_NONE,                        N_ ("Description"), NULL },
  { "custom",      CRM_FIELD_JSON,      CRM_FIELD_NONE,                        N_ ("Own fields"),  NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_product_get_type (void);

const CrmEntity crm_entity_product = {
  .name = "product",
  .table = "product",
  .code = 5,
  .flags = CRM_ENTITY_NONE,
  .label = N_ ("Product"),
  .label_plural = N_ ("Products"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_product_get_type,
  .count = { NP_ ("%s product", "%s products") },
};

CRM_DEFINE_RECORD (CrmProduct, crm_product, crm_entity_product)

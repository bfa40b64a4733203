/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",            CRM_FIELD_TEXT,      CRM_FIELD_REQUIRED | CRM_FIELD_SEARCH, N_ ("Name"),           NULL },
  { "kind",            CRM_FIELD_ENUM,      CRM_FIELD_REQUIRED,                    N_ ("Kind"),           "customer-kind" },
  { "short-name",      CRM_FIELD_TEXT,      CRM_FIELD_SEARCH,                      N_ ("Short name"),     NULL },
  { "code",            CRM_FIELD_TEXT,      CRM_FIELD_SEARCH | CRM_FIELD_INDEXED,  N_ ("Number"),         NULL },
  { "lifecycle-stage", CRM_FIELD_ENUM,      CRM_FIELD_INDEXED,                     N_ ("Stage"),          "lifecycle-stage" },
  { "level",           CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Level"),          "customer-level" },
  { "rating",          CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Rating"),         "rating" },
  { "type",            CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Type"),           "customer-type" },
  { "industry",        CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Industry"),       NULL },
  { "source",          CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Source"),         "source" },
  { "phone",           CRM_FIELD_PHONE,     CRM_FIELD_SEARCH,                      N_ ("Phone"),          NULL },
  { "email",           CRM_FIELD_EMAIL,     CRM_FIELD_SEARCH,                      N_ ("E-mail"),         NULL },
  { "website",         CRM_FIELD_URL,       CRM_FIELD_NONE,                        N_ ("Website"),        NULL },
  { "country",         CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Country"),        NULL },
  { "province",        CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Province"),       NULL },
  { "city",            CRM_FIELD_TEXT,      CRM_FIELD_SEARCH,                      N_ ("City"),           NULL },
  { "street",          CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Street"),         NULL },
  { "postcode",        CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Postcode"),       NULL },
  { "tax-no",          CRM_FIELD_TEXT,      CRM_FIELD_SEARCH,                      N_ ("Tax number"),     NULL },
  { "employees",       CRM_FIELD_INTEGER,   CRM_FIELD_NONE,                        N_ ("Employees"),      NULL },
  { "annual-revenue",  CRM_FIELD_MONEY,     CRM_FIELD_NONE,                        N_ ("Annual revenue"), "currency" },
  { "currency",        CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Currency"),       "currency" },
  { "parent",          CRM_FIELD_LINK,      CRM_FIELD_INDEXED,                     N_ ("Parent"),         "customer" },
  { "owner",           CRM_FIELD_LINK,      CRM_FIELD_INDEXED,                     N_ ("Owner"),          "user" },
  { "next-follow-up",  CRM_FIELD_DAY,       CRM_FIELD_INDEXED,                     N_ ("Next follow-up"), NULL },
  { "tags",            CRM_FIELD_LIST,      CRM_FIELD_SEARCH,                      N_ ("Tags"),           "tag" },
  { "description",     CRM_FIELD_LONG_TEXT, CRM_FIELD_NONE,                        N_ ("Description"),    NULL },
  { "custom",          CRM_FIELD_JSON,      CRM_FIELD_NONE,                        N_ ("Own fields"),     NULL },
  { "order-count",     CRM_FIELD_INTEGER,   CRM_FIELD_DERIVED | CRM_FIELD_SUMMABLE, N_ ("Orders"),        NULL },
  { "order-sum",       CRM_FIELD_MONEY,     CRM_FIELD_DERIVED | CRM_FIELD_INDEXED | CRM_FIELD_SUMMABLE, N_ ("Lifetime value"), NULL },
  { "return-count",    CRM_FIELD_INTEGER,   CRM_FIELD_DERIVED,                     N_ ("Returns"),        NULL },
  { "return-sum",      CRM_FIELD_MONEY,     CRM_FIELD_DERIVED | CRM_FIELD_SUMMABLE, N_ ("Value returned"), NULL },
  { "unrated-count",   CRM_FIELD_INTEGER,   CRM_FIELD_DERIVED,                     N_ ("Orders without exchange rate"), NULL },
  { "first-order",     CRM_FIELD_DAY,       CRM_FIELD_DERIVED,                     N_ ("First order"),    NULL },
  { "last-order",      CRM_FIELD_DAY,       CRM_FIELD_DERIVED | CRM_FIELD_INDEXED, N_ ("Last order"),     NULL },
  { "mean-interval",   CRM_FIELD_DECIMAL,   CRM_FIELD_DERIVED,                     N_ ("Days between orders"), NULL },
  { "last-activity",   CRM_FIELD_INSTANT,   CRM_FIELD_DERIVED,                     N_ ("Last contact"),   NULL },
  { "segment",         CRM_FIELD_LINK,      CRM_FIELD_DERIVED | CRM_FIELD_INDEXED, N_ ("Segment"),        "segment" },
  { "name-sort",       CRM_FIELD_TEXT,      CRM_FIELD_DERIVED | CRM_FIELD_HIDDEN,  N_ ("Sort key"),       NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_customer_get_type (void);

const CrmEntity crm_entity_customer = {
  .name = "customer",
  .table = "customer",
  .code = 2,
  .flags = CRM_ENTITY_NONE,
  .label = N_ ("Customer"),
  .label_plural = N_ ("Customers"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_customer_get_type,
  .count = { NP_ ("%s customer", "%s customers") },
};

CRM_DEFINE_RECORD (CrmCustomer, crm_customer, crm_entity_customer)

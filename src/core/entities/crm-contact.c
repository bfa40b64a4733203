/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",         CRM_FIELD_TEXT,      CRM_FIELD_REQUIRED | CRM_FIELD_SEARCH, N_ ("Name"),          NULL },
  { "family-name",  CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Family name"),   NULL },
  { "given-name",   CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Given name"),    NULL },
  { "salutation",   CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Salutation"),    NULL },
  { "gender",       CRM_FIELD_ENUM,      CRM_FIELD_NONE,                        N_ ("Gender"),        "gender" },
  { "birthday",     CRM_FIELD_DAY,       CRM_FIELD_NONE,                        N_ ("Birthday"),      NULL },
  { "job-title",    CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Job title"),     NULL },
  { "email",        CRM_FIELD_EMAIL,     CRM_FIELD_SEARCH | CRM_FIELD_INDEXED,  N_ ("E-mail"),        NULL },
  { "phone",        CRM_FIELD_PHONE,     CRM_FIELD_SEARCH,                      N_ ("Phone"),         NULL },
  { "mobile",       CRM_FIELD_PHONE,     CRM_FIELD_SEARCH | CRM_FIELD_INDEXED,  N_ ("Mobile"),        NULL },
  { "wechat",       CRM_FIELD_TEXT,      CRM_FIELD_SEARCH,                      N_ ("WeChat"),        NULL },
  { "language",     CRM_FIELD_TEXT,      CRM_FIELD_NONE,                        N_ ("Language"),      NULL },
  { "do-not-call",  CRM_FIELD_BOOLEAN,   CRM_FIELD_NONE,                        N_ ("Do not call"),   NULL },
  { "do-not-email", CRM_FIELD_BOOLEAN,   CRM_FIELD_NONE,                        N_ ("Do not e-mail"), NULL },
  { "owner",        CRM_FIELD_LINK,      CRM_FIELD_INDEXED,                     N_ ("Owner"),         "user" },
  { "description",  CRM_FIELD_LONG_TEXT, CRM_FIELD_NONE,                        N_ ("Description"),   NULL },
  { "tags",         CRM_FIELD_LIST,      CRM_FIELD_SEARCH,                      N_ ("Tags"),          "tag" },
  { "custom",       CRM_FIELD_JSON,      CRM_FIELD_NONE,                        N_ ("Own fields"),    NULL },
  { "customer",     CRM_FIELD_LINK,      CRM_FIELD_DERIVED | CRM_FIELD_INDEXED, N_ ("Customer"),      "customer" },
  { "name-sort",    CRM_FIELD_TEXT,      CRM_FIELD_DERIVED | CRM_FIELD_HIDDEN,  N_ ("Sort key"),      NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_contact_record_get_type (void);

const CrmEntity crm_entity_contact = {
  .name = "contact",
  .table = "contact",
  .code = 3,
  .flags = CRM_ENTITY_NONE,
  .label = N_ ("Contact"),
  .label_plural = N_ ("Contacts"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_contact_record_get_type,
  .count = { NP_ ("%s contact", "%s contacts") },
};

CRM_DEFINE_RECORD (CrmContactRecord, crm_contact_record, crm_entity_contact)

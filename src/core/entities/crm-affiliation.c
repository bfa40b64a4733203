/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "customer",          CRM_FIELD_LINK,    CRM_FIELD_REQUIRED | CRM_FIELD_OWNED | CRM_FIELD_INDEXED, N_ ("Customer"), "customer" },
  { "contact",           CRM_FIELD_LINK,    CRM_FIELD_REQUIRED | CRM_FIELD_OWNED | CRM_FIELD_INDEXED, N_ ("Contact"),  "contact" },
  { "role",              CRM_FIELD_ENUM,    CRM_FIELD_NONE, N_ ("Role"),           "contact-role" },
  { "job-title",         CRM_FIELD_TEXT,    CRM_FIELD_NONE, N_ ("Job title"),      NULL },
  { "department",        CRM_FIELD_TEXT,    CRM_FIELD_NONE, N_ ("Department"),     NULL },
  { "is-primary",        CRM_FIELD_BOOLEAN, CRM_FIELD_NONE, N_ ("Main contact"),   NULL },
  { "is-decision-maker", CRM_FIELD_BOOLEAN, CRM_FIELD_NONE, N_ ("Decides"),        NULL },
  { "from-day",          CRM_FIELD_DAY,     CRM_FIELD_NONE, N_ ("From"),           NULL },
  { "to-day",            CRM_FIELD_DAY,     CRM_FIELD_NONE, N_ ("Until"),          NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_affiliation_get_type (void);

const CrmEntity crm_entity_affiliation = {
  .name = "affiliation",
  .table = "affiliation",
  .code = 4,
  .flags = CRM_ENTITY_INTERNAL,
  .label = N_ ("Affiliation"),
  .label_plural = N_ ("Affiliations"),
  .title = "role",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_affiliation_get_type,
  .count = { NP_ ("%s affiliation", "%s affiliations") },
};

CRM_DEFINE_RECORD (CrmAffiliation, crm_affiliation, crm_entity_affiliation)

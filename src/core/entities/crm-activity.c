/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "kind",      CRM_FIELD_ENUM,      CRM_FIELD_REQUIRED | CRM_FIELD_INDEXED, N_ ("Kind"),        "activity-kind" },
  { "subject",   CRM_FIELD_TEXT,      CRM_FIELD_REQUIRED | CRM_FIELD_SEARCH,  N_ ("Subject"),     NULL },
  { "body",      CRM_FIELD_LONG_TEXT, CRM_FIELD_NONE,                         N_ ("Notes"),       NULL },
  { "customer",  CRM_FIELD_LINK,      CRM_FIELD_OWNED | CRM_FIELD_INDEXED,    N_ ("Customer"),    "customer" },
  { "contact",   CRM_FIELD_LINK,      CRM_FIELD_INDEXED,                      N_ ("Contact"),     "contact" },
  { "owner",     CRM_FIELD_LINK,      CRM_FIELD_NONE,                         N_ ("Owner"),       "user" },
  { "start",     CRM_FIELD_INSTANT,   CRM_FIELD_INDEXED,                      N_ ("When"),        NULL },
  { "end",       CRM_FIELD_INSTANT,   CRM_FIELD_NONE,                         N_ ("Until"),       NULL },
  { "due",       CRM_FIELD_DAY,       CRM_FIELD_INDEXED,                      N_ ("Due"),         NULL },
  { "status",    CRM_FIELD_ENUM,      CRM_FIELD_NONE,                         N_ ("Status"),      "activity-status" },
  { "priority",  CRM_FIELD_ENUM,      CRM_FIELD_NONE,                         N_ ("Priority"),    "priority" },
  { "direction", CRM_FIELD_ENUM,      CRM_FIELD_NONE,                         N_ ("Direction"),   "direction" },
  { "outcome",   CRM_FIELD_ENUM,      CRM_FIELD_NONE,                         N_ ("Outcome"),     "call-outcome" },
  { "duration",  CRM_FIELD_INTEGER,   CRM_FIELD_NONE,                         N_ ("Minutes"),     NULL },
  { "place",     CRM_FIELD_TEXT,      CRM_FIELD_NONE,                         N_ ("Place"),       NULL },
  { "done-at",   CRM_FIELD_INSTANT,   CRM_FIELD_NONE,                         N_ ("Done"),        NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_activity_get_type (void);

const CrmEntity crm_entity_activity = {
  .name = "activity",
  .table = "activity",
  .code = 8,
  .flags = CRM_ENTITY_NONE,
  .label = N_ ("Activity"),
  .label_plural = N_ ("Activities"),
  .title = "subject",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_activity_get_type,
  .count = { NP_ ("%s activity", "%s activities") },
};

CRM_DEFINE_RECORD (CrmActivity, crm_activity, crm_entity_activity)

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",       CRM_FIELD_TEXT,    CRM_FIELD_REQUIRED, N_ ("Name"),       NULL },
  { "entity",     CRM_FIELD_TEXT,    CRM_FIELD_REQUIRED, N_ ("Shows"),      NULL },
  { "filter",     CRM_FIELD_JSON,    CRM_FIELD_NONE,     N_ ("Filter"),     NULL },
  { "columns",    CRM_FIELD_TEXT,    CRM_FIELD_NONE,     N_ ("Columns"),    NULL },
  { "sort",       CRM_FIELD_TEXT,    CRM_FIELD_NONE,     N_ ("Sorted by"),  NULL },
  { "descending", CRM_FIELD_BOOLEAN, CRM_FIELD_NONE,     N_ ("Descending"), NULL },
  { "color",      CRM_FIELD_INTEGER, CRM_FIELD_NONE,     N_ ("Color"),      NULL },
  { "position",   CRM_FIELD_INTEGER, CRM_FIELD_NONE,     N_ ("Position"),   NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_view_get_type (void);

const CrmEntity crm_entity_view = {
  .name = "view",
  .table = "saved_view",
  .code = 10,
  .flags = CRM_ENTITY_INTERNAL,
  .label = N_ ("View"),
  .label_plural = N_ ("Views"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_view_get_type,
  .count = { NP_ ("%s view", "%s views") },
};

CRM_DEFINE_RECORD (CrmView, crm_view, crm_entity_view)

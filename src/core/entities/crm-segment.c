/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",        CRM_FIELD_TEXT,      CRM_FIELD_REQUIRED, N_ ("Name"),             NULL },
  { "code",        CRM_FIELD_TEXT,      CRM_FIELD_NONE,     N_ ("Code"),             NULL },
  { "color",       CRM_FIELD_INTEGER,   CRM_FIELD_NONE,     N_ ("Color"),            NULL },
  { "method",      CRM_FIELD_ENUM,      CRM_FIELD_REQUIRED, N_ ("Method"),           "segment-method" },
  { "run",         CRM_FIELD_LINK,      CRM_FIELD_OWNED | CRM_FIELD_INDEXED, N_ ("Run"), "job" },
  { "description", CRM_FIELD_LONG_TEXT, CRM_FIELD_NONE,     N_ ("Description"),      NULL },
  { "size",        CRM_FIELD_INTEGER,   CRM_FIELD_NONE,     N_ ("Customers"),        NULL },
  { "share",       CRM_FIELD_PERCENT,   CRM_FIELD_NONE,     N_ ("Share of revenue"), NULL },
  { "rank",        CRM_FIELD_INTEGER,   CRM_FIELD_NONE,     N_ ("Rank"),             NULL },
  { "params",      CRM_FIELD_JSON,      CRM_FIELD_NONE,     N_ ("Details"),          NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_segment_get_type (void);

const CrmEntity crm_entity_segment = {
  .name = "segment",
  .table = "segment",
  .code = 12,
  .flags = CRM_ENTITY_COMPUTED | CRM_ENTITY_INTERNAL,
  .label = N_ ("Segment"),
  .label_plural = N_ ("Segments"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_segment_get_type,
  .count = { NP_ ("%s segment", "%s segments") },
};

CRM_DEFINE_RECORD (CrmSegment, crm_segment, crm_entity_segment)

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",  CRM_FIELD_TEXT,    CRM_FIELD_REQUIRED | CRM_FIELD_UNIQUE, N_ ("Name"),  NULL },
  { "color", CRM_FIELD_INTEGER, CRM_FIELD_NONE,                        N_ ("Color"), NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_tag_get_type (void);

const CrmEntity crm_entity_tag = {
  .name = "tag",
  .table = "tag",
  .code = 9,
  .flags = CRM_ENTITY_INTERNAL,
  .label = N_ ("Tag"),
  .label_plural = N_ ("Tags"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_tag_get_type,
  .count = { NP_ ("%s tag", "%s tags") },
};

CRM_DEFINE_RECORD (CrmTag, crm_tag, crm_entity_tag)

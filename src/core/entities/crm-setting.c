/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What belongs to the database and not to the desktop it is opened on: the base currency. A record
 * like any other, so that changing it is journaled and can be undone. */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",  CRM_FIELD_TEXT, CRM_FIELD_REQUIRED | CRM_FIELD_UNIQUE, N_ ("Name"),  NULL },
  { "value", CRM_FIELD_TEXT, CRM_FIELD_NONE,                        N_ ("Value"), NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_setting_get_type (void);

const CrmEntity crm_entity_setting = {
  .name = "setting",
  .table = "setting",
  .code = 15,
  .flags = CRM_ENTITY_INTERNAL,
  .label = N_ ("Setting"),
  .label_plural = N_ ("Settings"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_setting_get_type,
  .count = { NP_ ("%s setting", "%s settings") },
};

CRM_DEFINE_RECORD (CrmSetting, crm_setting, crm_entity_setting)

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "name",   CRM_FIELD_TEXT,    CRM_FIELD_REQUIRED | CRM_FIELD_SEARCH, N_ ("Name"),   NULL },
  { "email",  CRM_FIELD_EMAIL,   CRM_FIELD_NONE,                        N_ ("E-mail"), NULL },
  { "color",  CRM_FIELD_INTEGER, CRM_FIELD_HIDDEN,                      N_ ("Color"),  NULL },
  { "active", CRM_FIELD_BOOLEAN, CRM_FIELD_NONE,                        N_ ("Active"), NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_user_get_type (void);

const CrmEntity crm_entity_user = {
  .name = "user",
  .table = "user",
  .code = 1,
  .flags = CRM_ENTITY_INTERNAL,
  .label = N_ ("User"),
  .label_plural = N_ ("Users"),
  .title = "name",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_user_get_type,
  .count = { NP_ ("%s user", "%s users") },
};

CRM_DEFINE_RECORD (CrmUser, crm_user, crm_entity_user)

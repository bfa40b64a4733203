/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "kind",     CRM_FIELD_TEXT,      CRM_FIELD_REQUIRED | CRM_FIELD_INDEXED, N_ ("Kind"), NULL },
  { "title",    CRM_FIELD_TEXT,      CRM_FIELD_NONE, N_ ("Title"),    NULL },
  { "state",    CRM_FIELD_ENUM,      CRM_FIELD_NONE, N_ ("State"),    "job-state" },
  { "started",  CRM_FIELD_INSTANT,   CRM_FIELD_NONE, N_ ("Started"),  NULL },
  { "finished", CRM_FIELD_INSTANT,   CRM_FIELD_NONE, N_ ("Finished"), NULL },
  { "position", CRM_FIELD_INTEGER,   CRM_FIELD_NONE, N_ ("Journal position"), NULL },
  { "error",    CRM_FIELD_LONG_TEXT, CRM_FIELD_NONE, N_ ("Error"),    NULL },
  { "params",   CRM_FIELD_JSON,      CRM_FIELD_NONE, N_ ("Parameters"), NULL },
  { "result",   CRM_FIELD_JSON,      CRM_FIELD_NONE, N_ ("Result"),   NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_job_record_get_type (void);

const CrmEntity crm_entity_job = {
  .name = "job",
  .table = "job",
  .code = 11,
  .flags = CRM_ENTITY_COMPUTED | CRM_ENTITY_INTERNAL,
  .label = N_ ("Job"),
  .label_plural = N_ ("Jobs"),
  .title = "title",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_job_record_get_type,
  .count = { NP_ ("%s job", "%s jobs") },
};

CRM_DEFINE_RECORD (CrmJobRecord, crm_job_record, crm_entity_job)

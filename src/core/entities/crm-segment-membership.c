/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "segment",   CRM_FIELD_LINK,    CRM_FIELD_REQUIRED | CRM_FIELD_OWNED | CRM_FIELD_INDEXED, N_ ("Segment"), "segment" },
  { "customer",  CRM_FIELD_LINK,    CRM_FIELD_REQUIRED | CRM_FIELD_OWNED | CRM_FIELD_INDEXED, N_ ("Customer"), "customer" },
  { "recency",   CRM_FIELD_INTEGER, CRM_FIELD_NONE, N_ ("Days since last order"), NULL },
  { "frequency", CRM_FIELD_INTEGER, CRM_FIELD_NONE, N_ ("Orders"),    NULL },
  { "monetary",  CRM_FIELD_MONEY,   CRM_FIELD_NONE, N_ ("Value"),     NULL },
  { "r",         CRM_FIELD_INTEGER, CRM_FIELD_NONE, N_ ("Recency score"),   NULL },
  { "f",         CRM_FIELD_INTEGER, CRM_FIELD_NONE, N_ ("Frequency score"), NULL },
  { "m",         CRM_FIELD_INTEGER, CRM_FIELD_NONE, N_ ("Value score"),     NULL },
  { "distance",  CRM_FIELD_DECIMAL, CRM_FIELD_NONE, N_ ("Distance"),  NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_segment_membership_get_type (void);

const CrmEntity crm_entity_segment_membership = {
  .name = "segment-membership",
  .table = "segment_membership",
  .code = 13,
  .flags = CRM_ENTITY_COMPUTED | CRM_ENTITY_INTERNAL,
  .label = N_ ("Segment membership"),
  .label_plural = N_ ("Segment memberships"),
  .title = "segment",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_segment_membership_get_type,
  .count = { NP_ ("%s segment membership", "%s segment memberships") },
};

CRM_DEFINE_RECORD (CrmSegmentMembership, crm_segment_membership, crm_entity_segment_membership)

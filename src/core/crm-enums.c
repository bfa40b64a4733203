/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The enumerations: stable English codes (they stand in databases and files) and their labels. */

#include "config.h"

#include "crm-currency.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* clang-format off */
static const CrmEnumValue customer_kind[] = {
  { "organization", N_ ("Organization"), NULL },
  { "person",       N_ ("Person"),       NULL },
  { "household",    N_ ("Household"),    NULL },
};
static const CrmEnumValue lifecycle_stage[] = {
  { "lead",         N_ ("Lead"),         "blue" },
  { "qualified",    N_ ("Qualified"),    "blue" },
  { "opportunity",  N_ ("Opportunity"),  "blue" },
  { "customer",     NC_ ("lifecycle-stage", "Customer"), "teal" },
  { "dormant",      N_ ("Dormant"),      "amber" },
  { "lost",         N_ ("Lost"),         "grey" },
  { "disqualified", N_ ("Disqualified"), "grey" },
};
static const CrmEnumValue customer_level[] = {
  { "a", N_ ("A · key"),    NULL },
  { "b", N_ ("B · normal"), NULL },
  { "c", N_ ("C · low"),    NULL },
};
static const CrmEnumValue rating[] = {
  { "hot",  N_ ("Hot"),  "red" },
  { "warm", N_ ("Warm"), "amber" },
  { "cold", N_ ("Cold"), "blue" },
};
static const CrmEnumValue customer_type[] = {
  { "prospect",   N_ ("Prospect"),   NULL },
  { "customer",   N_ ("Customer"),   NULL },
  { "partner",    N_ ("Partner"),    NULL },
  { "reseller",   N_ ("Reseller"),   NULL },
  { "supplier",   N_ ("Supplier"),   NULL },
  { "competitor", N_ ("Competitor"), NULL },
  { "investor",   N_ ("Investor"),   NULL },
  { "other",      N_ ("Other"),      NULL },
};
static const CrmEnumValue source[] = {
  { "promotion",         N_ ("Promotion"),         NULL },
  { "search",            N_ ("Web search"),        NULL },
  { "ad",                N_ ("Advertisement"),     NULL },
  { "referral",          N_ ("Referral"),          NULL },
  { "web_signup",        N_ ("Web sign-up"),       NULL },
  { "web_inquiry",       N_ ("Web inquiry"),       NULL },
  { "visit",             N_ ("Visit"),             NULL },
  { "cold_call",         N_ ("Cold call"),         NULL },
  { "partner",           N_ ("Partner"),           NULL },
  { "trade_show",        N_ ("Trade fair"),        NULL },
  { "phone",             N_ ("Telephone"),         NULL },
  { "email",             NC_ ("source", "E-mail"),  NULL },
  { "existing_customer", N_ ("Existing customer"), NULL },
  { "other",             N_ ("Other"),             NULL },
};
static const CrmEnumValue gender[] = {
  { "female", N_ ("Female"), NULL },
  { "male",   N_ ("Male"),   NULL },
  { "other",  N_ ("Other"),  NULL },
};
static const CrmEnumValue contact_role[] = {
  { "decision_maker",    N_ ("Decision maker"),    NULL },
  { "evaluator",         N_ ("Evaluator"),         NULL },
  { "influencer",        N_ ("Influencer"),        NULL },
  { "user",              N_ ("User"),              NULL },
  { "buyer",             N_ ("Buyer"),             NULL },
  { "finance",           N_ ("Finance"),           NULL },
  { "executive_sponsor", N_ ("Executive sponsor"), NULL },
  { "other",             N_ ("Other"),             NULL },
};
static const CrmEnumValue product_kind[] = {
  { "good",    N_ ("Good"),    NULL },
  { "service", N_ ("Service"), NULL },
};
static const CrmEnumValue order_kind[] = {
  { "sale",   N_ ("Sale"),   "teal" },
  { "return", N_ ("Return"), "amber" },
};
static const CrmEnumValue order_status[] = {
  { "draft",     N_ ("Draft"),     "grey" },
  { "activated", N_ ("Activated"), "blue" },
  { "fulfilled", N_ ("Fulfilled"), "teal" },
  { "canceled",  N_ ("Canceled"),  "red" },
};
static const CrmEnumValue activity_kind[] = {
  { "note",    N_ ("Note"),    NULL },
  { "task",    N_ ("Task"),    NULL },
  { "call",    NC_ ("activity-kind", "Call"), NULL },
  { "meeting", N_ ("Meeting"), NULL },
  { "visit",   N_ ("Visit"),   NULL },
  { "email",   NC_ ("activity-kind", "E-mail"), NULL },
  { "message", N_ ("Message"), NULL },
};
static const CrmEnumValue activity_status[] = {
  { "planned",     N_ ("Planned"),     "blue" },
  { "in_progress", N_ ("In progress"), "amber" },
  { "done",        N_ ("Done"),        "teal" },
  { "canceled",    N_ ("Canceled"),    "grey" },
};
static const CrmEnumValue priority[] = {
  { "low",    N_ ("Low"),    "grey" },
  { "normal", N_ ("Normal"), NULL },
  { "high",   N_ ("High"),   "amber" },
  { "urgent", N_ ("Urgent"), "red" },
};
static const CrmEnumValue direction[] = {
  { "outgoing", N_ ("Outgoing"), NULL },
  { "incoming", N_ ("Incoming"), NULL },
};
static const CrmEnumValue call_outcome[] = {
  { "answered",  N_ ("Answered"),    "teal" },
  { "no_answer", N_ ("No answer"),   "grey" },
  { "busy",      N_ ("Busy"),        "grey" },
  { "voicemail", N_ ("Voice mail"),  "grey" },
  { "call_back", N_ ("Call back"),   "amber" },
  { "wrong",     N_ ("Wrong number"), "red" },
};
static const CrmEnumValue segment_method[] = {
  { "rfm",    N_ ("RFM cells"), NULL },
  { "kmeans", N_ ("Clusters"),  NULL },
  { "manual", N_ ("By hand"),   NULL },
};
static const CrmEnumValue job_state[] = {
  { "running",   N_ ("Running"),   "blue" },
  { "done",      N_ ("Done"),      "teal" },
  { "failed",    N_ ("Failed"),    "red" },
  { "canceled",  N_ ("Canceled"),  "grey" },
};

#define ENUM(name, values) { name, values, G_N_ELEMENTS (values) }
static const CrmEnum enums[] = {
  ENUM ("customer-kind", customer_kind),
  ENUM ("lifecycle-stage", lifecycle_stage),
  ENUM ("customer-level", customer_level),
  ENUM ("rating", rating),
  ENUM ("customer-type", customer_type),
  ENUM ("source", source),
  ENUM ("gender", gender),
  ENUM ("contact-role", contact_role),
  ENUM ("product-kind", product_kind),
  ENUM ("order-kind", order_kind),
  ENUM ("order-status", order_status),
  ENUM ("activity-kind", activity_kind),
  ENUM ("activity-status", activity_status),
  ENUM ("priority", priority),
  ENUM ("direction", direction),
  ENUM ("call-outcome", call_outcome),
  ENUM ("segment-method", segment_method),
  ENUM ("job-state", job_state),
};
/* clang-format on */

const CrmEnum *
crm_enum_lookup (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    if (strcmp (enums[i].name, name) == 0)
      return &enums[i];
  if (strcmp (crm_currency_enum.name, name) == 0)
    return &crm_currency_enum;
  return NULL;
}

const CrmEnumValue *
crm_enum_find (const CrmEnum *self, const char *code)
{
  if (self == NULL || code == NULL)
    return NULL;
  for (guint i = 0; i < self->n_values; i++)
    if (strcmp (self->values[i].code, code) == 0)
      return &self->values[i];
  return NULL;
}

const char *
crm_enum_label (const CrmEnum *self, const char *code)
{
  const CrmEnumValue *value = crm_enum_find (self, code);
  const char *label;

  if (value == NULL)
    return code;
  /* A word that means something else elsewhere stands under the enumeration's name: NC_(). */
  label = g_dpgettext2 (GETTEXT_PACKAGE, self->name, value->label);
  return label != value->label ? label : _ (value->label);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a currency is worth from a day on. Totals take the rate that holds on the day of the order, so
 * a new rate does not change what is past. */

#include "config.h"

#include "crm-entities.h"
#include "crm-record.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmField fields[] = {
  { "currency",    CRM_FIELD_ENUM,      CRM_FIELD_REQUIRED | CRM_FIELD_SEARCH | CRM_FIELD_INDEXED, N_ ("Currency"), "currency" },
  { "rate",        CRM_FIELD_DECIMAL,   CRM_FIELD_REQUIRED, N_ ("Rate"),       NULL },
  { "quoted-in",   CRM_FIELD_ENUM,      CRM_FIELD_NONE,     N_ ("Quoted in"),  "currency" },
  { "day",         CRM_FIELD_DAY,       CRM_FIELD_NONE,     N_ ("Valid from"), NULL },
  { "description", CRM_FIELD_TEXT,      CRM_FIELD_NONE,     N_ ("Source"),     NULL },
  CRM_SYSTEM_FIELDS
};
/* clang-format on */

static GType crm_exchange_rate_get_type (void);

const CrmEntity crm_entity_exchange_rate = {
  .name = "exchange-rate",
  .table = "exchange_rate",
  .code = 14,
  .flags = CRM_ENTITY_NONE,
  .label = N_ ("Exchange rate"),
  .label_plural = N_ ("Exchange rates"),
  .title = "currency",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .get_type = crm_exchange_rate_get_type,
  .count = { NP_ ("%s exchange rate", "%s exchange rates") },
};

CRM_DEFINE_RECORD (CrmExchangeRate, crm_exchange_rate, crm_entity_exchange_rate)

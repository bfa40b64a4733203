/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-changeset.h"
#include "crm-currency.h"
#include "crm-entities.h"
#include "crm-reader.h"

G_BEGIN_DECLS

/* Settings of the database: records of the entity `setting` whose ids are the same in every one. */
#define CRM_SETTING_CURRENCY (((CrmId) 15 << CRM_ENTITY_ID_BITS) + 1)

/* The condition-free SQL text that gives the code of the base currency, for use as a subquery. */
#define CRM_SQL_BASE_CURRENCY                                                                      \
  "(SELECT \"value\" FROM setting WHERE \"name\" = 'currency' AND deleted_at IS NULL)"

/* The code of the base currency; what has no currency is in it, and all sums are. (transfer full) */
char *crm_reader_dup_currency (CrmReader *reader);
/* The currency a MONEY field of a record is in: its own, its order's, or the base currency `base`.
 * (transfer full) */
char *crm_reader_currency_of (CrmReader *reader, CrmRecord *record, const CrmField *field,
                              const char *base);
/* What makes `code` the base currency: every sum is computed anew, and amounts that have no currency of
 * their own keep their whole units (10.50 becomes 11 where there are no decimals). (transfer full) */
CrmChangeset *crm_currency_change_base (const char *code);

G_END_DECLS

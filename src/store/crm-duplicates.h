/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-reader.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* Customers that may be the same one, and making one of them. Thread-blind: on the thread of the reader. */

typedef enum
{
  CRM_DUPLICATE_TAX_NO = 1 << 0,
  CRM_DUPLICATE_EMAIL = 1 << 1, /* case folded */
  CRM_DUPLICATE_PHONE = 1 << 2, /* E.164 without the extension */
  CRM_DUPLICATE_NAME = 1 << 3,  /* as crm_duplicates_normalize_name() leaves it */
} CrmDuplicateReason;

typedef struct
{
  GArray *ids;   /* CrmId, the oldest first */
  guint reasons; /* all that tie any two of them together */
} CrmDuplicateGroup;

/* Live customers that share a tax number, e-mail address, telephone number or name with another, directly or
 * through a third, in
 * groups of at most 20. What more than 20 share (a switchboard, a common name) says nothing. Those with the
 * strongest reasons first. (element-type CrmDuplicateGroup) (transfer container and elements); NULL with `error`.
 * `progress` (nullable) returning FALSE stops with G_IO_ERROR_CANCELLED. */
GPtrArray *
crm_duplicates_find (CrmReader *reader, CrmProgressFunc progress, gpointer data, GError **error);

/* What is left of a company's name without what is written now this way, now that: case, width, punctuation, the
 * legal form, a place in front or in brackets. 深圳市智云科技有限公司 and 智云科技（深圳） are both 智云科技.
 * (transfer full) */
char *crm_duplicates_normalize_name (const char *name);

/* "e-mail, name"; translated. (transfer full) */
char *crm_duplicates_describe (guint reasons);

/* A field whose value is to be taken from a certain one of the customers. */
typedef struct
{
  const char *field;
  CrmId from;
} CrmMergeChoice;

/* One changeset, so one step to undo, that makes `kept` of `kept` and `gone`:
 * - a field has the value of `kept`, or of the first of `gone` that has one, unless a choice says otherwise; tags
 *   and own fields are united, descriptions joined, a second telephone number, address or site becomes an own field;
 * - all records that link to `gone` link to `kept`: contacts, orders, activities, child customers, those in the
 *   recycle bin too; a person tied to both is tied once;
 * - `gone` go to the recycle bin.
 * NULL with `error`: INVALID for a customer named twice, a choice that is none; NOT_FOUND. (transfer full) */
CrmChangeset *crm_merge_customers (CrmReader *reader, CrmId kept, const CrmId *gone, gsize n_gone,
                                   const CrmMergeChoice *choices, gsize n_choices, GError **error);

G_END_DECLS

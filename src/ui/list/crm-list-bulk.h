/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_BULK_SET,         /* one field, one value */
  CRM_BULK_LIST_ADD,    /* words into a LIST field */
  CRM_BULK_LIST_REMOVE, /* words out of it */
  CRM_BULK_DELETE,
  CRM_BULK_RESTORE,
  CRM_BULK_PURGE,
} CrmBulkOp;

/* One change of many records, as one group that one Undo takes back. A few thousand records are
 * written at once, more by a job with progress. Says in a toast what was done. Main thread.
 *
 * `ids` is an array of CrmId; `field` and `value` are for the first three, `value` copied;
 * `callback` (nullable) runs when it is over. */
void crm_list_bulk_run (CrmContext *context, const CrmEntity *entity, CrmBulkOp op, GArray *ids,
                        const CrmField *field, const CrmValue *value, CrmSavedFunc callback,
                        gpointer data);

G_END_DECLS

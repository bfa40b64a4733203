/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmFilterRow: one row of the filter editor: field, operator, value, remove. Main thread.
 *
 * Signals "changed", "remove". */
#define CRM_TYPE_FILTER_ROW (crm_filter_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmFilterRow, crm_filter_row, CRM, FILTER_ROW, GtkWidget)

/* `rule` (nullable): a new rule starts with the list's most telling field. */
GtkWidget *crm_filter_row_new (CrmContext *context, const CrmEntity *entity, CrmFilter *rule);
/* NULL while the value is missing. (transfer full) */
CrmFilter *crm_filter_row_build (CrmFilterRow *self);

G_END_DECLS

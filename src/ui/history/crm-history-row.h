/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-history.h"

G_BEGIN_DECLS

/* CrmHistoryRow: one group of changes in the list of all. Its button takes the group back or does it
 * again; signal "invert" (int64 group, boolean redo). Main thread. */
#define CRM_TYPE_HISTORY_ROW (crm_history_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmHistoryRow, crm_history_row, CRM, HISTORY_ROW, AdwActionRow)

GtkWidget *crm_history_row_new (void);
/* `who` (nullable): the name of the actor. */
void crm_history_row_set (CrmHistoryRow *self, const CrmGroup *group, const char *who);
gint64 crm_history_row_get_group (CrmHistoryRow *self);
CrmId crm_history_row_get_actor (CrmHistoryRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-list-layout.h"
#include "crm-list-selection.h"

G_BEGIN_DECLS

/* CrmListStatus: the line under a list: how many, sum and median of the first column that adds up,
 * and the same of the selection. Computed in the background. Main thread. */
#define CRM_TYPE_LIST_STATUS (crm_list_status_get_type ())
G_DECLARE_FINAL_TYPE (CrmListStatus, crm_list_status, CRM, LIST_STATUS, GtkWidget)

GtkWidget *
crm_list_status_new (CrmContext *context, CrmRecordList *list, CrmListSelection *selection);
/* Computes again soon: rows, columns or selection changed. */
void crm_list_status_update (CrmListStatus *self, const CrmListLayout *layout);
void crm_list_status_set_narrow (CrmListStatus *self, gboolean narrow);

G_END_DECLS

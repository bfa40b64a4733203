/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmFilterGroup: rules and further groups, all, any or none of which must hold. The widgets are the
 * model: build reads them. Main thread. Signals "changed", "remove". */
#define CRM_TYPE_FILTER_GROUP (crm_filter_group_get_type ())
G_DECLARE_FINAL_TYPE (CrmFilterGroup, crm_filter_group, CRM, FILTER_GROUP, GtkWidget)

GtkWidget *crm_filter_group_new (CrmContext *context, const CrmEntity *entity, gboolean is_top);
/* Replaces the content; `filter` is (nullable). */
void crm_filter_group_set_filter (CrmFilterGroup *self, CrmFilter *filter);
/* NULL when there is no complete rule. (transfer full) */
CrmFilter *crm_filter_group_build (CrmFilterGroup *self);
void crm_filter_group_add_rule (CrmFilterGroup *self);

G_END_DECLS

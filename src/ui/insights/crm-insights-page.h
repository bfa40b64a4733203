/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmInsightsPage: the segments of customers as cards and charts; every figure opens its customers.
 * Implements CrmPage (Ctrl+R forms the segments again). Main thread.
 *
 * Property: "context" (construct only). */
#define CRM_TYPE_INSIGHTS_PAGE (crm_insights_page_get_type ())
G_DECLARE_FINAL_TYPE (CrmInsightsPage, crm_insights_page, CRM, INSIGHTS_PAGE, GtkWidget)

GtkWidget *crm_insights_page_new (CrmContext *context);

G_END_DECLS

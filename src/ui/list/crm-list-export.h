/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* Asks where to, then writes the records as CSV in a job. `ids` (nullable): only these; else all of the query. Main thread. */
void
crm_list_export (GtkWidget *parent, CrmContext *context, const CrmQuery *query, const GArray *ids);

G_END_DECLS

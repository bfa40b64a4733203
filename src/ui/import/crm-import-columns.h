/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-import.h"

G_BEGIN_DECLS

/* CrmImportColumns: a row a column of the file: its header, first value, what it becomes, how many of its cells the
 * last trial could not read. Main thread. Signal "changed": a target was chosen; the plan has it already. */
#define CRM_TYPE_IMPORT_COLUMNS (crm_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (CrmImportColumns, crm_import_columns, CRM, IMPORT_COLUMNS, GtkGrid)

GtkWidget *crm_import_columns_new (void);
void crm_import_columns_set_plan (CrmImportColumns *self, CrmImportPlan *plan); /* not owned */
void crm_import_columns_set_report (CrmImportColumns *self,
                                    const CrmImportReport *report); /* (nullable) */

G_END_DECLS

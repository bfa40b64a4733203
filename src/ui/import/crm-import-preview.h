/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-import.h"

G_BEGIN_DECLS

/* CrmImportPreview: the first rows of a file under the fields they become, and what became of each in the trial.
 * Main thread. */
#define CRM_TYPE_IMPORT_PREVIEW (crm_import_preview_get_type ())
G_DECLARE_FINAL_TYPE (CrmImportPreview, crm_import_preview, CRM, IMPORT_PREVIEW, GtkGrid)

/* `report` NULL: no trial yet. Neither is kept. */
void crm_import_preview_show (CrmImportPreview *self, const CrmImportPlan *plan,
                              const CrmImportReport *report);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-import.h"
#include "crm-job.h"

G_BEGIN_DECLS

/* Starts a trial or the run. The result is a CrmImportReport. `refused_path` (nullable). (transfer none) */
CrmJob *crm_import_job_start (CrmJobs *jobs, const CrmImportPlan *plan, gboolean trial,
                              const char *refused_path);

G_END_DECLS

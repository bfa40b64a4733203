/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-job.h"

G_BEGIN_DECLS

/* CrmJobsPopover: what runs in the background or has ended, newest first: progress, words, cancel,
 * the error and a way to retry. Main thread. */
#define CRM_TYPE_JOBS_POPOVER (crm_jobs_popover_get_type ())
G_DECLARE_FINAL_TYPE (CrmJobsPopover, crm_jobs_popover, CRM, JOBS_POPOVER, GtkPopover)

GtkWidget *crm_jobs_popover_new (CrmJobs *jobs);

G_END_DECLS

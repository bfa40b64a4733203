/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-segment-run.h"

G_BEGIN_DECLS

/* Starts the job that forms segments by the method and keeps them. With CRM_SEGMENT_METHOD_RFM the
 * thresholds of the settings apply. (transfer none): see crm_jobs_start(). */
CrmJob *crm_segment_job_start (CrmContext *context, CrmSegmentMethod method);

/* The thresholds of the settings; the rule is CRM_RFM_MIDRANK when none are set. */
void
crm_segment_options_load (GSettings *settings, CrmSegmentMethod method, CrmSegmentOptions *options);

G_END_DECLS

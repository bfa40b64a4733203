/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-chart-model.h"
#include "crm-segment-run.h"

G_BEGIN_DECLS

/* The charts of a run. Keys of marks are the ids of segment records as text. (transfer full) */
CrmChartModel *crm_segment_chart_purchases (const CrmSegmentRun *run, const char *currency);
CrmChartModel *crm_segment_chart_share (const CrmSegmentRun *run, const char *currency);
CrmChartModel *crm_segment_chart_movement (const CrmSegmentRun *run);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-chart-model.h"

/* Made-up charts of every kind, for the gallery and for the tests that go through all kinds. */

#define N_SAMPLE_CHARTS 18

CrmChartModel *sample_chart (guint index, gboolean chinese);

/* Points in five groups, as a shop's customers lie. */
CrmChartCloud *sample_cloud (gsize n);

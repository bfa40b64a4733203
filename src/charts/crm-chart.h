/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-chart-export.h"
#include "crm-chart-model.h"
#include "crm-chart-scene.h"

G_BEGIN_DECLS

/**
 * CrmChart: shows a #CrmChartModel.
 *
 * Hovering shows the nearest mark's value; so do the arrow keys once the chart has the focus (Home and End go to the
 * ends, Escape hides the label). Click, Enter or Space emit
 *
 *   activate-mark (CrmChart *chart, int series, int point, const char *key)
 *
 * with the numbers and the key the model was filled with; @key may be NULL. @point is -1 for a cell of a density and
 * for "Other". Inside the handler crm_chart_dup_active_ids() gives the ids behind dot or cell.
 *
 * Properties: "model"; "dark" and "high-contrast", which follow the theme's text and border colours until they are set.
 */
#define CRM_TYPE_CHART (crm_chart_get_type ())
G_DECLARE_FINAL_TYPE (CrmChart, crm_chart, CRM, CHART, GtkWidget)

GtkWidget *crm_chart_new (CrmChartModel *model);

void crm_chart_set_model (CrmChart *self, CrmChartModel *model);
CrmChartModel *crm_chart_get_model (CrmChart *self);

gboolean crm_chart_get_dark (CrmChart *self);
void crm_chart_set_dark (CrmChart *self, gboolean dark);
gboolean crm_chart_get_high_contrast (CrmChart *self);
void crm_chart_set_high_contrast (CrmChart *self, gboolean high_contrast);

/* Moves the label to a neighbouring mark, as the arrow keys do; FALSE when there is none. */
gboolean crm_chart_step (CrmChart *self, CrmChartStep step);

/* The mark that shows its label, or -1. */
int crm_chart_get_active_mark (CrmChart *self);
const char *crm_chart_get_active_text (CrmChart *self);

/* Emits "activate-mark" for the mark with the label; FALSE when there is none. */
gboolean crm_chart_activate (CrmChart *self);

/* The ids of the points behind the mark with the label. (transfer full) (element-type gint64) */
GArray *crm_chart_dup_active_ids (CrmChart *self);

/* The laid out chart, as last drawn; NULL before. (transfer none) Cells of a large cloud may still be missing. */
const CrmChartScene *crm_chart_get_scene (CrmChart *self);

G_END_DECLS

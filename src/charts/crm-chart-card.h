/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-chart.h"

G_BEGIN_DECLS

/**
 * CrmChartCard: a chart with title, caption, an optional button and its menu.
 *
 * The menu shows the figures as a table, copies (a picture for graphics programs, the table for spreadsheets) and saves.
 *
 * Properties: "model"; "show-table"; "dark" and "high-contrast" as in #CrmChart. Signals: "activate-mark", as #CrmChart emits it;
 * "saved" (GFile *) after a file was written and "save-failed" (GError *), for a toast.
 */
#define CRM_TYPE_CHART_CARD (crm_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (CrmChartCard, crm_chart_card, CRM, CHART_CARD, GtkWidget)

GtkWidget *crm_chart_card_new (CrmChartModel *model);

void crm_chart_card_set_model (CrmChartCard *self, CrmChartModel *model);
CrmChartModel *crm_chart_card_get_model (CrmChartCard *self);
CrmChart *crm_chart_card_get_chart (CrmChartCard *self);

/**
 * crm_chart_card_set_action:
 * @label: (nullable): the button beside the title; NULL takes it away
 * @action_name: an action of the page or window
 * @target: (nullable): its parameter; a floating reference is taken
 */
void crm_chart_card_set_action (CrmChartCard *self, const char *label, const char *action_name,
                                GVariant *target);

void crm_chart_card_set_show_table (CrmChartCard *self, gboolean show_table);
gboolean crm_chart_card_get_show_table (CrmChartCard *self);

/* Writes the chart to @file; the suffix of the name does not matter. FALSE with @error set (G_IO_ERROR) when it cannot. */
gboolean
crm_chart_card_save (CrmChartCard *self, CrmChartFileFormat format, GFile *file, GError **error);

/* A column view of the figures of @model. (transfer floating) */
GtkWidget *crm_chart_table_view_new (CrmChartModel *model);

G_END_DECLS

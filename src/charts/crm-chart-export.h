/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

#include "crm-chart-model.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_CHART_FILE_PNG,
  CRM_CHART_FILE_SVG,
  CRM_CHART_FILE_PDF,
  CRM_CHART_FILE_CSV,
} CrmChartFileFormat;

/**
 * crm_chart_export:
 * @width: in pixels of 1/96 inch, with title and caption; a PNG has twice as many
 * @font: (nullable): the family and size to write in; NULL: "Sans 11"
 *
 * The chart as a file, in the light look whatever is on the screen: papers are white. Needs no display.
 *
 * Returns: (transfer full): the content, or NULL with @error set (G_IO_ERROR)
 */
GBytes *crm_chart_export (CrmChartModel *model, CrmChartFileFormat format, double width,
                          double height, const PangoFontDescription *font, GError **error);

/* "png", "svg", "pdf", "csv"; and back, FALSE for others. */
const char *crm_chart_file_format_get_suffix (CrmChartFileFormat format);
gboolean crm_chart_file_format_from_suffix (const char *suffix, CrmChartFileFormat *format);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CrmChartNumberFlags:
 * @CRM_CHART_NUMBER_SHORT: three significant digits and a unit: 742k, 1.2M; 74.2 万 with @CRM_CHART_NUMBER_MYRIAD
 * @CRM_CHART_NUMBER_SIGNED: a plus sign before gains
 * @CRM_CHART_NUMBER_PERCENT: a per cent sign behind; the value is already in per cent
 * @CRM_CHART_NUMBER_MYRIAD: short units are powers of ten thousand (万, 亿)
 */
typedef enum
{
  CRM_CHART_NUMBER_DEFAULT = 0,
  CRM_CHART_NUMBER_SHORT = 1 << 0,
  CRM_CHART_NUMBER_SIGNED = 1 << 1,
  CRM_CHART_NUMBER_PERCENT = 1 << 2,
  CRM_CHART_NUMBER_MYRIAD = 1 << 3,
} CrmChartNumberFlags;

/**
 * CrmChartFormat: how the values of one axis are written.
 *
 * @prefix and @suffix stand around the number ("¥ ", " days"); either may be NULL. @decimals is -1 for
 * "as many as the value needs".
 */
typedef struct
{
  char *prefix;
  char *suffix;
  int decimals;
  CrmChartNumberFlags flags;
} CrmChartFormat;

/* MYRIAD when the messages are Chinese or Japanese, otherwise nothing. */
CrmChartNumberFlags crm_chart_number_locale_flags (void);

/* Writes @value in the user's locale, with a true minus sign. Not a number gives an en dash. */
char *crm_chart_number_format (double value, int decimals, CrmChartNumberFlags flags);

/* As above with prefix and suffix; @shorten asks for the short form. */
char *crm_chart_format_value (const CrmChartFormat *format, double value, gboolean shorten);

/* The number of decimals, at most nine, that show a multiple of @step exactly. */
int crm_chart_number_decimals_for (double step);

G_END_DECLS

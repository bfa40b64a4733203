/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define CRM_CHART_CATEGORIES 6
#define CRM_CHART_STEPS      7

/* Colours with a meaning, usable wherever a category number is: all are negative. */
enum
{
  CRM_CHART_COLOR_AUTO = -1,
  CRM_CHART_COLOR_NEUTRAL = -2,
  CRM_CHART_COLOR_GAIN = -3,
  CRM_CHART_COLOR_LOSS = -4,
  CRM_CHART_COLOR_BAD = -5,
};

/**
 * CrmChartPalette: every colour of a chart, for one appearance. Static data, never freed.
 */
typedef struct
{
  gboolean dark;
  gboolean high_contrast;
  GdkRGBA text;
  GdkRGBA label;
  GdkRGBA axis;
  GdkRGBA grid;
  GdkRGBA track;
  GdkRGBA page;
  GdkRGBA card;
  GdkRGBA tooltip;
  GdkRGBA tooltip_text;
  GdkRGBA bad;
  GdkRGBA neutral;
  GdkRGBA category[CRM_CHART_CATEGORIES];
  GdkRGBA sequence[CRM_CHART_STEPS];
  GdkRGBA difference[CRM_CHART_STEPS];
} CrmChartPalette;

const CrmChartPalette *crm_chart_palette_get (gboolean dark, gboolean high_contrast);

/* The colour of category @index, from 0; above the sixth the neutral of "Other"; or a meaning (see above). */
GdkRGBA crm_chart_palette_color (const CrmChartPalette *palette, int index);

/* A colour of the sequence at @position, 0 to 1, between its neighbours. */
GdkRGBA crm_chart_palette_sequence (const CrmChartPalette *palette, double position);

/* @color over @ground with @alpha, opaque: exported pictures and contrast sums need no transparency. */
GdkRGBA crm_chart_palette_mix (const GdkRGBA *color, const GdkRGBA *ground, double alpha);

/* TRUE, and the colour for a 1 px edge, when @fill has less than 3:1 against the card. */
gboolean
crm_chart_palette_edge (const CrmChartPalette *palette, const GdkRGBA *fill, GdkRGBA *edge);

/* Black or white text, whichever is easier to read on @fill. */
GdkRGBA crm_chart_palette_text_on (const CrmChartPalette *palette, const GdkRGBA *fill);

/* WCAG 2.1 contrast ratio of two opaque colours, 1 to 21. */
double crm_chart_palette_contrast (const GdkRGBA *a, const GdkRGBA *b);

G_END_DECLS

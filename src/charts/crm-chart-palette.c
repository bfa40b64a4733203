/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The colours of charts for the light, dark and high-contrast appearance. Constant after first use;
 * thread-safe through g_once. */

#include "config.h"

#include "crm-chart-palette.h"

#include <math.h>

typedef struct
{
  const char *text, *label, *axis, *grid, *track, *page, *card, *tooltip, *tooltip_text, *bad,
      *neutral;
  const char *category[CRM_CHART_CATEGORIES];
  const char *sequence[CRM_CHART_STEPS];
  const char *difference[CRM_CHART_STEPS];
} PaletteNames;

/* clang-format off */
static const PaletteNames names[4] = {
  { "#2e2e33", "#6a6a71", "#b4b4ba", "#e6e6e9", "#e6e6e9", "#fafafa", "#ffffff", "#2e2e33", "#ffffff", "#c01c28", "#b4b4ba",
    { "#1c63b7", "#e5a823", "#27a08f", "#cf4f1f", "#5e2c77", "#a8cdf0" },
    { "#edf4fc", "#cfe2f7", "#a3c8ef", "#6fa7e2", "#3f83cd", "#1f5fa8", "#133f74" },
    { "#a83c14", "#dd8259", "#f3cfbc", "#eeeeef", "#bcd4ef", "#6a9fd9", "#1c5ba6" } },
  { "#f2f2f4", "#b3b3ba", "#75757c", "#47474c", "#4d4d52", "#242424", "#353538", "#f2f2f4", "#242424", "#ff7b75", "#75757c",
    { "#4289de", "#f5c451", "#46c7b6", "#f0784a", "#9159b3", "#d4e7fb" },
    { "#333c48", "#34506f", "#35689b", "#4184c6", "#62a3e3", "#95c4f2", "#cfe4fa" },
    { "#f0784a", "#b9694a", "#7a574b", "#4d4d51", "#4a6482", "#4f86c4", "#7db6f5" } },
  /* High contrast: same hues, so that a segment stays itself; frame and text at full strength. */
  { "#000000", "#2e2e33", "#2e2e33", "#b4b4ba", "#d4d4d8", "#ffffff", "#ffffff", "#000000", "#ffffff", "#9c0f1b", "#8a8a91",
    { "#134f97", "#d1940c", "#157f70", "#b03c10", "#4c1d64", "#97c2ec" },
    { "#edf4fc", "#cfe2f7", "#a3c8ef", "#6fa7e2", "#3f83cd", "#1f5fa8", "#0d305a" },
    { "#8c2c08", "#dd8259", "#f3cfbc", "#eeeeef", "#bcd4ef", "#6a9fd9", "#114887" } },
  { "#ffffff", "#e6e6ea", "#d0d0d6", "#77777e", "#5d5d63", "#1a1a1a", "#242426", "#ffffff", "#000000", "#ff948f", "#9a9aa2",
    { "#4f95ea", "#ffd25f", "#4fd6c4", "#ff865a", "#a069c3", "#e2effd" },
    { "#333c48", "#34506f", "#35689b", "#4184c6", "#62a3e3", "#95c4f2", "#e2effd" },
    { "#ff865a", "#b9694a", "#7a574b", "#4d4d51", "#4a6482", "#4f86c4", "#90c2fb" } },
};
/* clang-format on */

static void
parse_color (GdkRGBA *color, const char *name)
{
  gboolean parsed = gdk_rgba_parse (color, name);

  g_assert (parsed);
}

static void
fill_palette (CrmChartPalette *palette, const PaletteNames *from)
{
  parse_color (&palette->text, from->text);
  parse_color (&palette->label, from->label);
  parse_color (&palette->axis, from->axis);
  parse_color (&palette->grid, from->grid);
  parse_color (&palette->track, from->track);
  parse_color (&palette->page, from->page);
  parse_color (&palette->card, from->card);
  parse_color (&palette->tooltip, from->tooltip);
  parse_color (&palette->tooltip_text, from->tooltip_text);
  parse_color (&palette->bad, from->bad);
  parse_color (&palette->neutral, from->neutral);
  for (guint i = 0; i < CRM_CHART_CATEGORIES; i++)
    parse_color (&palette->category[i], from->category[i]);
  for (guint i = 0; i < CRM_CHART_STEPS; i++)
    {
      parse_color (&palette->sequence[i], from->sequence[i]);
      parse_color (&palette->difference[i], from->difference[i]);
    }
}

static gpointer
create_palettes (gpointer data)
{
  static CrmChartPalette palettes[4];

  for (guint i = 0; i < 4; i++)
    {
      fill_palette (&palettes[i], &names[i]);
      palettes[i].dark = (i & 1) != 0;
      palettes[i].high_contrast = (i & 2) != 0;
    }
  return palettes;
}

const CrmChartPalette *
crm_chart_palette_get (gboolean dark, gboolean high_contrast)
{
  static GOnce once = G_ONCE_INIT;
  const CrmChartPalette *palettes = g_once (&once, create_palettes, NULL);

  return &palettes[(dark ? 1 : 0) + (high_contrast ? 2 : 0)];
}

GdkRGBA
crm_chart_palette_color (const CrmChartPalette *palette, int index)
{
  switch (index)
    {
    case CRM_CHART_COLOR_AUTO:
      return palette->category[0];
    case CRM_CHART_COLOR_GAIN:
      return palette->category[2];
    case CRM_CHART_COLOR_LOSS:
      return palette->category[3];
    case CRM_CHART_COLOR_BAD:
      return palette->bad;
    default:
      return index >= 0 && index < CRM_CHART_CATEGORIES ? palette->category[index]
                                                        : palette->neutral;
    }
}

GdkRGBA
crm_chart_palette_mix (const GdkRGBA *color, const GdkRGBA *ground, double alpha)
{
  return (GdkRGBA){
    (float) (color->red * alpha + ground->red * (1 - alpha)),
    (float) (color->green * alpha + ground->green * (1 - alpha)),
    (float) (color->blue * alpha + ground->blue * (1 - alpha)),
    1,
  };
}

GdkRGBA
crm_chart_palette_sequence (const CrmChartPalette *palette, double position)
{
  double at = CLAMP (isnan (position) ? 0 : position, 0, 1) * (CRM_CHART_STEPS - 1);
  int low = MIN ((int) at, CRM_CHART_STEPS - 2);

  return crm_chart_palette_mix (&palette->sequence[low + 1], &palette->sequence[low], at - low);
}

static double
linear_part (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *color)
{
  return 0.2126 * linear_part (color->red) + 0.7152 * linear_part (color->green) +
         0.0722 * linear_part (color->blue);
}

double
crm_chart_palette_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double first = luminance (a) + 0.05;
  double second = luminance (b) + 0.05;

  return MAX (first, second) / MIN (first, second);
}

gboolean
crm_chart_palette_edge (const CrmChartPalette *palette, const GdkRGBA *fill, GdkRGBA *edge)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  const GdkRGBA white = { 1, 1, 1, 1 };
  const GdkRGBA *toward = palette->dark ? &white : &black;

  if (crm_chart_palette_contrast (fill, &palette->card) >= 3)
    return FALSE;
  for (double share = 0.05; share <= 1; share += 0.05)
    {
      *edge = crm_chart_palette_mix (toward, fill, share);
      if (crm_chart_palette_contrast (edge, &palette->card) >= 3)
        break;
    }
  return TRUE;
}

GdkRGBA
crm_chart_palette_text_on (const CrmChartPalette *palette, const GdkRGBA *fill)
{
  const GdkRGBA dark = { 0.11f, 0.11f, 0.13f, 1 };
  const GdkRGBA white = { 1, 1, 1, 1 };

  return crm_chart_palette_contrast (fill, &white) >= crm_chart_palette_contrast (fill, &dark)
             ? white
             : dark;
}

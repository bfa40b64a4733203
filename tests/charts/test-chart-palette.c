/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Colours must be told apart by everyone: the categories are compared as people with the three kinds of
 * dichromacy see them (Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
 * Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1), as CIE76 distance in L*a*b*. */

#include <math.h>

#include "crm-chart-palette.h"

/* clang-format off */
static const double deficiencies[4][9] = {
  { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
  { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998 },
  { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 },
  { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 },
};
/* clang-format on */

static double
linear_part (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

static void
see_as_lab (const GdkRGBA *color, const double *m, double lab[3])
{
  double r = linear_part (color->red), g = linear_part (color->green),
         b = linear_part (color->blue);
  double sr = CLAMP (m[0] * r + m[1] * g + m[2] * b, 0, 1);
  double sg = CLAMP (m[3] * r + m[4] * g + m[5] * b, 0, 1);
  double sb = CLAMP (m[6] * r + m[7] * g + m[8] * b, 0, 1);
  double x = lab_curve ((0.4124 * sr + 0.3576 * sg + 0.1805 * sb) / 0.95047);
  double y = lab_curve (0.2126 * sr + 0.7152 * sg + 0.0722 * sb);
  double z = lab_curve ((0.0193 * sr + 0.1192 * sg + 0.9505 * sb) / 1.08883);

  lab[0] = 116 * y - 16;
  lab[1] = 500 * (x - y);
  lab[2] = 200 * (y - z);
}

static void
test_deficiencies (void)
{
  for (int look = 0; look < 4; look++)
    {
      const CrmChartPalette *palette = crm_chart_palette_get (look & 1, look & 2);

      for (guint eye = 0; eye < G_N_ELEMENTS (deficiencies); eye++)
        for (guint i = 0; i < CRM_CHART_CATEGORIES; i++)
          for (guint j = i + 1; j < CRM_CHART_CATEGORIES; j++)
            {
              double a[3], b[3], distance;

              see_as_lab (&palette->category[i], deficiencies[eye], a);
              see_as_lab (&palette->category[j], deficiencies[eye], b);
              distance = sqrt (pow (a[0] - b[0], 2) + pow (a[1] - b[1], 2) + pow (a[2] - b[2], 2));
              g_test_message ("look %d eye %u: %u-%u %.1f", look, eye, i, j, distance);
              g_assert_cmpfloat (distance, >=, 12);
            }
    }
}

/* Printed without colour, neighbours still differ. */
static void
test_grey (void)
{
  for (int look = 0; look < 4; look++)
    {
      const CrmChartPalette *palette = crm_chart_palette_get (look & 1, look & 2);

      for (guint i = 0; i < CRM_CHART_CATEGORIES; i++)
        for (guint j = i + 1; j < CRM_CHART_CATEGORIES; j++)
          {
            double a[3], b[3];

            see_as_lab (&palette->category[i], deficiencies[0], a);
            see_as_lab (&palette->category[j], deficiencies[0], b);
            g_assert_cmpfloat (fabs (a[0] - b[0]), >=, palette->high_contrast ? 5 : 7);
          }
    }
}

static void
test_contrast (void)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  const GdkRGBA white = { 1, 1, 1, 1 };

  g_assert_cmpfloat_with_epsilon (crm_chart_palette_contrast (&black, &white), 21, 0.01);
  for (int look = 0; look < 4; look++)
    {
      const CrmChartPalette *palette = crm_chart_palette_get (look & 1, look & 2);
      double least = palette->high_contrast ? 7 : 4.5;

      g_assert_cmpfloat (crm_chart_palette_contrast (&palette->text, &palette->card), >=, 7);
      g_assert_cmpfloat (crm_chart_palette_contrast (&palette->label, &palette->card), >=, least);
      g_assert_cmpfloat (crm_chart_palette_contrast (&palette->tooltip_text, &palette->tooltip), >=,
                         7);
    }
}

/* Every mark reaches 3:1, by its fill or by its edge; so does every tint of it. */
static void
test_edges (void)
{
  for (int look = 0; look < 4; look++)
    {
      const CrmChartPalette *palette = crm_chart_palette_get (look & 1, look & 2);

      for (guint i = 0; i < CRM_CHART_CATEGORIES; i++)
        for (double alpha = 0.2; alpha <= 1; alpha += 0.2)
          {
            GdkRGBA fill = crm_chart_palette_mix (&palette->category[i], &palette->card, alpha);
            GdkRGBA edge = fill;

            crm_chart_palette_edge (palette, &fill, &edge);
            g_assert_cmpfloat (crm_chart_palette_contrast (&edge, &palette->card), >=, 2.95);
          }
      for (guint i = 0; i < CRM_CHART_STEPS; i++)
        {
          GdkRGBA ink = crm_chart_palette_text_on (palette, &palette->sequence[i]);

          g_assert_cmpfloat (crm_chart_palette_contrast (&ink, &palette->sequence[i]), >=, 4.1);
        }
    }
}

static void
test_other (void)
{
  const CrmChartPalette *palette = crm_chart_palette_get (FALSE, FALSE);
  GdkRGBA seventh = crm_chart_palette_color (palette, CRM_CHART_CATEGORIES);
  GdkRGBA first = crm_chart_palette_color (palette, 0);
  GdkRGBA end = crm_chart_palette_sequence (palette, 1);

  g_assert_true (gdk_rgba_equal (&seventh, &palette->neutral));
  g_assert_true (gdk_rgba_equal (&first, &palette->category[0]));
  g_assert_true (gdk_rgba_equal (&end, &palette->sequence[CRM_CHART_STEPS - 1]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/palette/deficiencies", test_deficiencies);
  g_test_add_func ("/charts/palette/grey", test_grey);
  g_test_add_func ("/charts/palette/contrast", test_contrast);
  g_test_add_func ("/charts/palette/edges", test_edges);
  g_test_add_func ("/charts/palette/other", test_other);
  return g_test_run ();
}

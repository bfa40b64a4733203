/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures as people read them, in the short and the full form. */

#include <math.h>

#include "crm-chart-number.h"

typedef struct
{
  double value;
  int decimals;
  CrmChartNumberFlags flags;
  const char *text;
} Case;

#define SHORT  CRM_CHART_NUMBER_SHORT
#define MYRIAD (CRM_CHART_NUMBER_SHORT | CRM_CHART_NUMBER_MYRIAD)
#define SIGNED CRM_CHART_NUMBER_SIGNED

/* clang-format off */
static const Case cases[] = {
  { 0, -1, 0, "0" }, { -0.0, -1, 0, "0" }, { 1284, -1, 0, "1,284" }, { 1234567.5, -1, 0, "1,234,568" },
  { 0.5, -1, 0, "0.5" }, { 0.000123, -1, 0, "0.000123" }, { 12.34, -1, 0, "12.34" }, { 12, 2, 0, "12.00" },
  { -7.6, 1, 0, "−7.6" }, { -0.04, 1, 0, "0.0" }, { 6, -1, SIGNED, "+6" }, { 0, -1, SIGNED, "0" },
  { 742000, -1, SHORT, "742k" }, { 999, -1, SHORT, "999" }, { 1000, -1, SHORT, "1k" }, { 1250000, -1, SHORT, "1.25M" },
  { 999950, -1, SHORT, "1M" }, { 999400, -1, SHORT, "999k" }, { 2.5e9, -1, SHORT, "2.5B" }, { -4200, -1, SHORT, "−4.2k" },
  { 46200000, -1, MYRIAD, "4,620 万" }, { 9999, -1, MYRIAD, "9,999" }, { 10000, -1, MYRIAD, "1 万" },
  { 742000, -1, MYRIAD, "74.2 万" }, { 1.5e8, -1, MYRIAD, "1.5 亿" }, { 99999999, -1, MYRIAD, "1 亿" },
  { 51, 0, CRM_CHART_NUMBER_PERCENT, "51 %" }, { NAN, -1, 0, "–" }, { INFINITY, -1, 0, "∞" }, { -INFINITY, -1, 0, "−∞" },
  { 1e300, -1, 0, "1e+300" },
};
/* clang-format on */

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
          crm_chart_number_format (cases[i].value, cases[i].decimals, cases[i].flags);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_format (void)
{
  const CrmChartFormat money = { (char *) "¥ ", NULL, 0, CRM_CHART_NUMBER_DEFAULT };
  const CrmChartFormat days = { NULL, (char *) " days", -1, CRM_CHART_NUMBER_DEFAULT };
  g_autofree char *full = crm_chart_format_value (&money, 742000, FALSE);
  g_autofree char *brief = crm_chart_format_value (&money, 742000, TRUE);
  g_autofree char *age = crm_chart_format_value (&days, 12.5, FALSE);

  g_assert_cmpstr (full, ==, "¥ 742,000");
  g_assert_cmpstr (brief, ==, "¥ 742k");
  g_assert_cmpstr (age, ==, "12.5 days");
}

static void
test_decimals (void)
{
  g_assert_cmpint (crm_chart_number_decimals_for (5), ==, 0);
  g_assert_cmpint (crm_chart_number_decimals_for (2.5), ==, 1);
  g_assert_cmpint (crm_chart_number_decimals_for (0.25), ==, 2);
  g_assert_cmpint (crm_chart_number_decimals_for (1e-4), ==, 4);
  g_assert_cmpint (crm_chart_number_decimals_for (0), ==, 0);
  g_assert_cmpint (crm_chart_number_decimals_for (NAN), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/number/cases", test_cases);
  g_test_add_func ("/charts/number/format", test_format);
  g_test_add_func ("/charts/number/decimals", test_decimals);
  return g_test_run ();
}

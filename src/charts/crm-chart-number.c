/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes figures for axes, labels and tooltips. Thread-blind. Reads the locale's decimal point and
 * grouping at each call, so that a test may switch them. */

#include "config.h"

#include "crm-chart-number.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  double size;
  const char *name;
} ShortUnit;

CrmChartNumberFlags
crm_chart_number_locale_flags (void)
{
  const char *const *names = g_get_language_names_with_category ("LC_MESSAGES");

  if (names[0] != NULL && (g_str_has_prefix (names[0], "zh") || g_str_has_prefix (names[0], "ja")))
    return CRM_CHART_NUMBER_MYRIAD;
  return CRM_CHART_NUMBER_DEFAULT;
}

/* The digits of a locale-free number, grouped by three, with the locale's marks. */
static char *
localise_digits (const char *plain)
{
  const struct lconv *conv = localeconv ();
  const char *point =
      conv->decimal_point != NULL && *conv->decimal_point ? conv->decimal_point : ".";
  const char *group = conv->thousands_sep != NULL ? conv->thousands_sep : "";
  const char *dot = strchr (plain, '.');
  gsize whole = dot != NULL ? (gsize) (dot - plain) : strlen (plain);
  GString *out = g_string_new (NULL);

  /* The C locale names no grouping; long figures are unreadable without. */
  if (*group == '\0' && g_str_equal (point, "."))
    group = ",";
  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0)
        g_string_append (out, group);
      g_string_append_c (out, plain[i]);
    }
  if (dot != NULL)
    {
      g_string_append (out, point);
      g_string_append (out, dot + 1);
    }
  return g_string_free (out, FALSE);
}

static void
trim_zeros (char *digits)
{
  gsize length = strlen (digits);

  if (strchr (digits, '.') == NULL)
    return;
  while (length > 0 && digits[length - 1] == '0')
    digits[--length] = '\0';
  if (length > 0 && digits[length - 1] == '.')
    digits[length - 1] = '\0';
}

static char *
format_magnitude (double magnitude, int decimals, gboolean trim)
{
  char format[16];
  char digits[64];

  if (magnitude >= 1e15)
    return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.3g", magnitude));
  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 9));
  g_ascii_formatd (digits, sizeof digits, format, magnitude);
  if (trim)
    trim_zeros (digits);
  return localise_digits (digits);
}

/* Decimals that leave three significant digits. */
static int
significant_decimals (double magnitude)
{
  if (magnitude == 0 || magnitude >= 99.95)
    return 0;
  if (magnitude >= 9.995)
    return 1;
  if (magnitude >= 0.9995)
    return 2;
  return CLAMP (2 - (int) floor (log10 (magnitude)), 2, 9);
}

static double
round_to (double value, int decimals)
{
  double power = pow (10, decimals);

  return round (value * power) / power;
}

static char *
format_short (double magnitude, int decimals, gboolean myriad)
{
  const ShortUnit western[] = {
    { 1, NULL },
    { 1e3, C_ ("short number", "k") },
    { 1e6, C_ ("short number", "M") },
    { 1e9, C_ ("short number", "B") },
    { 1e12, C_ ("short number", "T") },
  };
  static const ShortUnit eastern[] = {
    { 1, NULL }, { 1e4, "万" }, { 1e8, "亿" }, { 1e12, "万亿" }
  };
  const ShortUnit *units = myriad ? eastern : western;
  guint n = myriad ? G_N_ELEMENTS (eastern) : G_N_ELEMENTS (western);
  guint unit = n - 1;
  g_autofree char *digits = NULL;
  double mantissa;
  int places;

  while (unit > 0 && magnitude < units[unit].size)
    unit--;
  mantissa = magnitude / units[unit].size;
  places = decimals >= 0 ? decimals : significant_decimals (mantissa);
  /* 999,950 is one million, not a thousand thousand. */
  if (unit + 1 < n && round_to (mantissa, places) * units[unit].size >= units[unit + 1].size)
    {
      unit++;
      mantissa = magnitude / units[unit].size;
      places = decimals >= 0 ? decimals : significant_decimals (mantissa);
    }
  digits = format_magnitude (mantissa, places, decimals < 0);
  if (units[unit].name == NULL)
    return g_steal_pointer (&digits);
  return g_strconcat (digits, myriad ? " " : "", units[unit].name, NULL);
}

char *
crm_chart_number_format (double value, int decimals, CrmChartNumberFlags flags)
{
  double magnitude = fabs (value);
  g_autofree char *digits = NULL;
  g_autofree char *signed_digits = NULL;
  const char *sign = "";

  if (isnan (value))
    return g_strdup ("–");
  if (isinf (value))
    digits = g_strdup ("∞");
  else if (flags & CRM_CHART_NUMBER_SHORT)
    digits = format_short (magnitude, decimals, (flags & CRM_CHART_NUMBER_MYRIAD) != 0);
  else if (decimals >= 0)
    digits = format_magnitude (magnitude, decimals, FALSE);
  else
    digits = format_magnitude (
        magnitude, MAX (significant_decimals (magnitude), magnitude < 1000 ? 2 : 0), TRUE);

  /* A value that rounds to zero has no sign. */
  if (strpbrk (digits, "123456789") != NULL || isinf (value))
    {
      if (value < 0)
        sign = "−";
      else if (flags & CRM_CHART_NUMBER_SIGNED)
        sign = "+";
    }
  signed_digits = g_strconcat (sign, digits, NULL);
  if (flags & CRM_CHART_NUMBER_PERCENT)
    /* Translators: a percentage; Chinese leaves out the space. */
    return g_strdup_printf (C_ ("percentage", "%s %%"), signed_digits);
  return g_steal_pointer (&signed_digits);
}

char *
crm_chart_format_value (const CrmChartFormat *format, double value, gboolean shorten)
{
  static const CrmChartFormat plain = { NULL, NULL, -1, CRM_CHART_NUMBER_DEFAULT };
  CrmChartNumberFlags flags;
  g_autofree char *number = NULL;
  int decimals;

  if (format == NULL)
    format = &plain;
  flags = format->flags | crm_chart_number_locale_flags ();
  decimals = format->decimals;
  if (shorten)
    {
      flags |= CRM_CHART_NUMBER_SHORT;
      if (fabs (value) >= 1000)
        decimals = -1;
    }
  number = crm_chart_number_format (value, decimals, flags);
  return g_strconcat (format->prefix != NULL ? format->prefix : "", number,
                      format->suffix != NULL ? format->suffix : "", NULL);
}

int
crm_chart_number_decimals_for (double step)
{
  double scaled = fabs (step);

  if (!isfinite (step) || step == 0)
    return 0;
  for (int decimals = 0; decimals < 9; decimals++)
    {
      if (fabs (scaled - round (scaled)) < 1e-6 * MAX (1, scaled) && round (scaled) >= 1)
        return decimals;
      scaled *= 10;
    }
  return 9;
}

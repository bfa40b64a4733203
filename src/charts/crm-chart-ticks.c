/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where an axis has its marks and how they are called. Pure and thread-blind. Whatever the input, the
 * result is a non-empty, strictly ascending list of finite values. */

#include "config.h"

#include "crm-chart-ticks.h"

#include <float.h>
#include <math.h>

#include <glib/gi18n-lib.h>

#define HUGE_END  1e300
#define MAX_TICKS 200

void
crm_chart_range_sanitise (double *min, double *max)
{
  double low = *min;
  double high = *max;

  if (isnan (low) && isnan (high))
    {
      low = 0;
      high = 1;
    }
  else if (isnan (low))
    low = high;
  else if (isnan (high))
    high = low;
  low = CLAMP (low, -HUGE_END, HUGE_END);
  high = CLAMP (high, -HUGE_END, HUGE_END);
  if (low > high)
    {
      double swap = low;

      low = high;
      high = swap;
    }
  /* Too close for a double to count steps between them. */
  if (high - low <= MAX (fabs (low), fabs (high)) * 1e-12)
    {
      double room = high == 0 ? 0.5 : fabs (high) / 2;

      if (high == 0)
        low = 0, high = 1;
      else
        low -= room, high += room;
    }
  *min = low;
  *max = high;
}

static CrmChartTicks *
take_array (GArray *array, double step, CrmChartScaleKind kind)
{
  CrmChartTicks *ticks = g_new0 (CrmChartTicks, 1);

  ticks->n_values = array->len;
  ticks->values = (double *) (void *) g_array_free (array, FALSE);
  ticks->step = step;
  ticks->kind = kind;
  return ticks;
}

void
crm_chart_ticks_free (CrmChartTicks *ticks)
{
  if (ticks == NULL)
    return;
  g_free (ticks->values);
  g_free (ticks);
}

CrmChartTicks *
crm_chart_ticks_new_fixed (const double *values, guint n_values)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (double));
  double step = n_values > 1 ? INFINITY : 1;

  g_return_val_if_fail (n_values > 0, NULL);
  g_array_append_vals (array, values, n_values);
  for (guint i = 1; i < n_values; i++)
    step = MIN (step, fabs (values[i] - values[i - 1]));
  for (guint i = 0; i < n_values; i++)
    if (values[i] != 0 &&
        crm_chart_number_decimals_for (values[i]) > crm_chart_number_decimals_for (step))
      step = fabs (values[i]);
  return take_array (array, step, CRM_CHART_SCALE_LINEAR);
}

/* ---- linear: Talbot, Lin, Hanrahan 2010 ---- */

typedef struct
{
  double min, max, step, score;
} Labelling;

static const double nice_steps[] = { 1, 5, 2, 2.5, 4, 3 };
static const double weight_simplicity = 0.25, weight_coverage = 0.2, weight_density = 0.5,
                    weight_legibility = 0.05;

static double
weigh (double simplicity, double coverage, double density)
{
  return weight_simplicity * simplicity + weight_coverage * coverage + weight_density * density +
         weight_legibility;
}

static double
simplicity_limit (guint q, int skip)
{
  return 1 - q / (G_N_ELEMENTS (nice_steps) - 1.0) - skip + 1;
}

static double
simplicity (guint q, int skip, double min, double max, double step)
{
  double rest = fmod (min, step);
  double eps = step * 1e-10;
  gboolean has_zero;

  if (rest < 0)
    rest += step;
  has_zero = (rest < eps || step - rest < eps) && min <= 0 && max >= 0;
  return 1 - q / (G_N_ELEMENTS (nice_steps) - 1.0) - skip + (has_zero ? 1 : 0);
}

static double
coverage (double data_min, double data_max, double min, double max)
{
  double tenth = 0.1 * (data_max - data_min);
  double over = (data_max - max) / tenth;
  double under = (data_min - min) / tenth;

  return 1 - 0.5 * (over * over + under * under);
}

static double
coverage_limit (double data_min, double data_max, double span)
{
  double range = data_max - data_min;
  double half = (span - range) / 2 / (0.1 * range);

  return span > range ? 1 - half * half : 1;
}

static double
density (int count, int wanted, double data_min, double data_max, double min, double max)
{
  double r = (count - 1) / (max - min);
  double wanted_r = (wanted - 1) / (MAX (max, data_max) - MIN (min, data_min));

  return 2 - MAX (r / wanted_r, wanted_r / r);
}

static double
density_limit (int count, int wanted)
{
  return count >= wanted ? 2 - (count - 1.0) / (wanted - 1.0) : 1;
}

/* The best position of @count labels @step apart. */
static void
try_starts (Labelling *best, guint q, int skip, int count, int wanted, double step, double min,
            double max, gboolean loose)
{
  double first = floor (max / step) * skip - (count - 1.0) * skip;
  double last = ceil (min / step) * skip;

  if (last - first > 1000)
    return;
  for (double start = first; start <= last; start++)
    {
      double low = start * (step / skip);
      double high = low + step * (count - 1);
      double score;

      if (loose && (low > min + step * 1e-10 || high < max - step * 1e-10))
        continue;
      score = weigh (simplicity (q, skip, low, high, step), coverage (min, max, low, high),
                     density (count, wanted, min, max, low, high));
      if (score > best->score)
        *best = (Labelling){ low, high, step, score };
    }
}

static void
search_labelling (Labelling *best, int wanted, double min, double max, gboolean loose)
{
  for (int skip = 1; skip < 10; skip++)
    for (guint q = 0; q < G_N_ELEMENTS (nice_steps); q++)
      {
        double s_limit = simplicity_limit (q, skip);

        if (weigh (s_limit, 1, 1) < best->score)
          return;
        for (int count = 2; count < MAX_TICKS; count++)
          {
            double d_limit = density_limit (count, wanted);
            double gap = (max - min) / (count + 1) / skip / nice_steps[q];

            if (weigh (s_limit, 1, d_limit) < best->score)
              break;
            for (double z = ceil (log10 (gap)); z < 305; z++)
              {
                double step = skip * nice_steps[q] * pow (10, z);

                if (weigh (s_limit, coverage_limit (min, max, step * (count - 1)), d_limit) <
                    best->score)
                  break;
                try_starts (best, q, skip, count, wanted, step, min, max, loose);
              }
          }
      }
}

CrmChartTicks *
crm_chart_ticks_linear (double min, double max, guint target, gboolean loose)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (double));
  Labelling best = { 0, 0, 0, -2 };
  double scale = 1;
  double origin;

  crm_chart_range_sanitise (&min, &max);
  /* Differences of huge ends overflow; a power of ten keeps every digit that counts. */
  if (MAX (fabs (min), fabs (max)) > 1e150)
    scale = 1e150;
  search_labelling (&best, MAX (2, (int) target), min / scale, max / scale, loose);
  if (best.step <= 0)
    best = (Labelling){ min / scale, max / scale, (max - min) / scale, 0 };

  origin = round (best.min / best.step * 10);
  for (int i = 0; i < MAX_TICKS; i++)
    {
      /* A multiple of a tenth step has fewer rounding errors than a running sum. */
      double value = (origin + i * 10.0) * (best.step / 10) * scale;

      if (value > (best.max + best.step / 1000) * scale)
        break;
      value = fabs (value) < best.step * scale * 1e-9 ? 0 : value;
      g_array_append_val (array, value);
    }
  return take_array (array, best.step * scale, CRM_CHART_SCALE_LINEAR);
}

/* ---- log and square root ---- */

CrmChartTicks *
crm_chart_ticks_log (double min, double max, guint target)
{
  static const double parts[] = { 1, 2, 5 };
  GArray *array;
  double first, last;
  guint stride, n_parts;

  crm_chart_range_sanitise (&min, &max);
  if (max <= 0)
    min = 1, max = 10;
  if (min <= 0)
    min = max / 1e6;
  target = MAX (2, target);
  first = floor (log10 (min) + 1e-9);
  last = ceil (log10 (max) - 1e-9);
  if (log10 (max / min) < 1)
    {
      CrmChartTicks *ticks = crm_chart_ticks_linear (min, max, target, FALSE);

      /* Zero has no place on a log axis. */
      if (ticks->values[0] > 0)
        return ticks;
      crm_chart_ticks_free (ticks);
    }
  stride = MAX (1, (guint) ceil ((last - first + 1) / (target + 2.0)));
  n_parts = last - first <= 1 + target / 3.0 ? G_N_ELEMENTS (parts) : 1;
  array = g_array_new (FALSE, FALSE, sizeof (double));
  for (double power = first; power <= last; power += stride)
    for (guint i = 0; i < n_parts; i++)
      {
        double value = pow (10, power) * parts[i];

        if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9))
          g_array_append_val (array, value);
      }
  if (array->len == 0)
    g_array_append_val (array, min);
  return take_array (array, pow (10, stride), CRM_CHART_SCALE_LOG);
}

/* The nearest of 1, 2, 3, 5 times a power of ten (Heckbert, "Nice Numbers for Graph Labels", Graphics
 * Gems, 1990, with 3 so that squares find a neighbour). */
static double
round_nicely (double value)
{
  static const double nice[] = { 1, 2, 3, 5, 10 };
  double power, best = 1;

  if (value <= 0)
    return 0;
  power = pow (10, floor (log10 (value)));
  for (guint i = 0; i < G_N_ELEMENTS (nice); i++)
    if (fabs (log (value / power / nice[i])) < fabs (log (value / power / best)))
      best = nice[i];
  return best * power;
}

CrmChartTicks *
crm_chart_ticks_sqrt (double min, double max, guint target)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (double));
  double root;

  crm_chart_range_sanitise (&min, &max);
  min = MAX (0, min);
  max = MAX (min + 1e-9, max);
  target = MAX (2, target);
  root = sqrt (max) - sqrt (min);
  for (guint i = 0; i < target; i++)
    {
      double at = sqrt (min) + root * i / (target - 1);
      double value = i == 0 && min == 0 ? 0 : round_nicely (at * at);

      if (value < min || value > max)
        continue;
      if (array->len == 0 || value > g_array_index (array, double, array->len - 1))
        g_array_append_val (array, value);
    }
  if (array->len == 0)
    g_array_append_val (array, min);
  return take_array (array, 1, CRM_CHART_SCALE_SQRT);
}

/* ---- time ---- */

typedef struct
{
  CrmChartTimeUnit unit;
  int count;
  double seconds;
} TimeStep;

static const TimeStep time_steps[] = {
  { CRM_CHART_TIME_SECOND, 1, 1 },
  { CRM_CHART_TIME_SECOND, 5, 5 },
  { CRM_CHART_TIME_SECOND, 15, 15 },
  { CRM_CHART_TIME_SECOND, 30, 30 },
  { CRM_CHART_TIME_MINUTE, 1, 60 },
  { CRM_CHART_TIME_MINUTE, 5, 300 },
  { CRM_CHART_TIME_MINUTE, 15, 900 },
  { CRM_CHART_TIME_MINUTE, 30, 1800 },
  { CRM_CHART_TIME_HOUR, 1, 3600 },
  { CRM_CHART_TIME_HOUR, 3, 3 * 3600 },
  { CRM_CHART_TIME_HOUR, 6, 6 * 3600 },
  { CRM_CHART_TIME_HOUR, 12, 12 * 3600 },
  { CRM_CHART_TIME_DAY, 1, 86400 },
  { CRM_CHART_TIME_DAY, 2, 2 * 86400 },
  { CRM_CHART_TIME_DAY, 7, 7 * 86400 },
  { CRM_CHART_TIME_DAY, 14, 14 * 86400 },
  { CRM_CHART_TIME_MONTH, 1, 30.44 * 86400 },
  { CRM_CHART_TIME_MONTH, 2, 60.9 * 86400 },
  { CRM_CHART_TIME_MONTH, 3, 91.3 * 86400 },
  { CRM_CHART_TIME_MONTH, 6, 182.6 * 86400 },
  { CRM_CHART_TIME_YEAR, 1, 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 2, 2 * 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 5, 5 * 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 10, 10 * 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 20, 20 * 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 50, 50 * 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 100, 100 * 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 500, 500 * 365.25 * 86400 },
  { CRM_CHART_TIME_YEAR, 2000, 2000 * 365.25 * 86400 },
};

/* GDateTime ends at the year 9999; leave room for the step behind it. */
static const double time_floor = -62135596800.0;
static const double time_ceiling = 253370764800.0;

static GDateTime *
time_at (double seconds, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc ((gint64) CLAMP (seconds, time_floor + 86400, time_ceiling));

  return g_date_time_to_timezone (utc, zone);
}

/* The last calendar step at or before @seconds. */
static GDateTime *
floor_time (double seconds, const TimeStep *step, GTimeZone *zone)
{
  g_autoptr (GDateTime) at = time_at (seconds, zone);
  int year = g_date_time_get_year (at), month = g_date_time_get_month (at);
  int day = g_date_time_get_day_of_month (at), hour = g_date_time_get_hour (at);
  int minute = g_date_time_get_minute (at), second = g_date_time_get_second (at);

  switch (step->unit)
    {
    case CRM_CHART_TIME_YEAR:
      return g_date_time_new (zone, MAX (1, year - year % step->count), 1, 1, 0, 0, 0);
    case CRM_CHART_TIME_MONTH:
      return g_date_time_new (zone, year, month - (month - 1) % step->count, 1, 0, 0, 0);
    case CRM_CHART_TIME_DAY:
      {
        g_autoptr (GDateTime) midnight = g_date_time_new (zone, year, month, day, 0, 0, 0);
        /* Weeks begin on Monday; other steps count from the first of the month. */
        int back =
            step->count >= 7 ? g_date_time_get_day_of_week (at) - 1 : (day - 1) % step->count;

        return g_date_time_add_days (midnight, -back);
      }
    case CRM_CHART_TIME_HOUR:
      return g_date_time_new (zone, year, month, day, hour - hour % step->count, 0, 0);
    case CRM_CHART_TIME_MINUTE:
      return g_date_time_new (zone, year, month, day, hour, minute - minute % step->count, 0);
    case CRM_CHART_TIME_SECOND:
    default:
      return g_date_time_new (zone, year, month, day, hour, minute, second - second % step->count);
    }
}

static GDateTime *
add_step (GDateTime *at, const TimeStep *step)
{
  switch (step->unit)
    {
    case CRM_CHART_TIME_YEAR:
      return g_date_time_add_years (at, step->count);
    case CRM_CHART_TIME_MONTH:
      return g_date_time_add_months (at, step->count);
    case CRM_CHART_TIME_DAY:
      return g_date_time_add_days (at, step->count);
    case CRM_CHART_TIME_HOUR:
      return g_date_time_add_hours (at, step->count);
    case CRM_CHART_TIME_MINUTE:
      return g_date_time_add_minutes (at, step->count);
    case CRM_CHART_TIME_SECOND:
    default:
      return g_date_time_add_seconds (at, step->count);
    }
}

CrmChartTicks *
crm_chart_ticks_time (double min, double max, guint target, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
  GArray *array = g_array_new (FALSE, FALSE, sizeof (double));
  const TimeStep *step = &time_steps[G_N_ELEMENTS (time_steps) - 1];
  g_autoptr (GDateTime) at = NULL;
  CrmChartTicks *ticks;

  crm_chart_range_sanitise (&min, &max);
  min = CLAMP (min, time_floor + 2 * 86400, time_ceiling - 2);
  max = CLAMP (max, min + 1, time_ceiling);
  for (guint i = G_N_ELEMENTS (time_steps); i-- > 0;)
    if ((max - min) / time_steps[i].seconds <= MAX (2, target))
      step = &time_steps[i];

  at = floor_time (min, step, local);
  while (at != NULL && array->len < MAX_TICKS)
    {
      double value = g_date_time_to_unix (at);
      GDateTime *next;

      if (value > max)
        break;
      if (value >= min &&
          (array->len == 0 || value > g_array_index (array, double, array->len - 1)))
        g_array_append_val (array, value);
      next = add_step (at, step);
      g_date_time_unref (at);
      at = next;
    }
  if (array->len == 0)
    g_array_append_val (array, min);
  ticks = take_array (array, step->count, CRM_CHART_SCALE_TIME);
  ticks->unit = step->unit;
  return ticks;
}

char *
crm_chart_time_label (double seconds, CrmChartTimeUnit unit, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
  g_autoptr (GDateTime) at = time_at (seconds, local);

  switch (unit)
    {
    case CRM_CHART_TIME_YEAR:
      /* Translators: a year on a chart axis, see g_date_time_format(). */
      return g_date_time_format (at, C_ ("chart year", "%Y"));
    case CRM_CHART_TIME_MONTH:
      /* January stands for the year, so that years are told apart without a second row. */
      if (g_date_time_get_month (at) == 1)
        return g_date_time_format (at, C_ ("chart year", "%Y"));
      /* Translators: a month on a chart axis; Chinese: %-m月 */
      return g_date_time_format (at, C_ ("chart month", "%b"));
    case CRM_CHART_TIME_DAY:
      /* Translators: a day on a chart axis; Chinese: %-m月%-d日 */
      return g_date_time_format (at, C_ ("chart day", "%-d %b"));
    case CRM_CHART_TIME_SECOND:
      return g_date_time_format (at, "%H:%M:%S");
    case CRM_CHART_TIME_HOUR:
    case CRM_CHART_TIME_MINUTE:
    default:
      return g_date_time_format (at, "%H:%M");
    }
}

CrmChartTicks *
crm_chart_ticks_for (CrmChartScaleKind kind, double min, double max, guint target)
{
  switch (kind)
    {
    case CRM_CHART_SCALE_LOG:
      return crm_chart_ticks_log (min, max, target);
    case CRM_CHART_SCALE_SQRT:
      return crm_chart_ticks_sqrt (min, max, target);
    case CRM_CHART_SCALE_TIME:
      return crm_chart_ticks_time (min, max, target, NULL);
    case CRM_CHART_SCALE_LINEAR:
    case CRM_CHART_SCALE_CATEGORY:
    default:
      return crm_chart_ticks_linear (min, max, target, FALSE);
    }
}

char *
crm_chart_ticks_label (const CrmChartTicks *ticks, guint index, const CrmChartFormat *format)
{
  CrmChartFormat own = { 0 };
  double value;

  g_return_val_if_fail (index < ticks->n_values, NULL);
  value = ticks->values[index];
  if (ticks->kind == CRM_CHART_SCALE_TIME)
    return crm_chart_time_label (value, ticks->unit, NULL);
  if (format != NULL)
    own = *format;
  if (ticks->kind == CRM_CHART_SCALE_LINEAR && fabs (value) < 1000)
    own.decimals = crm_chart_number_decimals_for (ticks->step);
  else
    own.decimals = -1;
  /* Small whole values on an axis of thousands need no unit, but 1,500 and 2,000 must look alike. */
  return crm_chart_format_value (
      &own, value, fabs (ticks->values[ticks->n_values - 1]) >= 1000 || fabs (value) >= 1000);
}

/* ---- scale ---- */

double
crm_chart_scale_transform (CrmChartScaleKind kind, double value)
{
  if (kind == CRM_CHART_SCALE_LOG)
    return log10 (value);
  if (kind == CRM_CHART_SCALE_SQRT)
    return sqrt (value);
  return value;
}

double
crm_chart_scale_restore (CrmChartScaleKind kind, double value)
{
  if (kind == CRM_CHART_SCALE_LOG)
    return pow (10, value);
  if (kind == CRM_CHART_SCALE_SQRT)
    return value * value;
  return value;
}

void
crm_chart_scale_init (CrmChartScale *scale, CrmChartScaleKind kind, double min, double max,
                      double start, double end)
{
  crm_chart_range_sanitise (&min, &max);
  if (kind == CRM_CHART_SCALE_LOG)
    {
      max = max > 0 ? max : 10;
      min = min > 0 ? min : MIN (1, max / 10);
    }
  else if (kind == CRM_CHART_SCALE_SQRT)
    {
      min = MAX (0, min);
      max = MAX (max, min + 1e-9);
    }
  *scale = (CrmChartScale){ kind, min, max, start, end };
}

double
crm_chart_scale_map (const CrmChartScale *scale, double value)
{
  double low = crm_chart_scale_transform (scale->kind, scale->min);
  double high = crm_chart_scale_transform (scale->kind, scale->max);
  double at = crm_chart_scale_transform (scale->kind, value);

  /* Nothing finite stands for zero on a log axis: it is drawn at the low end. */
  if (!isfinite (at))
    at = value > 0 ? high : low;
  return scale->start + (at - low) / (high - low) * (scale->end - scale->start);
}

double
crm_chart_scale_invert (const CrmChartScale *scale, double position)
{
  double low = crm_chart_scale_transform (scale->kind, scale->min);
  double high = crm_chart_scale_transform (scale->kind, scale->max);

  return crm_chart_scale_restore (
      scale->kind, low + (position - scale->start) / (scale->end - scale->start) * (high - low));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The description of a chart: series, axes, texts. Main thread only. Owns every string in its points. */

#include "config.h"

#include "crm-chart-model.h"

#include <math.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  char *name;
  int color;
  GArray *points;
} Series;

struct _CrmChartModel
{
  GObject parent_instance;

  CrmChartKind kind;
  char *title;
  char *caption;
  char *summary;
  char *empty_text;
  char *center_figure;
  char *center_word;
  char *before;
  char *after;
  char *label_column;
  char *value_column;
  gboolean show_values;
  GPtrArray *series;
  GArray *references;
  CrmChartAxis axes[2];
  CrmChartCloud *cloud;
  CrmChartDensity *density;
};

G_DEFINE_FINAL_TYPE (CrmChartModel, crm_chart_model, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_point (gpointer data)
{
  CrmChartPoint *point = data;

  g_free ((char *) point->label);
  g_free ((char *) point->key);
}

static void
free_series (gpointer data)
{
  Series *series = data;

  g_free (series->name);
  g_array_unref (series->points);
  g_free (series);
}

static void
clear_reference (gpointer data)
{
  g_free (((CrmChartReference *) data)->label);
}

static void
crm_chart_model_finalize (GObject *object)
{
  CrmChartModel *self = CRM_CHART_MODEL (object);

  g_free (self->title);
  g_free (self->caption);
  g_free (self->summary);
  g_free (self->empty_text);
  g_free (self->center_figure);
  g_free (self->center_word);
  g_free (self->before);
  g_free (self->after);
  g_free (self->label_column);
  g_free (self->value_column);
  g_ptr_array_unref (self->series);
  g_array_unref (self->references);
  for (guint i = 0; i < G_N_ELEMENTS (self->axes); i++)
    {
      g_free (self->axes[i].title);
      g_free (self->axes[i].format.prefix);
      g_free (self->axes[i].format.suffix);
      g_clear_pointer (&self->axes[i].ticks, g_array_unref);
    }
  g_clear_pointer (&self->cloud, crm_chart_cloud_unref);
  g_clear_pointer (&self->density, crm_chart_density_unref);

  G_OBJECT_CLASS (crm_chart_model_parent_class)->finalize (object);
}

static void
crm_chart_model_class_init (CrmChartModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_chart_model_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_chart_model_init (CrmChartModel *self)
{
  self->show_values = TRUE;
  self->series = g_ptr_array_new_with_free_func (free_series);
  self->references = g_array_new (FALSE, FALSE, sizeof (CrmChartReference));
  g_array_set_clear_func (self->references, clear_reference);
  for (guint i = 0; i < G_N_ELEMENTS (self->axes); i++)
    {
      self->axes[i].min = self->axes[i].max = NAN;
      self->axes[i].format.decimals = -1;
    }
}

static void
emit_changed (CrmChartModel *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
replace_string (CrmChartModel *self, char **field, const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  emit_changed (self);
}

CrmChartModel *
crm_chart_model_new (CrmChartKind kind)
{
  CrmChartModel *self = g_object_new (CRM_TYPE_CHART_MODEL, NULL);

  self->kind = kind;
  return self;
}

CrmChartKind
crm_chart_model_get_kind (CrmChartModel *self)
{
  return self->kind;
}

/* ---- texts ---- */

void
crm_chart_model_set_title (CrmChartModel *self, const char *title)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  replace_string (self, &self->title, title);
}

const char *
crm_chart_model_get_title (CrmChartModel *self)
{
  return self->title;
}

void
crm_chart_model_set_caption (CrmChartModel *self, const char *caption)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  replace_string (self, &self->caption, caption);
}

const char *
crm_chart_model_get_caption (CrmChartModel *self)
{
  return self->caption;
}

void
crm_chart_model_set_summary (CrmChartModel *self, const char *summary)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  replace_string (self, &self->summary, summary);
}

void
crm_chart_model_set_empty_text (CrmChartModel *self, const char *text)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  replace_string (self, &self->empty_text, text);
}

const char *
crm_chart_model_get_empty_text (CrmChartModel *self)
{
  return self->empty_text;
}

void
crm_chart_model_set_center (CrmChartModel *self, const char *figure, const char *word)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  replace_string (self, &self->center_figure, figure);
  replace_string (self, &self->center_word, word);
}

const char *
crm_chart_model_get_center_figure (CrmChartModel *self)
{
  return self->center_figure;
}

const char *
crm_chart_model_get_center_word (CrmChartModel *self)
{
  return self->center_word;
}

void
crm_chart_model_set_sides (CrmChartModel *self, const char *before, const char *after)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  replace_string (self, &self->before, before);
  replace_string (self, &self->after, after);
}

const char *
crm_chart_model_get_side (CrmChartModel *self, gboolean after)
{
  return after ? self->after : self->before;
}

void
crm_chart_model_set_columns (CrmChartModel *self, const char *label_column,
                             const char *value_column)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  replace_string (self, &self->label_column, label_column);
  replace_string (self, &self->value_column, value_column);
}

const char *
crm_chart_model_get_label_column (CrmChartModel *self)
{
  return self->label_column;
}

const char *
crm_chart_model_get_value_column (CrmChartModel *self)
{
  return self->value_column;
}

void
crm_chart_model_set_show_values (CrmChartModel *self, gboolean show_values)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  self->show_values = show_values;
  emit_changed (self);
}

gboolean
crm_chart_model_get_show_values (CrmChartModel *self)
{
  return self->show_values;
}

gboolean
crm_chart_model_is_empty (CrmChartModel *self)
{
  if (self->density != NULL)
    return self->density->max == 0;
  if (self->cloud != NULL)
    return crm_chart_cloud_get_n_points (self->cloud) == 0;
  for (guint s = 0; s < self->series->len; s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (self, s); p++)
      if (isfinite (crm_chart_model_get_point (self, s, p)->y))
        return FALSE;
  return TRUE;
}

/* ---- series ---- */

guint
crm_chart_model_add_series (CrmChartModel *self, const char *name, int color)
{
  Series *series = g_new0 (Series, 1);

  g_return_val_if_fail (CRM_IS_CHART_MODEL (self), 0);
  series->name = g_strdup (name);
  series->color = color == CRM_CHART_COLOR_AUTO ? (int) self->series->len : color;
  series->points = g_array_new (FALSE, FALSE, sizeof (CrmChartPoint));
  g_array_set_clear_func (series->points, clear_point);
  g_ptr_array_add (self->series, series);
  emit_changed (self);
  return self->series->len - 1;
}

guint
crm_chart_model_get_n_series (CrmChartModel *self)
{
  return self->series->len;
}

static Series *
get_series (CrmChartModel *self, guint series)
{
  return series < self->series->len ? g_ptr_array_index (self->series, series) : NULL;
}

const char *
crm_chart_model_get_series_name (CrmChartModel *self, guint series)
{
  Series *found = get_series (self, series);

  return found != NULL ? found->name : NULL;
}

int
crm_chart_model_get_series_color (CrmChartModel *self, guint series)
{
  Series *found = get_series (self, series);

  return found != NULL ? found->color : CRM_CHART_COLOR_NEUTRAL;
}

guint
crm_chart_model_add_point (CrmChartModel *self, guint series, const CrmChartPoint *point)
{
  Series *found = get_series (self, series);
  CrmChartPoint copy = *point;

  g_return_val_if_fail (found != NULL, 0);
  copy.label = g_strdup (point->label);
  copy.key = g_strdup (point->key);
  g_array_append_val (found->points, copy);
  emit_changed (self);
  return found->points->len - 1;
}

guint
crm_chart_model_add_value (CrmChartModel *self, guint series, const char *label, double value,
                           const char *key)
{
  CrmChartPoint point = CRM_CHART_POINT_INIT;

  point.x = crm_chart_model_get_n_points (self, series);
  point.y = value;
  point.label = label;
  point.key = key;
  return crm_chart_model_add_point (self, series, &point);
}

guint
crm_chart_model_get_n_points (CrmChartModel *self, guint series)
{
  Series *found = get_series (self, series);

  return found != NULL ? found->points->len : 0;
}

const CrmChartPoint *
crm_chart_model_get_point (CrmChartModel *self, guint series, guint point)
{
  Series *found = get_series (self, series);

  g_return_val_if_fail (found != NULL && point < found->points->len, NULL);
  return &g_array_index (found->points, CrmChartPoint, point);
}

static int
compare_larger_first (gconstpointer a, gconstpointer b)
{
  double first = ((const CrmChartPoint *) a)->y;
  double second = ((const CrmChartPoint *) b)->y;

  return first < second ? 1 : first > second ? -1 : 0;
}

void
crm_chart_model_fold (CrmChartModel *self, guint series, guint keep)
{
  Series *found = get_series (self, series);
  CrmChartPoint other = CRM_CHART_POINT_INIT;
  guint i;

  g_return_if_fail (found != NULL && keep > 0);
  if (found->points->len <= keep)
    return;
  g_array_sort (found->points, compare_larger_first);
  other.x = keep - 1;
  other.y = 0;
  other.n = 0;
  other.color = CRM_CHART_COLOR_NEUTRAL;
  other.label = g_strdup (C_ ("chart category", "Other"));
  for (i = keep - 1; i < found->points->len; i++)
    {
      const CrmChartPoint *point = &g_array_index (found->points, CrmChartPoint, i);

      other.y += isfinite (point->y) ? point->y : 0;
      other.n = point->n < 0 || other.n < 0 ? -1 : other.n + point->n;
    }
  g_array_set_size (found->points, keep - 1);
  g_array_append_val (found->points, other);
  emit_changed (self);
}

void
crm_chart_model_add_reference (CrmChartModel *self, double value, const char *label)
{
  CrmChartReference reference = { value, g_strdup (label) };

  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  g_array_append_val (self->references, reference);
  emit_changed (self);
}

guint
crm_chart_model_get_n_references (CrmChartModel *self)
{
  return self->references->len;
}

const CrmChartReference *
crm_chart_model_get_reference (CrmChartModel *self, guint index)
{
  g_return_val_if_fail (index < self->references->len, NULL);
  return &g_array_index (self->references, CrmChartReference, index);
}

/* ---- axes ---- */

void
crm_chart_model_set_axis_kind (CrmChartModel *self, CrmChartDimension which, CrmChartScaleKind kind)
{
  self->axes[which].kind = kind;
  emit_changed (self);
}

void
crm_chart_model_set_axis_title (CrmChartModel *self, CrmChartDimension which, const char *title)
{
  replace_string (self, &self->axes[which].title, title);
}

void
crm_chart_model_set_axis_range (CrmChartModel *self, CrmChartDimension which, double min,
                                double max)
{
  self->axes[which].min = min;
  self->axes[which].max = max;
  emit_changed (self);
}

void
crm_chart_model_set_axis_reversed (CrmChartModel *self, CrmChartDimension which, gboolean reversed)
{
  self->axes[which].reversed = reversed;
  emit_changed (self);
}

void
crm_chart_model_set_axis_ticks (CrmChartModel *self, CrmChartDimension which, const double *values,
                                guint n_values)
{
  g_clear_pointer (&self->axes[which].ticks, g_array_unref);
  if (n_values > 0)
    {
      self->axes[which].ticks = g_array_sized_new (FALSE, FALSE, sizeof (double), n_values);
      g_array_append_vals (self->axes[which].ticks, values, n_values);
    }
  emit_changed (self);
}

void
crm_chart_model_set_axis_format (CrmChartModel *self, CrmChartDimension which, const char *prefix,
                                 const char *suffix, int decimals, CrmChartNumberFlags flags)
{
  CrmChartFormat *format = &self->axes[which].format;

  g_free (format->prefix);
  g_free (format->suffix);
  *format = (CrmChartFormat){ g_strdup (prefix), g_strdup (suffix), decimals, flags };
  emit_changed (self);
}

const CrmChartAxis *
crm_chart_model_get_axis (CrmChartModel *self, CrmChartDimension which)
{
  return &self->axes[which];
}

/* ---- clouds ---- */

void
crm_chart_model_set_cloud (CrmChartModel *self, CrmChartCloud *cloud)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  if (cloud != NULL)
    crm_chart_cloud_ref (cloud);
  g_clear_pointer (&self->cloud, crm_chart_cloud_unref);
  self->cloud = cloud;
  emit_changed (self);
}

CrmChartCloud *
crm_chart_model_get_cloud (CrmChartModel *self)
{
  return self->cloud;
}

void
crm_chart_model_set_density (CrmChartModel *self, CrmChartDensity *density)
{
  g_return_if_fail (CRM_IS_CHART_MODEL (self));
  if (density != NULL)
    crm_chart_density_ref (density);
  g_clear_pointer (&self->density, crm_chart_density_unref);
  self->density = density;
  emit_changed (self);
}

CrmChartDensity *
crm_chart_model_get_density (CrmChartModel *self)
{
  return self->density;
}

/* ---- summary ---- */

/* "9 values, from 1.1 (Jun) to 1.9 (Nov)." names the extremes, which is what a glance would take in. */
char *
crm_chart_model_dup_summary (CrmChartModel *self)
{
  const CrmChartPoint *least = NULL, *most = NULL;
  const CrmChartFormat *format = &self->axes[CRM_CHART_Y].format;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  guint count = 0;

  g_return_val_if_fail (CRM_IS_CHART_MODEL (self), NULL);
  if (self->summary != NULL)
    return g_strdup (self->summary);
  if (crm_chart_model_is_empty (self))
    return g_strdup (self->empty_text != NULL ? self->empty_text : _ ("There is no data yet."));
  if (self->cloud != NULL)
    {
      gulong n = (gulong) crm_chart_cloud_get_n_points (self->cloud);
      g_autofree char *digits = crm_chart_number_format (n, 0, CRM_CHART_NUMBER_DEFAULT);

      /* Translators: %s is a number with separators. */
      return g_strdup_printf (ngettext ("%s point.", "%s points.", n), digits);
    }
  for (guint s = 0; s < self->series->len; s++)
    for (guint p = 0; p < crm_chart_model_get_n_points (self, s); p++)
      {
        const CrmChartPoint *point = crm_chart_model_get_point (self, s, p);

        if (!isfinite (point->y))
          continue;
        count++;
        least = least == NULL || point->y < least->y ? point : least;
        most = most == NULL || point->y > most->y ? point : most;
      }
  if (most == NULL)
    return g_strdup ("");
  low = crm_chart_format_value (format, least->y, FALSE);
  high = crm_chart_format_value (format, most->y, FALSE);
  if (least->label == NULL || most->label == NULL)
    /* Translators: number of values, smallest, largest. */
    return g_strdup_printf (
        ngettext ("%u value, from %s to %s.", "%u values, from %s to %s.", count), count, low,
        high);
  /* Translators: number of values; smallest and where; largest and where. */
  return g_strdup_printf (
      ngettext ("%u value, from %s (%s) to %s (%s).", "%u values, from %s (%s) to %s (%s).", count),
      count, low, least->label, high, most->label);
}

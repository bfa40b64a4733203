/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Describes groups. Rows are sorted by group once; columns are then worked through on threads, each
 * with exact sums, so that neither threads nor the order of rows show. Stateless; any thread. */

#include "config.h"

#include "crm-segments.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-matching.h"
#include "crm-order.h"

typedef struct
{
  const CrmSegmentsInput *input;
  CrmSegments *result;
  const guint32 *rows; /* by group */
  const gsize *starts; /* [k + 1] into rows */
  const CrmAnalyticsContext *context;
} Description;

static CrmSegments *
allocate (guint k, guint d)
{
  CrmSegments *self = g_new0 (CrmSegments, 1);

  self->k = k;
  self->d = d;
  self->segments = g_new0 (CrmSegment, k + 1);
  self->memory = g_new0 (double, 5 * k * d + 1);
  self->driver_memory = g_new0 (guint, k * d + 1);
  for (guint c = 0; c < k; c++)
    {
      CrmSegment *segment = &self->segments[c];
      double *memory = self->memory + 5 * c * d;

      segment->label = c;
      segment->z_center = memory;
      segment->mean = memory + d;
      segment->geometric = memory + 2 * d;
      segment->median = memory + 3 * d;
      segment->cohen_d = memory + 4 * d;
      segment->drivers = self->driver_memory + c * d;
      segment->cell = -1;
    }
  return self;
}

void
crm_segments_free (CrmSegments *self)
{
  if (self == NULL)
    return;

  g_free (self->segments);
  g_free (self->memory);
  g_free (self->driver_memory);
  g_free (self);
}

/* NaN when cancelled, as the following. */
static double
sum_squares (const double *values, gsize n, double mean, const CrmAnalyticsContext *context)
{
  CrmExactSum sum;

  crm_exact_sum_init (&sum);
  for (gsize i = 0; i < n; i++)
    {
      crm_exact_sum_add (&sum, (values[i] - mean) * (values[i] - mean));
      if (crm_analytics_cancelled_at (context, i))
        return NAN;
    }
  return crm_exact_sum_value (&sum);
}

static double
find_geometric (const double *values, gsize n, const CrmAnalyticsContext *context)
{
  CrmExactSum sum;

  crm_exact_sum_init (&sum);
  for (gsize i = 0; i < n; i++)
    {
      if (values[i] < 0 || crm_analytics_cancelled_at (context, i))
        return NAN;
      crm_exact_sum_add (&sum, log1p (values[i]));
    }
  return expm1 (crm_exact_sum_value (&sum) / (double) n);
}

/* From both groups' means and sums of squares around them. */
static double
find_cohen_d (double n1, double mean1, double squares1, double n2, double mean2, double squares2)
{
  double pooled = n1 + n2 > 2 ? sqrt ((squares1 + squares2) / (n1 + n2 - 2)) : 0;

  return pooled > 0 && n2 > 0 ? (mean1 - mean2) / pooled : NAN;
}

/* FALSE when cancelled. */
static gboolean
pick (const double *column, const guint32 *rows, gsize n, const CrmAnalyticsContext *context,
      double *values)
{
  for (gsize i = 0; i < n; i++)
    {
      values[i] = column[rows[i]];
      if (crm_analytics_cancelled_at (context, i))
        return FALSE;
    }
  return !crm_analytics_cancelled (context);
}

/* Column @j of every group. */
static void
describe_column (gsize j, gsize begin, gsize end, gpointer data)
{
  Description *description = data;
  const CrmSegmentsInput *input = description->input;
  const double *z = input->z != NULL ? input->z[j] : input->columns[j];
  g_autofree double *values = g_new (double, input->n);
  const CrmAnalyticsContext *context = description->context;
  double mean = crm_analytics_sum_exact (context, z, input->n) / (double) input->n;
  double total = sum_squares (z, input->n, mean, context);

  for (guint c = 0; c < input->k; c++)
    {
      CrmSegment *segment = &description->result->segments[c];
      const guint32 *rows = description->rows + description->starts[c];
      double n1 = (double) segment->n, n2 = (double) (input->n - segment->n);
      double squares, mean_rest, squares_rest;

      if (segment->n == 0)
        continue;

      if (!pick (input->columns[j], rows, segment->n, context, values))
        return;
      segment->mean[j] = crm_analytics_sum_exact (context, values, segment->n) / n1;
      segment->median[j] = crm_order_median (values, segment->n, context);
      segment->geometric[j] = find_geometric (values, segment->n, context);

      if (!pick (z, rows, segment->n, context, values))
        return;
      segment->z_center[j] = crm_analytics_sum_exact (context, values, segment->n) / n1;
      squares = sum_squares (values, segment->n, segment->z_center[j], context);

      /* The rest's figures follow from those of all rows (Chan, Golub and LeVeque, 1983). */
      mean_rest = n2 > 0 ? mean + (mean - segment->z_center[j]) * n1 / n2 : NAN;
      squares_rest = total - squares -
                     (segment->z_center[j] - mean_rest) * (segment->z_center[j] - mean_rest) * n1 *
                         n2 / (n1 + n2);
      segment->cohen_d[j] =
          find_cohen_d (n1, segment->z_center[j], squares, n2, mean_rest, MAX (squares_rest, 0));
    }
}

static void
insert_nearest (CrmSegment *segment, double *squares, gsize row, double square)
{
  guint place = segment->n_nearest;

  while (place > 0 && (square < squares[place - 1] ||
                       (square == squares[place - 1] && row < segment->nearest[place - 1])))
    place--;
  if (place == CRM_SEGMENT_NEAREST)
    return;

  if (segment->n_nearest < CRM_SEGMENT_NEAREST)
    segment->n_nearest++;
  for (guint i = segment->n_nearest - 1; i > place; i--)
    {
      segment->nearest[i] = segment->nearest[i - 1];
      squares[i] = squares[i - 1];
    }
  segment->nearest[place] = row;
  squares[place] = square;
}

/* What needs whole rows: spread, typical rows, revenue. */
static void
describe_rows (gsize c, gsize begin, gsize end, gpointer data)
{
  Description *description = data;
  const CrmSegmentsInput *input = description->input;
  const double *const *z = input->z != NULL ? input->z : input->columns;
  CrmSegment *segment = &description->result->segments[c];
  const guint32 *rows = description->rows + description->starts[c];
  double squares[CRM_SEGMENT_NEAREST];
  CrmExactSum within, revenue;

  crm_exact_sum_init (&within);
  crm_exact_sum_init (&revenue);
  for (gsize i = 0; i < segment->n; i++)
    {
      double square = 0;

      if ((i & 0xffff) == 0xffff && crm_analytics_cancelled (description->context))
        return;
      for (guint j = 0; j < input->d; j++)
        {
          double away = z[j][rows[i]] - segment->z_center[j];

          square += away * away;
        }
      crm_exact_sum_add (&within, square);
      if (input->revenue != NULL)
        crm_exact_sum_add (&revenue, input->revenue[rows[i]]);
      insert_nearest (segment, squares, rows[i], square);
    }
  segment->within = crm_exact_sum_value (&within);
  segment->revenue = input->revenue != NULL ? crm_exact_sum_value (&revenue) : NAN;
}

static int
compare_drivers (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *cohen_d = data;
  guint i = *(const guint *) a, j = *(const guint *) b;
  double x = isnan (cohen_d[i]) ? -1 : fabs (cohen_d[i]);
  double y = isnan (cohen_d[j]) ? -1 : fabs (cohen_d[j]);

  if (x != y)
    return x > y ? -1 : 1;
  return i < j ? -1 : i > j;
}

static int
compare_segments (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmSegment *x = a, *y = b;

  if (x->revenue != y->revenue && !isnan (x->revenue))
    return x->revenue > y->revenue ? -1 : 1;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return x->label < y->label ? -1 : x->label > y->label;
}

/* Mean score of each group on one measure, on the scale of RFM scores but unrounded. */
static gboolean
add_mean_scores (const Description *description, int column, gboolean reversed, double weight,
                 double *scores, GError **error)
{
  const CrmSegmentsInput *input = description->input;
  gsize n = input->n;
  g_autofree double *sorted = g_new (double, n);
  g_autofree guint32 *order =
      crm_order_values (input->columns[column], n, sorted, description->context, error);
  g_autofree guint64 *sums = g_new0 (guint64, input->k);

  if (order == NULL)
    return FALSE;

  for (gsize first = 0, end; first < n; first = end)
    {
      for (end = first + 1; end < n && sorted[end] == sorted[first];)
        end++;
      for (gsize i = first; i < end; i++)
        {
          sums[input->labels[order[i]]] += reversed ? 2 * n - first - end : first + end;
          if (crm_analytics_cancelled_at (description->context, i))
            return crm_analytics_raise_cancelled (error);
        }
    }
  for (guint c = 0; c < input->k; c++)
    if (description->result->segments[c].n > 0)
      scores[c] += weight * (0.5 + 5 * (double) sums[c] / 2 /
                                       (double) description->result->segments[c].n / (double) n);
  return TRUE;
}

static gboolean
name_segments (Description *description, GError **error)
{
  const CrmSegmentsInput *input = description->input;
  g_autofree double *recency = g_new0 (double, input->k);
  g_autofree double *value = g_new0 (double, input->k);
  g_autofree double *cost = g_new (double, input->k *CRM_RFM_N_CELLS);
  g_autofree int *match = g_new (int, input->k);

  if (input->recency < 0 || input->frequency < 0 || input->monetary < 0)
    return TRUE;
  if (!add_mean_scores (description, input->recency, TRUE, 1, recency, error) ||
      !add_mean_scores (description, input->frequency, FALSE, 0.5, value, error) ||
      !add_mean_scores (description, input->monetary, FALSE, 0.5, value, error))
    return FALSE;

  for (guint c = 0; c < input->k; c++)
    for (guint cell = 0; cell < CRM_RFM_N_CELLS; cell++)
      {
        double r, v;

        crm_rfm_cell_middle (cell, &r, &v);
        cost[c * CRM_RFM_N_CELLS + cell] =
            (r - recency[c]) * (r - recency[c]) + (v - value[c]) * (v - value[c]);
      }
  crm_matching (cost, input->k, CRM_RFM_N_CELLS, match);
  for (guint c = 0; c < input->k; c++)
    description->result->segments[c].cell = match[c];
  return TRUE;
}

static gboolean
check_input (const CrmSegmentsInput *input, const CrmAnalyticsContext *context, GError **error)
{
  if (input->n == 0 || input->d == 0 || input->k == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("There is nothing to describe"));
      return FALSE;
    }
  for (gsize i = 0; i < input->n; i++)
    if (input->labels[i] >= input->k)
      {
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                     _ ("Row %zu belongs to no group"), i + 1);
        return FALSE;
      }
  for (guint j = 0; j < input->d; j++)
    if (!crm_analytics_check_values (context, input->columns[j], input->n, -INFINITY,
                                     _ ("A measure"), error) ||
        (input->z != NULL && !crm_analytics_check_values (context, input->z[j], input->n, -INFINITY,
                                                          _ ("A measure"), error)))
      return FALSE;
  return input->revenue == NULL || crm_analytics_check_values (context, input->revenue, input->n,
                                                               -INFINITY, _ ("Revenue"), error);
}

static gboolean
sort_rows (const CrmSegmentsInput *input, const CrmAnalyticsContext *context, CrmSegments *result,
           guint32 *rows, gsize *starts)
{
  gsize next[256];

  for (gsize i = 0; i < input->n; i++)
    {
      result->segments[input->labels[i]].n++;
      if (crm_analytics_cancelled_at (context, i))
        return FALSE;
    }
  starts[0] = 0;
  for (guint c = 0; c < input->k; c++)
    {
      next[c] = starts[c];
      starts[c + 1] = starts[c] + result->segments[c].n;
      result->segments[c].share = (double) result->segments[c].n / (double) input->n;
    }
  for (gsize i = 0; i < input->n; i++)
    {
      rows[next[input->labels[i]]++] = (guint32) i;
      if (crm_analytics_cancelled_at (context, i))
        return FALSE;
    }
  return TRUE;
}

CrmSegments *
crm_segments_explain (const CrmSegmentsInput *input, const CrmAnalyticsContext *context,
                      GError **error)
{
  g_autoptr (CrmSegments) result = NULL;
  g_autofree guint32 *rows = NULL;
  g_autofree gsize *starts = NULL;
  Description description = { .input = input, .context = context };
  double revenue;

  if (!check_input (input, context, error))
    return NULL;

  description.result = result = allocate (input->k, input->d);
  description.rows = rows = g_new (guint32, input->n);
  description.starts = starts = g_new (gsize, input->k + 1);
  if (!sort_rows (input, context, result, rows, starts))
    {
      crm_analytics_raise_cancelled (error);
      return NULL;
    }

  if (!crm_parallel_for (context, input->d, 1, describe_column, &description, error) ||
      crm_analytics_set_cancelled (context, error))
    return NULL;
  crm_analytics_progress (context, 0.5);
  if (!crm_parallel_for (context, input->k, 1, describe_rows, &description, error) ||
      crm_analytics_set_cancelled (context, error) || !name_segments (&description, error))
    return NULL;

  revenue =
      input->revenue != NULL ? crm_analytics_sum_exact (context, input->revenue, input->n) : NAN;
  if (crm_analytics_set_cancelled (context, error))
    return NULL;
  for (guint c = 0; c < input->k; c++)
    {
      CrmSegment *segment = &result->segments[c];

      segment->revenue_share = revenue != 0 ? segment->revenue / revenue : NAN;
      for (guint j = 0; j < input->d; j++)
        segment->drivers[j] = j;
      g_qsort_with_data (segment->drivers, (gint) input->d, sizeof (guint), compare_drivers,
                         segment->cohen_d);
    }
  g_qsort_with_data (result->segments, (gint) input->k, sizeof (CrmSegment), compare_segments,
                     NULL);
  crm_analytics_progress (context, 1);
  return g_steal_pointer (&result);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Matching, movement, explanation and stability. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-kmeans.h"
#include "crm-matching.h"
#include "crm-segment-twins.h"
#include "crm-segments.h"
#include "crm-stability.h"

static double
try_all (const double *cost, guint rows, guint columns, guint row, guint used)
{
  double least = INFINITY;

  if (row == rows)
    return 0;
  for (guint c = 0; c < columns; c++)
    if (!(used & 1u << c))
      least = MIN (least, cost[row * columns + c] +
                              try_all (cost, rows, columns, row + 1, used | 1u << c));
  return least;
}

static void
test_matching (void)
{
  CrmRandom random;

  crm_random_init (&random, 1, 1);
  for (guint rows = 1; rows <= 6; rows++)
    for (guint columns = 1; columns <= 6; columns++)
      for (guint round = 0; round < 20; round++)
        {
          double cost[36], transposed[36], sum = 0;
          int match[6];
          guint used = 0, matched = 0;

          for (guint i = 0; i < rows * columns; i++)
            cost[i] = (double) crm_random_below (&random, 10) - 4;
          for (guint r = 0; r < rows; r++)
            for (guint c = 0; c < columns; c++)
              transposed[c * rows + r] = cost[r * columns + c];
          crm_matching (cost, rows, columns, match);
          for (guint r = 0; r < rows; r++)
            if (match[r] >= 0)
              {
                g_assert_false (used & 1u << match[r]);
                used |= 1u << match[r];
                matched++;
                sum += cost[r * columns + (guint) match[r]];
              }
          g_assert_cmpuint (matched, ==, MIN (rows, columns));
          g_assert_cmpfloat (sum, ==,
                             rows <= columns ? try_all (cost, rows, columns, 0, 0)
                                             : try_all (transposed, columns, rows, 0, 0));
        }
}

static void
test_movement (void)
{
  const guint8 before[] = { 0, 0, 0, 1, 1, 2, 2, 2, 255, 1 };
  const guint8 after[] = { 1, 1, 0, 0, 0, 2, 2, 2, 2, 255 };
  g_autoptr (CrmSegmentMovement) movement = crm_segment_movement (before, after, 10, 3, 3, NULL);
  g_autoptr (CrmSegmentMovement) same = crm_segment_movement (before, before, 10, 3, 3, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (movement->n_both, ==, 8);
  g_assert_cmpint (movement->match[0], ==, 1);
  g_assert_cmpint (movement->match[1], ==, 0);
  g_assert_cmpint (movement->match[2], ==, 2);
  g_assert_cmpfloat (movement->kept, ==, 7 / 8.0);
  g_assert_cmpuint (movement->counts[0], ==, 1);
  g_assert_cmpuint (movement->entered[2], ==, 1);
  g_assert_cmpuint (movement->left[1], ==, 1);
  g_assert_cmpfloat (same->kept, ==, 1);
  g_assert_cmpfloat (same->adjusted_rand, ==, 1);
  /* Pairs: together 1 + 1 + 3, before 3 + 1 + 3, after 1 + 3 + 3, of 28. */
  crm_assert_near (movement->adjusted_rand, (5 - 49 / 28.0) / (7 - 49 / 28.0), 1e-14, 0);

  g_assert_null (crm_segment_movement (before, after, 10, 2, 3, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
}

static CrmSegments *
explain (const CrmTwin *twin, const guint8 *labels, guint k, guint threads)
{
  CrmAnalyticsContext context = { .n_threads = threads };
  CrmSegmentsInput input = { .n = twin->n,
                             .d = 3,
                             .columns = CRM_TWIN_COLUMNS (twin),
                             .labels = labels,
                             .k = k,
                             .revenue = twin->columns[2],
                             .recency = 0,
                             .frequency = 1,
                             .monetary = 2 };
  g_autoptr (GError) error = NULL;
  CrmSegments *segments = crm_segments_explain (&input, &context, &error);

  g_assert_no_error (error);
  return segments;
}

/* Figures by plain loops. */
static void
check_segment (const CrmTwin *twin, const guint8 *labels, const CrmSegment *segment)
{
  for (guint j = 0; j < 3; j++)
    {
      double n[2] = { 0 }, mean[2] = { 0 }, squares[2] = { 0 };

      for (gsize i = 0; i < twin->n; i++)
        {
          n[labels[i] == segment->label]++;
          mean[labels[i] == segment->label] += twin->columns[j][i];
        }
      mean[0] /= n[0];
      mean[1] /= n[1];
      for (gsize i = 0; i < twin->n; i++)
        squares[labels[i] == segment->label] +=
            pow (twin->columns[j][i] - mean[labels[i] == segment->label], 2);
      crm_assert_near (segment->mean[j], mean[1], 1e-12, 0);
      crm_assert_near (segment->z_center[j], mean[1], 1e-12, 0);
      crm_assert_near (segment->cohen_d[j],
                       (mean[1] - mean[0]) / sqrt ((squares[0] + squares[1]) / (n[0] + n[1] - 2)),
                       1e-9, 1e-12);
    }
}

static void
test_explain (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_purchases (3000, 12);
  g_autofree guint32 *order = NULL;
  g_autoptr (CrmTwin) shuffled = crm_twin_shuffle (twin, 2, &order);
  CrmKMeansOptions options = { .k = 4 };
  g_autoptr (CrmKMeans) groups =
      crm_kmeans (CRM_TWIN_COLUMNS (twin), 3000, 3, NULL, &options, NULL, NULL);
  g_autofree guint8 *moved = g_malloc (3000);
  g_autoptr (CrmSegments) segments = explain (twin, groups->labels, 4, 2);
  g_autoptr (CrmSegments) again = NULL;
  double shares = 0, revenue = 0;
  guint names = 0;

  for (gsize i = 0; i < 3000; i++)
    moved[i] = groups->labels[order[i]];
  again = explain (shuffled, moved, 4, 7);

  for (guint s = 0; s < 4; s++)
    {
      const CrmSegment *segment = &segments->segments[s], *other = &again->segments[s];

      check_segment (twin, groups->labels, segment);
      shares += segment->share;
      revenue += segment->revenue_share;
      g_assert_cmpint (segment->cell, >=, 0);
      g_assert_false (names & 1u << segment->cell);
      names |= 1u << segment->cell;
      g_assert_cmpfloat (fabs (segment->cohen_d[segment->drivers[0]]), >=,
                         fabs (segment->cohen_d[segment->drivers[1]]));
      if (s > 0)
        g_assert_cmpfloat (segment->revenue, <=, segment[-1].revenue);

      g_assert_cmpuint (segment->label, ==, other->label);
      g_assert_cmpint (segment->cell, ==, other->cell);
      g_assert_cmpfloat (segment->revenue, ==, other->revenue);
      g_assert_cmpfloat (segment->within, ==, other->within);
      for (guint j = 0; j < 3; j++)
        {
          g_assert_cmpfloat (segment->median[j], ==, other->median[j]);
          g_assert_cmpfloat (segment->geometric[j], ==, other->geometric[j]);
          g_assert_cmpfloat (segment->cohen_d[j], ==, other->cohen_d[j]);
        }
    }
  crm_assert_near (shares, 1, 1e-12, 0);
  crm_assert_near (revenue, 1, 1e-12, 0);
}

/* Groups made to fit their names. */
static void
test_names (void)
{
  const struct
  {
    double recency, frequency, monetary;
    CrmRfmCell cell;
  } kinds[] = { { 2, 20, 5000, CRM_RFM_CHAMPIONS },
                { 40, 2, 100, CRM_RFM_NEED_ATTENTION },
                { 300, 20, 5000, CRM_RFM_CANT_LOSE },
                { 400, 1, 20, CRM_RFM_LOST } };
  g_autoptr (CrmTwin) twin = crm_twin_alloc (400, 3);
  g_autoptr (CrmSegments) segments = NULL;
  CrmRandom random;

  crm_random_init (&random, 1, 1);
  for (gsize i = 0; i < 400; i++)
    {
      static const guint8 shares[] = { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3 };
      guint8 kind = shares[i % 20];

      twin->truth[i] = kind;
      twin->columns[0][i] = kinds[kind].recency * (1 + crm_random_double (&random));
      twin->columns[1][i] = kinds[kind].frequency;
      twin->columns[2][i] = kinds[kind].monetary * (1 + crm_random_double (&random));
    }
  segments = explain (twin, twin->truth, 4, 1);
  for (guint s = 0; s < 4; s++)
    g_assert_cmpstr (crm_rfm_cell_code (segments->segments[s].cell), ==,
                     crm_rfm_cell_code (kinds[segments->segments[s].label].cell));
}

static void
test_explain_bad (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_purchases (10, 1);
  guint8 labels[10] = { 0, 1, 0, 1, 0, 1, 0, 1, 0, 5 };
  CrmSegmentsInput input = {
    .n = 10, .d = 3, .columns = CRM_TWIN_COLUMNS (twin), .labels = labels, .k = 2, .recency = -1
  };
  GError *error = NULL;
  g_autoptr (CrmSegments) lonely = NULL;

  g_assert_null (crm_segments_explain (&input, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);

  /* A group without rows and one with all: nothing to compare with. */
  memset (labels, 0, sizeof labels);
  lonely = crm_segments_explain (&input, NULL, NULL);
  g_assert_cmpuint (lonely->segments[0].n, ==, 10);
  g_assert_true (isnan (lonely->segments[0].cohen_d[0]));
  g_assert_true (isnan (lonely->segments[0].revenue_share));
  g_assert_cmpuint (lonely->segments[1].n, ==, 0);
  g_assert_cmpint (lonely->segments[0].cell, ==, -1);

  input.n = 0;
  g_assert_null (crm_segments_explain (&input, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
}

static void
test_stability (void)
{
  g_autoptr (CrmTwin) clear = crm_twin_blobs (900, 2, 3, 10, 21);
  g_autoptr (CrmTwin) vague = crm_twin_blobs (900, 2, 1, 0, 21);
  g_autoptr (CrmTwin) shuffled = NULL;
  g_autofree guint32 *order = NULL;
  CrmKMeansOptions options = { .k = 3 }, many = { .k = 7 };
  CrmAnalyticsContext seven = { .n_threads = 7 };
  g_autoptr (CrmKMeans) groups =
      crm_kmeans (CRM_TWIN_COLUMNS (clear), 900, 2, NULL, &options, NULL, NULL);
  g_autoptr (CrmKMeans) vague_groups =
      crm_kmeans (CRM_TWIN_COLUMNS (vague), 900, 2, NULL, &many, NULL, NULL);
  g_autofree guint8 *moved = g_malloc (900);
  g_autoptr (CrmStability) stable = NULL;
  g_autoptr (CrmStability) again = NULL;
  g_autoptr (CrmStability) unstable = NULL;
  double mean = 0;

  shuffled = crm_twin_shuffle (clear, 3, &order);
  for (gsize i = 0; i < 900; i++)
    moved[i] = groups->labels[order[i]];
  stable = crm_stability (CRM_TWIN_COLUMNS (clear), 900, 2, groups->labels, 3, 20, 1, NULL, NULL);
  again = crm_stability (CRM_TWIN_COLUMNS (shuffled), 900, 2, moved, 3, 20, 1, &seven, NULL);
  unstable =
      crm_stability (CRM_TWIN_COLUMNS (vague), 900, 2, vague_groups->labels, 7, 20, 1, NULL, NULL);

  for (guint c = 0; c < 3; c++)
    {
      g_assert_cmpfloat (stable->jaccard[c], >, 0.95);
      g_assert_cmpuint (stable->dissolved[c], ==, 0);
      g_assert_cmpfloat (stable->jaccard[c], ==, again->jaccard[c]);
    }
  g_assert_cmpfloat (stable->kept, ==, again->kept);
  for (guint c = 0; c < 7; c++)
    mean += unstable->jaccard[c] / 7;
  g_assert_cmpfloat (mean, <, 0.75);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/segments/matching", test_matching);
  g_test_add_func ("/analytics/segments/movement", test_movement);
  g_test_add_func ("/analytics/segments/explain", test_explain);
  g_test_add_func ("/analytics/segments/names", test_names);
  g_test_add_func ("/analytics/segments/explain-bad", test_explain_bad);
  g_test_add_func ("/analytics/segments/stability", test_stability);
  return g_test_run ();
}

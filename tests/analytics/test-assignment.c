/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stratified assignment: exact proportions, the same arms in any row order, other arms with another
 * seed, and no connection with the unit's number. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-assignment.h"

enum
{
  N = 2017
};

static gint64 ids[N], strata[N];
static const double shares[] = { 50, 30, 20 };

static void
fill (void)
{
  CrmRandom random;

  crm_random_init (&random, 1, 0);
  for (guint i = 0; i < N; i++)
    {
      ids[i] = 1000 + i;
      strata[i] = (gint64) crm_random_below (&random, 7) - 3;
    }
}

static void
test_proportions (void)
{
  g_autoptr (CrmAssignment) result = NULL;
  gint64 totals[3] = { 0 };

  fill ();
  result = crm_assignment_new (ids, strata, N, shares, 3, 42, NULL, NULL);
  g_assert_cmpuint (result->n_strata, ==, 7);
  for (gsize s = 0; s < result->n_strata; s++)
    {
      gint64 size = 0;

      for (guint a = 0; a < 3; a++)
        size += result->counts[s * 3 + a];
      for (guint a = 0; a < 3; a++)
        {
          g_assert_cmpfloat (fabs (result->counts[s * 3 + a] - size * shares[a] / 100), <=, 1);
          totals[a] += result->counts[s * 3 + a];
        }
    }
  for (guint a = 0; a < 3; a++)
    g_assert_cmpfloat (fabs (totals[a] - N * shares[a] / 100), <=, 1);
}

static void
test_reproducible (void)
{
  g_autoptr (CrmAssignment) first = NULL, second = NULL, other = NULL;
  gint64 moved_ids[N], moved_strata[N];
  guint same = 0;

  fill ();
  for (guint i = 0; i < N; i++)
    {
      moved_ids[i] = ids[N - 1 - i];
      moved_strata[i] = strata[N - 1 - i];
    }
  first = crm_assignment_new (ids, strata, N, shares, 3, 42, NULL, NULL);
  second = crm_assignment_new (moved_ids, moved_strata, N, shares, 3, 42, NULL, NULL);
  other = crm_assignment_new (ids, strata, N, shares, 3, 43, NULL, NULL);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (first->arms[i], ==, second->arms[N - 1 - i]);
      same += first->arms[i] == other->arms[i];
    }
  /* Independent assignments agree on 0.25 + 0.09 + 0.04 of the units. */
  crm_assert_near ((double) same / N, 0.38, 0, 0.05);
}

/* The mean id of an arm of half the units varies by about N / sqrt (12 N). */
static void
test_unrelated (void)
{
  g_autoptr (CrmAssignment) result = NULL;
  const double even[] = { 1, 1 };
  double sum = 0;

  fill ();
  result = crm_assignment_new (ids, NULL, N, even, 2, 7, NULL, NULL);
  for (guint i = 0; i < N; i++)
    sum += result->arms[i] == 0 ? i : 0;
  crm_assert_near (sum / result->counts[0], N / 2.0, 0, 4 * N / sqrt (12.0 * N));
}

static void
test_errors (void)
{
  const double none[] = { 1, 0 };
  g_autoptr (GError) error = NULL;
  CrmFixtureCancel cancel;

  fill ();
  g_assert_null (crm_assignment_new (ids, NULL, 0, shares, 3, 1, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (crm_assignment_new (ids, NULL, N, shares, 1, 1, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_null (crm_assignment_new (ids, NULL, N, none, 2, 1, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  crm_fixture_cancel_after (&cancel, 1);
  g_assert_null (crm_assignment_new (ids, NULL, N, shares, 3, 1, &cancel.context, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
  g_clear_error (&error);
  ids[5] = ids[900];
  g_assert_null (crm_assignment_new (ids, NULL, N, shares, 3, 1, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/assignment/proportions", test_proportions);
  g_test_add_func ("/analytics/assignment/reproducible", test_reproducible);
  g_test_add_func ("/analytics/assignment/unrelated", test_unrelated);
  g_test_add_func ("/analytics/assignment/errors", test_errors);
  return g_test_run ();
}

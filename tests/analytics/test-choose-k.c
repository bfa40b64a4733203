/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many groups: clear blobs, none at all, an experiment with a known truth, threads and order. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-choose-k.h"
#include "crm-segment-twins.h"

static CrmChooseK *
choose (const CrmTwin *twin, guint threads)
{
  CrmAnalyticsContext context = { .n_threads = threads };
  CrmChooseKOptions options = { .seed = 3 };
  g_autoptr (GError) error = NULL;
  CrmChooseK *result =
      crm_choose_k (CRM_TWIN_COLUMNS (twin), twin->n, twin->d, NULL, &options, &context, &error);

  g_assert_no_error (error);
  return result;
}

static void
test_clear (void)
{
  for (guint k = 2; k <= 6; k++)
    {
      g_autoptr (CrmTwin) twin = crm_twin_blobs (1200, 4, k, 8, 40 + k);
      g_autoptr (CrmChooseK) result = choose (twin, 2);

      g_assert_cmpuint (result->k, ==, k);
      g_assert_cmpuint (result->groups->k, ==, k);
      g_assert_cmpfloat (result->trials[k - 2].strength, >, 0.95);
      g_assert_true (result->trials[k - 2].admitted);
    }
}

/* One blob, and uniform noise in many dimensions: nothing to find. */
static void
test_none (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (1500, 6, 1, 0, 1);
  g_autoptr (CrmChooseK) result = choose (twin, 2);

  g_assert_cmpuint (result->k, ==, 0);
  g_assert_null (result->groups);
  for (guint t = 0; t < result->n_trials; t++)
    g_assert_false (result->trials[t].admitted);
}

/* Blobs of 2..8 groups as far apart as customers' groups are: the chosen number is right more often
 * than not and nearly always within one. The bars are those published for this rule on 48 sets (62 and
 * 92 in a hundred), less the play of twelve sets. */
static void
test_experiment (void)
{
  guint exact = 0, near = 0, n = 0;

  for (guint k = 2; k <= 7; k++)
    for (guint round = 0; round < 2; round++, n++)
      {
        g_autoptr (CrmTwin) twin = crm_twin_blobs (800, 3 + 2 * round, k, 3.4, 7 * k + round);
        g_autoptr (CrmChooseK) result = choose (twin, 2);

        g_test_message ("true %u, d %u: %u", k, twin->d, result->k);
        exact += result->k == k;
        near += result->k + 1 >= k && result->k <= k + 1;
      }
  g_test_message ("exact %u, within one %u of %u", exact, near, n);
  g_assert_cmpuint (exact * 100, >=, 50 * n);
  g_assert_cmpuint (near * 100, >=, 75 * n);
}

static void
test_small_group (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (1000, 2, 1, 0, 5);
  g_autoptr (CrmChooseK) result = NULL;

  /* Ten outliers together: a stable group, but under two in a hundred. */
  for (gsize i = 0; i < 10; i++)
    twin->columns[0][i] = 500 + twin->columns[0][i];
  result = choose (twin, 2);
  g_assert_cmpfloat (result->trials[0].strength, >, 0.95);
  g_assert_cmpfloat (result->trials[0].smallest_share, ==, 0.01);
  g_assert_false (result->trials[0].admitted);
  g_assert_cmpuint (result->k, ==, 0);
}

static void
test_same_bytes (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (2000, 3, 3, 3, 8);
  g_autofree guint32 *order = NULL;
  g_autoptr (CrmTwin) shuffled = crm_twin_shuffle (twin, 1, &order);
  g_autoptr (CrmChooseK) one = choose (twin, 1);
  g_autoptr (CrmChooseK) two = choose (twin, 2);
  g_autoptr (CrmChooseK) seven = choose (shuffled, 7);

  g_assert_cmpmem (one->trials, sizeof one->trials, two->trials, sizeof two->trials);
  g_assert_cmpmem (one->trials, sizeof one->trials, seven->trials, sizeof seven->trials);
  g_assert_cmpuint (one->k, >, 0);
  for (gsize i = 0; i < 2000; i++)
    g_assert_cmpuint (seven->groups->labels[i], ==, one->groups->labels[order[i]]);
}

static void
test_degenerate (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (200, 2, 1, 0, 1);
  g_autoptr (CrmChooseK) alike = NULL;
  g_autoptr (CrmChooseK) two = NULL;
  CrmChooseKOptions wrong = { .k_min = 5, .k_max = 3 };
  GError *error = NULL;

  for (gsize i = 0; i < 200; i++)
    twin->columns[0][i] = twin->columns[1][i] = 7;
  alike = choose (twin, 2);
  g_assert_cmpuint (alike->k, ==, 0);
  g_assert_false (alike->trials[0].possible);

  for (gsize i = 0; i < 80; i++)
    twin->columns[0][i] = 8;
  two = choose (twin, 2);
  g_assert_cmpuint (two->k, ==, 2);
  g_assert_false (two->trials[1].possible);

  g_assert_null (crm_choose_k (CRM_TWIN_COLUMNS (twin), 31, 2, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW);
  g_clear_error (&error);
  g_assert_null (crm_choose_k (CRM_TWIN_COLUMNS (twin), 0, 2, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (crm_choose_k (CRM_TWIN_COLUMNS (twin), 200, 2, NULL, &wrong, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
}

static void
test_cancel (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_blobs (5000, 3, 4, 2, 1);

  for (gint calls = 1; calls <= 200; calls *= 6)
    {
      CrmFixtureCancel cancel;
      g_autoptr (GError) error = NULL;

      crm_fixture_cancel_after (&cancel, calls);
      g_assert_null (
          crm_choose_k (CRM_TWIN_COLUMNS (twin), 5000, 3, NULL, NULL, &cancel.context, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/choose-k/clear", test_clear);
  g_test_add_func ("/analytics/choose-k/none", test_none);
  g_test_add_func ("/analytics/choose-k/experiment", test_experiment);
  g_test_add_func ("/analytics/choose-k/small-group", test_small_group);
  g_test_add_func ("/analytics/choose-k/same-bytes", test_same_bytes);
  g_test_add_func ("/analytics/choose-k/degenerate", test_degenerate);
  g_test_add_func ("/analytics/choose-k/cancel", test_cancel);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ranking and calibration of probabilities, by hand, with ties, in any order. */

#include <math.h>

#include "crm-analytics-fixture.h"
#include "crm-classifier-score.h"

static void
test_by_hand (void)
{
  const double p[] = { 0.1, 0.4, 0.35, 0.8 }, y[] = { 0, 0, 1, 1 };
  CrmClassifierScore score;

  g_assert_true (crm_classifier_score (p, y, 4, NULL, &score, NULL));
  crm_assert_near (score.auc, 0.75, 1e-15, 0);
  crm_assert_near (score.brier, (0.01 + 0.16 + 0.4225 + 0.04) / 4, 1e-14, 0);
  crm_assert_near (score.log_loss, -(log (0.9) + log (0.6) + log (0.35) + log (0.8)) / 4, 1e-14, 0);
  crm_assert_near (score.skill, 1 - score.brier / 0.25, 1e-14, 0);
}

static void
test_ties (void)
{
  const double p[] = { 0.5, 0.5, 0.5, 0.5, 0.9 }, y[] = { 0, 1, 0, 1, 1 };
  const double moved[] = { 1, 1, 0, 0, 1 };
  CrmClassifierScore a, b;

  g_assert_true (crm_classifier_score (p, y, 5, NULL, &a, NULL));
  g_assert_true (crm_classifier_score (p, moved, 5, NULL, &b, NULL));
  /* Six pairs: two won outright, four tied. */
  crm_assert_near (a.auc, 4 / 6.0, 1e-15, 0);
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
test_calibrated (void)
{
  g_autofree double *p = g_new (double, 20000), *y = g_new (double, 20000);
  CrmClassifierScore score;
  CrmRandom random;

  crm_random_init (&random, 6, 0);
  for (guint i = 0; i < 20000; i++)
    {
      double eta = 1.5 * crm_random_normal (&random);

      y[i] = crm_random_double (&random) < 1 / (1 + exp (-eta));
      /* Twice as sure as is right, and half a unit too high. */
      p[i] = 1 / (1 + exp (-(2 * eta + 0.5)));
    }
  g_assert_true (crm_classifier_score (p, y, 20000, NULL, &score, NULL));
  crm_assert_near (score.calibration_slope, 0.5, 0, 0.03);
  crm_assert_near (score.calibration_intercept, -0.25, 0, 0.06);
  g_assert_cmpfloat (score.ece, >, 0.05);
}

static void
test_edges (void)
{
  const double sure[] = { 0, 1 }, y[] = { 1, 1, 0 }, out[] = { 1.2, 0.1 }, yes[] = { 1, 1 };
  g_autoptr (GError) error = NULL;
  CrmClassifierScore score;

  g_assert_true (crm_classifier_score (sure, y + 1, 2, NULL, &score, NULL));
  g_assert_true (isinf (score.log_loss));
  g_assert_cmpfloat (score.auc, ==, 0);
  g_assert_cmpfloat (score.brier, ==, 1);
  g_assert_true (isnan (score.calibration_slope));
  g_assert_false (crm_classifier_score (out, y + 1, 2, NULL, &score, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_classifier_score (sure, yes, 2, NULL, &score, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_DEGENERATE);
  g_clear_error (&error);
  g_assert_false (crm_classifier_score (sure, yes, 0, NULL, &score, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/classifier-score/by-hand", test_by_hand);
  g_test_add_func ("/analytics/classifier-score/ties", test_ties);
  g_test_add_func ("/analytics/classifier-score/calibrated", test_calibrated);
  g_test_add_func ("/analytics/classifier-score/edges", test_edges);
  return g_test_run ();
}

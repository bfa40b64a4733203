/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Features from facts. */

#include "crm-satisfaction-features.h"

#include <math.h>

#include "crm-analytics-fixture.h"

static void
test_nothing (void)
{
  CrmSatisfactionFacts facts = { 0 };
  double features[CRM_SATISFACTION_N_FEATURES];

  g_assert_true (crm_satisfaction_features (&facts, features));
  for (guint k = 0; k < CRM_SATISFACTION_N_FEATURES; k++)
    g_assert_cmpfloat (features[k], ==, 0);
}

static void
test_values (void)
{
  CrmSatisfactionFacts facts = {
    .complaints = 2,
    .technical = 1,
    .reopened = 3,
    .log2_first_response = 1.5,
    .log2_resolution = -2,
    .return_rate = .2,
    .since_purchase = 60,
    .own_interval = 15,
    .recent = 3,
    .before = 1,
    .sentiment = -.5,
  };
  double features[CRM_SATISFACTION_N_FEATURES];

  g_assert_true (crm_satisfaction_features (&facts, features));
  g_assert_cmpfloat_with_epsilon (features[CRM_SATISFACTION_COMPLAINTS], log1p (2), 1e-15);
  g_assert_cmpfloat (features[CRM_SATISFACTION_QUESTIONS], ==, 0);
  g_assert_cmpfloat_with_epsilon (features[CRM_SATISFACTION_REOPENED], log1p (3), 1e-15);
  g_assert_cmpfloat (features[CRM_SATISFACTION_LATE_FIRST_RESPONSE], ==, 1.5);
  g_assert_cmpfloat (features[CRM_SATISFACTION_LATE_RESOLUTION], ==, 0); /* early earns nothing */
  g_assert_cmpfloat (features[CRM_SATISFACTION_OVERDUE], ==, 2);
  g_assert_cmpfloat (features[CRM_SATISFACTION_TREND], ==, 1);
  g_assert_cmpfloat (crm_satisfaction_lateness (8, 2), ==, 2);
  g_assert_cmpfloat (crm_satisfaction_lateness (1e9, 1), ==, 6);
  g_assert_cmpfloat (crm_satisfaction_lateness (5, 0), ==, 0);
  g_assert_cmpfloat (crm_satisfaction_lateness (NAN, 1), ==, 0);
}

static void
test_bad (void)
{
  CrmSatisfactionFacts facts = { 0 };
  double features[CRM_SATISFACTION_N_FEATURES];

  facts.complaints = -1;
  g_assert_false (crm_satisfaction_features (&facts, features));
  facts.complaints = NAN;
  g_assert_false (crm_satisfaction_features (&facts, features));
  facts.complaints = 0;
  facts.return_rate = 1.5;
  g_assert_false (crm_satisfaction_features (&facts, features));
  facts.return_rate = 0;
  facts.log2_resolution = INFINITY;
  g_assert_false (crm_satisfaction_features (&facts, features));
}

/* The simulated customers and the design made of them elsewhere. */
static void
test_shared (void)
{
  static const char *const raw[] = {
    "complaints",           "questions", "technical",  "mean_log2_first_response",
    "mean_log2_resolution", "reopened",  "return_rate"
  };
  g_autofree char *customers_path = crm_fixture_shared ("data/sim_satisfaction/customers.csv");
  g_autofree char *design_path = crm_fixture_shared ("data/sim_satisfaction/design.csv");
  g_autoptr (CrmFixtureTable) customers = NULL;
  g_autoptr (CrmFixtureTable) design = NULL;
  double *from[G_N_ELEMENTS (raw)];

  if (customers_path == NULL || design_path == NULL)
    return;
  customers = crm_fixture_table_new (customers_path);
  design = crm_fixture_table_new (design_path);
  for (guint k = 0; k < G_N_ELEMENTS (raw); k++)
    from[k] = crm_fixture_table_numbers (customers, raw[k]);
  for (guint k = 0; k < G_N_ELEMENTS (raw); k++)
    {
      g_autofree double *expected =
          crm_fixture_table_numbers (design, crm_satisfaction_feature_id (k));

      for (gsize i = 0; i < design->n; i++)
        {
          CrmSatisfactionFacts facts = {
            .complaints = from[0][i],
            .questions = from[1][i],
            .technical = from[2][i],
            .log2_first_response = from[3][i],
            .log2_resolution = from[4][i],
            .reopened = from[5][i],
            .return_rate = from[6][i],
          };
          double features[CRM_SATISFACTION_N_FEATURES];

          g_assert_true (crm_satisfaction_features (&facts, features));
          g_assert_cmpfloat_with_epsilon (features[k], expected[i], 1e-7);
        }
    }
  for (guint k = 0; k < G_N_ELEMENTS (raw); k++)
    g_free (from[k]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/satisfaction-features/nothing", test_nothing);
  g_test_add_func ("/satisfaction-features/values", test_values);
  g_test_add_func ("/satisfaction-features/bad", test_bad);
  g_test_add_func ("/satisfaction-features/shared", test_shared);
  return g_test_run ();
}

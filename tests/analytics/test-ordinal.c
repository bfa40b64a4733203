/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ordinal regression: two categories agree with logistic regression, simulated odds are found
 * again, and two textbook tables give the coefficients that R's polr and clm print. */

#include <math.h>
#include <string.h>

#include "crm-analytics-fixture.h"
#include "crm-logistic.h"
#include "crm-ordinal.h"

enum
{
  N = 2000
};

typedef struct
{
  double a[N], b[N], y[N];
} Sample;

static void
draw_sample (Sample *sample, gsize n_categories)
{
  const double thresholds[] = { -1, 0.5, 2 };
  CrmRandom random;

  crm_random_init (&random, 12, 0);
  for (guint i = 0; i < N; i++)
    {
      double u = crm_random_double (&random), latent;

      sample->a[i] = 10 + 3 * crm_random_normal (&random);
      sample->b[i] = crm_random_double (&random) < 0.3;
      latent = 0.4 * (sample->a[i] - 10) - 0.8 * sample->b[i] + log (u / (1 - u));
      sample->y[i] = 0;
      for (gsize c = 0; c + 1 < n_categories; c++)
        sample->y[i] += latent > thresholds[c];
    }
}

static void
test_two_categories (void)
{
  Sample sample;
  const double *columns[] = { sample.a, sample.b };
  g_autoptr (CrmOrdinal) ordinal = NULL;
  g_autoptr (CrmLogistic) logistic = NULL;

  draw_sample (&sample, 2);
  ordinal = crm_ordinal_new (columns, 2, NULL, sample.y, N, 2, NULL, NULL);
  logistic = crm_logistic_new (columns, 2, NULL, sample.y, N, 0, NULL, NULL);
  crm_assert_near (ordinal->estimates[0], -logistic->coefficients[0], 1e-8, 0);
  for (guint j = 1; j < 3; j++)
    {
      crm_assert_near (ordinal->estimates[j], logistic->coefficients[j], 1e-8, 0);
      crm_assert_near (ordinal->se[j], logistic->se[j], 1e-7, 0);
    }
  crm_assert_near (ordinal->se[0], logistic->se[0], 1e-7, 0);
  crm_assert_near (ordinal->log_likelihood, logistic->log_likelihood, 1e-11, 0);
}

static void
test_recovery (void)
{
  const double truth[] = { -1 + 4, 0.5 + 4, 2 + 4, 0.4, -0.8 };
  Sample sample, moved;
  const double *columns[] = { sample.a, sample.b }, *others[] = { moved.a, moved.b };
  g_autoptr (CrmOrdinal) fit = NULL;

  draw_sample (&sample, 4);
  fit = crm_ordinal_new (columns, 2, NULL, sample.y, N, 4, NULL, NULL);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat (fabs (fit->estimates[i] - truth[i]), <, 3.5 * fit->se[i]);

  for (guint i = 0; i < N; i++)
    {
      moved.a[i] = sample.a[N - 1 - i];
      moved.b[i] = sample.b[N - 1 - i];
      moved.y[i] = sample.y[N - 1 - i];
    }
  for (guint threads = 1; threads <= 7; threads += 3)
    {
      CrmAnalyticsContext context = { .n_threads = threads };
      g_autoptr (CrmOrdinal) other =
          crm_ordinal_new (others, 2, NULL, moved.y, N, 4, &context, NULL);

      g_assert_cmpmem (fit->estimates, 5 * sizeof (double), other->estimates, 5 * sizeof (double));
      g_assert_cmpmem (fit->se, 5 * sizeof (double), other->se, 5 * sizeof (double));
    }
}

/* The fit against the reference file: @names in the order of the estimates; @section has coefficients
 * and, in @thresholds or among them, the thresholds. */
static void
check_shared (const CrmOrdinal *fit, const char *section, const char *thresholds,
              const char *const *names, guint n_thresholds)
{
  g_autofree char *path = crm_fixture_shared ("expected/regression_R.json");
  g_autoptr (JsonParser) json = path != NULL ? crm_fixture_json (path) : NULL;

  for (guint i = 0; json != NULL && names[i] != NULL; i++)
    {
      const char *part = i < n_thresholds ? thresholds : "coef";
      g_autofree char *estimate = g_strdup_printf ("%s.%s.%s", section, part, names[i]);
      g_autofree char *se = g_strdup_printf ("%s.se.%s", section, names[i]);

      /* The optimisers of R stop a little earlier. */
      crm_assert_near (fit->estimates[i], crm_fixture_number (json, estimate), 1e-5, 0);
      crm_assert_near (fit->se[i], crm_fixture_number (json, se), 1e-4, 0);
    }
}

/* Randall (1989): bitterness of wine, 1 to 5, by temperature and contact; counts of answers. */
static CrmOrdinal *
fit_wine (void)
{
  static const guint counts[2][2][5] = { { { 4, 9, 5, 0, 0 }, { 1, 7, 8, 2, 0 } },
                                         { { 0, 5, 8, 3, 2 }, { 0, 1, 5, 7, 5 } } };
  double warm[72], contact[72], answer[72];
  const double *columns[] = { warm, contact };
  gsize n = 0;

  for (guint w = 0; w < 2; w++)
    for (guint c = 0; c < 2; c++)
      for (guint a = 0; a < 5; a++)
        for (guint i = 0; i < counts[w][c][a]; i++, n++)
          {
            warm[n] = w;
            contact[n] = c;
            answer[n] = a;
          }
  g_assert_cmpuint (n, ==, 72);
  return crm_ordinal_new (columns, 2, NULL, answer, n, 5, NULL, NULL);
}

static void
test_wine (void)
{
  const double estimates[] = { -1.344383411265, 1.250808798417, 3.466886926474,
                               5.00640420427,   2.503102007899, 1.527797658095 };
  const double errors[] = { 0.5171020453243, 0.4378802029616, 0.5977604246084,
                            0.730906343667,  0.5286801008248, 0.4766226296483 };
  g_autoptr (CrmOrdinal) fit = fit_wine ();

  for (guint i = 0; i < 6; i++)
    {
      crm_assert_near (fit->estimates[i], estimates[i], 1e-6, 0);
      crm_assert_near (fit->se[i], errors[i], 1e-5, 0);
    }
  crm_assert_near (fit->log_likelihood, -86.491923365649, 0, 1e-6);
}

static void
test_wine_shared (void)
{
  static const char *const names[] = { "1|2", "2|3", "3|4", "4|5", "tempwarm", "contactyes", NULL };
  g_autoptr (CrmOrdinal) fit = fit_wine ();

  check_shared (fit, "clm_wine", "coef", names, 4);
}

/* Madsen (1976): satisfaction with housing in Copenhagen by influence, type and contact. */
static CrmOrdinal *
fit_housing (void)
{
  /* clang-format off */
  static const guint counts[2][4][3][3] = {
    { { { 21, 21, 28 }, { 34, 22, 36 }, { 10, 11, 36 } }, { { 61, 23, 17 }, { 43, 35, 40 }, { 26, 18, 54 } },
      { { 13, 9, 10 }, { 8, 8, 12 }, { 6, 7, 9 } }, { { 18, 6, 7 }, { 15, 13, 13 }, { 7, 5, 11 } } },
    { { { 14, 19, 37 }, { 17, 23, 40 }, { 3, 5, 23 } }, { { 78, 46, 43 }, { 48, 45, 86 }, { 15, 25, 62 } },
      { { 20, 23, 20 }, { 10, 22, 24 }, { 7, 10, 21 } }, { { 57, 23, 13 }, { 31, 21, 13 }, { 5, 6, 13 } } },
  };
  /* clang-format on */
  double x[6][1681], y[1681];
  const double *columns[] = { x[0], x[1], x[2], x[3], x[4], x[5] };
  gsize n = 0;

  for (guint c = 0; c < 2; c++)
    for (guint type = 0; type < 4; type++)
      for (guint influence = 0; influence < 3; influence++)
        for (guint answer = 0; answer < 3; answer++)
          for (guint i = 0; i < counts[c][type][influence][answer]; i++, n++)
            {
              for (guint f = 0; f < 2; f++)
                x[f][n] = influence == f + 1;
              for (guint f = 0; f < 3; f++)
                x[2 + f][n] = type == f + 1;
              x[5][n] = c;
              y[n] = answer;
            }
  g_assert_cmpuint (n, ==, 1681);
  return crm_ordinal_new (columns, 6, NULL, y, n, 3, NULL, NULL);
}

static void
test_housing (void)
{
  const double estimates[] = {
    -0.4961351381892, 0.6907082592538,  0.566393737902,  1.288819110364,
    -0.5723500020383, -0.3661863706867, -1.091014658963, 0.3602840045669
  };
  const double errors[] = { 0.1248472450367, 0.1254719394718, 0.104652784393,  0.1271561476939,
                            0.1192380119102, 0.1551733364102, 0.1514860225314, 0.09553579774865 };
  g_autoptr (CrmOrdinal) fit = fit_housing ();

  for (guint i = 0; i < 8; i++)
    {
      crm_assert_near (fit->estimates[i], estimates[i], 1e-6, 0);
      crm_assert_near (fit->se[i], errors[i], 1e-5, 0);
    }
  crm_assert_near (fit->deviance, 3479.14929905895, 0, 1e-6);
}

static void
test_housing_shared (void)
{
  static const char *const names[] = {
    "Low|Medium", "Medium|High", "InflMedium", "InflHigh", "TypeApartment",
    "TypeAtrium", "TypeTerrace", "ContHigh",   NULL,
  };
  g_autoptr (CrmOrdinal) fit = fit_housing ();

  check_shared (fit, "polr_housing", "zeta", names, 2);
}

static void
test_errors (void)
{
  const double x[] = { 1, 2, 3, 4, 5, 6 }, y[] = { 0, 0, 1, 1, 2, 2 }, gap[] = { 0, 0, 2, 2, 0, 2 };
  const double same[] = { 3, 3, 3, 3, 3, 3 };
  const struct
  {
    const double *column;
    const double *y;
    gsize n, categories;
    int code;
  } cases[] = {
    { x, y, 0, 3, CRM_ANALYTICS_ERROR_EMPTY },
    { x, y, 6, 1, CRM_ANALYTICS_ERROR_PARAMETER },
    { x, y, 6, 2, CRM_ANALYTICS_ERROR_VALUE },
    { x, gap, 6, 3, CRM_ANALYTICS_ERROR_DEGENERATE },
    { same, y, 6, 3, CRM_ANALYTICS_ERROR_DEGENERATE },
    { x, y, 6, 3, CRM_ANALYTICS_ERROR_DEGENERATE },
    { x, y, 3, 3, CRM_ANALYTICS_ERROR_TOO_FEW },
  };
  Sample sample;
  const double *columns[] = { sample.a, sample.b };
  CrmFixtureCancel cancel;
  g_autoptr (GError) stopped = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_ordinal_new (&cases[i].column, 1, NULL, cases[i].y, cases[i].n,
                                      cases[i].categories, NULL, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, cases[i].code);
    }

  draw_sample (&sample, 4);
  crm_fixture_cancel_after (&cancel, 15);
  g_assert_null (crm_ordinal_new (columns, 2, NULL, sample.y, N, 4, &cancel.context, &stopped));
  g_assert_error (stopped, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/ordinal/two-categories", test_two_categories);
  g_test_add_func ("/analytics/ordinal/recovery", test_recovery);
  g_test_add_func ("/analytics/ordinal/wine", test_wine);
  g_test_add_func ("/analytics/ordinal/wine-shared", test_wine_shared);
  g_test_add_func ("/analytics/ordinal/housing", test_housing);
  g_test_add_func ("/analytics/ordinal/housing-shared", test_housing_shared);
  g_test_add_func ("/analytics/ordinal/errors", test_errors);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules from generated baskets against counting them all; tests against sums of exact probabilities. */

#include <math.h>
#include <string.h>

#include "crm-affinity.h"
#include "crm-analytics-fixture.h"

#define N_ITEMS 12

typedef struct
{
  guint32 *baskets, *items;
  guint16 *sets; /* bit by item */
  gsize n;
  guint32 n_baskets;
} Baskets;

/* Items of falling popularity; 0 pulls 1 along, 2 and 3 together pull 4. */
static Baskets
make_baskets (guint32 n_baskets, guint64 seed)
{
  Baskets b = { g_new (guint32, n_baskets * 30), g_new (guint32, n_baskets * 30),
                g_new0 (guint16, n_baskets), 0, n_baskets };
  CrmRandom random;

  crm_random_init (&random, seed, 0);
  for (guint32 i = 0; i < n_baskets; i++)
    {
      guint set = 0;

      for (guint item = 0; item < N_ITEMS; item++)
        if (crm_random_double (&random) < 0.5 / (1 + item * 0.6))
          set |= 1u << item;
      if ((set & 1) && crm_random_double (&random) < 0.5)
        set |= 2;
      if ((set & 12) == 12 && crm_random_double (&random) < 0.6)
        set |= 16;
      b.sets[i] = (guint16) set;
    }
  /* Pairs in no order, some of them twice. */
  for (guint item = N_ITEMS; item-- > 0;)
    for (guint32 i = 0; i < n_baskets; i++)
      for (guint again = 0; b.sets[i] & 1u << item && again < 1 + i % 2; again++)
        {
          b.baskets[b.n] = i;
          b.items[b.n++] = item;
        }
  return b;
}

static void
clear_baskets (Baskets *b)
{
  g_free (b->baskets);
  g_free (b->items);
  g_free (b->sets);
}

static guint64
count_sets (const Baskets *b, guint set)
{
  guint64 count = 0;

  for (guint32 i = 0; i < b->n_baskets; i++)
    count += (b->sets[i] & set) == set;
  return count;
}

static guint
rule_set (const CrmAffinityRule *rule)
{
  guint set = 0;

  for (guint i = 0; i < rule->n_left; i++)
    set |= 1u << rule->left[i];
  return set;
}

static void
test_brute_force (void)
{
  Baskets b = make_baskets (3000, 3);
  const guint lengths[] = { 2, 4, 12 };

  for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
    {
      CrmAffinityOptions options = { .min_support = 0.01,
                                     .min_confidence = 0.3,
                                     .max_length = lengths[l],
                                     .correction = CRM_AFFINITY_UNCORRECTED };
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmAffinity) result =
          crm_affinity (b.baskets, b.items, b.n, b.n_baskets, N_ITEMS, &options, NULL, &error);
      gsize expected = 0, candidates = 0, sets = 0;

      g_assert_no_error (error);
      for (guint set = 1; set < 1u << N_ITEMS; set++)
        {
          guint size = (guint) __builtin_popcount (set);
          guint64 count = count_sets (&b, set);

          if (size < 2 || size > lengths[l] || count < 30)
            continue;
          sets++;
          for (guint item = 0; item < N_ITEMS; item++)
            if (set & 1u << item)
              {
                candidates++;
                expected += (double) count / (double) count_sets (&b, set & ~(1u << item)) >= 0.3;
              }
        }
      g_assert_cmpuint (result->n_sets, ==, sets);
      g_assert_cmpuint (result->n_candidates, ==, candidates);
      g_assert_cmpuint (result->n_rules, ==, expected);

      for (gsize i = 0; i < result->n_rules; i++)
        {
          const CrmAffinityRule *rule = &result->rules[i];
          guint left = rule_set (rule), right = 1u << rule->right;
          double n = b.n_baskets;

          g_assert_cmpuint (rule->count, ==, count_sets (&b, left | right));
          g_assert_cmpuint (rule->count_left, ==, count_sets (&b, left));
          g_assert_cmpuint (rule->count_right, ==, count_sets (&b, right));
          crm_assert_near (rule->support, (double) rule->count / n, 1e-15, 0);
          crm_assert_near (rule->lift,
                           (double) rule->count * n /
                               ((double) rule->count_left * (double) rule->count_right),
                           1e-14, 0);
          if (i > 0)
            g_assert_cmpfloat (rule->lift, <=, rule[-1].lift);
        }
    }
  clear_baskets (&b);
}

/* What was put in comes out, and independent items do not. */
static void
test_significance (void)
{
  Baskets b = make_baskets (4000, 9);
  CrmAffinityOptions options = { .max_length = 2, .max_p = 0.01 };
  g_autoptr (CrmAffinity) result =
      crm_affinity (b.baskets, b.items, b.n, b.n_baskets, N_ITEMS, &options, NULL, NULL);
  gboolean found = FALSE;

  g_assert_cmpuint (result->n_rules, >, 0);
  for (gsize i = 0; i < result->n_rules; i++)
    {
      guint set = rule_set (&result->rules[i]) | 1u << result->rules[i].right;

      g_assert_cmpfloat (result->rules[i].p_corrected, >=, result->rules[i].p);
      g_assert_cmpfloat (result->rules[i].lift, >, 1);
      /* Only the pairs among 0, 1 and among 2, 3, 4 are made to depend. */
      g_assert_true (set == 3 || (set & ~28u) == 0);
      found |= set == 3;
    }
  g_assert_true (found);
  clear_baskets (&b);
}

/* Sums of products of small fractions, nothing in common with the program's way. */
static double
sum_tail (guint count, guint left, guint right, guint n)
{
  double sum = 0;

  for (guint x = count; x <= MIN (left, right); x++)
    {
      double p = 1;

      if (left - x > n - right)
        continue;
      /* choose (right, x) choose (n - right, left - x) / choose (n, left) */
      for (guint i = 0; i < x; i++)
        p *= (double) (right - i) / (i + 1);
      for (guint i = 0; i < left - x; i++)
        p *= (double) (n - right - i) / (i + 1);
      for (guint i = 0; i < left; i++)
        p *= (i + 1) / (double) (n - i);
      sum += p;
    }
  return sum;
}

static void
test_fisher (void)
{
  for (guint n = 1; n <= 24; n++)
    for (guint left = 0; left <= n; left++)
      for (guint right = 0; right <= n; right++)
        for (guint count = 0; count <= MIN (left, right); count++)
          {
            if (left + right > n + count)
              continue;
            crm_assert_near (crm_affinity_fisher (count, left, right, n),
                             sum_tail (count, left, right, n), 1e-10, 1e-14);
          }

  /* Fisher's tea: 3 of 4 cups right. */
  crm_assert_near (crm_affinity_fisher (3, 4, 4, 8), 17 / 70.0, 1e-12, 0);
  g_assert_cmpfloat (crm_affinity_fisher (500000, 500000, 500000, 1000000), >=, 0);
  g_assert_cmpfloat (crm_affinity_fisher (100, 100000, 100000, 1000000), ==, 1);
  crm_assert_near (crm_affinity_chi_square (30, 50, 50, 100), 0.0455002638963584, 1e-12, 0);
}

static void
test_same_bytes (void)
{
  Baskets b = make_baskets (2000, 5);
  CrmAffinityOptions options = { .min_support = 0.01 };
  CrmRandom random;
  g_autoptr (CrmAffinity) first = NULL;

  crm_random_init (&random, 1, 1);
  for (guint threads = 1; threads <= 7; threads += threads < 2 ? 1 : 5)
    {
      CrmAnalyticsContext context = { .n_threads = threads };
      g_autoptr (CrmAffinity) result =
          crm_affinity (b.baskets, b.items, b.n, b.n_baskets, N_ITEMS, &options, &context, NULL);

      for (gsize i = 0; first != NULL && i < first->n_rules; i++)
        {
          CrmAffinityRule x = first->rules[i], y = result->rules[i];

          g_assert_cmpmem (x.left, x.n_left * 4, y.left, y.n_left * 4);
          x.left = y.left = NULL;
          g_assert_cmpuint (x.right, ==, y.right);
          g_assert_cmpuint (x.count, ==, y.count);
          g_assert_cmpfloat (x.p, ==, y.p);
          g_assert_cmpfloat (x.p_corrected, ==, y.p_corrected);
        }
      if (first == NULL)
        first = g_steal_pointer (&result);
      else
        g_assert_cmpuint (first->n_rules, ==, result->n_rules);
      for (gsize i = b.n - 1; i > 0; i--)
        {
          gsize o = crm_random_below (&random, i + 1);
          guint32 basket = b.baskets[i], item = b.items[i];

          b.baskets[i] = b.baskets[o];
          b.items[i] = b.items[o];
          b.baskets[o] = basket;
          b.items[o] = item;
        }
    }
  clear_baskets (&b);
}

static void
test_bad_input (void)
{
  Baskets b = make_baskets (500, 5);
  CrmAffinityOptions options = { 0 }, bad = { .min_support = 1.5 };
  CrmAffinityOptions nan = { .min_confidence = NAN }, few = { .min_count = 1, .max_sets = 20 };
  g_autoptr (CrmAffinity) rare = NULL;
  CrmFixtureCancel cancel;
  GError *error = NULL;

  g_assert_null (crm_affinity (b.baskets, b.items, 0, 500, N_ITEMS, &options, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (crm_affinity (b.baskets, b.items, b.n, 500, N_ITEMS, &bad, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_null (crm_affinity (b.baskets, b.items, b.n, 500, N_ITEMS, &nan, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_null (crm_affinity (b.baskets, b.items, b.n, 400, N_ITEMS, &options, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER);
  g_clear_error (&error);
  g_assert_null (crm_affinity (b.baskets, b.items, b.n, 500, N_ITEMS, &few, NULL, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_LARGE);
  g_clear_error (&error);

  for (gint calls = 1; calls < 30; calls *= 3)
    {
      crm_fixture_cancel_after (&cancel, calls);
      g_assert_null (
          crm_affinity (b.baskets, b.items, b.n, 500, N_ITEMS, &options, &cancel.context, &error));
      g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_CANCELLED);
      g_clear_error (&error);
    }

  /* Nine times is too rare for a rule. */
  rare = crm_affinity (b.baskets, b.items, 9, 500, N_ITEMS, &options, NULL, NULL);
  g_assert_cmpuint (rare->n_rules, ==, 0);
  clear_baskets (&b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/affinity/brute-force", test_brute_force);
  g_test_add_func ("/analytics/affinity/significance", test_significance);
  g_test_add_func ("/analytics/affinity/fisher", test_fisher);
  g_test_add_func ("/analytics/affinity/same-bytes", test_same_bytes);
  g_test_add_func ("/analytics/affinity/bad-input", test_bad_input);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From frequent sets to rules, their tests and the correction. Stateless; any thread. */

#include "config.h"

#include "crm-affinity.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm-eclat.h"
#include "crm-multiple-tests.h"

#define CHUNK 512

/* A record as crm_eclat () leaves it, or one made to look another up: length, count, items. */
static guint
hash_set (gconstpointer key)
{
  const guint32 *set = key;
  guint64 hash = set[0];

  for (guint i = 0; i < set[0]; i++)
    hash = crm_random_mix (hash * 31 + set[2 + i] + 1);
  return (guint) hash;
}

static gboolean
sets_equal (gconstpointer a, gconstpointer b)
{
  const guint32 *x = a, *y = b;

  return x[0] == y[0] && memcmp (x + 2, y + 2, x[0] * sizeof (guint32)) == 0;
}

typedef struct
{
  const guint32 *set; /* the record of the whole rule */
  guint right;        /* position of the right item in it */
  guint64 count_left;
} Candidate;

typedef struct
{
  const CrmEclatData *data;
  const CrmAffinityOptions *options;
  const Candidate *candidates;
  double *p;
} Testing;

static double
log_factorial (guint64 n)
{
  int sign;

  return lgamma_r ((double) n + 1, &sign);
}

static double
log_choose (guint64 n, guint64 k)
{
  return log_factorial (n) - log_factorial (k) - log_factorial (n - k);
}

/* Sums the tail away from the middle, where terms fall; the other one is its complement. */
double
crm_affinity_fisher (guint64 count, guint64 count_left, guint64 count_right, guint64 n)
{
  double mean = (double) count_left * (double) count_right / (double) n;
  guint64 least = count_left + count_right > n ? count_left + count_right - n : 0;
  guint64 most = MIN (count_left, count_right);
  double a = (double) count_left, b = (double) count_right, rest = (double) n - a - b;
  double first, sum = 1, term = 1;

  if (count <= least)
    return 1;
  if (count > most)
    return 0;

  if ((double) count >= mean)
    {
      first = log_choose (count_right, count) + log_choose (n - count_right, count_left - count) -
              log_choose (n, count_left);
      for (double x = (double) count; x < (double) most && term > sum * 1e-18; x++)
        {
          term *= (a - x) * (b - x) / ((x + 1) * (rest + x + 1));
          sum += term;
        }
      return MIN (1, exp (first + log (sum)));
    }

  count--;
  first = log_choose (count_right, count) + log_choose (n - count_right, count_left - count) -
          log_choose (n, count_left);
  for (double x = (double) count; x > (double) least && term > sum * 1e-18; x--)
    {
      term *= x * (rest + x) / ((a - x + 1) * (b - x + 1));
      sum += term;
    }
  return CLAMP (1 - exp (first + log (sum)), 0, 1);
}

double
crm_affinity_chi_square (guint64 count, guint64 count_left, guint64 count_right, guint64 n)
{
  double a = (double) count_left, b = (double) count_right, all = (double) n;
  double expected = a * b / all;
  double variance = expected * (1 - a / all) * (1 - b / all);
  double away = (double) count - expected;

  return variance > 0 ? erfc (fabs (away) / sqrt (variance) / sqrt (2)) : 1;
}

static void
test_candidates (gsize chunk, gsize begin, gsize end, gpointer data)
{
  Testing *testing = data;
  guint64 n = testing->data->n_baskets;

  for (gsize i = begin; i < end; i++)
    {
      const Candidate *candidate = &testing->candidates[i];
      guint64 count = candidate->set[1];
      guint64 right = testing->data->counts[candidate->set[2 + candidate->right]];

      testing->p[i] = testing->options->test == CRM_AFFINITY_CHI_SQUARE
                          ? crm_affinity_chi_square (count, candidate->count_left, right, n)
                          : crm_affinity_fisher (count, candidate->count_left, right, n);
    }
}

/* NULL when cancelled. */
static GHashTable *
index_sets (const GPtrArray *found, const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (GHashTable) sets = g_hash_table_new (hash_set, sets_equal);

  for (guint item = 0; item < found->len; item++)
    {
      const GArray *records = found->pdata[item];

      if (crm_analytics_set_cancelled (context, error))
        return NULL;
      for (guint at = 0; at < records->len; at += 2 + g_array_index (records, guint32, at))
        g_hash_table_add (sets, &g_array_index (records, guint32, at));
    }
  return g_steal_pointer (&sets);
}

static guint64
count_left_side (const CrmEclatData *data, GHashTable *sets, const guint32 *set, guint right)
{
  guint32 left[66];
  const guint32 *known;

  if (set[0] == 2)
    return data->counts[set[2 + 1 - right]];

  left[0] = set[0] - 1;
  left[1] = 0;
  for (guint i = 0, next = 2; i < set[0]; i++)
    if (i != right)
      left[next++] = set[2 + i];
  known = g_hash_table_lookup (sets, left);
  return known[1];
}

/* NULL when cancelled. */
static GArray *
list_candidates (const CrmEclatData *data, const GPtrArray *found,
                 const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (GHashTable) sets = index_sets (found, context, error);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint item = 0; sets != NULL && item < found->len; item++)
    {
      const GArray *records = found->pdata[item];

      if (crm_analytics_set_cancelled (context, error))
        return NULL;
      for (guint at = 0; at < records->len; at += 2 + g_array_index (records, guint32, at))
        {
          const guint32 *set = &g_array_index (records, guint32, at);

          for (guint right = 0; right < set[0]; right++)
            {
              Candidate candidate = { set, right, count_left_side (data, sets, set, right) };

              g_array_append_val (candidates, candidate);
            }
        }
    }
  return sets != NULL ? g_steal_pointer (&candidates) : NULL;
}

static gboolean
correct (const CrmAffinityOptions *options, const double *p, gsize n, double *corrected,
         GError **error)
{
  if (n == 0)
    return TRUE;
  if (options->correction == CRM_AFFINITY_HOLM)
    return crm_adjust_holm (p, n, corrected, error);
  if (options->correction == CRM_AFFINITY_BENJAMINI_HOCHBERG)
    return crm_adjust_benjamini_hochberg (p, n, corrected, error);
  memcpy (corrected, p, n * sizeof (double));
  return TRUE;
}

static int
compare_numbers (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

static int
compare_rules (const void *a, const void *b)
{
  const CrmAffinityRule *x = a, *y = b;

  if (x->lift != y->lift)
    return x->lift > y->lift ? -1 : 1;
  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  if (x->n_left != y->n_left)
    return x->n_left < y->n_left ? -1 : 1;
  for (guint i = 0; i < x->n_left; i++)
    if (x->left[i] != y->left[i])
      return x->left[i] < y->left[i] ? -1 : 1;
  return x->right < y->right ? -1 : x->right > y->right;
}

/* @memory has room for the left side. */
static CrmAffinityRule
make_rule (const CrmEclatData *data, const Candidate *candidate, double p, double corrected,
           guint32 *memory)
{
  const guint32 *set = candidate->set;
  double n = data->n_baskets;
  CrmAffinityRule rule = { .left = memory, .n_left = set[0] - 1, .p = p, .p_corrected = corrected };

  rule.count = set[1];
  rule.count_left = candidate->count_left;
  rule.count_right = data->counts[set[2 + candidate->right]];
  rule.right = data->numbers[set[2 + candidate->right]];
  rule.support = (double) rule.count / n;
  rule.confidence = (double) rule.count / (double) rule.count_left;
  rule.lift = (double) rule.count * n / ((double) rule.count_left * (double) rule.count_right);
  for (guint i = 0, next = 0; i < set[0]; i++)
    if (i != candidate->right)
      memory[next++] = data->numbers[set[2 + i]];
  qsort (memory, rule.n_left, sizeof (guint32), compare_numbers);
  return rule;
}

static CrmAffinity *
select_rules (const CrmEclatData *data, const GArray *candidates, const double *p,
              const double *corrected, const CrmAffinityOptions *options)
{
  CrmAffinity *self = g_new0 (CrmAffinity, 1);
  gsize room = 0, used = 0;

  for (guint i = 0; i < candidates->len; i++)
    room += g_array_index (candidates, Candidate, i).set[0];
  self->memory = g_new (guint32, room + 1);
  self->rules = g_new (CrmAffinityRule, (gsize) candidates->len + 1);
  self->n_baskets = data->n_baskets;
  self->n_candidates = candidates->len;

  for (guint i = 0; i < candidates->len; i++)
    {
      CrmAffinityRule rule = make_rule (data, &g_array_index (candidates, Candidate, i), p[i],
                                        corrected[i], self->memory + used);

      if (rule.confidence < options->min_confidence || rule.lift < options->min_lift ||
          (options->max_p > 0 && corrected[i] > options->max_p))
        continue;
      self->rules[self->n_rules++] = rule;
      used += rule.n_left;
    }
  qsort (self->rules, self->n_rules, sizeof (CrmAffinityRule), compare_rules);
  return self;
}

static gboolean
check_input (const guint32 *baskets, const guint32 *items, gsize n, guint32 n_baskets,
             guint32 n_items, const CrmAffinityOptions *options, const CrmAnalyticsContext *context,
             GError **error)
{
  if (n == 0 || n_baskets == 0 || n_items == 0)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY,
                           _ ("There are no baskets"));
      return FALSE;
    }
  if (!(options->min_support >= 0 && options->min_support <= 1 && options->min_confidence >= 0 &&
        options->min_confidence <= 1 && options->max_p >= 0 && options->max_p <= 1 &&
        options->min_lift >= 0) ||
      options->max_length > 60 || options->max_length == 1)
    {
      g_set_error_literal (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                           _ ("Support, confidence and p must be between 0 and 1, the length of "
                              "rules between 2 and 60"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (baskets[i] >= n_baskets || items[i] >= n_items)
      {
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_PARAMETER,
                     _ ("Row %zu has a number out of range"), i + 1);
        return FALSE;
      }
    else if (crm_analytics_cancelled_at (context, i))
      return crm_analytics_raise_cancelled (error);
  return !crm_analytics_set_cancelled (context, error);
}

CrmAffinity *
crm_affinity (const guint32 *baskets, const guint32 *items, gsize n, guint32 n_baskets,
              guint32 n_items, const CrmAffinityOptions *options,
              const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmEclatData) data = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GArray) candidates = NULL;
  g_autofree double *p = NULL;
  g_autofree double *corrected = NULL;
  CrmAnalyticsContext search = crm_analytics_context_step (context, 0.3, 0.7);
  Testing testing;
  CrmAffinity *self;
  guint64 min_count;
  gsize n_sets = 0;

  if (!check_input (baskets, items, n, n_baskets, n_items, options, context, error))
    return NULL;

  /* A little less, so that a share like 0.001 of 10,000 does not ask for 11. */
  min_count = MAX (options->min_count > 0 ? options->min_count : 10,
                   (guint64) ceil (options->min_support * n_baskets * (1 - 1e-12)));
  data = crm_eclat_data_new (baskets, items, n, n_baskets, n_items, min_count, context, error);
  if (data == NULL)
    return NULL;
  crm_analytics_progress (context, 0.3);

  found = crm_eclat (data, min_count, options->max_length > 0 ? options->max_length : 4,
                     options->max_sets > 0 ? options->max_sets : 2000000, &search, &n_sets, error);
  candidates = found != NULL ? list_candidates (data, found, context, error) : NULL;
  if (candidates == NULL)
    return NULL;
  crm_analytics_progress (context, 0.8);

  p = g_new (double, (gsize) candidates->len + 1);
  corrected = g_new (double, (gsize) candidates->len + 1);
  testing = (Testing){ data, options, (const Candidate *) (void *) candidates->data, p };
  if (!crm_parallel_for (context, candidates->len, CHUNK, test_candidates, &testing, error) ||
      !correct (options, p, candidates->len, corrected, error))
    return NULL;

  self = select_rules (data, candidates, p, corrected, options);
  self->n_sets = n_sets;
  crm_analytics_progress (context, 1);
  return self;
}

void
crm_affinity_free (CrmAffinity *self)
{
  if (self == NULL)
    return;

  g_free (self->rules);
  g_free (self->memory);
  g_free (self);
}

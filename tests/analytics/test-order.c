/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Radix orders against qsort, on every kind of number. */

#include <math.h>
#include <stdlib.h>

#include "crm-order.h"
#include "crm-segment-twins.h"

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
fill (double *values, gsize n, guint64 seed)
{
  static const double odd[] = { 0, -0.0, 1, -1, 1e300, -1e300, 0x1p-1074, -0x1p-1074, 3, 3 };
  CrmRandom random;

  crm_random_init (&random, seed, 0);
  for (gsize i = 0; i < n; i++)
    values[i] = i % 7 == 0 ? odd[crm_random_below (&random, G_N_ELEMENTS (odd))]
                           : ldexp (crm_random_normal (&random),
                                    (int) crm_random_below (&random, 200) - 100);
}

static void
test_sort (void)
{
  for (gsize n = 0; n < 3000; n = n * 2 + 1)
    {
      g_autofree double *values = g_new (double, n + 1);
      g_autofree double *sorted = g_new (double, n + 1);
      g_autofree double *expected = g_new (double, n + 1);
      g_autofree guint32 *order = NULL;

      fill (values, n, n);
      order = crm_order_values (values, n, sorted, NULL, NULL);
      for (gsize i = 0; i < n; i++)
        expected[i] = values[i];
      qsort (expected, n, sizeof (double), compare_doubles);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat (sorted[i], ==, expected[i]);
          g_assert_cmpfloat (values[order[i]], ==, expected[i]);
          if (i > 0 && sorted[i] == sorted[i - 1])
            g_assert_cmpuint (order[i], >, order[i - 1]);
          g_assert_cmpfloat (crm_order_select (values, n, i, NULL), ==, expected[i]);
        }
    }
}

static void
test_quantile (void)
{
  const double values[] = { 7, 1, 3, 10 };
  const double one[] = { 4 };

  g_assert_cmpfloat (crm_order_median (values, 4, NULL), ==, 5);
  g_assert_cmpfloat (crm_order_median (values, 3, NULL), ==, 3);
  g_assert_cmpfloat (crm_order_quantile (values, 4, 0.25, NULL), ==, 2.5);
  g_assert_cmpfloat (crm_order_quantile (values, 4, 0, NULL), ==, 1);
  g_assert_cmpfloat (crm_order_quantile (values, 4, 1, NULL), ==, 10);
  g_assert_cmpfloat (crm_order_quantile (one, 1, 0.3, NULL), ==, 4);
}

static void
test_rows (void)
{
  g_autoptr (CrmTwin) twin = crm_twin_purchases (5000, 3);
  g_autofree guint32 *first = crm_order_rows (CRM_TWIN_COLUMNS (twin), 5000, 2, NULL, NULL);

  for (guint round = 0; round < 3; round++)
    {
      g_autofree guint32 *moved = NULL;
      g_autoptr (CrmTwin) shuffled = crm_twin_shuffle (twin, round, &moved);
      g_autofree guint32 *again = crm_order_rows (CRM_TWIN_COLUMNS (shuffled), 5000, 2, NULL, NULL);

      for (gsize i = 0; i < 5000; i++)
        for (guint j = 0; j < 2; j++)
          g_assert_cmpfloat (twin->columns[j][first[i]], ==, shuffled->columns[j][again[i]]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/order/sort", test_sort);
  g_test_add_func ("/analytics/order/quantile", test_quantile);
  g_test_add_func ("/analytics/order/rows", test_rows);
  return g_test_run ();
}

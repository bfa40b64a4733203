/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Step-down and step-up adjustment over the sorted p-values. Ties share their value, so the result
 * does not depend on the order of the tests. No state, any thread. */

#include "config.h"

#include "crm-multiple-tests.h"

#include <glib/gi18n-lib.h>

#include "crm-order.h"

static guint32 *
sort_tests (const double *p, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!(p[i] >= 0 && p[i] <= 1))
      {
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("Value %zu is not a probability"), i + 1);
        return NULL;
      }

  return crm_order_values (p, n, NULL, NULL, error);
}

gboolean
crm_adjust_holm (const double *p, gsize n, double *adjusted, GError **error)
{
  g_autofree guint32 *order = sort_tests (p, n, error);
  double largest = 0;

  if (order == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      largest = MAX (largest, MIN (1, (n - i) * p[order[i]]));
      adjusted[order[i]] = largest;
    }

  return TRUE;
}

gboolean
crm_adjust_benjamini_hochberg (const double *p, gsize n, double *adjusted, GError **error)
{
  g_autofree guint32 *order = sort_tests (p, n, error);
  double smallest = 1;

  if (order == NULL)
    return FALSE;
  for (gsize i = n; i > 0; i--)
    {
      smallest = MIN (smallest, p[order[i - 1]] * n / i);
      adjusted[order[i - 1]] = smallest;
    }

  return TRUE;
}

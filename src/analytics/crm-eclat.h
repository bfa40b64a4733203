/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Frequent sets. Private to the folder. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* Baskets as rows of item numbers, and items as rows of basket numbers. */
typedef struct
{
  guint32 n_baskets;
  guint32 n_items;   /* frequent ones only, the rarest is 0 */
  guint32 *numbers;  /* [item]: the caller's */
  guint64 *counts;   /* [item] */
  gsize *starts;     /* [n_baskets + 1] into entries */
  guint32 *entries;  /* items of a basket, ascending */
  gsize *tid_starts; /* [n_items + 1] into tids */
  guint32 *tids;     /* baskets of an item, ascending */
} CrmEclatData;

CrmEclatData *crm_eclat_data_new (const guint32 *baskets, const guint32 *items, gsize n,
                                  guint32 n_baskets, guint32 n_items, guint64 min_count,
                                  const CrmAnalyticsContext *context, GError **error);
void crm_eclat_data_free (CrmEclatData *self);

/* (transfer full) (element-type GArray): for each item an array of guint32 records "length, count,
 * items ascending" of the frequent sets that begin with it and have two items or more. */
GPtrArray *crm_eclat (const CrmEclatData *data, guint64 min_count, guint max_length, gsize max_sets,
                      const CrmAnalyticsContext *context, gsize *n_sets, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmEclatData, crm_eclat_data_free)

G_END_DECLS

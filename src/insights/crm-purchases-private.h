/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the full and the incremental reading; belongs to the thread of the reader. */

#pragma once

#include "crm-purchases.h"

G_BEGIN_DECLS

/* Purchases in the making. Rows must come sorted by customer. */
typedef struct
{
  CrmPurchases *purchases;
  gsize allocated;
} CrmPurchaseList;

void crm_purchase_list_init (CrmPurchaseList *self, gsize allocated);
void crm_purchase_list_add (CrmPurchaseList *self, CrmId customer, gint64 last, gint64 first,
                            double frequency, double monetary);
void crm_purchase_list_clear (CrmPurchaseList *self);
/* (transfer full): sets as_of and what follows from it. */
CrmPurchases *crm_purchase_list_finish (CrmPurchaseList *self, gint64 position, gint64 today);

/* Adds those of @customers, in ascending order, who bought anything; NULL: all customers. */
gboolean crm_purchase_list_read (CrmPurchaseList *self, CrmReader *reader, const GArray *customers,
                                 GError **error);

G_END_DECLS

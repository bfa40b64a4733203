/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-reader.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* What every buying customer bought: when last, how often, for how much. Never changed once made, so it
 * is shared between threads; atomically reference counted.
 *
 * A customer takes part with at least one counted order (a sale worth something in the base currency,
 * activated or fulfilled). Recency is in days before `as_of`: today, or, when nothing was bought for 60 days, the
 * day after the last order in the database. Amounts are minor units. */
typedef struct
{
  gsize n;
  gint64 as_of;      /* day */
  gint64 n_unrated;  /* orders left out, because their currency has no exchange rate */
  char currency[16]; /* of the amounts: the base currency */
  /* Columns of n values, sorted by id. */
  CrmId *ids;
  double *recency;
  double *frequency;
  double *monetary;
  double *tenure; /* days since the first order; NULL in a run that was loaded */

  /* What brings it up to date later. */
  gint32 *last; /* day of the last and the first order; NULL in a run that was loaded */
  gint32 *first;
  gint64 position; /* of the journal; everything up to here is in */
  gint64 n_orders; /* sum of frequency */
  gatomicrefcount references;
} CrmPurchases;

/* Everything anew, by one pass over the covering index of the orders. Cancelled through the reader. */
CrmPurchases *crm_purchases_read (CrmReader *reader, gint64 today, GError **error);

/* @known brought up to date: only customers whose orders or lines the journal names after
 * known->position are read again. The same figures as crm_purchases_read () to the last bit. Reads all
 * when @known is NULL, belongs to another state of the file (its position is not in the journal), or
 * when so much changed that this is faster. Returns @known itself with one more reference if nothing changed.
 * @n_changed (nullable): customers read again; G_MAXSIZE: all.
 *
 * What was written without a journal row is not seen: crm_store_rebuild () only. */
CrmPurchases *crm_purchases_refresh (CrmPurchases *known, CrmReader *reader, gint64 today,
                                     gsize *n_changed, GError **error);

/* The same for what the @store last handed out here; any thread. @reader reads the store's file. */
CrmPurchases *
crm_purchases_current (CrmStore *store, CrmReader *reader, gint64 today, GError **error);

CrmPurchases *crm_purchases_ref (CrmPurchases *self);
void crm_purchases_unref (CrmPurchases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPurchases, crm_purchases_unref)

G_END_DECLS

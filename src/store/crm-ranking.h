/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-value.h"

G_BEGIN_DECLS

/* CrmRanking: ids in a sort order with the way back from an id to its place: 12 bytes an id.
 * Immutable, atomically reference counted, any thread. */
typedef struct
{
  gatomicrefcount references;
  GArray *ids;    /* CrmId in sort order */
  guint32 *by_id; /* ids[by_id[0]] < ids[by_id[1]] < … */
} CrmRanking;

CrmRanking *crm_ranking_new (GArray *ids); /* (transfer full) */
CrmRanking *crm_ranking_ref (CrmRanking *self);
void crm_ranking_unref (CrmRanking *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRanking, crm_ranking_unref)

/* The place of an id, or -1. */
int crm_ranking_find (const CrmRanking *self, CrmId id);
/* How many of all ids are less than this one: 0 … 1. */
double crm_ranking_progress (const CrmRanking *self, CrmId id);
/* Those of `hits` (ascending) that are ranked, in sort order. (transfer full) */
GArray *crm_ranking_select (const CrmRanking *self, const CrmId *hits, gsize n);

/* Steps from one order of ids to another that a list can show: single rows taken out and put in.
 * After step k, the list is new[0 .. in_k) followed by old[out_k ..). */
typedef struct
{
  guint position;
  guint removed;
  guint added;
  guint in;  /* of the new order, from here on the old one follows */
  guint out; /* of the old order */
} CrmSplice;

/* NULL if more than `limit` steps or rows would be needed. (element-type CrmSplice) */
GArray *crm_ranking_diff (const CrmRanking *from, const CrmRanking *to, guint limit);

G_END_DECLS

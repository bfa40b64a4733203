/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-value.h"

G_BEGIN_DECLS

/* CrmRanking: ids in a sort order with the way back from an id to its place: 20 bytes
 * an id, 12 of what was selected.
 * Immutable, atomically reference counted, any thread. */
typedef struct
{
  gatomicrefcount references;
  GArray *ids;    /* CrmId in sort order */
  guint32 *by_id; /* ids[by_id[0]] < ids[by_id[1]] < … */
  CrmId *sorted;  /* (nullable) the ids by themselves, of a ranking that is searched in */
} CrmRanking;

CrmRanking *crm_ranking_new (GArray *ids); /* (transfer full) */
CrmRanking *crm_ranking_ref (CrmRanking *self);
void crm_ranking_unref (CrmRanking *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRanking, crm_ranking_unref)

/* The place of an id, or -1. */
int crm_ranking_find (const CrmRanking *self, CrmId id);

/* A set of ranked ids: bit k stands for ids[by_id[k]]. */
guint crm_ranking_n_words (const CrmRanking *self); /* of 64 bits that a set takes */
/* The bit of an id, or -1. `hint` (0 at first) makes the next look-up of a higher id fast. */
int crm_ranking_get_bit (const CrmRanking *self, CrmId id, guint *hint);
/* What is in a set, in sort order. (transfer full) */
CrmRanking *crm_ranking_new_selected (const CrmRanking *self, const guint64 *set);

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

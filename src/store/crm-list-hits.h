/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-query-private.h"

G_BEGIN_DECLS

/* What an expression of crm_search_match() finds among ranked ids, as a set of `base`; words and
 * phrases are read from the lists of the index directly. NULL: cancelled, or not to be had this way.
 * Reader thread, inside a transaction. (transfer full) */
guint64 *crm_list_find_hits (CrmReader *reader, const CrmEntity *entity, const CrmRanking *base,
                             const char *match, GCancellable *cancellable);

G_END_DECLS

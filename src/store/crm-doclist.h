/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-reader.h"

G_BEGIN_DECLS

/* CrmDoclists: the lists of documents of the full-text index, read from FTS5's own pages ("FTS5 data
 * structures" in SQLite's ext/fts5/fts5_index.c; the format of the versions 3.9 to 3.42, and of later
 * ones for tables without contentless_delete). A search for words that hundreds of thousands of
 * documents have spends nearly all of its time in FTS5's general machinery; reading the list alone
 * takes a twentieth. Everything is checked while it is read: what does not look as expected makes a
 * function return FALSE, and the caller asks FTS5 instead. One thread, inside one read transaction. */
typedef struct _CrmDoclists CrmDoclists;

/* NULL: a format that is not known here. */
CrmDoclists *crm_doclists_open (CrmReader *reader, GCancellable *cancellable);
void crm_doclists_free (CrmDoclists *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDoclists, crm_doclists_free)

/* A document, and where in it the token is: FTS5's list of positions. */
typedef void (*CrmDoclistFunc) (CrmId id, const guint8 *positions, guint n_bytes, gpointer data);

/* Visits the documents `first` … `last` that have the token, by ascending id; with `prefix` any token
 * that begins so, each token's documents by ascending id. Positions are given when asked for.
 * FALSE: cancelled, or not understood; what was visited until then means nothing. */
gboolean crm_doclists_visit (CrmDoclists *self, const char *token, gboolean prefix, CrmId first,
                             CrmId last, gboolean positions, CrmDoclistFunc func, gpointer data);
/* About how many pages a token's list takes: which of some is the shortest. */
guint crm_doclists_weigh (CrmDoclists *self, const char *token);

/* The next place of a list of positions, column and position in one number; FALSE at its end. `place`
 * is 0 before the first one. */
gboolean crm_doclist_next_place (const guint8 **positions, const guint8 *end, guint32 *place);

G_END_DECLS

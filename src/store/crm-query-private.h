/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-query.h"
#include "crm-ranking.h"

G_BEGIN_DECLS

/* The parts of query functions that CrmRecordList and the global search share. */

/* SQL text and the values bound to its marks, in order. */
typedef struct
{
  GString *sql;
  GArray *binds; /* CrmValue */
} CrmStatement;

void crm_statement_init (CrmStatement *self, const char *sql);
void crm_statement_clear (CrmStatement *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmStatement, crm_statement_clear)
void crm_statement_bind (CrmStatement *self, CrmValue value); /* (transfer full) */
/* Prepared by the reader and bound from parameter `first` on; reset it after use. */
sqlite3_stmt *
crm_statement_prepare (CrmStatement *self, CrmReader *reader, int first, GError **error);

/* " WHERE deleted_at IS NULL AND …" of everything but the search. */
gboolean crm_query_append_where (const CrmQuery *self, CrmStatement *statement, GError **error);
/* What a record is sorted by, as an SQL expression. */
char *crm_query_sort_expression (const CrmQuery *self);

/* The query has nothing to search for (or only marks), or must be answered without the index. */
gboolean crm_query_uses_index (const CrmQuery *self);
/* The statement of a search's hits, ascending, bound to an expression (which must outlive it) and an
 * entity. It does not end with the entity: the one who steps it stops after crm_entity_last_id() and
 * leaves out what is before crm_entity_first_id(), which costs half of having SQLite test each row. */
sqlite3_stmt *crm_query_prepare_hits (const CrmEntity *entity, CrmReader *reader, const char *match,
                                      GError **error);
/* Ids of the entity that the search finds, ascending, whatever the filter says; at most `limit` if it
 * is not 0. */
GArray *
crm_query_search_hits (const CrmQuery *self, CrmReader *reader, guint limit, GError **error);

/* Many ids at once, without the cost of crm_reader_step() a row. `stmt` is bound; it is reset. */
gboolean crm_query_collect (CrmReader *reader, sqlite3_stmt *stmt, GArray *out, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "crm-error.h"
#include "crm-record.h"
#include "crm-sql.h"

G_BEGIN_DECLS

/* CrmReader: one read-only connection with its prepared statements. Used by one thread at a time;
 * query functions take it, are synchronous and do not care which thread they run on. */
typedef struct _CrmReader CrmReader;

/* Opens a connection of its own (tests, jobs, crm-cli). Registers tokenizer and functions. */
CrmReader *crm_reader_open (const char *path, GError **error);
void crm_reader_free (CrmReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmReader, crm_reader_free)

sqlite3 *crm_reader_get_db (CrmReader *self);

/* While set, running statements stop soon after the cancellable is cancelled (progress handler), and
 * fail with G_IO_ERROR_CANCELLED. (nullable) */
void crm_reader_set_cancellable (CrmReader *self, GCancellable *cancellable);

/* A prepared statement kept by its SQL text, reset and without bindings; (transfer none). Give it back
 * with sqlite3_reset(). The same text must not be used twice at the same time. */
sqlite3_stmt *crm_reader_prepare (CrmReader *self, const char *sql, GError **error);
/* Steps; TRUE for a row. FALSE at the end or with `error` set. */
gboolean crm_reader_step (CrmReader *self, sqlite3_stmt *stmt, GError **error);

/* One consistent view over several queries. */
gboolean crm_reader_begin (CrmReader *self, GError **error);
void crm_reader_end (CrmReader *self);

/* The last journal position this reader sees (0: none). */
gint64 crm_reader_position (CrmReader *self);

/* Single figures; `fallback` on an error or no row. */
gint64 crm_reader_int (CrmReader *self, const char *sql, gint64 fallback);

/* Records by id, deleted ones too. NULL with CRM_ERROR_NOT_FOUND if there is none. */
CrmRecord *crm_reader_load (CrmReader *self, const CrmEntity *entity, CrmId id, GError **error);
/* Fills `record` (of the entity) from the row; FALSE if there is none. */
gboolean crm_reader_load_into (CrmReader *self, CrmRecord *record, CrmId id, GError **error);
/* Many at once, in the order of the ids; missing ones are left out. (element-type CrmRecord) */
GPtrArray *crm_reader_load_many (CrmReader *self, const CrmEntity *entity, const CrmId *ids,
                                 gsize n, GError **error);
/* Live records whose LINK field points at `target`, ordered by SQL text `order` (nullable). */
GPtrArray *crm_reader_load_linked (CrmReader *self, const CrmEntity *entity, const char *field_id,
                                   CrmId target, const char *order, guint limit, GError **error);
/* The title of any record, of any entity; NULL if there is none. (transfer full) */
char *crm_reader_title (CrmReader *self, CrmId id);

/* Reads a row of crm_sql_columns() from `first_column` on into the record. */
void crm_sql_read_row (sqlite3_stmt *stmt, int first_column, CrmRecord *record);

G_END_DECLS

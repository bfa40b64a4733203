/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "crm-entity.h"
#include "crm-error.h"

G_BEGIN_DECLS

/* What reader and writer share beneath: error mapping, prepared statements kept by their text, and
 * the SQL generated from field tables. All of it belongs to the thread that uses the connection. */

/* Sets `error` from the connection's state; `what` (nullable) starts the sentence. Returns FALSE. */
gboolean crm_sql_error (sqlite3 *db, const char *what, GError **error);
int crm_sql_error_code (int sqlite_code); /* a CrmErrorCode */

/* Opens a connection for one thread. On failure `db` may be set all the same: close it. */
gboolean crm_sql_open (const char *path, int flags, sqlite3 **db, GError **error);
gboolean crm_sql_exec (sqlite3 *db, const char *sql, GError **error);

typedef struct _CrmStatements CrmStatements;
CrmStatements *crm_statements_new (sqlite3 *db);
void crm_statements_free (CrmStatements *self); /* before the connection is closed */
sqlite3_stmt *crm_statements_get (CrmStatements *self, const char *sql, GError **error);
/* The same for a text that stays where it is as long as the program runs: found by its address. */
sqlite3_stmt *crm_statements_get_fixed (CrmStatements *self, const char *sql, GError **error);

/* "id", then every field of the table, quoted, in order. (transfer none) */
const char *crm_sql_columns (const CrmEntity *entity);
/* Interned statements per entity. */
const char *crm_sql_select_by_id (const CrmEntity *entity); /* WHERE id = ?1 */
const char *crm_sql_insert (const CrmEntity *entity);       /* ?1 id, ?2… fields */
#define CRM_SQL_MANY 16
const char *
crm_sql_insert_many (const CrmEntity *entity);        /* of CRM_SQL_MANY rows one after the other */
const char *crm_sql_delete (const CrmEntity *entity); /* WHERE id = ?1 */
const char *crm_sql_exists (const CrmEntity *entity); /* SELECT 1 … WHERE id = ?1 */
int crm_sql_sort_index (const CrmEntity *entity);     /* of the collation key; -1: none */

CrmValue crm_sql_column_value (sqlite3_stmt *stmt, int column);
int crm_sql_bind_value (sqlite3_stmt *stmt, int parameter, const CrmValue *value);

G_END_DECLS

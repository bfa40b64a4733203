/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "crm-error.h"

G_BEGIN_DECLS

/* The schema as frozen SQL, one file a version; PRAGMA user_version says which one a file has. */
#define CRM_SCHEMA_VERSION 3

int crm_schema_version (sqlite3 *db); /* 0: empty file; -1: not readable, see sqlite3_errmsg() */
/* Runs the steps from the file's version to `target`, all in one transaction. The tokenizer
 * must be registered. Errors: NEWER_SCHEMA, and what SQLite says. */
gboolean crm_schema_migrate (sqlite3 *db, int target, GError **error);

G_END_DECLS

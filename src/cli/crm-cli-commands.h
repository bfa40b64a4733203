/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-cli.h"
#include "crm-json.h"
#include "crm-query.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* The commands that work on a database, and what they share. */

CrmCliStatus crm_cli_import (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_export (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_query (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_history (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_undo (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_redo (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_check (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_sample (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_currency (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_duplicates (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_merge (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_rate (const CrmCliContext *context, int argc, char **argv);
CrmCliStatus crm_cli_segments (const CrmCliContext *context, int argc, char **argv);

/* Opens the context's database, or the default one; prints why not. (transfer full) (nullable) */
CrmStore *crm_cli_open_store (const CrmCliContext *context);
/* The same with a reader; FALSE if either cannot be opened. */
gboolean crm_cli_open (const CrmCliContext *context, CrmStore **store, CrmReader **reader);
/* What --json prints. */
void crm_cli_print_json (JsonNode *node);
void crm_cli_print_array (JsonArray *array);
/* The records that match as JSON, at most `limit` of them (0: all); `fields` (nullable): only these. */
gboolean crm_cli_print_records (const CrmQuery *query, CrmReader *reader, char **fields,
                                gint64 limit, GError **error);
/* "crm-cli: message" on standard error; returns CRM_CLI_FAILED. */
CrmCliStatus crm_cli_fail (const GError *error);
/* A CrmProgressFunc: a line that rewrites itself, on a terminal only. `data`: a title. */
gboolean crm_cli_progress (guint64 done, guint64 total, gpointer data);

G_END_DECLS

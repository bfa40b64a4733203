/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-csv-writer.h"
#include "crm-query.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* Writes the query's records as CSV: a header of field ids, every field but hidden ones, links by
 * title with the id in a column of its own ("owner", "owner-id"). `ids` (nullable, n_ids): only these, in this order.
 * `fields` (nullable, NULL-terminated): these fields only. Blocks. Returns how many rows, -1 with `error`; `progress`
 * returning FALSE stops with G_IO_ERROR_CANCELLED. */
gint64 crm_csv_export (const CrmQuery *query, CrmReader *reader, const CrmId *ids, gsize n_ids,
                       const char *const *fields, CrmCsvWriter *writer, CrmProgressFunc progress,
                       gpointer data, GError **error);

/* One record's cells back from a row written by it: sets the fields named in `header`. FALSE with `error` at the first cell
 * that cannot be read. `reader`: for the base currency, and the currency of an order's line. */
gboolean crm_csv_import_record (CrmRecord *record, CrmReader *reader, const char *const *header,
                                const char *const *cells, guint n, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How a file of rows is written. */
typedef struct
{
  char *encoding; /* IANA name: "UTF-8", "GB18030", "UTF-16LE", "WINDOWS-1252" */
  char delimiter; /* ',' ';' '\t' '|' */
  gboolean bom;
  gboolean compressed; /* gzip */
  gboolean sure;       /* FALSE: the encoding is a guess a person should look at */
} CrmCsvDialect;

void crm_csv_dialect_clear (CrmCsvDialect *self);

/* CrmCsvReader: rows of a CSV file, one after the other, in UTF-8; never the whole file in memory.
 * Quoting as in RFC 4180, read leniently (libcsv). Any thread, one at a time. */
typedef struct _CrmCsvReader CrmCsvReader;

/* A row: cells are (transfer none) until the next call. `problem` (nullable) is a translated reason why the row cannot
 * be used: a cell too long, bytes that are no text. */
typedef struct
{
  guint64 number; /* from 1, the header being row 1 */
  guint n_cells;
  const char *const *cells;
  const char *problem;
} CrmCsvRow;

/* Guesses encoding and delimiter from the start of the file, unless `wanted` (nullable) gives them. Errors:
 * CRM_ERROR_SYNTAX for an empty or binary file, G_IO_ERROR for one that cannot be read. */
CrmCsvReader *crm_csv_reader_open (const char *path, const CrmCsvDialect *wanted, GError **error);
void crm_csv_reader_free (CrmCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCsvReader, crm_csv_reader_free)

const CrmCsvDialect *crm_csv_reader_get_dialect (CrmCsvReader *self);
/* TRUE for a row; FALSE at the end or with `error`. Blank lines are left out. */
gboolean crm_csv_reader_next (CrmCsvReader *self, CrmCsvRow *row, GError **error);
/* Share of the file read, 0..1. */
double crm_csv_reader_get_fraction (CrmCsvReader *self);

G_END_DECLS

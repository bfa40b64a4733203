/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* CrmCsvWriter: a CSV file in UTF-8 (RFC 4180, CRLF). The file takes its name only when it is whole: it
 * is written beside it and renamed by crm_csv_writer_close(). One thread. */
typedef struct _CrmCsvWriter CrmCsvWriter;

CrmCsvWriter *crm_csv_writer_new (const char *path, GError **error);
/* To standard output, nothing to rename. */
CrmCsvWriter *crm_csv_writer_new_for_stdout (void);
void crm_csv_writer_free (CrmCsvWriter *self); /* without close: the file never appears */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCsvWriter, crm_csv_writer_free)

/* The cell as it is, quoted where needed. */
void crm_csv_writer_add (CrmCsvWriter *self, const char *cell);
/* A text cell for spreadsheets: one that a spreadsheet would take for a formula (= + - @ or a tab first) gets an
 * apostrophe in front, which the import takes off again. */
void crm_csv_writer_add_text (CrmCsvWriter *self, const char *text);
gboolean crm_csv_writer_end_row (CrmCsvWriter *self, GError **error);
gboolean crm_csv_writer_close (CrmCsvWriter *self, GError **error);

G_END_DECLS

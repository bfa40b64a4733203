/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-csv-reader.h"
#include "crm-import-map.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* CrmImportPlan: a file, how it is written, and what its columns become. Made from the first rows, then
 * changed by a person, then run: first as a trial that writes nothing, then for real. A plain struct
 * of one thread at a time. */
typedef struct
{
  char *path;
  CrmCsvDialect dialect;
  CrmImportKind kind;
  guint n_columns;
  char **header;
  const CrmImportTarget **targets; /* [n_columns]; NULL: do not import */
  GPtrArray *sample;               /* (element-type GStrv) first rows after the header */
  gboolean day_first;              /* 03/04/2026 is 3 April */
  gboolean day_written;            /* the sample has dates that it matters for */
  gboolean day_ambiguous; /* no date of the sample settles it, or they contradict each other */
  gboolean
      create_customers; /* transactions: unknown customers are made; else counted and left out */
  gboolean overwrite;   /* customers: fields that are filled already are replaced */
  char *calling_code;   /* (nullable) for telephone numbers without one */
  char *tag;            /* (nullable) every customer of the file gets it */
  const char *stage;    /* (nullable) code: new customers without one in the file get it */
} CrmImportPlan;

/* `wanted` (nullable): see crm_csv_reader_open(). `kind` -1: guessed. Errors: CRM_ERROR_SYNTAX, G_IO_ERROR. */
CrmImportPlan *
crm_import_plan_new (const char *path, const CrmCsvDialect *wanted, int kind, GError **error);
void crm_import_plan_free (CrmImportPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmImportPlan, crm_import_plan_free)
CrmImportPlan *crm_import_plan_copy (const CrmImportPlan *self);
void
crm_import_plan_set_kind (CrmImportPlan *self, CrmImportKind kind); /* guesses the columns anew */

/* The mapping alone as JSON text, to be remembered by crm_import_plan_header_key(). (transfer full) */
char *crm_import_plan_mapping (const CrmImportPlan *self);
gboolean crm_import_plan_set_mapping (CrmImportPlan *self, const char *json);
char *crm_import_plan_header_key (const CrmImportPlan *self);
/* The own field of a column's name, read as all values of the sample can be; NULL: it can have none. */
const CrmImportTarget *crm_import_plan_own_target (const CrmImportPlan *self, guint column);
/* A sentence on what is missing before it can run; NULL if nothing is. (transfer full) */
char *crm_import_plan_problem (const CrmImportPlan *self);

/* A row that was not taken. */
typedef struct
{
  guint64 row;
  int column; /* -1: the row as a whole */
  char *reason;
} CrmImportRefusal;

#define CRM_IMPORT_REFUSALS_KEPT 1000

/* What became, or would become, of a row. */
typedef enum
{
  CRM_IMPORT_ROW_UNKNOWN, /* not read, or beyond those kept */
  CRM_IMPORT_ROW_NEW,
  CRM_IMPORT_ROW_UPDATE,
  CRM_IMPORT_ROW_NOTHING, /* says nothing new */
  CRM_IMPORT_ROW_REFUSED,
} CrmImportOutcome;

#define CRM_IMPORT_OUTCOMES_KEPT 200

typedef struct
{
  guint64 rows;    /* after the header */
  guint64 created; /* customers: customers; transactions: orders */
  guint64 updated;
  guint64 unchanged; /* rows that say nothing new, also documents imported before */
  guint64 refused;   /* rows */
  guint64 lines, returns, customers, contacts, products; /* created along the way */
  GPtrArray *refusals;                       /* (element-type CrmImportRefusal) the first ones */
  GHashTable *reasons;                       /* char * -> guint64 *: how often */
  guint64 *column_problems;                  /* [n_columns] */
  guint64 *column_filled;                    /* [n_columns] cells that are not empty */
  guint8 outcomes[CRM_IMPORT_OUTCOMES_KEPT]; /* CrmImportOutcome of the first rows */
  guint n_columns;
  gint64 group;       /* 0 after a trial */
  char *refused_path; /* (nullable) the refused rows with their reasons as CSV */
  gboolean cancelled;
} CrmImportReport;

void crm_import_report_free (CrmImportReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmImportReport, crm_import_report_free)

/* `share` of the file read, 0..1. FALSE stops. */
typedef gboolean (*CrmImportProgressFunc) (double share, const CrmImportReport *report,
                                           gpointer data);

/* Blocks: for a worker. One group, so one undo. Stopped: what was written stays, is told in the report
 * (`cancelled`), and can be undone. `refused_path` (nullable): where refused rows go. NULL with `error` when the file
 * or the database fails. */
CrmImportReport *crm_import_run (const CrmImportPlan *plan, CrmStore *store, gboolean trial,
                                 const char *refused_path, CrmImportProgressFunc progress,
                                 gpointer data, GError **error);

G_END_DECLS

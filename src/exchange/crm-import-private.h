/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-currency.h"
#include "crm-group-writer.h"
#include "crm-id-map.h"
#include "crm-import.h"

G_BEGIN_DECLS

/* One run of an import; one worker thread. */
typedef struct
{
  const CrmImportPlan *plan;
  CrmReader *reader;      /* what was there before */
  CrmGroupWriter *writer; /* NULL in a trial */
  CrmImportReport *report;
  CrmParseContext context; /* currency: of the row, or the base currency */
  char *base;              /* the base currency */
  gint64 trial_id;         /* ids of a trial */
  gboolean any_customers;  /* there were some before */
  gboolean any_orders;
  gboolean has_own;    /* a column becomes an own field */
  CrmIdMap *customers; /* hash of a key -> CrmId, of this file */
  CrmIdMap *orders;    /* hash of document, customer, kind -> CrmId */
  CrmIdMap *products;
  CrmIdMap *documents; /* hash of document -> 1: was in the database before */
  CrmValue *values;    /* [n_columns] of the row */
  char *reason;        /* of the row refused last */
} CrmImport;

/* Each takes one row whose cells are parsed into import->values; FALSE with `error` when the database failed. */
gboolean crm_import_take_customer (CrmImport *self, const CrmCsvRow *row, GError **error);
gboolean crm_import_take_transaction (CrmImport *self, const CrmCsvRow *row, GError **error);

void crm_import_refuse (CrmImport *self, const CrmCsvRow *row, int column, const char *reason);
/* The row's value for a target, NULL if it has none or is empty. */
const CrmValue *crm_import_value (const CrmImport *self, const char *target);
CrmChange *crm_import_add (CrmImport *self, CrmOp op, const CrmEntity *entity,
                           CrmId *id); /* NULL in a trial */
void crm_import_set (CrmChange *change, const char *field,
                     CrmValue value); /* value: (transfer full); change (nullable) */
/* 64-bit FNV-1a over the texts. */
guint64 crm_import_hash (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* Live customer of the database by number or name; 0. */
CrmId crm_import_find_customer (CrmImport *self, const char *code, const char *name);
CrmId crm_import_find (CrmImport *self, const char *sql, const char *text);

G_END_DECLS

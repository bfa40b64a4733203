/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The run: row by row, what the kind of file makes of it, refusals counted and kept with their
 * reasons. Trial and run are the same code; a trial has no writer. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

#include "crm-csv-writer.h"
#include "crm-entities.h"
#include "crm-import-private.h"
#include "crm-phone.h"
#include "crm-setting.h"

#define ROWS_BETWEEN_REPORTS 256

static void
free_refusal (gpointer data)
{
  g_free (((CrmImportRefusal *) data)->reason);
  g_free (data);
}

static CrmImportReport *
new_report (guint n_columns)
{
  CrmImportReport *self = g_new0 (CrmImportReport, 1);

  self->refusals = g_ptr_array_new_with_free_func (free_refusal);
  self->reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->n_columns = n_columns;
  self->column_problems = g_new0 (guint64, n_columns + 1);
  self->column_filled = g_new0 (guint64, n_columns + 1);
  return self;
}

void
crm_import_report_free (CrmImportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->refusals);
  g_hash_table_unref (self->reasons);
  g_free (self->column_problems);
  g_free (self->column_filled);
  g_free (self->refused_path);
  g_free (self);
}

/* ---- what the kinds use ---- */

void
crm_import_refuse (CrmImport *self, const CrmCsvRow *row, int column, const char *reason)
{
  CrmImportReport *report = self->report;
  guint64 *count = g_hash_table_lookup (report->reasons, reason);

  report->refused++;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  if (column >= 0)
    report->column_problems[column]++;
  if (count != NULL)
    ++*count;
  /* Reasons that quote the cell would be without end. */
  else if (g_hash_table_size (report->reasons) < 200)
    {
      count = g_new (guint64, 1);
      *count = 1;
      g_hash_table_insert (report->reasons, g_strdup (reason), count);
    }
  if (report->refusals->len < CRM_IMPORT_REFUSALS_KEPT)
    {
      CrmImportRefusal *refusal = g_new (CrmImportRefusal, 1);

      *refusal = (CrmImportRefusal){ row->number, column, g_strdup (reason) };
      g_ptr_array_add (report->refusals, refusal);
    }
}

const CrmValue *
crm_import_value (const CrmImport *self, const char *target)
{
  for (guint i = 0; i < self->plan->n_columns; i++)
    if (self->plan->targets[i] != NULL && strcmp (self->plan->targets[i]->id, target) == 0)
      return crm_value_is_null (&self->values[i]) ? NULL : &self->values[i];
  return NULL;
}

CrmChange *
crm_import_add (CrmImport *self, CrmOp op, const CrmEntity *entity, CrmId *id)
{
  CrmChangeset *changes;

  if (self->writer == NULL)
    {
      if (*id == 0)
        *id = crm_entity_first_id (entity) + ++self->trial_id;
      return NULL;
    }
  changes = crm_group_writer_get_changes (self->writer);
  if (*id == 0)
    *id = crm_changeset_next_id (changes, entity);
  return crm_changeset_add (changes, op, entity, *id);
}

void
crm_import_set (CrmChange *change, const char *field, CrmValue value)
{
  if (change != NULL && !crm_value_is_null (&value))
    crm_change_set (change, (guint) crm_entity_field_index (change->entity, field), value);
  else
    crm_value_clear (&value);
}

guint64
crm_import_hash (const char *first, ...)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  va_list texts;

  va_start (texts, first);
  for (const char *text = first; text != NULL; text = va_arg (texts, const char *))
    {
      for (const char *p = text; *p != '\0'; p++)
        hash = (hash ^ (guchar) *p) * G_GUINT64_CONSTANT (0x100000001b3);
      hash = (hash ^ 0x1f) * G_GUINT64_CONSTANT (0x100000001b3);
    }
  va_end (texts);
  return hash;
}

CrmId
crm_import_find (CrmImport *self, const char *sql, const char *text)
{
  sqlite3_stmt *stmt = crm_reader_prepare (self->reader, sql, NULL);
  CrmId id = 0;

  if (stmt == NULL)
    return 0;
  sqlite3_bind_text (stmt, 1, text, -1, SQLITE_STATIC);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    id = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return id;
}

CrmId
crm_import_find_customer (CrmImport *self, const char *code, const char *name)
{
  CrmId id = 0;

  if (!self->any_customers)
    return 0;
  if (code != NULL)
    id = crm_import_find (
        self, "SELECT id FROM customer WHERE code = ?1 AND deleted_at IS NULL LIMIT 1", code);
  if (id == 0 && code == NULL && name != NULL)
    id = crm_import_find (self,
                          "SELECT id FROM customer WHERE name_sort = crm_sort_key (?1) AND name = "
                          "?1 AND deleted_at IS NULL LIMIT 1",
                          name);
  return id;
}

/* ---- refused rows as a file ---- */

static gboolean
write_refused (CrmCsvWriter *writer, const CrmCsvRow *row, const char *reason, GError **error)
{
  for (guint i = 0; i < row->n_cells; i++)
    crm_csv_writer_add (writer, row->cells[i]);
  crm_csv_writer_add (writer, reason);
  return crm_csv_writer_end_row (writer, error);
}

static CrmCsvWriter *
open_refused (const CrmImport *self, const char *path, GError **error)
{
  g_autoptr (CrmCsvWriter) writer = crm_csv_writer_new (path, error);

  if (writer == NULL)
    return NULL;
  for (guint i = 0; i < self->plan->n_columns; i++)
    crm_csv_writer_add (writer, self->plan->header[i]);
  crm_csv_writer_add (writer, _ ("Reason"));
  return crm_csv_writer_end_row (writer, error) ? g_steal_pointer (&writer) : NULL;
}

/* ---- the run ---- */

static gboolean
parse_cell (CrmImport *self, guint i, const char *cell, GError **problem)
{
  const CrmField *field = crm_import_target_field (self->plan->targets[i]);

  if (field == NULL)
    {
      g_autofree char *text = g_strstrip (g_strdup (cell));

      self->values[i] = crm_value_text (text);
      return TRUE;
    }
  return crm_field_parse (field, &self->context, cell, &self->values[i], problem);
}

/* Amounts last: how many decimals they have depends on the row's currency. */
static gboolean
parse_cells (CrmImport *self, const CrmCsvRow *row, const char **reason, int *column,
             GError **problem)
{
  const CrmValue *currency;

  for (guint i = 0; i < self->plan->n_columns; i++)
    crm_value_clear (&self->values[i]);
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->plan->n_columns; i++)
        {
          const CrmImportTarget *target = self->plan->targets[i];
          const CrmField *field = target != NULL ? crm_import_target_field (target) : NULL;
          gboolean money = field != NULL && field->kind == CRM_FIELD_MONEY;

          if (target == NULL || i >= row->n_cells || row->cells[i][0] == '\0' ||
              money != (pass == 1) || parse_cell (self, i, row->cells[i], problem))
            continue;
          *column = (int) i;
          *reason = (*problem)->message;
          return FALSE;
        }
      currency = crm_import_value (self, "currency");
      self->context.currency = currency != NULL ? crm_value_get_text (currency) : self->base;
    }
  return TRUE;
}

static gboolean
take_cells (CrmImport *self, const CrmCsvRow *row, GError **error)
{
  const char *reason = row->problem;
  g_autoptr (GError) problem = NULL;
  int column = -1;

  if (reason == NULL && row->n_cells > self->plan->n_columns)
    reason = _ ("more cells than the header");
  else if (reason == NULL && row->n_cells < self->plan->n_columns / 2)
    reason = _ ("fewer cells than the header");
  if (reason != NULL || !parse_cells (self, row, &reason, &column, &problem))
    {
      crm_import_refuse (self, row, column, reason);
      return TRUE;
    }
  return self->plan->kind == CRM_IMPORT_CUSTOMERS ? crm_import_take_customer (self, row, error)
                                                  : crm_import_take_transaction (self, row, error);
}

static gboolean
take_row (CrmImport *self, const CrmCsvRow *row, GError **error)
{
  CrmImportReport *report = self->report;
  guint64 refused = report->refused, unchanged = report->unchanged, updated = report->updated;
  guint64 at = report->rows++;

  for (guint i = 0; i < MIN (row->n_cells, self->plan->n_columns); i++)
    report->column_filled[i] += row->cells[i][0] != '\0';
  if (!take_cells (self, row, error))
    return FALSE;
  if (at < CRM_IMPORT_OUTCOMES_KEPT)
    report->outcomes[at] = report->refused > refused       ? CRM_IMPORT_ROW_REFUSED
                           : report->unchanged > unchanged ? CRM_IMPORT_ROW_NOTHING
                           : report->updated > updated     ? CRM_IMPORT_ROW_UPDATE
                                                           : CRM_IMPORT_ROW_NEW;
  return TRUE;
}

static gboolean
take_rows (CrmImport *self, CrmCsvReader *file, CrmCsvWriter **refused, const char *refused_path,
           CrmImportProgressFunc progress, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;
  CrmCsvRow row;

  while (crm_csv_reader_next (file, &row, &local))
    {
      guint64 before = self->report->refused;

      if (!take_row (self, &row, error))
        return FALSE;
      if (self->report->refused > before && refused_path != NULL)
        {
          if (*refused == NULL && (*refused = open_refused (self, refused_path, error)) == NULL)
            return FALSE;
          if (!write_refused (*refused, &row, self->reason, error))
            return FALSE;
        }
      if (self->writer != NULL && !crm_group_writer_step (self->writer, error))
        return FALSE;
      if (progress != NULL && self->report->rows % ROWS_BETWEEN_REPORTS == 0 &&
          !progress (crm_csv_reader_get_fraction (file), self->report, data))
        {
          self->report->cancelled = TRUE;
          break;
        }
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
skip_header (CrmCsvReader *file, GError **error)
{
  CrmCsvRow row;

  return crm_csv_reader_next (file, &row, error);
}

static gboolean
run (CrmImport *self, CrmStore *store, const char *refused_path, CrmImportProgressFunc progress,
     gpointer data, GError **error)
{
  g_autoptr (CrmCsvReader) file =
      crm_csv_reader_open (self->plan->path, &self->plan->dialect, error);
  g_autoptr (CrmCsvWriter) refused = NULL;
  g_autofree char *name = g_path_get_basename (self->plan->path);
  CrmApplyResult result = { 0 };
  gboolean done;

  if (file == NULL || !skip_header (file, error))
    return FALSE;
  if (store != NULL)
    self->writer = crm_group_writer_new (
        store, CRM_VERB_IMPORT,
        self->plan->kind == CRM_IMPORT_CUSTOMERS ? &crm_entity_customer : &crm_entity_order,
        "import", name);
  done = take_rows (self, file, &refused, refused_path, progress, data, error);
  if (self->writer != NULL)
    done = crm_group_writer_finish (self->writer, &result, done ? error : NULL) && done;
  self->report->group = result.group;
  if (refused != NULL && crm_csv_writer_close (refused, done ? error : NULL))
    self->report->refused_path = g_strdup (refused_path);
  else if (refused != NULL)
    done = FALSE;
  if (done && progress != NULL)
    progress (1, self->report, data);
  return done;
}

CrmImportReport *
crm_import_run (const CrmImportPlan *plan, CrmStore *store, gboolean trial,
                const char *refused_path, CrmImportProgressFunc progress, gpointer data,
                GError **error)
{
  CrmImport self = { .plan = plan, .report = new_report (plan->n_columns) };
  g_autofree char *problem = crm_import_plan_problem (plan);
  gboolean done = FALSE;

  if (problem != NULL)
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID, problem);
  else
    self.reader = crm_reader_open (crm_store_get_path (store), error);
  if (self.reader != NULL)
    {
      self.base = crm_reader_dup_currency (self.reader);
      self.context.day_first = plan->day_first;
      self.context.day_order_known = TRUE;
      self.context.calling_code =
          plan->calling_code != NULL ? plan->calling_code : crm_phone_default_calling_code ();
      self.values = g_new0 (CrmValue, plan->n_columns + 1);
      self.customers = crm_id_map_new ();
      self.orders = crm_id_map_new ();
      self.products = crm_id_map_new ();
      self.documents = crm_id_map_new ();
      self.any_customers =
          crm_reader_int (self.reader, "SELECT EXISTS (SELECT 1 FROM customer)", 1) != 0;
      self.any_orders =
          crm_reader_int (self.reader, "SELECT EXISTS (SELECT 1 FROM sales_order)", 1) != 0;
      for (guint i = 0; i < plan->n_columns; i++)
        self.has_own |= plan->targets[i] != NULL && plan->targets[i]->own != NULL;
      /* An import that fills the table at this moment does without what known records are found by. */
      if (self.any_customers || self.any_orders)
        crm_store_restore_indexes (store);
      done = run (&self, trial ? NULL : store, refused_path, progress, data, error);
      for (guint i = 0; i < plan->n_columns; i++)
        crm_value_clear (&self.values[i]);
      g_free (self.values);
      g_free (self.reason);
      g_free (self.base);
      crm_id_map_free (self.customers);
      crm_id_map_free (self.orders);
      crm_id_map_free (self.products);
      crm_id_map_free (self.documents);
      crm_reader_free (self.reader);
    }
  if (!done)
    g_clear_pointer (&self.report, crm_import_report_free);
  return self.report;
}

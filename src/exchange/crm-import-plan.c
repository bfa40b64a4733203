/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of a file before it is imported. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#include "crm-import-private.h"
#include "crm-json.h"

#define SAMPLE_ROWS 200

/* How people of this locale write a date in figures. */
static gboolean
is_day_first_here (void)
{
  const char *format = nl_langinfo (D_FMT);
  const char *day = strpbrk (format, "de"), *month = strchr (format, 'm');

  return day != NULL && month != NULL && day < month;
}

static void
settle_days (CrmImportPlan *self)
{
  gboolean day_first = FALSE, month_first = FALSE, seen = FALSE;

  for (guint i = 0; i < self->sample->len; i++)
    for (guint c = 0; c < self->n_columns; c++)
      {
        const CrmImportTarget *target = self->targets[c];
        const char *cell = ((char **) self->sample->pdata[i])[c];
        int a = 0, b = 0, year = 0;

        const CrmField *field = target != NULL ? crm_import_target_field (target) : NULL;

        if (field == NULL || field->kind != CRM_FIELD_DAY ||
            (sscanf (cell, "%2d/%2d/%d", &a, &b, &year) != 3 &&
             sscanf (cell, "%2d-%2d-%d", &a, &b, &year) != 3))
          continue;
        seen = TRUE;
        day_first |= a > 12;
        month_first |= b > 12;
      }
  self->day_written = seen;
  self->day_ambiguous = seen && day_first == month_first;
  self->day_first = self->day_ambiguous ? is_day_first_here () : day_first;
}

void
crm_import_plan_set_kind (CrmImportPlan *self, CrmImportKind kind)
{
  g_autoptr (GPtrArray) guesses =
      crm_import_guess (kind, (const char *const *) self->header, self->n_columns);

  self->kind = kind;
  for (guint i = 0; i < self->n_columns; i++)
    self->targets[i] = guesses->pdata[i];
  settle_days (self);
}

static char **
copy_row (const CrmCsvRow *row, guint n_columns)
{
  char **cells = g_new0 (char *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    cells[i] = g_strdup (i < row->n_cells ? row->cells[i] : "");
  return cells;
}

CrmImportPlan *
crm_import_plan_new (const char *path, const CrmCsvDialect *wanted, int kind, GError **error)
{
  g_autoptr (CrmCsvReader) reader = crm_csv_reader_open (path, wanted, error);
  g_autoptr (CrmImportPlan) self = NULL;
  g_autoptr (GError) local = NULL;
  CrmCsvRow row;

  if (reader == NULL)
    return NULL;
  if (!crm_csv_reader_next (reader, &row, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, _ ("The file has no rows."));
      return NULL;
    }
  self = g_new0 (CrmImportPlan, 1);
  self->path = g_strdup (path);
  self->dialect = *crm_csv_reader_get_dialect (reader);
  self->dialect.encoding = g_strdup (self->dialect.encoding);
  self->n_columns = row.n_cells;
  self->header = copy_row (&row, row.n_cells);
  self->targets = g_new0 (const CrmImportTarget *, self->n_columns + 1);
  self->create_customers = TRUE;
  self->stage = "lead"; /* as a customer that is made by hand */
  self->sample = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  while (self->sample->len < SAMPLE_ROWS && crm_csv_reader_next (reader, &row, &local))
    g_ptr_array_add (self->sample, copy_row (&row, self->n_columns));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  crm_import_plan_set_kind (
      self, kind >= 0
                ? (CrmImportKind) kind
                : crm_import_guess_kind ((const char *const *) self->header, self->n_columns));
  return g_steal_pointer (&self);
}

void
crm_import_plan_free (CrmImportPlan *self)
{
  if (self == NULL)
    return;
  crm_csv_dialect_clear (&self->dialect);
  g_free (self->path);
  g_strfreev (self->header);
  g_free (self->targets);
  g_clear_pointer (&self->sample, g_ptr_array_unref);
  g_free (self->calling_code);
  g_free (self->tag);
  g_free (self);
}

CrmImportPlan *
crm_import_plan_copy (const CrmImportPlan *self)
{
  CrmImportPlan *copy = g_memdup2 (self, sizeof *self);

  copy->path = g_strdup (self->path);
  copy->dialect.encoding = g_strdup (self->dialect.encoding);
  copy->header = g_strdupv (self->header);
  copy->targets = g_memdup2 (self->targets, sizeof *self->targets * (self->n_columns + 1));
  copy->sample = g_ptr_array_ref (self->sample);
  copy->calling_code = g_strdup (self->calling_code);
  copy->tag = g_strdup (self->tag);
  return copy;
}

/* Numbers people do not count with: telephone numbers, article numbers, what begins with zeros. */
static gboolean
is_code (const char *cell)
{
  gsize digits = strspn (cell, "0123456789");

  return digits > 9 || (digits > 1 && cell[0] == '0');
}

static gboolean
all_read_as (const CrmImportPlan *self, guint column, const CrmField *field)
{
  const CrmParseContext context = { .day_first = self->day_first, .day_order_known = TRUE };
  gboolean any = FALSE;

  for (guint i = 0; i < self->sample->len; i++)
    {
      const char *cell = ((char **) self->sample->pdata[i])[column];
      g_auto (CrmValue) value = CRM_VALUE_INIT;

      if (*cell == '\0')
        continue;
      if ((field->kind == CRM_FIELD_DECIMAL && is_code (cell)) ||
          !crm_field_parse (field, &context, cell, &value, NULL))
        return FALSE;
      any = TRUE;
    }
  return any;
}

const CrmImportTarget *
crm_import_plan_own_target (const CrmImportPlan *self, guint column)
{
  static const char *const readings[] = { ":number", ":day", ":flag", "" };
  g_autofree char *name = g_strstrip (g_strdup (self->header[column]));

  for (guint i = 0; i < G_N_ELEMENTS (readings) && *name != '\0'; i++)
    {
      g_autofree char *id = g_strconcat ("custom.", name, readings[i], NULL);
      const CrmImportTarget *target = crm_import_target_find (self->kind, id);

      if (target != NULL &&
          (readings[i][0] == '\0' || all_read_as (self, column, crm_import_target_field (target))))
        return target;
    }
  return NULL;
}

char *
crm_import_plan_header_key (const CrmImportPlan *self)
{
  g_autofree char *joined = g_strjoinv ("\x1f", self->header);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, joined, -1);
}

char *
crm_import_plan_mapping (const CrmImportPlan *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_int_value (builder, self->kind);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->n_columns; i++)
    json_builder_add_string_value (builder, self->targets[i] != NULL ? self->targets[i]->id : "");
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return crm_json_to_text (root, FALSE);
}

gboolean
crm_import_plan_set_mapping (CrmImportPlan *self, const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonArray *columns;
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  if (!json_object_has_member (object, "columns") ||
      !JSON_NODE_HOLDS_ARRAY (json_object_get_member (object, "columns")))
    return FALSE;
  columns = json_object_get_array_member (object, "columns");
  if (json_array_get_length (columns) != self->n_columns)
    return FALSE;
  self->kind = json_object_get_int_member_with_default (object, "kind", self->kind) ==
                       CRM_IMPORT_TRANSACTIONS
                   ? CRM_IMPORT_TRANSACTIONS
                   : CRM_IMPORT_CUSTOMERS;
  for (guint i = 0; i < self->n_columns; i++)
    self->targets[i] =
        crm_import_target_find (self->kind, json_array_get_string_element (columns, i));
  settle_days (self);
  return TRUE;
}

static gboolean
has_target (const CrmImportPlan *self, const char *id)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->targets[i] != NULL && strcmp (self->targets[i]->id, id) == 0)
      return TRUE;
  return FALSE;
}

char *
crm_import_plan_problem (const CrmImportPlan *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    for (guint k = i + 1; k < self->n_columns; k++)
      if (self->targets[i] != NULL && self->targets[i] == self->targets[k])
        {
          g_autofree char *label = crm_import_target_label (self->targets[i]);

          return g_strdup_printf (
              _ ("Two columns become “%s”. Choose another field for one of them."), label);
        }
  if (self->kind == CRM_IMPORT_CUSTOMERS)
    {
      if (!has_target (self, "name") && !has_target (self, "contact.name"))
        return g_strdup (_ ("No column becomes the name. Choose which one it is."));
      return NULL;
    }
  if (!has_target (self, "number"))
    return g_strdup (_ ("No column becomes the document number. Choose which one it is."));
  if (!has_target (self, "day"))
    return g_strdup (_ ("No column becomes the date. Choose which one it is."));
  if (!has_target (self, "customer") && !has_target (self, "customer-name"))
    return g_strdup (_ ("No column tells the customer. Choose which one it is."));
  if (!has_target (self, "quantity") || !has_target (self, "unit-price"))
    return g_strdup (_ ("Quantity and unit price are needed. Choose their columns."));
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli import and export. */

#include "config.h"

#include "crm-cli-commands.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "crm-csv-export.h"
#include "crm-import.h"

static gboolean
report_progress (double share, const CrmImportReport *report, gpointer data)
{
  (void) report;
  return crm_cli_progress ((guint64) (share * 1000), 1000, data);
}

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer reasons)
{
  guint64 x = *(guint64 *) g_hash_table_lookup (reasons, *(char **) a),
          y = *(guint64 *) g_hash_table_lookup (reasons, *(char **) b);

  return (x < y) - (x > y);
}

static void
print_text (const CrmImportReport *report, const CrmImportPlan *plan, gboolean trial)
{
  g_autofree char **reasons = NULL;
  guint n;

  if (trial)
    g_print ("Trial run, nothing was written.\n");
  for (guint i = 0; i < plan->n_columns; i++)
    if (plan->targets[i] == NULL)
      g_print ("left out: column %u, “%s”\n", i + 1, plan->header[i]);
  if (plan->day_ambiguous)
    g_print ("03/04/2026 was read as %s; --day-first and --month-first settle it\n",
             plan->day_first ? "3 April" : "4 March");
  g_print (
      "rows %" G_GUINT64_FORMAT ", created %" G_GUINT64_FORMAT " %s, updated %" G_GUINT64_FORMAT
      ", unchanged %" G_GUINT64_FORMAT ", refused %" G_GUINT64_FORMAT "\n",
      report->rows, report->created, plan->kind == CRM_IMPORT_CUSTOMERS ? "customers" : "orders",
      report->updated, report->unchanged, report->refused);
  if (plan->kind == CRM_IMPORT_TRANSACTIONS)
    g_print ("of these returns %" G_GUINT64_FORMAT "; lines %" G_GUINT64_FORMAT
             ", new customers %" G_GUINT64_FORMAT ", new products %" G_GUINT64_FORMAT "\n",
             report->returns, report->lines, report->customers, report->products);
  else
    g_print ("contacts %" G_GUINT64_FORMAT "\n", report->contacts);
  reasons = (char **) g_hash_table_get_keys_as_array (report->reasons, &n);
  g_qsort_with_data (reasons, (int) n, sizeof (char *), compare_counts, report->reasons);
  for (guint i = 0; i < MIN (n, 20); i++)
    g_print ("  %" G_GUINT64_FORMAT "  %s\n",
             *(guint64 *) g_hash_table_lookup (report->reasons, reasons[i]), reasons[i]);
  if (report->refused_path != NULL)
    g_print ("refused rows: %s\n", report->refused_path);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
print_json (const CrmImportReport *report, const CrmImportPlan *plan)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  GHashTableIter iter;
  gpointer reason, count;

  json_builder_begin_object (builder);
  add_count (builder, "rows", report->rows);
  add_count (builder, "created", report->created);
  add_count (builder, "updated", report->updated);
  add_count (builder, "unchanged", report->unchanged);
  add_count (builder, "refused", report->refused);
  add_count (builder, "lines", report->lines);
  add_count (builder, "returns", report->returns);
  add_count (builder, "customers", report->customers);
  add_count (builder, "contacts", report->contacts);
  add_count (builder, "products", report->products);
  add_count (builder, "group", (guint64) report->group);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->n_columns; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "column");
      json_builder_add_string_value (builder, plan->header[i]);
      json_builder_set_member_name (builder, "field");
      if (plan->targets[i] != NULL)
        json_builder_add_string_value (builder, plan->targets[i]->id);
      else
        json_builder_add_null_value (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, report->reasons);
  while (g_hash_table_iter_next (&iter, &reason, &count))
    add_count (builder, reason, *(guint64 *) count);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  crm_cli_print_json (root);
}

/* COLUMN=FIELD, FIELD "-" for none. */
static gboolean
apply_map (CrmImportPlan *plan, char **map, GError **error)
{
  for (guint i = 0; map != NULL && map[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (map[i], "=", 2);
      const CrmImportTarget *target = NULL;
      guint column = 0;

      while (column < plan->n_columns && strcmp (plan->header[column], pair[0]) != 0)
        column++;
      if (pair[1] != NULL && strcmp (pair[1], "-") != 0)
        target = crm_import_target_find (plan->kind, pair[1]);
      if (column == plan->n_columns || pair[1] == NULL ||
          (target == NULL && strcmp (pair[1], "-") != 0))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "--map %s: there is no such %s", map[i],
                       column == plan->n_columns ? "column" : "field");
          return FALSE;
        }
      for (guint k = 0; target != NULL && k < plan->n_columns; k++)
        if (plan->targets[k] == target)
          plan->targets[k] = NULL;
      plan->targets[column] = target;
    }
  return TRUE;
}

/* `stage` (nullable): a code, or "-" for none. */
static gboolean
apply_stage (CrmImportPlan *plan, const char *stage, GError **error)
{
  const CrmEnumValue *value;

  if (stage == NULL)
    return TRUE;
  if (g_str_equal (stage, "-"))
    {
      plan->stage = NULL;
      return TRUE;
    }
  value = crm_enum_find (crm_enum_lookup ("lifecycle-stage"), stage);
  if (value == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, "“%s” is no stage of a customer", stage);
      return FALSE;
    }
  plan->stage = value->code;
  return TRUE;
}

CrmCliStatus
crm_cli_import (const CrmCliContext *context, int argc, char **argv)
{
  g_autofree char *kind = NULL, *encoding = NULL, *delimiter = NULL, *refused = NULL, *tag = NULL;
  g_autofree char *stage = NULL;
  g_auto (GStrv) map = NULL;
  gboolean trial = FALSE, overwrite = FALSE, known_only = FALSE, day_first = FALSE,
           month_first = FALSE;
  const GOptionEntry entries[] = {
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &kind,
      "customers or transactions (guessed from the header)", "KIND" },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &trial, "Count what would happen and write nothing",
      NULL },
    { "map", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &map,
      "What a column becomes; FIELD - leaves it out", "COLUMN=FIELD" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding,
      "UTF-8, UTF-16LE, GB18030, WINDOWS-1252 (guessed)", "NAME" },
    { "delimiter", 0, 0, G_OPTION_ARG_STRING, &delimiter, "Mark between cells (guessed)", "MARK" },
    { "overwrite", 0, 0, G_OPTION_ARG_NONE, &overwrite,
      "Replace fields of known customers that are filled", NULL },
    { "known-only", 0, 0, G_OPTION_ARG_NONE, &known_only, "transactions: do not create customers",
      NULL },
    { "day-first", 0, 0, G_OPTION_ARG_NONE, &day_first, "03/04/2026 is 3 April", NULL },
    { "month-first", 0, 0, G_OPTION_ARG_NONE, &month_first, "03/04/2026 is 4 March", NULL },
    { "tag", 0, 0, G_OPTION_ARG_STRING, &tag, "Tag every customer of the file", "TAG" },
    { "stage", 0, 0, G_OPTION_ARG_STRING, &stage,
      "customers: stage of new ones that the file gives none (lead; - leaves it empty)", "STAGE" },
    { "refused", 0, 0, G_OPTION_ARG_FILENAME, &refused, "Write refused rows with their reasons",
      "FILE" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("FILE");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmImportPlan) plan = NULL;
  g_autoptr (CrmImportReport) report = NULL;
  CrmCsvDialect wanted = { 0 };
  int wanted_kind = -1;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc != 2 ||
      (kind != NULL && !g_str_equal (kind, "customers") && !g_str_equal (kind, "transactions")))
    {
      g_printerr ("crm-cli import: %s\n",
                  error != NULL ? error->message
                                : "name one FILE; --kind is customers or transactions");
      return CRM_CLI_USAGE;
    }
  if (kind != NULL)
    wanted_kind = g_str_equal (kind, "customers") ? CRM_IMPORT_CUSTOMERS : CRM_IMPORT_TRANSACTIONS;
  wanted.encoding = encoding;
  wanted.delimiter = delimiter != NULL ? (g_str_equal (delimiter, "\\t") ? '\t' : delimiter[0]) : 0;
  plan = crm_import_plan_new (argv[1], &wanted, wanted_kind, &error);
  if (plan == NULL || !apply_map (plan, map, &error) || !apply_stage (plan, stage, &error))
    return crm_cli_fail (error);
  plan->overwrite = overwrite;
  plan->create_customers = !known_only;
  if (day_first != month_first)
    {
      plan->day_first = day_first;
      plan->day_ambiguous = FALSE;
    }
  plan->tag = g_strdup (tag);
  store = crm_cli_open_store (context);
  if (store == NULL)
    return CRM_CLI_FAILED;
  report = crm_import_run (plan, store, trial, refused, report_progress, "import", &error);
  if (report == NULL)
    return crm_cli_fail (error);
  if (context->json)
    print_json (report, plan);
  else
    print_text (report, plan, trial);
  return CRM_CLI_OK;
}

CrmCliStatus
crm_cli_export (const CrmCliContext *context, int argc, char **argv)
{
  g_autofree char *filter = NULL, *output = NULL, *names = NULL;
  g_auto (GStrv) fields = NULL;
  const GOptionEntry entries[] = {
    { "filter", 'f', 0, G_OPTION_ARG_STRING, &filter, "Only records that match", "EXPR" },
    { "fields", 0, 0, G_OPTION_ARG_STRING, &names, "Only these", "FIELD,FIELD" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The file (standard output)", "FILE" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("ENTITY");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (CrmQuery) query = NULL;
  g_autoptr (CrmCsvWriter) writer = NULL;
  gint64 n = -1;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc != 2 ||
      crm_entity_lookup (argv[1]) == NULL)
    {
      g_printerr ("crm-cli export: %s\n",
                  error != NULL ? error->message : "name one ENTITY, such as customer or order");
      return CRM_CLI_USAGE;
    }
  query = crm_query_new (crm_entity_lookup (argv[1]));
  fields = names != NULL ? g_strsplit (names, ",", -1) : NULL;
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    if (crm_entity_any_field (query->entity, fields[i]) == NULL)
      {
        g_printerr ("crm-cli export: %s has no field %s\n", query->entity->name, fields[i]);
        return CRM_CLI_USAGE;
      }
  if (filter != NULL && (query->filter = crm_filter_parse (query->entity, filter, &error)) == NULL)
    return crm_cli_fail (error);
  if (!crm_cli_open (context, &store, &reader))
    return CRM_CLI_FAILED;
  if (context->json && output == NULL)
    return crm_cli_print_records (query, reader, fields, 0, &error) ? CRM_CLI_OK
                                                                    : crm_cli_fail (error);
  writer = output != NULL ? crm_csv_writer_new (output, &error) : crm_csv_writer_new_for_stdout ();
  if (writer != NULL)
    n = crm_csv_export (query, reader, NULL, 0, (const char *const *) fields, writer,
                        output != NULL ? crm_cli_progress : NULL, "export", &error);
  if (n < 0 || !crm_csv_writer_close (writer, &error))
    return crm_cli_fail (error);
  if (output != NULL && context->json)
    g_print ("{\"rows\": %" G_GINT64_FORMAT "}\n", n);
  return CRM_CLI_OK;
}

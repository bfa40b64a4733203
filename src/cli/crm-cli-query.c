/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli query: lists, counts and sums. */

#include "config.h"

#include "crm-cli-commands.h"

#include <json-glib/json-glib.h>

#include "crm-custom-field.h"
#include "crm-format.h"
#include "crm-setting.h"

typedef struct
{
  char *filter, *search, *sort, *sum, *fields;
  gboolean count, descending;
  int limit;
} QueryOptions;

static void
clear_options (QueryOptions *self)
{
  g_free (self->filter);
  g_free (self->search);
  g_free (self->sort);
  g_free (self->sum);
  g_free (self->fields);
}

static CrmCliStatus
print_count (const CrmCliContext *context, const CrmQuery *query, CrmReader *reader)
{
  g_autoptr (GError) error = NULL;
  gint64 n = crm_query_count (query, reader, &error);

  if (n < 0)
    return crm_cli_fail (error);
  g_print (context->json ? "{\"count\": %" G_GINT64_FORMAT "}\n" : "%" G_GINT64_FORMAT "\n", n);
  return CRM_CLI_OK;
}

/* The one currency all amounts of the query are in; NULL if there are several. */
static char *
find_currency (const CrmQuery *query, CrmReader *reader, const CrmField *field)
{
  const CrmField *target =
      field->target != NULL ? crm_entity_field (query->entity, field->target) : NULL;
  g_autofree char *base = crm_reader_dup_currency (reader);
  g_autoptr (GArray) ids = NULL;
  g_autofree char *first = NULL;

  if (target == NULL)
    return g_steal_pointer (&base);
  ids = crm_query_ids (query, reader, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (CrmRecord) record =
          crm_reader_load (reader, query->entity, g_array_index (ids, CrmId, i), NULL);
      g_autofree char *code =
          record != NULL ? crm_reader_currency_of (reader, record, field, base) : NULL;

      if (code == NULL)
        continue;
      if (first == NULL)
        first = g_steal_pointer (&code);
      else if (!g_str_equal (first, code))
        return NULL;
    }
  return first != NULL ? g_steal_pointer (&first) : g_steal_pointer (&base);
}

static CrmCliStatus
print_sum (const CrmCliContext *context, const CrmQuery *query, CrmReader *reader,
           const char *field_id)
{
  const CrmField *field = crm_entity_any_field (query->entity, field_id);
  g_autoptr (GError) error = NULL;
  CrmQuerySummary summary;
  g_autofree char *text = NULL, *currency = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (field == NULL || crm_field_storage (field) == CRM_VALUE_TEXT)
    {
      g_printerr ("crm-cli query: --sum takes a number field of %s\n", query->entity->name);
      return CRM_CLI_USAGE;
    }
  if (!crm_query_summarize (query, reader, field_id, &summary, &error))
    return crm_cli_fail (error);
  if (field->kind == CRM_FIELD_MONEY)
    {
      g_auto (CrmValue) value = crm_value_int ((gint64) summary.sum);

      currency = find_currency (query, reader, field);
      if (currency == NULL)
        {
          g_printerr ("crm-cli query: %s is in several currencies; add --filter "
                      "'currency = CODE'%s\n",
                      field_id,
                      query->entity == &crm_entity_order ? ", or take --sum base-amount" : "");
          return CRM_CLI_USAGE;
        }
      text = crm_field_to_text (field, currency, &value);
    }
  else
    text = g_strdup (g_ascii_dtostr (number, sizeof number, summary.sum));
  if (context->json)
    g_print ("{\"count\": %" G_GINT64_FORMAT ", \"sum\": %s%s%s%s}\n", summary.count, text,
             currency != NULL ? ", \"currency\": \"" : "", currency != NULL ? currency : "",
             currency != NULL ? "\"" : "");
  else
    g_print ("%s\n", text);
  return CRM_CLI_OK;
}

static void
print_record (CrmReader *reader, CrmRecord *record, char **fields, const char *base)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "%" G_GINT64_FORMAT, crm_record_get_id (record));
  for (guint i = 0; fields[i] != NULL; i++)
    {
      const CrmField *field = crm_entity_any_field (entity, fields[i]);
      g_autofree char *currency = crm_reader_currency_of (reader, record, field, base);
      g_auto (CrmValue) value = crm_record_dup_any_value (record, field);
      g_autofree char *text = crm_field_to_text (field, currency, &value);

      g_strdelimit (text, "\t\r\n", ' ');
      g_string_append_printf (line, "\t%s", text);
    }
  g_print ("%s\n", line->str);
}

/* Id, type and the fields asked for. */
static JsonNode *
pick_members (CrmRecord *record, char **fields)
{
  JsonNode *node = crm_record_to_json (record);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *field = g_str_equal (l->data, "type-code") ? "type" : l->data;

      if (!g_str_equal (l->data, "id") && !g_str_equal (l->data, "type") &&
          !g_strv_contains ((const char *const *) fields, field))
        json_object_remove_member (object, l->data);
    }
  return node;
}

/* One after the other: they may be a million. */
gboolean
crm_cli_print_records (const CrmQuery *query, CrmReader *reader, char **fields, gint64 limit,
                       GError **error)
{
  g_autoptr (GArray) ids = crm_query_ids (query, reader, error);
  const char *before = "";

  if (ids == NULL)
    return FALSE;
  g_print ("[");
  for (guint i = 0; i < ids->len && (limit <= 0 || i < limit); i++)
    {
      g_autoptr (CrmRecord) record =
          crm_reader_load (reader, query->entity, g_array_index (ids, CrmId, i), NULL);
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *text = NULL;

      if (record == NULL)
        continue;
      node = fields != NULL ? pick_members (record, fields) : crm_record_to_json (record);
      text = crm_json_to_text (node, FALSE);
      g_print ("%s\n%s", before, text);
      before = ",";
    }
  g_print ("\n]\n");
  return TRUE;
}

static CrmCliStatus
print_records (const CrmCliContext *context, const CrmQuery *query, CrmReader *reader,
               const QueryOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_auto (GStrv) fields =
      g_strsplit (options->fields != NULL ? options->fields : query->entity->title, ",", -1);
  g_autofree char *base = crm_reader_dup_currency (reader);

  for (guint i = 0; fields[i] != NULL; i++)
    if (crm_entity_any_field (query->entity, fields[i]) == NULL)
      {
        g_printerr ("crm-cli query: %s has no field %s\n", query->entity->name, fields[i]);
        return CRM_CLI_USAGE;
      }
  if (context->json)
    return crm_cli_print_records (query, reader, options->fields != NULL ? fields : NULL,
                                  options->limit, &error)
               ? CRM_CLI_OK
               : crm_cli_fail (error);
  ids = crm_query_ids (query, reader, &error);
  if (ids == NULL)
    return crm_cli_fail (error);
  for (guint i = 0; i < ids->len && (options->limit <= 0 || i < (guint) options->limit); i++)
    {
      g_autoptr (CrmRecord) record =
          crm_reader_load (reader, query->entity, g_array_index (ids, CrmId, i), NULL);

      if (record != NULL)
        print_record (reader, record, fields, base);
    }
  return CRM_CLI_OK;
}

static CrmCliStatus
run_query (const CrmCliContext *context, const CrmEntity *entity, const QueryOptions *options)
{
  g_autoptr (CrmQuery) query = crm_query_new (entity);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;

  query->search = g_strdup (options->search);
  query->descending = options->descending;
  if (options->sort != NULL)
    {
      if (crm_entity_any_field (entity, options->sort) == NULL)
        {
          g_printerr ("crm-cli query: %s has no field %s\n", entity->name, options->sort);
          return CRM_CLI_USAGE;
        }
      query->sort = g_intern_string (options->sort);
    }
  if (options->filter != NULL &&
      (query->filter = crm_filter_parse (entity, options->filter, &error)) == NULL)
    return crm_cli_fail (error);
  if (!crm_cli_open (context, &store, &reader))
    return CRM_CLI_FAILED;
  if (options->count)
    return print_count (context, query, reader);
  if (options->sum != NULL)
    return print_sum (context, query, reader, options->sum);
  return print_records (context, query, reader, options);
}

CrmCliStatus
crm_cli_query (const CrmCliContext *context, int argc, char **argv)
{
  QueryOptions wanted = { 0 };
  const GOptionEntry entries[] = {
    { "filter", 'f', 0, G_OPTION_ARG_STRING, &wanted.filter, "Only records that match", "EXPR" },
    { "search", 's', 0, G_OPTION_ARG_STRING, &wanted.search, "Only records found by these words",
      "TEXT" },
    { "sort", 0, 0, G_OPTION_ARG_STRING, &wanted.sort, "Order by a field", "FIELD" },
    { "descending", 'd', 0, G_OPTION_ARG_NONE, &wanted.descending, "Largest first", NULL },
    { "fields", 0, 0, G_OPTION_ARG_STRING, &wanted.fields, "What to print", "FIELD,FIELD" },
    { "count", 'c', 0, G_OPTION_ARG_NONE, &wanted.count, "Only how many", NULL },
    { "sum", 0, 0, G_OPTION_ARG_STRING, &wanted.sum, "Only the sum of a field", "FIELD" },
    { "limit", 'l', 0, G_OPTION_ARG_INT, &wanted.limit, "At most N", "N" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("ENTITY");
  g_autoptr (GError) error = NULL;
  CrmCliStatus status = CRM_CLI_USAGE;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc != 2 ||
      (wanted.count && wanted.sum != NULL))
    g_printerr ("crm-cli query: %s\n",
                error != NULL ? error->message : "name one ENTITY, and --count or --sum, not both");
  else if (crm_entity_lookup (argv[1]) == NULL)
    g_printerr ("crm-cli query: there is no kind of record “%s”\n", argv[1]);
  else
    status = run_query (context, crm_entity_lookup (argv[1]), &wanted);
  clear_options (&wanted);
  return status;
}

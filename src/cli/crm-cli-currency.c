/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli currency and rate: the base currency, and what others are worth in it. */

#include "config.h"

#include "crm-cli-commands.h"

#include "crm-setting.h"

static CrmCliStatus
parse_options (const char *usage, const GOptionEntry *entries, int *argc, char ***argv)
{
  g_autoptr (GOptionContext) options = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (options, entries, NULL);
  if (g_option_context_parse (options, argc, argv, &error))
    return CRM_CLI_OK;
  g_printerr ("crm-cli: %s\n", error->message);
  return CRM_CLI_USAGE;
}

/* ---- the base currency ---- */

static CrmCliStatus
set_currency (CrmStore *store, const char *typed)
{
  const char *code = crm_currency_parse (typed);
  g_autoptr (CrmChangeset) changes = NULL;
  g_autoptr (GError) error = NULL;

  if (code == NULL)
    {
      g_printerr ("crm-cli currency: “%s” is no currency; write a code such as CNY or EUR\n",
                  typed);
      return CRM_CLI_USAGE;
    }
  changes = crm_currency_change_base (code);
  if (!crm_store_apply (store, changes, NULL, &error))
    return crm_cli_fail (error);
  return CRM_CLI_OK;
}

CrmCliStatus
crm_cli_currency (const CrmCliContext *context, int argc, char **argv)
{
  const GOptionEntry none[] = { { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL } };
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *now = NULL;
  gint64 unrated;
  CrmCliStatus status = parse_options ("[CODE]", none, &argc, &argv);

  if (status != CRM_CLI_OK || argc > 2)
    return CRM_CLI_USAGE;
  store = crm_cli_open_store (context);
  if (store == NULL)
    return CRM_CLI_FAILED;
  if (argc == 2)
    status = set_currency (store, argv[1]);
  if (status != CRM_CLI_OK)
    return status;
  reader = crm_reader_open (crm_store_get_path (store), &error);
  if (reader == NULL)
    return crm_cli_fail (error);
  now = crm_reader_dup_currency (reader);
  unrated = crm_reader_int (reader,
                            "SELECT count (*) FROM sales_order WHERE deleted_at IS NULL AND "
                            "base_amount IS NULL",
                            0);
  if (context->json)
    g_print ("{\"currency\": \"%s\", \"orders-without-rate\": %" G_GINT64_FORMAT "}\n", now,
             unrated);
  else
    g_print ("%s\n", now);
  if (unrated > 0 && !context->json)
    g_printerr ("crm-cli currency: %" G_GINT64_FORMAT
                " orders have no exchange rate and are in no sum; see crm-cli rate\n",
                unrated);
  return CRM_CLI_OK;
}

/* ---- rates ---- */

static CrmCliStatus
list_rates (const CrmCliContext *context, CrmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReader) reader = crm_reader_open (crm_store_get_path (store), &error);
  sqlite3_stmt *stmt =
      reader != NULL
          ? crm_reader_prepare (reader,
                                "SELECT currency, rate, quoted_in, date (day * 86400, 'unixepoch') "
                                "FROM exchange_rate WHERE deleted_at IS NULL ORDER BY 1, 3, day",
                                &error)
          : NULL;
  gboolean first = TRUE;

  if (stmt == NULL)
    return crm_cli_fail (error);
  if (context->json)
    g_print ("[");
  while (crm_reader_step (reader, stmt, NULL))
    {
      const char *day = (const char *) sqlite3_column_text (stmt, 3);
      const CrmField *field = crm_entity_field (&crm_entity_exchange_rate, "rate");
      const CrmValue number = crm_value_real (sqlite3_column_double (stmt, 1));
      g_autofree char *rate = crm_field_to_text (field, NULL, &number);

      if (context->json)
        g_print ("%s{\"currency\": \"%s\", \"rate\": %s, \"quoted-in\": \"%s\", \"day\": %s%s%s}",
                 first ? "" : ",\n ", sqlite3_column_text (stmt, 0), rate,
                 sqlite3_column_text (stmt, 2), day != NULL ? "\"" : "", day != NULL ? day : "null",
                 day != NULL ? "\"" : "");
      else
        g_print ("1 %s = %s %s\t%s\n", sqlite3_column_text (stmt, 0), rate,
                 sqlite3_column_text (stmt, 2), day != NULL ? day : "always");
      first = FALSE;
    }
  if (context->json)
    g_print ("]\n");
  return CRM_CLI_OK;
}

static gboolean
set_parsed (CrmRecord *record, const char *field, const char *text, GError **error)
{
  int index = crm_entity_field_index (&crm_entity_exchange_rate, field);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (text == NULL)
    return TRUE;
  if (!crm_field_parse (&crm_entity_exchange_rate.fields[index], NULL, text, &value, error))
    return FALSE;
  crm_record_set_value (record, (guint) index, &value);
  return TRUE;
}

static CrmCliStatus
add_rate (CrmStore *store, const char *currency, const char *rate, const char *in, const char *day)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_exchange_rate);
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_exchange_rate);
  g_autoptr (GError) error = NULL;

  if (!set_parsed (record, "currency", currency, &error) ||
      !set_parsed (record, "rate", rate, &error) || !set_parsed (record, "quoted-in", in, &error) ||
      !set_parsed (record, "day", day, &error))
    return crm_cli_fail (error);
  crm_changeset_insert (changes, record);
  return crm_store_apply (store, changes, NULL, &error) ? CRM_CLI_OK : crm_cli_fail (error);
}

CrmCliStatus
crm_cli_rate (const CrmCliContext *context, int argc, char **argv)
{
  g_autofree char *in = NULL, *from = NULL;
  const GOptionEntry entries[] = {
    { "in", 0, 0, G_OPTION_ARG_STRING, &in, "Quoted in this currency, not in the base currency",
      "CODE" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, "Valid from this day on", "DAY" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (CrmStore) store = NULL;
  CrmCliStatus status = parse_options ("[CODE RATE]", entries, &argc, &argv);

  if (status != CRM_CLI_OK)
    return status;
  if (argc != 1 && argc != 3)
    {
      g_printerr ("Usage: crm-cli rate [CODE RATE [--in CODE] [--from DAY]]\n");
      return CRM_CLI_USAGE;
    }
  store = crm_cli_open_store (context);
  if (store == NULL)
    return CRM_CLI_FAILED;
  return argc == 1 ? list_rates (context, store) : add_rate (store, argv[1], argv[2], in, from);
}

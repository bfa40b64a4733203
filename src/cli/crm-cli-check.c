/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli check: the file, the derived totals, the search index against the rows. */

#include "config.h"

#include "crm-cli-commands.h"

#include "crm-check.h"

CrmCliStatus
crm_cli_check (const CrmCliContext *context, int argc, char **argv)
{
  gboolean repair = FALSE;
  const GOptionEntry entries[] = {
    { "repair", 0, 0, G_OPTION_ARG_NONE, &repair,
      "Compute totals and search index again from the rows", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc > 1)
    {
      g_printerr ("crm-cli check: %s\n", error != NULL ? error->message : "takes no argument");
      return CRM_CLI_USAGE;
    }
  store = crm_cli_open_store (context);
  if (store == NULL)
    return CRM_CLI_FAILED;
  if (repair && !crm_store_rebuild (store, crm_cli_progress, "repair", &error))
    return crm_cli_fail (error);
  reader = crm_reader_open (crm_store_get_path (store), &error);
  if (reader != NULL)
    problems = crm_check_database (reader, &error);
  if (problems == NULL)
    return crm_cli_fail (error);
  if (context->json)
    g_print ("{\"problems\": %u}\n", problems->len);
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("%s\n", (const char *) problems->pdata[i]);
  if (problems->len == 0 && !context->json)
    g_print ("integrity, totals, lists and search index are in order\n");
  return problems->len == 0 ? CRM_CLI_OK : CRM_CLI_FAILED;
}

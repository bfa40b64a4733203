/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli sample: fills the database with invented customers. */

#include "config.h"

#include "crm-cli-commands.h"

#include "crm-sample.h"

CrmCliStatus
crm_cli_sample (const CrmCliContext *context, int argc, char **argv)
{
  int customers = 1000;
  gint64 seed = 1;
  const GOptionEntry entries[] = {
    { "customers", 'n', 0, G_OPTION_ARG_INT, &customers, "How many customers (1000)", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, "The same seed gives the same data (1)", "S" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || customers < 1 || argc > 1)
    {
      g_printerr ("crm-cli sample: %s\n",
                  error != NULL ? error->message : "--customers takes a number from 1");
      return CRM_CLI_USAGE;
    }
  store = crm_cli_open_store (context);
  if (store == NULL)
    return CRM_CLI_FAILED;
  if (!crm_sample_generate (store, (guint) customers, (guint64) seed, 0, crm_cli_progress, "sample",
                            &error))
    return crm_cli_fail (error);
  if (context->json)
    g_print ("{\"customers\": %d, \"seed\": %" G_GINT64_FORMAT "}\n", customers, seed);
  return CRM_CLI_OK;
}

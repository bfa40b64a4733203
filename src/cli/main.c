/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the command in the table and hands it its arguments. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "compute/crm-compute.h"
#include "crm-cli-commands.h"

static const struct
{
  const char *name;
  CrmCliFunc run;
  const char *summary;
} commands[] = {
  { "sample", crm_cli_sample, "fill the database with sample data" },
  { "import", crm_cli_import, "import a CSV file of customers or transactions" },
  { "export", crm_cli_export, "write records as CSV" },
  { "query", crm_cli_query, "list, count or add up records" },
  { "segments", crm_cli_segments, "form customer segments" },
  { "duplicates", crm_cli_duplicates, "find customers that may be the same one" },
  { "merge", crm_cli_merge, "make one customer of several" },
  { "currency", crm_cli_currency, "show or set the base currency" },
  { "rate", crm_cli_rate, "list exchange rates, or add one" },
  { "history", crm_cli_history, "what was done, or the history of one record" },
  { "undo", crm_cli_undo, "take back the last group of changes, or the one named" },
  { "redo", crm_cli_redo, "do again what was undone" },
  { "check", crm_cli_check, "compare everything derived with the rows" },
  { "compute", crm_compute_run, "run a method of analysis on a CSV file" },
  { NULL, NULL, NULL },
};

static void
print_usage (void)
{
  g_print ("Usage: crm-cli [--database FILE] [--json] COMMAND [OPTION…]\n\n");
  for (guint i = 0; commands[i].name != NULL; i++)
    g_print ("  %-10s %s\n", commands[i].name, commands[i].summary);
  g_print ("\ncrm-cli COMMAND --help tells a command’s options.\n");
}

/* Options of every command stand before its name or anywhere after it. FALSE: one lacks its value. */
static gboolean
take_common (CrmCliContext *context, int *argc, char **argv)
{
  int kept = 1, i = 1;

  for (; i < *argc && !g_str_equal (argv[i], "--"); i++)
    {
      if (g_str_equal (argv[i], "--json"))
        context->json = TRUE;
      else if (g_str_has_prefix (argv[i], "--database="))
        context->database = argv[i] + strlen ("--database=");
      else if (!g_str_equal (argv[i], "--database"))
        argv[kept++] = argv[i];
      else if (i + 1 < *argc)
        context->database = argv[++i];
      else
        return FALSE;
    }
  for (; i < *argc; i++)
    argv[kept++] = argv[i];
  argv[kept] = NULL;
  *argc = kept;
  return TRUE;
}

int
main (int argc, char **argv)
{
  CrmCliContext context = { 0 };

  setlocale (LC_ALL, "");
  if (!take_common (&context, &argc, argv))
    {
      g_printerr ("crm-cli: --database needs the path of a file\n");
      return CRM_CLI_USAGE;
    }
  for (guint i = 0; argc > 1 && commands[i].name != NULL; i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (&context, argc - 1, argv + 1);

  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      g_print ("crm-cli %s\n", CRM_VERSION);
      return CRM_CLI_OK;
    }
  if (argc > 1 && g_str_equal (argv[1], "--help"))
    {
      print_usage ();
      return CRM_CLI_OK;
    }
  if (argc > 1)
    g_printerr ("crm-cli: there is no command “%s”; crm-cli --help lists them\n", argv[1]);
  else
    print_usage ();
  return CRM_CLI_USAGE;
}

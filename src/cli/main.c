/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the command in the table and hands it its arguments. */

#include "config.h"

#include <locale.h>

#include "compute/crm-compute.h"
#include "crm-cli-commands.h"

static const struct
{
  const char *name;
  CrmCliFunc run;
  const char *summary;
} commands[] = {
  { "segments", crm_cli_segments, "form customer segments" },
  { "sample", crm_cli_sample, "fill the database with sample data" },
  { "compute", crm_compute_run, "run a method of analysis on a CSV file" },
  { NULL, NULL, NULL },
};

int
main (int argc, char **argv)
{
  CrmCliContext context = { 0 };
  int first = 1;

  setlocale (LC_ALL, "");

  for (; first < argc && argv[first][0] == '-'; first++)
    {
      if (g_str_equal (argv[first], "--json"))
        context.json = TRUE;
      else if (g_str_equal (argv[first], "--database") && first + 1 < argc)
        context.database = argv[++first];
      else
        break;
    }

  for (guint i = 0; first < argc && commands[i].name != NULL; i++)
    if (g_str_equal (argv[first], commands[i].name))
      return commands[i].run (&context, argc - first, argv + first);

  g_printerr ("Usage: crm-cli [--database FILE] [--json] COMMAND\n");
  return CRM_CLI_USAGE;
}

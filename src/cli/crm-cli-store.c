/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands that work on a database share. */

#include "config.h"

#include "crm-cli-commands.h"

#include <stdio.h>
#include <unistd.h>

CrmStore *
crm_cli_open_store (const CrmCliContext *context)
{
  g_autofree char *standard = g_build_filename (g_get_user_data_dir (), "crm", "crm.db", NULL);
  g_autoptr (GError) error = NULL;
  CrmStore *store = crm_store_open (context->database != NULL ? context->database : standard,
                                    CRM_STORE_NO_CHECK, &error);

  if (store == NULL)
    crm_cli_fail (error);
  return store;
}

gboolean
crm_cli_open (const CrmCliContext *context, CrmStore **store, CrmReader **reader)
{
  g_autoptr (GError) error = NULL;

  *store = crm_cli_open_store (context);
  if (*store == NULL)
    return FALSE;
  *reader = crm_reader_open (crm_store_get_path (*store), &error);
  if (*reader == NULL)
    crm_cli_fail (error);
  return *reader != NULL;
}

void
crm_cli_print_json (JsonNode *node)
{
  g_autofree char *text = crm_json_to_text (node, TRUE);

  g_print ("%s\n", text);
}

void
crm_cli_print_array (JsonArray *array)
{
  g_autoptr (JsonNode) root = json_node_init_array (json_node_alloc (), array);

  crm_cli_print_json (root);
}

CrmCliStatus
crm_cli_fail (const GError *error)
{
  g_printerr ("crm-cli: %s\n", error->message);
  return CRM_CLI_FAILED;
}

gboolean
crm_cli_progress (guint64 done, guint64 total, gpointer data)
{
  static gint64 last;
  gint64 now = g_get_monotonic_time ();

  if (!isatty (STDERR_FILENO) || (done < total && now - last < 100000))
    return TRUE;
  last = now;
  fprintf (stderr, "\r%s %3d %%%s", (const char *) data, total > 0 ? (int) (done * 100 / total) : 0,
           done >= total ? "\n" : "");
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli duplicates and merge. */

#include "config.h"

#include "crm-cli-commands.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "crm-duplicates.h"
#include "crm-entities.h"

/* ---- duplicates ---- */

static void
print_group (CrmReader *reader, const CrmDuplicateGroup *group)
{
  g_autofree char *reasons = crm_duplicates_describe (group->reasons);

  g_print ("%s\n", reasons);
  for (guint i = 0; i < group->ids->len; i++)
    {
      CrmId id = g_array_index (group->ids, CrmId, i);
      g_autofree char *title = crm_reader_title (reader, id);

      g_print ("  %" G_GINT64_FORMAT "\t%s\n", id, title != NULL ? title : "");
    }
}

static void
add_group (JsonArray *array, CrmReader *reader, const CrmDuplicateGroup *group)
{
  static const char *const codes[] = { "tax-no", "email", "phone", "name" };
  JsonObject *object = json_object_new ();
  JsonArray *reasons = json_array_new (), *customers = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (group->reasons & (1u << i))
      json_array_add_string_element (reasons, codes[i]);
  for (guint i = 0; i < group->ids->len; i++)
    {
      CrmId id = g_array_index (group->ids, CrmId, i);
      g_autofree char *title = crm_reader_title (reader, id);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
      JsonObject *customer = json_object_new ();

      json_object_set_string_member (customer, "id", number);
      json_object_set_string_member (customer, "name", title != NULL ? title : "");
      json_array_add_object_element (customers, customer);
    }
  json_object_set_array_member (object, "reasons", reasons);
  json_object_set_array_member (object, "customers", customers);
  json_array_add_object_element (array, object);
}

CrmCliStatus
crm_cli_duplicates (const CrmCliContext *context, int argc, char **argv)
{
  int limit = 0;
  const GOptionEntry entries[] = {
    { "limit", 'l', 0, G_OPTION_ARG_INT, &limit, "At most N groups", "N" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (JsonArray) array = json_array_new ();

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc != 1)
    {
      g_printerr ("crm-cli duplicates: %s\n",
                  error != NULL ? error->message : "it takes no argument");
      return CRM_CLI_USAGE;
    }
  if (!crm_cli_open (context, &store, &reader))
    return CRM_CLI_FAILED;
  groups = crm_duplicates_find (reader, crm_cli_progress, "duplicates", &error);
  if (groups == NULL)
    return crm_cli_fail (error);
  for (guint i = 0; i < groups->len && (limit <= 0 || i < (guint) limit); i++)
    if (context->json)
      add_group (array, reader, groups->pdata[i]);
    else
      print_group (reader, groups->pdata[i]);
  if (context->json)
    crm_cli_print_array (array);
  return CRM_CLI_OK;
}

/* ---- merge ---- */

/* "phone=12345" */
static gboolean
parse_choices (char **texts, GArray *choices)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      char *equals = strchr (texts[i], '=');
      CrmMergeChoice choice;

      if (equals == NULL || !g_ascii_isdigit (equals[1]))
        {
          g_printerr ("crm-cli merge: --take FIELD=CUSTOMER, not “%s”\n", texts[i]);
          return FALSE;
        }
      *equals = '\0';
      choice = (CrmMergeChoice){ texts[i], g_ascii_strtoll (equals + 1, NULL, 10) };
      g_array_append_val (choices, choice);
    }
  return TRUE;
}

static gboolean
parse_ids (int argc, char **argv, GArray *ids)
{
  for (int i = 1; i < argc; i++)
    {
      CrmId id = g_ascii_strtoll (argv[i], NULL, 10);

      if (id <= 0)
        return FALSE;
      g_array_append_val (ids, id);
    }
  return ids->len >= 2;
}

static CrmCliStatus
merge (const CrmCliContext *context, const GArray *ids, const GArray *choices)
{
  const CrmId *all = (const CrmId *) (gconstpointer) ids->data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (CrmChangeset) changes = NULL;
  CrmApplyResult result;

  if (!crm_cli_open (context, &store, &reader))
    return CRM_CLI_FAILED;
  changes = crm_merge_customers (reader, all[0], all + 1, ids->len - 1,
                                 (const CrmMergeChoice *) (gconstpointer) choices->data,
                                 choices->len, &error);
  if (changes == NULL || !crm_store_apply (store, changes, &result, &error))
    return crm_cli_fail (error);
  if (context->json)
    g_print ("{\"group\": %" G_GINT64_FORMAT ", \"rows\": %u}\n", result.group, result.changed);
  else
    g_print ("merged %u customers, %u rows; crm-cli undo %" G_GINT64_FORMAT " takes it back\n",
             ids->len, result.changed, result.group);
  return CRM_CLI_OK;
}

CrmCliStatus
crm_cli_merge (const CrmCliContext *context, int argc, char **argv)
{
  g_auto (GStrv) take = NULL;
  const GOptionEntry entries[] = {
    { "take", 't', 0, G_OPTION_ARG_STRING_ARRAY, &take,
      "The value of a field comes from this customer", "FIELD=CUSTOMER" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("KEPT CUSTOMER…");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (CrmMergeChoice));

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || !parse_ids (argc, argv, ids))
    {
      g_printerr ("crm-cli merge: %s\n",
                  error != NULL ? error->message
                                : "give the number of the customer to keep, then the others'");
      return CRM_CLI_USAGE;
    }
  return parse_choices (take, choices) ? merge (context, ids, choices) : CRM_CLI_USAGE;
}

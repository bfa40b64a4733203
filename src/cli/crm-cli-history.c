/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli history, undo and redo. */

#include "config.h"

#include "crm-cli-commands.h"

#include <json-glib/json-glib.h>

#include "crm-format.h"
#include "crm-setting.h"

static char *
text_of_instant (gint64 at)
{
  const CrmField field = { "at", CRM_FIELD_INSTANT, CRM_FIELD_NONE, "At", NULL };
  g_auto (CrmValue) value = crm_value_int (at);

  return crm_field_to_text (&field, NULL, &value);
}

static void
add_text (JsonObject *object, const char *name, const char *text)
{
  json_object_set_string_member (object, name, text != NULL ? text : "");
}

static CrmCliStatus
print_groups (const CrmCliContext *context, CrmReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = crm_group_list (reader, 100, 0, &error);
  g_autoptr (JsonArray) array = json_array_new ();

  if (groups == NULL)
    return crm_cli_fail (error);
  for (guint i = 0; i < groups->len; i++)
    {
      const CrmGroup *group = groups->pdata[i];
      g_autofree char *at = text_of_instant (group->at), *what = crm_group_describe (group);

      if (context->json)
        {
          JsonObject *object = json_object_new ();

          json_object_set_int_member (object, "group", group->id);
          add_text (object, "at", at);
          add_text (object, "origin", group->origin);
          add_text (object, "verb", crm_verb_code (group->verb));
          add_text (object, "what", what);
          json_object_set_int_member (object, "count", group->count);
          json_object_set_boolean_member (object, "undone", group->undone);
          json_array_add_object_element (array, object);
        }
      else
        g_print ("%6" G_GINT64_FORMAT "  %s  %-7s %s%s%s\n", group->id, at, group->origin, what,
                 group->undone ? "  (undone)" : "", group->finished ? "" : "  (cut off)");
    }
  if (context->json)
    crm_cli_print_array (array);
  return CRM_CLI_OK;
}

static CrmCliStatus
print_record (const CrmCliContext *context, CrmReader *reader, CrmId id)
{
  const CrmEntity *entity = crm_entity_of_id (id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = entity != NULL ? crm_history_of (reader, id, 0, &error) : NULL;
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (CrmRecord) record = NULL;
  g_autofree char *base = crm_reader_dup_currency (reader);

  if (entries == NULL)
    {
      g_printerr ("crm-cli history: %s\n", error != NULL ? error->message : "no such record");
      return CRM_CLI_FAILED;
    }
  record = crm_reader_load (reader, entity, id, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      const CrmHistoryEntry *entry = entries->pdata[i];
      const CrmField *field = entry->field >= 0 ? &entity->fields[entry->field] : NULL;
      const char *own =
          field != NULL && record != NULL ? crm_record_get_currency (record, field) : NULL;
      const char *currency = own != NULL ? own : base;
      g_autofree char *at = text_of_instant (entry->at);
      g_autofree char *before =
          field != NULL ? crm_field_to_text (field, currency, &entry->before) : NULL;
      g_autofree char *after =
          field != NULL ? crm_field_to_text (field, currency, &entry->after) : NULL;

      if (context->json)
        {
          JsonObject *object = json_object_new ();

          json_object_set_int_member (object, "seq", entry->seq);
          json_object_set_int_member (object, "group", entry->group);
          add_text (object, "at", at);
          add_text (object, "verb", crm_verb_code (entry->verb));
          add_text (object, "field", field != NULL ? field->id : "");
          add_text (object, "before", before);
          add_text (object, "after", after);
          json_array_add_object_element (array, object);
        }
      else if (field != NULL)
        g_print ("%s  %-8s %s: “%s” -> “%s”\n", at, crm_verb_code (entry->verb), field->id, before,
                 after);
      else
        g_print ("%s  %-8s %s\n", at, crm_verb_code (entry->verb),
                 entry->op == CRM_OP_PURGE ? "removed" : "created");
    }
  if (context->json)
    crm_cli_print_array (array);
  return CRM_CLI_OK;
}

CrmCliStatus
crm_cli_history (const CrmCliContext *context, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;

  if (argc > 2 || (argc == 2 && !g_ascii_isdigit (argv[1][0])))
    {
      g_printerr ("Usage: crm-cli history [RECORD]\n");
      return argc == 2 && g_str_equal (argv[1], "--help") ? CRM_CLI_OK : CRM_CLI_USAGE;
    }
  if (!crm_cli_open (context, &store, &reader))
    return CRM_CLI_FAILED;
  return argc == 2 ? print_record (context, reader, g_ascii_strtoll (argv[1], NULL, 10))
                   : print_groups (context, reader);
}

static CrmCliStatus
invert (const CrmCliContext *context, int argc, char **argv, gboolean redo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autofree char *what = NULL;
  CrmApplyResult result;
  gint64 group;
  gboolean done;

  if (argc > 2 || (argc == 2 && !g_ascii_isdigit (argv[1][0])))
    {
      g_printerr ("Usage: crm-cli %s [GROUP]\n", argv[0]);
      return argc == 2 && g_str_equal (argv[1], "--help") ? CRM_CLI_OK : CRM_CLI_USAGE;
    }
  store = crm_cli_open_store (context);
  if (store == NULL)
    return CRM_CLI_FAILED;
  group = argc == 2 ? g_ascii_strtoll (argv[1], NULL, 10)
          : redo    ? crm_store_get_redo_group (store)
                    : crm_store_get_undo_group (store);
  if (group == 0)
    {
      g_printerr ("crm-cli %s: there is nothing to %s\n", argv[0], argv[0]);
      return CRM_CLI_FAILED;
    }
  if (argc == 1)
    what = redo ? crm_store_dup_redo_label (store) : crm_store_dup_undo_label (store);
  done = redo ? crm_store_redo (store, group, crm_cli_progress, "redo", &result, &error)
              : crm_store_undo (store, group, crm_cli_progress, "undo", &result, &error);
  if (!done)
    return crm_cli_fail (error);
  if (context->json)
    g_print ("{\"group\": %" G_GINT64_FORMAT ", \"rows\": %u, \"kept\": %u}\n", group,
             result.changed, result.kept);
  else
    g_print ("%s: %s, %u rows, %u kept because they were changed since\n", argv[0],
             what != NULL ? what : argv[1], result.changed, result.kept);
  return CRM_CLI_OK;
}

CrmCliStatus
crm_cli_undo (const CrmCliContext *context, int argc, char **argv)
{
  return invert (context, argc, argv, FALSE);
}

CrmCliStatus
crm_cli_redo (const CrmCliContext *context, int argc, char **argv)
{
  return invert (context, argc, argv, TRUE);
}

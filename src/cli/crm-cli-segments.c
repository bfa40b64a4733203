/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli segments: forms the segments, keeps them, prints them. */

#include "config.h"

#include "crm-cli-commands.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "crm-format.h"
#include "crm-segment-run.h"

static void
print_text (const CrmSegmentRun *run)
{
  if (!run->stable)
    g_print ("No number of clusters is stable; these are RFM cells.\n");
  if (run->n_unrated > 0)
    g_printerr ("Left out: %" G_GINT64_FORMAT " orders in currencies without an exchange rate.\n",
                run->n_unrated);
  g_print ("%-24s %10s %10s %9s %9s %8s %8s\n", "segment", "customers", "share %", "revenue %",
           "recency", "orders", "moved");
  for (guint i = 0; i < run->cards->len; i++)
    {
      const CrmSegmentCard *card = run->cards->pdata[i];
      g_autofree char *change = card->change != G_MININT64
                                    ? g_strdup_printf ("%+" G_GINT64_FORMAT, card->change)
                                    : g_strdup ("-");

      g_print ("%-24s %10" G_GINT64_FORMAT " %10.1f %9.1f %9.0f %8.1f %8s\n", card->code,
               card->size, 100 * card->customer_share, 100 * card->revenue_share, card->recency,
               card->frequency, change);
    }
}

static void
add_number (JsonBuilder *builder, const char *name, double number)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (number))
    json_builder_add_double_value (builder, number);
  else
    json_builder_add_null_value (builder);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
print_json (const CrmSegmentRun *run)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "method", crm_segment_method_code (run->method));
  add_number (builder, "customers", (double) run->n);
  add_number (builder, "stable", run->stable);
  add_number (builder, "strength", run->strength);
  add_text (builder, "currency", run->currency);
  add_number (builder, "unrated-orders", (double) run->n_unrated);
  add_number (builder, "kept", run->kept);
  json_builder_set_member_name (builder, "segments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < run->cards->len; i++)
    {
      const CrmSegmentCard *card = run->cards->pdata[i];

      json_builder_begin_object (builder);
      add_text (builder, "code", card->code);
      add_text (builder, "name", card->name);
      add_number (builder, "size", (double) card->size);
      add_number (builder, "revenue-share", card->revenue_share);
      add_number (builder, "recency", card->recency);
      add_number (builder, "frequency", card->frequency);
      add_number (builder, "monetary", card->monetary);
      add_number (builder, "change", card->change != G_MININT64 ? (double) card->change : NAN);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  crm_cli_print_json (root);
}

CrmCliStatus
crm_cli_segments (const CrmCliContext *context, int argc, char **argv)
{
  g_autofree char *method = NULL;
  int k = 0;
  gboolean dry_run = FALSE;
  const GOptionEntry entries[] = {
    { "method", 'm', 0, G_OPTION_ARG_STRING, &method, "rfm or clusters (clusters)", "METHOD" },
    { "k", 'k', 0, G_OPTION_ARG_INT, &k, "Number of clusters; 0 chooses (0)", "K" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "Compute and print, but keep nothing", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("");
  CrmSegmentOptions wanted = { .method = CRM_SEGMENT_METHOD_CLUSTERS };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmReader) reader = NULL;
  g_autoptr (CrmSegmentRun) run = NULL;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc > 1 || k < 0 || k > 20 ||
      (method != NULL && !g_str_equal (method, "rfm") && !g_str_equal (method, "clusters")))
    {
      g_printerr ("crm-cli segments: %s\n",
                  error != NULL ? error->message : "--method is rfm or clusters, --k 0 to 20");
      return CRM_CLI_USAGE;
    }
  if (g_strcmp0 (method, "rfm") == 0)
    wanted.method = CRM_SEGMENT_METHOD_RFM;
  wanted.k = (guint) k;
  if (!crm_cli_open (context, &store, &reader))
    return CRM_CLI_FAILED;
  run = crm_segment_run_compute (reader, &wanted, crm_day_today (), NULL, &error);
  g_clear_pointer (&reader, crm_reader_free);
  if (run == NULL ||
      (!dry_run && !crm_segment_run_write (run, store, crm_cli_progress, "segments", &error)))
    return crm_cli_fail (error);
  if (context->json)
    print_json (run);
  else
    print_text (run);
  return CRM_CLI_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Help desk figures: a hand-made log, and the public incident log's reference figures. */

#include <math.h>
#include <stdio.h>

#include "crm-analytics-fixture.h"
#include "crm-service-level.h"

static void
test_by_hand (void)
{
  const double kept[] = { 1, 0, 1, NAN, 1 }, reopened[] = { 0, 2, 0, 0, 1 };
  const double moved[] = { 0, 3, 1, 0, 1 }, hours[] = { 4, NAN, 1, -2, 2 };
  CrmServiceLevel service;

  g_assert_true (crm_service_level (kept, reopened, moved, hours, 5, 0.95, NULL, &service, NULL));
  g_assert_cmpfloat (service.kept.share, ==, 0.75);
  g_assert_cmpfloat (service.reopened.share, ==, 0.4);
  g_assert_cmpfloat (service.reassignments, ==, 1);
  g_assert_cmpuint (service.n_durations, ==, 3);
  g_assert_cmpuint (service.n_negative, ==, 1);
  crm_assert_near (service.quantiles[2], 2, 1e-14, 0);
  crm_assert_near (service.quantiles[4], 3.6, 1e-14, 0);
  crm_assert_near (service.mean, 7 / 3.0, 1e-14, 0);
}

static void
test_edges (void)
{
  const double bad[] = { 0.5 };
  g_autoptr (GError) error = NULL;
  CrmServiceLevel service;

  g_assert_true (crm_service_level (NULL, NULL, NULL, NULL, 3, 0.95, NULL, &service, NULL));
  g_assert_true (isnan (service.kept.share) && isnan (service.quantiles[0]));
  g_assert_false (crm_service_level (bad, NULL, NULL, NULL, 1, 0.95, NULL, &service, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crm_service_level (NULL, NULL, NULL, NULL, 0, 0.95, NULL, &service, &error));
  g_assert_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_EMPTY);
}

/* "29-02-2016 01:16" in hours since some day. */
static double
parse_hours (const char *text)
{
  g_autoptr (GDateTime) time = NULL;
  int day, month, year, hour, minute;

  if (sscanf (text, "%d-%d-%d %d:%d", &day, &month, &year, &hour, &minute) != 5)
    return NAN;
  time = g_date_time_new_utc (year, month, day, hour, minute, 0);
  return g_date_time_to_unix (time) / 3600.0;
}

/* The last event of each incident; the last incident may be cut off by the end of the file. */
/* The incidents of each priority by themselves. */
static void
check_priorities (CrmFixtureTable *table, const GArray *last, const double *kept,
                  const double *hours, JsonParser *json)
{
  static const char *const priorities[] = { "1 - Critical", "2 - High", "3 - Moderate", "4 - Low" };

  for (guint p = 0; p < G_N_ELEMENTS (priorities); p++)
    {
      g_autofree char *n = g_strdup_printf ("incident_log.by_priority.%s.n", priorities[p]);
      g_autofree char *made =
          g_strdup_printf ("incident_log.by_priority.%s.made_sla", priorities[p]);
      g_autofree char *median =
          g_strdup_printf ("incident_log.by_priority.%s.median_h", priorities[p]);
      double kept_here[1000], hours_here[1000];
      CrmServiceLevel service;
      gsize count = 0;

      for (guint k = 0; k < last->len; k++)
        if (g_str_equal (crm_fixture_table_text (table, "priority", g_array_index (last, gsize, k)),
                         priorities[p]))
          {
            kept_here[count] = kept[k];
            hours_here[count++] = hours[k];
          }
      g_assert_cmpuint (count, ==, (gsize) crm_fixture_number (json, n));
      g_assert_true (
          crm_service_level (kept_here, NULL, NULL, hours_here, count, 0.95, NULL, &service, NULL));
      crm_assert_near (service.kept.share, crm_fixture_number (json, made), 1e-14, 0);
      crm_assert_near (service.quantiles[2], crm_fixture_number (json, median), 1e-9, 0);
    }
}

static void
test_incidents (void)
{
  g_autofree char *path =
      crm_fixture_shared ("data/tickets_incident/incident_event_log_first5999.csv");
  g_autofree char *expected = crm_fixture_shared ("expected/tickets.json");
  g_autofree double *reopened = NULL, *moved = NULL;
  g_autoptr (CrmFixtureTable) table = NULL;
  g_autoptr (JsonParser) json = NULL;
  g_autoptr (GArray) last = g_array_new (FALSE, FALSE, sizeof (gsize));
  double kept[1000], back[1000], moves[1000], hours[1000];
  static const char *const names[] = { "0.1", "0.25", "0.5", "0.75", "0.9" };
  CrmServiceLevel service;
  JsonObject *quantiles;

  if (path == NULL || expected == NULL)
    return;
  table = crm_fixture_table_new (path);
  json = crm_fixture_json (expected);
  reopened = crm_fixture_table_numbers (table, "reopen_count");
  moved = crm_fixture_table_numbers (table, "reassignment_count");

  for (gsize i = 0; i + 1 < table->n; i++)
    if (g_strcmp0 (crm_fixture_table_text (table, "number", i),
                   crm_fixture_table_text (table, "number", i + 1)) != 0)
      g_array_append_val (last, i);
  g_assert_cmpuint (last->len, ==, 889);
  for (guint k = 0; k < last->len; k++)
    {
      gsize i = g_array_index (last, gsize, k);

      kept[k] = g_ascii_strcasecmp (crm_fixture_table_text (table, "made_sla", i), "true") == 0;
      back[k] = reopened[i];
      moves[k] = moved[i];
      hours[k] = parse_hours (crm_fixture_table_text (table, "resolved_at", i)) -
                 parse_hours (crm_fixture_table_text (table, "opened_at", i));
    }

  g_assert_true (
      crm_service_level (kept, back, moves, hours, last->len, 0.95, NULL, &service, NULL));
  crm_assert_near (service.kept.share, crm_fixture_number (json, "incident_log.made_sla_share"),
                   1e-14, 0);
  crm_assert_near (service.reopened.share, crm_fixture_number (json, "incident_log.reopened_share"),
                   1e-14, 0);
  crm_assert_near (service.reassignments, crm_fixture_number (json, "incident_log.reassigned_mean"),
                   1e-9, 0);
  g_assert_cmpuint (service.n_durations, ==, 860);
  g_assert_cmpuint (service.n_negative, ==, 0);
  crm_assert_near (service.mean, crm_fixture_number (json, "incident_log.resolution_hours.mean"),
                   1e-9, 0);
  quantiles =
      json_node_get_object (crm_fixture_node (json, "incident_log.resolution_hours.quantiles"));
  for (guint q = 0; q < CRM_SERVICE_N_QUANTILES; q++)
    crm_assert_near (service.quantiles[q], json_object_get_double_member (quantiles, names[q]),
                     1e-9, 0);
  check_priorities (table, last, kept, hours, json);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/service-level/by-hand", test_by_hand);
  g_test_add_func ("/analytics/service-level/edges", test_edges);
  g_test_add_func ("/analytics/service-level/incidents", test_incidents);
  return g_test_run ();
}

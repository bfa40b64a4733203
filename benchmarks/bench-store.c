/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The write path, each figure against a reference of the same run: a durable save against a bare
 * SQLite commit with synchronous=FULL, the import of a file of customers against the sqlite3 shell's
 * .import of the same file, and the undo of that import. While the import runs, a timer on the main
 * loop records the longest gap.
 *
 * The file comes in two forms: customers alone, which is one record a row, and customers with a contact,
 * which is three (customer, contact, affiliation).
 *
 *   bench-store [ROWS]     (100,000; the target is stated for 1,000,000) */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "bench-times.h"
#include "crm-entities.h"
#include "crm-import.h"
#include "crm-sample-names.h"
#include "crm-store.h"

#define SAVES 200

static void
write_file (const char *path, guint rows, gboolean contacts)
{
  GString *text =
      g_string_new (contacts ? "Number,Company,City,Industry,Phone,E-mail,Contact person,Mobile\n"
                             : "Number,Company,City,Industry,Phone,E-mail\n");
  CrmSampleRandom random;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) out = g_file_replace (file, NULL, FALSE, 0, NULL, NULL);

  crm_sample_random_init (&random, 7);
  for (guint i = 0; i < rows; i++)
    {
      CrmSampleCompany company;
      CrmSamplePerson person;
      g_autofree char *phone = NULL, *mobile = NULL;

      crm_sample_company (&random, &company);
      crm_sample_person (&random, company.chinese, &person);
      phone = crm_sample_mobile (&random, company.calling_code);
      mobile = crm_sample_mobile (&random, company.calling_code);
      g_string_append_printf (text, "N%07u,\"%s\",%s,%s,%s,info@%s", i, company.name, company.city,
                              company.industry, phone, company.domain);
      if (contacts)
        g_string_append_printf (text, ",%s,%s", person.name, mobile);
      g_string_append_c (text, '\n');
      crm_sample_person_clear (&person);
      crm_sample_company_clear (&company);
      if (text->len > 1 << 20)
        {
          g_output_stream_write_all (G_OUTPUT_STREAM (out), text->str, text->len, NULL, NULL, NULL);
          g_string_truncate (text, 0);
        }
    }
  g_output_stream_write_all (G_OUTPUT_STREAM (out), text->str, text->len, NULL, NULL, NULL);
  g_output_stream_close (G_OUTPUT_STREAM (out), NULL, NULL);
  g_string_free (text, TRUE);
}

static double
time_shell_import (const char *folder, const char *csv)
{
  g_autofree char *database = g_build_filename (folder, "shell.db", NULL);
  g_autofree char *import = g_strdup_printf (".import --csv \"%s\" customer", csv);
  const char *argv[] = { "sqlite3", database, "PRAGMA journal_mode = WAL", import, NULL };
  double start = bench_now ();
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, &status, NULL) ||
      status != 0)
    return -1;
  return bench_now () - start;
}

/* ---- saves ---- */

static double
time_bare_commits (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  double times[SAVES];
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;

  sqlite3_open (path, &db);
  sqlite3_exec (db,
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER "
                "PRIMARY KEY, name TEXT)",
                NULL, NULL, NULL);
  sqlite3_prepare_v2 (db, "INSERT INTO t (name) VALUES ('Harbour & Pine')", -1, &stmt, NULL);
  for (guint i = 0; i < SAVES; i++)
    {
      double start = bench_now ();

      sqlite3_step (stmt);
      sqlite3_reset (stmt);
      times[i] = bench_now () - start;
    }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return bench_quantile (times, SAVES, 0.5);
}

static double
time_saves (CrmStore *store)
{
  double times[SAVES];

  for (guint i = 0; i < SAVES; i++)
    {
      g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
      g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_customer);
      g_autofree char *name = g_strdup_printf ("苏州恒瑞精密 %u", i);
      double start;

      crm_record_set_text (record, "name", name);
      crm_record_set_text (record, "kind", "organization");
      crm_changeset_insert (changes, record);
      start = bench_now ();
      crm_store_apply (store, changes, NULL, NULL);
      times[i] = bench_now () - start;
    }
  return bench_quantile (times, SAVES, 0.5);
}

/* ---- import ---- */

typedef struct
{
  CrmStore *store;
  CrmImportPlan *plan;
  CrmImportReport *report;
  double import, import_cpu, undo, undo_cpu; /* ms */
  gint done;
} Work;

static gpointer
import_thread (gpointer data)
{
  Work *work = data;
  double start = bench_now (), cpu = bench_work ();

  work->report = crm_import_run (work->plan, work->store, FALSE, NULL, NULL, NULL, NULL);
  work->import = bench_now () - start;
  work->import_cpu = bench_work () - cpu;
  start = bench_now ();
  cpu = bench_work ();
  crm_store_undo (work->store, work->report->group, NULL, NULL, NULL, NULL);
  work->undo = bench_now () - start;
  work->undo_cpu = bench_work () - cpu;
  g_atomic_int_set (&work->done, 1);
  g_main_context_wakeup (NULL);
  return NULL;
}

typedef struct
{
  double last, longest; /* ms */
} Gap;

static gboolean
tick_cb (gpointer data)
{
  Gap *gap = data;
  double now = bench_now ();

  if (gap->last > 0)
    gap->longest = MAX (gap->longest, now - gap->last);
  gap->last = now;
  return G_SOURCE_CONTINUE;
}

static void
time_import (const char *folder, guint rows, gboolean contacts)
{
  g_autofree char *csv = g_build_filename (folder, "customers.csv", NULL),
                  *path = g_build_filename (folder, "crm.db", NULL),
                  *clear = g_strdup_printf ("rm -f '%s'/*", folder);
  g_autoptr (CrmStore) store = crm_store_open (path, CRM_STORE_NO_CHECK, NULL);
  Work work = { .store = store };
  Gap gap = { 0 };
  double shell;
  GThread *thread;
  guint timer;

  write_file (csv, rows, contacts);
  shell = time_shell_import (folder, csv);
  work.plan = crm_import_plan_new (csv, NULL, CRM_IMPORT_CUSTOMERS, NULL);
  timer = g_timeout_add (5, tick_cb, &gap);
  thread = g_thread_new ("import", import_thread, &work);
  while (!g_atomic_int_get (&work.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_source_remove (timer);
  g_print (
      "import of %u customers%s: %.2f s (processor %.2f s), sqlite3 .import %.2f s, ratio %.1f "
      "(target 8)\n",
      (guint) work.report->created, contacts ? " with contacts" : "", work.import / 1e3,
      work.import_cpu / 1e3, shell / 1e3, work.import / shell);
  g_print ("undo of it: %.2f s (processor %.2f s; target 60 s for 1,000,000)\n", work.undo / 1e3,
           work.undo_cpu / 1e3);
  g_print ("longest gap of the main loop: %.0f ms (target 50)\n", gap.longest);
  crm_import_report_free (work.report);
  crm_import_plan_free (work.plan);
  g_clear_object (&store);
  if (system (clear) != 0)
    g_printerr ("%s: not cleared\n", folder);
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  g_autofree char *folder = g_dir_make_tmp ("crm-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "saves.db", NULL);
  g_autofree char *remove_all = g_strdup_printf ("rm -rf '%s'", folder);
  g_autoptr (CrmStore) store = crm_store_open (path, CRM_STORE_NO_CHECK, NULL);
  double bare = time_bare_commits (folder), save = time_saves (store);
  struct rusage usage;

  g_print ("save acknowledged, median: %.2f ms, bare commit %.2f ms, ratio %.1f (target 5)\n", save,
           bare, save / bare);
  g_clear_object (&store);
  time_import (folder, rows, FALSE);
  time_import (folder, rows, TRUE);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("largest resident memory: %ld MB\n", usage.ru_maxrss / 1024);
  return system (remove_all) == 0 ? 0 : 1;
}

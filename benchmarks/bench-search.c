/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Searching and jumping in the list of customers, measured at CrmRecordList on a main loop as a window
 * has it, without the window: bench-search DATABASE [ROUNDS]. Each keystroke of some words is typed
 * one by one; times are from set_query to the first rows and to the exact count, and from get_item to
 * the record. Prints the median, the 95th percentile and the largest in milliseconds. */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench-times.h"
#include "crm-record-list.h"

static const char *const words[] = { "wxm",     "zhiyun",  "王小明",  "shanghai",  "科技有限公司",
                                     "harbour", "138",     "li",      "gongsi",    "北京力拓",
                                     "mueller", "c-0001",  "info@",   "zhang wei", "贸易",
                                     "beijing", "xinyuan", "schmidt", "49 15",     "qz" };

typedef struct
{
  GArray *first; /* double, ms */
  GArray *exact;
  GArray *work; /* processor time of all threads until the exact count */
  GArray *jump;
} Times;

/* The rows of a screen are there, with their records. */
static gboolean
is_painted (CrmRecordList *list, guint from)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  gboolean complete = TRUE;

  for (guint i = from; i < MIN (n, from + 40); i++)
    {
      g_autoptr (CrmRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

      complete &= crm_record_get_loaded (crm_row_get_record (row));
    }
  return complete;
}

static void
changed_cb (GObject *object, guint position, guint removed, guint added, gpointer data)
{
  *(gboolean *) data |= added > 0;
}

static gboolean
is_exact (CrmRecordList *list)
{
  gboolean exact;

  g_object_get (list, "exact", &exact, NULL);
  return exact && !crm_record_list_get_loading (list);
}

static void
type_key (CrmRecordList *list, const char *typed, Times *times, gboolean verbose)
{
  g_autoptr (CrmQuery) query = crm_query_copy (crm_record_list_get_query (list));
  double start = bench_now ();
  gboolean changed = FALSE, painted = FALSE;
  gulong handler = g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &changed);
  double first = 0, work = bench_work ();

  g_free (query->search);
  query->search = g_strdup (typed);
  crm_record_list_set_query (list, query);
  while (!painted || !is_exact (list))
    {
      if (!painted && (changed || is_exact (list)) && is_painted (list, 0))
        {
          painted = TRUE;
          first = bench_now () - start;
          bench_add_since (times->first, start);
          continue;
        }
      g_main_context_iteration (NULL, TRUE);
    }
  bench_add_since (times->exact, start);
  work = bench_work () - work;
  g_array_append_val (times->work, work);
  g_signal_handler_disconnect (list, handler);
  if (verbose)
    printf ("  %-16s %9u  first %7.2f  exact %7.2f  work %7.2f\n", typed,
            g_list_model_get_n_items (G_LIST_MODEL (list)), first, bench_now () - start, work);
}

static void
type_word (CrmRecordList *list, const char *word, Times *times, gboolean verbose)
{
  for (const char *end = word; *end != '\0';)
    {
      g_autofree char *typed = NULL;

      end = g_utf8_next_char (end);
      typed = g_strndup (word, (gsize) (end - word));
      type_key (list, typed, times, verbose);
    }
}

static void
jump (CrmRecordList *list, GRand *rand, Times *times)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint at = (guint) g_rand_int_range (rand, 0, (int) MAX (n, 1));
  double start = bench_now ();

  while (!is_painted (list, at))
    g_main_context_iteration (NULL, TRUE);
  bench_add_since (times->jump, start);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmRecordList) list = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (CrmQuery) query = crm_query_new (crm_entity_lookup ("customer"));
  Times times = { g_array_new (FALSE, FALSE, sizeof (double)),
                  g_array_new (FALSE, FALSE, sizeof (double)),
                  g_array_new (FALSE, FALSE, sizeof (double)),
                  g_array_new (FALSE, FALSE, sizeof (double)) };
  double start;

  setlocale (LC_ALL, "");
  if (argc < 2 || (store = crm_store_open (argv[1], CRM_STORE_NO_BACKUP, &error)) == NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "bench-search DATABASE [ROUNDS]");
      return 1;
    }
  list = crm_record_list_new (store, query->entity);
  start = bench_now ();
  crm_record_list_set_query (list, query);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0 && !is_exact (list))
    g_main_context_iteration (NULL, TRUE);
  printf ("open: first rows %.2f ms", bench_now () - start);
  while (!is_exact (list))
    g_main_context_iteration (NULL, TRUE);
  printf (", all %u ids %.2f ms\n", g_list_model_get_n_items (G_LIST_MODEL (list)),
          bench_now () - start);
  for (int i = 0; i < 100; i++)
    jump (list, rand, &times);
  for (int round = 0; round < (argc > 2 ? atoi (argv[2]) : 3); round++)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      type_word (list, words[i], &times, argc > 3 && round == 0);
  bench_print ("keystroke to first rows", times.first);
  bench_print ("keystroke to exact count", times.exact);
  bench_print ("  of work", times.work);
  bench_print ("jump to records", times.jump);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From exec to the end of the first frame that shows rows of the list of customers, against an empty
 * AdwApplicationWindow: bench-start DATABASE [ROUNDS]. Each start is a process of its own, both kinds in
 * turn; a process tells the time of the clock that all processes share, and the processor time it has
 * used. Needs a display. */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-times.h"
#include "crm-application.h"
#include "crm-list-page.h"
#include "crm-window.h"

#define ROUNDS 7

/* ---- one start ---- */

static void
tell (void)
{
  printf ("%.3f %.3f\n", bench_now (), bench_work ());
  fflush (stdout);
}

static gboolean
shows_rows (CrmWindow *window)
{
  CrmPage *page = crm_window_get_page (window);
  CrmRecordList *list =
      CRM_IS_LIST_PAGE (page) ? crm_list_page_get_list (CRM_LIST_PAGE (page)) : NULL;
  g_autoptr (CrmRow) row = NULL;

  if (list == NULL || !gtk_widget_get_mapped (GTK_WIDGET (page)) ||
      g_strcmp0 (crm_list_page_get_state (CRM_LIST_PAGE (page)), "rows") != 0)
    return FALSE;
  row = g_list_model_get_item (G_LIST_MODEL (list), 0);
  return row != NULL && crm_record_get_loaded (crm_row_get_record (row));
}

static void
after_paint_cb (GdkFrameClock *clock, GtkWindow *window)
{
  if (CRM_IS_WINDOW (window) && !shows_rows (CRM_WINDOW (window)))
    return;
  tell ();
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, window);
  gtk_window_destroy (window);
}

static void
watch (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb),
                    window);
}

static void
activate_empty_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  g_signal_connect (window, "realize", G_CALLBACK (watch), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window)
{
  if (CRM_IS_WINDOW (window))
    g_signal_connect (window, "realize", G_CALLBACK (watch), NULL);
}

static void
startup_cb (GApplication *application)
{
  g_settings_set_string (crm_application_get_settings (CRM_APPLICATION (application)), "last-page",
                         "customer");
}

static int
start_empty (void)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("org.example.Empty", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_empty_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

static int
start_crm (const char *database)
{
  char *arguments[] = { (char *) "crm", (char *) "--database", (char *) database, NULL };
  g_autoptr (CrmApplication) application = crm_application_new ();

  g_application_set_flags (G_APPLICATION (application),
                           g_application_get_flags (G_APPLICATION (application)) |
                               G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  g_signal_connect_after (application, "startup", G_CALLBACK (startup_cb), NULL);
  return g_application_run (G_APPLICATION (application), 3, arguments);
}

/* ---- many starts ---- */

typedef struct
{
  GArray *times; /* double, ms */
  GArray *work;
} Starts;

static double
get_median (GArray *times)
{
  return bench_quantile ((double *) times->data, times->len, 0.5);
}

static gboolean
start (char **arguments, Starts *starts)
{
  g_autofree char *out = NULL;
  double began = bench_now (), painted = 0, work = 0;

  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, NULL, NULL) ||
      sscanf (out, "%lf %lf", &painted, &work) != 2)
    {
      fprintf (stderr, "%s did not paint\n", arguments[1]);
      return FALSE;
    }
  painted -= began;
  g_array_append_val (starts->times, painted);
  g_array_append_val (starts->work, work);
  return TRUE;
}

static void
print_starts (const char *what, Starts *starts)
{
  double work = get_median (starts->work), time = get_median (starts->times);

  printf ("%-32s p50 %8.1f  least %8.1f ms  of work p50 %8.1f ms\n", what, time,
          g_array_index (starts->times, double, 0), work);
}

int
main (int argc, char **argv)
{
  Starts empty = { g_array_new (FALSE, FALSE, sizeof (double)),
                   g_array_new (FALSE, FALSE, sizeof (double)) };
  Starts crm = { g_array_new (FALSE, FALSE, sizeof (double)),
                 g_array_new (FALSE, FALSE, sizeof (double)) };
  char *start_empty_arguments[] = { argv[0], (char *) "--empty", NULL };
  char *start_crm_arguments[] = { argv[0], (char *) "--crm", argc > 1 ? argv[1] : NULL, NULL };

  setlocale (LC_ALL, "");
  if (argc == 2 && strcmp (argv[1], "--empty") == 0)
    return start_empty ();
  if (argc == 3 && strcmp (argv[1], "--crm") == 0)
    return start_crm (argv[2]);
  if (argc < 2)
    {
      fprintf (stderr, "bench-start DATABASE [ROUNDS], with a display\n");
      return 1;
    }
  for (int i = 0; i <= (argc > 2 ? atoi (argv[2]) : ROUNDS); i++)
    {
      if (!start (start_empty_arguments, &empty) || !start (start_crm_arguments, &crm))
        return 1;
      if (i > 0)
        continue;
      /* The first of each fills the caches of the system. */
      g_array_set_size (empty.times, 0);
      g_array_set_size (empty.work, 0);
      g_array_set_size (crm.times, 0);
      g_array_set_size (crm.work, 0);
    }
  print_starts ("empty AdwApplicationWindow", &empty);
  print_starts ("list of customers", &crm);
  printf ("%-32s %.2f, of work %.2f\n", "ratio", get_median (crm.times) / get_median (empty.times),
          get_median (crm.work) / get_median (empty.work));
  return 0;
}

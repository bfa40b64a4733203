/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's own window on a database, in this process: bench-window DATABASE [PART...], where a part is
 * "jumps", "search" or "customers". Measured is what a
 * person waits for, up to the end of the frame that shows it: rows after a keystroke, the exact
 * count, rows after a jump, all rows again after the search is cleared, a customer with its timeline.
 * For each of them also the longest time the main loop did not look at events, as time of the clock
 * and as processor time of the thread: other programs lengthen only the former. Needs a display. */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-times.h"
#include "crm-application.h"
#include "crm-list-cell.h"
#include "crm-list-page.h"
#include "crm-record-page.h"
#include "crm-timeline.h"
#include "crm-window.h"

#define JUMPS    60
#define OPENINGS 30

static const char *const words[] = { "wxm", "zhiyun", "王小明", "shanghai", "138",
                                     "li",  "gongsi", "贸易",   "qz" };

typedef struct
{
  CrmApplication *application;
  CrmWindow *window;
  CrmListPage *page;
  CrmRecordList *list;
  GtkWidget *search;
  GtkWidget *table;
  guint frames;
  gboolean changed; /* the list's rows, since the last question */
  char **parts;
} Bench;

/* ---- gaps of the main loop ---- */

static struct
{
  double left; /* when poll was left, ms; 0: not yet */
  double left_work;
  double gap;  /* ms: the longest since the last report */
  double work; /* ms of processor time, of the longest */
} loop;

static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  int code;

  if (loop.left > 0)
    {
      loop.gap = MAX (loop.gap, bench_now () - loop.left);
      loop.work = MAX (loop.work, bench_thread_work () - loop.left_work);
    }
  code = g_poll (fds, n_fds, timeout);
  loop.left = bench_now ();
  loop.left_work = bench_thread_work ();
  return code;
}

static void
print_gap (const char *what)
{
  printf ("%-32s longest gap of the main loop %6.1f ms, of work %6.1f ms\n", what, loop.gap,
          loop.work);
  fflush (stdout);
  loop.gap = loop.work = 0;
}

/* Of the main thread since then: what other programs do lengthens it little. */
static void
add_work (GArray *works, double start)
{
  double ms = bench_thread_work () - start;

  g_array_append_val (works, ms);
}

/* ---- what is on the screen ---- */

typedef gboolean (*Condition) (Bench *self);

static void
after_paint_cb (GdkFrameClock *clock, Bench *self)
{
  self->frames++;
}

/* Runs until a frame was painted at whose end `condition` holds. */
static void
wait_painted (Bench *self, Condition condition)
{
  gint64 asked = g_get_monotonic_time ();
  guint frames = self->frames;

  for (;;)
    {
      /* What comes without a change on the screen (the count) is seen at the next frame as well. */
      gdk_frame_clock_request_phase (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)),
                                     GDK_FRAME_CLOCK_PHASE_PAINT);
      g_main_context_iteration (NULL, TRUE);
      if (self->frames != frames)
        {
          if (condition (self))
            return;
          frames = self->frames;
        }
      if (g_get_monotonic_time () - asked > 30 * G_USEC_PER_SEC)
        {
          fprintf (stderr, "waited in vain for a frame\n");
          exit (1);
        }
    }
}

static void
run_for (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static GtkWidget *
find_widget (GtkWidget *in, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (in), type) ? in : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (in); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child))
      found = find_widget (child, type);
  return found;
}

static gboolean
is_exact (Bench *self)
{
  gboolean exact = FALSE;

  g_object_get (self->list, "exact", &exact, NULL);
  return exact && !crm_record_list_get_loading (self->list);
}

/* The cell that is painted at a height of the table. */
static CrmListCell *
cell_at (Bench *self, double y)
{
  GtkWidget *picked = gtk_widget_pick (self->table, 200, y, GTK_PICK_DEFAULT);

  /* A cell, what is in it, or the space around it. */
  if (picked != NULL && gtk_widget_get_ancestor (picked, CRM_TYPE_LIST_CELL) != NULL)
    picked = gtk_widget_get_ancestor (picked, CRM_TYPE_LIST_CELL);
  else if (picked != NULL && picked != self->table)
    picked = find_widget (picked, CRM_TYPE_LIST_CELL);
  return picked != NULL ? CRM_LIST_CELL (picked) : NULL;
}

static gboolean
is_row_right (Bench *self, double y)
{
  CrmListCell *cell = cell_at (self, y);
  CrmRow *row = cell != NULL ? crm_list_cell_get_row (cell) : NULL;
  int position = row != NULL ? crm_record_list_find (self->list, crm_row_get_id (row)) : -1;

  return position >= 0 && crm_record_get_loaded (crm_row_get_record (row)) &&
         crm_list_cell_is_written (cell);
}

/* What the table shows from top to bottom are rows of the list with their records. */
static gboolean
shows_rows (Bench *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  int height = gtk_widget_get_height (self->table);
  int n_visible = 0;

  if (n == 0)
    return TRUE;
  if (g_strcmp0 (crm_list_page_get_state (self->page), "rows") != 0)
    return FALSE;
  for (int y = 50; y < height - 60; y += 30)
    {
      if (n > 40 && !is_row_right (self, y))
        return FALSE;
      n_visible++;
    }
  return n_visible > 0 && is_row_right (self, 50);
}

static gboolean
shows_first (Bench *self)
{
  return (self->changed || is_exact (self)) && shows_rows (self);
}

static gboolean
shows_all (Bench *self)
{
  return is_exact (self) && shows_rows (self);
}

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, Bench *self)
{
  self->changed = TRUE;
}

/* ---- the list ---- */

static GtkAdjustment *
get_adjustment (Bench *self)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->table));
}

static void
measure_jumps (Bench *self, GRand *rand)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) works = g_array_new (FALSE, FALSE, sizeof (double));
  GtkAdjustment *adjustment = get_adjustment (self);

  for (int i = 0; i < JUMPS; i++)
    {
      double upper =
          gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
      gboolean to_end = i % 10 == 9;
      double start = bench_now ();
      double work = bench_thread_work ();

      gtk_adjustment_set_value (adjustment, to_end ? (i % 20 == 9 ? upper : 0)
                                                   : g_rand_double_range (rand, 0, upper));
      wait_painted (self, shows_rows);
      bench_add_since (to_end ? ends : times, start);
      add_work (works, work);
      run_for (30);
    }
  gtk_adjustment_set_value (adjustment, 0);
  wait_painted (self, shows_rows);
  bench_print ("jump to painted rows", times);
  bench_print ("Home, End to painted rows", ends);
  bench_print ("  work of the main thread", works);
  print_gap ("  jumps:");
}

static void
type_key (Bench *self, const char *typed, GArray *first, GArray *exact, GArray *works)
{
  double start = bench_now ();
  double work = bench_thread_work ();

  int end = (int) g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  self->changed = FALSE;
  /* As a key does: setting the whole text empties the entry first, and all rows come back in between. */
  gtk_editable_insert_text (GTK_EDITABLE (self->search), g_utf8_offset_to_pointer (typed, end), -1,
                            &end);
  /* The question is asked by the entry's own source. */
  while (g_strcmp0 (crm_list_page_get_query (self->page)->search, typed) != 0)
    g_main_context_iteration (NULL, TRUE);
  wait_painted (self, shows_first);
  bench_add_since (first, start);
  if (!is_exact (self))
    wait_painted (self, shows_all);
  bench_add_since (exact, start);
  add_work (works, work);
  if (g_getenv ("CRM_BENCH_VERBOSE") != NULL)
    {
      printf ("  %-16s %9u  first %7.1f  exact %7.1f  gap %6.1f  work %6.1f\n", typed,
              g_list_model_get_n_items (G_LIST_MODEL (self->list)),
              g_array_index (first, double, first->len - 1),
              g_array_index (exact, double, exact->len - 1), loop.gap, loop.work);
      loop.gap = loop.work = 0;
    }
  run_for (30);
}

static void
clear_search (Bench *self, GArray *cleared)
{
  double start = bench_now ();

  self->changed = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  while (crm_list_page_get_query (self->page)->search != NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_painted (self, shows_all);
  bench_add_since (cleared, start);
  run_for (50);
}

static void
measure_search (Bench *self)
{
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) exact = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) works = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cleared = g_array_new (FALSE, FALSE, sizeof (double));

  gtk_widget_grab_focus (self->search);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      for (const char *end = words[i]; *end != '\0';)
        {
          g_autofree char *typed = NULL;

          end = g_utf8_next_char (end);
          typed = g_strndup (words[i], (gsize) (end - words[i]));
          type_key (self, typed, first, exact, works);
        }
      clear_search (self, cleared);
    }
  bench_print ("keystroke to first rows painted", first);
  bench_print ("keystroke to exact count", exact);
  bench_print ("  work of the main thread", works);
  bench_print ("search cleared to all rows", cleared);
  print_gap ("  search:");
}

/* ---- a record ---- */

static gboolean
shows_record (Bench *self)
{
  CrmPage *page = crm_window_get_page (self->window);
  CrmRecordPage *record = CRM_IS_RECORD_PAGE (page) ? CRM_RECORD_PAGE (page) : NULL;

  return record != NULL && crm_record_page_get_loaded (record) &&
         g_strcmp0 (crm_record_page_get_state (record), "record") == 0 &&
         crm_timeline_get_loaded (CRM_TIMELINE (crm_record_page_get_timeline (record)));
}

static gboolean
always (Bench *self)
{
  return TRUE;
}

static void
measure_records (Bench *self, GRand *rand)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) history = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  CrmContext *context = crm_window_get_context (self->window);
  guint n_entries = 0;

  for (int i = 0; i <= OPENINGS; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (int) n);
      double start = bench_now ();
      CrmRecordPage *record;

      crm_context_go_record (context, crm_record_list_get_id (self->list, at), self->list);
      wait_painted (self, shows_record);
      if (i == 0) /* makes the page */
        printf ("%-32s %29.1f ms\n", "first customer opened", bench_now () - start);
      else
        bench_add_since (times, start);
      record = CRM_RECORD_PAGE (crm_window_get_page (self->window));
      n_entries += crm_timeline_get_n_items (CRM_TIMELINE (crm_record_page_get_timeline (record)));
      run_for (30);
      start = bench_now ();
      crm_record_page_set_tab (record, "history");
      wait_painted (self, shows_record);
      if (i > 0)
        bench_add_since (history, start);
      crm_record_page_set_tab (record, "overview");
      run_for (30);
      crm_window_go_page (self->window, "customer");
      wait_painted (self, always);
      run_for (30);
      if (i == 0)
        print_gap ("  first customer:");
    }
  bench_print ("customer opened with timeline", times);
  bench_print ("its history opened", history);
  printf ("%-32s %29.1f\n", "  entries of a timeline", (double) n_entries / (OPENINGS + 1));
  print_gap ("  customers:");
}

/* ---- all of it ---- */

static void
print_memory (const char *what)
{
  g_autofree char *status = NULL;
  const char *now, *most;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  now = status != NULL ? strstr (status, "VmRSS:") : NULL;
  most = status != NULL ? strstr (status, "VmHWM:") : NULL;
  if (now != NULL && most != NULL)
    printf ("%-32s now %d MB, at most %d MB\n", what, atoi (now + 6) / 1024,
            atoi (most + 6) / 1024);
}

/* So that waiting in vain ends. */
static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_wanted (Bench *self, const char *part)
{
  return self->parts[0] == NULL || g_strv_contains ((const char *const *) self->parts, part);
}

static gboolean
run_bench (Bench *self)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  double start = bench_now ();

  g_application_activate (G_APPLICATION (self->application));
  g_timeout_add (100, tick_cb, NULL);
  while (crm_application_get_window (self->application) == NULL ||
         crm_window_get_context (crm_application_get_window (self->application)) == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      if (bench_now () - start > 30000)
        return FALSE;
    }
  self->window = crm_application_get_window (self->application);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                    G_CALLBACK (after_paint_cb), self);
  crm_window_go_page (self->window, "customer");
  self->page = CRM_LIST_PAGE (crm_window_get_page (self->window));
  self->list = crm_list_page_get_list (self->page);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
  self->table = find_widget (GTK_WIDGET (self->page), GTK_TYPE_COLUMN_VIEW);
  self->search = find_widget (GTK_WIDGET (self->page), GTK_TYPE_SEARCH_ENTRY);
  start = bench_now ();
  self->changed = FALSE;
  wait_painted (self, shows_first);
  printf ("%-32s %29.1f ms\n", "page made: first rows", bench_now () - start);
  if (!is_exact (self))
    wait_painted (self, shows_all);
  printf ("%-32s %29.1f ms, %u rows\n", "page made: all rows", bench_now () - start,
          g_list_model_get_n_items (G_LIST_MODEL (self->list)));
  print_gap ("  start:");
  run_for (2000); /* the sidebar counts */
  print_gap ("  after the start:");
  print_memory ("  memory");
  if (is_wanted (self, "jumps"))
    measure_jumps (self, rand);
  if (is_wanted (self, "search"))
    measure_search (self);
  print_memory ("  memory");
  if (is_wanted (self, "customers"))
    measure_records (self, rand);
  print_memory ("  memory");
  return TRUE;
}

static gboolean
quit_cb (gpointer data)
{
  g_application_quit (G_APPLICATION (data));
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  Bench self = { 0 };
  gboolean done;

  setlocale (LC_ALL, "");
  setvbuf (stdout, NULL, _IOLBF, 0);
  if (argc < 2 || !gtk_init_check ())
    {
      fprintf (stderr, "bench-window DATABASE [PART...], with a display\n");
      return 1;
    }
  g_main_context_set_poll_func (NULL, poll_cb);
  self.application = crm_application_new ();
  g_application_set_flags (G_APPLICATION (self.application),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  self.parts = argv + 2;
  crm_application_set_database (self.application, argv[1]);
  g_application_register (G_APPLICATION (self.application), NULL, NULL);
  done = run_bench (&self);
  if (crm_application_get_window (self.application) != NULL)
    gtk_window_destroy (GTK_WINDOW (crm_application_get_window (self.application)));
  g_idle_add (quit_cb, self.application);
  g_application_run (G_APPLICATION (self.application), 0, NULL);
  g_object_unref (self.application);
  if (!done)
    fprintf (stderr, "%s could not be opened\n", argv[1]);
  return done ? 0 : 1;
}

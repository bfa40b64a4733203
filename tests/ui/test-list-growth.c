/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Long lists come to their views a few rows at a time: every change is true when it is told, all rows
 * arrive, and whoever selects, jumps or asks for other rows meanwhile gets what is asked for. */

#include "crm-ui-test.h"

#include "crm-entities.h"
#include "crm-list-growth.h"
#include "crm-list-page.h"
#include "crm-list-selection.h"
#include "crm-list-view.h"

#define CUSTOMERS 600
/* More than any view has widgets for. */
#define MANY      1000

/* ---- the model ---- */

/* What a view knows that believes every change. */
typedef struct
{
  GListStore *list;
  CrmListGrowth *growth;
  GPtrArray *seen;
  guint n_told; /* of "whole" */
} Mirror;

static void
check_mirror (Mirror *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->growth));

  g_assert_cmpuint (self->seen->len, ==, n);
  g_assert_cmpuint (n, <=, g_list_model_get_n_items (G_LIST_MODEL (self->list)));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) shown = g_list_model_get_item (G_LIST_MODEL (self->growth), i);
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      g_assert_true (shown == item);
      g_assert_true (self->seen->pdata[i] == item);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->growth), n));
}

static void
mirror_changed_cb (GListModel *model, guint position, guint removed, guint added, Mirror *self)
{
  g_assert_cmpuint (position + removed, <=, self->seen->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->seen, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->seen, (int) (position + i),
                        g_list_model_get_item (model, position + i));
  check_mirror (self);
}

static void
whole_cb (CrmListGrowth *growth, GParamSpec *pspec, Mirror *self)
{
  gboolean whole;

  g_object_get (growth, "whole", &whole, NULL);
  g_assert_true (whole == (self->n_told % 2 == 1)); /* it starts whole and takes turns */
  self->n_told++;
}

static Mirror *
mirror_new (void)
{
  Mirror *self = g_new0 (Mirror, 1);

  self->list = g_list_store_new (G_TYPE_OBJECT);
  self->growth = crm_list_growth_new (G_LIST_MODEL (self->list));
  self->seen = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (self->growth, "items-changed", G_CALLBACK (mirror_changed_cb), self);
  g_signal_connect (self->growth, "notify::whole", G_CALLBACK (whole_cb), self);
  crm_list_growth_set_first (self->growth, 20);
  return self;
}

static void
mirror_free (Mirror *self)
{
  g_object_unref (self->growth);
  g_object_unref (self->list);
  g_ptr_array_unref (self->seen);
  g_free (self);
}

static void
splice (Mirror *self, guint position, guint removed, guint added)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    g_ptr_array_add (items, g_object_new (G_TYPE_OBJECT, NULL));
  g_list_store_splice (self->list, position, removed, items->pdata, added);
  check_mirror (self);
}

static void
test_steps (void)
{
  Mirror *mirror = mirror_new ();

  g_assert_true (crm_list_growth_is_whole (mirror->growth));
  splice (mirror, 0, 0, 15); /* few come at once */
  g_assert_true (crm_list_growth_is_whole (mirror->growth));
  splice (mirror, 0, 15, 0);
  splice (mirror, 0, 0, MANY);
  g_assert_cmpuint (mirror->seen->len, ==, 20);
  g_assert_false (crm_list_growth_is_whole (mirror->growth));
  crm_list_growth_grow (mirror->growth, 30);
  g_assert_cmpuint (mirror->seen->len, ==, 50);
  splice (mirror, 500, 0, 10); /* where nobody looks */
  g_assert_cmpuint (mirror->seen->len, ==, 50);
  crm_list_growth_grow (mirror->growth, 140);
  g_assert_cmpuint (mirror->seen->len, ==, 190);
  /* Where the view has all its widgets, the rest comes with the next step. */
  crm_list_growth_grow (mirror->growth, 20);
  g_assert_cmpuint (mirror->seen->len, ==, MANY + 10);
  g_assert_true (crm_list_growth_is_whole (mirror->growth));
  /* And stays: a view that keeps its widgets needs no steps. */
  splice (mirror, 0, 0, MANY);
  g_assert_cmpuint (mirror->seen->len, ==, 2 * MANY + 10);
  g_assert_cmpuint (mirror->n_told, ==, 2);
  mirror_free (mirror);
}

static void
test_reach (void)
{
  Mirror *mirror = mirror_new ();

  splice (mirror, 0, 0, MANY);
  crm_list_growth_reach (mirror->growth, 0);
  g_assert_cmpuint (mirror->seen->len, ==, 20);
  crm_list_growth_reach (mirror->growth, 60); /* and what may stand below it */
  g_assert_cmpuint (mirror->seen->len, ==, 80);
  crm_list_growth_reach (mirror->growth, MANY - 1);
  g_assert_cmpuint (mirror->seen->len, ==, MANY);
  mirror_free (mirror);
}

/* Other rows come before the old ones, which then go. */
static void
test_anew (void)
{
  Mirror *mirror = mirror_new ();

  splice (mirror, 0, 0, 3);
  crm_list_growth_begin_anew (mirror->growth);
  splice (mirror, 0, 0, MANY);
  g_assert_cmpuint (mirror->seen->len, ==, 20);
  splice (mirror, MANY, 3, 0);
  g_assert_cmpuint (mirror->seen->len, ==, 20);

  /* While it grows. */
  crm_list_growth_begin_anew (mirror->growth);
  splice (mirror, 0, 0, 2 * MANY);
  splice (mirror, 2 * MANY, MANY, 0);
  g_assert_cmpuint (mirror->seen->len, ==, 20);
  crm_list_growth_begin_anew (mirror->growth);
  splice (mirror, 0, 0, 2);
  splice (mirror, 2, 2 * MANY, 0);
  g_assert_true (crm_list_growth_is_whole (mirror->growth));
  mirror_free (mirror);
}

/* Rows that are there and were not asked to go keep their place in the view. */
static void
test_keeps_place (void)
{
  Mirror *mirror = mirror_new ();

  splice (mirror, 0, 0, 10);
  splice (mirror, 4, 0, MANY);
  g_assert_cmpuint (mirror->seen->len, ==, MANY + 10);
  mirror_free (mirror);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  Mirror *mirror = mirror_new ();

  for (guint i = 0; i < 2000; i++)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (mirror->list));
      guint position = (guint) g_rand_int_range (rand, 0, (int) MIN (n, 300) + 1);
      guint removed = (guint) g_rand_int_range (rand, 0, (int) (n - position) + 1);
      guint most = g_rand_int_range (rand, 0, 2) == 0 ? 30 : 400;

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          crm_list_growth_grow (mirror->growth, (guint) g_rand_int_range (rand, 1, 60));
          break;
        case 1:
          crm_list_growth_reach (mirror->growth, position);
          break;
        case 2:
          crm_list_growth_begin_anew (mirror->growth);
          G_GNUC_FALLTHROUGH;
        default:
          splice (mirror, position, removed, (guint) g_rand_int_range (rand, 0, (int) most));
        }
      check_mirror (mirror);
    }
  mirror_free (mirror);
}

/* ---- the page ---- */

typedef struct
{
  CrmUiTest *test;
  CrmListPage *page;
  CrmListView *view;
  CrmRecordList *list;
  GtkWidget *table;
  CrmId wanted;
} Fixture;

static void
seed (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_SAMPLE, &crm_entity_customer);

  crm_ui_test_seed (path);
  store = crm_store_open (path, CRM_STORE_NO_BACKUP, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < CUSTOMERS - 3; i++) /* three are there */
    {
      g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_customer);
      g_autofree char *name = g_strdup_printf ("Customer %03u", i);

      crm_record_set_text (record, "name", name);
      crm_record_set_text (record, "kind", "organization");
      crm_changeset_insert (changes, record);
    }
  crm_store_apply (store, changes, NULL, &error);
  g_assert_no_error (error);
  crm_store_close (store);
}

static GListModel *
get_rows (Fixture *f)
{
  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (f->table)));
}

static gboolean
is_whole (gpointer data)
{
  Fixture *f = data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (f->list));

  return !crm_record_list_get_loading (f->list) && n == CUSTOMERS &&
         g_list_model_get_n_items (get_rows (f)) == n;
}

static gboolean
is_growing (gpointer data)
{
  Fixture *f = data;
  guint n = g_list_model_get_n_items (get_rows (f));

  return n > 0 && g_list_model_get_n_items (G_LIST_MODEL (f->list)) == CUSTOMERS && n < CUSTOMERS &&
         !crm_record_list_get_loading (f->list);
}

static gboolean
is_empty (gpointer data)
{
  Fixture *f = data;

  return !crm_record_list_get_loading (f->list) && g_list_model_get_n_items (get_rows (f)) == 0;
}

static gboolean
has_cursor (gpointer data)
{
  Fixture *f = data;

  return crm_list_view_get_cursor (f->view) == f->wanted;
}

static void
search (Fixture *f, const char *typed)
{
  g_autoptr (CrmQuery) query = crm_query_copy (crm_list_page_get_query (f->page));

  g_free (query->search);
  query->search = g_strdup (typed);
  crm_list_page_set_query (f->page, query, NULL);
}

/* From no rows to all of them; back in the main loop before all are there. */
static void
begin_growing (Fixture *f)
{
  search (f, "nobody of this name");
  crm_ui_test_wait_for (is_empty, f);
  search (f, NULL);
  crm_ui_test_wait_for (is_growing, f);
}

static void
check_rows (Fixture *f)
{
  GListModel *rows = get_rows (f);

  crm_ui_test_wait_for (is_whole, f);
  for (guint i = 0; i < CUSTOMERS; i++)
    {
      g_autoptr (CrmRow) row = g_list_model_get_item (rows, i);

      g_assert_cmpint (crm_row_get_id (row), ==, crm_record_list_get_id (f->list, i));
    }
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->test = crm_ui_test_start (seed);
  crm_window_go_page (f->test->window, "customer");
  f->page = CRM_LIST_PAGE (crm_window_get_page (f->test->window));
  f->list = crm_list_page_get_list (f->page);
  f->view = CRM_LIST_VIEW (crm_ui_test_find_type (GTK_WIDGET (f->page), CRM_TYPE_LIST_VIEW));
  f->table = crm_ui_test_find_type (GTK_WIDGET (f->view), GTK_TYPE_COLUMN_VIEW);
  crm_ui_test_wait_for (is_whole, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  crm_ui_test_stop (f->test);
}

static void
test_all_arrive (Fixture *f, gconstpointer data)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->table));

  begin_growing (f);
  /* The window is full of rows from the start. */
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (f)) * 30, >=,
                    (guint) gtk_widget_get_height (f->table));
  check_rows (f);
  crm_ui_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, 30.0 * CUSTOMERS);
}

static void
test_select_all (Fixture *f, gconstpointer data)
{
  CrmListSelection *selection = crm_list_view_get_selection (f->view);

  begin_growing (f);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  g_assert_cmpuint (crm_list_selection_get_n_selected (selection), ==, CUSTOMERS);
  check_rows (f);
  for (guint i = 0; i < CUSTOMERS; i++)
    g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), i));
  crm_list_selection_clear (selection);
}

static void
test_selection_stays (Fixture *f, gconstpointer data)
{
  CrmListSelection *selection = crm_list_view_get_selection (f->view);
  CrmId near = crm_record_list_get_id (f->list, 2), far = crm_record_list_get_id (f->list, 500);

  begin_growing (f);
  crm_list_selection_toggle (selection, near);
  crm_list_selection_toggle (selection, far); /* no view has it yet */
  check_rows (f);
  g_assert_cmpuint (crm_list_selection_get_n_selected (selection), ==, 2);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 2));
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 500));
  crm_list_selection_clear (selection);
}

static void
test_jump (Fixture *f, gconstpointer data)
{
  f->wanted = crm_record_list_get_id (f->list, CUSTOMERS - 1);
  begin_growing (f);
  crm_list_view_go_to (f->view, f->wanted);
  crm_ui_test_wait_for (has_cursor, f);
  check_rows (f);
}

/* As "End" does it: a key makes all rows be there before the table sees it. */
static void
test_key (Fixture *f, gconstpointer data)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->view));
  gboolean handled = FALSE;

  begin_growing (f);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) keys = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (keys))
        g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_End, 0u, 0, &handled);
    }
  g_assert_false (handled);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (f)), ==, CUSTOMERS);
  check_rows (f);
}

/* Other rows while these are still coming. */
static void
test_other_order (Fixture *f, gconstpointer data)
{
  CrmId first = crm_record_list_get_id (f->list, 0);

  begin_growing (f);
  crm_list_view_sort_by (f->view, "name", TRUE);
  check_rows (f);
  g_assert_cmpint (crm_record_list_get_id (f->list, CUSTOMERS - 1), ==, first);
  begin_growing (f);
  search (f, "nobody of this name");
  crm_ui_test_wait_for (is_empty, f);
  search (f, NULL);
  check_rows (f);
}

#define add(path, test) g_test_add ("/list-growth/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/list-growth/steps", test_steps);
  g_test_add_func ("/list-growth/reach", test_reach);
  g_test_add_func ("/list-growth/anew", test_anew);
  g_test_add_func ("/list-growth/keeps-place", test_keeps_place);
  g_test_add_func ("/list-growth/random", test_random);
  add ("all-arrive", test_all_arrive);
  add ("select-all", test_select_all);
  add ("selection-stays", test_selection_stays);
  add ("jump", test_jump);
  add ("key", test_key);
  add ("other-order", test_other_order);
  return g_test_run ();
}

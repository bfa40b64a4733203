/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first page: greeting, three figures, and the cards of what needs somebody. Main thread.
 *
 * It reads when it is shown and when the store changes while it is shown; while one read is under way
 * a further change is remembered in `stale`. */

#include "crm-today-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "crm-compat.h"
#include "crm-entities.h"
#include "crm-figure-card.h"
#include "crm-format.h"
#include "crm-today-card.h"
#include "crm-today-data.h"
#include "crm-week.h"

#define QUIET_MS  300
#define SETTLE_MS 400
#define LINES     6
#define LINES_ALL 100

struct _CrmTodayPage
{
  GtkWidget parent;

  CrmContext *context;
  CrmTodayData *data;
  GCancellable *cancellable;
  gboolean reading;
  gboolean stale;
  gboolean all_follow_ups;
  guint quiet_source;
  guint settle_source;

  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkWidget *create_button;
  GtkWidget *create_label;
  GtkStack *stack;
  GtkBox *skeleton;
  AdwStatusPage *error_status;
  GtkLabel *greeting;
  GtkLabel *sentence;
  GtkBox *figures;
  GtkBox *columns;
  GtkBox *left;
  GtkBox *right;
  CrmFigureCard *sales;
  CrmFigureCard *contacted;
  CrmFigureCard *gained;
  CrmTodayCard *tasks;
  CrmTodayCard *follow_ups;
  CrmTodayCard *planned;
  CrmTodayCard *recent;
};

static void page_init (CrmPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmTodayPage, crm_today_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CRM_TYPE_PAGE, page_init))

enum
{
  PROP_CONTEXT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* ---- words ---- */

static char *
dup_user_name (CrmTodayPage *self)
{
  g_autofree char *name =
      g_settings_get_string (crm_context_get_settings (self->context), "user-name");

  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (g_get_real_name ());
}

static char *
dup_day_text (gint64 day)
{
  CrmValue value = crm_value_int (day);
  const CrmField *field = crm_entity_field (&crm_entity_customer, "next-follow-up");

  return crm_field_to_text (field, NULL, &value);
}

static void
show_greeting (CrmTodayPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = dup_user_name (self);
  g_autofree char *day = crm_format_day_long (self->data->today);
  g_autofree char *greeting = NULL;
  g_autofree char *sentence = NULL;
  int hour = g_date_time_get_hour (now);
  guint need = (guint) (self->data->n_overdue + self->data->n_due_today + self->data->n_planned);
  const char *words = hour < 5    ? _ ("Good evening, %s")
                      : hour < 12 ? _ ("Good morning, %s")
                      : hour < 18 ? _ ("Good afternoon, %s")
                                  : _ ("Good evening, %s");

  greeting = g_strdup_printf (words, name);
  gtk_label_set_text (self->greeting, greeting);
  adw_window_title_set_subtitle (self->title, day);
  if (self->data->empty)
    sentence = g_strdup (_ ("There are no customers yet. Add the first one, or import a list."));
  else if (need == 0)
    sentence = g_strdup (_ ("Nothing is due today."));
  else
    sentence = g_strdup_printf (
        ngettext ("%u thing needs you today.", "%u things need you today.", need), need);
  gtk_label_set_text (self->sentence, sentence);
}

/* "8 % more than in the same days of last month". */
static char *
compare_months (const CrmTodayFigure *figure)
{
  double change;
  g_autofree char *percent = NULL;

  if (figure->before <= 0.0)
    return figure->now > 0.0 ? g_strdup (_ ("none a month ago"))
                             : g_strdup (_ ("none this month or last"));
  change = 100.0 * (figure->now - figure->before) / figure->before;
  percent = crm_format_percent (fabs (change), 0);
  if (fabs (change) < 0.5)
    return g_strdup (_ ("as a month ago"));
  return g_strdup_printf (
      change > 0 ? _ ("%s more than a month ago") : _ ("%s less than a month ago"), percent);
}

static char *
compare_weeks (const CrmTodayFigure *figure)
{
  double change = figure->now - figure->before;
  guint by = (guint) fabs (change);

  if (by == 0)
    return g_strdup (_ ("as many as last week"));
  return g_strdup_printf (change > 0
                              ? ngettext ("%u more than last week", "%u more than last week", by)
                              : ngettext ("%u fewer than last week", "%u fewer than last week", by),
                          by);
}

static void
show_figures (CrmTodayPage *self)
{
  const CrmTodayFigure *sales = &self->data->sales;
  const CrmTodayFigure *contacted = &self->data->contacted;
  const CrmTodayFigure *gained = &self->data->gained;
  g_autofree char *money =
      crm_format_money ((gint64) sales->now, crm_context_get_currency (self->context), TRUE);
  gint64 unrated = self->data->n_unrated;
  g_autofree char *sales_words =
      unrated > 0 ? g_strdup_printf (ngettext ("without %d order that has no exchange rate",
                                               "without %d orders that have no exchange rate",
                                               (gulong) unrated),
                                     (int) unrated)
                  : compare_months (sales);
  g_autofree char *contacted_text = crm_format_integer ((gint64) contacted->now);
  g_autofree char *contacted_words = compare_weeks (contacted);
  g_autofree char *gained_text = crm_format_integer ((gint64) gained->now);
  g_autofree char *gained_words = compare_months (gained);

  crm_figure_card_set (self->sales, _ ("Ordered this month"), money, sales_words, sales->points,
                       sales->n_points, _ ("Value of orders in each of the last 12 months"));
  crm_figure_card_set (self->contacted, _ ("Customers contacted this week"), contacted_text,
                       contacted_words, contacted->points, contacted->n_points,
                       _ ("Customers contacted in each of the last 12 weeks"));
  crm_figure_card_set (self->gained, _ ("First orders this month"), gained_text, gained_words,
                       gained->points, gained->n_points,
                       _ ("Customers with their first order in each of the last 12 months"));
}

static char *
describe_tasks (const CrmTodayData *data)
{
  GString *text = g_string_new (NULL);

  if (data->n_overdue > 0)
    g_string_append_printf (text, ngettext ("%u overdue", "%u overdue", (guint) data->n_overdue),
                            (guint) data->n_overdue);
  if (data->n_due_today > 0)
    {
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append_printf (text,
                              ngettext ("%u due today", "%u due today", (guint) data->n_due_today),
                              (guint) data->n_due_today);
    }
  if (text->len == 0 && data->n_open > 0)
    g_string_append_printf (text, ngettext ("%u open", "%u open", (guint) data->n_open),
                            (guint) data->n_open);
  return g_string_free (text, FALSE);
}

static void
show_cards (CrmTodayPage *self)
{
  const CrmTodayData *data = self->data;
  g_autofree char *tasks = describe_tasks (data);
  g_autofree char *count = crm_format_integer (data->n_follow_ups);
  g_autofree char *all = g_strdup_printf (_ ("Show %s"), count);
  gboolean more = data->n_follow_ups > LINES;
  g_autofree char *planned_count = crm_format_integer (data->n_planned);
  g_autofree char *planned_all =
      data->n_planned > 0 ? g_strdup_printf (_ ("Show %s"), planned_count) : NULL;

  crm_today_card_set (self->tasks, tasks, data->n_open > 0 ? _ ("All Tasks") : NULL,
                      data->n_open > 0 ? _ ("Nothing is due in the next seven days.")
                                       : _ ("No open tasks. Ctrl+N adds one."),
                      data->tasks, LINES, data->today);
  crm_today_card_set (
      self->follow_ups,
      data->n_follow_ups > 0 ? _ ("1.5 to 6 times their usual order interval, by value") : "",
      !more                  ? NULL
      : self->all_follow_ups ? _ ("Show Fewer")
                             : all,
      _ ("No customer is past its usual order interval. It takes three orders to "
         "know one."),
      data->follow_ups, self->all_follow_ups ? LINES_ALL : LINES, data->today);
  crm_today_card_set (self->planned, "", planned_all,
                      _ ("No follow-up is due. Set one on a customer's page."), data->planned,
                      LINES, data->today);
  crm_today_card_set (self->recent, "", data->recent->len > 0 ? _ ("All Customers") : NULL,
                      _ ("What you change shows here."), data->recent, LINES, data->today);
}

/* ---- reading ---- */

static gboolean
quiet_over_cb (gpointer data)
{
  CrmTodayPage *self = data;

  self->quiet_source = 0;
  if (self->data == NULL)
    gtk_stack_set_visible_child_name (self->stack, "skeleton");
  return G_SOURCE_REMOVE;
}

static void start_reading (CrmTodayPage *self);

static void
show_error (CrmTodayPage *self, const GError *error)
{
  g_autofree char *markup = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->error_status, markup);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
data_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmTodayPage) self = data;
  g_autoptr (GError) error = NULL;
  CrmTodayData *read = crm_store_read_finish (CRM_STORE (source), result, &error);

  self->reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      crm_today_data_free (read);
      return;
    }
  g_clear_handle_id (&self->quiet_source, g_source_remove);
  if (read == NULL)
    show_error (self, error);
  else
    {
      crm_today_data_free (self->data);
      self->data = read;
      show_greeting (self);
      show_figures (self);
      show_cards (self);
      gtk_stack_set_visible_child_name (self->stack, "cards");
    }
  if (self->stale)
    start_reading (self);
}

static void
start_reading (CrmTodayPage *self)
{
  CrmTodayQuestion *question;

  self->stale = self->reading;
  if (self->reading)
    return;
  question = g_new0 (CrmTodayQuestion, 1);
  question->today = crm_day_today ();
  question->week_start = crm_week_start (crm_context_get_settings (self->context));
  question->lines = LINES_ALL;
  self->reading = TRUE;
  if (self->data == NULL && self->quiet_source == 0)
    self->quiet_source = g_timeout_add (QUIET_MS, quiet_over_cb, self);
  crm_store_read_slowly_async (crm_context_get_store (self->context), crm_today_read, question,
                               g_free, (GDestroyNotify) crm_today_data_free, self->cancellable,
                               data_read_cb, g_object_ref (self));
}

static void
retry_clicked_cb (CrmTodayPage *self)
{
  start_reading (self);
}

static gboolean
settled_cb (gpointer data)
{
  CrmTodayPage *self = data;

  self->settle_source = 0;
  start_reading (self);
  return G_SOURCE_REMOVE;
}

/* An import changes the store many times a second; the figures follow at a walk. Hidden, they wait. */
static void
store_changed_cb (CrmStore *store, const CrmChangeNotice *notice, CrmTodayPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (self->settle_source == 0)
    self->settle_source = g_timeout_add (SETTLE_MS, settled_cb, self);
}

gboolean
crm_today_page_get_loaded (CrmTodayPage *self)
{
  g_return_val_if_fail (CRM_IS_TODAY_PAGE (self), FALSE);

  return self->data != NULL && !self->reading && self->settle_source == 0;
}

/* ---- what the cards open ---- */

static CrmQuery *
query_rules (const CrmEntity *entity, const char *field, CrmFilterOp op, const char *const *values,
             CrmFilter *more)
{
  CrmQuery *query = crm_query_new (entity);
  CrmFilter *children[2] = { crm_filter_new_rule (field, op, values), more };

  query->filter = crm_filter_new_group (CRM_FILTER_ALL, children, more != NULL ? 2 : 1);
  crm_filter_unref (children[0]);
  if (more != NULL)
    crm_filter_unref (more);
  return query;
}

static void
sales_clicked_cb (CrmTodayPage *self)
{
  const char *month[] = { "this-month", NULL };
  const char *sale[] = { "sale", NULL };
  g_autoptr (CrmQuery) query = query_rules (&crm_entity_order, "day", CRM_OP_IN_PERIOD, month,
                                            crm_filter_new_rule ("kind", CRM_OP_IS, sale));

  query->sort = g_intern_static_string ("day");
  query->descending = TRUE;
  crm_context_go_list (self->context, query, _ ("Orders this month"));
}

static void
contacted_clicked_cb (CrmTodayPage *self)
{
  const char *week[] = { "this-week", NULL };
  const char *kinds[] = { "call", "meeting", "visit", "email", "message", NULL };
  g_autoptr (CrmQuery) query = query_rules (&crm_entity_activity, "start", CRM_OP_IN_PERIOD, week,
                                            crm_filter_new_rule ("kind", CRM_OP_IS, kinds));

  query->sort = g_intern_static_string ("start");
  query->descending = TRUE;
  crm_context_go_list (self->context, query, _ ("Contacted this week"));
}

static void
gained_clicked_cb (CrmTodayPage *self)
{
  const char *month[] = { "this-month", NULL };
  g_autoptr (CrmQuery) query =
      query_rules (&crm_entity_customer, "first-order", CRM_OP_IN_PERIOD, month, NULL);

  crm_context_go_list (self->context, query, _ ("First order this month"));
}

static void
all_tasks_cb (CrmTodayPage *self)
{
  const char *task[] = { "task", NULL };
  const char *open[] = { "planned", "in_progress", NULL };
  g_autoptr (CrmQuery) query = query_rules (&crm_entity_activity, "kind", CRM_OP_IS, task,
                                            crm_filter_new_rule ("status", CRM_OP_IS, open));

  query->sort = g_intern_static_string ("due");
  crm_context_go_list (self->context, query, _ ("Open tasks"));
}

/* A ratio of two fields is not a filter, so the card itself grows. */
static void
all_follow_ups_cb (CrmTodayPage *self)
{
  self->all_follow_ups = !self->all_follow_ups;
  show_cards (self);
}

static void
all_planned_cb (CrmTodayPage *self)
{
  g_autofree char *today = dup_day_text (self->data->today);
  const char *value[] = { today, NULL };
  g_autoptr (CrmQuery) query =
      query_rules (&crm_entity_customer, "next-follow-up", CRM_OP_AT_MOST, value, NULL);

  query->sort = g_intern_static_string ("next-follow-up");
  crm_context_go_list (self->context, query, _ ("Follow-ups due"));
}

static void
all_customers_cb (CrmTodayPage *self)
{
  crm_context_go_page (self->context, "customer");
}

static void
open_cb (CrmTodayPage *self, gint64 id)
{
  crm_context_go_record (self->context, id, NULL);
}

/* ---- tasks ---- */

static void
task_saved_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  g_autoptr (CrmTodayPage) self = data;

  /* Refused: the box must not stay checked. */
  if (result == NULL && self->data != NULL)
    show_cards (self);
}

static void
task_done_cb (CrmTodayPage *self, gint64 id)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_activity);
  g_auto (CrmValue) done = crm_value_text ("done");
  CrmValue now = crm_value_int (crm_instant_now ());

  crm_changeset_set (changes, &crm_entity_activity, id, "status", NULL, &done);
  crm_changeset_set (changes, &crm_entity_activity, id, "done-at", NULL, &now);
  crm_context_save (self->context, changes, _ ("Task done"), task_saved_cb, g_object_ref (self));
}

static void
task_named_cb (const char *subject, gpointer data)
{
  g_autoptr (CrmTodayPage) self = data;
  g_autoptr (CrmChangeset) changes = NULL;
  g_autoptr (CrmRecord) task = NULL;

  if (subject == NULL || self->context == NULL)
    return;
  changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_activity);
  task = crm_record_new (&crm_entity_activity);
  crm_record_set_text (task, "kind", "task");
  crm_record_set_text (task, "status", "planned");
  crm_record_set_text (task, "subject", subject);
  crm_record_set_int (task, "due", crm_day_today ());
  if (crm_store_get_actor (crm_context_get_store (self->context)) != 0)
    crm_record_set_int (task, "owner", crm_store_get_actor (crm_context_get_store (self->context)));
  crm_changeset_insert (changes, task);
  crm_context_save (self->context, changes, _ ("Task added, due today"), NULL, NULL);
}

static gboolean
can (CrmPage *page, CrmPageAction action)
{
  return action == CRM_PAGE_CREATE || action == CRM_PAGE_REFRESH;
}

static gboolean
perform (CrmPage *page, CrmPageAction action)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (page);

  if (action == CRM_PAGE_REFRESH)
    start_reading (self);
  else if (action == CRM_PAGE_CREATE)
    crm_compat_ask_text (GTK_WIDGET (self), _ ("New Task for Today"), _ ("What is to be done"),
                         NULL, _ ("_Add Task"), task_named_cb, g_object_ref (self));
  else
    return FALSE;
  return TRUE;
}

static void
shown (CrmPage *page)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (page);

  if (self->data == NULL || self->stale || self->data->today != crm_day_today ())
    start_reading (self);
}

static char *
get_title (CrmPage *page)
{
  return g_strdup (_ ("Today"));
}

static void
page_init (CrmPageInterface *iface)
{
  iface->can = can;
  iface->perform = perform;
  iface->shown = shown;
  iface->get_title = get_title;
}

/* ---- object ---- */

static void
narrow_changed_cb (CrmTodayPage *self)
{
  gboolean narrow = crm_context_get_narrow (self->context);
  GtkOrientation orientation = narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->figures), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns), orientation);
  gtk_box_set_homogeneous (self->columns, !narrow);
  gtk_widget_set_visible (self->create_label, !narrow);
}

static void
add_skeleton (CrmTodayPage *self)
{
  for (guint i = 0; i < 6; i++)
    {
      GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_add_css_class (bar, "crm-skeleton");
      gtk_widget_set_size_request (bar, 420 - 46 * (int) (i % 4), 12);
      gtk_widget_set_halign (bar, GTK_ALIGN_START);
      gtk_widget_set_margin_top (bar, 12);
      gtk_widget_set_opacity (bar, 1.0 - 0.14 * i);
      gtk_box_append (self->skeleton, bar);
    }
}

static void
add_cards (CrmTodayPage *self)
{
  self->sales = CRM_FIGURE_CARD (crm_figure_card_new ());
  self->contacted = CRM_FIGURE_CARD (crm_figure_card_new ());
  self->gained = CRM_FIGURE_CARD (crm_figure_card_new ());
  gtk_box_append (self->figures, GTK_WIDGET (self->sales));
  gtk_box_append (self->figures, GTK_WIDGET (self->contacted));
  gtk_box_append (self->figures, GTK_WIDGET (self->gained));
  g_signal_connect_swapped (self->sales, "clicked", G_CALLBACK (sales_clicked_cb), self);
  g_signal_connect_swapped (self->contacted, "clicked", G_CALLBACK (contacted_clicked_cb), self);
  g_signal_connect_swapped (self->gained, "clicked", G_CALLBACK (gained_clicked_cb), self);

  self->tasks = CRM_TODAY_CARD (crm_today_card_new (CRM_TODAY_TASKS, _ ("Tasks")));
  self->follow_ups = CRM_TODAY_CARD (crm_today_card_new (CRM_TODAY_FOLLOW_UPS, _ ("Follow-ups")));
  self->planned = CRM_TODAY_CARD (crm_today_card_new (CRM_TODAY_PLANNED, _ ("Planned Follow-ups")));
  self->recent = CRM_TODAY_CARD (crm_today_card_new (CRM_TODAY_RECENT, _ ("Recently Changed")));
  gtk_box_append (self->left, GTK_WIDGET (self->tasks));
  gtk_box_append (self->right, GTK_WIDGET (self->follow_ups));
  gtk_box_append (self->left, GTK_WIDGET (self->recent));
  gtk_box_append (self->right, GTK_WIDGET (self->planned));
  g_signal_connect_swapped (self->planned, "all", G_CALLBACK (all_planned_cb), self);
  g_signal_connect_swapped (self->planned, "open", G_CALLBACK (open_cb), self);
  g_signal_connect_swapped (self->tasks, "all", G_CALLBACK (all_tasks_cb), self);
  g_signal_connect_swapped (self->tasks, "done", G_CALLBACK (task_done_cb), self);
  g_signal_connect_swapped (self->follow_ups, "all", G_CALLBACK (all_follow_ups_cb), self);
  g_signal_connect_swapped (self->recent, "all", G_CALLBACK (all_customers_cb), self);
  g_signal_connect_swapped (self->tasks, "open", G_CALLBACK (open_cb), self);
  g_signal_connect_swapped (self->follow_ups, "open", G_CALLBACK (open_cb), self);
  g_signal_connect_swapped (self->recent, "open", G_CALLBACK (open_cb), self);
}

static void
crm_today_page_constructed (GObject *object)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (object);

  G_OBJECT_CLASS (crm_today_page_parent_class)->constructed (object);

  crm_page_setup_header (self->header, self->context);
  adw_header_bar_pack_start (self->header, self->create_button);
  add_skeleton (self);
  add_cards (self);
  g_signal_connect_object (self->context, "notify::narrow", G_CALLBACK (narrow_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "notify::currency", G_CALLBACK (start_reading), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (crm_context_get_store (self->context), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  narrow_changed_cb (self);
}

static void
crm_today_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CONTEXT:
      CRM_TODAY_PAGE (object)->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_today_page_dispose (GObject *object)
{
  CrmTodayPage *self = CRM_TODAY_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->quiet_source, g_source_remove);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->data, crm_today_data_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_today_page_parent_class)->dispose (object);
}

static void
crm_today_page_finalize (GObject *object)
{
  g_clear_object (&CRM_TODAY_PAGE (object)->cancellable);
  G_OBJECT_CLASS (crm_today_page_parent_class)->finalize (object);
}

static void
crm_today_page_class_init (CrmTodayPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = crm_today_page_constructed;
  object_class->set_property = crm_today_page_set_property;
  object_class->dispose = crm_today_page_dispose;
  object_class->finalize = crm_today_page_finalize;
  props[PROP_CONTEXT] =
      g_param_spec_object ("context", NULL, NULL, CRM_TYPE_CONTEXT,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, header);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, create_button);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, create_label);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, skeleton);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, error_status);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, greeting);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, sentence);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, figures);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, columns);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, left);
  gtk_widget_class_bind_template_child (widget_class, CrmTodayPage, right);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
}

static void
crm_today_page_init (CrmTodayPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crm_today_page_new (CrmContext *context)
{
  g_return_val_if_fail (CRM_IS_CONTEXT (context), NULL);

  return g_object_new (CRM_TYPE_TODAY_PAGE, "context", context, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Insights page. It shows the last run kept in the database, which another start or crm-cli may
 * have made; forming again is a job that may go on while the page is not shown. Main thread. */

#include "config.h"

#include "crm-insights-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-chart-card.h"
#include "crm-entities.h"
#include "crm-format.h"
#include "crm-page.h"
#include "crm-segment-card.h"
#include "crm-segment-charts.h"
#include "crm-segment-job.h"
#include "crm-thresholds-window.h"

#define SETTLE_MS 800

struct _CrmInsightsPage
{
  GtkWidget parent;

  CrmContext *context;
  CrmSegmentMethod method;
  CrmSegmentRun *run;
  guint headline_card;
  GCancellable *cancellable;
  CrmJob *job; /* the one that forms segments now; (nullable) */
  guint settle_source;
  gint64 position; /* of the journal, as last read */

  GtkWidget *sidebar_button;
  GtkWidget *again_button;
  GtkBox *method_box;
  GtkToggleButton *clusters_button;
  GtkToggleButton *rfm_button;
  GtkStack *stack;
  AdwStatusPage *empty_status;
  GtkWidget *form_button;
  GtkProgressBar *progress;
  GtkLabel *progress_text;
  AdwStatusPage *error_status;
  GtkLabel *title;
  GtkLabel *caption;
  GtkFlowBox *cards;
  GtkLabel *headline;
  GtkButton *headline_button;
  GtkBox *headline_box;
  GtkBox *charts;
  GtkBox *left;
  GtkBox *right;
  GtkProgressBar *again_progress;
};

static void page_init (CrmPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmInsightsPage, crm_insights_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CRM_TYPE_PAGE, page_init))

enum
{
  PROP_CONTEXT = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void read_run (CrmInsightsPage *self);

/* ---- going to customers ---- */

static void
go_segment (CrmInsightsPage *self, CrmId segment, const char *title)
{
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  query->segment = segment;
  query->sort = "order-sum";
  query->descending = TRUE;
  crm_context_go_list (self->context, query, title);
}

static const CrmSegmentCard *
find_card (CrmInsightsPage *self, CrmId segment)
{
  for (guint i = 0; self->run != NULL && i < self->run->cards->len; i++)
    if (((CrmSegmentCard *) self->run->cards->pdata[i])->id == segment)
      return self->run->cards->pdata[i];
  return NULL;
}

static void
card_clicked_cb (GtkButton *button, CrmInsightsPage *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "card"));
  const CrmSegmentCard *card = self->run->cards->pdata[index];

  go_segment (self, card->id, card->name);
}

static void
headline_clicked_cb (GtkButton *button, CrmInsightsPage *self)
{
  const CrmSegmentCard *card = self->run->cards->pdata[self->headline_card];

  go_segment (self, card->id, card->name);
}

static void
mark_activated_cb (GtkWidget *chart, int series, int point, const char *key, CrmInsightsPage *self)
{
  const CrmSegmentCard *card =
      key != NULL ? find_card (self, g_ascii_strtoll (key, NULL, 10)) : NULL;

  if (card != NULL)
    go_segment (self, card->id, card->name);
}

/* The smallest range of last order and value that holds the given customers. */
static CrmFilter *
filter_around (CrmInsightsPage *self, const GArray *ids)
{
  const CrmPurchases *data = self->run->purchases;
  double from = INFINITY, to = -INFINITY, low = INFINITY, high = -INFINITY;
  gint64 n = 0;

  for (gsize i = 0, k = 0; i < data->n && ids->len > 0; i++)
    {
      gboolean found = FALSE;

      for (k = 0; k < ids->len && !found; k++)
        found = g_array_index (ids, gint64, k) == data->ids[i];
      if (!found)
        continue;
      from = MIN (from, data->recency[i]);
      to = MAX (to, data->recency[i]);
      low = MIN (low, data->monetary[i]);
      high = MAX (high, data->monetary[i]);
      n++;
    }
  if (n == 0)
    return NULL;
  {
    const CrmField *day = crm_entity_field (&crm_entity_customer, "last-order");
    const CrmField *sum = crm_entity_field (&crm_entity_customer, "order-sum");
    g_auto (CrmValue) first = crm_value_int (self->run->as_of - (gint64) to),
                      last = crm_value_int (self->run->as_of - (gint64) from);
    g_auto (CrmValue) least = crm_value_int ((gint64) low), most = crm_value_int ((gint64) high);
    g_autofree char *a = crm_field_to_text (day, NULL, &first),
                    *b = crm_field_to_text (day, NULL, &last);
    const char *currency = crm_context_get_currency (self->context);
    g_autofree char *c = crm_field_to_text (sum, currency, &least),
                    *d = crm_field_to_text (sum, currency, &most);
    const char *days[] = { a, b, NULL }, *sums[] = { c, d, NULL };
    CrmFilter *rules[] = { crm_filter_new_rule ("last-order", CRM_OP_BETWEEN, days),
                           crm_filter_new_rule ("order-sum", CRM_OP_BETWEEN, sums) };
    CrmFilter *both = crm_filter_new_group (CRM_FILTER_ALL, rules, 2);

    crm_filter_unref (rules[0]);
    crm_filter_unref (rules[1]);
    return both;
  }
}

static void
cell_activated_cb (CrmChartCard *chart, int series, int point, const char *key,
                   CrmInsightsPage *self)
{
  g_autoptr (GArray) ids = crm_chart_dup_active_ids (crm_chart_card_get_chart (chart));
  g_autoptr (CrmQuery) query = crm_query_new (&crm_entity_customer);

  if (ids == NULL || ids->len == 0)
    return;
  if (ids->len == 1)
    {
      crm_context_go_record (self->context, g_array_index (ids, gint64, 0), NULL);
      return;
    }
  query->filter = filter_around (self, ids);
  query->sort = "order-sum";
  query->descending = TRUE;
  crm_context_go_list (self->context, query, _ ("Recency and value"));
}

/* ---- showing ---- */

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_widget_unparent (child);
}

static void
clear_cards (CrmInsightsPage *self)
{
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->cards, 0)) != NULL)
    gtk_flow_box_remove (self->cards, GTK_WIDGET (child));
}

static void
add_chart (CrmInsightsPage *self, GtkBox *box, CrmChartModel *model, int height,
           GCallback activated)
{
  GtkWidget *card = crm_chart_card_new (model);

  gtk_widget_set_size_request (card, -1, height);
  gtk_widget_set_vexpand (card, TRUE);
  gtk_widget_set_hexpand (card, TRUE);
  g_signal_connect (card, "activate-mark", activated, self);
  gtk_box_append (box, card);
  g_object_unref (model);
}

static void
show_words (CrmInsightsPage *self)
{
  const CrmSegmentRun *run = self->run;
  const char *currency = run->currency;
  g_autoptr (GString) caption = g_string_new (NULL);
  g_autofree char *at = crm_format_instant_full (run->at);
  g_autofree char *title = NULL, *headline = NULL, *button = NULL;
  const CrmSegmentCard *card;

  if (run->method == CRM_SEGMENT_METHOD_RFM)
    title = g_strdup_printf (ngettext ("%u cell of recency, frequency and value",
                                       "%u cells of recency, frequency and value", run->cards->len),
                             run->cards->len);
  else if (run->stable)
    title = g_strdup_printf (
        ngettext ("%u group, formed from how recently, how often and for how much customers buy",
                  "%u groups, formed from how recently, how often and for how much customers buy",
                  run->cards->len),
        run->cards->len);
  else
    title = g_strdup (_ ("No stable groups: customers differ by degrees, so these are RFM cells"));
  gtk_label_set_text (self->title, title);

  g_string_append_printf (caption, _ ("Formed %s"), at);
  if (isfinite (run->strength))
    {
      g_autofree char *strength = crm_format_percent (100 * run->strength, 0);

      g_string_append (caption, " · ");
      g_string_append_printf (
          caption, _ ("%s of neighbours stay together when formed from half the customers"),
          strength);
    }
  if (isfinite (run->kept))
    {
      g_autofree char *kept = crm_format_percent (100 * run->kept, 0);

      g_string_append (caption, " · ");
      g_string_append_printf (caption, _ ("%s of customers kept their group"), kept);
    }
  if (self->position > run->position)
    {
      g_string_append (caption, " · ");
      g_string_append (caption, _ ("data changed since"));
    }
  if (run->n_unrated > 0)
    {
      g_autofree char *n = crm_format_integer (run->n_unrated);

      g_string_append (caption, " · ");
      g_string_append_printf (caption,
                              ngettext ("without %s order that has no exchange rate",
                                        "without %s orders that have no exchange rate",
                                        (gulong) run->n_unrated),
                              n);
    }
  gtk_label_set_text (self->caption, caption->str);

  headline = crm_segment_run_headline (run, currency, &self->headline_card);
  gtk_label_set_text (self->headline, headline);
  card = run->cards->pdata[self->headline_card];
  {
    g_autofree char *size = crm_format_integer (card->size);

    button = g_strdup_printf (_ ("Show These %s"), size);
  }
  gtk_button_set_label (self->headline_button, button);
}

static void
show_run (CrmInsightsPage *self)
{
  const CrmSegmentRun *run = self->run;
  const char *currency = run->currency;

  clear_cards (self);
  for (guint i = 0; i < run->cards->len; i++)
    {
      GtkWidget *card = crm_segment_card_widget_new (run->cards->pdata[i]);

      g_object_set_data (G_OBJECT (card), "card", GUINT_TO_POINTER (i));
      g_signal_connect (card, "clicked", G_CALLBACK (card_clicked_cb), self);
      gtk_flow_box_append (self->cards, card);
      /* The button has the focus, not the cell around it. */
      gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
    }
  /* Few cards share the whole width. */
  gtk_flow_box_set_max_children_per_line (self->cards, CLAMP (run->cards->len, 1, 6));
  show_words (self);
  clear_box (GTK_WIDGET (self->left));
  clear_box (GTK_WIDGET (self->right));
  add_chart (self, self->left, crm_segment_chart_purchases (run, currency), 460,
             G_CALLBACK (cell_activated_cb));
  add_chart (self, self->right, crm_segment_chart_share (run, currency), 190,
             G_CALLBACK (mark_activated_cb));
  add_chart (self, self->right, crm_segment_chart_movement (run), 258,
             G_CALLBACK (mark_activated_cb));
  gtk_stack_set_visible_child_name (self->stack, "run");
}

static void
show_job (CrmInsightsPage *self)
{
  gboolean running = self->job != NULL && crm_job_get_state (self->job) == CRM_JOB_RUNNING;

  gtk_widget_set_visible (GTK_WIDGET (self->again_progress), running && self->run != NULL);
  if (running && self->run == NULL)
    gtk_stack_set_visible_child_name (self->stack, "forming");
  crm_page_actions_changed (CRM_PAGE (self));
}

/* ---- reading ---- */

typedef struct
{
  CrmSegmentRun *run;
  gint64 position;
} Answer;

static void
free_answer (gpointer data)
{
  crm_segment_run_free (((Answer *) data)->run);
  g_free (data);
}

static gpointer
read_answer (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  Answer *answer = g_new0 (Answer, 1);

  answer->position = crm_reader_position (reader);
  answer->run = crm_segment_run_load (reader, GPOINTER_TO_INT (data), &local);
  if (local == NULL)
    return answer;
  g_propagate_error (error, g_steal_pointer (&local));
  free_answer (answer);
  return NULL;
}

static void
show_error (CrmInsightsPage *self, const GError *error)
{
  adw_status_page_set_description (self->error_status, error->message);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
run_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Answer *answer = crm_store_read_finish (CRM_STORE (source), result, &error);
  CrmInsightsPage *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      show_error (self, error);
      return;
    }
  g_clear_pointer (&self->run, crm_segment_run_free);
  self->run = g_steal_pointer (&answer->run);
  self->position = answer->position;
  free_answer (answer);
  if (self->run != NULL && self->run->cards->len > 0)
    show_run (self);
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") != 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_grab_focus (self->form_button);
    }
  show_job (self);
}

static void
read_run (CrmInsightsPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  crm_store_read_async (crm_context_get_store (self->context), read_answer,
                        GINT_TO_POINTER (self->method), NULL, free_answer, self->cancellable,
                        run_read_cb, self);
}

static gboolean
settle_cb (gpointer data)
{
  CrmInsightsPage *self = data;

  self->settle_source = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_run (self);
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (CrmStore *store, CrmChangeNotice *notice, CrmInsightsPage *self)
{
  /* A run is read when its job is done; what was bought meanwhile only changes a word of the caption. */
  if (self->settle_source == 0 && notice->is_final && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->settle_source = g_timeout_add (SETTLE_MS, settle_cb, self);
}

/* ---- forming ---- */

static void
job_progress_cb (CrmJob *job, GParamSpec *pspec, CrmInsightsPage *self)
{
  double progress;
  g_autofree char *text = NULL;

  g_object_get (job, "progress", &progress, "text", &text, NULL);
  if (progress >= 0)
    {
      gtk_progress_bar_set_fraction (self->progress, progress);
      gtk_progress_bar_set_fraction (self->again_progress, progress);
    }
  gtk_label_set_text (self->progress_text, text != NULL ? text : "");
}

static void
drop_job (CrmInsightsPage *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static void
job_finished_cb (CrmJob *job, CrmInsightsPage *self)
{
  CrmJobState state = crm_job_get_state (job);
  g_autoptr (GError) error =
      crm_job_get_error (job) != NULL ? g_error_copy (crm_job_get_error (job)) : NULL;

  drop_job (self);
  show_job (self);
  if (state == CRM_JOB_FAILED && self->run == NULL)
    show_error (self, error);
  else if (state == CRM_JOB_FAILED)
    crm_context_toast (self->context, error->message, 0);
  else
    read_run (self);
}

static void
form_segments (CrmInsightsPage *self)
{
  if (self->job != NULL)
    return;
  self->job = g_object_ref (crm_segment_job_start (self->context, self->method));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_progress_bar_set_fraction (self->again_progress, 0);
  g_signal_connect (self->job, "notify::progress", G_CALLBACK (job_progress_cb), self);
  g_signal_connect (self->job, "notify::text", G_CALLBACK (job_progress_cb), self);
  g_signal_connect (self->job, "finished", G_CALLBACK (job_finished_cb), self);
  show_job (self);
}

static void
form_cb (GtkWidget *button, CrmInsightsPage *self)
{
  form_segments (self);
}

static void
cancel_cb (GtkWidget *button, CrmInsightsPage *self)
{
  if (self->job != NULL)
    crm_job_cancel (self->job);
}

static void
method_cb (GtkToggleButton *button, GParamSpec *pspec, CrmInsightsPage *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->method = button == self->rfm_button ? CRM_SEGMENT_METHOD_RFM : CRM_SEGMENT_METHOD_CLUSTERS;
  read_run (self);
}

static void
thresholds_saved_cb (CrmThresholdsWindow *window, CrmInsightsPage *self)
{
  gtk_toggle_button_set_active (self->rfm_button, TRUE);
  form_segments (self);
}

static void
edit_thresholds (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmInsightsPage *self = CRM_INSIGHTS_PAGE (widget);
  GtkWidget *window = crm_thresholds_window_new (self->context);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (widget)));
  g_signal_connect_object (window, "saved", G_CALLBACK (thresholds_saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

/* ---- page ---- */

static gboolean
page_can (CrmPage *page, CrmPageAction action)
{
  return action == CRM_PAGE_REFRESH && CRM_INSIGHTS_PAGE (page)->job == NULL;
}

static gboolean
page_perform (CrmPage *page, CrmPageAction action)
{
  if (action != CRM_PAGE_REFRESH)
    return FALSE;
  form_segments (CRM_INSIGHTS_PAGE (page));
  return TRUE;
}

static void
page_shown (CrmPage *page)
{
  read_run (CRM_INSIGHTS_PAGE (page));
}

static char *
page_get_title (CrmPage *page)
{
  return g_strdup (_ ("Insights"));
}

static void
page_init (CrmPageInterface *iface)
{
  iface->can = page_can;
  iface->perform = page_perform;
  iface->shown = page_shown;
  iface->get_title = page_get_title;
}

static void
narrow_cb (CrmContext *context, GParamSpec *pspec, CrmInsightsPage *self)
{
  gboolean narrow = crm_context_get_narrow (context);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->charts),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->headline_box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (self->charts, FALSE);
  /* There is no room for it beside the methods; the menu has it too. */
  gtk_widget_set_visible (self->again_button, !narrow);
  gtk_box_set_spacing (self->method_box, narrow ? 0 : 6);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->method_box), "crm-tight");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->method_box), "crm-tight");
}

static void
crm_insights_page_constructed (GObject *object)
{
  CrmInsightsPage *self = CRM_INSIGHTS_PAGE (object);

  G_OBJECT_CLASS (crm_insights_page_parent_class)->constructed (object);
  g_object_bind_property (self->context, "narrow", self->sidebar_button, "visible",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->context, "notify::narrow", G_CALLBACK (narrow_cb), self, 0);
  g_signal_connect_object (crm_context_get_store (self->context), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  narrow_cb (self->context, NULL, self);
  read_run (self);
}

static void
crm_insights_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONTEXT)
    CRM_INSIGHTS_PAGE (object)->context = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
crm_insights_page_dispose (GObject *object)
{
  CrmInsightsPage *self = CRM_INSIGHTS_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  drop_job (self);
  g_clear_pointer (&self->run, crm_segment_run_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_insights_page_parent_class)->dispose (object);
}

static void
crm_insights_page_class_init (CrmInsightsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = crm_insights_page_constructed;
  object_class->set_property = crm_insights_page_set_property;
  object_class->dispose = crm_insights_page_dispose;
  props[PROP_CONTEXT] =
      g_param_spec_object ("context", NULL, NULL, CRM_TYPE_CONTEXT,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-insights-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CrmInsightsPage, name)
  BIND (sidebar_button);
  BIND (again_button);
  BIND (method_box);
  BIND (clusters_button);
  BIND (rfm_button);
  BIND (stack);
  BIND (empty_status);
  BIND (form_button);
  BIND (progress);
  BIND (progress_text);
  BIND (error_status);
  BIND (title);
  BIND (caption);
  BIND (cards);
  BIND (headline);
  BIND (headline_button);
  BIND (headline_box);
  BIND (charts);
  BIND (left);
  BIND (right);
  BIND (again_progress);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, form_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, method_cb);
  gtk_widget_class_bind_template_callback (widget_class, headline_clicked_cb);
  gtk_widget_class_install_action (widget_class, "insights.thresholds", NULL, edit_thresholds);
}

static void
crm_insights_page_init (CrmInsightsPage *self)
{
  self->method = CRM_SEGMENT_METHOD_CLUSTERS;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crm_insights_page_new (CrmContext *context)
{
  return g_object_new (CRM_TYPE_INSIGHTS_PAGE, "context", context, NULL);
}

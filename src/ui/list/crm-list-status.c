/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The status line of a list. Main thread; sums are read in the background and a newer question cancels
 * the older one, so that typing in the search entry never waits for a median. */

#include "config.h"

#include "crm-list-status.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-text.h"

#define DELAY_MS 120

struct _CrmListStatus
{
  GtkWidget parent_instance;
  CrmContext *context;
  CrmRecordList *list;
  CrmListSelection *selection;
  const CrmField *field; /* (nullable) */
  const char *field_label;
  GtkWidget *all;
  GtkWidget *selected;
  GCancellable *reading;
  GCancellable *reading_selected;
  guint source;
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (CrmListStatus, crm_list_status, GTK_TYPE_WIDGET)

typedef struct
{
  CrmQuery *query; /* all rows of it, or */
  GArray *ids;     /* these */
  const CrmEntity *entity;
  const CrmField *field;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_clear_pointer (&question->query, crm_query_free);
  g_clear_pointer (&question->ids, g_array_unref);
  g_free (question);
}

static gpointer
read_summary (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autofree CrmQuerySummary *summary = g_new0 (CrmQuerySummary, 1);
  gboolean ok;

  if (question->query != NULL)
    ok = crm_query_summarize (question->query, reader, question->field->id, summary, error);
  else
    ok = crm_query_summarize_ids (question->entity, reader, (const CrmId *) question->ids->data,
                                  question->ids->len, question->field->id, summary, error);
  return ok ? g_steal_pointer (&summary) : NULL;
}

static char *
count_text (CrmListStatus *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  return crm_entity_count_text (crm_record_list_get_query (self->list)->entity, n);
}

static void
all_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmListStatus) self = CRM_LIST_STATUS (data);
  g_autofree CrmQuerySummary *summary = crm_store_read_finish (CRM_STORE (source), result, NULL);
  g_autofree char *count = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *median = NULL;
  g_autofree char *text = NULL;

  if (summary == NULL || self->all == NULL || self->field == NULL || summary->count == 0)
    return;
  count = count_text (self);
  sum = crm_list_figure (self->context, self->field, summary->sum, TRUE);
  median = crm_list_figure (self->context, self->field, summary->median, FALSE);
  /* Translators: status line of a list: "214 customers · Lifetime value ¥ 18,406,320 · Median 31,450" */
  text = g_strdup_printf (_ ("%s  ·  %s %s  ·  Median %s"), count, self->field_label, sum, median);
  gtk_label_set_text (GTK_LABEL (self->all), text);
}

static char *
selection_text (CrmListStatus *self)
{
  guint64 n = crm_list_selection_get_n_selected (self->selection);
  guint64 hidden = n > 0 && n < 100000 ? crm_list_selection_count_hidden (self->selection) : 0;
  g_autofree char *number = crm_format_integer ((gint64) n);
  g_autofree char *out = NULL;

  if (n == 0)
    return g_strdup ("");
  if (hidden == 0)
    return g_strdup_printf (ngettext ("%s selected", "%s selected", (gulong) n), number);
  out = crm_format_integer ((gint64) hidden);
  /* Translators: "5 selected, 2 of them not in this list" */
  return g_strdup_printf (_ ("%s selected, %s of them not in this list"), number, out);
}

static void
selected_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmListStatus) self = CRM_LIST_STATUS (data);
  g_autofree CrmQuerySummary *summary = crm_store_read_finish (CRM_STORE (source), result, NULL);
  g_autofree char *count = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *text = NULL;

  if (summary == NULL || self->all == NULL || self->field == NULL)
    return;
  count = selection_text (self);
  sum = crm_list_figure (self->context, self->field, summary->sum, TRUE);
  text = g_strdup_printf (_ ("%s: %s"), count, sum);
  gtk_label_set_text (GTK_LABEL (self->selected), text);
}

static void
ask_all (CrmListStatus *self)
{
  const CrmQuery *query = crm_record_list_get_query (self->list);
  g_autofree char *count = count_text (self);
  Question *question = NULL;

  /* While the rows are the old ones, so is the line. */
  if (crm_record_list_get_loading (self->list))
    return;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->field == NULL || self->is_narrow || query->deleted ||
      g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    {
      gtk_label_set_text (GTK_LABEL (self->all), count);
      return;
    }
  self->reading = g_cancellable_new ();
  question = g_new0 (Question, 1);
  question->query = crm_query_copy (query);
  question->entity = query->entity;
  question->field = self->field;
  crm_store_read_slowly_async (crm_context_get_store (self->context), read_summary, question,
                               free_question, g_free, self->reading, all_read_cb,
                               g_object_ref (self));
}

static void
ask_selected (CrmListStatus *self)
{
  g_autofree char *text = selection_text (self);
  Question *question = NULL;

  g_cancellable_cancel (self->reading_selected);
  g_clear_object (&self->reading_selected);
  if (self->field == NULL || *text == '\0')
    {
      gtk_label_set_text (GTK_LABEL (self->selected), text);
      return;
    }
  self->reading_selected = g_cancellable_new ();
  question = g_new0 (Question, 1);
  if (crm_list_selection_is_everything (self->selection))
    question->query = crm_query_copy (crm_record_list_get_query (self->list));
  else
    question->ids = crm_list_selection_dup_ids (self->selection);
  question->entity = crm_record_list_get_query (self->list)->entity;
  question->field = self->field;
  crm_store_read_slowly_async (crm_context_get_store (self->context), read_summary, question,
                               free_question, g_free, self->reading_selected, selected_read_cb,
                               g_object_ref (self));
}

static gboolean
update_cb (gpointer data)
{
  CrmListStatus *self = CRM_LIST_STATUS (data);

  self->source = 0;
  ask_all (self);
  ask_selected (self);
  return G_SOURCE_REMOVE;
}

/* Amounts of several currencies are added up in the base currency: "base-amount" for "amount". */
static const CrmField *
find_summable (const CrmEntity *entity, const CrmField *field)
{
  g_autofree char *in_base = NULL;

  if (field->kind != CRM_FIELD_MONEY || field->target == NULL)
    return field->flags & CRM_FIELD_SUMMABLE ? field : NULL;
  in_base = g_strconcat ("base-", field->id, NULL);
  return crm_entity_field (entity, in_base);
}

void
crm_list_status_update (CrmListStatus *self, const CrmListLayout *layout)
{
  self->field = NULL;
  for (guint i = 0; i < layout->columns->len && self->field == NULL; i++)
    {
      const CrmField *field = g_array_index (layout->columns, CrmListLayoutColumn, i).field;
      if (field->kind == CRM_FIELD_MONEY)
        self->field = find_summable (layout->entity, field);
    }
  for (guint i = 0; i < layout->columns->len && self->field == NULL; i++)
    {
      const CrmField *field = g_array_index (layout->columns, CrmListLayoutColumn, i).field;
      if (field->flags & CRM_FIELD_SUMMABLE)
        self->field = field;
    }
  if (self->field != NULL)
    self->field_label = crm_list_look_label (crm_list_look_for (layout->entity), self->field);
  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MS, update_cb, self);
}

void
crm_list_status_set_narrow (CrmListStatus *self, gboolean narrow)
{
  self->is_narrow = narrow;
  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MS, update_cb, self);
}

static void
crm_list_status_dispose (GObject *object)
{
  CrmListStatus *self = CRM_LIST_STATUS (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_cancellable_cancel (self->reading_selected);
  g_clear_object (&self->reading_selected);
  g_clear_pointer (&self->all, gtk_widget_unparent);
  g_clear_pointer (&self->selected, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_list_status_parent_class)->dispose (object);
}

static void
crm_list_status_class_init (CrmListStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_list_status_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
make_label (CrmListStatus *self, float xalign)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "crm-caption");
  gtk_widget_add_css_class (label, "crm-number");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
crm_list_status_init (CrmListStatus *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-list-status");
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              12);
  self->all = make_label (self, 0);
  gtk_widget_set_hexpand (self->all, TRUE);
  self->selected = make_label (self, 1);
}

GtkWidget *
crm_list_status_new (CrmContext *context, CrmRecordList *list, CrmListSelection *selection)
{
  CrmListStatus *self = g_object_new (CRM_TYPE_LIST_STATUS, NULL);

  self->context = g_object_ref (context);
  self->list = g_object_ref (list);
  self->selection = g_object_ref (selection);
  return GTK_WIDGET (self);
}

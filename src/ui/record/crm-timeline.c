/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Timeline and table of orders. Main thread; the last question wins, by its number. */

#include "config.h"

#include "crm-timeline.h"

#include <glib/gi18n-lib.h>

#include "crm-record-data.h"
#include "crm-record-parts.h"
#include "crm-timeline-row.h"

#define MOST 2000

struct _CrmTimeline
{
  GtkBox parent_instance;
  CrmContext *context;
  gboolean orders_only;
  CrmId id;
  const char *only;
  gint64 last_at;
  CrmId last_id;
  guint n_items;
  guint asked;
  guint answered;
  gboolean more;
  guint titles_source;

  GtkWidget *list;
  GtkWidget *more_button;
  GtkWidget *nothing;
  GPtrArray *feeds; /* CrmFeed, kept to draw the rows again when names arrive */
};

G_DEFINE_FINAL_TYPE (CrmTimeline, crm_timeline, GTK_TYPE_BOX)

static void
append_feed (CrmTimeline *self, const CrmFeed *feed)
{
  if (self->orders_only && self->n_items == 0 && feed->items->len > 0)
    gtk_list_box_append (GTK_LIST_BOX (self->list), crm_order_heads_new ());
  for (guint i = 0; i < feed->items->len; i++)
    {
      const CrmFeedItem *item = g_ptr_array_index (feed->items, i);

      gtk_list_box_append (GTK_LIST_BOX (self->list),
                           self->orders_only ? crm_order_row_new (self->context, item)
                                             : crm_timeline_row_new (self->context, item));
      self->last_at = item->at;
      self->last_id = crm_record_get_id (item->record);
      self->n_items++;
    }
}

static void
draw_all (CrmTimeline *self)
{
  crm_record_clear (self->list);
  self->n_items = 0;
  for (guint i = 0; i < self->feeds->len; i++)
    append_feed (self, g_ptr_array_index (self->feeds, i));
}

/* Below what is there; takes it. */
static void
show_feed (CrmTimeline *self, CrmFeed *feed)
{
  self->more = feed->more;
  append_feed (self, feed);
  g_ptr_array_add (self->feeds, feed);
  gtk_widget_set_visible (self->more_button, self->more);
  gtk_label_set_text (GTK_LABEL (self->nothing),
                      self->orders_only    ? _ ("No orders yet.")
                      : self->only != NULL ? _ ("Nothing of this kind. Choose Everything above.")
                                           : _ ("Nothing yet. What you log above stands here."));
  gtk_widget_set_visible (self->nothing, self->n_items == 0);
  gtk_widget_set_visible (self->list, self->n_items > 0);
}

typedef struct
{
  CrmTimeline *timeline;
  guint number;
  gboolean fresh;
} Answer;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Answer *answer = data;
  g_autoptr (CrmTimeline) self = answer->timeline;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFeed) feed = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (self->context == NULL || answer->number != self->asked)
    return;
  self->answered = answer->number;
  if (feed == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->nothing), error->message);
      gtk_widget_set_visible (self->nothing, TRUE);
      return;
    }
  if (answer->fresh)
    {
      g_ptr_array_set_size (self->feeds, 0);
      crm_record_clear (self->list);
      self->n_items = 0;
    }
  show_feed (self, g_steal_pointer (&feed));
}

static void
ask (CrmTimeline *self, gboolean fresh, guint limit)
{
  CrmFeedQuestion *question;
  Answer *answer;

  if (self->id == 0 || !crm_feed_fits (self->orders_only ? CRM_FEED_ORDERS : CRM_FEED_TIMELINE,
                                       crm_entity_of_id (self->id)))
    return;
  question = g_new0 (CrmFeedQuestion, 1);
  question->kind = self->orders_only ? CRM_FEED_ORDERS : CRM_FEED_TIMELINE;
  question->id = self->id;
  question->only = self->only;
  question->before_at = fresh ? G_MAXINT64 : self->last_at;
  question->before_id = fresh ? G_MAXINT64 : self->last_id;
  question->limit = limit;
  answer = g_new0 (Answer, 1);
  answer->timeline = g_object_ref (self);
  answer->number = ++self->asked;
  answer->fresh = fresh;
  crm_store_read_async (crm_context_get_store (self->context), crm_feed_read, question, g_free,
                        (GDestroyNotify) crm_feed_free, NULL, read_cb, answer);
}

/* Nothing is shown, and no question is open. */
static void
empty (CrmTimeline *self, CrmId id)
{
  self->id = id;
  self->answered = ++self->asked;
  g_ptr_array_set_size (self->feeds, 0);
  crm_record_clear (self->list);
  self->n_items = 0;
  gtk_widget_set_visible (self->more_button, FALSE);
  gtk_widget_set_visible (self->nothing, FALSE);
}

void
crm_timeline_set_id (CrmTimeline *self, CrmId id)
{
  g_return_if_fail (CRM_IS_TIMELINE (self));

  if (self->id == id)
    return;
  empty (self, id);
  ask (self, TRUE, CRM_FEED_PAGE);
}

void
crm_timeline_set_read (CrmTimeline *self, CrmId id, CrmFeed *feed)
{
  g_autoptr (CrmFeed) first = feed;

  g_return_if_fail (CRM_IS_TIMELINE (self));

  if (self->id == id || first == NULL || self->only != NULL)
    {
      crm_timeline_set_id (self, id);
      return;
    }
  empty (self, id);
  show_feed (self, g_steal_pointer (&first));
}

void
crm_timeline_reload (CrmTimeline *self)
{
  g_return_if_fail (CRM_IS_TIMELINE (self));

  ask (self, TRUE, CLAMP (self->n_items + 1, CRM_FEED_PAGE, MOST));
}

void
crm_timeline_load_more (CrmTimeline *self)
{
  g_return_if_fail (CRM_IS_TIMELINE (self));

  if (self->more && self->asked == self->answered)
    ask (self, FALSE, CRM_FEED_PAGE);
}

void
crm_timeline_set_only (CrmTimeline *self, const char *only)
{
  g_return_if_fail (CRM_IS_TIMELINE (self));

  self->only = only;
  ask (self, TRUE, CRM_FEED_PAGE);
}

guint
crm_timeline_get_n_items (CrmTimeline *self)
{
  g_return_val_if_fail (CRM_IS_TIMELINE (self), 0);

  return self->n_items;
}

gboolean
crm_timeline_get_loaded (CrmTimeline *self)
{
  g_return_val_if_fail (CRM_IS_TIMELINE (self), FALSE);

  return self->asked == self->answered;
}

static gboolean
titles_cb (gpointer data)
{
  CrmTimeline *self = data;

  self->titles_source = 0;
  draw_all (self);
  return G_SOURCE_REMOVE;
}

static void
titles_changed_cb (CrmContext *context, CrmTimeline *self)
{
  if (!self->orders_only && self->titles_source == 0 && self->n_items > 0)
    self->titles_source = g_idle_add (titles_cb, self);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmTimeline *self)
{
  CrmId id = crm_timeline_row_get_id (GTK_WIDGET (row));

  if (id != 0)
    crm_context_go_record (self->context, id, NULL);
}

static void
crm_timeline_dispose (GObject *object)
{
  CrmTimeline *self = CRM_TIMELINE (object);

  g_clear_handle_id (&self->titles_source, g_source_remove);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_timeline_parent_class)->dispose (object);
}

static void
crm_timeline_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_TIMELINE (object)->feeds);
  G_OBJECT_CLASS (crm_timeline_parent_class)->finalize (object);
}

static void
crm_timeline_class_init (CrmTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_timeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_timeline_finalize;
}

static void
crm_timeline_init (CrmTimeline *self)
{
  self->feeds = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_feed_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
crm_timeline_new (CrmContext *context, gboolean orders_only)
{
  CrmTimeline *self = g_object_new (CRM_TYPE_TIMELINE, NULL);

  self->context = g_object_ref (context);
  self->orders_only = orders_only;
  self->list = crm_record_list (orders_only ? _ ("Orders") : _ ("Timeline"));
  if (!orders_only)
    {
      gtk_widget_remove_css_class (self->list, "crm-properties");
      gtk_widget_add_css_class (self->list, "crm-timeline");
    }
  self->more_button = gtk_button_new_with_label (_ ("Show Earlier"));
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->more_button, FALSE);
  gtk_widget_add_css_class (self->more_button, "flat");
  self->nothing = gtk_label_new (NULL);
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_widget_add_css_class (self->nothing, "crm-nothing");
  gtk_box_append (GTK_BOX (self), self->list);
  gtk_box_append (GTK_BOX (self), self->nothing);
  gtk_box_append (GTK_BOX (self), self->more_button);
  g_signal_connect_object (self->more_button, "clicked", G_CALLBACK (crm_timeline_load_more), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of one record: reading it, and again when a change touches it. Main thread.
 *
 * `asked` numbers the readings; only the answer to the last one is shown. A record that was left for
 * another one of this page stands in `trail` for the back button. */

#include "config.h"

#include "crm-record-page-private.h"

#include <glib/gi18n-lib.h>

#include "crm-composer.h"
#include "crm-error.h"
#include "crm-property-panel.h"
#include "crm-record-history.h"
#include "crm-timeline.h"

#define QUIET_MS  300
#define SETTLE_MS 60

static void page_init (CrmPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmRecordPage, crm_record_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CRM_TYPE_PAGE, page_init))

/* ---- reading ---- */

typedef struct
{
  CrmRecordPage *page;
  guint number;
} Answer;

static void
show_failure (CrmRecordPage *self, const GError *error)
{
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    gtk_stack_set_visible_child_name (self->stack, "missing");
  else
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->error_status, markup);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  crm_banner_set_title (self->banner, NULL);
  g_clear_pointer (&self->data, crm_record_data_free);
  adw_window_title_set_title (self->title, "");
  adw_window_title_set_subtitle (self->title, "");
}

static void start_reading (CrmRecordPage *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Answer *answer = data;
  g_autoptr (CrmRecordPage) self = answer->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecordData) read = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (self->context == NULL || answer->number != self->asked)
    return;
  self->reading = FALSE;
  g_clear_handle_id (&self->quiet_source, g_source_remove);
  if (read == NULL)
    show_failure (self, error);
  else
    {
      crm_record_page_build_parts (self, crm_record_get_entity (read->record));
      crm_record_data_free (self->data);
      self->data = g_steal_pointer (&read);
      crm_record_page_show_data (self);
      gtk_stack_set_visible_child_name (self->stack, "record");
    }
  crm_record_page_update_actions (self);
  if (self->stale)
    start_reading (self);
}

static gboolean
quiet_over_cb (gpointer data)
{
  CrmRecordPage *self = data;

  self->quiet_source = 0;
  if (self->data == NULL)
    gtk_stack_set_visible_child_name (self->stack, "skeleton");
  return G_SOURCE_REMOVE;
}

static void
start_reading (CrmRecordPage *self)
{
  Answer *answer;

  self->stale = FALSE;
  if (self->id == 0)
    return;
  answer = g_new0 (Answer, 1);
  answer->page = g_object_ref (self);
  answer->number = ++self->asked;
  self->reading = TRUE;
  if (self->data == NULL && self->quiet_source == 0)
    self->quiet_source = g_timeout_add (QUIET_MS, quiet_over_cb, self);
  crm_store_read_async (crm_context_get_store (self->context), crm_record_data_read,
                        g_memdup2 (&self->id, sizeof self->id), g_free,
                        (GDestroyNotify) crm_record_data_free, NULL, read_cb, answer);
}

static void
retry_clicked_cb (CrmRecordPage *self)
{
  start_reading (self);
}

static gboolean
settled_cb (gpointer data)
{
  CrmRecordPage *self = data;

  self->settle_source = 0;
  start_reading (self);
  if (self->timeline != NULL)
    crm_timeline_reload (CRM_TIMELINE (self->timeline));
  if (self->orders != NULL)
    crm_timeline_reload (CRM_TIMELINE (self->orders));
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (CrmStore *store, const CrmChangeNotice *notice, CrmRecordPage *self)
{
  /* A record that is not there may be back after an undo. */
  if (self->id == 0 || (self->data != NULL && !crm_record_data_is_touched (self->data, notice)))
    return;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (self->settle_source == 0)
    self->settle_source = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
list_refreshed_cb (CrmRecordPage *self)
{
  crm_record_page_update_actions (self);
}

/* ---- going ---- */

static void
switch_to (CrmRecordPage *self, CrmId id)
{
  const CrmEntity *entity = crm_entity_of_id (id);

  if (self->panel != NULL)
    crm_property_panel_restore (CRM_PROPERTY_PANEL (self->panel));
  self->id = id;
  self->reading = TRUE;
  /* The old record stays until the new one is there, unless its page is another. */
  if (entity != self->entity)
    {
      g_clear_pointer (&self->data, crm_record_data_free);
      gtk_stack_set_visible_child_name (self->stack, "nothing");
    }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  start_reading (self);
}

void
crm_record_page_go (CrmRecordPage *self, CrmId id)
{
  if (id != 0 && id != self->id)
    switch_to (self, id);
}

void
crm_record_page_show (CrmRecordPage *self, CrmId id, CrmRecordList *list)
{
  g_return_if_fail (CRM_IS_RECORD_PAGE (self));
  g_return_if_fail (id != 0);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    g_array_set_size (self->trail, 0);
  else if (self->id != 0 && self->id != id)
    g_array_append_val (self->trail, self->id);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_func (self->list, list_refreshed_cb, self);
  g_set_object (&self->list, list);
  if (list != NULL)
    g_signal_connect_object (list, "refreshed", G_CALLBACK (list_refreshed_cb), self,
                             G_CONNECT_SWAPPED);
  crm_record_page_set_tab (self, "overview");
  switch_to (self, id);
}

/* ---- page ---- */

static void
page_shown (CrmPage *page)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (page);

  if (self->stale)
    settled_cb (self);
}

static char *
page_get_title (CrmPage *page)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (page);

  return self->data != NULL && crm_record_get_id (self->data->record) == self->id
             ? g_strdup (crm_record_get_title (self->data->record))
             : NULL;
}

static void
page_init (CrmPageInterface *iface)
{
  iface->can = crm_record_page_can;
  iface->perform = crm_record_page_perform;
  iface->shown = page_shown;
  iface->get_title = page_get_title;
}

/* ---- for others ---- */

const char *
crm_record_page_get_state (CrmRecordPage *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_PAGE (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

CrmRecord *
crm_record_page_get_record (CrmRecordPage *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_PAGE (self), NULL);

  return self->data != NULL ? self->data->record : NULL;
}

CrmId
crm_record_page_get_id (CrmRecordPage *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_PAGE (self), 0);

  return self->id;
}

GtkWidget *
crm_record_page_get_head (CrmRecordPage *self)
{
  return self->head;
}

GtkWidget *
crm_record_page_get_panel (CrmRecordPage *self)
{
  return self->panel;
}

GtkWidget *
crm_record_page_get_composer (CrmRecordPage *self)
{
  return self->composer;
}

GtkWidget *
crm_record_page_get_timeline (CrmRecordPage *self)
{
  return self->timeline;
}

GtkWidget *
crm_record_page_get_members (CrmRecordPage *self)
{
  return self->members;
}

GtkWidget *
crm_record_page_get_history (CrmRecordPage *self)
{
  return self->history;
}

gboolean
crm_record_page_get_loaded (CrmRecordPage *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_PAGE (self), FALSE);

  return !self->reading && self->settle_source == 0 &&
         (self->timeline == NULL || crm_timeline_get_loaded (CRM_TIMELINE (self->timeline)));
}

/* ---- object ---- */

static void
edge_reached_cb (CrmRecordPage *self, GtkPositionType edge)
{
  const char *tab = crm_record_page_get_tab (self);

  if (edge != GTK_POS_BOTTOM)
    return;
  if (self->timeline != NULL && g_str_equal (tab, "overview"))
    crm_timeline_load_more (CRM_TIMELINE (self->timeline));
  else if (self->orders != NULL && g_str_equal (tab, "orders"))
    crm_timeline_load_more (CRM_TIMELINE (self->orders));
}

static void
crm_record_page_dispose (GObject *object)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->quiet_source, g_source_remove);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->panel = NULL;
  self->timeline = NULL;
  self->orders = NULL;
  g_clear_pointer (&self->data, crm_record_data_free);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_record_page_parent_class)->dispose (object);
}

static void
crm_record_page_finalize (GObject *object)
{
  g_array_unref (CRM_RECORD_PAGE (object)->trail);
  G_OBJECT_CLASS (crm_record_page_parent_class)->finalize (object);
}

static void
crm_record_page_class_init (CrmRecordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_record_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_record_page_finalize;
  g_type_ensure (CRM_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-record-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CrmRecordPage, name)
  BIND (header);
  BIND (title);
  BIND (previous_button);
  BIND (next_button);
  BIND (order_button);
  BIND (order_label);
  BIND (banner);
  BIND (stack);
  BIND (skeleton);
  BIND (error_status);
  BIND (scroller);
  BIND (content);
  BIND (tab_bar);
  BIND (tabs);
  BIND (overview);
  BIND (details);
  BIND (left);
  BIND (right);
  BIND (orders_box);
  BIND (contacts_box);
  BIND (history_box);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, edge_reached_cb);
}

static void
crm_record_page_init (CrmRecordPage *self)
{
  self->trail = g_array_new (TRUE, TRUE, sizeof (CrmId));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crm_record_page_new (CrmContext *context)
{
  CrmRecordPage *self = g_object_new (CRM_TYPE_RECORD_PAGE, NULL);

  self->context = g_object_ref (context);
  crm_page_setup_header (self->header, context);
  crm_record_page_build_frame (self);
  crm_record_page_add_actions (self);
  crm_record_page_update_actions (self);
  g_signal_connect_object (context, "notify::narrow", G_CALLBACK (crm_record_page_arrange), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (crm_context_get_store (context), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal for people. Main thread; groups are read in the background, a page at a time. Groups are
 * only ever added, at the top, and change no more than being undone or not, so after a change what is
 * shown is read again and the rows keep their place. */

#include "config.h"

#include "crm-history-window.h"

#include <glib/gi18n-lib.h>

#include "crm-history-row.h"
#include "crm-ui.h"

#define PAGE_ROWS 50

typedef struct
{
  guint limit;
  gint64 before;
} Wish;

struct _CrmHistoryWindow
{
  AdwWindow parent;

  CrmContext *context;
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkListBox *list;
  GHashTable *rows; /* group -> CrmHistoryRow, owned by the list */
  GCancellable *cancellable;
  gint64 oldest;
  guint n_rows;
  gboolean complete; /* there are none before the oldest */
  gboolean loading;
  gboolean again; /* something changed while it was read */
};

G_DEFINE_FINAL_TYPE (CrmHistoryWindow, crm_history_window, ADW_TYPE_WINDOW)

static guint invert_signal;

static void load (CrmHistoryWindow *self, gboolean more);

static void
invert_cb (CrmHistoryRow *row, gint64 group, gboolean redo, CrmHistoryWindow *self)
{
  g_signal_emit (self, invert_signal, 0, group, redo);
}

static void
show_group (CrmHistoryWindow *self, const CrmGroup *group, int *top)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, &group->id);
  const char *who = group->actor != 0 ? crm_context_link_title (self->context, group->actor) : NULL;

  if (row == NULL)
    {
      row = crm_history_row_new ();
      g_signal_connect_object (row, "invert", G_CALLBACK (invert_cb), self, 0);
      g_hash_table_insert (self->rows, g_memdup2 (&group->id, sizeof group->id), row);
      gtk_list_box_insert (self->list, row,
                           self->oldest == 0 || group->id < self->oldest ? -1 : *top);
      self->n_rows++;
      (*top)++;
    }
  crm_history_row_set (CRM_HISTORY_ROW (row), group, who);
  if (self->oldest == 0 || group->id < self->oldest)
    self->oldest = group->id;
}

static gpointer
read_groups (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wish *wish = data;

  return crm_group_list (reader, wish->limit, wish->before, error);
}

static void
say (CrmHistoryWindow *self, const char *title, const char *text)
{
  adw_status_page_set_title (self->nothing, title);
  adw_status_page_set_description (self->nothing, text);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = crm_store_read_finish (CRM_STORE (source), result, &error);
  CrmHistoryWindow *self = data;
  int top = 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  if (groups == NULL)
    {
      if (self->n_rows == 0)
        say (self, _ ("The Changes Could Not Be Read"), error->message);
      return;
    }
  for (guint i = 0; i < groups->len; i++)
    show_group (self, groups->pdata[i], &top);
  if (groups->len < PAGE_ROWS)
    self->complete = TRUE;
  if (self->n_rows > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    say (self, _ ("No Changes Yet"),
         _ ("Whatever is created, edited, imported or deleted shows here, and can be undone."));
  if (self->again)
    load (self, FALSE);
}

static void
load (CrmHistoryWindow *self, gboolean more)
{
  Wish *wish;

  if (self->loading)
    {
      self->again = self->again || !more;
      return;
    }
  if (more && self->complete)
    return;
  wish = g_new0 (Wish, 1);
  wish->limit = more ? PAGE_ROWS : self->n_rows + PAGE_ROWS;
  wish->before = more ? self->oldest : 0;
  self->loading = TRUE;
  self->again = FALSE;
  crm_store_read_async (crm_context_get_store (self->context), read_groups, wish, g_free,
                        (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

static void
edge_reached_cb (GtkScrolledWindow *scrolled, GtkPositionType edge, CrmHistoryWindow *self)
{
  if (edge == GTK_POS_BOTTOM)
    load (self, TRUE);
}

static void
store_changed_cb (CrmStore *store, CrmChangeNotice *notice, CrmHistoryWindow *self)
{
  load (self, FALSE);
}

static void
titles_changed_cb (CrmContext *context, CrmHistoryWindow *self)
{
  load (self, FALSE);
}

static void
crm_history_window_dispose (GObject *object)
{
  CrmHistoryWindow *self = CRM_HISTORY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_history_window_parent_class)->dispose (object);
}

static void
crm_history_window_finalize (GObject *object)
{
  CrmHistoryWindow *self = CRM_HISTORY_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  G_OBJECT_CLASS (crm_history_window_parent_class)->finalize (object);
}

static void
crm_history_window_class_init (CrmHistoryWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_history_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_history_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
  invert_signal = g_signal_new ("invert", CRM_TYPE_HISTORY_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
}

static GtkWidget *
create_list (CrmHistoryWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Changes"), -1);
  gtk_widget_set_margin_top (clamp, 12);
  gtk_widget_set_margin_bottom (clamp, 18);
  gtk_widget_set_margin_start (clamp, 12);
  gtk_widget_set_margin_end (clamp, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  g_signal_connect_object (scrolled, "edge-reached", G_CALLBACK (edge_reached_cb), self, 0);
  return scrolled;
}

static void
crm_history_window_init (CrmHistoryWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->cancellable = g_cancellable_new ();
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->nothing = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->nothing, "crm-history-symbolic");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "waiting");
  gtk_stack_add_named (self->stack, create_list (self), "list");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->nothing), "nothing");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Changes"));
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 600);
  crm_ui_scale_window (GTK_WINDOW (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
}

GtkWidget *
crm_history_window_new (CrmContext *context)
{
  CrmHistoryWindow *self;

  g_return_val_if_fail (CRM_IS_CONTEXT (context), NULL);

  self = g_object_new (CRM_TYPE_HISTORY_WINDOW, NULL);
  self->context = g_object_ref (context);
  g_signal_connect_object (crm_context_get_store (context), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  load (self, FALSE);
  return GTK_WIDGET (self);
}

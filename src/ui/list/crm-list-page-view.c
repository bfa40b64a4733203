/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The saved view that a list page shows: opening it, how far the page has gone from it, saving that or
 * going back, and following what happens to the view elsewhere. Main thread.
 *
 * `opened` is the view as it is stored; `opened_query` and `opened_layout` are what the page showed
 * right after opening it, so that a view without columns of its own counts as unmodified. What one
 * types into the search belongs to no view. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-page-private.h"
#include "crm-list-view-dialog.h"

CrmId
crm_list_page_get_view (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), 0);

  return self->opened != NULL ? crm_record_get_id (self->opened) : 0;
}

gboolean
crm_list_page_is_modified (CrmListPage *self)
{
  g_autoptr (CrmQuery) now = NULL;

  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), FALSE);

  if (self->opened == NULL)
    return FALSE;
  now = crm_query_copy (crm_record_list_get_query (self->list));
  if (now->deleted)
    return FALSE;
  g_clear_pointer (&now->search, g_free);
  return !crm_query_equal (now, self->opened_query) ||
         !crm_list_layout_equal (crm_list_view_get_layout (self->view), self->opened_layout);
}

static void
forget (CrmListPage *self)
{
  g_clear_object (&self->opened);
  g_clear_pointer (&self->opened_query, crm_query_free);
  g_clear_pointer (&self->opened_layout, crm_list_layout_free);
}

void
crm_list_page_leave_view (CrmListPage *self)
{
  g_autoptr (CrmListLayout) layout = NULL;

  if (self->opened == NULL)
    return;
  forget (self);
  layout = crm_list_layout_load (crm_context_get_settings (self->context), self->entity);
  crm_list_view_set_layout (self->view, layout);
  crm_list_page_update_view (self);
}

static void
remember (CrmListPage *self, CrmRecord *view, const CrmQuery *query)
{
  g_autoptr (CrmRecord) kept = g_object_ref (view);

  forget (self);
  self->opened = g_steal_pointer (&kept);
  self->opened_query = crm_query_copy (query);
  self->opened_layout = crm_list_layout_copy (crm_list_view_get_layout (self->view));
}

gboolean
crm_list_page_open_view (CrmListPage *self, CrmRecord *view)
{
  g_autoptr (CrmListLayout) layout = NULL;
  g_autoptr (CrmQuery) query = NULL;

  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), FALSE);

  query = crm_list_view_read (view, &layout);
  if (query == NULL || query->entity != self->entity)
    return FALSE;
  /* From here on what is arranged belongs to the view and not to the list. */
  remember (self, view, query);
  if (layout != NULL)
    crm_list_view_set_layout (self->view, layout);
  crm_list_page_show_query (self, query, NULL);
  remember (self, view, crm_record_list_get_query (self->list));
  crm_list_page_update_view (self);
  return TRUE;
}

/* ---- showing ---- */

void
crm_list_page_update_title (CrmListPage *self)
{
  const CrmQuery *query = crm_record_list_get_query (self->list);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gint64 total = crm_record_list_get_total (self->list);
  g_autofree char *number = crm_format_integer (n);
  g_autofree char *all = crm_format_integer (MAX (total, 0));
  g_autofree char *subtitle = NULL;
  g_autofree char *whole = NULL;
  const char *label = crm_entity_get_label_plural (self->entity);
  g_autofree char *title = NULL;

  if (query->deleted)
    title = g_strdup_printf (_ ("Trash · %s"), label);
  else if (self->opened != NULL)
    title = g_strdup (crm_record_get_title (self->opened));
  else if (self->query_title != NULL)
    title = g_strdup (self->query_title);
  adw_window_title_set_title (self->title, title != NULL ? title : label);
  if (!self->is_ready)
    return;
  if (total >= 0 && n != total && !query->deleted)
    /* Translators: how many rows of how many: "214 of 1,284" */
    subtitle = g_strdup_printf (_ ("%s of %s"), number, all);
  if (crm_list_page_is_modified (self))
    /* Translators: a saved view whose filter or columns were changed: "Modified · 214 of 1,284" */
    whole = g_strdup_printf (_ ("Modified · %s"), subtitle != NULL ? subtitle : number);
  else
    whole = g_strdup (subtitle != NULL ? subtitle : number);
  adw_window_title_set_subtitle (self->title, whole);
}

void
crm_list_page_update_view (CrmListPage *self)
{
  gboolean opened = self->opened != NULL;
  gboolean modified = crm_list_page_is_modified (self);
  gboolean narrow = crm_list_view_get_narrow (self->view);
  const CrmQuery *query = crm_record_list_get_query (self->list);
  /* A segment is of one run and is replaced by the next: it can be looked at, not kept. */
  gboolean keepable = !query->deleted && query->segment == 0;

  crm_list_page_enable (self, "save-view", keepable);
  crm_list_page_enable (self, "save-changes", keepable && modified);
  crm_list_page_enable (self, "revert-view", modified);
  crm_list_page_enable (self, "rename-view", opened);
  crm_list_page_enable (self, "delete-view", opened);
  gtk_widget_set_visible (self->save_changes_button, modified && keepable && !narrow);
  gtk_widget_set_visible (self->revert_button, modified && !narrow);
  gtk_widget_set_visible (self->save_view_button,
                          crm_query_n_conditions (query) > 0 && !opened && keepable && !narrow);
  crm_list_page_update_title (self);
  crm_page_actions_changed (CRM_PAGE (self));
}

/* ---- saving ---- */

typedef struct
{
  CrmListPage *page;
  CrmRecord *view;
} Saving;

static void
saved_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  g_autofree Saving *saving = data;
  g_autoptr (CrmListPage) self = saving->page;
  g_autoptr (CrmRecord) view = saving->view;

  if (error != NULL || crm_list_page_get_view (self) != crm_record_get_id (view))
    return;
  {
    g_autoptr (CrmQuery) query = crm_list_view_read (view, NULL);

    if (query != NULL)
      remember (self, view, query);
  }
  crm_list_page_update_view (self);
}

void
crm_list_page_save_changes (CrmListPage *self)
{
  g_autoptr (CrmRecord) now = NULL;
  g_autoptr (CrmChangeset) changes = NULL;
  g_autofree char *done = NULL;
  Saving *saving;

  if (!crm_list_page_is_modified (self))
    return;
  now = crm_record_copy (self->opened);
  crm_list_view_write (now, crm_record_list_get_query (self->list),
                       crm_list_view_get_layout (self->view));
  changes = crm_changeset_new (CRM_VERB_EDIT, crm_record_get_entity (now));
  crm_changeset_diff (changes, self->opened, now);
  done = g_strdup_printf (_ ("View “%s” saved"), crm_record_get_title (now));
  saving = g_new (Saving, 1);
  saving->page = g_object_ref (self);
  saving->view = g_object_ref (now);
  crm_context_save (self->context, changes, done, saved_cb, saving);
}

void
crm_list_page_revert_view (CrmListPage *self)
{
  g_autoptr (CrmRecord) view = self->opened != NULL ? g_object_ref (self->opened) : NULL;

  if (view != NULL)
    crm_list_page_open_view (self, view);
}

/* ---- what happens to the view elsewhere ---- */

static gpointer
read_view (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_reader_load (reader, crm_entity_lookup ("view"), *(CrmId *) data, error);
}

/* Opened anew where nothing was changed here meanwhile; else only what is compared with changes. */
static void
follow (CrmListPage *self, CrmRecord *view)
{
  g_autoptr (CrmQuery) query = crm_list_view_read (view, NULL);

  if (view == NULL || crm_record_is_deleted (view) || query == NULL)
    {
      crm_list_page_leave_view (self);
      return;
    }
  if (!crm_list_page_is_modified (self))
    crm_list_page_open_view (self, view);
  else
    {
      g_set_object (&self->opened, view);
      if (query->sort == NULL)
        {
          query->sort = self->opened_query->sort;
          query->descending = self->opened_query->descending;
        }
      crm_query_free (self->opened_query);
      self->opened_query = g_steal_pointer (&query);
    }
  crm_list_page_update_view (self);
}

static void
view_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmListPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) view = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (self->context == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      self->opened == NULL ||
      (view != NULL && crm_record_get_id (view) != crm_record_get_id (self->opened)))
    return;
  follow (self, view);
}

static void
store_changed_cb (CrmStore *store, const CrmChangeNotice *notice, CrmListPage *self)
{
  CrmId id = crm_list_page_get_view (self);

  if (id == 0 || !crm_change_notice_touches (notice, crm_entity_lookup ("view")) ||
      (notice->complete && !crm_change_notice_has (notice, id)))
    return;
  crm_store_read_async (store, read_view, g_memdup2 (&id, sizeof id), g_free, g_object_unref,
                        self->cancellable, view_read_cb, g_object_ref (self));
}

void
crm_list_page_follow_views (CrmListPage *self)
{
  g_signal_connect_object (crm_context_get_store (self->context), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
}

/* ---- a new one ---- */

static void
new_view_saved_cb (CrmListViewDialog *dialog, CrmRecord *view, CrmListPage *self)
{
  crm_list_page_open_view (self, view);
}

void
crm_list_page_save_new_view (CrmListPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *dialog = crm_list_view_dialog_new (
      self->context, crm_record_list_get_query (self->list), crm_list_view_get_layout (self->view));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (dialog, GTK_WINDOW (root));
  g_signal_connect_object (dialog, "saved", G_CALLBACK (new_view_saved_cb), self, 0);
  gtk_window_present (dialog);
}
